"""What changed between the questionnaires of two waves, and whether answers still compare.

All of it is told by the survey folder: the question bank, and the files of the waves
(`wordings`, `labels`, `values`, the columns). What changed is comparable, a break, or to be
decided: the wave's file says so in `breaks`, `comparable` or, of options, `crosswalks`; nothing
here decides it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from pipelines.errors import ConfigurationError, Problem
from pipelines.onboarding.changes import ALIKE, Change, Kind, changes
from pipelines.onboarding.likeness import Asked, likeness
from pipelines.survey.asked import asked_in
from pipelines.survey.folder import SurveyFolder
from pipelines.survey.models import Question, Wave

Mark = Literal["comparable", "break", "to be decided"]

COMPARABLE: Mark = "comparable"
BREAK: Mark = "break"
OPEN: Mark = "to be decided"

ORDER_ONLY = ("moved", "options reordered")
"""Kinds that leave every answer what it was."""

_WITH_QUESTIONNAIRE = ("responses", "reconstructed")
"""Kinds of wave whose columns are the questions that were asked."""


@dataclass(frozen=True)
class Difference:
    """What is different of a question in the later wave.

    Attributes:
        question: question id.
        kind: what sort of change.
        found: what it was and what it is.
        mark: whether answers compare.
        note: what the wave's file says of it.
        wave: the wave in whose file it is decided.
    """

    question: str
    kind: Kind
    found: str
    mark: Mark = OPEN
    note: str = ""
    wave: str = ""


def differences(folder: SurveyFolder, before: str, after: str) -> list[Difference]:
    """All differences of two waves, the earlier first; question by question, as the bank has them.

    Raises:
        ConfigurationError: one of the waves is not in the survey.
    """
    for wave in (before, after):
        if wave not in folder.waves:
            expected = f"one of {', '.join(folder.waves)}"
            raise ConfigurationError(Problem("survey/waves", f"no wave {wave!r}", expected))
    order = list(folder.waves)
    before, after = sorted((before, after), key=order.index)
    asked = {wave: asked_in(folder, folder.waves[wave]) for wave in order}
    both = asked[before] & asked[after]
    found: list[Difference] = []
    for question in folder.questions:
        if question in both:
            chain = [w for w in order[order.index(before) : order.index(after) + 1]
                     if question in asked[w]]  # fmt: skip
            found += judged(folder, question, chain)
    found += _come_and_gone(folder, before, after, asked)
    found += _moved(folder, before, after, both)
    positions = {question: place for place, question in enumerate(folder.questions)}
    return sorted(found, key=lambda each: positions[each.question])


def without_questionnaire(folder: SurveyFolder, *waves: str) -> list[str]:
    """Of which of the waves nothing tells all that was asked."""
    return [wave for wave in waves if folder.waves[wave].kind not in _WITH_QUESTIONNAIRE]


def problem(folder: SurveyFolder, difference: Difference) -> Problem:
    """What a person must decide, and the field that decides it."""
    question = difference.question
    action = f"A question that is the same as an earlier one keeps its id. {_DECIDE}"
    return Problem(
        folder.where(f"waves/{difference.wave}.yml"),
        f"{question}: {difference.kind}: {difference.found}",
        f"`breaks: {{{question}: why}}` where answers don't compare with earlier waves, or "
        f"`comparable: {{{question}: why}}` where they do",
        action if difference.kind == "added" else _DECIDE,
    )


_DECIDE = "Decide, and write it into the file of the wave"


def judged(folder: SurveyFolder, question: str, chain: Sequence[str]) -> list[Difference]:
    """The differences of a question between the ends of a chain of waves that asked it."""
    found = list(changes(folder, question, chain[0], chain[-1]))
    if not found:
        return []
    mark, note, wave = _verdict(folder, question, chain)
    differences = []
    for change in found:
        crossed = _crossed(folder, question, chain, change)
        if mark != BREAK and (change.kind in ORDER_ONLY or crossed):
            verdict = COMPARABLE, "; ".join(crossed)
        else:
            verdict = mark, note
        differences.append(Difference(question, change.kind, change.found, *verdict, wave))
    return differences


def _verdict(folder: SurveyFolder, question: str, chain: Sequence[str]) -> tuple[Mark, str, str]:
    """What the files of the waves after the first say: mark, note and wave."""
    notes: list[str] = []
    open_in = ""
    for earlier, wave in pairwise(chain):
        said = folder.waves[wave]
        if question in said.breaks:
            return BREAK, said.breaks[question], wave
        if question in said.comparable:
            notes.append(said.comparable[question])
        elif any(
            each.kind not in ORDER_ONLY and not _crossed(folder, question, [earlier, wave], each)
            for each in changes(folder, question, earlier, wave)
        ):
            open_in = open_in or wave
    if open_in:
        return OPEN, "", open_in
    return COMPARABLE, "; ".join(notes), chain[-1]


def _crossed(
    folder: SurveyFolder, question: str, chain: Sequence[str], change: Change
) -> list[str]:
    """The crosswalks that say of all options of a change what they stand for, in words."""
    parts = [(w, part) for w in chain[1:] for part in folder.waves[w].crosswalks.get(question, [])]
    before = {option for _, part in parts for option in part.before}
    now = {option for _, part in parts for option in part.now}
    if not (change.gone or change.come) or not (change.gone <= before and change.come <= now):
        return []
    return [
        f"crosswalk of {wave}: {_labels(folder, question, part.before)} became "
        f"{_labels(folder, question, part.now)}"
        for wave, part in parts
        if change.gone & set(part.before) or change.come & set(part.now)
    ]


def _labels(folder: SurveyFolder, question: str, options: Sequence[str]) -> str:
    labels = {option.id: option.label for option in folder.question(question).options}
    return " and ".join(f"“{labels[option]}”" for option in options)


# ── questions that come, go and move ────────────────────────────────────────────


def _come_and_gone(
    folder: SurveyFolder, before: str, after: str, asked: dict[str, set[str]]
) -> Iterator[Difference]:
    if without_questionnaire(folder, before, after):
        return  # what is left of the other kinds doesn't tell what was not asked
    gone = [q for q in folder.questions if q in asked[before] - asked[after]]
    for question in gone:
        yield Difference(question, "dropped", f"asked in {before} only", BREAK, "", after)
    said = folder.waves[after]
    for question in folder.questions:
        if question not in asked[after] - asked[before]:
            continue
        like = _nearest(folder, folder.question_in(question, after), gone, before)
        note = said.breaks.get(question) or said.comparable.get(question, "")
        mark = OPEN if like and not note else BREAK
        yield Difference(question, "added", f"asked in {after} only{like}", mark, note, after)


def _nearest(folder: SurveyFolder, question: Question, gone: Sequence[str], wave: str) -> str:
    """The question that is gone which a new one is like."""
    scored = [
        (likeness(_asked(question), _asked(folder.question_in(other, wave))), other)
        for other in gone
    ]
    best = max(scored, key=lambda each: each[0].score, default=None)
    if best is None or best[0].score < ALIKE:
        return ""
    return f", like {best[1]}, which is gone ({best[0].score}: {best[0].why})"


def _asked(question: Question) -> Asked:
    return Asked(question.wording, tuple(option.label for option in question.options))


def _moved(folder: SurveyFolder, before: str, after: str, both: set[str]) -> Iterator[Difference]:
    """The fewest questions of which it can be said that only they changed their place."""
    old, new = (
        [question for question in _in_order(folder.waves[wave]) if question in both]
        for wave in (before, after)
    )
    stayed = _longest_rise([old.index(question) for question in new if question in old])
    for place, question in enumerate(new):
        if question in old and old.index(question) not in stayed:
            found = f"place {old.index(question) + 1} → {place + 1} of those asked in both"
            yield Difference(question, "moved", found, COMPARABLE, "", after)


def _in_order(wave: Wave) -> list[str]:
    columns = [column for source in wave.sources for column in source.columns.values()]
    return list(dict.fromkeys(c.question for c in columns if c.question and c.role == "answer"))


def _longest_rise(numbers: Sequence[int]) -> set[int]:
    """The longest part of a sequence of different numbers that rises."""
    longest: list[int] = []
    rises: list[list[int]] = [[]]
    for number in numbers:
        best: list[int] = max((r for r in rises if not r or r[-1] < number), key=len)
        rises.append([*best, number])
        longest = max(longest, rises[-1], key=len)
    return set(longest)
