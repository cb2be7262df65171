//! Items that are judged after all others, since a later file may hold what their verdicts depend on.

use std::io::{self, Read as _, Seek as _, Write as _};
use std::sync::Arc;

use shared::event::RuleParameters;
use tempfile::SpooledTempFile;

/// How many bytes are held in memory; more are in a file that has no name and is gone with the process.
const IN_MEMORY: usize = 16 * 1024 * 1024;

/// The items, in the order in which they came.
#[derive(Debug)]
pub(super) struct Later {
    items: SpooledTempFile,
    due: Vec<Due>,
}

/// What is to be done with an item.
#[derive(Debug, Clone)]
pub(super) struct Due {
    /// The rule that is to judge it.
    pub(super) rule: usize,
    /// What the event says that the rule is set up with.
    pub(super) parameters: Option<Arc<RuleParameters>>,
    /// Whether the item was sent to another rule.
    pub(super) aside: bool,
    length: usize,
}

impl Default for Later {
    fn default() -> Self {
        Self { items: SpooledTempFile::new(IN_MEMORY), due: Vec::new() }
    }
}

impl Later {
    /// Keeps the item that `json` is for `rule`, set up with `parameters` if an event holds some.
    pub(super) fn keep(
        &mut self,
        json: &str,
        rule: usize,
        parameters: Option<Arc<RuleParameters>>,
        aside: bool,
    ) -> io::Result<()> {
        self.items.write_all(json.as_bytes())?;
        self.due.push(Due { rule, parameters, aside, length: json.len() });
        Ok(())
    }

    /// Everything that was kept, from the first on.
    pub(super) fn all(mut self) -> io::Result<impl Iterator<Item = io::Result<(Due, String)>>> {
        self.items.rewind()?;
        let mut items = io::BufReader::new(self.items);
        Ok(self.due.into_iter().map(move |due| {
            let mut json = vec![0; due.length];
            items.read_exact(&mut json)?;
            Ok((due, String::from_utf8(json).map_err(io::Error::other)?))
        }))
    }
}
