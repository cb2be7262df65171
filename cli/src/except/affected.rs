//! Which results of a rule an exception covers, by the code of the rules.

use shared::date::Date;
use shared::exception::{self, Document};
use shared::results::{self, StoredResult};
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
    /// The findings of the control that `document` covers.
    pub(super) async fn found(
        caller: &Caller,
        control: &str,
        document: &Document,
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
        Self::of(caller, control, findings, document, today, told).await
    }

    /// The accepted findings of the control that an exception for `pattern` may cover.
    pub(super) async fn excepted(
        caller: &Caller,
        control: &str,
        pattern: &str,
        today: Date,
    ) -> Self {
        let excepted = |it: &StoredResult| {
            it.compliance_type == ComplianceType::NotApplicable && it.basis == Basis::Excepted
        };
        let anybody = || "anybody".to_owned();
        let document = Document {
            resource: pattern.to_owned(),
            reason: anybody(),
            owner: anybody(),
            approver: anybody(),
            created_on: today.saturating_sub(jiff::Span::new().days(1)).to_string(),
            expires_on: today.to_string(),
            ticket: None,
        };
        let region = &caller.region;
        let told = |covered: usize, _| match covered {
            0 => format!("No accepted finding of {control} in {region} has an id like that."),
            _ => format!(
                "These accepted findings of {control} in {region} become findings again, unless \
                 another exception covers them:"
            ),
        };
        Self::of(caller, control, excepted, &document, today, told).await
    }

    async fn of(
        caller: &Caller,
        control: &str,
        wanted: impl Fn(&StoredResult) -> bool,
        document: &Document,
        today: Date,
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
        let covered: Vec<_> = covered(wanted, document, today);
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

/// Those of `results` that `document` covers from its first day on.
fn covered(
    results: Vec<StoredResult>,
    document: &Document,
    today: Date,
) -> Vec<(String, String, String)> {
    let first = shared::date::parse(&document.created_on).map_or(today, |it| it.max(today));
    let list = format!("[{}]", compact(document));
    let covered = |it: &StoredResult| {
        let finding = Verdict::non_compliant(&it.annotation);
        let mut evaluation =
            [Evaluation::new(&it.resource_type, &it.resource_id, it.recorded, &finding)];
        exception::apply(&mut evaluation, &list, first);
        evaluation[0].compliance_type == ComplianceType::NotApplicable
    };
    let covered = results.into_iter().filter(covered);
    covered.map(|it| (it.resource_type, it.resource_id, it.annotation)).collect()
}
