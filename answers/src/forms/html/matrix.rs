//! The answers in each account: accounts in the rows, questions in the columns.

use std::cmp::Reverse;
use std::collections::HashMap;

use maud::{Markup, html};

use super::{accounts, mark, text};
use crate::{Conclusion, Report};

/// The most accounts that the page shows.
const SHOWN: usize = 200;

/// The part of the page; nothing where there is one account.
pub(super) fn part(report: &Report, accounts: &[&str]) -> Markup {
    if accounts.len() < 2 {
        return html! {};
    }
    let questions = report.by_number();
    let answers: Vec<HashMap<&str, Conclusion>> =
        questions.iter().map(|it| accounts::answers(it)).collect();
    let rows = rows(accounts, &answers);
    html! {
        section aria-labelledby="matrix" {
            h2 #matrix { "Answers in each account" }
            @if rows.len() > SHOWN {
                p {
                    "The " (SHOWN) " of " (text::number(rows.len()))
                    " accounts with the most failures; report.json has all."
                }
            }
            (legend(report))
            div.scroll.tall role="group" aria-label="Table of the accounts" tabindex="0" {
                table.matrix {
                    thead {
                        tr {
                            th scope="col" { "Account" }
                            @for it in &questions {
                                th scope="col" { a href={ "#" (it.control) } title=(it.title) { (it.number) } }
                            }
                        }
                    }
                    tbody {
                        @for (account, cells) in rows.iter().take(SHOWN) {
                            tr {
                                th scope="row" data-filter={ "account=" (account) } { (account) }
                                @for cell in cells { (field(*cell)) }
                            }
                        }
                    }
                }
            }
        }
    }
}

type Row<'a> = (&'a str, Vec<Option<Conclusion>>);

/// The accounts with their answers, those with the most failures first.
fn rows<'a>(accounts: &[&'a str], answers: &[HashMap<&str, Conclusion>]) -> Vec<Row<'a>> {
    let mut rows: Vec<Row> = accounts
        .iter()
        .map(|account| (*account, answers.iter().map(|it| it.get(account).copied()).collect()))
        .collect();
    let failures = |cells: &[Option<Conclusion>]| {
        cells.iter().filter(|it| **it == Some(Conclusion::Failure)).count()
    };
    rows.sort_by_cached_key(|(account, cells)| (Reverse(failures(cells)), *account));
    rows
}

/// A field holds the word, for the ear; the style shows the sign instead.
fn field(answer: Option<Conclusion>) -> Markup {
    let class = answer.map(Conclusion::as_str);
    html! { td class=[class] { (answer.map_or("not asked", Conclusion::label)) } }
}

fn legend(report: &Report) -> Markup {
    let of_accounts = |wanted: Conclusion| {
        report.answers.iter().flat_map(|it| &it.accounts).any(|it| it.answer == wanted)
    };
    html! {
        p.legend {
            @for conclusion in Conclusion::ALL {
                @if of_accounts(conclusion) { (mark::badge(conclusion)) " " }
            }
        }
    }
}
