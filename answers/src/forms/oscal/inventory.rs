//! The resources, each once: what the observations are about.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::forms::finding::Finding;
use crate::forms::identity;
use crate::forms::oscal::text::{line, properties};
use crate::report::Report;

/// What identifies a resource: account, region, type and identifier.
type Key<'a> = (&'a str, &'a str, &'a str, &'a str);

/// The resource that `finding` is about; none where the report names no account.
fn key<'a>(finding: &Finding<'a>) -> Option<Key<'a>> {
    Some((
        finding.account?,
        finding.region.unwrap_or_default(),
        finding.resource_type,
        finding.resource_id,
    ))
}

fn uuid((account, region, resource_type, resource_id): Key) -> String {
    identity::uuid(&["resource", account, region, resource_type, resource_id])
}

/// All resources of `report`.
pub(super) fn items(report: &Report) -> impl Iterator<Item = Value> + Clone {
    let keys: BTreeSet<Key> = Finding::of_report(report).filter_map(|it| key(&it)).collect();
    let keys: Vec<Key> = keys.into_iter().collect();
    keys.into_iter().map(|key| {
        let (account, region, resource_type, resource_id) = key;
        json!({
            "uuid": uuid(key),
            "description": line(&format!("{resource_type} {resource_id}")),
            "props": properties([
                ("account", Some(account)),
                ("region", Some(region)),
                ("resource-type", Some(resource_type)),
                ("resource-id", Some(resource_id)),
            ]),
        })
    })
}

/// The reference to the resource that `finding` is about.
pub(super) fn subject(finding: &Finding) -> Option<Value> {
    let key = key(finding)?;
    let title = line(&format!("{} {}", finding.resource_type, finding.resource_id));
    Some(json!({ "subject-uuid": uuid(key), "type": "inventory-item", "title": title }))
}
