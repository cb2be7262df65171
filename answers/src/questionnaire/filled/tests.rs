use calamine::{Data, Reader as _, Xlsx};
use rust_xlsxwriter::{Format, Formula, Workbook};

use super::{Filled, LARGEST, MOST_ENTRIES, Problems, Response};
use crate::questionnaire::Claim;
use crate::questionnaire::tests::questionnaire;

/// A row of a workbook: column and text.
type Row<'a> = Vec<&'a str>;

const HEADINGS: [&str; 5] =
    ["Question id", "Answer", "Comment", "Evidence link", "Responsible person"];

fn blank(write: impl Fn(&mut Vec<u8>) -> std::io::Result<()>) -> Vec<u8> {
    let mut out = Vec::new();
    write(&mut out).unwrap();
    out
}

fn read(file: &[u8]) -> Result<Filled, Vec<String>> {
    let told = |it: Problems| it.first().iter().map(ToString::to_string).collect();
    Filled::read(&questionnaire(), file).map_err(told)
}

fn warnings(filled: &Filled) -> Vec<String> {
    filled.warnings.iter().map(ToString::to_string).collect()
}

/// The ids of all questions but `without`.
fn ids(without: &[&str]) -> Vec<&'static str> {
    let ids = questionnaire().questions.into_iter().map(|it| it.id);
    ids.filter(|it| !without.contains(it)).collect()
}

/// A workbook with `rows` in a sheet of the questionnaire, changed by `change`.
fn workbook(
    headings: &[&str],
    rows: &[Row<'_>],
    change: impl Fn(&mut rust_xlsxwriter::Worksheet),
) -> Vec<u8> {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet().set_name("Instructions").unwrap();
    sheet.write_string(3, 0, "Form version").unwrap();
    sheet.write_string(3, 1, env!("CARGO_PKG_VERSION")).unwrap();
    let sheet = workbook.add_worksheet().set_name("Questionnaire").unwrap();
    for (row, cells) in (0..).zip(std::iter::once(&headings.to_vec()).chain(rows)) {
        for (column, text) in (0..).zip(cells) {
            sheet.write_string(row, column, *text).unwrap();
        }
    }
    change(sheet);
    workbook.save_to_buffer().unwrap()
}

fn all_unanswered() -> Vec<Row<'static>> {
    ids(&[]).into_iter().map(|id| vec![id]).collect()
}

#[test]
fn a_blank_form_reads_as_one_without_answers() {
    let asked = questionnaire();
    for file in [
        blank(|out| asked.write_xlsx(out)),
        blank(|out| asked.write_markdown(out)),
        blank(|out| asked.write_json(out)),
    ] {
        let filled = read(&file).unwrap();
        assert_eq!(warnings(&filled), [""; 0]);
        assert_eq!(filled.responses.len(), asked.questions.len());
        assert!(filled.responses.values().all(|it| *it == Response::default()));
        assert_eq!(filled.responses.keys().map(String::as_str).collect::<Vec<_>>(), {
            let mut ids = ids(&[]);
            ids.sort_unstable();
            ids
        });
    }
}

#[test]
fn the_same_form_is_the_same_file() {
    let file = || blank(|out| questionnaire().write_xlsx(out));
    assert_eq!(file(), file());
}

/// What every form that is filled in this way must read as.
fn expect_filled(filled: &Filled) {
    assert_eq!(warnings(filled), [""; 0]);
    let response = &filled.responses["aws-core-19"];
    assert_eq!(response.claim, Some(Claim::Acceptable));
    assert_eq!(response.comment, "All but one.\nSee there.");
    assert_eq!(response.evidence_link, "https://wiki.example.com/19");
    assert_eq!(response.responsible, "alice@example.com");
    assert_eq!(filled.responses["aws-core-30"].claim, Some(Claim::DontKnow));
    assert_eq!(filled.responses["aws-core-9"].claim, None);
}

#[test]
fn json_that_was_filled_reads_back() {
    let file = blank(|out| questionnaire().write_json(out));
    let mut form: serde_json::Value = serde_json::from_slice(&file).unwrap();
    let questions = form["questions"].as_array_mut().unwrap();
    questions.reverse();
    for it in questions {
        if it["id"] == "aws-core-19" {
            it["answer"] = "Acceptable ".into();
            it["comment"] = "All but one.\nSee there.".into();
            it["evidenceLink"] = "https://wiki.example.com/19".into();
            it["responsible"] = "alice@example.com".into();
        } else if it["id"] == "aws-core-30" {
            it["answer"] = "don\u{2019}t know".into();
        } else {
            it["answer"] = serde_json::Value::Null;
        }
    }
    expect_filled(&read(form.to_string().as_bytes()).unwrap());
}

#[test]
fn markdown_that_was_filled_reads_back() {
    let file = String::from_utf8(blank(|out| questionnaire().write_markdown(out))).unwrap();
    let (before, after) = file.split_once("### aws-core-19").unwrap();
    let after = after
        .replacen("- Answer:", "* **Answer:** acceptable", 1)
        .replacen("- Comment:", "- Comment: All but one.\n  See there.", 1)
        .replacen("- Evidence link:", "- evidence link: https://wiki.example.com/19", 1)
        .replacen("- Responsible person:", "+ Responsible person: alice@example.com", 1);
    let (between, last) = after.split_once("### aws-core-30").unwrap();
    let last = last.replacen("- Answer:", "- Answer: don't know", 1);
    let file = format!("{before}### aws-core-19{between}### aws-core-30{last}");
    expect_filled(&read(file.replace('\n', "\r\n").as_bytes()).unwrap());
}

#[test]
fn a_workbook_that_was_filled_reads_back_whatever_the_order() {
    let file = blank(|out| questionnaire().write_xlsx(out));
    let mut book: Xlsx<_> = Xlsx::new(std::io::Cursor::new(file)).unwrap();
    let range = book.worksheet_range("Questionnaire").unwrap();
    let mut rows: Vec<Vec<String>> =
        range.rows().map(|row| row.iter().map(Data::to_string).collect()).collect();
    let column = |name: &str| rows[0].iter().position(|it| it == name).unwrap();
    let [id, answer, comment, evidence, responsible] = HEADINGS.map(column);
    for row in &mut rows {
        match row[id].as_str() {
            "aws-core-19" => {
                row[answer] = "ACCEPTABLE".to_owned();
                row[comment] = "All but one.\nSee there.".to_owned();
                row[evidence] = "https://wiki.example.com/19".to_owned();
                row[responsible] = "alice@example.com".to_owned();
            }
            "aws-core-30" => row[answer] = "don't know".to_owned(),
            _ => {}
        }
        row.reverse();
    }
    let (headings, rows) = rows.split_first_mut().unwrap();
    rows.reverse();
    let headings: Row<'_> = headings.iter().map(String::as_str).collect();
    let rows: Vec<Row<'_>> =
        rows.iter().map(|row| row.iter().map(String::as_str).collect()).collect();
    expect_filled(&read(&workbook(&headings, &rows, |_| ())).unwrap());
}

#[test]
fn everything_that_is_wrong_is_told_at_once() {
    let mut rows = vec![
        vec!["aws-core-19", "yes"],
        vec!["aws-core-5", "Sure", "because"],
        vec!["aws-core-99", "acceptable"],
        vec!["aws-core-5", "acceptable"],
        vec!["", "acceptable"],
        vec!["", "", "", "", ""],
    ];
    rows.extend(ids(&["aws-core-19", "aws-core-5", "aws-core-30"]).into_iter().map(|it| vec![it]));
    let list = "the answers are: acceptable, partly acceptable, not acceptable, not applicable, \
                don't know";
    assert_eq!(
        read(&workbook(&HEADINGS, &rows, |_| ())).unwrap_err(),
        [
            "sheet Questionnaire, row 6: the row has no question id".to_owned(),
            format!(
                "sheet Questionnaire, row 2: aws-core-19: \"yes\" is no answer (some questions ask \
                 for what should not be); {list}"
            ),
            format!("sheet Questionnaire, row 3: aws-core-5: \"Sure\" is no answer; {list}"),
            "sheet Questionnaire, row 4: no question has the id \"aws-core-99\"".to_owned(),
            "sheet Questionnaire, row 5: aws-core-5 stands at sheet Questionnaire, row 3, too"
                .to_owned(),
            "the form: aws-core-30 is missing; keep it and leave its answer empty".to_owned(),
        ]
    );
}

#[test]
fn a_cell_that_is_no_value_is_refused() {
    let file = workbook(&HEADINGS, &all_unanswered(), |sheet| {
        sheet
            .write_formula(1, 1, Formula::new("=\"acceptable\"").set_result("acceptable"))
            .unwrap();
        sheet.merge_range(3, 2, 4, 2, "both", &Format::new()).unwrap();
        let date = rust_xlsxwriter::ExcelDateTime::from_ymd(2026, 1, 15).unwrap();
        let format = Format::new().set_num_format("yyyy-mm-dd");
        sheet.write_datetime_with_format(2, 2, &date, &format).unwrap();
        sheet.write_boolean(5, 1, true).unwrap();
    });
    let told = read(&file).unwrap_err().join("\n");
    for expected in [
        "sheet Questionnaire, row 2, cell B2: holds a formula; write what it shows",
        "sheet Questionnaire, row 3, cell C3: holds a date; write it as text",
        "sheet Questionnaire: the cells C4 to C5 are merged; split them",
        "sheet Questionnaire, row 6: aws-core-22: \"true\" is no answer; ",
    ] {
        assert!(told.contains(expected), "{expected} in {told}");
    }
}

#[test]
fn what_is_odd_is_warned_of_and_nothing_is_dropped_in_silence() {
    let headings = ["Question id", "Question", "Answer", "Reviewer"];
    let mut rows: Vec<Row<'_>> = all_unanswered();
    rows[0].extend(["Is it nice?", "acceptable", "Bob says so"]);
    let filled = read(&workbook(&headings, &rows, |_| ())).unwrap();
    assert_eq!(
        warnings(&filled),
        [
            "sheet Questionnaire, row 1: there is no column \"Comment\"",
            "sheet Questionnaire, row 1: there is no column \"Evidence link\"",
            "sheet Questionnaire, row 1: there is no column \"Responsible person\"",
            "sheet Questionnaire, row 2: D2 is in no column of the form and was not read",
            "sheet Questionnaire, row 2: the question of aws-core-5 is not as it was asked",
        ]
    );

    let mut json: serde_json::Value =
        serde_json::from_slice(&blank(|out| questionnaire().write_json(out))).unwrap();
    json["version"] = "9.9.9".into();
    let filled = read(json.to_string().as_bytes()).unwrap();
    let version = env!("CARGO_PKG_VERSION");
    assert_eq!(
        warnings(&filled),
        [format!("the form: is of version 9.9.9; this program asks as of {version}")]
    );
    json["questions"][0]["note"] = "Mind this.".into();
    let told = read(json.to_string().as_bytes()).unwrap_err();
    assert!(told[0].contains("unknown field `note`"), "{told:?}");

    let markdown = String::from_utf8(blank(|out| questionnaire().write_markdown(out))).unwrap();
    let twice = markdown.replacen("- Comment:", "- Comment: fine\n- Answer: acceptable", 1);
    let told = read(twice.as_bytes()).unwrap_err();
    assert!(told[0].ends_with("there is a second \"Answer\""), "{told:?}");
    let without = markdown.replacen("- Answer:\n", "", 1);
    let told = read(without.as_bytes()).unwrap_err();
    assert!(told[0].ends_with("aws-core-5 has no line \"- Answer:\""), "{told:?}");
    let stray = markdown.replacen("### aws-core-5", "By the way.\n\n### aws-core-5", 1);
    let told = warnings(&read(stray.as_bytes()).unwrap());
    assert!(told[0].ends_with("belongs to no question and was not read"), "{told:?}");
}

#[test]
fn a_file_of_another_kind_is_refused_with_a_reason() {
    let cases: [(&[u8], &str); 9] = [
        (b"", "the file: does not begin with"),
        (b"Dear customer,", "the file: does not begin with"),
        (b"[1]", "the file: does not begin with"),
        (b"{}", "the file: is JSON but not the questionnaire: missing field"),
        (
            br#"{"form": "other", "schemaVersion": 1, "version": "1", "questions": []}"#,
            "the file: is not version 1 of aws-core-questionnaire",
        ),
        (b"\xff\xfe\x00", "the file: is no workbook (.xlsx), JSON or Markdown"),
        (b"\xd0\xcf\x11\xe0 old", "the file: is an old .xls workbook or one with a password"),
        (b"PK\x03\x04 broken", "the file: is no workbook (.xlsx) that can be read"),
        (&vec![b' '; LARGEST + 1], "the file: is longer than 20 MiB"),
    ];
    for (file, expected) in cases {
        let told = read(file).unwrap_err();
        assert!(told.len() == 1 && told[0].starts_with(expected), "{told:?}");
    }
    let mut other = Workbook::new();
    other.add_worksheet().set_name("Sales").unwrap();
    let told = read(&other.save_to_buffer().unwrap()).unwrap_err();
    assert_eq!(told, ["the workbook: has no sheet called Questionnaire; its sheets are: Sales"]);
    let told = read(&workbook(&["a", "b"], &[], |_| ())).unwrap_err();
    assert_eq!(told, ["sheet Questionnaire: no row has the heading \"Question id\""]);
    let told = read(&workbook(&["Question id"], &[], |_| ())).unwrap_err();
    assert_eq!(told, ["sheet Questionnaire, row 1: there is no column \"Answer\""]);
}

#[test]
fn a_small_file_does_not_take_all_memory() {
    // The corners of a sheet: all cells between them would be a thousand million.
    let file = workbook(&HEADINGS, &all_unanswered(), |sheet| {
        sheet.write_string(99_999, 16_383, "far").unwrap();
    });
    let filled = read(&file).unwrap();
    let told = warnings(&filled);
    assert!(told.iter().any(|it| it.contains("XFD100000 is in no column of the form")), "{told:?}");

    // One text, shown again and again.
    let long = "x".repeat(32_000);
    let file = workbook(&HEADINGS, &all_unanswered(), |sheet| {
        for row in 20..1000 {
            sheet.write_string(row, 2, &long).unwrap();
        }
    });
    let told = read(&file).unwrap_err();
    assert!(told[0].contains("its cells hold more text than a questionnaire"), "{told:?}");
}

#[test]
fn what_somebody_wrote_does_not_reach_the_terminal_raw() {
    let answer = format!("\u{1b}[31m{}", "x".repeat(100));
    let mut rows = all_unanswered();
    rows[0].push(&answer);
    let told = read(&workbook(&HEADINGS, &rows, |_| ())).unwrap_err();
    assert!(told[0].contains("\\u{1b}[31mxxx") && told[0].contains('…'), "{told:?}");
}

/// What is told of a file, and how many problems there are.
fn problems(file: &[u8]) -> (Vec<String>, usize) {
    let problems = Filled::read(&questionnaire(), file).unwrap_err();
    (problems.first().iter().map(ToString::to_string).collect(), problems.count())
}

#[test]
fn a_million_problems_are_counted_and_the_first_told() {
    let rows: Vec<Row<'_>> = (0..20_000).map(|_| vec!["", "acceptable"]).collect();
    let (told, count) = problems(&workbook(&HEADINGS, &rows, |_| ()));
    assert_eq!((told.len(), count), (100, 20_000 + questionnaire().questions.len()));
    assert_eq!(told[0], "sheet Questionnaire, row 2: the row has no question id");

    let rows: Vec<Row<'_>> = (0..5000).map(|_| vec!["aws-core-99"]).collect();
    let (told, count) = problems(&workbook(&HEADINGS, &rows, |_| ()));
    assert_eq!((told.len(), count), (100, 1 + MOST_ENTRIES + questionnaire().questions.len()));
    let text = "sheet Questionnaire, row 1002: there are more than 1000 questions";
    assert_eq!(told[0], text);

    let markdown = String::from_utf8(blank(|out| questionnaire().write_markdown(out))).unwrap();
    let (told, _) =
        problems((markdown.clone() + &"### x\n- Answer:\n".repeat(1_000_000)).as_bytes());
    assert!(told[0].ends_with("there are more than 1000 questions"), "{}", told[0]);
    let strange =
        markdown.replacen("### ", &("## x\n".to_owned() + &"y\n".repeat(1_000_000) + "### "), 1);
    let warned = warnings(&read(strange.as_bytes()).unwrap());
    assert_eq!(warned.len(), 101);
    assert_eq!(warned[100], "the form: there are 999900 more warnings");

    let entry = "{\"id\":\"\"},".repeat(1_000_000) + "{\"id\":\"\"}";
    let json = format!(
        "{{\"form\":\"aws-core-questionnaire\",\"schemaVersion\":1,\"questions\":[{entry}]}}"
    );
    let (told, count) = problems(json.as_bytes());
    assert_eq!(count, 1);
    assert!(told[0].contains("there are more than 1000 questions"), "{}", told[0]);
}

#[test]
fn what_a_message_repeats_is_short() {
    let long = "x".repeat(100_000);
    let markdown = String::from_utf8(blank(|out| questionnaire().write_markdown(out))).unwrap();
    let file = markdown.replacen("Form version: ", &format!("Form version: {long}"), 1)
        + &format!("### {long}\n");
    let mut messages = problems(file.as_bytes()).0;
    let mut other = Workbook::new();
    for sheet in 0..100 {
        other.add_worksheet().set_name(format!("S{sheet}")).unwrap();
    }
    messages.extend(problems(&other.save_to_buffer().unwrap()).0);
    assert!(messages.last().unwrap().ends_with("S9, and 90 more"), "{messages:?}");
    let file = workbook(&HEADINGS, &all_unanswered(), |sheet| {
        for column in 5..500 {
            sheet.write_string(1, column, "x").unwrap();
        }
    });
    messages.extend(warnings(&read(&file).unwrap()));
    assert!(messages.iter().all(|it| it.len() < 300), "{messages:?}");
}

#[test]
fn a_workbook_of_cells_or_formulas_alone_is_refused() {
    let cells = workbook(&HEADINGS, &all_unanswered(), |sheet| {
        for (row, column) in (100..5200).flat_map(|row| (9..19).map(move |it| (row, it))) {
            sheet.write_number(row, column, 1).unwrap();
        }
    });
    let formulas = workbook(&HEADINGS, &all_unanswered(), |sheet| {
        for row in 100..1200 {
            sheet.write_formula(row, 9, "=1").unwrap();
        }
    });
    for (file, why) in [(cells, "more cells than"), (formulas, "too many formulas")] {
        let (told, count) = problems(&file);
        assert!(count == 1 && told[0].contains(why), "{told:?}");
    }
}
