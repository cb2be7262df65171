//! What is wrong with a form, and where: the first problems, and how many there are.

use std::fmt;

use serde::Serialize;

/// The most problems that are kept; all are counted.
const MOST: usize = 100;

/// Something wrong with a form, and where.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Problem {
    /// Where, such as `sheet Questionnaire, row 5`.
    pub place: String,
    /// What.
    pub text: String,
}

impl Problem {
    pub(in crate::questionnaire) fn new(place: impl Into<String>, text: impl Into<String>) -> Self {
        Self { place: place.into(), text: text.into() }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}: {}", self.place, self.text)
    }
}

/// All that is wrong with a form. A file may be wrong at a million places; the first hundred say so.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Problems {
    first: Vec<Problem>,
    count: usize,
}

impl Problems {
    /// The problems that are told.
    pub fn first(&self) -> &[Problem] {
        &self.first
    }

    /// How many there are.
    pub fn count(&self) -> usize {
        self.count
    }

    pub(super) fn push(&mut self, problem: Problem) {
        self.count += 1;
        if self.first.len() < MOST {
            self.first.push(problem);
        }
    }

    /// Those that are told, and as the last one how many more of these `what` there are.
    pub(super) fn into_list(self, what: &str) -> Vec<Problem> {
        let Self { mut first, count } = self;
        let more = count - first.len();
        if more > 0 {
            first.push(Problem::new("the form", format!("there are {more} more {what}")));
        }
        first
    }
}

impl From<Problem> for Problems {
    fn from(problem: Problem) -> Self {
        Self { first: vec![problem], count: 1 }
    }
}
