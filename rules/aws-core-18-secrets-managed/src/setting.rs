//! Where a secret may stand in what a resource is configured with: settings, arguments, texts.

use std::collections::BTreeSet;

use secrets::Names;

use crate::secret::Secret;

/// Something that a resource is configured with.
#[derive(Debug)]
pub(crate) struct Setting {
    /// What an annotation puts before the names that it finds, such as `web/`.
    prefix: String,
    form: Form,
}

#[derive(Debug)]
enum Form {
    /// A name with a value.
    Named(String, Secret),
    /// A name whose value AWS Config hides, so that the name alone decides.
    Hidden(String),
    /// A script, arguments or a configuration file.
    Text(Secret),
}

/// The name under which an access key's id stands beside its secret key.
const ACCESS_KEY_ID: &str = "AWS_ACCESS_KEY_ID";

impl Setting {
    /// The setting `name`.
    pub(crate) fn new(name: impl Into<String>, value: Secret) -> Self {
        Self { prefix: String::new(), form: Form::Named(name.into(), value) }
    }

    /// The setting `name`, whose value AWS Config hides.
    pub(crate) fn hidden(name: impl Into<String>) -> Self {
        Self { prefix: String::new(), form: Form::Hidden(name.into()) }
    }

    /// A text that may set several values.
    pub(crate) fn text(text: Secret) -> Self {
        Self { prefix: String::new(), form: Form::Text(text) }
    }

    /// With what an annotation puts before the names that it finds.
    pub(crate) fn called(self, prefix: &str) -> Self {
        Self { prefix: prefix.to_owned(), ..self }
    }

    /// How an annotation names the secrets in plain text that stand here.
    pub(crate) fn plaintext(&self, names: &Names<'_>) -> BTreeSet<String> {
        let found: BTreeSet<String> = match &self.form {
            Form::Named(name, value) => {
                secrets::in_setting(name, value.expose(), names).into_iter().collect()
            }
            Form::Hidden(name) => {
                let is_secret = names.speak_of_secret(name)
                    || name.to_uppercase().replace('-', "_").ends_with(ACCESS_KEY_ID);
                is_secret.then(|| name.clone()).into_iter().collect()
            }
            Form::Text(text) => secrets::in_text(text.expose(), names),
        };
        found.into_iter().map(|it| format!("{}{it}", self.prefix)).collect()
    }

    /// Whether it tells where a secret lies.
    pub(crate) fn refers_to_secret(&self, names: &Names<'_>) -> bool {
        match &self.form {
            Form::Named(name, value) => {
                names.words.in_name(name).is_some() && secrets::is_reference(value.expose())
            }
            Form::Hidden(_) | Form::Text(_) => false,
        }
    }
}
