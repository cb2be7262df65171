//! What an owner may tune of every control that looks into all regions.

use crate::parameters::{List, ParameterValue, Region};

crate::parameters! {
    /// Regions that hold nothing and are not looked at.
    pub inactive_regions: RegionNames = "",
    /// Whether a region counts as inactive where a service control policy denies the call.
    scp_denied_regions_are_inactive: bool = true,
}

/// Names of regions. That there is such a region is not asked: new ones open every year.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RegionNames(pub Vec<String>);

impl ParameterValue for RegionNames {
    fn parse(text: &str) -> Result<Self, String> {
        let names = List::parse(text)?.0;
        match names.iter().find(|name| Region::parse(name).is_err()) {
            Some(wrong) => Err(format!("expected names of regions, as eu-west-1, not {wrong}")),
            None => Ok(Self(names)),
        }
    }

    fn kind() -> String {
        "list of region names, separated by commas".to_owned()
    }
}
