"""`waves explain`: from a number of the report back to the cells behind it."""

from __future__ import annotations

from difflib import get_close_matches
from pathlib import Path
from typing import Any

import duckdb
from rich.text import Text

from pipelines.commands.behind import Behind, Figure, behind
from pipelines.commands.console import out, show_table, shown
from pipelines.commands.published import SYNTHETIC, published_warehouse, synthetic
from pipelines.errors import ConfigurationError, Problem
from pipelines.project import SQL
from pipelines.warehouse.models import ModelGraph, load_models
from pipelines.warehouse.rows import Row, read_rows

FIRST = 20
"""Answers shown unless all are asked for."""

# A figure of two waves names the other one in its row's key.
_FIGURE = """
    WITH figures AS (
        SELECT
            figure_id, text, label, value, base, unit, wave, kind, measure,
            sql_model, sql_column, row_key, question_id, option_id, indicator_id, claim_id,
            NULL AS group_by, NULL AS group_value
        FROM report.figures
        UNION ALL
        SELECT
            f.figure_id, f.text, concat_ws(', ', i.title, f.group_by || ' ' || f.group_value),
            f.value, f.base, f.unit, f.wave, f.kind, f.measure,
            f.sql_model, f.sql_column, f.row_key, NULL, NULL, f.indicator_id, NULL,
            f.group_by, f.group_value
        FROM report.explorer_figures AS f
        INNER JOIN input.indicators AS i ON f.indicator_id = i.indicator_id
    )
    SELECT
        *,
        nullif(regexp_extract(row_key, '(?:wave_from|other_wave)=([^,]+)', 1), '') AS other_wave
    FROM figures
    WHERE figure_id = ?
"""
_KNOWN = """
    SELECT figure_id FROM report.figures
    UNION ALL SELECT figure_id FROM report.explorer_figures
"""


def explain(project: Path, figure_id: str, everything: bool) -> None:
    """Print where a figure comes from.

    Raises:
        ConfigurationError: there is no such figure.
    """
    with published_warehouse(project) as con:
        figure = _figure(con, figure_id)
        _show_figure(figure, made_up=synthetic(con))
        _show_models(load_models(SQL), figure)
        _show_behind(con, figure, everything)


def _figure(con: duckdb.DuckDBPyConnection, figure_id: str) -> Figure:
    found = read_rows(con, _FIGURE, figure_id)
    if found:
        return found[0]
    known = [row[0] for row in con.execute(_KNOWN).fetchall()]
    near = get_close_matches(figure_id, known, n=3, cutoff=0.4)
    action = (
        f"Did you mean {' or '.join(near)}?" if near else "The report shows the id of each number."
    )
    raise ConfigurationError(
        Problem("FIGURE_ID", f"no figure {figure_id!r}", "the id of a figure of the report", action)
    )


def _show_figure(figure: Figure, *, made_up: bool) -> None:
    console = out()
    console.print(Text(f"{figure['text']}  {figure['label']}", style="bold"))
    if made_up:
        console.print(SYNTHETIC, markup=False)
    facts = {
        "figure": figure["figure_id"],
        "wave": figure["wave"],
        "measure": f"{figure['kind']}, {figure['measure']} ({figure['unit']})",
        "value": figure["value"] if figure["unit"] == "percent" else _whole(figure["value"]),
        "base": figure["base"],
    }
    for name, fact in facts.items():
        if fact is not None:
            console.print(f"  {name:<10}{fact}", markup=False)


def _show_models(graph: ModelGraph, figure: Figure) -> None:
    console = out()
    name = figure["sql_model"]
    console.print("\nMade by", style="bold")
    if name in graph.models:
        console.print(f"  {shown(graph.models[name].path)}", markup=False)
    console.print(f"  {name}, column {figure['sql_column']}, row {figure['row_key']}", markup=False)
    upstream = graph.upstream(name) if name in graph.models else ()
    if upstream:
        console.print("\nwhich reads, directly or not", style="bold")
        for model in reversed(upstream):
            console.print(f"  {shown(model.path)}", markup=False)


def _show_behind(con: duckdb.DuckDBPyConnection, figure: Figure, everything: bool) -> None:
    found = behind(figure)
    if found:
        _show_rows(found, read_rows(con, found.sql, **found.values), everything)


def _show_rows(found: Behind, rows: list[Row], everything: bool) -> None:
    console = out()
    console.print(f"\n{found.title}", style="bold")
    if not rows:
        console.print(f"  {found.none}", markup=False)
        return
    kept = rows if everything else rows[:FIRST]
    columns = [name for name in rows[0] if any(row[name] not in (None, "") for row in rows)]
    show_table(columns, [[_whole(row[name]) for name in columns] for row in kept])
    if len(kept) < len(rows):
        console.print(f"  {len(kept)} of {len(rows)} rows; all of them with --all", markup=False)


def _whole(value: Any) -> Any:
    """A whole number without the fraction that its column's type gives it."""
    return int(value) if isinstance(value, float) and value.is_integer() else value
