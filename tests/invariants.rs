//! What every rule must hold to, whatever it checks.

#![cfg(test)]

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use aws_core::registry::RULES;
use conformance::root;
use shared::invocation::{self, Environment};
use shared::{ACCOUNT, AnyRule, Code, Metadata, Scope, Timestamp, pipeline};

fn each(check: impl Fn(&'static Metadata, &dyn AnyRule)) {
    assert!(!RULES.is_empty(), "the registry is empty");
    for rule in RULES {
        check(rule.metadata(), *rule);
    }
}

fn folders(of: &str) -> BTreeSet<String> {
    let entries = fs::read_dir(root().join(of)).unwrap().map(Result::unwrap);
    let folders = entries.filter(|entry| entry.file_type().unwrap().is_dir());
    folders.map(|entry| entry.file_name().into_string().unwrap()).collect()
}

#[test]
fn every_folder_is_a_registered_rule_with_events() {
    let registered: BTreeSet<String> =
        RULES.iter().map(|rule| rule.metadata().name.to_owned()).collect();
    assert_eq!(folders("rules"), registered);
    assert_eq!(folders("events"), registered);
}

#[test]
fn the_registry_is_sorted_by_control() {
    assert!(RULES.is_sorted_by_key(|rule| rule.metadata().number()));
}

#[test]
fn a_name_states_control_and_compliant_state() {
    each(|it, _| {
        let name = it.name;
        assert_eq!(name, format!("aws-core-{}-{}", it.number(), it.state()));
        assert!((1..=33).contains(&it.number()), "{name}");
        assert!(!it.state().is_empty(), "{name}");
        // `OrgConfigRule-<name>-<8>` must fit the 64 characters by which results are read back.
        assert!(name.len() <= 40, "{name}");
    });
}

#[test]
fn a_title_is_a_sentence_of_the_compliant_state() {
    each(|it, _| {
        let title = it.title;
        assert!(title.starts_with(|first: char| first.is_uppercase()), "{title}");
        assert!(!title.ends_with('.') && !title.starts_with("Ensure"), "{title}");
        assert!(title.len() <= 100, "{title}");
    });
}

#[test]
fn the_prose_is_whole_sentences() {
    each(|it, _| {
        assert!(it.question.ends_with('?'), "{}: the question asks", it.name);
        for text in [it.rationale, it.acceptable, it.failure, it.remediation] {
            assert!(text.len() > 30 && text.ends_with('.'), "{}: {text}", it.name);
            assert!(!text.contains("  "), "{}: {text}", it.name);
        }
    });
}

/// The playbook's sentences are its authors'; a run of ten of its words would be theirs.
#[test]
fn the_prose_is_our_own() {
    let Ok(playbook) = fs::read_to_string(root().join("../shared/playbook/playbook.txt")) else {
        return;
    };
    let words = |text: &str| -> Vec<String> {
        let lower = text.to_lowercase();
        lower
            .split(|it: char| !it.is_alphanumeric())
            .filter(|it| !it.is_empty())
            .map(Into::into)
            .collect()
    };
    let playbook = words(&playbook);
    let runs: HashSet<&[String]> = playbook.windows(10).collect();
    each(|it, _| {
        for text in [it.question, it.rationale, it.acceptable, it.failure, it.remediation] {
            let copied = words(text).windows(10).any(|run| runs.contains(run));
            assert!(!copied, "{}: {text}", it.name);
        }
    });
}

#[test]
fn a_rule_reports_and_is_triggered() {
    each(|it, _| {
        assert!(!it.reports.is_empty(), "{}", it.name);
        let triggered = !it.trigger.changes.is_empty() || it.trigger.schedule.is_some();
        assert!(triggered, "{} never runs", it.name);
        assert!(it.trigger.changes.len() <= 100, "{}", it.name);
        for resource_type in it.trigger.changes.iter().chain(it.reports) {
            let well_formed = *resource_type == ACCOUNT
                || (resource_type.split("::").count() == 3 && resource_type.starts_with("AWS::"));
            assert!(well_formed, "{}: {resource_type}", it.name);
        }
        // Only `ScheduledNotification` can make a rule speak of the account.
        if it.reports == [ACCOUNT] {
            assert!(it.trigger.schedule.is_some(), "{}", it.name);
        }
    });
}

/// By the actions' names. `tests/policies` asks AWS's own reference, for the resources as well.
#[test]
fn a_role_reads_and_puts_evaluations_and_does_nothing_else() {
    /// Creates a report for AWS to hand out, which changes nothing of the account.
    const HARMLESS: [&str; 1] = ["iam:GenerateCredentialReport"];
    const READS: [&str; 6] = ["BatchGet", "Describe", "Get", "List", "Lookup", "Select"];
    each(|it, _| {
        for permission in it.all_permissions() {
            let action = permission.action;
            let (_, verb) = action.split_once(':').expect("service:Action");
            let reads = READS.iter().any(|read| verb.starts_with(read));
            let allowed = reads || action == "config:PutEvaluations" || HARMLESS.contains(&action);
            assert!(allowed, "{}: {action}", it.name);
            assert!(!action.contains('*'), "{}: {action}", it.name);
            assert!(action != "secretsmanager:GetSecretValue", "{}", it.name);
        }
    });
}

#[test]
fn parameters_are_declared_well() {
    each(|it, rule| {
        let specs = rule.parameters();
        let names: BTreeSet<&str> = specs.iter().map(|spec| spec.name.as_str()).collect();
        assert_eq!(names.len(), specs.len(), "{}: a name stands twice", it.name);
        for spec in &specs {
            let camel_case = spec.name.starts_with(|first: char| first.is_ascii_lowercase())
                && spec.name.chars().all(|letter| letter.is_ascii_alphanumeric());
            assert!(camel_case, "{}: {}", it.name, spec.name);
            assert!(spec.description.ends_with('.'), "{}: {}", it.name, spec.description);
        }
        let defaults = specs.into_iter().map(|spec| (spec.name, spec.default)).collect();
        // AWS Config takes 1,024 characters of parameters.
        let json = serde_json::to_string(&defaults).unwrap();
        assert!(json.len() <= 1024, "{}: {} characters", it.name, json.len());
        rule.configure(&defaults).unwrap_or_else(|why| panic!("{}: {why}", it.name));
    });
}

#[tokio::test]
async fn without_aws_nothing_complies() {
    let environment = Arc::new(Environment {
        account_id: "111122223333".to_owned(),
        region: "us-east-1".to_owned(),
        partition: "aws".to_owned(),
        rule_name: None,
        parameters: invocation::Parameters::default(),
        aws: None,
    });
    for rule in RULES.iter().filter(|rule| rule.metadata().trigger.schedule.is_some()) {
        let (configured, _) = rule.configure(&BTreeMap::new()).unwrap();
        let found = pipeline::sweep(configured.as_ref(), &environment, Timestamp::UNIX_EPOCH).await;
        assert_eq!(found.unwrap_err().code(), Code::Offline, "{}", rule.metadata().name);
    }
}

/// Left to itself the SDK takes a token that it has seen for the end of a listing, and what a rule
/// did not see for gone.
#[test]
fn no_listing_is_paged_by_the_sdk() {
    fn sources(folder: &Path) -> Vec<PathBuf> {
        let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
        let of = |path: PathBuf| if path.is_dir() { sources(&path) } else { vec![path] };
        entries.flat_map(of).collect()
    }
    let sources =
        ["shared/src", "rules", "notifier/src"].iter().flat_map(|it| sources(&root().join(it)));
    let by_sdk = |path: &PathBuf| {
        fs::read_to_string(path).is_ok_and(|source| source.contains(".into_paginator("))
    };
    let found: Vec<PathBuf> = sources.filter(by_sdk).collect();
    assert!(found.is_empty(), "use shared::paging instead: {found:?}");
}

#[test]
fn attested_controls_belong_to_the_library() {
    each(|it, rule| {
        let takes = rule.parameters().iter().any(|spec| spec.name == "trustedAttestors");
        assert_eq!(takes, it.attested, "{}", it.name);
    });
}

#[test]
fn once_per_account_rules_stand_in_the_home_region() {
    each(|it, _| {
        let global =
            it.reports.iter().all(|kind| *kind == ACCOUNT || kind.starts_with("AWS::IAM::"));
        if !global {
            assert_eq!(it.scope, Scope::EveryRegion, "{}", it.name);
        }
    });
}
