//! The forms in which a report is sent: for people, for spreadsheets, for programs of others.

pub mod csv;
pub mod xlsx;
