use aws_sdk_ec2::types::builders::{RouteBuilder, RouteTableBuilder};
use aws_sdk_ec2::types::{
    self, RouteState, RouteTableAssociation, RouteTableAssociationState,
    RouteTableAssociationStateCode as State,
};

use super::*;

fn to(destination: &str) -> RouteBuilder {
    let route = types::Route::builder().state(RouteState::Active);
    if destination.starts_with("pl-") {
        route.destination_prefix_list_id(destination)
    } else if destination.contains(':') {
        route.destination_ipv6_cidr_block(destination)
    } else {
        route.destination_cidr_block(destination)
    }
}

fn table(id: &str, vpc: &str) -> RouteTableBuilder {
    types::RouteTable::builder()
        .route_table_id(id)
        .vpc_id(vpc)
        .routes(to("10.0.0.0/16").gateway_id("local").build())
}

fn main() -> RouteTableAssociation {
    RouteTableAssociation::builder().main(true).build()
}

fn subnet(id: &str, state: Option<State>) -> RouteTableAssociation {
    let state = state.map(|it| RouteTableAssociationState::builder().state(it).build());
    RouteTableAssociation::builder().main(false).subnet_id(id).set_association_state(state).build()
}

fn tables<const N: usize>(described: [RouteTableBuilder; N]) -> RouteTables {
    described.into_iter().map(|it| RouteTable::described(it.build()).unwrap()).collect()
}

/// What is tried, the routes besides the local one, what they make of the subnet and how it is told.
type Case<'a> = (&'a str, Vec<RouteBuilder>, (Reach, &'a str));

fn check<const N: usize>(cases: [Case<'_>; N]) {
    for (case, routes, (reach, told)) in cases {
        let routes = routes.into_iter().map(RouteBuilder::build);
        let described = routes.fold(table("rtb-1", "vpc-1"), RouteTableBuilder::routes);
        let tables = tables([described.associations(subnet("subnet-1", None))]);
        let routing = tables.routing("vpc-1", "subnet-1").unwrap();
        assert_eq!((routing.reach, routing.to_string().as_str()), (reach, told), "{case}");
    }
}

const PRIVATE: (Reach, &str) = (Reach::Private, "rtb-1: no default route");

#[test]
fn a_gateway_makes_a_subnet_public() {
    let open = (Reach::Public, "rtb-1 routes 0.0.0.0/0 to igw-1");
    check([
        ("none but local", vec![], PRIVATE),
        ("Internet gateway", vec![to("0.0.0.0/0").gateway_id("igw-1")], open),
        (
            "Internet gateway for IPv6 only",
            vec![to("::/0").gateway_id("igw-1")],
            (Reach::Public, "rtb-1 routes ::/0 to igw-1"),
        ),
        (
            "one public block through the gateway, the rest through NAT",
            vec![to("0.0.0.0/0").nat_gateway_id("nat-1"), to("192.0.2.0/24").gateway_id("igw-1")],
            (Reach::Public, "rtb-1 routes 192.0.2.0/24 to igw-1"),
        ),
        (
            "a prefix list through the gateway",
            vec![to("pl-1").gateway_id("igw-1")],
            (Reach::Public, "rtb-1 routes pl-1 to igw-1"),
        ),
        (
            "several routes to gateways: the default one of IPv4 is told",
            vec![
                to("128.0.0.0/1").gateway_id("igw-1"),
                to("::/0").gateway_id("igw-1"),
                to("0.0.0.0/0").gateway_id("igw-1"),
                to("0.0.0.0/1").gateway_id("igw-1"),
            ],
            open,
        ),
        (
            "several routes to gateways, none default: the first is told",
            vec![to("128.0.0.0/1").gateway_id("igw-1"), to("0.0.0.0/1").gateway_id("igw-1")],
            (Reach::Public, "rtb-1 routes 0.0.0.0/1 to igw-1"),
        ),
        (
            "carrier gateway",
            vec![to("0.0.0.0/0").carrier_gateway_id("cagw-1")],
            (Reach::Public, "rtb-1 routes 0.0.0.0/0 to cagw-1"),
        ),
        (
            "the gateway is gone",
            vec![to("0.0.0.0/0").gateway_id("igw-1").state(RouteState::Blackhole)],
            PRIVATE,
        ),
        (
            "the state was left out",
            vec![types::Route::builder().destination_cidr_block("0.0.0.0/0").gateway_id("igw-1")],
            open,
        ),
        (
            "a state that is not known may be one in use",
            vec![to("0.0.0.0/0").gateway_id("igw-1").state("testing".into())],
            open,
        ),
    ]);
}

#[test]
fn other_ways_out_leave_a_subnet_private() {
    check([
        (
            "NAT gateway",
            vec![to("0.0.0.0/0").nat_gateway_id("nat-1")],
            (Reach::Private, "rtb-1: nat-1"),
        ),
        (
            "NAT instance, told by its interface",
            vec![to("0.0.0.0/0").instance_id("i-1").network_interface_id("eni-1")],
            (Reach::Private, "rtb-1: eni-1"),
        ),
        (
            "transit gateway",
            vec![to("0.0.0.0/0").transit_gateway_id("tgw-1")],
            (Reach::Private, "rtb-1: tgw-1"),
        ),
        (
            "egress-only Internet gateway",
            vec![to("::/0").egress_only_internet_gateway_id("eigw-1")],
            (Reach::Private, "rtb-1: eigw-1"),
        ),
        (
            "virtual private gateway",
            vec![to("0.0.0.0/0").gateway_id("vgw-1")],
            (Reach::Private, "rtb-1: vgw-1"),
        ),
        (
            "peering",
            vec![to("0.0.0.0/0").vpc_peering_connection_id("pcx-1")],
            (Reach::Private, "rtb-1: pcx-1"),
        ),
        (
            "local gateway",
            vec![to("0.0.0.0/0").local_gateway_id("lgw-1")],
            (Reach::Private, "rtb-1: lgw-1"),
        ),
        (
            "core network",
            vec![to("0.0.0.0/0").core_network_arn("arn:aws:networkmanager::111122223333:core")],
            (Reach::Private, "rtb-1: arn:aws:networkmanager::111122223333:core"),
        ),
        (
            "a target that is not known",
            vec![to("0.0.0.0/0")],
            (Reach::Private, "rtb-1: an unknown target"),
        ),
    ]);
}

#[test]
fn a_firewall_on_the_way_to_the_internet_inspects() {
    let inspected = (Reach::InspectedPublic, "rtb-1 routes 0.0.0.0/0 to vpce-1");
    check([
        ("firewall endpoint", vec![to("0.0.0.0/0").gateway_id("vpce-1")], inspected),
        (
            "firewall endpoint for both halves of the Internet",
            vec![to("0.0.0.0/1").gateway_id("vpce-1"), to("128.0.0.0/1").gateway_id("vpce-2")],
            (Reach::InspectedPublic, "rtb-1 routes 0.0.0.0/1 to vpce-1"),
        ),
        (
            "firewall endpoint between subnets",
            vec![to("10.0.1.0/24").gateway_id("vpce-1")],
            PRIVATE,
        ),
        (
            "firewall endpoint between subnets, NAT elsewhere",
            vec![to("10.0.1.0/24").gateway_id("vpce-1"), to("0.0.0.0/0").nat_gateway_id("nat-1")],
            (Reach::Private, "rtb-1: nat-1"),
        ),
        (
            "firewall endpoint that is gone",
            vec![to("0.0.0.0/0").gateway_id("vpce-1").state(RouteState::Blackhole)],
            PRIVATE,
        ),
        ("endpoint of Amazon S3", vec![to("pl-63a5400a").gateway_id("vpce-1")], PRIVATE),
        (
            "a gateway besides the firewall",
            vec![to("0.0.0.0/0").gateway_id("vpce-1"), to("198.51.100.0/24").gateway_id("igw-1")],
            (Reach::Public, "rtb-1 routes 198.51.100.0/24 to igw-1"),
        ),
    ]);
}

#[test]
fn the_table_of_a_subnet() {
    let edge = RouteTableAssociation::builder().gateway_id("igw-1").main(false).build();
    let tables = tables([
        table("rtb-main-2", "vpc-2").associations(main()),
        table("rtb-main-1", "vpc-1").associations(main()),
        table("rtb-1", "vpc-1")
            .associations(subnet("subnet-1", Some(State::Associated)))
            .associations(subnet("subnet-plain", None))
            .associations(subnet("subnet-left", Some(State::Disassociated)))
            .associations(subnet("subnet-leaving", Some(State::Disassociating)))
            .associations(subnet("subnet-coming", Some(State::Associating)))
            .associations(subnet("subnet-refused", Some(State::Failed))),
        table("rtb-edge", "vpc-1").associations(edge),
        table("rtb-shared", "vpc-3").associations(subnet("subnet-shared", None)),
    ]);
    let table = |vpc, subnet| Some(tables.routing(vpc, subnet)?.table.id.as_str());
    for (vpc, subnet, expected) in [
        ("vpc-1", "subnet-1", Some("rtb-1")),
        ("vpc-1", "subnet-plain", Some("rtb-1")),
        ("vpc-1", "subnet-other", Some("rtb-main-1")),
        ("vpc-1", "subnet-left", Some("rtb-main-1")),
        ("vpc-1", "subnet-leaving", Some("rtb-main-1")),
        ("vpc-1", "subnet-coming", Some("rtb-main-1")),
        ("vpc-1", "subnet-refused", Some("rtb-main-1")),
        ("vpc-2", "subnet-other", Some("rtb-main-2")),
        ("vpc-3", "subnet-shared", Some("rtb-shared")),
        ("vpc-3", "subnet-other", None),
        ("vpc-4", "subnet-other", None),
    ] {
        assert_eq!(table(vpc, subnet), expected, "{subnet} of {vpc}");
    }
}

#[test]
fn an_address_is_admitted_by_a_route_of_its_family() {
    let admits = |routes: Vec<RouteBuilder>, address: &str| {
        let routes = routes.into_iter().map(RouteBuilder::build);
        let described = routes.fold(table("rtb-1", "vpc-1"), RouteTableBuilder::routes);
        let tables = tables([described.associations(main())]);
        tables.routing("vpc-1", "subnet-1").unwrap().admits(address.parse().unwrap())
    };
    let (v4, v6) = ("203.0.113.9", "2600:1f18::9");
    for (case, routes, expected) in [
        ("nothing", vec![], [false, false]),
        ("gateway", vec![to("0.0.0.0/0").gateway_id("igw-1")], [true, false]),
        (
            "gateway for IPv4, IPv6 only out",
            vec![
                to("0.0.0.0/0").gateway_id("igw-1"),
                to("::/0").egress_only_internet_gateway_id("eigw-1"),
            ],
            [true, false],
        ),
        ("gateway for IPv6", vec![to("::/0").gateway_id("igw-1")], [false, true]),
        ("gateway for a list", vec![to("pl-1").gateway_id("igw-1")], [true, true]),
        ("firewall", vec![to("0.0.0.0/0").gateway_id("vpce-1")], [true, false]),
        ("firewall between subnets", vec![to("10.0.1.0/24").gateway_id("vpce-1")], [false, false]),
        (
            "gateway for IPv4, firewall for IPv6",
            vec![to("0.0.0.0/0").gateway_id("igw-1"), to("::/0").gateway_id("vpce-1")],
            [true, true],
        ),
        ("NAT", vec![to("0.0.0.0/0").nat_gateway_id("nat-1")], [false, false]),
        (
            "gateway that is gone",
            vec![to("0.0.0.0/0").gateway_id("igw-1").state(RouteState::Blackhole)],
            [false, false],
        ),
    ] {
        let admitted = [admits(routes.clone(), v4), admits(routes, v6)];
        assert_eq!(admitted, expected, "{case}");
    }
}

#[test]
fn the_target_is_told_alone() {
    let described = table("rtb-1", "vpc-1")
        .associations(main())
        .routes(to("0.0.0.0/0").gateway_id("igw-1").build());
    let tables = tables([described, table("rtb-2", "vpc-2").associations(main())]);
    assert_eq!(tables.routing("vpc-1", "subnet-1").unwrap().target(), "igw-1");
    assert_eq!(tables.routing("vpc-2", "subnet-2").unwrap().target(), "nowhere");
}

#[test]
fn a_table_without_identity_is_an_error() {
    let nameless = types::RouteTable::builder().vpc_id("vpc-1").build();
    let homeless = types::RouteTable::builder().route_table_id("rtb-1").build();
    for (table, lacks) in [(nameless, "id"), (homeless, "VPC")] {
        let error = RouteTable::described(table).unwrap_err();
        let expected = format!("the answer to ec2:DescribeRouteTables lacks a table's {lacks}");
        assert_eq!(error.to_string(), expected);
    }
}
