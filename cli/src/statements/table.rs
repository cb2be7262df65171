//! Statements on the terminal and for spreadsheets.

use shared::document::shortened;
use shared::statements::{Kind, State};

use super::model::{Statement, Statements, is_unverified};
use crate::error::Result;
use crate::output::{Output, Tone};

/// What a table can spare for a pattern or a person.
const MAX_CELL: usize = 60;

/// Writes a table, then what is wrong and what is missing.
pub(super) fn write(statements: &Statements, output: &mut Output) -> Result<()> {
    let Statements { account, region, prefix, .. } = statements;
    output.line(format_args!("Account {account}, {region}, below {prefix}"))?;
    if !statements.statements.is_empty() {
        let rows: Vec<[String; 6]> =
            statements.statements.iter().map(|it| row(it, output)).collect();
        output.line("")?;
        let headings = ["State", "Kind", "For", "Resource", "By", "Valid until"];
        output.table(headings, rows)?;
    }
    let mut first = true;
    for it in &statements.statements {
        let State::Malformed(why) = &it.listed.state else { continue };
        if std::mem::take(&mut first) {
            output.line("")?;
            output.line(output.toned(Tone::Strong, "These count for nothing:"))?;
        }
        let resource = it.listed.resource.as_deref().map(|it| format!(" for {it}"));
        let parameter = &it.listed.parameter;
        output.line(format_args!("  {parameter}{}: {why}", resource.unwrap_or_default()))?;
    }
    if statements.statements.iter().any(|it| is_unverified(&it.listed)) {
        output.line("")?;
        output.line(
            "Pass --trusted-attestors and --trusted-exception-writers to verify who wrote them.",
        )?;
    }
    if !statements.absent.is_empty() {
        output.line("")?;
        output.line(output.toned(Tone::Strong, "These controls have no attestation:"))?;
    }
    for it in &statements.absent {
        let weight = if it.required { "nothing else meets it" } else { "what is measured decides" };
        let weight = output.toned(if it.required { Tone::Bad } else { Tone::Faint }, weight);
        output.line(format_args!("  {}  {} ({weight})", it.control, it.title))?;
    }
    output.line("")?;
    output.line(statements.sentence())
}

fn row(it: &Statement, output: &Output) -> [String; 6] {
    let listed = &it.listed;
    let tone = match (&listed.state, it.needs_attention) {
        (State::Malformed(_) | State::Expired, _) => Tone::Bad,
        (_, true) | (State::NotYetValid, _) => Tone::Doubtful,
        (State::InForce, false) => Tone::Good,
    };
    let cell = |text: &Option<String>| shortened(text.as_deref().unwrap_or_default(), MAX_CELL);
    [
        output.toned(tone, &state(it)),
        kind(listed.kind).to_owned(),
        shortened(&listed.control, MAX_CELL),
        cell(&listed.resource),
        cell(&listed.person),
        listed.until.map(|it| it.to_string()).unwrap_or_default(),
    ]
}

/// The state in words.
fn state(it: &Statement) -> String {
    let mut text = match (&it.listed.state, it.days_left) {
        (State::Malformed(_), _) => "malformed".to_owned(),
        (State::Expired, _) => "expired".to_owned(),
        (State::NotYetValid, _) => "not yet valid".to_owned(),
        (State::InForce, Some(0)) => "expires today".to_owned(),
        (State::InForce, Some(1)) => "1 day left".to_owned(),
        (State::InForce, Some(days)) => format!("{days} days left"),
        (State::InForce, None) => "in force".to_owned(),
    };
    if it.listed.broad {
        text += ", broad";
    }
    if is_unverified(&it.listed) {
        text += ", writer not verified";
    }
    text
}

fn kind(kind: Kind) -> &'static str {
    match kind {
        Kind::Attestation => "attestation",
        Kind::Exception => "exception",
        Kind::Stray => "stray",
    }
}

/// Writes a row for every statement, and for every attestation that is missing.
pub(super) fn csv(statements: &Statements, output: &mut Output) -> Result<()> {
    output.csv([
        "account",
        "kind",
        "control",
        "resource",
        "state",
        "why",
        "person",
        "from",
        "until",
        "daysLeft",
        "needsAttention",
        "text",
        "parameter",
        "broad",
        "writer",
        "writerVerified",
    ])?;
    for it in &statements.statements {
        let listed = &it.listed;
        let (state, why) = match &listed.state {
            State::Malformed(why) => ("malformed", why.as_str()),
            State::Expired => ("expired", ""),
            State::NotYetValid => ("notYetValid", ""),
            State::InForce => ("inForce", ""),
        };
        let text = |it: &Option<String>| it.clone().unwrap_or_default();
        let day = |it: Option<shared::date::Date>| it.map(|it| it.to_string()).unwrap_or_default();
        output.csv([
            statements.account.as_str(),
            kind(listed.kind),
            &listed.control,
            &text(&listed.resource),
            state,
            why,
            &text(&listed.person),
            &day(listed.from),
            &day(listed.until),
            // A minus would be taken for the beginning of a formula.
            &it.days_left.filter(|it| *it >= 0).map(|it| it.to_string()).unwrap_or_default(),
            if it.needs_attention { "true" } else { "false" },
            &text(&listed.text),
            &listed.parameter,
            if listed.broad { "true" } else { "false" },
            &text(&listed.writer),
            if listed.writer_verified { "true" } else { "false" },
        ])?;
    }
    for it in &statements.absent {
        let (account, required) = (statements.account.as_str(), it.required.to_string());
        let empty = "";
        output.csv([
            account,
            "attestation",
            it.control,
            empty,
            "absent",
            empty,
            empty,
            empty,
            empty,
            empty,
            &required,
            empty,
            &it.parameter,
            empty,
            empty,
            empty,
        ])?;
    }
    Ok(())
}
