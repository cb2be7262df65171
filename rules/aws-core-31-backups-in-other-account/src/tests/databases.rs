use shared::ComplianceType::{Compliant, NonCompliant, NotApplicable};

use super::*;

const COPIED: &str = "DB instance db1 was copied to vault arn:aws:backup:us-east-1:999988887777:backup-vault:prod on 2026-01-12.";
const NOTHING: &str =
    "DB instance db1 has no backup copy outside this account from the last 8 days.";

#[test]
fn copies() {
    let ago_3 = "2026-01-12T09:00:00Z";
    let other_vault = "arn:aws:backup:us-east-1:777766665555:backup-vault:partner";
    assert_verdicts([
        ("⑥ three days ago", copied(instance(), &[(VAULT, ago_3)]), json!({}), Compliant, COPIED),
        (
            "⑥ the last of several",
            copied(
                instance(),
                &[(OWN_VAULT, NOW), (VAULT, ago_3), (other_vault, "2026-01-09T09:00:00Z")],
            ),
            json!({}),
            Compliant,
            COPIED,
        ),
        (
            "⑦ to a vault of the same account",
            copied(instance(), &[(OWN_VAULT, ago_3)]),
            json!({}),
            NonCompliant,
            "DB instance db1 is copied to vault arn:aws:backup:eu-west-1:111122223333:backup-vault:dr, which this account owns.",
        ),
        (
            "⑧ twenty days ago",
            copied(instance(), &[(VAULT, "2025-12-26T09:00:00Z")]),
            json!({}),
            NonCompliant,
            "Last copy of DB instance db1 to another account dates from 2025-12-26; limit 8 days.",
        ),
        (
            "eight days ago, to the second",
            copied(instance(), &[(VAULT, "2026-01-07T09:00:00Z")]),
            json!({}),
            Compliant,
            "DB instance db1 was copied to vault arn:aws:backup:us-east-1:999988887777:backup-vault:prod on 2026-01-07.",
        ),
        (
            "a second more",
            copied(instance(), &[(VAULT, "2026-01-07T08:59:59Z")]),
            json!({}),
            NonCompliant,
            "Last copy of DB instance db1 to another account dates from 2026-01-07; limit 8 days.",
        ),
        (
            "a longer limit",
            copied(instance(), &[(VAULT, "2025-12-26T09:00:00Z")]),
            json!({"maxCopyAgeDays": "31"}),
            Compliant,
            "DB instance db1 was copied to vault arn:aws:backup:us-east-1:999988887777:backup-vault:prod on 2025-12-26.",
        ),
        ("never", instance(), json!({}), NonCompliant, NOTHING),
    ]);
}

#[test]
fn vaults() {
    let ago_3 = "2026-01-12T09:00:00Z";
    let other_vault = "arn:aws:backup:us-east-1:777766665555:backup-vault:partner";
    assert_verdicts([
        (
            "⑨ to an account that is no backup account",
            copied(instance(), &[(other_vault, ago_3)]),
            json!({"backupAccountIds": "999988887777"}),
            NonCompliant,
            "DB instance db1 is copied to vault arn:aws:backup:us-east-1:777766665555:backup-vault:partner, whose account is not a backup account.",
        ),
        (
            "⑨ to a backup account too, but too long ago",
            copied(instance(), &[(other_vault, ago_3), (VAULT, "2025-12-26T09:00:00Z")]),
            json!({"backupAccountIds": "999988887777"}),
            NonCompliant,
            "Last copy of DB instance db1 to another account dates from 2025-12-26; limit 8 days.",
        ),
        (
            "⑩ air-gapped in the same account, which is not accepted",
            air_gapped(instance(), OWN_VAULT),
            json!({}),
            NonCompliant,
            "DB instance db1 is copied to logically air-gapped vault arn:aws:backup:eu-west-1:111122223333:backup-vault:dr, which this account owns.",
        ),
        (
            "⑩ air-gapped in the same account, which is accepted",
            air_gapped(instance(), OWN_VAULT),
            json!({"acceptAirGappedVault": "true"}),
            Compliant,
            "DB instance db1 was copied to vault arn:aws:backup:eu-west-1:111122223333:backup-vault:dr on 2026-01-14.",
        ),
        (
            "air-gapped in another account",
            air_gapped(instance(), VAULT),
            json!({}),
            Compliant,
            "DB instance db1 was copied to vault arn:aws:backup:us-east-1:999988887777:backup-vault:prod on 2026-01-14.",
        ),
        (
            "what is no ARN is no evidence",
            copied(instance(), &[("prod", ago_3)]),
            json!({}),
            NonCompliant,
            "DB instance db1 is copied to vault prod, whose account is not a backup account.",
        ),
        (
            "a cluster",
            copied(
                database(Kind::Cluster, "aur1", Some("2025-01-15T09:00:00Z"), None),
                &[(VAULT, ago_3)],
            ),
            json!({}),
            Compliant,
            "DB cluster aur1 was copied to vault arn:aws:backup:us-east-1:999988887777:backup-vault:prod on 2026-01-12.",
        ),
        (
            "AWS Backup may not be asked",
            Resource { copies: Err(denied("backup:ListCopyJobs")), ..instance() },
            json!({}),
            NonCompliant,
            "[not verified] db1 could not be verified: AccessDenied on backup:ListCopyJobs.",
        ),
    ]);
}

#[test]
fn scope() {
    let member = || Some(Whole::Cluster("aur1".to_owned()));
    let replica = || Some(Whole::Source("db0".to_owned()));
    let old = Some("2025-01-15T09:00:00Z");
    let tag = json!({"importantDataTagKey": "data-class"});
    assert_verdicts([
        (
            "⑫ a member of an Aurora cluster",
            database(Kind::Instance, "aur1-1", old, member()),
            json!({}),
            NotApplicable,
            "DB instance aur1-1 is a member of cluster aur1, backed up there.",
        ),
        (
            "⑫ whatever its tags",
            database(Kind::Instance, "aur1-1", old, member()),
            tag.clone(),
            NotApplicable,
            "DB instance aur1-1 is a member of cluster aur1, backed up there.",
        ),
        (
            "a read replica",
            database(Kind::Instance, "db1-r", old, replica()),
            json!({}),
            NotApplicable,
            "DB instance db1-r is a read replica of db0, backed up there.",
        ),
        (
            "a cluster that is a read replica",
            database(Kind::Cluster, "aur2", old, replica()),
            json!({}),
            NotApplicable,
            "DB cluster aur2 is a read replica of db0, backed up there.",
        ),
        (
            "⑬ not tagged",
            instance(),
            tag,
            NotApplicable,
            "[declared] DB instance db1 is not tagged data-class, by which important data is marked.",
        ),
        (
            "⑭ this account holds the backups",
            instance(),
            json!({"backupAccountIds": "444455556666,111122223333"}),
            NotApplicable,
            "This account is a backup account.",
        ),
        (
            "⑪ another solution",
            attested(instance(), "yes", "2026-12-31"),
            json!({}),
            Compliant,
            "[attested] Alternative backup solution attested (alice@example.com, until 2026-12-31) (writer not verified).",
        ),
    ]);
}

#[test]
fn new_databases() {
    let made = |at: &str| database(Kind::Instance, "db1", Some(at), None);
    assert_verdicts([
        (
            "two days old",
            made("2026-01-13T09:00:00Z"),
            json!({}),
            NotApplicable,
            "DB instance db1 was created on 2026-01-13; a copy is due within 8 days.",
        ),
        (
            "eight days old, to the second",
            made("2026-01-07T09:00:00Z"),
            json!({}),
            NotApplicable,
            "DB instance db1 was created on 2026-01-07; a copy is due within 8 days.",
        ),
        ("a second older", made("2026-01-07T08:59:59Z"), json!({}), NonCompliant, NOTHING),
        (
            "two days old, and copied",
            copied(made("2026-01-13T09:00:00Z"), &[(VAULT, "2026-01-14T03:00:00Z")]),
            json!({}),
            Compliant,
            "DB instance db1 was copied to vault arn:aws:backup:us-east-1:999988887777:backup-vault:prod on 2026-01-14.",
        ),
        (
            "a limit of one day",
            made("2026-01-15T08:00:00Z"),
            json!({"maxCopyAgeDays": "1"}),
            NotApplicable,
            "DB instance db1 was created on 2026-01-15; a copy is due within 1 day.",
        ),
        (
            "not there yet",
            database(Kind::Cluster, "aur1", None, None),
            json!({}),
            NotApplicable,
            "DB cluster aur1 is being created.",
        ),
    ]);
}
