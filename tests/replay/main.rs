//! Every event under `events/`, sent to its rule's real binary.
//!
//! `events/<control>/<case>/` holds what AWS Config sent (`event.json`), what AWS answers when the
//! rule asks (`aws/<service>.<Operation>.<n>.(json|xml)`) and what the rule must put
//! (`evaluations.json`) or how it must fail (`error.json`: its code, and what its message contains).
//! These two are written by hand before the rule is run; nothing rewrites them.

#![cfg(test)]

mod case;

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::OnceLock;

use aws_core::registry::{RULES, find};
use aws_core::render::Calls;
use case::Case;
use conformance::{build_binaries_of, root};
use futures::StreamExt;
use harness::answers::Call;
use shared::Metadata;

/// Names the controls to replay, such as `19,23`; all where it is not set.
const CONTROLS: &str = "AWS_CORE_CONTROLS";

/// How many rules run at a time: most of them wait, for a retry or for a report.
const AT_A_TIME: usize = 8;

/// A case and what came of it.
struct Replayed {
    case: Case,
    calls: Vec<Call>,
    problems: Vec<String>,
}

/// The rules whose events are replayed.
#[expect(clippy::disallowed_methods, reason = "no rule: `cargo test` passes no arguments through")]
fn chosen() -> Vec<&'static Metadata> {
    let metadata =
        |name: &str| find(name).unwrap_or_else(|| panic!("no control {name}")).metadata();
    match std::env::var(CONTROLS) {
        Ok(names) => names.split(',').map(metadata).collect(),
        Err(_) => RULES.iter().map(|rule| rule.metadata()).collect(),
    }
}

/// Every case of every chosen rule; run once, whichever test asks first.
fn replayed() -> &'static [Replayed] {
    static REPLAYED: OnceLock<Vec<Replayed>> = OnceLock::new();
    REPLAYED.get_or_init(|| {
        let rules = chosen();
        let binaries = build_binaries_of(rules.iter().map(|rule| rule.name));
        let cases = rules.iter().flat_map(|rule| Case::all_of(rule.name));
        let binaries = &binaries;
        let runs = cases.enumerate().map(|(place, case)| async move {
            let replayed = replay(case, binaries).await;
            (place, replayed)
        });
        // In any order: one that waits for a report must not hold up those that come after it.
        let runs = futures::stream::iter(runs).buffer_unordered(AT_A_TIME);
        let runtime = tokio::runtime::Runtime::new().unwrap();
        let mut replayed: Vec<_> = runtime.block_on(runs.collect());
        replayed.sort_unstable_by_key(|(place, _)| *place);
        replayed.into_iter().map(|(_, replayed)| replayed).collect()
    })
}

async fn replay(case: Case, binaries: &Path) -> Replayed {
    match case.run(&binaries.join(&case.rule)).await {
        Ok(run) => {
            let problems = case.problems(&run);
            Replayed { case, calls: run.calls, problems }
        }
        Err(problem) => Replayed { case, calls: Vec::new(), problems: vec![problem] },
    }
}

fn cases_of(metadata: &Metadata) -> impl Iterator<Item = &'static Replayed> {
    let rule = metadata.name;
    replayed().iter().filter(move |it| it.case.rule == rule)
}

/// Fails with everything that is wrong, not with the first.
fn none(problems: &[String]) {
    assert!(problems.is_empty(), "{} problems\n\n{}\n", problems.len(), problems.join("\n\n"));
}

#[test]
fn every_event_gets_the_evaluations_that_were_written_down() {
    let problems = replayed().iter().filter(|it| !it.problems.is_empty());
    let told = problems.map(|it| format!("{}: {}", it.case, it.problems.join("\n    ")));
    none(&told.collect::<Vec<_>>());
}

#[test]
fn a_rule_calls_what_it_declares_and_nothing_else() {
    let mut problems = Vec::new();
    for metadata in chosen() {
        let permissions = metadata.all_permissions();
        let declared: BTreeSet<&str> = permissions.iter().map(|it| it.action).collect();
        let called: BTreeSet<String> =
            cases_of(metadata).flat_map(|it| it.calls.iter().map(Call::action)).collect();
        let called: BTreeSet<&str> = called.iter().map(String::as_str).collect();
        for action in declared.difference(&called) {
            let name = metadata.name;
            problems
                .push(format!("{name} declares {action}, but none of its events has it called"));
        }
        for action in called.difference(&declared) {
            problems.push(format!("{} calls {action} without declaring it", metadata.name));
        }
    }
    none(&problems);
}

/// What the documentation says of the replay is what was seen in it.
#[test]
fn the_documented_counts_of_calls_are_those_that_were_made() {
    for metadata in chosen() {
        let mut seen = Calls::default();
        for case in cases_of(metadata) {
            // That nothing is put moves the rule's time and is not counted.
            let is_empty = |call: &Call| call.json()["Evaluations"] == serde_json::json!([]);
            let counted = case.calls.iter().filter(|call| !is_empty(call));
            seen.add(counted.map(Call::action).collect());
        }
        let events = root().join("events").join(metadata.name);
        assert_eq!(seen, Calls::recorded(&events).unwrap(), "{}", metadata.name);
    }
}

#[test]
fn every_rule_has_an_event_for_every_verdict() {
    let mut problems = Vec::new();
    for metadata in chosen() {
        let expected: BTreeSet<String> =
            cases_of(metadata).flat_map(|it| it.case.expected_compliance()).collect();
        for compliance in ["COMPLIANT", "NON_COMPLIANT", "NOT_APPLICABLE"] {
            if !expected.contains(compliance) {
                problems.push(format!("{} has no event that gives {compliance}", metadata.name));
            }
        }
    }
    none(&problems);
}

#[test]
fn every_folder_of_events_is_a_rule_s() {
    let rules: BTreeSet<String> = RULES.iter().map(|it| it.metadata().name.to_owned()).collect();
    let folders: BTreeSet<String> = case::folders(&root().join("events"))
        .iter()
        .filter_map(|it| it.file_name()?.to_str().map(str::to_owned))
        .collect();
    assert_eq!(folders, rules, "left the folders, right the rules");
}
