//! Where a network interface sits, and by which public addresses it can be reached there.

use std::collections::BTreeSet;
use std::net::IpAddr;

use aws_sdk_ec2::types;
use serde::Deserialize;
use shared::address;
use shared::instance::{Instance, Interface};
use shared::{Code, Error, Result};

/// The place of one interface.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Placement {
    /// The VPC.
    pub vpc_id: String,
    /// The subnet.
    pub subnet_id: String,
    /// The addresses that the Internet, or a carrier's network, knows the interface by.
    pub public_addresses: BTreeSet<IpAddr>,
}

/// An interface as AWS Config records it within an instance.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(crate) struct Recorded {
    pub vpc_id: Option<String>,
    pub subnet_id: Option<String>,
    pub association: Option<Association>,
    pub private_ip_addresses: Option<Vec<PrivateAddress>>,
    pub ipv6_addresses: Option<Vec<Ipv6Address>>,
    pub ipv6_prefixes: Option<Vec<Ipv6Prefix>>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(crate) struct Association {
    pub public_ip: Option<String>,
    pub carrier_ip: Option<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct PrivateAddress {
    association: Option<Association>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(crate) struct Ipv6Address {
    ipv6_address: Option<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(crate) struct Ipv6Prefix {
    ipv6_prefix: Option<String>,
}

impl Placement {
    pub(crate) fn recorded(interface: Recorded) -> Result<Self> {
        let private = interface.private_ip_addresses.into_iter().flatten();
        let associations = private.map(|it| it.association).chain([interface.association]);
        let associated = associations.flatten().flat_map(|it| [it.public_ip, it.carrier_ip]);
        let ipv6 = interface.ipv6_addresses.into_iter().flatten().map(|it| it.ipv6_address);
        let prefixes = interface.ipv6_prefixes.into_iter().flatten().map(|it| it.ipv6_prefix);
        let public = address::public(associated.flatten(), ipv6.chain(prefixes).flatten());
        Self::new(interface.vpc_id, interface.subnet_id, public)
    }

    pub(crate) fn described(interface: types::NetworkInterface) -> Result<Self> {
        let private = interface.private_ip_addresses.unwrap_or_default().into_iter();
        let associations = private.map(|it| it.association).chain([interface.association]);
        let associated = associations.flatten().flat_map(|it| [it.public_ip, it.carrier_ip]);
        let ipv6 = interface.ipv6_addresses.unwrap_or_default().into_iter();
        let prefixes = interface.ipv6_prefixes.unwrap_or_default().into_iter();
        let ipv6 = ipv6.map(|it| it.ipv6_address).chain(prefixes.map(|it| it.ipv6_prefix));
        let public = address::public(associated.flatten(), ipv6.flatten());
        Self::new(interface.vpc_id, interface.subnet_id, public)
    }

    /// The place of an interface of `instance`.
    pub(crate) fn of(interface: &Interface, instance: &Instance) -> Result<Self> {
        let vpc_id = interface.vpc_id.as_ref().or(instance.vpc_id.as_ref());
        let subnet_id = interface.subnet_id.as_ref().or(instance.subnet_id.as_ref());
        let public = Ok(interface.public_addresses.clone());
        Self::new(vpc_id.cloned(), subnet_id.cloned(), public)
    }

    fn new(
        vpc_id: Option<String>,
        subnet_id: Option<String>,
        public: Result<BTreeSet<IpAddr>, String>,
    ) -> Result<Self> {
        let unknown = |what| Error::new(Code::CallFailed, format!("its {what} is not told"));
        Ok(Self {
            public_addresses: public.map_err(|what| Error::new(Code::InvalidEvent, what))?,
            vpc_id: vpc_id.ok_or_else(|| unknown("VPC"))?,
            subnet_id: subnet_id.ok_or_else(|| unknown("subnet"))?,
        })
    }
}
