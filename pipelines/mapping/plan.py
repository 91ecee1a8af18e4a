"""The plan of a source: what becomes of each of its columns.

The wave's file says it by header; here it is resolved against the header that the
file has and the question bank.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Literal

from pipelines.mapping.meaning import Vocabulary, choice_vocabulary, tick_vocabulary
from pipelines.survey.folder import SurveyFolder
from pipelines.survey.models import Column, Question, Source

Kind = Literal[
    "choice", "several", "tick", "number", "date", "text", "given",
    "key", "basis", "weight", "meta", "counted_only",
]  # fmt: skip
"""How a column is staged.

choice: one known text a cell (an ENUM); several: texts that are read through a dictionary of the
distinct ones; tick: one column per option; given: free text that may not be kept, only whether
there is one; meta: kept with the response; counted_only: ignored or personal, nothing is kept.
"""

CHOICES: tuple[Kind, ...] = ("choice", "tick", "several")
"""Kinds of columns whose texts come from a list."""

VALUES: tuple[Kind, ...] = ("number", "date", "weight")
"""Kinds of columns with a companion column for the state of cells without a value."""


@dataclass(frozen=True)
class ColumnPlan:
    """One column: `name` is what it is called in the typed stage."""

    position: int
    header: str
    use: str
    kind: Kind
    question: Question | None = None
    option: str | None = None
    vocabulary: Vocabulary | None = None
    times: float | None = None
    pseudonymise: bool = False

    @property
    def name(self) -> str:
        """c0, c1, … as in the CSV."""
        return f"c{self.position}"

    @property
    def state_name(self) -> str:
        """The companion column that holds the state of a number or date without a value."""
        return f"s{self.position}"

    @property
    def is_answer(self) -> bool:
        """True for the columns that make items."""
        return self.use == "answer"


@dataclass(frozen=True)
class SourcePlan:
    """All columns of one source, in the file's order, and what does not match.

    Attributes:
        wave: wave id.
        number: position of the source in the wave, from 1.
        unmapped: headers of the file that the wave's file does not name.
        missing: headers that the wave's file names and the file lacks.
        file: name of the source, see `Wave.source_name`.
    """

    wave: str
    number: int
    source: Source
    columns: tuple[ColumnPlan, ...]
    unmapped: tuple[str, ...]
    missing: tuple[str, ...]
    file: str = ""

    @property
    def staged(self) -> str:
        """The source's rows as typed, while they are validated: a temporary table."""
        return f"staged_{self.number}"

    @property
    def leftover(self) -> str:
        """Cells that did not fit their column: (source_row, position, raw)."""
        return f"leftover_{self.number}"

    @property
    def inventory(self) -> str:
        """Distinct texts of the choice columns: (position, raw, cells)."""
        return f"inventory_{self.number}"

    @property
    def dictionary(self) -> str:
        """The meaning of those texts: (position, raw, option_id, selected, state, first)."""
        return f"meaning_{self.number}"

    @property
    def written(self) -> str:
        """Texts with something written freely: (position, raw, coded, text)."""
        return f"written_{self.number}"

    @property
    def free_texts(self) -> str:
        """What is kept of that: (source_row, question_id, text)."""
        return f"free_texts_{self.number}"

    @property
    def table(self) -> str:
        """The typed stage as it is kept: without what was quarantined."""
        return f"stage_{self.number}"

    @cached_property
    def key(self) -> ColumnPlan | None:
        """The column that names the respondent."""
        return next((column for column in self.columns if column.use == "key"), None)

    @cached_property
    def answers(self) -> dict[str, tuple[ColumnPlan, ...]]:
        """Answer columns by question, in the question's order of columns."""
        found: dict[str, tuple[ColumnPlan, ...]] = {}
        for column in self.columns:
            if column.is_answer and column.question:
                found[column.question.id] = (*found.get(column.question.id, ()), column)
        return found

    @cached_property
    def choices(self) -> tuple[ColumnPlan, ...]:
        """The columns whose texts come from a list."""
        return tuple(column for column in self.columns if column.kind in CHOICES)

    def used_as(self, use: str, question_id: str | None = None) -> ColumnPlan | None:
        """The column of a use, of a question where one is named."""
        return next(
            (
                column
                for column in self.columns
                if column.use == use
                and (question_id is None or (column.question and column.question.id == question_id))
            ),
            None,
        )


def plan_source(folder: SurveyFolder, wave: str, number: int, header: Sequence[str]) -> SourcePlan:
    """Match a header with the wave's file; what doesn't match is listed, not raised."""
    source = folder.waves[wave].sources[number - 1]
    declared = {" ".join(name.split()): name for name in source.columns}
    columns = tuple(
        _plan_column(folder, wave, source, declared[name], position)
        for position, name in enumerate(header)
        if name in declared
    )
    return SourcePlan(
        wave=wave,
        number=number,
        source=source,
        columns=columns,
        unmapped=tuple(name for name in header if name not in declared),
        missing=tuple(name for name in declared if name not in set(header)),
        file=folder.waves[wave].source_name(source),
    )


_OTHER_KINDS: dict[str, Kind] = {
    "key": "key",
    "basis": "basis",
    "weight": "weight",
    "submitted_at": "meta",
    "language": "meta",
    "metadata": "meta",
    "ignored": "counted_only",
    "personal": "counted_only",
}


def _plan_column(
    folder: SurveyFolder, wave: str, source: Source, header: str, position: int
) -> ColumnPlan:
    column = source.columns[header]
    header = " ".join(header.split())
    question = folder.question(column.question) if column.question else None
    plan = ColumnPlan(
        position, header, column.role, "meta", question, pseudonymise=column.pseudonymise
    )
    if column.role != "answer" or question is None:
        return replace(plan, kind=_OTHER_KINDS[column.role])
    kind, vocabulary = _answer_kind(folder, wave, question, column, source)
    return replace(plan, kind=kind, option=column.option, vocabulary=vocabulary, times=column.times)


def _answer_kind(
    folder: SurveyFolder, wave: str, question: Question, column: Column, source: Source
) -> tuple[Kind, Vocabulary]:
    if column.option:
        return "tick", tick_vocabulary(question, column, source)
    offered = question.options_in(wave, list(folder.waves))
    labels = folder.waves[wave].labels.get(question.id, {})
    vocabulary = choice_vocabulary(question, column, source, offered, labels)
    if question.type == "number":
        return "number", vocabulary
    if question.type == "date":
        return "date", vocabulary
    if question.type == "text":
        return ("text" if question.keep_text else "given"), vocabulary
    several = vocabulary.several or source.not_prefix is not None
    return ("several" if several else "choice"), vocabulary
