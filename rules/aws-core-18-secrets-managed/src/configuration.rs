//! What a resource is configured with, and the verdict on it.

use std::collections::BTreeSet;

use serde::de::DeserializeOwned;
use shared::{ConfigurationItem, Error, Result, Verdict, annotation};

use crate::Parameters;
use crate::setting::Setting;

/// What a resource is configured with.
#[derive(Debug)]
pub struct Configuration {
    /// What an annotation calls the resource: `Function pay`.
    resource: String,
    /// Where its settings stand: `in its environment`.
    place: &'static str,
    settings: Vec<Setting>,
    /// Secrets that are handed over by reference in a way of their own.
    references: usize,
    /// Why it is not judged, or not wholly.
    exemption: Option<Exemption>,
}

/// Why a configuration is not judged, or not wholly.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Exemption {
    /// Nothing can be started with it any more.
    Inactive,
    /// It is not all text.
    NotText,
}

impl Configuration {
    /// The configuration of the `kind` of resource that `item` is the state of.
    pub(crate) fn new(
        kind: &str,
        item: &ConfigurationItem,
        place: &'static str,
        settings: Vec<Setting>,
    ) -> Self {
        let name = item.resource_name.as_deref().unwrap_or(&item.resource_id);
        // Of an ARN, what follows the last slash: `task-definition/web:7`.
        let name = match name.strip_prefix("arn:") {
            Some(arn) => arn.rsplit('/').next().unwrap_or(arn),
            None => name,
        };
        let resource = format!("{kind} {name}");
        Self { resource, place, settings, references: 0, exemption: None }
    }

    /// With secrets that are handed over by reference in a way of their own.
    pub(crate) fn with_references(self, references: usize) -> Self {
        Self { references, ..self }
    }

    /// With a reason not to be judged, or not wholly.
    pub(crate) fn with_exemption(self, exemption: Option<Exemption>) -> Self {
        Self { exemption, ..self }
    }

    /// The verdict.
    pub(crate) fn verdict(&self, parameters: &Parameters) -> Verdict {
        let Self { resource, place, settings, .. } = self;
        if self.exemption == Some(Exemption::Inactive) {
            return Verdict::not_applicable(format!("{resource} is inactive."));
        }
        let found: BTreeSet<String> =
            settings.iter().filter_map(|it| it.plaintext(parameters)).collect();
        let references =
            self.references + settings.iter().filter(|it| it.refers_to_secret(parameters)).count();
        if !found.is_empty() {
            let secrets = secrets("plaintext secret", found.len());
            let before = format!("{resource} has {secrets} {place}: ");
            return Verdict::non_compliant(annotation::list(&before, found, "."));
        }
        Verdict::compliant(match (self.exemption, references) {
            (Some(_), _) => {
                format!("{resource} has user data that is not text and was not looked into.")
            }
            (None, 0) => format!("{resource} holds no plaintext secret {place}."),
            (None, _) => {
                let secrets = secrets("secret", references);
                format!("{resource} passes {secrets} by reference and holds none in plaintext.")
            }
        })
    }
}

/// `1 secret`, `2 secrets`.
fn secrets(what: &str, count: usize) -> String {
    let plural = if count == 1 { "" } else { "s" };
    format!("{count} {what}{plural}")
}

/// Reads what `item` records. The failure does not repeat what could not be read.
pub(crate) fn recorded<C: DeserializeOwned>(item: &ConfigurationItem) -> Result<C> {
    let unreadable = |error: Error| Error::new(error.code(), "its configuration item is malformed");
    item.configuration().map_err(unreadable)
}
