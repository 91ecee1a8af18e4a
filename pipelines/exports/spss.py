"""SPSS: a .sav for each wave, with labels and user-missing values.

A variable has numbers for its options, their positions in the question, which stay the same
from wave to wave, and for the states a range of negative numbers that are declared missing.
Where a number that somebody gave reaches into that range, the range of that variable is moved
below it by a power of ten.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import duckdb

from pipelines.exports.about import About
from pipelines.exports.codebook import Variable
from pipelines.exports.states import ANSWERED, HIGHEST, STATES
from pipelines.exports.wide import Item, Wide, quoted
from pipelines.warehouse.tables import literal

_NAME_BYTES = 64
_LABEL_BYTES = 255
_VALUE_LABEL_BYTES = 120
_FILE_LABEL_BYTES = 64
_NOTE_BYTES = 80
TEXT_BYTES = 32_767
"""SPSS holds no longer text in a variable."""

_RESERVED = {"ALL", "AND", "BY", "EQ", "GE", "GT", "LE", "LT", "NE", "NOT", "OR", "TO", "WITH"}
_EPOCH = "DATE '1582-10-14'"
_DAY = 86_400


def variables_of(
    con: duckdb.DuckDBPyConnection, waves: list[Wide]
) -> dict[str, dict[str, Variable]]:
    """The SPSS variable of each column, by wave and column.

    A name has 64 bytes at most, begins with a letter, knows no capitals, and no minus or
    colon; where two columns of a wave would have one name, the later gets a number.
    """
    found = {}
    for wide in waves:
        lowest = _lowest(con, wide)
        taken: set[str] = set()
        names: dict[str, Variable] = {}
        for column in (*wide.own, *(item.name for item in wide.items)):
            names[column] = Variable(_name(column, taken), _factor(lowest.get(column)))
        found[wide.wave] = names
    return found


def _lowest(con: duckdb.DuckDBPyConnection, wide: Wide) -> dict[str, float | None]:
    numbers = [item.name for item in wide.items if item.kind == "number"]
    if not numbers:
        return {}
    least = ", ".join(f"min({quoted(name)})" for name in numbers)
    row = con.execute(f"SELECT {least} FROM {wide.table}").fetchone()
    return dict(zip(numbers, row or (), strict=True))


def _factor(lowest: float | None) -> int:
    factor = 1
    while lowest is not None and lowest <= HIGHEST * factor:
        factor *= 10
    return factor


def _name(column: str, taken: set[str]) -> str:
    name = re.sub(r"[^A-Za-z0-9_.]", "_", column.replace("::", ".").replace(":", "."))
    if not name[0].isalpha():
        name = f"q{name}"
    name = name[:_NAME_BYTES].rstrip("._") or "q"
    if name.upper() in _RESERVED:
        name = f"q{name}"
    unique, number = name, 1
    while unique.upper() in taken:
        number += 1
        unique = f"{name[: _NAME_BYTES - len(str(number)) - 1]}_{number}"
    taken.add(unique.upper())
    return unique


def write_sav(
    con: duckdb.DuckDBPyConnection,
    wide: Wide,
    variables: Mapping[str, Variable],
    about: About,
    file: Path,
) -> None:
    """Write the responses of a wave.

    Args:
        con: the warehouse.
        wide: the wave.
        variables: the variable of each of its columns.
        about: what the file's label and notes say.
        file: the file to write.
    """
    import pyreadstat

    frame = con.execute(_select(wide, variables)).df()
    items = [item for item in wide.items if item.kind != "text"]
    own = {"weight": "F12.6", "response_id": "F14.0"}
    formats = {variables[name].name: form for name, form in own.items()}
    formats |= {
        variables[item.name].name: {"number": "F12.2", "date": "SDATE10"}.get(item.kind, "F4.0")
        for item in items
    }
    pyreadstat.write_sav(
        frame,
        str(file),
        file_label=cut(f"{about.mark(wide.wave)}{wide.wave} {about.title}", _FILE_LABEL_BYTES),
        note=list(_notes(about)),
        column_labels={
            variables[item.name].name: cut(item.label, _LABEL_BYTES) for item in wide.items
        },
        variable_value_labels={
            variables[item.name].name: {
                code: cut(label, _VALUE_LABEL_BYTES)
                for code, label in _labels(item, variables[item.name].factor).items()
            }
            for item in items
        },
        missing_ranges={
            variables[item.name].name: [_range(variables[item.name])] for item in items
        },
        variable_measure={
            variables[item.name].name: _measure(item) for item in items if item.kind != "date"
        },
        variable_format=formats,
    )


def _range(variable: Variable) -> Any:
    low, high = variable.missing
    return {"lo": low, "hi": high}


def _measure(item: Item) -> str:
    if item.kind == "number":
        return "scale"
    return "ordinal" if item.ordered else "nominal"


def _labels(item: Item, factor: int) -> dict[int | float, str]:
    labels: dict[int | float, str] = {
        each.number * factor: item.stated.get(each.id, each.label) for each in STATES
    }
    if item.kind == "choice":
        labels |= {item.codes[option]: label for option, label in item.labels.items()}
    elif item.kind == "option":
        labels |= {1: "Chosen", 0: "Not chosen"}
    elif item.kind == "state":
        labels[1] = "Answered"
    return labels


def _select(wide: Wide, variables: Mapping[str, Variable]) -> str:
    columns = [f"{quoted(own)} AS {quoted(variables[own].name)}" for own in wide.own]
    for item in wide.items:
        variable = variables[item.name]
        columns.append(f"{_value(item, variable.factor)} AS {quoted(variable.name)}")
    return f"SELECT {', '.join(columns)} FROM {wide.table}"


def _value(item: Item, factor: int) -> str:
    column = quoted(item.name)
    if item.kind == "text":
        # in characters, of four bytes at most: one with so many bytes is rare
        return (
            f"CASE WHEN strlen({column}) > {TEXT_BYTES} THEN {column}[:{TEXT_BYTES // 4}] "
            f"ELSE coalesce({column}, '') END"
        )
    states = " ".join(f"WHEN {literal(each.id)} THEN {each.number * factor}" for each in STATES)
    state = f"CASE {quoted(item.state)} {states} END"
    value = {
        "choice": _code(item),
        "date": f"date_diff('day', {_EPOCH}, {column}) * {_DAY}",
        "state": f"CASE {quoted(item.state)} WHEN {literal(ANSWERED)} THEN 1 END",
    }.get(item.kind, column)
    return f"CAST(coalesce({value}, {state}) AS DOUBLE)"


def _code(item: Item) -> str:
    options = " ".join(f"WHEN {literal(id_)} THEN {code}" for id_, code in item.codes.items())
    return f"CASE {quoted(item.name)} {options} END" if options else "NULL"


def _notes(about: About) -> Iterator[str]:
    """The description in lines that SPSS takes."""
    line = ""
    for word in f"{about.title}. Build {about.build}. {about.description}".split():
        longer = f"{line} {word}".strip()
        if len(longer.encode()) > _NOTE_BYTES and line:
            yield cut(line, _NOTE_BYTES)
            line = word
        else:
            line = longer
    if line:
        yield cut(line, _NOTE_BYTES)


def cut(text: str, most: int) -> str:
    """Text of so many bytes of UTF-8 at most, cut between characters."""
    encoded = " ".join(text.split()).encode()
    if len(encoded) <= most:
        return encoded.decode()
    return encoded[: most - 3].decode(errors="ignore").rstrip() + "…"
