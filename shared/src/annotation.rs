//! The sentence that stands beside a verdict in the AWS Config console.

use crate::plain;

/// The most characters that AWS Config takes.
pub const LIMIT: usize = 256;

/// Makes `text` fit for AWS Config: on one line, without characters that [`plain`] does not show,
/// never empty, and cut to [`LIMIT`] characters.
pub fn fit(text: &str) -> String {
    fit_within(text, LIMIT)
}

/// The same, cut to `limit` characters.
pub fn fit_within(text: &str, limit: usize) -> String {
    let clean = plain::spaced(text);
    let clean = clean.trim();
    if clean.is_empty() {
        return "No reason was given.".to_owned();
    }
    match clean.char_indices().nth(limit) {
        None => clean.to_owned(),
        Some(_) => clean.chars().take(limit - 1).chain(['…']).collect(),
    }
}

/// Whether `text` has no more characters than AWS Config takes.
pub fn fits(text: &str) -> bool {
    text.chars().count() <= LIMIT
}

/// The text that shows the most, of at most `count`, and fits; the one that shows the least if none
/// does.
pub fn longest(count: usize, text: impl Fn(usize) -> String) -> String {
    // More than these never fit, however short they are.
    let most = count.clamp(1, LIMIT / 3);
    (1..=most).rev().map(&text).find(|it| fits(it)).unwrap_or_else(|| text(1))
}

/// A sentence around a list: `before`, as many of `items` as fit, `and N more`, `after`.
///
/// The items are sorted, so that the same findings always give the same text.
pub fn list<T: Into<String>>(
    before: &str,
    items: impl IntoIterator<Item = T>,
    after: &str,
) -> String {
    let mut items: Vec<String> = items.into_iter().map(Into::into).collect();
    items.sort_unstable();
    items.dedup();
    // More could not fit, however short they are; there may be thousands.
    let mut shown = items.len().min(LIMIT);
    loop {
        let text = format!("{before}{}{after}", enumeration(&items, shown));
        if shown <= 1 || text.chars().count() <= LIMIT {
            return text;
        }
        shown -= 1;
    }
}

/// The first `shown` of `items` within a sentence: `a, b and c`, or `a, b, and 7 more`.
///
/// # Panics
/// If `shown` is more than there are.
pub fn enumeration(items: &[String], shown: usize) -> String {
    enumeration_of(&items[..shown], items.len() - shown)
}

/// `items` within a sentence, where there are `hidden` more.
pub fn enumeration_of(items: &[String], hidden: usize) -> String {
    match (items, hidden) {
        ([], _) => String::new(),
        ([only], 0) => only.clone(),
        ([first @ .., last], 0) => format!("{} and {last}", first.join(", ")),
        (_, hidden) => format!("{}, and {hidden} more", items.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_list_reads_as_a_sentence() {
        assert_eq!(list("TCP ", ["22"], " open."), "TCP 22 open.");
        assert_eq!(list("TCP ", ["3306", "22"], " open."), "TCP 22 and 3306 open.");
        assert_eq!(list("", ["c", "a", "b"], ""), "a, b and c");
        let many = list("Users ", (0..100).map(|i| format!("user-{i:03}")), ".");
        assert!(many.ends_with("more."), "{many}");
        assert!(many.chars().count() <= LIMIT);
    }

    #[test]
    fn the_longest_text_that_fits_is_shown() {
        assert_eq!(longest(0, |shown| shown.to_string()), "1");
        assert_eq!(longest(3, |shown| shown.to_string()), "3");
        assert_eq!(longest(1000, |shown| "äß".repeat(shown)), "äß".repeat(LIMIT / 3));
        assert_eq!(longest(9, |shown| "x".repeat(100 * shown)), "x".repeat(200));
        assert!(!fits(&longest(9, |shown| "x".repeat(300 * shown))));
    }

    #[test]
    fn what_is_empty_or_controls_the_terminal_is_replaced() {
        assert_eq!(fit(" \n"), "No reason was given.");
        assert_eq!(fit("a\u{1b}[31m\nb"), "a [31m b");
        assert_eq!(fit("a\u{202e}b\u{2028}c\u{200b}d\u{9b}e\u{2069}"), "a b c d e");
        assert_eq!(fit("\u{2066}\u{200b}"), "No reason was given.");
    }

    proptest! {
        #[test]
        fn always_fits(text in ".*") {
            let fitted = fit(&text);
            let length = fitted.chars().count();
            prop_assert!((1..=LIMIT).contains(&length));
            prop_assert!(!fitted.contains(char::is_control));
            prop_assert_eq!(fit(&fitted), fitted);
        }

        #[test]
        fn cuts_on_a_character(text in "[äß€😀]{200,600}") {
            let fitted = fit(&text);
            let cut = text.chars().count() > LIMIT;
            prop_assert_eq!(fitted.ends_with('…'), cut);
            prop_assert!(text.trim().starts_with(fitted.trim_end_matches('…')));
        }
    }
}
