//! Attestations, read from Parameter Store.

use super::{Attestation, AttestationParameters, Found, Writer, parameter_name};
use crate::error::Result;
use crate::invocation::Invocation;
use crate::{parameter_store, writer};

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
        let found = match parameter_store::find(aws, home, &place).await? {
            None => None,
            Some(stored) if parameters.trusted_attestors.is_empty() => {
                Some((stored, Writer::Unknown))
            }
            Some(stored) => writer::of(aws, home, &place, stored).await?,
        };
        let found = found.map(|(stored, writer)| Found { value: stored.value, writer });
        Ok(Self::new(prefix, control, invocation.account_id(), found))
    }
}
