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

fn doubt(grants: &Value) -> Option<&'static str> {
    let acl = json!({"grantSet": null, "grantList": grants, "owner": {"id": "75aa"}});
    serde_json::from_value::<AccessControlList>(acl).unwrap().doubt()
}

#[test]
fn without_a_list_nobody_can_say() {
    for acl in [
        json!({}),
        json!({"owner": {"id": "75aa"}, "isRequesterCharged": false}),
        json!({"grantSet": null, "grantList": null}),
        json!({"grants": [grant("AllUsers", "Read")]}),
    ] {
        let acl: AccessControlList = serde_json::from_value(acl).unwrap();
        assert_eq!(acl.doubt(), Some("holds no list of grants"));
    }
    for acl in [json!({"grantList": []}), json!({"grantSet": [], "grantList": null})] {
        let acl: AccessControlList = serde_json::from_value(acl).unwrap();
        assert_eq!(acl.doubt(), None);
    }
}

#[test]
fn a_grantee_is_an_account_or_a_group() {
    let canonical = "75aa57f09aa0c8caeab4f8c24e99d10f8e7faeebf76c078efc7c6caea54ba06a";
    let log_delivery = "http://acs.amazonaws.com/groups/s3/LogDelivery";
    for known in [
        json!({"id": "75aa", "displayName": null}),
        json!({"ID": "75aa", "Type": "CanonicalUser", "URI": null}),
        json!({"emailAddress": "ops@example.com"}),
        json!({"identifier": canonical}),
        json!({"identifier": "ops@example.com"}),
        json!({"uri": log_delivery}),
        json!("LogDelivery"),
        json!("AllUsers"),
        json!({"uri": "http://acs.amazonaws.com/groups/global/AuthenticatedUsers"}),
    ] {
        assert_eq!(doubt(&json!([grant(known.clone(), "Read")])), None, "{known}");
    }
    for strange in [
        json!(null),
        json!(7),
        json!(true),
        json!([]),
        json!(["AllUsers"]),
        json!({}),
        json!(""),
        json!("Everyone"),
        json!("allusers"),
        json!({"id": null}),
        json!({"id": ""}),
        json!({"displayName": "ops"}),
        json!({"uri": "http://acs.amazonaws.com/groups/global/Everyone", "id": "75aa"}),
        json!({"identifier": "Everyone"}),
        json!({"grantee": "AllUsers"}),
    ] {
        let grants = json!([grant(json!({"id": "75aa"}), "Read"), grant(strange.clone(), "Read")]);
        assert_eq!(doubt(&grants), Some("names a grantee of unknown kind"), "{strange}");
        assert_eq!(openings(&grants), [""; 0], "{strange}");
    }
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
