"""What changed of one question between two waves: its wording, type, options and codes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from pipelines.onboarding.likeness import same_text, text_likeness
from pipelines.onboarding.periods import numbers_changed, period_changed
from pipelines.survey.folder import SurveyFolder
from pipelines.survey.models import Column, Question, Wave
from pipelines.survey.names import fold

Kind = Literal[
    "added", "dropped", "moved", "reworded", "recall period", "number", "type", "scale",
    "option added", "option dropped", "option reworded", "options reordered", "code",
]  # fmt: skip

ALIKE = 75
"""Likeness from which a question or an option that is new may be one that is gone."""


@dataclass(frozen=True)
class Change:
    """A change of a question, not judged yet.

    Attributes:
        kind: what sort of change.
        found: what it was and what it is.
        gone: ids of the options that were offered before only.
        come: ids of those that are offered now only.
    """

    kind: Kind
    found: str
    gone: frozenset[str] = frozenset()
    come: frozenset[str] = frozenset()


def changes(folder: SurveyFolder, question: str, before: str, after: str) -> Iterator[Change]:
    """What changed of a question between two waves that asked it."""
    old, new = folder.question_in(question, before), folder.question_in(question, after)
    columns = _columns(folder.waves[before], question), _columns(folder.waves[after], question)
    yield from _rewording(old.wording, new.wording)
    forms = [
        _form(old, folder.waves[wave], some)
        for wave, some in zip((before, after), columns, strict=True)
    ]
    if None not in forms and forms[0] != forms[1]:
        yield Change("type", f"{forms[0]} → {forms[1]}")
    yield from _options(old, new)
    yield from _order_of_options(old, *columns)
    yield from _codes(old, columns[0], new, columns[1])


def _rewording(old: str, new: str) -> Iterator[Change]:
    if same_text(old, new):
        return
    yield Change("reworded", f"“{old}” → “{new}”")
    if (period := period_changed(old, new)) is not None:
        yield Change("recall period", f"{period[0]} → {period[1]}")
    if (numbers := numbers_changed(old, new)) is not None:
        yield Change("number", f"{numbers[0]} → {numbers[1]}")


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


def _options(old: Question, new: Question) -> Iterator[Change]:
    before = {option.id: option.label for option in old.options}
    after = {option.id: option.label for option in new.options}
    gone = [option for option in before if option not in after]
    come = [option for option in after if option not in before]
    scale = old.type == "rating"
    if scale and (gone or come):
        found = f"{' | '.join(before.values())} → {' | '.join(after.values())}"
        yield Change("scale", found, frozenset(gone), frozenset(come))
        return
    for option in gone:
        yield Change("option dropped", f"“{before[option]}”", gone=frozenset([option]))
    for option in come:
        found = f"“{after[option]}”{_like(after[option], before, gone)}"
        yield Change("option added", found, come=frozenset([option]))
    for option in before.keys() & after.keys():
        if not same_text(before[option], after[option]):
            kind: Kind = "scale" if scale else "option reworded"
            yield Change(kind, f"“{before[option]}” → “{after[option]}”")


def _like(label: str, before: dict[str, str], gone: Sequence[str]) -> str:
    """The option that is gone which an added one is like."""
    scored = [(text_likeness(label, before[option]), option) for option in gone]
    score, option = max(scored, default=(0, ""))
    return f", like “{before[option]}” ({score})" if score >= ALIKE else ""


def _order_of_options(
    question: Question, before: Sequence[Column], after: Sequence[Column]
) -> Iterator[Change]:
    old, new = _offered_order(before), _offered_order(after)
    common = [option for option in old if option in new]
    now = [option for option in new if option in old]
    if common != now:
        kind: Kind = "scale" if question.type == "rating" else "options reordered"
        yield Change(kind, f"{', '.join(common)} → {', '.join(now)}")


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
) -> Iterator[Change]:
    """Texts of cells that stood for one option or state and stand for another now."""
    said, says = _meanings(old, before), _meanings(new, after)
    declared = {text for column in (*before, *after) for text in (*column.values, *column.missing)}
    for text in sorted(declared):
        was, now = said.get(_key(text)), says.get(_key(text))
        if was and now and was != now:
            yield Change("code", f"{text!r}: {was} → {now}")


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
