//! A rule that was set up once and judges one thing after the other.

use std::sync::Arc;

use shared::aws::{Aws, Saved};
use shared::event::RuleParameters;
use shared::invocation::{Environment, Parameters};
use shared::public_access_block::PublicAccessBlock;
use shared::rule::ConfiguredRule;
use shared::{
    ACCOUNT, AnyRule, Basis, Code, ComplianceType, ConfigurationItem, Evaluation, Timestamp,
    pipeline,
};

use super::credentials::Credentials;

/// The account of an item that names none.
const UNKNOWN: &str = "unknown";
const OVERSIZED: &str = "only the summary of an oversized item is there; save the item with `aws \
                         configservice get-resource-config-history`";

/// A rule that is set up.
pub(super) struct Prepared<'a> {
    /// The rule as the registry has it.
    pub(super) source: &'a dyn AnyRule,
    pub(super) rule: Box<dyn ConfiguredRule>,
    pub(super) parameters: Parameters,
    /// Where the last item was: the next one is nearly always from there too.
    environment: Option<(Option<PublicAccessBlock>, Arc<Environment>)>,
}

impl<'a> Prepared<'a> {
    /// The rule `source`, set up with `given`.
    pub(super) fn new(source: &'a dyn AnyRule, given: &RuleParameters) -> shared::Result<Self> {
        let (rule, parameters) = source.configure(given)?;
        Ok(Self { source, rule, parameters, environment: None })
    }

    fn environment(
        &mut self,
        item: &ConfigurationItem,
        block: Option<PublicAccessBlock>,
    ) -> Arc<Environment> {
        let account_id = item.account_id.as_deref().unwrap_or(UNKNOWN);
        let region = item.region.as_deref().unwrap_or(UNKNOWN);
        if let Some((known, last)) = &self.environment
            && *known == block
            && last.account_id == account_id
            && last.region == region
        {
            return Arc::clone(last);
        }
        let partition = item.arn.as_deref().and_then(|arn| arn.split(':').nth(1)).unwrap_or("aws");
        let saved = Saved { account_block: block, ..Saved::default() };
        let environment = Arc::new(Environment {
            account_id: account_id.to_owned(),
            region: region.to_owned(),
            partition: partition.to_owned(),
            rule_name: Some(self.rule.metadata().name.to_owned()),
            parameters: self.parameters.clone(),
            aws: Some(Aws::of_saved(saved)),
        });
        self.environment = Some((block, Arc::clone(&environment)));
        environment
    }

    /// Judges `item`, a resource that left the rule's scope if `left_scope`. Of AWS no more is known
    /// than the account's `block` of public access, if that.
    pub(super) async fn judge(
        &mut self,
        item: ConfigurationItem,
        left_scope: bool,
        block: Option<PublicAccessBlock>,
    ) -> Said {
        let environment = self.environment(&item, block);
        let rule = self.rule.as_ref();
        // Identifiers are worth keeping for those that fail alone; they are few.
        let (resource_type, resource_id) = (item.resource_type.clone(), item.resource_id.clone());
        let time = item.capture_time.unwrap_or_default();
        let result = match pipeline::judge(rule, &environment, left_scope, item).await {
            Ok(findings) => Ok(findings.evaluations),
            Err(error) => Err(Unsaid { resource_type, resource_id, time, error }),
        };
        let missed = environment.aws.as_ref().is_some_and(Aws::was_missed);
        Said { environment, result, missed }
    }

    /// Does not judge `item`, which is the summary of one that is too long to be sent.
    pub(super) fn pass_summary(&mut self, item: &ConfigurationItem) -> Said {
        let environment = self.environment(item, None);
        let unsaid = Unsaid {
            resource_type: item.resource_type.clone(),
            resource_id: item.resource_id.clone(),
            time: item.capture_time.unwrap_or_default(),
            error: shared::Error::new(Code::Offline, OVERSIZED),
        };
        Said { environment, result: Err(unsaid), missed: true }
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
        // Whatever the report does not tell would have to be asked of IAM.
        Said { environment, result, missed: true }
    }
}

/// What a rule said, and where.
pub(super) struct Said {
    environment: Arc<Environment>,
    result: Result<Vec<Evaluation>, Unsaid>,
    /// Whether the rule asked for something that only AWS could have told.
    missed: bool,
}

/// Of which resource a rule could say nothing.
struct Unsaid {
    resource_type: String,
    resource_id: String,
    time: Timestamp,
    error: shared::Error,
}

/// What a rule said: verdicts, and what stays open because AWS was not asked.
pub(super) struct Sorted {
    pub(super) environment: Arc<Environment>,
    pub(super) judged: Vec<Evaluation>,
    pub(super) open: Vec<Open>,
}

/// A resource that was not judged.
pub(super) struct Open {
    pub(super) resource_type: String,
    pub(super) resource_id: String,
    pub(super) time: Timestamp,
    /// Why not.
    pub(super) why: String,
}

impl Said {
    /// Tells verdicts from what stays open.
    ///
    /// # Errors
    /// If the rule failed for another reason.
    pub(super) fn sorted(self) -> shared::Result<Sorted> {
        let Self { environment, result, missed } = self;
        let evaluations = match result {
            Ok(evaluations) => evaluations,
            Err(Unsaid { resource_type, resource_id, time, error })
                if error.code() == Code::Offline =>
            {
                let why = error.to_string();
                let open = vec![Open { resource_type, resource_id, time, why }];
                return Ok(Sorted { environment, judged: Vec::new(), open });
            }
            Err(Unsaid { error, .. }) => return Err(error),
        };
        if !missed {
            return Ok(Sorted { environment, judged: evaluations, open: Vec::new() });
        }
        let (open, judged): (Vec<_>, Vec<_>) = evaluations.into_iter().partition(rests_on_nothing);
        let open = open.into_iter().map(|it| Open {
            resource_type: it.resource_type,
            resource_id: it.resource_id,
            time: it.ordering_timestamp,
            why: it.annotation,
        });
        Ok(Sorted { environment, judged, open: open.collect() })
    }
}

/// Whether a resource does not comply only because nobody knows: a violation that was seen stands first
/// and stays one, whatever else is unknown.
fn rests_on_nothing(evaluation: &Evaluation) -> bool {
    evaluation.compliance_type == ComplianceType::NonCompliant
        && matches!(evaluation.basis, Basis::Unverified | Basis::NeedsAttestation)
}
