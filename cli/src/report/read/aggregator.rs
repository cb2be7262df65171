//! The aggregator of an organization: all accounts and regions that it collects.

mod details;
mod sources;

use std::collections::{BTreeMap, BTreeSet};

use answers::sighting::{Results, State, expected};
use answers::{Answer, Place, Report, Sighting, Source, SourceKind};
use aws_config::SdkConfig;
use aws_sdk_config::Client;
use futures::{StreamExt as _, stream};
use shared::{AnyRule, Timestamp};

use self::sources::Sources;
use super::deployed;
use crate::error::{Error, Result};
use crate::progress;
use crate::registry::metadata;

/// How many rules of an account are asked about at once.
const AT_ONCE: usize = 8;
/// What an aggregator does not carry.
const LIMITS: [&str; 2] = [
    "An aggregator carries no NOT_APPLICABLE results: accepted exceptions and what a control does \
     not apply to are not seen.",
    "An aggregator does not tell when a rule last ran: a rule that stopped is not noticed.",
];

/// Reads what the aggregator `name` knows of `rules`, for a report made at the moment `now`.
///
/// # Errors
/// If the aggregator cannot be read.
pub async fn aggregator(
    sdk: &SdkConfig,
    name: &str,
    home_region: &str,
    rules: &[&dyn AnyRule],
    now: Timestamp,
) -> Result<Report> {
    let client = Client::new(sdk);
    let sources = Sources::read(&client, name).await?;
    let deployed = details::rules(&client, name).await?;
    let mut by_place: BTreeMap<&Place, Vec<&str>> = BTreeMap::new();
    for (place, rule) in &deployed {
        by_place.entry(place).or_default().push(rule);
    }
    let places = places(&sources, &by_place, rules);
    if places.is_empty() {
        return Err(Error::Unreadable(format!(
            "aggregator {name} knows no rule of the pack in any account"
        )));
    }
    let wanted: Vec<(usize, Place)> = rules
        .iter()
        .enumerate()
        .flat_map(|(index, rule)| {
            let places = expected(rule.metadata(), &places, home_region).cloned();
            places.map(move |place| (index, place)).collect::<Vec<_>>()
        })
        .collect();
    let bar = progress::bar(wanted.len(), "reading the aggregator");
    let sightings = wanted.into_iter().map(async |(index, place)| {
        let rule = rules[index].metadata().name;
        let names = by_place.get(&place).map(Vec::as_slice).unwrap_or_default();
        let state = match (deployed::find(names.iter(), rule, |it| it), sources.failure(&place)) {
            (Some(deployed), _) => match details::rows(&client, name, &place, deployed).await {
                Ok(rows) => State::Results(Results {
                    rule_name: (*deployed).to_owned(),
                    rule_version: None,
                    last_run: None,
                    rows,
                    missing: Vec::new(),
                }),
                Err(error) => State::Unreadable(format!("{}.", error.brief())),
            },
            (None, Some(why)) => State::Unreadable(why.to_owned()),
            (None, None) => State::NotDeployed,
        };
        bar.inc(1);
        (index, Sighting { place, state })
    });
    let seen: Vec<(usize, Sighting)> = stream::iter(sightings).buffered(AT_ONCE).collect().await;
    bar.finish_and_clear();

    let accounts: BTreeSet<&str> = places.iter().map(|it| it.account.as_str()).collect();
    let regions: BTreeSet<&str> = places.iter().map(|it| it.region.as_str()).collect();
    let mut limits: Vec<String> = LIMITS.map(ToOwned::to_owned).to_vec();
    let other: Vec<&str> =
        sources.regions().into_iter().filter(|it| !regions.contains(it)).collect();
    if !other.is_empty() {
        let other = other.join(", ");
        limits.push(format!("Regions without any rule of the pack are not reported on: {other}."));
    }
    let source = Source {
        kind: SourceKind::Aggregator,
        name: Some(name.to_owned()),
        operation: details::ACTION.to_owned(),
        organization: sources.organization.clone(),
        accounts: accounts.into_iter().map(ToOwned::to_owned).collect(),
        regions: regions.into_iter().map(ToOwned::to_owned).collect(),
        limits,
    };
    Ok(Report::new(now, source, Answer::all(metadata(rules), seen, now)))
}

/// Every account in every region in which the pack is deployed anywhere.
fn places(
    sources: &Sources,
    by_place: &BTreeMap<&Place, Vec<&str>>,
    rules: &[&dyn AnyRule],
) -> Vec<Place> {
    let is_ours = |names: &[&str]| {
        rules.iter().any(|it| deployed::find(names.iter(), it.metadata().name, |it| it).is_some())
    };
    let ours = by_place.iter().filter(|(_, names)| is_ours(names));
    let regions: BTreeSet<&str> = ours.map(|(place, _)| place.region.as_str()).collect();
    let known = by_place.keys().map(|it| it.account.as_str());
    let accounts: BTreeSet<&str> = sources.accounts().into_iter().chain(known).collect();
    let of = |account: &str| regions.iter().map(|it| Place::new(account, *it)).collect::<Vec<_>>();
    accounts.into_iter().flat_map(of).collect()
}
