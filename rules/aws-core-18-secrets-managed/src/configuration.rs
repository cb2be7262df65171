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
    /// Why it is not judged, if it is not.
    inactive: Option<&'static str>,
    /// What could not be looked into, as the end of a sentence.
    unread: Option<&'static str>,
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
        Self::of(kind, name, place, settings)
    }

    /// The configuration of the `kind` of resource that is called `name`, or has it as its ARN.
    pub(crate) fn of(kind: &str, name: &str, place: &'static str, settings: Vec<Setting>) -> Self {
        // Of an ARN, what follows the last slash: `task-definition/web:7`.
        let name = match name.strip_prefix("arn:") {
            Some(arn) => arn.rsplit('/').next().unwrap_or(arn),
            None => name,
        };
        let resource = format!("{kind} {name}");
        Self { resource, place, settings, references: 0, inactive: None, unread: None }
    }

    /// With secrets that are handed over by reference in a way of their own.
    pub(crate) fn with_references(self, references: usize) -> Self {
        Self { references, ..self }
    }

    /// With the state in which nothing can be started with it any more.
    pub(crate) fn with_inactive(self, inactive: Option<&'static str>) -> Self {
        Self { inactive, ..self }
    }

    /// With what could not be looked into.
    pub(crate) fn with_unread(self, unread: Option<&'static str>) -> Self {
        Self { unread, ..self }
    }

    /// The verdict.
    pub(crate) fn verdict(&self, parameters: &Parameters) -> Verdict {
        let Self { resource, place, settings, .. } = self;
        if let Some(inactive) = self.inactive {
            return Verdict::not_applicable(format!("{resource} is {inactive}."));
        }
        let (found, referring) = parameters.with_names(|names| {
            let found: BTreeSet<String> =
                settings.iter().flat_map(|it| it.plaintext(names)).collect();
            (found, settings.iter().filter(|it| it.refers_to_secret(names)).count())
        });
        let references = self.references + referring;
        if !found.is_empty() {
            let secrets = secrets("plaintext secret", found.len());
            let before = format!("{resource} has {secrets} {place}: ");
            return Verdict::non_compliant(annotation::list(&before, found, "."));
        }
        Verdict::compliant(match (self.unread, references) {
            (Some(unread), _) => format!("{resource} has {unread}."),
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
