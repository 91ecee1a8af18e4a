"""Ratings, numbers, scores and nets, of everyone and of groups."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import product
from typing import Any

from tests.demo.expected.shared import (
    Given,
    Rows,
    effective,
    mean,
    of_members,
    printed,
    quartiles,
    standard_error,
)
from tests.demo.truth import HIGHEST, LOWEST, NETS, OPEN, SCORES, SEVERAL, STAFF, Truth


@dataclass
class Values:
    """What is known of a value of each respondent, with weights."""

    known: Given = field(default_factory=list)
    low: Given = field(default_factory=list)
    high: Given = field(default_factory=list)

    def add(self, low: Fraction, high: Fraction, weight: Fraction, known: bool) -> None:
        """One more; what is not known in its two bounds."""
        if known:
            self.known.append((low, weight))
        self.low.append((low, weight))
        self.high.append((high, weight))

    @property
    def n_unknown(self) -> int:
        return len(self.low) - len(self.known)

    @property
    def bounds(self) -> dict[str, Any]:
        return {"mean_low": mean(self.low), "mean_high": mean(self.high)}

    def quartiles(self) -> dict[str, Any]:
        low, high = quartiles(self.low), quartiles(self.high)
        return {
            **{name: None if self.n_unknown else value for name, value in low.items()},
            **{f"{name}_low": value for name, value in low.items()},
            **{f"{name}_high": value for name, value in high.items()},
        }

    def row(self, truth: Truth, wave: str) -> dict[str, Any]:
        """The columns that all of these tables have."""
        whole = not self.n_unknown
        return {
            "base": len(self.known),
            "n_unknown": self.n_unknown,
            "mean": mean(self.known) if whole else None,
            **self.bounds,
            "n_effective": effective(weight for _, weight in self.known),
            "standard_error": standard_error(truth, wave, self.known) if whole else None,
            **printed(weight for _, weight in self.low),
        }


One = tuple[str, Fraction, Fraction, bool]
"""A respondent, the least and the most of its value, and whether it is known."""


def all_of(truth: Truth, wave: str, values: Iterator[One]) -> Values:
    found = Values()
    for who, low, high, known in values:
        found.add(low, high, truth.weights[wave, who], known)
    return found


def _groups(truth: Truth, wave: str, values: Iterator[One]) -> dict[tuple[str, str], Values]:
    found: dict[tuple[str, str], Values] = {}
    for who, low, high, known in values:
        for group in truth.facts[wave, who].items():
            found.setdefault(group, Values()).add(low, high, truth.weights[wave, who], known)
    return found


# ── ratings ─────────────────────────────────────────────────────────────────────


def ratings(truth: Truth, wave: str) -> Iterator[One]:
    for who, item in truth.items[wave, "cooperation"].items():
        if item.told == "answered":
            (option,) = item.options
            value = Fraction(option[1:])
            yield who, value, value, True
        elif item.told in OPEN:
            yield who, LOWEST, HIGHEST, False


def _ends(given: Given) -> Given:
    """1 for the highest value, -1 for the lowest one."""
    return [(Fraction((value == HIGHEST) - (value == LOWEST)), weight) for value, weight in given]


def _rating(truth: Truth, wave: str, values: Values) -> dict[str, Any]:
    whole = not values.n_unknown
    return {
        **values.row(truth, wave),
        "top_n": sum(value == HIGHEST for value, _ in values.known),
        "bottom_n": sum(value == LOWEST for value, _ in values.known),
        "net": mean(_ends(values.known)) if whole else None,
        "net_low": mean(_ends(values.low)),
        "net_high": mean(_ends(values.high)),
    }


def scales(truth: Truth) -> Rows:
    rows: Rows = {}
    for wave in truth.exported:
        values = all_of(truth, wave, ratings(truth, wave))
        rows[wave, "cooperation"] = {
            **_rating(truth, wave, values),
            **values.quartiles(),
            "lowest": LOWEST,
            "highest": HIGHEST,
        }
    return rows


def group_scales(truth: Truth) -> Rows:
    return {
        (wave, "cooperation", *group): _rating(truth, wave, values)
        for wave in truth.exported
        for group, values in _groups(truth, wave, ratings(truth, wave)).items()
    }


# ── numbers ─────────────────────────────────────────────────────────────────────


def staff(truth: Truth, wave: str) -> Iterator[One]:
    for who, item in truth.items[wave, "staff"].items():
        if item.told == "answered" and item.number is not None:
            yield who, Fraction(item.number), Fraction(item.number), True
        elif item.told in OPEN:
            yield who, *STAFF, False


def numbers(truth: Truth) -> Rows:
    found = {wave: all_of(truth, wave, staff(truth, wave)) for wave in truth.exported}
    return {
        (wave, "staff"): values.row(truth, wave) | values.quartiles()
        for wave, values in found.items()
    }


def group_numbers(truth: Truth) -> Rows:
    return {
        (wave, "staff", *group): values.row(truth, wave) | values.quartiles()
        for wave in truth.exported
        for group, values in _groups(truth, wave, staff(truth, wave)).items()
    }


# ── scores ──────────────────────────────────────────────────────────────────────


def points_of_question(truth: Truth, wave: str, score: str) -> dict[str, dict[str, Fraction]]:
    """By question that the wave asked, what each option that it offered gains."""
    return {
        question: {option: worth.get(option, Fraction(0)) for option in offered}
        for question, worth in SCORES[score].items()
        if truth.asked(wave, question)
        for offered in [truth.offered(wave, question)]
    }


def _most(question: str, worth: dict[str, Fraction]) -> Fraction:
    return sum(worth.values(), Fraction(0)) if question in SEVERAL else max(worth.values())


def scored(truth: Truth, wave: str, score: str) -> Iterator[tuple[str, dict[str, Any]]]:
    offered = points_of_question(truth, wave, score)
    for who in truth.respondents(wave):
        gained = most = Fraction(0)
        known, readings = 0, []
        for question, worth in offered.items():
            item = truth.items[wave, question][who]
            if item.told == "answered":
                known += 1
                gained += sum(worth[option] for option in item.options)
            elif item.told in OPEN:
                one = Fraction(0) if question in SEVERAL else min(worth.values())
                full = _most(question, worth)
                readings.append([(one, full), (full, full), (Fraction(0), Fraction(0))])
                continue
            else:
                continue
            most += _most(question, worth)
        found = [
            100 * (gained + sum(x for x, _ in each)) / whole
            for each in product(*readings)
            if (whole := most + sum(y for _, y in each))
        ]
        if found:
            yield (
                who,
                {
                    "points": gained,
                    "max_points": most + sum(each[0][1] for each in readings),
                    "score": None if readings else found[0],
                    "n_questions": known,
                    "n_unknown": len(readings),
                    "weight": truth.weights[wave, who],
                    "score_low": min(found),
                    "score_high": max(found),
                    "certain": most > 0,
                },
            )


def scores(truth: Truth) -> Rows:
    return {
        (wave, score, who): row
        for wave, score in product(truth.exported, SCORES)
        for who, row in scored(truth, wave, score)
    }


def _score_values(truth: Truth, wave: str, score: str) -> Iterator[One]:
    for who, row in scored(truth, wave, score):
        yield who, row["score_low"], row["score_high"], not row["n_unknown"]


def score_means(truth: Truth) -> Rows:
    rows: Rows = {}
    for wave, score in product(truth.exported, SCORES):
        values = all_of(truth, wave, _score_values(truth, wave, score))
        offered = points_of_question(truth, wave, score)
        rows[wave, score] = {
            **values.row(truth, wave),
            "n_questions": len(offered),
            "max_points": sum(_most(question, worth) for question, worth in offered.items()),
        }
    return rows


def group_scores(truth: Truth) -> Rows:
    return {
        (wave, score, *group): values.row(truth, wave)
        for wave, score in product(truth.exported, SCORES)
        for group, values in _groups(truth, wave, _score_values(truth, wave, score)).items()
    }


# ── nets ────────────────────────────────────────────────────────────────────────


def netted(truth: Truth, wave: str, net: str) -> Iterator[One]:
    """1 for the top set, -1 for the bottom set, 0 in between."""
    top, bottom = (truth.judged(wave, indicator) for indicator in NETS[net])
    least = {"yes": 1, "no": 0, "unknown": 0}
    most = {"yes": 1, "no": 0, "unknown": 1}
    for who in top:
        low = Fraction(least[top[who]] - most[bottom[who]])
        high = Fraction(most[top[who]] - least[bottom[who]])
        yield who, low, high, low == high


def _net(truth: Truth, wave: str, values: Values) -> dict[str, Any]:
    row = values.row(truth, wave)
    named = {"mean": "net", "mean_low": "net_low", "mean_high": "net_high"}
    return {
        **{named.get(name, name): value for name, value in row.items()},
        "n_top": sum(value == 1 for value, _ in values.known),
        "n_bottom": sum(value == -1 for value, _ in values.known),
    }


def nets(truth: Truth) -> Rows:
    rows: Rows = {}
    for wave, net in product(truth.exported, NETS):
        row = _net(truth, wave, all_of(truth, wave, netted(truth, wave, net)))
        error = of_members(truth, wave, row["standard_error"])
        rows[wave, net] = {**row, "standard_error_members": error}
    return rows


def group_nets(truth: Truth) -> Rows:
    return {
        (wave, net, *group): _net(truth, wave, values)
        for wave, net in product(truth.exported, NETS)
        for group, values in _groups(truth, wave, netted(truth, wave, net)).items()
    }
