use std::collections::BTreeMap;
use std::sync::Arc;

use serde_json::{Value, json};
use shared::invocation::Environment;
use shared::{AnyRule, Cause, Code, ComplianceType, ConfigurationItem, Error, Evaluation};

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
    let admits = group::recorded(&item, &parameters).admits.unwrap();
    let mut prefix_lists = lists();
    let asked = lists_that_matter(&admits.permissions, &parameters);
    prefix_lists.retain(|id, _| asked.contains(id.as_str()));
    let facts = Facts {
        permissions: admits.permissions,
        exempt_by: admits.exempt_by,
        prefix_lists: Arc::new(prefix_lists),
    };
    let verdict = IngressHttpOnly::judge(&facts, &parameters, Timestamp::UNIX_EPOCH);

    // Nothing depends on the order of permissions.
    let backwards =
        Facts { permissions: facts.permissions.iter().rev().cloned().collect(), ..facts };
    let again = IngressHttpOnly::judge(&backwards, &parameters, Timestamp::UNIX_EPOCH);
    assert_eq!(verdict.compliance_type, again.compliance_type);
    assert_eq!(verdict.annotation, again.annotation);
    assert!(verdict.annotation.chars().count() <= shared::annotation::LIMIT);
    verdict
}

type Given = &'static [(&'static str, &'static str)];

fn check(cases: Vec<(&str, Value, Given, ComplianceType, &str)>) {
    for (case, permissions, given, compliance_type, annotation) in cases {
        let verdict = verdict(&permissions, given, &json!({}));
        assert_eq!(verdict.annotation, annotation, "{case}");
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

#[test]
fn ports() {
    check(vec![
        ("nothing", json!([]), &[], C, "No ingress from the Internet."),
        ("both families", json!([tcp(22, BOTH)]), &[], NC, "TCP 22 open to 0.0.0.0/0 and ::/0."),
        ("IPv6 only", json!([tcp(3389, ALL_V6)]), &[], NC, "TCP 3389 open to ::/0."),
        (
            "several ports",
            json!([tcp(3306, ALL), tcp(22, ALL), tcp(443, ALL), tcp(1433, ALL)]),
            &[],
            NC,
            "TCP 22, 1433 and 3306 open to 0.0.0.0/0.",
        ),
        (
            "different sources",
            json!([tcp(22, ALL), tcp(23, ALL_V6), tcp(3306, ALL)]),
            &[],
            NC,
            "TCP 22 and 3306 open to 0.0.0.0/0. TCP 23 open to ::/0.",
        ),
        (
            "neighbours",
            json!([tcp(22, ALL), tcp(23, ALL)]),
            &[],
            NC,
            "TCP 22-23 open to 0.0.0.0/0.",
        ),
        ("port 0", json!([tcp(0, ALL)]), &[], NC, "TCP 0 open to 0.0.0.0/0."),
        ("port 65535", json!([tcp(65535, ALL)]), &[], NC, "TCP 65535 open to 0.0.0.0/0."),
        (
            "every port by -1",
            json!([from("tcp", (-1, -1), ALL)]),
            &[],
            NC,
            "TCP 0-79, 81-442 and 444-65535 open to 0.0.0.0/0 (approved: 80,443).",
        ),
        (
            "every port by numbers",
            json!([from("udp", (0, 65535), ALL_V6)]),
            &[],
            NC,
            "UDP 0-442 and 444-65535 open to ::/0 (approved: 443).",
        ),
        (
            "a float",
            json!([from("tcp", None, ALL)])
                .as_array()
                .map(|it| {
                    let mut it = it[0].clone();
                    it["fromPort"] = json!(22.0);
                    it["toPort"] = json!(22.0);
                    json!([it])
                })
                .unwrap(),
            &[],
            NC,
            "TCP 22 open to 0.0.0.0/0.",
        ),
        (
            "HTTP/3 by IPv6",
            json!([udp(443, ALL_V6)]),
            &[],
            C,
            "Only approved ports open to the Internet: UDP 443.",
        ),
        ("HTTP by UDP", json!([udp(80, ALL)]), &[], NC, "UDP 80 open to 0.0.0.0/0."),
        (
            "all that is approved",
            json!([tcp(443, ALL), tcp(80, ALL), udp(443, ALL), from("icmpv6", None, ALL_V6)]),
            &[],
            C,
            "Only approved ports open to the Internet: TCP 80, TCP 443, UDP 443 and ICMPv6.",
        ),
        (
            "a range that is approved",
            json!([from("tcp", (8000, 8010), ALL)]),
            &[("approvedTcpPorts", "443,8000-8080")],
            C,
            "Only approved ports open to the Internet: TCP 8000-8010.",
        ),
        (
            "no port is approved",
            json!([tcp(443, ALL)]),
            &[("approvedTcpPorts", "")],
            NC,
            "TCP 443 open to 0.0.0.0/0.",
        ),
        (
            "approved up to the last port",
            json!([from("tcp", None, ALL)]),
            &[("approvedTcpPorts", "0-21,23-65535")],
            NC,
            "TCP 22 open to 0.0.0.0/0 (approved: 0-21,23-65535).",
        ),
        (
            "a long list of approved ports is left out",
            json!([from("tcp", (1, 22), ALL)]),
            &[("approvedTcpPorts", "2,4,6,8,10,12,14,16,18,20,1000,2000,3000,4000")],
            NC,
            "TCP 1, 3, 5, 7, 9, 11, 13, 15, 17, 19 and 21-22 open to 0.0.0.0/0.",
        ),
        (
            "overlapping ranges",
            json!([from("tcp", (20, 30), ALL), from("tcp", (25, 40), ALL), tcp(35, ALL_V6)]),
            &[],
            NC,
            "TCP 20-34 and 36-40 open to 0.0.0.0/0. TCP 35 open to 0.0.0.0/0 and ::/0.",
        ),
        (
            "a narrower source beside a wider one",
            json!([tcp(22, &["0.0.0.0/0", "128.0.0.0/1", "203.0.113.7/32"])]),
            &[],
            NC,
            "TCP 22 open to 0.0.0.0/0.",
        ),
        (
            "the Internet elsewhere, an office here",
            json!([tcp(443, ALL), tcp(22, &["198.51.100.0/24"])]),
            &[],
            C,
            "Only approved ports open to the Internet: TCP 443.",
        ),
        (
            "half each, but on different ports",
            json!([tcp(22, &["12.0.0.0/8"]), tcp(23, &["13.0.0.0/8"])]),
            &[],
            C,
            "No ingress from the Internet.",
        ),
        (
            "half each, but of different protocols",
            json!([tcp(22, &["12.0.0.0/8"]), udp(22, &["13.0.0.0/8"])]),
            &[],
            C,
            "No ingress from the Internet.",
        ),
    ]);
}

#[test]
fn protocols() {
    check(vec![
        ("TCP by number", json!([from("6", (22, 22), ALL)]), &[], NC, "TCP 22 open to 0.0.0.0/0."),
        ("UDP by number", json!([from("17", (53, 53), ALL)]), &[], NC, "UDP 53 open to 0.0.0.0/0."),
        (
            "TCP in capitals",
            json!([from("TCP", (443, 443), ALL)]),
            &[],
            C,
            "Only approved ports open to the Internet: TCP 443.",
        ),
        (
            "ICMP by number",
            json!([from("1", (8, -1), ALL)]),
            &[],
            C,
            "Only ICMP open to the Internet, which is allowed.",
        ),
        (
            "ICMPv6 by number",
            json!([from("58", None, ALL_V6), from("1", None, ALL)]),
            &[],
            C,
            "Only ICMP and ICMPv6 open to the Internet, which is allowed.",
        ),
        (
            "ICMPv6 not allowed",
            json!([from("58", None, ALL_V6)]),
            &[("allowIcmp", "false")],
            NC,
            "ICMPv6 open to ::/0.",
        ),
        ("ESP", json!([from("50", None, ALL)]), &[], NC, "Protocol 50 open to 0.0.0.0/0."),
        (
            "GRE and ESP",
            json!([from("50", None, ALL), from("47", (443, 443), ALL)]),
            &[],
            NC,
            "Protocol 47 and 50 open to 0.0.0.0/0.",
        ),
        (
            "one that has no number",
            json!([from("warp", None, ALL)]),
            &[],
            NC,
            "Protocol warp open to 0.0.0.0/0.",
        ),
        (
            "ESP from an office",
            json!([from("50", None, &["198.51.100.0/24"])]),
            &[],
            C,
            "No ingress from the Internet.",
        ),
        (
            "all in two permissions",
            json!([from("-1", None, &["12.0.0.0/8"]), from("-1", (443, 443), &["13.0.0.0/8"])]),
            &[],
            NC,
            "All protocols open to 12.0.0.0/8 + 13.0.0.0/8.",
        ),
        (
            "all from one half, a port from the other",
            json!([from("-1", None, &["12.0.0.0/8"]), tcp(22, &["13.0.0.0/8"])]),
            &[],
            NC,
            "TCP 22 open to 12.0.0.0/8 + 13.0.0.0/8.",
        ),
        (
            "all from one half, an approved port from the other",
            json!([from("-1", None, &["12.0.0.0/8"]), tcp(443, &["13.0.0.0/8"])]),
            &[],
            C,
            "Only approved ports open to the Internet: TCP 443.",
        ),
        (
            "all, and a port once more",
            json!([from("-1", None, ALL), tcp(22, ALL), tcp(443, ALL)]),
            &[],
            NC,
            "All protocols open to 0.0.0.0/0.",
        ),
        (
            "all by IPv6, a port by IPv4",
            json!([from("-1", None, ALL_V6), tcp(22, ALL), tcp(443, ALL)]),
            &[],
            NC,
            "All protocols open to ::/0. TCP 22 open to 0.0.0.0/0.",
        ),
        (
            "all where every port is approved",
            json!([from("-1", None, ALL)]),
            &[("approvedTcpPorts", "0-65535"), ("approvedUdpPorts", "0-65535")],
            NC,
            "All protocols open to 0.0.0.0/0.",
        ),
        (
            "all from private networks",
            json!([from("-1", None, &["10.0.0.0/8", "172.16.0.0/12", "fc00::/7"])]),
            &[],
            C,
            "No ingress from the Internet.",
        ),
        (
            "no protocol",
            json!([{"ipRanges": ["0.0.0.0/0"]}]),
            &[],
            NC,
            "All protocols open to 0.0.0.0/0.",
        ),
    ]);
}

#[test]
fn sources() {
    let sixty: Vec<String> = (64..124).map(|it| format!("{it}.0.0.0/8")).collect();
    let sixty: Vec<&str> = sixty.iter().map(String::as_str).collect();
    check(vec![
        (
            "sixty neighbours",
            json!([tcp(22, &sixty)]),
            &[],
            NC,
            "TCP 22 open to 64.0.0.0/3 (32 blocks), 96.0.0.0/4 (16 blocks), 112.0.0.0/5 (8 blocks) \
             and 120.0.0.0/8 + 121.0.0.0/8 + 122.0.0.0/8 + 123.0.0.0/8.",
        ),
        (
            "one that cannot be read",
            json!([tcp(22, &["10.0.0.0/33"])]),
            &[],
            NC,
            "TCP 22 open to \"10.0.0.0/33\" (no CIDR block).",
        ),
        (
            "one that cannot be read, on an approved port",
            json!([tcp(443, &["anywhere"])]),
            &[],
            C,
            "Only approved ports open to the Internet: TCP 443.",
        ),
        (
            "IPv4 as IPv6",
            json!([tcp(22, &["::ffff:0:0/96"])]),
            &[],
            NC,
            "TCP 22 open to ::ffff:0.0.0.0/96.",
        ),
        ("host bits", json!([tcp(22, &["1.2.3.4/0"])]), &[], NC, "TCP 22 open to 0.0.0.0/0."),
        ("multicast", json!([tcp(22, &["224.0.0.0/3"])]), &[], C, "No ingress from the Internet."),
        (
            "many blocks",
            json!([tcp(
                22,
                &["2.0.0.0/7", "4.0.0.0/7", "8.0.0.0/7", "12.0.0.0/7", "16.0.0.0/7", "20.0.0.0/7"]
            )]),
            &[],
            NC,
            "TCP 22 open to 2.0.0.0/7, 4.0.0.0/7, 8.0.0.0/7, 12.0.0.0/7, and 2 more.",
        ),
        (
            "nulls all over",
            json!([{
                "ipProtocol": "tcp", "fromPort": 22, "toPort": 22, "ipRanges": [null, "0.0.0.0/0"],
                "ipv4Ranges": null, "ipv6Ranges": [{"cidrIpv6": null}, {"description": "none"}],
                "prefixListIds": [{"prefixListId": null}], "userIdGroupPairs": null,
            }]),
            &[],
            NC,
            "TCP 22 open to 0.0.0.0/0.",
        ),
    ]);
}

#[test]
fn prefix_lists() {
    check(vec![
        (
            "on an approved port: not read",
            json!([and_lists(tcp(443, &[]), &["pl-denied"])]),
            &[],
            C,
            "No ingress from the Internet outside approved ports.",
        ),
        (
            "for ICMP: not read",
            json!([and_lists(from("icmp", None, &[]), &["pl-denied"]), tcp(443, ALL)]),
            &[],
            C,
            "Only approved ports open to the Internet: TCP 443.",
        ),
        (
            "on an approved port and on another",
            json!([
                and_lists(tcp(443, &[]), &["pl-internet"]),
                and_lists(tcp(22, &[]), &["pl-internet"])
            ]),
            &[],
            NC,
            "TCP 22 open through prefix list pl-internet (0.0.0.0/0).",
        ),
        (
            "around an approved port",
            json!([and_lists(from("tcp", (443, 444), &[]), &["pl-v6"])]),
            &[],
            NC,
            "TCP 444 open through prefix list pl-v6 (::/0) (approved: 80,443).",
        ),
        (
            "for all protocols",
            json!([and_lists(from("-1", None, &[]), &["pl-internet"])]),
            &[],
            NC,
            "All protocols open through prefix list pl-internet (0.0.0.0/0).",
        ),
        (
            "half each",
            json!([
                and_lists(tcp(22, &[]), &["pl-half"]),
                and_lists(tcp(22, &[]), &["pl-other-half"])
            ]),
            &[],
            NC,
            "TCP 22 open through prefix lists pl-half and pl-other-half (12.0.0.0/8 + 13.0.0.0/8).",
        ),
        (
            "half by a list, half by name",
            json!([and_lists(tcp(22, &["13.0.0.0/8"]), &["pl-half"])]),
            &[],
            NC,
            "TCP 22 open to 12.0.0.0/8 + 13.0.0.0/8, in part through prefix list pl-half.",
        ),
        (
            "what is named need not be listed",
            json!([and_lists(tcp(22, ALL), &["pl-internet"])]),
            &[],
            NC,
            "TCP 22 open to 0.0.0.0/0.",
        ),
        (
            "empty",
            json!([and_lists(tcp(22, &[]), &["pl-empty"])]),
            &[],
            C,
            "No ingress from the Internet.",
        ),
        (
            "unreadable",
            json!([and_lists(tcp(22, &[]), &["pl-denied"])]),
            &[],
            NC,
            "TCP 22 open to prefix list pl-denied, which could not be verified: \
             UnauthorizedOperation on ec2:GetManagedPrefixListEntries.",
        ),
        (
            "unreadable, on two ports",
            json!([
                and_lists(tcp(22, &[]), &["pl-denied"]),
                and_lists(tcp(80, &[]), &["pl-denied"]),
                and_lists(tcp(23, &[]), &["pl-denied"])
            ]),
            &[],
            NC,
            "TCP 22 and 23 open to prefix list pl-denied, which could not be verified: \
             UnauthorizedOperation on ec2:GetManagedPrefixListEntries.",
        ),
        (
            "unreadable, and open anyway",
            json!([and_lists(tcp(22, &[]), &["pl-denied"]), tcp(3306, ALL)]),
            &[],
            NC,
            "TCP 3306 open to 0.0.0.0/0. TCP 22 open to prefix list pl-denied, which could not be \
             verified: UnauthorizedOperation on ec2:GetManagedPrefixListEntries.",
        ),
        (
            "two unreadable",
            json!([and_lists(tcp(22, &[]), &["pl-denied", "pl-denied-too"])]),
            &[],
            NC,
            "TCP 22 open to prefix list pl-denied, which could not be verified: \
             UnauthorizedOperation on ec2:GetManagedPrefixListEntries. TCP 22 \
             open to prefix list pl-denied-too, which could not be verified: UnauthorizedOperation on \
             ec2:GetManagedPrefixListEntries.",
        ),
    ]);
}

#[test]
fn a_list_that_was_read_for_another_group_changes_nothing() {
    let parameters = Parameters::default();
    for id in ["pl-internet", "pl-denied"] {
        let item = item(&json!({"ipPermissions": [and_lists(tcp(443, &[]), &[id])]}), &json!({}));
        let permissions = group::recorded(&item, &parameters).admits.unwrap().permissions;
        let facts = Facts { permissions, exempt_by: None, prefix_lists: Arc::new(lists()) };
        let verdict = IngressHttpOnly::judge(&facts, &parameters, Timestamp::UNIX_EPOCH);
        let expected = Verdict::compliant("No ingress from the Internet outside approved ports.");
        assert_eq!(verdict, expected, "{id}");
    }
}

#[test]
fn what_does_not_fit_is_counted() {
    let many: Vec<Value> = (0..200).map(|it| tcp(1000 + 2 * it, ALL)).collect();
    check(vec![(
        "many ports",
        many.into(),
        &[],
        NC,
        "TCP 1000, 1002, 1004, 1006, 1008, 1010, 1012, 1014, 1016, 1018, 1020, 1022, 1024, 1026, 1028, \
         1030, 1032, 1034, 1036, 1038, 1040, 1042, 1044, 1046, 1048, 1050, 1052, 1054, 1056, 1058, \
         1060, 1062, 1064, 1066, 1068, 1070, and 164 more open to 0.0.0.0/0.",
    )]);
    let many: Vec<Value> = (0..50)
        .flat_map(|it| [tcp(1000 + 2 * it, ALL), tcp(1001 + 2 * it, ALL_V6), udp(2 * it, BOTH)])
        .collect();
    check(vec![(
        "many ports by each family",
        many.into(),
        &[],
        NC,
        "TCP 1000, 1002, 1004, 1006, 1008, 1010, 1012, 1014, 1016, and 41 more open to 0.0.0.0/0. \
         TCP 1001, 1003, 1005, 1007, 1009, 1011, 1013, 1015, 1017, and 41 more open to ::/0. \
         UDP 0, 2, 4, 6, 8, 10, 12, 14, 16, and 41 more open to 0.0.0.0/0 and ::/0.",
    )]);
    let many: Vec<Value> =
        (0..30).map(|it| tcp(1000 + it, &[format!("{}.0.0.0/7", 2 + 2 * it).as_str()])).collect();
    check(vec![(
        "many sources",
        many.into(),
        &[],
        NC,
        "TCP 1000 open to 2.0.0.0/7. TCP 1001 open to 4.0.0.0/7. TCP 1002 open to 6.0.0.0/7. \
         TCP 1003 open to 8.0.0.0/7. TCP 1004 open to 10.0.0.0/7. TCP 1005 open to 12.0.0.0/7. \
         TCP 1006 open to 14.0.0.0/7. TCP 1007 open to 16.0.0.0/7. 22 more findings.",
    )]);
}

#[test]
fn a_group_may_be_exempt() {
    let open = json!([from("-1", None, ALL)]);
    let tags = json!({"internet-sftp": "Approved", "empty": ""});
    let exempt = "Group is exempt by tag internet-sftp=Approved.";
    let cases: [(&[(&str, &str)], ComplianceType, &str); 6] = [
        (&[], NC, "All protocols open to 0.0.0.0/0."),
        (&[("exemptTagKey", "internet-sftp")], NA, exempt),
        (&[("exemptTagKey", "internet-sftp"), ("exemptTagValues", "no,approv*")], NA, exempt),
        (
            &[("exemptTagKey", "internet-sftp"), ("exemptTagValues", "no")],
            NC,
            "All protocols open to 0.0.0.0/0.",
        ),
        (&[("exemptTagKey", "Internet-SFTP")], NC, "All protocols open to 0.0.0.0/0."),
        (&[("exemptTagKey", "empty")], NC, "All protocols open to 0.0.0.0/0."),
    ];
    for (given, compliance_type, annotation) in cases {
        let verdict = verdict(&open, given, &tags);
        assert_eq!(verdict.annotation, annotation, "{given:?}");
        assert_eq!(verdict.compliance_type, compliance_type, "{given:?}");
    }
}

/// What the whole rule says of `item` where there is no AWS.
async fn offline(item: ConfigurationItem, given: &[(&str, &str)]) -> Result<Vec<Evaluation>> {
    let given = given.iter().map(|&(name, value)| (name.to_owned(), value.to_owned())).collect();
    let (rule, parameters) = IngressHttpOnly.configure(&given).unwrap();
    let environment = Environment {
        account_id: "111122223333".to_owned(),
        region: "us-east-1".to_owned(),
        partition: "aws".to_owned(),
        rule_name: None,
        parameters,
        aws: None,
    };
    let invocation = Invocation {
        environment: Arc::new(environment),
        time: item.capture_time.unwrap(),
        cause: Cause::Change(Box::new(item)),
    };
    Ok(rule.find(&invocation).await?.evaluations)
}

#[tokio::test]
async fn what_is_not_understood_is_not_verified() {
    let malformed =
        format!("{GROUP} could not be verified: configuration of {GROUP} is malformed: ");
    let broken = |field: &str, value: Value| {
        let mut permission = tcp(443, ALL);
        permission[field] = value;
        json!({"ipPermissions": [permission]})
    };
    let cases = [
        ("null", json!(null)),
        ("text", json!("gone")),
        ("a list", json!([1])),
        ("no permissions", json!({"groupId": GROUP})),
        ("null for permissions", json!({"ipPermissions": null})),
        ("CloudFormation's spelling", json!({"SecurityGroupIngress": []})),
        ("a port out of range", broken("toPort", json!(65536))),
        ("a port below", broken("fromPort", json!(-2))),
        ("half a port", broken("fromPort", json!(22.5))),
        ("text for a port", broken("fromPort", json!("22"))),
        ("a number for a protocol", broken("ipProtocol", json!(6))),
        ("a number for a block", broken("ipRanges", json!([0]))),
        ("no list of blocks", broken("ipv6Ranges", json!({"cidrIpv6": "::/0"}))),
        ("bare prefix lists", broken("prefixListIds", json!(["pl-office"]))),
    ];
    for (case, configuration) in cases {
        let evaluations = offline(item(&configuration, &json!({})), &[]).await.unwrap();
        assert_eq!(evaluations.len(), 1, "{case}");
        assert_eq!(evaluations[0].compliance_type, NC, "{case}");
        assert!(
            evaluations[0].annotation.starts_with(&malformed),
            "{case}: {}",
            evaluations[0].annotation
        );
    }
}

#[tokio::test]
async fn the_exemption_is_looked_at_first() {
    let item = item(&json!(null), &json!({"sftp": "yes"}));
    let evaluations = offline(item, &[("exemptTagKey", "sftp")]).await.unwrap();
    assert_eq!(evaluations[0].compliance_type, NA);
}

#[tokio::test]
async fn offline_a_prefix_list_is_not_verified_where_it_matters() {
    let cases = [
        (
            json!([and_lists(tcp(22, &[]), &["pl-1"])]),
            NC,
            "TCP 22 open to prefix list pl-1, which could not be verified: there is no AWS to ask offline.",
        ),
        (
            json!([and_lists(tcp(22, &["::/0"]), &["pl-1"])]),
            NC,
            "TCP 22 open to ::/0. TCP 22 open to prefix list pl-1, which could not be verified: \
             there is no AWS to ask offline.",
        ),
        (
            json!([and_lists(tcp(443, &[]), &["pl-1"])]),
            C,
            "No ingress from the Internet outside approved ports.",
        ),
    ];
    for (permissions, compliance_type, annotation) in cases {
        let item = item(&json!({"ipPermissions": permissions}), &json!({}));
        let evaluations = offline(item, &[]).await.unwrap();
        assert_eq!(evaluations[0].annotation, annotation);
        assert_eq!(evaluations[0].compliance_type, compliance_type);
        assert_eq!(evaluations[0].key(), (SECURITY_GROUP, GROUP));
        assert!(evaluations[0].arn.as_deref().unwrap().ends_with(GROUP));
    }
}

#[tokio::test]
async fn offline_a_changed_prefix_list_is_an_error() {
    let json = r#"{"resourceType": "AWS::EC2::PrefixList", "resourceId": "pl-1",
        "configurationItemCaptureTime": "2026-01-15T10:00:00.000Z"}"#;
    let error = offline(ConfigurationItem::from_json(json).unwrap(), &[]).await.unwrap_err();
    assert_eq!(error.code(), Code::Offline);
}

#[test]
fn what_ec2_describes_reads_as_what_config_records() {
    use aws_sdk_ec2::types::{IpPermission, IpRange, Ipv6Range, PrefixListId};

    let described = IpPermission::builder()
        .ip_protocol("tcp")
        .from_port(22)
        .to_port(23)
        .ip_ranges(IpRange::builder().cidr_ip("198.51.100.7/24").build())
        .ip_ranges(IpRange::builder().description("no block").build())
        .ipv6_ranges(Ipv6Range::builder().cidr_ipv6("2001:db8::/32").build())
        .prefix_list_ids(PrefixListId::builder().prefix_list_id("pl-1").build())
        .build();
    let recorded =
        and_lists(from("tcp", (22, 23), &["198.51.100.0/24", "2001:db8::/32"]), &["pl-1"]);
    let recorded: crate::IpPermission = serde_json::from_value(recorded).unwrap();
    assert_eq!(crate::IpPermission::try_from(described), Ok(recorded));

    let everything =
        crate::IpPermission::try_from(IpPermission::builder().ip_protocol("-1").build());
    let recorded = serde_json::from_value(from("-1", None, &[])).unwrap();
    assert_eq!(everything, Ok(recorded));
    let wrong = IpPermission::builder().ip_protocol("tcp").from_port(1).to_port(70_000).build();
    assert!(crate::IpPermission::try_from(wrong).is_err());
}
