//! What the rules said, counted, and what they could not say.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use answers::Report;
use shared::event::RuleParameters;
use shared::{Metadata, Timestamp};

use super::answered::Collected;
use super::judge::Row;
use super::known::BUCKET;
use super::prepared::{Open, Sorted};
use super::tally::Tally;
use crate::Outcome;
use crate::error::Result;
use crate::items::{Lacking, List};

/// What was said so far.
#[derive(Debug, Default)]
pub(super) struct Verdicts {
    rules: Vec<OfRule>,
    /// Items whose change invokes none of the rules.
    pub(super) passed_over: usize,
    /// Older states of resources, of which a newer one was judged.
    pub(super) superseded: usize,
    /// Messages that hold no item.
    pub(super) without_item: usize,
    /// Events of a schedule that no rule answers.
    pub(super) unanswered: usize,
    /// Items that came without their tags.
    pub(super) without_tags: usize,
    /// What documents say that they do not hold, and how many do.
    lacking: BTreeMap<&'static str, usize>,
    /// Whether something is lacking that might not comply.
    is_incomplete: bool,
    /// All that was said, if it is wanted at the end.
    collected: Option<Collected>,
}

/// What one rule said.
#[derive(Debug)]
struct OfRule {
    metadata: &'static Metadata,
    tally: Tally,
    /// The first thing that it could not judge, and why.
    unjudged: Option<String>,
    /// How many items were judged by the parameters of saved events, and the names of these parameters.
    by_event: (usize, BTreeSet<String>),
    /// Whether `--parameters` names the rule.
    is_given: bool,
    /// The accounts whose buckets it judged.
    bucket_accounts: HashSet<String>,
}

impl Verdicts {
    /// Nothing yet, of rules of which each is named by `--parameters` or not.
    pub(super) fn of(rules: impl Iterator<Item = (&'static Metadata, bool)>) -> Self {
        let rules = rules.map(|(metadata, is_given)| OfRule {
            metadata,
            tally: Tally::default(),
            unjudged: None,
            by_event: (0, BTreeSet::new()),
            is_given,
            bucket_accounts: HashSet::new(),
        });
        Self { rules: rules.collect(), ..Self::default() }
    }

    /// From now on keeps all that is said, for [`Verdicts::report`].
    pub(super) fn collect(&mut self) {
        self.collected = Some(Collected::default());
    }

    /// Takes what the rule with the index `rule` said, of an item that was sent to another rule if
    /// `aside`, and shows it.
    pub(super) fn take(
        &mut self,
        rule: usize,
        said: &Sorted,
        aside: bool,
        show: &mut impl FnMut(Row<'_>) -> Result<()>,
    ) -> Result<()> {
        let Sorted { environment, judged, open } = said;
        let of_rule = &mut self.rules[rule];
        let metadata = of_rule.metadata;
        for it in open {
            of_rule.leave_open(it);
            if let Some(collected) = &mut self.collected {
                collected.leave_open(metadata, environment, it, aside);
            }
        }
        for evaluation in judged {
            show(Row { metadata, environment, evaluation })?;
            of_rule.tally.count(evaluation.compliance_type);
            if evaluation.resource_type == BUCKET
                && !of_rule.bucket_accounts.contains(&environment.account_id)
            {
                of_rule.bucket_accounts.insert(environment.account_id.clone());
            }
            if let Some(collected) = &mut self.collected {
                collected.take(metadata, environment, evaluation, aside);
            }
        }
        Ok(())
    }

    /// Whether the rule with the index `rule` judged a bucket of `account`.
    pub(super) fn judged_buckets_of(&self, rule: usize, account: &str) -> bool {
        self.rules[rule].bucket_accounts.contains(account)
    }

    /// Notes that a rule judged an item by the parameters of a saved event.
    pub(super) fn judged_by_event(&mut self, rule: usize, parameters: &RuleParameters) {
        let (count, names) = &mut self.rules[rule].by_event;
        *count += 1;
        for name in parameters.keys() {
            if !names.contains(name) {
                names.insert(name.clone());
            }
        }
    }

    /// Notes that the event of a schedule asks a rule for what only AWS could tell.
    pub(super) fn leave_schedule(&mut self, rule: usize) {
        let of_rule = &mut self.rules[rule];
        of_rule.tally.unjudged += 1;
        let why = "a scheduled event: it makes the rule ask AWS, which is not there";
        of_rule.unjudged.get_or_insert_with(|| why.to_owned());
    }

    /// Notes what a document says that it does not hold.
    pub(super) fn lacks(&mut self, lacking: Lacking) {
        let what = match lacking {
            Lacking::Pages(List::Items) => {
                "answers go on (nextToken): further states of the resource were not given"
            }
            Lacking::Pages(_) => "answers go on (nextToken): the pages after them were not given",
            Lacking::Unprocessed => "answers name resources that AWS Config did not look up",
        };
        *self.lacking.entry(what).or_default() += 1;
        self.is_incomplete |= lacking != Lacking::Pages(List::Items);
    }

    /// Notes that the credential report of `account` was judged.
    pub(super) fn has_credentials(&mut self, account: &str) {
        if let Some(collected) = &mut self.collected {
            collected.has_credentials(account);
        }
    }

    /// The questionnaire, answered as far as what was said goes.
    ///
    /// # Panics
    /// If nothing was collected.
    pub(super) fn report(&mut self, home: &str, unreadable: usize, now: Timestamp) -> Report {
        let collected = self.collected.take().expect("it was collected");
        let rules: Vec<&'static Metadata> = self.rules.iter().map(|it| it.metadata).collect();
        let mut limits = self.lacks_what();
        limits.extend(self.whose_parameters());
        if unreadable > 0 {
            limits.push(format!("{unreadable} of what was given could not be read."));
        }
        collected.report(&rules, home, limits, now)
    }

    /// What is lacking, each in a sentence.
    pub(super) fn lacks_what(&self) -> Vec<String> {
        let lacking = self.lacking.iter().map(|(what, count)| format!("{count} {what}."));
        let tags = (self.without_tags > 0).then(|| {
            let count = self.without_tags;
            format!(
                "{count} items carry no tags, which BatchGetResourceConfig leaves out: controls that \
                 read tags took these resources for untagged."
            )
        });
        lacking.chain(tags).collect()
    }

    /// By whose parameters the rules judged, where these are not the defaults.
    pub(super) fn whose_parameters(&self) -> Vec<String> {
        let asked = self.rules.iter().filter(|it| !it.tally.is_empty());
        let mut by_file = Vec::new();
        let mut sentences = Vec::new();
        for OfRule { metadata, by_event: (count, names), is_given, .. } in asked {
            if *is_given {
                by_file.push(metadata.name);
            } else if *count > 0 {
                let names: Vec<&str> = names.iter().map(String::as_str).collect();
                let (name, names) = (metadata.name, names.join(", "));
                let items = if *count == 1 { "item" } else { "items" };
                sentences.push(format!(
                    "{name} judged {count} {items} by the parameters of saved events: {names}."
                ));
            }
        }
        if !by_file.is_empty() {
            let names = by_file.join(", ");
            sentences.push(format!("Judged by the parameters of --parameters: {names}."));
        }
        sentences
    }

    /// What each rule said that was asked.
    pub(super) fn tallies(&self) -> impl Iterator<Item = (&'static Metadata, Tally)> {
        let of_rules = self.rules.iter().map(|it| (it.metadata, it.tally));
        of_rules.filter(|(_, tally)| !tally.is_empty())
    }

    /// The first thing that each rule could not judge without AWS.
    pub(super) fn unjudged(&self) -> impl Iterator<Item = (&'static Metadata, usize, &str)> {
        self.rules
            .iter()
            .filter_map(|it| Some((it.metadata, it.tally.unjudged, it.unjudged.as_deref()?)))
    }

    /// How it went, apart from what could not be read.
    pub(super) fn outcome(&self) -> Outcome {
        let all = self.rules.iter().map(|it| it.tally).fold(Tally::default(), Tally::add);
        let open = all.unjudged > 0 || self.unanswered > 0 || self.is_incomplete;
        if all.non_compliant > 0 {
            Outcome::NonCompliant
        } else if open || all.compliant == 0 {
            Outcome::Unjudged
        } else {
            Outcome::Clean
        }
    }
}

impl OfRule {
    fn leave_open(&mut self, open: &Open) {
        self.tally.unjudged += 1;
        self.unjudged.get_or_insert_with(|| format!("{}: {}", open.resource_id, open.why));
    }
}
