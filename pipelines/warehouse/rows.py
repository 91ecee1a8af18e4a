"""Rows of the warehouse as Python reads them, by the names of their columns."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

import duckdb

Row = dict[str, Any]


def read_rows(con: duckdb.DuckDBPyConnection, query: str, *values: Any, **named: Any) -> list[Row]:
    """The rows of a query, with values for its question marks or for its `$names`."""
    cursor = con.execute(query, named or list(values))
    names = [column[0] for column in cursor.description or []]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def group_rows(rows: Iterable[Row], key: str) -> dict[str, list[Row]]:
    """The same rows by the value of a column, in their order; none for a value that is missing."""
    groups: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        groups[row[key]].append(row)
    return groups
