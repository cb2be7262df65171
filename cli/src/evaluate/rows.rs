//! Verdicts as they are shown, one after the other.

use indicatif::ProgressBar;
use serde::Serialize;
use shared::ComplianceType;

use super::judge::Row;
use super::verdicts::Verdicts;
use crate::error::Result;
use crate::output::{Format, Output, Tone, note, plain};

/// The output of verdicts.
pub(super) struct Rows<'a> {
    format: Format,
    all: bool,
    output: &'a mut Output,
}

/// A verdict as JSON has it.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Line<'a> {
    control: &'a str,
    name: &'a str,
    account: &'a str,
    region: &'a str,
    resource_type: &'a str,
    resource_id: &'a str,
    compliance: &'a str,
    basis: &'a str,
    annotation: &'a str,
    time: shared::Timestamp,
}

impl<'a> Rows<'a> {
    pub(super) fn new(format: Format, all: bool, output: &'a mut Output) -> Result<Self> {
        if format == Format::Csv {
            output.csv([
                "control",
                "name",
                "account",
                "region",
                "resourceType",
                "resourceId",
                "compliance",
                "basis",
                "annotation",
                "time",
            ])?;
        }
        Ok(Self { format, all, output })
    }

    /// Whether a progress bar may be shown beside the output: the output of many lines a second on
    /// the same terminal would be one flicker.
    pub(super) fn leaves_room(&self) -> bool {
        !self.output.is_terminal() || (self.format == Format::Table && !self.all)
    }

    /// Shows a verdict.
    pub(super) fn row(&mut self, row: &Row<'_>, progress: &ProgressBar) -> Result<()> {
        let Row { metadata, environment, evaluation } = row;
        let time = evaluation.ordering_timestamp;
        let (control, name) = (metadata.control_id(), metadata.name);
        let (account, region) = (environment.account_id.as_str(), environment.region.as_str());
        let (resource_type, resource_id) = (&evaluation.resource_type, &evaluation.resource_id);
        let compliance = evaluation.compliance_type.as_str();
        let (basis, annotation) = (evaluation.basis.as_str(), &evaluation.annotation);
        match self.format {
            Format::Json => self.output.json_line(&Line {
                control,
                name,
                account,
                region,
                resource_type,
                resource_id,
                compliance,
                basis,
                annotation,
                time,
            }),
            Format::Csv => self.output.csv([
                control,
                name,
                account,
                region,
                resource_type,
                resource_id,
                compliance,
                basis,
                annotation,
                &time.to_string(),
            ]),
            Format::Table => {
                let at_fault = evaluation.compliance_type == ComplianceType::NonCompliant;
                if !at_fault && !self.all {
                    return Ok(());
                }
                let tone = match evaluation.compliance_type {
                    ComplianceType::NonCompliant => Tone::Bad,
                    ComplianceType::Compliant => Tone::Good,
                    ComplianceType::NotApplicable => Tone::Faint,
                };
                let compliance = self.output.toned(tone, &format!("{compliance:<14}"));
                let (id, annotation) = (plain(resource_id), evaluation.basis.mark(annotation));
                let annotation = plain(&annotation);
                let line = format!("{compliance}  {control}  {id}  {annotation}");
                if !self.output.is_terminal() {
                    return self.output.line(line);
                }
                progress.suspend(|| {
                    self.output.line(line)?;
                    self.output.flush()
                })
            }
        }
    }

    /// Shows what it comes to.
    pub(super) fn finish(self, verdicts: &Verdicts) -> Result<()> {
        for (metadata, count, first) in verdicts.unjudged() {
            let name = metadata.name;
            note(format_args!("{name} could not judge {count}, the first being {first}"));
        }
        let counts = [
            (verdicts.unanswered, "scheduled events make a rule ask AWS, which is not there"),
            (verdicts.passed_over, "items invoke no rule"),
            (verdicts.without_item, "messages hold no item"),
            (verdicts.superseded, "items are older states of resources that were judged"),
        ];
        for (count, what) in counts.into_iter().filter(|(count, _)| *count > 0) {
            note(format_args!("{count} {what}"));
        }
        verdicts.lacks_what().into_iter().chain(verdicts.whose_parameters()).for_each(note);
        if verdicts.tallies().next().is_none() {
            note("nothing was judged");
            return Ok(());
        }
        if self.format != Format::Table {
            return Ok(());
        }
        let rows = verdicts.tallies().map(|(metadata, tally)| {
            let name = metadata.name.to_owned();
            let counts =
                [tally.non_compliant, tally.compliant, tally.not_applicable, tally.unjudged];
            let [failed, passed, inapplicable, unjudged] = counts.map(|it| it.to_string());
            [name, failed, passed, inapplicable, unjudged]
        });
        let rows: Vec<[String; 5]> = rows.collect();
        self.output.line("")?;
        let headings = ["Control", "Non-compliant", "Compliant", "Not applicable", "Not judged"];
        self.output.table(headings, rows)
    }
}
