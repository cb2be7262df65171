//! What a rule is.

use std::pin::Pin;

use jiff::Timestamp;

use crate::error::Result;
use crate::evaluation::{Evaluation, merge};
use crate::event::RuleParameters;
use crate::invocation::{self, Invocation};
use crate::item::{ACCOUNT, ConfigurationItem};
use crate::metadata::Metadata;
use crate::parameters::{self, ParameterSet, ParameterSpec};
use crate::verdict::Verdict;

/// One control: what it declares, what may be tuned, and how it reaches a verdict.
///
/// A rule is a unit struct. It **gathers** facts, the only place that may call AWS, and **judges**
/// them: a pure function without AWS, clock or environment, so that recorded facts always get the
/// verdict they got in production.
pub trait Rule: Send + Sync + 'static {
    /// What is told of the rule elsewhere.
    const METADATA: Metadata;

    /// The types of protections: when one of these is gone, the rule is asked what remains. Of other
    /// types a resource that is gone is NOT_APPLICABLE, and that is all.
    ///
    /// The item that the rule is given then has no configuration.
    const JUDGES_WHAT_REMAINS: &'static [&'static str] = &[];

    /// What an owner may tune; [`parameters!`](crate::parameters!) declares it.
    type Parameters: ParameterSet;

    /// Everything the verdict on one resource depends on.
    type Facts: Send;

    /// The resources that an invocation asks about, each with its facts.
    fn gather(
        invocation: &Invocation,
        parameters: &Self::Parameters,
    ) -> impl Future<Output = Result<Inventory<Self::Facts>>> + Send;

    /// The verdict on one resource, at the moment `time`.
    fn judge(facts: &Self::Facts, parameters: &Self::Parameters, time: Timestamp) -> Verdict;
}

/// The resources to judge.
#[derive(Debug)]
pub struct Inventory<F> {
    subjects: Vec<Subject<F>>,
    covers: &'static [&'static str],
    if_empty: Option<&'static str>,
}

impl<F> Inventory<F> {
    /// Some resources, among others that this invocation says nothing about.
    pub fn some(subjects: impl IntoIterator<Item = Subject<F>>) -> Self {
        Self { subjects: subjects.into_iter().collect(), covers: &[], if_empty: None }
    }

    /// All resources of the types `covers`: earlier results for others of these types are retired,
    /// since those no longer exist.
    ///
    /// Where there is none at all besides the account itself, the account is COMPLIANT because of
    /// `if_empty`: no run is silent.
    pub fn all(
        covers: &'static [&'static str],
        subjects: impl IntoIterator<Item = Subject<F>>,
        if_empty: &'static str,
    ) -> Self {
        Self { subjects: subjects.into_iter().collect(), covers, if_empty: Some(if_empty) }
    }

    /// All resources of the types `covers`, beside others that are judged when they change: that
    /// there is none says nothing of the account. Earlier results for others of these types, and
    /// for the account, are retired.
    pub fn listed(
        covers: &'static [&'static str],
        subjects: impl IntoIterator<Item = Subject<F>>,
    ) -> Self {
        Self { subjects: subjects.into_iter().collect(), covers, if_empty: None }
    }
}

/// A resource to judge.
#[derive(Debug)]
pub struct Subject<F> {
    resource_type: String,
    resource_id: String,
    arn: Option<String>,
    name: Option<String>,
    facts: Result<F>,
}

impl<F> Subject<F> {
    /// A resource whose facts were read, or could not be: then it is reported NON_COMPLIANT as
    /// not verified, and the others are judged all the same.
    pub fn new(
        resource_type: impl Into<String>,
        resource_id: impl Into<String>,
        facts: Result<F>,
    ) -> Self {
        Self {
            resource_type: resource_type.into(),
            resource_id: resource_id.into(),
            arn: None,
            name: None,
            facts,
        }
    }

    /// The resource that `item` is the state of.
    pub fn of(item: &ConfigurationItem, facts: Result<F>) -> Self {
        Self::new(&item.resource_type, &item.resource_id, facts).with_arn(item.arn.clone())
    }

    /// The account.
    pub fn account(invocation: &Invocation, facts: Result<F>) -> Self {
        Self::new(ACCOUNT, invocation.account_id(), facts)
    }

    /// Adds the ARN that an exception may name the resource by.
    #[must_use]
    pub fn with_arn(self, arn: Option<String>) -> Self {
        Self { arn, ..self }
    }

    /// Adds what people know the resource by, such as `User alice`: where it is not verified, the
    /// annotation names it so instead of by its id.
    #[must_use]
    pub fn called(self, name: String) -> Self {
        Self { name: Some(name), ..self }
    }
}

/// What a rule found.
#[derive(Debug, Default)]
pub struct Findings {
    /// One evaluation per resource, sorted by resource.
    pub evaluations: Vec<Evaluation>,
    /// The types whose resources were all listed.
    pub covers: &'static [&'static str],
}

/// A future behind a pointer, so that the library's pipeline is compiled once, not once a rule.
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// A [`Rule`] whose types are erased, so that rules can stand side by side.
pub trait AnyRule: Send + Sync {
    /// See [`Rule::METADATA`].
    fn metadata(&self) -> &'static Metadata;

    /// The parameters the rule accepts: its own, then those that all rules have.
    fn parameters(&self) -> Vec<ParameterSpec>;

    /// The rule set up with `given`, and what these say to the parameters that all rules have.
    fn configure(
        &self,
        given: &RuleParameters,
    ) -> Result<(Box<dyn ConfiguredRule>, invocation::Parameters)>;
}

/// A rule whose parameters were read.
pub trait ConfiguredRule: Send + Sync {
    /// See [`Rule::METADATA`].
    fn metadata(&self) -> &'static Metadata;

    /// See [`Rule::JUDGES_WHAT_REMAINS`].
    fn judges_what_remains(&self) -> &'static [&'static str];

    /// Gathers and judges.
    fn find<'a>(&'a self, invocation: &'a Invocation) -> BoxFuture<'a, Result<Findings>>;
}

impl<R: Rule> AnyRule for R {
    fn metadata(&self) -> &'static Metadata {
        &R::METADATA
    }

    fn parameters(&self) -> Vec<ParameterSpec> {
        <(R::Parameters, invocation::Parameters)>::specs()
    }

    fn configure(
        &self,
        given: &RuleParameters,
    ) -> Result<(Box<dyn ConfiguredRule>, invocation::Parameters)> {
        let (parameters, common) = parameters::read(given)?;
        Ok((Box::new(Configured::<R> { parameters }), common))
    }
}

struct Configured<R: Rule> {
    parameters: R::Parameters,
}

impl<R: Rule> ConfiguredRule for Configured<R> {
    fn metadata(&self) -> &'static Metadata {
        &R::METADATA
    }

    fn judges_what_remains(&self) -> &'static [&'static str] {
        R::JUDGES_WHAT_REMAINS
    }

    fn find<'a>(&'a self, invocation: &'a Invocation) -> BoxFuture<'a, Result<Findings>> {
        Box::pin(async move {
            let Inventory { subjects, covers, if_empty } =
                R::gather(invocation, &self.parameters).await?;
            let only_account = subjects.iter().all(|it| it.resource_type == ACCOUNT);
            let mut evaluations: Vec<Evaluation> = subjects
                .into_iter()
                .map(|subject| {
                    let verdict = match &subject.facts {
                        Ok(facts) => R::judge(facts, &self.parameters, invocation.time),
                        Err(error) => {
                            let name = subject.name.as_ref().unwrap_or(&subject.resource_id);
                            Verdict::unverified(name, error)
                        }
                    };
                    let Subject { resource_type, resource_id, arn, .. } = subject;
                    let evaluation =
                        Evaluation::new(resource_type, resource_id, invocation.time, &verdict);
                    Evaluation { arn, ..evaluation }
                })
                .collect();
            if let Some(reason) = if_empty.filter(|_| only_account) {
                let (account, verdict) = (invocation.account_id(), Verdict::compliant(reason));
                evaluations.push(Evaluation::new(ACCOUNT, account, invocation.time, &verdict));
            }
            Ok(Findings { evaluations: merge(evaluations), covers })
        })
    }
}
