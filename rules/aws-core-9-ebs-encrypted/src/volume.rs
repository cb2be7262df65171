//! An EBS volume as AWS Config records it, and the verdict on it.

use std::collections::BTreeMap;

use serde::Deserialize;
use shared::{Basis, ConfigurationItem, Result, Verdict, annotation, kms};

use crate::Parameters;

/// A volume.
#[derive(Debug)]
pub struct Volume {
    id: String,
    recorded: Recorded,
    tags: BTreeMap<String, String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct Recorded {
    encrypted: Option<bool>,
    kms_key_id: Option<String>,
    state: Option<State>,
    /// In GiB.
    size: Option<f64>,
    attachments: Option<Vec<Attachment>>,
}

/// The state of a volume or of an attachment: a word, or an object around it.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
enum State {
    Word(String),
    Object { value: Option<String>, name: Option<String> },
}

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct Attachment {
    instance_id: Option<String>,
    state: Option<State>,
}

impl State {
    fn is(&self, word: &str) -> bool {
        let state = match self {
            Self::Word(state) => Some(state),
            Self::Object { value, name } => value.as_ref().or(name.as_ref()),
        };
        state.is_some_and(|it| it == word)
    }
}

impl Volume {
    /// Reads the volume that `item` is the state of.
    pub(crate) fn of(item: &ConfigurationItem) -> Result<Self> {
        let recorded = item.configuration()?;
        Ok(Self { id: item.resource_id.clone(), recorded, tags: item.tags.clone() })
    }

    /// The verdict.
    pub(crate) fn verdict(&self, parameters: &Parameters) -> Verdict {
        let Self { id, recorded, tags } = self;
        let state = |word| recorded.state.as_ref().is_some_and(|it| it.is(word));
        if state("deleting") || state("deleted") {
            return Verdict::not_applicable(format!("Volume {id} is being deleted."));
        }
        if let Some(key) = parameters.tag_key().filter(|_| !parameters.cover(tags)) {
            return Verdict::not_applicable(match tags.get(key).filter(|it| !it.is_empty()) {
                Some(value) => {
                    format!("Volume {id} is tagged {key}={value}, which is not in scope.")
                }
                None => {
                    format!("Volume {id} is not tagged {key}; only tagged volumes are in scope.")
                }
            })
            .resting_on(Basis::Declared);
        }
        match (recorded.encrypted, &recorded.kms_key_id) {
            (Some(true), Some(key)) => {
                let key = kms::name(key);
                Verdict::compliant(format!("Volume {id} is encrypted with key {key}."))
            }
            (Some(true), None) => Verdict::compliant(format!("Volume {id} is encrypted.")),
            (Some(false), _) => Verdict::non_compliant(self.told(") is not encrypted.")),
            (None, _) => Verdict::non_compliant(self.told(") is not recorded as encrypted.")),
        }
    }

    /// As `Volume vol-1 (100 GiB, attached to i-1`, and what follows.
    fn told(&self, after: &str) -> String {
        let size = self.recorded.size.map_or_else(String::new, |size| format!("{size} GiB, "));
        let start = format!("Volume {} ({size}", self.id);
        let attachments = self.recorded.attachments.iter().flatten();
        let attached: Vec<&Attachment> = attachments
            .filter(|it| !it.state.as_ref().is_some_and(|state| state.is("detached")))
            .collect();
        if attached.is_empty() {
            return format!("{start}not attached{after}");
        }
        // Tasks of Fargate have volumes, but no instance that one could see.
        let to = attached.iter().map(|it| it.instance_id.as_deref().unwrap_or("a service of AWS"));
        annotation::list(&format!("{start}attached to "), to, after)
    }
}
