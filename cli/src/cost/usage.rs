//! What a rule does in a region, derived from what it declares.

use shared::{ACCOUNT, Metadata};

use super::account::Account;
use super::assumptions::{Assumptions, assumptions};
use crate::sweep;

/// The most results that AWS Config lists, and takes, in one call.
const PAGE: f64 = 100.0;
/// The most identities that IAM lists in one call.
const IAM_PAGE: f64 = 1000.0;

/// What a rule uses.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Usage {
    /// Evaluations that it puts.
    pub(super) evaluations: f64,
    /// Those it would put if each sweep put everything.
    pub(super) naive: f64,
    /// Evaluations that differ from the ones before.
    pub(super) flips: f64,
    /// How often its function is invoked.
    pub(super) invocations: f64,
    /// Calls that it makes, at the most.
    pub(super) calls: f64,
    /// Its function's time, in seconds.
    pub(super) seconds: f64,
}

impl std::ops::Add for Usage {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self {
            evaluations: self.evaluations + other.evaluations,
            naive: self.naive + other.naive,
            flips: self.flips + other.flips,
            invocations: self.invocations + other.invocations,
            calls: self.calls + other.calls,
            seconds: self.seconds + other.seconds,
        }
    }
}

impl std::iter::Sum for Usage {
    fn sum<I: Iterator<Item = Self>>(usages: I) -> Self {
        usages.fold(Self::default(), std::ops::Add::add)
    }
}

/// A rule in a region of an account.
pub(super) struct Deployed<'a> {
    pub(super) rule: &'static Metadata,
    pub(super) account: &'a Account,
    pub(super) is_home: bool,
}

impl Deployed<'_> {
    /// What it uses in a month.
    pub(super) fn month(&self) -> Usage {
        self.changes() + self.sweeps()
    }

    /// What it uses once, when it is deployed: everything is judged for the first time.
    pub(super) fn first(&self) -> Usage {
        let changing = self.rule.trigger.changes;
        let on_change: f64 = changing.iter().map(|it| self.count(it)).sum();
        let once = |types: &mut dyn Iterator<Item = &&'static str>| -> f64 {
            types.map(|it| self.count(it)).sum()
        };
        let swept = sweep::swept(self.rule);
        let judged = once(
            &mut self.rule.reports.iter().filter(|it| changing.contains(it) || swept.contains(it)),
        );
        let sweep = if swept.is_empty() { Usage::default() } else { self.sweep(judged, 0.0) };
        let change = self.change_invocations(on_change);
        Usage { evaluations: judged, naive: judged, flips: judged, ..sweep + change }
    }

    /// What the sweep of a day makes that finds `subjects`, `sent` of which it puts and `stored` of
    /// which AWS Config knows already.
    pub(super) fn sweep(&self, sent: f64, stored: f64) -> Usage {
        let it = assumptions();
        let subjects = sent.max(stored);
        let (own, iam) = self.own_calls();
        let page = |size: f64| (subjects / size).ceil().max(1.0);
        let known = if self.rule.sweeps() { (stored / PAGE).ceil().max(1.0) } else { 0.0 };
        // One more reads the accepted exceptions.
        let calls = (sent / PAGE).ceil().max(1.0) + known + 1.0;
        let calls = calls + own * page(PAGE) + iam * page(IAM_PAGE);
        let processor =
            it.measured.sweep_milliseconds + it.measured.sweep_milliseconds_per_resource * subjects;
        Usage {
            invocations: 1.0,
            calls,
            seconds: seconds(it, processor, calls),
            ..Usage::default()
        }
    }

    fn sweeps(&self) -> Usage {
        let it = assumptions();
        let Some(frequency) = self.rule.trigger.schedule else { return Usage::default() };
        let runs = it.days_per_month * 24.0 / f64::from(frequency.hours());
        let swept = sweep::swept(self.rule);
        let subjects: f64 = swept.iter().map(|it| self.count(it)).sum();
        let unheard = swept.iter().filter(|it| !self.rule.trigger.changes.contains(it));
        let changed: f64 = unheard.map(|of| it.changes(of, self.account, self.is_home)).sum();
        let naive = runs * subjects;
        let sent = if swept == [ACCOUNT] {
            runs
        } else {
            (subjects * it.days_per_month / it.refresh_days + changed).min(naive)
        };
        let run = self.sweep(sent / runs, subjects);
        Usage {
            evaluations: sent,
            naive,
            flips: changed * it.share_of_changes_that_flip_a_verdict,
            invocations: runs,
            calls: run.calls * runs,
            seconds: run.seconds * runs,
        }
    }

    fn changes(&self) -> Usage {
        let it = assumptions();
        let (mut invocations, mut evaluations) = (0.0, 0.0);
        for of in self.rule.trigger.changes {
            let changes = it.changes(of, self.account, self.is_home);
            let anew = it.judged_anew_by_a_change_of.get(*of).copied().unwrap_or_default();
            invocations += changes;
            evaluations += changes
                * if self.rule.reports.contains(of) || self.rule.reports == [ACCOUNT] {
                    1.0
                } else {
                    anew
                };
        }
        let flips = evaluations * it.share_of_changes_that_flip_a_verdict;
        let usage = self.change_invocations(invocations);
        Usage { evaluations, naive: evaluations, flips, ..usage }
    }

    fn change_invocations(&self, invocations: f64) -> Usage {
        let it = assumptions();
        let (own, iam) = self.own_calls();
        let calls = 1.0 + own + iam;
        Usage {
            invocations,
            calls: calls * invocations,
            seconds: seconds(it, it.measured.change_milliseconds, calls) * invocations,
            ..Usage::default()
        }
    }

    /// How many different calls of its own the rule makes: to other services than IAM, and to IAM.
    fn own_calls(&self) -> (f64, f64) {
        let number = |of: &dyn Fn(&str) -> bool| {
            let those = self.rule.permissions.iter().filter(|it| of(it.action)).count();
            f64::from(u32::try_from(those).unwrap_or(u32::MAX))
        };
        (number(&|it| !it.starts_with("iam:")), number(&|it| it.starts_with("iam:")))
    }

    fn count(&self, resource_type: &str) -> f64 {
        assumptions().count(resource_type, self.account, self.is_home)
    }
}

/// The time of an invocation: `processor` milliseconds of a whole core, of which a function has a
/// fraction, and the wait for AWS.
fn seconds(it: &Assumptions, processor: f64, calls: f64) -> f64 {
    let fraction = it.lambda_megabytes / it.megabytes_of_one_core;
    (processor / fraction + calls * it.milliseconds_per_call) / 1000.0
}
