//! Results of AWS Config as rows of evidence.

use answers::Row;
use aws_sdk_config::primitives::DateTime;
use aws_sdk_config::types::{self, EvaluationResultIdentifier};
use shared::{Basis, Code, ComplianceType, Error, Timestamp};

/// A result's parts, which the account's and the aggregator's results share.
pub(super) struct Parts {
    pub(super) identifier: Option<EvaluationResultIdentifier>,
    pub(super) compliance: Option<types::ComplianceType>,
    pub(super) annotation: Option<String>,
    pub(super) recorded: Option<DateTime>,
}

impl Parts {
    /// The row; none for a result without a verdict, as INSUFFICIENT_DATA.
    pub(super) fn row(self, action: &str) -> shared::Result<Option<Row>> {
        let compliance = ComplianceType::from_api(self.compliance.as_ref());
        let Some(compliance) = compliance else { return Ok(None) };
        let lacking = || {
            let message = format!("a result of {action} does not name its resource");
            Error::new(Code::CallFailed, message)
        };
        let identifier = self.identifier.ok_or_else(lacking)?;
        let captured = identifier.ordering_timestamp.as_ref().and_then(moment);
        let of = identifier.evaluation_result_qualifier.ok_or_else(lacking)?;
        let annotation = self.annotation.unwrap_or_default();
        let (basis, annotation) = Basis::read(&annotation);
        Ok(Some(Row {
            resource_type: of.resource_type.ok_or_else(lacking)?,
            resource_id: of.resource_id.ok_or_else(lacking)?,
            compliance,
            basis,
            annotation: annotation.to_owned(),
            observed: self.recorded.as_ref().and_then(moment),
            captured,
        }))
    }
}

pub(super) fn moment(time: &DateTime) -> Option<Timestamp> {
    Timestamp::from_millisecond(time.to_millis().ok()?).ok()
}
