"""The answers of a source as one SELECT for each question over its typed stage.

`core.answers` is these SELECTs, one after the other: stored where the survey is
small, a view on the typed tables where it is large (they hold a million answers in a
tenth of the space). Either way the rows are the same.
"""

from __future__ import annotations

from collections.abc import Iterator

import duckdb

from pipelines.mapping.meaning import ANSWERED, REJECTED, UNKNOWN
from pipelines.mapping.plan import ColumnPlan, SourcePlan
from pipelines.mapping.routing import WAVE, asked
from pipelines.survey.load import SurveyFolder
from pipelines.survey.models import Question
from pipelines.validate.stage import REJECTED_MARK, enum_type
from pipelines.warehouse.tables import literal

ROUTED_OUT = "routed_out"


def response_base(folder: SurveyFolder, plan: SourcePlan) -> int:
    """What is added to a source row to make a response id."""
    return (list(folder.waves).index(plan.wave) + 1) * 10**10 + plan.number * 10**9


def answer_selects(
    con: duckdb.DuckDBPyConnection, folder: SurveyFolder, plan: SourcePlan
) -> Iterator[str]:
    """SELECTs with the columns of core.answers, in the order of the source's columns."""
    for question_id, columns in plan.answers.items():
        question = folder.question(question_id)
        select = _Select(folder, plan, question, _blank_state(con, folder, plan, question))
        if columns[0].kind == "tick":
            yield from select.ticks(columns)
        elif columns[0].kind in ("choice", "several"):
            yield select.choice(columns[0])
        else:
            yield select.value(columns[0])


def _blank_state(
    con: duckdb.DuckDBPyConnection, folder: SurveyFolder, plan: SourcePlan, question: Question
) -> str:
    """SQL: the state of an item without any text."""
    blank = literal(plan.source.blank)
    condition = asked(con, folder, plan, question)
    if condition == "true":
        return blank
    return (
        f"CASE WHEN ({condition}) IS FALSE THEN '{ROUTED_OUT}' "
        f"WHEN ({condition}) IS NULL THEN '{UNKNOWN}' ELSE {blank} END"
    )


class _Select:
    """Writes the SELECTs of one question."""

    def __init__(
        self, folder: SurveyFolder, plan: SourcePlan, question: Question, blank: str
    ) -> None:
        basis = plan.used_as("basis", question.id)
        self.plan, self.blank = plan, blank
        self.basis = f"s.{basis.name}" if basis else "CAST(NULL AS VARCHAR)"
        self.head = (
            f"s.source_row + {response_base(folder, plan)} AS response_id, "
            f"{literal(plan.wave)} AS wave, s.respondent_id, {literal(question.id)} AS question_id"
        )
        self.stage = f"{WAVE}{plan.table} AS s"

    def _row(
        self, option: str, selected: str, state: str, first: str, number: str = "", day: str = ""
    ) -> str:
        return (
            f"SELECT {self.head}, {option} AS option_id, {selected} AS selected, "
            f"{state} AS state, {first} AS first_of_item, "
            f"{number or 'CAST(NULL AS DOUBLE)'} AS value_number, "
            f"{day or 'CAST(NULL AS DATE)'} AS value_date, {self.basis} AS basis FROM {self.stage}"
        )

    def choice(self, column: ColumnPlan) -> str:
        """One column that holds the option's text, joined with the dictionary."""
        kind = enum_type(self.plan, column) if column.kind == "choice" else "VARCHAR"
        raw = "raw" if kind == "VARCHAR" else f"CAST(raw AS {self._enum(column)})"
        return self._row(
            "m.option_id",
            "m.selected",
            f"coalesce(m.state, {self.blank})",
            'coalesce(m."first", true)',
        ) + (
            f' LEFT JOIN (SELECT {raw} AS raw, option_id, selected, state, "first" '
            f"FROM {WAVE}meaning_{self.plan.number} WHERE position = {column.position}) AS m "
            f"ON s.{column.name} = m.raw"
        )

    def _enum(self, column: ColumnPlan) -> str:
        """The ENUM written out, since a view outlives the database that named the type."""
        known = column.vocabulary.known if column.vocabulary else {}
        values = dict.fromkeys([*known, REJECTED_MARK])
        return "ENUM(" + ", ".join(literal(value) for value in values) + ")"

    def value(self, column: ColumnPlan) -> str:
        """A number, a date or a text."""
        cell = f"s.{column.name}"
        nothing = "CAST(NULL AS VARCHAR)", "CAST(NULL AS BOOLEAN)"
        if column.kind in ("number", "date"):
            state = (
                f"CASE WHEN {cell} IS NOT NULL THEN '{ANSWERED}' ELSE "
                f"coalesce(CAST(s.{column.state_name} AS VARCHAR), {self.blank}) END"
            )
            number, day = (cell, "") if column.kind == "number" else ("", cell)
            return self._row(*nothing, state, "true", number, day)
        state = (
            f"CASE WHEN {cell} = {literal(REJECTED_MARK)} THEN '{REJECTED}' "
            f"WHEN {cell} IS NOT NULL THEN '{ANSWERED}' ELSE {self.blank} END"
        )
        return self._row(*nothing, state, "true")

    def ticks(self, columns: tuple[ColumnPlan, ...]) -> Iterator[str]:
        """One column per option: a row for each tick, one row for an item without any."""
        ticked = [self._is(column, ticked=True) for column in columns]
        options = {
            o.id: o.state or ANSWERED for c in columns if c.question for o in c.question.options
        }
        any_rejected = " OR ".join(f"coalesce({self._rejected(c)}, false)" for c in columns)
        before: list[str] = []
        for column, is_ticked in zip(columns, ticked, strict=True):
            first = f"NOT ({' OR '.join(before)})" if before else "true"
            state = literal(options[column.option or ""])
            yield (
                self._row(literal(column.option or ""), "true", self._tick_state(state, any_rejected), first)
                + f" WHERE {is_ticked}"
            )
            before.append(is_ticked)
        seen = " OR ".join(self._is(column, ticked=False) for column in columns)
        states = [
            f"CASE {' '.join(self._state_cases(column))} END" for column in columns
        ]
        state = (
            f"CASE WHEN {any_rejected} THEN '{REJECTED}' WHEN {seen} THEN '{ANSWERED}' "
            f"ELSE coalesce({', '.join(states)}, {self.blank}) END"
        )
        yield (
            self._row("CAST(NULL AS VARCHAR)", "CAST(NULL AS BOOLEAN)", state, "true")
            + f" WHERE NOT ({' OR '.join(before)})"
        )

    def _tick_state(self, state: str, any_rejected: str) -> str:
        """A tick beside a quarantined cell: what else was chosen is unknown."""
        return f"CASE WHEN {any_rejected} THEN '{UNKNOWN}' ELSE {state} END"

    def _is(self, column: ColumnPlan, *, ticked: bool) -> str:
        """SQL: the column is ticked, or is known not to be."""
        texts = [
            text
            for text, meaning in (column.vocabulary.known if column.vocabulary else {}).items()
            if meaning.state == ANSWERED and bool(meaning.options) is ticked or (ticked and meaning.options)
        ]
        listed = ", ".join(literal(text) for text in texts)
        return f"coalesce(CAST(s.{column.name} AS VARCHAR) IN ({listed}), false)" if texts else "false"

    def _rejected(self, column: ColumnPlan) -> str:
        return f"CAST(s.{column.name} AS VARCHAR) = {literal(REJECTED_MARK)}"

    def _state_cases(self, column: ColumnPlan) -> list[str]:
        cases = [
            f"WHEN CAST(s.{column.name} AS VARCHAR) = {literal(text)} THEN {literal(meaning.state)}"
            for text, meaning in (column.vocabulary.known if column.vocabulary else {}).items()
            if not meaning.options and meaning.state != ANSWERED
        ]
        return cases or ["WHEN false THEN NULL"]
