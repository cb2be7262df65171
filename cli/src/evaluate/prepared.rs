//! A rule that was set up once and judges one thing after the other.

use std::sync::Arc;

use shared::event::RuleParameters;
use shared::invocation::{Environment, Parameters};
use shared::rule::ConfiguredRule;
use shared::{ACCOUNT, AnyRule, ConfigurationItem, Evaluation, Timestamp, pipeline};

use super::credentials::Credentials;

/// The account of an item that names none.
const UNKNOWN: &str = "unknown";

/// A rule that is set up.
pub(super) struct Prepared<'a> {
    /// The rule as the registry has it.
    pub(super) source: &'a dyn AnyRule,
    pub(super) rule: Box<dyn ConfiguredRule>,
    pub(super) parameters: Parameters,
    /// Where the last item was: the next one is nearly always from there too.
    environment: Option<Arc<Environment>>,
}

impl<'a> Prepared<'a> {
    /// The rule `source`, set up with `given`.
    pub(super) fn new(source: &'a dyn AnyRule, given: &RuleParameters) -> shared::Result<Self> {
        let (rule, parameters) = source.configure(given)?;
        Ok(Self { source, rule, parameters, environment: None })
    }

    fn environment(&mut self, item: &ConfigurationItem) -> Arc<Environment> {
        let account_id = item.account_id.as_deref().unwrap_or(UNKNOWN);
        let region = item.region.as_deref().unwrap_or(UNKNOWN);
        if let Some(last) = &self.environment
            && last.account_id == account_id
            && last.region == region
        {
            return Arc::clone(last);
        }
        let partition = item.arn.as_deref().and_then(|arn| arn.split(':').nth(1)).unwrap_or("aws");
        let environment = Arc::new(Environment {
            account_id: account_id.to_owned(),
            region: region.to_owned(),
            partition: partition.to_owned(),
            rule_name: Some(self.rule.metadata().name.to_owned()),
            parameters: self.parameters.clone(),
            aws: None,
        });
        self.environment = Some(Arc::clone(&environment));
        environment
    }

    /// Judges what changed with `item`.
    pub(super) async fn judge(&mut self, left_scope: bool, item: ConfigurationItem) -> Said {
        let environment = self.environment(&item);
        let rule = self.rule.as_ref();
        // Identifiers are worth keeping for those that fail alone; they are few.
        let (resource_type, resource_id) = (item.resource_type.clone(), item.resource_id.clone());
        let time = item.capture_time.unwrap_or_default();
        let result = match pipeline::judge(rule, &environment, left_scope, item).await {
            Ok(findings) => Ok(findings.evaluations),
            Err(error) => Err(Unsaid { resource_type, resource_id, time, error }),
        };
        Said { environment, result }
    }

    /// Judges the credential report, as on the rule's schedule.
    pub(super) async fn judge_credentials(&self, credentials: &Credentials) -> Said {
        let Credentials { aws, account, partition, generated } = credentials;
        let environment = Arc::new(Environment {
            account_id: account.clone(),
            region: self.parameters.home_region.0.clone(),
            partition: partition.clone(),
            rule_name: None,
            parameters: self.parameters.clone(),
            aws: Some(aws.clone()),
        });
        let found = pipeline::sweep(self.rule.as_ref(), &environment, *generated).await;
        let result = found.map(|it| it.evaluations).map_err(|error| Unsaid {
            resource_type: ACCOUNT.to_owned(),
            resource_id: account.clone(),
            time: *generated,
            error,
        });
        Said { environment, result }
    }
}

/// What a rule said, and where.
pub(super) struct Said {
    pub(super) environment: Arc<Environment>,
    pub(super) result: Result<Vec<Evaluation>, Unsaid>,
}

/// Of which resource a rule could say nothing.
pub(super) struct Unsaid {
    pub(super) resource_type: String,
    pub(super) resource_id: String,
    pub(super) time: Timestamp,
    pub(super) error: shared::Error,
}
