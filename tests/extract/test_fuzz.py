"""Damaged exports: a clear error, or a load that has every cell of the file.

A few hundred files from a fixed seed, tens of thousands by `make fuzz`:

    FUZZ=50000 pytest tests/extract/test_fuzz.py --hypothesis-show-statistics
"""

from __future__ import annotations

import csv
import os
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import duckdb
import pytest
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from pipelines.errors import WavesError
from pipelines.extract import READERS, extract_source, workbook
from pipelines.extract.delimited import respool
from pipelines.extract.head import BEYOND, FOOTER
from pipelines.extract.source import Extracted, RawFile
from pipelines.extract.spool import MASK
from pipelines.extract.table import opened
from pipelines.survey.models import Source
from tests.extract.exports import cells, raw, source
from tests.extract.mutations import damaged
from tests.extract.seeds import SEEDS

EXAMPLES = int(os.environ.get("FUZZ", "400"))
FUZZ = settings(
    max_examples=max(EXAMPLES // len(SEEDS), 1),
    derandomize="FUZZ" not in os.environ,
    database=None,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)


@pytest.fixture(scope="module", autouse=True)
def _little_memory() -> Iterator[None]:
    """So that a cell far outside its table is refused at once."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(workbook, "MEMORY", 1024**3)
        yield


@cache
def _content(name: str) -> bytes:
    with TemporaryDirectory() as folder:
        return SEEDS[name].make(Path(folder))


def test_every_reader_has_a_seed(tmp_path: Path) -> None:
    assert {seed.reader for seed in SEEDS.values()} == {reader.name for reader in READERS}
    for number, (name, seed) in enumerate(SEEDS.items()):
        found = _read(tmp_path / str(number), _content(name), seed.fields)
        assert (name, found.reader) == (name, seed.reader)
        _check_conserved(found, seed.fields)


@pytest.mark.parametrize("name", SEEDS)
@FUZZ
@given(data=st.data())
def test_a_damaged_file(name: str, data: st.DataObject) -> None:
    content = data.draw(damaged(_content(name)))
    fields = SEEDS[name].fields
    with TemporaryDirectory() as folder:
        try:
            found = _read(Path(folder), content, fields)
        except WavesError as error:
            event(type(error).__name__)
            return
        event(f"read by {found.reader}")
        _check_conserved(found, fields)


def _read(folder: Path, content: bytes, fields: Any) -> Extracted:
    """The export as the next stage gets it."""
    found = extract_source(raw(folder, content), source(**fields), folder / "work")
    try:
        cells(found)
    except duckdb.InvalidInputException:
        found = respool(found, folder / "work")
    return found


def _check_conserved(found: Extracted, fields: Any) -> None:
    data = cells(found)
    if found.rows is not None:
        assert len(data) == found.rows
    if found.reader in _LIBRARIES:
        assert _texts(*data) == _LIBRARIES[found.reader](found.raw)
    elif found.reader == "eusurvey_xml":  # ticked options are ids there; see its own tests
        held = "\n".join(cell for row in data for cell in row)
        assert all(text in held for text in _answers(found.raw))
    else:
        _check_table(found, data, source(**fields))


def _check_table(found: Extracted, data: list[list[str]], declared: Source) -> None:
    """Each cell is where the row of the source says, or was counted."""
    grid = list(_grid(found.raw, declared))
    above, below = grid[: found.first_row - 1], grid[found.first_row - 1 :]
    _check_head(found, above)
    extra: dict[int, list[str]] = {}
    for cell in found.extra_cells:
        extra.setdefault(cell.row - found.first_row, []).append(cell.raw)
    rest = below[len(data) :]
    assert _texts(*rest) == found.passed_over.get(FOOTER, 0)
    rows = [[*row, *extra.get(number, ())] for number, row in enumerate(data)]
    expected = [_masked(row, found) for row in below[: len(data)]]
    if found.reader == "eusurvey":  # a long text goes on in further rows
        assert _letters(rows) == _letters(expected)
        return
    if found.reader == "kobotoolbox" and any("read as blank" in told for told in found.warnings):
        # zeros of a question that was not shown; how many rows of them there are is told
        rows, expected = (
            [_without_zeros(row) for row in rows],
            [_without_zeros(r) for r in expected],
        )
    assert [_given(row) for row in rows] == [_given(row) for row in expected]


def _without_zeros(row: Sequence[str]) -> list[str]:
    return [cell for cell in row if cell.strip().lower() not in ("0", "false")]


def _check_head(found: Extracted, above: list[list[str]]) -> None:
    counted = sum(n for place, n in found.passed_over.items() if place != FOOTER)
    if found.reader not in _PLAIN:
        assert counted <= _texts(*above)
        return
    known = {_plain(part) for column in found.columns for part in column.path}
    told = sum(_plain(cell) in known for row in above for cell in row if cell.strip())
    assert told + counted >= _texts(*above)
    assert found.passed_over.get(BEYOND, 0) == 0


def _plain(text: str) -> str:
    """Without further byte order marks, which some tools write one after the other."""
    return " ".join(text.lstrip("\ufeff").split())


def _masked(row: Sequence[str], found: Extracted) -> list[str]:
    hidden = found.personal if found.data != found.raw.file else ()
    return [MASK if i in hidden and cell.strip() else cell for i, cell in enumerate(row)]


def _given(row: Sequence[str]) -> list[str]:
    return [cell for cell in row if cell.strip()]


def _texts(*rows: Sequence[str]) -> int:
    return sum(bool(cell.strip()) for row in rows for cell in row)


def _letters(rows: Sequence[Sequence[str]]) -> Counter[str]:
    return Counter(letter for row in rows for cell in _given(row) for letter in cell)


# ── what the containers' own libraries read ─────────────────────────────────────


def _grid(file: RawFile, declared: Source) -> Iterator[list[str]]:
    """The whole table: by the csv module, or by calamine."""
    with opened(file, declared) as table:
        opening = table.opening
    if opening.container == "text":
        with file.file.open("r", encoding=opening.encoding, newline="") as stream:
            yield from csv.reader(stream, delimiter=opening.delimiter)
        return
    from python_calamine import CalamineWorkbook

    from pipelines.extract.workbook_process import texts

    with file.file.open("rb") as stream:
        book = CalamineWorkbook.from_filelike(stream)
    rows = book.get_sheet_by_name(opening.sheets[0]).to_python(skip_empty_area=False)
    yield from map(texts, rows)


def _answers(file: RawFile) -> Iterator[str]:
    from defusedxml.ElementTree import parse

    for answer in parse(file.file).findall(".//AnswerSet/Answer"):
        yield " ".join("".join(answer.itertext()).split())


def _cases(file: RawFile, read: Any) -> int:
    columns, _ = read(str(file.file), user_missing=True, output_format="dict")
    values = (value for column in columns.values() for value in column if value is not None)
    return sum(str(value).strip() not in ("", "nan") for value in values)


def _sav(file: RawFile) -> int:
    import pyreadstat

    return _cases(file, pyreadstat.read_sav)


def _dta(file: RawFile) -> int:
    import pyreadstat

    return _cases(file, pyreadstat.read_dta)


def _parquet(file: RawFile) -> int:
    with duckdb.connect() as con:
        names = con.execute(f"DESCRIBE FROM read_parquet('{file.file}')").fetchall()
        quoted = ['"' + name.replace('"', '""') + '"' for name, *_ in names]
        given = " + ".join(
            f"count(*) FILTER (trim(CAST({name} AS VARCHAR)) NOT IN ('', 'nan', '[]'))"
            for name in quoted
        )
        row = con.execute(f"SELECT {given} FROM read_parquet('{file.file}')").fetchone()
    return int(row[0]) if row else 0


_LIBRARIES = {"spss": _sav, "stata": _dta, "parquet": _parquet}
_PLAIN = ("csv", "xlsx", "xls", "ods")
