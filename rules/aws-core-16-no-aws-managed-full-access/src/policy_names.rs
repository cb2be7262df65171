//! The policies of AWS that nobody should have.

use std::collections::BTreeSet;

use shared::authorization_details::PolicyArn;
use shared::parameters::{List, ParameterValue};

/// Names of AWS managed policies, with or without their path.
#[derive(Debug, Clone)]
pub struct PolicyNames(Vec<String>);

impl PolicyNames {
    /// The names of those of `attached` that are among them, sorted.
    pub(crate) fn among<'a>(&self, attached: &'a [PolicyArn]) -> BTreeSet<&'a str> {
        let listed = attached.iter().filter(|arn| self.0.iter().any(|it| arn.is_aws_managed(it)));
        listed.map(PolicyArn::name).collect()
    }
}

impl ParameterValue for PolicyNames {
    fn parse(text: &str) -> Result<Self, String> {
        let names = List::parse(text)?.0;
        if names.is_empty() {
            return Err("expected the name of a policy".to_owned());
        }
        // These would be taken, and never match.
        match names.iter().find(|name| name.contains([':', '*']) || name.starts_with('/')) {
            Some(wrong) => Err(format!("expected names such as PowerUserAccess, not {wrong}")),
            None => Ok(Self(names)),
        }
    }

    fn kind() -> String {
        "list of policy names, separated by commas".to_owned()
    }
}
