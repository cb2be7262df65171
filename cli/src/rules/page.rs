//! All about one rule, for the terminal.

use super::view::View;
use crate::error::Result;
use crate::output::{Output, Tone};

pub(super) fn write(view: &View, output: &mut Output) -> Result<()> {
    let mut page = Page { output };
    page.output.line(page.output.toned(Tone::Strong, view.name))?;
    page.output.line(view.title)?;
    page.section("Question", [view.question])?;
    page.section("Why", [view.rationale])?;
    page.section("Acceptable", [view.acceptable])?;
    page.section("Failure", [view.failure])?;
    page.section("Section", [view.section])?;
    let mut runs = vec![format!("{}, in {}", view.runs(), view.scope)];
    runs.extend(view.changes.iter().map(|it| format!("change of {it}")));
    page.section("Runs", &runs)?;
    page.section("Reports on", view.reports)?;
    if view.attested {
        page.section("Attestation", ["a person's dated statement takes part in the verdict"])?;
    }
    page.heading("Parameters")?;
    for it in &view.parameters {
        let setting = it.setting.as_ref().map(|it| format!("; stack parameter {it}"));
        let setting = setting.unwrap_or_default();
        let default = if it.default.is_empty() { "empty" } else { &it.default };
        let line = format!("  {} = {default}  ({}{setting})", it.name, it.kind);
        page.output.line(line)?;
        page.output.line(format_args!("      {}", it.description))?;
    }
    let calls = view.permissions.iter().map(|it| format!("{} on {}", it.action, it.resource));
    page.section("Permissions", calls)?;
    page.section("Remediation", [view.remediation])?;
    page.section("References", view.references)
}

struct Page<'a> {
    output: &'a mut Output,
}

impl Page<'_> {
    fn heading(&mut self, heading: &str) -> Result<()> {
        self.output.line("")?;
        self.output.line(self.output.toned(Tone::Strong, heading))
    }

    /// A heading and its lines; neither if there are none.
    fn section<T: AsRef<str>>(
        &mut self,
        heading: &str,
        lines: impl IntoIterator<Item = T>,
    ) -> Result<()> {
        let mut lines = lines.into_iter().peekable();
        if lines.peek().is_none() {
            return Ok(());
        }
        self.heading(heading)?;
        lines.try_for_each(|line| {
            wrapped(line.as_ref())
                .iter()
                .try_for_each(|line| self.output.line(format_args!("  {line}")))
        })
    }
}

/// The widest line of prose, in characters.
const WIDTH: usize = 96;

/// `text` in lines of at most [`WIDTH`] characters, where its words allow.
fn wrapped(text: &str) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in text.split(' ') {
        let line = lines.last_mut().expect("there is always a line");
        if !line.is_empty() && line.chars().count() + 1 + word.chars().count() > WIDTH {
            lines.push(word.to_owned());
        } else {
            if !line.is_empty() {
                line.push(' ');
            }
            line.push_str(word);
        }
    }
    lines
}
