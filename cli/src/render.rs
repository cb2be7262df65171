//! The files of the repository that are rendered from the rules, so that a fact about a rule is
//! stated once.

use std::path::PathBuf;

use clap::Args;
use shared::AnyRule;

use crate::Outcome;
use crate::error::Result;
use crate::output::{Output, note};

mod drift;
mod pages;
mod permissions;
mod readme;
mod template;

pub use drift::{Drift, drift, write};
pub use pages::{Example, index, page};
pub use permissions::Calls;
pub use readme::{splice, table};
pub(crate) use template::function_id;
pub use template::{stack_parameter, template};

/// Write or check the files that are rendered from the rules.
#[derive(Debug, Args)]
pub struct Render {
    /// Write what is not as the rules say
    #[arg(long, conflicts_with = "check", required_unless_present = "check")]
    write: bool,
    /// Say what is not as the rules say, and fail if anything is
    #[arg(long)]
    check: bool,
    /// The root of the repository
    #[arg(long, default_value = ".")]
    root: PathBuf,
}

impl Render {
    /// Renders `rules` below the root.
    pub fn run(&self, rules: &[&dyn AnyRule], output: &mut Output) -> Result<Outcome> {
        let drifts = drift(rules, &self.root)?;
        if self.write {
            write(&drifts, &self.root)?;
        }
        for drift in &drifts {
            output.line(drift.path.display())?;
        }
        if self.write || drifts.is_empty() {
            return Ok(Outcome::Clean);
        }
        note("these are not what the rules say: run `make bless`");
        Ok(Outcome::NonCompliant)
    }
}

/// Lines, each with its end.
fn lines(lines: impl Iterator<Item = String>) -> String {
    lines.fold(String::new(), |text, line| text + &line + "\n")
}

/// Text as Markdown shows it within a table's cell.
fn cell(text: &str) -> String {
    text.replace('|', "\\|").replace('\n', " ")
}
