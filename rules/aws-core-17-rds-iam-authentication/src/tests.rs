use serde_json::{Value, json};
use shared::ComplianceType::{self, Compliant as C, NonCompliant as NC, NotApplicable as NA};
use shared::parameters;
use shared::rds::{DB_CLUSTER, DB_INSTANCE, Kind};
use shared::{ConfigurationItem, Rule, Timestamp, Verdict};

use crate::{Facts, Parameters, RdsIamAuthentication};

fn facts(configuration: &Value, tags: &Value) -> shared::Result<Facts> {
    let cluster = configuration.get("dbclusterIdentifier").is_some();
    let (resource_type, kind) =
        if cluster { (DB_CLUSTER, Kind::Cluster) } else { (DB_INSTANCE, Kind::Instance) };
    let item = json!({
        "resourceType": resource_type, "resourceId": "db-ABC", "tags": tags,
        "configuration": configuration,
    });
    Facts::of(&ConfigurationItem::from_json(&item.to_string()).unwrap(), kind)
}

fn verdict(configuration: &Value, tags: &Value, given: &[(&str, &str)]) -> Verdict {
    let given = given.iter().map(|&(name, value)| (name.to_owned(), value.to_owned())).collect();
    let parameters: Parameters = parameters::read(&given).unwrap();
    match facts(configuration, tags) {
        Ok(facts) => RdsIamAuthentication::judge(&facts, &parameters, Timestamp::UNIX_EPOCH),
        Err(error) => Verdict::unverified("db-ABC", &error),
    }
}

type Case<'a> = (&'a str, Value, Value, &'a [(&'a str, &'a str)], ComplianceType, &'a str);

fn check<const N: usize>(cases: [Case<'static>; N]) {
    for (case, configuration, tags, given, compliance_type, annotation) in cases {
        let expected = Verdict::read(compliance_type, annotation);
        assert_eq!(verdict(&configuration, &tags, given), expected, "{case}");
    }
}

/// An instance as AWS Config records it, nulls included.
fn instance(engine: &str, version: &str, enabled: impl Into<Value>) -> Value {
    json!({
        "dBInstanceIdentifier": "db1", "engine": engine, "engineVersion": version,
        "dBClusterIdentifier": null, "iAMDatabaseAuthenticationEnabled": enabled.into(),
        "pendingModifiedValues": {
            "dBInstanceClass": null, "iAMDatabaseAuthenticationEnabled": null,
        },
    })
}

fn cluster(engine: &str, enabled: impl Into<Value>) -> Value {
    json!({
        "dbclusterIdentifier": "aur1", "engine": engine, "engineMode": "provisioned",
        "engineVersion": "8.0.mysql_aurora.3.05.2",
        "iamdatabaseAuthenticationEnabled": enabled.into(), "pendingModifiedValues": null,
    })
}

fn with(mut configuration: Value, name: &str, value: impl Into<Value>) -> Value {
    configuration[name] = value.into();
    configuration
}

fn pending(configuration: Value, enabled: bool) -> Value {
    with(
        configuration,
        "pendingModifiedValues",
        json!({"iAMDatabaseAuthenticationEnabled": enabled}),
    )
}

const NO_TAGS: fn() -> Value = || json!({});
const MYSQL: &str = "DB instance db1 (mysql 8.0.35) has IAM authentication disabled.";

#[test]
fn instances() {
    check([
        (
            "① postgres, enabled",
            instance("postgres", "15.4", true),
            NO_TAGS(),
            &[],
            C,
            "DB instance db1 (postgres 15.4) has IAM authentication enabled.",
        ),
        ("② mysql, disabled", instance("mysql", "8.0.35", false), NO_TAGS(), &[], NC, MYSQL),
        (
            "③ mysql, to be enabled",
            pending(instance("mysql", "8.0.35", false), true),
            NO_TAGS(),
            &[],
            NC,
            "DB instance db1 (mysql 8.0.35) has IAM authentication disabled; enabling is pending \
             the maintenance window.",
        ),
        (
            "mysql, to be disabled",
            pending(instance("mysql", "8.0.35", true), false),
            NO_TAGS(),
            &[],
            C,
            "DB instance db1 (mysql 8.0.35) has IAM authentication enabled; disabling is pending \
             the maintenance window.",
        ),
        (
            "mysql, disabled and to be so again",
            pending(instance("mysql", "8.0.35", false), false),
            NO_TAGS(),
            &[],
            NC,
            MYSQL,
        ),
        ("⑫ mysql, null", instance("mysql", "8.0.35", Value::Null), NO_TAGS(), &[], NC, MYSQL),
        (
            "⑫ nothing but engine and name",
            json!({"dBInstanceIdentifier": "db1", "engine": "mysql"}),
            NO_TAGS(),
            &[],
            NC,
            "DB instance db1 (mysql) has IAM authentication disabled.",
        ),
        (
            "no engine",
            json!({"dBInstanceIdentifier": "db1", "iAMDatabaseAuthenticationEnabled": false}),
            NO_TAGS(),
            &[],
            NC,
            "DB instance db1 has IAM authentication disabled.",
        ),
        (
            "a read replica",
            with(
                instance("mysql", "8.0.35", false),
                "readReplicaSourceDBInstanceIdentifier",
                "db0",
            ),
            NO_TAGS(),
            &[],
            NC,
            MYSQL,
        ),
        (
            "the spelling of clusters",
            json!({"dbinstanceIdentifier": "db1", "engine": "postgres", "engineVersion": "15.4",
                   "iamdatabaseAuthenticationEnabled": true}),
            NO_TAGS(),
            &[],
            C,
            "DB instance db1 (postgres 15.4) has IAM authentication enabled.",
        ),
        (
            "as the history has it",
            json!(instance("mysql", "8.0.35", false).to_string()),
            NO_TAGS(),
            &[],
            NC,
            MYSQL,
        ),
    ]);
}

#[test]
fn engines() {
    const FAIL: &[(&str, &str)] = &[("unsupportedEngineVerdict", "NON_COMPLIANT")];
    let unsupported =
        |engine: &str| format!("Engine {engine} does not support IAM authentication.");
    for (engine, version, told) in [
        ("mariadb", "10.5.20", "mariadb 10.5.20"),
        ("sqlserver-se", "15.00.4335.1.v1", "sqlserver-se"),
        ("oracle-ee", "19.0.0.0", "oracle-ee"),
        ("db2-ae", "11.5.9.0", "db2-ae"),
        ("custom-oracle-ee", "19.0", "custom-oracle-ee"),
    ] {
        let configuration = instance(engine, version, false);
        for (given, compliance_type) in [(&[][..], NA), (FAIL, NC)] {
            let expected = Verdict::new(compliance_type, unsupported(told));
            let case = format!("④⑧ {engine} {version} {given:?}");
            assert_eq!(verdict(&configuration, &NO_TAGS(), given), expected, "{case}");
        }
    }
    check([
        (
            "⑤ mariadb 10.11.6",
            instance("mariadb", "10.11.6", false),
            NO_TAGS(),
            FAIL,
            NC,
            "DB instance db1 (mariadb 10.11.6) has IAM authentication disabled.",
        ),
        (
            "an engine that is said not to support it, and has it",
            instance("db2-se", "12.1", true),
            NO_TAGS(),
            FAIL,
            C,
            "DB instance db1 (db2-se 12.1) has IAM authentication enabled.",
        ),
        (
            "an engine that is not known",
            instance("valkey-sql", "1.0", false),
            NO_TAGS(),
            &[],
            NC,
            "DB instance db1 (valkey-sql 1.0) has IAM authentication disabled.",
        ),
        (
            "a version that cannot be read",
            instance("mariadb", "next", false),
            NO_TAGS(),
            &[],
            NC,
            "DB instance db1 (mariadb next) has IAM authentication disabled.",
        ),
        (
            "⑪ DocumentDB",
            cluster("docdb", Value::Null),
            NO_TAGS(),
            &[],
            NA,
            "Engine docdb does not support IAM authentication.",
        ),
        (
            "Aurora Serverless of the first version",
            with(cluster("aurora-mysql", false), "engineMode", "serverless"),
            NO_TAGS(),
            &[],
            NA,
            "Engine aurora-mysql in mode serverless does not support IAM authentication.",
        ),
    ]);
}

#[test]
fn clusters() {
    check([
        (
            "⑦ Aurora, enabled",
            cluster("aurora-postgresql", true),
            NO_TAGS(),
            &[],
            C,
            "DB cluster aur1 (aurora-postgresql) has IAM authentication enabled.",
        ),
        (
            "Aurora, disabled",
            cluster("aurora-mysql", false),
            NO_TAGS(),
            &[],
            NC,
            "DB cluster aur1 (aurora-mysql) has IAM authentication disabled.",
        ),
        (
            "Multi-AZ, to be enabled",
            with(
                with(cluster("postgres", false), "engineVersion", "15.4"),
                "pendingModifiedValues",
                json!({"iamdatabaseAuthenticationEnabled": true}),
            ),
            NO_TAGS(),
            &[],
            NC,
            "DB cluster aur1 (postgres) has IAM authentication disabled; enabling is pending the \
             maintenance window.",
        ),
        (
            "⑩ Neptune, disabled",
            cluster("neptune", false),
            NO_TAGS(),
            &[],
            NC,
            "DB cluster aur1 (neptune) has IAM authentication disabled.",
        ),
        (
            "⑥ a member of an Aurora cluster",
            with(instance("aurora-mysql", "8.0", false), "dBClusterIdentifier", "aur1"),
            NO_TAGS(),
            &[],
            NA,
            "DB instance db1 is a member of cluster aur1, where the setting lives.",
        ),
        (
            "a member of a Multi-AZ cluster, though proxied and of no supported engine",
            with(instance("sqlserver-se", "15", true), "dBClusterIdentifier", "mul1"),
            json!({"authentication-proxy": "teleport"}),
            &[("unsupportedEngineVerdict", "NON_COMPLIANT")],
            NA,
            "DB instance db1 is a member of cluster mul1, where the setting lives.",
        ),
        (
            "a cluster's empty name is none",
            with(instance("mysql", "8.0.35", false), "dBClusterIdentifier", ""),
            NO_TAGS(),
            &[],
            NC,
            MYSQL,
        ),
    ]);
}

#[test]
fn proxies() {
    const TELEPORT: &str =
        "[declared] DB instance db1 is accessed through declared authentication proxy 'teleport'.";
    let mysql = || instance("mysql", "8.0.35", false);
    check([
        ("⑨ declared", mysql(), json!({"authentication-proxy": "teleport"}), &[], C, TELEPORT),
        ("an empty declaration", mysql(), json!({"authentication-proxy": " "}), &[], NC, MYSQL),
        ("another key", mysql(), json!({"Authentication-Proxy": "teleport"}), &[], NC, MYSQL),
        (
            "a key of one's own",
            mysql(),
            json!([{"key": "db-gateway", "value": "teleport"}]),
            &[("authenticationProxyTagKey", "db-gateway")],
            C,
            TELEPORT,
        ),
        (
            "switched off",
            mysql(),
            json!({"authentication-proxy": "teleport", "": "x"}),
            &[("authenticationProxyTagKey", "")],
            NC,
            MYSQL,
        ),
        (
            "of an engine without support",
            instance("sqlserver-se", "15", false),
            json!({"authentication-proxy": "teleport"}),
            &[("unsupportedEngineVerdict", "NON_COMPLIANT")],
            C,
            TELEPORT,
        ),
        (
            "of a cluster",
            cluster("aurora-mysql", false),
            json!({"authentication-proxy": "teleport"}),
            &[],
            C,
            "[declared] DB cluster aur1 is accessed through declared authentication proxy 'teleport'.",
        ),
    ]);
}

#[test]
fn what_is_not_understood_is_not_verified() {
    for configuration in [
        json!(null),
        json!("gone"),
        json!([]),
        instance("mysql", "8.0.35", "yes"),
        with(instance("mysql", "8.0.35", false), "pendingModifiedValues", "soon"),
    ] {
        let Verdict { compliance_type, annotation, .. } = verdict(&configuration, &NO_TAGS(), &[]);
        assert_eq!(compliance_type, NC, "{configuration}");
        let told = "db-ABC could not be verified: configuration of db-ABC is malformed: ";
        assert!(annotation.starts_with(told), "{annotation}");
    }
}

#[test]
fn a_verdict_is_one_of_two_words() {
    let given = |word: &str| [("unsupportedEngineVerdict".to_owned(), word.to_owned())].into();
    for word in ["", "not_applicable", "COMPLIANT"] {
        assert!(parameters::read::<Parameters>(&given(word)).is_err(), "{word}");
    }
}
