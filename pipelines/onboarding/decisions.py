"""The open decisions of a wave: where they stand, and the problems they are until decided."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass

from pipelines.errors import DataError, Problem
from pipelines.survey.folder import SurveyFolder
from pipelines.survey.models import About, Decided, Decision
from pipelines.survey.positions import Path_

WORDS: dict[About, str] = {
    "column": "what is this column?",
    "text": "what does this answer mean?",
    "type": "one answer or several?",
    "gone": "a question of the wave before: was it not asked?",
    "fieldwork": "first and last day of fieldwork?",
    "duplicates": "which submission counts?",
    "respondent": "did a respondent answer here?",
    "times": "are the numbers on another scale than before?",
    "comparable": "do answers compare with earlier waves? (with a reason)",
}
"""What is asked of a person."""

_OF_QUESTIONS: tuple[About, ...] = ("gone", "type", "comparable")
"""Decisions whose subject is a question."""


@dataclass(frozen=True)
class Open:
    """An open decision and its place.

    Attributes:
        wave: wave id.
        path: of the decision in the wave's file.
        decision: what stands there.
        source: position of the source, None for what concerns the whole wave.
        file: name of the source: the path of its file, of several sheets with the sheet.
        column: header of the column.
    """

    wave: str
    path: Path_
    decision: Decision
    source: int | None = None
    file: str | None = None
    column: str | None = None

    @property
    def key(self) -> str:
        """By which a sheet's row finds its decision again: the same as long as it is open."""
        decision = self.decision
        return _key(self.wave, self.file, self.column, decision.about, decision.subject)

    @property
    def shown(self) -> str:
        """What the decision is about, in words."""
        subject = self.decision.subject
        parts = [
            f"column {self.column!r}" if self.column else "",
            f"{'question ' if self.decision.about in _OF_QUESTIONS else ''}{subject!r}"
            if subject
            else "",
        ]
        return ", ".join(part for part in parts if part) or f"wave {self.wave}"


def _key(*parts: str | None) -> str:
    text = "\0".join("" if part is None else part for part in parts)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def made_decisions(folder: SurveyFolder, wave: str) -> dict[str, Decided]:
    """What was decided about a wave, by the key that it had while it was open."""
    return {
        _key(wave, each.file, each.column, each.about, each.subject): each
        for each in folder.waves[wave].decisions
    }


def open_decisions(folder: SurveyFolder, wave: str) -> list[Open]:
    """What is to be decided about a wave, in the order of its file."""
    said = folder.waves[wave]
    found = [Open(wave, ("decide", index), each) for index, each in enumerate(said.decide)]
    for position, source in enumerate(said.sources):
        for name, column in source.columns.items():
            path: Path_ = ("sources", position, "columns", name, "decide")
            found += [
                Open(wave, (*path, index), each, position, said.source_name(source), name)
                for index, each in enumerate(column.decide)
            ]
    return found


def stop_where_open(folder: SurveyFolder, wave: str) -> None:
    """A wave with open decisions is not built.

    Raises:
        DataError: with a problem for each of them.
    """
    if problems := list(_problems(folder, wave)):
        raise DataError(problems)


def _problems(folder: SurveyFolder, wave: str) -> Iterator[Problem]:
    for each in open_decisions(folder, wave):
        decision = each.decision
        candidates = [
            candidate.choice + (f" ({candidate.score})" if candidate.score is not None else "")
            for candidate in decision.candidates
        ]
        yield Problem(
            folder.where(f"waves/{wave}.yml", *each.path),
            f"to be decided: {WORDS[decision.about]} {each.shown}: {decision.found}",
            f"one of {', '.join(candidates)}" if candidates else "a decision",
            f"Decide in a sheet: waves add {wave} --sheet decisions.xlsx, "
            "then waves decide decisions.xlsx --by NAME",
        )
