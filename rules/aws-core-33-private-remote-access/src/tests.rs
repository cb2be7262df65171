//! The verdict on every combination that matters, each with the whole of its annotation.

mod account;
mod databases;
mod prefix_lists;
mod servers;

use std::collections::{BTreeMap, HashMap};

use aws_sdk_ec2::types::InstanceStateName;
use serde_json::{Value, json};
use shared::db_instance::{DbInstance, SubnetGroup};
use shared::instance::Interface;
use shared::parameters::ParameterValue as _;
use shared::route_table::{Route, RouteTable, RouteTables, Way};
use shared::security_group::{IpPermission, PrefixLists};
use shared::{Code, ComplianceType, Error, annotation};

use super::*;

use ComplianceType::{Compliant as C, NonCompliant as NC, NotApplicable as NA};

const ALL: &[&str] = &["0.0.0.0/0"];
const ALL_V6: &[&str] = &["::/0"];
const V4: &str = "203.0.113.9";
const V6: &str = "2600:1f18::9";

/// A permission, to a range of ports such as `22` or `20-25`, or all of them.
fn from(protocol: &str, ports: &str, blocks: &[&str]) -> Value {
    let (first, last) = ports.split_once('-').unwrap_or((ports, ports));
    let port = |text: &str| text.parse::<u16>().ok();
    let (v6, v4): (Vec<&str>, Vec<&str>) = blocks.iter().partition(|it| it.contains(':'));
    json!({
        "ipProtocol": protocol, "fromPort": port(first), "toPort": port(last), "ipRanges": v4,
        "ipv6Ranges": v6.iter().map(|it| json!({"cidrIpv6": it})).collect::<Vec<_>>(),
    })
}

fn tcp(ports: &str, blocks: &[&str]) -> Value {
    from("tcp", ports, blocks)
}

/// The permission `permission`, for the prefix lists `ids` too.
fn and_lists(mut permission: Value, ids: &[&str]) -> Value {
    permission["prefixListIds"] = ids.iter().map(|id| json!({"prefixListId": id})).collect();
    permission
}

/// An instance's interface, in a subnet and with security groups.
fn interface(subnet: &str, addresses: &[&str], groups: &[&str]) -> Interface {
    Interface {
        id: "eni-1".to_owned(),
        device_index: 0,
        vpc_id: Some("vpc-1".to_owned()),
        subnet_id: Some(subnet.to_owned()),
        security_groups: groups.iter().map(|&it| it.to_owned()).collect(),
        public_addresses: addresses.iter().map(|it| it.parse().unwrap()).collect(),
    }
}

fn instance(id: &str, interfaces: impl Into<Vec<Interface>>) -> Instance {
    Instance {
        id: id.to_owned(),
        arn: format!("arn:aws:ec2:eu-west-1:111122223333:instance/{id}"),
        state: InstanceStateName::Running,
        image_id: "ami-1".to_owned(),
        vpc_id: Some("vpc-1".to_owned()),
        subnet_id: None,
        interfaces: interfaces.into(),
        tags: BTreeMap::new(),
        launched: None,
    }
}

/// The instance i-9 with the tag `bastion`.
fn bastion(value: &str, interfaces: impl Into<Vec<Interface>>) -> Instance {
    let tags = [("bastion".to_owned(), value.to_owned())];
    Instance { tags: tags.into(), ..instance("i-9", interfaces) }
}

/// A publicly accessible one, in a public and a private subnet.
fn database(name: &str, port: u16, groups: &[&str]) -> DbInstance {
    DbInstance {
        resource_id: format!("db-{}", name.to_uppercase()),
        name: name.to_owned(),
        arn: format!("arn:aws:rds:eu-west-1:111122223333:db:{name}"),
        engine: Some("mysql".to_owned()),
        is_publicly_accessible: true,
        subnet_group: Some(SubnetGroup {
            name: None,
            vpc_id: "vpc-1".to_owned(),
            subnet_ids: vec!["subnet-2".to_owned(), "subnet-1".to_owned()],
        }),
        port: Some(port),
        security_group_ids: groups.iter().map(|&it| it.to_owned()).collect(),
        cluster: None,
        replica_of: None,
        created: None,
        tags: BTreeMap::new(),
    }
}

/// A table of vpc-1 that routes a subnet.
fn table(subnet: &str, destination: &str, target: &str, way: Way) -> RouteTable {
    let (destination, target) = (destination.to_owned(), target.to_owned());
    RouteTable {
        id: format!("rtb-of-{subnet}"),
        vpc_id: "vpc-1".to_owned(),
        is_main: false,
        subnet_ids: vec![subnet.to_owned()],
        routes: vec![Route { destination, target, way, is_active: true }],
    }
}

/// subnet-1 is public, subnet-2 private; subnet-6 is public for IPv6 only, subnet-7 behind a
/// firewall; of any other nobody knows.
fn tables() -> RouteTables {
    let both = Route {
        destination: "::/0".to_owned(),
        target: "igw-1".to_owned(),
        way: Way::Gateway,
        is_active: true,
    };
    let mut public = table("subnet-1", "0.0.0.0/0", "igw-1", Way::Gateway);
    public.routes.push(both);
    [
        public,
        table("subnet-2", "0.0.0.0/0", "nat-1", Way::Other),
        table("subnet-6", "::/0", "igw-1", Way::Gateway),
        table("subnet-7", "0.0.0.0/0", "vpce-1", Way::Inspection),
    ]
    .into_iter()
    .collect()
}

/// The groups that the tables' cases name.
fn groups() -> Vec<(&'static str, Value)> {
    vec![
        ("sg-ssh", json!([tcp("22", ALL)])),
        ("sg-ssh-v6", json!([tcp("22", ALL_V6)])),
        ("sg-desktop", json!([tcp("3389", ALL)])),
        ("sg-web", json!([tcp("443", ALL), tcp("80", ALL), from("udp", "3389", ALL)])),
        ("sg-office", json!([tcp("22", &["198.51.100.0/24"])])),
        ("sg-all", json!([from("-1", "", ALL)])),
        ("sg-every-port", json!([tcp("0-65535", ALL)])),
        ("sg-lower-half", json!([tcp("22", &["0.0.0.0/1"])])),
        ("sg-upper-half", json!([tcp("20-25", &["128.0.0.0/1"])])),
        ("sg-8", json!([tcp("22", &["12.0.0.0/8"])])),
        ("sg-9", json!([tcp("20-25", &["13.0.0.0/8"])])),
        ("sg-mysql", json!([tcp("3306", ALL)])),
        ("sg-none", json!([])),
        ("sg-ping", json!([from("icmp", "", ALL)])),
        ("sg-list", json!([and_lists(tcp("22", &[]), &["pl-internet"])])),
        ("sg-office-list", json!([and_lists(tcp("22", &[]), &["pl-office"])])),
        ("sg-denied-list", json!([and_lists(tcp("22", &[]), &["pl-denied"])])),
        ("sg-denied-web-list", json!([and_lists(tcp("443", &[]), &["pl-denied"])])),
    ]
}

fn lists() -> PrefixLists {
    let read = |blocks: &[&str]| Ok(blocks.iter().map(|&it| it.into()).collect());
    let denied = "UnauthorizedOperation on ec2:GetManagedPrefixListEntries: no";
    PrefixLists::from([
        ("pl-internet".to_owned(), read(&["203.0.113.0/24", "0.0.0.0/0"])),
        ("pl-office".to_owned(), read(&["198.51.100.0/24"])),
        ("pl-denied".to_owned(), Err(Error::new(Code::AccessDenied, denied))),
    ])
}

fn network() -> Network {
    let read = |json: Value| serde_json::from_value::<Vec<IpPermission>>(json).unwrap();
    let mut groups: HashMap<_, _> =
        groups().into_iter().map(|(id, json)| (id.to_owned(), Ok(read(json)))).collect();
    let malformed = "ipPermissions of sg-malformed is malformed: 70000 is no port";
    groups.insert("sg-malformed".to_owned(), Err(Error::new(Code::InvalidEvent, malformed)));
    Network { tables: tables(), groups, prefix_lists: lists() }
}

fn parameters(given: &[(&str, &str)]) -> Parameters {
    let given = given.iter().map(|&(name, value)| (name.to_owned(), value.to_owned())).collect();
    shared::parameters::read(&given).unwrap()
}

fn region(targets: impl IntoIterator<Item = Target>) -> Arc<Region> {
    let targets = targets.into_iter().collect();
    Arc::new(Region { name: "eu-west-1".to_owned(), targets, network: network() })
}

#[test]
fn without_ports_nothing_would_be_judged() {
    for (text, expected) in [("", false), ("22", true), ("22,3389-3390", true), ("ssh", false)] {
        assert_eq!(ManagementPorts::parse(text).is_ok(), expected, "{text}");
    }
}

fn verdict_on(target: Target, parameters: &Parameters) -> Verdict {
    let facts = Facts::Target(0, region([target]));
    let verdict = PrivateRemoteAccess::judge(&facts, parameters, Timestamp::UNIX_EPOCH);
    assert!(verdict.annotation.chars().count() <= annotation::LIMIT, "{}", verdict.annotation);
    verdict
}

type Given = &'static [(&'static str, &'static str)];

fn check_servers(cases: Vec<(&str, Instance, Given, ComplianceType, &str)>) {
    for (case, instance, given, compliance_type, annotation) in cases {
        let parameters = parameters(given);
        let verdict = verdict_on(Target::server(instance, &parameters), &parameters);
        assert_eq!(verdict.marked(), annotation, "{case}");
        assert_eq!(verdict.compliance_type, compliance_type, "{case}");
    }
}

const CLOSED: &str = "is not reachable on management ports from the Internet";
