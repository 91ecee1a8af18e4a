"""Options merged or split from one wave to another: the crosswalks of the waves' files.

A crosswalk says which options of a wave are, together, the same answer as which options of
the wave before. What an indicator makes of it is for `trends.series`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pipelines.errors import Problem
from pipelines.survey import references
from pipelines.survey.asked import asked_in
from pipelines.survey.check import Check
from pipelines.survey.folder import INDICATORS, SurveyFolder
from pipelines.survey.models import Crosswalk
from pipelines.survey.positions import Path_
from pipelines.warehouse.rows import Row


def crosswalks(folder: SurveyFolder) -> Iterator[Row]:
    """Every option of every crosswalk."""
    for said in folder.waves.values():
        for question, parts in said.crosswalks.items():
            for number, part in enumerate(parts, 1):
                for side in ("before", "now"):
                    for option in getattr(part, side):
                        yield {
                            "wave": said.wave,
                            "question_id": question,
                            "part": number,
                            "side": side,
                            "option_id": option,
                        }


def same_answers(folder: SurveyFolder) -> Iterator[Row]:
    """Options that are one answer for two waves, by all crosswalks from the one to the other."""
    order = list(folder.waves)
    for question in {name for said in folder.waves.values() for name in said.crosswalks}:
        options = [option.id for option in folder.question(question).options]
        for start, before in enumerate(order):
            parts: list[Crosswalk] = []
            for after in order[start + 1 :]:
                parts += folder.waves[after].crosswalks.get(question, [])
                for option, first in _joined(options, parts).items():
                    yield {
                        "question_id": question,
                        "wave_from": before,
                        "wave_to": after,
                        "option_id": option,
                        "same_as": first,
                    }


def _joined(options: Sequence[str], parts: Sequence[Crosswalk]) -> dict[str, str]:
    """The options of crosswalks, each with the first of those that they join it with."""
    groups: list[set[str]] = []
    for part in parts:
        joined = {*part.before, *part.now}
        for group in [group for group in groups if group & joined]:
            groups.remove(group)
            joined |= group
        groups.append(joined)
    return {option: min(group, key=options.index) for group in groups for option in group}


# ── checks ──────────────────────────────────────────────────────────────────────


def _parts(folder: SurveyFolder) -> Iterator[tuple[str, str, Path_, list[Crosswalk]]]:
    """The crosswalks of each question: wave, question, path, parts."""
    for wave, said in folder.waves.items():
        for question, parts in said.crosswalks.items():
            yield wave, question, ("crosswalks", question), parts


def _asked_before_and_now(folder: SurveyFolder) -> Iterator[Problem]:
    for wave, question, path, _ in _parts(folder):
        if question not in folder.questions:
            continue
        asked_now = question in asked_in(folder, folder.waves[wave])
        if not asked_now or references.asked_before(folder, wave, question) is None:
            yield Problem(
                folder.where(f"waves/{wave}.yml", *path),
                f"a crosswalk of {question}, which "
                + ("no wave before asked" if asked_now else f"wave {wave} doesn't ask"),
                f"a question that wave {wave} asks and an earlier one asked",
            )


def _options_once(folder: SurveyFolder) -> Iterator[Problem]:
    for wave, question, path, parts in _parts(folder):
        taken: set[tuple[str, str]] = set()
        for number, part in enumerate(parts):
            for side in ("before", "now"):
                for place, option in enumerate(getattr(part, side)):
                    if (side, option) in taken:
                        yield Problem(
                            folder.where(f"waves/{wave}.yml", *path, number, side, place),
                            f"the option {option} of {question} a second time under {side}",
                            "each option once before and once now",
                            "Put all that goes together into one part",
                        )
                    taken.add((side, option))


def _no_break_as_well(folder: SurveyFolder) -> Iterator[Problem]:
    for wave, question, path, _ in _parts(folder):
        if question in folder.waves[wave].breaks:
            yield Problem(
                folder.where(f"waves/{wave}.yml", *path),
                f"{question} both in crosswalks and in breaks",
                "one of the two: across a break nothing compares",
            )


CHECKS: tuple[Check, ...] = (
    (_asked_before_and_now, ("waves/", "published/", INDICATORS)),
    (_options_once, ()),
    (_no_break_as_well, ()),
)
