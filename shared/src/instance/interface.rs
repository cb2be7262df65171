//! A network interface of an instance.

use std::collections::BTreeSet;
use std::net::IpAddr;

use aws_sdk_ec2::types;

use super::fetch::{lacking, required};
use crate::address;
use crate::error::Result;

/// An interface.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Interface {
    /// Its id, such as `eni-0123456789abcdef0`.
    pub id: String,
    /// Its place in the order of the instance's interfaces; that of the primary one is 0.
    pub device_index: i32,
    /// Its VPC, which need not be that of another interface of the instance either.
    pub vpc_id: Option<String>,
    /// Its subnet, which need not be that of another interface of the instance.
    pub subnet_id: Option<String>,
    /// The ids of its security groups, sorted.
    pub security_groups: BTreeSet<String>,
    /// The addresses that the Internet, or a carrier's network, routes to: public IPv4 addresses
    /// of whichever of its private ones, and global IPv6 addresses. Of a prefix that was delegated
    /// to it, the first stands for all.
    pub public_addresses: BTreeSet<IpAddr>,
}

impl Interface {
    pub(super) fn read(interface: types::InstanceNetworkInterface) -> Result<Self> {
        let id = required(interface.network_interface_id, "the id of an interface")?;
        let attachment = interface.attachment.and_then(|it| it.device_index);
        let private = interface.private_ip_addresses.unwrap_or_default();
        let associations =
            private.into_iter().map(|it| it.association).chain([interface.association]);
        let associated = associations.flatten().flat_map(|it| [it.public_ip, it.carrier_ip]);
        let ipv6 = interface.ipv6_addresses.unwrap_or_default().into_iter();
        let prefixes = interface.ipv6_prefixes.unwrap_or_default().into_iter();
        let ipv6 = ipv6.map(|it| it.ipv6_address).chain(prefixes.map(|it| it.ipv6_prefix));
        let public_addresses = address::public(associated.flatten(), ipv6.flatten())
            .map_err(|what| lacking(&format!("an address: {what}")))?;
        let groups = interface.groups.unwrap_or_default();
        Ok(Self {
            id,
            device_index: attachment.unwrap_or_default(),
            vpc_id: interface.vpc_id,
            subnet_id: interface.subnet_id,
            security_groups: groups.into_iter().filter_map(|it| it.group_id).collect(),
            public_addresses,
        })
    }
}
