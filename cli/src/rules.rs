//! `aws-core rules`: the controls, for whoever asks what is checked and why.

mod page;
#[cfg(test)]
mod tests;
mod view;

use clap::{Args, Subcommand, ValueEnum};
use shared::AnyRule;

use self::view::View;
use crate::Outcome;
use crate::error::{Error, Result};
use crate::output::{Format, Output, Tone};
use crate::registry;

/// List the controls, or show all about one of them.
#[derive(Debug, Args)]
#[command(
    args_conflicts_with_subcommands = true,
    after_help = "Examples:
  aws-core rules                           all controls
  aws-core rules bucket                    those that speak of buckets
  aws-core rules --section identity        those of a section
  aws-core rules --trigger change --json   those that a change invokes, as JSON
  aws-core rules show 19                   all about aws-core-19-ingress-http-only"
)]
pub struct Rules {
    #[command(subcommand)]
    command: Option<RulesCommand>,
    /// Only controls that hold this text in their name, title, question or resource types
    filter: Option<String>,
    /// Only controls of the section of the playbook whose title holds this text
    #[arg(long, value_name = "TEXT")]
    section: Option<String>,
    /// Only controls that run so
    #[arg(long)]
    trigger: Option<TriggerKind>,
    /// Only controls in which a person's attestation takes part
    #[arg(long)]
    attested: bool,
    /// How to show them
    #[arg(long, value_enum, default_value_t = Format::Table, conflicts_with = "json")]
    format: Format,
    /// The same as --format json
    #[arg(long)]
    json: bool,
}

#[derive(Debug, Subcommand)]
enum RulesCommand {
    /// Show question, parameters, permissions and remediation of one control
    Show {
        /// The control: its number, id or name, as 19, aws-core-19 or aws-core-19-ingress-http-only
        control: String,
        /// Show it as JSON
        #[arg(long)]
        json: bool,
    },
}

/// What makes a rule run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum TriggerKind {
    /// A resource changes
    Change,
    /// Time passes
    Schedule,
}

impl Rules {
    /// Lists or shows `rules`.
    pub fn run(self, rules: &[&dyn AnyRule], output: &mut Output) -> Result<Outcome> {
        if let Some(RulesCommand::Show { control, json }) = &self.command {
            let view = View::of(registry::find_in(rules, control)?);
            if *json {
                output.json(&view)?;
            } else {
                page::write(&view, output)?;
            }
            return Ok(Outcome::Clean);
        }
        self.check_section(rules)?;
        let views: Vec<View> =
            rules.iter().map(|rule| View::of(*rule)).filter(|view| self.wants(view)).collect();
        let format = if self.json { Format::Json } else { self.format };
        match format {
            Format::Table => table(&views, output)?,
            Format::Json => output.json(&views)?,
            Format::Csv => csv(&views, output)?,
        }
        Ok(Outcome::Clean)
    }

    fn check_section(&self, rules: &[&dyn AnyRule]) -> Result<()> {
        let Some(wanted) = &self.section else { return Ok(()) };
        let mut titles: Vec<&str> =
            rules.iter().map(|rule| rule.metadata().section.title()).collect();
        titles.dedup();
        if titles.iter().any(|title| holds(title, wanted)) {
            return Ok(());
        }
        let titles = titles.join(", ");
        Err(Error::Usage(format!("no section is called {wanted}; there are: {titles}")))
    }

    fn wants(&self, view: &View) -> bool {
        let filter = self.filter.as_ref().is_none_or(|text| view.texts().any(|it| holds(it, text)));
        let section = self.section.as_ref().is_none_or(|text| holds(view.section, text));
        let trigger = self.trigger.is_none_or(|kind| match kind {
            TriggerKind::Change => !view.changes.is_empty(),
            TriggerKind::Schedule => view.schedule.is_some(),
        });
        filter && section && trigger && (view.attested || !self.attested)
    }
}

fn holds(text: &str, part: &str) -> bool {
    text.to_lowercase().contains(&part.to_lowercase())
}

fn table(views: &[View], output: &mut Output) -> Result<()> {
    if views.is_empty() {
        return output.line("No control is like that.");
    }
    let rows = views.iter().map(|view| {
        let name = output.toned(Tone::Strong, view.name);
        let title = view.title.to_owned();
        [name, title, view.section.to_owned(), view.runs(), view.scope.to_owned()]
    });
    let rows: Vec<[String; 5]> = rows.collect();
    output.table(["Control", "Holds where", "Section", "Runs", "Where"], rows)
}

fn csv(views: &[View], output: &mut Output) -> Result<()> {
    output.csv(["control", "name", "title", "section", "question", "runs", "scope", "reports"])?;
    for view in views {
        let (runs, reports) = (view.runs(), view.reports.join(" "));
        output.csv([
            view.control,
            view.name,
            view.title,
            view.section,
            view.question,
            &runs,
            view.scope,
            &reports,
        ])?;
    }
    Ok(())
}
