use std::sync::Arc;

use serde_json::{Value, json};
use shared::attestation::{Attestation, Found, Writer};
use shared::invocation::{self, Environment};
use shared::rds::Kind;
use shared::{
    Cause, Code, ComplianceType, ConfigurationItem, Error, Invocation, Rule, Timestamp, Verdict,
};

use crate::copy_job::Copy;
use crate::replication::Owner;
use crate::resource::{Database, Resource, Whole};
use crate::{BackupsInOtherAccount, Parameters};

mod buckets;
mod databases;

const NOW: &str = "2026-01-15T09:00:00Z";
const VAULT: &str = "arn:aws:backup:us-east-1:999988887777:backup-vault:prod";
const OWN_VAULT: &str = "arn:aws:backup:eu-west-1:111122223333:backup-vault:dr";

/// A case: what it shows, the resource, the parameters given, the verdict.
type Case = (&'static str, Resource, Value, ComplianceType, &'static str);

fn assert_verdicts(cases: impl IntoIterator<Item = Case>) {
    for (case, resource, given, compliance_type, annotation) in cases {
        let exceptable =
            !["none, says a person", "written by nobody who is trusted"].contains(&case);
        let expected = Verdict { exceptable, ..Verdict::read(compliance_type, annotation) };
        let parameters = parameters(&given);
        assert_eq!(
            BackupsInOtherAccount::judge(&resource, &parameters, time(NOW)),
            expected,
            "{case}"
        );
    }
}

fn time(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn parameters(given: &Value) -> Parameters {
    shared::parameters::read(&serde_json::from_value(given.clone()).unwrap()).unwrap()
}

fn invocation() -> Invocation {
    let environment = Environment {
        account_id: "111122223333".to_owned(),
        region: "us-east-1".to_owned(),
        partition: "aws".to_owned(),
        rule_name: None,
        parameters: invocation::Parameters::default(),
        aws: None,
    };
    Invocation { environment: Arc::new(environment), time: time(NOW), cause: Cause::Schedule }
}

/// The bucket `b1` with these replication rules, by id.
fn bucket(rules: &Value) -> Resource {
    bucket_with(&json!({"BucketReplicationConfiguration": {
        "roleARN": "arn:aws:iam::111122223333:role/replication", "rules": rules,
    }}))
}

fn bucket_with(supplementary: &Value) -> Resource {
    let item = json!({
        "resourceType": "AWS::S3::Bucket", "resourceId": "b1", "ARN": "arn:aws:s3:::b1",
        "configuration": {"name": "b1"}, "supplementaryConfiguration": supplementary,
    });
    let item = ConfigurationItem::from_json(&item.to_string()).unwrap();
    Resource::of_bucket(&item, &invocation()).unwrap()
}

/// A replication rule to a bucket, whose account it may name.
fn rule(destination: &str, account: &Value) -> Value {
    json!({
        "status": "Enabled", "prefix": "",
        "destinationConfig": {
            "bucketARN": format!("arn:aws:s3:::{destination}"), "Account": account,
            "storageClass": null,
        },
    })
}

fn other() -> Value {
    json!("999988887777")
}

/// As [`rule`], of one field's other value.
fn with(mut rule: Value, field: &str, value: Value) -> Value {
    rule[field] = value;
    rule
}

fn database(kind: Kind, name: &str, created: Option<&str>, part_of: Option<Whole>) -> Resource {
    let database = Database { kind, part_of, created: created.map(time) };
    Resource { database: Some(database), name: name.to_owned(), ..bucket(&json!({})) }
}

/// The DB instance `db1`, a year old.
fn instance() -> Resource {
    database(Kind::Instance, "db1", Some("2025-01-15T09:00:00Z"), None)
}

/// `resource`, copied to these vaults on these days.
fn copied(mut resource: Resource, copies: &[(&str, &str)]) -> Resource {
    let copy = |&(vault, at): &(&str, &str)| Copy {
        vault: vault.to_owned(),
        is_air_gapped: false,
        completed: time(at),
    };
    resource.copies = Ok(copies.iter().map(copy).collect());
    resource
}

fn air_gapped(resource: Resource, vault: &str) -> Resource {
    let mut resource = copied(resource, &[(vault, "2026-01-14T03:00:00Z")]);
    resource.copies.as_mut().unwrap()[0].is_air_gapped = true;
    resource
}

/// `resource`, once the owners of its destinations were asked for.
fn owned(mut resource: Resource, owner: &Owner) -> Resource {
    for route in &mut resource.routes {
        if route.owner == Owner::Unnamed {
            route.owner = owner.clone();
        }
    }
    resource
}

fn denied(action: &str) -> Error {
    Error::new(Code::AccessDenied, format!("AccessDenied on {action}: no"))
}

/// `resource`, with what a person said of it.
fn attested(resource: Resource, answer: &str, expires: &str) -> Resource {
    let value = json!({
        "schemaVersion": 1, "control": "aws-core-31", "accounts": ["111122223333"],
        "answer": answer, "statement": "Nightly dumps go to the vault of another provider.",
        "attestedBy": "alice@example.com", "attestedOn": "2026-01-02", "expiresOn": expires,
        "evidence": ["https://wiki.example.com/backup"],
    });
    said(resource, Some(value.to_string()))
}

fn said(mut resource: Resource, value: Option<String>) -> Resource {
    let found = value.map(|value| Found { value, writer: Writer::Unknown });
    let read = Attestation::new("/compliance/aws-core", "aws-core-31", "111122223333", found);
    resource.attestation = Some(Arc::new(read));
    resource
}
