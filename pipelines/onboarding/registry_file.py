"""respondents.csv edited in place: aliases and new rows, all other lines byte for byte as they are.

People keep the registry in a spreadsheet or an editor; its line ends, quotes and order are
theirs.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from pathlib import Path

from pipelines.errors import ConfigurationError, Problem, place

BOM = "\ufeff"


class RegistryFile:
    """The text of the registry, record by record."""

    def __init__(self, file: Path, project: Path | None = None) -> None:
        self.file, self.project = file, project
        with file.open(encoding="utf-8", newline="") as stream:
            text = stream.read()
        self._mark = BOM if text.startswith(BOM) else ""
        lines = list(io.StringIO(text.removeprefix(BOM), newline=""))
        reader = csv.reader(lines, strict=True)
        self._records: list[str] = []
        self._rows: list[list[str]] = []
        start = 0
        for row in reader:
            self._records.append("".join(lines[start : reader.line_num]))
            self._rows.append(row)
            start = reader.line_num
        self.header = [name.strip() for name in self._rows[0]]
        self._newline = "\r\n" if self._records[0].endswith("\r\n") else "\n"

    @property
    def text(self) -> str:
        """The file as it would be written."""
        return self._mark + "".join(self._records)

    def add_aliases(self, respondent_id: str, aliases: Sequence[str]) -> None:
        """Add spellings to those of a respondent; only its own line changes.

        Raises:
            ConfigurationError: the registry has no column for aliases, or no such respondent.
        """
        if "aliases" not in self.header:
            raise self._problem(1, "no column aliases", "the column aliases in the header")
        key, column = self.header.index("respondent_id"), self.header.index("aliases")
        found = (n for n, row in enumerate(self._rows[1:], 1) if row and row[key] == respondent_id)
        number = next(found, None)
        if number is None:
            raise self._problem(None, f"no respondent {respondent_id!r}", "an id of the registry")
        row = self._rows[number]
        row[column] = "|".join([part for part in [row[column].strip()] if part] + list(aliases))
        self._records[number] = self._record(row, _line_end(self._records[number]))

    def add_row(self, fields: Mapping[str, str]) -> None:
        """Add a respondent at the end; fields that have no column must be empty.

        Raises:
            ConfigurationError: a field has a value and no column.
        """
        homeless = [name for name, value in fields.items() if value and name not in self.header]
        if homeless:
            raise self._problem(1, f"no column {homeless[0]}", f"the column {homeless[0]}")
        if not _line_end(self._records[-1]):
            self._records[-1] += self._newline
        row = [fields.get(name, "") for name in self.header]
        self._rows.append(row)
        self._records.append(self._record(row, self._newline))

    def _record(self, row: Sequence[str], line_end: str) -> str:
        text = io.StringIO(newline="")
        csv.writer(text, lineterminator="\r\n").writerow(row)
        return text.getvalue().removesuffix("\r\n") + line_end

    def _problem(self, line: int | None, found: str, expected: str) -> ConfigurationError:
        return ConfigurationError(Problem(place(self.file, line, self.project), found, expected))


def _line_end(record: str) -> str:
    return record[len(record.rstrip("\r\n")) :]
