//! Where a bucket replicates to, as AWS Config records it.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::Value;
use shared::document::shortened;
use shared::spelling::AnyCase;
use shared::{ConfigurationItem, Error, Result};

use crate::Parameters;

/// What an annotation can spare for a prefix, of which S3 takes 1,024 characters.
const MAX_PREFIX: usize = 40;

/// A replication rule that is enabled.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Route {
    /// Which of the objects it takes, such as `prefix logs/ only`; `None` for all of them.
    pub(crate) part: Option<String>,
    /// Whose the destination is.
    pub(crate) owner: Owner,
    /// The destination's name.
    pub(crate) destination: String,
}

/// Whose a bucket is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Owner {
    /// This account's, which the rule names.
    Account(String),
    /// The rule names none, which it need not, and nobody was asked.
    Unnamed,
    /// The account's own.
    Own,
    /// Another account's, nobody knows which.
    Another,
    /// It may not be asked.
    Unknown(Error),
}

#[derive(Deserialize)]
struct Configuration {
    /// By the id of the rule.
    rules: Option<BTreeMap<String, Rule>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Rule {
    status: Option<String>,
    prefix: Option<String>,
    filter: Option<Value>,
    /// AWS Config capitalises some keys here.
    destination_config: AnyCase<Destination>,
}

#[derive(Deserialize)]
struct Destination {
    bucketarn: String,
    account: Option<String>,
}

impl Route {
    /// The routes of the bucket that `item` is the state of, the best evidence first: all objects
    /// before a part of them, an owner that is named before one that is not.
    pub(crate) fn all_of(item: &ConfigurationItem) -> Result<Vec<Self>> {
        let recorded = item.supplementary::<Configuration>("BucketReplicationConfiguration")?;
        let rules = recorded.and_then(|it| it.rules).unwrap_or_default().into_values();
        let mut routes: Vec<Self> = rules
            .filter(|rule| rule.status.as_deref() == Some("Enabled"))
            .map(|rule| {
                let part = rule.part();
                let AnyCase(Destination { bucketarn, account }) = rule.destination_config;
                let account = account.filter(|id| !id.is_empty());
                // arn:aws:s3:::acme-backup
                let name = bucketarn.rsplit(':').next().unwrap_or_default();
                let owner = account.map_or(Owner::Unnamed, Owner::Account);
                Self { part, owner, destination: name.to_owned() }
            })
            .collect();
        routes.sort_unstable_by(|a, b| a.rank().cmp(&b.rank()));
        routes.dedup();
        Ok(routes)
    }

    fn rank(&self) -> (bool, &Option<String>, bool, &str) {
        let named = matches!(self.owner, Owner::Account(_));
        (self.part.is_some(), &self.part, !named, &self.destination)
    }

    /// Whether its destination is a backup: in another account than `account_id` and, where backup
    /// accounts are declared, in one of these.
    pub(crate) fn is_backup(&self, account_id: &str, parameters: &Parameters) -> bool {
        let declared = &parameters.backup_account_ids.0;
        match &self.owner {
            Owner::Account(id) => {
                id != account_id && (declared.is_empty() || declared.contains(id))
            }
            Owner::Another => declared.is_empty(),
            Owner::Unnamed | Owner::Own | Owner::Unknown(_) => false,
        }
    }

    /// As `acme-backup in account 999988887777 (prefix logs/ only)`.
    pub(crate) fn told(&self) -> String {
        let Self { destination, owner, part } = self;
        let account = match owner {
            Owner::Account(id) => format!("account {id}"),
            _ => "another account".to_owned(),
        };
        let part = part.as_ref().map_or_else(String::new, |part| format!(" ({part})"));
        format!("{destination} in {account}{part}")
    }

    /// As `acme-dr, which this account owns`: why it is no backup.
    pub(crate) fn fault(&self, account_id: &str) -> String {
        let destination = &self.destination;
        match &self.owner {
            Owner::Account(id) if id != account_id => {
                format!("{destination} in account {id}, which is not a backup account")
            }
            Owner::Account(_) | Owner::Own => format!("{destination}, which this account owns"),
            Owner::Unnamed | Owner::Another | Owner::Unknown(_) => format!(
                "{destination} in another account; its rule does not name it as a backup account"
            ),
        }
    }
}

impl Rule {
    /// Which objects it takes: older rules have a prefix, newer ones a filter of prefixes and tags.
    fn part(&self) -> Option<String> {
        let prefix = self.prefix.as_deref().filter(|it| !it.is_empty());
        let within = self.filter.as_ref().and_then(|filter| find(filter, "prefix"));
        if let Some(prefix) = prefix.or_else(|| within.and_then(Value::as_str)) {
            return Some(format!("prefix {} only", shortened(prefix, MAX_PREFIX)));
        }
        let filter = self.filter.as_ref()?;
        let tagged = find(filter, "tag").or_else(|| find(filter, "tags"));
        tagged.map(|_| "tagged objects only".to_owned())
    }
}

/// The first value of some size that stands under `key`, however deep.
fn find<'a>(value: &'a Value, key: &str) -> Option<&'a Value> {
    match value {
        Value::Object(fields) => {
            let own = fields.get(key).filter(|it| !it.is_null() && it.as_str() != Some(""));
            own.or_else(|| fields.values().find_map(|it| find(it, key)))
        }
        Value::Array(elements) => elements.iter().find_map(|it| find(it, key)),
        _ => None,
    }
}
