//! JSON that people write, read strictly: what is wrong is said in words that fit an annotation.

use serde::de::DeserializeOwned;
use serde_json::error::Category;

use crate::date::{self, Date};
use crate::encoding;

/// Reads a JSON object as `T`, whose fields should `deny_unknown_fields`.
///
/// # Errors
/// What is wrong, as part of a sentence.
pub fn object<T: DeserializeOwned>(json: &str) -> Result<T, String> {
    // A struct could be read from a list of its values too.
    if !json.trim_start().starts_with('{') {
        return Err("it is no JSON object".to_owned());
    }
    serde_json::from_str(json).map_err(|error| match error.classify() {
        Category::Data => plain(&encoding::without_value(&error)),
        _ => "it is no JSON object".to_owned(),
    })
}

/// Reads the value of `field` as a date.
///
/// # Errors
/// What is wrong, as part of a sentence.
pub fn date(field: &str, text: &str) -> Result<Date, String> {
    date::parse(text).ok_or_else(|| format!("{field} '{}' is no date", shortened(text, 40)))
}

/// At most `limit` characters of `text`: what people write must not crowd out the finding.
pub fn shortened(text: &str, limit: usize) -> String {
    match text.char_indices().nth(limit) {
        None => text.to_owned(),
        Some(_) => text.chars().take(limit.saturating_sub(1)).chain(['…']).collect(),
    }
}

/// The parser's words without its quotes, its list of the known fields and the position.
fn plain(error: &str) -> String {
    let (what, _) = error.rsplit_once(" at line ").unwrap_or((error, ""));
    let what = match what.split_once("`, expected ") {
        Some((unknown, _)) if unknown.starts_with("unknown field") => format!("{unknown}'"),
        _ => what.to_owned(),
    };
    what.replace('`', "'")
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde::Deserialize;

    use super::*;

    #[derive(Debug, PartialEq, Deserialize)]
    #[serde(rename_all = "lowercase")]
    enum Answer {
        Yes,
    }

    #[derive(Debug, PartialEq, Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Document {
        answer: Answer,
        number: Option<u8>,
    }

    fn problem(json: &str) -> String {
        object::<Document>(json).unwrap_err()
    }

    #[test]
    fn what_is_wrong_is_said_plainly() {
        let document = Document { answer: Answer::Yes, number: Some(1) };
        assert_eq!(object("\n{\"answer\": \"yes\", \"number\": 1} "), Ok(document));
        for (json, expected) in [
            (r#"{"answr": "yes"}"#, "unknown field 'answr'"),
            (r#"{"answer": "yes", "answer": "yes"}"#, "duplicate field 'answer'"),
            (r#"{"number": 1}"#, "missing field 'answer'"),
            (r#"{"answer": "no"}"#, "unknown variant, expected 'yes'"),
            (r#"{"answer": "yes", "number": "1"}"#, "invalid type: string, expected u8"),
            (r#"["yes", 1]"#, "it is no JSON object"),
            (r#"{"answer": "yes"} trailing"#, "it is no JSON object"),
            (r#"{"answer": "yes""#, "it is no JSON object"),
            ("yes", "it is no JSON object"),
            ("", "it is no JSON object"),
        ] {
            assert_eq!(problem(json), expected, "{json}");
        }
    }

    #[test]
    fn long_text_is_shortened_on_a_character() {
        assert_eq!(shortened("äöü", 3), "äöü");
        assert_eq!(shortened("äöüß", 3), "äö…");
        assert_eq!(date("testedOn", "2026-02-31").unwrap_err(), "testedOn '2026-02-31' is no date");
    }

    proptest! {
        #[test]
        fn never_panics(text in "[{\\[]?.*") {
            let _ = object::<Document>(&text);
        }
    }
}
