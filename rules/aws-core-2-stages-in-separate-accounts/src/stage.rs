//! The stages of development.

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
    pub(crate) const ALL: [Self; 3] = [Self::Production, Self::Staging, Self::Development];

    /// The words that denote it.
    pub(crate) fn words(self, parameters: &Parameters) -> &[String] {
        match self {
            Self::Production => &parameters.production_names.0,
            Self::Staging => &parameters.staging_names.0,
            Self::Development => &parameters.development_names.0,
        }
    }
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
