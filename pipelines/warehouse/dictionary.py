"""The data dictionary: every table of the warehouse in Markdown, from its own documentation.

Types are those of the tables that the models make of empty sources, so that writing
the dictionary also shows that every model runs on an empty warehouse.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

import duckdb

from pipelines.warehouse.core_tables import LOADED
from pipelines.warehouse.engine import materialise
from pipelines.warehouse.input_tables import INPUT
from pipelines.warehouse.models import SCHEMAS, Model, ModelGraph, declared_tables, load_models
from pipelines.warehouse.tables import Table, create

_INTRODUCTION = """\
# Data dictionary

Every table of the warehouse, with what one row is (its grain), and every column. The
same texts are comments in the database. This page is generated: change the header of a
file under `sql/`, or a `pipelines/warehouse/*_tables.py`, and run `waves dictionary`.
"""

_SCHEMAS = {
    "input": "The survey folder as tables: what the programme team has written down.",
    "core": "The answers, with all that is needed to read them.",
    "indicators": "Shares and numbers, wave by wave.",
    "trends": "The waves beside one another.",
    "audit": "What published reports say, held against the data; and the books of the cells.",
    "report": "What the report prints, one row each.",
}


def data_dictionary(graph: ModelGraph) -> str:
    """The whole page.

    Raises:
        BuildError: when a model doesn't run on empty tables.
    """
    declared = declared_tables()
    types = column_types(graph)
    parts = [_INTRODUCTION]
    for schema in ("input", *SCHEMAS):
        parts.append(f"## {schema}\n\n{_SCHEMAS[schema]}\n")
        filled = [table for name, table in declared.items() if name.startswith(f"{schema}.")]
        made = [model for model in graph.ordered if model.schema == schema]
        items: list[Model | Table] = [*filled, *made]
        items.sort(key=lambda item: item.name)
        parts += [_section(item, _origin(item), types[item.name]) for item in items]
    parts.append(_checks(graph))
    return "\n".join(parts)


def column_types(graph: ModelGraph) -> dict[str, dict[str, str]]:
    """The type of every column, by table, as the models make them of empty sources."""
    with duckdb.connect() as con:
        create(con, list(declared_tables().values()))
        for model in graph.ordered:
            materialise(con, model)
        rows = con.execute(
            "SELECT schema_name || '.' || table_name, column_name, data_type"
            " FROM duckdb_columns() WHERE NOT internal ORDER BY ALL"
        ).fetchall()
    types: dict[str, dict[str, str]] = {}
    for table, column, kind in rows:
        types.setdefault(table, {})[column] = kind
    return types


def _section(item: Model | Table, origin: str, types: dict[str, str]) -> str:
    lines = [f"### {item.name}", "", f"One row: {item.grain}. {item.description}", "", origin, ""]
    lines += ["| column | type | what it is |", "| --- | --- | --- |"]
    for name, documented in item.columns.items():
        text = documented if isinstance(documented, str) else documented[1]
        lines.append(f"| {name} | {types[name]} | {_cell(text)} |")
    return "\n".join([*lines, ""])


def _origin(item: Model | Table) -> str:
    if isinstance(item, Model):
        reads = ", ".join(f"[{name}]({_anchor(name)})" for name in _reads(item))
        return f"Made by `sql/{item.schema}/{item.table}.sql` from {reads}."
    if item in INPUT:
        return "Filled from the survey folder."
    if item in LOADED:
        return "Filled from the raw files by the loader."
    return "Filled by `pipelines/statistics`, because SQL can't compute it."


def _reads(model: Model) -> Iterable[str]:
    return sorted([*model.depends_on, *model.sources])


def _anchor(table: str) -> str:
    return f"#{table.replace('.', '')}"


def _checks(graph: ModelGraph) -> str:
    return "\n".join(["## Checks", "", *_check_lines(graph), ""])


def _check_lines(graph: ModelGraph) -> Iterator[str]:
    yield "Promises that every build keeps: the files under `sql/checks/` return the rows that"
    yield "break them. An error stops publication, a warning is shown."
    yield ""
    yield "| check | severity | promise |"
    yield "| --- | --- | --- |"
    for check in graph.checks:
        yield f"| {check.name} | {check.severity} | {_cell(check.description)} |"


def _cell(text: str) -> str:
    """Text that keeps within its cell of a Markdown table."""
    return text.replace("|", "\\|")


def write_dictionary(sql_dir: Path, target: Path) -> None:
    """Write the page of the models under `sql_dir`."""
    target.write_text(data_dictionary(load_models(sql_dir)), encoding="utf-8")
