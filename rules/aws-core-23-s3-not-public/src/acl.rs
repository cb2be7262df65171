//! A bucket's access control list, as AWS Config records it.

use std::collections::BTreeMap;

use serde::{Deserialize, Deserializer};
use serde_json::Value;
use shared::annotation;

/// The groups that are the public: everyone, and everyone with any AWS account.
const PUBLIC: [&str; 2] = ["AllUsers", "AuthenticatedUsers"];

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
    #[serde(rename = "grantee", deserialize_with = "group")]
    group: Option<String>,
    permission: String,
}

impl AccessControlList {
    /// What it grants to the public, each in words.
    pub(crate) fn openings(&self) -> Vec<String> {
        let mut granted: BTreeMap<&str, Vec<String>> = BTreeMap::new();
        for grant in self.grant_list.iter().chain(&self.grant_set).flatten() {
            if let Some(group) = PUBLIC.into_iter().find(|&it| grant.group.as_deref() == Some(it)) {
                granted.entry(group).or_default().push(name_of(&grant.permission));
            }
        }
        let words = |(group, permissions): (&str, Vec<_>)| {
            annotation::list("ACL grants ", permissions, &format!(" to {group}"))
        };
        granted.into_iter().map(words).collect()
    }
}

/// The group a grantee is: AWS Config writes its bare name, S3 itself a URI that ends in it.
/// Grantees that are accounts are objects with an id.
fn group<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    let grantee = Value::deserialize(deserializer)?;
    let name = match &grantee {
        Value::Object(fields) => ["uri", "URI", "identifier"].iter().find_map(|it| fields.get(*it)),
        bare => Some(bare),
    };
    let last = |text: &str| text.rsplit('/').next().map(str::to_owned);
    Ok(name.and_then(Value::as_str).and_then(last))
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
