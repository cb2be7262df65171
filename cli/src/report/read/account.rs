//! One account, asked in each of its regions.

use std::collections::HashMap;

use answers::sighting::{Results, State, expected};
use answers::{Answer, Place, Report, Sighting, Source, SourceKind};
use aws_config::SdkConfig;
use aws_sdk_config::{Client, types};
use futures::{StreamExt as _, stream};
use shared::paging::Paging;
use shared::{AnyRule, Error, Scope, Timestamp};

use super::deployed::{self, Deployed};
use super::row::Parts;
use crate::access;
use crate::error::Result;
use crate::progress;

const ACTION: &str = "config:GetComplianceDetailsByConfigRule";
/// How many rules are asked about at once; AWS Config throttles early.
const AT_ONCE: usize = 4;
/// The most results on a page.
const PAGE: i32 = 100;
const ALL: [types::ComplianceType; 3] = [
    types::ComplianceType::Compliant,
    types::ComplianceType::NonCompliant,
    types::ComplianceType::NotApplicable,
];

/// A region that was asked which rules it has.
struct Region {
    name: String,
    client: Client,
    /// The rules, or why they are not known.
    deployed: shared::Result<Vec<Deployed>>,
    last_runs: HashMap<String, Timestamp>,
}

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
            Some(region) => region.state(rules[index].metadata().name).await,
            None => State::Unreadable(format!("Region {} was not asked about.", place.region)),
        };
        bar.inc(1);
        (index, Sighting { place, state })
    });
    let seen: Vec<(usize, Sighting)> = stream::iter(sightings).buffered(AT_ONCE).collect().await;
    bar.finish_and_clear();

    limits.push("Regions that were not asked about are not seen.".to_owned());
    let source = Source {
        kind: SourceKind::Account,
        name: None,
        operation: ACTION.to_owned(),
        organization: None,
        accounts: vec![account],
        regions: regions.to_vec(),
        limits,
    };
    Ok(Report::new(now, source, conclude(rules, seen, now)))
}

/// The answers that sightings give, each for the rule with that index.
pub(super) fn conclude(
    rules: &[&dyn AnyRule],
    seen: Vec<(usize, Sighting)>,
    now: Timestamp,
) -> Vec<Answer> {
    let mut by_rule: Vec<Vec<Sighting>> = rules.iter().map(|_| Vec::new()).collect();
    for (index, sighting) in seen {
        by_rule[index].push(sighting);
    }
    let answers = rules.iter().zip(by_rule);
    answers.map(|(rule, sightings)| Answer::new(rule.metadata(), sightings, now)).collect()
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

impl Region {
    async fn ask(sdk: &SdkConfig, name: &str, limits: &mut Vec<String>) -> Self {
        let client = Client::new(&access::in_region(sdk, name));
        let deployed = deployed::rules(&client).await;
        let last_runs = match &deployed {
            Ok(_) => deployed::last_runs(&client).await,
            Err(_) => Ok(HashMap::new()),
        };
        let last_runs = last_runs.unwrap_or_else(|error| {
            limits.push(format!("When rules last ran in {name} is not known: {}.", error.brief()));
            HashMap::new()
        });
        Self { name: name.to_owned(), client, deployed, last_runs }
    }

    fn find(&self, rule: &str) -> Option<&Deployed> {
        deployed::find(self.deployed.as_deref().ok()?.iter(), rule, |it| &it.name)
    }

    async fn state(&self, rule: &str) -> State {
        if let Err(error) = &self.deployed {
            return State::Unreadable(format!("{}.", error.brief()));
        }
        let Some(deployed) = self.find(rule) else { return State::NotDeployed };
        match rows(&self.client, &deployed.name).await {
            Ok(rows) => State::Results(Results {
                rule_name: deployed.name.clone(),
                rule_version: deployed.version.clone(),
                last_run: self.last_runs.get(&deployed.name).copied(),
                rows,
                missing: Vec::new(),
            }),
            Err(error) => State::Unreadable(format!("{}.", error.brief())),
        }
    }
}

async fn rows(client: &Client, rule: &str) -> shared::Result<Vec<answers::Row>> {
    let request = client
        .get_compliance_details_by_config_rule()
        .config_rule_name(rule)
        .set_compliance_types(Some(ALL.to_vec()))
        .limit(PAGE);
    let (mut rows, mut paging) = (Vec::new(), Paging::of(ACTION));
    loop {
        let page = request.clone().set_next_token(paging.token()).send().await;
        let page = page.map_err(Error::calling(ACTION))?;
        for result in page.evaluation_results.unwrap_or_default() {
            let parts = Parts {
                identifier: result.evaluation_result_identifier,
                compliance: result.compliance_type,
                annotation: result.annotation,
                recorded: result.result_recorded_time,
            };
            rows.extend(parts.row(ACTION)?);
        }
        if !paging.advance(page.next_token)? {
            return Ok(rows);
        }
    }
}
