//! A value that a resource is configured with, and what it is called.

use crate::Parameters;
use crate::secret::Secret;
use crate::{credential, value};

/// A value that a resource is configured with.
#[derive(Debug)]
pub(crate) struct Setting {
    /// What an annotation calls it; empty where it has no name.
    label: String,
    /// Its name, as far as it speaks of the value.
    name: String,
    /// Its value; `None` where AWS Config hides every value, so that the name alone decides.
    value: Option<Secret>,
}

impl Setting {
    /// The setting `name`.
    pub(crate) fn new(name: impl Into<String>, value: Secret) -> Self {
        let name = name.into();
        Self { label: name.clone(), name, value: Some(value) }
    }

    /// The setting `name`, whose value AWS Config hides.
    pub(crate) fn hidden(name: impl Into<String>) -> Self {
        Self { value: None, ..Self::new(name, Secret::default()) }
    }

    /// Text without a name.
    pub(crate) fn unnamed(text: Secret) -> Self {
        Self::new("", text)
    }

    /// Called `label` in annotations.
    pub(crate) fn called(self, label: String) -> Self {
        Self { label, ..self }
    }

    /// How an annotation tells of the secret in plain text that it is, if it is one.
    pub(crate) fn plaintext(&self, parameters: &Parameters) -> Option<String> {
        let label = &self.label;
        match self.value.as_ref().and_then(|it| credential::kind(it.expose())) {
            Some(kind) if label.is_empty() => Some(kind.to_owned()),
            Some(kind) => Some(format!("{label} ({kind})")),
            None => {
                let is_literal =
                    self.value.as_ref().is_none_or(|it| value::is_literal(it.expose()));
                let ignored = parameters.ignored_names.matches(&self.name);
                (self.names_secret(parameters) && !ignored && is_literal).then(|| label.clone())
            }
        }
    }

    /// Whether it tells where a secret lies.
    pub(crate) fn refers_to_secret(&self, parameters: &Parameters) -> bool {
        self.names_secret(parameters)
            && self.value.as_ref().is_some_and(|it| value::is_reference(it.expose().trim()))
    }

    fn names_secret(&self, parameters: &Parameters) -> bool {
        parameters.secret_name_words.are_in(&self.name)
    }
}
