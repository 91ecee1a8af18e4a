"""Shares of options and indicators, and who answered what."""

from __future__ import annotations

from fractions import Fraction
from itertools import product
from math import comb

from tests.demo.expected.shared import (
    Rows,
    bounded,
    of_members,
    printed,
    score_limits,
    share_error,
)
from tests.demo.truth import (
    HAS_DONT_KNOW,
    INDICATORS,
    ONE_ANSWER,
    PUBLISHED,
    SUBSTANTIVE,
    Count,
    Truth,
)


def option_shares(truth: Truth) -> Rows:
    rows: Rows = {}
    for wave, question in product(truth.exported, SUBSTANTIVE):
        if not truth.asked(wave, question):
            continue
        offered = truth.offered(wave, question)
        counts = {option: truth.count(wave, question, option) for option in offered}
        selected = sum(count.n for count in counts.values())
        weight = sum((sum(count.yes) for count in counts.values()), Fraction(0))
        for option in [*offered, *(["dont_know"] if question in HAS_DONT_KNOW else [])]:
            count = counts.get(option) or truth.count(wave, question, option)
            whole = option in counts and not count.unknown and weight
            rows[wave, question, option] = {
                **bounded(count),
                "n_effective": count.n_effective,
                **printed(count.everyone),
                "standard_error": share_error(truth, wave, count),
                "n_selections": selected,
                "share_of_selections": sum(count.yes) / weight if whole else None,
                **_of_selections(question, option, counts),
                "weight_n": sum(count.yes),
                "weight_base": count.weight,
            }
    return rows


def _of_selections(
    question: str, option: str, counts: dict[str, Count]
) -> dict[str, Fraction | None]:
    """The least and the greatest part of all selections; unknown answers are wholly unknown."""
    low, high = "share_of_selections_low", "share_of_selections_high"
    if option not in counts:
        return {low: None, high: None}
    known = sum((sum(count.yes) for count in counts.values()), Fraction(0))
    here, might = sum(counts[option].yes), sum(counts[option].unknown)
    others = sum(sum(count.unknown) for each, count in counts.items() if each != option)
    if question in ONE_ANSWER:
        others = might
    return {low: here / (known + others), high: (here + might) / (known + might)}


def results(truth: Truth) -> Rows:
    rows: Rows = {}
    for wave, indicator in product(truth.waves, INDICATORS):
        point = truth.point(wave, indicator)
        sources = ["responses"] if truth.has(wave, indicator) else []
        sources += ["published"] if (wave, indicator) in PUBLISHED else []
        for source in sources:
            count = truth.total(wave, indicator)
            error = share_error(truth, wave, count)
            members = truth.population[wave]
            rows[wave, indicator, source] = {
                **bounded(count),
                "n_effective": count.n_effective,
                **printed(count.everyone),
                "standard_error": error,
                "standard_error_members": of_members(truth, wave, error),
                "weight_n": sum(count.yes),
                "weight_base": count.weight,
                "manski_low": Fraction(count.n, members),
                "manski_high": Fraction(count.n + members - count.base, members),
                "population_basis": "registry",
                "preferred": point is not None and point[0] == source,
                **_wilson(count),
                **_members(truth, wave, count),
            }
    return rows


def _wilson(count: Count) -> dict[str, float | None]:
    if count.share is None or count.n_effective is None:
        return {"wilson_low": None, "wilson_high": None}
    low, high = score_limits(count.share, count.n_effective)
    return {"wilson_low": low, "wilson_high": high}


def _members(truth: Truth, wave: str, count: Count) -> dict[str, int | None]:
    """All numbers of members under which the count is in neither tail, by whole numbers."""
    n, base, members = count.n, count.base, truth.population[wave]
    even = set(count.yes + count.no) <= {1}
    if count.unknown or not even or base != len(truth.respondents(wave)):
        return {"members_low": None, "members_high": None}
    draws = comb(members, base)
    fits = []
    for those in range(n, members - (base - n) + 1):
        ways = [comb(those, k) * comb(members - those, base - k) for k in range(base + 1)]
        if all(Fraction(sum(tail), draws) > Fraction(1, 40) for tail in (ways[: n + 1], ways[n:])):
            fits.append(those)
    return {"members_low": min(fits), "members_high": max(fits)}


def group_results(truth: Truth) -> Rows:
    counts: dict[tuple[str, ...], Count] = {}
    for wave, indicator in product(truth.exported, INDICATORS):
        if not truth.has(wave, indicator):
            continue
        for who, answer in truth.judged(wave, indicator).items():
            for by, value in truth.facts[wave, who].items():
                count = counts.setdefault((wave, indicator, by, value), Count([], [], []))
                getattr(count, answer).append(truth.weights[wave, who])
    return {
        key: {
            **bounded(count),
            "n_effective": count.n_effective,
            **printed(count.everyone),
            "standard_error": share_error(truth, key[0], count),
        }
        for key, count in counts.items()
    }


def named(truth: Truth) -> Rows:
    return {
        (wave, indicator, who): {"answer": answer}
        for wave, indicator in product(truth.exported, INDICATORS)
        if truth.has(wave, indicator)
        for who, answer in truth.judged(wave, indicator).items()
    }
