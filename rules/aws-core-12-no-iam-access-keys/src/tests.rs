use std::collections::BTreeMap;
use std::time::Duration;

use cpu_time::ThreadTime;
use jiff::SignedDuration;
use shared::access_keys::KeyOwner;
use shared::authorization_details::{CustomerPolicy, Identity, PolicyArn, PolicyDocument, User};
use shared::credential_report::AccessKey;
use shared::invocation::{self, Environment};
use shared::{Code, ComplianceType, Error, Rule, Timestamp, Verdict, parameters};

use crate::grants::Attachments;
use crate::user::Listed;
use crate::{Facts, Grants, KeyUser, NoIamAccessKeys, Parameters, ThirdParties};
use shared::testing::{self, compliant, non_compliant};

const NONE: AccessKey = AccessKey { active: false, last_rotated: None, last_used: None };
const UNDATED: AccessKey = AccessKey { active: true, ..NONE };
const ADMINISTRATOR: &str = "arn:aws:iam::aws:policy/AdministratorAccess";
/// Everything on everything, as IAM sends it.
const GOD: &str = "%7B%22Version%22%3A%222012-10-17%22%2C%22Statement%22%3A%5B%7B%22Effect%22%3A\
    %22Allow%22%2C%22Action%22%3A%22%2A%22%2C%22Resource%22%3A%22%2A%22%7D%5D%7D";
const ALL_BUT_IAM: &str =
    r#"{"Statement": {"Effect": "Allow", "NotAction": "iam:*", "Resource": "*"}}"#;
const READ: &str = r#"{"Statement": {"Effect": "Allow", "Action": "s3:Get*", "Resource": "*"}}"#;

fn now() -> Timestamp {
    "2026-01-15T10:30:00Z".parse().unwrap()
}

fn key(active: bool, seconds: i64) -> AccessKey {
    let last_rotated = Some(now() - SignedDuration::from_secs(seconds));
    AccessKey { active, last_rotated, last_used: None }
}

fn active(days: i64) -> AccessKey {
    key(true, days * 86_400)
}

fn given(pairs: &[(&str, &str)]) -> Parameters {
    let given: BTreeMap<_, _> =
        pairs.iter().map(|&(name, value)| (name.to_owned(), value.to_owned())).collect();
    parameters::read(&given).unwrap()
}

/// `datadog` is a third party by its name, whoever has the tag `vendor` by that.
fn declared() -> Parameters {
    given(&[("thirdPartyUsers", "datadog,partner-*"), ("thirdPartyTagKey", "vendor")])
}

fn user(name: &str, keys: [AccessKey; 2], grants: Grants) -> KeyUser {
    KeyUser { name: name.to_owned(), tags: BTreeMap::new(), keys: Some(keys.into()), grants }
}

fn tagged(key: &str, value: &str, user: KeyUser) -> KeyUser {
    KeyUser { tags: BTreeMap::from([(key.to_owned(), value.to_owned())]), ..user }
}

fn verdict(user: KeyUser, parameters: &Parameters) -> Verdict {
    NoIamAccessKeys::judge(&Facts::User(user), parameters, now())
}

fn restricted() -> Grants {
    Grants::default()
}

fn unlimited(policies: &[&str]) -> Grants {
    let unlimited = policies.iter().map(|&policy| policy.to_owned()).collect();
    Grants { unlimited, unreadable: None }
}

fn unreadable() -> Grants {
    let error = Error::new(Code::CallFailed, "policy own is malformed: expected value at line 1");
    Grants { unlimited: Vec::new(), unreadable: Some(error) }
}

#[test]
fn users_that_are_not_declared() {
    let cases = [
        (
            "① no key",
            user("bob", [NONE, NONE], restricted()),
            compliant("User bob has no active access key."),
        ),
        (
            "② a key",
            user("bob", [active(1), NONE], restricted()),
            non_compliant(
                "User bob has 1 active access key and is not a declared third-party user; use a \
                 role.",
            ),
        ),
        (
            "two keys",
            user("bob", [active(1), UNDATED], restricted()),
            non_compliant(
                "User bob has 2 active access keys and is not a declared third-party user; use a \
                 role.",
            ),
        ),
        (
            "⑨ an inactive key",
            user("bob", [key(false, 500 * 86_400), NONE], unlimited(&["AdministratorAccess"])),
            compliant("User bob has no active access key."),
        ),
        (
            "an unreadable policy does not matter without a key",
            user("bob", [NONE, NONE], unreadable()),
            compliant("User bob has no active access key."),
        ),
        (
            "the tag without a value",
            tagged("vendor", "", user("bob", [active(1), NONE], restricted())),
            non_compliant(
                "User bob has 1 active access key and is not a declared third-party user; use a \
                 role.",
            ),
        ),
        (
            "another tag",
            tagged("Vendor", "datadog", user("bob", [active(1), NONE], restricted())),
            non_compliant(
                "User bob has 1 active access key and is not a declared third-party user; use a \
                 role.",
            ),
        ),
        (
            "younger than the report",
            KeyUser { keys: None, ..user("bob", [NONE, NONE], restricted()) },
            testing::not_applicable("User bob is newer than the credential report."),
        ),
    ];
    for (case, user, expected) in cases {
        assert_eq!(verdict(user, &declared()), expected, "{case}");
    }
    let tag_off = tagged("", "x", user("bob", [active(1), NONE], restricted()));
    assert_eq!(
        verdict(tag_off, &Parameters::default()).compliance_type,
        ComplianceType::NonCompliant
    );
}

#[test]
fn third_parties() {
    let cases = [
        (
            "③ declared by tag, 20 days, restricted",
            tagged("vendor", "Example", user("sync", [active(20), NONE], restricted())),
            compliant(
                "[declared] Third-party user sync: 1 key from 2025-12-26, restricted policies.",
            ),
        ),
        (
            "declared by name",
            user("partner-reporting", [NONE, active(90)], restricted()),
            compliant(
                "[declared] Third-party user partner-reporting: 1 key from 2025-10-17, restricted policies.",
            ),
        ),
        (
            "two keys",
            user("datadog", [active(20), active(80)], restricted()),
            compliant(
                "[declared] Third-party user datadog: 2 keys, the older from 2025-10-27, restricted policies.",
            ),
        ),
        (
            "④ 91 days",
            user("datadog", [active(91), NONE], restricted()),
            non_compliant("Third-party user datadog: key 1 dates from 2025-10-16; limit 90 days."),
        ),
        (
            "90 days and a second, the second key",
            user("datadog", [active(1), key(true, 90 * 86_400 + 1)], restricted()),
            non_compliant("Third-party user datadog: key 2 dates from 2025-10-17; limit 90 days."),
        ),
        (
            "a key without a date",
            user("datadog", [UNDATED, NONE], restricted()),
            non_compliant("Third-party user datadog: age of key 1 is unknown."),
        ),
        (
            "⑤ administrator through a group",
            user(
                "datadog",
                [active(20), NONE],
                unlimited(&["AdministratorAccess through group admins"]),
            ),
            non_compliant(
                "Third-party user datadog holds AdministratorAccess through group admins.",
            ),
        ),
        (
            "too old and without limit",
            user(
                "datadog",
                [active(140), NONE],
                unlimited(&["IAMFullAccess", "AdministratorAccess"]),
            ),
            non_compliant(
                "Third-party user datadog: key 1 dates from 2025-08-28; limit 90 days. It holds \
                 AdministratorAccess and IAMFullAccess.",
            ),
        ),
        (
            "a policy that cannot be read",
            user("datadog", [active(20), NONE], unreadable()),
            non_compliant(
                "[not verified] Third-party user datadog could not be verified: policy own is malformed.",
            ),
        ),
        (
            "a policy that cannot be read, and a key that is too old",
            user("datadog", [active(91), NONE], unreadable()),
            non_compliant("Third-party user datadog: key 1 dates from 2025-10-16; limit 90 days."),
        ),
        (
            "a policy that cannot be read, and another without limit",
            user(
                "datadog",
                [active(20), NONE],
                Grants { unreadable: unreadable().unreadable, ..unlimited(&["PowerUserAccess"]) },
            ),
            non_compliant("Third-party user datadog holds PowerUserAccess."),
        ),
        (
            "no key at all",
            user("datadog", [NONE, NONE], unlimited(&["AdministratorAccess"])),
            compliant("User datadog has no active access key."),
        ),
    ];
    for (case, user, expected) in cases {
        assert_eq!(verdict(user, &declared()), expected, "{case}");
    }
    let limits = given(&[("thirdPartyUsers", "*"), ("maxKeyAgeDays", "1")]);
    assert_eq!(
        verdict(user("bob", [key(true, 86_401), NONE], restricted()), &limits),
        non_compliant("Third-party user bob: key 1 dates from 2026-01-14; limit 1 day.")
    );
}

fn number(holders: &[&str], unverified: usize, parameters: &Parameters) -> Verdict {
    let holders = holders.iter().map(|&name| name.to_owned()).collect();
    let facts = Facts::ThirdParties(ThirdParties { holders, unverified });
    NoIamAccessKeys::judge(&facts, parameters, now())
}

#[test]
fn the_number_of_third_parties() {
    let three = Parameters::default();
    assert_eq!(
        number(&["d", "b", "c", "a"], 0, &three),
        non_compliant("4 third-party users hold access keys, limit 3: a, b, c and d."),
        "⑧ four, limit three"
    );
    let fits = compliant("3 third-party users hold access keys, limit 3.");
    assert_eq!(number(&["a", "b", "c"], 0, &three), fits);
    let one = compliant("1 third-party user holds access keys, limit 3.");
    assert_eq!(number(&["a"], 0, &three), one);
    let none = compliant("No third-party user holds access keys, limit 3.");
    assert_eq!(number(&[], 0, &three), none);
    assert_eq!(number(&["a"], 2, &three), one, "within the limit whatever the others hold");
    assert_eq!(
        number(&["a", "b"], 2, &three),
        non_compliant(
            "[not verified] 2 third-party users hold access keys, and 2 more could not be verified; limit 3."
        )
    );
    let zero = given(&[("maxThirdPartyUsers", "0")]);
    assert_eq!(
        number(&["a"], 0, &zero),
        non_compliant("1 third-party user holds access keys, limit 0: a.")
    );
}

#[test]
fn the_root_user() {
    let root = |keys: [AccessKey; 2]| {
        let owner = KeyOwner { name: "Root".to_owned(), keys: Some(keys.into()) };
        NoIamAccessKeys::judge(&Facts::Root(owner), &Parameters::default(), now())
    };
    assert_eq!(root([NONE, NONE]), compliant("Root has no active access key."));
    assert_eq!(root([key(false, 60), NONE]), compliant("Root has no active access key."));
    assert_eq!(
        root([active(1), NONE]),
        non_compliant("Root has 1 active access key."),
        "⑩ an active key of the root user"
    );
    assert_eq!(root([active(1), UNDATED]), non_compliant("Root has 2 active access keys."));
}

#[test]
fn wrong_parameters_are_refused() {
    for (name, value) in [
        ("maxThirdPartyUsers", "1001"),
        ("maxKeyAgeDays", "0"),
        ("maxKeyAgeDays", "3651"),
        ("thirdPartyUsers", "a,,b"),
        ("thirdPartyTagValues", "x"),
    ] {
        let given = BTreeMap::from([(name.to_owned(), value.to_owned())]);
        let error = parameters::read::<Parameters>(&given).unwrap_err();
        assert_eq!(error.code(), Code::InvalidParameters, "{name} {value:?}");
    }
}

fn attachments() -> Attachments {
    Attachments::in_account(
        &Environment {
            account_id: "111122223333".to_owned(),
            region: "us-east-1".to_owned(),
            partition: "aws".to_owned(),
            rule_name: None,
            parameters: invocation::Parameters::default(),
            aws: None,
        },
        now(),
    )
}

fn document(name: &str, text: &str) -> PolicyDocument {
    PolicyDocument { name: name.to_owned(), text: text.to_owned() }
}

fn own_policy(name: &str) -> String {
    format!("arn:aws:iam::111122223333:policy/{name}")
}

fn identity(name: &str, attached: &[&str], inline: &[PolicyDocument]) -> Identity {
    Identity {
        id: format!("ID-{name}"),
        name: name.to_owned(),
        arn: format!("arn:aws:iam::111122223333:x/{name}"),
        path: "/".to_owned(),
        created: now(),
        tags: BTreeMap::new(),
        attached: attached.iter().map(|&arn| PolicyArn(arn.to_owned())).collect(),
        inline: inline.to_vec(),
    }
}

fn policy(name: &str, text: &str) -> CustomerPolicy {
    CustomerPolicy { arn: PolicyArn(own_policy(name)), document: document(name, text) }
}

/// An account with groups and policies of every kind.
fn account() -> Attachments {
    let mut account = attachments();
    account.add(
        vec![
            identity("admins", &[ADMINISTRATOR], &[]),
            identity("readers", &["arn:aws:iam::aws:policy/ReadOnlyAccess"], &[]),
            identity("ops", &[&own_policy("team/ops")], &[document("all", GOD)]),
            identity("broken", &[], &[document("group-own", "%7B")]),
        ],
        vec![policy("team/ops", ALL_BUT_IAM), policy("read", READ), policy("odd", "no policy")],
    );
    account
}

fn grants(attached: &[&str], inline: &[PolicyDocument], groups: &[&str]) -> Grants {
    let account = account();
    let attached = attached.iter().map(|&arn| PolicyArn(arn.to_owned())).collect();
    let groups: Vec<String> = groups.iter().map(|&name| name.to_owned()).collect();
    account.grants(&account.attached(attached, inline), &groups)
}

#[test]
fn what_is_granted_without_limit() {
    let cases = [
        ("nothing", grants(&[], &[], &[]), restricted()),
        (
            "policies within limits",
            grants(
                &["arn:aws:iam::aws:policy/SecurityAudit", &own_policy("read")],
                &[document("own", READ)],
                &["readers"],
            ),
            restricted(),
        ),
        (
            "directly, in another partition",
            grants(&["arn:aws-cn:iam::aws:policy/IAMFullAccess"], &[], &[]),
            unlimited(&["IAMFullAccess"]),
        ),
        (
            "⑤ through a group",
            grants(&[], &[], &["readers", "admins"]),
            unlimited(&["AdministratorAccess through group admins"]),
        ),
        (
            "⑥ inline, percent-encoded",
            grants(&[], &[document("god", GOD)], &[]),
            unlimited(&["inline policy god (allows * on *)"]),
        ),
        (
            "⑦ a policy of the account's own, by NotAction",
            grants(&[&own_policy("team/ops")], &[], &[]),
            unlimited(&["customer managed policy ops (allows all but iam:* on *)"]),
        ),
        (
            "both through a group",
            grants(&[], &[], &["ops"]),
            unlimited(&[
                "customer managed policy ops through group ops (allows all but iam:* on *)",
                "inline policy all through group ops (allows * on *)",
            ]),
        ),
    ];
    for (case, found, expected) in cases {
        assert_eq!(found, expected, "{case}");
    }
    let called_alike = own_policy("AdministratorAccess");
    let mut account = attachments();
    account.add(Vec::new(), vec![policy("AdministratorAccess", READ)]);
    let attached = account.attached(vec![PolicyArn(called_alike)], &[]);
    assert_eq!(account.grants(&attached, &[]), restricted(), "the name alone grants nothing");
}

#[test]
fn what_cannot_be_read_is_told() {
    let reason = |grants: Grants| grants.unreadable.map(|it| it.brief().to_owned());
    let cases = [
        (grants(&[], &[document("own", "{")], &[]), "policy own is malformed"),
        (grants(&[], &[], &["broken"]), "policy group-own is malformed"),
        (grants(&[&own_policy("odd")], &[], &[]), "policy odd is malformed"),
        (grants(&[&own_policy("new")], &[], &[]), "policy new was not listed"),
        (grants(&[], &[], &["new"]), "group new was not listed"),
        (grants(&[], &[], &["new", "broken"]), "group new was not listed"),
        (grants(&[], &[], &["broken", "new"]), "group new was not listed"),
    ];
    for (found, expected) in cases {
        assert_eq!(reason(found).as_deref(), Some(expected));
    }
    let both = grants(&[ADMINISTRATOR], &[document("own", "{")], &[]);
    assert_eq!(both.unlimited, ["AdministratorAccess"]);
    assert!(both.unreadable.is_some());
}

/// How long it takes to join and to judge `count` third parties, each in a group with a policy of
/// its own.
fn duration(count: usize) -> Duration {
    let group = |n: usize| {
        let policy = own_policy(&format!("policy-{n}"));
        identity(&format!("group-{n}"), &[&policy], &[document("own", READ)])
    };
    let groups = (0..count).map(group).collect();
    let policies = (0..count).map(|n| policy(&format!("policy-{n}"), GOD)).collect();
    let users: Vec<User> = (0..count)
        .map(|n| User {
            identity: identity(&format!("user-{n}"), &[], &[document("own", READ)]),
            groups: vec![format!("group-{n}")],
        })
        .collect();
    let parameters = given(&[("thirdPartyUsers", "user-*"), ("maxThirdPartyUsers", "0")]);
    let keys = [active(1), NONE];

    let start = ThreadTime::now();
    let mut account = attachments();
    account.add(groups, policies);
    let mut third_parties = ThirdParties::default();
    for user in users {
        let grants = {
            let listed = Listed::of(user.clone(), &account);
            third_parties.count(&listed, &Ok(Some(keys.into())), &parameters);
            account.grants(
                &account.attached(user.identity.attached, &user.identity.inline),
                &user.groups,
            )
        };
        let user = KeyUser {
            name: user.identity.name,
            tags: BTreeMap::new(),
            keys: Some(keys.into()),
            grants,
        };
        assert_eq!(verdict(user, &parameters).compliance_type, ComplianceType::NonCompliant);
    }
    assert_eq!(third_parties.holders.len(), count);
    start.elapsed()
}

/// Ten times the users take about ten times as long, where comparing each with each would take a
/// hundred times. The shortest of several runs is the one that nothing else disturbed.
#[test]
fn five_thousand_users_are_judged_in_linear_time() {
    let shortest = |count| (0..3).map(|_| duration(count)).min().unwrap();
    let (few, many) = (shortest(500), shortest(5_000));
    assert!(many < few * 30, "500 users: {few:?}, 5,000 users: {many:?}");
}
