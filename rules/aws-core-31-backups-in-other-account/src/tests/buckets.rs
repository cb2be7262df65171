use shared::ComplianceType::{Compliant, NonCompliant, NotApplicable};

use super::*;

const NOTHING: &str = "Bucket b1 has no replication or backup copy outside this account.";
const REPLICATES: &str = "Bucket b1 replicates to acme-backup in account 999988887777.";

#[test]
fn replication() {
    let to_backup = || rule("acme-backup", &other());
    let own = json!("111122223333");
    assert_verdicts([
        (
            "① to another account",
            bucket(&json!({"r1": to_backup()})),
            json!({}),
            Compliant,
            REPLICATES,
        ),
        (
            "② to the same account",
            bucket(&json!({"r1": rule("b1-dr", &own)})),
            json!({}),
            NonCompliant,
            "Bucket b1 replicates to b1-dr, which this account owns.",
        ),
        (
            "③ to an account that is not named, and not this one",
            owned(bucket(&json!({"r1": rule("acme-backup", &json!(null))})), &Owner::Another),
            json!({}),
            Compliant,
            "Bucket b1 replicates to acme-backup in another account.",
        ),
        (
            "③ to an account that is not named, and is this one",
            owned(bucket(&json!({"r1": rule("b1-dr", &json!(""))})), &Owner::Own),
            json!({}),
            NonCompliant,
            "Bucket b1 replicates to b1-dr, which this account owns.",
        ),
        (
            "③ to nobody knows whom",
            owned(
                bucket(&json!({"r1": rule("b1-dr", &json!(null))})),
                &Owner::Unknown(denied("s3:ListAllMyBuckets")),
            ),
            json!({}),
            NonCompliant,
            "[not verified] b1 could not be verified: AccessDenied on s3:ListAllMyBuckets.",
        ),
        (
            "④ the rule is disabled",
            bucket(&json!({"r1": with(to_backup(), "status", json!("Disabled"))})),
            json!({}),
            NonCompliant,
            NOTHING,
        ),
        (
            "④ one is disabled, one is not",
            bucket(&json!({
                "r1": with(to_backup(), "status", json!("Disabled")), "R1": rule("b1-dr", &own),
            })),
            json!({}),
            NonCompliant,
            "Bucket b1 replicates to b1-dr, which this account owns.",
        ),
        (
            "the one of two that leaves the account counts",
            bucket(&json!({"a": rule("a-dr", &own), "b": to_backup()})),
            json!({}),
            Compliant,
            REPLICATES,
        ),
    ]);
}

#[test]
fn part_of_a_bucket() {
    let to_backup = || rule("acme-backup", &other());
    assert_verdicts([
        (
            "a prefix",
            bucket(&json!({"r1": with(to_backup(), "prefix", json!("logs/"))})),
            json!({}),
            Compliant,
            "Bucket b1 replicates to acme-backup in account 999988887777 (prefix logs/ only).",
        ),
        (
            "a prefix in a filter",
            bucket(&json!({"r1": with(with(to_backup(), "prefix", json!(null)), "filter",
                json!({"predicate": {"operands": [{"prefix": "tax/"}, {"tag": {"key": "a", "value": "b"}}]}}))})),
            json!({}),
            Compliant,
            "Bucket b1 replicates to acme-backup in account 999988887777 (prefix tax/ only).",
        ),
        (
            "a filter by tag",
            bucket(
                &json!({"r1": with(to_backup(), "filter", json!({"predicate": {"tag": {"key": "a", "value": "b"}}}))}),
            ),
            json!({}),
            Compliant,
            "Bucket b1 replicates to acme-backup in account 999988887777 (tagged objects only).",
        ),
        (
            "an empty filter",
            bucket(
                &json!({"r1": with(to_backup(), "filter", json!({"predicate": {"prefix": ""}}))}),
            ),
            json!({}),
            Compliant,
            REPLICATES,
        ),
        (
            "all objects are better evidence than some",
            bucket(
                &json!({"a": with(rule("a", &other()), "prefix", json!("logs/")), "b": to_backup()}),
            ),
            json!({}),
            Compliant,
            REPLICATES,
        ),
    ]);
}

#[test]
fn forms() {
    let to_backup = || rule("acme-backup", &other());
    assert_verdicts([
        (
            "the account in lower case",
            bucket(&json!({"r1": {"status": "Enabled", "destinationConfig": {
                "account": "999988887777", "bucketARN": "arn:aws:s3:::acme-backup"}}})),
            json!({}),
            Compliant,
            REPLICATES,
        ),
        (
            "the form of the history",
            bucket_with(
                &json!({"BucketReplicationConfiguration": json!({"rules": {"r1": to_backup()}}).to_string()}),
            ),
            json!({}),
            Compliant,
            REPLICATES,
        ),
        ("no rules", bucket(&json!(null)), json!({}), NonCompliant, NOTHING),
        ("no replication", bucket_with(&json!({})), json!({}), NonCompliant, NOTHING),
        (
            "no replication, in other words",
            bucket_with(&json!({"BucketReplicationConfiguration": null})),
            json!({}),
            NonCompliant,
            NOTHING,
        ),
    ]);
}

#[test]
fn backup_accounts() {
    let declared = json!({"backupAccountIds": "999988887777,444455556666"});
    assert_verdicts([
        (
            "to a backup account",
            bucket(&json!({"r1": rule("acme-backup", &other())})),
            declared.clone(),
            Compliant,
            REPLICATES,
        ),
        (
            "to some other account",
            bucket(&json!({"r1": rule("partner", &json!("777766665555"))})),
            declared.clone(),
            NonCompliant,
            "Bucket b1 replicates to partner in account 777766665555, which is not a backup account.",
        ),
        (
            "to an account that is not named",
            owned(bucket(&json!({"r1": rule("acme-backup", &json!(null))})), &Owner::Another),
            declared.clone(),
            NonCompliant,
            "Bucket b1 replicates to acme-backup in another account; its rule does not name it as a backup account.",
        ),
        (
            "⑭ this account holds the backups",
            bucket(&json!({})),
            json!({"backupAccountIds": "111122223333"}),
            NotApplicable,
            "This account is a backup account.",
        ),
    ]);
}

#[test]
fn copies() {
    let b1 = || bucket(&json!({}));
    let on = "2026-01-14T03:00:00Z";
    assert_verdicts([
        (
            "⑤ AWS Backup copies the bucket",
            copied(b1(), &[(VAULT, on)]),
            json!({}),
            Compliant,
            "Bucket b1 was copied to vault arn:aws:backup:us-east-1:999988887777:backup-vault:prod on 2026-01-14.",
        ),
        (
            "replication is told before a copy",
            copied(bucket(&json!({"r1": rule("acme-backup", &other())})), &[(VAULT, on)]),
            json!({}),
            Compliant,
            REPLICATES,
        ),
        (
            "a copy makes up for replication within the account",
            copied(bucket(&json!({"r1": rule("b1-dr", &json!("111122223333"))})), &[(VAULT, on)]),
            json!({}),
            Compliant,
            "Bucket b1 was copied to vault arn:aws:backup:us-east-1:999988887777:backup-vault:prod on 2026-01-14.",
        ),
        (
            "a copy within the account",
            copied(b1(), &[(OWN_VAULT, on)]),
            json!({}),
            NonCompliant,
            "Bucket b1 is copied to vault arn:aws:backup:eu-west-1:111122223333:backup-vault:dr, which this account owns.",
        ),
        (
            "AWS Backup may not be asked",
            Resource { copies: Err(denied("backup:ListCopyJobs")), ..b1() },
            json!({}),
            NonCompliant,
            "[not verified] b1 could not be verified: AccessDenied on backup:ListCopyJobs.",
        ),
        (
            "AWS Backup need not be asked",
            Resource {
                copies: Err(denied("backup:ListCopyJobs")),
                ..bucket(&json!({"r1": rule("acme-backup", &other())}))
            },
            json!({}),
            Compliant,
            REPLICATES,
        ),
    ]);
}

#[test]
fn scope() {
    let key = json!({"importantDataTagKey": "data-class", "importantDataTagValues": "customer"});
    let tagged = |value: &str| {
        let mut resource = bucket(&json!({}));
        resource.tags.insert("data-class".to_owned(), value.to_owned());
        resource
    };
    assert_verdicts([
        (
            "⑬ not tagged",
            bucket(&json!({})),
            key.clone(),
            NotApplicable,
            "[declared] Bucket b1 is not tagged data-class, by which important data is marked.",
        ),
        (
            "⑬ tagged otherwise",
            tagged("public"),
            key.clone(),
            NotApplicable,
            "[declared] Bucket b1 is tagged data-class=public, not as important data.",
        ),
        ("tagged", tagged("Customer"), key, NonCompliant, NOTHING),
        (
            "it holds replicas",
            Resource { source: Some("b0".to_owned()), ..bucket(&json!({})) },
            json!({}),
            NotApplicable,
            "Bucket b1 holds replicas of b0.",
        ),
        (
            "it holds replicas, and is copied elsewhere itself",
            copied(
                Resource { source: Some("b0".to_owned()), ..bucket(&json!({})) },
                &[(VAULT, "2026-01-14T03:00:00Z")],
            ),
            json!({}),
            Compliant,
            "Bucket b1 was copied to vault arn:aws:backup:us-east-1:999988887777:backup-vault:prod on 2026-01-14.",
        ),
    ]);
}

#[test]
fn attestations() {
    let b1 = || bucket(&json!({}));
    let to_itself = || bucket(&json!({"r1": rule("b1-dr", &json!("111122223333"))}));
    assert_verdicts([
        (
            "⑪ another solution",
            attested(b1(), "yes", "2026-12-31"),
            json!({}),
            Compliant,
            "[attested] Alternative backup solution attested (alice@example.com, until 2026-12-31) (writer not verified).",
        ),
        (
            "⑪ another solution beside replication within the account",
            attested(to_itself(), "yes", "2026-12-31"),
            json!({}),
            Compliant,
            "[attested] Alternative backup solution attested (alice@example.com, until 2026-12-31) (writer not verified).",
        ),
        (
            "another solution where AWS Backup may not be asked",
            attested(
                Resource { copies: Err(denied("backup:ListCopyJobs")), ..b1() },
                "yes",
                "2026-12-31",
            ),
            json!({}),
            Compliant,
            "[attested] Alternative backup solution attested (alice@example.com, until 2026-12-31) (writer not verified).",
        ),
        (
            "none, says a person",
            attested(to_itself(), "no", "2026-12-31"),
            json!({}),
            NonCompliant,
            "[attested] Bucket b1 replicates to b1-dr, which this account owns. Attested on 2026-01-02: there is no other backup solution (writer not verified).",
        ),
        (
            "expired",
            attested(b1(), "yes", "2026-01-14"),
            json!({}),
            NonCompliant,
            "Bucket b1 has no replication or backup copy outside this account. Attestation /compliance/aws-core/aws-core-31 expired on 2026-01-14; renew it.",
        ),
        (
            "malformed",
            said(b1(), Some("yes".to_owned())),
            json!({}),
            NonCompliant,
            "Bucket b1 has no replication or backup copy outside this account. Attestation for aws-core-31 is malformed: it is no JSON object.",
        ),
        (
            "written by nobody who is trusted",
            attested(b1(), "yes", "2026-12-31"),
            json!({"trustedAttestors": "arn:aws:sts::*:assumed-role/SecurityOfficer/*"}),
            NonCompliant,
            "Attestation for aws-core-31 was last written by nobody that Parameter Store names.",
        ),
        ("none", said(b1(), None), json!({}), NonCompliant, NOTHING),
        (
            "what is measured needs none",
            attested(bucket(&json!({"r1": rule("acme-backup", &other())})), "no", "2026-12-31"),
            json!({}),
            Compliant,
            REPLICATES,
        ),
    ]);
}

#[test]
fn the_owners_asked_for() {
    let parameters = Parameters::default();
    let unnamed = |rules: &Value| -> Vec<String> {
        bucket(rules).unnamed(&parameters).map(|route| route.destination.clone()).collect()
    };
    let nobody = json!(null);
    let part = |name| with(rule(name, &nobody), "prefix", json!("logs/"));
    assert_eq!(unnamed(&json!({"a": rule("a", &nobody), "b": rule("b", &nobody)})), ["a", "b"]);
    // A rule that names another account settles it, unless one for more of the objects may.
    assert!(unnamed(&json!({"a": rule("a", &nobody), "b": rule("b", &other())})).is_empty());
    let named_part = with(rule("b", &other()), "prefix", json!("logs/"));
    assert_eq!(unnamed(&json!({"a": rule("a", &nobody), "b": named_part.clone()})), ["a"]);
    assert!(unnamed(&json!({"a": part("a"), "b": named_part})).is_empty());
    assert_eq!(unnamed(&json!({"a": part("a"), "b": rule("b", &json!("111122223333"))})), ["a"]);
    assert!(
        unnamed(&json!({"a": with(rule("a", &nobody), "status", json!("Disabled"))})).is_empty()
    );
    let backup_account = super::parameters(&json!({"backupAccountIds": "111122223333"}));
    assert_eq!(bucket(&json!({"a": rule("a", &nobody)})).unnamed(&backup_account).count(), 0);
}

#[test]
fn a_replication_that_cannot_be_read_is_an_error() {
    for rules in [json!([]), json!({"r1": {"status": "Enabled"}}), json!({"r1": 5})] {
        let item = json!({
            "resourceType": "AWS::S3::Bucket", "resourceId": "b1",
            "supplementaryConfiguration": {"BucketReplicationConfiguration": {"rules": rules}},
        });
        let item = ConfigurationItem::from_json(&item.to_string()).unwrap();
        let error = Resource::of_bucket(&item, &invocation()).unwrap_err();
        let told = "BucketReplicationConfiguration of b1 is malformed: ";
        assert!(error.to_string().starts_with(told), "{error}");
    }
}
