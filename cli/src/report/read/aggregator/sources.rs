//! Where an aggregator collects from, and where that fails.

use std::collections::{BTreeSet, HashMap};

use answers::Place;
use aws_sdk_config::Client;
use aws_sdk_config::types::{AggregatedSourceStatusType, AggregatedSourceType};
use shared::paging::Paging;
use shared::{Error, Result};

/// The sources of an aggregator.
pub(super) struct Sources {
    /// The organization's id, if it collects from one.
    pub(super) organization: Option<String>,
    /// Each place, and why it cannot be collected from, if so.
    places: HashMap<Place, Option<String>>,
}

impl Sources {
    /// Reads the sources of the aggregator `name`.
    pub(super) async fn read(client: &Client, name: &str) -> Result<Self> {
        const ACTION: &str = "config:DescribeConfigurationAggregatorSourcesStatus";
        let mut sources = Self { organization: None, places: HashMap::new() };
        let mut paging = Paging::of(ACTION);
        loop {
            let request = client.describe_configuration_aggregator_sources_status();
            let request = request.configuration_aggregator_name(name).limit(100);
            let page = request.set_next_token(paging.token()).send().await;
            let page = page.map_err(Error::calling(ACTION))?;
            for source in page.aggregated_source_status_list.unwrap_or_default() {
                let Some(id) = source.source_id else { continue };
                if source.source_type == Some(AggregatedSourceType::Organization) {
                    sources.organization = Some(id);
                    continue;
                }
                let failed = source.last_update_status == Some(AggregatedSourceStatusType::Failed);
                let why = source.last_error_message.unwrap_or_default();
                let failure = failed.then(|| format!("The aggregator cannot read it: {why}."));
                let region = source.aws_region.unwrap_or_default();
                sources.places.insert(Place::new(id, region), failure);
            }
            if !paging.advance(page.next_token)? {
                return Ok(sources);
            }
        }
    }

    /// Why a place cannot be collected from.
    pub(super) fn failure(&self, place: &Place) -> Option<&str> {
        self.places.get(place)?.as_deref()
    }

    /// The accounts that are collected from.
    pub(super) fn accounts(&self) -> BTreeSet<&str> {
        self.places.keys().map(|it| it.account.as_str()).collect()
    }

    /// The regions that are collected from.
    pub(super) fn regions(&self) -> BTreeSet<&str> {
        self.places.keys().map(|it| it.region.as_str()).collect()
    }
}
