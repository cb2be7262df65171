//! Which types the rules need that the recorder leaves out, and what that does to which rule.

use std::collections::{BTreeMap, BTreeSet};

use shared::Metadata;
use shared::recorder::Selection;

use super::check::{Check, Status};
use crate::sweep;

const SUBJECT: &str = "Recorded types";

/// What it does to a rule that a type is not recorded; the worst comes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Effect {
    /// The rule never judges a resource of the type.
    NoVerdict,
    /// The rule takes what exists from AWS Config, and so takes it that there is none.
    NotThere,
    /// A change goes unnoticed until the judged resource itself changes.
    Unnoticed,
    /// A change is seen by the next sweep only, after so many hours at most.
    Late(u32),
}

/// The types whose changes some of `rules` wait for.
pub(super) fn waited_for(rules: &[&'static Metadata]) -> BTreeSet<&'static str> {
    rules.iter().flat_map(|it| it.trigger.changes).copied().collect()
}

/// Checks what `selection` leaves out of what `rules` need in `region`.
pub(super) fn coverage(
    rules: &[&'static Metadata],
    region: &str,
    selection: &Selection,
) -> Vec<Check> {
    let needed = waited_for(rules);
    let missing: Vec<&str> =
        needed.iter().copied().filter(|it| !selection.includes(it, region)).collect();
    let mut checks: Vec<Check> = missing.iter().map(|it| missed(it, rules)).collect();
    let counting: Vec<u32> =
        rules.iter().filter(|it| sweep::counts_recorded(it)).map(|it| it.number()).collect();
    if !counting.is_empty() && !selection.is_open() {
        let finding = "The recorder records chosen types only.";
        let meaning = format!("Control {} counts these alone.", numbers(&counting));
        checks.push(Check::warning(SUBJECT, finding).means(meaning).remedied_by(
            "Record all types, or all but a few, if the count is to stand for the account.",
        ));
    }
    if checks.is_empty() {
        let finding = format!("All {} that the rules wait for are recorded.", needed.len());
        checks.push(Check::ok(SUBJECT, finding));
    }
    checks
}

fn missed(resource_type: &str, rules: &[&'static Metadata]) -> Check {
    let mut effects: BTreeMap<Effect, Vec<u32>> = BTreeMap::new();
    for rule in rules {
        if let Some(effect) = effect(rule, resource_type) {
            effects.entry(effect).or_default().push(rule.number());
        }
    }
    let meaning: Vec<String> = effects.iter().map(|(effect, of)| effect.sentence(of)).collect();
    let worst = effects.keys().next();
    let status = match worst {
        Some(Effect::NoVerdict | Effect::NotThere) => Status::Problem,
        _ => Status::Warning,
    };
    let check = Check::warning(SUBJECT, format!("{resource_type} is not recorded."));
    Check { status, ..check }
        .means(meaning.join(" "))
        .remedied_by("Include the type in the recording group; IAM's only in the home region.")
}

fn effect(rule: &Metadata, resource_type: &str) -> Option<Effect> {
    if !rule.trigger.changes.contains(&resource_type) {
        return None;
    }
    let later = rule.trigger.schedule.map(|it| Effect::Late(it.hours()));
    Some(if !rule.reports.contains(&resource_type) {
        later.unwrap_or(Effect::Unnoticed)
    } else if sweep::is_queried(rule, resource_type) {
        Effect::NotThere
    } else if sweep::swept(rule).contains(&resource_type) {
        later.unwrap_or(Effect::NoVerdict)
    } else {
        Effect::NoVerdict
    })
}

impl Effect {
    fn sentence(self, of: &[u32]) -> String {
        let who = format!("Control {}", numbers(of));
        match self {
            Self::NoVerdict => format!("{who}: no verdict on any of it."),
            Self::NotThere => format!("{who}: takes it that there is none."),
            Self::Unnoticed => {
                format!("{who}: does not notice its changes until the judged resource changes.")
            }
            Self::Late(hours) => format!("{who}: sees changes within {hours} hours, not at once."),
        }
    }
}

fn numbers(of: &[u32]) -> String {
    let of: Vec<String> = of.iter().map(u32::to_string).collect();
    of.join(", ")
}
