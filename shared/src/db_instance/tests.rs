use aws_sdk_rds::primitives::DateTime;
use aws_sdk_rds::types::{DbSubnetGroup, Endpoint, Subnet, Tag, VpcSecurityGroupMembership};

use super::*;

fn described() -> types::builders::DbInstanceBuilder {
    types::DbInstance::builder()
        .dbi_resource_id("db-1")
        .db_instance_identifier("shop")
        .db_instance_arn("arn:aws:rds:us-east-1:111122223333:db:shop")
}

#[test]
fn everything_is_read() {
    let subnet = |id| Subnet::builder().subnet_identifier(id).build();
    let gone = Subnet::builder().subnet_identifier("subnet-3").subnet_status("Inactive").build();
    let group = DbSubnetGroup::builder().db_subnet_group_name("default").vpc_id("vpc-1");
    let instance = described()
        .engine("postgres")
        .publicly_accessible(true)
        .db_subnet_group(
            group.subnets(subnet("subnet-1")).subnets(subnet("subnet-2")).subnets(gone).build(),
        )
        .endpoint(Endpoint::builder().address("shop.example.com").port(5432).build())
        .vpc_security_groups(
            VpcSecurityGroupMembership::builder().vpc_security_group_id("sg-1").build(),
        )
        .db_cluster_identifier("cluster")
        .read_replica_source_db_instance_identifier("source")
        .instance_create_time(DateTime::from_secs(0))
        .tag_list(Tag::builder().key("stage").value("prod").build())
        .build();
    let expected = DbInstance {
        resource_id: "db-1".to_owned(),
        name: "shop".to_owned(),
        arn: "arn:aws:rds:us-east-1:111122223333:db:shop".to_owned(),
        engine: Some("postgres".to_owned()),
        is_publicly_accessible: true,
        subnet_group: Some(SubnetGroup {
            name: Some("default".to_owned()),
            vpc_id: "vpc-1".to_owned(),
            subnet_ids: vec!["subnet-1".to_owned(), "subnet-2".to_owned()],
        }),
        port: Some(5432),
        security_group_ids: vec!["sg-1".to_owned()],
        cluster: Some("cluster".to_owned()),
        replica_of: Some("source".to_owned()),
        created: Some(Timestamp::UNIX_EPOCH),
        tags: BTreeMap::from([("stage".to_owned(), "prod".to_owned())]),
    };
    assert_eq!(DbInstance::described(instance), Ok(expected));
}

#[test]
fn one_that_is_being_created_has_little() {
    let read = DbInstance::described(described().db_cluster_identifier("").build()).unwrap();
    assert!(!read.is_publicly_accessible);
    assert_eq!((read.port, read.cluster, read.created), (None, None, None));
    assert_eq!((read.subnet_group, read.replica_of), (None, None));
}

#[test]
fn what_cannot_be_named_is_an_error() {
    let unnamed = types::DbInstance::builder().dbi_resource_id("db-1").build();
    let outside = described().db_subnet_group(DbSubnetGroup::builder().build()).build();
    for (instance, lacks) in [(unnamed, "identifier"), (outside, "VPC")] {
        let error = DbInstance::described(instance).unwrap_err();
        let expected =
            format!("the answer to rds:DescribeDBInstances lacks a DB instance's {lacks}");
        assert_eq!(error.to_string(), expected);
    }
}
