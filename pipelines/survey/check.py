"""What a check of the survey folder is, and the problem that most of them tell of."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from pipelines.errors import Problem
from pipelines.survey.folder import SurveyFolder
from pipelines.survey.shape import nearest_name

Check = tuple[Callable[[SurveyFolder], Iterator[Problem]], tuple[str, ...]]
"""A check, and the files and folders that it looks names up in."""


def unknown(where: str, what: str, name: str, known: Iterable[str]) -> Problem:
    """The problem of a name that is defined nowhere."""
    allowed = list(known)
    listed = ", ".join(allowed[:12]) + (", …" if len(allowed) > 12 else "")
    return Problem(
        where,
        f"the unknown {what} {name}",
        f"one of {listed}" if allowed else "none: no such thing is defined",
        nearest_name(name, allowed),
    )
