//! A DB instance: whether it has a public address and where it may be placed; and the verdict.

use serde::Deserialize;
use shared::db_instance::{DbInstance, SubnetGroup, is_active};
use shared::rds::{self, Kind};
use shared::route_table::{Reach, RouteTables, Routing};
use shared::spelling::AnyCase;
use shared::{ConfigurationItem, Result, Verdict, annotation};

use crate::Parameters;
use crate::routes::Routes;

/// A DB instance.
#[derive(Debug)]
pub(crate) struct Database {
    /// The `DbiResourceId`.
    pub resource_id: String,
    /// The ARN.
    pub arn: Option<String>,
    name: String,
    engine: Option<String>,
    is_publicly_accessible: bool,
    /// `None` outside of any VPC.
    subnet_group: Option<SubnetGroup>,
}

/// The settings that matter, as AWS Config records them.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Recorded {
    publiclyaccessible: Option<bool>,
    dbsubnetgroup: Option<RecordedGroup>,
}

#[derive(Deserialize)]
struct RecordedGroup {
    dbsubnetgroupname: Option<String>,
    vpcid: String,
    subnets: Option<Vec<RecordedSubnet>>,
}

#[derive(Deserialize)]
struct RecordedSubnet {
    subnetidentifier: String,
    subnetstatus: Option<String>,
}

impl Database {
    /// Reads the DB instance that `item` is the state of.
    pub(crate) fn recorded(item: &ConfigurationItem) -> Result<Self> {
        let rds::Database { name, engine, .. } = rds::Database::of(item, Kind::Instance)?;
        let AnyCase(recorded) = item.configuration::<AnyCase<Recorded>>()?;
        let subnet_group = recorded.dbsubnetgroup.map(|group| {
            let subnets = group.subnets.into_iter().flatten();
            let active = subnets.filter(|it| is_active(it.subnetstatus.as_deref()));
            let subnet_ids = active.map(|it| it.subnetidentifier).collect();
            SubnetGroup { name: group.dbsubnetgroupname, vpc_id: group.vpcid, subnet_ids }
        });
        Ok(Self {
            resource_id: item.resource_id.clone(),
            arn: item.arn.clone(),
            name,
            engine,
            is_publicly_accessible: recorded.publiclyaccessible.unwrap_or(false),
            subnet_group,
        })
    }

    /// The DB instance as RDS describes it.
    pub(crate) fn described(instance: DbInstance) -> Self {
        Self {
            resource_id: instance.resource_id,
            arn: Some(instance.arn),
            name: instance.name,
            engine: instance.engine,
            is_publicly_accessible: instance.is_publicly_accessible,
            subnet_group: instance.subnet_group,
        }
    }

    /// The VPC whose route tables decide; `None` where the verdict does not depend on them.
    pub(crate) fn vpc_in_question(&self, parameters: &Parameters) -> Option<&str> {
        let group = self.subnet_group.as_ref()?;
        let matter = parameters.check_subnets && !self.is_publicly_accessible;
        matter.then_some(group.vpc_id.as_str())
    }

    /// The verdict.
    pub(crate) fn verdict(&self, routes: &Routes, parameters: &Parameters) -> Verdict {
        let name = &self.name;
        let engine = self.engine.as_ref().map_or_else(String::new, |it| format!(" ({it})"));
        if self.is_publicly_accessible {
            return Verdict::non_compliant(format!(
                "DB instance {name}{engine} is publicly accessible."
            ));
        }
        match (&self.subnet_group, routes) {
            (None, _) => {
                Verdict::non_compliant(format!("DB instance {name}{engine} is not in a VPC."))
            }
            (Some(_), _) if !parameters.check_subnets => Verdict::compliant(format!(
                "DB instance {name} is not publicly accessible; its subnets are not checked."
            )),
            (Some(_), Err(error)) => Verdict::unverified(&format!("DB instance {name}"), error),
            (Some(group), Ok(routes)) => self.placed_in(group, routes),
        }
    }

    /// The verdict on the subnets: any of them may be the instance's after the next failover.
    fn placed_in(&self, group: &SubnetGroup, routes: &RouteTables) -> Verdict {
        let name = &self.name;
        let mut subnets: Vec<&str> = group.subnet_ids.iter().map(String::as_str).collect();
        subnets.sort_unstable();
        subnets.dedup();
        let routing = |subnet: &str| routes.routing(&group.vpc_id, subnet);
        // A firewall's endpoint lets in only what has a public address, which this one has not.
        let public: Vec<(&str, Routing<'_>)> = subnets
            .iter()
            .filter_map(|&subnet| Some((subnet, routing(subnet)?)))
            .filter(|(_, routing)| routing.reach == Reach::Public)
            .collect();
        if let Some((subnet, routing)) = public.first() {
            let others = match public.len() {
                1 => String::new(),
                2 => ", as does 1 more".to_owned(),
                many => format!(", as do {} more", many - 1),
            };
            let (gateway, table) = (routing.target(), &routing.table.id);
            let group = group.name.as_ref().map_or_else(String::new, |it| format!(" '{it}'"));
            return Verdict::non_compliant(format!(
                "DB instance {name} is not publicly accessible, but {subnet} of its group{group} \
                 routes to {gateway} ({table}){others}."
            ));
        }
        let unknown: Vec<&str> =
            subnets.iter().copied().filter(|&subnet| routing(subnet).is_none()).collect();
        if !unknown.is_empty() {
            let before =
                format!("DB instance {name} could not be verified: no route table is visible of ");
            return Verdict::unknown(annotation::list(&before, unknown, "."));
        }
        match subnets.len() {
            0 => Verdict::unknown(format!(
                "DB instance {name} could not be verified: its subnet group names no subnet."
            )),
            1 => Verdict::compliant(format!(
                "DB instance {name} is private: its only subnet does not route to an Internet \
                 gateway."
            )),
            many => Verdict::compliant(format!(
                "DB instance {name} is private: {many} subnets, none routes to an Internet gateway."
            )),
        }
    }
}
