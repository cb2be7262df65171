//! The tags that tools leave on what they deploy.

use std::collections::BTreeMap;

use shared::parameters::{List, ParameterValue, TagKey, TagValues};

use crate::resource::Mark;

/// Tags, each `key` with any value but the empty one, or `key=pattern`.
#[derive(Debug, Clone, Default)]
pub struct IacTags(Vec<(TagKey, TagValues)>);

impl IacTags {
    /// What one of them on `tags` says: nobody but AWS can set a tag that begins with `aws:`.
    pub(crate) fn mark(&self, tags: &BTreeMap<String, String>) -> Option<Mark> {
        let found = self.0.iter().filter_map(|(key, values)| key.find(tags, values));
        found.map(|tag| if tag.starts_with("aws:") { Mark::AwsTag } else { Mark::Tag }).min()
    }
}

impl ParameterValue for IacTags {
    fn parse(text: &str) -> Result<Self, String> {
        let tag = |item: &String| {
            let (key, values) = match item.split_once('=') {
                Some((_, "")) => return Err(format!("expected a value after {item}")),
                Some((key, pattern)) => (key, pattern),
                None => (item.as_str(), ""),
            };
            match TagKey::parse(key.trim())? {
                TagKey(None) => Err(format!("expected a key before {item}")),
                key => Ok((key, TagValues::parse(values.trim())?)),
            }
        };
        List::parse(text)?.0.iter().map(tag).collect::<Result<_, _>>().map(Self)
    }

    fn kind() -> String {
        "list of tags as key or key=pattern, separated by commas".to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tag_is_a_key_and_perhaps_a_pattern() {
        let tags = IacTags::parse("stack, ManagedBy=*terraform*,iac = yes").unwrap();
        for (key, value, expected) in [
            ("stack", "anything", true),
            ("stack", "", false),
            ("Stack", "anything", false),
            ("ManagedBy", "Terraform Cloud", true),
            ("ManagedBy", "hashicorp/terraform", true),
            ("ManagedBy", "manual", false),
            ("ManagedBy", "", false),
            ("managedby", "terraform", false),
            ("iac", "YES", true),
            ("iac", "yes, it is", false),
        ] {
            let on = BTreeMap::from([(key.to_owned(), value.to_owned())]);
            assert_eq!(tags.mark(&on).is_some(), expected, "{key}={value}");
        }
        assert_eq!(tags.mark(&BTreeMap::new()), None);
    }

    #[test]
    fn none_is_a_choice_and_half_a_tag_is_none() {
        assert_eq!(IacTags::parse("").unwrap().mark(&BTreeMap::new()), None);
        for wrong in ["=terraform", "ManagedBy=", ",", "a,,b", &"k".repeat(129)] {
            assert!(IacTags::parse(wrong).is_err(), "{wrong}");
        }
    }
}
