"""The workbooks and the CSV, read by others: openpyxl and Python's own reader.

REPORT is the command that writes a report: it takes `--from report.json` and `--output folder`.
QUESTIONNAIRE is `aws-core questionnaire`.
"""

import copy
import csv
import json
import os
import re
import shlex
import subprocess
import zipfile
from pathlib import Path
from xml.etree import ElementTree

import openpyxl
import pytest

from conftest import sealed

pytestmark = pytest.mark.filterwarnings("error")

SAMPLE = Path(__file__).parents[2] / "answers/sample/report.json"
REPORT = shlex.split(os.environ["REPORT"])
QUESTIONNAIRE = shlex.split(os.environ["QUESTIONNAIRE"])
# What a spreadsheet may take for a formula, a link or its own markup.
ATTACKS = [
    "=cmd|'/c calc'!A1",
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    '=HYPERLINK("https://example.com/")',
    "https://example.com/",
    "</t></si><f>1</f>",
    "_x003D_1",
    "ä😀",
    "x" * 100_000,
]
LONGEST = 32_767


def run(command, *arguments):
    """Runs a command of aws-core: its exit code and what it tells."""
    done = subprocess.run([*command, *arguments], capture_output=True, text=True, check=False)
    return done.returncode, done.stdout, done.stderr


@pytest.fixture(scope="module")
def attacked():
    """The saved sample with a result for each of `ATTACKS`."""
    report = json.loads(SAMPLE.read_text(encoding="utf-8"))
    answer = next(it for it in report["answers"] if it["control"] == "aws-core-19")
    for attack in ATTACKS:
        row = copy.deepcopy(answer["evidence"][0])
        answer["evidence"].append(sealed(row | {"resourceId": attack, "annotation": attack}))
    for it in [answer, answer["accounts"][0]]:
        it["counts"]["nonCompliant"] += len(ATTACKS)
    answer["summary"] = answer["remediation"] = ATTACKS[0]
    return report


@pytest.fixture(scope="module")
def folder(attacked, tmp_path_factory):
    """A folder with all workbooks: of the report, the blank form, and the comparison."""
    folder = tmp_path_factory.mktemp("workbooks")
    saved = folder / "saved.json"
    saved.write_text(json.dumps(attacked), encoding="utf-8")
    # The code speaks of the answers: the sample has some that could not be read.
    _, _, told = run(REPORT, "--from", saved, "--output", folder)
    assert (folder / "report.xlsx").exists(), told
    blank = folder / "blank.xlsx"
    assert run(QUESTIONNAIRE, "export", "--format", "xlsx", "--output", blank)[0] == 0
    filled = fill(blank, {"aws-core-19": "acceptable", "aws-core-9": "acceptable"})
    arguments = ["--report", saved, "--format", "xlsx", "--output", folder / "review.xlsx"]
    assert run(QUESTIONNAIRE, "import", filled, *arguments)[0] == 1
    return folder


@pytest.fixture(scope="module", params=["report", "blank", "review"])
def book(request, folder):
    """Each of the workbooks."""
    return openpyxl.load_workbook(folder / f"{request.param}.xlsx")


def columns(sheet):
    """The columns of a sheet by their headings."""
    return {cell.value: cell.column for cell in sheet[1]}


def column(sheet, heading):
    """What the cells below a heading hold."""
    at = columns(sheet)[heading]
    return [sheet.cell(row, at).value for row in range(2, sheet.max_row + 1)]


def fill(blank, answers, change=lambda _: None):
    """Fills a blank form as a person does, in a spreadsheet; the file that is sent back."""
    book = openpyxl.load_workbook(blank)
    sheet = book["Questionnaire"]
    at = columns(sheet)
    for row in range(2, sheet.max_row + 1):
        answer = answers.get(sheet.cell(row, at["Question id"]).value)
        if answer:
            sheet.cell(row, at["Answer"]).value = answer
            sheet.cell(row, at["Comment"]).value = "As agreed.\nSee there."
    change(sheet)
    filled = blank.with_name("filled.xlsx")
    book.save(filled)
    return filled


def test_no_cell_is_a_formula_and_nothing_comes_from_elsewhere(book, folder):
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert len(cells) > 100
    assert all(cell.data_type != "f" for cell in cells)
    links = [cell.hyperlink for cell in cells if cell.hyperlink]
    assert all(link.target is None for link in links), "no link leaves the workbook"
    for name in ["report", "blank", "review"]:
        with zipfile.ZipFile(folder / f"{name}.xlsx") as archive:
            assert archive.testzip() is None
            for part in archive.namelist():
                assert "vba" not in part and "external" not in part.lower()
                ElementTree.fromstring(archive.read(part))


def test_texts_are_as_they_were(folder):
    sheet = openpyxl.load_workbook(folder / "report.xlsx")["Evidence"]
    told = column(sheet, "Resource")
    for attack in ATTACKS[:-1]:
        # What reads XML would take a carriage return for the end of a line.
        shown = attack.replace("_x003D_", "_x005F_x003D_").replace("\r", "\ufffd")
        assert attack in told or shown in told, attack
    cut = next(it for it in told if it.startswith("xxx"))
    assert len(cut) == LONGEST and cut.endswith("(cut: a cell holds no more)")


def test_a_sheet_is_easy_to_read_and_to_print(book):
    for sheet in book:
        assert sheet.freeze_panes == "B2", sheet.title
        assert sheet.page_setup.orientation == "landscape" and sheet.page_setup.paperSize == 9
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        # One page wide, which is what no value means, and as many long as it takes.
        assert (sheet.page_setup.fitToWidth or 1, sheet.page_setup.fitToHeight) == (1, 0)
        assert sheet.print_title_rows == "$1:$1"
        if sheet.max_row > 1:
            last = sheet.cell(sheet.max_row, sheet.max_column).coordinate
            assert sheet.auto_filter.ref == f"A1:{last}", sheet.title
        for cell in sheet[1]:
            width = sheet.column_dimensions[cell.column_letter].width
            assert 8 <= width <= 120, (sheet.title, cell.value, width)
            assert cell.font.b and cell.alignment.wrap_text
        for row in sheet.iter_rows(min_row=2):
            for cell in row:
                if isinstance(cell.value, str):
                    assert cell.alignment.wrap_text, (sheet.title, cell.coordinate)


def test_every_link_leads_to_the_rows_of_its_question(book):
    found = 0
    for sheet in book:
        for row in sheet.iter_rows(min_row=2):
            for cell in row:
                if cell.hyperlink is None:
                    continue
                found += 1
                place = re.fullmatch(r"'(.+)'!(A\d+)", cell.hyperlink.location)
                target = book[place[1]]
                row = target[place[2]].row
                assert target.cell(row, 1).value == row_id(sheet, cell.row)
                assert target.cell(row - 1, 1).value != row_id(sheet, cell.row), "it is the first"
    expected = {"Questionnaire": {"Summary": 8, "Instructions": 0}, "Comparison": {"Summary": 1}}
    assert found == expected[book.sheetnames[1]][book.sheetnames[0]]


def row_id(sheet, row):
    return sheet.cell(row, columns(sheet)["Question id"]).value


def test_answers_are_chosen_from_a_list(folder):
    given = "acceptable,partly acceptable,not acceptable,not applicable,don't know"
    shown = (
        "failure,partial,needs attestation,not assessed,acceptable with exceptions,acceptable,"
        "not applicable"
    )
    for name, answers, rows in [("blank", given, 33), ("report", shown, 8)]:
        sheet = openpyxl.load_workbook(folder / f"{name}.xlsx")["Questionnaire"]
        [validation] = sheet.data_validations.dataValidation
        letter = sheet.cell(1, columns(sheet)["Answer"]).column_letter
        assert str(validation.sqref) == f"{letter}2:{letter}{rows + 1}"
        assert (validation.type, validation.formula1) == ("list", f'"{answers}"')
        assert validation.showErrorMessage
        [coloured] = sheet.conditional_formatting
        assert str(coloured.sqref) == str(validation.sqref)
        words = [rule.formula[0].strip('"') for rule in coloured.rules]
        assert sorted(words) == sorted(answers.split(","))


def test_the_report_is_there_in_full(folder, attacked):
    book = openpyxl.load_workbook(folder / "report.xlsx")
    answers = {it["control"]: it for it in attacked["answers"]}
    questions = book["Questionnaire"]
    assert column(questions, "Question id") == sorted(answers, key=lambda it: int(it.split("-")[2]))
    told = column(questions, "Answer")
    assert told == [
        answers[it]["answer"].replace("_", " ") for it in column(questions, "Question id")
    ]
    hashes = [row["sha256"] for it in answers.values() for row in it["evidence"]]
    assert sorted(column(book["Evidence"], "SHA-256 of the row")) == sorted(hashes)
    exceptions = sum(len(it["exceptions"]) for it in answers.values())
    attestations = sum(len(it["attestations"]) for it in answers.values())
    assert book["Exceptions"].max_row == 1 + exceptions == 2
    assert book["Attestations"].max_row == 1 + attestations == 2
    missing = [it for it in column(book["Coverage"], "Why") if it]
    assert len(missing) == sum(len(it["coverage"]["gaps"]) for it in answers.values())
    assert str(book.properties.created) == "2026-01-15 12:00:00"


def test_the_same_is_the_same_file(folder, tmp_path):
    run(REPORT, "--from", folder / "saved.json", "--output", tmp_path)
    assert (tmp_path / "report.xlsx").read_bytes() == (folder / "report.xlsx").read_bytes()


@pytest.mark.parametrize("name", ["evidence.csv", "answers.csv"])
def test_csv_has_no_formula_either(folder, attacked, name):
    with (folder / name).open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, strict=True))
    evidence = sum(len(it["evidence"]) for it in attacked["answers"])
    assert len(rows) == (evidence if name == "evidence.csv" else len(attacked["answers"]))
    for row in rows:
        assert None not in row and None not in row.values()
        assert not any(it.startswith(("=", "+", "-", "@", "\t", "\r")) for it in row.values())
    if name == "evidence.csv":
        told = {row["resourceId"] for row in rows}
        # Each on one line, with U+FFFD for what is not shown.
        shown = [it.replace("\t", "\ufffd").replace("\r", "\ufffd") for it in ATTACKS]
        assert all(it in told or f"'{it}" in told for it in shown)


def imported(folder, filled):
    arguments = ["import", filled, "--report", folder / "saved.json", "--format", "json"]
    return run(QUESTIONNAIRE, *arguments)


def test_a_form_that_a_spreadsheet_saved_is_compared(folder):
    answers = {"aws-core-9": "acceptable", "aws-core-19": "acceptable", "aws-core-5": "acceptable"}
    code, told, _ = imported(folder, fill(folder / "blank.xlsx", answers))
    assert code == 1
    items = {it["id"]: it for it in json.loads(told)["items"]}
    assert len(items) == 33
    assert items["aws-core-19"]["finding"] == "contradicted"
    assert items["aws-core-19"]["rowsTotal"] == 2 + len(ATTACKS)
    assert items["aws-core-19"]["comment"] == "As agreed.\nSee there."
    assert items["aws-core-9"]["finding"] == "confirmed"
    assert items["aws-core-5"]["finding"] == "unproven"
    assert items["aws-core-1"]["finding"] == "unanswered"


def test_rows_and_columns_may_be_moved(folder):
    def move(sheet):
        sheet.insert_cols(1)
        sheet.insert_rows(1, amount=2)
        for at in range(1, sheet.max_column + 1):
            swap = sheet.cell(4, at), sheet.cell(9, at)
            swap[0].value, swap[1].value = swap[1].value, swap[0].value

    answers = {"aws-core-9": "acceptable", "aws-core-1": "not acceptable"}
    code, told, _ = imported(folder, fill(folder / "blank.xlsx", answers, move))
    claims = {it["id"]: it["claim"] for it in json.loads(told)["items"]}
    assert (claims["aws-core-9"], claims["aws-core-1"]) == ("acceptable", "not_acceptable")
    assert code == 3


def formula(sheet):
    sheet["F2"] = '="acceptable"'


def merge(sheet):
    sheet.merge_cells("F2:F3")


def rename(sheet):
    sheet.title = "Answers"


def delete(sheet):
    sheet.delete_rows(5)


def repeat(sheet):
    sheet["A3"] = "aws-core-1"


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        (formula, "row 2, cell F2: holds a formula"),
        (merge, "the cells F2 to F3 are merged"),
        (rename, "has no sheet called Questionnaire; its sheets are: Instructions and Answers"),
        (delete, "the form: aws-core-4 is missing"),
        (repeat, "row 3: aws-core-1 stands at sheet Questionnaire, row 2, too"),
    ],
)
def test_a_form_that_is_broken_is_refused(folder, change, problem):
    code, told, problems = imported(folder, fill(folder / "blank.xlsx", {}, change))
    assert (code, told) == (2, "")
    assert problem in problems
