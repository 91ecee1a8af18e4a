"""The responses of a wave with a column for each item, and what each column means.

One temporary table a wave is what all formats are made of. In it each question has its
values, typed and NULL where there is none, and its state in a column of its own: the form
that Parquet keeps. CSV and SPSS write the state in place of the missing value.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal

import duckdb

from pipelines.exports.public import QUESTIONS
from pipelines.exports.states import ANSWERED
from pipelines.warehouse.tables import literal

Kind = Literal["choice", "option", "number", "date", "state", "text"]

OWN = ("wave", "response_id", "respondent_id", "name", "weight")
"""Columns that are no item; `name` only where there is a registry."""

_SEVERAL = ("multiple", "coded_text")
_SINGLE = ("single", "rating")


@dataclass(frozen=True)
class Item:
    """A column of a question.

    Attributes:
        name: the column's name in all formats but SPSS.
        question: question id.
        option: option id, where the column is of one option.
        kind: choice (an option's id), option (1 or 0), number, date, state (of a question
            without a value of its own) or text.
        label: the question in words, and the option.
        labels: of a choice: the options that the wave offered, by id.
        codes: of a choice: the number of each option, its position in the question.
        ordered: whether the options are steps of a scale.
        stated: labels of the options that mean a state, by state.
    """

    name: str
    question: str
    kind: Kind
    label: str
    option: str | None = None
    labels: Mapping[str, str] = field(default_factory=dict)
    codes: Mapping[str, int] = field(default_factory=dict)
    ordered: bool = False
    stated: Mapping[str, str] = field(default_factory=dict)

    @property
    def state(self) -> str:
        """The column with the state."""
        return state_column(self.question)


@dataclass(frozen=True)
class Wide:
    """The responses of a wave.

    Attributes:
        wave: the wave.
        table: the temporary table.
        own: its columns that are no item.
        items: its columns of items, without those of states.
    """

    wave: str
    table: str
    own: tuple[str, ...]
    items: tuple[Item, ...]

    @property
    def name(self) -> str:
        """The name of the table in the package."""
        return f"responses_{self.wave}"


def state_column(question: str) -> str:
    """Where the state of a question stands: two colons, which no option's column has."""
    return f"{question}::state"


def quoted(name: str) -> str:
    """A name as SQL writes it."""
    return '"' + name.replace('"', '""') + '"'


def make_wide(con: duckdb.DuckDBPyConnection) -> list[Wide]:
    """Make the tables of all waves that somebody answered, in time order."""
    waves = con.execute(
        "SELECT w.wave FROM core.waves AS w WHERE w.wave IN "
        "(SELECT wave FROM core.responses WHERE counted) ORDER BY w.position"
    ).fetchall()
    return [_make(con, wave, f"open_wide_{n}") for n, (wave,) in enumerate(waves)]


def _make(con: duckdb.DuckDBPyConnection, wave: str, table: str) -> Wide:
    items = tuple(_items(con, wave))
    registry = con.execute("SELECT count(*) > 0 FROM input.respondents").fetchone()
    own = tuple(name for name in OWN if name != "name" or (registry and registry[0]))
    con.execute(f"CREATE OR REPLACE TEMP TABLE {table} AS {_pivot(wave, own, items)}")
    return Wide(wave, table, own, items)


# ── what the columns are ────────────────────────────────────────────────────────


def _items(con: duckdb.DuckDBPyConnection, wave: str) -> Iterator[Item]:
    questions = con.execute(
        "SELECT i.question_id, i.type, q.wording, o.open_text "
        "FROM core.question_waves AS q JOIN input.questions AS i USING (question_id) "
        f"JOIN {QUESTIONS} AS o USING (question_id) WHERE q.wave = ? ORDER BY i.position",
        [wave],
    ).fetchall()
    offered: dict[str, list[tuple[str, str, int, str]]] = {}
    for question, *option in con.execute(
        "SELECT question_id, option_id, label, position, meaning FROM core.option_waves "
        "WHERE wave = ? ORDER BY question_id, position",
        [wave],
    ).fetchall():
        offered.setdefault(question, []).append((option[0], option[1], option[2], option[3]))
    for question, kind, wording, open_text in questions:
        yield from _of_question(question, kind, wording or question, offered.get(question, []))
        if open_text:
            yield Item(f"{question}::text", question, "text", wording or question)


def _of_question(
    question: str, kind: str, wording: str, offered: list[tuple[str, str, int, str]]
) -> Iterator[Item]:
    substantive = [option for option in offered if option[3] == "substantive"]
    stated: dict[str, str] = {}
    for _, label, _, meaning in offered:
        if meaning != "substantive":
            stated[meaning] = f"{stated[meaning]} / {label}" if meaning in stated else label
    name = f"{question}:answer" if question in OWN else question
    if kind in _SEVERAL:
        for option, label, _, _ in substantive:
            label = f"{wording} – {label}"  # noqa: PLW2901
            yield Item(f"{question}:{option}", question, "option", label, option, stated=stated)
    elif kind in _SINGLE:
        yield Item(
            name,
            question,
            "choice",
            wording,
            labels={option[0]: option[1] for option in substantive},
            codes={option[0]: option[2] for option in substantive},
            ordered=kind == "rating",
            stated=stated,
        )
    elif kind == "number":
        yield Item(name, question, "number", wording, stated=stated)
    elif kind == "date":
        yield Item(name, question, "date", wording, stated=stated)
    else:
        yield Item(name, question, "state", wording, stated=stated)


# ── the table ───────────────────────────────────────────────────────────────────


def _pivot(wave: str, own: tuple[str, ...], items: tuple[Item, ...]) -> str:
    """The SELECT: answers are read once and grouped by response, free text joined to that."""
    year = literal(wave)
    picked = {
        "wave": f"{year} AS wave",
        "response_id": "r.response_id",
        "respondent_id": "CAST(r.respondent_id AS VARCHAR) AS respondent_id",
        "name": "i.name",
        "weight": "r.weight",
    }
    columns = [picked[name] for name in own]
    answers = list(_aggregates(items))
    texts = [item for item in items if item.kind == "text"]
    columns += _answer_columns(items)
    columns += [f"t.{quoted(item.name)}" for item in texts]
    sql = f"SELECT {', '.join(columns)} FROM core.responses AS r "
    if "name" in own:
        sql += "LEFT JOIN input.respondents AS i ON r.respondent_id = i.respondent_id "
    if answers:
        sql += (
            f"LEFT JOIN (SELECT response_id, {', '.join(answers)} FROM core.answers "
            f"WHERE wave = {year} GROUP BY response_id) AS a ON r.response_id = a.response_id "
        )
    if texts:
        kept = ", ".join(
            f"max(text) FILTER (WHERE question_id = {literal(item.question)}) "
            f"AS {quoted(item.name)}"
            for item in texts
        )
        sql += (
            f"LEFT JOIN (SELECT response_id, {kept} FROM core.texts WHERE wave = {year} "
            "GROUP BY response_id) AS t ON r.response_id = t.response_id "
        )
    return f"{sql}WHERE r.wave = {year} AND r.counted ORDER BY r.response_id"


def _answer_columns(items: tuple[Item, ...]) -> list[str]:
    """Values in order, the state of each question after its values."""
    columns: list[str] = []
    for question in dict.fromkeys(item.question for item in items):
        columns += [
            f"a.{quoted(item.name)}"
            for item in items
            if item.question == question and item.kind not in ("text", "state")
        ]
        state = quoted(state_column(question))
        columns.append(f"coalesce(a.{state}, 'not_asked') AS {state}")
    return columns


def _aggregates(items: tuple[Item, ...]) -> Iterator[str]:
    for item in items:
        of = f"FILTER (WHERE question_id = {literal(item.question)})"
        value = _VALUES.get(item.kind)
        if item.kind == "option":
            one = f"option_id = {literal(str(item.option))}"
            value = (
                f"coalesce(max(CASE WHEN {one} THEN CAST(selected AS TINYINT) END) {of}, "
                f"CASE WHEN max(state) {of} = {literal(ANSWERED)} THEN 0 END)"
            )
            yield f"CAST({value} AS TINYINT) AS {quoted(item.name)}"
        elif value:
            yield f"{value} {of} AS {quoted(item.name)}"
    for question in dict.fromkeys(item.question for item in items):
        of = f"FILTER (WHERE question_id = {literal(question)})"
        yield f"CAST(max(state) {of} AS VARCHAR) AS {quoted(state_column(question))}"


_VALUES = {
    "choice": "max(CASE WHEN state = 'answered' AND selected THEN CAST(option_id AS VARCHAR) END)",
    "number": "max(value_number)",
    "date": "max(value_date)",
}
"""How one row an item is made of the rows of answers."""
