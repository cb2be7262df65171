//! The files of the repository that are rendered from the rules, so that a fact about a rule is
//! stated once.

mod drift;
mod pages;
mod readme;
mod template;

pub use drift::{Drift, drift, write};
pub use pages::{Example, index, page};
pub use readme::{splice, table};
pub use template::template;

/// Text as Markdown shows it within a table's cell.
fn cell(text: &str) -> String {
    text.replace('|', "\\|").replace('\n', " ")
}
