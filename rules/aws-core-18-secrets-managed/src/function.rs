//! The environment of a Lambda function.

use std::collections::{BTreeMap, HashMap};

use aws_sdk_lambda::Client;
use aws_sdk_lambda::operation::get_function_configuration::GetFunctionConfigurationError;
use aws_sdk_lambda::types::EnvironmentResponse;
use serde::Deserialize;
use shared::{Code, ConfigurationItem, Error, Invocation, Result};

use crate::configuration::{Configuration, recorded};
use crate::secret::{Secret, brief};
use crate::setting::Setting;

/// The call that is needed where the item does not hold the environment.
pub(crate) const ACTION: &str = "lambda:GetFunctionConfiguration";

type SdkError = aws_sdk_lambda::error::SdkError<GetFunctionConfigurationError>;

#[derive(Deserialize)]
struct Function {
    environment: Option<Environment>,
}

#[derive(Deserialize)]
struct Environment {
    variables: Option<BTreeMap<String, Secret>>,
}

/// Reads the function that `item` is the state of; `None` if it is gone by now.
pub(crate) async fn read(
    invocation: &Invocation,
    item: &ConfigurationItem,
) -> Result<Option<Configuration>> {
    let function: Option<Function> = recorded(item)?;
    let in_item = function.and_then(|it| it.environment?.variables);
    let variables = match in_item {
        Some(variables) => Some(variables),
        None => ask(invocation, item).await?,
    };
    Ok(variables.map(|variables| {
        let settings = variables.into_iter().map(|(name, value)| Setting::new(name, value));
        Configuration::new("Function", item, "in its environment", settings.collect())
    }))
}

/// Asks Lambda; `None` if the function is gone by now.
async fn ask(
    invocation: &Invocation,
    item: &ConfigurationItem,
) -> Result<Option<BTreeMap<String, Secret>>> {
    let lambda = invocation.aws()?.client(Client::new);
    let name = item.resource_name.as_deref().unwrap_or(&item.resource_id);
    match lambda.get_function_configuration().function_name(name).send().await {
        Ok(answer) => variables(answer.environment).map(Some),
        Err(error) => unless_gone(error),
    }
}

/// The variables that Lambda tells. Where the key that encrypts them is out of reach, it tells an
/// error in their place, and nothing is known of them.
fn variables(environment: Option<EnvironmentResponse>) -> Result<BTreeMap<String, Secret>> {
    let Some(environment) = environment else { return Ok(BTreeMap::new()) };
    if let Some(error) = environment.error {
        let code = error.error_code.as_deref().unwrap_or("an error");
        let message = format!("{code} in place of the variables on {ACTION}");
        return Err(Error::new(Code::CallFailed, message));
    }
    let variables: HashMap<String, String> = environment.variables.unwrap_or_default();
    Ok(variables.into_iter().map(|(name, value)| (name, Secret::new(value))).collect())
}

/// `None` if the function is gone.
fn unless_gone<T>(error: SdkError) -> Result<Option<T>> {
    if error
        .as_service_error()
        .is_some_and(GetFunctionConfigurationError::is_resource_not_found_exception)
    {
        return Ok(None);
    }
    Err(brief(&Error::calling(ACTION)(error)))
}

#[cfg(test)]
mod tests;
