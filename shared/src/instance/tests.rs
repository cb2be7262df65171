use std::sync::Arc;

use aws_sdk_ec2::primitives::DateTime;
use aws_sdk_ec2::types::{
    self, GroupIdentifier, InstanceIpv6Address, InstanceIpv6Prefix, InstanceNetworkInterface,
    InstanceNetworkInterfaceAssociation, InstanceNetworkInterfaceAttachment,
    InstancePrivateIpAddress, InstanceState, Tag,
};

use super::*;
use crate::invocation::{Cause, Environment, Invocation};

fn invocation() -> Invocation {
    let environment = Environment {
        account_id: "111122223333".to_owned(),
        region: "cn-north-1".to_owned(),
        partition: "aws-cn".to_owned(),
        rule_name: None,
        parameters: crate::invocation::Parameters::default(),
        aws: None,
    };
    let environment = Arc::new(environment);
    Invocation { environment, time: Timestamp::UNIX_EPOCH, cause: Cause::Schedule }
}

fn instance() -> types::builders::InstanceBuilder {
    let state = InstanceState::builder().name(InstanceStateName::Running).build();
    types::Instance::builder().instance_id("i-1").image_id("ami-1").state(state)
}

fn attached(index: i32, seconds: i64) -> types::builders::InstanceNetworkInterfaceBuilder {
    let attachment = InstanceNetworkInterfaceAttachment::builder()
        .device_index(index)
        .attach_time(DateTime::from_secs(seconds))
        .build();
    InstanceNetworkInterface::builder().network_interface_id("eni-1").attachment(attachment)
}

fn read(instance: types::builders::InstanceBuilder) -> Instance {
    Instance::read(instance.build(), &invocation()).unwrap()
}

fn addresses(interface: types::builders::InstanceNetworkInterfaceBuilder) -> Vec<String> {
    let read = read(instance().network_interfaces(interface.build()));
    read.public_addresses().iter().map(ToString::to_string).collect()
}

#[test]
fn the_launch_is_the_attachment_of_the_primary_interface() {
    let launched = |interfaces: &[(i32, i64)]| {
        let interfaces = interfaces.iter().map(|&(index, time)| attached(index, time).build());
        let start = DateTime::from_secs(9_000);
        let instance =
            instance().launch_time(start).set_network_interfaces(Some(interfaces.collect()));
        read(instance).launched.map(Timestamp::as_second)
    };
    assert_eq!(launched(&[(0, 1_000)]), Some(1_000));
    assert_eq!(launched(&[(1, 500), (0, 1_000)]), Some(1_000), "another interface");
    assert_eq!(launched(&[(0, 2_000), (0, 1_000)]), Some(1_000), "another card");
    assert_eq!(launched(&[(1, 500)]), None);
    assert_eq!(launched(&[]), None, "a start is no launch");
}

#[test]
fn the_facts_are_named() {
    let tags = [("aws:autoscaling:groupName", "web"), ("team", "shop")];
    let tags = tags.map(|(key, value)| Tag::builder().key(key).value(value).build());
    let group = |id| GroupIdentifier::builder().group_id(id).build();
    let second = attached(1, 0).network_interface_id("eni-2").subnet_id("subnet-2");
    let first = attached(0, 0).subnet_id("subnet-1").groups(group("sg-2")).groups(group("sg-1"));
    let read = read(
        instance()
            .vpc_id("vpc-1")
            .subnet_id("subnet-1")
            .set_tags(Some(tags.into()))
            .network_interfaces(second.build())
            .network_interfaces(first.build()),
    );
    assert_eq!(read.arn, "arn:aws-cn:ec2:cn-north-1:111122223333:instance/i-1");
    assert_eq!(read.auto_scaling_group(), Some("web"));
    assert_eq!(read.tags["team"], "shop");
    assert!(read.is_running());
    let interfaces: Vec<_> =
        read.interfaces.iter().map(|it| (it.id.as_str(), it.subnet_id.as_deref())).collect();
    assert_eq!(interfaces, [("eni-1", Some("subnet-1")), ("eni-2", Some("subnet-2"))]);
    assert!(read.interfaces[0].security_groups.iter().eq(["sg-1", "sg-2"]));
    assert!(read.public_addresses().is_empty());
}

#[test]
fn addresses_that_the_internet_routes_to_are_public() {
    let association =
        |address| InstanceNetworkInterfaceAssociation::builder().public_ip(address).build();
    let of_carrier = InstanceNetworkInterfaceAssociation::builder().carrier_ip("155.146.0.1");
    let private = |address, association| {
        InstancePrivateIpAddress::builder()
            .private_ip_address(address)
            .set_association(association)
            .build()
    };
    let ipv6 = |address| InstanceIpv6Address::builder().ipv6_address(address).build();
    let prefix = InstanceIpv6Prefix::builder().ipv6_prefix("2600:1f18:1:2:3::/80").build();

    let public = attached(0, 0)
        .association(association("203.0.113.9"))
        .private_ip_addresses(private("10.0.0.4", Some(association("203.0.113.9"))))
        .private_ip_addresses(private("10.0.0.5", Some(association("198.51.100.7"))))
        .private_ip_addresses(private("10.0.0.6", None));
    assert_eq!(addresses(public), ["198.51.100.7", "203.0.113.9"], "of a second private address");
    assert_eq!(addresses(attached(0, 0).association(of_carrier.build())), ["155.146.0.1"]);
    let six = attached(0, 0).ipv6_addresses(ipv6("2600:1f18::9")).ipv6_addresses(ipv6("fd00::1"));
    assert_eq!(addresses(six), ["2600:1f18::9"], "unique local addresses are private");
    assert_eq!(addresses(attached(0, 0).ipv6_prefixes(prefix)), ["2600:1f18:1:2:3::"]);
}

#[test]
fn what_is_not_whole_is_an_error() {
    let running = || InstanceState::builder().name(InstanceStateName::Running).build();
    for (broken, lacks) in [
        (types::Instance::builder().image_id("ami-1").state(running()), "the id of an instance"),
        (types::Instance::builder().instance_id("i-1").state(running()), "the image of i-1"),
        (types::Instance::builder().instance_id("i-1").image_id("ami-1"), "the state of i-1"),
        (
            instance().network_interfaces(InstanceNetworkInterface::builder().build()),
            "the id of an interface",
        ),
        (
            instance().network_interfaces(
                attached(0, 0)
                    .association(
                        InstanceNetworkInterfaceAssociation::builder().public_ip("none").build(),
                    )
                    .build(),
            ),
            "an address: none is no address",
        ),
    ] {
        let error = Instance::read(broken.build(), &invocation()).unwrap_err();
        assert_eq!(error.to_string(), format!("the answer to {ACTION} lacks {lacks}"));
    }
}
