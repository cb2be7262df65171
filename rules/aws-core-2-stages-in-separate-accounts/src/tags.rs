//! The stages that the tags of an account's own resources denote.

use std::collections::{BTreeMap, BTreeSet};

use aws_sdk_resourcegroupstagging::Client;
use shared::paging::Paging;
use shared::regions::{self, RegionParameters, Survey};
use shared::{Error, Invocation, Result, Verdict, annotation};

use crate::Parameters;
use crate::stage::Stage;
use crate::vocabulary::Vocabulary;

/// The permission to ask for the values of a tag.
pub(crate) const ACTION: &str = "tag:GetTagValues";
/// How many values of a stage an annotation can spare.
const MAX_VALUES: usize = 5;

/// The values in use, by region.
pub type StageTags = Survey<BTreeSet<String>>;

/// Asks in every active region for the values that the tag `key` has there.
pub(crate) async fn read(
    invocation: &Invocation,
    parameters: &RegionParameters,
    key: &str,
) -> Result<StageTags> {
    let aws = invocation.aws()?;
    regions::survey(invocation, parameters, |region| async move {
        values(&aws.client_in(&region, Client::new), key).await
    })
    .await
}

async fn values(client: &Client, key: &str) -> Result<BTreeSet<String>> {
    let request = client.get_tag_values().key(key);
    let (mut values, mut paging) = (BTreeSet::new(), Paging::of(ACTION));
    loop {
        let page = request.clone().set_pagination_token(paging.token()).send().await;
        let page = page.map_err(Error::calling(ACTION))?;
        values.extend(page.tag_values.unwrap_or_default());
        if !paging.advance(page.pagination_token)? {
            return Ok(values);
        }
    }
}

/// What the values of the tag denote.
#[derive(Debug, Default)]
pub(crate) struct Denoted<'a> {
    /// The values of each stage.
    pub(crate) stages: BTreeMap<Stage, BTreeSet<&'a str>>,
    /// The values that denote no stage, as far as is known.
    pub(crate) others: BTreeSet<&'a str>,
}

impl<'a> Denoted<'a> {
    /// Of the values in all regions together.
    pub(crate) fn by(tags: &'a StageTags, parameters: &Parameters) -> Self {
        let (vocabulary, mut denoted) = (Vocabulary::of(parameters), Self::default());
        // A tag without a value denotes nothing.
        let values = tags.answers.values().flatten().map(|value| value.trim());
        for value in values.filter(|value| !value.is_empty()) {
            match vocabulary.of_value(value) {
                Some(stage) => denoted.stages.entry(stage).or_default().insert(value),
                None => denoted.others.insert(value),
            };
        }
        denoted
    }

    /// The finding where the account holds several stages.
    pub(crate) fn shared(&self, key: &str) -> Option<Verdict> {
        if self.stages.len() < 2 {
            return None;
        }
        let stages: Vec<String> = self
            .stages
            .iter()
            .map(|(stage, values)| format!("{stage} ({})", few(values)))
            .collect();
        let stages = annotation::enumeration(&stages, stages.len());
        Some(Verdict::non_compliant(self.naming_others(&format!(
            "Tag {key} holds {stages} in this account: stages share one account."
        ))))
    }

    /// The verdict where the account holds exactly one stage, as far as its tags are understood.
    pub(crate) fn single(&self) -> Option<Verdict> {
        let (stage, values) = self.stages.first_key_value()?;
        let tags = if self.others.is_empty() { "All stage tags" } else { "Stage tags" };
        let values = few(values);
        Some(Verdict::compliant(
            self.naming_others(&format!("{tags} in this account denote {stage} ({values}).")),
        ))
    }

    /// Adds the values that are unknown.
    pub(crate) fn naming_others(&self, text: &str) -> String {
        if self.others.is_empty() {
            return text.to_owned();
        }
        annotation::list(&format!("{text} Unknown values: "), self.others.iter().copied(), ".")
    }
}

fn few(values: &BTreeSet<&str>) -> String {
    let shown: Vec<&str> = values.iter().copied().take(MAX_VALUES).collect();
    match values.len() - shown.len() {
        0 => shown.join(", "),
        more => format!("{}, and {more} more", shown.join(", ")),
    }
}

/// The finding where the tags of some region could not be read.
pub(crate) fn unverified(tags: &StageTags, key: &str) -> Option<Verdict> {
    tags.unreadable.values().next()?;
    let regions =
        tags.unreadable.iter().map(|(region, error)| format!("{region} ({})", error.brief()));
    let before = format!("Tag {key} could not be verified in ");
    Some(Verdict::non_compliant(annotation::list(&before, regions, ".")))
}
