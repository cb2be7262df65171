//! What a recorder records.

use aws_sdk_config::types::{RecordingGroup, RecordingStrategyType, ResourceType};

/// The types of IAM, which belong to no region and each recorder may record.
const GLOBAL_TYPES: [&str; 4] =
    ["AWS::IAM::Group", "AWS::IAM::Policy", "AWS::IAM::Role", "AWS::IAM::User"];

/// The regions in which AWS Config was available before February 2022: in no later one does a
/// recorder record the types of IAM, whatever it is told. The list is final.
const RECORDING_GLOBAL_TYPES: [&str; 29] = [
    "af-south-1",
    "ap-east-1",
    "ap-northeast-1",
    "ap-northeast-2",
    "ap-northeast-3",
    "ap-south-1",
    "ap-southeast-1",
    "ap-southeast-2",
    "ap-southeast-3",
    "ca-central-1",
    "cn-north-1",
    "cn-northwest-1",
    "eu-central-1",
    "eu-north-1",
    "eu-south-1",
    "eu-west-1",
    "eu-west-2",
    "eu-west-3",
    "me-south-1",
    "sa-east-1",
    "us-east-1",
    "us-east-2",
    "us-gov-east-1",
    "us-gov-west-1",
    "us-iso-east-1",
    "us-iso-west-1",
    "us-isob-east-1",
    "us-west-1",
    "us-west-2",
];

/// What a recorder records.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Selection {
    /// Every type, also those to come; those of IAM only with the flag.
    All {
        /// The flag: `includeGlobalResourceTypes`.
        global_types: bool,
    },
    /// Every type, also those to come, but these.
    AllBut(Vec<String>),
    /// These types.
    Only(Vec<String>),
}

impl Selection {
    /// The selection as AWS Config describes it: by a strategy, which older recorders lack.
    pub fn of(group: Option<RecordingGroup>) -> Self {
        let Some(group) = group else { return Self::Only(Vec::new()) };
        let strategy = group.recording_strategy.and_then(|it| it.use_only);
        let global_types = group.include_global_resource_types;
        let excluded = names(group.exclusion_by_resource_types.and_then(|it| it.resource_types));
        match strategy {
            Some(RecordingStrategyType::AllSupportedResourceTypes) => Self::All { global_types },
            Some(RecordingStrategyType::ExclusionByResourceTypes) => Self::AllBut(excluded),
            None if !excluded.is_empty() => Self::AllBut(excluded),
            None if group.all_supported => Self::All { global_types },
            _ => Self::Only(names(group.resource_types)),
        }
    }

    /// Whether it includes types that are yet to come: nothing escapes it but what it names.
    pub fn is_open(&self) -> bool {
        matches!(self, Self::All { .. } | Self::AllBut(_))
    }

    /// Whether a recorder in `region` so records all types of IAM.
    pub fn includes_global_types(&self, region: &str) -> bool {
        GLOBAL_TYPES.iter().all(|it| self.includes(it, region))
    }

    /// Whether a recorder in `region` so records `resource_type`, provided that AWS Config supports
    /// it there.
    pub fn includes(&self, resource_type: &str, region: &str) -> bool {
        let global = GLOBAL_TYPES.contains(&resource_type);
        let named = |types: &[String]| types.iter().any(|it| it == resource_type);
        (!global || RECORDING_GLOBAL_TYPES.contains(&region))
            && match self {
                Self::All { global_types } => !global || *global_types,
                Self::AllBut(excluded) => !named(excluded),
                Self::Only(types) => named(types),
            }
    }
}

fn names(types: Option<Vec<ResourceType>>) -> Vec<String> {
    types.unwrap_or_default().iter().map(|it| it.as_str().to_owned()).collect()
}

#[cfg(test)]
mod tests;
