"""Reading a large workbook tells how far it is."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from pipelines.extract import progress
from pipelines.extract.progress import tell, told_to
from tests.extract.exports import Rows, cells, extract, ods_bytes, xlsx_bytes

ROWS: Rows = [[f"Question {n}" for n in range(20)], *[[f"{n} {m}" for m in range(20)]
        for n in range(2000)]]  # fmt: skip


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """What is told of reading, all the time."""
    monkeypatch.setattr(progress, "EVERY", 0.001)
    heard: list[str] = []
    with told_to(heard.append):
        yield heard


@pytest.fixture(scope="module")
def books() -> dict[str, bytes]:
    return {"xlsx": xlsx_bytes(ROWS), "ods": ods_bytes(ROWS)}


@pytest.mark.parametrize("kind", ["xlsx", "ods"])
def test_a_workbook_tells_how_long_it_takes_and_then_its_rows(
    tmp_path: Path, told: list[str], books: dict[str, bytes], kind: str
) -> None:
    found = extract(tmp_path, books[kind])
    assert len(cells(found)) == 2000
    waiting = [text for text in told if ": unpacked for " in text]
    rows = [int(text.split()[-2].replace(",", "")) for text in told if text.endswith(" rows")]
    assert len(waiting) > 1
    assert told[: len(waiting)] == waiting
    assert 0 < rows[0] < rows[-1] <= 2001
    assert rows == sorted(rows)
    assert all(text.startswith("reading data/raw/2030/export: ") for text in told)


def test_what_is_read_at_once_is_not_told_of(tmp_path: Path) -> None:
    heard: list[str] = []
    with told_to(heard.append):
        extract(tmp_path, xlsx_bytes(ROWS[:3]))
    assert heard == []


def test_nobody_hears_what_is_told_outside() -> None:
    heard: list[str] = []
    with told_to(heard.append):
        tell("within")
    tell("outside")
    assert heard == ["within"]


def test_a_wrong_ending_does_not_hinder(
    tmp_path: Path, told: list[str], books: dict[str, bytes]
) -> None:
    from pipelines.extract import extract_source
    from tests.extract.exports import raw, source

    file = raw(tmp_path, books["xlsx"], "export.xls")
    found = extract_source(file, source(path="export.xls"), tmp_path / "work")
    assert (found.reader, found.rows) == ("xlsx", 2000)
    assert told[-1].startswith("reading data/raw/2030/export.xls: ")
