//! Rules that were set up once and judge item after item.

use std::collections::HashMap;
use std::sync::Arc;

use answers::Report;
use shared::invocation::Environment;
use shared::{AnyRule, Code, Evaluation, Metadata, Timestamp, Verdict};

use super::answered::Collected;
use super::credentials::{self, Credentials};
use super::document::Change;
use super::prepared::{Prepared, Said, Unsaid};
use super::tally::Tally;
use crate::Outcome;
use crate::error::Result;
use crate::given::Given;
use crate::registry::is_deployed_as;

/// The rules that judge, and what they said so far.
pub(super) struct Judge<'a> {
    rules: Vec<Prepared<'a>>,
    of_type: HashMap<&'static str, Arc<[usize]>>,
    tallies: Vec<Tally>,
    /// Items whose change invokes none of the rules.
    passed_over: usize,
    /// Older states of resources, of which a newer one was judged.
    superseded: usize,
    /// The first thing that each rule could not judge, and why.
    unjudged: Vec<Option<String>>,
    /// All that was said, if it is wanted at the end.
    collected: Option<Collected>,
}

/// A verdict, with where the resource is.
pub(super) struct Row<'a> {
    pub(super) metadata: &'static Metadata,
    pub(super) environment: &'a Environment,
    pub(super) evaluation: &'a Evaluation,
}

impl<'a> Judge<'a> {
    /// Sets up `rules` with what they are given.
    pub(super) fn new(rules: &[&'a dyn AnyRule], given: &Given) -> Result<Self> {
        let mut of_type: HashMap<&'static str, Vec<usize>> = HashMap::new();
        let mut prepared = Vec::with_capacity(rules.len());
        for (index, rule) in rules.iter().enumerate() {
            let name = rule.metadata().name;
            prepared.push(Prepared::new(*rule, &given.of(*rule)).map_err(|error| {
                shared::Error::new(error.code(), format!("parameters of {name}: {error}"))
            })?);
            for resource_type in rule.metadata().trigger.changes {
                of_type.entry(resource_type).or_default().push(index);
            }
        }
        let of_type = of_type.into_iter().map(|(name, rules)| (name, rules.into())).collect();
        let tallies = vec![Tally::default(); prepared.len()];
        let unjudged = vec![None; prepared.len()];
        Ok(Self {
            rules: prepared,
            of_type,
            tallies,
            passed_over: 0,
            superseded: 0,
            unjudged,
            collected: None,
        })
    }

    /// Whether a change of a resource of this type invokes some rule.
    pub(super) fn is_concerned_with(&self, resource_type: &str) -> bool {
        self.of_type.contains_key(resource_type)
    }

    /// From now on keeps all that is said, for [`Judge::report`].
    pub(super) fn collect(&mut self) {
        self.collected = Some(Collected::default());
    }

    /// Notes that an item is an older state of a resource.
    pub(super) fn supersede(&mut self) {
        self.superseded += 1;
    }

    /// How many items were older states.
    pub(super) fn superseded(&self) -> usize {
        self.superseded
    }

    /// Notes that an item was passed over, since its change invokes no rule.
    pub(super) fn pass_over(&mut self) {
        self.passed_over += 1;
    }

    /// Has every rule judge that a change of this resource invokes, and hands on what they say.
    pub(super) async fn judge(
        &mut self,
        change: Change,
        mut verdict: impl FnMut(Row<'_>) -> Result<()>,
    ) -> Result<()> {
        let Change { item, left_scope, rule: named } = change;
        let addressed = named.and_then(|(name, given)| {
            Some((
                self.rules
                    .iter()
                    .position(|it| is_deployed_as(it.source.metadata().name, &name))?,
                given,
            ))
        });
        if let Some((index, given)) = addressed {
            // The event was for this rule and carries its parameters.
            let prepared = &mut Prepared::new(self.rules[index].source, &given)?;
            let said = prepared.judge(left_scope, item).await;
            return self.said(index, said, &mut verdict);
        }
        let Some(indices) = self.of_type.get(item.resource_type.as_str()).map(Arc::clone) else {
            self.pass_over();
            return Ok(());
        };
        // One rule that fails keeps no other from judging. Most items concern one rule alone, which
        // takes the item itself.
        let mut all = Ok(());
        let (last, others) = indices.split_last().expect("a type is there because of a rule");
        for &index in others {
            let said = self.rules[index].judge(left_scope, item.clone()).await;
            all = all.and(self.said(index, said, &mut verdict));
        }
        let said = self.rules[*last].judge(left_scope, item).await;
        all.and(self.said(*last, said, &mut verdict))
    }

    fn said(
        &mut self,
        index: usize,
        said: Said,
        verdict: &mut impl FnMut(Row<'_>) -> Result<()>,
    ) -> Result<()> {
        let metadata = self.rules[index].rule.metadata();
        let Said { environment, result } = said;
        let evaluations = match result {
            Ok(evaluations) => evaluations,
            Err(Unsaid { resource_type, resource_id, time, error })
                if error.code() == Code::Offline =>
            {
                self.tallies[index].unjudged += 1;
                self.unjudged[index].get_or_insert_with(|| format!("{resource_id}: {error}"));
                if let Some(collected) = &mut self.collected {
                    let verdict = Verdict::unverified(&resource_id, &error);
                    let unverified = Evaluation::new(resource_type, resource_id, time, &verdict);
                    collected.take(metadata, &environment, &unverified);
                }
                return Ok(());
            }
            Err(Unsaid { error, .. }) => return Err(error.into()),
        };
        for evaluation in &evaluations {
            verdict(Row { metadata, environment: &environment, evaluation })?;
            self.tallies[index].count(evaluation.compliance_type);
            if let Some(collected) = &mut self.collected {
                collected.take(metadata, &environment, evaluation);
            }
        }
        Ok(())
    }

    /// Has every rule judge that reads the credential report.
    pub(super) async fn judge_credentials(
        &mut self,
        credentials: &Credentials,
        mut verdict: impl FnMut(Row<'_>) -> Result<()>,
    ) -> Result<()> {
        for index in 0..self.rules.len() {
            let prepared = &self.rules[index];
            if credentials::are_read_by(prepared.rule.metadata()) {
                let said = prepared.judge_credentials(credentials).await;
                self.said(index, said, &mut verdict)?;
            }
        }
        if let Some(collected) = &mut self.collected {
            collected.has_credentials(&credentials.account);
        }
        Ok(())
    }

    /// The questionnaire, answered as far as what was said goes.
    ///
    /// # Panics
    /// If nothing was collected.
    pub(super) fn report(&mut self, unreadable: usize, now: Timestamp) -> Report {
        let collected = self.collected.take().expect("it was collected");
        let home = self.rules.first().map(|it| it.parameters.home_region.0.clone());
        let rules: Vec<&'static Metadata> =
            self.rules.iter().map(|it| it.rule.metadata()).collect();
        collected.report(&rules, &home.unwrap_or_default(), unreadable, now)
    }

    /// What each rule said that was asked.
    pub(super) fn tallies(&self) -> impl Iterator<Item = (&'static Metadata, Tally)> {
        let of_rules = self.rules.iter().map(|it| it.rule.metadata());
        of_rules.zip(self.tallies.iter().copied()).filter(|(_, tally)| !tally.is_empty())
    }

    /// The first thing that each rule could not judge without AWS.
    pub(super) fn unjudged(&self) -> impl Iterator<Item = (&'static Metadata, usize, &str)> {
        self.rules.iter().zip(&self.unjudged).zip(&self.tallies).filter_map(
            |((rule, first), it)| Some((rule.rule.metadata(), it.unjudged, first.as_deref()?)),
        )
    }

    /// How many items no rule is invoked by.
    pub(super) fn passed_over(&self) -> usize {
        self.passed_over
    }

    /// How it went, apart from what could not be read.
    pub(super) fn outcome(&self) -> Outcome {
        let all = self.tallies.iter().copied().fold(Tally::default(), Tally::add);
        if all.non_compliant > 0 {
            Outcome::NonCompliant
        } else if all.unjudged > 0 || all.compliant == 0 {
            Outcome::Unjudged
        } else {
            Outcome::Clean
        }
    }
}
