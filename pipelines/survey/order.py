"""The order of waves."""

from __future__ import annotations

import re

from pipelines.survey.models import Wave


def in_time_order(waves: list[Wave]) -> list[Wave]:
    """Waves by the start of their fieldwork where each states one, else by their ids.

    Numbers in ids count as numbers: w9 comes before w10.
    """
    by_id = sorted(waves, key=lambda wave: natural(wave.wave))
    if any(wave.fieldwork_start is None for wave in waves):
        return by_id
    return sorted(by_id, key=lambda wave: str(wave.fieldwork_start))


def natural(text: str) -> list[tuple[int, str]]:
    """A key by which the numbers in a text are compared as numbers."""
    parts = re.findall(r"\d+|\D+", text)
    return [(int(part), "") if part.isdigit() else (-1, part.casefold()) for part in parts]
