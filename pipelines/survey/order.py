"""The order of waves."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from pipelines.survey.models import Wave


def in_time_order(waves: list[Wave]) -> list[Wave]:
    """Waves by the start of their fieldwork where each states one, else by their ids.

    Numbers in ids count as numbers: w9 comes before w10.
    """
    by_id = sorted(waves, key=lambda wave: natural(wave.wave))
    if any(wave.fieldwork_start is None for wave in waves):
        return by_id
    return sorted(by_id, key=lambda wave: str(wave.fieldwork_start))


def places(waves: Sequence[str], apart: int | None) -> dict[str, int]:
    """The place of each wave in time, from 1; where waves are missing, one place is left free.

    Args:
        waves: ids in time order.
        apart: by how much whole numbers as ids differ from one wave to the next; a wave is
            missing where there is room for one more. None: no wave is ever missing.
    """
    place = dict.fromkeys(waves[:1], 1)
    for before, wave in pairwise(waves):
        numbered = apart is not None and before.isdecimal() and wave.isdecimal()
        missing = numbered and int(wave) - int(before) >= 2 * (apart or 1)
        place[wave] = place[before] + (2 if missing else 1)
    return place


def natural(text: str) -> list[tuple[int, str]]:
    """A key by which the numbers in a text are compared as numbers."""
    parts = re.findall(r"\d+|\D+", text)
    return [(int(part), "") if part.isdigit() else (-1, part.casefold()) for part in parts]
