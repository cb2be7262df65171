//! A form that came back, filled.

mod json;
mod markdown;
mod problems;
#[cfg(test)]
mod tests;
mod xlsx;

use std::collections::BTreeMap;

use serde::Serialize;
use shared::document::shortened;

use super::{Claim, Questionnaire};

pub use problems::{Problem, Problems};

/// The longest file that is read, in bytes: a filled form is a thousandth of it.
pub const LARGEST: usize = 20 * 1024 * 1024;
/// The longest text of a field, in characters: what a cell of Excel holds.
const LONGEST: usize = 32_767;
/// The most questions that are read: no form of ours has as many.
const MOST_ENTRIES: usize = 1000;
/// The most characters of what a file says of itself that a message repeats.
const MOST_QUOTED: usize = 60;

/// What somebody answered.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filled {
    /// The response to each question, by its id; every question is there.
    pub responses: BTreeMap<String, Response>,
    /// What is odd about the form and does not keep it from being read.
    pub warnings: Vec<Problem>,
}

/// What somebody answered to a question.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Response {
    /// The answer; none where the question is not answered.
    pub claim: Option<Claim>,
    /// The comment.
    pub comment: String,
    /// Where the evidence lies, as they say.
    pub evidence_link: String,
    /// Who answers for it.
    pub responsible: String,
}

/// What a reader found in a file, not yet compared with the questions.
#[derive(Debug, Default)]
struct Draft {
    version: Option<String>,
    entries: Vec<Entry>,
    problems: Problems,
    warnings: Problems,
}

impl Draft {
    /// Keeps what stands at a question, if it is not one of too many; whether it is kept.
    fn enter(&mut self, entry: Entry) -> bool {
        let room = self.entries.len() < MOST_ENTRIES;
        if room {
            self.entries.push(entry);
        } else {
            let text = format!("there are more than {MOST_ENTRIES} questions");
            self.problems.push(Problem::new(entry.place, text));
        }
        room
    }
}

/// What stands at one question.
#[derive(Debug, Default)]
struct Entry {
    place: String,
    id: String,
    question: Option<String>,
    answer: String,
    comment: String,
    evidence_link: String,
    responsible: String,
}

impl Filled {
    /// Reads a form that was made of `questionnaire` and filled: a workbook, JSON or Markdown, as
    /// its content tells.
    ///
    /// # Errors
    /// Everything that is wrong with it, not only the first: then nothing of it is of use.
    pub fn read(questionnaire: &Questionnaire, file: &[u8]) -> Result<Self, Problems> {
        let draft = draft(file).map_err(Problems::from)?;
        check(questionnaire, draft)
    }
}

fn draft(file: &[u8]) -> Result<Draft, Problem> {
    let wrong = |text: &str| Err(Problem::new("the file", text));
    if file.len() > LARGEST {
        return wrong(&format!("is longer than {} MiB", LARGEST / 1024 / 1024));
    }
    if file.starts_with(b"PK\x03\x04") {
        return xlsx::read(file);
    }
    if file.starts_with(b"\xd0\xcf\x11\xe0") {
        return wrong("is an old .xls workbook or one with a password; save it as .xlsx without");
    }
    let Ok(text) = std::str::from_utf8(file) else {
        return wrong("is no workbook (.xlsx), JSON or Markdown of the questionnaire");
    };
    let text = text.trim_start_matches('\u{feff}');
    if text.trim_start().starts_with('{') {
        return json::read(text);
    }
    markdown::read(text)
}

/// Compares what was found with what was asked.
fn check(questionnaire: &Questionnaire, draft: Draft) -> Result<Filled, Problems> {
    let Draft { version, entries, mut problems, mut warnings } = draft;
    match version {
        Some(version) if version == questionnaire.version => {}
        Some(version) => warnings.push(Problem::new(
            "the form",
            format!(
                "is of version {}; this program asks as of {}",
                shortened(&version, MOST_QUOTED),
                questionnaire.version
            ),
        )),
        None => warnings.push(Problem::new("the form", "does not say of which version it is")),
    }
    let mut places: BTreeMap<&str, String> = BTreeMap::new();
    let mut responses = BTreeMap::new();
    for entry in entries {
        let id = entry.id.trim();
        let known = questionnaire.questions.iter().find(|it| it.id.eq_ignore_ascii_case(id));
        let Some(question) = known else {
            let text = format!("no question has the id {}", quoted(id));
            problems.push(Problem::new(entry.place, text));
            continue;
        };
        if let Some(earlier) = places.get(question.id) {
            let text = format!("{} stands at {earlier}, too", question.id);
            problems.push(Problem::new(entry.place, text));
            continue;
        }
        places.insert(question.id, entry.place.clone());
        let asked = entry.question.as_deref();
        if asked.is_some_and(|it| !same_words(it, question.question)) {
            let text = format!("the question of {} is not as it was asked", question.id);
            warnings.push(Problem::new(entry.place.clone(), text));
        }
        match response(entry) {
            Ok(response) => drop(responses.insert(question.id.to_owned(), response)),
            Err(wrong) => wrong.into_iter().for_each(|it| problems.push(it)),
        }
    }
    for question in &questionnaire.questions {
        if !places.contains_key(question.id) {
            let text = format!("{} is missing; keep it and leave its answer empty", question.id);
            problems.push(Problem::new("the form", text));
        }
    }
    if problems.count() > 0 {
        return Err(problems);
    }
    Ok(Filled { responses, warnings: warnings.into_list("warnings") })
}

fn response(entry: Entry) -> Result<Response, Vec<Problem>> {
    let Entry { place, id, answer, comment, evidence_link, responsible, .. } = entry;
    let mut problems = Vec::new();
    let answer = answer.trim();
    let claim = Claim::read(answer);
    if claim.is_none() && !answer.is_empty() {
        let hint = match answer.to_lowercase().as_str() {
            "yes" | "no" => " (some questions ask for what should not be)",
            _ => "",
        };
        let (answer, list) = (quoted(answer), Claim::list());
        let text = format!("{id}: {answer} is no answer{hint}; the answers are: {list}");
        problems.push(Problem::new(place.clone(), text));
    }
    for text in [&comment, &evidence_link, &responsible] {
        if text.chars().count() > LONGEST {
            let text = format!("{id}: a text has more than {LONGEST} characters");
            problems.push(Problem::new(place.clone(), text));
        }
    }
    if !problems.is_empty() {
        return Err(problems);
    }
    let trimmed = |text: String| text.trim().to_owned();
    Ok(Response {
        claim,
        comment: trimmed(comment),
        evidence_link: trimmed(evidence_link),
        responsible: trimmed(responsible),
    })
}

fn same_words(one: &str, other: &str) -> bool {
    one.split_whitespace().eq(other.split_whitespace())
}

/// What somebody wrote, short enough for a message.
fn quoted(text: &str) -> String {
    format!("{:?}", shortened(text, MOST_QUOTED + 1))
}
