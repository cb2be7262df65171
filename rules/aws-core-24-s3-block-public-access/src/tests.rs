use serde_json::{Value, json};
use shared::ComplianceType::{self, Compliant, NonCompliant, NotApplicable};
use shared::public_access_block::PublicAccessBlock;
use shared::{Code, ConfigurationItem, Error, Result, Rule, Timestamp, Verdict};

use crate::bucket::Bucket;
use crate::{Facts, Parameters, S3BlockPublicAccess};
use shared::testing;

const SETTINGS: [&str; 4] =
    ["blockPublicAcls", "ignorePublicAcls", "blockPublicPolicy", "restrictPublicBuckets"];

/// A block as items have it, each setting `1` for on or `0` for off.
fn settings(on: [u8; 4]) -> Value {
    SETTINGS.into_iter().zip(on).map(|(setting, on)| (setting.to_owned(), json!(on == 1))).collect()
}

fn block(on: [u8; 4]) -> PublicAccessBlock {
    serde_json::from_value(settings(on)).unwrap()
}

/// What the account's block is, if it is asked for.
#[derive(Clone, Copy)]
enum Account {
    /// It must not be asked for.
    Unasked,
    /// These settings.
    Block([u8; 4]),
    /// The call is denied.
    Denied,
}
use Account::{Block, Denied, Unasked};

const NONE: [u8; 4] = [0; 4];
const ALL: [u8; 4] = [1; 4];

fn verdict(block_of_bucket: &Value, tags: &Value, account: Account) -> Verdict {
    let item = json!({
        "resourceType": "AWS::S3::Bucket", "resourceId": "b1", "tags": tags,
        "configuration": {"name": "b1"},
        "supplementaryConfiguration": {"PublicAccessBlockConfiguration": block_of_bucket},
    });
    let item = ConfigurationItem::from_json(&item.to_string()).unwrap();
    let mut bucket = match Bucket::of(&item) {
        Ok(bucket) => bucket,
        Err(error) => return Verdict::unverified("b1", &error),
    };
    assert_eq!(bucket.depends_on_account(), !matches!(account, Unasked), "{block_of_bucket}");
    bucket.account = match account {
        Unasked => None,
        Denied => Some(Err(denied())),
        Block(on) => Some(Ok(block(on))),
    };
    judge(&Facts::Bucket(bucket))
}

fn denied() -> Error {
    Error::new(Code::AccessDenied, "AccessDenied on s3:GetAccountPublicAccessBlock: no")
}

fn judge(facts: &Facts) -> Verdict {
    S3BlockPublicAccess::judge(facts, &Parameters::default(), Timestamp::UNIX_EPOCH)
}

type Case = (&'static str, Value, Value, Account, ComplianceType, &'static str);

fn assert_verdicts(cases: impl IntoIterator<Item = Case>) {
    for (case, block_of_bucket, tags, account, compliance_type, annotation) in cases {
        let expected = Verdict::read(compliance_type, annotation);
        assert_eq!(verdict(&block_of_bucket, &tags, account), expected, "{case}");
    }
}

const AT_BUCKET: &str = "All four settings are on for b1 (bucket level).";
const AT_ACCOUNT: &str = "All four settings are on for b1 (account level).";
const LACKS_ALL: &str = "Bucket b1 lacks BlockPublicAcls, BlockPublicPolicy, IgnorePublicAcls and RestrictPublicBuckets at bucket and account level.";
const DECLARED: &str = "[declared] Bucket b1 is declared public (public-access=intended); its block settings may be off.";

#[test]
fn levels() {
    let untagged = json!({});
    assert_verdicts([
        ("① the bucket's own", settings(ALL), untagged.clone(), Unasked, Compliant, AT_BUCKET),
        ("② the account's", settings(NONE), untagged.clone(), Block(ALL), Compliant, AT_ACCOUNT),
        (
            "③ half at each level",
            settings([1, 1, 0, 0]),
            untagged.clone(),
            Block([0, 0, 1, 1]),
            Compliant,
            "All four settings are on for b1 (BlockPublicPolicy and RestrictPublicBuckets at account level, the rest at bucket level).",
        ),
        (
            "③ the levels overlap",
            settings([1, 1, 1, 0]),
            untagged.clone(),
            Block([0, 1, 1, 1]),
            Compliant,
            "All four settings are on for b1 (RestrictPublicBuckets at account level, the rest at bucket level).",
        ),
        (
            "the account has all, the bucket some",
            settings([1, 0, 0, 0]),
            untagged.clone(),
            Block(ALL),
            Compliant,
            AT_ACCOUNT,
        ),
        (
            "④ ⑤ none anywhere",
            settings(NONE),
            untagged.clone(),
            Block(NONE),
            NonCompliant,
            LACKS_ALL,
        ),
        (
            "④ no block recorded",
            json!(null),
            untagged.clone(),
            Block(NONE),
            NonCompliant,
            LACKS_ALL,
        ),
        (
            "⑧ the account has three",
            settings(NONE),
            untagged.clone(),
            Block([1, 1, 1, 0]),
            NonCompliant,
            "Bucket b1 lacks RestrictPublicBuckets at bucket and account level.",
        ),
        (
            "both have the same half",
            settings([1, 0, 1, 0]),
            untagged.clone(),
            Block([1, 0, 1, 0]),
            NonCompliant,
            "Bucket b1 lacks IgnorePublicAcls and RestrictPublicBuckets at bucket and account level.",
        ),
        (
            "new openings are blocked, the old ones stand",
            settings([1, 0, 1, 0]),
            untagged.clone(),
            Block(NONE),
            NonCompliant,
            "Bucket b1 lacks IgnorePublicAcls and RestrictPublicBuckets at bucket and account level.",
        ),
        (
            "⑩ a setting that is null is off",
            json!({"blockPublicAcls": true, "ignorePublicAcls": true, "blockPublicPolicy": true, "restrictPublicBuckets": null}),
            untagged.clone(),
            Block(NONE),
            NonCompliant,
            "Bucket b1 lacks RestrictPublicBuckets at bucket and account level.",
        ),
        (
            "the form of the history",
            json!(settings(ALL).to_string()),
            untagged,
            Unasked,
            Compliant,
            AT_BUCKET,
        ),
    ]);
}

#[test]
fn what_cannot_be_read() {
    let untagged = json!({});
    assert_verdicts([
        (
            "the account is not known",
            settings([1, 1, 1, 0]),
            untagged.clone(),
            Denied,
            NonCompliant,
            "[not verified] b1 could not be verified: AccessDenied on s3:GetAccountPublicAccessBlock.",
        ),
        (
            "a block that cannot be read",
            json!({"ignorePublicAcls": "on"}),
            untagged,
            Unasked,
            NonCompliant,
            "[not verified] b1 could not be verified: PublicAccessBlockConfiguration of b1 is malformed: invalid type: string, expected a boolean at line 1 column 24.",
        ),
    ]);
}

#[test]
fn declarations() {
    let declared = json!({"public-access": "intended"});
    assert_verdicts([
        ("⑥ declared", settings(NONE), declared.clone(), Block(NONE), Compliant, DECLARED),
        (
            "declared as rows list tags",
            settings(NONE),
            json!([{"key": "public-access", "value": "Intended"}]),
            Block(NONE),
            Compliant,
            "[declared] Bucket b1 is declared public (public-access=Intended); its block settings may be off.",
        ),
        (
            "declared, and blocked all the same",
            settings(ALL),
            declared.clone(),
            Unasked,
            Compliant,
            AT_BUCKET,
        ),
        (
            "declared, and blocked by the account",
            settings(NONE),
            declared.clone(),
            Block(ALL),
            Compliant,
            AT_ACCOUNT,
        ),
        (
            "declared, the account is not known",
            settings([1, 1, 0, 0]),
            declared,
            Denied,
            Compliant,
            DECLARED,
        ),
        (
            "another value",
            settings(NONE),
            json!({"public-access": "yes"}),
            Block(NONE),
            NonCompliant,
            LACKS_ALL,
        ),
        (
            "another key",
            settings(NONE),
            json!({"Public-Access": "intended"}),
            Block(NONE),
            NonCompliant,
            LACKS_ALL,
        ),
    ]);
}

#[test]
fn the_account() {
    let partly = "Not all four settings are on at account level; buckets are judged one by one.";
    for (on, compliance_type, annotation) in [
        (ALL, Compliant, "Block all public access is on for the account."),
        ([1, 1, 1, 0], NotApplicable, partly),
        (NONE, NotApplicable, partly),
    ] {
        let expected = Verdict::read(compliance_type, annotation);
        assert_eq!(judge(&Facts::Account(block(on))), expected, "{on:?}");
    }
    let none = testing::compliant("No S3 bucket exists in this region.");
    assert_eq!(judge(&Facts::NoBucket), none);
}

#[test]
fn the_longest_annotation_fits() {
    let mut item = json!({
        "resourceType": "AWS::S3::Bucket", "resourceId": "b".repeat(63),
        "supplementaryConfiguration": {"PublicAccessBlockConfiguration": settings([1, 0, 0, 0])},
    });
    let mut longest = |account: Result<PublicAccessBlock>, on: [u8; 4]| {
        item["supplementaryConfiguration"]["PublicAccessBlockConfiguration"] = settings(on);
        let item = ConfigurationItem::from_json(&item.to_string()).unwrap();
        let mut bucket = Bucket::of(&item).unwrap();
        bucket.account = Some(account);
        judge(&Facts::Bucket(bucket)).annotation.chars().count()
    };
    assert!(longest(Ok(block([0, 1, 1, 1])), [1, 0, 0, 0]) <= shared::annotation::LIMIT);
    assert!(longest(Ok(block(NONE)), NONE) <= shared::annotation::LIMIT);
    assert!(longest(Err(denied()), NONE) <= shared::annotation::LIMIT);
}
