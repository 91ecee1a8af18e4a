"""Changes by group: groups that answer otherwise, and other groups that answer."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from fractions import Fraction
from math import prod
from typing import Any

from tests.demo.expected.series import followed, indicator_pairs
from tests.demo.expected.shared import Rows
from tests.demo.truth import BREAK_NOTES, INDICATORS, Truth

Pair = tuple[str, str, str, bool]
"""Indicator, two waves, and whether they compare."""
Sides = tuple[Counter[str], Counter[str]]
"""Of a group: how many say yes, no and unknown in the one wave and in the other."""


def _pairs(truth: Truth) -> Iterator[Pair]:
    for indicator, before, after, _, comparable in indicator_pairs(truth):
        if followed(truth, indicator, before, after):
            yield indicator, before, after, comparable


def _groups(truth: Truth, pair: Pair) -> dict[str, dict[str, Sides]]:
    """By grouping and group."""
    indicator, *waves, _ = pair
    found: dict[str, dict[str, Sides]] = {}
    for side, wave in enumerate(waves):
        for who, answer in truth.judged(wave, indicator).items():
            for by, value in truth.facts[wave, who].items():
                sides = found.setdefault(by, {}).setdefault(value, (Counter(), Counter()))
                sides[side][answer] += 1
    return found


def _base(answers: Counter[str]) -> int:
    return answers["yes"] + answers["no"]


def _effects(sides: Sides, bases: list[int]) -> tuple[Fraction, Fraction]:
    """Kitagawa: of the group's other share, and of its other part of the base."""
    shares = [Fraction(side["yes"], _base(side)) for side in sides]
    parts = [Fraction(_base(side), base) for side, base in zip(sides, bases, strict=True)]
    return (
        (parts[0] + parts[1]) / 2 * (shares[1] - shares[0]),
        (shares[0] + shares[1]) / 2 * (parts[1] - parts[0]),
    )


def composition_groups(truth: Truth) -> Rows:
    rows: Rows = {}
    for pair in _pairs(truth):
        indicator, before, after, comparable = pair
        bases = [truth.total(wave, indicator).base for wave in (before, after)]
        for by, groups in _groups(truth, pair).items():
            for value, sides in groups.items():
                was, became = sides
                whole = comparable and not was["unknown"] + became["unknown"]
                whole = whole and _base(was) > 0 and _base(became) > 0
                rate, part = _effects(sides, bases) if whole else (None, None)
                rows[indicator, before, after, by, value] = {
                    "base_from": _base(was),
                    "n_from": was["yes"],
                    "base_to": _base(became),
                    "n_to": became["yes"],
                    "n_unknown": was["unknown"] + became["unknown"],
                    "rate_effect": rate,
                    "composition_effect": part,
                    **_as_whole_numbers(sides, bases, rate, part),
                }
    return rows


def _as_whole_numbers(
    sides: Sides, bases: list[int], rate: Fraction | None, part: Fraction | None
) -> dict[str, int | None]:
    """Over twice the product of the four bases."""
    names = ("rate_numerator", "composition_numerator", "effect_denominator")
    if rate is None or part is None:
        return dict.fromkeys(names)
    whole = 2 * prod(map(_base, sides)) * prod(bases)
    numerators = (rate * whole, part * whole)
    assert all(number.denominator == 1 for number in numerators)
    return dict(zip(names, (*map(int, numerators), whole), strict=True))


def composition(truth: Truth) -> Rows:
    rows: Rows = {}
    for pair in _pairs(truth):
        indicator, before, after, comparable = pair
        counts = [truth.total(wave, indicator) for wave in (before, after)]
        told = comparable and not counts[0].unknown and not counts[1].unknown
        shares = [Fraction(count.n, count.base) for count in counts]
        for by, groups in _groups(truth, pair).items():
            note = _note(truth, pair, groups)
            effects: Any = (None, None)
            if note is None:
                each = [_effects(s, [count.base for count in counts]) for s in groups.values()]
                effects = tuple(map(sum, zip(*each, strict=True)))
                assert sum(effects) == shares[1] - shares[0]
            rows[indicator, before, after, by] = {
                "n_groups": sum(_base(s[0]) + _base(s[1]) > 0 for s in groups.values()),
                "n_from": counts[0].n,
                "base_from": counts[0].base,
                "n_to": counts[1].n,
                "base_to": counts[1].base,
                "change": shares[1] - shares[0] if told else None,
                "rate_effect": effects[0],
                "composition_effect": effects[1],
                "decomposable": note is None,
                "note": note,
            }
    return rows


def _note(truth: Truth, pair: Pair, groups: dict[str, Sides]) -> str | None:
    """What is in the way; in the programme everyone is in one group of each grouping."""
    indicator, before, after, comparable = pair
    if not comparable:
        return "; ".join(BREAK_NOTES[part] for part in INDICATORS[indicator] if part in BREAK_NOTES)
    if truth.total(before, indicator).unknown or truth.total(after, indicator).unknown:
        return "answers are unknown"
    only = []
    for wave, here, there in ((before, 0, 1), (after, 1, 0)):
        lone = [value for value, s in groups.items() if _base(s[here]) and not _base(s[there])]
        only += [f"only in {wave}: {', '.join(sorted(lone))}"] if lone else []
    return "; ".join(only) or None
