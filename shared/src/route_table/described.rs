//! Route tables as EC2 describes them.

use aws_sdk_ec2::types::{self, RouteState, RouteTableAssociationStateCode};

use super::{ACTION, Route, RouteTable, Way};
use crate::error::{Error, Result};

impl RouteTable {
    pub(super) fn described(table: types::RouteTable) -> Result<Self> {
        let associations = table.associations.unwrap_or_default();
        let in_force = || associations.iter().filter(|it| is_in_force(it));
        Ok(Self {
            id: required(table.route_table_id, "id")?,
            vpc_id: required(table.vpc_id, "VPC")?,
            is_main: in_force().any(|it| it.main == Some(true)),
            subnet_ids: in_force().filter_map(|it| it.subnet_id.clone()).collect(),
            routes: table.routes.unwrap_or_default().into_iter().map(Route::described).collect(),
        })
    }
}

impl Route {
    fn described(route: types::Route) -> Self {
        let blocks = route.destination_cidr_block.or(route.destination_ipv6_cidr_block);
        let is_for_list = blocks.is_none();
        let destination = blocks.or(route.destination_prefix_list_id).unwrap_or_default();
        let (target, way) = match (route.carrier_gateway_id, route.gateway_id) {
            (Some(gateway), _) => (Some(gateway), Way::Gateway),
            (None, Some(gateway)) => {
                let way = way_of(&gateway, is_for_list);
                (Some(gateway), way)
            }
            (None, None) => {
                let target = route
                    .nat_gateway_id
                    .or(route.transit_gateway_id)
                    .or(route.vpc_peering_connection_id)
                    .or(route.egress_only_internet_gateway_id)
                    .or(route.network_interface_id)
                    .or(route.instance_id)
                    .or(route.local_gateway_id)
                    .or(route.core_network_arn)
                    .or(route.odb_network_arn);
                (target, Way::Other)
            }
        };
        let target = target.unwrap_or_else(|| "an unknown target".to_owned());
        let unused = matches!(route.state, Some(RouteState::Blackhole | RouteState::Filtered));
        Self { destination, target, way, is_active: !unused }
    }
}

fn way_of(gateway: &str, is_for_list: bool) -> Way {
    if gateway.starts_with("igw-") {
        Way::Gateway
    } else if gateway.starts_with("vpce-") && !is_for_list {
        Way::Inspection
    } else {
        Way::Other
    }
}

/// Whether the association routes anything now: not one that is still being made, failed or was
/// taken back. A table of a gateway has one too, which names no subnet.
fn is_in_force(association: &types::RouteTableAssociation) -> bool {
    let state = association.association_state.as_ref().and_then(|it| it.state.as_ref());
    state.is_none_or(|it| *it == RouteTableAssociationStateCode::Associated)
}

fn required(value: Option<String>, field: &str) -> Result<String> {
    value.ok_or_else(|| Error::lacking(ACTION, format_args!("a table's {field}")))
}
