use serde_json::{Value, json};

use super::*;

fn openings(grants: &Value) -> Vec<String> {
    let acl = json!({"grantSet": null, "grantList": grants, "owner": {"id": "75aa"}});
    serde_json::from_value::<AccessControlList>(acl).unwrap().openings()
}

fn grant(grantee: impl Into<Value>, permission: &str) -> Value {
    json!({"grantee": grantee.into(), "permission": permission})
}

#[test]
fn only_the_two_groups_are_the_public() {
    let owner = json!({"id": "75aa", "displayName": "ops"});
    let grants = json!([
        grant(owner, "FullControl"),
        grant("LogDelivery", "Write"),
        grant("LogDelivery", "ReadAcp"),
        grant(json!({"id": "AllUsers", "displayName": "AllUsers"}), "Read"),
        grant(Value::Null, "Read"),
    ]);
    assert_eq!(openings(&grants), [""; 0]);
    assert_eq!(openings(&Value::Null), [""; 0]);
}

#[test]
fn every_permission_opens() {
    for (permission, name) in [
        ("Read", "READ"),
        ("Write", "WRITE"),
        ("ReadAcp", "READ_ACP"),
        ("WriteAcp", "WRITE_ACP"),
        ("FullControl", "FULL_CONTROL"),
        ("FULL_CONTROL", "FULL_CONTROL"),
    ] {
        for group in PUBLIC {
            let told = format!("ACL grants {name} to {group}");
            assert_eq!(openings(&json!([grant(group, permission)])), [told]);
        }
    }
}

#[test]
fn a_group_is_a_bare_name_or_a_uri() {
    let uri = "http://acs.amazonaws.com/groups/global/AllUsers";
    for grantee in
        [json!(uri), json!({"uri": uri}), json!({"URI": uri}), json!({"identifier": uri})]
    {
        let told = openings(&json!([grant(grantee.clone(), "Read")]));
        assert_eq!(told, ["ACL grants READ to AllUsers"], "{grantee}");
    }
}

#[test]
fn grants_are_told_by_group() {
    let grants = json!([
        grant("AuthenticatedUsers", "Read"),
        grant("AllUsers", "Write"),
        grant("AllUsers", "Read"),
        grant("AllUsers", "Read"),
    ]);
    assert_eq!(
        openings(&grants),
        ["ACL grants READ and WRITE to AllUsers", "ACL grants READ to AuthenticatedUsers"]
    );
    let set = json!({"grantSet": [grant("AllUsers", "Read")], "grantList": null});
    let acl: AccessControlList = serde_json::from_value(set).unwrap();
    assert_eq!(acl.openings(), ["ACL grants READ to AllUsers"]);
}

#[test]
fn a_grant_without_permission_is_malformed() {
    let acl = json!({"grantList": [{"grantee": "AllUsers"}]});
    assert!(serde_json::from_value::<AccessControlList>(acl).is_err());
    let acl = json!({"grantList": [{"permission": "Read"}]});
    assert!(serde_json::from_value::<AccessControlList>(acl).is_err());
}
