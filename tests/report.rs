//! Reports read from the local AWS: an account's regions, and an organization's aggregator.

#![cfg(test)]

use answers::{Conclusion, GapReason, Report, SourceKind};
use aws_core::registry::{self, RULES};
use aws_core::{demo, report};
use conformance::root;
use harness::Installation;
use harness::local_aws::LocalAws;
use serde_json::{Value, json};
use shared::Timestamp;

const HOME: &str = "us-east-1";
const HERE: &str = "444455556666";
const THERE: &str = "777788889999";
const PORTS: &str = "aws-core-19-ingress-http-only";
const PLAN: &str = "aws-core-30-incident-response-plan";

async fn local_aws() -> LocalAws {
    let installation = Installation { python: "python3".into(), sources: root().join("local") };
    // Nothing is invoked here.
    LocalAws::start(installation, "http://127.0.0.1:9").await.expect("`make test` sets up python3")
}

fn told(account: &str, rule: &str, evaluations: &[(&str, &str, &str)]) -> Value {
    let evaluations: Vec<Value> = evaluations
        .iter()
        .map(|(id, compliance, annotation)| {
            json!({ "type": "AWS::EC2::SecurityGroup", "id": id, "compliance": compliance,
                    "annotation": annotation })
        })
        .collect();
    json!({ "account": account, "region": HOME, "rule": rule, "evaluations": evaluations })
}

fn now() -> Timestamp {
    "2026-01-15T12:00:00Z".parse().unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn an_aggregator_gives_every_account_and_what_is_missing_in_it() {
    let aws = local_aws().await;
    // More than a page holds, of both verdicts.
    let names: Vec<String> = (0..205).map(|it| format!("sg-{it:03}")).collect();
    let many: Vec<(&str, &str, &str)> =
        names.iter().map(|it| (it.as_str(), "COMPLIANT", "Fine.")).collect();
    let open = [("sg-open", "NON_COMPLIANT", "TCP 22 open to 0.0.0.0/0.")];
    let reports = json!([
        told(HERE, PORTS, &many),
        told(THERE, PORTS, &open),
        told(
            HERE,
            PLAN,
            &[(HERE, "NON_COMPLIANT", "[needs attestation] No attestation at /compliance/x.")]
        ),
    ]);
    aws.aggregate("all", &[HERE.to_owned(), THERE.to_owned()], reports).await.unwrap();

    let sdk = demo::sdk(aws.endpoint()).await;
    let report = report::aggregator(&sdk, "all", HOME, RULES, now()).await.unwrap();
    assert_eq!(report.source.kind, SourceKind::Aggregator);
    assert_eq!(report.source.accounts, [HERE, THERE]);
    assert!(report.source.limits[0].contains("NOT_APPLICABLE"), "{:?}", report.source.limits);

    let ports = report.answer("aws-core-19").unwrap();
    assert_eq!(ports.answer, Conclusion::Partial);
    assert_eq!((ports.counts.compliant, ports.counts.non_compliant), (205, 1));
    assert_eq!(ports.evidence[0].resource_id, "sg-open");
    assert_eq!(ports.evidence[0].account, THERE);
    let accounts: Vec<(&str, Conclusion)> =
        ports.accounts.iter().map(|it| (it.account.as_str(), it.answer)).collect();
    assert_eq!(accounts, [(THERE, Conclusion::Failure), (HERE, Conclusion::Acceptable)]);

    let plan = report.answer("aws-core-30").unwrap();
    assert_eq!(plan.answer, Conclusion::NeedsAttestation);
    assert_eq!(plan.coverage.gaps[0].reason, GapReason::RuleMissing);
    assert_eq!(plan.coverage.gaps[0].place.account, THERE);
    assert_eq!(report.answer("aws-core-1").unwrap().answer, Conclusion::NotAssessed);

    let error = report::aggregator(&sdk, "none", HOME, RULES, now()).await.unwrap_err();
    assert!(error.to_string().contains("NoSuchConfigurationAggregatorException"), "{error}");
    aws.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_account_is_read_region_by_region() {
    let aws = local_aws().await;
    let here = json!([
        told("111122223333", PORTS, &[("sg-1", "COMPLIANT", "Fine.")]),
        told("111122223333", PLAN, &[("111122223333", "COMPLIANT", "Plan attested by a.")]),
    ]);
    aws.aggregate("all", &["111122223333".to_owned()], here).await.unwrap();
    let sdk = demo::sdk(aws.endpoint()).await;
    let regions = [HOME.to_owned(), "eu-west-1".to_owned()];
    let home = registry::home_region();
    let report = report::account(&sdk, &regions, &home, RULES, now()).await.unwrap();

    let places = |report: &Report, control| report.answer(control).unwrap().coverage.places;
    assert_eq!(places(&report, "aws-core-19"), 2, "a rule of every region");
    assert_eq!(places(&report, "aws-core-30"), 1, "a rule of the home region");
    let ports = report.answer("aws-core-19").unwrap();
    assert_eq!(ports.answer, Conclusion::Partial, "nobody deployed it in the other region");
    assert_eq!(ports.coverage.gaps[0].place.region, "eu-west-1");
    assert_eq!(report.answer("aws-core-30").unwrap().answer, Conclusion::Acceptable);
    assert_eq!(report.score.passed, 0, "a person's word is no measured pass");

    // The home region is not asked about: its controls are gaps, not passes.
    let elsewhere = ["eu-west-1".to_owned()];
    let report = report::account(&sdk, &elsewhere, &home, RULES, now()).await.unwrap();
    let plan = report.answer("aws-core-30").unwrap();
    assert_eq!(plan.answer, Conclusion::NotAssessed);
    assert_eq!(plan.coverage.gaps[0].detail, "Region us-east-1 was not asked about.");
    aws.stop().await;
}
