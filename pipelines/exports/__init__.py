"""The open data: a Frictionless Data Package of CSV, and Parquet, XLSX and SPSS of the same.

`datapackage.json` says what every file and column is; `docs/open-data.md` is for readers.
Only public questions are in it (`public.py`). DuckDB writes CSV and Parquet; the rows that
XLSX and SPSS get go through Python, so that these two are for `waves export` alone.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import duckdb

from pipelines.errors import ConfigurationError
from pipelines.exports.about import About, about
from pipelines.exports.codebook import Variable
from pipelines.exports.files import write_csv, write_parquet
from pipelines.exports.package import (
    PACKAGE,
    Descriptor,
    file_resource,
    package,
    table_resource,
)
from pipelines.exports.public import made_before
from pipelines.exports.spss import variables_of, write_sav
from pipelines.exports.table import Column, OpenTable, describe
from pipelines.exports.tables import open_tables
from pipelines.exports.wide import Wide, make_wide
from pipelines.warehouse.disk import disk

FORMATS = ("csv", "parquet", "xlsx", "sav")

WITHOUT_ROWS = (
    "WITHOUT RESPONSES: the tables with a row for each respondent's answers are left out here, "
    "because they are long. The command waves export writes them."
)

_README = "README.md"


@dataclass(frozen=True)
class _Open:
    """What is to be written, and from where."""

    con: duckdb.DuckDBPyConnection
    about: About
    waves: list[Wide]
    variables: dict[str, dict[str, Variable]]
    tables: list[tuple[OpenTable, list[Column]]]

    def wide(self, table: OpenTable) -> Wide | None:
        """The wave whose responses a table is."""
        return next((wide for wide in self.waves if wide.name == table.name), None)


def write_exports(
    con: duckdb.DuckDBPyConnection,
    folder: Path,
    build: str,
    formats: Collection[str] = FORMATS,
    *,
    rows: bool = True,
) -> list[Path]:
    """Write the open data of a warehouse; files of other names in the folder stay.

    Args:
        con: the warehouse, which is only read.
        folder: made where it is missing.
        build: id of the build that the warehouse is of.
        formats: of FORMATS.
        rows: also the tables with a row for each respondent's answers.

    Returns:
        The files, datapackage.json first.

    Raises:
        ConfigurationError: the warehouse is of an older version.
        BuildError: the disk refuses.
    """
    temporary: list[str] = []
    try:
        with disk(folder):
            folder.mkdir(parents=True, exist_ok=True)
            opened = _open(con, build, rows=rows)
            temporary += [wide.table for wide in opened.waves]
            resources = list(_write(opened, folder, formats))
            descriptor = package(opened.about, resources)
            text = json.dumps(descriptor, indent=1, ensure_ascii=False)
            (folder / PACKAGE).write_text(f"{text}\n", encoding="utf-8")
            (folder / _README).write_text(_readme(opened.about, resources), encoding="utf-8")
    except (duckdb.CatalogException, duckdb.BinderException) as error:
        raise ConfigurationError(made_before(error)) from error
    finally:
        for name in temporary:
            con.execute(f"DROP TABLE IF EXISTS temp.{name}")
    paths = (str(resource["path"]) for resource in resources)
    return [folder / name for name in (PACKAGE, _README, *paths)]


def _open(con: duckdb.DuckDBPyConnection, build: str, *, rows: bool) -> _Open:
    told = about(con, build)
    if not rows:
        told = replace(told, notes=(*told.notes, WITHOUT_ROWS))
    waves = make_wide(con) if rows else []
    variables = variables_of(con, waves)
    tables = open_tables(waves, variables, rows=rows)
    return _Open(con, told, waves, variables, list(zip(tables, describe(con, tables), strict=True)))


def _write(opened: _Open, folder: Path, formats: Collection[str]) -> Iterator[Descriptor]:
    if "csv" in formats:
        yield from _csv(opened, folder)
    if "parquet" in formats:
        yield from _parquet(opened, folder)
    if "xlsx" in formats:
        yield _xlsx(opened, folder)
    if "sav" in formats:
        yield from _sav(opened, folder)


def _csv(opened: _Open, folder: Path) -> Iterator[Descriptor]:
    (folder / "csv").mkdir(exist_ok=True)
    present = {table.name for table, _ in opened.tables}
    for table, columns in opened.tables:
        file, wide = folder / "csv" / f"{table.name}.csv", opened.wide(table)
        write_csv(opened.con, table, columns, wide, file)
        resource = file_resource(folder, file, table.name, table.title)
        yield table_resource(resource, table, columns, wide, present)


def _parquet(opened: _Open, folder: Path) -> Iterator[Descriptor]:
    (folder / "parquet").mkdir(exist_ok=True)
    for table, columns in opened.tables:
        file = folder / "parquet" / f"{table.name}.parquet"
        write_parquet(opened.con, table, columns, opened.about.description, file)
        yield file_resource(folder, file, f"{table.name}_parquet", table.title)


def _xlsx(opened: _Open, folder: Path) -> Descriptor:
    from pipelines.exports.workbook import MOST_ROWS, Workbook

    book = Workbook(opened.about)
    counted = [(table, _count(opened.con, table)) for table, _ in opened.tables]
    book.readme(opened.about, counted)
    for (table, columns), (_, rows) in zip(opened.tables, counted, strict=True):
        if rows < MOST_ROWS - 1:
            book.table(opened.con, table, columns, opened.wide(table))
    file = folder / f"{opened.about.survey}.xlsx"
    book.save(file)
    return file_resource(folder, file, "workbook", "All tables as sheets, for people")


def _count(con: duckdb.DuckDBPyConnection, table: OpenTable) -> int:
    row = con.execute(f"SELECT count(*) FROM ({table.select})").fetchone()
    return int(row[0]) if row else 0


def _sav(opened: _Open, folder: Path) -> Iterator[Descriptor]:
    (folder / "spss").mkdir(exist_ok=True)
    for wide in opened.waves:
        file = folder / "spss" / f"{wide.name}.sav"
        write_sav(opened.con, wide, opened.variables[wide.wave], opened.about, file)
        title = f"The responses of wave {wide.wave} that count, for SPSS"
        yield file_resource(folder, file, f"{wide.name}_sav", title)


def _readme(told: About, resources: Sequence[dict[str, Any]]) -> str:
    listed = "".join(f"- `{each['path']}`: {each['title']}\n" for each in resources)
    return (
        f"# {told.title}: open data\n\n{told.description}\n\n"
        f"Published by {told.publisher or 'nobody named'}, build {told.build}. "
        f"`{PACKAGE}` says what each column is.\n\n{listed}"
    )
