//! The verdict on every combination that matters, each with the whole of its annotation.

mod every_port;
mod length;
mod ports;
mod prefix_lists;

use std::collections::BTreeMap;
use std::sync::Arc;

use serde_json::{Value, json};
use shared::security_group::{PrefixLists, SecurityGroup};
use shared::{Code, ComplianceType, ConfigurationItem, Error, annotation};

use super::*;

use ComplianceType::{Compliant as C, NonCompliant as NC, NotApplicable as NA};
use shared::testing;

const GROUP: &str = "sg-0123456789abcdef0";

/// A permission as AWS Config records it today.
fn to(protocol: &str, ports: impl Into<Option<(i32, i32)>>, blocks: &[&str]) -> Value {
    let ports = ports.into();
    let (v6, v4): (Vec<&str>, Vec<&str>) = blocks.iter().partition(|it| it.contains(':'));
    json!({
        "ipProtocol": protocol,
        "fromPort": ports.map(|it| it.0),
        "toPort": ports.map(|it| it.1),
        "ipRanges": v4,
        "ipv4Ranges": v4.iter().map(|it| json!({"cidrIp": it, "description": null})).collect::<Vec<_>>(),
        "ipv6Ranges": v6.iter().map(|it| json!({"cidrIpv6": it})).collect::<Vec<_>>(),
        "prefixListIds": [],
        "userIdGroupPairs": [],
    })
}

fn everything(blocks: &[&str]) -> Value {
    to("-1", None, blocks)
}

fn tcp(from: i32, until: i32, blocks: &[&str]) -> Value {
    to("tcp", (from, until), blocks)
}

/// The permission `permission`, for the prefix lists `ids` too.
fn and_lists(mut permission: Value, ids: &[&str]) -> Value {
    permission["prefixListIds"] = ids.iter().map(|id| json!({"prefixListId": id})).collect();
    permission
}

fn item(configuration: &Value, tags: &Value) -> ConfigurationItem {
    let json = json!({
        "resourceType": SECURITY_GROUP, "resourceId": GROUP, "configurationItemStatus": "OK",
        "ARN": format!("arn:aws:ec2:us-east-1:111122223333:security-group/{GROUP}"),
        "configurationItemCaptureTime": "2026-01-15T10:00:00.000Z", "awsAccountId": "111122223333",
        "configuration": configuration, "tags": tags,
    });
    ConfigurationItem::from_json(&json.to_string()).unwrap()
}

fn parameters(given: &[(&str, &str)]) -> Parameters {
    let given = given.iter().map(|&(name, value)| (name.to_owned(), value.to_owned())).collect();
    shared::parameters::read(&given).unwrap()
}

/// The prefix lists that a table's cases name.
fn lists() -> PrefixLists {
    let read = |blocks: &[&str]| Ok(blocks.iter().map(|&it| it.into()).collect());
    let denied = Error::new(
        Code::AccessDenied,
        "UnauthorizedOperation on ec2:GetManagedPrefixListEntries: no",
    );
    BTreeMap::from([
        ("pl-internet".to_owned(), read(&["203.0.113.0/24", "0.0.0.0/0"])),
        ("pl-office".to_owned(), read(&["198.51.100.0/24"])),
        ("pl-half".to_owned(), read(&["12.0.0.0/8"])),
        ("pl-other-half".to_owned(), read(&["13.0.0.0/8"])),
        ("pl-empty".to_owned(), read(&[])),
        ("pl-v6".to_owned(), read(&["::/0"])),
        ("pl-denied".to_owned(), Err(denied.clone())),
        ("pl-denied-too".to_owned(), Err(denied)),
    ])
}

/// The verdict on a group, where every list that matters was read, or all of them.
fn judged(configuration: &Value, given: &[(&str, &str)], tags: &Value, reads_all: bool) -> Verdict {
    let parameters = parameters(given);
    let item = item(configuration, tags);
    let SecurityGroup { tags, permissions, .. } = SecurityGroup::recorded(&item, Direction::Egress);
    let exempt_by = parameters.exempt_tag_key.find(&tags, &parameters.exempt_tag_values);
    let permissions = match permissions {
        Ok(permissions) => permissions,
        Err(_) if exempt_by.is_some() => Vec::new(),
        Err(error) => return Verdict::unverified(GROUP, &error),
    };
    let mut prefix_lists = lists();
    let asked = parameters.lists_that_matter(&permissions);
    prefix_lists.retain(|id, _| reads_all || asked.contains(id.as_str()));
    let facts = Facts { permissions, exempt_by, prefix_lists: Arc::new(prefix_lists) };
    EgressRestricted::judge(&facts, &parameters, Timestamp::UNIX_EPOCH)
}

/// The verdict on a group with these permissions.
fn verdict(permissions: &Value, given: &[(&str, &str)], tags: &Value) -> Verdict {
    let of = |permissions: &Value, reads_all| {
        judged(&json!({"ipPermissionsEgress": permissions}), given, tags, reads_all)
    };
    let verdict = of(permissions, false);

    // Nothing depends on the order of permissions, or on lists that were read for another group.
    let backwards = permissions.as_array().unwrap().iter().rev().cloned().collect();
    assert_eq!(verdict, of(&backwards, false));
    assert_eq!(verdict, of(permissions, true));
    assert!(verdict.annotation.chars().count() <= annotation::LIMIT);
    verdict
}

type Given = &'static [(&'static str, &'static str)];

const NARROW: Given = &[("fullRangeIsUnrestricted", "false")];

fn check(cases: Vec<(&str, Value, Given, ComplianceType, &str)>) {
    for (case, permissions, given, compliance_type, annotation) in cases {
        let verdict = verdict(&permissions, given, &json!({}));
        assert_eq!(verdict.marked(), annotation, "{case}");
        assert_eq!(verdict.compliance_type, compliance_type, "{case}");
    }
}

const ALL: &[&str] = &["0.0.0.0/0"];
const ALL_V6: &[&str] = &["::/0"];
const BOTH: &[&str] = &["0.0.0.0/0", "::/0"];

#[test]
fn the_cases_of_the_specification() {
    let to_group = json!({
        "ipProtocol": "-1", "ipRanges": [], "ipv4Ranges": [], "ipv6Ranges": [], "prefixListIds": [],
        "userIdGroupPairs": [{"groupId": "sg-0fedcba9876543210", "userId": "111122223333"}],
    });
    let everywhere = "Egress allows all protocols to 0.0.0.0/0.";
    check(vec![
        ("①", json!([everything(ALL)]), &[], NC, everywhere),
        ("②", json!([everything(ALL_V6)]), &[], NC, "Egress allows all protocols to ::/0."),
        ("③", json!([tcp(443, 443, ALL)]), &[], C, "Egress to the Internet is limited to TCP 443."),
        (
            "④",
            json!([tcp(0, 65535, BOTH)]),
            &[],
            NC,
            "Egress allows TCP 0-65535 to 0.0.0.0/0 and ::/0.",
        ),
        (
            "④ which is no matter",
            json!([tcp(0, 65535, BOTH)]),
            NARROW,
            C,
            "Egress to the Internet is limited to TCP 0-65535.",
        ),
        (
            "⑤",
            json!([tcp(1, 1024, ALL), tcp(1025, 65535, ALL)]),
            &[],
            NC,
            "Egress allows TCP 1-65535 to 0.0.0.0/0.",
        ),
        (
            "⑥",
            json!([everything(&["0.0.0.0/1"]), everything(&["128.0.0.0/1"])]),
            &[],
            NC,
            "Egress allows all protocols to 0.0.0.0/1 + 128.0.0.0/1.",
        ),
        ("⑦", json!([everything(&["10.0.0.0/8"])]), &[], C, "No egress to the Internet."),
        ("⑧", json!([to_group]), &[], C, "No egress to the Internet."),
        ("⑨", json!([]), &[], C, "No egress rule exists."),
        (
            "⑩",
            json!([and_lists(everything(&[]), &["pl-internet"])]),
            &[],
            NC,
            "Egress allows all protocols through prefix list pl-internet (0.0.0.0/0).",
        ),
    ]);
}

#[test]
fn a_group_may_be_exempt() {
    let open = json!([everything(ALL)]);
    let tags = json!({"egress": "Approved", "empty": ""});
    let exempt = "[declared] Group is exempt by tag egress=Approved.";
    let open_to_all = "Egress allows all protocols to 0.0.0.0/0.";
    let cases: [(Given, ComplianceType, &str); 6] = [
        (&[], NC, open_to_all),
        (&[("exemptTagKey", "egress")], NA, exempt),
        (&[("exemptTagKey", "egress"), ("exemptTagValues", "no,approv*")], NA, exempt),
        (&[("exemptTagKey", "egress"), ("exemptTagValues", "no")], NC, open_to_all),
        (&[("exemptTagKey", "Egress")], NC, open_to_all),
        (&[("exemptTagKey", "empty")], NC, open_to_all),
    ];
    for (given, compliance_type, annotation) in cases {
        let verdict = verdict(&open, given, &tags);
        assert_eq!(verdict.marked(), annotation, "⑪ {given:?}");
        assert_eq!(verdict.compliance_type, compliance_type, "⑪ {given:?}");
    }
    let malformed = judged(&json!(null), &[("exemptTagKey", "egress")], &tags, false);
    assert_eq!(malformed, testing::not_applicable(exempt));
}

#[test]
fn an_old_item_gets_the_same_verdict() {
    let old = |protocol: &str, ports: Option<(i32, i32)>| {
        let mut permission = json!({
            "ipProtocol": protocol, "userIdGroupPairs": [], "ipRanges": ALL, "prefixListIds": [],
        });
        if let Some((from, to)) = ports {
            permission["fromPort"] = from.into();
            permission["toPort"] = to.into();
        }
        json!([permission])
    };
    let limited = "Egress to the Internet is limited to TCP 443.";
    check(vec![
        ("①", old("-1", None), &[], NC, "Egress allows all protocols to 0.0.0.0/0."),
        ("③", old("tcp", Some((443, 443))), &[], C, limited),
        ("④", old("tcp", None), &[], NC, "Egress allows TCP 0-65535 to 0.0.0.0/0."),
    ]);
}

#[test]
fn what_is_not_understood_is_not_verified() {
    let broken = |field: &str, value: Value| {
        let mut permission = tcp(443, 443, ALL);
        permission[field] = value;
        json!({"ipPermissionsEgress": [permission]})
    };
    for (case, configuration) in [
        ("null", json!(null)),
        ("text", json!("gone")),
        ("no permissions", json!({"groupId": GROUP})),
        ("permissions of the other direction", json!({"ipPermissions": []})),
        ("null for permissions", json!({"ipPermissionsEgress": null})),
        ("CloudFormation's spelling", json!({"SecurityGroupEgress": []})),
        ("a port out of range", broken("toPort", json!(65536))),
        ("a number for a protocol", broken("ipProtocol", json!(6))),
        ("no list of blocks", broken("ipv6Ranges", json!({"cidrIpv6": "::/0"}))),
    ] {
        let verdict = judged(&configuration, &[], &json!({}), false);
        assert_eq!(verdict.compliance_type, NC, "{case}");
        let told = format!(
            "[not verified] {GROUP} could not be verified: configuration of {GROUP} is malformed: "
        );
        assert!(verdict.marked().starts_with(&told), "{case}: {}", verdict.annotation);
    }
}
