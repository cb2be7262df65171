//! Whether a server or database can be reached from the Internet, and the verdict on it.

use shared::annotation::enumeration;
use shared::{Basis, Verdict};

use crate::Parameters;
use crate::entrances::Entrances;
use crate::network::Network;
use crate::target::Target;

/// How far a target can be reached, each with a sentence on it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Access {
    /// It can be: on which ports, and from where.
    Open(String),
    /// Nobody can say.
    Unverified(String),
    /// It is a bastion, and can be reached as one.
    Bastion(String),
    /// It cannot be.
    Closed(String),
}

impl Access {
    /// How far `target` can be reached.
    pub(crate) fn to(target: &Target, network: &Network, parameters: &Parameters) -> Self {
        let what = target.in_words();
        let closed = |why| {
            let text = "is not reachable on management ports from the Internet";
            Self::Closed(format!("{what} {text}: {why}."))
        };
        if let Some(why) = target.closed_by_itself() {
            return closed(why);
        }
        let found = Entrances::of(target, network, &target.guarded_ports(parameters));
        if found.is_certain {
            return Self::Open(found.tell(&what));
        }
        if let Some(why) = found.unknown {
            return Self::Unverified(format!("{what} could not be verified: {why}."));
        }
        if !found.findings.is_empty() {
            return Self::Unverified(found.tell(&what));
        }
        if target.is_bastion() {
            let meant = Entrances::of(target, network, parameters.bastion_ports.ranges());
            let ports = meant.ports.tell();
            if !ports.is_empty() {
                let ports = enumeration(&ports, ports.len());
                return Self::Bastion(format!("{what} is the declared bastion ({ports})."));
            }
        }
        closed(match target.only_subnet() {
            _ if found.is_routed => "its security groups do not admit it".to_owned(),
            Some(subnet) => format!("{subnet} does not route to an Internet gateway"),
            None => "none of its subnets routes to an Internet gateway".to_owned(),
        })
    }

    /// The verdict on the target.
    pub(crate) fn verdict(self) -> Verdict {
        match self {
            Self::Open(text) => Verdict::non_compliant(text),
            Self::Unverified(text) => Verdict::unknown(text),
            Self::Bastion(text) => Verdict::compliant(text).resting_on(Basis::Declared),
            Self::Closed(text) => Verdict::compliant(text),
        }
    }
}
