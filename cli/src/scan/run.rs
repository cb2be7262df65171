//! A scan: every rule at every place, a few at a time.

use std::collections::{BTreeSet, HashMap};
use std::path::PathBuf;
use std::sync::Arc;

use answers::{Answer, Place, Report, Sighting, Source, SourceKind};
use aws_config::SdkConfig;
use futures::{StreamExt as _, stream};
use shared::aws::Aws;
use shared::exception::Exceptions;
use shared::invocation::{Environment, Parameters};
use shared::rule::ConfiguredRule;
use shared::scan::Scanned;
use shared::{AnyRule, Scope, Timestamp, listing, plain};

use super::place::Part;
use super::state::{Asked, StateFile};
use crate::access::{self, Identity};
use crate::error::{Error, Result};
use crate::given::Given;
use crate::progress;
use crate::recording::Recording;
use crate::registry::metadata;

/// How many rules are asked at a time: most make calls to services of their own, and some do so in
/// several regions at once.
const AT_ONCE: usize = 6;
/// What no scan sees.
const LIMITS: [&str; 3] = [
    "Regions that were not asked about are not seen.",
    "Recorded resources are judged in the state that AWS Config captured last; what the control \
     asks the services is judged as it is now.",
    "Resources that were deleted are not listed.",
];

/// What is asked.
#[derive(Debug, Clone, Default)]
pub struct Request {
    /// The regions to scan.
    pub regions: Vec<String>,
    /// The region of the controls that an account has once.
    pub home_region: String,
    /// The parameters of rules.
    pub given: Given,
    /// The file that an interrupted scan goes on from.
    pub state: Option<PathBuf>,
}

/// A rule that is set up.
struct Prepared {
    rule: Box<dyn ConfiguredRule>,
    parameters: Parameters,
    exceptions: Exceptions,
}

/// Asks `rules` about the account whose credentials `sdk` has, as of the moment `now`.
///
/// # Errors
/// If the account cannot be told, parameters are not valid, or the state file cannot be used. What AWS
/// denies is a gap in the report.
pub async fn scan(
    sdk: &SdkConfig,
    rules: &[&dyn AnyRule],
    request: &Request,
    now: Timestamp,
) -> Result<Report> {
    let prepared = prepare(rules, request)?;
    let identity = access::identity(sdk).await?;
    let asked = Asked {
        version: env!("CARGO_PKG_VERSION").to_owned(),
        account: identity.account.clone(),
        home_region: request.home_region.clone(),
        parameters: request.given.clone(),
        started: now,
    };
    let opened = request.state.as_deref().map(|path| StateFile::open(path, &asked)).transpose()?;
    let (mut state, done) = opened.map_or((None, Vec::new()), |(file, done)| (Some(file), done));

    let mut parts = Vec::new();
    let mut left = Vec::new();
    for (index, region) in wanted(rules, request) {
        let rule = rules[index].metadata().name;
        match done.iter().find(|it| it.rule == rule && it.region == region) {
            Some(part) => parts.push((index, part.clone())),
            None => left.push((index, region)),
        }
    }
    let bar = progress::bar(parts.len() + left.len(), "scanning");
    bar.inc(parts.len() as u64);
    let mut complete = true;
    let mut aws: HashMap<&str, Aws> = HashMap::new();
    let left: Vec<(usize, &str, Aws)> = left
        .into_iter()
        .map(|(index, region)| {
            let new = || Aws::new(access::in_region(sdk, region));
            (index, region, aws.entry(region).or_insert_with(new).clone())
        })
        .collect();
    let scans = left.into_iter().map(async |(index, region, aws)| {
        let scanned = prepared[index].scan(&identity, region, aws, now).await;
        (index, Part::new(rules[index].metadata(), region, scanned, now))
    });
    let mut scans = std::pin::pin!(stream::iter(scans).buffer_unordered(AT_ONCE));
    while let Some((index, part)) = scans.next().await {
        if !part.is_complete() {
            complete = false;
        } else if let Some(state) = &mut state {
            state.keep(&part)?;
        }
        let control = rules[index].metadata().control_id();
        bar.set_message(format!("{control} {}", plain::line(&part.region)));
        bar.inc(1);
        parts.push((index, part));
    }
    bar.finish_and_clear();
    let recordings = recordings(sdk, &parts).await;
    let report = report(rules, parts, &recordings, &identity.account, request, now);
    // Kept where something could not be read: once that is allowed, only that need be asked again.
    if let Some(state) = state.filter(|_| complete) {
        state.remove()?;
    }
    Ok(report)
}

fn prepare(rules: &[&dyn AnyRule], request: &Request) -> Result<Vec<Prepared>> {
    let prepare = |rule: &&dyn AnyRule| {
        let mut given = request.given.of(*rule);
        given.entry("homeRegion".to_owned()).or_insert_with(|| request.home_region.clone());
        let name = rule.metadata().name;
        let (rule, parameters) = rule
            .configure(&given)
            .map_err(|error| Error::Usage(format!("parameters of {name}: {error}")))?;
        Ok(Prepared { rule, parameters, exceptions: Exceptions::default() })
    };
    rules.iter().map(prepare).collect()
}

/// Every rule, by its index, at every place where it belongs.
fn wanted<'a>(rules: &[&dyn AnyRule], request: &'a Request) -> Vec<(usize, &'a str)> {
    let home = std::slice::from_ref(&request.home_region);
    let of = |(index, rule): (usize, &&dyn AnyRule)| {
        let regions = match rule.metadata().scope {
            Scope::HomeRegion => home,
            Scope::EveryRegion => &request.regions,
        };
        regions.iter().map(move |region| (index, region.as_str()))
    };
    rules.iter().enumerate().flat_map(of).collect()
}

impl Prepared {
    async fn scan(&self, of: &Identity, region: &str, aws: Aws, now: Timestamp) -> Scanned {
        let environment = Arc::new(Environment {
            account_id: of.account.clone(),
            region: region.to_owned(),
            partition: of.partition().to_owned(),
            rule_name: None,
            parameters: self.parameters.clone(),
            aws: Some(aws),
        });
        shared::scan::scan(self.rule.as_ref(), &environment, &self.exceptions, now).await
    }
}

/// What is recorded where `parts` are from.
async fn recordings(sdk: &SdkConfig, parts: &[(usize, Part)]) -> HashMap<String, Recording> {
    let regions: BTreeSet<&str> = parts.iter().map(|(_, part)| part.region.as_str()).collect();
    let asked = stream::iter(regions)
        .map(async |region| (region.to_owned(), Recording::of(sdk, region).await))
        .buffer_unordered(AT_ONCE);
    asked.collect().await
}

fn report(
    rules: &[&dyn AnyRule],
    parts: Vec<(usize, Part)>,
    recordings: &HashMap<String, Recording>,
    account: &str,
    request: &Request,
    now: Timestamp,
) -> Report {
    let mut seen = Vec::new();
    let mut regions: BTreeSet<String> = request.regions.iter().cloned().collect();
    for (index, part) in parts {
        let region = part.region.clone();
        let recording = &recordings[&region];
        let state = part.state(rules[index].metadata(), account, recording);
        seen.push((index, Sighting { place: Place::new(account, &region), state }));
        regions.insert(region);
    }
    let answers = Answer::all(metadata(rules), seen, now);
    let source = Source {
        kind: SourceKind::Scan,
        name: None,
        operation: format!("{} and the services' own operations", listing::ACTION),
        organization: None,
        accounts: vec![account.to_owned()],
        regions: regions.into_iter().collect(),
        limits: LIMITS.map(ToOwned::to_owned).to_vec(),
    };
    Report::new(now, source, answers)
}
