//! Attestations, read from Parameter Store.

use aws_sdk_ssm::Client;
use aws_sdk_ssm::types::ParameterStringFilter;

use super::{Attestation, AttestationParameters, Found, Writer, parameter_name};
use crate::error::{Code, Error, Result};
use crate::invocation::Invocation;
use crate::paging::Paging;
use crate::parameter_store;

const DESCRIBE: &str = "ssm:DescribeParameters";

impl Attestation {
    /// Reads what lies at the place of the attestation of `control` (an id such as `aws-core-30`),
    /// in the home region.
    ///
    /// Needs `ssm:GetParameter` and, where trusted attestors are declared,
    /// `ssm:DescribeParameters`.
    pub async fn read(
        invocation: &Invocation,
        control: &str,
        parameters: &AttestationParameters,
    ) -> Result<Self> {
        let aws = invocation.aws()?;
        let common = &invocation.environment.parameters;
        let (home, prefix) = (&common.home_region.0, &common.attestation_prefix.0);
        let place = parameter_name(prefix, control);
        let found = match parameter_store::get(aws, home, &place).await? {
            None => None,
            Some(value) if parameters.trusted_attestors.is_empty() => {
                Some(Found { value, writer: Writer::Unknown })
            }
            Some(value) => {
                let ssm = aws.client_in(home, Client::new);
                Some(Found { value, writer: writer(&ssm, &place).await? })
            }
        };
        Ok(Self::new(prefix, control, invocation.account_id(), found))
    }
}

/// Who wrote the parameter `name` last.
///
/// To be denied the answer is an answer, which makes the attestation worthless. Other failures pass
/// by themselves: the invocation fails and is repeated.
async fn writer(ssm: &Client, name: &str) -> Result<Writer> {
    let filter = ParameterStringFilter::builder().key("Name").option("Equals").values(name).build();
    let filter = filter.map_err(|error| Error::new(Code::CallFailed, error.to_string()))?;
    let request = ssm.describe_parameters().parameter_filters(filter);
    let mut paging = Paging::of(DESCRIBE);
    loop {
        let page = request.clone().set_next_token(paging.token()).send().await;
        let page = match page.map_err(Error::calling(DESCRIBE)) {
            Ok(page) => page,
            Err(error) if error.code() == Code::AccessDenied => {
                return Ok(Writer::Unreadable(error.brief().to_owned()));
            }
            Err(error) => return Err(error),
        };
        let mut described = page.parameters.unwrap_or_default().into_iter();
        if let Some(parameter) = described.find(|it| it.name() == Some(name)) {
            let named = parameter.last_modified_user.filter(|arn| !arn.is_empty());
            return Ok(named.map_or(Writer::Unknown, Writer::Named));
        }
        // Pages may be empty although more follow.
        if !paging.advance(page.next_token)? {
            return Ok(Writer::Unknown);
        }
    }
}
