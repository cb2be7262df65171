//! Policy documents: what identities, resources and organizations are told to allow and to deny.
//!
//! Reads what AWS itself accepts, and refuses the rest: an element that this module does not know,
//! or that stands twice, might change what the document means.

mod condition;
mod document;

use std::fmt;
use std::str::FromStr;

use crate::encoding;

/// A policy document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Policy {
    /// Its statements, in the order of the document.
    pub statements: Vec<Statement>,
}

/// One statement of a policy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Statement {
    /// The name its author gave it.
    pub sid: Option<String>,
    /// Whether it allows or denies.
    pub effect: Effect,
    /// Whom it speaks of; `None` in a policy that is attached to identities.
    pub principals: Option<Selection<Principal>>,
    /// The actions, such as `s3:Get*`.
    pub actions: Selection<String>,
    /// The resources; `None` in a policy that is a role's trust.
    pub resources: Option<Selection<String>>,
    /// The conditions, all of which must hold.
    pub conditions: Vec<Condition>,
}

/// What a statement does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Deserialize)]
pub enum Effect {
    /// It allows.
    Allow,
    /// It denies, whatever else allows.
    Deny,
}

/// What an element such as `Action` names, or leaves out as `NotAction` does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Selection<T> {
    /// These and no others.
    Only(Vec<T>),
    /// Everything but these.
    AllBut(Vec<T>),
}

/// Whom a statement speaks of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Principal {
    /// An account, user, role or session, by account id, ARN or unique id; `*` for everyone.
    Aws(String),
    /// An account, by the canonical user id of Amazon S3.
    CanonicalUser(String),
    /// An identity provider: a domain such as `graph.facebook.com`, or the provider's ARN.
    Federated(String),
    /// An AWS service, such as `cloudtrail.amazonaws.com`.
    Service(String),
    /// A kind of principal that this module does not know.
    Other {
        /// The kind, such as `AWS`.
        kind: String,
        /// Who.
        id: String,
    },
}

/// A condition: one operator on one key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Condition {
    /// How several values in the request are looked at.
    pub quantifier: Option<Quantifier>,
    /// The operator as written, such as `StringEquals`, without quantifier and `IfExists`.
    pub operator: String,
    /// Whether the condition also holds where the request lacks the key.
    pub if_exists: bool,
    /// The key as written, such as `aws:SourceIp`.
    pub key: String,
    /// The values, one of which must match.
    pub values: Vec<String>,
}

/// How a condition looks at a key that has several values in the request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Quantifier {
    /// Each of them must match; where there is none, the condition holds.
    ForAllValues,
    /// One of them must match.
    ForAnyValue,
}

impl Statement {
    /// What to call the statement that stands at `index`, counted from zero: `statement 'Read'`,
    /// or `statement 2` where it has no name.
    pub fn name(&self, index: usize) -> String {
        match self.sid.as_deref() {
            Some(sid) if !sid.is_empty() => format!("statement '{sid}'"),
            _ => format!("statement {}", index + 1),
        }
    }
}

impl Condition {
    /// Whether the key is `key`; AWS does not regard its case.
    pub fn is_on(&self, key: &str) -> bool {
        self.key.eq_ignore_ascii_case(key)
    }

    /// Whether the operator is one of `operators`.
    pub fn is_by(&self, operators: &[&str]) -> bool {
        operators.iter().any(|it| self.operator.eq_ignore_ascii_case(it))
    }
}

impl fmt::Display for Principal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Aws(id)
            | Self::CanonicalUser(id)
            | Self::Federated(id)
            | Self::Service(id)
            | Self::Other { id, .. } => f.write_str(id),
        }
    }
}

/// Reads a document as the APIs hand it out: JSON, percent-encoded by IAM.
impl FromStr for Policy {
    type Err = serde_json::Error;

    fn from_str(text: &str) -> serde_json::Result<Self> {
        encoding::decode(&serde_json::to_string(text)?)
    }
}

#[cfg(test)]
mod tests;
