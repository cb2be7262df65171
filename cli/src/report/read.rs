//! What AWS Config knows of the rules, read from it.

mod account;
mod aggregator;
mod deployed;
mod region;
mod row;

pub use account::account;
pub use aggregator::aggregator;
