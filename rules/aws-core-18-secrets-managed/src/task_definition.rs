//! The environments of the containers of an ECS task definition.

use serde::Deserialize;
use serde::de::IgnoredAny;
use shared::{ConfigurationItem, Result};

use crate::configuration::{Configuration, Exemption, recorded};
use crate::secret::Secret;
use crate::setting::Setting;

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct TaskDefinition {
    #[serde(alias = "containerDefinitions")]
    container_definitions: Vec<Container>,
    #[serde(alias = "status")]
    status: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Container {
    #[serde(alias = "name")]
    name: Option<String>,
    #[serde(alias = "environment")]
    environment: Option<Vec<Variable>>,
    #[serde(alias = "secrets")]
    secrets: Option<Vec<IgnoredAny>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Variable {
    #[serde(alias = "name")]
    name: Option<String>,
    #[serde(alias = "value", default)]
    value: Secret,
}

/// Reads the task definition that `item` is the state of.
pub(crate) fn read(item: &ConfigurationItem) -> Result<Configuration> {
    let TaskDefinition { container_definitions: containers, status } = recorded(item)?;
    let references = containers.iter().filter_map(|it| it.secrets.as_ref()).map(Vec::len).sum();
    let several = containers.len() > 1;
    let settings = containers.into_iter().flat_map(|container| {
        let prefix = container.name.filter(|_| several).map(|name| format!("{name}/"));
        let prefix = prefix.unwrap_or_default();
        container.environment.unwrap_or_default().into_iter().map(move |variable| {
            let name = variable.name.unwrap_or_default();
            let label = format!("{prefix}{name}");
            Setting::new(name, variable.value).called(label)
        })
    });
    let inactive = status.is_some_and(|it| it == "INACTIVE").then_some(Exemption::Inactive);
    let place =
        if several { "in the environments of its containers" } else { "in its environment" };
    let configuration = Configuration::new("Task definition", item, place, settings.collect());
    Ok(configuration.with_references(references).with_exemption(inactive))
}
