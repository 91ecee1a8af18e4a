"""What is to be decided about the texts in a column: those that its question does not know."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from pipelines.extract.tools.state_words import state_of
from pipelines.mapping.meaning import READ, Vocabulary, read_number
from pipelines.onboarding.known import columns_of, option_of
from pipelines.onboarding.likeness import nearest_texts
from pipelines.onboarding.new import MOST_OPTIONS, parts, says_other, separator_of
from pipelines.onboarding.seen import Seen, shortened
from pipelines.onboarding.vocabulary import vocabulary_of
from pipelines.survey.models import Candidate, Column, Decision, Option, Question, Source, Wave
from pipelines.survey.names import fold

MOST_TEXTS = 30
"""Unknown texts of a column that are asked about, the commonest first."""

CHOICES = ("single", "multiple", "rating", "coded_text")
"""Types of questions whose answers are among options."""

_ALIKE = 85
"""Score from which similar texts are likelier than a code that is the same as before."""

_STATES = ("dont_know", "not_applicable", "refused")
_LEAVE = Candidate(choice="leave", why="stays in quarantine and counts as unknown")


def of_texts(
    question: Question, wave: Wave, source: Source, before: Wave | None, each: Seen
) -> Iterator[Decision]:
    """A decision for each text that the question does not know, the commonest first."""
    column = source.columns[each.column.header]
    if question.type in READ:
        for text, n in _labels_among_values(question, column, source, each):
            yield _text_decision(question, before, each, text, n)
        return
    labels = wave.labels.get(question.id, {})
    vocabulary = vocabulary_of(question, column, source, question.options, labels)
    unknown = {text: n for text, n in each.texts.items() if vocabulary.read(text) is None}
    if not vocabulary.several:
        together = _several(vocabulary, unknown)
        unknown = {text: n for text, n in unknown.items() if text not in together}
        if together:
            yield _type_decision(question, together)
    else:
        unknown = _unknown_parts(vocabulary, unknown, each.code_separator)
    for text, n in sorted(unknown.items(), key=lambda item: (-item[1], item[0]))[:MOST_TEXTS]:
        yield _text_decision(question, before, each, text, n)


def _labels_among_values(
    question: Question, column: Column, source: Source, each: Seen
) -> list[tuple[str, int]]:
    """Codes of numbers or days that the file labels, such as 999 for refused, not yet read."""
    known = {*column.missing, *source.missing}
    labels = {*each.column.values.values()} - {*each.column.values}
    return [
        (text, n)
        for text, n in each.texts.items()
        if text not in known
        and (text in labels or each.label(text) != text)
        and READ[question.type](each.label(text)) is None
    ]


def _several(vocabulary: Vocabulary, unknown: dict[str, int]) -> dict[str, int]:
    """The texts that are several of the question's options in one cell."""
    several = replace(vocabulary, several=True)
    return {text: n for text, n in unknown.items() if several.read(text) is not None}


def _type_decision(question: Question, together: dict[str, int]) -> Decision:
    example = shortened(next(iter(together)))
    return Decision(
        about="type",
        subject=question.id,
        found=f"{_cells(sum(together.values()))} with several options, such as “{example}”, "
        f"of a question of type {question.type}",
        candidates=[
            Candidate(choice="multiple", why="from now on; the series breaks"),
            Candidate(choice="new multiple", why="another question"),
            _LEAVE,
        ],
    )


def _cells(n: int) -> str:
    return f"{n} cell{'s' if n > 1 else ''}"


def _unknown_parts(
    vocabulary: Vocabulary, unknown: dict[str, int], between_codes: str | None
) -> dict[str, int]:
    """Of cells with several options: the parts that no option has."""
    separator = (vocabulary.separator or "").strip() or between_codes or separator_of(unknown)
    found: dict[str, int] = {}
    whole = [re.escape(text) for text in vocabulary.known if separator and separator in text]
    longest = "|".join(sorted(whole, key=len, reverse=True))
    sep = re.escape(separator or "")
    known = re.compile(rf"(?:^|(?<={sep}))\s*(?:{longest})\s*(?={sep}|$)") if whole else None
    for text, n in unknown.items():
        for part in parts(known.sub("", text) if known else text, separator):
            if vocabulary.read(part) is None:
                found[part] = found.get(part, 0) + n
    return found


def _text_decision(
    question: Question, before: Wave | None, each: Seen, text: str, n: int
) -> Decision:
    label = each.label(text)
    told = _cells(n) if label == text else f"{_cells(n)}, “{shortened(label)}” in the codebook"
    if each.asked:
        told = f"{each.asked}: {told}"
    was = _before(question, before, each, text)
    if was and before and label in each.column.values.values():
        told += f"; the code was “{was.label}” in {before.wave}"
    states = list(_states(question, before, each, label))
    likely = [state for state in states if state.why]
    options = list(_options(question, before, was, label))
    free = list(_free_text(question))
    return Decision(
        about="text",
        subject=text,
        found=told,
        candidates=[
            *likely,
            *(each for each in options if each.why),
            *(free if _has_other(question) else ()),
            *(each for each in options if not each.why),
            *(() if _has_other(question) else free),
            *([] if question.type in READ else [Candidate(choice="new option")]),
            *(state for state in states if state not in likely),
            _LEAVE,
        ],
    )


def _has_other(question: Question) -> bool:
    return any(says_other(option.label) for option in question.options)


def _free_text(question: Question) -> Iterator[Candidate]:
    """That texts of no option are what respondents wrote themselves, under "other"."""
    if question.type not in ("single", "multiple"):
        return
    kept = "all such texts of this column are kept as what respondents wrote themselves"
    other = next((each for each in question.options if says_other(each.label)), None)
    if other:
        yield Candidate(
            choice=f"free text {other.id}", why=f"“{other.label}” takes any text: {kept}"
        )
    else:
        yield Candidate(choice="free text", why=f"a new option “Other” takes any text: {kept}")


def _states(question: Question, before: Wave | None, each: Seen, label: str) -> Iterator[Candidate]:
    """The states that a text may stand for, with a reason where there is one."""
    by_option = {option.state for option in question.options}
    said = {
        fold(text): (state, f"as in {before.wave}" if before else "")
        for _, column in columns_of(before)
        for text, state in column.missing.items()
        if state != "unknown" and read_number(text) is None
    }
    state, why = said.get(fold(label), (state_of(label), "as its text says"))
    declared = "the file declares it missing" if label in each.column.missing else None
    for name in dict.fromkeys((*([state] if state else []), *_STATES)):
        if name not in by_option:
            yield Candidate(choice=name, why=why if name == state else declared)


def _options(
    question: Question, before: Wave | None, was: Option | None, label: str
) -> Iterator[Candidate]:
    """The options that a text may stand for, likeliest first; all of them where they are few."""
    if same := option_of(question, label):
        yield Candidate(choice=f"option {same}", score=100, why="the same text")
        return
    labels = {option.label: option.id for option in question.options}
    near = [(labels[known], score) for known, score in nearest_texts(label, labels)]
    found = [Candidate(choice=f"option {k}", score=n, why="similar text") for k, n in near]
    if was and before:
        # In another language the code says more than letters that happen to be alike.
        code = Candidate(choice=f"option {was.id}", why=f"as the code in {before.wave}")
        found.insert(sum(score >= _ALIKE for _, score in near), code)
    state = state_of(label)
    same_state = (o for o in question.options if state and o.state == state)
    found[:0] = [Candidate(choice=f"option {o.id}", why="as its text says") for o in same_state]
    few = len(question.options) <= MOST_OPTIONS
    others = (option for option in question.options if few or option.state)
    found += [Candidate(choice=f"option {option.id}") for option in others]
    once: dict[str, Candidate] = {}
    for candidate in found:
        once.setdefault(candidate.choice, candidate)
    yield from once.values()


def _before(question: Question, before: Wave | None, each: Seen, text: str) -> Option | None:
    """The option for which the text's code stood in the wave before."""
    codes = {text, *(code for code, label in each.column.values.items() if label == text)}
    for _, column in columns_of(before):
        if column.question == question.id:
            for option in question.options:
                if option.id in {column.values.get(code) for code in codes}:
                    return option
    return None
