//! A filled form that is Markdown, line by line.

use shared::document::shortened;

use super::{Draft, Entry, MOST_QUOTED, Problem};
use crate::questionnaire::blank::{TITLE, VERSION};
use crate::questionnaire::headings::Field;

pub(super) fn read(text: &str) -> Result<Draft, Problem> {
    let mut reader = Reader::default();
    let mut lines = (1..).zip(text.lines().map(str::trim));
    let first = lines.by_ref().map(|(_, line)| line).find(|line| !line.is_empty());
    if first != Some(TITLE) {
        let text = format!("does not begin with \"{TITLE}\" as the Markdown of the questionnaire");
        return Err(Problem::new("the file", text));
    }
    for (number, line) in lines {
        if !reader.take(number, line) {
            return Ok(reader.draft);
        }
    }
    reader.end();
    Ok(reader.draft)
}

/// What has been read so far.
#[derive(Default)]
struct Reader {
    draft: Draft,
    entry: Option<Entry>,
    /// The fields of the entry that were seen, and the one that continues.
    seen: Vec<Field>,
    field: Option<Field>,
    /// Whether the instructions are over.
    in_questions: bool,
}

impl Reader {
    /// Reads a line, and says whether to go on.
    fn take(&mut self, number: usize, line: &str) -> bool {
        if let Some(id) = line.strip_prefix("### ") {
            if !self.end() {
                return false;
            }
            self.in_questions = true;
            let place = format!("line {number}");
            let question = Some(String::new());
            self.entry =
                Some(Entry { place, id: id.trim().to_owned(), question, ..Entry::default() });
        } else if line.starts_with("## ") {
            self.end();
            self.in_questions = true;
        } else if let Some((field, text)) = field(line).filter(|_| self.entry.is_some()) {
            if self.seen.contains(&field) {
                let text = format!("there is a second \"{}\"", field.heading());
                self.draft.problems.push(Problem::new(format!("line {number}"), text));
            }
            self.seen.push(field);
            self.field = Some(field);
            self.append(number, text);
        } else if self.in_questions {
            self.append(number, line);
        } else if let Some(version) = line.strip_prefix(VERSION) {
            let version = version.trim_start_matches(':').trim();
            self.draft.version = Some(version.to_owned());
        }
        true
    }

    /// Adds a line to what it continues.
    fn append(&mut self, number: usize, line: &str) {
        let Some(entry) = &mut self.entry else {
            if !line.is_empty() {
                let text = "this line belongs to no question and was not read";
                self.draft.warnings.push(Problem::new(format!("line {number}"), text));
            }
            return;
        };
        let target = match self.field {
            None => entry.question.get_or_insert_default(),
            Some(Field::Answer) => &mut entry.answer,
            Some(Field::Comment) => &mut entry.comment,
            Some(Field::Evidence) => &mut entry.evidence_link,
            Some(Field::Responsible) => &mut entry.responsible,
            // What we wrote.
            Some(_) => return,
        };
        if !target.is_empty() {
            target.push('\n');
        }
        target.push_str(line);
    }

    /// Ends a question, if one has begun; whether there may be another.
    fn end(&mut self) -> bool {
        let Some(entry) = self.entry.take() else { return true };
        if !self.seen.contains(&Field::Answer) {
            let (id, answer) = (shortened(&entry.id, MOST_QUOTED), Field::Answer.heading());
            let text = format!("{id} has no line \"- {answer}:\"");
            self.draft.problems.push(Problem::new(entry.place.clone(), text));
        }
        self.seen.clear();
        self.field = None;
        self.draft.enter(entry)
    }
}

/// The field that a line begins, and what it says.
fn field(line: &str) -> Option<(Field, &str)> {
    let line = line.strip_prefix(['-', '*', '+'])?.trim_start();
    let (heading, text) = line.split_once(':')?;
    let field = Field::called(heading.trim_matches('*'))?;
    Some((field, text.trim_start_matches('*').trim()))
}
