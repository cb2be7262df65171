//! Which rows of evidence the page shows where there are too many.

use std::collections::{BTreeMap, HashMap};

use shared::ComplianceType;

use crate::{Answer, Evidence};

/// The most rows of one question that do not comply.
pub(super) const FAILING: usize = 200;
/// The most other rows of one question.
pub(super) const OTHERS: usize = 50;

/// The rows that the page shows, those that do not comply first. Where there are too many, each
/// account has its share of them.
pub(super) fn shown(answer: &Answer) -> Vec<&Evidence> {
    let (failing, others): (Vec<&Evidence>, Vec<&Evidence>) =
        answer.evidence.iter().partition(|it| it.compliance == ComplianceType::NonCompliant);
    let mut shown = share(&failing, FAILING);
    shown.extend(share(&others, OTHERS));
    shown
}

/// At most `limit` of `rows`, in their order, as many from each account as the others leave.
fn share<'a>(rows: &[&'a Evidence], limit: usize) -> Vec<&'a Evidence> {
    if rows.len() <= limit {
        return rows.to_vec();
    }
    let mut left = shares(rows, limit);
    let takes = |row: &Evidence| {
        left.get_mut(row.account.as_str()).filter(|it| **it > 0).map(|it| *it -= 1).is_some()
    };
    let mut takes = takes;
    rows.iter().copied().filter(|row| takes(row)).collect()
}

/// How many rows of each account are shown: those with few show all, the others share what is left.
fn shares<'a>(rows: &[&'a Evidence], limit: usize) -> HashMap<&'a str, usize> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for row in rows {
        *counts.entry(&row.account).or_default() += 1;
    }
    let mut counts: Vec<(&str, usize)> = counts.into_iter().collect();
    counts.sort_by_key(|(_, count)| *count);
    let mut left = limit;
    let mut accounts = counts.len();
    let mut shares = HashMap::new();
    for (account, count) in counts {
        let share = count.min(left / accounts);
        left -= share;
        accounts -= 1;
        shares.insert(account, share);
    }
    shares
}
