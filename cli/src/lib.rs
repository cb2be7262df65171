//! `aws-core`: the registry of all rules, and what a person runs.

pub mod error;
pub mod registry;
pub mod render;

#[cfg(test)]
mod fake;
