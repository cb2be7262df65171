//! What is judged: an instance, or the network interface of something else.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;
use serde_json::Value;
use shared::instance::{INSTANCE, Instance};
use shared::{Basis, ConfigurationItem, Error, Result, Verdict};

use crate::placement::{Association, Placement, Recorded};
use crate::{NETWORK_INTERFACE, Parameters};

/// An instance, or the network interface of something else.
#[derive(Debug)]
pub(crate) struct Workload {
    /// Which of them.
    pub kind: Kind,
    /// The id.
    pub id: String,
    /// The ARN.
    pub arn: Option<String>,
    /// The tags.
    pub tags: BTreeMap<String, String>,
    /// Where its interfaces sit; nowhere once an instance is terminated.
    pub placements: Vec<Placement>,
}

/// What a workload is.
#[derive(Debug)]
pub(crate) enum Kind {
    /// An instance, running or stopped.
    Instance,
    /// An instance that is gone, or about to be.
    TerminatedInstance,
    /// An interface, with what AWS says that it is for, such as `RDSNetworkInterface`.
    Interface(Option<String>),
}

/// An instance as AWS Config records it.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct RecordedInstance {
    state: Value,
    vpc_id: Option<String>,
    subnet_id: Option<String>,
    public_ip_address: Option<String>,
    network_interfaces: Option<Vec<Recorded>>,
}

impl RecordedInstance {
    /// Whether it is terminated, or will be in a moment. The state is a word, or an object around
    /// it.
    fn is_terminated(&self) -> bool {
        let words = [Some(&self.state), self.state.get("name"), self.state.get("value")];
        let word = words.into_iter().flatten().find_map(Value::as_str);
        matches!(word, Some("terminated" | "shutting-down"))
    }

    /// Its interfaces; where none is recorded, what is said of the primary one elsewhere.
    fn interfaces(self) -> Vec<Recorded> {
        let interfaces = self.network_interfaces.unwrap_or_default();
        if !interfaces.is_empty() {
            return interfaces;
        }
        let association = Association { public_ip: self.public_ip_address, carrier_ip: None };
        vec![Recorded {
            vpc_id: self.vpc_id,
            subnet_id: self.subnet_id,
            association: Some(association),
            ..Default::default()
        }]
    }
}

impl Workload {
    /// Reads the instance that `item` is the state of.
    pub(crate) fn recorded(item: &ConfigurationItem) -> Result<Self> {
        let recorded: RecordedInstance = item.configuration()?;
        let (kind, placements) = if recorded.is_terminated() {
            (Kind::TerminatedInstance, Vec::new())
        } else {
            let interfaces = recorded.interfaces().into_iter();
            (Kind::Instance, interfaces.map(Placement::recorded).collect::<Result<_>>()?)
        };
        let (id, arn) = (item.resource_id.clone(), item.arn.clone());
        Ok(Self { kind, id, arn, tags: item.tags.clone(), placements })
    }

    /// An instance that exists.
    pub(crate) fn instance(instance: Instance) -> Result<Self> {
        let interfaces = instance.interfaces.iter();
        let placements: Result<_> = interfaces.map(|it| Placement::of(it, &instance)).collect();
        let placements = placements.map_err(|it: Error| about(&instance.id, &it))?;
        let Instance { id, arn, tags, .. } = instance;
        Ok(Self { kind: Kind::Instance, id, arn: Some(arn), tags, placements })
    }

    /// The type it is reported as.
    pub(crate) fn resource_type(&self) -> &'static str {
        match self.kind {
            Kind::Instance | Kind::TerminatedInstance => INSTANCE,
            Kind::Interface(_) => NETWORK_INTERFACE,
        }
    }

    /// The VPCs that its interfaces are in.
    pub(crate) fn vpc_ids(&self) -> BTreeSet<String> {
        self.placements.iter().map(|it| it.vpc_id.clone()).collect()
    }

    /// As `Instance i-1` or `Interface eni-1 (RDSNetworkInterface)`.
    pub(crate) fn in_words(&self) -> String {
        let id = &self.id;
        match &self.kind {
            Kind::Instance | Kind::TerminatedInstance => format!("Instance {id}"),
            Kind::Interface(Some(purpose)) => format!("Interface {id} ({purpose})"),
            Kind::Interface(None) => format!("Interface {id}"),
        }
    }

    /// Why it need not be judged, wherever it is.
    pub(crate) fn excused(&self, parameters: &Parameters) -> Option<Verdict> {
        let what = self.in_words();
        if matches!(self.kind, Kind::TerminatedInstance) {
            return Some(Verdict::not_applicable(format!("{what} is terminated.")));
        }
        let tag = parameters.public_tier(&self.tags)?;
        let text = format!("{what} is declared public tier ({tag}).");
        Some(Verdict::not_applicable(text).resting_on(Basis::Declared))
    }
}

/// The error, with the resource that it is about: of a listing, nobody could tell otherwise.
pub(crate) fn about(id: &str, error: &Error) -> Error {
    Error::new(error.code(), format!("{id}: {error}"))
}
