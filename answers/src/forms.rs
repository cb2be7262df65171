//! The forms in which a report is sent: for people, for spreadsheets, for programs of others.

pub mod asff;
pub mod csv;
mod finding;
pub mod html;
mod identity;
pub mod junit;
pub mod ocsf;
pub mod oscal;
mod severity;
pub mod xlsx;
