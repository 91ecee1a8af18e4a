"""A codebook in a file of its own: what the codes of an export stand for.

A CSV with the columns `variable`, `code` and `label`. A row without a code gives the text
of the variable itself.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from pipelines.errors import DataError, Problem
from pipelines.onboarding.seen import Seen
from pipelines.survey.names import fold
from pipelines.survey.positions import read_text

_COLUMNS = ("variable", "code", "label")


@dataclass(frozen=True)
class Codebook:
    """Labels by code by folded variable, and the texts of variables."""

    labels: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    texts: Mapping[str, str] = field(default_factory=dict)

    def applied(self, each: Seen) -> Seen:
        """The column with what the codebook says of it."""
        names = [fold(name) for name in (each.column.code, each.column.header) if name]
        name = next((name for name in names if name in self.labels or name in self.texts), None)
        if name is None:
            return each
        values = {**each.column.values, **self.labels.get(name, {})}
        path = (self.texts[name],) if name in self.texts else each.column.path
        # What the codebook says of a code goes before what the tool writes it for everywhere.
        states = {code: state for code, state in each.states.items() if code not in values}
        column = replace(each.column, values=values, path=path)
        return replace(each, column=column, states=states)


def read_codebook(file: Path) -> Codebook:
    """Read a codebook.

    Raises:
        DataError: columns are missing, or a code has two labels.
        ConfigurationError: the file can't be read.
    """
    text = read_text(file)
    start = text.partition("\n")[0]
    delimiter = max(",;\t", key=start.count)
    rows = csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter)
    header = {name.strip().casefold(): name for name in rows.fieldnames or [] if name}
    if not set(_COLUMNS) <= set(header):
        found = ", ".join(header) or "nothing"
        raise DataError(Problem(f"{file}, row 1", f"the columns {found}", "variable, code, label"))
    labels: dict[str, dict[str, str]] = {}
    texts: dict[str, str] = {}
    for number, row in enumerate(rows, start=2):
        cells = {name: (row[header[name]] or "").strip() for name in _COLUMNS}
        variable, code, label = fold(cells["variable"]), cells["code"], cells["label"]
        if not variable or not label:
            continue
        known = labels.setdefault(variable, {}) if code else texts
        if known.setdefault(code or variable, label) != label:
            raise DataError(
                Problem(
                    f"{file}, row {number}",
                    f"the label {label!r} for {cells['variable']} {code}, "
                    f"which has {known[code or variable]!r} already",
                    "one label for each code",
                )
            )
    return Codebook(labels, texts)
