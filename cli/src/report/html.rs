//! A report as one page that needs no network: for the browser, the mail and the printer.

use maud::{DOCTYPE, Markup, PreEscaped, html};
use shared::Timestamp;

use super::model::{Control, Finding, Report, Status};

const STYLE: &str = include_str!("html/style.css");
const FILTER: &str = include_str!("html/filter.js");
/// Nothing is loaded from anywhere, whatever a resource may be called.
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'";
/// The most findings of one control that the page shows; `report.json` has them all.
const SHOWN: usize = 500;

/// The page.
pub fn page(report: &Report) -> String {
    let account = report.account.as_deref().unwrap_or("unknown account");
    let region = report.region.as_deref().unwrap_or("unknown region");
    let page = html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                meta http-equiv="Content-Security-Policy" content=(POLICY);
                title { "AWS core controls of " (account) " in " (region) }
                style { (PreEscaped(STYLE)) }
            }
            body {
                header {
                    h1 { "AWS core controls" }
                    p.place { "Account " b { (account) } " in " b { (region) } ", " (moment(report.generated)) }
                    p.sentence { (report.sentence()) }
                }
                main {
                    (overview(report))
                    label.filter {
                        "Filter "
                        input #filter type="search" placeholder="control, resource or text";
                    }
                    @for control in &report.controls { (section(control)) }
                }
                footer {
                    p {
                        "What is not deployed or has no result yet was not assessed and is no pass. "
                        "Accepted exceptions are findings that somebody answers for until a date."
                    }
                }
                script { (PreEscaped(FILTER)) }
            }
        }
    };
    page.into_string()
}

fn overview(report: &Report) -> Markup {
    html! {
        table.overview {
            thead {
                tr {
                    th { "Control" } th { "Holds where" } th { "Verdict" }
                    th.number { "Non-compliant" } th.number { "Compliant" }
                    th.number { "Not applicable" } th.number { "Excepted" }
                }
            }
            tbody {
                @for it in &report.controls {
                    tr {
                        td { a href={ "#" (it.control) } { (it.control) } }
                        td { (it.title) }
                        td { (badge(it.status)) }
                        td.number { (it.counts.non_compliant) }
                        td.number { (it.counts.compliant) }
                        td.number { (it.counts.not_applicable) }
                        td.number { (it.counts.excepted) }
                    }
                }
            }
        }
    }
}

fn section(control: &Control) -> Markup {
    html! {
        section id=(control.control) {
            h2 { (badge(control.status)) " " (control.title) }
            p.name { code { (control.name) } " · " (control.section) }
            p.question { (control.question) }
            @if let Some(reason) = &control.reason { p.reason { (reason) } }
            (results("Does not comply", &control.findings))
            @if !control.findings.is_empty() {
                p.remediation { b { "What to do: " } (control.remediation) }
            }
            (results("Accepted exceptions", &control.exceptions))
            @if let Some(time) = control.last_result { p.time { "Last result " (moment(time)) } }
        }
    }
}

fn results(heading: &str, findings: &[Finding]) -> Markup {
    let hidden = findings.len().saturating_sub(SHOWN);
    html! {
        @if !findings.is_empty() {
            h3 { (heading) " (" (findings.len()) ")" }
            table.findings {
                thead { tr { th { "Resource" } th { "Evidence" } } }
                tbody {
                    @for it in findings.iter().take(SHOWN) {
                        tr {
                            td { code { (it.resource_id) } br; small { (it.resource_type) } }
                            td { (it.annotation) }
                        }
                    }
                }
            }
            @if hidden > 0 { p.more { (hidden) " more are in report.json." } }
        }
    }
}

fn badge(status: Status) -> Markup {
    let class = match status {
        Status::NonCompliant => "bad",
        Status::Compliant => "good",
        Status::NotApplicable => "faint",
        Status::Unreadable | Status::NoResult | Status::NotDeployed | Status::Excepted => {
            "doubtful"
        }
    };
    html! { span.badge.(class) { (status.label()) } }
}

fn moment(time: Timestamp) -> String {
    time.strftime("%Y-%m-%d %H:%M UTC").to_string()
}
