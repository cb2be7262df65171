//! The accounts of a report, and the answers in them.

use std::collections::{BTreeSet, HashMap};

use super::mark;
use crate::{Answer, Conclusion, Report};

/// The accounts that were asked about or have an answer, in their order.
pub(super) fn of(report: &Report) -> Vec<&str> {
    let asked = report.source.accounts.iter();
    let answered = report.answers.iter().flat_map(|it| &it.accounts).map(|it| &it.account);
    let accounts: BTreeSet<&str> = asked.chain(answered).map(String::as_str).collect();
    accounts.into_iter().collect()
}

/// The answer in each account that has one.
pub(super) fn answers(answer: &Answer) -> HashMap<&str, Conclusion> {
    answer.accounts.iter().map(|it| (it.account.as_str(), it.answer)).collect()
}

/// The answer in each of `accounts` as one letter, for the script.
pub(super) fn letters(answer: &Answer, accounts: &[&str]) -> String {
    let answers = answers(answer);
    accounts.iter().map(|it| answers.get(it).map_or('-', |it| mark::letter(*it))).collect()
}
