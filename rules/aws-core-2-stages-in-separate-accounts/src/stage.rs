//! The stages of development, and the words that denote them.

use std::collections::BTreeSet;
use std::fmt;

use shared::parameters::{List, ParameterValue};

use crate::Parameters;

/// A stage of development.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[expect(missing_docs, reason = "named as everybody names them")]
pub enum Stage {
    Production,
    Staging,
    Development,
}

impl Stage {
    const ALL: [Self; 3] = [Self::Production, Self::Staging, Self::Development];

    /// The words that denote it.
    fn words(self, parameters: &Parameters) -> &[String] {
        match self {
            Self::Production => &parameters.production_names.0,
            Self::Staging => &parameters.staging_names.0,
            Self::Development => &parameters.development_names.0,
        }
    }

    /// The stage that a tag's whole value denotes.
    pub(crate) fn of_value(value: &str, parameters: &Parameters) -> Option<Self> {
        let value = value.to_lowercase();
        let denotes =
            |stage: &Self| stage.words(parameters).iter().any(|word| word.to_lowercase() == value);
        Self::ALL.into_iter().find(denotes)
    }

    /// The one stage that an account's name denotes; `None` too where it names several.
    pub(crate) fn of_name(name: &str, parameters: &Parameters) -> Option<Self> {
        let synonyms: Vec<(Self, Vec<String>)> = Self::ALL
            .into_iter()
            .flat_map(|stage| stage.words(parameters).iter().map(move |it| (stage, words(it))))
            .filter(|(_, words)| !words.is_empty())
            .collect();
        let name = words(name);
        let mut rest = name.as_slice();
        let mut found = BTreeSet::new();
        while !rest.is_empty() {
            // The longest first: `non-prod` is not `prod`.
            let here = synonyms.iter().filter(|(_, synonym)| rest.starts_with(synonym));
            match here.max_by_key(|(_, synonym)| synonym.len()) {
                Some((stage, synonym)) => {
                    found.insert(*stage);
                    rest = &rest[synonym.len()..];
                }
                None => rest = &rest[1..],
            }
        }
        (found.len() == 1).then(|| found.first().copied()).flatten()
    }
}

/// The words of a name: what stands between characters that are neither letters nor digits.
fn words(name: &str) -> Vec<String> {
    let words = name.split(|it: char| !it.is_alphanumeric()).filter(|word| !word.is_empty());
    words.map(str::to_lowercase).collect()
}

impl fmt::Display for Stage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Production => "production",
            Self::Staging => "staging",
            Self::Development => "development",
        })
    }
}

/// One or more stages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stages(pub Vec<Stage>);

impl ParameterValue for Stages {
    fn parse(text: &str) -> Result<Self, String> {
        let stage = |word: &String| Stage::ALL.into_iter().find(|it| it.to_string() == *word);
        let stages: Option<Vec<Stage>> = List::parse(text)?.0.iter().map(stage).collect();
        let mut stages = stages
            .filter(|it| !it.is_empty())
            .ok_or_else(|| "expected one or more of production, staging, development".to_owned())?;
        stages.sort_unstable();
        Ok(Self(stages))
    }

    fn kind() -> String {
        "list of production, staging and development, separated by commas".to_owned()
    }
}

#[cfg(test)]
mod tests;
