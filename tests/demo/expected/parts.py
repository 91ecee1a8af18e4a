"""What the tables of shares, scores and means are made of: counts, judgements, groups, ranks."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from fractions import Fraction
from functools import cache
from itertools import product
from math import comb
from typing import Any

from tests.demo.expected.means import points_of_question
from tests.demo.expected.shared import Rows, Z
from tests.demo.truth import (
    HIGHEST,
    INDICATORS,
    LOWEST,
    PUBLISHED,
    QUESTIONS,
    SCORES,
    SEVERAL,
    SUBSTANTIVE,
    WRITTEN,
    Count,
    Truth,
)


def answer_counts(truth: Truth) -> Rows:
    """Rows are options chosen, of which the first that was offered stands for the item."""
    rows: Rows = {}
    for wave, question in product(truth.exported, QUESTIONS):
        for who, item in truth.items.get((wave, question), {}).items():
            weight = truth.weights[wave, who]
            chosen = sorted(item.options, key=_order(question)) if item.told in WRITTEN else []
            for option in chosen or [None]:
                key = (wave, question, option, True if option else None, item.told)
                row = rows.setdefault(key, dict.fromkeys(_COUNTED, Fraction(0)))
                for kind in ("rows", "items") if option in (None, *chosen[:1]) else ("rows",):
                    row[f"n_{kind}"] += 1
                    row[f"weight_{kind}"] += weight
                    row[f"squares_{kind}"] += weight**2
    return rows


def _order(question: str) -> Callable[[str], int]:
    options = [*SUBSTANTIVE.get(question, []), "dont_know"]
    return options.index


_COUNTED = [
    f"{what}_{kind}" for what, kind in product(("n", "weight", "squares"), ("rows", "items"))
]


def asked(truth: Truth) -> Rows:
    rows: Rows = {}
    for wave, indicator in product(truth.exported, INDICATORS):
        if truth.has(wave, indicator):
            parts = INDICATORS[indicator].items()
            offered = sum(len(yes & set(truth.offered(wave, question))) for question, yes in parts)
            questions = len(INDICATORS[indicator])
            one = offered == 1 or not INDICATORS[indicator].keys() & set(SEVERAL)
            rows[wave, indicator] = {
                "n_questions": questions,
                "n_options": offered,
                "from_counts": questions == 1 and one,
            }
    return rows


def by_response(truth: Truth) -> Rows:
    return {
        (wave, indicator, who): {"answer": answer, "weight": truth.weights[wave, who]}
        for wave, indicator in asked(truth)
        for who, answer in truth.judged(wave, indicator).items()
    }


def from_responses(truth: Truth) -> Rows:
    rows: Rows = {}
    for wave, indicator in asked(truth):
        count = truth.total(wave, indicator)
        known = count.yes + count.no
        rows[wave, indicator] = {"base": count.base, "n": count.n, "n_unknown": len(count.unknown)}
        for name, weights in (("base", known), ("n", count.yes), ("unknown", count.unknown)):
            rows[wave, indicator] |= {
                f"weight_{name}": sum(weights),
                f"squares_{name}": sum(weight**2 for weight in weights),
            }
    return rows


def from_reports(truth: Truth) -> Rows:
    rows: Rows = {}
    for wave, indicator in PUBLISHED:
        count = truth.total(wave, indicator)
        share = Fraction(count.n, count.base)
        shares = dict.fromkeys(("share", "share_low", "share_high"), share)
        rows[wave, indicator] = {"base": count.base, "n": count.n, **shares}
    return rows


def option_ranks(truth: Truth) -> Rows:
    """The best and the worst place of an option, one after the other put first in what is open."""
    rows: Rows = {}
    for wave, question in product(truth.exported, SUBSTANTIVE):
        if not truth.asked(wave, question):
            continue
        counts = {
            option: truth.count(wave, question, option) for option in truth.offered(wave, question)
        }
        for option, count in counts.items():
            others = [other for name, other in counts.items() if name != option]
            chosen, open_ = sum(count.yes), sum(count.unknown)
            best = 1 + sum(sum(other.yes) > chosen + open_ for other in others)
            gaps = sorted(chosen - sum(other.yes) for other in others)
            worst = 1 + sum(
                gap < 0
                or (gap < open_ if question in SEVERAL else _lifted(gaps[: place + 1], count))
                for place, gap in enumerate(gaps)
            )
            rows[wave, question, option] = {
                "rank": best if best == worst else None,
                "rank_low": best,
                "rank_high": worst,
                "n_options": len(counts),
            }
    return rows


def _lifted(gaps: list[Fraction], count: Count) -> bool:
    """Unknown answers, each of one option, lift all those above it."""
    needed = [gap for gap in gaps if gap >= 0]
    left = sum(count.unknown) - sum(needed)
    even = set(count.everyone) <= {1}
    return len(needed) <= (left if even else len(count.unknown)) and left > 0


def respondent_groups(truth: Truth) -> Rows:
    """Also of who was not yet a member: all that the registry says, but no years of membership."""
    rows: Rows = {}
    everyone = {who for _, who in truth.facts}
    for who, wave in product(everyone, truth.waves):
        groups = truth.facts.get((wave, who)) or _joining(truth, who)
        rows |= {(wave, who, *group): {} for group in groups.items()}
    return rows


def _joining(truth: Truth, who: str) -> dict[str, str]:
    first = min(wave for wave, member in truth.facts if member == who)
    return {by: group for by, group in truth.facts[first, who].items() if by != "membership"}


def scale_values(truth: Truth) -> Rows:
    return {
        (wave, "cooperation", option): {
            "value": Fraction(option[1:]),
            "lowest": LOWEST,
            "highest": HIGHEST,
        }
        for wave in truth.exported
        for option in truth.offered(wave, "cooperation")
    }


def score_questions(truth: Truth) -> Rows:
    rows: Rows = {}
    for wave, score in product(truth.waves, SCORES):
        for question, worth in points_of_question(truth, wave, score).items():
            if wave not in truth.exported and (wave, question) not in PUBLISHED:
                continue
            gains = worth.values()
            several = question in SEVERAL
            rows[wave, score, question] = {
                "several": several,
                "least": Fraction(0) if several else min(gains),
                "most": sum(gains, Fraction(0)) if several else max(gains),
            }
    return rows


def display_rules(_: Truth) -> Rows:
    edges: list[tuple[str, int, int | None]] = [
        ("names", 0, 5), ("counts", 5, 10), ("percent", 10, None),
    ]  # fmt: skip
    return {(shows,): {"size_from": start, "size_below": end} for shows, start, end in edges}


def z_values(_: Truth) -> Rows:
    return {(0.95,): {"z": Z}}


def member_limits(truth: Truth) -> Rows:
    """Of every count that a wave could give, all numbers of members that leave it in no tail."""
    sizes = {(truth.population[wave], len(truth.respondents(wave))) for wave in truth.waves}
    rows: Rows = {}
    for members, base in sizes:
        fitting: dict[int, list[int]] = {n: [] for n in range(base + 1)}
        for those in range(members + 1):
            for n in _likely(members, base, those):
                fitting[n].append(those)
        for n, fits in fitting.items():
            limits: dict[str, Any] = {"members_low": min(fits), "members_high": max(fits)}
            rows[members, base, n] = limits
    return rows


@cache
def _likely(members: int, base: int, those: int) -> Iterable[int]:
    """Counts in a draw of `base`, more than 1/40 of all draws being at most, and at least, so."""
    ways = [comb(those, n) * comb(members - those, base - n) for n in range(base + 1)]
    tail = Fraction(comb(members, base), 40)
    return [n for n in range(base + 1) if sum(ways[: n + 1]) > tail and sum(ways[n:]) > tail]
