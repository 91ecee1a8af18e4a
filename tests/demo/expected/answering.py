"""Who answered: rates, likeness to the members, again or not, and questions left open."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction
from itertools import pairwise, product
from typing import Any

from tests.demo.expected.shared import Rows, shows
from tests.demo.truth import QUESTIONS, Truth

UNKNOWN = "it is not known who answered"


def _groupings(truth: Truth, wave: str) -> dict[str, dict[str, list[str]]]:
    """By grouping, the members of each of its groups."""
    found: dict[str, dict[str, list[str]]] = {}
    for who in truth.members(wave):
        for by, value in truth.facts[wave, who].items():
            found.setdefault(by, {}).setdefault(value, []).append(who)
    return found


def response_rates(truth: Truth) -> Rows:
    rows: Rows = {}
    for wave in truth.waves:
        here, members, listed = truth.respondents(wave), truth.members(wave), wave in truth.exported
        rows[wave, "all", "all"] = {
            "n_members": truth.population[wave],
            "n_answered": len(here),
            "rate": Fraction(len(here), truth.population[wave]),
            "shows": shows(truth.population[wave]),
            "population_basis": "registry",
            "n_registry": len(members) if listed else None,
            "n_outside": len(here - members) if listed else None,
            "note": None,
            "why_no_groups": None if listed else UNKNOWN,
        }
        for by, groups in _groupings(truth, wave).items() if listed else ():
            for value, those in groups.items():
                n = len(here & set(those))
                rows[wave, by, value] = {
                    "n_members": len(those),
                    "n_answered": n,
                    "rate": Fraction(n, len(those)),
                    "shows": shows(len(those)),
                    "population_basis": "registry",
                    "n_registry": len(those),
                    "n_outside": None,
                    "note": None,
                    "why_no_groups": None,
                }
    return rows


def dissimilarity(truth: Truth) -> Rows:
    rows: Rows = {}
    names = ("dissimilarity", "n_groups", "n_members", "n_answered", "n_elsewhere")
    for wave in truth.waves:
        here = truth.respondents(wave)
        for by, groups in _groupings(truth, wave).items():
            if wave not in truth.exported:
                rows[wave, by] = {**dict.fromkeys(names), "note": UNKNOWN}
                continue
            members = sum(map(len, groups.values()))
            answered = sum(len(here & set(those)) for those in groups.values())
            apart = sum(
                abs(Fraction(len(those), members) - Fraction(len(here & set(those)), answered))
                for those in groups.values()
            )
            found = (apart / 2, len(groups), members, answered, len(truth.members(wave)) - members)
            rows[wave, by] = {**dict(zip(names, found, strict=True)), "note": None}
    return rows


def participation(truth: Truth) -> Rows:
    rows: Rows = {}
    earlier: list[str] = []
    for wave in truth.exported:
        here, members = truth.respondents(wave), truth.members(wave)
        seen = {who: was for was in earlier for who in truth.respondents(was)}
        for who in here | members | seen.keys():
            last = seen.get(who)
            rows[wave, who] = {
                "member": who in members,
                "answered": who in here,
                "answered_last": last,
                "standing": _standing(who in here, last, earlier) if earlier else None,
            }
        earlier.append(wave)
    return rows


def _standing(answered: bool, last: str | None, earlier: list[str]) -> str:
    if last is None:
        return "new" if answered else "never"
    if last == earlier[-1]:
        return "returning" if answered else "stopped"
    return "returned" if answered else "lapsed"


def answered_before(truth: Truth) -> Rows:
    standings = participation(truth)
    before = {wave: was for was, wave in pairwise(truth.exported)}
    hidden = [wave for wave in truth.waves if wave not in truth.exported]
    rows: Rows = {}
    for wave in truth.waves:
        own = [(who, row) for (where, who), row in standings.items() if where == wave]
        counts = Counter(row["standing"] for _, row in own)
        left = sum(row["standing"] == "stopped" and not row["member"] for _, row in own)
        of = {name: counts[name] for name in ("new", "returning", "returned", "stopped", "lapsed")}
        numbers: dict[str, Any] = {f"n_{name}": n for name, n in (of | {"left": left}).items()}
        if wave not in before:
            numbers = dict.fromkeys(numbers)
        unseen = ", ".join(was for was in hidden if was < wave)
        rows[(wave,)] = {
            "wave_before": before.get(wave),
            "n_answered": len(truth.respondents(wave)),
            **numbers,
            "note": UNKNOWN if wave in hidden else f"not known who answered: {unseen}",
        }
    return rows


def item_nonresponse(truth: Truth) -> Rows:
    rows: Rows = {}
    for wave, question in product(truth.exported, QUESTIONS):
        if not truth.asked(wave, question):
            continue
        states = Counter(item.told for item in truth.items[wave, question].values())
        asked = states.total() - states["routed_out"]
        missing = states["no_answer"] + states["dont_know"]
        open_ = states["unknown"] + states["rejected"]
        rows[wave, question] = {
            "n_items": states.total(),
            **{f"n_{state}": states[state] for state in (
                "answered", "no_answer", "dont_know", "refused", "not_applicable", "routed_out",
                "rejected", "unknown",
            )},
            "n_asked": asked,
            "n_missing": missing,
            "rate": None if open_ else Fraction(missing, asked),
            "rate_low": Fraction(missing, asked),
            "rate_high": Fraction(missing + open_, asked),
            "shows": shows(asked),
        }  # fmt: skip
    return rows
