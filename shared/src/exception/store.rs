//! The exceptions of a rule as they lie in Parameter Store.

use std::sync::Mutex;
use std::time::{Duration, Instant};

use super::{apply, parameter_name, unread, would_apply};
use crate::error::Result;
use crate::invocation::Environment;
use crate::metadata::Metadata;
use crate::parameter_store::Stored;
use crate::writer::{Found, Writer};
use crate::{ComplianceType, Evaluation, Timestamp, date, parameter_store, writer};

/// How long it is believed what was read.
const LIFETIME: Duration = Duration::from_mins(5);

/// The exceptions of one rule: read once something does not comply, then believed for some minutes.
#[derive(Debug, Default)]
pub struct Exceptions(Mutex<Option<Read>>);

/// What was read, and when.
#[derive(Debug, Clone)]
struct Read {
    at: Instant,
    stored: Option<Stored>,
    /// Who wrote it, once that mattered.
    writer: Option<Writer>,
}

impl Exceptions {
    /// Applies those of the rule of `metadata` that are accepted on the day of `time`; if they cannot
    /// be read, the findings stand and say so.
    ///
    /// Needs `ssm:GetParameter` and, where trusted writers are declared and an exception matches,
    /// `ssm:DescribeParameters`.
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
        let (parameters, today) = (&environment.parameters.exceptions, date::of(time));
        let matters = |value: &str| {
            !parameters.trusted_exception_writers.is_empty()
                && would_apply(evaluations, value, parameters, today)
        };
        match self.found(metadata, environment, matters).await {
            Ok(None) => {}
            Ok(Some(found)) => apply(evaluations, &found, parameters, today),
            Err(error) => {
                let (code, rule) = (error.code().as_str(), metadata.name);
                tracing::warn!(code, rule, "exceptions not read: {error}");
                unread(evaluations, &error);
            }
        }
    }

    /// What lies there, and who wrote it if `writer_matters` for that value.
    async fn found(
        &self,
        metadata: &Metadata,
        environment: &Environment,
        writer_matters: impl Fn(&str) -> bool,
    ) -> Result<Option<Found>> {
        let parameters = &environment.parameters;
        let name = parameter_name(&parameters.attestation_prefix.0, metadata.name);
        let (aws, home) = (environment.aws()?, &parameters.home_region.0);
        let believed = self.0.lock().expect("no holder panics").clone();
        let believed = believed.filter(|it| it.at.elapsed() < LIFETIME);
        let mut read = if let Some(read) = believed {
            read
        } else {
            let stored = parameter_store::find(aws, home, &name).await?;
            Read { at: Instant::now(), stored, writer: None }
        };
        if read.writer.is_none()
            && let Some(stored) = read.stored.take_if(|it| writer_matters(&it.value))
        {
            (read.stored, read.writer) = writer::of(aws, home, &name, stored).await?.unzip();
        }
        *self.0.lock().expect("no holder panics") = Some(read.clone());
        let Read { stored, writer, .. } = read;
        let writer = writer.unwrap_or(Writer::Unknown);
        Ok(stored.map(|stored| Found { value: stored.value, writer }))
    }
}
