//! Rules that were set up once and judge item after item.

use std::collections::HashMap;
use std::sync::Arc;

use shared::event::RuleParameters;
use shared::invocation::Environment;
use shared::{AnyRule, ConfigurationItem, Evaluation, Metadata};

use super::credentials::{self, Credentials};
use super::document::{Addressed, Change};
use super::known::{self, ACCOUNT_BLOCK, BUCKET, Known};
use super::later::Later;
use super::prepared::Prepared;
use super::verdicts::Verdicts;
use crate::error::{Error, Result};
use crate::given::Given;
use crate::registry::is_deployed_as;

/// The rules that judge.
pub(super) struct Judge<'a> {
    rules: Vec<Prepared<'a>>,
    /// Which of them somebody gave parameters.
    are_given: Vec<bool>,
    of_type: HashMap<&'static str, Arc<[usize]>>,
    /// What the files hold that rules ask AWS for.
    known: Known,
    /// The items that rules could not judge without what a later file may hold.
    later: Later,
    /// The rules that saved events of a schedule were sent to.
    scheduled: Vec<usize>,
    /// What was said so far.
    pub(super) verdicts: Verdicts,
}

/// A verdict, with where the resource is.
pub(super) struct Row<'a> {
    pub(super) metadata: &'static Metadata,
    pub(super) environment: &'a Environment,
    pub(super) evaluation: &'a Evaluation,
}

/// Whom an item was sent to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Addressee {
    /// Nobody by name: it says how the resource is.
    Everyone,
    /// One of the rules, by its index.
    Rule(usize),
    /// A rule that is none of those that judge.
    Other,
}

impl<'a> Judge<'a> {
    /// Sets up `rules` with what they are given.
    pub(super) fn new(rules: &[&'a dyn AnyRule], given: &Given) -> Result<Self> {
        let mut of_type: HashMap<&'static str, Vec<usize>> = HashMap::new();
        let mut prepared = Vec::with_capacity(rules.len());
        let mut are_given = Vec::with_capacity(rules.len());
        for (index, rule) in rules.iter().enumerate() {
            let name = rule.metadata().name;
            prepared.push(Prepared::new(*rule, &given.of(*rule)).map_err(|error| {
                shared::Error::new(error.code(), format!("parameters of {name}: {error}"))
            })?);
            are_given.push(given.names(*rule));
            for resource_type in rule.metadata().trigger.changes {
                of_type.entry(resource_type).or_default().push(index);
            }
        }
        let of_type = of_type.into_iter().map(|(name, rules)| (name, rules.into())).collect();
        let all = prepared.iter().map(|it| it.rule.metadata()).zip(are_given.iter().copied());
        let verdicts = Verdicts::of(all);
        let (known, later) = (Known::default(), Later::default());
        let scheduled = Vec::new();
        Ok(Self { rules: prepared, are_given, of_type, known, later, scheduled, verdicts })
    }

    /// Whether a change of a resource of this type invokes some rule.
    pub(super) fn is_concerned_with(&self, resource_type: &str) -> bool {
        self.of_type.contains_key(resource_type)
    }

    /// The region of the rules that an account has once.
    pub(super) fn home_region(&self) -> &str {
        self.rules.first().map_or("", |it| &it.parameters.home_region.0)
    }

    /// The rule that is deployed as `name`, by its index.
    fn deployed_as(&self, name: &str) -> Option<usize> {
        self.rules.iter().position(|it| is_deployed_as(it.source.metadata().name, name))
    }

    /// Whom `change` was sent to.
    ///
    /// # Errors
    /// If the event holds parameters that the rule does not take, and that nobody replaces.
    pub(super) fn addressee(&self, change: &Change) -> shared::Result<Addressee> {
        let Some(event) = &change.event else { return Ok(Addressee::Everyone) };
        let Some(index) = self.deployed_as(&event.rule) else { return Ok(Addressee::Other) };
        if let Some(parameters) = self.parameters_of(index, event) {
            self.rules[index].source.configure(parameters)?;
        }
        Ok(Addressee::Rule(index))
    }

    /// What the event to a rule sets it up with: nothing where somebody said otherwise, or where the
    /// event does not say.
    fn parameters_of<'e>(&self, rule: usize, event: &'e Addressed) -> Option<&'e RuleParameters> {
        Some(&event.parameters).filter(|it| !self.are_given[rule] && !it.is_empty())
    }

    /// Has the rules judge `change` that it concerns and that `count` it, by their index, and hands on
    /// what they say.
    pub(super) async fn judge(
        &mut self,
        change: Change,
        to: Addressee,
        counts: impl Fn(usize) -> bool,
        mut show: impl FnMut(Row<'_>) -> Result<()>,
    ) -> Result<()> {
        let Change { item, is_summary, event } = change;
        let of_type = self.of_type.get(item.resource_type.as_str()).map(Arc::clone);
        let mut rules = of_type.as_deref().unwrap_or_default().to_vec();
        if let Addressee::Rule(rule) = to
            && !rules.contains(&rule)
        {
            rules.push(rule);
        }
        if rules.is_empty() {
            self.verdicts.passed_over += 1;
            return Ok(());
        }
        rules.retain(|rule| counts(*rule));
        if to == Addressee::Everyone && !rules.is_empty() {
            self.known.take_block(&item);
        }
        let Some((last, others)) = rules.split_last() else {
            self.verdicts.superseded += 1;
            return Ok(());
        };
        // One rule that fails keeps no other from judging. Most items concern one rule alone, which
        // takes the item itself.
        let (mut all, event) = (Ok(()), event.as_ref());
        for &rule in others {
            let sent = Sent { item: item.clone(), is_summary, to, event };
            all = all.and(self.judge_by(rule, sent, &mut show).await);
        }
        let sent = Sent { item, is_summary, to, event };
        all.and(self.judge_by(*last, sent, &mut show).await)
    }

    /// Has one rule judge an item.
    async fn judge_by(
        &mut self,
        rule: usize,
        sent: Sent<'_>,
        show: &mut impl FnMut(Row<'_>) -> Result<()>,
    ) -> Result<()> {
        let Sent { item, is_summary, to, event } = sent;
        let is_addressee = to == Addressee::Rule(rule);
        let aside = !is_addressee && to != Addressee::Everyone;
        let event = event.filter(|_| is_addressee);
        let left_scope = event.is_some_and(|it| it.left_scope);
        let parameters = event.and_then(|it| self.parameters_of(rule, it));
        let mut own = match parameters {
            Some(parameters) => {
                self.verdicts.judged_by_event(rule, parameters);
                Some(Prepared::new(self.rules[rule].source, parameters)?)
            }
            None => None,
        };
        let prepared = own.as_mut().unwrap_or(&mut self.rules[rule]);
        if is_summary && !left_scope && item.status.inapplicable().is_none() {
            let said = prepared.pass_summary(&item).sorted()?;
            return self.verdicts.take(rule, &said, aside, show);
        }
        let depends = known::may_settle(prepared.rule.metadata(), &item.resource_type);
        let kept = depends.then(|| item.clone());
        let said = prepared.judge(item, left_scope, None).await.sorted()?;
        if let Some(item) = kept.filter(|_| !said.open.is_empty()) {
            let parameters = parameters.map(|it| Arc::new(it.clone()));
            // Where there is no room for it, it stays open.
            if self.later.keep(&item.to_json()?, rule, parameters, aside).is_ok() {
                return Ok(());
            }
        }
        self.verdicts.take(rule, &said, aside, show)
    }

    /// Has the rules judge what they could not judge before all files were read.
    pub(super) async fn judge_later(
        &mut self,
        mut show: impl FnMut(Row<'_>) -> Result<()>,
    ) -> Result<Vec<shared::Error>> {
        let mut failed = Vec::new();
        let mut changes_of_block = Vec::new();
        let kept = std::mem::take(&mut self.later).all();
        for kept in kept.map_err(Error::Output)? {
            let (due, json) = kept.map_err(Error::Output)?;
            let (rule, aside) = (due.rule, due.aside);
            let item = match ConfigurationItem::from_json(&json) {
                Ok(item) => item,
                Err(error) => {
                    failed.push(error);
                    continue;
                }
            };
            let block = self.known.block(item.account_id.as_deref());
            let block = block.filter(|_| item.resource_type == BUCKET);
            let is_change_of_block = item.resource_type == ACCOUNT_BLOCK;
            let mut own = match &due.parameters {
                Some(parameters) => Some(Prepared::new(self.rules[rule].source, parameters)?),
                None => None,
            };
            let prepared = own.as_mut().unwrap_or(&mut self.rules[rule]);
            match prepared.judge(item, false, block).await.sorted() {
                Ok(said) if is_change_of_block => changes_of_block.push((rule, said, aside)),
                Ok(said) => self.verdicts.take(rule, &said, aside, &mut show)?,
                Err(error) => failed.push(error),
            }
        }
        // A block that changed makes a rule judge the account's buckets: these were judged, if they are
        // in the files.
        for (rule, said, aside) in changes_of_block {
            if !self.verdicts.judged_buckets_of(rule, &said.environment.account_id) {
                self.verdicts.take(rule, &said, aside, &mut show)?;
            }
        }
        Ok(failed)
    }

    /// Takes a credential report.
    pub(super) fn take_credentials(&mut self, credentials: Credentials) {
        self.known.take_credentials(credentials);
    }

    /// Takes the event of a schedule, which was sent to the rule of this name.
    pub(super) fn take_schedule(&mut self, name: Option<&str>) {
        match name.and_then(|name| self.deployed_as(name)) {
            Some(rule) => self.scheduled.push(rule),
            None => self.verdicts.unanswered += 1,
        }
    }

    /// Has every rule judge that reads the credential report.
    pub(super) async fn judge_credentials(
        &mut self,
        mut show: impl FnMut(Row<'_>) -> Result<()>,
    ) -> Result<Vec<shared::Error>> {
        let reports = self.known.credentials();
        let mut failed = Vec::new();
        for credentials in &reports {
            for (rule, prepared) in self.rules.iter().enumerate() {
                if !credentials::are_read_by(prepared.rule.metadata()) {
                    continue;
                }
                match prepared.judge_credentials(credentials).await.sorted() {
                    Ok(said) => self.verdicts.take(rule, &said, false, &mut show)?,
                    Err(error) => failed.push(error),
                }
            }
            self.verdicts.has_credentials(&credentials.account);
        }
        for rule in std::mem::take(&mut self.scheduled) {
            let reads = credentials::are_read_by(self.rules[rule].rule.metadata());
            if reports.is_empty() || !reads {
                self.verdicts.leave_schedule(rule);
            }
        }
        Ok(failed)
    }
}

/// An item, and whom it was sent to.
struct Sent<'e> {
    item: ConfigurationItem,
    is_summary: bool,
    to: Addressee,
    event: Option<&'e Addressed>,
}
