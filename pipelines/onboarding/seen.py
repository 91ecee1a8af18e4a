"""What the columns of an export hold: how many answers, and their distinct texts with counts.

DuckDB counts, whatever the number of rows; Python sees the distinct texts only, and of
columns with very many of them the commonest.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import duckdb

from pipelines.extract.column import SourceColumn
from pipelines.extract.delimited import read_csv_sql, respool
from pipelines.extract.source import Extracted
from pipelines.mapping.meaning import read_date, read_number
from pipelines.survey.names import fold
from pipelines.warehouse.engine import connect
from pipelines.warehouse.tables import literal

MOST = 2_000
"""Distinct texts that are looked at one by one."""

MEMORY_LIMIT = "2GB"
_BLANKS = " \t\r\n\v\f\u00a0"
_PERSONAL = re.compile(r"\S+@\S+\.\S+|\+?[\d ()/-]{8,}|(?:\d{1,3}\.){3}\d{1,3}")
_TEXTS_SHOWN = 4
_CODE_SEPARATORS = (",", ";", "|", "\n")
_CODE = re.compile(r"-?\w+")


@dataclass(frozen=True)
class Seen:
    """A column and what it holds.

    Attributes:
        column: as the reader tells it.
        answers: cells with text.
        distinct: how many different texts they hold.
        texts: the distinct texts with counts, commonest first; the first `MOST` of them.
        first: the smallest text, as texts are sorted; dates in ISO form are so in time order.
        last: the largest.
        states: what texts mean that are no answers wherever they stand, as the tool writes them.
        separator: what the tool writes between several options in one cell, if it is known.
        alone: the column as its reader tells it, where it was taken for an option of a question
            together with its neighbours.
    """

    column: SourceColumn
    answers: int = 0
    distinct: int = 0
    texts: Mapping[str, int] = field(default_factory=dict)
    first: str = ""
    last: str = ""
    states: Mapping[str, str] = field(default_factory=dict)
    separator: str = ""
    alone: Seen | None = None

    @property
    def as_told(self) -> Seen:
        """The column as its reader tells it, a question of its own."""
        return self.alone or self

    @cached_property
    def wording(self) -> str:
        """The question's text, without the option's."""
        path = [part for part in self.column.path if part]
        if self.column.option and len(path) > 1 and path[-1] == self.column.option:
            path = path[:-1]
        return ": ".join(path) if path else self.column.header

    @cached_property
    def asked(self) -> str:
        """The question's text and the option's, to begin a sentence, where the header is neither.

        A person who decides has the questionnaire in mind, not the tool's codes.
        """
        header = fold(self.column.header)
        wording = "" if fold(self.wording) == header else f"“{shortened(self.wording)}”"
        option = self.column.option or ""
        told = f"option “{shortened(option)}”" if wording and fold(option) != header else ""
        return ", ".join(part for part in (wording, told if option else "") if part)

    @cached_property
    def code_separator(self) -> str | None:
        """The separator where cells hold several of the codebook's codes, such as "1,3,5"."""
        if not self.column.values:
            return None
        known = {*self.column.values, *self.column.missing, *self.states}
        cells = [text for text in self.texts if text not in known]
        for separator in _CODE_SEPARATORS:
            split = [part.strip() for cell in cells for part in cell.split(separator)]
            codes = [part for part in split if part]
            several = len(codes) > len(cells) > 0 and all(map(_CODE.fullmatch, codes))
            if several and 2 * sum(code in known for code in codes) > len(codes):
                return separator
        return None

    def label(self, text: str) -> str:
        """The text that a cell stands for, where there is a codebook."""
        return self.column.values.get(text, text)

    @cached_property
    def labels(self) -> dict[str, int]:
        """The texts of the answers, codes looked up, those declared missing left out."""
        found: dict[str, int] = {}
        for text, n in self.texts.items():
            if text not in self.column.missing and text not in self.states:
                for label in map(self.label, self._codes(text)):
                    found[label] = found.get(label, 0) + n
        return found

    def _codes(self, text: str) -> list[str]:
        """The codes of a cell; the cell where it is no list of codes."""
        if text in self.column.values or not self.code_separator:
            return [text]
        return [part.strip() for part in text.split(self.code_separator) if part.strip()]

    @cached_property
    def looks_personal(self) -> bool:
        """Whether cells look like e-mail addresses, telephone numbers or IP addresses."""
        texts = list(self.texts)
        dates = sum(read_date(text) is not None for text in texts)
        hits = sum(_PERSONAL.fullmatch(text.strip()) is not None for text in texts)
        return bool(texts) and hits - dates > len(texts) / 2

    def told(self, known: Collection[str]) -> str:
        """What is asked and what is in the column, in words; nothing of what may be a person's.

        Args:
            known: folded texts that may be shown even where only one respondent has them.
        """
        return f"{self.asked}: {self._held(known)}" if self.asked else self._held(known)

    def _held(self, known: Collection[str]) -> str:
        if not self.answers:
            return "no answers"
        answers = f"{self.answers} answer{'s' if self.answers > 1 else ''}"
        if self.looks_personal:
            return f"{answers} that look{'s' if self.answers == 1 else ''} personal"
        common = [
            (text, n)
            for text, n in self.labels.items()
            if n > 1 or fold(text) in known or read_number(text) is not None
        ]
        states = {**self.states, **self.column.missing}
        read = [(text, n, states[text]) for text, n in self.texts.items() if text in states]
        besides = "".join(f"; “{text}” {n} (read as {state})" for text, n, state in read)
        if not common:
            texts = f"{self.distinct} different text{'s' if self.distinct > 1 else ''}"
            return f"{answers}, {texts}{besides}"
        listed = [f"“{shortened(text)}” {n}" for text, n in common[:_TEXTS_SHOWN]]
        more = len(self.labels) - len(listed)
        besides = (f", {more} more text{'s' if more > 1 else ''}" if more else "") + besides
        return f"{answers}: {', '.join(listed)}{besides}"


def shortened(text: str, longest: int = 60) -> str:
    """A text on one line, cut where it is long."""
    line = " ".join(text.split())
    return line if len(line) <= longest else line[: longest - 1] + "…"


def share(texts: Iterable[str], test: Callable[[str], object]) -> tuple[int, int]:
    """How many of the texts pass, of how many."""
    passed = [test(text) not in (None, False) for text in texts]
    return sum(passed), len(passed)


def look(extracted: Extracted) -> tuple[Seen, ...]:
    """Count the texts of every column."""
    with tempfile.TemporaryDirectory() as work:
        con = connect(Path(work) / "cells.duckdb", memory_limit=MEMORY_LIMIT)
        try:
            try:
                _load(con, extracted)
            except duckdb.Error:
                _load(con, respool(extracted, Path(work)))
            return tuple(_seen(con, *column) for column in enumerate(extracted.columns))
        finally:
            con.close()


def _load(con: duckdb.DuckDBPyConnection, extracted: Extracted) -> None:
    data = read_csv_sql(extracted.data, len(extracted.header), extracted.delimiter)
    con.execute(f"CREATE OR REPLACE TABLE cells AS SELECT * FROM {data}")


def _seen(con: duckdb.DuckDBPyConnection, position: int, column: SourceColumn) -> Seen:
    name = f"trim(c{position}, {literal(_BLANKS)})"
    told = con.execute(
        f"SELECT count(*), count(DISTINCT t), min(t), max(t) "
        f"FROM (SELECT {name} AS t FROM cells) WHERE t <> ''"
    ).fetchone() or (0, 0, None, None)
    texts = con.execute(
        f"SELECT t, count(*) AS n FROM (SELECT {name} AS t FROM cells) WHERE t <> '' "
        f"GROUP BY t ORDER BY n DESC, t LIMIT {MOST}"
    ).fetchall()
    return Seen(column, told[0], told[1], dict(texts), told[2] or "", told[3] or "")
