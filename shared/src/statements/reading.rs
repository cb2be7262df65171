//! What a parameter holds, by the very code that the rules read it with.

use super::{Kind, Listed, State, Terms};
use crate::attestation::{Attestation, AttestationParameters, Document, Outcome};
use crate::date::Date;
use crate::exception::{self, Breadth, Entry, ExceptionParameters, NoList, Standing};
use crate::parameter_store::Stored;
use crate::principal::Principals;
use crate::writer::{Found, Writer};

/// What the reason of a malformed statement can spare for a writer.
const MAX_WRITER: usize = 160;

/// Lists what `parameter` holds. Where no `writer` is given nobody asked for it, and anybody counts.
pub(super) fn read(
    parameter: &Stored,
    writer: Option<&Writer>,
    terms: &Terms,
    today: Date,
) -> Vec<Listed> {
    let below = parameter.name.strip_prefix(&terms.prefix).and_then(|it| it.strip_prefix('/'));
    let below = below.unwrap_or_default();
    let (kind, control) = match below.split_once('/') {
        None if !below.is_empty() => (Kind::Attestation, below),
        Some(("exceptions", control)) if !control.contains('/') => (Kind::Exception, control),
        _ => (Kind::Stray, below),
    };
    let blank = Listed {
        kind,
        control: control.to_owned(),
        resource: None,
        state: State::InForce,
        person: None,
        answer: None,
        text: None,
        from: None,
        until: None,
        broad: false,
        writer: match writer {
            Some(Writer::Named(arn)) => Some(arn.clone()),
            _ => None,
        },
        writer_verified: false,
        parameter: parameter.name.clone(),
        modified: parameter.modified,
    };
    let useless =
        |why: &str| vec![Listed { state: State::Malformed(why.to_owned()), ..blank.clone() }];
    match kind {
        Kind::Stray => useless("no rule looks there"),
        _ if parameter.secure => useless("it is a SecureString, and must be a String"),
        Kind::Attestation => vec![attestation(blank, &parameter.value, writer, terms, today)],
        Kind::Exception => match exception::list(&parameter.value, &terms.exceptions) {
            Err(NoList) => useless("it is no JSON list"),
            Ok(entries) => {
                let listed = |it| exception(blank.clone(), it, writer, &terms.exceptions, today);
                entries.iter().map(listed).collect()
            }
        },
    }
}

fn attestation(
    mut listed: Listed,
    value: &str,
    writer: Option<&Writer>,
    terms: &Terms,
    today: Date,
) -> Listed {
    if let Ok((document, dates)) = Document::read(value) {
        listed.person = Some(document.attested_by);
        listed.answer = Some(document.answer);
        listed.text = Some(document.statement);
        listed.from = Some(dates.attested);
        listed.until = Some(dates.expires);
    }
    let Terms { prefix, account_id, attestation: parameters, .. } = terms;
    let anybody =
        AttestationParameters { trusted_attestors: Principals::default(), ..parameters.clone() };
    let parameters = if writer.is_some() { parameters } else { &anybody };
    let writer = writer.cloned().unwrap_or(Writer::Unknown);
    let found = Found { value: value.to_owned(), writer };
    let attestation = Attestation::new(prefix, &listed.control, account_id, Some(found));
    listed.state = match attestation.judge_on(parameters, today) {
        Outcome::Yes(it) | Outcome::No(it) => {
            listed.writer_verified = it.writer_verified;
            State::InForce
        }
        Outcome::Expired(_) => State::Expired,
        Outcome::Malformed(_) if listed.from.is_some_and(|from| today < from) => State::NotYetValid,
        Outcome::Absent(why) | Outcome::Malformed(why) | Outcome::Forged(why) => {
            State::Malformed(bare(&why, &listed.control).to_owned())
        }
    };
    listed
}

/// The failure without what the list says anyway.
fn bare<'a>(why: &'a str, control: &str) -> &'a str {
    let why = why.strip_prefix("Attestation for ").unwrap_or(why);
    let why = why.strip_prefix(control).unwrap_or(why).trim_start();
    why.strip_prefix("is malformed: ").unwrap_or(why).trim_end_matches('.')
}

fn exception(
    mut listed: Listed,
    entry: &Entry,
    writer: Option<&Writer>,
    parameters: &ExceptionParameters,
    today: Date,
) -> Listed {
    listed.resource.clone_from(&entry.resource);
    if let Ok(exception) = &entry.read {
        listed.person = Some(exception.owner.clone());
        listed.text = Some(exception.reason.clone());
        listed.from = Some(exception.created_on);
        listed.until = Some(exception.expires_on);
        listed.broad = exception::breadth(&exception.resource) >= Breadth::Broad;
    }
    listed.state = match entry.standing(today) {
        Standing::InForce { .. } => State::InForce,
        Standing::Expired(_) => State::Expired,
        Standing::NotYetValid(_) => State::NotYetValid,
        Standing::Malformed(why) => State::Malformed(why.to_owned()),
    };
    let trusted = &parameters.trusted_exception_writers;
    let written = writer.map(|it| it.check(trusted, exception::WRITER, MAX_WRITER));
    match written {
        Some(Err(why)) if listed.state == State::InForce => listed.state = State::Malformed(why),
        Some(Ok(())) => listed.writer_verified = !trusted.is_empty(),
        _ => {}
    }
    listed
}
