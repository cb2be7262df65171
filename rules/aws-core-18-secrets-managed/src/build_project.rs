//! The environment variables, the inline build specifications and the sources of a `CodeBuild`
//! project.

mod specification;

use serde::Deserialize;
use shared::{ConfigurationItem, Result};

use crate::configuration::{Configuration, recorded};
use crate::secret::Secret;
use crate::setting::Setting;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Project {
    environment: Environment,
    source: Option<Source>,
    secondary_sources: Option<Vec<Source>>,
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

#[derive(Deserialize)]
struct Source {
    /// A URL, which may have a token in it.
    #[serde(default)]
    location: Secret,
    /// Either the build specification itself or where it lies: a path in the source, an ARN.
    #[serde(default, alias = "buildSpec")]
    buildspec: Secret,
}

/// Reads the project that `item` is the state of.
pub(crate) fn read(item: &ConfigurationItem) -> Result<Configuration> {
    let Project { environment, source, secondary_sources } = recorded(item)?;
    let variables = environment.environment_variables.unwrap_or_default();
    let (by_reference, plain): (Vec<_>, Vec<_>) =
        variables.into_iter().partition(Variable::is_reference);
    let mut settings: Vec<_> = plain.into_iter().map(Variable::setting).collect();
    let sources = source.into_iter().chain(secondary_sources.unwrap_or_default());
    let (mut references, mut has_specification) = (by_reference.len(), false);
    for Source { location, buildspec } in sources {
        settings.push(Setting::new("source location", location));
        if let Some(inline) = specification::inline(buildspec.expose()) {
            references += inline.references;
            has_specification = true;
            settings.push(Setting::text(inline.text).called("buildspec "));
        }
    }
    let place =
        if has_specification { "in its environment and buildspec" } else { "in its environment" };
    let configuration = Configuration::new("Build project", item, place, settings);
    Ok(configuration.with_references(references))
}

impl Variable {
    fn is_reference(&self) -> bool {
        matches!(self.r#type.as_deref(), Some("PARAMETER_STORE" | "SECRETS_MANAGER"))
    }

    /// AWS Config hides plain values, whatever they are.
    fn setting(self) -> Setting {
        if secrets::is_masked(self.value.expose()) {
            Setting::hidden(self.name)
        } else {
            Setting::new(self.name, self.value)
        }
    }
}
