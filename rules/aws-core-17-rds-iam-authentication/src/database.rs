//! What the verdict on a database depends on, and the verdict.

use std::collections::BTreeMap;

use serde::Deserialize;
use shared::rds::{Database, Kind};
use shared::spelling::AnyCase;
use shared::{Basis, ConfigurationItem, Result, Verdict};

use crate::engine;
use crate::{Parameters, Unsupported};

/// A DB instance or DB cluster.
#[derive(Debug)]
pub struct Facts {
    database: Database,
    authentication: Authentication,
    tags: BTreeMap<String, String>,
}

/// The settings that say who may come in, as AWS Config records them.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Authentication {
    #[serde(rename = "iamdatabaseauthenticationenabled")]
    by_iam: Option<bool>,
    /// `provisioned` or `serverless` of an Aurora cluster; only its first version says the latter.
    #[serde(rename = "enginemode")]
    mode: Option<String>,
    #[serde(rename = "pendingmodifiedvalues")]
    pending: Option<Pending>,
}

/// What the next maintenance window will change.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Pending {
    #[serde(rename = "iamdatabaseauthenticationenabled")]
    by_iam: Option<bool>,
}

impl Facts {
    /// Reads the database of this kind that `item` is the state of.
    pub(crate) fn of(item: &ConfigurationItem, kind: Kind) -> Result<Self> {
        Ok(Self {
            database: Database::of(item, kind)?,
            authentication: item.configuration::<AnyCase<_>>()?.0,
            tags: item.tags.clone(),
        })
    }

    /// The verdict. What is seen outweighs what is known of engines: one that has it enabled
    /// supports it.
    pub(crate) fn verdict(&self, parameters: &Parameters) -> Verdict {
        let Database { kind, name, cluster, .. } = &self.database;
        let what = self.in_words();
        if let Some(cluster) = cluster {
            return Verdict::not_applicable(format!(
                "{kind} {name} is a member of cluster {cluster}, where the setting lives."
            ));
        }
        let pending = self.authentication.pending.as_ref().and_then(|it| it.by_iam);
        if self.authentication.by_iam == Some(true) {
            let note = match pending {
                Some(false) => "; disabling is pending the maintenance window",
                _ => "",
            };
            return Verdict::compliant(format!("{what} has IAM authentication enabled{note}."));
        }
        if let Some(proxy) = self.proxy(parameters) {
            return Verdict::compliant(format!(
                "{kind} {name} is accessed through declared authentication proxy '{proxy}'."
            ))
            .resting_on(Basis::Declared);
        }
        if let Some(engine) = self.unsupported_engine() {
            let annotation = format!("Engine {engine} does not support IAM authentication.");
            return match parameters.unsupported_engine_verdict {
                Unsupported::NotApplicable => Verdict::not_applicable(annotation),
                Unsupported::NonCompliant => Verdict::non_compliant(annotation),
            };
        }
        let note = match pending {
            Some(true) => "; enabling is pending the maintenance window",
            _ => "",
        };
        Verdict::non_compliant(format!("{what} has IAM authentication disabled{note}."))
    }

    /// As `DB instance db1 (postgres 15.4)`. The version of a cluster may differ from that of its
    /// members and says nothing here.
    fn in_words(&self) -> String {
        let Database { kind, name, engine, engine_version, .. } = &self.database;
        match (kind, engine, engine_version) {
            (Kind::Instance, Some(engine), Some(version)) => {
                format!("{kind} {name} ({engine} {version})")
            }
            _ => self.database.to_string(),
        }
    }

    /// The proxy that a tag names.
    fn proxy(&self, parameters: &Parameters) -> Option<&str> {
        let key = parameters.authentication_proxy_tag_key.0.as_ref()?;
        self.tags.get(key).map(|value| value.trim()).filter(|value| !value.is_empty())
    }

    /// The engine, with what rules it out, if it does not support IAM authentication.
    fn unsupported_engine(&self) -> Option<String> {
        let engine = self.database.engine.as_deref()?;
        let version = self.database.engine_version.as_deref().unwrap_or_default();
        if engine::never_supports(engine) {
            Some(engine.to_owned())
        } else if self.authentication.mode.as_deref() == Some("serverless") {
            Some(format!("{engine} in mode serverless"))
        } else {
            (!engine::supports(engine, version)).then(|| format!("{engine} {version}"))
        }
    }
}
