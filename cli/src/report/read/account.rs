//! One account, asked in each of its regions.

use answers::sighting::{State, expected};
use answers::{Answer, Place, Report, Sighting, Source, SourceKind};
use aws_config::SdkConfig;
use futures::{StreamExt as _, stream};
use shared::aws::Aws;
use shared::statements::{Listed, Terms};
use shared::{AnyRule, Scope, Timestamp, date, parameter_store, results};

use super::region::Region;
use crate::access;
use crate::error::Result;
use crate::progress;
use crate::registry::metadata;
use crate::statements::place::usual_prefix;

/// How many rules are asked about at once; AWS Config throttles early.
const AT_ONCE: usize = 4;

/// Reads what AWS Config knows of `rules` in the `regions` of the account whose credentials `sdk`
/// has, for a report made at the moment `now`.
///
/// # Errors
/// If the account cannot be told, or no region could be read at all.
pub async fn account(
    sdk: &SdkConfig,
    regions: &[String],
    home_region: &str,
    rules: &[&dyn AnyRule],
    now: Timestamp,
) -> Result<Report> {
    let account = access::account(sdk).await?;
    let mut limits = Vec::new();
    let mut asked = Vec::new();
    for name in regions {
        asked.push(Region::ask(sdk, name, &mut limits).await);
    }
    if let (true, Some(Err(error))) =
        (asked.iter().all(|it| it.deployed.is_err()), asked.first().map(|it| &it.deployed))
    {
        return Err(error.clone().into());
    }
    let places: Vec<Place> = regions.iter().map(|it| Place::new(&account, it)).collect();
    let home = home(&asked, home_region, rules);
    let wanted: Vec<(usize, Place)> = rules
        .iter()
        .enumerate()
        .flat_map(|(index, rule)| {
            let metadata = rule.metadata();
            let unasked = metadata.scope == Scope::HomeRegion && !regions.contains(&home);
            let unasked = unasked.then(|| Place::new(&account, &home));
            let places = expected(metadata, &places, &home).cloned().chain(unasked);
            places.map(move |place| (index, place)).collect::<Vec<_>>()
        })
        .collect();
    let bar = progress::bar(wanted.len(), "reading AWS Config");
    let sightings = wanted.into_iter().map(async |(index, place)| {
        let region = asked.iter().find(|it| it.name == place.region);
        let state = match region {
            Some(region) => region.state(rules[index].metadata()).await,
            None => State::Unreadable(format!("Region {} was not asked about.", place.region)),
        };
        bar.inc(1);
        (index, Sighting { place, state })
    });
    let seen: Vec<(usize, Sighting)> = stream::iter(sightings).buffered(AT_ONCE).collect().await;
    bar.finish_and_clear();

    let listed = statements(sdk, &account, &home, now).await;
    let listed = listed.unwrap_or_else(|error| {
        limits.push(format!("What people stated was not read: {}.", error.brief()));
        Vec::new()
    });
    limits.push("Regions that were not asked about are not seen.".to_owned());
    let source = Source {
        kind: SourceKind::Account,
        name: None,
        operation: results::ACTION.to_owned(),
        organization: None,
        accounts: vec![account],
        regions: regions.to_vec(),
        limits,
    };
    let mut report = Report::new(now, source, Answer::all(metadata(rules), seen, now));
    report.complete(&listed);
    Ok(report)
}

/// The statements of people in the account, from where the stack has them unless told otherwise.
async fn statements(
    sdk: &SdkConfig,
    account: &str,
    home: &str,
    now: Timestamp,
) -> shared::Result<Vec<Listed>> {
    let prefix = usual_prefix();
    let stored = parameter_store::list(&Aws::new(sdk.clone()), home, &prefix).await?;
    let (attestation, exceptions) = Default::default();
    let terms = Terms { prefix, account_id: account.to_owned(), attestation, exceptions };
    let today = date::of(now);
    Ok(stored.iter().flat_map(|it| Listed::all_of(it, &terms, today)).collect())
}

/// The home region: the one that has a rule of the home region, else as it was given.
fn home(asked: &[Region], given: &str, rules: &[&dyn AnyRule]) -> String {
    let of_home = |region: &&Region| {
        rules
            .iter()
            .map(|rule| rule.metadata())
            .filter(|it| it.scope == Scope::HomeRegion)
            .any(|it| region.find(it.name).is_some())
    };
    asked.iter().find(of_home).map_or(given, |it| &it.name).to_owned()
}
