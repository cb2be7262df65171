//! The network interfaces of what is no instance: databases, functions, containers, caches.

use aws_sdk_ec2::types::{NetworkInterface, NetworkInterfaceStatus};
use shared::paging::Paging;
use shared::{Error, Invocation, Result, tag};

use crate::placement::Placement;
use crate::subnet::filter;
use crate::workload::{Kind, Workload, about};

/// The permission that asking for network interfaces needs.
pub(crate) const ACTION: &str = "ec2:DescribeNetworkInterfaces";
/// The most interfaces that EC2 describes at once.
const PAGE: i32 = 1000;
/// The most characters of an interface's description that are told.
const SHOWN: usize = 60;

/// The types whose place is at the edge of a VPC. EC2's model writes the first in the first way,
/// its answers in the second.
const OF_THE_EDGE: [&str; 11] = [
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
];
/// How the descriptions begin of others at the edge, whose type is that of any interface:
/// application and classic load balancers, Client VPN, EC2 Instance Connect. Only where AWS manages
/// the interface is the description AWS's; whoever makes an interface writes what they like.
const EDGE_DESCRIPTIONS: [&str; 4] =
    ["ELB ", "ClientVPN Endpoint", "EC2 Instance Connect Endpoint", "Instance Connect Endpoint"];
/// Who asks for the interfaces of load balancers.
const LOAD_BALANCING: &str = "amazon-elb";

/// The interfaces to judge, of all or of those that have one property: `("vpc-id", "vpc-1")`.
pub(crate) async fn judged(
    invocation: &Invocation,
    with: Option<(&str, &str)>,
) -> Result<Vec<Workload>> {
    let filters = with.map(|(name, value)| vec![filter(name, [value.to_owned()])]);
    let ec2 = invocation.aws()?.client(aws_sdk_ec2::Client::new);
    let call = ec2.describe_network_interfaces().set_filters(filters).max_results(PAGE);
    let (mut judged, mut paging) = (Vec::new(), Paging::of(ACTION));
    loop {
        let page = call.clone().set_next_token(paging.token()).send().await;
        let page = page.map_err(Error::calling(ACTION))?;
        for interface in page.network_interfaces.unwrap_or_default() {
            if is_judged(&interface, invocation.account_id()) {
                judged.push(workload(interface, invocation)?);
            }
        }
        if !paging.advance(page.next_token)? {
            return Ok(judged);
        }
    }
}

/// Whether an interface is judged by itself: the account's own, in use, not an instance's (which
/// speaks for it) and not one whose place is at the edge.
pub(crate) fn is_judged(interface: &NetworkInterface, account_id: &str) -> bool {
    let is = |value: &Option<String>, expected: &str| value.as_deref() == Some(expected);
    let attachment = interface.attachment.as_ref();
    // Services attach the account's interfaces to instances of their own.
    let is_instance_s = attachment.is_some_and(|it| {
        it.instance_id.is_some()
            && (it.instance_owner_id.is_none() || is(&it.instance_owner_id, account_id))
    });
    let description = interface.description.as_deref().unwrap_or_default();
    let is_of_the_edge =
        interface.interface_type.as_ref().is_some_and(|it| OF_THE_EDGE.contains(&it.as_str()))
            || is(&interface.requester_id, LOAD_BALANCING)
            || (interface.requester_managed == Some(true)
                && EDGE_DESCRIPTIONS.iter().any(|it| description.starts_with(it)));
    is(&interface.owner_id, account_id)
        && interface.status == Some(NetworkInterfaceStatus::InUse)
        && !is_instance_s
        && !is_of_the_edge
}

/// What is judged of an interface.
pub(crate) fn workload(interface: NetworkInterface, invocation: &Invocation) -> Result<Workload> {
    let id = interface
        .network_interface_id
        .clone()
        .ok_or_else(|| Error::lacking(ACTION, "the id of an interface"))?;
    let environment = &invocation.environment;
    let (partition, region) = (&environment.partition, &environment.region);
    let account_id = invocation.account_id();
    let arn = format!("arn:{partition}:ec2:{region}:{account_id}:network-interface/{id}");
    let description = interface.description.as_deref().map_or("", str::trim);
    let purpose = match description.char_indices().nth(SHOWN) {
        Some((end, _)) => Some(format!("{}…", &description[..end])),
        None => Some(description.to_owned()).filter(|it| !it.is_empty()),
    };
    let tags = tag::of_ec2(interface.tag_set.clone());
    let placements = vec![Placement::described(interface).map_err(|it| about(&id, &it))?];
    Ok(Workload { kind: Kind::Interface(purpose), id, arn: Some(arn), tags, placements })
}
