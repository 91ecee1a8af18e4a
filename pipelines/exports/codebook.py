"""How the files write it: the states of items, and the columns of the responses."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from pipelines.exports.states import HIGHEST, LOWEST, STATES
from pipelines.exports.table import QUESTION, WAVE, OpenTable
from pipelines.exports.wide import Wide
from pipelines.warehouse.tables import literal

_STATES = OpenTable(
    "states",
    "Why an item has no answer: how the files write it",
    "",
    ("state",),
    docs={
        "state": "state, as in answers.state; answered is the one besides",
        "csv_code": "what stands in a cell of responses_*.csv",
        "spss_code": "the user-missing value in SPSS files, where the codebook gives no other",
        "label": "label",
        "meaning": "what it means",
    },
)

_CODEBOOK = OpenTable(
    "codebook",
    "The columns of responses_*: the question and option of each, and its name in SPSS",
    "",
    ("wave", "column_name"),
    docs={
        "wave": "wave id",
        "column_name": "name of the column in CSV, Parquet and XLSX",
        "spss_name": "name of the variable in the SPSS file",
        "question_id": "question",
        "option_id": "option, where the column is of one: 1 chosen, 0 not",
        "kind": "choice, option, number, date, state (answered or why not) or text",
        "label": "question, and option",
        "spss_missing_low": "lowest user-missing value in SPSS",
        "spss_missing_high": "highest user-missing value in SPSS",
    },
    refers=(WAVE, QUESTION),
)


@dataclass(frozen=True)
class Variable:
    """The SPSS side of a column: its name, and by what the numbers of states are multiplied."""

    name: str
    factor: int = 1

    @property
    def missing(self) -> tuple[int, int]:
        """The range of user-missing values."""
        return LOWEST * self.factor, HIGHEST * self.factor


def states() -> OpenTable:
    """Why an item has no answer, in every form."""
    rows = ((each.id, each.code, each.number, each.label, each.meaning) for each in STATES)
    return _literally(_STATES, rows, "VARCHAR VARCHAR BIGINT VARCHAR VARCHAR")


def codebook(waves: list[Wide], variables: Mapping[str, Mapping[str, Variable]]) -> OpenTable:
    """The columns of all responses, each with its SPSS variable, by wave."""
    return _literally(
        _CODEBOOK,
        _codebook_rows(waves, variables),
        "VARCHAR VARCHAR VARCHAR VARCHAR VARCHAR VARCHAR VARCHAR BIGINT BIGINT",
    )


def _codebook_rows(
    waves: list[Wide], variables: Mapping[str, Mapping[str, Variable]]
) -> Iterator[tuple[str | int | None, ...]]:
    for wide in waves:
        for item in wide.items:
            variable = variables[wide.wave][item.name]
            low, high = (None, None) if item.kind == "text" else variable.missing
            yield (
                *(wide.wave, item.name, variable.name, item.question, item.option),
                *(item.kind, item.label, low, high),
            )


def _literally(
    table: OpenTable, rows: Iterable[tuple[str | int | None, ...]], kinds: str
) -> OpenTable:
    """A table whose rows stand in its SELECT."""
    names = ", ".join(table.docs)
    typed = ", ".join(
        f"CAST({name} AS {kind}) AS {name}"
        for name, kind in zip(table.docs, kinds.split(), strict=True)
    )
    listed = [f"({', '.join(map(_value, row))})" for row in rows]
    nothing = f"({', '.join(['NULL'] * len(table.docs))})"
    select = f"SELECT {typed} FROM (VALUES {', '.join(listed or [nothing])}) AS v ({names})"
    return replace(table, select=select if listed else f"{select} WHERE false")


def _value(value: str | int | None) -> str:
    if value is None:
        return "NULL"
    return str(value) if isinstance(value, int) else literal(value)
