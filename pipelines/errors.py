"""What goes wrong, told to the person who must act.

Every error of the product is one or more `Problem`s: where, what was found, what
was expected, what to do. The command line prints them and ends with `exit_code`;
nothing here prints or logs.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Problem:
    """One thing to mend.

    Attributes:
        where: file, with line, or file with row and column.
        found: what stands there.
        expected: what would be right.
        action: what to do next; empty where `expected` says it.
    """

    where: str
    found: str
    expected: str
    action: str = ""

    def __str__(self) -> str:
        text = f"{self.where}: found {self.found}; expected {self.expected}"
        return f"{text}. {self.action}" if self.action else text


class WavesError(Exception):
    """Base of all errors that are meant for a person, never shown as a traceback."""

    exit_code = 2

    def __init__(self, problems: Problem | Sequence[Problem]) -> None:
        self.problems: tuple[Problem, ...] = (
            (problems,) if isinstance(problems, Problem) else tuple(problems)
        )
        super().__init__("\n".join(str(problem) for problem in self.problems))

    def __reduce__(self) -> tuple[type[WavesError], tuple[tuple[Problem, ...]]]:
        """Between processes an error keeps its problems, not only their text."""
        return type(self), (self.problems,)


class ConfigurationError(WavesError):
    """The survey folder, the SQL or the command is wrong: exit code 2."""


class DataError(WavesError):
    """A source needs a person before its wave can be built: exit code 1."""

    exit_code = 1


class BuildError(WavesError):
    """The build can't go on here (lock, disk, rights, unbalanced books): exit code 1."""

    exit_code = 1


def place(path: Path, line: int | None = None, project: Path | None = None) -> str:
    """`path:line`, relative to the project where it lies inside it."""
    shown = path.relative_to(project) if project and path.is_relative_to(project) else path
    return f"{shown}:{line}" if line else str(shown)
