use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use serde_json::Value;

use super::*;
use crate::registry::RULES;

fn json(path: &Path) -> Option<Value> {
    serde_json::from_str(&fs::read_to_string(path).ok()?).ok()
}

/// The types that a rule put on schedule, in all of its events.
fn put_on_schedule(rule: &str) -> BTreeSet<String> {
    let events = Path::new(env!("CARGO_MANIFEST_DIR")).join("../events").join(rule);
    let mut types = BTreeSet::new();
    for case in fs::read_dir(events).unwrap() {
        let case = case.unwrap().path();
        let event = json(&case.join("event.json"));
        let invoking = event.and_then(|it| it["invokingEvent"].as_str().map(str::to_owned));
        if !invoking.is_some_and(|it| it.contains("ScheduledNotification")) {
            continue;
        }
        let put = json(&case.join("evaluations.json")).unwrap_or_default();
        let judged = put.as_array().into_iter().flatten();
        let judged = judged.filter(|it| it["compliance"] != "NOT_APPLICABLE");
        types.extend(judged.filter_map(|it| it["type"].as_str().map(str::to_owned)));
    }
    types
}

#[test]
fn sweeps_judge_what_is_said_here() {
    for rule in RULES {
        let metadata = rule.metadata();
        let put = put_on_schedule(metadata.name);
        let covered: BTreeSet<String> = swept(metadata).iter().map(|&it| it.to_owned()).collect();
        // "Nothing of this kind exists" is said of the account by any sweep.
        let beyond: Vec<_> = put.difference(&covered).filter(|it| *it != ACCOUNT).collect();
        assert!(beyond.is_empty(), "{}: {beyond:?} are swept, too", metadata.name);
        if is_partial(metadata) {
            let unseen: Vec<_> = covered.difference(&put).collect();
            assert!(unseen.is_empty(), "{}: no event sweeps {unseen:?}", metadata.name);
        }
    }
}

#[test]
fn the_readme_says_the_same() {
    let numbers = |wanted: &dyn Fn(&Metadata) -> bool| -> Vec<String> {
        let rules = RULES.iter().map(|it| it.metadata()).filter(|it| wanted(it));
        rules.map(|it| it.number().to_string()).collect()
    };
    let readme = Path::new(env!("CARGO_MANIFEST_DIR")).join("../README.md");
    let readme = fs::read_to_string(readme).unwrap();
    let unscheduled = numbers(&|it| it.trigger.schedule.is_none());
    let partial = numbers(&is_partial);
    let queried = numbers(&|it| is_queried(it, BUCKET));
    let counting = numbers(&counts_recorded);
    for (list, rest) in [
        (unscheduled, "have no schedule"),
        (partial, "have a schedule, but it covers only what is not recorded"),
        (queried, "take buckets from AWS Config's own list"),
    ] {
        let (last, first) = list.split_last().unwrap();
        let line = format!("- {} and {last} {rest}", first.join(", "));
        assert!(readme.contains(&line), "the README lacks: {line}");
    }
    assert!(readme.contains(&format!("and {} takes all that it counts", counting.join(", "))));
}
