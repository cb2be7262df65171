//! The whole loop on the local AWS: recorder, events, real binaries, stored verdicts, and a verdict
//! that flips when somebody changes a resource.

#![cfg(test)]

use std::collections::BTreeMap;

use aws_core::demo;
use aws_core::registry::RULES;
use aws_sdk_config::Client;
use aws_sdk_config::types::ComplianceType;
use conformance::{build_binaries, root};
use harness::{Installation, World};

/// The results that AWS Config holds of a rule, by resource.
type Results = BTreeMap<String, (ComplianceType, String)>;

async fn results(aws: &Client, rule: &str) -> Results {
    let mut pages = aws
        .get_compliance_details_by_config_rule()
        .config_rule_name(rule)
        .compliance_types(ComplianceType::Compliant)
        .compliance_types(ComplianceType::NonCompliant)
        .compliance_types(ComplianceType::NotApplicable)
        .into_paginator()
        .items()
        .send();
    let mut results = Results::new();
    while let Some(result) = pages.next().await {
        let result = result.unwrap();
        let identifier = result.evaluation_result_identifier.unwrap();
        let id = identifier.evaluation_result_qualifier.unwrap().resource_id.unwrap();
        let annotation = result.annotation.unwrap_or_default();
        results.insert(id, (result.compliance_type.unwrap(), annotation));
    }
    results
}

fn installation() -> Installation {
    Installation { python: "python3".into(), sources: root().join("local") }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_changed_resource_flips_its_verdict() {
    let binaries = build_binaries();
    let names: Vec<&str> = RULES.iter().map(|rule| rule.metadata().name).collect();
    let template = root().join("template.yaml");
    let world = World::start(installation(), &template, &binaries, names.iter().copied())
        .await
        .expect("the local AWS needs the packages of local/requirements.txt (`make test` sets up)");
    world.settle().await.unwrap();

    for invocation in world.lambda.invocations() {
        for outcome in &invocation.attempts {
            assert!(outcome.is_ok(), "{}: {outcome:?}", invocation.function);
        }
    }
    let aws = Client::new(&demo::sdk(world.aws.endpoint()).await);
    let mut before = BTreeMap::new();
    for name in &names {
        let results = results(&aws, name).await;
        let of = |wanted: ComplianceType| results.values().any(|(kind, _)| *kind == wanted);
        assert!(
            of(ComplianceType::Compliant) || of(ComplianceType::NonCompliant),
            "{name} says nothing of the seeded account"
        );
        before.insert(*name, results);
    }

    let changes = world.aws.change().await.unwrap();
    assert!(!changes.is_empty());
    world.settle().await.unwrap();
    for change in &changes {
        let id = &change.resource_id;
        let was = &before[change.control.as_str()][id];
        assert_eq!(was.0, ComplianceType::Compliant, "{}: {}", change.description, was.1);
        let now = results(&aws, &change.control).await.remove(id).unwrap();
        assert_eq!(now.0, ComplianceType::NonCompliant, "{}: {}", change.description, now.1);
    }

    // Periodic rules once more: nothing changed, so nothing is sent that AWS would bill.
    let at_rest = results(&aws, "aws-core-14-iam-access-keys-rotated").await;
    let start = aws.start_config_rules_evaluation();
    start.config_rule_names("aws-core-14-iam-access-keys-rotated").send().await.unwrap();
    world.settle().await.unwrap();
    assert_eq!(results(&aws, "aws-core-14-iam-access-keys-rotated").await, at_rest);
    let last = world.log.json().into_iter().rfind(|line| line["message"] == "evaluated").unwrap();
    assert_eq!(last["rule"], "aws-core-14-iam-access-keys-rotated");
    assert_eq!(last["sent"], 0, "{last}");
    world.stop().await;
}
