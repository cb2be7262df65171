//! EC2 instances as `ec2:DescribeInstances` gives them, for the rules that sweep over them.
//!
//! The state that AWS Config records of an instance lies beside, in configuration items; this is
//! the listing that also has those that no recorder knows.

mod fetch;
mod interface;

use std::collections::{BTreeMap, BTreeSet};
use std::net::IpAddr;

use aws_sdk_ec2::types::InstanceStateName;
use jiff::Timestamp;

use crate::error::Result;
use crate::rule::Subject;

pub use interface::Interface;

/// The type of an instance; its id is the `i-…` one.
pub const INSTANCE: &str = "AWS::EC2::Instance";
/// The action that permits the listing.
pub const ACTION: &str = "ec2:DescribeInstances";
/// Every state but those on the way to an end: what is there, whether it runs or not.
pub const EXISTING: &[InstanceStateName] = &[
    InstanceStateName::Pending,
    InstanceStateName::Running,
    InstanceStateName::Stopping,
    InstanceStateName::Stopped,
];
/// The tag by which AWS names the Auto Scaling group of an instance.
const GROUP: &str = "aws:autoscaling:groupName";

/// An instance.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Instance {
    /// Its id, such as `i-0123456789abcdef0`.
    pub id: String,
    /// Its ARN.
    pub arn: String,
    /// Whether it runs.
    pub state: InstanceStateName,
    /// The image that it was launched from, which may be gone by now.
    pub image_id: String,
    /// Its VPC; none once it is terminated.
    pub vpc_id: Option<String>,
    /// The subnet of its primary interface; none once it is terminated.
    pub subnet_id: Option<String>,
    /// Its interfaces, the primary one first.
    pub interfaces: Vec<Interface>,
    /// Its tags.
    pub tags: BTreeMap<String, String>,
    /// When it was launched for the first time: when its primary interface, which cannot be
    /// detached, was attached. EC2's own `LaunchTime` moves with every start. None once it is
    /// terminated.
    pub launched: Option<Timestamp>,
}

impl Instance {
    /// The group that launched it and replaces it, where Auto Scaling did.
    pub fn auto_scaling_group(&self) -> Option<&str> {
        self.tags.get(GROUP).map(String::as_str).filter(|name| !name.is_empty())
    }

    /// Whether it runs. One that is still starting does not, nor one that is already stopping.
    pub fn is_running(&self) -> bool {
        self.state == InstanceStateName::Running
    }

    /// The addresses of all its interfaces that the Internet routes to, sorted.
    pub fn public_addresses(&self) -> BTreeSet<IpAddr> {
        self.interfaces.iter().flat_map(|it| it.public_addresses.iter().copied()).collect()
    }

    /// The resource to judge, by facts that the instance is part of.
    pub fn subject<F>(&self, facts: Result<F>) -> Subject<F> {
        Subject::new(INSTANCE, &self.id, facts).with_arn(Some(self.arn.clone()))
    }
}

#[cfg(test)]
mod tests;
