//! The estimate: what the rules use, times what AWS charges.

use serde::Serialize;
use shared::{AnyRule, Metadata, Scope, Section};

use super::account::Account;
use super::assumptions::assumptions;
use super::prices::prices;
use super::usage::{Deployed, Usage};

const GIGABYTE: f64 = 1_000_000_000.0;

/// What the pack costs.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Estimate {
    /// Of which accounts.
    pub account: Account,
    /// The currency of every amount.
    pub currency: String,
    /// The region whose prices were taken.
    pub price_region: String,
    /// The groups of controls, by section of the playbook.
    pub groups: Vec<Group>,
    /// What a month costs, by what is charged.
    pub month: Vec<Line>,
    /// The sum of these.
    pub month_total: f64,
    /// What is charged once, when everything is judged for the first time.
    pub first_load: Vec<Line>,
    /// Three months, and what is charged once.
    pub first_ninety_days: f64,
    /// What a month would cost if each sweep put every result.
    pub month_total_without_comparison: f64,
    /// What AWS Config charges for recording, with this pack or without it.
    pub recording: Line,
}

/// A group of controls.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Group {
    /// The section of the playbook.
    pub section: &'static str,
    /// How many controls it has.
    pub controls: usize,
    /// Evaluations in a month.
    pub evaluations: f64,
    /// Invocations in a month.
    pub invocations: f64,
    /// Calls to AWS in a month, at the most. They are free of charge.
    pub calls: f64,
    /// What its evaluations and functions cost in a month.
    pub amount: f64,
}

/// Something that is charged.
#[derive(Debug, Clone, Serialize)]
pub struct Line {
    /// What.
    pub what: &'static str,
    /// How much of it.
    pub quantity: f64,
    /// What it costs.
    pub amount: f64,
}

/// What one region of one account uses, by rule.
struct Region {
    month: Vec<(&'static Metadata, Usage)>,
    first: Usage,
    /// How many regions are like it.
    times: f64,
}

impl Estimate {
    /// Estimates what `rules` cost in `account`.
    pub fn of(rules: &[&dyn AnyRule], account: Account) -> Self {
        let regions = [(true, 1.0), (false, account.regions - 1.0)]
            .map(|(is_home, regions)| region(rules, &account, is_home, regions));
        let month = month(&regions, |it| it.evaluations);
        let first_load = first_load(&regions);
        let month_total = total(&month);
        let naive = self::month(&regions, |it| it.naive);
        let items = account.changes_per_day * assumptions().days_per_month * account.accounts;
        Self {
            currency: prices().currency.clone(),
            price_region: prices().region.clone(),
            groups: groups(rules, &regions),
            month_total,
            first_ninety_days: 3.0 * month_total + total(&first_load),
            month_total_without_comparison: total(&naive),
            recording: priced("Configuration items of your resources", "configurationItem", items),
            month,
            first_load,
            account,
        }
    }
}

fn region(rules: &[&dyn AnyRule], account: &Account, is_home: bool, regions: f64) -> Region {
    let all = rules.iter().map(|it| it.metadata());
    let here = all.filter(|it| is_home || it.scope == Scope::EveryRegion);
    let deployed: Vec<_> = here.map(|rule| Deployed { rule, account, is_home }).collect();
    Region {
        month: deployed.iter().map(|it| (it.rule, it.month())).collect(),
        first: deployed.iter().map(Deployed::first).sum(),
        times: regions * account.accounts,
    }
}

/// What a month costs, `evaluations` being those that are put.
fn month(regions: &[Region], evaluations: impl Fn(&Usage) -> f64) -> Vec<Line> {
    let mut lines: Vec<Line> = Vec::new();
    for region in regions.iter().filter(|it| it.times > 0.0) {
        let sum: Usage = region.month.iter().map(|(_, usage)| *usage).sum();
        let put: f64 = region.month.iter().map(|(_, usage)| evaluations(usage)).sum();
        let sum = Usage { evaluations: put, ..sum };
        // One for each function, and one for the queue of failures.
        let alarms = f64::from(u32::try_from(region.month.len() + 1).unwrap_or(u32::MAX));
        let of_region =
            charged(&sum).into_iter().chain([priced("CloudWatch alarms", "alarm", alarms)]);
        add(&mut lines, of_region, region.times);
    }
    lines
}

fn first_load(regions: &[Region]) -> Vec<Line> {
    let mut lines = Vec::new();
    for region in regions.iter().filter(|it| it.times > 0.0) {
        add(&mut lines, charged(&region.first).into_iter(), region.times);
    }
    lines
}

/// What AWS charges for a usage.
fn charged(usage: &Usage) -> Vec<Line> {
    let it = assumptions();
    let gigabytes = usage.invocations * it.log_bytes_per_invocation / GIGABYTE;
    let kept = gigabytes * it.log_retention_days / it.days_per_month;
    let memory = it.lambda_megabytes / 1024.0;
    vec![
        priced("AWS Config rule evaluations", "ruleEvaluation", usage.evaluations),
        priced("Configuration items of compliance", "configurationItem", usage.flips),
        priced("Lambda requests", "lambdaRequest", usage.invocations),
        priced("Lambda GB-seconds", "lambdaGbSecond", usage.seconds * memory),
        priced("CloudWatch Logs, GB ingested", "logIngestion", gigabytes),
        priced("CloudWatch Logs, GB stored", "logStorage", kept),
    ]
}

fn priced(what: &'static str, price: &str, quantity: f64) -> Line {
    Line { what, quantity, amount: prices().of(price, quantity) }
}

fn add(lines: &mut Vec<Line>, more: impl Iterator<Item = Line>, times: f64) {
    for line in more {
        let (quantity, amount) = (line.quantity * times, line.amount * times);
        match lines.iter_mut().find(|it| it.what == line.what) {
            Some(it) => {
                it.quantity += quantity;
                it.amount += amount;
            }
            None => lines.push(Line { quantity, amount, ..line }),
        }
    }
}

fn total(lines: &[Line]) -> f64 {
    lines.iter().map(|it| it.amount).sum()
}

fn groups(rules: &[&dyn AnyRule], regions: &[Region]) -> Vec<Group> {
    let mut sections: Vec<Section> = Vec::new();
    for section in rules.iter().map(|it| it.metadata().section) {
        if !sections.contains(&section) {
            sections.push(section);
        }
    }
    let group = |section: Section| {
        let controls = rules.iter().filter(|it| it.metadata().section == section).count();
        let (mut usage, mut amount) = (Usage::default(), 0.0);
        for region in regions {
            let all: Usage = region.month.iter().map(|(_, usage)| *usage).sum();
            let of_section = region.month.iter().filter(|(rule, _)| rule.section == section);
            let own: Usage = of_section.map(|(_, usage)| *usage).sum();
            // Tiers are of the region as a whole: each group pays its share.
            let evaluations = prices().of("ruleEvaluation", all.evaluations);
            let share = if all.evaluations > 0.0 { own.evaluations / all.evaluations } else { 0.0 };
            let rest: f64 = charged(&own).iter().skip(1).map(|it| it.amount).sum();
            amount += (evaluations * share + rest) * region.times;
            usage = usage
                + Usage {
                    evaluations: own.evaluations * region.times,
                    invocations: own.invocations * region.times,
                    calls: own.calls * region.times,
                    ..Usage::default()
                };
        }
        let Usage { evaluations, invocations, calls, .. } = usage;
        Group { section: section.title(), controls, evaluations, invocations, calls, amount }
    };
    sections.into_iter().map(group).collect()
}
