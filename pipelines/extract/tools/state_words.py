"""Texts that say in so many words why there is no answer, in the languages of the data file."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from pipelines.survey.names import fold


def state_of(label: str) -> str | None:
    """The state that a label stands for, such as dont_know for "Ne sait pas"."""
    return _states().get(fold(label))


@cache
def _states() -> Mapping[str, str]:
    file = Path(__file__).with_name("state_words.csv")
    with file.open(encoding="utf-8", newline="") as stream:
        return {fold(row["text"]): row["state"] for row in csv.DictReader(stream)}
