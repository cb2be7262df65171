//! The parameters that rules are given by a file.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use serde::{Deserialize, Serialize};
use serde_json::Value;
use shared::AnyRule;
use shared::encoding::without_value;
use shared::event::RuleParameters;

use crate::error::{Error, Result};
use crate::registry;

/// The parameters given, by what the file calls the control.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Given(BTreeMap<String, RuleParameters>);

impl Given {
    /// Reads the file at `path`.
    pub(crate) fn read(path: &Path) -> Result<Self> {
        let text = fs::read_to_string(path).map_err(|error| Error::file("read", path, error))?;
        Self::from_json(&text)
            .map_err(|why| Error::Unreadable(format!("{}: {why}", path.display())))
    }

    /// Reads the text of such a file.
    ///
    /// # Errors
    /// If it has another form.
    pub fn from_json(text: &str) -> Result<Self, String> {
        const FORM: &str = r#"expected {"<control>": {"<parameter>": "<value>"}}"#;
        let controls: BTreeMap<String, BTreeMap<String, Value>> =
            serde_json::from_str(text).map_err(|it| format!("{FORM}: {}", without_value(&it)))?;
        let mut given = BTreeMap::new();
        for (control, parameters) in controls {
            let mut read = RuleParameters::new();
            for (name, value) in parameters {
                let text = match value {
                    Value::String(text) => text,
                    Value::Number(number) => number.to_string(),
                    Value::Bool(flag) => flag.to_string(),
                    _ => return Err(format!("{FORM}, but {name} of {control} is no value")),
                };
                read.insert(name, text);
            }
            given.insert(control, read);
        }
        Ok(Self(given))
    }

    /// Refuses parameters that none of `rules` would read, or that a rule does not take; all of them
    /// at once.
    ///
    /// # Errors
    /// If there is one.
    pub(crate) fn check(&self, rules: &[&dyn AnyRule]) -> Result<()> {
        let mut problems = Vec::new();
        let mut meant: BTreeMap<&str, &str> = BTreeMap::new();
        for (called, parameters) in &self.0 {
            let rule = match registry::find_in(rules, called) {
                Ok(rule) => rule,
                Err(error) => {
                    problems.push(error.to_string());
                    continue;
                }
            };
            let name = rule.metadata().name;
            if let Some(other) = meant.insert(name, called) {
                problems.push(format!("{other} and {called} both mean {name}"));
            }
            if let Err(error) = rule.configure(parameters) {
                problems.push(format!("parameters of {name}: {error}"));
            }
        }
        match problems.as_slice() {
            [] => Ok(()),
            problems => Err(Error::Usage(problems.join("; "))),
        }
    }

    /// Whether the file names `rule`.
    pub(crate) fn names(&self, rule: &dyn AnyRule) -> bool {
        self.0.keys().any(|name| registry::is_called(rule, name))
    }

    /// What `rule` was given.
    pub(crate) fn of(&self, rule: &dyn AnyRule) -> RuleParameters {
        let named = self.0.iter().find(|(name, _)| registry::is_called(rule, name));
        named.map(|(_, parameters)| parameters.clone()).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests;
