"""Numbers that a wave writes on another scale than the wave before, such as 0.58 for 58%.

Only proposed: a typical number a hundred times as large or small may also be a change.
"""

from __future__ import annotations

from collections.abc import Iterable
from statistics import median

from pipelines.errors import ConfigurationError, DataError
from pipelines.mapping.meaning import read_number
from pipelines.onboarding.known import columns_of
from pipelines.onboarding.reading import read_wave
from pipelines.onboarding.seen import Seen
from pipelines.survey.folder import SurveyFolder
from pipelines.survey.models import Candidate, Column, Decision, Source, Wave

_FACTORS = (100.0, 0.01)
_NEAR = 3.0
"""How far from a factor the ratio of typical numbers may be: a share moves in some years."""


def typical_before(folder: SurveyFolder, wave: Wave, before: Wave | None) -> dict[str, float]:
    """The typical number of each question in the wave before, of those that both waves asked.

    Nothing where there are none, or where the files of the wave before can't be read now.
    """
    here = _numbers(folder, columns_of(wave))
    if before is None or not here & _numbers(folder, columns_of(before)):
        return {}
    try:
        seen = read_wave(folder, before.wave)
    except (ConfigurationError, DataError):
        return {}
    found = {}
    for source, columns in zip(before.sources, seen, strict=True):
        for name, column in source.columns.items():
            if column.question in here and not column.option and name in columns:
                number = _typical(columns[name], column, source)
                if number is not None:
                    found[column.question or ""] = number
    return found


def _numbers(folder: SurveyFolder, columns: Iterable[tuple[str, Column]]) -> set[str]:
    """The questions for numbers among columns."""
    asked = {column.question or "" for _, column in columns} & set(folder.questions)
    return {name for name in asked if folder.question(name).type == "number"}


def _typical(each: Seen, column: Column, source: Source) -> float | None:
    """The median of the numbers that are not 0, as they count."""
    states = {*source.missing, *column.missing}
    numbers = [
        abs(number) * (column.times or 1)
        for text, n in each.texts.items()
        if text not in states and (number := read_number(text, source.decimal))
        for _ in range(n)
    ]
    return median(numbers) if numbers else None


def other_scale(
    each: Seen, column: Column, source: Source, before: Wave | None, typical: float | None
) -> Decision | None:
    """The decision about a column whose numbers seem to be on another scale; None where not."""
    now = _typical(each, column, source)
    if before is None or column.times or not now or not typical:
        return None
    ratio = typical / now
    factor = next((f for f in _FACTORS if f / _NEAR < ratio < f * _NEAR), None)
    if factor is None:
        return None
    told = f"the typical number is {now:g}, in {before.wave} it was {typical:g}"
    return Decision(
        about="times",
        found=f"{each.asked}: {told}" if each.asked else told,
        candidates=[
            Candidate(
                choice=f"times {factor:g}",
                why=f"the scale of {before.wave}: {now:g} is read as {now * factor:g}",
            ),
            Candidate(choice="times 1", why="the numbers did change; they are read as they stand"),
        ],
    )
