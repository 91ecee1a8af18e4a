"""`waves explain`: from a number of the report back to the cells behind it."""

from __future__ import annotations

from difflib import get_close_matches
from pathlib import Path
from typing import Any

import duckdb
from rich.text import Text

from pipelines.commands.console import out, show_table, shown
from pipelines.commands.published import published_warehouse
from pipelines.errors import ConfigurationError, Problem
from pipelines.project import SQL
from pipelines.warehouse.models import ModelGraph, load_models

FIRST = 20
"""Answers shown unless all are asked for."""

_FIGURE = """
    SELECT
        figure_id, text, label, value, base, unit, wave, kind, measure,
        sql_model, sql_column, row_key, question_id, option_id, indicator_id, claim_id
    FROM report.figures
    WHERE figure_id = ?
"""

# The options that the figure is about; a question's own figures are about all of them.
_ABOUT = """
    WITH about AS (
        SELECT question_id, option_id FROM input.indicator_options WHERE indicator_id = $indicator
        UNION
        SELECT CAST($question AS VARCHAR), CAST($option AS VARCHAR) WHERE $question IS NOT NULL
    )
"""

_ANSWERS = f"""
    {_ABOUT}
    SELECT
        coalesce(r.name, a.respondent_id) AS respondent,
        a.question_id AS question,
        CASE WHEN a.selected = false THEN 'not: ' ELSE '' END || a.option_id AS answer,
        a.state,
        a.basis,
        s.source_file || ', row ' || s.source_row AS "where",
        c.source_column AS "column"
    FROM core.answers AS a
    INNER JOIN core.responses AS s ON a.response_id = s.response_id
    LEFT JOIN core.respondents AS r ON a.respondent_id = r.respondent_id
    LEFT JOIN core.columns AS c
        ON a.wave = c.wave AND s.source_file = c.source_file AND a.question_id = c.question_id
        AND c.use = 'answer' AND (c.option_id IS NULL OR c.option_id = a.option_id)
    WHERE a.wave = $wave AND s.counted AND EXISTS (
        SELECT 1 FROM about
        WHERE about.question_id = a.question_id AND (
            about.option_id IS NULL OR a.option_id IS NULL OR about.option_id = a.option_id
        )
    )
    ORDER BY a.state, a.selected DESC NULLS LAST, respondent, question, answer
"""

_RESPONSES = """
    SELECT
        coalesce(r.name, s.respondent_id) AS respondent,
        r.country_code AS country,
        s.counted,
        s.why_not_counted AS "not counted because",
        s.source_file || ', row ' || s.source_row AS "where"
    FROM core.responses AS s
    LEFT JOIN core.respondents AS r ON s.respondent_id = r.respondent_id
    WHERE s.wave = $wave AND ($kind <> 'country' OR r.country_code = $label)
    ORDER BY respondent
"""

_CLAIM = """
    SELECT claim_id AS claim, section, kind, value, unit, base, quote
    FROM audit.claims
    WHERE claim_id = $claim
"""


def explain(project: Path, figure_id: str, everything: bool) -> None:
    """Print where a figure comes from.

    Raises:
        ConfigurationError: there is no such figure.
    """
    with published_warehouse(project) as con:
        figure = _figure(con, figure_id)
        _show_figure(figure)
        _show_models(load_models(SQL), figure)
        _show_behind(con, figure, everything)


def _figure(con: duckdb.DuckDBPyConnection, figure_id: str) -> dict[str, Any]:
    found = _rows(con, _FIGURE, [figure_id])
    if found:
        return found[0]
    known = [row[0] for row in con.execute("SELECT figure_id FROM report.figures").fetchall()]
    near = get_close_matches(figure_id, known, n=3, cutoff=0.4)
    action = (
        f"Did you mean {' or '.join(near)}?" if near else "The report shows the id of each number."
    )
    raise ConfigurationError(
        Problem("FIGURE_ID", f"no figure {figure_id!r}", "the id of a figure of the report", action)
    )


def _show_figure(figure: dict[str, Any]) -> None:
    console = out()
    console.print(Text(f"{figure['text']}  {figure['label']}", style="bold"))
    facts = {
        "figure": figure["figure_id"],
        "wave": figure["wave"],
        "measure": f"{figure['kind']}, {figure['measure']} ({figure['unit']})",
        "value": figure["value"],
        "base": figure["base"],
    }
    for name, fact in facts.items():
        if fact is not None:
            console.print(f"  {name:<10}{fact}", markup=False)


def _show_models(graph: ModelGraph, figure: dict[str, Any]) -> None:
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


def _show_behind(con: duckdb.DuckDBPyConnection, figure: dict[str, Any], everything: bool) -> None:
    values = {name: figure[name] for name in ("wave", "kind", "label")}
    if figure["claim_id"]:
        _show_rows(
            "Printed in the published report", _rows(con, _CLAIM, {"claim": figure["claim_id"]})
        )
    elif figure["question_id"] or figure["indicator_id"]:
        about = {
            "wave": figure["wave"],
            "indicator": figure["indicator_id"],
            "question": None if figure["indicator_id"] else figure["question_id"],
            "option": figure["option_id"],
        }
        _show_rows("Answers behind it", _rows(con, _ANSWERS, about), everything)
    elif figure["kind"] in ("wave", "country"):
        _show_rows("Responses behind it", _rows(con, _RESPONSES, values), everything)


def _show_rows(title: str, rows: list[dict[str, Any]], everything: bool = True) -> None:
    console = out()
    console.print(f"\n{title}", style="bold")
    if not rows:
        console.print("  none: no answer of a single respondent is known", markup=False)
        return
    kept = rows if everything else rows[:FIRST]
    columns = [name for name in rows[0] if any(row[name] not in (None, "") for row in rows)]
    show_table(columns, [[row[name] for name in columns] for row in kept])
    if len(kept) < len(rows):
        console.print(f"  {len(kept)} of {len(rows)} rows; all of them with --all", markup=False)


def _rows(con: duckdb.DuckDBPyConnection, sql: str, values: Any) -> list[dict[str, Any]]:
    cursor = con.execute(sql, values)
    names = [column[0] for column in cursor.description or []]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
