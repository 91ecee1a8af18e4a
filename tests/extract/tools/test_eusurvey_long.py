"""Tables of EUSurvey too wide for a sheet, and texts too long for a cell."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipelines.extract.layout import side_by_side
from tests.extract.tools.eusurvey_books import (
    CONTINUES,
    LABELS,
    SHEET_WIDTH,
    about,
    read,
    write_book,
    write_goes_on,
)


def test_a_table_goes_on_in_further_sheets(tmp_path: Path) -> None:
    questions = [f"Question {number}" for number in range(2 * SHEET_WIDTH + 10)]
    answers = [[f"{row}.{number}" for number in range(len(questions))] for row in range(3)]
    rows = [[*each, *about(row + 1)] for row, each in enumerate(answers)]
    result = read(write_book(tmp_path / "a.xlsx", questions, rows), tmp_path)
    assert [row[: len(questions)] for row in result.rows] == answers
    assert result.column("Languages") == ["EN"] * 3
    assert not result.extracted.row_problems


@pytest.mark.parametrize(
    ("parts", "row"),
    [
        ((["a", "b"], ["c"]), ["a", "b", "c"]),
        ((["a"], ["c", "d"], ["e"]), ["a", "", "c", "d", "e"]),
        (([], ["c"]), ["", "", "c"]),
        ((["a", "b", "more"], []), ["a", "b", "more"]),
        ((["a", "b", "more"], ["", "d"]), ["a", "b", "more", "d"]),
        ((["a", "b", "more"], ["c", "d"]), ["a", "b", "c", "d", "more"]),
        ((["a", "b", "more"], ["c"]), ["a", "b", "c", "", "more"]),
    ],
)
def test_sheets_stand_side_by_side_without_losing_a_cell(
    parts: tuple[list[str], ...], row: list[str]
) -> None:
    assert side_by_side(parts, 2) == row


def test_a_further_file_of_a_long_table_is_one_like_the_first(tmp_path: Path) -> None:
    files = [write_book(tmp_path / f"a_{n}.xlsx", ["A"], [["a", *about(n)]]) for n in (1, 2)]
    first, second = (read(file, tmp_path).extracted for file in files)
    assert first.reader == second.reader == "eusurvey"
    assert first.columns == second.columns


def test_a_table_of_exactly_one_full_sheet(tmp_path: Path) -> None:
    questions = [f"Question {number}" for number in range(SHEET_WIDTH - len(LABELS))]
    rows = [[*("a" for _ in questions), *about()]]
    result = read(write_book(tmp_path / "a.xlsx", questions, rows), tmp_path)
    assert len(result.rows[0]) == SHEET_WIDTH
    assert not result.extracted.row_problems


TEXT = "".join(f"{number:05} " for number in range(14_000))
PARTS = (TEXT[:CONTINUES], TEXT[CONTINUES : 2 * CONTINUES], TEXT[2 * CONTINUES :])


@pytest.mark.parametrize("beside", [0, 1], ids=["below", "to the right"])
def test_a_long_text_goes_on_in_rows_of_its_own(tmp_path: Path, beside: int) -> None:
    rows = [["a", PARTS[0], "b", *about()], [], [], ["c", "short", "d", *about(2)]]
    file = write_book(tmp_path / "a.xlsx", ["A", "Why?", "B"], rows)
    write_goes_on(file, [("Content", 5 + n, 1 + beside, PARTS[n]) for n in (1, 2)])
    result = read(file, tmp_path)
    assert result.column("Why?") == [TEXT, "", "", "short"]
    assert result.column("B") == ["b", "", "", "d"]
    assert not result.extracted.row_problems
    assert any("2 rows" in warning for warning in result.extracted.warnings)


@pytest.mark.parametrize(
    ("position", "sheet", "column"),
    [(SHEET_WIDTH - 1, "Content", SHEET_WIDTH), (SHEET_WIDTH + 3, "Content1", 3)],
)
def test_a_long_text_goes_on_where_the_tool_counts_its_columns(
    tmp_path: Path, position: int, sheet: str, column: int
) -> None:
    questions = [f"Question {number}" for number in range(SHEET_WIDTH + 10)]
    row = ["", *("a" for _ in questions[1:])]
    row[position] = PARTS[0]
    file = write_book(tmp_path / "a.xlsx", questions, [[*row, *about()], [], [*row, *about(2)]])
    write_goes_on(file, [(sheet, 6, column, "the end")])
    result = read(file, tmp_path)
    assert result.column(questions[position]) == [f"{PARTS[0]}the end", "", PARTS[0]]
    assert not any(result.rows[1])
    assert not result.extracted.row_problems


def test_a_row_without_metadata_below_short_texts_is_suspect(tmp_path: Path) -> None:
    rows = [["a", "b", *about()], ["", "a text of nobody"], ["c", "d", *about(2)]]
    result = read(write_book(tmp_path / "a.xlsx", ["A", "B"], rows), tmp_path)
    assert [problem.row for problem in result.extracted.row_problems] == [6]
    assert result.column("B") == ["b", "a text of nobody", "d"]
