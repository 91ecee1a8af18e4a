"""What is still to be decided of a wave whose columns are known, as its cells show it.

Looked at anew whenever columns were decided: texts that no option has, several answers to
a question for one, questions of the wave before that are gone, the days of fieldwork,
respondents who answered more than once, and questions that changed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from pipelines.mapping.meaning import READ
from pipelines.onboarding.comparability import to_decide
from pipelines.onboarding.known import columns_of
from pipelines.onboarding.scale import other_scale, typical_before
from pipelines.onboarding.seen import Seen
from pipelines.onboarding.texts import CHOICES, MOST_TEXTS, of_texts
from pipelines.onboarding.totals import not_respondents
from pipelines.onboarding.whole_wave import of_wave
from pipelines.survey.folder import SurveyFolder
from pipelines.survey.models import Column, Decision, Question, Source, Wave

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
        file = wave.source_name(source)
        for each in columns:
            name = each.column.header
            asked = sum(mark[:3] == ("text", file, name) for mark in settled)
            decisions = [
                decision
                for decision in _of_column(folder, wave, source, before, each, typical=typical)
                if (decision.about, file, name, decision.subject) not in settled
            ]
            if decisions and asked < MOST_TEXTS:
                found.columns[position, name] = decisions
    found.wave.extend(
        decision
        for decision in of_wave(folder, wave, before, seen)
        if (decision.about, None, None, decision.subject) not in settled
    )
    found.wave.extend(to_decide(folder, wave, _unsettled(wave, found)))
    return found


def _of_column(
    folder: SurveyFolder,
    wave: Wave,
    source: Source,
    before: Wave | None,
    each: Seen,
    *,
    typical: Mapping[str, float],
) -> Iterator[Decision]:
    column = source.columns.get(each.column.header)
    if column and column.role == "key":
        yield from not_respondents(folder, source, each)
    question = _asked(folder, wave, column)
    if column is None or question is None:
        return
    if question.type == "number":
        scale = other_scale(each, column, source, before, typical.get(question.id))
        yield from [scale] if scale else []
    yield from of_texts(question, wave, source, before, each)


def _unsettled(wave: Wave, found: Arising) -> set[str | None]:
    """Questions of columns about which something is open."""
    is_open = {column.question for _, column in columns_of(wave) if column.decide}
    return is_open | {wave.sources[n].columns[name].question for n, name in found.columns}


def _asked(folder: SurveyFolder, wave: Wave, column: Column | None) -> Question | None:
    """The question that a column answers, with the options that the wave offered."""
    if column is None or column.role != "answer" or column.option:
        return None
    question = folder.questions.get(column.question or "")
    if question is None or question.type not in (*CHOICES, *READ):
        return None
    order = [*(each for each in folder.waves if each != wave.wave), wave.wave]
    if wave.wave in folder.waves:
        order = list(folder.waves)
    offered = [option for option in question.options if option.offered_in(wave.wave, order)]
    return question.model_copy(update={"options": offered})
