//! A DB instance must have no public address, and every subnet that it may be placed in must be
//! private: without a route to an Internet gateway, as [`shared::route_table`] tells.
//!
//! Security groups excuse nothing: they are one rule away from letting everybody in. Members of
//! clusters, of Neptune and DocumentDB too, are DB instances like others.

mod database;
mod routes;

use shared::db_instance;
use shared::rds::DB_INSTANCE;
use shared::{
    Frequency, Inventory, Invocation, Metadata, Permission, Result, Rule, Scope, Section, Subject,
    Timestamp, Trigger, Verdict, route_table,
};

use database::Database;
use routes::{Routes, Tables};

/// The rule.
#[derive(Debug)]
pub struct RdsPrivate;

shared::parameters! {
    /// Whether the subnets are judged too, and not only whether there is a public address.
    pub check_subnets: bool = true,
}

impl Rule for RdsPrivate {
    const METADATA: Metadata = Metadata {
        name: env!("CARGO_PKG_NAME"),
        title: "RDS is not publicly accessible and in private subnets",
        question: "Are all databases of RDS out of the Internet's reach, by their settings and by \
                   the subnets they are in?",
        rationale: "A database with a public address is found, and its passwords are guessed at, \
                    as soon as a security group lets anyone in. Without such an address, in \
                    private subnets, that mistake alone costs nothing.",
        acceptable: "No DB instance is publicly accessible, and no subnet of their groups has a \
                     route to an Internet gateway.",
        failure: "A DB instance is publicly accessible, or may be placed in a public subnet.",
        remediation: "Turn off public access of the DB instance. Let its subnet group have private \
                      subnets only: take the route to the Internet gateway from their tables, or \
                      exchange the subnets. Clients come in through a bastion, a VPN or an \
                      application in the same VPC.",
        section: Section::NetworkSecurity,
        scope: Scope::EveryRegion,
        trigger: Trigger { changes: &[DB_INSTANCE], schedule: Some(Frequency::TwentyFourHours) },
        reports: &[DB_INSTANCE],
        permissions: &[
            Permission::everywhere(route_table::ACTION),
            Permission::on(db_instance::ACTION, db_instance::RESOURCE),
        ],
        attested: false,
        references: &["CIS 7.0 3.2.3", "Security Hub RDS.2", "Security Hub RDS.46"],
    };
    type Parameters = Parameters;
    type Facts = Facts;

    async fn gather(invocation: &Invocation, parameters: &Parameters) -> Result<Inventory<Facts>> {
        if let Some(item) = invocation.changed(DB_INSTANCE) {
            let facts = match Database::recorded(item) {
                Ok(database) => {
                    let vpc = database.vpc_in_question(parameters);
                    let routes = routes::read(invocation, vpc.map(Tables::OfVpc)).await?;
                    Ok(Facts { database, routes })
                }
                Err(error) => Err(error),
            };
            return Ok(Inventory::some([Subject::of(item, facts)]));
        }
        let described = db_instance::all(invocation.aws()?).await?.into_iter();
        let databases: Vec<Database> = described.map(Database::described).collect();
        let in_question = databases.iter().any(|it| it.vpc_in_question(parameters).is_some());
        let routes = routes::read(invocation, in_question.then_some(Tables::OfRegion)).await?;
        let subjects = databases.into_iter().map(|database| {
            let (id, arn) = (database.resource_id.clone(), database.arn.clone());
            let facts = Facts { database, routes: routes.clone() };
            Subject::new(DB_INSTANCE, id, Ok(facts)).with_arn(arn)
        });
        Ok(Inventory::all(&[DB_INSTANCE], subjects, "No DB instance exists in this region."))
    }

    fn judge(facts: &Facts, parameters: &Parameters, _: Timestamp) -> Verdict {
        facts.database.verdict(&facts.routes, parameters)
    }
}

/// What the verdict depends on.
#[derive(Debug)]
pub struct Facts {
    /// The DB instance.
    database: Database,
    /// The route tables of its VPC, perhaps among others, where they matter.
    routes: Routes,
}

#[cfg(test)]
mod tests;
