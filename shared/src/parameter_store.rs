//! The statements of people, which lie in Systems Manager Parameter Store where IAM can guard them.

use crate::aws::Aws;
use crate::error::{Error, Result};

/// Reads the parameter `name` in `region`, the home region; `None` where there is none.
pub async fn get(aws: &Aws, region: &str, name: &str) -> Result<Option<String>> {
    let ssm = aws.client_in(region, aws_sdk_ssm::Client::new);
    match ssm.get_parameter().name(name).send().await {
        Ok(answer) => Ok(answer.parameter.and_then(|parameter| parameter.value)),
        Err(error) => match error.as_service_error() {
            Some(service) if service.is_parameter_not_found() => Ok(None),
            _ => Err(Error::calling("ssm:GetParameter")(error)),
        },
    }
}
