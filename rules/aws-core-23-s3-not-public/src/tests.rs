use serde_json::{Value, json};
use shared::ComplianceType::{self, Compliant, NonCompliant};
use shared::public_access_block::PublicAccessBlock;
use shared::{Code, ConfigurationItem, Error, Result, Rule, Timestamp, Verdict};

use crate::bucket::Bucket;
use crate::{Parameters, S3NotPublic};

const OWNER: &str = r#"{"grantSet":null,"grantList":[{"grantee":{"id":"75aa","displayName":null},"permission":"FullControl"}],"owner":{"displayName":null,"id":"75aa"},"isRequesterCharged":false}"#;
const CLOSED: &str = "Bucket b1 is not public: neither its ACL nor its policy is.";
const READ: &str = "Bucket b1 is public: policy statement 'Read' allows s3:GetObject to everyone.";

/// What the account's block is, if it is asked for.
#[derive(Clone)]
enum Account {
    /// It must not be asked for.
    Unasked,
    /// These settings of `ignorePublicAcls` and `restrictPublicBuckets`.
    Block(bool, bool),
    /// The call is denied.
    Denied,
}
use Account::{Block, Denied, Unasked};

const NONE: Account = Block(false, false);

fn bucket(supplementary: &Value, tags: &Value) -> Result<Bucket> {
    let item = json!({
        "resourceType": "AWS::S3::Bucket", "resourceId": "b1", "tags": tags,
        "configuration": {"name": "b1"}, "supplementaryConfiguration": supplementary,
    });
    Bucket::of(&ConfigurationItem::from_json(&item.to_string()).unwrap())
}

fn verdict(supplementary: &Value, tags: &Value, account: &Account) -> Verdict {
    let mut bucket = match bucket(supplementary, tags) {
        Ok(bucket) => bucket,
        Err(error) => return Verdict::unverified("b1", &error),
    };
    assert_eq!(bucket.depends_on_account(), !matches!(account, Unasked), "{supplementary}");
    bucket.account = match account {
        Unasked => None,
        Denied => Some(Err(Error::new(
            Code::AccessDenied,
            "AccessDenied on s3:GetAccountPublicAccessBlock: no",
        ))),
        Block(ignore_acls, restrict) => {
            let block = json!({"ignorePublicAcls": ignore_acls, "restrictPublicBuckets": restrict});
            Some(Ok(serde_json::from_value::<PublicAccessBlock>(block).unwrap()))
        }
    };
    S3NotPublic::judge(&bucket, &Parameters::default(), Timestamp::UNIX_EPOCH)
}

/// A bucket's supplementary configuration, with the policy that has these statements.
fn with_policy(statements: &Value) -> Value {
    let text = json!({"Version": "2012-10-17", "Statement": statements}).to_string();
    json!({"AccessControlList": OWNER, "BucketPolicy": {"policyText": text}})
}

fn read_under(condition: &Value) -> Value {
    with_policy(&json!([{
        "Sid": "Read", "Effect": "Allow", "Principal": "*", "Action": "s3:GetObject",
        "Resource": "arn:aws:s3:::b1/*", "Condition": condition,
    }]))
}

fn read() -> Value {
    read_under(&json!({}))
}

/// A bucket's supplementary configuration, with the ACL that grants this besides the owner.
fn with_grant(grantee: &str, permission: &str) -> Value {
    let mut acl: Value = serde_json::from_str(OWNER).unwrap();
    let grant = json!({"grantee": grantee, "permission": permission});
    acl["grantList"].as_array_mut().unwrap().push(grant);
    json!({"AccessControlList": acl.to_string(), "BucketPolicy": {"policyText": null}})
}

fn with_block(mut supplementary: Value, setting: &str) -> Value {
    supplementary["PublicAccessBlockConfiguration"] = json!({
        "blockPublicAcls": false, "ignorePublicAcls": false, "blockPublicPolicy": false,
        "restrictPublicBuckets": false,
    });
    supplementary["PublicAccessBlockConfiguration"][setting] = json!(true);
    supplementary
}

fn without(mut supplementary: Value, part: &str) -> Value {
    supplementary.as_object_mut().unwrap().remove(part);
    supplementary
}

type Case = (&'static str, Value, Account, ComplianceType, &'static str);

fn assert_verdicts(cases: impl IntoIterator<Item = Case>) {
    for (case, supplementary, account, compliance_type, annotation) in cases {
        let expected = Verdict::read(compliance_type, annotation);
        assert_eq!(verdict(&supplementary, &json!({}), &account), expected, "{case}");
    }
}

#[test]
fn policies() {
    assert_verdicts([
        (
            "① no policy, the owner's ACL (all that BucketOwnerEnforced leaves)",
            json!({"AccessControlList": OWNER, "BucketPolicy": {"policyText": null}}),
            Unasked,
            Compliant,
            CLOSED,
        ),
        ("② everyone may read", read(), NONE, NonCompliant, READ),
        (
            "③ everyone may read, the bucket restricts",
            with_block(read(), "restrictPublicBuckets"),
            Unasked,
            Compliant,
            "Bucket b1 is not public (policy is public, but RestrictPublicBuckets is on at bucket level).",
        ),
        (
            "④ everyone may read, the account restricts",
            read(),
            Block(false, true),
            Compliant,
            "Bucket b1 is not public (policy is public, but RestrictPublicBuckets is on at account level).",
        ),
        (
            "⑤ everyone may read, new policies are blocked",
            with_block(read(), "blockPublicPolicy"),
            NONE,
            NonCompliant,
            READ,
        ),
        (
            "the setting for ACLs says nothing of policies",
            with_block(read(), "ignorePublicAcls"),
            Block(true, false),
            NonCompliant,
            READ,
        ),
        (
            "⑩ the users of a web identity provider",
            with_policy(&json!({
                "Effect": "Allow", "Principal": {"Federated": "graph.facebook.com"},
                "Action": "s3:PutObject", "Resource": "*",
            })),
            NONE,
            NonCompliant,
            "Bucket b1 is public: policy statement 1 allows s3:PutObject to the users of graph.facebook.com.",
        ),
        (
            "⑭ everyone, and a denial of most",
            with_policy(&json!([
                {"Sid": "Read", "Effect": "Allow", "Principal": "*", "Action": "s3:GetObject"},
                {"Sid": "Office", "Effect": "Deny", "Principal": "*", "Action": "s3:*",
                 "Condition": {"NotIpAddress": {"aws:SourceIp": "203.0.113.0/24"}}},
            ])),
            NONE,
            NonCompliant,
            READ,
        ),
        (
            "a denial alone",
            with_policy(&json!({"Effect": "Deny", "Principal": "*", "Action": "s3:*"})),
            Unasked,
            Compliant,
            CLOSED,
        ),
        (
            "two public statements, the second unnamed",
            with_policy(&json!([
                {"Sid": "Read", "Effect": "Allow", "Principal": "*", "Action": "s3:GetObject"},
                {"Effect": "Allow", "Principal": {"AWS": ["111122223333", "*"]},
                 "Action": ["s3:ListBucket", "s3:PutObject"]},
            ])),
            NONE,
            NonCompliant,
            "Bucket b1 is public: policy statement 'Read' allows s3:GetObject to everyone and policy statement 2 allows s3:ListBucket and s3:PutObject to everyone.",
        ),
        (
            "the policy as AWS Config's history has it",
            {
                let policy = read()["BucketPolicy"].to_string();
                json!({"AccessControlList": json!(OWNER).to_string(), "BucketPolicy": policy})
            },
            NONE,
            NonCompliant,
            READ,
        ),
    ]);
}

#[test]
fn conditions() {
    assert_verdicts([
        (
            "⑧ from a block",
            read_under(&json!({"IpAddress": {"aws:SourceIp": "203.0.113.0/24"}})),
            Unasked,
            Compliant,
            CLOSED,
        ),
        (
            "⑧ from half of the Internet",
            read_under(&json!({"IpAddress": {"aws:SourceIp": "0.0.0.0/1"}})),
            NONE,
            NonCompliant,
            "Bucket b1 is public: policy statement 'Read' allows s3:GetObject to everyone despite its condition on aws:SourceIp.",
        ),
        (
            "⑧ from private addresses",
            read_under(&json!({"IpAddress": {"aws:SourceIp": "10.0.0.0/8"}})),
            Unasked,
            Compliant,
            CLOSED,
        ),
        (
            "⑨ from any network",
            read_under(&json!({"StringLike": {"aws:SourceVpc": "vpc-*"}})),
            NONE,
            NonCompliant,
            "Bucket b1 is public: policy statement 'Read' allows s3:GetObject to everyone despite its condition on aws:SourceVpc.",
        ),
        (
            "⑨ from one network",
            read_under(&json!({"StringEquals": {"aws:SourceVpc": "vpc-1"}})),
            Unasked,
            Compliant,
            CLOSED,
        ),
        (
            "⑪ an organization",
            read_under(&json!({"StringEquals": {"aws:PrincipalOrgID": "o-a1b2c3d4e5"}})),
            Unasked,
            Compliant,
            CLOSED,
        ),
        (
            "⑪ an organization, or nobody known",
            read_under(&json!({"StringEqualsIfExists": {"aws:PrincipalOrgID": "o-a1b2c3d4e5"}})),
            NONE,
            NonCompliant,
            "Bucket b1 is public: policy statement 'Read' allows s3:GetObject to everyone despite its condition on aws:PrincipalOrgID.",
        ),
        (
            "⑫ a referer, which anyone can send",
            read_under(&json!({"StringLike": {"aws:Referer": "https://example.com/*"}})),
            NONE,
            NonCompliant,
            "Bucket b1 is public: policy statement 'Read' allows s3:GetObject to everyone despite its condition on aws:Referer.",
        ),
        (
            "⑬ through the access points of one account",
            read_under(&json!({"StringLike": {
                "s3:DataAccessPointArn": "arn:aws:s3:us-west-2:111122223333:accesspoint/*",
            }})),
            Unasked,
            Compliant,
            CLOSED,
        ),
    ]);
}

#[test]
fn access_control_lists() {
    let all_users = "Bucket b1 is public: ACL grants READ to AllUsers.";
    let ignored =
        "Bucket b1 is not public (ACL is public, but IgnorePublicAcls is on at bucket level).";
    assert_verdicts([
        ("⑥ everyone may list", with_grant("AllUsers", "Read"), NONE, NonCompliant, all_users),
        (
            "⑥ everyone may list, the bucket ignores it",
            with_block(with_grant("AllUsers", "Read"), "ignorePublicAcls"),
            Unasked,
            Compliant,
            ignored,
        ),
        (
            "everyone may list, the account ignores it",
            with_grant("AllUsers", "Read"),
            Block(true, false),
            Compliant,
            "Bucket b1 is not public (ACL is public, but IgnorePublicAcls is on at account level).",
        ),
        (
            "everyone may list, new ACLs are blocked",
            with_block(with_grant("AllUsers", "Read"), "blockPublicAcls"),
            NONE,
            NonCompliant,
            all_users,
        ),
        (
            "the setting for policies says nothing of ACLs",
            with_block(with_grant("AllUsers", "Read"), "restrictPublicBuckets"),
            Block(false, true),
            NonCompliant,
            all_users,
        ),
        (
            "⑦ everyone in AWS may write",
            with_grant("AuthenticatedUsers", "Write"),
            NONE,
            NonCompliant,
            "Bucket b1 is public: ACL grants WRITE to AuthenticatedUsers.",
        ),
        (
            "everyone in AWS may read the ACL",
            with_grant("AuthenticatedUsers", "ReadAcp"),
            NONE,
            NonCompliant,
            "Bucket b1 is public: ACL grants READ_ACP to AuthenticatedUsers.",
        ),
        (
            "everyone in AWS may do all",
            with_grant("AuthenticatedUsers", "FullControl"),
            NONE,
            NonCompliant,
            "Bucket b1 is public: ACL grants FULL_CONTROL to AuthenticatedUsers.",
        ),
        ("S3 may deliver logs", with_grant("LogDelivery", "Write"), Unasked, Compliant, CLOSED),
        (
            "⑯ encoded twice, as the history has it",
            {
                let mut history = with_grant("AllUsers", "Read");
                history["AccessControlList"] = json!(history["AccessControlList"].to_string());
                history
            },
            NONE,
            NonCompliant,
            all_users,
        ),
        (
            "⑯ encoded twice, and ignored",
            {
                let mut history = with_block(with_grant("AllUsers", "Read"), "ignorePublicAcls");
                for part in ["AccessControlList", "PublicAccessBlockConfiguration"] {
                    history[part] = json!(history[part].to_string());
                }
                history
            },
            Unasked,
            Compliant,
            ignored,
        ),
    ]);
}

#[test]
fn both_ways_in() {
    let mut both = read();
    both["AccessControlList"] = with_grant("AllUsers", "Read")["AccessControlList"].clone();
    assert_verdicts([
        (
            "both open",
            both.clone(),
            NONE,
            NonCompliant,
            "Bucket b1 is public: ACL grants READ to AllUsers and policy statement 'Read' allows s3:GetObject to everyone.",
        ),
        ("one ignored", with_block(both.clone(), "ignorePublicAcls"), NONE, NonCompliant, READ),
        (
            "each closed at another level",
            with_block(both.clone(), "ignorePublicAcls"),
            Block(false, true),
            Compliant,
            "Bucket b1 is not public (ACL is public, but IgnorePublicAcls is on at bucket level and policy is public, but RestrictPublicBuckets is on at account level).",
        ),
        (
            "nobody can say whether the account closes them",
            both,
            Denied,
            NonCompliant,
            "[not verified] b1 could not be verified: AccessDenied on s3:GetAccountPublicAccessBlock.",
        ),
    ]);
}

#[test]
fn what_cannot_be_read_is_not_compliant() {
    let part =
        |text: Value| json!({"AccessControlList": OWNER, "BucketPolicy": {"policyText": text}});
    let no_acl = "[not verified] b1 could not be verified: its configuration item holds no AccessControlList.";
    assert_verdicts([
        ("no supplementary configuration", json!(null), NONE, NonCompliant, no_acl),
        ("no ACL", without(part(json!(null)), "AccessControlList"), NONE, NonCompliant, no_acl),
        (
            "no ACL, but none would count",
            with_block(without(part(json!(null)), "AccessControlList"), "ignorePublicAcls"),
            Unasked,
            Compliant,
            "Bucket b1 is not public (ACL is not recorded, but IgnorePublicAcls is on at bucket level).",
        ),
        (
            "no ACL, and a public policy",
            without(read(), "AccessControlList"),
            NONE,
            NonCompliant,
            READ,
        ),
        (
            "an ACL and no policy beside it",
            without(part(json!(null)), "BucketPolicy"),
            Unasked,
            Compliant,
            CLOSED,
        ),
        (
            "a bucket policy without text",
            json!({"AccessControlList": OWNER, "BucketPolicy": {}}),
            Unasked,
            Compliant,
            CLOSED,
        ),
        (
            "empty text",
            part(json!("")),
            Unasked,
            NonCompliant,
            "[not verified] b1 could not be verified: BucketPolicy of b1 is malformed: invalid type: string, expected a policy document at line 1 column 2.",
        ),
    ]);
    for text in ["no JSON", "{", "[]", "{}", r#"{"Statement":[{"Effect":"Allow"}]}"#] {
        let Verdict { compliance_type, annotation, .. } =
            verdict(&part(json!(text)), &json!({}), &Unasked);
        assert_eq!(compliance_type, NonCompliant, "{text}");
        let told = "b1 could not be verified: BucketPolicy of b1 is malformed: ";
        assert!(annotation.starts_with(told), "{annotation}");
    }
}

#[test]
fn an_acl_that_was_not_understood_is_not_compliant() {
    let acl = |acl: Value| json!({"AccessControlList": acl.to_string()});
    let strange = |more: Value| {
        let owner = json!({"grantee": {"id": "75aa"}, "permission": "FullControl"});
        acl(
            json!({"grantList": [owner, {"grantee": {"type": "Group"}, "permission": "Read"}, more]}),
        )
    };
    let owner = || json!({"grantee": {"id": "75aa"}, "permission": "FullControl"});
    let no_list =
        "[not verified] b1 could not be verified: its AccessControlList holds no list of grants.";
    let unknown = "[not verified] b1 could not be verified: its AccessControlList names a grantee of unknown kind.";
    let without_list = || acl(json!({"owner": {"id": "75aa"}, "isRequesterCharged": false}));
    assert_verdicts([
        ("no list", without_list(), NONE, NonCompliant, no_list),
        ("a list of null", acl(json!({"grantList": null})), NONE, NonCompliant, no_list),
        ("an empty list", acl(json!({"grantList": []})), Unasked, Compliant, CLOSED),
        ("a strange grantee", strange(owner()), NONE, NonCompliant, unknown),
        (
            "a strange grantee beside everyone",
            strange(json!({"grantee": "AllUsers", "permission": "Read"})),
            NONE,
            NonCompliant,
            "Bucket b1 is public: ACL grants READ to AllUsers.",
        ),
        (
            "no list, and a public policy",
            json!({
                "AccessControlList": without_list()["AccessControlList"],
                "BucketPolicy": read()["BucketPolicy"],
            }),
            NONE,
            NonCompliant,
            READ,
        ),
        (
            "no list, but none would count",
            with_block(without_list(), "ignorePublicAcls"),
            Unasked,
            Compliant,
            "Bucket b1 is not public (ACL is not understood, but IgnorePublicAcls is on at bucket \
             level).",
        ),
        (
            "no list, but none would count in the account",
            without_list(),
            Block(true, false),
            Compliant,
            "Bucket b1 is not public (ACL is not understood, but IgnorePublicAcls is on at account \
             level).",
        ),
        (
            "no list, and nobody can say of the account",
            without_list(),
            Denied,
            NonCompliant,
            "[not verified] b1 could not be verified: AccessDenied on s3:GetAccountPublicAccessBlock.",
        ),
        (
            "no list, as the history has it",
            json!({"AccessControlList": json!(json!({"owner": {}}).to_string()).to_string()}),
            NONE,
            NonCompliant,
            no_list,
        ),
        (
            "null",
            json!({"AccessControlList": null, "BucketPolicy": null}),
            NONE,
            NonCompliant,
            "[not verified] b1 could not be verified: its configuration item holds no AccessControlList.",
        ),
    ]);
}

#[test]
fn declarations() {
    let declared = "[declared] Bucket b1 is public and declared so (public-access=intended).";
    let maybe = "[declared] Bucket b1 may be public and is declared so (public-access=intended).";
    for (case, supplementary, tags, account, compliance_type, annotation) in [
        ("⑮ declared", read(), json!({"public-access": "intended"}), NONE, Compliant, declared),
        (
            "a list of tags",
            read(),
            json!([{"key": "public-access", "value": "intended"}]),
            NONE,
            Compliant,
            declared,
        ),
        ("another value", read(), json!({"public-access": "yes"}), NONE, NonCompliant, READ),
        ("another key", read(), json!({"Public-Access": "intended"}), NONE, NonCompliant, READ),
        (
            "declared, but not public",
            with_policy(&json!([])),
            json!({"public-access": "intended"}),
            Unasked,
            Compliant,
            CLOSED,
        ),
        (
            "declared, but restricted",
            read(),
            json!({"public-access": "intended"}),
            Block(false, true),
            Compliant,
            "Bucket b1 is not public (policy is public, but RestrictPublicBuckets is on at account level).",
        ),
        (
            "declared, account unknown",
            read(),
            json!({"public-access": "intended"}),
            Denied,
            Compliant,
            maybe,
        ),
        (
            "declared, nothing recorded",
            json!({}),
            json!({"public-access": "intended"}),
            NONE,
            Compliant,
            maybe,
        ),
    ] {
        let expected = Verdict::read(compliance_type, annotation);
        assert_eq!(verdict(&supplementary, &tags, &account), expected, "{case}");
    }
}

#[test]
fn many_findings_still_fit() {
    let statements: Vec<Value> = (0..40)
        .map(|index| json!({"Sid": format!("Statement{index:02}"), "Effect": "Allow", "Principal": "*", "Action": "s3:GetObject"}))
        .collect();
    let told = verdict(&with_policy(&json!(statements)), &json!({}), &NONE).annotation;
    assert_eq!(
        told,
        "Bucket b1 is public: policy statement 'Statement00' allows s3:GetObject to everyone, \
         policy statement 'Statement01' allows s3:GetObject to everyone, policy statement \
         'Statement02' allows s3:GetObject to everyone, and 37 more."
    );
    assert!(told.chars().count() <= shared::annotation::LIMIT);
}
