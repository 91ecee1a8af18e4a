"""A table of the open data, and what its columns are."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import duckdb

WAVE = (("wave",), "waves")
QUESTION = (("question_id",), "questions")
OPTION = (("question_id", "option_id"), "options")
INDICATOR = (("indicator_id",), "indicators")
"""What tables refer to: the columns, and the table that has them as its key."""


@dataclass(frozen=True)
class OpenTable:
    """A table of the package.

    Attributes:
        name: its name, and that of its files.
        title: what it holds, in a line.
        select: the rows.
        key: columns that make a row unique.
        sources: tables of the warehouse whose comments say what its columns are.
        docs: what the columns are that no source documents.
        refers: columns and the table that they refer to, by the same names.
        per_response: whether a row is about one respondent's answers.
    """

    name: str
    title: str
    select: str
    key: tuple[str, ...]
    sources: tuple[str, ...] = ()
    docs: Mapping[str, str] = field(default_factory=dict)
    refers: tuple[tuple[tuple[str, ...], str], ...] = ()
    per_response: bool = False


@dataclass(frozen=True)
class Column:
    """A column as DuckDB has it, with what it means."""

    name: str
    type: str
    meaning: str


def describe(con: duckdb.DuckDBPyConnection, tables: Iterable[OpenTable]) -> list[list[Column]]:
    """The columns of each table; ENUMs are texts to everyone else."""
    comments: dict[str, dict[str, str]] = {}
    for source, name, comment in con.execute(
        "SELECT schema_name || '.' || table_name, column_name, comment FROM duckdb_columns() "
        "WHERE comment IS NOT NULL"
    ).fetchall():
        comments.setdefault(source, {})[name] = comment
    return [_columns(con, table, comments) for table in tables]


def _columns(
    con: duckdb.DuckDBPyConnection, table: OpenTable, comments: Mapping[str, Mapping[str, str]]
) -> list[Column]:
    meanings: dict[str, str] = {}
    for source in reversed(table.sources):
        meanings |= comments.get(source, {})
    meanings |= table.docs
    return [
        Column(name, "VARCHAR" if kind.startswith("ENUM") else kind, meanings.get(name, ""))
        for name, kind, *_ in con.execute(f"DESCRIBE {table.select}").fetchall()
    ]
