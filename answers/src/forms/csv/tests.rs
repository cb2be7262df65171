use super::{answers, evidence, harmless};
use crate::report::Report;
use crate::sample;

fn records(write: fn(&Report, &mut dyn std::io::Write) -> std::io::Result<()>) -> Vec<Vec<String>> {
    let mut out = Vec::new();
    write(&sample::report(), &mut out).unwrap();
    let mut reader = ::csv::ReaderBuilder::new().has_headers(false).from_reader(out.as_slice());
    reader.records().map(|it| it.unwrap().iter().map(ToOwned::to_owned).collect()).collect()
}

#[test]
fn a_cell_is_never_a_formula() {
    for cell in ["=1+1", "+1", "-1", "@SUM(A1)", "＝1+1", "＋1", "－1", "＠SUM(A1)"] {
        assert_eq!(harmless(cell), format!("'{cell}"));
        for blank in [" ", "\u{a0}", "\u{3000}", "  ", "\"", "\" "] {
            assert_eq!(harmless(&format!("{blank}{cell}")), format!("'{blank}{cell}"));
        }
        for hidden in ["\t", "\r", "\n", "\u{200b}", "\u{feff}", "\u{0}", "\u{2028}"] {
            assert_eq!(harmless(&format!("{hidden}{cell}")), format!("'\u{fffd}{cell}"));
        }
        // Where semicolons or tabs are between cells.
        assert_eq!(harmless(&format!("a;{cell};b")), format!("a;'{cell};b"));
        assert_eq!(harmless(&format!("a; \"{cell}\"")), format!("a;' \"{cell}\""));
        assert_eq!(harmless(&format!("a\t{cell}\tb")), format!("a\u{fffd}{cell}\u{fffd}b"));
    }
    for cell in ["sg-1", "a = b", "a;b; c", "2026-01-15", "aws-core-19", "'=1", "", ";"] {
        assert_eq!(harmless(cell), cell);
    }
}

#[test]
fn a_cell_hides_nothing() {
    let cell = "a\u{1b}]52;c;eA==\u{7}\r\nb\u{202e}c\u{9b}d";
    assert_eq!(harmless(cell), "a\u{fffd}]52;c;eA==\u{fffd}\u{fffd}\u{fffd}b\u{fffd}c\u{fffd}d");
}

/// Whatever a spreadsheet takes for the end of a cell, none begins with a formula.
#[test]
fn no_separator_makes_a_formula() {
    let mut report = sample::report();
    let hostile = "x;=cmd|'/c calc'!A1;\t+1\t@a;\"-1\";\n=2\n; ＝3";
    for evidence in report.answers.iter_mut().flat_map(|it| &mut it.evidence) {
        evidence.resource_id = hostile.to_owned();
        evidence.annotation = format!("={hostile}");
    }
    let mut out = Vec::new();
    evidence(&report, &mut out).unwrap();
    for separator in *b",;\t" {
        let reader = ::csv::ReaderBuilder::new()
            .delimiter(separator)
            .flexible(true)
            .has_headers(false)
            .from_reader(out.as_slice());
        for record in reader.into_records() {
            for cell in &record.unwrap() {
                let cell = cell.trim_start_matches(['"', ' ']);
                assert!(!cell.starts_with(['=', '+', '-', '@', '＝']), "{cell}");
            }
        }
    }
}

#[test]
fn every_result_is_a_row_and_reads_back() {
    let (report, records) = (sample::report(), records(evidence));
    let all: usize = report.answers.iter().map(|it| it.evidence.len()).sum();
    assert_eq!(records.len(), all + 1);
    let attack = records.iter().find(|it| it[6].contains("cmd")).unwrap();
    assert_eq!(attack[6], "'=cmd|'/c calc'!A1");
    assert_eq!(attack[10], "<script>alert(1)</script> & \"x\".");
    assert_eq!(attack[15].len(), 64);
    let excepted = records.iter().find(|it| it[6] == "acme-media").unwrap();
    assert_eq!((excepted[7].as_str(), excepted[8].as_str()), ("NOT_APPLICABLE", "true"));
    assert_eq!(excepted[9], "excepted");
}

#[test]
fn every_question_is_a_row_in_the_order_of_the_playbook() {
    let records = records(answers);
    let controls: Vec<&str> = records[1..].iter().map(|it| it[0].as_str()).collect();
    assert_eq!(
        controls,
        [
            "aws-core-5",
            "aws-core-9",
            "aws-core-17",
            "aws-core-19",
            "aws-core-22",
            "aws-core-23",
            "aws-core-30",
            "aws-core-33"
        ]
    );
    assert_eq!(records[1][3], "not_assessed");
    assert_eq!(records[1][18], "0", "what was not seen is no coverage");
}

#[test]
fn a_stream_that_ends_is_an_error() {
    struct Full;
    impl std::io::Write for Full {
        fn write(&mut self, _: &[u8]) -> std::io::Result<usize> {
            Err(std::io::ErrorKind::StorageFull.into())
        }
        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }
    let error = evidence(&sample::report(), &mut Full).unwrap_err();
    assert_eq!(error.kind(), std::io::ErrorKind::StorageFull);
}
