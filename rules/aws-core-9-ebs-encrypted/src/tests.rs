use serde_json::{Value, json};
use shared::ComplianceType::{self, Compliant as C, NonCompliant as NC, NotApplicable as NA};
use shared::{ConfigurationItem, Rule, Timestamp, Verdict, annotation, parameters};

use crate::snapshot::{Snapshot, Snapshots};
use crate::volume::Volume;
use crate::{EbsEncrypted, Facts, Parameters};
use shared::testing;

const KEY: &str = "arn:aws:kms:us-east-1:111122223333:key/1234";
const SENSITIVE: &[(&str, &str)] = &[("sensitiveDataTagKey", "data-class")];
const SECRET: &[(&str, &str)] =
    &[("sensitiveDataTagKey", "data-class"), ("sensitiveDataTagValues", "secret,confid*")];

fn given(pairs: &[(&str, &str)]) -> Parameters {
    let pairs = pairs.iter().map(|&(name, value)| (name.to_owned(), value.to_owned())).collect();
    parameters::read(&pairs).unwrap()
}

fn verdict(configuration: &Value, tags: &Value, parameters: &[(&str, &str)]) -> Verdict {
    let item = json!({
        "resourceType": "AWS::EC2::Volume", "resourceId": "vol-1", "tags": tags,
        "configuration": configuration,
    });
    let item = ConfigurationItem::from_json(&item.to_string()).unwrap();
    match Volume::of(&item) {
        Ok(volume) => {
            let facts = Facts::Volume(volume);
            EbsEncrypted::judge(&facts, &given(parameters), Timestamp::UNIX_EPOCH)
        }
        Err(error) => Verdict::unverified("vol-1", &error),
    }
}

type Case<'a> = (&'a str, Value, Value, &'a [(&'a str, &'a str)], ComplianceType, &'a str);

fn check<const N: usize>(cases: [Case<'static>; N]) {
    for (case, configuration, tags, parameters, compliance_type, annotation) in cases {
        let expected = Verdict::read(compliance_type, annotation);
        assert_eq!(verdict(&configuration, &tags, parameters), expected, "{case}");
    }
}

/// A volume as AWS Config records it, attached to these instances.
fn volume(encrypted: impl Into<Value>, instances: &[&str]) -> Value {
    let attachments: Vec<Value> = instances
        .iter()
        .map(|it| json!({"instanceId": it, "volumeId": "vol-1", "state": {"value": "attached"}}))
        .collect();
    json!({
        "volumeId": "vol-1", "size": 100, "encrypted": encrypted.into(), "kmsKeyId": null,
        "state": {"value": if instances.is_empty() { "available" } else { "in-use" }},
        "attachments": attachments,
    })
}

fn with(mut configuration: Value, name: &str, value: impl Into<Value>) -> Value {
    configuration[name] = value.into();
    configuration
}

const ATTACHED: &str = "Volume vol-1 (100 GiB, attached to i-1) is not encrypted.";
const DETACHED: &str = "Volume vol-1 (100 GiB, not attached) is not encrypted.";

#[test]
fn volumes() {
    check([
        (
            "① encrypted",
            with(volume(true, &["i-1"]), "kmsKeyId", KEY),
            json!({}),
            &[],
            C,
            "Volume vol-1 is encrypted with key …/1234.",
        ),
        (
            "encrypted, the key not recorded",
            volume(true, &[]),
            json!({}),
            &[],
            C,
            "Volume vol-1 is encrypted.",
        ),
        ("② not encrypted, attached", volume(false, &["i-1"]), json!({}), &[], NC, ATTACHED),
        ("③ not encrypted, detached", volume(false, &[]), json!({}), &[], NC, DETACHED),
        (
            "③ not encrypted, no list of attachments",
            with(volume(false, &[]), "attachments", Value::Null),
            json!({}),
            &[],
            NC,
            DETACHED,
        ),
        (
            "detached a moment ago",
            with(
                volume(false, &[]),
                "attachments",
                json!([{"instanceId": "i-1", "state": "detached"}]),
            ),
            json!({}),
            &[],
            NC,
            DETACHED,
        ),
        (
            "attached to several",
            volume(false, &["i-2", "i-1"]),
            json!({}),
            &[],
            NC,
            "Volume vol-1 (100 GiB, attached to i-1 and i-2) is not encrypted.",
        ),
        (
            "attached to none of the account's instances",
            with(volume(false, &[]), "attachments", json!([{"instanceId": null, "state": null}])),
            json!({}),
            &[],
            NC,
            "Volume vol-1 (100 GiB, attached to a service of AWS) is not encrypted.",
        ),
        (
            "no size",
            with(volume(false, &["i-1"]), "size", Value::Null),
            json!({}),
            &[],
            NC,
            "Volume vol-1 (attached to i-1) is not encrypted.",
        ),
        (
            "numbers as queries have them",
            with(volume(false, &["i-1"]), "size", 100.0),
            json!({}),
            &[],
            NC,
            ATTACHED,
        ),
        (
            "nothing of encryption",
            with(volume(false, &[]), "encrypted", Value::Null),
            json!({}),
            &[],
            NC,
            "Volume vol-1 (100 GiB, not attached) is not recorded as encrypted.",
        ),
        (
            "nothing at all",
            json!({}),
            json!({}),
            &[],
            NC,
            "Volume vol-1 (not attached) is not recorded as encrypted.",
        ),
        (
            "as the history has it",
            json!(volume(false, &["i-1"]).to_string()),
            json!({}),
            &[],
            NC,
            ATTACHED,
        ),
    ]);
}

#[test]
fn a_volume_that_is_going_away_is_not_judged() {
    for state in [
        json!({"value": "deleting"}),
        json!({"name": "deleting", "value": null}),
        json!("deleting"),
        json!("deleted"),
    ] {
        let told = verdict(&with(volume(false, &[]), "state", state.clone()), &json!({}), &[]);
        let expected = testing::not_applicable("Volume vol-1 is being deleted.");
        assert_eq!(told, expected, "⑨ {state}");
    }
    for state in
        [json!("available"), json!({"name": "in-use"}), json!({"value": null}), json!(null)]
    {
        let told = verdict(&with(volume(false, &[]), "state", state.clone()), &json!({}), &[]);
        assert_eq!(told, testing::non_compliant(DETACHED), "{state}");
    }
}

#[test]
fn a_tag_may_narrow_the_scope() {
    const UNTAGGED: &str =
        "[declared] Volume vol-1 is not tagged data-class; only tagged volumes are in scope.";
    check([
        ("④ untagged", volume(false, &["i-1"]), json!({}), SENSITIVE, NA, UNTAGGED),
        (
            "④ untagged, and encrypted",
            volume(true, &["i-1"]),
            json!({"Data-Class": "secret"}),
            SENSITIVE,
            NA,
            UNTAGGED,
        ),
        (
            "an empty value",
            volume(false, &["i-1"]),
            json!({"data-class": ""}),
            SENSITIVE,
            NA,
            UNTAGGED,
        ),
        (
            "⑤ tagged",
            volume(false, &["i-1"]),
            json!({"data-class": "any"}),
            SENSITIVE,
            NC,
            ATTACHED,
        ),
        (
            "⑤ tagged with a value that counts",
            volume(false, &["i-1"]),
            json!({"data-class": "Confidential"}),
            SECRET,
            NC,
            ATTACHED,
        ),
        (
            "tagged with a value that does not",
            volume(false, &["i-1"]),
            json!({"data-class": "public"}),
            SECRET,
            NA,
            "[declared] Volume vol-1 is tagged data-class=public, which is not in scope.",
        ),
        (
            "tagged and encrypted",
            with(volume(true, &[]), "kmsKeyId", "alias/aws/ebs"),
            json!({"data-class": "secret"}),
            SECRET,
            C,
            "Volume vol-1 is encrypted with key alias/aws/ebs.",
        ),
        (
            "values without a key narrow nothing",
            volume(false, &["i-1"]),
            json!({}),
            &[("sensitiveDataTagValues", "secret")],
            NC,
            ATTACHED,
        ),
    ]);
}

#[test]
fn what_is_not_understood_is_not_verified() {
    for configuration in [
        json!(null),
        json!("gone"),
        volume("yes", &[]),
        with(volume(true, &[]), "size", "100"),
        with(volume(true, &[]), "state", 5),
    ] {
        let Verdict { compliance_type, annotation, .. } = verdict(&configuration, &json!({}), &[]);
        assert_eq!(compliance_type, NC, "{configuration}");
        let told = "vol-1 could not be verified: configuration of vol-1 is malformed: ";
        assert!(annotation.starts_with(told), "{annotation}");
    }
}

fn of_snapshots(tags: &[&[(&str, &str)]], parameters: &[(&str, &str)]) -> Verdict {
    let owned = |it: &(&str, &str)| (it.0.to_owned(), it.1.to_owned());
    let unencrypted = tags.iter().enumerate().map(|(index, tags)| Snapshot {
        id: format!("snap-{index:04}"),
        tags: tags.iter().map(owned).collect(),
    });
    let snapshots =
        Snapshots { region: "eu-west-1".to_owned(), unencrypted: unencrypted.collect() };
    let facts = Facts::Snapshots(snapshots);
    EbsEncrypted::judge(&facts, &given(parameters), Timestamp::UNIX_EPOCH)
}

#[test]
fn snapshots() {
    let none = "No unencrypted snapshot is owned by this account in eu-west-1.";
    assert_eq!(of_snapshots(&[], &[]), testing::compliant(none), "⑥");
    let one = testing::non_compliant("1 unencrypted snapshot: snap-0000.");
    assert_eq!(of_snapshots(&[&[]], &[]), one);
    let two = testing::non_compliant("2 unencrypted snapshots: snap-0000 and snap-0001.");
    assert_eq!(of_snapshots(&[&[], &[]], &[]), two);
}

#[test]
fn more_snapshots_than_fit_are_counted() {
    let Verdict { compliance_type, annotation, .. } = of_snapshots(&[&[][..]; 1001], &[]);
    assert_eq!(compliance_type, NC, "⑦");
    let told = "1001 unencrypted snapshots: snap-0000, snap-0001, snap-0002, ";
    assert!(annotation.starts_with(told), "⑦ {annotation}");
    assert!(annotation.ends_with(", and 982 more."), "⑦ {annotation}");
    assert!(annotation.chars().count() <= annotation::LIMIT);
}

#[test]
fn a_tag_narrows_the_scope_of_snapshots_too() {
    let none = "No unencrypted snapshot tagged data-class is owned by this account in eu-west-1.";
    assert_eq!(of_snapshots(&[&[], &[("team", "shop")]], SENSITIVE), testing::compliant(none), "⑧");
    let public: &[(&str, &str)] = &[("data-class", "public")];
    assert_eq!(of_snapshots(&[public], SECRET), testing::compliant(none));
    let secret: &[(&str, &str)] = &[("data-class", "SECRET")];
    let one = testing::non_compliant("1 unencrypted snapshot tagged data-class: snap-0001.");
    assert_eq!(of_snapshots(&[public, secret, &[]], SECRET), one);
}
