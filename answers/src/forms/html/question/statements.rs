//! What people say in answer to a question: exceptions they accept and what they attest.

use maud::{Markup, html};

use super::super::{selection, text};
use super::table;
use crate::{Answer, AttestationRecord, ExceptionRecord};

/// The exceptions; nothing where there is none.
pub(super) fn exceptions(answer: &Answer) -> Markup {
    let all = &answer.exceptions;
    html! {
        @if !all.is_empty() {
            details open {
                summary { h4 { "Accepted exceptions, which are no pass: " (text::number(all.len())) } }
                (rest(all.len()))
                (table(
                    &format!("Exceptions of {}", answer.control),
                    &["Resource", "Account and region", "What is accepted", "By whom and why", "Until"],
                    all.iter().take(selection::FAILING).map(exception),
                ))
            }
        }
    }
}

fn exception(record: &ExceptionRecord) -> Markup {
    html! {
        tr {
            th scope="row" { code.id { (record.resource_id) } small { (record.resource_type) } }
            td { span { (record.account) } small { (record.region) } }
            td { (record.finding) }
            td {
                "Owner " bdi { (record.owner) }
                (detail("Reason", record.reason.as_deref()))
                (detail("Approved by", record.approver.as_deref()))
                (detail("Ticket", record.ticket.as_deref()))
            }
            td { (record.expires_on) }
        }
    }
}

/// The attestations; nothing where there is none.
pub(super) fn attestations(answer: &Answer) -> Markup {
    let all = &answer.attestations;
    html! {
        @if !all.is_empty() {
            details open {
                summary { h4 { "Attestations, a person’s word: " (text::number(all.len())) } }
                (rest(all.len()))
                (table(
                    &format!("Attestations of {}", answer.control),
                    &["Account", "What is attested", "By whom, with what evidence", "From and until"],
                    all.iter().take(selection::FAILING).map(attestation),
                ))
            }
        }
    }
}

fn attestation(record: &AttestationRecord) -> Markup {
    let unread = "not read; see the sentence";
    html! {
        tr {
            th scope="row" { span { (record.account) } }
            td {
                @if let Some(statement) = &record.statement { (statement) }
                small { (record.annotation) }
            }
            td {
                bdi { (record.attested_by.as_deref().unwrap_or(unread)) }
                @for it in &record.evidence { small { (it) } }
            }
            td {
                (record.attested_on.as_deref().unwrap_or(unread))
                @if let Some(until) = &record.expires_on { small { "until " (until) } }
            }
        }
    }
}

fn rest(total: usize) -> Markup {
    html! {
        @if total > selection::FAILING {
            p.more { (selection::FAILING) " of " (text::number(total)) " are in this page; report.json has all." }
        }
    }
}

fn detail(label: &str, value: Option<&str>) -> Markup {
    html! { @if let Some(value) = value { small { (label) ": " bdi { (value) } } } }
}
