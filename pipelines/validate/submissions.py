"""Several submissions of one respondent: what differs, side by side, so that a person can pick.

A pick stands in the wave's file (`submissions`) and goes before `duplicates`. What may be
personal is never shown: of such columns, and of free text, only that they differ.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import duckdb

from pipelines.errors import Problem
from pipelines.mapping.plan import VALUES, ColumnPlan, SourcePlan
from pipelines.survey.folder import SurveyFolder
from pipelines.warehouse.tables import literal

DIFFERS = "differs"
BLANK, UNREADABLE = "—", "(not readable)"
_SHOWN = 20
_LONGEST = 60


@dataclass(frozen=True)
class Submission:
    """A row of the typed stage: texts of cells by column, as people may see them."""

    file: str
    row: int
    cells: dict[str, str | None]
    hidden: frozenset[str]
    answers: int


def side_by_side(
    con: duckdb.DuckDBPyConnection, plans: Sequence[SourcePlan], respondent: str
) -> str:
    """What differs between the submissions of a respondent, a line a column.

    Args:
        con: the database with the sources as they were typed.
        plans: the sources to look into; columns that only some of them have are left out.
        respondent: id of the respondent.
    """
    found = [each for plan in plans for each in _submissions(con, plan, respondent)]
    if len(found) < 2:
        return ""
    names = [name for name in found[0].cells if all(name in each.cells for each in found)]
    lines = list(_differences(found, names))
    more = [f"{len(lines) - _SHOWN} more columns differ"] if len(lines) > _SHOWN else []
    several = len({each.file for each in found}) > 1
    places = [f"{each.file}, row {each.row}" if several else f"row {each.row}" for each in found]
    answers = " | ".join(str(each.answers) for each in found)
    same = [] if lines else ["the same in every column"]
    head = [" | ".join(places), f"answers given: {answers}"]
    return ";\n".join([*head, *lines[:_SHOWN], *more, *same])


def _differences(found: Sequence[Submission], names: Sequence[str]) -> Iterator[str]:
    for name in names:
        texts = [each.cells[name] for each in found]
        if len(set(texts)) == 1:
            continue
        if any(name in each.hidden for each in found):
            yield f"{name}: {DIFFERS}"
        else:
            yield f"{name}: {' | '.join(_short(text) for text in texts)}"


def _short(text: str | None) -> str:
    if text is None:
        return BLANK
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST else line[: _LONGEST - 1] + "…"


def _submissions(
    con: duckdb.DuckDBPyConnection, plan: SourcePlan, respondent: str
) -> Iterator[Submission]:
    columns = [column for column in plan.columns if column.use != "key"]
    selected = "".join(f", {_shown(column)}" for column in columns)
    rows = con.execute(
        f"SELECT source_row{selected} FROM {plan.staged} WHERE respondent_id = ? "
        "ORDER BY source_row",
        [respondent],
    ).fetchall()
    hidden = frozenset(_name(column) for column in columns if _is_hidden(column))
    for row, *texts in rows:
        cells = {_name(column): text for column, text in zip(columns, texts, strict=True)}
        given = sum(
            text is not None
            for column, text in zip(columns, texts, strict=True)
            if column.is_answer
        )
        yield Submission(plan.file, row, cells, hidden, given)


def _shown(column: ColumnPlan) -> str:
    """SQL: a cell as text, the state of a number or date without a value in its place."""
    from pipelines.validate.stage import REJECTED_MARK  # here, as validate reads this module

    text = f"CAST({column.name} AS VARCHAR)"
    rejected = literal(UNREADABLE)
    if column.kind in VALUES:
        state = f"CAST({column.state_name} AS VARCHAR)"
        return f"coalesce({text}, CASE WHEN {state} = 'rejected' THEN {rejected} ELSE {state} END)"
    return f"CASE WHEN {text} = {literal(REJECTED_MARK)} THEN {rejected} ELSE {text} END"


def _name(column: ColumnPlan) -> str:
    """By which columns of two sources are the same: what they answer, else their header."""
    if column.is_answer and column.question:
        return ".".join(part for part in (column.question.id, column.option) if part)
    return column.header


def _is_hidden(column: ColumnPlan) -> bool:
    return column.kind in ("counted_only", "given", "text") or column.pseudonymise


def wrong_picks(
    con: duckdb.DuckDBPyConnection, folder: SurveyFolder, plans: Sequence[SourcePlan]
) -> Iterator[Problem]:
    """Picks of the wave's file that name no submission of their respondent."""
    if not plans:
        return
    wave = plans[0].wave
    by_path = {plan.file: plan for plan in plans}
    for respondent, pick in folder.waves[wave].submissions.items():
        plan = by_path[pick.file]
        rows = con.execute(
            f"SELECT source_row FROM {plan.staged} WHERE respondent_id = ? ORDER BY 1",
            [respondent],
        ).fetchall()
        if (pick.row,) not in rows:
            listed = ", ".join(str(row) for (row,) in rows) or "none there"
            yield Problem(
                folder.where(f"waves/{wave}.yml", "submissions", respondent, "row"),
                f"row {pick.row} of {pick.file} for {respondent}",
                f"a row in which {respondent} answered: {listed}",
            )
