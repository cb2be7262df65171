//! A bucket's access control list, as AWS Config records it.

use std::collections::BTreeMap;

use serde::{Deserialize, Deserializer};
use serde_json::Value;
use shared::annotation;

/// The groups that are the public: everyone, and everyone with any AWS account.
const PUBLIC: [&str; 2] = ["AllUsers", "AuthenticatedUsers"];
/// Amazon S3's other group: the service that delivers access logs.
const LOG_DELIVERY: &str = "LogDelivery";

/// An access control list.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct AccessControlList {
    // The SDK that AWS Config records with fills one of the two.
    grant_list: Option<Vec<Grant>>,
    grant_set: Option<Vec<Grant>>,
}

#[derive(Debug, Deserialize)]
struct Grant {
    #[serde(deserialize_with = "grantee")]
    grantee: Grantee,
    permission: String,
}

/// Who is granted something.
#[derive(Debug, PartialEq, Eq)]
enum Grantee {
    /// Everyone, by one of the two groups.
    Public(&'static str),
    /// One account, or the service that delivers logs.
    Closed,
    /// Nobody can say.
    Unknown,
}

impl AccessControlList {
    /// What it grants to the public, each in words.
    pub(crate) fn openings(&self) -> Vec<String> {
        let mut granted: BTreeMap<&str, Vec<String>> = BTreeMap::new();
        for grant in self.grants() {
            if let Grantee::Public(group) = grant.grantee {
                granted.entry(group).or_default().push(name_of(&grant.permission));
            }
        }
        let words = |(group, permissions): (&str, Vec<_>)| {
            annotation::list("ACL grants ", permissions, &format!(" to {group}"))
        };
        granted.into_iter().map(words).collect()
    }

    /// Why nobody can say that it grants no more than that, after `its AccessControlList`.
    pub(crate) fn doubt(&self) -> Option<&'static str> {
        if self.grant_list.is_none() && self.grant_set.is_none() {
            return Some("holds no list of grants");
        }
        let mut grants = self.grants();
        grants.any(|it| it.grantee == Grantee::Unknown).then_some("names a grantee of unknown kind")
    }

    fn grants(&self) -> impl Iterator<Item = &Grant> {
        self.grant_list.iter().chain(&self.grant_set).flatten()
    }
}

/// Reads a grantee. AWS Config writes the bare name of a group, S3 itself a URI that ends in it;
/// accounts are objects with an id or an e-mail address.
fn grantee<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Grantee, D::Error> {
    Ok(match Value::deserialize(deserializer)? {
        Value::String(name) => group(&name),
        Value::Object(fields) => {
            let field = |name: &str| {
                let mut named = fields.iter().filter(|(key, _)| key.eq_ignore_ascii_case(name));
                named.find_map(|(_, value)| value.as_str()).filter(|it| !it.is_empty())
            };
            match (field("uri"), field("identifier")) {
                (Some(uri), _) => group(uri),
                (None, Some(identifier)) if group(identifier) != Grantee::Unknown => {
                    group(identifier)
                }
                _ if field("id").or(field("emailAddress")).is_some() => Grantee::Closed,
                (None, Some(identifier)) if is_account(identifier) => Grantee::Closed,
                _ => Grantee::Unknown,
            }
        }
        _ => Grantee::Unknown,
    })
}

/// The group by its name, or by its URI, which ends in it.
fn group(name: &str) -> Grantee {
    let name = name.rsplit('/').next().unwrap_or_default();
    match PUBLIC.into_iter().find(|it| *it == name) {
        Some(public) => Grantee::Public(public),
        None if name == LOG_DELIVERY => Grantee::Closed,
        None => Grantee::Unknown,
    }
}

/// Whether it is an account's canonical id, 64 hexadecimal digits, or an e-mail address.
fn is_account(identifier: &str) -> bool {
    let is_canonical =
        identifier.len() == 64 && identifier.chars().all(|it| it.is_ascii_hexdigit());
    is_canonical || identifier.contains('@')
}

/// The permission as S3's API names it: `READ_ACP` for the `ReadAcp` of AWS Config.
fn name_of(permission: &str) -> String {
    let mut name = String::new();
    for letter in permission.chars() {
        if letter.is_ascii_uppercase() && name.ends_with(|it: char| it.is_ascii_lowercase()) {
            name.push('_');
        }
        name.push(letter);
    }
    name.to_ascii_uppercase()
}

#[cfg(test)]
mod tests;
