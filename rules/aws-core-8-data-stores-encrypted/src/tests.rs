use std::sync::Arc;

use serde_json::{Value, json};
use shared::ComplianceType::{self, Compliant as C, NonCompliant as NC, NotApplicable as NA};
use shared::invocation::Environment;
use shared::{AnyRule, Cause, ConfigurationItem, Invocation, Rule, Timestamp, Verdict, parameters};

use crate::data_store::{DataStore, DataStores, RECORDED, REPORTED};
use crate::dax::Cluster;
use crate::store::{Encryption, Store};
use crate::{DataStoresEncrypted, Facts, Parameters};
use shared::testing;

const KEY: &str = "arn:aws:kms:us-east-1:111122223333:key/1234";
const REQUIRE_KMS: &[(&str, &str)] = &[("requireKms", "true")];

/// What the whole rule says of a changed item where there is no AWS to ask.
async fn verdict(
    resource_type: &str,
    configuration: &Value,
    supplementary: &Value,
    given: &[(&str, &str)],
) -> Verdict {
    let item = json!({
        "resourceType": format!("AWS::{resource_type}"), "resourceId": "id-1",
        "configurationItemCaptureTime": "2026-01-15T10:00:00.000Z",
        "configuration": configuration, "supplementaryConfiguration": supplementary,
    });
    let item = ConfigurationItem::from_json(&item.to_string()).unwrap();
    let given = given.iter().map(|&(name, value)| (name.to_owned(), value.to_owned())).collect();
    let (rule, parameters) = DataStoresEncrypted.configure(&given).unwrap();
    let environment = Environment {
        account_id: "111122223333".to_owned(),
        region: "us-east-1".to_owned(),
        partition: "aws".to_owned(),
        rule_name: None,
        parameters,
        aws: None,
    };
    let invocation = Invocation {
        environment: Arc::new(environment),
        time: Timestamp::UNIX_EPOCH,
        cause: Cause::Change(Box::new(item)),
    };
    let mut evaluations = rule.find(&invocation).await.unwrap().evaluations;
    assert_eq!(evaluations.len(), 1, "{resource_type}");
    let evaluation = evaluations.remove(0);
    let key = (format!("AWS::{resource_type}"), "id-1".to_owned());
    assert_eq!((evaluation.resource_type, evaluation.resource_id), key);
    Verdict::new(evaluation.compliance_type, evaluation.annotation).resting_on(evaluation.basis)
}

type Case<'a> = (&'a str, &'a str, Value, &'a [(&'a str, &'a str)], ComplianceType, &'a str);

async fn check<const N: usize>(cases: [Case<'static>; N]) {
    for (case, resource_type, configuration, given, compliance_type, annotation) in cases {
        let expected = Verdict::read(compliance_type, annotation);
        let told = verdict(resource_type, &configuration, &json!({}), given).await;
        assert_eq!(told, expected, "{case}");
    }
}

/// An instance as AWS Config records it.
fn instance(encrypted: impl Into<Value>, status: &str) -> Value {
    json!({
        "dBInstanceIdentifier": "db1", "engine": "mysql", "dBInstanceStatus": status,
        "storageEncrypted": encrypted.into(), "kmsKeyId": KEY,
    })
}

const UNASKED: &str = "[not verified] id-1 could not be verified: there is no AWS to ask offline.";

#[tokio::test]
async fn databases() {
    check([
        (
            "① encrypted",
            "RDS::DBInstance",
            instance(true, "available"),
            &[],
            C,
            "DB instance db1 (mysql) is encrypted with KMS key …/1234.",
        ),
        (
            "encrypted, the key not recorded",
            "RDS::DBInstance",
            json!({"dBInstanceIdentifier": "db1", "engine": "custom-oracle-ee", "storageEncrypted": true}),
            &[],
            C,
            "DB instance db1 (custom-oracle-ee) is encrypted at rest.",
        ),
        ("② ③ RDS must be asked", "RDS::DBInstance", instance(false, "available"), &[], NC, UNASKED),
        (
            "② the item knows the type",
            "RDS::DBInstance",
            json!({"dBInstanceIdentifier": "db1", "engine": "mysql", "storageEncrypted": false,
                   "storageEncryptionType": "sse-rds"}),
            &[],
            C,
            "DB instance db1 (mysql) is encrypted with an AWS-owned key (sse-rds).",
        ),
        (
            "③ the item knows that there is none",
            "RDS::DBInstance",
            json!({"dBInstanceIdentifier": "db1", "engine": "mysql", "storageEncrypted": false,
                   "StorageEncryptionType": "none"}),
            &[],
            NC,
            "DB instance db1 (mysql) is not encrypted at rest.",
        ),
        (
            "nothing recorded while it is made",
            "RDS::DBInstance",
            instance(Value::Null, "creating"),
            &[],
            NA,
            "DB instance db1 (mysql) is being created.",
        ),
        (
            "nothing recorded later",
            "RDS::DBInstance",
            instance(Value::Null, "available"),
            &[],
            NC,
            UNASKED,
        ),
        (
            "not encrypted, known while it is made",
            "RDS::DBInstance",
            instance(false, "creating"),
            &[],
            NC,
            UNASKED,
        ),
    ])
    .await;
}

#[tokio::test]
async fn clusters_and_snapshots() {
    check([
        (
            "a cluster",
            "RDS::DBCluster",
            json!({"dbclusterIdentifier": "graph", "engine": "neptune", "storageEncrypted": true,
                   "kmsKeyId": KEY, "status": "available"}),
            &[],
            C,
            "DB cluster graph (neptune) is encrypted with KMS key …/1234.",
        ),
        (
            "a cluster in the making",
            "RDS::DBCluster",
            json!({"dbclusterIdentifier": "graph", "engine": "neptune", "status": "creating"}),
            &[],
            NA,
            "DB cluster graph (neptune) is being created.",
        ),
        (
            "⑥ a snapshot",
            "RDS::DBSnapshot",
            json!({"dBSnapshotIdentifier": "rds:x", "engine": "mysql", "encrypted": false,
                   "storageEncryptionType": "none", "snapshotType": "automated"}),
            &[],
            NC,
            "DB snapshot rds:x (mysql) is not encrypted at rest.",
        ),
        (
            "a snapshot of a cluster",
            "RDS::DBClusterSnapshot",
            json!({"dbclusterSnapshotIdentifier": "s1", "engine": "docdb", "storageEncrypted": true,
                   "kmsKeyId": "1234"}),
            &[],
            C,
            "DB cluster snapshot s1 (docdb) is encrypted with KMS key 1234.",
        ),
        (
            "as the history has it",
            "RDS::DBInstance",
            json!(instance(true, "available").to_string()),
            &[],
            C,
            "DB instance db1 (mysql) is encrypted with KMS key …/1234.",
        ),
    ])
    .await;
}

#[tokio::test]
async fn other_stores() {
    check([
        (
            "⑦ OpenSearch, off",
            "OpenSearch::Domain",
            json!({"DomainName": "logs", "EncryptionAtRestOptions": {"Enabled": false, "KmsKeyId": null}}),
            &[],
            NC,
            "OpenSearch domain logs is not encrypted at rest.",
        ),
        (
            "OpenSearch, on",
            "OpenSearch::Domain",
            json!({"DomainName": "logs", "EncryptionAtRestOptions": {"Enabled": true, "KmsKeyId": KEY}}),
            &[],
            C,
            "OpenSearch domain logs is encrypted with KMS key …/1234.",
        ),
        (
            "⑦ Elasticsearch, in lower case",
            "Elasticsearch::Domain",
            json!({"domainName": "logs", "encryptionAtRestOptions": {"enabled": true, "kmsKeyId": KEY}}),
            &[],
            C,
            "Elasticsearch domain logs is encrypted with KMS key …/1234.",
        ),
        (
            "Elasticsearch of old, without the option",
            "Elasticsearch::Domain",
            json!({"domainName": "logs", "encryptionAtRestOptions": null}),
            &[],
            NC,
            "Elasticsearch domain logs is not encrypted at rest.",
        ),
        (
            "⑧ EFS, on",
            "EFS::FileSystem",
            json!({"FileSystemId": "fs-1", "Encrypted": true, "KmsKeyId": KEY}),
            &[],
            C,
            "EFS file system id-1 is encrypted with KMS key …/1234.",
        ),
        (
            "EFS, off",
            "EFS::FileSystem",
            json!({"Encrypted": false}),
            &[],
            NC,
            "EFS file system id-1 is not encrypted at rest.",
        ),
        (
            "⑨ Kinesis, nothing",
            "Kinesis::Stream",
            json!({"Name": "clicks"}),
            &[],
            NC,
            "Kinesis stream clicks is not encrypted at rest.",
        ),
        (
            "Kinesis, NONE",
            "Kinesis::Stream",
            json!({"Name": "clicks", "StreamEncryption": {"EncryptionType": "NONE"}}),
            &[],
            NC,
            "Kinesis stream clicks is not encrypted at rest.",
        ),
        (
            "Kinesis, KMS",
            "Kinesis::Stream",
            json!({"Name": "clicks", "StreamEncryption": {"EncryptionType": "KMS", "KeyId": "alias/aws/kinesis"}}),
            &[],
            C,
            "Kinesis stream clicks is encrypted with KMS key alias/aws/kinesis.",
        ),
    ])
    .await;
}

#[tokio::test]
async fn warehouses() {
    let redshift = |encrypted: Value| json!({"clusterIdentifier": "dw", "encrypted": encrypted, "kmsKeyId": KEY});
    check([
        (
            "Redshift, on",
            "Redshift::Cluster",
            redshift(true.into()),
            &[],
            C,
            "Redshift cluster dw is encrypted with KMS key …/1234.",
        ),
        (
            "Redshift, with a key of AWS's own",
            "Redshift::Cluster",
            json!({"clusterIdentifier": "dw", "encrypted": true, "kmsKeyId": "AWS_OWNED_KMS_KEY"}),
            &[],
            C,
            "Redshift cluster dw is encrypted with an AWS-owned key.",
        ),
        (
            "Redshift, with a key of AWS's own, as the history has it",
            "Redshift::Cluster",
            json!(r#"{"clusterIdentifier":"dw","encrypted":true,"kmsKeyId":"AWS_OWNED_KMS_KEY"}"#),
            &[],
            C,
            "Redshift cluster dw is encrypted with an AWS-owned key.",
        ),
        (
            "Redshift, the key not recorded",
            "Redshift::Cluster",
            json!({"clusterIdentifier": "dw", "encrypted": true, "kmsKeyId": ""}),
            &[],
            C,
            "Redshift cluster dw is encrypted at rest.",
        ),
        (
            "Redshift, off although a key is named",
            "Redshift::Cluster",
            json!({"clusterIdentifier": "dw", "encrypted": false, "kmsKeyId": "AWS_OWNED_KMS_KEY"}),
            &[],
            NC,
            "Redshift cluster dw is not encrypted at rest.",
        ),
        (
            "Redshift, off",
            "Redshift::Cluster",
            redshift(false.into()),
            &[],
            NC,
            "Redshift cluster dw is not encrypted at rest.",
        ),
        (
            "Redshift, null",
            "Redshift::Cluster",
            redshift(Value::Null),
            &[],
            NC,
            "Redshift cluster dw is not encrypted at rest.",
        ),
    ])
    .await;
}

#[tokio::test]
async fn tables() {
    let table = |status: Value| json!({"tableName": "carts", "ssedescription": {"status": status, "ssetype": "KMS", "kmsmasterKeyArn": KEY}});
    let without = json!({"tableName": "carts", "ssedescription": null});
    let named_after_aws = json!({"tableName": "carts", "ssedescription": {"status": "ENABLED", "kmsmasterKeyArn": "AWS_OWNED_KMS_KEY"}});
    let by_kms = "DynamoDB table carts is encrypted with KMS key …/1234.";
    let owned = "DynamoDB table carts is encrypted with an AWS-owned key.";
    let not_kms = "DynamoDB table carts is encrypted with an AWS-owned key, not with a key in KMS.";
    check([
        ("no description", "DynamoDB::Table", without.clone(), &[], C, owned),
        ("no description, KMS required", "DynamoDB::Table", without, REQUIRE_KMS, NC, not_kms),
        ("enabled", "DynamoDB::Table", table("ENABLED".into()), &[], C, by_kms),
        (
            "enabled, as required",
            "DynamoDB::Table",
            table("ENABLED".into()),
            REQUIRE_KMS,
            C,
            by_kms,
        ),
        (
            "another key on its way",
            "DynamoDB::Table",
            table("UPDATING".into()),
            REQUIRE_KMS,
            C,
            by_kms,
        ),
        ("not yet enabled", "DynamoDB::Table", table("ENABLING".into()), REQUIRE_KMS, NC, not_kms),
        ("disabled", "DynamoDB::Table", table("DISABLED".into()), REQUIRE_KMS, NC, not_kms),
        ("null", "DynamoDB::Table", table(Value::Null), &[], C, owned),
        ("a key of AWS's own", "DynamoDB::Table", named_after_aws.clone(), &[], C, owned),
        (
            "a key of AWS's own, KMS required",
            "DynamoDB::Table",
            named_after_aws,
            REQUIRE_KMS,
            NC,
            not_kms,
        ),
    ])
    .await;
}

#[tokio::test]
async fn buckets() {
    let by = |algorithm: &str, key: Value| {
        json!({"ServerSideEncryptionConfiguration": {"rules": [{
            "applyServerSideEncryptionByDefault": {"sseAlgorithm": algorithm, "kmsMasterKeyID": key},
            "bucketKeyEnabled": false,
        }]}})
    };
    let text = json!({"ServerSideEncryptionConfiguration":
        by("aws:kms", KEY.into())["ServerSideEncryptionConfiguration"].to_string()});
    let by_kms = "S3 encrypts every new object; default encryption aws:kms with key …/1234.";
    for (case, supplementary, given, compliance_type, annotation) in [
        ("⑩ nothing recorded", json!({}), &[][..], C, "S3 encrypts every new object (SSE-S3)."),
        (
            "⑩ nothing recorded, KMS required",
            json!({}),
            REQUIRE_KMS,
            NC,
            "Default encryption of bucket id-1 is not recorded, not with a key in KMS.",
        ),
        (
            "AES256",
            by("AES256", Value::Null),
            &[],
            C,
            "S3 encrypts every new object (SSE-S3); default encryption AES256.",
        ),
        (
            "AES256, KMS required",
            by("AES256", Value::Null),
            REQUIRE_KMS,
            NC,
            "Default encryption of bucket id-1 is AES256, not with a key in KMS.",
        ),
        ("KMS", by("aws:kms", KEY.into()), &[], C, by_kms),
        ("KMS, as required", by("aws:kms", KEY.into()), REQUIRE_KMS, C, by_kms),
        (
            "KMS in two layers, with AWS's key",
            by("aws:kms:dsse", Value::Null),
            REQUIRE_KMS,
            C,
            "S3 encrypts every new object; default encryption aws:kms:dsse.",
        ),
        ("KMS, as the history has it", text, REQUIRE_KMS, C, by_kms),
        (
            "no rules",
            json!({"ServerSideEncryptionConfiguration": {"rules": null}}),
            &[],
            C,
            "S3 encrypts every new object (SSE-S3).",
        ),
    ] {
        let expected = Verdict::read(compliance_type, annotation);
        let told = verdict("S3::Bucket", &json!({"name": "id-1"}), &supplementary, given).await;
        assert_eq!(told, expected, "{case}");
    }
}

#[tokio::test]
async fn stores_that_are_not_judged() {
    const RDS: &[(&str, &str)] = &[("dataStores", "rds")];
    let s3 = "Data stores of the kind s3 are not judged (parameter dataStores).";
    let snapshots = "Data stores of the kind rds-snapshots are not judged (parameter dataStores).";
    check([
        ("⑪ a bucket", "S3::Bucket", json!({"name": "id-1"}), RDS, NA, s3),
        ("a bucket that cannot be read", "S3::Bucket", json!("gone"), RDS, NA, s3),
        ("a snapshot", "RDS::DBSnapshot", json!({"encrypted": false}), RDS, NA, snapshots),
        (
            "a database, which is",
            "RDS::DBInstance",
            instance(true, "available"),
            RDS,
            C,
            "DB instance db1 (mysql) is encrypted with KMS key …/1234.",
        ),
    ])
    .await;
}

#[tokio::test]
async fn what_is_not_understood_is_not_verified() {
    for (resource_type, configuration) in [
        ("RDS::DBInstance", json!(null)),
        ("RDS::DBInstance", instance("yes", "available")),
        ("RDS::DBCluster", json!("gone")),
        ("EFS::FileSystem", json!(null)),
        ("EFS::FileSystem", json!([])),
        ("EFS::FileSystem", json!({"Encrypted": "true"})),
        ("OpenSearch::Domain", json!({"EncryptionAtRestOptions": true})),
        ("Kinesis::Stream", json!({"StreamEncryption": {"EncryptionType": 1}})),
    ] {
        let told = verdict(resource_type, &configuration, &json!({}), &[]).await;
        assert_eq!(told.compliance_type, NC, "{resource_type} {configuration}");
        let start =
            "[not verified] id-1 could not be verified: configuration of id-1 is malformed: ";
        assert!(told.marked().starts_with(start), "{}", told.annotation);
    }
    let supplementary = json!({"ServerSideEncryptionConfiguration": {"rules": "AES256"}});
    let told = verdict("S3::Bucket", &json!({}), &supplementary, &[]).await;
    assert_eq!(told.compliance_type, NC, "{}", told.annotation);
}

fn judged(facts: &Facts) -> Verdict {
    DataStoresEncrypted::judge(facts, &Parameters::default(), Timestamp::UNIX_EPOCH)
}

#[test]
fn what_a_service_says() {
    let (on, off, absent) = (Some(true), Some(false), None);
    let key = || Some(KEY.to_owned());
    let owned = |kind: &str| Encryption::AwsOwned(Some(kind.to_owned()));
    for (case, encrypted, kind, expected) in [
        ("① encrypted", on, None, Encryption::Key(key())),
        ("② with a key of AWS's own", off, Some("sse-rds"), owned("sse-rds")),
        ("③ neither", off, Some("none"), Encryption::Off),
        ("③ no type", off, None, Encryption::Off),
        ("an empty type", off, Some(""), Encryption::Off),
        ("nothing", absent, None, Encryption::Off),
        ("encrypted, whatever the type", on, Some("none"), Encryption::Key(key())),
        ("a key in KMS", on, Some("sse-kms"), Encryption::Key(key())),
        ("a key in KMS, by its type alone", absent, Some("sse-kms"), Encryption::Key(key())),
        ("a cache with a key of AWS's own", on, Some("sse-elasticache"), owned("sse-elasticache")),
    ] {
        assert_eq!(Encryption::of(encrypted, kind, key()), expected, "{case}");
    }
    let aws = || Some("AWS_OWNED_KMS_KEY".to_owned());
    assert_eq!(Encryption::of(on, None, aws()), Encryption::AwsOwned(None));
    assert_eq!(Encryption::of(absent, Some("sse-kms"), aws()), Encryption::AwsOwned(None));
    assert_eq!(Encryption::of(off, Some("none"), aws()), Encryption::Off);
}

#[test]
fn caches() {
    let group = |encryption| {
        let what = "Replication group cache-1".to_owned();
        judged(&Facts::Store(Store { kind: DataStore::ElastiCache, what, encryption }))
    };
    for (encryption, expected) in [
        (
            Encryption::Off,
            testing::non_compliant("Replication group cache-1 has at-rest encryption off."),
        ),
        (
            Encryption::Key(Some(KEY.to_owned())),
            testing::compliant("Replication group cache-1 is encrypted with KMS key …/1234."),
        ),
        (
            Encryption::Key(None),
            testing::compliant("Replication group cache-1 is encrypted at rest."),
        ),
        (
            Encryption::AwsOwned(Some("sse-elasticache".to_owned())),
            testing::compliant(
                "Replication group cache-1 is encrypted with an AWS-owned key (sse-elasticache).",
            ),
        ),
        (
            Encryption::Undecided,
            testing::not_applicable("Replication group cache-1 is being created."),
        ),
    ] {
        assert_eq!(group(encryption), expected);
    }
}

#[test]
fn dax_clusters() {
    let of = |clusters: &[(&str, bool)]| {
        let clusters = clusters.iter();
        let cluster =
            |&(name, encrypted): &(&str, bool)| Cluster { name: name.to_owned(), encrypted };
        judged(&Facts::Dax(clusters.map(cluster).collect()))
    };
    for (clusters, expected) in [
        (&[("a", true)][..], testing::compliant("DAX cluster a is encrypted at rest.")),
        (&[("a", false)], testing::non_compliant("DAX cluster a is not encrypted at rest.")),
        (
            &[("a", true), ("b", true)],
            testing::compliant("All 2 DAX clusters are encrypted at rest."),
        ),
        (
            &[("a", true), ("b", false)],
            testing::non_compliant("1 of 2 DAX clusters is not encrypted at rest: b."),
        ),
        (
            &[("c", false), ("a", true), ("b", false)],
            testing::non_compliant("2 of 3 DAX clusters are not encrypted at rest: b and c."),
        ),
    ] {
        assert_eq!(of(clusters), expected);
    }
}

#[test]
fn what_is_recorded_is_a_data_store() {
    for resource_type in REPORTED {
        let recorded = RECORDED.contains(resource_type);
        assert_eq!(DataStore::of(resource_type).is_some(), recorded, "{resource_type}");
    }
}

#[test]
fn data_stores_are_a_list_of_words() {
    let read = |text: &str| {
        let given = [("dataStores".to_owned(), text.to_owned())].into();
        parameters::read::<Parameters>(&given).map(|it| it.data_stores)
    };
    let some: DataStores = read("rds, dax,rds").unwrap();
    assert!(some.contain(DataStore::Rds) && some.contain(DataStore::Dax));
    assert!(!some.contain(DataStore::S3));
    let all = Parameters::default().data_stores;
    assert!(all.contain(DataStore::ElastiCache) && all.contain(DataStore::OpenSearch));
    for text in ["", "RDS", "rds,", "aurora"] {
        assert!(read(text).is_err(), "{text}");
    }
}
