//! The verdict on every combination that matters, each with the whole of its annotation.

mod every_port;
mod length;
mod ports;
mod prefix_lists;
mod protocols;
mod sources;
mod whole_rule;

use std::collections::BTreeMap;
use std::sync::Arc;

use serde_json::{Value, json};
use shared::security_group::{IpPermission, PrefixLists, SecurityGroup};
use shared::{Code, ComplianceType, ConfigurationItem, Error};

use super::*;

use ComplianceType::{Compliant as C, NonCompliant as NC, NotApplicable as NA};

const GROUP: &str = "sg-0123456789abcdef0";

/// A permission as AWS Config records it today.
fn from(protocol: &str, ports: impl Into<Option<(i32, i32)>>, blocks: &[&str]) -> Value {
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

fn tcp(port: i32, blocks: &[&str]) -> Value {
    from("tcp", (port, port), blocks)
}

fn udp(port: i32, blocks: &[&str]) -> Value {
    from("udp", (port, port), blocks)
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

/// The verdict on a group with these permissions, where every list that matters was read.
fn verdict(permissions: &Value, given: &[(&str, &str)], tags: &Value) -> Verdict {
    let parameters = parameters(given);
    let item = item(&json!({"ipPermissions": permissions}), tags);
    let SecurityGroup { tags, permissions, .. } =
        SecurityGroup::recorded(&item, Direction::Ingress);
    let permissions = permissions.unwrap();
    let mut prefix_lists = lists();
    let asked = parameters.lists_that_matter(&permissions);
    prefix_lists.retain(|id, _| asked.contains(id.as_str()));
    let exempt_by = parameters.exempt_tag_key.find(&tags, &parameters.exempt_tag_values);
    let facts = Facts { permissions, exempt_by, prefix_lists: Arc::new(prefix_lists) };
    let verdict = IngressHttpOnly::judge(&facts, &parameters, Timestamp::UNIX_EPOCH);

    // Nothing depends on the order of permissions.
    let backwards =
        Facts { permissions: facts.permissions.iter().rev().cloned().collect(), ..facts };
    let again = IngressHttpOnly::judge(&backwards, &parameters, Timestamp::UNIX_EPOCH);
    assert_eq!(verdict.compliance_type, again.compliance_type);
    assert_eq!(verdict.marked(), again.marked());
    assert!(verdict.annotation.chars().count() <= shared::annotation::LIMIT);
    verdict
}

type Given = &'static [(&'static str, &'static str)];

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
    check(vec![
        ("①", json!([tcp(22, ALL)]), &[], NC, "TCP 22 open to 0.0.0.0/0."),
        (
            "②",
            json!([tcp(443, BOTH)]),
            &[],
            C,
            "Only approved ports open to the Internet: TCP 443.",
        ),
        (
            "③",
            json!([from("tcp", (80, 443), ALL)]),
            &[],
            NC,
            "TCP 81-442 open to 0.0.0.0/0 (approved: 80,443).",
        ),
        ("④", json!([from("-1", None, ALL_V6)]), &[], NC, "All protocols open to ::/0."),
        (
            "⑤",
            json!([from("tcp", (22, 22), &["0.0.0.0/1"]), from("tcp", (20, 25), &["128.0.0.0/1"])]),
            &[],
            NC,
            // Half of IPv4 is the Internet too.
            "TCP 20-21 and 23-25 open to 128.0.0.0/1. TCP 22 open to 0.0.0.0/1 + 128.0.0.0/1.",
        ),
        (
            "⑤ of blocks that are not the Internet each",
            json!([from("tcp", (22, 22), &["12.0.0.0/8"]), from("tcp", (20, 25), &["13.0.0.0/8"])]),
            &[],
            NC,
            "TCP 22 open to 12.0.0.0/8 + 13.0.0.0/8.",
        ),
        ("⑥", json!([tcp(22, &["10.0.0.0/8"])]), &[], C, "No ingress from the Internet."),
        ("⑦", json!([tcp(22, &["13.0.0.0/8"])]), &[], C, "No ingress from the Internet."),
        (
            "⑧",
            json!([tcp(22, &["12.0.0.0/8", "13.0.0.0/8"])]),
            &[],
            NC,
            "TCP 22 open to 12.0.0.0/8 + 13.0.0.0/8.",
        ),
        (
            "⑨",
            json!([{
                "ipProtocol": "tcp", "fromPort": 22, "toPort": 22, "ipRanges": [], "ipv4Ranges": [],
                "ipv6Ranges": [], "prefixListIds": [],
                "userIdGroupPairs": [{"groupId": "sg-0fedcba9876543210", "userId": "111122223333"}],
            }]),
            &[],
            C,
            "No ingress from the Internet.",
        ),
        (
            "⑩ the Internet",
            json!([and_lists(tcp(22, &[]), &["pl-internet"])]),
            &[],
            NC,
            "TCP 22 open through prefix list pl-internet (0.0.0.0/0).",
        ),
        (
            "⑩ an office",
            json!([and_lists(tcp(22, &[]), &["pl-office"])]),
            &[],
            C,
            "No ingress from the Internet.",
        ),
        (
            "⑪",
            json!([from("icmp", (-1, -1), ALL)]),
            &[],
            C,
            "Only ICMP open to the Internet, which is allowed.",
        ),
        (
            "⑪ not allowed",
            json!([from("icmp", (-1, -1), ALL)]),
            &[("allowIcmp", "false")],
            NC,
            "ICMP open to 0.0.0.0/0.",
        ),
        (
            "⑫ HTTP/3",
            json!([udp(443, ALL)]),
            &[],
            C,
            "Only approved ports open to the Internet: UDP 443.",
        ),
        ("⑫ DNS", json!([udp(53, ALL)]), &[], NC, "UDP 53 open to 0.0.0.0/0."),
        (
            "⑬",
            json!([from("6", None, ALL)]),
            &[],
            NC,
            "TCP 0-79, 81-442 and 444-65535 open to 0.0.0.0/0 (approved: 80,443).",
        ),
    ]);
}

#[test]
fn an_old_item_gets_the_same_verdict() {
    let old = |protocol: &str, ports: Option<(i32, i32)>, blocks: &[&str]| {
        let mut permission = json!({
            "ipProtocol": protocol, "userIdGroupPairs": [], "ipRanges": blocks, "prefixListIds": [],
        });
        if let Some((from, to)) = ports {
            permission["fromPort"] = from.into();
            permission["toPort"] = to.into();
        }
        permission
    };
    check(vec![
        ("⑭ ①", json!([old("tcp", Some((22, 22)), ALL)]), &[], NC, "TCP 22 open to 0.0.0.0/0."),
        (
            "⑭ ②",
            json!([old("tcp", Some((443, 443)), ALL)]),
            &[],
            C,
            "Only approved ports open to the Internet: TCP 443.",
        ),
        ("⑭ ④", json!([old("-1", None, ALL)]), &[], NC, "All protocols open to 0.0.0.0/0."),
        (
            "⑭ ⑧",
            json!([old("tcp", Some((22, 22)), &["12.0.0.0/8", "13.0.0.0/8"])]),
            &[],
            NC,
            "TCP 22 open to 12.0.0.0/8 + 13.0.0.0/8.",
        ),
        (
            "⑭ ⑥",
            json!([old("tcp", Some((22, 22)), &["10.0.0.0/8"])]),
            &[],
            C,
            "No ingress from the Internet.",
        ),
    ]);
}
