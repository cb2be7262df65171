//! A region of an account, and what AWS Config knows of the rules there.

use std::collections::HashMap;

use answers::sighting::{Results, State};
use answers::{GapReason, Row};
use aws_config::SdkConfig;
use aws_sdk_config::Client;
use shared::{Metadata, Result, Timestamp, results};

use super::deployed::{self, Deployed};
use super::row::Parts;
use crate::recording::Recording;
use crate::{access, sweep};

/// A region that was asked which rules it has.
pub(super) struct Region {
    pub(super) name: String,
    client: Client,
    /// The rules, or why they are not known.
    pub(super) deployed: Result<Vec<Deployed>>,
    last_runs: HashMap<String, Timestamp>,
    recording: Recording,
}

impl Region {
    /// Asks the region `name`; what it does not say, and is not the rules, goes into `limits`.
    pub(super) async fn ask(sdk: &SdkConfig, name: &str, limits: &mut Vec<String>) -> Self {
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
        let recording = Recording::of(sdk, name).await;
        if let Some(error) = recording.failure() {
            limits.push(format!("What is recorded in {name} is not known: {}.", error.brief()));
        }
        Self { name: name.to_owned(), client, deployed, last_runs, recording }
    }

    /// The rule as it is deployed here.
    pub(super) fn find(&self, rule: &str) -> Option<&Deployed> {
        deployed::find(self.deployed.as_deref().ok()?.iter(), rule, |it| &it.name)
    }

    /// What is here of the rule of `metadata`.
    pub(super) async fn state(&self, metadata: &Metadata) -> State {
        if let Err(error) = &self.deployed {
            return State::Unreadable(format!("{}.", error.brief()));
        }
        let Some(deployed) = self.find(metadata.name) else { return State::NotDeployed };
        match rows(&self.client, &deployed.name).await {
            Ok(rows) => State::Results(Results {
                rule_name: deployed.name.clone(),
                rule_version: deployed.version.clone(),
                last_run: self.last_runs.get(&deployed.name).copied(),
                missing: self.unrecorded(metadata).into_iter().collect(),
                rows,
            }),
            Err(error) => State::Unreadable(format!("{}.", error.brief())),
        }
    }

    /// What the rule cannot have seen because it is not recorded: the types that it judges on change
    /// alone, and what it takes from AWS Config's own list. The others its schedule sees later.
    fn unrecorded(&self, metadata: &Metadata) -> Option<(GapReason, String)> {
        if self.recording.failure().is_some() {
            return None;
        }
        let swept = sweep::swept(metadata);
        let types = metadata.trigger.changes.iter().filter(|it| {
            metadata.reports.contains(it)
                && (!swept.contains(it) || sweep::is_queried(metadata, it))
        });
        let types: Vec<String> = types.map(ToString::to_string).collect();
        self.recording.gap(metadata, &types)
    }
}

async fn rows(client: &Client, rule: &str) -> Result<Vec<Row>> {
    let mut rows = Vec::new();
    for result in results::all(client, rule).await? {
        let parts = Parts {
            identifier: result.evaluation_result_identifier,
            compliance: result.compliance_type,
            annotation: result.annotation,
            recorded: result.result_recorded_time,
        };
        rows.extend(parts.row(results::ACTION)?);
    }
    Ok(rows)
}
