use std::sync::Arc;

use serde_json::{Value, json};
use shared::ComplianceType::{self, Compliant as C, NonCompliant as NC};
use shared::db_instance::{DbInstance, SubnetGroup};
use shared::route_table::{Route, RouteTable, RouteTables, Way};
use shared::{Code, ConfigurationItem, Error, Rule, Timestamp, Verdict, parameters};

use crate::database::Database;
use crate::routes::Routes;
use crate::{Facts, Parameters, RdsPrivate};
use shared::testing;

const FLAG_ONLY: &[(&str, &str)] = &[("checkSubnets", "false")];

fn given(pairs: &[(&str, &str)]) -> Parameters {
    let pairs = pairs.iter().map(|&(name, value)| (name.to_owned(), value.to_owned())).collect();
    parameters::read(&pairs).unwrap()
}

fn table(id: &str, vpc: &str, subnets: &[&str], target: &str, way: Way) -> RouteTable {
    let (destination, target) = ("0.0.0.0/0".to_owned(), target.to_owned());
    RouteTable {
        id: id.to_owned(),
        vpc_id: vpc.to_owned(),
        is_main: subnets.is_empty(),
        subnet_ids: subnets.iter().map(|&it| it.to_owned()).collect(),
        routes: vec![Route { destination, target, way, is_active: true }],
    }
}

/// In vpc-1, subnet-1, subnet-11 and subnet-12 are public, subnet-8 is behind a firewall, all
/// others have NAT by the main table; in vpc-2, the main table leads to the Internet; of vpc-3, only
/// the table of subnet-31 is visible.
fn tables() -> RouteTables {
    [
        table("rtb-0", "vpc-1", &[], "nat-1", Way::Other),
        table("rtb-1", "vpc-1", &["subnet-1", "subnet-11", "subnet-12"], "igw-1", Way::Gateway),
        table("rtb-8", "vpc-1", &["subnet-8"], "vpce-1", Way::Inspection),
        table("rtb-20", "vpc-2", &[], "igw-2", Way::Gateway),
        table("rtb-31", "vpc-3", &["subnet-31"], "nat-3", Way::Other),
    ]
    .into_iter()
    .collect()
}

fn item(configuration: &Value) -> ConfigurationItem {
    let item = json!({
        "resourceType": "AWS::RDS::DBInstance", "resourceId": "db-ABC", "resourceName": "db1",
        "configuration": configuration,
    });
    ConfigurationItem::from_json(&item.to_string()).unwrap()
}

fn verdict(configuration: &Value, parameters: &[(&str, &str)], routes: Routes) -> Verdict {
    match Database::recorded(&item(configuration)) {
        Ok(database) => {
            let facts = Facts { database, routes };
            RdsPrivate::judge(&facts, &given(parameters), Timestamp::UNIX_EPOCH)
        }
        Err(error) => Verdict::unverified("db-ABC", &error),
    }
}

/// A DB instance as AWS Config records it, nulls included.
fn instance(public: impl Into<Value>, vpc: &str, subnets: &[&str]) -> Value {
    let subnets: Vec<Value> = subnets
        .iter()
        .map(|it| json!({"subnetIdentifier": it, "subnetStatus": "Active"}))
        .collect();
    json!({
        "dBInstanceIdentifier": "db1", "engine": "mysql", "dBClusterIdentifier": null,
        "publiclyAccessible": public.into(), "dbiResourceId": "db-ABC",
        "dBSubnetGroup": {
            "dBSubnetGroupName": "default", "dBSubnetGroupDescription": "default",
            "vpcId": vpc, "subnetGroupStatus": "Complete", "subnets": subnets,
            "dBSubnetGroupArn": null,
        },
    })
}

fn private(subnets: &[&str]) -> Value {
    instance(false, "vpc-1", subnets)
}

fn with(mut configuration: Value, name: &str, value: impl Into<Value>) -> Value {
    configuration[name] = value.into();
    configuration
}

const PUBLIC: &str = "DB instance db1 (mysql) is publicly accessible.";
const KEPT: &str = "DB instance db1 is private: 3 subnets, none routes to an Internet gateway.";
const ROUTED: &str = "DB instance db1 is not publicly accessible, but subnet-1 of its group \
                      'default' routes to igw-1 (rtb-1).";

type Case<'a> = (&'a str, Value, &'a [(&'a str, &'a str)], ComplianceType, &'a str);

fn check<const N: usize>(cases: [Case<'static>; N]) {
    for (case, configuration, parameters, compliance_type, annotation) in cases {
        let expected = Verdict::read(compliance_type, annotation);
        let routes = Ok(Arc::new(tables()));
        assert_eq!(verdict(&configuration, parameters, routes), expected, "{case}");
    }
}

const THREE: [&str; 3] = ["subnet-2", "subnet-3", "subnet-4"];

#[test]
fn whether_there_is_a_public_address() {
    let unchecked = "DB instance db1 is not publicly accessible; its subnets are not checked.";
    let nowhere = "DB instance db1 (mysql) is not in a VPC.";
    check([
        ("① publicly accessible", instance(true, "vpc-1", &THREE), &[], NC, PUBLIC),
        (
            "publicly accessible, only the flag",
            instance(true, "vpc-1", &THREE),
            FLAG_ONLY,
            NC,
            PUBLIC,
        ),
        (
            "publicly accessible, outside of any VPC",
            with(instance(true, "", &[]), "dBSubnetGroup", Value::Null),
            &[],
            NC,
            PUBLIC,
        ),
        ("⑤ only the flag", private(&["subnet-1", "subnet-2"]), FLAG_ONLY, C, unchecked),
        (
            "⑤ only the flag, outside of any VPC",
            with(private(&[]), "dBSubnetGroup", Value::Null),
            FLAG_ONLY,
            NC,
            nowhere,
        ),
        ("⑥ no subnet group", with(private(&[]), "dBSubnetGroup", Value::Null), &[], NC, nowhere),
        (
            "⑦ member of Aurora",
            with(
                with(instance(true, "vpc-1", &THREE), "dBClusterIdentifier", "aur"),
                "engine",
                "aurora-mysql",
            ),
            &[],
            NC,
            "DB instance db1 (aurora-mysql) is publicly accessible.",
        ),
        (
            "⑦ member of Neptune, private",
            with(with(private(&THREE), "dBClusterIdentifier", "graph"), "engine", "neptune"),
            &[],
            C,
            KEPT,
        ),
    ]);
}

#[test]
fn whether_the_subnets_are_private() {
    check([
        ("② NAT", private(&THREE), &[], C, KEPT),
        (
            "③ one of three has a gateway",
            private(&["subnet-2", "subnet-1", "subnet-3"]),
            &[],
            NC,
            ROUTED,
        ),
        (
            "two have a gateway",
            private(&["subnet-2", "subnet-11", "subnet-1"]),
            &[],
            NC,
            "DB instance db1 is not publicly accessible, but subnet-1 of its group 'default' \
             routes to igw-1 (rtb-1), as does 1 more.",
        ),
        (
            "three have a gateway",
            private(&["subnet-12", "subnet-11", "subnet-1", "subnet-1"]),
            &[],
            NC,
            "DB instance db1 is not publicly accessible, but subnet-1 of its group 'default' \
             routes to igw-1 (rtb-1), as do 2 more.",
        ),
        (
            "④ the main table has a gateway",
            instance(false, "vpc-2", &THREE),
            &[],
            NC,
            "DB instance db1 is not publicly accessible, but subnet-2 of its group 'default' \
             routes to igw-2 (rtb-20), as do 2 more.",
        ),
        ("the flag is null", instance(Value::Null, "vpc-1", &THREE), &[], C, KEPT),
        (
            "the flag is null, and a gateway",
            instance(Value::Null, "vpc-1", &["subnet-1"]),
            &[],
            NC,
            ROUTED,
        ),
    ]);
}

#[test]
fn subnets_out_of_the_ordinary() {
    let alone =
        "DB instance db1 is private: its only subnet does not route to an Internet gateway.";
    check([
        ("behind a firewall", private(&["subnet-8"]), &[], C, alone),
        (
            "subnets that RDS says are gone, or says nothing of",
            with(
                private(&[]),
                "dBSubnetGroup",
                json!({
                    "dBSubnetGroupName": "default", "vpcId": "vpc-1",
                    "subnets": [
                        {"subnetIdentifier": "subnet-1", "subnetStatus": "Inactive"},
                        {"subnetIdentifier": "subnet-2"},
                        {"subnetIdentifier": "subnet-3", "subnetStatus": null},
                        {"subnetIdentifier": "subnet-4", "subnetStatus": "Active"},
                    ],
                }),
            ),
            &[],
            C,
            KEPT,
        ),
        (
            "no table is visible",
            instance(false, "vpc-3", &["subnet-33", "subnet-31", "subnet-32"]),
            &[],
            NC,
            "[not verified] DB instance db1 could not be verified: no route table is visible of subnet-32 and \
             subnet-33.",
        ),
        (
            "a group without subnets",
            private(&[]),
            &[],
            NC,
            "[not verified] DB instance db1 could not be verified: its subnet group names no subnet.",
        ),
        (
            "a group whose subnets are null",
            with(
                private(&[]),
                "dBSubnetGroup",
                json!({"dBSubnetGroupName": "default", "vpcId": "vpc-1", "subnets": null}),
            ),
            &[],
            NC,
            "[not verified] DB instance db1 could not be verified: its subnet group names no subnet.",
        ),
        (
            "a group without a name",
            with(
                private(&[]),
                "dBSubnetGroup",
                json!({"vpcId": "vpc-1", "subnets": [{"subnetIdentifier": "subnet-1"}]}),
            ),
            &[],
            NC,
            "DB instance db1 is not publicly accessible, but subnet-1 of its group routes to igw-1 \
             (rtb-1).",
        ),
    ]);
}

#[test]
fn tables_that_may_not_be_read_leave_open_what_depends_on_them() {
    let message = "UnauthorizedOperation on ec2:DescribeRouteTables: encoded message 9d1f";
    let denied = || Err(Error::new(Code::AccessDenied, message));
    let unverified = "[not verified] DB instance db1 could not be verified: UnauthorizedOperation on \
                      ec2:DescribeRouteTables.";
    for (case, configuration, parameters, expected) in [
        ("⑨ depends", private(&["subnet-2"]), &[][..], testing::non_compliant(unverified)),
        (
            "does not, since it is public",
            instance(true, "vpc-1", &["subnet-2"]),
            &[],
            testing::non_compliant(PUBLIC),
        ),
        (
            "does not, since the flag is enough",
            private(&["subnet-2"]),
            FLAG_ONLY,
            testing::compliant(
                "DB instance db1 is not publicly accessible; its subnets are not checked.",
            ),
        ),
        (
            "does not, since there is no VPC",
            with(private(&[]), "dBSubnetGroup", Value::Null),
            &[],
            testing::non_compliant("DB instance db1 (mysql) is not in a VPC."),
        ),
    ] {
        assert_eq!(verdict(&configuration, parameters, denied()), expected, "{case}");
    }
}

#[test]
fn what_the_verdict_depends_on() {
    let vpc = |configuration: &Value, parameters: &[(&str, &str)]| {
        let database = Database::recorded(&item(configuration)).unwrap();
        database.vpc_in_question(&given(parameters)).map(str::to_owned)
    };
    assert_eq!(vpc(&private(&["subnet-2"]), &[]).as_deref(), Some("vpc-1"));
    assert_eq!(vpc(&private(&["subnet-2"]), FLAG_ONLY), None);
    assert_eq!(vpc(&instance(true, "vpc-1", &["subnet-2"]), &[]), None);
    assert_eq!(vpc(&with(private(&[]), "dBSubnetGroup", Value::Null), &[]), None);
}

#[test]
fn what_cannot_be_read_is_not_verified() {
    for configuration in [
        Value::Null,
        json!([]),
        instance("no", "vpc-1", &["subnet-2"]),
        with(private(&[]), "dBSubnetGroup", json!({"subnets": []})),
        with(private(&[]), "dBSubnetGroup", json!({"vpcId": "vpc-1", "subnets": [{}]})),
    ] {
        let verdict = verdict(&configuration, &[], Ok(Arc::new(tables())));
        assert_eq!(verdict.compliance_type, NC, "{configuration}");
        let annotation = verdict.annotation;
        assert!(
            annotation.starts_with("db-ABC could not be verified: configuration"),
            "{annotation}"
        );
    }
}

#[test]
fn what_rds_describes_is_judged_alike() {
    let described = |is_publicly_accessible, subnets: &[&str]| DbInstance {
        resource_id: "db-ABC".to_owned(),
        name: "db1".to_owned(),
        arn: "arn:aws:rds:us-east-1:111122223333:db:db1".to_owned(),
        engine: Some("mysql".to_owned()),
        is_publicly_accessible,
        subnet_group: Some(SubnetGroup {
            name: Some("default".to_owned()),
            vpc_id: "vpc-1".to_owned(),
            subnet_ids: subnets.iter().map(|&it| it.to_owned()).collect(),
        }),
        port: Some(3306),
        security_group_ids: Vec::new(),
        cluster: None,
        replica_of: None,
        created: None,
        tags: std::collections::BTreeMap::new(),
    };
    for (is_public, subnets) in [
        (true, &["subnet-2"][..]),
        (false, &["subnet-2", "subnet-3"]),
        (false, &["subnet-1", "subnet-3"]),
        (false, &[]),
    ] {
        let (parameters, routes) = (given(&[]), Ok(Arc::new(tables())));
        let by_rds = Database::described(described(is_public, subnets));
        let by_config = Database::recorded(&item(&instance(is_public, "vpc-1", subnets))).unwrap();
        assert_eq!(by_rds.verdict(&routes, &parameters), by_config.verdict(&routes, &parameters));
    }
}
