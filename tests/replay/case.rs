//! One folder of an event, AWS's answers and the expectation.

use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};

use conformance::event::Event;
use conformance::root;
use conformance::run::{Evaluation, Run};
use harness::Answers;
use jiff::Timestamp;
use serde::Deserialize;
use serde::de::DeserializeOwned;

/// A case. Displays as `<control>/<case>`.
pub(crate) struct Case {
    /// The rule that it is a case of.
    pub(crate) rule: String,
    folder: PathBuf,
}

/// How an invocation must fail.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ExpectedError {
    code: String,
    contains: String,
}

impl Case {
    /// The cases of a rule, sorted by name.
    pub(crate) fn all_of(rule: &str) -> Vec<Self> {
        let cases = folders(&root().join("events").join(rule)).into_iter();
        cases.map(|folder| Self { rule: rule.to_owned(), folder }).collect()
    }

    /// Runs `binary` with the event.
    pub(crate) async fn run(&self, binary: &Path) -> Result<Run, String> {
        let event = self.event()?;
        let answers = Answers::of_folder(self.folder.join("aws")).await;
        let answers = answers.map_err(|error| error.to_string())?;
        let absent: Vec<String> = self.read("no-endpoint.json")?.unwrap_or_default();
        Ok(Run::without(binary, &event, &answers, &absent).await)
    }

    /// What of `run` is not as it must be.
    pub(crate) fn problems(&self, run: &Run) -> Vec<String> {
        let mut problems = Vec::new();
        let expected = self.read::<Vec<Evaluation>>("evaluations.json");
        let error = self.read::<ExpectedError>("error.json");
        match (expected, error) {
            (Ok(Some(expected)), Ok(None)) => problems.extend(self.differences(run, &expected)),
            (Ok(None), Ok(Some(error))) => problems.extend(self.failure(run, &error)),
            (Ok(None), Ok(None)) => problems.push(format!(
                "has neither evaluations.json nor error.json; write by hand what the control says. \
                 The rule {}",
                told(run)
            )),
            (Ok(Some(_)), Ok(Some(_))) => {
                problems.push("has both evaluations.json and error.json".to_owned());
            }
            (expected, error) => problems.extend(expected.err().into_iter().chain(error.err())),
        }
        problems
            .extend(run.missing.iter().map(|it| format!("AWS was asked for {it}: no such file")));
        problems.extend(run.unused.iter().map(|it| format!("AWS was never asked for {it}")));
        problems
    }

    /// The verdicts that the case must bring.
    pub(crate) fn expected_compliance(&self) -> Vec<String> {
        let expected = self.read::<Vec<Evaluation>>("evaluations.json").ok().flatten();
        expected.unwrap_or_default().into_iter().map(|it| it.compliance).collect()
    }

    fn event(&self) -> Result<Event, String> {
        let text = fs::read_to_string(self.folder.join("event.json"));
        let text = text.map_err(|error| format!("event.json: {error}"))?;
        Event::parse(&text).ok_or_else(|| "event.json is no JSON".to_owned())
    }

    fn differences(&self, run: &Run, expected: &[Evaluation]) -> Vec<String> {
        if run.outcome.is_err() {
            return vec![format!("must put evaluations; the rule {}", told(run))];
        }
        let mut problems = Vec::new();
        let put = run.evaluations();
        let absent = expected.iter().filter(|it| !put.contains(it));
        problems.extend(absent.map(|it| format!("must put {}", json(it))));
        let surplus = put.iter().filter(|it| !expected.contains(it));
        problems.extend(surplus.map(|it| format!("but puts {}", json(it))));
        if problems.is_empty() && put.len() != expected.len() {
            problems.push(format!("must put {} evaluations, puts {}", expected.len(), put.len()));
        }
        if !expected.is_sorted() {
            problems.push("evaluations.json must be sorted by type and id".to_owned());
        }
        problems.extend(self.event().map_or_else(|why| vec![why], |event| envelope(run, &event)));
        problems
    }

    /// A failure is told to Lambda, and AWS Config is told nothing, unless it is AWS Config that
    /// failed.
    fn failure(&self, run: &Run, expected: &ExpectedError) -> Vec<String> {
        let ExpectedError { code, contains } = expected;
        let as_expected = run
            .outcome
            .as_ref()
            .is_err_and(|it| it.error_type == *code && it.message.contains(contains.as_str()));
        let mut problems = Vec::new();
        if !as_expected {
            problems.push(format!("must fail as {code} (…{contains}…); the rule {}", told(run)));
        }
        let put_fails = folder_has(&self.folder.join("aws"), "config.PutEvaluations.");
        if !put_fails && !run.puts().is_empty() {
            problems.push(format!("must put nothing; puts {}", json(&run.evaluations())));
        }
        problems
    }

    /// A file of the case, read; `None` where it is not there.
    fn read<T: DeserializeOwned>(&self, name: &str) -> Result<Option<T>, String> {
        let Ok(text) = fs::read_to_string(self.folder.join(name)) else { return Ok(None) };
        serde_json::from_str(&text).map(Some).map_err(|error| format!("{name}: {error}"))
    }
}

impl fmt::Display for Case {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = self.folder.file_name().unwrap_or_default().to_string_lossy();
        write!(f, "{}/{name}", self.rule)
    }
}

/// What every request that puts evaluations takes over from the event.
fn envelope(run: &Run, event: &Event) -> Vec<String> {
    let mut problems = Vec::new();
    let lacking = event.missing_fields();
    if !lacking.is_empty() {
        problems.push(format!("event.json lacks {}, which AWS Config sends", lacking.join(", ")));
    }
    let puts = run.puts();
    if puts.iter().any(|put| put["ResultToken"] != event.result_token()) {
        problems.push("puts with another result token".to_owned());
    }
    let mut times =
        puts.iter().flat_map(|put| put["Evaluations"].as_array().into_iter().flatten()).map(|it| {
            let seconds = it["OrderingTimestamp"].as_f64()?;
            #[expect(clippy::cast_possible_truncation, reason = "times of this century are exact")]
            Timestamp::from_millisecond((seconds * 1000.0).round() as i64).ok()
        });
    if let Some(time) = times.find(|time| *time != event.time()) {
        problems.push(format!("puts with the time {time:?} of the event's {:?}", event.time()));
    }
    problems
}

/// What the rule did, for a message.
fn told(run: &Run) -> String {
    match &run.outcome {
        Err(failure) => format!("fails: {failure}"),
        Ok(_) => format!("puts {}", json(&run.evaluations())),
    }
}

fn json(value: &impl serde::Serialize) -> String {
    serde_json::to_string_pretty(value).unwrap_or_default()
}

/// The folders in a folder, sorted; none if it is not there.
pub(crate) fn folders(of: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(of).into_iter().flatten().flatten();
    let mut folders: Vec<_> = entries.map(|it| it.path()).filter(|it| it.is_dir()).collect();
    folders.sort();
    folders
}

fn folder_has(folder: &Path, prefix: &str) -> bool {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    entries.into_iter().any(|it| it.file_name().to_string_lossy().starts_with(prefix))
}

#[cfg(test)]
mod tests;
