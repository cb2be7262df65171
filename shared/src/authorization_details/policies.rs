//! Policies as they hang on users, groups and roles.

use serde::Deserialize;

use crate::encoding::without_value;
use crate::error::{Code, Error, Result};
use crate::policy::Policy;

/// The ARN of a managed policy.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Deserialize)]
#[serde(transparent)]
pub struct PolicyArn(pub String);

impl PolicyArn {
    /// The policy's name, without its path.
    pub fn name(&self) -> &str {
        self.0.rsplit('/').next().unwrap_or_default()
    }

    /// Path and name, such as `job-function/SystemAdministrator`, of a policy that AWS manages, in
    /// whatever partition; `None` if the account manages it.
    pub fn aws_managed(&self) -> Option<&str> {
        let parts: Vec<&str> = self.0.splitn(6, ':').collect();
        let ["arn", _, "iam", "", "aws", resource] = parts[..] else { return None };
        resource.strip_prefix("policy/")
    }

    /// Whether AWS manages the policy and it is called `name`, which may be given with its path.
    pub fn is_aws_managed(&self, name: &str) -> bool {
        let path = self.aws_managed().and_then(|it| it.strip_suffix(name));
        path.is_some_and(|path| path.is_empty() || path.ends_with('/'))
    }
}

/// A policy, kept as IAM sent it: few of thousands are ever read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PolicyDocument {
    /// The policy's name.
    pub name: String,
    /// The document, percent-encoded.
    pub text: String,
}

impl PolicyDocument {
    /// What the document says.
    ///
    /// # Errors
    /// If it is none. What exactly is wrong stays out of annotations.
    pub fn read(&self) -> Result<Policy> {
        self.text.parse().map_err(|error| {
            let why = without_value(&error);
            let message = format!("policy {} is malformed: {why}", self.name);
            Error::new(Code::CallFailed, message)
        })
    }
}
