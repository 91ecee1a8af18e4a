"""A workbook of several sheets: what is read is plain, or a person says it."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipelines.extract.tools.eusurvey_rows import SHEET_WIDTH
from tests.extract.exports import xlsx_bytes
from tests.extract.tools.eusurvey_books import about, write_book
from tests.onboarding.towns import WAVE, Towns, wave

ANSWERS = [["Town", "Staff"], ["Ashford", "15"], ["Carden", "3"]]
OTHERS = [["Town", "Staff", "Topics", "Plan", "Why"], ["Hartley", "1", "Housing", "No", ""]]
COVER = [["Survey of towns"], [], ["Made for practice"]]
RESPONSES = [
    ["Timestamp", "Town", "How often? [Plan]"],
    ["5/10/2032 09:15:00", "Ashford", "Always"],
    ["5/11/2032 09:15:00", "Carden", "Never"],
]


def book(folder: Path, **sheets: list[list[str]]) -> Path:
    """A workbook of these sheets."""
    (first, rows), *more = sheets.items()
    file = folder / "answers.xlsx"
    file.write_bytes(xlsx_bytes(rows, first=first, **dict(more)))
    return file


def read(towns: Towns) -> list[tuple[str | None, tuple[str, ...]]]:
    """The sheets of the wave with their columns."""
    return [(source.sheet, tuple(source.columns)) for source in wave(towns.project).sources]


@pytest.mark.parametrize(
    ("sheets", "offered"),
    [
        (
            {"Answers": ANSWERS, "Others": OTHERS},
            "(2 columns: Town, Staff); 'Others' (5 columns: Town, Staff, Topics, Plan, …)",
        ),
        ({"Cover": COVER, "Answers": ANSWERS}, "'Answers' (2 columns: Town, Staff)"),
        (
            {"Form Responses 1": RESPONSES, "Form Responses 2": RESPONSES},
            "'Form Responses 2' (3 columns: Timestamp, Town, How often? [Plan])",
        ),
    ],
)
def test_where_it_is_not_plain_nothing_is_read_and_the_sheets_are_offered(
    towns: Towns, tmp_path: Path, sheets: dict[str, list[list[str]]], offered: str
) -> None:
    result = towns.add(book(tmp_path, **sheets))
    assert result.exit_code == 1
    assert offered in " ".join(result.stderr.split())
    assert "--sheet-name" in result.stderr
    assert "Cover" not in result.stderr
    assert not (towns.project / WAVE).exists()
    assert not (towns.project / "data/raw/2032").exists()


@pytest.mark.parametrize(
    "sheets",
    [
        {"Answers": ANSWERS, "Cover": COVER},
        {"Form Responses 1": RESPONSES, "Evaluation": ANSWERS},
    ],
)
def test_a_sheet_that_holds_no_answers_is_left_out_and_named(
    towns: Towns, tmp_path: Path, sheets: dict[str, list[list[str]]]
) -> None:
    first, other = sheets
    result = towns.add(book(tmp_path, **sheets))
    assert result.exit_code == 0, result.output
    assert f"warning: the sheet {other!r} is not read" in result.output
    assert read(towns) == [(None, tuple(sheets[first][0]))]


@pytest.mark.parametrize("names", [["Others"], ["Answers", "Others"]])
def test_the_chosen_sheets_are_sources(towns: Towns, tmp_path: Path, names: list[str]) -> None:
    sheets = {"Answers": ANSWERS, "Others": OTHERS, "Cover": COVER}
    result = towns.add(
        book(tmp_path, **sheets), *(part for name in names for part in ("--sheet-name", name))
    )
    assert result.exit_code == 0, result.output
    assert read(towns) == [(name, tuple(sheets[name][0])) for name in names]


def test_decisions_about_two_sheets_are_told_apart(towns: Towns, tmp_path: Path) -> None:
    unlike = [["Town", "Trees"], ["Hartley", "12"], ["Gillham", "7"]]
    file = book(tmp_path, Answers=[["Town", "Trees"], *ANSWERS[1:]], Others=unlike)
    towns.add(file, "--sheet-name", "Answers", "--sheet-name", "Others")
    of = [row[2] for row in towns.rows() if "Trees" in row[2]]
    assert [text.split(" · ")[0] for text in of] == [
        "answers.xlsx (Answers)",
        "answers.xlsx (Others)",
    ]


def test_a_sheet_that_no_file_has_is_an_error(towns: Towns, tmp_path: Path) -> None:
    result = towns.add(book(tmp_path, Answers=ANSWERS), "--sheet-name", "Answer")
    assert result.exit_code == 2
    assert "no sheet 'Answer'" in result.stderr
    assert not (towns.project / WAVE).exists()


@pytest.mark.parametrize("more", [(), ("--sheet-name", "Content")])
def test_the_sheets_in_which_a_table_goes_on_are_joined(
    towns: Towns, tmp_path: Path, more: tuple[str, ...]
) -> None:
    questions = ["Town", *(f"Question {number}" for number in range(SHEET_WIDTH + 10))]
    rows = [[name, *["x"] * (len(questions) - 1), *about(n)]
            for n, name in enumerate(("Ashford", "Carden"), start=1)]  # fmt: skip
    result = towns.add(write_book(tmp_path / "answers.xlsx", questions, rows), *more)
    assert result.exit_code == 0, result.output
    assert "is not read" not in result.output
    ((_, columns),) = read(towns)
    assert columns[: len(questions)] == tuple(questions)
