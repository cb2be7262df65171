//! The environment variables of a `CodeBuild` project.

use serde::Deserialize;
use shared::{ConfigurationItem, Result};

use crate::configuration::{Configuration, recorded};
use crate::secret::Secret;
use crate::setting::Setting;
use crate::value;

#[derive(Deserialize)]
struct Project {
    environment: Environment,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Environment {
    environment_variables: Option<Vec<Variable>>,
}

#[derive(Deserialize)]
struct Variable {
    name: String,
    /// `PLAINTEXT` where it is missing.
    r#type: Option<String>,
    #[serde(default)]
    value: Secret,
}

/// Reads the project that `item` is the state of.
pub(crate) fn read(item: &ConfigurationItem) -> Result<Configuration> {
    let Project { environment } = recorded(item)?;
    let variables = environment.environment_variables.unwrap_or_default();
    let (by_reference, plain): (Vec<_>, Vec<_>) =
        variables.into_iter().partition(Variable::is_reference);
    let settings = plain.into_iter().map(Variable::setting).collect();
    let configuration = Configuration::new("Build project", item, "in its environment", settings);
    Ok(configuration.with_references(by_reference.len()))
}

impl Variable {
    fn is_reference(&self) -> bool {
        matches!(self.r#type.as_deref(), Some("PARAMETER_STORE" | "SECRETS_MANAGER"))
    }

    /// AWS Config hides plain values, whatever they are.
    fn setting(self) -> Setting {
        if value::is_masked(self.value.expose()) {
            Setting::hidden(self.name)
        } else {
            Setting::new(self.name, self.value)
        }
    }
}
