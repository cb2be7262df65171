//! Whether two names are those of one person.

/// The person that `text` names, in a form to compare: without regard to case, white space, invisible
/// characters, what stands around an address in angle brackets, and the tag of `name+tag@domain`.
pub(super) fn of(text: &str) -> String {
    let visible = text.chars().filter(|it| !is_invisible(*it));
    let text: String = visible.flat_map(char::to_lowercase).collect();
    let address = text.rsplit_once('<').and_then(|(_, rest)| rest.split_once('>'));
    let text = address.map_or(text.as_str(), |(address, _)| address).trim();
    let text = text.strip_prefix("mailto:").unwrap_or(text);
    let words: Vec<&str> = text.split_whitespace().collect();
    let text = words.join(" ");
    match text.rsplit_once('@') {
        Some((mailbox, domain)) => {
            let mailbox = mailbox.split_once('+').map_or(mailbox, |(name, _)| name);
            format!("{mailbox}@{}", domain.trim_end_matches('.'))
        }
        None => text,
    }
}

/// Characters without a width, which make two names differ that look alike.
fn is_invisible(character: char) -> bool {
    matches!(
        character,
        '\u{ad}'
            | '\u{61c}'
            | '\u{180e}'
            | '\u{200b}'..='\u{200f}'
            | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}'
            | '\u{fe00}'..='\u{fe0f}'
            | '\u{feff}'
            | '\u{e0000}'..='\u{e0fff}'
    ) || (character.is_control() && !character.is_whitespace())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_person_has_many_spellings() {
        for spelling in [
            "alice@example.com",
            "Alice@Example.COM",
            " alice@example.com\t",
            "alice+risk@example.com",
            "alice\u{200b}@example.com",
            "\u{feff}alice@example.com",
            "Alice Liddell <alice@example.com>",
            "mailto:alice@example.com",
            "alice@example.com.",
        ] {
            assert_eq!(of(spelling), "alice@example.com", "{spelling:?}");
        }
        assert_eq!(of("Alice  Liddell"), of("alice liddell"));
        assert_eq!(of(" \u{200b}\u{2060} "), "");
        for (one, other) in [
            ("alice@example.com", "alice@example.org"),
            ("alice@example.com", "bob@example.com"),
            ("arn:aws:iam::111122223333:user/alice", "arn:aws:iam::111122223333:user/bob"),
            ("alice", "alicia"),
        ] {
            assert_ne!(of(one), of(other));
        }
    }
}
