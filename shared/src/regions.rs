//! The regions of an account, and a question asked in each that is active.
//!
//! A region is active unless it is not enabled, is declared inactive, or is closed by a service
//! control policy: what may not even be asked there cannot be used either.

mod finding;
mod parameters;

use std::collections::{BTreeMap, BTreeSet};

use futures::{StreamExt, stream};

use crate::error::{Error, Result};
use crate::invocation::Invocation;

pub use parameters::{Parameters as RegionParameters, RegionNames};

/// In how many regions is asked at a time.
const CONCURRENCY: usize = 8;

/// What came of a question asked in every active region.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Survey<T> {
    /// The answers, by region.
    pub answers: BTreeMap<String, T>,
    /// The regions that a service control policy closes, and that so count as inactive.
    pub closed: BTreeSet<String>,
    /// The regions that gave no answer, each with the reason.
    pub unreadable: BTreeMap<String, Error>,
}

/// The enabled regions of the account that are not declared inactive, sorted.
///
/// Needs `ec2:DescribeRegions`, which is one call.
pub async fn active(invocation: &Invocation, parameters: &RegionParameters) -> Result<Vec<String>> {
    let ec2 = invocation.aws()?.client(aws_sdk_ec2::Client::new);
    // Without `AllRegions`, EC2 leaves out those that are not enabled.
    let answer = ec2.describe_regions().send().await;
    let answer = answer.map_err(Error::calling("ec2:DescribeRegions"))?;
    let enabled = answer.regions.unwrap_or_default().into_iter().filter_map(|it| it.region_name);
    let mut active: Vec<String> =
        enabled.filter(|name| !parameters.inactive_regions.0.contains(name)).collect();
    active.sort_unstable();
    Ok(active)
}

/// Asks in every active region: `ask` is given the region's name.
///
/// # Errors
/// If the regions cannot be listed, or not one of them gives an answer.
pub async fn survey<T, F>(
    invocation: &Invocation,
    parameters: &RegionParameters,
    ask: impl Fn(String) -> F,
) -> Result<Survey<T>>
where
    F: Future<Output = Result<T>>,
{
    let regions = active(invocation, parameters).await?;
    let answers = ask_in(regions, ask).await;
    sort(answers, &invocation.environment.region, parameters)
}

async fn ask_in<T, F>(
    regions: Vec<String>,
    ask: impl Fn(String) -> F,
) -> BTreeMap<String, Result<T>>
where
    F: Future<Output = Result<T>>,
{
    stream::iter(regions)
        .map(|region| {
            let answer = ask(region.clone());
            async { (region, answer.await) }
        })
        .buffer_unordered(CONCURRENCY)
        .collect()
        .await
}

/// Tells the regions that answered from those that are closed and those that failed.
///
/// `own` is the region that the rule itself stands in: it is in use, so that it is the call that a
/// service control policy denies there, and not the region.
fn sort<T>(
    asked: BTreeMap<String, Result<T>>,
    own: &str,
    parameters: &RegionParameters,
) -> Result<Survey<T>> {
    let (answers, closed, unreadable) = Default::default();
    let mut survey = Survey { answers, closed, unreadable };
    for (region, answer) in asked {
        match answer {
            Ok(answer) => {
                survey.answers.insert(region, answer);
            }
            Err(error)
                if parameters.scp_denied_regions_are_inactive
                    && error.is_by_service_control_policy()
                    && region != own =>
            {
                survey.closed.insert(region);
            }
            Err(error) => {
                survey.unreadable.insert(region, error);
            }
        }
    }
    match survey.unreadable.values().next() {
        Some(error) if survey.answers.is_empty() => Err(error.clone()),
        _ => Ok(survey),
    }
}

#[cfg(test)]
mod tests;
