"""What is still to be decided of a wave whose columns are known, as its cells show it.

Looked at anew whenever columns were decided: texts that no option has, several answers to
a question for one, questions of the wave before that are gone, the days of fieldwork, and
respondents who answered more than once.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from pipelines.mapping.meaning import Vocabulary, read_date
from pipelines.onboarding.compare import option_of
from pipelines.onboarding.known import columns_of
from pipelines.onboarding.likeness import nearest_texts
from pipelines.onboarding.new import parts, separator_of
from pipelines.onboarding.seen import MOST, Seen, shortened
from pipelines.onboarding.vocabulary import vocabulary_of
from pipelines.survey.folder import SurveyFolder
from pipelines.survey.models import Candidate, Column, Decision, Question, Source, Wave

MOST_TEXTS = 30
"""Unknown texts of a column that are asked about, the commonest first."""

_CHOICES = ("single", "multiple", "rating", "coded_text")
_STATES = ("dont_know", "not_applicable", "refused")
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
    for position, (source, columns) in enumerate(zip(wave.sources, seen, strict=True)):
        for each in columns:
            name = each.column.header
            question = _choice_question(folder, wave, source.columns.get(name))
            if question is None:
                continue
            asked = sum(mark[:3] == ("text", source.path, name) for mark in settled)
            decisions = [
                decision
                for decision in _of_column(question, wave, source, before, each)
                if (decision.about, source.path, name, decision.subject) not in settled
            ]
            if decisions and asked < MOST_TEXTS:
                found.columns[position, name] = decisions
    found.wave.extend(
        decision
        for decision in _of_wave(folder, wave, before, seen)
        if (decision.about, None, None, decision.subject) not in settled
    )
    return found


def _choice_question(folder: SurveyFolder, wave: Wave, column: Column | None) -> Question | None:
    """The question that a column answers by texts of options, with those that the wave offered."""
    if column is None or column.role != "answer" or column.option:
        return None
    question = folder.questions.get(column.question or "")
    if question is None or question.type not in _CHOICES:
        return None
    order = [*(each for each in folder.waves if each != wave.wave), wave.wave]
    if wave.wave in folder.waves:
        order = list(folder.waves)
    offered = [option for option in question.options if option.offered_in(wave.wave, order)]
    return question.model_copy(update={"options": offered})


# ── texts ───────────────────────────────────────────────────────────────────────


def _of_column(
    question: Question, wave: Wave, source: Source, before: Wave | None, each: Seen
) -> Iterator[Decision]:
    column = source.columns[each.column.header]
    labels = wave.labels.get(question.id, {})
    vocabulary = vocabulary_of(question, column, source, question.options, labels)
    unknown = {text: n for text, n in each.texts.items() if vocabulary.read(text) is None}
    if not vocabulary.several:
        together = _several(vocabulary, unknown)
        unknown = {text: n for text, n in unknown.items() if text not in together}
        if together:
            yield _type_decision(question, together)
    else:
        unknown = _unknown_parts(vocabulary, unknown)
    for text, n in sorted(unknown.items(), key=lambda item: (-item[1], item[0]))[:MOST_TEXTS]:
        yield _text_decision(question, before, each, text, n)


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


def _unknown_parts(vocabulary: Vocabulary, unknown: dict[str, int]) -> dict[str, int]:
    """Of cells with several options: the parts that no option has."""
    separator = (vocabulary.separator or "").strip() or separator_of(unknown)
    found: dict[str, int] = {}
    for text, n in unknown.items():
        for part in parts(text, separator):
            if vocabulary.read(part) is None:
                found[part] = found.get(part, 0) + n
    return found


def _text_decision(
    question: Question, before: Wave | None, each: Seen, text: str, n: int
) -> Decision:
    label = each.label(text)
    told = _cells(n) if label == text else f"{_cells(n)}, “{shortened(label)}” in the codebook"
    was = _code_before(question, before, text)
    if was and label != text:
        told += f"; the code was “{was}” in {before.wave if before else ''}"
    by_option = {option.state for option in question.options}
    return Decision(
        about="text",
        subject=text,
        found=told,
        candidates=[
            *_options(question, before, text, label),
            Candidate(choice="new option"),
            *(Candidate(choice=state) for state in _STATES if state not in by_option),
            _LEAVE,
        ],
    )


def _options(question: Question, before: Wave | None, text: str, label: str) -> Iterator[Candidate]:
    labels = {option.label: option.id for option in question.options}
    if same := option_of(question, label):
        yield Candidate(choice=f"option {same}", score=100, why="the same text")
        return
    near = [(labels[known], score) for known, score in nearest_texts(label, labels)]
    for key, score in near:
        yield Candidate(choice=f"option {key}", score=score, why="similar text")
    was = _code_before(question, before, text)
    named = {key for key, _ in near}
    if was and before and labels[was] not in named:
        yield Candidate(choice=f"option {labels[was]}", why=f"as the code in {before.wave}")
        named.add(labels[was])
    for option in question.options:
        if option.state and option.id not in named:
            yield Candidate(choice=f"option {option.id}")


def _code_before(question: Question, before: Wave | None, code: str) -> str | None:
    """The option that a code stood for in the wave before."""
    labels = {option.id: option.label for option in question.options}
    for _, column in columns_of(before):
        if column.question == question.id and code in column.values:
            return labels.get(column.values[code])
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
                Candidate(choice="last", why="the last submission of each"),
                Candidate(choice="first", why="the first submission of each"),
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
        return Decision(about="fieldwork", found="no time of submission", candidates=candidates)
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
        for decision in column.decide[:1]:
            for candidate in decision.candidates[:1]:
                here.add(candidate.choice.partition(" ")[2].partition(" ")[0])
    for question_id in dict.fromkeys(asked):
        if question_id and question_id not in here and before:
            wording = shortened(folder.question(question_id).wording)
            yield Decision(
                about="gone",
                subject=question_id,
                found=f"asked in {before.wave} (“{wording}”), no column here",
                candidates=[Candidate(choice="gone", why="it was not asked this time")],
            )
