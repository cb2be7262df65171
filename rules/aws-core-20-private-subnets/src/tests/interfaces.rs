//! Network interfaces of what is no instance.

use std::sync::Arc;

use aws_sdk_ec2::types::{
    NetworkInterface, NetworkInterfaceAssociation, NetworkInterfaceAttachment,
    NetworkInterfaceStatus, Tag, builders::NetworkInterfaceBuilder,
};
use shared::{Cause, Rule, Timestamp, Verdict, annotation};

use super::{C, NA, NC, facts, given, invocation, route, table};
use crate::workload::Workload;
use crate::{Facts, PrivateSubnets, interface};

fn described() -> NetworkInterfaceBuilder {
    let attachment = NetworkInterfaceAttachment::builder().instance_owner_id("amazon-rds").build();
    NetworkInterface::builder()
        .network_interface_id("eni-1")
        .owner_id("111122223333")
        .status(NetworkInterfaceStatus::InUse)
        .interface_type("interface".into())
        .description("RDSNetworkInterface")
        .attachment(attachment)
        .vpc_id("vpc-1")
        .subnet_id("subnet-1")
}

#[test]
fn other_interfaces() {
    let public = NetworkInterfaceAssociation::builder().public_ip("203.0.113.9").build();
    let described_long = format!("AWS Lambda VPC ENI-{}", "é".repeat(60));
    let told_long = format!("AWS Lambda VPC ENI-{}…", "é".repeat(41));
    let tag = |value: &str| Tag::builder().key("network-tier").value(value).build();
    let by_long = format!(
        "Interface eni-1 ({told_long}) is in public subnet subnet-1 (rtb-1 routes 0.0.0.0/0 to \
         igw-1)."
    );
    for (case, interface, compliance_type, annotation) in [
        (
            "⑩ of a database",
            described(),
            NC,
            "Interface eni-1 (RDSNetworkInterface) is in public subnet subnet-1 (rtb-1 routes \
             0.0.0.0/0 to igw-1).",
        ),
        (
            "with an address",
            described().association(public),
            NC,
            "Interface eni-1 (RDSNetworkInterface) is in public subnet subnet-1 (rtb-1 routes \
             0.0.0.0/0 to igw-1) and has public IP 203.0.113.9.",
        ),
        (
            "without description",
            described().description(" ").subnet_id("subnet-2"),
            C,
            "Interface eni-1 is in private subnet subnet-2 (rtb-2: nat-1).",
        ),
        ("with a long one", described().description(described_long), NC, by_long.as_str()),
        (
            "tagged",
            described().tag_set(tag("edge")),
            NA,
            "[declared] Interface eni-1 (RDSNetworkInterface) is declared public tier (network-tier=edge).",
        ),
        (
            "in a tagged subnet",
            described().subnet_id("subnet-11"),
            NA,
            "[declared] Interface eni-1 (RDSNetworkInterface) is in subnet-11, which is declared public tier \
             (network-tier=dmz).",
        ),
    ] {
        let workload =
            interface::workload(interface.build(), &invocation(Cause::Schedule)).unwrap();
        let arn = "arn:aws:ec2:us-east-1:111122223333:network-interface/eni-1";
        assert_eq!(workload.arn.as_deref(), Some(arn), "{case}");
        let expected = Verdict::read(compliance_type, annotation);
        let verdict = PrivateSubnets::judge(&facts(workload), &given(&[]), Timestamp::UNIX_EPOCH);
        assert_eq!(verdict, expected, "{case}");
    }
}

#[test]
fn the_interfaces_to_judge() {
    let is_judged = |it: NetworkInterfaceBuilder| interface::is_judged(&it.build(), "111122223333");
    let attached = |instance: Option<&str>, owner: Option<&str>| {
        let attachment = NetworkInterfaceAttachment::builder()
            .set_instance_id(instance.map(str::to_owned))
            .set_instance_owner_id(owner.map(str::to_owned));
        described().attachment(attachment.build())
    };
    for judged in [
        described(),
        described().interface_type("lambda".into()).description("AWS Lambda VPC ENI-shop-1234"),
        described().interface_type("branch".into()).set_attachment(None),
        described().description("arn:aws:ecs:us-east-1:111122223333:attachment/1234"),
        described().description("ElastiCache shop-0001-001"),
        described().description("EFS mount target for fs-1 (fsmt-1)"),
        described().set_description(None).set_interface_type(None),
        attached(Some("i-1"), Some("444455556666")),
        // Anybody may describe an interface so.
        described().description("ELB app/shop/50dc6c495c0c9188"),
        described().description("ELB app/shop/50dc6c495c0c9188").requester_managed(false),
        described().description("ClientVPN Endpoint resource").requester_managed(false),
        described().description("EC2 Instance Connect Endpoint eice-1").requester_managed(false),
        described().description("Instance Connect Endpoint").requester_id("111122223333"),
        // AWS manages it, but for something within.
        described().description("RDSNetworkInterface").requester_managed(true),
        described().description("My ELB app/shop/50dc6c495c0c9188").requester_managed(true),
    ] {
        assert!(is_judged(judged.clone()), "{judged:?}");
    }
    for left_alone in [
        described().owner_id("444455556666"),
        described().set_owner_id(None),
        described().status(NetworkInterfaceStatus::Available),
        attached(Some("i-1"), Some("111122223333")),
        attached(Some("i-1"), None),
        described().requester_id("amazon-elb"),
        described().description("ELB app/shop/50dc6c495c0c9188").requester_managed(true),
        described().description("ClientVPN Endpoint resource").requester_managed(true),
        described().description("EC2 Instance Connect Endpoint eice-1").requester_managed(true),
        described().requester_id("amazon-elb").requester_managed(true),
    ] {
        assert!(!is_judged(left_alone.clone()), "{left_alone:?}");
    }
    for kind in [
        "natGateway",
        "nat_gateway",
        "load_balancer",
        "network_load_balancer",
        "gateway_load_balancer",
        "gateway_load_balancer_endpoint",
        "vpc_endpoint",
        "transit_gateway",
        "global_accelerator_managed",
        "api_gateway_managed",
        "ec2_instance_connect_endpoint",
    ] {
        assert!(!is_judged(described().interface_type(kind.into())), "{kind}");
    }
}

#[test]
fn the_longest_ids_fit() {
    let long = |prefix: &str| format!("{prefix}-0123456789abcdef0");
    let workload = Workload {
        id: long("eni"),
        ..interface::workload(
            described()
                .description("x".repeat(255))
                .subnet_id(long("subnet"))
                .association(
                    NetworkInterfaceAssociation::builder().public_ip("203.0.113.255").build(),
                )
                .build(),
            &invocation(Cause::Schedule),
        )
        .unwrap()
    };
    let subnet = long("subnet");
    let routes = vec![route("0.0.0.0/0", &long("igw"))];
    let routes = Arc::new([table(&long("rtb"), "vpc-1", &[&subnet], routes)].into_iter().collect());
    let facts = Facts { workload, routes, public_tier: Arc::default() };
    let annotation = facts.verdict(&given(&[])).annotation;
    assert!(annotation.chars().count() <= annotation::LIMIT, "{annotation}");
}
