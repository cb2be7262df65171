//! A scan says what the deployed rules say, on the same local AWS: same resources, same verdicts,
//! same words.

#![cfg(test)]

use std::collections::BTreeMap;

use answers::Report;
use aws_core::demo;
use aws_core::given::Given;
use aws_core::registry::RULES;
use aws_core::scan::{Request, scan};
use aws_sdk_config::Client;
use conformance::{build_binaries, root};
use harness::{Installation, World};
use jiff::Timestamp;
use serde_json::{Map, Value};

/// Rule, type and identifier, with verdict and annotation.
type Verdicts = BTreeMap<(String, String, String), (String, String)>;

/// The results that AWS Config holds of our rules.
async fn deployed(aws: &Client) -> Verdicts {
    let mut verdicts = Verdicts::new();
    for rule in RULES {
        let name = rule.metadata().name;
        let mut pages = aws
            .get_compliance_details_by_config_rule()
            .config_rule_name(name)
            .compliance_types("COMPLIANT".into())
            .compliance_types("NON_COMPLIANT".into())
            .compliance_types("NOT_APPLICABLE".into())
            .into_paginator()
            .items()
            .send();
        while let Some(result) = pages.next().await {
            let result = result.unwrap();
            let of = result.evaluation_result_identifier.unwrap();
            let of = of.evaluation_result_qualifier.unwrap();
            let compliance = result.compliance_type.unwrap().as_str().to_owned();
            let annotation = result.annotation.unwrap_or_default();
            let key = (name.to_owned(), of.resource_type.unwrap(), of.resource_id.unwrap());
            verdicts.insert(key, (compliance, annotation));
        }
    }
    verdicts
}

/// What a scan says of the same.
fn scanned(report: &Report) -> Verdicts {
    let evidence = report.answers.iter().flat_map(|it| &it.evidence);
    let verdicts = evidence.map(|it| {
        let key = (it.rule_name.clone(), it.resource_type.clone(), it.resource_id.clone());
        (key, (it.compliance.as_str().to_owned(), it.basis.mark(&it.annotation)))
    });
    verdicts.collect()
}

/// The parameters that the rules are deployed with.
async fn parameters(aws: &Client) -> Given {
    let mut given = Map::new();
    let mut pages = aws.describe_config_rules().into_paginator().items().send();
    while let Some(rule) = pages.next().await {
        let rule = rule.unwrap();
        let parameters = rule.input_parameters.unwrap_or_else(|| "{}".to_owned());
        let parameters: Value = serde_json::from_str(&parameters).unwrap();
        given.insert(rule.config_rule_name.unwrap(), parameters);
    }
    Given::from_json(&Value::Object(given).to_string()).unwrap()
}

/// The one difference on purpose: where a rule that waits for changes says nothing since there is
/// nothing, a scan says that there is nothing.
fn is_of_nothing(verdict: &(String, String)) -> bool {
    verdict.1 == "Nothing that the control judges exists in this region."
}

/// The other: of a resource that is gone, a deployed rule's last word stays.
fn is_of_the_past(verdict: &(String, String)) -> bool {
    let (compliance, annotation) = verdict;
    let gone = ["was deleted.", "It no longer exists or is no longer judged."];
    compliance == "NOT_APPLICABLE" && gone.iter().any(|it| annotation.ends_with(it))
}

fn compare(mut deployed: Verdicts, mut scanned: Verdicts) {
    deployed.retain(|_, verdict| !is_of_the_past(verdict));
    scanned.retain(|_, verdict| !is_of_nothing(verdict));
    let keys = deployed.keys().chain(scanned.keys());
    let mut differing: Vec<String> = keys
        .filter(|key| deployed.get(*key) != scanned.get(*key))
        .map(|key| {
            format!(
                "{key:?}\n  deployed {:?}\n  scanned  {:?}",
                deployed.get(key),
                scanned.get(key)
            )
        })
        .collect();
    differing.sort();
    differing.dedup();
    assert!(differing.is_empty(), "{} differ:\n{}", differing.len(), differing.join("\n"));
}

#[expect(clippy::disallowed_methods, reason = "the local AWS lives in the present, too")]
fn now() -> Timestamp {
    Timestamp::now()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_scan_agrees_with_the_deployed_rules() {
    let binaries = build_binaries();
    let names = RULES.iter().map(|rule| rule.metadata().name);
    let installation = Installation { python: "python3".into(), sources: root().join("local") };
    let world = World::start(installation, &root().join("template.yaml"), &binaries, names)
        .await
        .expect("the local AWS needs the packages of local/requirements.txt (`make test` sets up)");
    world.settle().await.unwrap();
    let sdk = demo::sdk(world.aws.endpoint()).await;
    let aws = Client::new(&sdk);
    let request = Request {
        regions: vec!["us-east-1".to_owned()],
        home_region: "us-east-1".to_owned(),
        given: parameters(&aws).await,
        state: None,
    };

    let before = deployed(&aws).await;
    let report = scan(&sdk, RULES, &request, now()).await.unwrap();
    assert_eq!(deployed(&aws).await, before, "a scan stores nothing");
    assert_eq!(report.answers.len(), RULES.len());
    assert_eq!(report.gaps, [], "the local AWS records and allows everything");
    let seen = scanned(&report);
    for rule in RULES {
        let name = rule.metadata().name;
        let speaks = |verdicts: &Verdicts| verdicts.keys().any(|(rule, ..)| rule == name);
        assert!(speaks(&seen) && speaks(&before), "{name} says nothing");
    }
    compare(before, seen);

    // And once more after somebody changed the account.
    world.aws.change().await.unwrap();
    world.settle().await.unwrap();
    let report = scan(&sdk, RULES, &request, now()).await.unwrap();
    compare(deployed(&aws).await, scanned(&report));
    world.stop().await;
}
