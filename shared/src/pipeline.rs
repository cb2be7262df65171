//! From an event to findings: what may be judged is decided here, how by the rule.

use std::sync::Arc;

use jiff::Timestamp;

use crate::error::{Code, Error, Result};
use crate::evaluation::{Evaluation, merge};
use crate::invocation::{Cause, Environment, Invocation};
use crate::item::ConfigurationItem;
use crate::rule::{ConfiguredRule, Findings};
use crate::verdict::Verdict;

/// Judges what changed with `item`: the resource itself, or all those that depend on it.
///
/// A resource that is gone, is not recorded, left the rule's scope or is of a type the rule does
/// not know is NOT_APPLICABLE, before its configuration is decoded and without any call; only of a
/// [protection](crate::Rule::JUDGES_WHAT_REMAINS) that is gone a rule is asked all the same.
pub async fn judge(
    rule: &dyn ConfiguredRule,
    environment: &Arc<Environment>,
    left_scope: bool,
    item: ConfigurationItem,
) -> Result<Findings> {
    let time = item.capture_time.ok_or_else(|| {
        Error::new(Code::InvalidEvent, format!("{} has no capture time", item.resource_id))
    })?;
    let gone = inapplicable(rule, left_scope, &item).map(|verdict| {
        let evaluation = Evaluation::new(&item.resource_type, &item.resource_id, time, &verdict);
        Evaluation { arn: item.arn.clone(), ..evaluation }
    });
    if gone.is_some() && !rule.judges_what_remains().contains(&item.resource_type.as_str()) {
        return Ok(Findings { evaluations: gone.into_iter().collect(), covers: &[] });
    }
    let cause = Cause::Change(Box::new(item));
    let invocation = Invocation { environment: Arc::clone(environment), time, cause };
    let mut findings = rule.find(&invocation).await?;
    // What is gone is one of those that the rule reports on: nothing else is said of it.
    if let Some(gone) = gone {
        findings.evaluations.retain(|it| it.key() != gone.key());
        findings.evaluations.push(gone);
    }
    Ok(Findings { evaluations: merge(findings.evaluations), ..findings })
}

/// Judges what a rule judges on a schedule, as of `time`.
pub async fn sweep(
    rule: &dyn ConfiguredRule,
    environment: &Arc<Environment>,
    time: Timestamp,
) -> Result<Findings> {
    let metadata = rule.metadata();
    if metadata.trigger.schedule.is_none() {
        let message = format!("{} does not run on a schedule", metadata.name);
        return Err(Error::new(Code::Unsupported, message));
    }
    let environment = Arc::clone(environment);
    rule.find(&Invocation { environment, time, cause: Cause::Schedule }).await
}

fn inapplicable(
    rule: &dyn ConfiguredRule,
    left_scope: bool,
    item: &ConfigurationItem,
) -> Option<Verdict> {
    let ConfigurationItem { resource_type, resource_id, status, .. } = item;
    let why = if let Some(why) = status.inapplicable() {
        why
    } else if left_scope {
        "left the scope of the rule"
    } else if !is_known(rule, item) {
        "is of a type that the rule does not judge"
    } else {
        return None;
    };
    Some(Verdict::not_applicable(format!("{resource_type} {resource_id} {why}.")))
}

/// Whether the rule knows the item's type.
fn is_known(rule: &dyn ConfiguredRule, item: &ConfigurationItem) -> bool {
    rule.metadata().trigger.changes.contains(&item.resource_type.as_str())
}
