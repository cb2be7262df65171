//! Which results of a rule an exception covers, by the code of the rules.

use shared::date::Date;
use shared::exception::{self, Document, ExceptionParameters};
use shared::results::{self, StoredResult};
use shared::writer::{Found, Writer};
use shared::{Basis, ComplianceType, Evaluation, Verdict};

use super::list::compact;
use crate::error::Result;
use crate::output::Output;
use crate::statements::place::Caller;

/// The most that are shown.
const MOST: usize = 20;

/// What an exception covers of the results that AWS Config holds in a region.
pub(super) struct Affected {
    /// What these are to the person.
    heading: String,
    /// Type, id and annotation.
    covered: Vec<(String, String, String)>,
}

impl Affected {
    /// The findings of the control that `document` covers from its first day on.
    pub(super) async fn found(
        caller: &Caller,
        control: &str,
        document: &Document,
        parameters: &ExceptionParameters,
        today: Date,
    ) -> Self {
        let findings = |it: &StoredResult| it.compliance_type == ComplianceType::NonCompliant;
        let region = &caller.region;
        let told = |covered: usize, all: usize| match (covered, all) {
            (_, 0) => format!("There is no finding of {control} in {region}."),
            (0, all) => format!(
                "It would cover none of the {all} findings of {control} in {region}{}.",
                if document.resource.starts_with("arn:") {
                    ", as far as their ids tell: AWS Config does not tell their ARNs"
                } else {
                    ": is the pattern right?"
                }
            ),
            (covered, all) => {
                format!("It would cover {covered} of the {all} findings of {control} in {region}:")
            }
        };
        let first = shared::date::parse(&document.created_on).map_or(today, |it| it.max(today));
        let value = format!("[{}]", compact(document));
        let found = Found { value, writer: Writer::Unknown };
        let covers = |finding: Evaluation| {
            let mut evaluation = [finding];
            exception::apply(&mut evaluation, &found, parameters, first);
            evaluation[0].compliance_type == ComplianceType::NotApplicable
        };
        Self::of(caller, control, findings, covers, told).await
    }

    /// The accepted findings of the control that an exception for `pattern` may cover.
    pub(super) async fn excepted(caller: &Caller, control: &str, pattern: &str) -> Self {
        let excepted = |it: &StoredResult| {
            it.compliance_type == ComplianceType::NotApplicable && it.basis == Basis::Excepted
        };
        let region = &caller.region;
        let told = |covered: usize, _| match covered {
            0 => format!("No accepted finding of {control} in {region} has an id like that."),
            _ => format!(
                "These accepted findings of {control} in {region} become findings again, unless \
                 another exception covers them:"
            ),
        };
        let covers = |finding: Evaluation| exception::is_meant_for(pattern, &finding);
        Self::of(caller, control, excepted, covers, told).await
    }

    async fn of(
        caller: &Caller,
        control: &str,
        wanted: impl Fn(&StoredResult) -> bool,
        covers: impl Fn(Evaluation) -> bool,
        told: impl Fn(usize, usize) -> String,
    ) -> Self {
        let stored = match results::stored(&caller.aws, control).await {
            Ok(stored) => stored,
            Err(error) => {
                let region = &caller.region;
                let heading = match error.aws_code() {
                    Some("NoSuchConfigRuleException") => {
                        format!(
                            "What it covers is not known: {control} is not deployed in {region}."
                        )
                    }
                    _ => format!("What it covers is not known: {error}"),
                };
                return Self { heading, covered: Vec::new() };
            }
        };
        let wanted: Vec<StoredResult> = stored.into_iter().filter(wanted).collect();
        let all = wanted.len();
        let covered = wanted.into_iter().filter(|it| {
            let finding = Verdict::non_compliant(&it.annotation);
            covers(Evaluation::new(&it.resource_type, &it.resource_id, it.recorded, &finding))
        });
        let covered: Vec<_> =
            covered.map(|it| (it.resource_type, it.resource_id, it.annotation)).collect();
        Self { heading: told(covered.len(), all), covered }
    }

    /// Shows them.
    pub(super) fn show(&self, output: &mut Output) -> Result<()> {
        output.line(&self.heading)?;
        for (kind, id, annotation) in self.covered.iter().take(MOST) {
            output.line(format_args!("  {id}  {kind}  {annotation}"))?;
        }
        let rest = self.covered.len().saturating_sub(MOST);
        if rest > 0 {
            output.line(format_args!("  and {rest} more"))?;
        }
        Ok(())
    }
}
