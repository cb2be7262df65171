//! The statements of people, which lie in Systems Manager Parameter Store where IAM can guard them.

use aws_sdk_ssm::Client;
use aws_sdk_ssm::types::{self, ParameterType};
use jiff::Timestamp;

use crate::aws::{self, Aws};
use crate::error::{Error, Result};
use crate::paging::Paging;

const LIST: &str = "ssm:GetParametersByPath";
/// The most parameters on a page.
const PAGE: i32 = 10;

/// A parameter as it lies there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stored {
    /// Its name, the whole path.
    pub name: String,
    /// Its value; encrypted where it is `secure`.
    pub value: String,
    /// Whether it is a `SecureString`, which the rules cannot read.
    pub secure: bool,
    /// Its version, which grows by one with each change.
    pub version: i64,
    /// When it was last changed, where Parameter Store tells.
    pub modified: Option<Timestamp>,
}

/// Reads the value of the parameter `name` in `region`, the home region; `None` where there is
/// none.
pub async fn get(aws: &Aws, region: &str, name: &str) -> Result<Option<String>> {
    Ok(find(aws, region, name).await?.map(|stored| stored.value))
}

/// Reads the parameter `name` in `region`, the home region; `None` where there is none.
///
/// Needs `ssm:GetParameter`.
pub async fn find(aws: &Aws, region: &str, name: &str) -> Result<Option<Stored>> {
    let ssm = aws.client_in(region, Client::new);
    match ssm.get_parameter().name(name).send().await {
        Ok(answer) => answer.parameter.map(|it| Stored::from_api(it, name)).transpose(),
        Err(error) => match error.as_service_error() {
            Some(service) if service.is_parameter_not_found() => Ok(None),
            _ => Err(Error::calling("ssm:GetParameter")(error)),
        },
    }
}

/// Reads every parameter below the path `prefix` in `region`, the home region, sorted by name.
///
/// Needs `ssm:GetParametersByPath` on the path.
pub async fn list(aws: &Aws, region: &str, prefix: &str) -> Result<Vec<Stored>> {
    let ssm = aws.client_in(region, Client::new);
    let request = ssm.get_parameters_by_path().path(prefix).recursive(true).max_results(PAGE);
    let (mut all, mut paging) = (Vec::new(), Paging::of(LIST));
    loop {
        let page = request.clone().set_next_token(paging.token()).send().await;
        let page = page.map_err(Error::calling(LIST))?;
        for parameter in page.parameters.unwrap_or_default() {
            all.push(Stored::from_api(parameter, "")?);
        }
        // Pages may be empty although more follow.
        if !paging.advance(page.next_token)? {
            all.sort_by(|a, b| a.name.cmp(&b.name));
            return Ok(all);
        }
    }
}

impl Stored {
    fn from_api(parameter: types::Parameter, asked: &str) -> Result<Self> {
        let modified = parameter.last_modified_date.as_ref().map(aws::timestamp).transpose()?;
        Ok(Self {
            name: parameter.name.unwrap_or_else(|| asked.to_owned()),
            value: parameter.value.unwrap_or_default(),
            secure: parameter.r#type == Some(ParameterType::SecureString),
            version: parameter.version,
            modified,
        })
    }
}
