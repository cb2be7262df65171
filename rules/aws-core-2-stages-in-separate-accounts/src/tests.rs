use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};
use shared::attestation::{Found, Writer};
use shared::organization::Account;
use shared::regions::Survey;
use shared::{AnyRule, Code, Error, Rule, Timestamp, Verdict, parameters};

use super::*;
use shared::testing::{self, non_compliant};

/// What is tested, the tag's values by region, the accounts' names, what is given, and what must
/// come of it.
type Case<'a> = (&'a str, Regions<'a>, Option<&'a [&'a str]>, &'a [(&'a str, &'a str)], Verdict);
type Regions<'a> = &'a [(&'a str, &'a [&'a str])];

/// The same of one region, with what an attestation says otherwise in place of names.
type AttestedCase<'a> = (&'a str, &'a [&'a str], Value, &'a [(&'a str, &'a str)], Verdict);

const NOT_APPLICABLE: (&str, &str) = ("untaggedVerdict", "NOT_APPLICABLE");

fn tags(regions: Regions<'_>) -> StageTags {
    let values = |values: &[&str]| values.iter().map(|&it| it.to_owned()).collect();
    Survey {
        answers: regions.iter().map(|(region, it)| ((*region).to_owned(), values(it))).collect(),
        closed: BTreeSet::new(),
        unreadable: BTreeMap::new(),
    }
}

fn accounts(names: &[&str]) -> Vec<Account> {
    let account = |name: &&str| Account {
        id: "222233334444".to_owned(),
        name: (*name).to_owned(),
        email: "aws@example.com".to_owned(),
        state: if name.contains("closed") { "SUSPENDED" } else { "ACTIVE" }.to_owned(),
    };
    names.iter().map(account).collect()
}

fn judge(evidence: &Evidence, given: &[(&str, &str)]) -> Verdict {
    let given: BTreeMap<_, _> =
        given.iter().map(|&(name, value)| (name.to_owned(), value.to_owned())).collect();
    let parameters = parameters::read(&given).unwrap();
    let time: Timestamp = "2026-01-20T10:30:00Z".parse().unwrap();
    StagesInSeparateAccounts::judge(evidence, &parameters, time)
}

/// With an attestation of which nothing is there.
fn verdict(regions: Regions<'_>, names: Option<&[&str]>, given: &[(&str, &str)]) -> Verdict {
    let evidence = Evidence {
        tags: Some(tags(regions)),
        accounts: names.map(accounts),
        attestation: Some(attestation(None)),
    };
    judge(&evidence, given)
}

fn attestation(found: Option<Found>) -> Attestation {
    Attestation::new("/compliance/aws-core", "aws-core-2", "111122223333", found)
}

fn attested(changes: &Value) -> Attestation {
    let mut document = json!({
        "schemaVersion": 1, "control": "aws-core-2", "accounts": ["111122223333"],
        "answer": "yes", "statement": "Development runs in the account of another organization.",
        "attestedBy": "alice@example.com", "attestedOn": "2026-01-15", "expiresOn": "2026-12-31",
        "evidence": ["https://wiki.example.com/accounts"],
    });
    for (field, value) in changes.as_object().unwrap() {
        document[field] = value.clone();
    }
    attestation(Some(Found { value: document.to_string(), writer: Writer::Unknown }))
}

fn known(text: &str) -> Verdict {
    testing::compliant(format!("Stage tags in this account denote {text}"))
}

fn all(text: &str) -> Verdict {
    testing::compliant(format!("All stage tags in this account denote {text}"))
}

#[test]
fn tags_of_the_account_s_own_resources() {
    let both = "Tag Environment holds production (prod) and development (dev) in this account: \
                stages share one account.";
    let cases: [Case<'_>; 12] = [
        ("① two stages", &[("us-east-1", &["dev", "prod"])], None, &[], non_compliant(both)),
        (
            "several words of each",
            &[("us-east-1", &["qa", "prod", "dev"])],
            None,
            &[],
            non_compliant(
                "Tag Environment holds production (prod) and development (dev, qa) in this \
                 account: stages share one account.",
            ),
        ),
        (
            "② two regions",
            &[("eu-west-1", &["prod"]), ("us-east-1", &["dev"])],
            None,
            &[],
            non_compliant(both),
        ),
        (
            "③ one stage in two words",
            &[("us-east-1", &["PROD", "live"])],
            None,
            &[],
            all("production (PROD, live)."),
        ),
        ("④ non-prod", &[("us-east-1", &["non-prod"])], None, &[], all("development (non-prod).")),
        (
            "⑤ preprod and prod",
            &[("us-east-1", &["preprod", "prod"])],
            None,
            &[],
            non_compliant(
                "Tag Environment holds production (prod) and staging (preprod) in this account: \
                 stages share one account.",
            ),
        ),
        (
            "all three",
            &[("us-east-1", &["prod", "stage", "dev"])],
            None,
            &[],
            non_compliant(
                "Tag Environment holds production (prod), staging (stage) and development (dev) \
                 in this account: stages share one account.",
            ),
        ),
        (
            "values of no stage are named",
            &[("us-east-1", &["prod", "shared", "", "log"])],
            None,
            &[],
            known("production (prod). Unknown values: log and shared."),
        ),
        (
            "own words and tag",
            &[("us-east-1", &["Echt", "prod"])],
            None,
            &[("productionNames", "echt"), ("stageTagKey", "stage")],
            known("production (Echt). Unknown values: prod."),
        ),
        (
            "tags outweigh names",
            &[("us-east-1", &["prod", "dev"])],
            Some(&["acme-prod", "acme-dev"]),
            &[],
            non_compliant(both),
        ),
        (
            "⑧ no tags, no attestation",
            &[("us-east-1", &[])],
            None,
            &[],
            non_compliant(
                "[needs attestation] No resource carries tag Environment and no attestation exists: separation of \
                 stages is not shown.",
            ),
        ),
        (
            "⑨ where that is no finding",
            &[("us-east-1", &[""])],
            None,
            &[NOT_APPLICABLE],
            testing::not_applicable(
                "[needs attestation] No resource carries tag Environment and no attestation exists: separation of \
                 stages is not shown.",
            ),
        ),
    ];
    for (case, regions, names, given, expected) in cases {
        assert_eq!(verdict(regions, names, given), expected, "{case}");
    }
}

#[test]
fn what_is_not_production_and_what_is_unknown() {
    let cases: [Case<'_>; 6] = [
        (
            "production and what is not",
            &[("us-east-1", &["production", "non-production"])],
            None,
            &[],
            non_compliant(
                "Tag Environment holds production (production) and development (non-production) \
                 in this account: stages share one account.",
            ),
        ),
        (
            "production and what comes before",
            &[("us-east-1", &["Live", "Pre-Live"])],
            None,
            &[],
            non_compliant(
                "Tag Environment holds production (Live) and staging (Pre-Live) in this account: \
                 stages share one account.",
            ),
        ),
        (
            "what is not production is one stage",
            &[("us-east-1", &["non-prd", "NonProd", "not_live", "no prod", "dev"])],
            None,
            &[],
            all("development (NonProd, dev, no prod, non-prd, not_live)."),
        ),
        (
            "space around a value",
            &[("us-east-1", &["production ", "\tdev"])],
            None,
            &[],
            non_compliant(
                "Tag Environment holds production (production) and development (dev) in this \
                 account: stages share one account.",
            ),
        ),
        (
            "space is no value",
            &[("us-east-1", &[" ", "prod", " prod"])],
            None,
            &[],
            all("production (prod)."),
        ),
        (
            "an unknown value, with space around it",
            &[("us-east-1", &["prod", " Shared "])],
            None,
            &[],
            known("production (prod). Unknown values: Shared."),
        ),
    ];
    for (case, regions, names, given, expected) in cases {
        assert_eq!(verdict(regions, names, given), expected, "{case}");
    }
}

#[test]
fn names_of_the_organization_s_accounts() {
    let none =
        |what: &str| non_compliant(format!("No account name of the organization denotes {what}."));
    let cases: [Case<'_>; 12] = [
        (
            "non-production is no production",
            &[],
            Some(&["acme-non-production", "acme-dev"]),
            &[],
            none("stage production"),
        ),
        (
            "nor is pre-live",
            &[],
            Some(&["acme-pre-live", "acme-dev"]),
            &[],
            none("stage production"),
        ),
        (
            "but it is development",
            &[],
            Some(&["Acme Production", "Acme Non-Production"]),
            &[],
            testing::compliant(
                "Stages are separate: production 'Acme Production' (1 account), development \
                 'Acme Non-Production' (1 account).",
            ),
        ),
        (
            "CamelCase and digits",
            &[],
            Some(&["AcmeProd", "acme-prod1", "AcmeDev2", "AcmeNonProd"]),
            &[],
            testing::compliant(
                "Stages are separate: production 'AcmeProd' (2 accounts), development 'AcmeDev2' \
                 (2 accounts).",
            ),
        ),
        (
            "⑥ one account each",
            &[],
            Some(&["acme-prod", "acme-dev"]),
            &[],
            testing::compliant(
                "Stages are separate: production 'acme-prod' (1 account), development 'acme-dev' \
                 (1 account).",
            ),
        ),
        (
            "several accounts, and others",
            &[],
            Some(&["acme-prod-eu", "acme-prod", "acme-qa", "acme-dev", "sandbox 7", "acme-log"]),
            &[],
            testing::compliant(
                "Stages are separate: production 'acme-prod' (2 accounts), development 'acme-dev' \
                 (3 accounts).",
            ),
        ),
        ("⑦ production alone", &[], Some(&["acme-prod"]), &[], none("stage development")),
        (
            "a name of two stages counts for none",
            &[],
            Some(&["acme-prod-dev"]),
            &[],
            none("stages production and development"),
        ),
        (
            "a closed account counts for none",
            &[],
            Some(&["acme-prod", "acme-dev closed"]),
            &[],
            none("stage development"),
        ),
        (
            "staging too",
            &[],
            Some(&["acme-prod", "acme-dev"]),
            &[("requiredStages", "development,staging,production")],
            none("stage staging"),
        ),
        (
            "names outweigh the tags of one stage",
            &[("us-east-1", &["prod"])],
            Some(&["acme-prod"]),
            &[],
            none("stage development"),
        ),
        (
            "⑦ whatever the verdict without tags",
            &[],
            Some(&["acme-prod"]),
            &[NOT_APPLICABLE],
            none("stage development"),
        ),
    ];
    for (case, regions, names, given, expected) in cases {
        assert_eq!(verdict(regions, names, given), expected, "{case}");
    }
}

#[test]
fn an_unread_region_is_never_a_pass() {
    let error =
        || Error::new(Code::AccessDenied, "AccessDeniedException on tag:GetTagValues: User");
    let unread = |values, names: Option<&[&str]>| {
        let unreadable = ["eu-west-1", "eu-north-1"].map(|region| (region.to_owned(), error()));
        let tags = Survey { unreadable: unreadable.into(), ..tags(&[("us-east-1", values)]) };
        let accounts = names.map(accounts);
        judge(&Evidence { tags: Some(tags), accounts, attestation: None }, &[])
    };
    let unverified = non_compliant(
        "[not verified] Tag Environment could not be verified in eu-north-1 (AccessDeniedException on \
         tag:GetTagValues) and eu-west-1 (AccessDeniedException on tag:GetTagValues).",
    );
    assert_eq!(unread(&["prod"], None), unverified);
    assert_eq!(unread(&[], None), unverified);
    assert_eq!(unread(&[], Some(&["acme-prod", "acme-dev"])), unverified);
    let seen = unread(&["prod", "dev"], None).annotation;
    assert!(seen.ends_with("stages share one account."), "what is seen is enough: {seen}");
}

#[test]
fn a_region_closed_by_a_policy_holds_nothing() {
    let closed = BTreeSet::from(["eu-west-1".to_owned()]);
    let tags = Survey { closed, ..tags(&[("us-east-1", &["prod"])]) };
    let evidence = Evidence { tags: Some(tags), accounts: None, attestation: None };
    assert_eq!(judge(&evidence, &[]), all("production (prod)."));
}

#[test]
fn an_attestation_where_nothing_is_measured() {
    let yes = "[attested] Stages have separate accounts, attested by alice@example.com, until 2026-12-31 \
               (writer not verified).";
    let cases: [AttestedCase<'_>; 7] = [
        ("yes", &[], json!({}), &[], testing::compliant(yes)),
        (
            "⑪ values of no stage",
            &["shared"],
            json!({}),
            &[],
            testing::compliant(format!("{yes} Unknown values: shared.")),
        ),
        (
            "no",
            &[],
            json!({"answer": "no"}),
            &[NOT_APPLICABLE],
            non_compliant(
                "[attested] Attested on 2026-01-15: stages share an account (writer not verified).",
            )
            .never_excepted(),
        ),
        (
            "copied from another account",
            &[],
            json!({"accounts": ["999988887777"]}),
            &[NOT_APPLICABLE],
            non_compliant(
                "Attestation for aws-core-2 was copied: it does not name account 111122223333.",
            )
            .never_excepted(),
        ),
        (
            "expired",
            &["shared"],
            json!({"expiresOn": "2026-01-19"}),
            &[],
            non_compliant(
                "[needs attestation] No value of tag Environment denotes a stage: separation of stages is not shown. \
                 Attestation /compliance/aws-core/aws-core-2 expired on 2026-01-19; renew it. \
                 Unknown values: shared.",
            ),
        ),
        (
            "⑩ mixed tags",
            &["prod", "dev"],
            json!({}),
            &[],
            non_compliant(
                "Tag Environment holds production (prod) and development (dev) in this account: \
                 stages share one account.",
            ),
        ),
        (
            "one stage needs none",
            &["prod"],
            json!({"answer": "no"}),
            &[],
            all("production (prod)."),
        ),
    ];
    for (case, values, changes, given, expected) in cases {
        let tags = Some(tags(&[("us-east-1", values)]));
        let evidence = Evidence { tags, accounts: None, attestation: Some(attested(&changes)) };
        assert_eq!(judge(&evidence, given), expected, "{case}");
    }
}

#[test]
fn tags_may_not_be_asked_for_at_all() {
    let off = [("stageTagKey", "")];
    let evidence = Evidence { tags: None, accounts: None, attestation: Some(attestation(None)) };
    assert_eq!(
        judge(&evidence, &off),
        non_compliant(
            "[needs attestation] No tag denotes a stage and no attestation exists: separation of stages is not shown."
        )
    );
    let accounts = Some(accounts(&["acme-prod"]));
    assert_eq!(
        judge(&Evidence { accounts, ..evidence }, &off),
        non_compliant("No account name of the organization denotes stage development.")
    );
}

#[test]
fn thousands_of_values_fit() {
    let values: Vec<String> = (0..20_000).map(|number| format!("customer-{number:05}")).collect();
    let mut values: Vec<&str> = values.iter().map(String::as_str).collect();
    let words = ["dev", "Dev", "DEV", "test", "Test", "TEST", "qa"];
    values.extend(words);
    let text = verdict(&[("us-east-1", &values)], None, &[]).annotation;
    assert!(
        text.starts_with(
            "Stage tags in this account denote development (DEV, Dev, TEST, Test, dev, and 2 \
             more). Unknown values: customer-00000, "
        ),
        "{text}"
    );
    assert!(text.ends_with(" more.") && text.chars().count() <= 256, "{text}");
}

#[test]
fn parameters_are_strict() {
    for (name, value) in [
        ("requiredStages", ""),
        ("requiredStages", "production,prod"),
        ("untaggedVerdict", "COMPLIANT"),
        ("untaggedVerdict", "not_applicable"),
        ("productionNames", "prod,,live"),
        ("inactiveRegions", "Frankfurt"),
        ("scpDeniedRegionsAreInactive", "yes"),
        ("stageTagValues", "prod"),
    ] {
        let given = BTreeMap::from([(name.to_owned(), value.to_owned())]);
        let error = AnyRule::configure(&StagesInSeparateAccounts, &given).err();
        assert_eq!(error.map(|it| it.code()), Some(Code::InvalidParameters), "{name}={value}");
    }
}
