//! The types of resources that are counted.

use shared::parameters::{List, ParameterValue};

/// One or more types of resources, such as `AWS::S3::Bucket`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MeasuredTypes(pub Vec<String>);

/// Whether `text` has the form of a type: it becomes part of a query.
fn is_type(text: &str) -> bool {
    let parts: Vec<&str> = text.split("::").collect();
    let word = |it: &&str| !it.is_empty() && it.bytes().all(|byte| byte.is_ascii_alphanumeric());
    parts.len() == 3 && parts.iter().all(word)
}

impl ParameterValue for MeasuredTypes {
    fn parse(text: &str) -> Result<Self, String> {
        let types = List::parse(text)?.0;
        match types.iter().find(|it| !is_type(it)) {
            Some(wrong) => Err(format!("expected types as AWS::S3::Bucket, not {wrong}")),
            None if types.is_empty() => Err("expected one or more types".to_owned()),
            None => Ok(Self(types)),
        }
    }

    fn kind() -> String {
        "list of resource types, separated by commas".to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_types_can_be_measured() {
        let parsed = MeasuredTypes::parse("AWS::S3::Bucket, AWS::SQS::Queue,AWS::S3::Bucket");
        let types = ["AWS::S3::Bucket", "AWS::SQS::Queue"].map(str::to_owned).to_vec();
        assert_eq!(parsed, Ok(MeasuredTypes(types)));
        for wrong in [
            "",
            "AWS::S3",
            "AWS::S3::",
            "AWS::S3::Bucket::x",
            "AWS::S3::Bucket')",
            "AWS::S3::Buck et",
            "AWS::S3::Bucket,,AWS::SQS::Queue",
            "*",
        ] {
            assert!(MeasuredTypes::parse(wrong).is_err(), "{wrong}");
        }
    }
}
