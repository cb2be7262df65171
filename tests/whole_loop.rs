//! The whole loop on the local AWS: recorder, events, real binaries, stored verdicts, and a verdict
//! that flips when somebody changes a resource.

#![cfg(test)]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

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

    only_what_is_granted_was_called(&world).await;
    what_is_no_longer_granted_is_denied(&world, &template).await;
    world.stop().await;
}

/// The local AWS held every function to its role by action and resource; what it saw is compared
/// with what the rules declare once more, without its help.
async fn only_what_is_granted_was_called(world: &World) {
    let requests = world.aws.requests().await.unwrap();
    assert!(requests.denied.is_empty(), "{:?}", requests.denied);
    for rule in RULES {
        let metadata = rule.metadata();
        let permissions = metadata.all_permissions();
        let called = &requests.callers[metadata.name];
        assert!(called.contains_key("config:PutEvaluations"), "{} put nothing", metadata.name);
        for action in called.keys() {
            let granted = permissions.iter().any(|it| it.action == action);
            assert!(granted, "{} calls {action}, which its role does not grant", metadata.name);
        }
    }
}

/// That it is the role which lets a function work: without one action, or with it on another
/// resource, this function fails, and no other.
async fn what_is_no_longer_granted_is_denied(world: &World, template: &Path) {
    let template = fs::read_to_string(template).unwrap();
    let (keys, plan) =
        ("aws-core-14-iam-access-keys-rotated", "aws-core-30-incident-response-plan");
    let before = world.lambda.invocations().len();
    let (start, role) = template.split_once("  IamAccessKeysRotatedRole:").unwrap();
    let action = "                  - iam:GetCredentialReport\n";
    assert!(role.split_once("  IamAccessKeysRotatedLogGroup:").unwrap().0.contains(action));
    let less = format!("{start}  IamAccessKeysRotatedRole:{}", role.replacen(action, "", 1));
    let attestation = "parameter${AttestationPrefix}/aws-core-30\"";
    assert_eq!(less.matches(attestation).count(), 1);
    let less = less.replace(attestation, "parameter${AttestationPrefix}/aws-core-3\"");
    world.aws.deploy_text(&less).await.unwrap();
    world.settle().await.unwrap();

    let mut denied = BTreeSet::new();
    for invocation in world.lambda.invocations().into_iter().skip(before) {
        for failure in invocation.attempts.into_iter().filter_map(Result::err) {
            assert_eq!(failure.error_type, "AccessDenied", "{failure}");
            denied.insert(invocation.function.clone());
        }
    }
    assert_eq!(denied, BTreeSet::from([keys.to_owned(), plan.to_owned()]));
    let counted = world.aws.requests().await.unwrap().denied;
    let counted: Vec<&str> = counted.keys().map(String::as_str).collect();
    assert_eq!(counted, ["iam:GetCredentialReport", "ssm:GetParameter"]);
}
