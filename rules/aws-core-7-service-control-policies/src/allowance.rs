//! Whether what is allowed adds up to everything, so that nothing is restricted.

use shared::Timestamp;
use shared::policy::{Condition, Effect, Selection, Statement};
use wildmatch::WildMatch;

use crate::actions;

/// A resource that no pattern names.
const ANY_RESOURCE: &str = "arn:aws:\0:\0:\0:\0";

/// Whether `statements`, which add up, allow every action on every resource in every request at the
/// moment `time`. A condition restricts, unless it always holds or another statement allows the
/// same where it does not.
pub(crate) fn is_everything<'a>(
    statements: impl IntoIterator<Item = &'a Statement>,
    time: Timestamp,
) -> bool {
    let on_all_resources =
        statements.into_iter().filter(|it| it.effect == Effect::Allow && is_on_all_resources(it));
    let allowed: Vec<Allowed> = on_all_resources.map(|it| Allowed::by(it, time)).collect();
    let always: Vec<&Selection<String>> =
        allowed.iter().filter(|it| it.conditions.is_empty()).map(|it| it.actions).collect();
    let sometimes: Vec<&Condition> = allowed
        .iter()
        .filter(|it| is_all(it.actions))
        .filter_map(|it| match it.conditions.as_slice() {
            [only] => Some(*only),
            _ => None,
        })
        .collect();
    always.iter().any(|it| is_all(it) || is_completed(it, &always))
        || sometimes.iter().any(|one| sometimes.iter().any(|other| one.complements(other)))
}

/// The actions that a statement allows, and the conditions that restrict it.
struct Allowed<'a> {
    actions: &'a Selection<String>,
    conditions: Vec<&'a Condition>,
}

impl<'a> Allowed<'a> {
    fn by(statement: &'a Statement, time: Timestamp) -> Self {
        let conditions = statement.conditions.iter().filter(|it| !it.always_holds(time));
        Self { actions: &statement.actions, conditions: conditions.collect() }
    }
}

fn is_on_all_resources(statement: &Statement) -> bool {
    match &statement.resources {
        Some(Selection::Only(resources)) => {
            resources.iter().any(|it| WildMatch::new(it).matches(ANY_RESOURCE))
        }
        Some(Selection::AllBut(left)) => left.is_empty(),
        None => true,
    }
}

fn is_all(actions: &Selection<String>) -> bool {
    match actions {
        Selection::Only(actions) => actions.iter().any(|it| actions::includes(it, "*:*")),
        Selection::AllBut(left) => left.is_empty(),
    }
}

/// Whether what the statement leaves out is allowed by others.
fn is_completed(actions: &Selection<String>, others: &[&Selection<String>]) -> bool {
    let Selection::AllBut(left) = actions else { return false };
    let is_allowed = |pattern: &String| {
        others.iter().any(|it| {
            matches!(it, Selection::Only(them) if them.iter().any(|it| actions::includes(it, pattern)))
        })
    };
    left.iter().all(is_allowed)
}

#[cfg(test)]
mod tests;
