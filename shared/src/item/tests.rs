use std::sync::Arc;

use proptest::prelude::*;
use serde_json::{Value, json};

use super::*;
use crate::event::Event;
use crate::invocation::{self, Cause, Environment, Invocation};

fn item(value: &Value) -> ConfigurationItem {
    ConfigurationItem::from_json(&value.to_string()).unwrap()
}

#[test]
fn the_notification_and_the_history_form_read_the_same() {
    let notification = item(&json!({
        "resourceType": "AWS::S3::Bucket", "resourceId": "b1", "awsAccountId": "111122223333",
        "ARN": "arn:aws:s3:::b1", "configurationItemStatus": "OK",
        "configurationItemCaptureTime": "2026-01-01T00:00:00.000Z",
        "configurationStateId": 1_682_607_791_636_u64,
        "relationships": [{"name": "Is contained in"}],
        "configuration": {"name": "b1"},
        "supplementaryConfiguration": {"AccessControlList": "{\"grantList\":[]}"},
    }));
    let history = item(&json!({
        "resourceType": "AWS::S3::Bucket", "resourceId": "b1", "accountId": "111122223333",
        "arn": "arn:aws:s3:::b1", "configurationItemStatus": "OK",
        "configurationItemCaptureTime": 1_767_225_600.0,
        "configurationStateId": "1682607791636",
        "relationships": [{"relationshipName": "Is contained in"}],
        "configuration": "{\"name\":\"b1\"}",
        "supplementaryConfiguration": {"AccessControlList": "\"{\\\"grantList\\\":[]}\""},
    }));
    for item in [notification, history] {
        assert_eq!(item.account_id.as_deref(), Some("111122223333"));
        assert_eq!(item.arn.as_deref(), Some("arn:aws:s3:::b1"));
        assert_eq!(item.capture_time, Some("2026-01-01T00:00:00Z".parse().unwrap()));
        assert_eq!(item.configuration::<Value>().unwrap(), json!({"name": "b1"}));
        let acl = item.supplementary::<Value>("AccessControlList").unwrap();
        assert_eq!(acl, Some(json!({"grantList": []})));
    }
}

#[test]
fn both_spellings_at_once_are_no_contradiction() {
    let both = item(&json!({
        "resourceType": "t", "resourceId": "i", "ARN": "a", "arn": "a",
        "awsAccountId": "111122223333", "accountId": "111122223333",
    }));
    assert_eq!(both.arn.as_deref(), Some("a"));
}

#[test]
fn what_is_written_is_read_the_same() {
    let read = item(&json!({
        "resourceType": "AWS::S3::Bucket", "resourceId": "b1", "accountId": "111122223333",
        "arn": "arn:aws:s3:::b1", "configurationItemStatus": "ResourceDiscovered",
        "configurationItemCaptureTime": 1_767_225_600.5, "tags": [{"key": "k", "value": "v"}],
        "configuration": "{\"name\":\"b1\"}", "awsRegion": "us-east-1",
        "supplementaryConfiguration": {"AccessControlList": "{}"},
    }));
    let again = ConfigurationItem::from_json(&read.to_json().unwrap()).unwrap();
    assert_eq!(format!("{again:?}"), format!("{read:?}"));
    assert_eq!(again.configuration::<Value>(), read.configuration::<Value>());
    let none = item(&json!({"resourceType": "t", "resourceId": "i"}));
    let again = ConfigurationItem::from_json(&none.to_json().unwrap()).unwrap();
    assert_eq!(format!("{again:?}"), format!("{none:?}"));
    // Nobody looked at the configuration until now.
    let broken = br#"{"resourceType":"t","resourceId":"i","configuration":{"a":[1 2]}}"#;
    let mut memory = Memory::default();
    let broken = Sketch::of(broken).unwrap().read(&mut memory).unwrap();
    assert_eq!(broken.to_json().unwrap_err().code(), crate::error::Code::InvalidEvent);
}

#[test]
fn tags_come_as_a_map_or_as_a_list() {
    let map = item(&json!({"resourceType": "t", "resourceId": "i", "tags": {"k": "v"}}));
    let list = item(&json!({
        "resourceType": "t", "resourceId": "i", "tags": [{"tag": "k=v", "key": "k", "value": "v"}],
    }));
    assert_eq!(map.tags, list.tags);
}

#[test]
fn a_deleted_item_is_all_nulls() {
    let deleted = item(&json!({
        "resourceType": "AWS::EC2::SecurityGroup", "resourceId": "sg-1",
        "configurationItemStatus": "ResourceDeleted", "configuration": null, "tags": null,
        "resourceName": null, "availabilityZone": null, "supplementaryConfiguration": null,
    }));
    assert_eq!(deleted.status.inapplicable(), Some("was deleted"));
    assert!(deleted.configuration::<Vec<u8>>().is_err());
    assert_eq!(deleted.supplementary::<u8>("any").unwrap(), None);
}

#[test]
fn a_status_of_the_future_is_not_judged() {
    let item = item(&json!({
        "resourceType": "t", "resourceId": "i", "configurationItemStatus": "ResourceMoved",
    }));
    assert!(item.status.inapplicable().is_some());
}

#[test]
fn an_item_without_identity_is_refused() {
    for json in [
        json!({}),
        json!({"resourceType": null, "resourceId": null, "configuration": null}),
        json!({"resourceType": "", "resourceId": "i"}),
        json!([]),
    ] {
        let error = ConfigurationItem::from_json(&json.to_string()).unwrap_err();
        assert_eq!(error.code(), Code::InvalidEvent, "{json}");
    }
}

#[test]
fn an_item_prints_without_what_it_is_configured_with() {
    let item = json!({
        "resourceType": "AWS::Lambda::Function", "resourceId": "f1", "tags": {"team": "shop"},
        "configuration": {"environment": {"PASSWORD": "correct-horse-7"}},
        "supplementaryConfiguration": {"Policy": "correct-horse-7", "Layers": null},
        "configurationItemCaptureTime": "2026-01-01T00:00:00.000Z",
    });
    let invoking_event = json!({
        "messageType": "ConfigurationItemChangeNotification", "configurationItem": &item,
    });
    let event = Event::from_payload(json!({
        "invokingEvent": invoking_event.to_string(), "accountId": "111122223333",
        "resultToken": "token",
    }))
    .unwrap();
    let item = self::item(&item);
    let invocation = Invocation {
        environment: Arc::new(Environment {
            account_id: "111122223333".to_owned(),
            region: "us-east-1".to_owned(),
            partition: "aws".to_owned(),
            rule_name: None,
            parameters: invocation::Parameters::default(),
            aws: None,
        }),
        time: Timestamp::UNIX_EPOCH,
        cause: Cause::Change(Box::new(item.clone())),
    };
    let (hidden, parts) = ("configuration: Some((46 bytes))", r#""Policy": (17 bytes)"#);
    for printed in [format!("{item:?}"), format!("{invocation:?}"), format!("{event:?}")] {
        assert!(!printed.contains("horse"), "{printed}");
        assert!(printed.contains(hidden) && printed.contains(parts), "{printed}");
        assert!(printed.contains("\"f1\"") && printed.contains("\"shop\""), "{printed}");
    }
    assert!(!format!("{invocation:#?}").contains("horse"));
}

fn any_json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        ".*".prop_map(Value::from),
    ];
    leaf.prop_recursive(3, 24, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::btree_map(".*", inner, 0..4)
                .prop_map(|map| Value::Object(map.into_iter().collect())),
        ]
    })
}

const FIELDS: [&str; 9] = [
    "ARN",
    "tags",
    "awsRegion",
    "accountId",
    "configuration",
    "configurationItemStatus",
    "configurationItemCaptureTime",
    "supplementaryConfiguration",
    "resourceName",
];

/// The item that `json` begins with, read as from a snapshot.
fn sketched(json: &str) -> Option<ConfigurationItem> {
    Sketch::of(json.as_bytes())?.read(&mut Memory::default())
}

#[test]
fn an_item_is_found_in_a_longer_text_and_says_its_type() {
    let text =
        r#"{"resourceType":"t","resourceId":"i","configuration":{"a":["}"]},"tags":{}},{"res"#;
    let sketch = Sketch::of(text.as_bytes()).unwrap();
    assert_eq!((sketch.resource_type(), sketch.length()), (Some("t"), text.len() - 6));
    for (text, why) in [
        (r#"{"resourceType":"t","resourceId":"i","configuration":{"a":["}"]}"#, "cut"),
        (r#"{"resourceType":"t","configuration":1,"configuration":2}"#, "twice"),
        ("{\"resourceType\":\"t\",\"x\":\"", "cut text"),
        (r#"["resourceType"]"#, "no object"),
    ] {
        assert!(Sketch::of(text.as_bytes()).is_none(), "{why}");
    }
    assert!(Sketch::of(b"{\"resourceType\":\"\xff\"}").is_none());
    for text in [r#"{"resourceType":"a","resourceType":"b"}"#, r#"{"resourceType":null}"#, "{}"] {
        assert_eq!(Sketch::of(text.as_bytes()).unwrap().resource_type(), None, "{text}");
        assert!(sketched(text).is_none(), "{text}");
    }
}

#[test]
fn memory_is_used_again_but_never_under_an_item() {
    let text =
        |id: &str| json!({"resourceType": "t", "resourceId": id, "configuration": {"id": id}});
    let mut memory = Memory::default();
    let mut read =
        |id| Sketch::of(text(id).to_string().as_bytes()).unwrap().read(&mut memory).unwrap();
    let (first, second) = (read("a"), read("b"));
    let copy = second.clone();
    drop(second);
    let third = read("c");
    for (item, id) in [(first, "a"), (copy, "b"), (third, "c")] {
        assert_eq!(item.configuration::<Value>().unwrap(), json!({"id": id}));
    }
}

proptest! {
    #[test]
    fn a_sketch_reads_what_a_closer_look_does(
        fields in prop::collection::btree_map(
            prop::sample::select([FIELDS.as_slice(), &["resourceType", "resourceId", "more"]].concat()),
            any_json(),
            0..6,
        ),
        identified in prop::bool::weighted(0.9),
        pretty in any::<bool>(),
    ) {
        let mut json = json!({});
        for (field, value) in fields {
            json[field] = value;
        }
        if identified {
            json["resourceType"] = "t".into();
            json["resourceId"] = "i".into();
        }
        let json = if pretty { format!("{json:#}") } else { json.to_string() };
        let close = ConfigurationItem::from_json(&json).ok();
        let sketched = sketched(&json);
        // A key with an escape takes the closer look.
        if sketched.is_some() || !json.contains('\\') {
            prop_assert_eq!(format!("{sketched:?}"), format!("{close:?}"));
        }
        if let (Some(sketched), Some(close)) = (sketched, close) {
            // What is wrong is told in the same words, too.
            prop_assert_eq!(sketched.configuration::<Value>(), close.configuration::<Value>());
            prop_assert_eq!(
                sketched.configuration::<BTreeMap<String, String>>(),
                close.configuration::<BTreeMap<String, String>>()
            );
            prop_assert_eq!(
                sketched.configuration::<Option<[u8; 2]>>(),
                close.configuration::<Option<[u8; 2]>>()
            );
        }
    }

    #[test]
    fn the_decoder_never_panics(text in ".*", field in prop::sample::select(&FIELDS), value in any_json()) {
        let _ = ConfigurationItem::from_json(&text);
        let mut json = json!({"resourceType": "t", "resourceId": "i"});
        json[field] = value;
        if let Ok(item) = ConfigurationItem::from_json(&json.to_string()) {
            let _ = item.configuration::<BTreeMap<String, String>>();
            let _ = item.supplementary::<Vec<String>>("x");
        }
    }
}
