//! The stand-ins, with a real process and over real connections.

#![cfg(test)]

mod answers;
mod function;
mod http;
mod probe;
mod service;
