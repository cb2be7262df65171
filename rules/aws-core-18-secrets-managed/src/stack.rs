//! The parameters and outputs of a CloudFormation stack.

use serde::Deserialize;
use shared::{ConfigurationItem, Result};

use crate::configuration::{Configuration, recorded};
use crate::secret::Secret;
use crate::setting::Setting;

#[derive(Deserialize)]
struct Stack {
    parameters: Option<Vec<Parameter>>,
    outputs: Option<Vec<Output>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Parameter {
    parameter_key: String,
    /// `****` where the template says `NoEcho`.
    #[serde(default)]
    parameter_value: Secret,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Output {
    output_key: String,
    #[serde(default)]
    output_value: Secret,
}

/// Reads the stack that `item` is the state of.
pub(crate) fn read(item: &ConfigurationItem) -> Result<Configuration> {
    let Stack { parameters, outputs } = recorded(item)?;
    let parameters = parameters
        .unwrap_or_default()
        .into_iter()
        .map(|it| Setting::new(it.parameter_key, it.parameter_value).called("parameter "));
    let outputs = outputs
        .unwrap_or_default()
        .into_iter()
        .map(|it| Setting::new(it.output_key, it.output_value).called("output "));
    let settings = parameters.chain(outputs).collect();
    Ok(Configuration::new("Stack", item, "in its parameters and outputs", settings))
}
