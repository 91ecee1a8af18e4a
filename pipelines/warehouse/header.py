"""The header comment of a SQL file: grain, description, one line a column.

It is the only place where a table of `sql/` is documented; the database's comments
and the data dictionary are made from it. What the SELECT projects is compared with
it elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from pipelines.errors import Problem, place

SEVERITIES = ("error", "warning")

_GRAIN = re.compile(r"Grain: (.+)")
_SEVERITY = re.compile(r"Severity:\s*(\S*)")
_COLUMN = re.compile(r"([a-z_][a-z0-9_]*): (.+)")
_Lines = list[tuple[int, str]]  # line number, and text without '-- '
_Complain = Callable[[int, str, str], None]
_FORM = "'-- Grain: ...', '-- <description>', '--', then '-- <column>: <documentation>' each"


@dataclass
class Header:
    """What a header says.

    Attributes:
        grain: what one row is.
        description: what the table is for.
        columns: documentation of each column, in order.
        lines: the line of each documented column.
        severity: of a check; empty where the header has none.
        height: how many lines the header has.
        problems: what is wrong with it.
    """

    grain: str = ""
    description: str = ""
    columns: dict[str, str] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)
    severity: str = ""
    height: int = 0
    problems: list[Problem] = field(default_factory=list)


def read_header(text: str, path: Path, project: Path) -> Header:
    """Read the comment lines that open a file.

    Args:
        text: the whole file.
        path: the file, for messages.
        project: messages show the path relative to this folder.
    """
    header = Header()

    def complain(line: int, found: str, expected: str) -> None:
        header.problems.append(Problem(place(path, line, project), found, expected))

    lines = _comment_lines(text)
    header.height = len(lines)
    lines = _take_severity(lines, header, complain)
    if not lines:
        complain(1, "no header comment", _FORM)
        return header
    blanks = [index for index, (_, line) in enumerate(lines) if not line.strip()]
    split = blanks[-1] if blanks else len(lines)
    _read_top(lines[:split], header, complain)
    _read_columns(lines[split + 1 :], header, complain)
    if not header.columns:
        complain(lines[-1][0], "no documented columns", _FORM)
    return header


def _comment_lines(text: str) -> _Lines:
    lines: _Lines = []
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.startswith("--"):
            break
        lines.append((number, line[2:].removeprefix(" ")))
    while lines and not lines[-1][1].strip():
        lines.pop()
    return lines


def _take_severity(lines: _Lines, header: Header, complain: _Complain) -> _Lines:
    rest: _Lines = []
    for number, line in lines:
        if not (match := _SEVERITY.fullmatch(line.strip())):
            rest.append((number, line))
        elif match[1] in SEVERITIES:
            header.severity = match[1]
        else:
            complain(number, f"severity {match[1]!r}", " or ".join(SEVERITIES))
    return rest


def _read_top(lines: _Lines, header: Header, complain: _Complain) -> None:
    first, grain = lines[0] if lines else (1, "")
    if match := _GRAIN.fullmatch(grain.strip()):
        header.grain = match[1].rstrip(".")
    else:
        complain(first, "no grain", f"the first line '-- Grain: ...' of a header: {_FORM}")
    words = " ".join(line.strip() for _, line in lines[1:]).split()
    header.description = " ".join(words)
    if not words:
        complain(first, "no description", f"a description after the grain: {_FORM}")


def _read_columns(lines: _Lines, header: Header, complain: _Complain) -> None:
    last = ""
    for number, line in lines:
        if match := _COLUMN.fullmatch(line.rstrip()):
            last = match[1]
            if last in header.columns:
                complain(number, f"column {last} documented twice", "one line a column")
            header.columns[last] = match[2]
            header.lines[last] = number
        elif last and line.startswith("  "):
            header.columns[last] += f" {line.strip()}"
        else:
            complain(
                number,
                f"{line.strip()!r}",
                "'-- <column>: <documentation>', or two more spaces to go on with the line before",
            )
