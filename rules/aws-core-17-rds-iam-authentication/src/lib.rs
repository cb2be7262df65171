//! Every RDS database must let its users in by IAM authentication, or stand behind a declared proxy
//! that knows each user and keeps a record of what they do. The setting of a member of a cluster is
//! the cluster's.
//!
//! Only what RDS allows is seen: that nobody uses a password besides is the database's own matter.

mod database;
mod engine;

use shared::parameters::{Choice, TagKey};
use shared::rds::{DB_CLUSTER, DB_INSTANCE, Kind};
use shared::{
    Inventory, Invocation, Metadata, Result, Rule, Scope, Section, Subject, Timestamp, Trigger,
    Verdict,
};

pub use database::Facts;

/// The rule.
#[derive(Debug)]
pub struct RdsIamAuthentication;

shared::parameters! {
    /// The tag by which a database declares the authentication proxy that it is accessed through;
    /// its value names the proxy.
    authentication_proxy_tag_key: TagKey = "authentication-proxy",
    /// What a database is whose engine does not support IAM authentication.
    pub unsupported_engine_verdict: Unsupported = "NOT_APPLICABLE",
}

/// What a database is whose engine does not support IAM authentication.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unsupported {
    /// The control does not apply to it.
    NotApplicable,
    /// It fails the control.
    NonCompliant,
}

impl Choice for Unsupported {
    const WORDS: &'static [(&'static str, Self)] =
        &[("NOT_APPLICABLE", Self::NotApplicable), ("NON_COMPLIANT", Self::NonCompliant)];
}

impl Rule for RdsIamAuthentication {
    const METADATA: Metadata = Metadata {
        name: env!("CARGO_PKG_NAME"),
        title: "RDS uses IAM database authentication",
        question: "Does every RDS database let its users in by IAM authentication, or through a \
                   proxy that tells them apart?",
        rationale: "A database password is made by hand, handed around and seldom changed; soon \
                    nobody can say who used it. IAM gives each user and application a token of \
                    its own, valid for minutes.",
        acceptable: "IAM authentication is enabled on every database whose engine supports it, or \
                     the database is reached through an authentication proxy that manages each \
                     user's access and records it.",
        failure: "A database lets its users in by passwords alone.",
        remediation: "Enable IAM database authentication of the instance or cluster (it takes no \
                      restart), create database users that authenticate by it, and allow \
                      `rds-db:connect` to the roles that need it. A database behind an \
                      authentication proxy is tagged with the proxy's name.",
        section: Section::IdentityAndAccessManagement,
        scope: Scope::EveryRegion,
        trigger: Trigger { changes: &[DB_INSTANCE, DB_CLUSTER], schedule: None },
        reports: &[DB_INSTANCE, DB_CLUSTER],
        permissions: &[],
        attested: false,
        references: &["Security Hub Neptune.7", "Security Hub RDS.10", "Security Hub RDS.12"],
    };
    type Parameters = Parameters;
    type Facts = Facts;

    async fn gather(invocation: &Invocation, _: &Parameters) -> Result<Inventory<Facts>> {
        let kinds = [(DB_INSTANCE, Kind::Instance), (DB_CLUSTER, Kind::Cluster)];
        let changed = kinds.into_iter().find_map(|(resource_type, kind)| {
            let item = invocation.changed(resource_type)?;
            Some(Subject::of(item, Facts::of(item, kind)))
        });
        Ok(Inventory::some(changed))
    }

    fn judge(facts: &Facts, parameters: &Parameters, _: Timestamp) -> Verdict {
        facts.verdict(parameters)
    }
}

#[cfg(test)]
mod tests;
