//! The exceptions of a rule as they lie in Parameter Store.

use std::sync::Mutex;
use std::time::{Duration, Instant};

use super::{apply, parameter_name, unread};
use crate::error::Result;
use crate::invocation::Environment;
use crate::metadata::Metadata;
use crate::{ComplianceType, Evaluation, Timestamp, date, parameter_store};

/// How long it is believed what was read.
const LIFETIME: Duration = Duration::from_mins(5);

/// The exceptions of one rule: read once something does not comply, then believed for some minutes.
#[derive(Debug, Default)]
pub struct Exceptions(Mutex<Option<(Instant, Option<String>)>>);

impl Exceptions {
    /// Applies those of the rule of `metadata` that are accepted on the day of `time`; if they cannot
    /// be read, the findings stand and say so.
    pub async fn apply(
        &self,
        metadata: &Metadata,
        environment: &Environment,
        evaluations: &mut [Evaluation],
        time: Timestamp,
    ) {
        if !evaluations.iter().any(|it| it.compliance_type == ComplianceType::NonCompliant) {
            return;
        }
        match self.document(metadata, environment).await {
            Ok(None) => {}
            Ok(Some(document)) => apply(evaluations, &document, date::of(time)),
            Err(error) => {
                let (code, rule) = (error.code().as_str(), metadata.name);
                tracing::warn!(code, rule, "exceptions not read: {error}");
                unread(evaluations, &error);
            }
        }
    }

    async fn document(
        &self,
        metadata: &Metadata,
        environment: &Environment,
    ) -> Result<Option<String>> {
        let believed = self.0.lock().expect("no holder panics").clone();
        if let Some((read, document)) = believed
            && read.elapsed() < LIFETIME
        {
            return Ok(document);
        }
        let parameters = &environment.parameters;
        let name = parameter_name(&parameters.attestation_prefix.0, metadata.name);
        let home = &parameters.home_region.0;
        let document = parameter_store::get(environment.aws()?, home, &name).await?;
        let read = Some((Instant::now(), document.clone()));
        *self.0.lock().expect("no holder panics") = read;
        Ok(document)
    }
}
