//! Security groups: what they admit and let out, and what of that is the Internet.
//!
//! A group has permissions for each direction ([`permission`]). Together they open ports to the
//! Internet ([`exposure`]), in part through lists of addresses that live elsewhere
//! ([`prefix_list`]). What is open is told in the same words everywhere ([`finding`]).

pub mod exposure;
pub mod facts;
pub mod finding;
pub mod group;
pub mod permission;
pub mod ports;
pub mod prefix_list;

pub use exposure::{Exposure, Opening};
pub use facts::Facts;
pub use finding::Findings;
pub use group::{Direction, SecurityGroup};
pub use permission::{IpPermission, Protocol};
pub use ports::ProtocolPorts;
pub use prefix_list::{BlocksOfLists, PrefixLists};

/// The type of a security group; its id is the `sg-…` one.
pub const SECURITY_GROUP: &str = "AWS::EC2::SecurityGroup";
/// The type of a prefix list that customers manage; its id is the `pl-…` one.
pub const PREFIX_LIST: &str = "AWS::EC2::PrefixList";

#[cfg(test)]
mod tests;
