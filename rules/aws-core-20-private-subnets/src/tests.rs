mod interfaces;
mod parts;

use std::collections::BTreeMap;
use std::sync::Arc;

use serde_json::{Value, json};
use shared::ComplianceType::{self, Compliant as C, NonCompliant as NC, NotApplicable as NA};
use shared::invocation::{self, Environment};
use shared::route_table::{Route, RouteTable, RouteTables, Way};
use shared::{Cause, ConfigurationItem, Invocation, Rule, Timestamp, Verdict, parameters};

use crate::workload::Workload;
use crate::{Facts, Parameters, PrivateSubnets};

const ONLY_ADDRESSES: &[(&str, &str)] = &[("requirePublicAddress", "true")];

fn given(pairs: &[(&str, &str)]) -> Parameters {
    let pairs = pairs.iter().map(|&(name, value)| (name.to_owned(), value.to_owned())).collect();
    parameters::read(&pairs).unwrap()
}

fn route(destination: &str, target: &str) -> Route {
    let way = match target.split('-').next() {
        Some("igw") => Way::Gateway,
        Some("vpce") => Way::Inspection,
        _ => Way::Other,
    };
    let (destination, target) = (destination.to_owned(), target.to_owned());
    Route { destination, target, way, is_active: true }
}

fn table(id: &str, vpc: &str, subnets: &[&str], routes: Vec<Route>) -> RouteTable {
    RouteTable {
        id: id.to_owned(),
        vpc_id: vpc.to_owned(),
        is_main: subnets.is_empty(),
        subnet_ids: subnets.iter().map(|&it| it.to_owned()).collect(),
        routes,
    }
}

/// Two VPCs. In vpc-1, subnet-1 and subnet-11 are public, subnet-2 has NAT, subnet-6 only IPv6 and
/// only out, subnet-7 lost its gateway, subnet-8 is behind a firewall; all others follow a private
/// main table. In vpc-2, the main table leads to the Internet.
fn tables() -> RouteTables {
    let mut lost = route("0.0.0.0/0", "igw-1");
    lost.is_active = false;
    [
        table("rtb-0", "vpc-1", &[], vec![route("10.0.0.0/16", "local")]),
        table("rtb-1", "vpc-1", &["subnet-1", "subnet-11"], vec![route("0.0.0.0/0", "igw-1")]),
        table("rtb-2", "vpc-1", &["subnet-2"], vec![route("0.0.0.0/0", "nat-1")]),
        table("rtb-6", "vpc-1", &["subnet-6"], vec![route("::/0", "eigw-1")]),
        table("rtb-7", "vpc-1", &["subnet-7"], vec![lost]),
        table("rtb-8", "vpc-1", &["subnet-8"], vec![route("0.0.0.0/0", "vpce-1")]),
        table("rtb-9", "vpc-1", &["subnet-9"], vec![route("::/0", "igw-1")]),
        table("rtb-20", "vpc-2", &[], vec![route("0.0.0.0/0", "igw-2")]),
    ]
    .into_iter()
    .collect()
}

fn facts(workload: Workload) -> Facts {
    let dmz = ("subnet-11".to_owned(), "network-tier=dmz".to_owned());
    Facts { workload, routes: Arc::new(tables()), public_tier: Arc::new(BTreeMap::from([dmz])) }
}

fn item(configuration: &Value, tags: &Value) -> ConfigurationItem {
    let item = json!({
        "resourceType": "AWS::EC2::Instance", "resourceId": "i-1", "tags": tags,
        "configuration": configuration,
    });
    ConfigurationItem::from_json(&item.to_string()).unwrap()
}

fn verdict(configuration: &Value, tags: &Value, parameters: &[(&str, &str)]) -> Verdict {
    match Workload::recorded(&item(configuration, tags)) {
        Ok(workload) => {
            PrivateSubnets::judge(&facts(workload), &given(parameters), Timestamp::UNIX_EPOCH)
        }
        Err(error) => Verdict::unverified("i-1", &error),
    }
}

type Case<'a> = (&'a str, Value, Value, &'a [(&'a str, &'a str)], ComplianceType, &'a str);

fn check<const N: usize>(cases: [Case<'static>; N]) {
    for (case, configuration, tags, parameters, compliance_type, annotation) in cases {
        let expected = Verdict::read(compliance_type, annotation);
        assert_eq!(verdict(&configuration, &tags, parameters), expected, "{case}");
    }
}

fn interface_in(vpc: &str, subnet: &str, public: Option<&str>) -> Value {
    let association = public.map(|ip| json!({"publicIp": ip, "ipOwnerId": "amazon"}));
    json!({
        "networkInterfaceId": "eni-1", "vpcId": vpc, "subnetId": subnet, "ipv6Addresses": [],
        "association": association,
        "privateIpAddresses": [{"privateIpAddress": "10.0.0.9", "association": association}],
    })
}

fn instance(interfaces: impl IntoIterator<Item = Value>) -> Value {
    let interfaces: Vec<Value> = interfaces.into_iter().collect();
    json!({
        "instanceId": "i-1", "state": {"code": 16, "name": "running"},
        "vpcId": interfaces[0]["vpcId"], "subnetId": interfaces[0]["subnetId"],
        "publicIpAddress": interfaces[0]["association"]["publicIp"],
        "networkInterfaces": interfaces,
    })
}

/// An instance with one interface in a subnet of vpc-1.
fn within(subnet: &str, public: Option<&str>) -> Value {
    instance([interface_in("vpc-1", subnet, public)])
}

fn with(mut configuration: Value, name: &str, value: impl Into<Value>) -> Value {
    configuration[name] = value.into();
    configuration
}

fn none() -> Value {
    json!({})
}

const IP: Option<&str> = Some("203.0.113.9");
const OPEN: &str = "Instance i-1 is in public subnet subnet-1 (rtb-1 routes 0.0.0.0/0 to igw-1) \
                    and has public IP 203.0.113.9.";
const ASSIGNABLE: &str =
    "Instance i-1 has no public IP, but subnet-1 routes to igw-1 (rtb-1), so one can be assigned.";
const PRIVATE: &str = "Instance i-1 is in private subnet subnet-2 (rtb-2: nat-1).";

#[test]
fn one_interface() {
    let fallen_back = "Instance i-1 is in private subnet subnet-5 (rtb-0: no default route).";
    let lost = "Instance i-1 is in private subnet subnet-7 (rtb-7: no default route).";
    let allowed = "Instance i-1 is in public subnet subnet-1 (rtb-1 routes 0.0.0.0/0 to igw-1), \
                   but has no public IP.";
    check([
        ("① public subnet, public address", within("subnet-1", IP), none(), &[], NC, OPEN),
        ("② public subnet, no address", within("subnet-1", None), none(), &[], NC, ASSIGNABLE),
        ("② only addresses", within("subnet-1", None), none(), ONLY_ADDRESSES, C, allowed),
        ("② only addresses, one", within("subnet-1", IP), none(), ONLY_ADDRESSES, NC, OPEN),
        ("③ NAT", within("subnet-2", None), none(), &[], C, PRIVATE),
        ("③ NAT, with an address of no use", within("subnet-2", IP), none(), &[], C, PRIVATE),
        (
            "④ main table with a gateway",
            instance([interface_in("vpc-2", "subnet-5", None)]),
            none(),
            &[],
            NC,
            "Instance i-1 has no public IP, but subnet-5 routes to igw-2 (rtb-20), so one can be \
             assigned.",
        ),
        ("④ another VPC's main table has one", within("subnet-5", IP), none(), &[], C, fallen_back),
        (
            "⑤ egress only",
            within("subnet-6", None),
            none(),
            &[],
            C,
            "Instance i-1 is in private subnet subnet-6 (rtb-6: eigw-1).",
        ),
        ("⑥ the gateway is gone", within("subnet-7", IP), none(), &[], C, lost),
        (
            "⑧ firewall, no address",
            within("subnet-8", None),
            none(),
            &[],
            C,
            "Instance i-1 has no public IP, and subnet-8 routes to the Internet through vpce-1 \
             only (rtb-8).",
        ),
        (
            "⑧ firewall, an address",
            within("subnet-8", IP),
            none(),
            &[],
            NC,
            "Instance i-1 is in subnet subnet-8 (rtb-8 routes 0.0.0.0/0 to vpce-1) and has public \
             IP 203.0.113.9, which is reached through that endpoint.",
        ),
        (
            "IPv6 only",
            within("subnet-9", None),
            none(),
            &[],
            NC,
            "Instance i-1 has no public IP, but subnet-9 routes to igw-1 (rtb-9), so one can be \
             assigned.",
        ),
        (
            "no table is visible",
            instance([interface_in("vpc-3", "subnet-3", IP)]),
            none(),
            &[],
            NC,
            "[not verified] Instance i-1 could not be verified: no route table of subnet-3 is visible.",
        ),
    ]);
}

#[test]
fn declarations() {
    let dmz = "[declared] Instance i-1 is declared public tier (network-tier=dmz).";
    let in_dmz = "[declared] Instance i-1 is in subnet-11, which is declared public tier (network-tier=dmz).";
    let off: &[(&str, &str)] = &[("publicTierTagKey", "")];
    let any: &[(&str, &str)] = &[("publicTierTagKey", "tier"), ("publicTierTagValues", "")];
    check([
        ("⑦ on the instance", within("subnet-1", IP), json!({"network-tier": "dmz"}), &[], NA, dmz),
        (
            "⑦ in whatever case",
            within("subnet-1", IP),
            json!({"network-tier": "DMZ"}),
            &[],
            NA,
            "[declared] Instance i-1 is declared public tier (network-tier=DMZ).",
        ),
        ("⑦ on the subnet", within("subnet-11", IP), none(), &[], NA, in_dmz),
        ("on the subnet, no address", within("subnet-11", None), none(), &[], NA, in_dmz),
        (
            "on the subnet, only addresses",
            within("subnet-11", IP),
            none(),
            ONLY_ADDRESSES,
            NA,
            in_dmz,
        ),
        (
            "another value",
            within("subnet-1", IP),
            json!({"network-tier": "internal"}),
            &[],
            NC,
            OPEN,
        ),
        ("another key", within("subnet-1", IP), json!({"tier": "dmz"}), &[], NC, OPEN),
        ("switched off", within("subnet-1", IP), json!({"network-tier": "dmz"}), off, NC, OPEN),
        (
            "any value",
            within("subnet-1", IP),
            json!({"tier": "shop"}),
            any,
            NA,
            "[declared] Instance i-1 is declared public tier (tier=shop).",
        ),
        ("no value", within("subnet-1", IP), json!({"tier": ""}), any, NC, OPEN),
        (
            "an instance of a private subnet that is declared is not judged either",
            within("subnet-2", None),
            json!({"network-tier": "dmz"}),
            &[],
            NA,
            dmz,
        ),
    ]);
}

#[test]
fn several_interfaces() {
    let place = |subnet, public| interface_in("vpc-1", subnet, public);
    check([
        (
            "one public, one private",
            instance([place("subnet-2", None), place("subnet-1", None)]),
            none(),
            &[],
            NC,
            ASSIGNABLE,
        ),
        (
            "the one with an address is told",
            instance([place("subnet-9", None), place("subnet-1", IP)]),
            none(),
            &[],
            NC,
            OPEN,
        ),
        (
            "an unknown one does not hide a public one",
            instance([interface_in("vpc-3", "subnet-3", None), place("subnet-1", None)]),
            none(),
            &[],
            NC,
            ASSIGNABLE,
        ),
        (
            "a private one does not hide an unknown one",
            instance([place("subnet-2", None), interface_in("vpc-3", "subnet-3", None)]),
            none(),
            &[],
            NC,
            "[not verified] Instance i-1 could not be verified: no route table of subnet-3 is visible.",
        ),
        (
            "declared and public",
            instance([place("subnet-11", IP), place("subnet-1", None)]),
            none(),
            &[],
            NC,
            ASSIGNABLE,
        ),
        (
            "declared and private",
            instance([place("subnet-11", IP), place("subnet-2", None)]),
            none(),
            &[],
            NA,
            "[declared] Instance i-1 is in subnet-11, which is declared public tier (network-tier=dmz).",
        ),
        (
            "of two VPCs, each with its own main table",
            instance([place("subnet-5", None), interface_in("vpc-2", "subnet-50", IP)]),
            none(),
            &[],
            NC,
            "Instance i-1 is in public subnet subnet-50 (rtb-20 routes 0.0.0.0/0 to igw-2) and \
             has public IP 203.0.113.9.",
        ),
        (
            "all private",
            instance([place("subnet-6", None), place("subnet-2", None), place("subnet-2", None)]),
            none(),
            &[],
            C,
            "Instance i-1 is in private subnets subnet-2 (rtb-2: nat-1) and subnet-6 (rtb-6: \
             eigw-1).",
        ),
    ]);
}

#[test]
fn addresses() {
    let v6 = |subnet: &str, address: &str| {
        let interface = interface_in("vpc-1", subnet, None);
        instance([with(interface, "ipv6Addresses", json!([{"ipv6Address": address}]))])
    };
    let secondary = json!([
        {"privateIpAddress": "10.0.0.9", "primary": true},
        {"privateIpAddress": "10.0.0.10", "association": {"publicIp": "203.0.113.9"}},
    ]);
    let by_carrier = with(
        interface_in("vpc-1", "subnet-1", None),
        "association",
        json!({"carrierIp": "203.0.113.9"}),
    );
    let delegated = with(
        interface_in("vpc-1", "subnet-9", None),
        "ipv6Prefixes",
        json!([{"ipv6Prefix": "2600:1f18::/80"}]),
    );
    let by_v6 = "Instance i-1 is in public subnet subnet-9 (rtb-9 routes ::/0 to igw-1) and has \
                 public IP 2600:1f18::9.";
    check([
        ("IPv6", v6("subnet-9", "2600:1f18::9"), none(), &[], NC, by_v6),
        (
            "a prefix of IPv6",
            instance([delegated]),
            none(),
            ONLY_ADDRESSES,
            NC,
            "Instance i-1 is in public subnet subnet-9 (rtb-9 routes ::/0 to igw-1) and has \
             public IP 2600:1f18::.",
        ),
        (
            "IPv6 of the organization's own",
            v6("subnet-9", "fd00::9"),
            none(),
            ONLY_ADDRESSES,
            C,
            "Instance i-1 is in public subnet subnet-9 (rtb-9 routes ::/0 to igw-1), but has no \
             public IP.",
        ),
        (
            "IPv6 where only IPv4 comes in",
            v6("subnet-1", "2600:1f18::9"),
            none(),
            &[],
            NC,
            "Instance i-1 is in public subnet subnet-1 (rtb-1 routes 0.0.0.0/0 to igw-1) and has \
             public IP 2600:1f18::9.",
        ),
        (
            "IPv4 where only IPv6 comes in, and an address is what counts",
            within("subnet-9", IP),
            none(),
            &[("requirePublicAddress", "true")],
            NC,
            "Instance i-1 is in public subnet subnet-9 (rtb-9 routes ::/0 to igw-1) and has public \
             IP 203.0.113.9.",
        ),
        (
            "an address of a secondary one",
            instance([with(
                interface_in("vpc-1", "subnet-1", None),
                "privateIpAddresses",
                secondary,
            )]),
            none(),
            &[],
            NC,
            OPEN,
        ),
        ("an address of a carrier", instance([by_carrier]), none(), &[], NC, OPEN),
        (
            "no address",
            v6("subnet-9", "none"),
            none(),
            &[],
            NC,
            "[not verified] i-1 could not be verified: none is no address.",
        ),
    ]);
}

#[test]
fn states_and_records() {
    let gone = "Instance i-1 is terminated.";
    let state = |state: Value| with(within("subnet-1", IP), "state", state);
    check([
        ("stopped", state(json!({"name": "stopped"})), none(), &[], NC, OPEN),
        ("starting", state(json!({"name": "pending"})), none(), &[], NC, OPEN),
        ("terminated", state(json!({"code": 48, "name": "terminated"})), none(), &[], NA, gone),
        ("in other words", state(json!({"value": "terminated"})), none(), &[], NA, gone),
        ("in a word", state(json!("shutting-down")), none(), &[], NA, gone),
        (
            "terminated, and little else is left",
            json!({"instanceId": "i-1", "state": {"name": "terminated"}, "networkInterfaces": []}),
            none(),
            &[],
            NA,
            gone,
        ),
        ("no state", state(Value::Null), none(), &[], NC, OPEN),
        (
            "no interface is recorded",
            with(within("subnet-1", IP), "networkInterfaces", json!([])),
            none(),
            &[],
            NC,
            OPEN,
        ),
        (
            "nothing is recorded",
            json!({}),
            none(),
            &[],
            NC,
            "[not verified] i-1 could not be verified: its VPC is not told.",
        ),
        (
            "no subnet",
            json!({"vpcId": "vpc-1", "networkInterfaces": null}),
            none(),
            &[],
            NC,
            "[not verified] i-1 could not be verified: its subnet is not told.",
        ),
    ]);
    let unread = verdict(&json!({"networkInterfaces": "none"}), &none(), &[]);
    assert_eq!(unread.compliance_type, NC);
    assert!(unread.annotation.starts_with("i-1 could not be verified: configuration of i-1 is"));
}

fn invocation(cause: Cause) -> Invocation {
    let environment = Environment {
        account_id: "111122223333".to_owned(),
        region: "us-east-1".to_owned(),
        partition: "aws".to_owned(),
        rule_name: None,
        parameters: invocation::Parameters::default(),
        aws: None,
    };
    Invocation { environment: Arc::new(environment), time: Timestamp::UNIX_EPOCH, cause }
}
