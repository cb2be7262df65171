use proptest::prelude::*;
use serde_json::{Value, json};

use super::*;

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

proptest! {
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
