"""What people see: results on standard output, problems and progress on standard error."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from pipelines.errors import Problem

WIDE = 4000
"""Columns where the output goes to a file or another program: nothing is wrapped there."""


class _Console(Console):
    """Leaves a closed pipe to the command, whose exit code it is."""

    def on_broken_pipe(self) -> None:
        raise BrokenPipeError


def out() -> Console:
    """Standard output."""
    return _Console(width=None if sys.stdout.isatty() else WIDE, highlight=False, soft_wrap=True)


def err() -> Console:
    """Standard error."""
    return Console(stderr=True, highlight=False, soft_wrap=True)


def print_no_more() -> None:
    """The reader has closed the pipe, as `head` does: what is left to print goes nowhere."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())


def show_problems(problems: Sequence[Problem]) -> None:
    """Each problem with its place, what was found, what is expected and what to do."""
    _show(problems, "✗", "bold red")
    if len(problems) > 1:
        err().print(Text(f"{len(problems)} problems", style="bold"))


def show_warnings(warnings: Sequence[Problem]) -> None:
    """The same for what stops nothing."""
    _show(warnings, "!", "bold yellow")


def _show(problems: Sequence[Problem], mark: str, style: str) -> None:
    console = err()
    for problem in problems:
        console.print(Text(f"{mark} {problem.where}", style=style))
        for label, text in (
            ("found", problem.found),
            ("expected", problem.expected),
            ("to do", problem.action),
        ):
            if text:
                console.print(
                    Text(f"  {label:<9} ", style="dim").append(text, style="default not dim")
                )


def show_table(columns: Iterable[str], rows: Iterable[Sequence[Any]], title: str = "") -> None:
    """A table; numbers stand on the right, NULL is empty."""
    table = Table(title=title or None, title_justify="left", title_style="bold")
    content = [list(row) for row in rows]
    for position, column in enumerate(columns):
        values = [row[position] for row in content if row[position] is not None]
        right = bool(values) and all(_is_number(value) for value in values)
        table.add_column(Text(column), justify="right" if right else "left", overflow="fold")
    for row in content:
        table.add_row(*(Text("" if value is None else str(value)) for value in row))
    out().print(table)


def shown(path: Path) -> str:
    """A path as people type it: relative where it lies below the current folder."""
    here = Path.cwd()
    return str(path.relative_to(here)) if path.is_relative_to(here) else str(path)


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)
