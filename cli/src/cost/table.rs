//! An estimate on the terminal.

use super::estimate::{Estimate, Line};
use crate::error::Result;
use crate::output::{Output, Tone};

/// Writes the groups, what is charged, and the sums.
pub(super) fn write(estimate: &Estimate, output: &mut Output) -> Result<()> {
    let currency = &estimate.currency;
    let groups = estimate.groups.iter().map(|it| {
        let numbers = [it.evaluations, it.invocations, it.calls].map(whole);
        let [evaluations, invocations, calls] = numbers;
        let (section, controls) = (it.section.to_owned(), it.controls.to_string());
        [section, controls, evaluations, invocations, calls, money(it.amount)]
    });
    let headings = ["Group", "Controls", "Evaluations", "Invocations", "Calls", "Amount"];
    output.table(headings, groups)?;
    section("In a month", &estimate.month, output)?;
    section("Once, when everything is judged for the first time", &estimate.first_load, output)?;
    section(
        "Not caused by the pack: AWS Config records with it or without it, in a month",
        std::slice::from_ref(&estimate.recording),
        output,
    )?;
    output.line("")?;
    for (what, amount) in [
        ("a month", estimate.month_total),
        ("the first 90 days", estimate.first_ninety_days),
        ("a month, if sweeps put unchanged results, too", estimate.month_total_without_comparison),
    ] {
        output.line(format_args!("{currency} {} {what}", money(amount)))?;
    }
    output.line("")?;
    let region = &estimate.price_region;
    output.line(format_args!(
        "An estimate: prices of {region} without free tiers and taxes, and assumptions; see \
         docs/cost.md."
    ))
}

fn section(heading: &str, lines: &[Line], output: &mut Output) -> Result<()> {
    output.line("")?;
    output.line(output.toned(Tone::Strong, heading))?;
    let rows = lines.iter().map(|it| [it.what.to_owned(), amount(it.quantity), money(it.amount)]);
    output.table(["What", "Quantity", "Amount"], rows)
}

/// An amount of money with two decimals; what is less than a cent is said to be.
pub(super) fn money(amount: f64) -> String {
    if amount > 0.0 && amount < 0.005 { "< 0.01".to_owned() } else { format!("{amount:.2}") }
}

/// A number without decimals.
pub(super) fn whole(number: f64) -> String {
    format!("{number:.0}")
}

fn amount(quantity: f64) -> String {
    if quantity < 10.0 { format!("{quantity:.3}") } else { whole(quantity) }
}
