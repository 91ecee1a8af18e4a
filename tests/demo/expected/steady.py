"""Waves side by side: what the checks of the series stand on, and how many are in both."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import combinations
from math import exp, log
from typing import Any

from tests.demo.expected.series import followed, indicator_pairs
from tests.demo.expected.shared import Rows
from tests.demo.truth import (
    NOTED,
    ONE_ANSWER,
    OPEN,
    OVERLAPS,
    QUESTIONS,
    Item,
    Truth,
)


def pairs(truth: Truth) -> Rows:
    return {
        (indicator, before, after): {
            "pair_kind": kind,
            "position_from": truth.position(before),
            "position_to": truth.position(after),
            "comparable": comparable,
            "by_respondent": followed(truth, indicator, before, after),
        }
        for indicator, before, after, kind, comparable in indicator_pairs(truth)
    }


def wave_pairs(truth: Truth) -> Rows:
    rows: Rows = {}
    for _, before, after, _, _ in indicator_pairs(truth):
        listed = before in truth.exported and after in truth.exported
        if listed or (before, after) in OVERLAPS:
            both = truth.respondents(before) & truth.respondents(after)
            source = "responses" if listed else "published"
            rows[before, after] = {"n": len(both), "source": source}
    return rows


def _following(truth: Truth) -> Iterator[tuple[str, str, str]]:
    """Question and two waves one year apart that asked it, without a break."""
    for before, after in combinations(truth.exported, 2):
        for question in QUESTIONS:
            both = truth.asked(before, question) and truth.asked(after, question)
            same = truth.series_no(before, [question]) == truth.series_no(after, [question])
            if both and same and int(after) == int(before) + 1:
                yield question, before, after


def question_pairs(truth: Truth) -> Rows:
    rows: Rows = {}
    for question, before, after in _following(truth):
        row: dict[str, Any] = {}
        for side, wave in (("from", before), ("to", after)):
            told = Counter(item.told for item in truth.items[wave, question].values())
            unknown = sum(told[state] for state in OPEN)
            row |= {
                f"position_{side}": truth.position(wave),
                f"n_responses_{side}": len(truth.respondents(wave)),
                f"n_given_{side}": told["answered"] + unknown,
                f"n_unknown_{side}": unknown,
            }
        rows[question, before, after] = row
    return rows


def option_pairs(truth: Truth) -> Rows:
    rows: Rows = {}
    for question, before, after in _following(truth):
        if question == "staff":
            continue
        offered = [truth.offered(wave, question) for wave in (before, after)]
        for option in offered[0]:
            if option in offered[1]:
                was, became = (truth.count(wave, question, option) for wave in (before, after))
                rows[question, option, before, after] = {
                    "rank": offered[0].index(option) + 1,
                    "n_options": len(offered[0]) if offered[0] == offered[1] else None,
                    "n_from": was.n,
                    "base_from": was.base,
                    "n_to": became.n,
                    "base_to": became.base,
                    "noted": (question, after) in NOTED,
                }
    return rows


def shifts(truth: Truth) -> Rows:
    """Counts of two waves, and Hoeffding's bound on the chance of as uneven a split."""
    found: dict[tuple[Any, ...], tuple[int, int, int, int, bool]] = {}
    for (question, option, before, after), row in option_pairs(truth).items():
        ns = [row["n_from"], row["base_from"], row["n_to"], row["base_to"]]
        key = (before, after, question, option)
        found[*key, "chosen"] = (*ns, row["noted"])
        others = (ns[1] - ns[0], ns[1], ns[3] - ns[2], ns[3])
        found[*key, "not_chosen"] = (*others, row["noted"])
    for (question, before, after), row in question_pairs(truth).items():
        noted = (question, after) in NOTED
        key = (before, after, question, None)
        given, answered, unknown = (
            [row[f"n_{what}_{side}"] for side in ("from", "to")]
            for what in ("given", "responses", "unknown")
        )
        found[*key, "unknown"] = (unknown[0], given[0], unknown[1], given[1], noted)
        missing = [all_ - those for all_, those in zip(answered, given, strict=True)]
        found[*key, "not_given"] = (missing[0], answered[0], missing[1], answered[1], noted)
        size = answered[0]
        found[before, after, None, None, "responses"] = (size, size, answered[1], size, False)
    tests = Counter((key[0], key[1], key[4]) for key in found)
    return {
        key: {
            "count_from": counts[0],
            "size_from": counts[1],
            "count_to": counts[2],
            "size_to": counts[3],
            "chance": _chance(*counts[:4], tests[key[0], key[1], key[4]]),
            "noted": counts[4],
        }
        for key, counts in found.items()
    }


def _chance(n_from: int, size_from: int, n_to: int, size_to: int, tests: int) -> float:
    far = 0.0
    for n, size in ((n_from, size_from), (n_to, size_to)):
        if n:
            far += n * log(n / ((n_from + n_to) * size / (size_from + size_to)))
    return min(1.0, tests * exp(-far))


def respondent_pairs(truth: Truth) -> Rows:
    rows: Rows = {}
    for before, after in combinations(truth.exported, 2):
        for who in truth.respondents(before) & truth.respondents(after):
            row = Counter[str]()
            for question in QUESTIONS:
                items = [truth.items.get((w, question), {}).get(who) for w in (before, after)]
                same = truth.series_no(before, [question]) == truth.series_no(after, [question])
                if same and all(item and item.told == "answered" for item in items):
                    offered = [truth.offered(w, question) for w in (before, after)
                               if question in ONE_ANSWER]  # fmt: skip
                    row.update(_alike(offered, *filter(None, items)))
            if row["n_items"]:
                names = ("n_items", "n_same", "n_sided", "n_mirrored")
                rows[who, before, after] = {
                    "adjacent": int(after) == int(before) + 1,
                    **{name: row[name] for name in names},
                }
    return rows


def _alike(offered: list[list[str]], was: Item, became: Item) -> Iterator[str]:
    """What counts of a question that was answered twice; `offered` where it takes one answer."""
    yield "n_items"
    if (was.options, was.number) == (became.options, became.number):
        yield "n_same"
    if not offered:
        return
    (then,), (now,) = was.options, became.options
    place, last = offered[0].index(then), len(offered[0]) - 1
    if len(offered[0]) == len(offered[1]) and 2 * place != last:
        if offered[1].index(now) in (place, last - place):
            yield "n_sided"
        if offered[1].index(now) == last - place:
            yield "n_mirrored"
