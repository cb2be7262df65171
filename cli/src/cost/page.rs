//! `docs/cost.md`: what the pack costs, and on what that rests.

use std::fmt::Write as _;

use shared::AnyRule;

use super::account::Account;
use super::assumptions::assumptions;
use super::estimate::Estimate;
use super::prices::prices;
use super::table::{money, whole};

/// Renders the page.
pub fn page(rules: &[&dyn AnyRule]) -> String {
    let mut page = INTRODUCTION.to_owned();
    page += "| accounts | evaluations a month | a month | first 90 days | a month without comparing |\n";
    page += "|---|---|---|---|---|\n";
    for (account, words) in sizes() {
        let estimate = Estimate::of(rules, account);
        let put: f64 = estimate.groups.iter().map(|it| it.evaluations).sum();
        let (month, first) = (money(estimate.month_total), money(estimate.first_ninety_days));
        let naive = money(estimate.month_total_without_comparison);
        line(&mut page, format_args!("| {words} | {} | {month} | {first} | {naive} |", whole(put)));
    }
    let of_medium = Estimate::of(rules, sizes()[1].0.clone());
    page += "\nWhat the month of the second account consists of:\n\n| what | quantity | USD |\n|---|---|---|\n";
    for it in of_medium.month.iter().chain([&of_medium.recording]) {
        let quantity =
            if it.quantity < 10.0 { format!("{:.3}", it.quantity) } else { whole(it.quantity) };
        line(&mut page, format_args!("| {} | {quantity} | {} |", it.what, money(it.amount)));
    }
    page += "\nThe last line is not part of the sum: AWS Config records with this pack or without it.\n";
    page += &prices_section();
    page += &assumptions_section();
    page
}

const INTRODUCTION: &str = "\
<!-- Rendered from the rules: edit cli/src/cost and run `make bless`. -->

# What the pack costs

`aws-core cost` computes it for your numbers:

```
$ aws-core cost --resources 1000 --changes-per-day 70 --users 100 --roles 200 --regions 1 --accounts 1
```

AWS charges for every evaluation that a rule puts. A sweep puts only what changed since the last one,
and each result again after seven days. The last column is what a month would cost if each sweep put everything.
Amounts are in USD and for all accounts together.

";

fn sizes() -> [(Account, &'static str); 5] {
    let size = |[resources, changes_per_day, users, roles, regions, accounts]: [f64; 6]| Account {
        resources,
        changes_per_day,
        users,
        roles,
        regions,
        accounts,
    };
    [
        (
            size([100.0, 10.0, 5.0, 50.0, 1.0, 1.0]),
            "100 resources, 10 changes a day, 5 users, 50 roles, 1 region",
        ),
        (
            size([1000.0, 70.0, 100.0, 200.0, 1.0, 1.0]),
            "1,000 resources, 70 changes a day, 100 users, 200 roles, 1 region",
        ),
        (size([1000.0, 70.0, 100.0, 200.0, 4.0, 1.0]), "the same in 4 regions"),
        (
            size([10_000.0, 1000.0, 500.0, 1500.0, 4.0, 1.0]),
            "10,000 resources, 1,000 changes a day, 500 users, 1,500 roles, 4 regions",
        ),
        (
            size([1000.0, 70.0, 10.0, 200.0, 4.0, 100.0]),
            "100 accounts: 1,000 resources, 70 changes a day, 10 users, 200 roles, 4 regions each",
        ),
    ]
}

fn prices_section() -> String {
    let prices = prices();
    let mut text =
        format!("\n## Prices\n\nOf {}, without free tiers and taxes.\n\n", prices.region);
    text += "| what | price in USD | unit | known as of | from |\n|---|---|---|---|---|\n";
    for it in prices.all() {
        let tiers: Vec<String> = it
            .tiers
            .iter()
            .map(|tier| match tier.up_to {
                Some(up_to) => format!("{} up to {}", tier.price, whole(up_to)),
                None => tier.price.to_string(),
            })
            .collect();
        let (name, tiers) = (&it.name, tiers.join(", "));
        line(
            &mut text,
            format_args!("| {name} | {tiers} | {} | {} | {} |", it.unit, it.known, it.source),
        );
    }
    text + "\nNone of them was read from AWS when this was written: compare them with AWS's pages before \
you rely on a sum.\n"
}

fn assumptions_section() -> String {
    let it = assumptions();
    let per_thousand: Vec<String> = it
        .per_thousand
        .iter()
        .filter(|(_, number)| **number > 0.0)
        .map(|(name, number)| format!("{} {number}", name.trim_start_matches("AWS::")))
        .collect();
    let anew: Vec<String> = it
        .judged_anew_by_a_change_of
        .iter()
        .map(|(name, number)| format!("{} {number}", name.trim_start_matches("AWS::")))
        .collect();
    format!(
        "
## Assumptions

Resource types, triggers and schedules are those of the rules. The rest is assumed, in
`cli/src/cost/assumptions.json`:

- A month has {days} days. Resources are spread evenly over the regions; users, roles and groups (one to
  {group} users) lie in the home region. Changes meet all resources alike.
- Of a thousand resources there are:
  {per_thousand}.
  The rest is of types that no rule judges.
- A change of a resource that a rule reports on is one evaluation. A change of another type that the
  rule waits for makes it judge so many resources anew: {anew}. The block of public access and a trail
  make rules list all buckets, and put what differs: none.
- A sweep puts each result once in {refresh} days (an upper bound: with a daily sweep it is eight), and
  what changed that no event told of. A rule that reports on the account alone puts one result a run. With
  nothing to put, there is one empty `PutEvaluations`, which is taken to be free.
- NOT_APPLICABLE results are charged like others. Nobody says whether they are.
- {flips} % of changes flip a verdict. AWS Config then records an item `AWS::Config::ResourceCompliance`,
  if the recorder records that type; the first verdicts are taken for one item each, an upper bound.
- When a rule is created, AWS Config has it judge everything in its scope: the first load.
- Functions have {memory} MB, which is 1/{fraction:.0} of a core. Processor time was measured on a whole core
  (`bench/README.md`): {change} ms for a change, {sweep} ms and {each} ms a resource for a sweep. Each call to
  AWS is taken for {call} ms, and every call that a rule may make is taken for made; starts are not counted.
- An invocation logs {bytes} bytes. Logs are kept for {kept} days.
- There is an alarm for each function and one for the queue of failed events, in every region. The queue
  costs nothing while nothing fails.
- Calls to AWS Config, IAM and the other services that rules ask are free. CloudTrail counts them: a second
  copy of management events is charged for.
- Tiers are applied by account and region. AWS may add up the accounts of an organization, which makes
  it cheaper.
",
        days = it.days_per_month,
        group = it.users_per_group,
        per_thousand = per_thousand.join(", "),
        anew = anew.join(", "),
        refresh = it.refresh_days,
        flips = it.share_of_changes_that_flip_a_verdict * 100.0,
        memory = it.lambda_megabytes,
        fraction = it.megabytes_of_one_core / it.lambda_megabytes,
        change = it.measured.change_milliseconds,
        sweep = it.measured.sweep_milliseconds,
        each = it.measured.sweep_milliseconds_per_resource,
        call = it.milliseconds_per_call,
        bytes = it.log_bytes_per_invocation,
        kept = it.log_retention_days,
    )
}

fn line(page: &mut String, line: std::fmt::Arguments<'_>) {
    writeln!(page, "{line}").expect("text takes what is written");
}
