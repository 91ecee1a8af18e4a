"""Delimited text for DuckDB: used where it lies if it is clean, else written out once.

Clean is UTF-8 with a header in the first row and rows that all have its width. Anything
else (another encoding, blank lines, titles, rows of uneven width, NUL bytes) goes
through Python's csv module and comes out clean.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import duckdb

from pipelines.extract.layout import Layout
from pipelines.extract.opening import Opening
from pipelines.extract.source import Extracted, RawFile
from pipelines.extract.spool import personal_columns, pseudonymised_columns, spool
from pipelines.extract.text import records
from pipelines.survey.models import Source
from pipelines.warehouse.tables import literal


def read_csv_sql(data: Path, width: int, delimiter: str) -> str:
    """The DuckDB table function that reads a clean CSV as text columns c0, c1, …."""
    columns = ", ".join(f"c{i}: 'VARCHAR'" for i in range(width))
    return (
        f"read_csv({literal(str(data))}, columns = {{{columns}}}, auto_detect = false, "
        "header = true, "
        f"delim = {literal(delimiter)}, quote = '\"', escape = '\"', strict_mode = true, "
        "max_line_size = 16777216, buffer_size = 16777216)"
    )


def as_it_lies(
    raw: RawFile, source: Source, opening: Opening, layout: Layout, *, reader: str
) -> Extracted | None:
    """Use the raw file itself where DuckDB can read all of its start; None where it can't."""
    clean = raw.text.plain and opening.encoding in ("utf-8", "utf-8-sig")
    changed = layout.rows or layout.suspect or source.footer_rows
    if not clean or changed or layout.first_row != 2:
        return None
    width = len(layout.columns)
    if len(opening.rows[0]) != width or not _starts_well(raw, width, opening.delimiter):
        return None
    return Extracted(
        raw=raw,
        columns=layout.columns,
        data=raw.file,
        delimiter=opening.delimiter,
        reader=reader,
        encoding=opening.encoding,
        personal=personal_columns(layout, source),
        pseudonymised=pseudonymised_columns(layout, source),
        warnings=layout.warnings,
        proposes=layout.proposes,
    )


def _starts_well(raw: RawFile, width: int, delimiter: str) -> bool:
    try:
        with duckdb.connect() as con:
            sql = f"SELECT 1 FROM {read_csv_sql(raw.file, width, delimiter)} LIMIT 1"
            return bool(con.execute(sql).fetchall())
    except duckdb.Error:
        return False


def respool(extracted: Extracted, work: Path) -> Extracted:
    """Read a file the careful way after DuckDB refused it further down."""
    raw = extracted.raw
    rows: Iterator[list[str]] = records(raw, extracted.encoding, extracted.delimiter)
    return spool(
        raw,
        Layout(extracted.columns, warnings=extracted.warnings, proposes=extracted.proposes),
        islice(rows, 1, None),
        work / f"{raw.path.replace('/', '_')}.clean.csv",
        extracted.personal,
        reader=extracted.reader,
        pseudonymised=extracted.pseudonymised,
        encoding=extracted.encoding,
    )
