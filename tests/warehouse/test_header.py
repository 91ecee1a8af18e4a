"""The header comment: what is read from it, and what is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipelines.warehouse.header import Header, read_header

GOOD = """\
-- Grain: wave × question.
-- First line,
-- second line.
--
-- wave: wave id
-- n: how many: counted
--   over two lines
SELECT 1
"""


def read(text: str) -> Header:
    return read_header(text, Path("/p/sql/core/x.sql"), Path("/p"))


def test_the_parts_of_a_header_are_read() -> None:
    header = read(GOOD)
    assert header.grain == "wave × question"
    assert header.description == "First line, second line."
    assert header.columns == {"wave": "wave id", "n": "how many: counted over two lines"}
    assert header.lines == {"wave": 5, "n": 6}
    assert header.severity == ""
    assert not header.problems


def test_a_description_may_have_paragraphs() -> None:
    header = read("-- Grain: x.\n-- One.\n--\n-- Two.\n--\n-- a: doc\nSELECT 1")
    assert header.description == "One. Two."
    assert list(header.columns) == ["a"]


@pytest.mark.parametrize("position", [1, 3, 4])
def test_the_severity_may_stand_on_any_line_of_its_own(position: int) -> None:
    lines = ["-- Grain: x.", "-- One.", "--", "-- a: doc"]
    lines.insert(position, "-- Severity: warning")
    header = read("\n".join(lines))
    assert (header.severity, list(header.columns)) == ("warning", ["a"])
    assert not header.problems


@pytest.mark.parametrize(
    ("text", "where", "found"),
    [
        ("SELECT 1", "sql/core/x.sql:1", "no header comment"),
        ("-- Wave.\n-- Text.\n--\n-- a: doc\nSELECT 1", "sql/core/x.sql:1", "no grain"),
        ("-- Grain: x.\n--\n-- a: doc\nSELECT 1", "sql/core/x.sql:1", "no description"),
        ("-- Grain: x.\n-- Text.\nSELECT 1", "sql/core/x.sql:2", "no documented columns"),
        ("-- Grain: x.\n-- Text.\n--\n-- a doc\nSELECT 1", "sql/core/x.sql:4", "'a doc'"),
        ("-- Grain: x.\n-- T.\n--\n-- a: b\n-- a: c\nSELECT 1", "sql/core/x.sql:5", "column a doc"),
        (
            "-- Grain: x.\n-- Severity: bad\n-- T.\n--\n-- a: b",
            "sql/core/x.sql:2",
            "severity 'bad'",
        ),
    ],
)
def test_what_is_missing_is_said_with_its_line(text: str, where: str, found: str) -> None:
    [problem, *_] = read(text).problems
    assert problem.where == where
    assert problem.found.startswith(found)
