use std::io::Cursor;

use calamine::{Data, Reader as _, Xlsx};

use super::{MOST_EVIDENCE, write, write_at_most};
use crate::Answer;
use crate::report::Report;
use crate::sample::{self, BASE, HERE, row, sighting};
use crate::spreadsheet::{LONGEST, fit};

fn workbook(report: &Report, most: u32) -> Xlsx<Cursor<Vec<u8>>> {
    let mut bytes = Vec::new();
    write_at_most(report, most, &mut bytes).unwrap();
    Xlsx::new(Cursor::new(bytes)).unwrap()
}

/// The texts of a sheet, row by row.
fn rows(workbook: &mut Xlsx<Cursor<Vec<u8>>>, sheet: &str) -> Vec<Vec<String>> {
    let range = workbook.worksheet_range(sheet).unwrap();
    range.rows().map(|row| row.iter().map(Data::to_string).collect()).collect()
}

#[test]
fn every_answer_and_every_result_is_there() {
    let report = sample::report();
    let mut workbook = workbook(&report, MOST_EVIDENCE);
    let names = workbook.sheet_names();
    let expected =
        ["Summary", "Questionnaire", "Evidence", "Exceptions", "Attestations", "Coverage"];
    assert_eq!(names, expected);
    let results: usize = report.answers.iter().map(|it| it.evidence.len()).sum();
    let questions = rows(&mut workbook, "Questionnaire");
    assert_eq!(questions.len(), 1 + report.answers.len());
    assert_eq!(questions[4][..4][3], "failure");
    assert_eq!(questions[4][6], "3 results");
    assert_eq!(questions[1][6], "what is missing");
    assert_eq!(rows(&mut workbook, "Evidence").len(), 1 + results);
    let exceptions = rows(&mut workbook, "Exceptions");
    assert_eq!(exceptions.len(), 2);
    assert_eq!(exceptions[1][4..8].join("|"), {
        let finding = "Bucket acme-media is public: ACL grants READ to AllUsers.";
        format!("acme-media|{finding}|2026-12-31|bob@example.com")
    });
    assert_eq!(rows(&mut workbook, "Attestations").len(), 2);
    let coverage = rows(&mut workbook, "Coverage");
    assert!(coverage.iter().any(|it| it[5] == "could not be read" && it[6].contains("Denied")));
    let summary = rows(&mut workbook, "Summary");
    let of = |name: &str| summary.iter().find(|it| it[0] == name).unwrap()[1].clone();
    assert_eq!(of("In one sentence"), report.sentence());
    assert_eq!(of("Score"), "1 of 4 scored questions (25 %)");
    assert_eq!(of("Coverage"), "8 of 10 places (question, account and region) (80 %)");
    assert_eq!(of("Made"), "2026-01-15T12:00:00Z");
}

#[test]
fn no_cell_is_a_formula_and_no_text_is_changed() {
    let attacks = [
        "=cmd|'/c calc'!A1",
        "+1",
        "@SUM(A1)",
        "-2",
        "{=1}",
        "http://example.com/",
        "_x0041_",
        "</t><f>1</f>",
    ];
    let non_compliant = shared::ComplianceType::NonCompliant;
    let rows_ = attacks.iter().map(|it| row(non_compliant, it, it)).collect();
    let answer = Answer::new(&BASE, vec![sighting(HERE, rows_)], sample::now());
    let report = Report::new(sample::now(), sample::source(), vec![answer]);
    let mut workbook = workbook(&report, MOST_EVIDENCE);
    for sheet in workbook.sheet_names() {
        let formulas = workbook.worksheet_formula(&sheet).unwrap();
        assert_eq!(formulas.used_cells().count(), 0, "{sheet}");
    }
    let mut ids: Vec<String> =
        rows(&mut workbook, "Evidence")[1..].iter().map(|it| it[4].clone()).collect();
    let mut expected: Vec<String> = attacks.iter().map(ToString::to_string).collect();
    ids.sort();
    expected.sort();
    assert_eq!(ids, expected);
}

#[test]
fn the_same_report_is_the_same_file() {
    let file = || {
        let mut bytes = Vec::new();
        write(&sample::report(), &mut bytes).unwrap();
        bytes
    };
    assert_eq!(file(), file());
}

#[test]
fn what_a_sheet_cannot_hold_is_said_to_be_left_out() {
    let report = sample::report();
    let results: usize = report.answers.iter().map(|it| it.evidence.len()).sum();
    assert_eq!(results, 11);
    let mut workbook = workbook(&report, 6);
    let evidence = rows(&mut workbook, "Evidence");
    assert_eq!(evidence.len(), 6);
    let said = "7 more results have no place in this sheet; the evidence as CSV has them all.";
    assert_eq!(evidence[5][0], said);
    let summary = rows(&mut workbook, "Summary");
    assert!(summary.iter().any(|it| it[0] == "Limit" && it[1] == said));
    let questions = rows(&mut workbook, "Questionnaire");
    assert_eq!(questions.last().unwrap()[6], "in the CSV");
    // Exactly enough room.
    let mut workbook = self::workbook(&report, 12);
    assert_eq!(rows(&mut workbook, "Evidence").len(), 12);
}

#[test]
fn a_long_text_is_cut_where_excel_ends() {
    assert_eq!(fit(&"x".repeat(LONGEST)).len(), LONGEST);
    for long in ["x".repeat(LONGEST + 1), "\u{1f600}".repeat(LONGEST)] {
        let cut = fit(&long);
        assert!(
            cut.encode_utf16().count() <= LONGEST && cut.ends_with("(cut: a cell holds no more)")
        );
    }
    assert_eq!(fit("a\u{ffff}b\u{1}c\u{202e}d\ne"), "a\u{fffd}b\u{fffd}c\u{fffd}d\ne");
    let mut report = sample::report();
    report.answers[0].evidence[0].annotation = "x".repeat(100_000);
    report.answers[0].summary = "y".repeat(100_000);
    let mut workbook = workbook(&report, MOST_EVIDENCE);
    assert!(rows(&mut workbook, "Evidence").iter().any(|it| it[6].ends_with("no more)")));
}

#[test]
fn a_comparison_has_a_column() {
    let mut report = sample::report();
    report.compare(&Report::new(sample::now(), sample::source(), Vec::new()));
    let mut workbook = workbook(&report, MOST_EVIDENCE);
    let questions = rows(&mut workbook, "Questionnaire");
    assert_eq!(questions[0][20], "Change");
    assert_eq!(questions[4][20], "new question; 2 new findings");
}
