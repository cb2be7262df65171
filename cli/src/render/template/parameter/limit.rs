//! How long the texts may be that an owner gives: AWS Config takes 1,024 characters of parameters a
//! rule, whatever they say.

use std::collections::BTreeMap;

use shared::AnyRule;
use shared::parameters::ParameterSpec;

use super::{Constraint, settings};

/// The most characters of a rule's `InputParameters`.
pub(in super::super) const INPUT: usize = 1024;
/// The quotes, the colon and the comma around a name and its value.
const AROUND: usize = r#""":"","#.len();
/// The most characters of a region's name, with some to spare.
const REGION: usize = 25;
/// The most characters of the path of attestations and exceptions.
const PATH: usize = 80;

/// The most characters of each parameter of the stack that holds a text. A share of what the others
/// leave free, over its default's; lists of long items get half as much again. Of the rules that take
/// it, the poorest decides.
pub(super) fn limits(rules: &[&dyn AnyRule]) -> BTreeMap<String, usize> {
    let mut limits: BTreeMap<String, usize> = BTreeMap::new();
    for rule in rules {
        let settings = settings(*rule);
        let taken: usize = settings
            .iter()
            .map(|(spec, _)| spec.name.len() + AROUND + width(spec).unwrap_or(spec.default.len()))
            .sum();
        let free = settings.iter().filter(|(spec, _)| width(spec).is_none());
        let weights: usize = free.map(|(spec, _)| weight(spec)).sum();
        let room = INPUT.saturating_sub("{}".len() + taken);
        let share = |spec: &ParameterSpec| room * weight(spec) / weights.max(1);
        for (spec, name) in settings.iter().filter(|(spec, _)| is_text(spec)) {
            let limit = width(spec).unwrap_or_else(|| spec.default.len() + share(spec));
            let held = limits.entry(name.clone()).or_insert(limit);
            *held = limit.min(*held);
        }
    }
    limits
}

/// What a value gets of the room that is free, compared with others.
fn weight(spec: &ParameterSpec) -> usize {
    let long = spec.kind.contains("ARN patterns") || spec.kind.contains("account ids");
    if long { 3 } else { 2 }
}

fn is_text(spec: &ParameterSpec) -> bool {
    !matches!(Constraint::of(spec), Constraint::Range(..) | Constraint::Words(_))
}

/// The most characters that a value needs; `None` where its owner should have as many as there are.
fn width(spec: &ParameterSpec) -> Option<usize> {
    match Constraint::of(spec) {
        Constraint::Range(_, max) => Some(max.len()),
        Constraint::Words(words) => words.iter().map(String::len).max(),
        _ if spec.kind == super::REGION => Some(REGION),
        _ if spec.kind == super::PATH => Some(PATH),
        _ => None,
    }
}
