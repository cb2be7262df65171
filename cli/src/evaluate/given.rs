//! The parameters that rules are given by a file.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use serde_json::Value;
use shared::AnyRule;
use shared::event::RuleParameters;

use crate::error::{Error, Result};
use crate::registry;

/// The parameters given, by what the file calls the control.
#[derive(Debug, Default)]
pub(super) struct Given(BTreeMap<String, RuleParameters>);

impl Given {
    /// Reads the file at `path`.
    pub(super) fn read(path: &Path) -> Result<Self> {
        let text = fs::read_to_string(path).map_err(|error| Error::file("read", path, error))?;
        Self::from_json(&text)
            .map_err(|why| Error::Unreadable(format!("{}: {why}", path.display())))
    }

    fn from_json(text: &str) -> Result<Self, String> {
        const FORM: &str = r#"expected {"<control>": {"<parameter>": "<value>"}}"#;
        let controls: BTreeMap<String, BTreeMap<String, Value>> =
            serde_json::from_str(text).map_err(|error| format!("{FORM}: {error}"))?;
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

    /// Refuses parameters that none of `rules` would read.
    pub(super) fn check(&self, rules: &[&dyn AnyRule]) -> Result<()> {
        self.0.keys().try_for_each(|name| registry::find_in(rules, name).map(drop))
    }

    /// What `rule` was given.
    pub(super) fn of(&self, rule: &dyn AnyRule) -> RuleParameters {
        let named = self.0.iter().find(|(name, _)| registry::is_called(rule, name));
        named.map(|(_, parameters)| parameters.clone()).unwrap_or_default()
    }
}
