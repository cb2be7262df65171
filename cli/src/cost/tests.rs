use std::fs;
use std::path::Path;

use clap::Parser as _;
use shared::Metadata;

use super::assumptions::assumptions;
use super::prices::prices;
use super::usage::Deployed;
use super::*;
use crate::arguments::{Arguments, Command};
use crate::fake::Captured;
use crate::registry::{RULES, find};

fn account(resources: f64, users: f64, regions: f64) -> Account {
    Account { resources, changes_per_day: 0.0, users, roles: 0.0, regions, accounts: 1.0 }
}

fn near(a: f64, b: f64) -> bool {
    (a - b).abs() < 1e-9 * b.abs().max(1.0)
}

fn rule(number: &str) -> &'static Metadata {
    find(number).unwrap().metadata()
}

fn cost(arguments: &[&str]) -> String {
    let arguments = ["aws-core", "cost"].iter().chain(arguments);
    let Command::Cost(cost) = Arguments::try_parse_from(arguments).unwrap().command else {
        unreachable!("it is the command `cost`")
    };
    let captured = Captured::default();
    let mut output = captured.output();
    assert_eq!(cost.run(RULES, &mut output).unwrap(), Outcome::Clean);
    output.flush().unwrap();
    captured.text()
}

#[test]
fn a_tier_ends_where_the_next_begins() {
    for (evaluations, expected) in [
        (0.0, 0.0),
        (1.0, 0.001),
        (100_000.0, 100.0),
        (100_001.0, 100.0008),
        (500_000.0, 420.0),
        (600_000.0, 470.0),
    ] {
        let cost = prices().of("ruleEvaluation", evaluations);
        assert!(near(cost, expected), "{evaluations}: {cost}");
    }
}

#[test]
fn nothing_is_judged_that_nothing_is_assumed_of() {
    for metadata in RULES.iter().map(|it| it.metadata()) {
        for of in metadata.trigger.changes.iter().chain(metadata.reports) {
            assert!(assumptions().knows(of), "how many {of} are there?");
        }
        let of_others = metadata.trigger.changes.iter().filter(|it| !metadata.reports.contains(it));
        for of in of_others.filter(|_| metadata.reports != [shared::ACCOUNT]) {
            let listed = ["AWS::S3::AccountPublicAccessBlock", "AWS::CloudTrail::Trail"];
            let known = assumptions().judged_anew_by_a_change_of.contains_key(*of);
            assert!(known || listed.contains(of), "{}: {of}", metadata.name);
        }
    }
    let sum: f64 = assumptions().per_thousand.values().sum();
    assert!(sum <= 1000.0, "{sum} of a thousand");
}

#[test]
fn assumptions_are_the_packs_own_defaults_and_measurements() {
    let it = assumptions();
    let default = |name: &str| {
        let specs = RULES[0].parameters();
        let spec = specs.into_iter().find(|it| it.name == name).unwrap();
        spec.default.parse::<f64>().unwrap()
    };
    assert!(near(it.refresh_days, default("refreshDays")));
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let template = fs::read_to_string(root.join("template.yaml")).unwrap();
    let (_, retention) = template.split_once("  LogRetentionDays:\n").unwrap();
    assert!(retention.lines().nth(2).unwrap().contains(&it.log_retention_days.to_string()));
    assert!(template.contains(&format!("MemorySize: {}\n", it.lambda_megabytes)));
    let bench = fs::read_to_string(root.join("bench/README.md")).unwrap();
    let change = format!("takes {} ms of processor time", it.measured.change_milliseconds);
    assert!(bench.contains(&change), "{change}");
    assert!(bench.contains("over 10, 1,000 and 5,000 users: 6, 16 and 60 calls"));
    assert!(bench.contains("7, 26 and 101 ms"));
    for (users, milliseconds) in [(10.0, 7.0), (1000.0, 26.0), (5000.0, 101.0)] {
        let modelled =
            it.measured.sweep_milliseconds + it.measured.sweep_milliseconds_per_resource * users;
        assert!((modelled - milliseconds).abs() < 1.0, "{users} users: {modelled} ms");
    }
}

/// What the benchmark of control 14 measured: every user and the account at first, then nothing.
#[test]
fn a_sweep_puts_and_calls_what_was_measured() {
    for (users, calls) in [(10.0, 6.0), (1000.0, 16.0), (5000.0, 60.0)] {
        let account = account(0.0, users, 1.0);
        let deployed = Deployed { rule: rule("14"), account: &account, is_home: true };
        let first = deployed.first();
        assert!(near(first.evaluations, users + 1.0), "{users}: {}", first.evaluations);
        assert!(first.calls >= calls && first.calls <= calls * 1.3, "{users}: {}", first.calls);
        let month = deployed.month();
        let daily = 30.0 * (users + 1.0);
        assert!(near(month.evaluations, daily / 7.0), "each result once in seven days");
        assert!(near(month.naive, daily) && near(month.invocations, 30.0));
        let at_rest = deployed.sweep(0.0, users + 1.0);
        let reads = (users + 1.0) / 100.0;
        assert!(at_rest.calls >= 1.0 + reads, "one empty PutEvaluations, and what is stored");
    }
}

#[test]
fn a_trigger_says_what_a_rule_puts() {
    let account = Account { changes_per_day: 10.0, ..account(1000.0, 0.0, 2.0) };
    let month =
        |number: &str, is_home| Deployed { rule: rule(number), account: &account, is_home }.month();
    // 10 × 30 changes among 1,000 resources, half of which are elsewhere.
    let changed = |per_thousand: f64| 300.0 * per_thousand / 1000.0 / 2.0;
    let prefix_lists = changed(1.0);
    assert!(near(month("19", true).evaluations, changed(100.0) + 10.0 * prefix_lists));
    assert!(near(month("19", true).invocations, changed(100.0) + prefix_lists));
    assert!(near(month("30", true).evaluations, 30.0), "one a day on the account");
    assert!(near(month("25", true).evaluations, 120.0), "four a day on the account");
    // Volumes on change, the account's snapshots every day.
    assert!(near(month("9", false).evaluations, changed(150.0) + 30.0));
}

#[test]
fn more_costs_more_and_sums_are_sums() {
    let of = |account: Account| Estimate::of(RULES, account);
    let one = of(account(1000.0, 100.0, 1.0));
    let sum: f64 = one.month.iter().map(|it| it.amount).sum();
    assert!(near(one.month_total, sum));
    let first_load: f64 = one.first_load.iter().map(|it| it.amount).sum();
    assert!(near(one.first_ninety_days, 3.0 * sum + first_load));
    let evaluations: f64 = one.groups.iter().map(|it| it.evaluations).sum();
    assert!(near(one.month[0].quantity, evaluations));
    let controls: usize = one.groups.iter().map(|it| it.controls).sum();
    assert_eq!(controls, RULES.len());
    let of_groups: f64 = one.groups.iter().map(|it| it.amount).sum();
    let alarms = one.month.iter().find(|it| it.what == "CloudWatch alarms").unwrap();
    assert!(near(alarms.quantity, 34.0) && near(of_groups + alarms.amount, one.month_total));

    let accounts = of(Account { accounts: 3.0, ..account(1000.0, 100.0, 1.0) });
    assert!(near(accounts.month_total, 3.0 * one.month_total));
    for more in
        [account(2000.0, 100.0, 1.0), account(1000.0, 200.0, 1.0), account(1000.0, 100.0, 2.0)]
    {
        assert!(of(more.clone()).month_total > one.month_total, "{more:?}");
    }
    assert!(one.month_total_without_comparison > one.month_total);
    let nothing = of(Account { changes_per_day: 5.0, ..account(0.0, 0.0, 1.0) });
    assert!(nothing.month_total.is_finite(), "nobody to change");
}

#[test]
fn both_forms_show_the_sum() {
    let table = cost(&["--resources", "1000", "--users", "100"]);
    let json: serde_json::Value = serde_json::from_str(&cost(&["--format", "json"])).unwrap();
    let total = json["monthTotal"].as_f64().unwrap();
    assert!(table.contains(&format!("USD {total:.2} a month\n")), "{total} in {table}");
    assert_eq!(json["account"]["changesPerDay"], 70.0);
    for part in ["Identity and access management", "Not caused by the pack", "docs/cost.md"] {
        assert!(table.contains(part), "{part} in {table}");
    }
    for wrong in [["--regions", "0"], ["--resources", "many"], ["--accounts", "-1"]] {
        let arguments = ["aws-core", "cost"].iter().chain(&wrong);
        assert!(Arguments::try_parse_from(arguments).is_err(), "{wrong:?}");
    }
}
