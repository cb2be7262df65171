//! A rule asked about all that there is at a place, without being deployed there.
//!
//! It runs on its schedule once, and on a change of every recorded resource that its schedule leaves
//! to changes: through the same [`pipeline`], with the same exceptions. Nothing is sent.

use std::sync::Arc;

use futures::{StreamExt as _, stream};

use crate::error::Error;
use crate::evaluation::merge;
use crate::exception::Exceptions;
use crate::invocation::{Cause, Environment, Invocation};
use crate::listing::{self, Listed};
use crate::rule::ConfiguredRule;
use crate::verdict::Verdict;
use crate::{Evaluation, Metadata, Timestamp, pipeline};

/// How many resources are judged at a time: some need a call each.
const CONCURRENCY: usize = 8;

/// What a rule says of a place.
#[derive(Debug, Default)]
pub struct Scanned {
    /// The verdicts, one a resource, sorted by resource.
    pub evaluations: Vec<Evaluation>,
    /// The types that it was asked about as AWS Config has recorded them.
    pub recorded: Vec<&'static str>,
    /// What it could say nothing of, and why: a type of resource, or `None` for what it asks AWS on a
    /// schedule.
    pub unread: Vec<(Option<&'static str>, Error)>,
}

/// Asks `rule` about the place of `environment`, as of `time`.
pub async fn scan(
    rule: &dyn ConfiguredRule,
    environment: &Arc<Environment>,
    exceptions: &Exceptions,
    time: Timestamp,
) -> Scanned {
    let metadata = rule.metadata();
    let mut scanned = Scanned::default();
    let mut covers: &[&str] = &[];
    if metadata.trigger.schedule.is_some() {
        match pipeline::sweep(rule, environment, time).await {
            Ok(findings) => {
                covers = findings.covers;
                scanned.evaluations = findings.evaluations;
            }
            Err(error) => scanned.unread.push((None, error)),
        }
    }
    // What a sweep that failed would have listed cannot be told; then AWS Config is asked for it.
    for resource_type in by_item(metadata).filter(|it| !covers.contains(it)) {
        scanned.recorded.push(resource_type);
        match judge_all(rule, environment, resource_type, time).await {
            Ok(evaluations) => scanned.evaluations.extend(evaluations),
            Err(error) => scanned.unread.push((Some(resource_type), error)),
        }
    }
    scanned.evaluations = merge(scanned.evaluations);
    exceptions.apply(metadata, environment, &mut scanned.evaluations, time).await;
    if metadata.permissions.iter().any(|it| it.action == listing::ACTION) {
        scanned.recorded.extend(by_item(metadata));
        scanned.recorded.sort_unstable();
        scanned.recorded.dedup();
    }
    scanned
}

/// The types whose resources are judged by their configuration items. That of other types a change
/// invokes the rule is because the verdict on these depends on them.
fn by_item(metadata: &'static Metadata) -> impl Iterator<Item = &'static str> {
    let changes = metadata.trigger.changes.iter().copied();
    changes.filter(|it| metadata.reports.contains(it))
}

async fn judge_all(
    rule: &dyn ConfiguredRule,
    environment: &Arc<Environment>,
    resource_type: &'static str,
    time: Timestamp,
) -> crate::Result<Vec<Evaluation>> {
    let invocation =
        Invocation { environment: Arc::clone(environment), time, cause: Cause::Schedule };
    let listed = listing::items(&invocation, resource_type).await?;
    let judged = stream::iter(listed).map(|it| judge(rule, environment, resource_type, it, time));
    let judged: Vec<Vec<Evaluation>> = judged.buffered(CONCURRENCY).collect().await;
    Ok(judged.into_iter().flatten().collect())
}

/// Judges one resource. One that cannot be judged keeps no other from it.
async fn judge(
    rule: &dyn ConfiguredRule,
    environment: &Arc<Environment>,
    resource_type: &str,
    listed: Listed,
    time: Timestamp,
) -> Vec<Evaluation> {
    let (id, arn) = (listed.resource_id.clone(), listed.arn());
    let judged = match listed.item {
        Ok(mut item) => {
            item.capture_time.get_or_insert(time);
            pipeline::judge(rule, environment, false, item).await
        }
        Err(error) => Err(error),
    };
    match judged {
        Ok(findings) => findings.evaluations,
        Err(error) => {
            let verdict = Verdict::unverified(&id, &error);
            vec![Evaluation { arn, ..Evaluation::new(resource_type, id, time, &verdict) }]
        }
    }
}

#[cfg(test)]
mod tests;
