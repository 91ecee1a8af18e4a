"""Tables of EUSurvey; all files are synthetic but for those of ../shared."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from pipelines.extract.layout import Layout
from pipelines.extract.tools import eusurvey, eusurvey_format
from pipelines.extract.tools.eusurvey_header import labels
from tests.extract.exports import ods_bytes, xls_bytes, xlsx_bytes
from tests.extract.tools.eusurvey_books import (
    LABELS,
    SHEET_WIDTH,
    about,
    name_the_tool,
    opening,
    read,
    write_book,
)
from tests.extract.tools.openings import SHARED, SOURCE, column, options, uses

SAMPLES = SHARED / "samples" / "eusurvey"
DATES = ("2031-02-01 09:15:00", "2031-02-03")
ABOUT = ("", "3f1c0de-0001", "clerk@town.example", *DATES, "EN")
LABEL_FILE = Path(eusurvey.__file__).with_name("eusurvey_labels.csv")
with LABEL_FILE.open(encoding="utf-8", newline="") as lines:
    LABEL_ROWS = list(csv.DictReader(lines))
LANGUAGES = sorted({row["language"] for row in LABEL_ROWS})


def laid_out(header: tuple[str, ...], *rows: tuple[str, ...], container: str = "ods") -> Layout:
    return eusurvey.layout(opening(header, *rows, container=container), SOURCE)


def paths(layout: Layout) -> list[tuple[str, ...]]:
    return [column.path for column in layout.columns if column.use is None]


TITLES = (("Alias", "Towns"), ("Export Date", "2031-03-02"), ("",))


@pytest.mark.parametrize(
    ("container", "above", "header", "is_one"),
    [
        ("xlsx", TITLES, ("Do you?",), True),
        ("xls", TITLES, ("Do you?",), True),
        ("ods", TITLES, ("Do you?",), True),
        ("text", TITLES, ("Do you?",), False),
        ("xlsx", (("Title", "Towns"), *TITLES[1:]), ("Do you?",), False),
        ("xlsx", (*TITLES[:2], ("A total", "12")), ("Do you?",), False),
        ("xlsx", (("Alias", "Towns", "3"), *TITLES[1:]), ("Do you?",), False),
        ("xlsx", TITLES, ("",), False),
        ("xlsx", TITLES[:2], ("Do you?",), False),
    ],
)
def test_is_known_by_the_rows_above_the_header(
    container: str, above: tuple[tuple[str, ...], ...], header: tuple[str, ...], is_one: bool
) -> None:
    assert eusurvey.recognises(opening(header, container=container, above=above)) is is_one


@pytest.mark.parametrize("language", LANGUAGES)
def test_metadata_are_known_in_each_language(language: str) -> None:
    own = {r["meaning"]: r["label"] for r in LABEL_ROWS if r["language"] == language}
    names = [own[m] for m in ("invitation", "contribution", "user")]
    dates = [own[m] for m in ("created", "updated", "languages", "score")]
    layout = laid_out(("Do you?", *names, *dates), ("Yes", *ABOUT, "7"))
    assert uses(layout) == dict.fromkeys(names, "personal") | dict(
        zip(dates, ("submitted_at", "metadata", "language", "metadata"), strict=True)
    )


def test_the_languages_are_24_with_all_labels() -> None:
    assert len(LANGUAGES) == 24
    assert len(labels()) >= 10
    assert {len([r for r in LABEL_ROWS if r["language"] == each]) for each in LANGUAGES} == {10}


def test_labels_are_those_of_the_tool() -> None:
    file = SAMPLES / "meta_headers_by_language.json"
    if not file.exists():
        pytest.skip("the labels in ../shared are not on this machine")
    known = json.loads(file.read_text(encoding="utf-8"))
    ours = {(row["language"], row["label"]) for row in LABEL_ROWS}
    assert ours == {(lang, text) for lang, each in known.items() for text in each.values()}


@pytest.mark.parametrize(
    ("header", "found"),
    [
        (("Do you?", "Date de  création", "Langues"), ["submitted_at", "language"]),
        (("Do you?", "Numéro de l’invitation"), ["personal"]),
        (("Do you?", "Last update"), ["submitted_at"]),
        (("Languages", "Do you?"), []),
        (("Languages", "Creation date"), ["submitted_at"]),
    ],
    ids=["spaces", "curly quote", "only the update", "a question", "another order"],
)
def test_metadata_stand_at_the_end_in_their_order(
    header: tuple[str, ...], found: list[str]
) -> None:
    assert list(uses(laid_out(header)).values()) == found


def test_rows_of_a_matrix_have_their_question_and_row() -> None:
    layout = laid_out(
        ("Note: now", "Events: EU: day", "Events: EU: night", "Events: Other", "Why?")
    )
    assert paths(layout) == [
        ("Note: now",),
        ("Events", "EU: day"),
        ("Events", "EU: night"),
        ("Events", "Other"),
        ("Why?",),
    ]


def test_short_names_are_codes() -> None:
    layout = laid_out(("Do you? (q1)", "Staff 2030 (a):women (w)", "Events: Day (q3)", *LABELS))
    told = [(each.path, each.code) for each in layout.columns[:3]]
    assert told == [
        (("Do you?",), "q1"),
        (("Staff 2030:women",), "a:w"),
        (("Events: Day",), "q3"),
    ]
    assert any("short names" in warning for warning in layout.warnings)


def test_brackets_that_not_every_title_has_are_no_short_names() -> None:
    layout = laid_out(("Budget (EUR)", "Why?", *LABELS))
    assert layout.columns[0].path == ("Budget (EUR)",)
    assert layout.columns[0].code is None


def test_short_names_of_matrix_rows_have_no_brackets_in_ods() -> None:
    header = ("Do you? (q1)", "Why? (q2)", "Events: Day d1", "Events: Night d2")
    assert [(c.path[-1], c.code) for c in laid_out(header).columns] == [
        ("Do you?", "q1"),
        ("Why?", "q2"),
        ("Day", "d1"),
        ("Night", "d2"),
    ]


def test_remarks_of_a_delphi_survey_belong_to_their_question() -> None:
    header = ("Do you?", "Explication", "«J’aime»", "Discussion", "Explication", *LABELS)
    layout = laid_out(header)
    assert layout.columns[1].path == ("Do you?", "Explication")
    assert layout.columns[2].use == "metadata"
    assert layout.columns[3].path == ("Do you?", "Discussion")
    assert layout.columns[4].path == ("Explication",)


TABLE = [
    ["Alias", "Towns_2031"],
    ["Export Date", "2031-03-02"],
    [],
    ["Topics", "Why?", *LABELS],
    ["Housing; Schools", "=1+1", *ABOUT],
    ["", "Áth", *ABOUT],
]


@pytest.mark.parametrize("make", [xlsx_bytes, xls_bytes, ods_bytes])
def test_every_form_of_workbook_gives_the_same_cells(
    tmp_path: Path, make: Callable[[Sequence[Sequence[str]]], bytes]
) -> None:
    table = [[cell.replace("=", "'=") for cell in row] for row in TABLE]  # no formula
    file = tmp_path / "answers"
    file.write_bytes(make(table))
    result = read(file, tmp_path / "work")
    assert (result.extracted.reader, result.extracted.first_row) == ("eusurvey", 5)
    told = ["", "x", "x", *DATES, "EN"]
    assert result.rows == [["Housing; Schools", "'=1+1", *told], ["", "Áth", *told]]
    assert result.extracted.proposes == {"blank": "no_answer", "separator": "; "}
    assert not result.extracted.row_problems


# Options in one cell


def test_an_option_with_a_semicolon_stays_whole(tmp_path: Path) -> None:
    rows = [["Housing; homes; Schools", *about()], ["Housing; homes", *about(2)]]
    result = read(write_book(tmp_path / "a.xlsx", ["Topics"], rows), tmp_path)
    assert result.column("Topics") == ["Housing; homes; Schools", "Housing; homes"]


@pytest.mark.parametrize(
    ("cells", "separator"),
    [
        (("Schools; Housing", "a;b"), "; "),
        (("Schools;Housing; homes", ""), ";"),
        (("", ""), "; "),
    ],
)
def test_the_separator_is_proposed_as_the_cells_have_it(
    cells: tuple[str, str], separator: str
) -> None:
    layout = laid_out(("Topics", "Why?", *LABELS), (*cells, *ABOUT))
    assert layout.proposes == {"blank": "no_answer", "separator": separator}


def test_an_anonymous_survey_is_told() -> None:
    hidden = ("Anonymous",) * 3
    layout = laid_out(("Do you?", *LABELS), ("Yes", *hidden, *DATES, "EN"))
    assert any("anonymous" in warning for warning in layout.warnings)
    assert not any("anonymous" in w for w in laid_out(("A?", *LABELS), ("Yes", *ABOUT)).warnings)


# A column for each option

SPLIT = ["Topics", "Plan in preparation", "in preparation", "Housing", "Do you?"]


def test_options_in_columns_have_their_question() -> None:
    layout = laid_out((*SPLIT, *LABELS), ("", "No", "No", "Yes", "Never", *ABOUT))
    assert options(layout) == {name: name for name in SPLIT[1:4]}
    assert column(layout, "Housing").path == ("Topics", "Housing")
    assert column(layout, "Topics").use == "ignored"
    assert column(layout, "Do you?").option is None


def test_no_alone_is_unknown_in_a_column_of_an_option() -> None:
    layout = laid_out((*SPLIT, *LABELS), ("", "No", "No", "Yes", "No idea", *ABOUT))
    assert column(layout, "Housing").missing == {"No": "unknown"}
    assert column(layout, "Do you?").missing == {}
    assert layout.proposes == {"blank": "no_answer", "ticked": ["Yes"], "unticked": []}


def test_a_yes_no_question_is_no_option_where_its_header_is_formatted(tmp_path: Path) -> None:
    rows = [["", "No", "No", "Yes", "No", *about()], ["", "No", "No", "No", "Yes", *about(2)]]
    file = write_book(tmp_path / "a.xlsx", SPLIT, rows, options=(1, 2, 3))
    told = {c.header: c.option for c in read(file, tmp_path).extracted.columns if c.option}
    assert list(told) == SPLIT[1:4]


def test_where_the_tool_formatted_all_headers_there_are_no_options(tmp_path: Path) -> None:
    rows = [["", "Yes", "No", *about()]]
    file = write_book(tmp_path / "a.xlsx", ["Why?", "Do you?", "Will you?"], rows, options=())
    assert any(c.option for c in read(file, tmp_path).extracted.columns)
    name_the_tool(file)
    assert not any(c.option for c in read(file, tmp_path).extracted.columns)


@pytest.mark.parametrize("content", [b"", b"no archive", b"PK\x03\x04 cut off"])
def test_a_format_that_can_not_be_read_is_not_known(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "a.xlsx"
    file.write_bytes(content)
    assert eusurvey_format.unformatted_headers(file, 4, 1, SHEET_WIDTH) is None


def test_a_text_in_the_blank_column_is_told(tmp_path: Path) -> None:
    rows = [["", "Yes", "No", *about()]] * 9 + [["A remark", "No", "No", *about(2)]]
    result = read(write_book(tmp_path / "a.xlsx", ["Why?", "A", "B"], rows), tmp_path)
    assert any("'Why?'" in w and "1 rows" in w for w in result.extracted.warnings)
    assert result.column("Why?")[-1] == "A remark"


def test_an_option_within_the_text_of_another_is_told(tmp_path: Path) -> None:
    rows = [["", "Yes", "Yes", "No", "a", *about()], ["", "No", "No", "Yes", "b", *about(2)]]
    result = read(write_book(tmp_path / "a.xlsx", SPLIT, rows), tmp_path)
    (warning,) = [w for w in result.extracted.warnings if "contains its own" in w]
    assert "'in preparation'" in warning
    assert "'Plan in preparation'" in warning
    assert "in one cell" in warning


def test_options_that_were_told_apart_once_are_right(tmp_path: Path) -> None:
    rows = [["", "Yes", "Yes", "No", "a", *about()], ["", "Yes", "No", "Yes", "b", *about(2)]]
    result = read(write_book(tmp_path / "a.xlsx", SPLIT, rows), tmp_path)
    assert not any("contains its own" in w for w in result.extracted.warnings)


# Rows that are not what they seem


def test_a_row_that_shifted_is_quarantined_as_a_whole(tmp_path: Path) -> None:
    rows = [
        ["", "No", "No", "Yes", "a", *about()],
        ["", "b", *about(2)],
        ["", "No", "Yes", "No", "c", *about(3)],
    ]
    result = read(write_book(tmp_path / "a.xlsx", SPLIT, rows), tmp_path)
    (problem,) = result.extracted.row_problems
    assert (problem.row, problem.rule_id) == (6, "row.shape")
    assert "3 columns to the left" in problem.reason
    assert options_of(result.extracted.columns) == SPLIT[1:4]


def options_of(columns: tuple[object, ...]) -> list[str]:
    return [getattr(each, "header") for each in columns if getattr(each, "option")]  # noqa: B009


def test_what_is_personal_in_a_shifted_row_is_masked(tmp_path: Path) -> None:
    rows = [["", "No", "No", "Yes", "a", *about()], ["", "b", *about(2)]]
    result = read(write_book(tmp_path / "a.xlsx", SPLIT, rows), tmp_path)
    assert "clerk2@town.example" not in result.extracted.data.read_text(encoding="utf-8")
    assert result.rows[1][1] == "b"


@pytest.mark.parametrize(
    ("position", "cell"),
    [(1, "a text"), (3, "EN"), (3, ""), (4, "soon"), (5, "2031-02-01")],
    ids=["id", "date", "no date", "update", "language"],
)
def test_metadata_of_another_type_make_a_row_suspect(position: int, cell: str) -> None:
    layout = laid_out(("Do you?", *LABELS), ("Yes", *ABOUT))
    row = ["Yes", *ABOUT]
    assert layout.suspect is not None
    assert layout.suspect(row) is None
    row[1 + position] = cell
    assert layout.suspect(row)


def test_rows_without_metadata_can_not_be_checked_and_that_is_told() -> None:
    layout = laid_out(("Do you?",), ("Yes",))
    assert layout.suspect is not None
    assert layout.suspect(["Yes"]) is None
    assert any("no metadata" in warning for warning in layout.warnings)


# The samples

JOINED = [
    ["Yes", "Participatory democracy; Migration; asylum", "High", "Low"],
    ["No", "Strategy in preparation", "Medium", ""],
    ["", "", "", ""],
]
DIRECT = [["Yes", "Participatory democracy;Migration; asylum", "High", "Low"], *JOINED[1:]]
TICKS = [
    ["Yes", "", "No", "No", "Yes", "Yes", "High", "Low"],
    ["No", "", "Yes", "Yes", "No", "No", "Medium", ""],
    ["", "", "No", "No", "No", "No", "", ""],
]
REST = [
    ["Première ligne\nseconde ligne", "3", "2019-05-01"],
    ["=SUM(1;2)", "", ""],
    ["", "", ""],
]
TOLD = [
    ["2020-02-03 09:15:00", "2020-02-03 09:15:00", "EN"],
    ["2020-02-05 17:02:00", "2020-02-09 08:00:00", "IT"],
    ["2020-02-07 23:59:00", "2020-02-07 23:59:00", "FR"],
]
IDS = [["x", "x", "x"], ["", "x", ""], ["", "x", ""]]
HIDDEN = [["x", "x", "x"]] * 3


@pytest.mark.parametrize(
    ("name", "answers", "ids"),
    [
        ("content_joined_reporting", JOINED, IDS),
        ("content_joined_direct", DIRECT, IDS),
        ("content_shortnames", JOINED, IDS),
        ("content_anonymous", JOINED, HIDDEN),
        ("content_split_collision", TICKS, IDS),
    ],
)
def test_samples_read_into_their_cells(
    tmp_path: Path, name: str, answers: list[list[str]], ids: list[list[str]]
) -> None:
    file = SAMPLES / f"{name}.xlsx"
    if not file.exists():
        pytest.skip("the samples in ../shared are not on this machine")
    result = read(file, tmp_path)
    assert result.extracted.reader == "eusurvey"
    assert result.extracted.first_row == 5
    assert result.rows == [
        a + b + c + d for a, b, c, d in zip(answers, REST, ids, TOLD, strict=True)
    ]
    assert not result.extracted.row_problems


def test_the_sample_with_a_collision_is_told_of(tmp_path: Path) -> None:
    file = SAMPLES / "content_split_collision.xlsx"
    if not file.exists():
        pytest.skip("the samples in ../shared are not on this machine")
    found = read(file, tmp_path).extracted
    assert any("'in preparation'" in warning for warning in found.warnings)
    assert {c.option for c in found.columns if c.missing} == {
        "Strategy in preparation",
        "in preparation",
        "Participatory democracy",
        "Migration; asylum",
    }
