"""Was a question asked? The questionnaire's routing as SQL over the typed stage.

The expression is true, false, or NULL where the source can't tell, for each row of
the stage (alias `s`, which has the column respondent_id). Tables of the wave are
prefixed by `WAVE`; `located` puts the place in.
"""

from __future__ import annotations

from collections.abc import Iterable

import duckdb

from pipelines.mapping.meaning import REJECTED, UNKNOWN
from pipelines.mapping.plan import ColumnPlan, SourcePlan
from pipelines.survey.folder import SurveyFolder
from pipelines.survey.models import AskIf, Question, Wave
from pipelines.warehouse.tables import literal

WAVE = "$wave$."
"""Stands before the tables of a wave in stored SQL, until it is known where they lie."""


def located(sql: str, schema: str = "") -> str:
    """The SQL with the wave's tables in a schema, by default the connection's own."""
    return sql.replace(WAVE, f"{schema}." if schema else "")


def write_attributes(con: duckdb.DuckDBPyConnection, folder: SurveyFolder, wave: Wave) -> None:
    """Create `attribute`: the facts about respondents that held during the wave's fieldwork."""
    routed = {
        condition.attribute
        for question in folder.bank.questions
        for condition in question.ask_if
        if condition.attribute
    }
    con.execute(
        "CREATE OR REPLACE TABLE attribute "
        "(respondent_id VARCHAR, attribute VARCHAR, value VARCHAR)"
    )
    if not routed:
        return
    day = wave.fieldwork_end or wave.fieldwork_start
    rows = [
        (fact.respondent_id, fact.attribute, fact.value)
        for fact in folder.attributes
        if fact.attribute in routed
        and (day is None or fact.valid_from is None or fact.valid_from <= day)
        and (day is None or fact.valid_to is None or fact.valid_to >= day)
    ]
    if rows:
        con.executemany("INSERT INTO attribute VALUES (?, ?, ?)", rows)


def asked(
    con: duckdb.DuckDBPyConnection, folder: SurveyFolder, plan: SourcePlan, question: Question
) -> str:
    """SQL: whether the question was asked of the respondent of a row."""
    conditions = [
        _by_attribute(condition)
        if condition.attribute
        else _by_answer(con, folder, plan, condition)
        for condition in question.ask_if
    ]
    known = [f"({condition})" for condition in conditions if condition]
    return " AND ".join(known) or "true"


def _list(texts: Iterable[str]) -> str:
    return "(" + ", ".join(literal(text) for text in texts) + ")"


def _by_attribute(condition: AskIf) -> str:
    name = literal(condition.attribute or "")
    held = f"SELECT respondent_id FROM {WAVE}attribute WHERE attribute = {name}"
    return (
        f"CASE WHEN s.respondent_id IN ({held} AND value IN {_list(condition.values)}) THEN true "
        f"WHEN s.respondent_id IN ({held}) THEN false END"
    )


def _by_answer(
    con: duckdb.DuckDBPyConnection, folder: SurveyFolder, plan: SourcePlan, condition: AskIf
) -> str | None:
    """By an earlier answer; None where this source does not hold that question."""
    earlier = folder.question(condition.question or "")
    columns = plan.answers.get(earlier.id)
    if not columns:
        return None
    wanted = set(condition.options)
    if columns[0].kind == "tick":
        return _by_ticks(con, plan, columns, wanted)
    return _by_text(con, folder, plan, earlier, wanted)


def _by_ticks(
    con: duckdb.DuckDBPyConnection,
    plan: SourcePlan,
    columns: tuple[ColumnPlan, ...],
    wanted: set[str],
) -> str | None:
    ticked = [
        f"coalesce(CAST(s.{column.name} AS VARCHAR) IN {_list(texts)}, false)"
        for column in columns
        if column.option in wanted
        and (texts := [raw for raw, option, _ in texts_of(con, plan, column) if option])
    ]
    return " OR ".join(ticked) or None


def texts_of(
    con: duckdb.DuckDBPyConnection, plan: SourcePlan, column: ColumnPlan
) -> list[tuple[str, str | None, str]]:
    """The texts of a column with option and state, those without a meaning left out."""
    return con.execute(
        f"SELECT raw, option_id, state FROM {plan.dictionary} "
        "WHERE position = ? AND state <> ? ORDER BY ALL",
        [column.position, REJECTED],
    ).fetchall()


def _by_text(
    con: duckdb.DuckDBPyConnection,
    folder: SurveyFolder,
    plan: SourcePlan,
    earlier: Question,
    wanted: set[str],
) -> str:
    """By the text of one column, read through the dictionary."""
    column = plan.answers[earlier.id][0]
    offered = {option.id for option in earlier.options if option.state is None}
    verdicts: dict[str, set[tuple[str, bool | None, str | None]]] = {}
    for raw, option, selected, state in con.execute(
        f"SELECT raw, option_id, selected, state FROM {plan.dictionary} WHERE position = ?",
        [column.position],
    ).fetchall():
        verdicts.setdefault(raw, set()).add((state, selected, option))
    fits = [raw for raw, parts in verdicts.items() if _fits(parts, wanted)]
    open_ = [raw for raw, parts in verdicts.items() if _is_open(parts, wanted, offered)]
    text = f"CAST(s.{column.name} AS VARCHAR)"
    blank = "NULL" if plan.source.blank == UNKNOWN else "false"
    before = asked(con, folder, plan, earlier)
    cases = [
        (
            f"WHEN s.{column.name} IS NULL THEN "
            f"CASE WHEN ({before}) IS FALSE THEN false ELSE {blank} END"
        )
    ]
    if fits:
        cases.append(f"WHEN {text} IN {_list(fits)} THEN true")
    if open_:
        cases.append(f"WHEN {text} IN {_list(open_)} THEN NULL")
    return f"CASE {' '.join(cases)} ELSE false END"


Parts = set[tuple[str, bool | None, str | None]]


def _fits(parts: Parts, wanted: set[str]) -> bool:
    return any(selected and option in wanted for _, selected, option in parts)


def _is_open(parts: Parts, wanted: set[str], offered: set[str]) -> bool:
    """The text leaves open whether a wanted option holds."""
    state = next(iter(parts))[0]
    if state not in (UNKNOWN, REJECTED):
        return False
    ruled_out = {option for _, selected, option in parts if selected is False}
    return bool(wanted - ruled_out) or not (offered - ruled_out)
