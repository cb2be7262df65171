//! The features of GuardDuty that an owner asks for.

use shared::parameters::{List, ParameterValue};

/// Names of features. That there is such a feature is not asked: new ones come every year, and one
/// that nobody knows is enabled nowhere.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FeatureNames(pub Vec<String>);

impl ParameterValue for FeatureNames {
    fn parse(text: &str) -> Result<Self, String> {
        let names = List::parse(text)?.0;
        let well_formed = |name: &String| {
            name.bytes().all(|it| it.is_ascii_uppercase() || it.is_ascii_digit() || it == b'_')
        };
        match names.iter().find(|name| !well_formed(name)) {
            Some(wrong) => {
                Err(format!("expected names of features, as S3_DATA_EVENTS, not {wrong}"))
            }
            None => Ok(Self(names)),
        }
    }

    fn kind() -> String {
        "list of feature names, separated by commas".to_owned()
    }
}
