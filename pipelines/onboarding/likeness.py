"""How alike two questions are, as a score from 0 to 100 and the reasons for it.

Used to propose and to sort, never to decide: what `same_text` doesn't call the same goes
to a person. Codes are not compared at all, because tools use them again for other
questions.

    likeness(Asked("Will you run a campaign?", ("Yes", "No")),
             Asked("Are you planning a campaign?", ("Yes", "No")))
    # Likeness(score=79, why="wording 68, options 2 of 2")
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from pipelines.survey.names import fold

WORDING, OPTIONS, POSITION = 60, 30, 10
"""Weights of what is compared; what one side doesn't tell is left out of the mean."""


@dataclass(frozen=True)
class Asked:
    """A question as one questionnaire or one export asks it.

    Attributes:
        wording: its text.
        options: texts of its answers; of an export those that were given.
        position: its place in the questionnaire, from 0 (first) to 1 (last), where it is known.
    """

    wording: str
    options: tuple[str, ...] = ()
    position: float | None = None


@dataclass(frozen=True)
class Likeness:
    """A score from 0 to 100, and why, such as "wording 94, options 3 of 3"."""

    score: int
    why: str


def same_text(one: str, other: str) -> bool:
    """Whether texts differ by no more than case, accents, punctuation and spaces."""
    return one == other or (fold(one) == fold(other) != "")


def text_likeness(one: str, other: str) -> int:
    """How alike two texts are, 0 to 100; the order of words counts half."""
    left, right = fold(one), fold(other)
    return round((fuzz.ratio(left, right) + fuzz.token_sort_ratio(left, right)) / 2)


def shared_options(found: Iterable[str], known: Iterable[str]) -> tuple[int, int]:
    """How many of the texts found are known, and how many texts were found."""
    texts = {fold(text) or text for text in found}
    return len(texts & {fold(text) or text for text in known}), len(texts)


def likeness(found: Asked, known: Asked) -> Likeness:
    """How alike a question that was found is to one that is known.

    Args:
        found: such as a column of an export, or a question of the later wave.
        known: such as a question of the bank, or of the earlier wave.
    """
    options, place = None, None
    if found.options and known.options:
        options = shared_options(found.options, known.options)
    if found.position is not None and known.position is not None:
        place = place_likeness(found.position, known.position)
    return weighed(text_likeness(found.wording, known.wording), options, place)


def place_likeness(one: float, other: float) -> int:
    """How near two places in questionnaires are, each from 0 (first) to 1 (last)."""
    return round(100 * (1 - min(1.0, abs(one - other))))


def weighed(wording: int, options: tuple[int, int] | None, position: int | None) -> Likeness:
    """The score of what was compared, and its reasons.

    Args:
        wording: how alike the texts are.
        options: how many texts of answers are known, of how many; None where there are none.
        position: how near the places are.
    """
    parts, why = [(WORDING, wording)], [f"wording {wording}"]
    if options:
        parts.append((OPTIONS, round(100 * options[0] / options[1])))
        why.append(f"options {options[0]} of {options[1]}")
    if position is not None:
        parts.append((POSITION, position))
        why.append(f"position {position}")
    total = sum(weight for weight, _ in parts)
    return Likeness(round(sum(weight * part for weight, part in parts) / total), ", ".join(why))


def nearest_texts(
    text: str, known: Collection[str], limit: int = 3, least: int = 50
) -> list[tuple[str, int]]:
    """The known texts that are most like one, best first, each with its score."""
    folded = {each: fold(each) for each in known}
    found = process.extract(fold(text), folded, scorer=fuzz.WRatio, limit=limit, score_cutoff=least)
    return [(each, round(score)) for _, score, each in found]
