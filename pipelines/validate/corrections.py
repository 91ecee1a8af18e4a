"""Corrections of single cells: each names the value it expects to find, and a reason."""

from __future__ import annotations

from typing import Any

import duckdb

from pipelines.errors import Problem
from pipelines.mapping.plan import ColumnPlan, SourcePlan
from pipelines.survey.load import SurveyFolder
from pipelines.survey.models import Correction
from pipelines.validate.stage import widen


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
        (plan, column, _text(con, plan, column, correction.respondent))
        for plan in plans
        for column in plan.answers.get(correction.question, ())
    ]
    found = [text for _, _, text in cells]
    target = next((cell for cell in cells if cell[2] == correction.expected), None)
    if target is None:
        return [
            Problem(
                where,
                f"{' and '.join(map(repr, found)) or 'no such column'} for {correction.respondent}",
                f"{correction.expected!r}, as the correction says",
                "The source may have been mended: remove the correction, or look at it again.",
            )
        ]
    plan, column, _ = target
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
    con.execute(
        f"UPDATE {plan.table} SET {column.name} = ? WHERE respondent_id = ?",
        [correction.corrected or None, correction.respondent],
    )
    return []


def _text(
    con: duckdb.DuckDBPyConnection, plan: SourcePlan, column: ColumnPlan, respondent: str
) -> str:
    """The cell as text, "" where it is blank or there is no such respondent."""
    row: Any = con.execute(
        f"SELECT CAST({column.name} AS VARCHAR) FROM {plan.table} WHERE respondent_id = ? LIMIT 1",
        [respondent],
    ).fetchone()
    text = row[0] if row and row[0] is not None else ""
    return text.removesuffix(".0") if column.kind == "number" else text


def _is_answer(column: ColumnPlan, text: str) -> bool:
    if column.kind in ("choice", "tick", "several") and column.vocabulary and text:
        known = column.vocabulary.known
        return text in known or (
            column.kind == "several" and column.vocabulary.read(text) is not None
        )
    return True
