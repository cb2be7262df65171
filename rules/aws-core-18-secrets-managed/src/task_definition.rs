//! What an ECS task definition gives its containers: environments, commands, options.
//!
//! AWS Config identifies a task definition by its family and shows the newest revision alone; until
//! about 2021 its items were of one revision each, `family:revision`.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde::de::IgnoredAny;
use shared::{ConfigurationItem, Result};

use crate::configuration::{Configuration, recorded};
use crate::secret::Secret;
use crate::setting::Setting;

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct TaskDefinition {
    #[serde(rename = "TaskDefinitionArn", alias = "taskDefinitionArn")]
    arn: Option<String>,
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
    /// Files in S3, which the task reads when it starts.
    #[serde(alias = "environmentFiles")]
    environment_files: Option<Vec<IgnoredAny>>,
    #[serde(alias = "secrets")]
    secrets: Option<Vec<IgnoredAny>>,
    #[serde(alias = "command")]
    command: Option<Vec<Secret>>,
    #[serde(alias = "entryPoint")]
    entry_point: Option<Vec<Secret>>,
    #[serde(alias = "healthCheck")]
    health_check: Option<HealthCheck>,
    #[serde(alias = "logConfiguration")]
    log_configuration: Option<Options>,
    #[serde(alias = "firelensConfiguration")]
    firelens_configuration: Option<Options>,
    #[serde(alias = "dockerLabels")]
    docker_labels: Option<BTreeMap<String, Secret>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Variable {
    #[serde(alias = "name")]
    name: Option<String>,
    #[serde(alias = "value", default)]
    value: Secret,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct HealthCheck {
    #[serde(alias = "command")]
    command: Option<Vec<Secret>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Options {
    #[serde(alias = "options")]
    options: Option<BTreeMap<String, Secret>>,
    #[serde(alias = "secretOptions")]
    secret_options: Option<Vec<IgnoredAny>>,
}

/// Reads the task definition that `item` is the state of.
pub(crate) fn read(item: &ConfigurationItem) -> Result<Configuration> {
    let TaskDefinition { arn, container_definitions: containers, status } = recorded(item)?;
    let references = containers.iter().map(Container::references).sum();
    let several = containers.len() > 1;
    let has_files = containers
        .iter()
        .any(|it| it.environment_files.as_ref().is_some_and(|files| !files.is_empty()));
    let has_commands = containers.iter().any(|it| it.command.is_some() || it.entry_point.is_some());
    let inactive = match status.as_deref() {
        Some("INACTIVE") => Some("inactive"),
        Some("DELETE_IN_PROGRESS") => Some("being deleted"),
        _ => None,
    };
    let place = match (several, has_commands) {
        (false, false) => "in its environment",
        (true, false) => "in the environments of its containers",
        (false, true) => "in its environment and command",
        (true, true) => "in the environments and commands of its containers",
    };
    let settings = containers.into_iter().flat_map(|it| it.settings(several)).collect();
    let name = item.resource_name.as_deref().unwrap_or(&item.resource_id);
    let name = arn.as_deref().unwrap_or(name);
    let configuration = Configuration::of("Task definition", name, place, settings);
    let unread = has_files.then_some("environment files in S3, which were not looked into");
    Ok(configuration.with_references(references).with_inactive(inactive).with_unread(unread))
}

impl Container {
    /// Secrets that are handed over by reference.
    fn references(&self) -> usize {
        let options = [&self.log_configuration, &self.firelens_configuration];
        let options = options.into_iter().flatten().filter_map(|it| it.secret_options.as_ref());
        self.secrets.iter().chain(options).map(Vec::len).sum()
    }

    /// What it is given in plain text, told apart by its name where there are `several`.
    fn settings(self, several: bool) -> Vec<Setting> {
        let prefix = self.name.filter(|_| several).map(|name| format!("{name}/"));
        let prefix = prefix.unwrap_or_default();
        let mut settings = Vec::new();
        for variable in self.environment.unwrap_or_default() {
            let name = variable.name.unwrap_or_default();
            settings.push(Setting::new(name, variable.value).called(&prefix));
        }
        let check = self.health_check.and_then(|it| it.command);
        for (place, arguments) in
            [("command", self.command), ("entry point", self.entry_point), ("health check", check)]
        {
            let arguments = arguments.unwrap_or_default();
            if !arguments.is_empty() {
                settings.push(Setting::text(line(&arguments)).called(&format!("{prefix}{place} ")));
            }
        }
        let options = |it: Option<Options>| it.and_then(|it| it.options);
        for (place, options) in [
            ("log option", options(self.log_configuration)),
            ("log router option", options(self.firelens_configuration)),
            ("label", self.docker_labels),
        ] {
            for (name, value) in options.unwrap_or_default() {
                settings.push(Setting::new(name, value).called(&format!("{prefix}{place} ")));
            }
        }
        settings
    }
}

/// Arguments as a shell would take them: each in quotes where it has spaces.
fn line(arguments: &[Secret]) -> Secret {
    let arguments = arguments.iter().map(|it| {
        let text = it.expose();
        let is_plain = text.contains(['\n', '"', '\'']) || !text.contains([' ', '\t']);
        if is_plain { text.to_owned() } else { format!("\"{text}\"") }
    });
    Secret::new(arguments.collect::<Vec<_>>().join(" "))
}
