use aws_sdk_rds::primitives::DateTime;
use aws_sdk_rds::types::Tag;

use super::*;

fn described() -> types::builders::DbClusterBuilder {
    types::DbCluster::builder()
        .db_cluster_resource_id("cluster-1")
        .db_cluster_identifier("orders")
        .db_cluster_arn("arn:aws:rds:us-east-1:111122223333:cluster:orders")
}

#[test]
fn everything_is_read() {
    let source = "arn:aws:rds:eu-west-1:111122223333:cluster:orders";
    let cluster = described()
        .replication_source_identifier(source)
        .cluster_create_time(DateTime::from_secs(0))
        .tag_list(Tag::builder().key("stage").value("prod").build())
        .build();
    let expected = DbCluster {
        resource_id: "cluster-1".to_owned(),
        name: "orders".to_owned(),
        arn: "arn:aws:rds:us-east-1:111122223333:cluster:orders".to_owned(),
        replica_of: Some(source.to_owned()),
        created: Some(Timestamp::UNIX_EPOCH),
        tags: BTreeMap::from([("stage".to_owned(), "prod".to_owned())]),
    };
    assert_eq!(DbCluster::described(cluster), Ok(expected));
}

#[test]
fn one_that_is_being_created_has_little() {
    let cluster = described().replication_source_identifier("").build();
    let read = DbCluster::described(cluster).unwrap();
    assert_eq!((read.replica_of, read.created, read.tags), (None, None, BTreeMap::new()));
}

#[test]
fn what_cannot_be_named_is_an_error() {
    let unnamed = types::DbCluster::builder().db_cluster_resource_id("cluster-1").build();
    let error = DbCluster::described(unnamed).unwrap_err();
    let expected = "the answer to rds:DescribeDBClusters lacks a DB cluster's identifier";
    assert_eq!(error.to_string(), expected);
}
