"""Texts that say why there is no answer, whatever their language."""

from __future__ import annotations

import csv
from collections import defaultdict
from pathlib import Path

import pytest

from pipelines.extract.tools import state_words
from pipelines.extract.tools.state_words import state_of
from pipelines.survey.names import fold


@pytest.mark.parametrize(
    ("label", "state"),
    [
        ("Don’t know", "dont_know"),
        ("N/A", "not_applicable"),
        ("Ne sait pas", "dont_know"),
        ("WEISS NICHT", "dont_know"),
        ("No sabe", "dont_know"),
        ("Préfère ne pas répondre", "refused"),
        ("n.v.t.", "not_applicable"),
        ("Sin respuesta", "no_answer"),
        ("Keine Angabe", None),  # it may be a refusal
        ("Δεν ξέρω", "dont_know"),
        ("Не знам", "dont_know"),
        ("No", None),
        ("I don't know of any", None),
        ("", None),
    ],
)
def test_a_label_says_its_state(label: str, state: str | None) -> None:
    assert state_of(label) == state


def test_no_text_stands_for_two_states() -> None:
    file = Path(state_words.__file__).with_name("state_words.csv")
    said: dict[str, set[str]] = defaultdict(set)
    with file.open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            said[fold(row["text"])].add(row["state"])
    assert {text for text, states in said.items() if len(states) > 1 or not text} == set()
    assert {each for states in said.values() for each in states} == {
        *("dont_know", "not_applicable", "refused", "no_answer")
    }
