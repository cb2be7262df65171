//! Where a network interface sits, and by which public addresses it can be reached there.

use std::collections::BTreeSet;
use std::net::{IpAddr, Ipv6Addr};

use aws_sdk_ec2::types;
use ipnet::IpNet;
use serde::Deserialize;
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
        let public = associations.flatten().flat_map(|it| [it.public_ip, it.carrier_ip]);
        let v6 = interface.ipv6_addresses.into_iter().flatten().map(|it| it.ipv6_address);
        let prefixes = interface.ipv6_prefixes.into_iter().flatten().map(|it| it.ipv6_prefix);
        let addresses = public.chain(v6).chain(prefixes).flatten();
        Self::new(interface.vpc_id, interface.subnet_id, addresses)
    }

    pub(crate) fn described(interface: types::NetworkInterface) -> Result<Self> {
        let private = interface.private_ip_addresses.unwrap_or_default().into_iter();
        let associations = private.map(|it| it.association).chain([interface.association]);
        let public = associations.flatten().flat_map(|it| [it.public_ip, it.carrier_ip]);
        let v6 = interface.ipv6_addresses.unwrap_or_default().into_iter();
        let prefixes = interface.ipv6_prefixes.unwrap_or_default().into_iter();
        let v6 = v6.map(|it| it.ipv6_address).chain(prefixes.map(|it| it.ipv6_prefix));
        Self::new(interface.vpc_id, interface.subnet_id, public.chain(v6).flatten())
    }

    /// The place of an interface of `instance`.
    pub(crate) fn of(interface: &Interface, instance: &Instance) -> Result<Self> {
        let vpc_id = interface.vpc_id.as_ref().or(instance.vpc_id.as_ref());
        let subnet_id = interface.subnet_id.as_ref().or(instance.subnet_id.as_ref());
        let place = Self::new(vpc_id.cloned(), subnet_id.cloned(), [])?;
        Ok(Self { public_addresses: interface.public_addresses.clone(), ..place })
    }

    fn new(
        vpc_id: Option<String>,
        subnet_id: Option<String>,
        addresses: impl IntoIterator<Item = String>,
    ) -> Result<Self> {
        let unknown = |what| Error::new(Code::CallFailed, format!("its {what} is not told"));
        let mut public_addresses = BTreeSet::new();
        for text in addresses {
            let address = address(&text)?;
            if !matches!(address, IpAddr::V6(address) if !is_global(address)) {
                public_addresses.insert(address);
            }
        }
        Ok(Self {
            vpc_id: vpc_id.ok_or_else(|| unknown("VPC"))?,
            subnet_id: subnet_id.ok_or_else(|| unknown("subnet"))?,
            public_addresses,
        })
    }
}

/// Whether the address is of the space that is routed, and not of an organization's own.
fn is_global(address: Ipv6Addr) -> bool {
    address.segments()[0] & 0xe000 == 0x2000
}

/// Reads an address, or the first of a prefix that was delegated to the interface.
fn address(text: &str) -> Result<IpAddr> {
    let address = text.parse::<IpAddr>().or_else(|_| text.parse::<IpNet>().map(|it| it.addr()));
    address.map_err(|_| Error::new(Code::InvalidEvent, format!("{text} is no address")))
}
