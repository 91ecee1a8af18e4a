"""Kept text that looks like personal data, told before a wave is built."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import duckdb

from pipelines.errors import Problem
from pipelines.extract import extract_source, raw_file
from pipelines.extract.delimited import read_csv_sql, respool
from pipelines.extract.source import Extracted
from pipelines.mapping.plan import SourcePlan, plan_source
from pipelines.survey.folder import SurveyFolder
from pipelines.validate.personal import (
    EXPECTED,
    Finding,
    checksum_sql,
    find_in_cells,
    keeps_text,
)

_TOLD = 20
"""Findings of a source that are told one by one."""


def personal_texts(folder: SurveyFolder, wave: str) -> Iterator[Problem]:
    """What looks like an e-mail address, telephone number or IP address, with its place, masked.

    Raises:
        DataError: a file can't be read.
    """
    for number, source in enumerate(folder.waves[wave].sources, start=1):
        declared = plan_source(folder, wave, number, list(source.columns))
        if not any(map(keeps_text, declared.columns)):
            continue
        raw = raw_file(folder, wave, source)
        with tempfile.TemporaryDirectory() as work:
            extracted = extract_source(raw, source, Path(work))
            plan = plan_source(folder, wave, number, extracted.header)
            try:
                found = _find(folder, extracted, plan)
            except duckdb.Error:
                found = _find(folder, respool(extracted, Path(work)), plan)
        cells = found.cells
        for position, each in enumerate(cells[:_TOLD], start=1):
            more = (
                f", and {len(cells) - _TOLD} more cells" if position == _TOLD < len(cells) else ""
            )
            yield Problem(
                f"{raw.shown}, row {each.row}, column {each.column.header!r}",
                f"what looks like personal data: {each.kind} {each.masked}{more}",
                EXPECTED,
                f"{_correct(each, found.checksums)}, or declare the column `personal`; "
                "nothing is removed by itself",
            )


@dataclass(frozen=True)
class _Found:
    """Cells, and the checksums of their texts by row and column."""

    cells: list[Finding]
    checksums: Mapping[tuple[int, str], str]


def _correct(each: Finding, checksums: Mapping[tuple[int, str], str]) -> str:
    """How to correct a cell without writing its text into the survey's files."""
    told = checksums.get((each.row, each.column.name))
    expected = f" with `expected: {told}`, not with its text" if told else ""
    return f"Correct the cell in survey/corrections.yml{expected}"


def _find(folder: SurveyFolder, extracted: Extracted, plan: SourcePlan) -> _Found:
    data = read_csv_sql(extracted.data, len(extracted.header), extracted.delimiter)
    columns = ", ".join(column.name for column in plan.columns if keeps_text(column))
    settled = {
        column.name: [
            str(each.expected)
            for each in folder.corrections
            if column.question and (each.wave, each.question) == (plan.wave, column.question.id)
        ]
        for column in plan.columns
    }
    with duckdb.connect() as con:
        # Rows keep the order of the file.
        con.execute(f"CREATE TABLE texts AS SELECT {columns} FROM {data}")
        con.execute(
            f"CREATE VIEW cells AS SELECT rowid + {extracted.first_row} AS source_row, * FROM texts"
        )
        cells = find_in_cells(con, plan, settled)
        answers = [each for each in cells[:_TOLD] if each.column.is_answer]
        return _Found(cells, {(e.row, e.column.name): _checksum(con, e) for e in answers})


def _checksum(con: duckdb.DuckDBPyConnection, each: Finding) -> str:
    ((told,),) = con.execute(
        f"SELECT {checksum_sql(each.column.name)} FROM cells WHERE source_row = ?", [each.row]
    ).fetchall()
    return str(told)
