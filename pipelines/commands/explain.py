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

# What the figure is about: options of one question or several. A question's own figures are
# about all of its options.
_ANSWERS = """
    WITH about AS (
        SELECT question_id, option_id FROM input.indicator_options WHERE indicator_id = $indicator
        UNION
        SELECT CAST($question AS VARCHAR), CAST($option AS VARCHAR) WHERE $question IS NOT NULL
    ),
    answers AS (
        SELECT
            response_id, wave, respondent_id, question_id, state,
            max(basis) AS basis,
            string_agg(
                CASE WHEN selected THEN '' ELSE 'not: ' END || option_id, ', ' ORDER BY option_id
            ) AS answer,
            regexp_replace(
                coalesce(any_value(CAST(value_number AS VARCHAR)), ''), '[.]0$', ''
            ) AS number,
            count(*) FILTER (WHERE selected AND EXISTS (
                SELECT 1 FROM about
                WHERE about.question_id = a.question_id AND about.option_id = a.option_id
            )) AS n_chosen
        FROM core.answers AS a
        WHERE wave = $wave AND question_id IN (SELECT question_id FROM about)
            AND ($state IS NULL OR state = $state)
        GROUP BY response_id, wave, respondent_id, question_id, state
    )
    SELECT
        coalesce(r.name, a.respondent_id) AS respondent,
        a.question_id AS question,
        coalesce(a.answer, a.number) AS answer,
        a.state,
        a.basis,
        'data/raw/' || a.wave || '/' || s.source_file || ', row ' || s.source_row AS "where",
        (
            SELECT string_agg(c.source_column, ', ' ORDER BY c.position)
            FROM core.columns AS c
            WHERE c.wave = a.wave AND c.source_file = s.source_file
                AND c.question_id = a.question_id AND c.use = 'answer'
        ) AS "column"
    FROM answers AS a
    INNER JOIN core.responses AS s ON a.response_id = s.response_id
    LEFT JOIN core.respondents AS r ON a.respondent_id = r.respondent_id
    WHERE s.counted
    ORDER BY a.n_chosen DESC, a.state, answer, respondent, question
"""

_RESPONSES = """
    SELECT
        coalesce(r.name, s.respondent_id) AS respondent,
        r.country_code AS country,
        s.why_not_counted AS "not counted because",
        'data/raw/' || s.wave || '/' || s.source_file || ', row ' || s.source_row AS "where"
    FROM core.responses AS s
    LEFT JOIN core.respondents AS r ON s.respondent_id = r.respondent_id
    WHERE s.wave = $wave AND ($country IS NULL OR r.country_code = $country)
    ORDER BY respondent
"""

_CLAIM = """
    SELECT claim_id AS claim, section, kind, value, unit, base, quote
    FROM audit.claims
    WHERE claim_id = $claim
"""

_FINDINGS = """
    SELECT verdict, claim_id AS claim, arithmetic
    FROM audit.findings
    WHERE split_part(claim_id, '/', 1) = $wave AND $verdict IN (verdict, 'any')
    ORDER BY verdict, claim_id
"""

_SOURCE = """
    SELECT 'data/raw/' || wave || '/' || path AS "where", rows, columns, bytes, sha256
    FROM core.source_files
    WHERE wave = $wave AND path = $path
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
        "value": figure["value"] if figure["unit"] == "percent" else _whole(figure["value"]),
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
    """What the figure was made from, by its kind."""
    wave, kind, label = figure["wave"], figure["kind"], figure["label"]
    if figure["claim_id"]:
        title, sql, values = "Printed in the report", _CLAIM, {"claim": figure["claim_id"]}
    elif figure["question_id"] or figure["indicator_id"]:
        title, sql = "Answers behind it", _ANSWERS
        values = {
            "wave": wave,
            "indicator": figure["indicator_id"],
            "question": None if figure["indicator_id"] else figure["question_id"],
            "option": figure["option_id"],
            "state": label if kind == "state" else None,
        }
    elif kind in ("wave", "country"):
        title, sql = "Responses behind it", _RESPONSES
        values = {"wave": wave, "country": label if kind == "country" else None}
    elif kind == "finding":
        title, sql, values = "Findings behind it", _FINDINGS, {"wave": wave, "verdict": label}
    elif kind == "source":
        title, sql, values = "The file", _SOURCE, {"wave": wave, "path": label}
    else:
        return
    _show_rows(title, _rows(con, sql, values), everything)


def _show_rows(title: str, rows: list[dict[str, Any]], everything: bool) -> None:
    console = out()
    console.print(f"\n{title}", style="bold")
    if not rows:
        console.print("  none: no answer of a single respondent is known", markup=False)
        return
    kept = rows if everything else rows[:FIRST]
    columns = [name for name in rows[0] if any(row[name] not in (None, "") for row in rows)]
    show_table(columns, [[_whole(row[name]) for name in columns] for row in kept])
    if len(kept) < len(rows):
        console.print(f"  {len(kept)} of {len(rows)} rows; all of them with --all", markup=False)


def _whole(value: Any) -> Any:
    """A whole number without the fraction that its column's type gives it."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _rows(con: duckdb.DuckDBPyConnection, sql: str, values: Any) -> list[dict[str, Any]]:
    cursor = con.execute(sql, values)
    names = [column[0] for column in cursor.description or []]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
