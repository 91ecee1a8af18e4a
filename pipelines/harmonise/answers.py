"""The answers of a source as one SELECT for each question over its typed stage.

`core.answers` is these SELECTs, one after the other: stored where the survey is
small, a view on the typed tables where it is large (they hold a million answers in a
tenth of the space). Either way the rows are the same.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import duckdb

from pipelines.mapping.meaning import ANSWERED, REJECTED, UNKNOWN
from pipelines.mapping.plan import ColumnPlan, SourcePlan
from pipelines.mapping.routing import WAVE, asked, texts_of
from pipelines.survey.folder import SurveyFolder
from pipelines.survey.models import Question
from pipelines.validate.stage import REJECTED_MARK, column_types
from pipelines.warehouse.tables import literal

ROUTED_OUT = "routed_out"


def response_base(folder: SurveyFolder, plan: SourcePlan) -> int:
    """What is added to a source row to make a response id."""
    return (list(folder.waves).index(plan.wave) + 1) * 10**10 + plan.number * 10**9


@dataclass(frozen=True)
class AnswerSql:
    """The answers to one question, or a part of them.

    Attributes:
        rows: SELECT with the columns of core.answers.
        counts: SELECT of option_id, selected, state, n_rows and n_items over them.
    """

    question_id: str
    rows: str
    counts: str
    item: ItemSql | None = None


@dataclass(frozen=True)
class ItemSql:
    """Where the answers lie that are one text a cell, to be joined with another wave's.

    Attributes:
        stage: the typed table.
        base: what is added to its source_row to make a response id.
        cell: the column.
        blank: SQL of the state of a blank cell, over the table as `s`.
        dictionary: SELECT of raw, option_id, selected, state and first.
    """

    stage: str
    base: int
    cell: str
    blank: str
    dictionary: str


def answer_selects(
    con: duckdb.DuckDBPyConnection, folder: SurveyFolder, plan: SourcePlan
) -> Iterator[AnswerSql]:
    """The SQL of all answers, in the order of the source's columns."""
    types = column_types(con, plan.table)
    ticks = {c.position: texts_of(con, plan, c) for c in plan.choices if c.kind == "tick"}
    for question_id, columns in plan.answers.items():
        question = folder.question(question_id)
        blank = _blank_state(con, folder, plan, question)
        select = _Select(folder, plan, question, blank=blank, types=types, tick_texts=ticks)
        if columns[0].kind in ("choice", "several"):
            column = columns[0]
            item = select.choice_item(column) if column.kind == "choice" else None
            yield AnswerSql(question_id, select.choice(column), select.choice_counts(column), item)
            continue
        ticked = columns[0].kind == "tick"
        for rows in select.ticks(columns) if ticked else [select.value(columns[0])]:
            yield AnswerSql(question_id, rows, _COUNTS.format(rows=rows))


_COUNTS = (
    "SELECT option_id, selected, state, count(*) AS n_rows, "
    "count(*) FILTER (first_of_item) AS n_items FROM ({rows}) GROUP BY 1, 2, 3"
)


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
        self,
        folder: SurveyFolder,
        plan: SourcePlan,
        question: Question,
        *,
        blank: str,
        types: Mapping[str, str],
        tick_texts: Mapping[int, list[tuple[str, str | None, str]]],
    ) -> None:
        basis = plan.used_as("basis", question.id)
        self.base = response_base(folder, plan)
        self.plan, self.blank, self.types = plan, blank, types
        self.tick_texts = tick_texts
        self.basis = f"s.{basis.name}" if basis else "CAST(NULL AS VARCHAR)"
        self.head = (
            f"s.source_row + {self.base} AS response_id, "
            f"{literal(plan.wave)} AS wave, s.respondent_id, {literal(question.id)} AS question_id"
        )
        self.stage = f"{WAVE}{plan.table} AS s"

    def _row(
        self, option: str | None, state: str, first: str, number: str = "", day: str = ""
    ) -> str:
        """One SELECT; `option` holds the SQL of option_id and selected, None for no option."""
        chosen = option or "CAST(NULL AS VARCHAR) AS option_id, CAST(NULL AS BOOLEAN) AS selected"
        return (
            f"SELECT {self.head}, {chosen}, "
            f"{state} AS state, {first} AS first_of_item, "
            f"{number or 'CAST(NULL AS DOUBLE)'} AS value_number, "
            f"{day or 'CAST(NULL AS DATE)'} AS value_date, {self.basis} AS basis FROM {self.stage}"
        )

    def choice(self, column: ColumnPlan) -> str:
        """One column that holds the option's text, joined with the dictionary."""
        return (
            self._row(
                "m.option_id, m.selected",
                f"coalesce(m.state, {self.blank})",
                'coalesce(m."first", true)',
            )
            + f" LEFT JOIN ({self._dictionary(column)}) AS m ON s.{column.name} = m.raw"
        )

    def choice_counts(self, column: ColumnPlan) -> str:
        """The same counted: by text first, which are few, so that the join is of few rows."""
        texts = (
            f"SELECT s.{column.name} AS raw, CASE WHEN s.{column.name} IS NULL THEN {self.blank} "
            f"END AS blank, count(*) AS n FROM {self.stage} GROUP BY 1, 2"
        )
        return (
            "SELECT m.option_id, m.selected, coalesce(m.state, t.blank) AS state, "
            "sum(t.n) AS n_rows, "
            'coalesce(sum(t.n) FILTER (coalesce(m."first", true)), 0) AS n_items '
            f"FROM ({texts}) AS t LEFT JOIN ({self._dictionary(column)}) AS m ON t.raw = m.raw "
            "GROUP BY 1, 2, 3"
        )

    def choice_item(self, column: ColumnPlan) -> ItemSql:
        """The column by itself."""
        stage = f"{WAVE}{self.plan.table}"
        return ItemSql(stage, self.base, column.name, self.blank, self._dictionary(column))

    def _dictionary(self, column: ColumnPlan) -> str:
        kind = self.types[column.name]
        return (
            f'SELECT CAST(raw AS {kind}) AS raw, option_id, selected, state, "first" '
            f"FROM {WAVE}{self.plan.dictionary} WHERE position = {column.position}"
        )

    def value(self, column: ColumnPlan) -> str:
        """A number, a date or a text."""
        cell = f"s.{column.name}"
        if column.kind in ("number", "date"):
            state = (
                f"CASE WHEN {cell} IS NOT NULL THEN '{ANSWERED}' ELSE "
                f"coalesce(CAST(s.{column.state_name} AS VARCHAR), {self.blank}) END"
            )
            number, day = (cell, "") if column.kind == "number" else ("", cell)
            return self._row(None, state, "true", number, day)
        state = (
            f"CASE WHEN {cell} = {literal(REJECTED_MARK)} THEN '{REJECTED}' "
            f"WHEN {cell} IS NOT NULL THEN '{ANSWERED}' ELSE {self.blank} END"
        )
        return self._row(None, state, "true")

    def ticks(self, columns: tuple[ColumnPlan, ...]) -> Iterator[str]:
        """One column per option: a row for each tick, one row for an item without any."""
        ticked = [self._is(column, ticked=True) for column in columns]
        for number, (column, is_ticked) in enumerate(zip(columns, ticked, strict=True)):
            first = f"NOT ({' OR '.join(ticked[:number])})" if number else "true"
            option = f"{literal(column.option or '')} AS option_id, true AS selected"
            yield self._row(option, self._ticked_state(columns), first) + f" WHERE {is_ticked}"
        yield self._row(None, self._unticked_state(columns), "true") + (
            f" WHERE NOT ({' OR '.join(ticked)})"
        )

    def _ticked_state(self, columns: tuple[ColumnPlan, ...]) -> str:
        """The state of an item with a tick: a quarantined cell beside it leaves more unknown."""
        states = {o.id: o.state for c in columns if c.question for o in c.question.options}
        answers = [self._is(c, ticked=True) for c in columns if not states[c.option or ""]]
        others = " ".join(
            f"WHEN {self._is(c, ticked=True)} THEN {literal(state)}"
            for c in columns
            if (state := states[c.option or ""])
        )
        return (
            f"CASE WHEN {self._any_rejected(columns)} THEN '{UNKNOWN}' "
            f"WHEN {' OR '.join(answers) or 'false'} THEN '{ANSWERED}' {others} END"
        )

    def _unticked_state(self, columns: tuple[ColumnPlan, ...]) -> str:
        """The state of an item without a tick: answered where the tool tells that it was seen."""
        seen = " OR ".join(self._is(column, ticked=False) for column in columns)
        missing = " ".join(case for column in columns for case in self._missing_cases(column))
        return (
            f"CASE WHEN {self._any_rejected(columns)} THEN '{REJECTED}' "
            f"WHEN {seen} THEN '{ANSWERED}' {missing} ELSE {self.blank} END"
        )

    def _any_rejected(self, columns: tuple[ColumnPlan, ...]) -> str:
        mark = literal(REJECTED_MARK)
        return " OR ".join(
            f"coalesce(CAST(s.{c.name} AS VARCHAR) = {mark}, false)" for c in columns
        )

    def _is(self, column: ColumnPlan, *, ticked: bool) -> str:
        """SQL: the column is ticked, or is known not to be."""
        texts = [
            raw
            for raw, option, state in self.tick_texts[column.position]
            if (option if ticked else not option and state == ANSWERED)
        ]
        listed = ", ".join(literal(text) for text in texts)
        return (
            f"coalesce(CAST(s.{column.name} AS VARCHAR) IN ({listed}), false)" if texts else "false"
        )

    def _missing_cases(self, column: ColumnPlan) -> list[str]:
        return [
            f"WHEN CAST(s.{column.name} AS VARCHAR) = {literal(raw)} THEN {literal(state)}"
            for raw, option, state in self.tick_texts[column.position]
            if not option and state != ANSWERED
        ]
