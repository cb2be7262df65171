//! Filled questionnaires: workbooks, JSON and Markdown.

use std::io;

use answers::Questionnaire;
use answers::questionnaire::{Comparison, Filled};
use aws_core::registry::RULES;

use crate::mutation::Seed;
use crate::runner::Target;

#[test]
fn a_filled_form_is_compared_or_refused() {
    let questionnaire = Questionnaire::of(RULES.iter().map(|rule| rule.metadata()));
    let (mut xlsx, mut json, mut markdown) = (Vec::new(), Vec::new(), Vec::new());
    questionnaire.write_xlsx(&mut xlsx).unwrap();
    questionnaire.write_json(&mut json).unwrap();
    questionnaire.write_markdown(&mut markdown).unwrap();
    let seeds = [
        Seed::of_archive(&xlsx),
        Seed::of_archive(&xlsx),
        Seed::Bytes(xlsx),
        Seed::of(&json),
        Seed::of(&markdown),
    ];
    let report = crate::report();
    Target { name: "workbooks", cases: 150 }.fuzz(&seeds, |input| {
        match Filled::read(&questionnaire, input) {
            Ok(filled) => {
                let comparison = Comparison::new(&questionnaire, &filled, &report);
                comparison.write_markdown(&mut io::sink()).unwrap();
                comparison.write_xlsx(&mut io::sink()).unwrap();
            }
            Err(problems) => assert!(!problems.first().is_empty(), "refused without a reason"),
        }
    });
}
