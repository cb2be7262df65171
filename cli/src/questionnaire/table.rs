//! A comparison on the terminal.

use answers::questionnaire::{Comparison, Finding, Item};

use crate::error::Result;
use crate::output::{Output, Tone};

pub(super) fn write(comparison: &Comparison, output: &mut Output) -> Result<()> {
    for finding in Finding::ALL {
        if comparison.count(finding) == 0 {
            continue;
        }
        let heading = format!("{} ({})", finding.label(), comparison.count(finding));
        output.line(output.toned(tone(finding), &heading))?;
        for it in comparison.of(finding) {
            item(it, output)?;
        }
        output.line("")?;
    }
    let source = comparison.source.kind.label();
    output.line(comparison.sentence())?;
    output.line(format_args!("Evidence: {source}, {}.", comparison.evidence_generated))
}

fn item(it: &Item, output: &mut Output) -> Result<()> {
    output.line(format_args!("  {}  {}", output.toned(Tone::Strong, it.id), it.question))?;
    let answers = match it.finding {
        Finding::Unanswered => format!("the evidence: {}", it.shown()),
        _ => format!("they say: {}; the evidence: {}", it.claim(), it.shown()),
    };
    output.line(format_args!("      {answers}. {}", it.reason))?;
    if it.finding == Finding::Unproven {
        output.line(format_args!("      Would prove it: {}", it.proof))?;
    }
    for row in &it.rows {
        let id = output.toned(Tone::Bad, &row.resource_id);
        let (account, region) = (&row.account, &row.region);
        let (kind, annotation) = (&row.resource_type, &row.annotation);
        output.line(format_args!("      {account} {region}  {id}  {kind}  {annotation}"))?;
    }
    if it.more_rows() > 0 {
        output.line(format_args!("      {} more of {} results", it.more_rows(), it.rows_total))?;
    }
    Ok(())
}

const fn tone(finding: Finding) -> Tone {
    match finding {
        Finding::Contradicted => Tone::Bad,
        Finding::Unproven | Finding::Unanswered => Tone::Doubtful,
        Finding::Confirmed => Tone::Good,
        Finding::WorseThanEvidence => Tone::Faint,
    }
}
