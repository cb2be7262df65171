use serde_json::{Value, json};

use super::*;

fn read(resource_type: &str, configuration: &Value) -> Result<Database> {
    let item = json!({
        "resourceType": resource_type, "resourceId": "id-1", "resourceName": "name-1",
        "configuration": configuration,
    });
    let item = ConfigurationItem::from_json(&item.to_string()).unwrap();
    Database::of(&item, Kind::of(resource_type).unwrap())
}

#[test]
fn every_kind_has_its_own_spelling() {
    for (resource_type, configuration, told, cluster) in [
        (
            DB_INSTANCE,
            json!({"dBInstanceIdentifier": "db1", "engine": "postgres", "dBClusterIdentifier": null}),
            "DB instance db1 (postgres)",
            None,
        ),
        (
            DB_INSTANCE,
            json!({"dBInstanceIdentifier": "a-1", "engine": "aurora", "dBClusterIdentifier": "a"}),
            "DB instance a-1 (aurora)",
            Some("a"),
        ),
        (
            DB_CLUSTER,
            json!({"dbclusterIdentifier": "a", "engine": "aurora-mysql"}),
            "DB cluster a (aurora-mysql)",
            None,
        ),
        (
            DB_CLUSTER,
            json!({"DBClusterIdentifier": "n", "Engine": "neptune"}),
            "DB cluster n (neptune)",
            None,
        ),
        (
            DB_SNAPSHOT,
            json!({"dBSnapshotIdentifier": "rds:db1", "dBInstanceIdentifier": "db1", "engine": "mysql"}),
            "DB snapshot rds:db1 (mysql)",
            None,
        ),
        (
            DB_CLUSTER_SNAPSHOT,
            json!({"dbclusterSnapshotIdentifier": "s", "dbclusterIdentifier": "a", "engine": "docdb"}),
            "DB cluster snapshot s (docdb)",
            None,
        ),
        (DB_INSTANCE, json!({"engine": ""}), "DB instance name-1", None),
    ] {
        let database = read(resource_type, &configuration).unwrap();
        assert_eq!(database.to_string(), told);
        assert_eq!(database.cluster.as_deref(), cluster, "{told}");
    }
}

#[test]
fn what_is_not_understood_is_an_error() {
    for configuration in [json!(null), json!("gone"), json!({"engine": 5})] {
        assert!(read(DB_INSTANCE, &configuration).is_err(), "{configuration}");
    }
}
