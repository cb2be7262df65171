//! A filled form that is JSON.

use std::fmt;

use serde::de::{Error as _, IgnoredAny, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};
use shared::encoding::without_value;

use super::{Draft, MOST_ENTRIES, Problem};
use crate::questionnaire::{FORM, SCHEMA_VERSION};

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Document {
    form: String,
    schema_version: u32,
    version: Option<String>,
    #[serde(rename = "instructions")]
    _instructions: Option<IgnoredAny>,
    #[serde(rename = "answers")]
    _answers: Option<IgnoredAny>,
    #[serde(deserialize_with = "questions")]
    questions: Vec<Entry>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Entry {
    id: String,
    question: Option<String>,
    #[serde(rename = "section")]
    _section: Option<IgnoredAny>,
    #[serde(rename = "acceptable")]
    _acceptable: Option<IgnoredAny>,
    #[serde(rename = "failure")]
    _failure: Option<IgnoredAny>,
    #[serde(rename = "proof")]
    _proof: Option<IgnoredAny>,
    #[serde(rename = "references")]
    _references: Option<IgnoredAny>,
    answer: Option<String>,
    comment: Option<String>,
    evidence_link: Option<String>,
    responsible: Option<String>,
}

pub(super) fn read(text: &str) -> Result<Draft, Problem> {
    let wrong = |text: String| Problem::new("the file", text);
    let document: Document = serde_json::from_str(text).map_err(|it| {
        wrong(format!("is JSON but not the questionnaire: {}", without_value(&it)))
    })?;
    if document.form != FORM || document.schema_version != SCHEMA_VERSION {
        return Err(wrong(format!("is not version {SCHEMA_VERSION} of {FORM}")));
    }
    let entry = |(position, it): (usize, Entry)| super::Entry {
        place: format!("question {position} of the list"),
        id: it.id,
        question: it.question,
        answer: it.answer.unwrap_or_default(),
        comment: it.comment.unwrap_or_default(),
        evidence_link: it.evidence_link.unwrap_or_default(),
        responsible: it.responsible.unwrap_or_default(),
    };
    let entries = (1..).zip(document.questions).map(entry).collect();
    Ok(Draft { version: document.version, entries, ..Draft::default() })
}

/// Reads a list that is not too long to be a form's.
fn questions<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<Entry>, D::Error> {
    struct Questions;

    impl<'de> Visitor<'de> for Questions {
        type Value = Vec<Entry>;

        fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
            formatter.write_str("a list of questions")
        }

        fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Vec<Entry>, A::Error> {
            let mut entries = Vec::new();
            while let Some(entry) = list.next_element()? {
                if entries.len() == MOST_ENTRIES {
                    let text = format!("there are more than {MOST_ENTRIES} questions");
                    return Err(A::Error::custom(text));
                }
                entries.push(entry);
            }
            Ok(entries)
        }
    }

    deserializer.deserialize_seq(Questions)
}
