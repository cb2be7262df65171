//! The report as one page that needs no network: for the browser, the mail and the printer.

use std::io::{self, Write};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use maud::{DOCTYPE, Markup, PreEscaped, html};
use sha2::{Digest as _, Sha256};
use shared::plain;

use crate::Report;

mod accounts;
mod chart;
mod console;
mod filters;
mod index;
mod limits;
mod mark;
mod matrix;
mod question;
mod selection;
#[cfg(test)]
mod tests;
mod text;
mod top;

const STYLE: &str = include_str!("html/style.css");
const SCRIPT: &str = include_str!("html/script.js");

/// The file beside the page that has every row of evidence.
const EVIDENCE: &str = "evidence.csv";

/// Writes the page, one part after the other: however many resources there are, no more than one
/// question is in memory as text.
///
/// # Errors
/// What `out` gives.
pub fn write(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    let accounts = accounts::of(report);
    // Maud escapes what is markup; what is hidden is replaced here, whatever part it is in.
    let mut put = |part: Markup| out.write_all(plain::lines(&part.0).as_bytes());
    put(head(report))?;
    put(top::part(report))?;
    put(open("<main>"))?;
    put(limits::part(report))?;
    put(chart::part(report))?;
    put(index::part(report))?;
    put(matrix::part(report, &accounts))?;
    put(open("<section id=\"questions\" aria-labelledby=\"questions-heading\" tabindex=\"-1\">"))?;
    put(html! { h2 #questions-heading { "The questions, those to act on first" } })?;
    put(filters::part(report, &accounts))?;
    for answer in &report.answers {
        put(question::part(answer, &accounts))?;
    }
    put(open("</section></main>"))?;
    put(foot(report))
}

/// Markup that a later part closes, or that closes an earlier part's.
fn open(tag: &str) -> Markup {
    PreEscaped(tag.to_owned())
}

fn head(report: &Report) -> Markup {
    let day = report.generated.strftime("%Y-%m-%d");
    html! {
        (DOCTYPE)
        (PreEscaped("<html lang=\"en\">"))
        head {
            meta charset="utf-8";
            meta http-equiv="Content-Security-Policy" content=(policy());
            meta name="viewport" content="width=device-width, initial-scale=1";
            meta name="color-scheme" content="light dark";
            meta name="referrer" content="no-referrer";
            title { "AWS core questionnaire, answered " (day) }
            style { (PreEscaped(STYLE)) }
        }
        (PreEscaped("<body>"))
        a.skip href="#questions" { "Skip to the questions" }
    }
}

fn foot(report: &Report) -> Markup {
    html! {
        footer {
            p {
                "What is not deployed, could not be read or has no result was not assessed; it is no "
                "pass. An accepted exception is a finding that somebody answers for until a date; it "
                "is no pass either. The hashes show whether a row was changed after the report was "
                "made; they are no signature."
            }
            p { "Made by aws-core " (report.version) "." }
        }
        script { (PreEscaped(SCRIPT)) }
        (PreEscaped("</body></html>\n"))
    }
}

/// What the browser may do for the page: apply its one style and run its one script, whatever a
/// resource may be called.
fn policy() -> String {
    let hash = |text: &str| STANDARD.encode(Sha256::digest(text));
    format!(
        "default-src 'none'; style-src 'sha256-{}'; script-src 'sha256-{}'; base-uri 'none'; \
         form-action 'none'",
        hash(STYLE),
        hash(SCRIPT)
    )
}
