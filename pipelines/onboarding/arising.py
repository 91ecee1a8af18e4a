"""What is still to be decided of a wave whose columns are known, as its cells show it.

Looked at anew whenever columns were decided: texts that no option has, several answers to
a question for one, questions of the wave before that are gone, the days of fieldwork,
respondents who answered more than once, and questions that changed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from pipelines.mapping.meaning import Vocabulary, read_date, read_number
from pipelines.onboarding.comparability import to_decide
from pipelines.onboarding.known import columns_of, option_of
from pipelines.onboarding.likeness import nearest_texts
from pipelines.onboarding.new import MOST_OPTIONS, parts, says_other, separator_of, state_of
from pipelines.onboarding.scale import other_scale, typical_before
from pipelines.onboarding.seen import MOST, Seen, shortened
from pipelines.onboarding.totals import not_respondents
from pipelines.onboarding.vocabulary import vocabulary_of
from pipelines.survey.folder import SurveyFolder
from pipelines.survey.models import Candidate, Column, Decision, Option, Question, Source, Wave
from pipelines.survey.names import fold

MOST_TEXTS = 30
"""Unknown texts of a column that are asked about, the commonest first."""

_CHOICES = ("single", "multiple", "rating", "coded_text")
_READ = {"number": read_number, "date": read_date}
_ALIKE = 85
"""Score from which similar texts are likelier than a code that is the same as before."""

_STATES = ("dont_know", "not_applicable", "refused")
_NO_DAYS = "no time of submission; the days may be typed, such as 2032-02-01 to 2032-02-28"
_LEAVE = Candidate(choice="leave", why="stays in quarantine and counts as unknown")

Place = tuple[int, str]
"""Position of a source, and header."""


@dataclass(frozen=True)
class Arising:
    """Decisions by column, and those of the whole wave."""

    columns: dict[Place, list[Decision]] = field(default_factory=dict)
    wave: list[Decision] = field(default_factory=list)


def arising(
    folder: SurveyFolder, wave: Wave, before: Wave | None, seen: Sequence[Sequence[Seen]]
) -> Arising:
    """All that is to be decided besides what columns are.

    Args:
        folder: the survey.
        wave: the wave as its file says so far.
        before: the wave before, if any.
        seen: the columns of each of its sources.
    """
    settled = {(each.about, each.file, each.column, each.subject) for each in wave.decisions}
    found = Arising()
    typical = typical_before(folder, wave, before)
    for position, (source, columns) in enumerate(zip(wave.sources, seen, strict=True)):
        for each in columns:
            name = each.column.header
            column = source.columns.get(name)
            if column and column.role == "key":
                totals = [
                    decision
                    for decision in not_respondents(folder, source, each)
                    if (decision.about, source.path, name, decision.subject) not in settled
                ]
                found.columns.update({(position, name): totals} if totals else {})
            question = _asked(folder, wave, source.columns.get(name))
            if question is None:
                continue
            asked = sum(mark[:3] == ("text", source.path, name) for mark in settled)
            decisions = [
                decision
                for decision in (
                    *_of_numbers(question, source, before, each, typical),
                    *_of_column(question, wave, source, before, each),
                )
                if (decision.about, source.path, name, decision.subject) not in settled
            ]
            if decisions and asked < MOST_TEXTS:
                found.columns[position, name] = decisions
    found.wave.extend(
        decision
        for decision in _of_wave(folder, wave, before, seen)
        if (decision.about, None, None, decision.subject) not in settled
    )
    found.wave.extend(to_decide(folder, wave, _unsettled(wave, found)))
    return found


def _unsettled(wave: Wave, found: Arising) -> set[str | None]:
    """Questions of columns about which something is open."""
    is_open = {column.question for _, column in columns_of(wave) if column.decide}
    return is_open | {wave.sources[n].columns[name].question for n, name in found.columns}


def _asked(folder: SurveyFolder, wave: Wave, column: Column | None) -> Question | None:
    """The question that a column answers, with the options that the wave offered."""
    if column is None or column.role != "answer" or column.option:
        return None
    question = folder.questions.get(column.question or "")
    if question is None or question.type not in (*_CHOICES, *_READ):
        return None
    order = [*(each for each in folder.waves if each != wave.wave), wave.wave]
    if wave.wave in folder.waves:
        order = list(folder.waves)
    offered = [option for option in question.options if option.offered_in(wave.wave, order)]
    return question.model_copy(update={"options": offered})


# ── texts ───────────────────────────────────────────────────────────────────────


def _of_numbers(
    question: Question,
    source: Source,
    before: Wave | None,
    each: Seen,
    typical: Mapping[str, float],
) -> Iterator[Decision]:
    """Whether numbers are on another scale than before."""
    if question.type == "number":
        column = source.columns[each.column.header]
        if found := other_scale(each, column, source, before, typical.get(question.id)):
            yield found


def _of_column(
    question: Question, wave: Wave, source: Source, before: Wave | None, each: Seen
) -> Iterator[Decision]:
    column = source.columns[each.column.header]
    if question.type in _READ:
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
        and _READ[question.type](each.label(text)) is None
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
            *([] if question.type in _READ else [Candidate(choice="new option")]),
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


# ── the whole wave ──────────────────────────────────────────────────────────────


def _of_wave(
    folder: SurveyFolder, wave: Wave, before: Wave | None, seen: Sequence[Sequence[Seen]]
) -> Iterator[Decision]:
    if wave.fieldwork_start is None:
        yield _fieldwork(wave, seen)
    if wave.duplicates == "stop" and (twice := _twice(folder, wave, seen)):
        listed = ", ".join(shortened(name) for name in twice[:5])
        yield Decision(
            about="duplicates",
            found=f"{len(twice)} respondent{'s' if len(twice) > 1 else ''} with several "
            f"submissions: {listed}{', …' if len(twice) > 5 else ''}",
            candidates=[
                Candidate(choice="last", why="the last complete submission of each"),
                Candidate(choice="first", why="the first complete submission of each"),
            ],
        )
    yield from _gone(folder, wave, before)


def _fieldwork(wave: Wave, seen: Sequence[Sequence[Seen]]) -> Decision:
    days = sorted(
        day
        for source, columns in zip(wave.sources, seen, strict=True)
        for each in columns
        if (column := source.columns.get(each.column.header)) and column.role == "submitted_at"
        for text in ([each.first, each.last] if each.distinct > MOST else each.texts)
        if (day := read_date(text)) is not None
    )
    candidates = [Candidate(choice="unknown")]
    if not days:
        return Decision(about="fieldwork", found=_NO_DAYS, candidates=candidates)
    span = f"{days[0]} to {days[-1]}"
    return Decision(
        about="fieldwork",
        found=f"submissions from {span}",
        candidates=[Candidate(choice=span, why="first and last submission"), *candidates],
    )


def _twice(folder: SurveyFolder, wave: Wave, seen: Sequence[Sequence[Seen]]) -> list[str]:
    """Respondents, as written, that the key columns name more than once."""
    counts: dict[str, int] = {}
    shown: dict[str, str] = {}
    for source, columns in zip(wave.sources, seen, strict=True):
        for each in columns:
            column = source.columns.get(each.column.header)
            if column is None or column.role != "key":
                continue
            for text, n in each.texts.items():
                if text in source.not_respondents:
                    continue
                who = folder.resolve(text) or text
                counts[who] = counts.get(who, 0) + n
                shown.setdefault(who, text)
    return [shown[who] for who, n in counts.items() if n > 1 and who not in wave.submissions]


def _gone(folder: SurveyFolder, wave: Wave, before: Wave | None) -> Iterator[Decision]:
    """Questions of the wave before that no column answers, nor may answer yet."""
    asked = [column.question for _, column in columns_of(before) if column.role == "answer"]
    here = {column.question for _, column in columns_of(wave)}
    for _, column in columns_of(wave):
        words = (c.choice.split(" ") for d in column.decide for c in d.candidates)
        here |= {each[1] for each in words if each[0] == "question"}
    for question_id in dict.fromkeys(asked):
        if question_id and question_id not in here and before:
            wording = shortened(folder.question(question_id).wording)
            yield Decision(
                about="gone",
                subject=question_id,
                found=f"asked in {before.wave} (“{wording}”), no column here",
                candidates=[Candidate(choice="gone", why="it was not asked this time")],
            )
