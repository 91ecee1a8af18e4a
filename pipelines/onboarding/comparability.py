"""Whether answers to questions that changed still compare: what a person must decide of a wave.

Each question is compared with the wave before in which it was asked. What was decided
stands in the wave's file, in `comparable` or `breaks`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import replace

from pipelines.errors import Problem
from pipelines.onboarding.diff import OPEN, Difference, judged, problem
from pipelines.survey.asked import asked_in
from pipelines.survey.folder import SurveyFolder
from pipelines.survey.models import Candidate, Decision, Wave
from pipelines.survey.order import in_time_order

_CANDIDATES = [
    Candidate(choice="comparable", why="with a note"),
    Candidate(choice="break", why="the series starts anew"),
]


def since_last_asked(folder: SurveyFolder, wave: str) -> dict[str, tuple[str, list[Difference]]]:
    """What changed of the questions of a wave since they were last asked and nobody decided.

    Returns:
        By question, in the order of the bank: the wave that last asked it, and what changed.
    """
    waves = list(folder.waves)
    earlier = waves[: waves.index(wave)]
    asked = {each: asked_in(folder, folder.waves[each]) for each in (*earlier, wave)}
    found: dict[str, tuple[str, list[Difference]]] = {}
    for question in folder.questions:
        last = next((each for each in reversed(earlier) if question in asked[each]), None)
        if last is None or question not in asked[wave]:
            continue
        changes = [each for each in judged(folder, question, [last, wave]) if each.mark == OPEN]
        if changes:
            found[question] = last, changes
    return found


def undecided(folder: SurveyFolder) -> list[Problem]:
    """What changed since a question was last asked and nobody decided, in all waves.

    What stands as an open decision in the file of its wave is left out: it is told as one.
    """
    problems = [
        problem(folder, each)
        for wave, said in folder.waves.items()
        for question, (_, changes) in since_last_asked(folder, wave).items()
        if ("comparable", question) not in {(d.about, d.subject) for d in said.decide}
        for each in changes
    ]
    return sorted(problems, key=lambda each: each.where)


def to_decide(
    folder: SurveyFolder, wave: Wave, unsettled: Collection[str | None]
) -> Iterator[Decision]:
    """A decision for each question that changed.

    Args:
        folder: the survey.
        wave: the wave as its file says so far; the survey may not hold it yet.
        unsettled: questions about which something else is open; how they changed is not known yet.
    """
    others = [each for each in folder.waves.values() if each.wave != wave.wave]
    waves = in_time_order([*others, wave])
    drafted = replace(folder, waves={each.wave: each for each in waves})
    for question, (last, changes) in since_last_asked(drafted, wave.wave).items():
        if question not in unsettled:
            told = "; ".join(f"{each.kind}: {each.found}" for each in changes)
            yield Decision(
                about="comparable",
                subject=question,
                found=f"since {last}: {told}",
                candidates=_CANDIDATES,
            )
