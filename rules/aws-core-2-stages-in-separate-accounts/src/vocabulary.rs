//! The words that denote the stages, and what tags and names say in them.

use std::collections::{BTreeMap, BTreeSet};

use crate::Parameters;
use crate::stage::Stage;

/// Words that, directly before a word for production, say what is not production; and what it is
/// instead: what comes before production is staging.
const NEGATORS: [(&str, Stage); 4] = [
    ("non", Stage::Development),
    ("no", Stage::Development),
    ("not", Stage::Development),
    ("pre", Stage::Staging),
];
/// Words that begin like a stage and denote none: teams and their tools.
const NO_STAGE: [&str; 2] = ["dev-ops", "dev-sec-ops"];

/// What words denote; `None` for one that denotes no stage. Each word stands here twice: in its
/// parts, with a space between them, and in one piece.
pub(crate) struct Vocabulary(BTreeMap<String, Option<Stage>>);

impl Vocabulary {
    pub(crate) fn of(parameters: &Parameters) -> Self {
        let mut vocabulary = Self(BTreeMap::new());
        for stage in Stage::ALL {
            for word in stage.words(parameters) {
                vocabulary.add(word, Some(stage));
            }
        }
        for (negator, stage) in NEGATORS {
            let words = Stage::Production.words(parameters).iter();
            for word in words.filter(|it| !parts(it).is_empty()) {
                vocabulary.add(&format!("{negator}-{word}"), Some(stage));
            }
        }
        for word in NO_STAGE {
            vocabulary.add(word, None);
        }
        vocabulary
    }

    /// Adds a word, unless it is known: what the owner calls a stage counts.
    fn add(&mut self, word: &str, stage: Option<Stage>) {
        self.0.entry(parts(word).join(" ")).or_insert(stage);
        self.0.entry(joined(word)).or_insert(stage);
    }

    /// The stage that a tag's whole value denotes, without regard to case and separators.
    pub(crate) fn of_value(&self, value: &str) -> Option<Stage> {
        self.0.get(&joined(value)).copied().flatten()
    }

    /// The one stage that an account's name denotes; `None` too where it names several.
    pub(crate) fn of_name(&self, name: &str) -> Option<Stage> {
        let parts = parts(name);
        let mut rest = parts.as_slice();
        let mut found = BTreeSet::new();
        while !rest.is_empty() {
            // The longest first: `non-prod` is not `prod`.
            let here = (1..=rest.len()).rev().find_map(|length| {
                let stage = self.0.get(&rest[..length].join(" "))?;
                Some((length, *stage))
            });
            let (length, stage) = here.unwrap_or((1, None));
            found.extend(stage);
            rest = &rest[length..];
        }
        (found.len() == 1).then(|| found.first().copied()).flatten()
    }
}

/// A word in one piece; one of separators alone as it is.
fn joined(word: &str) -> String {
    let parts = parts(word);
    if parts.is_empty() { word.trim().to_lowercase() } else { parts.concat() }
}

/// The words of a name, in lower case: what stands between characters that are neither letters nor
/// digits, taken apart where digits begin or end and where CamelCase does: `AcmeProd1` is `acme`,
/// `prod`, `1`.
fn parts(name: &str) -> Vec<String> {
    let characters: Vec<char> = name.chars().collect();
    let mut parts: Vec<String> = Vec::new();
    let mut begins = true;
    for (at, &character) in characters.iter().enumerate() {
        if !character.is_alphanumeric() {
            begins = true;
            continue;
        }
        let (before, after) = (at.checked_sub(1).map(|it| characters[it]), characters.get(at + 1));
        begins = begins || before.is_some_and(|it| is_boundary(it, character, after.copied()));
        if begins {
            parts.push(String::new());
            begins = false;
        }
        if let Some(part) = parts.last_mut() {
            part.extend(character.to_lowercase());
        }
    }
    parts
}

/// Whether a word begins with `character`, between `before` and `after`.
fn is_boundary(before: char, character: char, after: Option<char>) -> bool {
    let digits = before.is_numeric() != character.is_numeric();
    let camel = before.is_lowercase() && character.is_uppercase();
    // The last capital of `ACMEProd` begins the next word.
    let acronym =
        before.is_uppercase() && character.is_uppercase() && after.is_some_and(char::is_lowercase);
    digits || camel || acronym
}

#[cfg(test)]
mod tests;
