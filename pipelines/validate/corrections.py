"""Corrections of single cells: each names the value it expects to find, and a reason."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import duckdb

from pipelines.errors import Problem
from pipelines.mapping.meaning import READ
from pipelines.mapping.plan import ColumnPlan, SourcePlan
from pipelines.survey.folder import SurveyFolder
from pipelines.survey.models import Correction
from pipelines.validate.stage import widen
from pipelines.warehouse.tables import literal


def apply_corrections(
    con: duckdb.DuckDBPyConnection, folder: SurveyFolder, plans: list[SourcePlan]
) -> list[Problem]:
    """Put the corrected texts into the typed stages of a wave.

    Returns:
        A problem for each correction whose expected value is no longer there, or whose
        corrected value is no answer to the question.
    """
    problems: list[Problem] = []
    for position, correction in enumerate(folder.corrections):
        concerned = [plan for plan in plans if plan.wave == correction.wave]
        if concerned:
            where = folder.where("corrections.yml", "corrections", position)
            problems += _apply(con, concerned, correction, where)
    return problems


def _apply(
    con: duckdb.DuckDBPyConnection, plans: list[SourcePlan], correction: Correction, where: str
) -> list[Problem]:
    cells = [
        (plan, column, _texts(con, plan, column, correction.respondent))
        for plan in plans
        for column in plan.answers.get(correction.question, ())
    ]
    found = [text for _, _, texts in cells for text in texts.values()]
    target = next((cell for cell in cells if any(map(correction.expects, cell[2].values()))), None)
    if target is None:
        return [
            Problem(
                where,
                f"{' and '.join(map(repr, found)) or 'no such cell'} for {correction.respondent}",
                f"{correction.expected!r}, as the correction says",
                "The source may have been mended: remove the correction, or look at it again.",
            )
        ]
    plan, column, texts = target
    if not _is_answer(column, correction.corrected):
        return [
            Problem(
                where,
                f"the corrected value {correction.corrected!r}",
                "a text that this question offers",
            )
        ]
    if column.kind == "several":
        widen(con, plan, column)
    rows = [row for row, text in texts.items() if correction.expects(text)]
    _put(con, plan, column, rows, correction.corrected)
    return []


def _put(
    con: duckdb.DuckDBPyConnection,
    plan: SourcePlan,
    column: ColumnPlan,
    rows: Sequence[int],
    corrected: str,
) -> None:
    """The corrected value in the stage; what stood there is no leftover any more."""
    value: Any = corrected or None
    sets = f"{column.name} = ?"
    if column.kind in ("number", "date"):
        value = READ[column.kind](corrected)
        sets += f", {column.state_name} = NULL"
    where = f"source_row IN ({', '.join(map(str, rows))})"
    con.execute(f"UPDATE {plan.staged} SET {sets} WHERE {where}", [value])
    con.execute(f"DELETE FROM {plan.leftover} WHERE position = {column.position} AND {where}")


def _texts(
    con: duckdb.DuckDBPyConnection, plan: SourcePlan, column: ColumnPlan, respondent: str
) -> dict[int, str]:
    """The cells by row as text, as received where they could not be read, "" where blank."""
    rows: list[Any] = con.execute(
        f"SELECT s.source_row, l.raw, CAST(s.{column.name} AS VARCHAR) FROM {plan.staged} AS s "
        f"LEFT JOIN {plan.leftover} AS l "
        f"ON s.source_row = l.source_row AND l.position = {column.position} "
        f"WHERE s.respondent_id = {literal(respondent)} ORDER BY 1"
    ).fetchall()
    number = column.kind == "number"
    return {
        row: raw or (text.removesuffix(".0") if number and text else text) or ""
        for row, raw, text in rows
    }


def _is_answer(column: ColumnPlan, text: str) -> bool:
    if not text:
        return True
    if column.kind in READ:
        return READ[column.kind](text) is not None
    if column.kind in ("choice", "tick", "several") and column.vocabulary:
        known = column.vocabulary.known
        return text in known or (
            column.kind == "several" and column.vocabulary.read(text) is not None
        )
    return True
