//! Numbers, moments and sentences as the page shows them.

use maud::{Markup, html};
use shared::Timestamp;

/// A moment, to the second, in UTC.
pub(super) fn moment(time: Timestamp) -> Markup {
    let written = time.strftime("%Y-%m-%dT%H:%M:%SZ").to_string();
    html! { time datetime=(written) { (written) } }
}

/// A number with its digits in groups of three.
pub(super) fn number(value: usize) -> String {
    let digits = value.to_string();
    let mut grouped = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

/// `value` of what is called `one` or `many`.
pub(super) fn count(value: usize, one: &str, many: &str) -> String {
    format!("{} {}", number(value), if value == 1 { one } else { many })
}

/// A sentence in which what stands between backticks is code.
pub(super) fn prose(sentence: &str) -> Markup {
    html! {
        @for (index, part) in sentence.split('`').enumerate() {
            @if index % 2 == 1 { code { (part) } } @else { (part) }
        }
    }
}

/// The first `limit` of `items`, and how many more there are and where.
pub(super) fn listed<T: AsRef<str>>(items: &[T], limit: usize, elsewhere: &str) -> Markup {
    let more = items.len().saturating_sub(limit);
    html! {
        @for (index, item) in items.iter().take(limit).enumerate() {
            @if index > 0 { ", " }
            bdi { (item.as_ref()) }
        }
        @if more > 0 { " and " (number(more)) " more, all in " (elsewhere) }
    }
}
