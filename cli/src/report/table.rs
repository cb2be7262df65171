//! A report on the terminal.

use answers::{Answer, Conclusion, Report};

use crate::error::Result;
use crate::output::{Output, Tone};

/// Writes the answer to every question, then every finding, then what was not seen.
pub fn write(report: &Report, output: &mut Output) -> Result<()> {
    let rows = report.answers.iter().map(|it| {
        let answer = output.toned(tone(it.answer), it.answer.label());
        let counts = it.counts;
        let numbers = [counts.non_compliant, counts.compliant, counts.excepted];
        let [failed, passed, excepted] = numbers.map(|it| it.to_string());
        [it.rule.clone(), answer, failed, passed, excepted, it.basis.label().to_owned()]
    });
    let rows: Vec<[String; 6]> = rows.collect();
    let headings = ["Control", "Answer", "Non-compliant", "Compliant", "Excepted", "Basis"];
    output.table(headings, rows)?;
    for answer in &report.answers {
        findings(answer, output)?;
    }
    output.line("")?;
    output.line(report.sentence())?;
    output.line(score(report))
}

/// The score, beside the coverage.
fn score(report: &Report) -> String {
    let score = &report.score;
    let share = |part, whole, percent: Option<u32>| match percent {
        Some(percent) => format!("{part} of {whole} ({percent} %)"),
        None => "none".to_owned(),
    };
    let passed = share(score.passed, score.scored, score.percent);
    let seen = share(score.places_assessed, score.places, score.coverage_percent);
    format!("Measured passes: {passed} of what is scored. Coverage: {seen} controls at a place.")
}

fn findings(answer: &Answer, output: &mut Output) -> Result<()> {
    if answer.failures().next().is_none() && answer.coverage.gaps.is_empty() {
        return Ok(());
    }
    output.line("")?;
    let heading = format!("{}: {}", answer.rule, answer.title);
    output.line(output.toned(Tone::Strong, &heading))?;
    let several = answer.coverage.places > 1;
    for it in answer.failures() {
        let id = output.toned(Tone::Bad, &it.resource_id);
        let new = if it.new { "new  " } else { "" };
        let place = if several { format!("{} {}  ", it.account, it.region) } else { String::new() };
        let (kind, annotation) = (&it.resource_type, &it.annotation);
        output.line(format_args!("  {new}{place}{id}  {kind}  {annotation}"))?;
    }
    for gap in &answer.coverage.gaps {
        let (account, region) = (&gap.place.account, &gap.place.region);
        let reason = output.toned(Tone::Doubtful, gap.reason.label());
        output.line(format_args!("  {account} {region}  {reason}: {}", gap.detail))?;
    }
    Ok(())
}

const fn tone(conclusion: Conclusion) -> Tone {
    match conclusion {
        Conclusion::Failure | Conclusion::Partial => Tone::Bad,
        Conclusion::Acceptable => Tone::Good,
        Conclusion::NotApplicable => Tone::Faint,
        Conclusion::NeedsAttestation
        | Conclusion::NotAssessed
        | Conclusion::AcceptableWithExceptions => Tone::Doubtful,
    }
}
