//! What a rule is given to gather its facts with.

use std::sync::Arc;

use jiff::Timestamp;

use crate::aws::Aws;
use crate::error::{Error, Result};
use crate::exception::ExceptionParameters;
use crate::item::ConfigurationItem;
use crate::parameters::{Integer, ParameterPrefix, Region};

crate::parameters! {
    /// The region that holds the once-per-account rules, attestations and exceptions.
    home_region: Region = "us-east-1",
    /// The path in Parameter Store under which attestations and exceptions lie.
    attestation_prefix: ParameterPrefix = "/compliance/aws-core",
    /// Days after which a sweep sends an unchanged result again.
    refresh_days: Integer<1, 365> = 7,
    ..exceptions: ExceptionParameters,
}

/// Where and for whom a rule runs.
#[derive(Debug, Clone)]
pub struct Environment {
    /// The account whose resources are judged.
    pub account_id: String,
    /// The region the rule stands in.
    pub region: String,
    /// The partition, such as `aws`.
    pub partition: String,
    /// The name the rule was deployed under.
    pub rule_name: Option<String>,
    /// The parameters that all rules have.
    pub parameters: Parameters,
    /// The way to AWS, or what was saved of it; absent where there is nothing of either.
    pub aws: Option<Aws>,
}

impl Environment {
    /// The way to AWS.
    pub fn aws(&self) -> Result<&Aws> {
        self.aws.as_ref().ok_or_else(Error::offline)?.asked()
    }
}

/// The one invocation that a rule answers.
#[derive(Debug, Clone)]
pub struct Invocation {
    /// Where and for whom.
    pub environment: Arc<Environment>,
    /// The moment that every age is measured at: when the item was captured, or the schedule sent.
    pub time: Timestamp,
    /// What happened.
    pub cause: Cause,
}

/// Why a rule was invoked.
#[derive(Debug, Clone)]
pub enum Cause {
    /// A resource changed: this is its state now.
    Change(Box<ConfigurationItem>),
    /// The rule's period has passed.
    Schedule,
}

impl Invocation {
    /// The changed item, if it is of type `resource_type`.
    pub fn changed(&self, resource_type: &str) -> Option<&ConfigurationItem> {
        match &self.cause {
            Cause::Change(item) if item.resource_type == resource_type => Some(item),
            _ => None,
        }
    }

    /// The way to AWS.
    pub fn aws(&self) -> Result<&Aws> {
        self.environment.aws()
    }

    /// The account whose resources are judged.
    pub fn account_id(&self) -> &str {
        &self.environment.account_id
    }
}
