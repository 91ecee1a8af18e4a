"""What changed between the questionnaires of two waves, and whether answers still compare.

All of it is told by the survey folder: the question bank, and the files of the waves
(`wordings`, `labels`, `values`, the columns). What changed is comparable, a break, or to be
decided: the wave's file says so in `breaks` or `comparable`, nothing here decides it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from pipelines.errors import ConfigurationError, Problem
from pipelines.onboarding.likeness import Asked, likeness, same_text, text_likeness
from pipelines.onboarding.periods import numbers_changed, period_changed
from pipelines.survey.folder import SurveyFolder
from pipelines.survey.models import Column, Question, Wave
from pipelines.survey.names import fold
from pipelines.survey.tables import asked_in

Kind = Literal[
    "added", "dropped", "moved", "reworded", "recall period", "number", "type", "scale",
    "option added", "option dropped", "option reworded", "options reordered", "code",
]  # fmt: skip
Mark = Literal["comparable", "break", "to be decided"]

COMPARABLE: Mark = "comparable"
BREAK: Mark = "break"
OPEN: Mark = "to be decided"

ORDER_ONLY = ("moved", "options reordered")
"""Kinds that leave every answer what it was."""

ALIKE = 75
"""Likeness from which a question that is new may be one that is gone."""

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


@dataclass(frozen=True)
class _Change:
    """A change that isn't judged yet."""

    kind: Kind
    found: str


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
    changes = list(_changes(folder, question, chain[0], chain[-1]))
    if not changes:
        return []
    mark, note, wave = _verdict(folder, question, chain)
    return [
        Difference(question, change.kind, change.found, COMPARABLE, "", wave)
        if change.kind in ORDER_ONLY and mark != BREAK
        else Difference(question, change.kind, change.found, mark, note, wave)
        for change in changes
    ]


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
        elif any(c.kind not in ORDER_ONLY for c in _changes(folder, question, earlier, wave)):
            open_in = open_in or wave
    if open_in:
        return OPEN, "", open_in
    return COMPARABLE, "; ".join(notes), chain[-1]


# ── one question in two waves ───────────────────────────────────────────────────


def _changes(folder: SurveyFolder, question: str, before: str, after: str) -> Iterator[_Change]:
    old, new = folder.question_in(question, before), folder.question_in(question, after)
    columns = _columns(folder.waves[before], question), _columns(folder.waves[after], question)
    yield from _rewording(old.wording, new.wording)
    forms = [
        _form(old, folder.waves[wave], some)
        for wave, some in zip((before, after), columns, strict=True)
    ]
    if None not in forms and forms[0] != forms[1]:
        yield _Change("type", f"{forms[0]} → {forms[1]}")
    yield from _options(old, new)
    yield from _order_of_options(old, *columns)
    yield from _codes(old, columns[0], new, columns[1])


def _rewording(old: str, new: str) -> Iterator[_Change]:
    if same_text(old, new):
        return
    yield _Change("reworded", f"“{old}” → “{new}”")
    if (period := period_changed(old, new)) is not None:
        yield _Change("recall period", f"{period[0]} → {period[1]}")
    if (numbers := numbers_changed(old, new)) is not None:
        yield _Change("number", f"{numbers[0]} → {numbers[1]}")


def _columns(wave: Wave, question: str) -> list[Column]:
    """The columns that answer a question, in the order of the sources."""
    return [
        column
        for source in wave.sources
        for column in source.columns.values()
        if column.question == question and column.role == "answer"
    ]


def _form(question: Question, wave: Wave, columns: Sequence[Column]) -> str | None:
    """Whether one answer or several could be given, as far as the columns tell."""
    if not columns or not question.options:
        return None
    if columns[0].option is not None:
        return "several answers"
    if question.type in ("single", "rating"):
        return "one answer"
    separated = any(
        source.separator is not None
        for source in wave.sources
        if any(column in columns for column in source.columns.values())
    )
    if columns[0].values and not separated:
        return "one answer"
    return "several answers" if separated else None


def _options(old: Question, new: Question) -> Iterator[_Change]:
    before = {option.id: option.label for option in old.options}
    after = {option.id: option.label for option in new.options}
    gone = [option for option in before if option not in after]
    come = [option for option in after if option not in before]
    scale = old.type == "rating"
    if scale and (gone or come):
        yield _Change("scale", f"{' | '.join(before.values())} → {' | '.join(after.values())}")
        return
    for option in gone:
        yield _Change("option dropped", f"“{before[option]}”")
    for option in come:
        yield _Change("option added", f"“{after[option]}”{_like(after[option], before, gone)}")
    for option in before.keys() & after.keys():
        if not same_text(before[option], after[option]):
            kind: Kind = "scale" if scale else "option reworded"
            yield _Change(kind, f"“{before[option]}” → “{after[option]}”")


def _like(label: str, before: dict[str, str], gone: Sequence[str]) -> str:
    """The option that is gone which an added one is like."""
    scored = [(text_likeness(label, before[option]), option) for option in gone]
    score, option = max(scored, default=(0, ""))
    return f", like “{before[option]}” ({score})" if score >= ALIKE else ""


def _order_of_options(
    question: Question, before: Sequence[Column], after: Sequence[Column]
) -> Iterator[_Change]:
    old, new = _offered_order(before), _offered_order(after)
    common = [option for option in old if option in new]
    now = [option for option in new if option in old]
    if common != now:
        kind: Kind = "scale" if question.type == "rating" else "options reordered"
        yield _Change(kind, f"{', '.join(common)} → {', '.join(now)}")


def _offered_order(columns: Sequence[Column]) -> list[str]:
    """The options in the order that the columns or the numeric codes tell, if they tell one."""
    named = [column.option for column in columns if column.option is not None]
    if named:
        return list(dict.fromkeys(named))
    codes = columns[0].values if columns else {}
    if not codes or not all(text.strip().isdecimal() for text in codes):
        return []
    return list(dict.fromkeys(codes[text] for text in sorted(codes, key=int)))


def _codes(
    old: Question, before: Sequence[Column], new: Question, after: Sequence[Column]
) -> Iterator[_Change]:
    """Texts of cells that stood for one option or state and stand for another now."""
    said, says = _meanings(old, before), _meanings(new, after)
    declared = {text for column in (*before, *after) for text in (*column.values, *column.missing)}
    for text in sorted(declared):
        was, now = said.get(_key(text)), says.get(_key(text))
        if was and now and was != now:
            yield _Change("code", f"{text!r}: {was} → {now}")


def _meanings(question: Question, columns: Sequence[Column]) -> dict[str, str]:
    """Options and states by the folded texts that stand for them in a wave."""
    found = {
        _key(text): option.id
        for option in question.options
        for text in (*reversed(option.also), option.label)
    }
    for column in columns:
        if column.option is None:
            found |= {_key(text): option for text, option in column.values.items()}
            found |= {_key(text): state for text, state in column.missing.items()}
    return found


def _key(text: str) -> str:
    """By which texts of cells are the same; of a text such as "-" folding leaves nothing."""
    return fold(text) or text.strip()


# ── questions that come, go and move ────────────────────────────────────────────


def _come_and_gone(
    folder: SurveyFolder, before: str, after: str, asked: dict[str, set[str]]
) -> Iterator[Difference]:
    kinds = folder.waves[before].kind, folder.waves[after].kind
    if not set(kinds) <= set(_WITH_QUESTIONNAIRE):
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
