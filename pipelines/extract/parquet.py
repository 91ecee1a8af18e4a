"""Reader of Parquet files, through DuckDB: every column as text."""

from __future__ import annotations

from pathlib import Path

import duckdb

from pipelines.errors import DataError, Problem
from pipelines.extract.column import SourceColumn
from pipelines.extract.delimited import read_csv_sql
from pipelines.extract.layout import Layout, Reader
from pipelines.extract.source import Extracted, RawFile, clean_header
from pipelines.extract.spool import MASK, clean_path, personal_columns, pseudonymised_columns
from pipelines.survey.models import Source
from pipelines.survey.pseudonyms import pseudonym_key, pseudonym_sql, use_key
from pipelines.warehouse.tables import literal

_NUMBERS = ("FLOAT", "DOUBLE")


def read(raw: RawFile, source: Source, work: Path) -> Extracted:
    """Read a Parquet file; row 1 is its first row, the names stand in the file's schema.

    Raises:
        DataError: the file is damaged.
    """
    target = clean_path(raw, source, work)
    target.parent.mkdir(parents=True, exist_ok=True)
    table = f"read_parquet({literal(str(raw.file))})"
    try:
        with duckdb.connect(config={"memory_limit": "2GB"}) as con:
            described = con.execute(f"DESCRIBE SELECT * FROM {table}").fetchall()
            names = clean_header([name for name, *_ in described], raw.shown)
            layout = Layout(tuple(SourceColumn(name, (name,)) for name in names), first_row=1)
            personal = personal_columns(layout, source)
            pseudonymised = pseudonymised_columns(layout, source)
            if pseudonymised:
                use_key(con, pseudonym_key(raw.project))
            texts = [_text(name, kind) for name, kind, *_ in described]
            for position in personal:
                texts[position] = _replaced(texts[position], literal(MASK))
            for position in pseudonymised:
                texts[position] = _replaced(texts[position], pseudonym_sql(texts[position]))
            named = ", ".join(f"coalesce({text}, '') AS c{n}" for n, text in enumerate(texts))
            con.execute(
                f"COPY (SELECT {named} FROM {table}) TO {literal(str(target))} "
                "(FORMAT csv, HEADER, FORCE_QUOTE *)"
            )
            written = f"SELECT count(*) FROM {read_csv_sql(target, len(names), ',')}"
            rows = con.execute(f"SELECT count(*), ({written}) FROM {table}").fetchone() or (0, 0)
    except (duckdb.Error, UnicodeError) as error:
        raise _broken(raw, f"a file that can't be read ({str(error).splitlines()[0]})") from None
    if rows[0] != rows[1]:
        raise _broken(raw, "texts that no table can hold")
    return Extracted(
        raw=raw,
        columns=layout.columns,
        data=target,
        delimiter=",",
        reader=READER.name,
        encoding="utf-8",
        rows=rows[0],
        first_row=layout.first_row,
        personal=personal,
        pseudonymised=pseudonymised,
    )


def _text(name: str, kind: str) -> str:
    """SQL: a column as text; 3.0 is 3, booleans are TRUE and FALSE, lists have a line each."""
    quoted = '"' + name.replace('"', '""') + '"'
    text = f"CAST({quoted} AS VARCHAR)"
    if kind == "BOOLEAN":
        text = f"upper({text})"
    elif kind in _NUMBERS:
        whole = f"{quoted} = trunc({quoted}) AND abs({quoted}) < 9007199254740992"
        integer = f"CAST(CAST({quoted} AS BIGINT) AS VARCHAR)"
        text = f"CASE WHEN isnan({quoted}) THEN '' WHEN {whole} THEN {integer} ELSE {text} END"
    elif kind == "VARCHAR[]":
        text = f"array_to_string({quoted}, chr(10))"
    return text


def _replaced(text: str, by: str) -> str:
    """SQL: what stands for a text that is withheld; blanks stay blank."""
    return f"CASE WHEN trim({text}) <> '' THEN {by} END"


def _broken(raw: RawFile, found: str) -> DataError:
    action = "Write or copy the file again."
    return DataError(Problem(raw.shown, found, "a whole Parquet file", action))


READER = Reader(
    name="parquet",
    title="a Parquet file",
    recognises=lambda opening: opening.container == "parquet",
    read=read,
)
