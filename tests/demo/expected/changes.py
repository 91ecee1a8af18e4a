"""Changes from wave to wave: everyone, the panel with its bounds and tests, and the rest."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from fractions import Fraction
from functools import cache
from itertools import chain, product
from math import comb, sqrt
from typing import Any

from tests.demo.expected.series import followed, indicator_pairs, shown
from tests.demo.expected.shared import Rows, score_limits, shows
from tests.demo.truth import OVERLAPS, STATED_MOVES, Truth


def changes(truth: Truth) -> Rows:
    rows: Rows = {}
    for indicator, before, after, kind, comparable in indicator_pairs(truth):
        row: dict[str, Any] = {"pair_kind": kind, "comparable": comparable}
        row |= _cross_sections(truth, indicator, before, after, comparable)
        cells = None
        if followed(truth, indicator, before, after):
            cells = Counter(
                {cell: len(those) for cell, those in truth.moves(indicator, before, after).items()}
            )
        row |= _panel(cells, comparable) | _turnover(cells)
        row |= _effects(row, comparable and cells is not None)
        row |= _effect_bounds(truth, row, (indicator, before, after))
        row |= _panel_bounds(truth, indicator, before, after, comparable)
        row["panel_shows"] = _panel_shows(truth, row, (indicator, before, after))
        row |= _tests(row, cells)
        rows[indicator, before, after] = row
    _adjust(rows)
    return rows


def _cross_sections(
    truth: Truth, indicator: str, before: str, after: str, comparable: bool
) -> dict[str, Any]:
    row: dict[str, Any] = {}
    counts = []
    for side, wave in (("from", before), ("to", after)):
        point = truth.point(wave, indicator)
        assert point is not None
        source, count = point
        counts.append(count)
        row |= {
            f"source_{side}": source,
            f"n_{side}": count.n,
            f"base_{side}": count.base,
            f"share_{side}": count.share,
            f"n_unknown_{side}": len(count.unknown),
        }
    was, became = counts
    assert was.low is not None
    assert was.high is not None
    assert became.low is not None
    assert became.high is not None
    told = comparable and was.share is not None and became.share is not None
    row["change"] = became.low - was.low if told else None
    row["change_low"] = became.low - was.high if comparable else None
    row["change_high"] = became.high - was.low if comparable else None
    row["direction"] = direction_of(row["change_low"], row["change_high"])
    here = [truth.respondents(wave) for wave in (before, after)]
    listed = before in truth.exported and after in truth.exported
    known = listed or (before, after) in OVERLAPS
    row["n_both"] = len(here[0] & here[1]) if known else None
    row["shows"] = min(
        (shown(truth, wave, indicator) for wave in (before, after)),
        key=["names", "counts", "percent"].index,
    )
    # an interval for waves that share nobody: none of these do
    assert row["n_both"] != 0
    return row | {"change_ci_low": None, "change_ci_high": None}


def direction_of(low: Fraction | None, high: Fraction | None) -> str | None:
    if low is None or high is None:
        return None
    if low > 0:
        return "rise"
    if high < 0:
        return "fall"
    return "no change" if low == high == 0 else "can't be told"


def _panel(cells: Counter[tuple[str, str]] | None, comparable: bool) -> dict[str, Any]:
    if cells is None:
        names = ("base", "n_unknown", "n_from", "n_to", "change")
        return {f"panel_{name}": None for name in names} | {"n_gained": None, "n_lost": None}
    kept, gained = cells["yes", "yes"], cells["no", "yes"]
    lost, neither = cells["yes", "no"], cells["no", "no"]
    size = kept + gained + lost + neither
    inside = ("yes", "no", "unknown")
    unknown = sum(n for (was, is_), n in cells.items() if was in inside and is_ in inside) - size
    of_panel = {
        "panel_n_from": kept + lost,
        "panel_n_to": kept + gained,
        "n_gained": gained,
        "n_lost": lost,
        "panel_change": Fraction(gained - lost, size) if size and not unknown else None,
    }
    if not comparable:
        of_panel = dict.fromkeys(of_panel)
    return {"panel_base": size, "panel_n_unknown": unknown, **of_panel}


def _turnover(cells: Counter[tuple[str, str]] | None) -> dict[str, Any]:
    row: dict[str, Any] = {}
    for label, absent, side in (("entrants", "new", 1), ("leavers", "gone", 0)):
        only = {
            cell: n
            for cell, n in (cells or {}).items()
            if cell[side] in ("yes", "no") and cell[1 - side] in ("out", "absent")
        }
        row[f"{label}_base"] = sum(only.values())
        row[f"{label}_n"] = sum(n for cell, n in only.items() if cell[side] == "yes")
        row[f"{label}_{absent}"] = sum(n for c, n in only.items() if c[1 - side] == "absent")
    return row if cells is not None else dict.fromkeys(row)


def _effects(row: dict[str, Any], compares: bool) -> dict[str, Any]:
    names = ("change_of_counts", "entrants_weight", "entrants_effect", "leavers_weight",
             "leavers_effect")  # fmt: skip
    if not compares or row["n_unknown_from"] or row["n_unknown_to"]:
        return dict.fromkeys(names)
    was, became = (Fraction(row[f"n_{side}"], row[f"base_{side}"]) for side in ("from", "to"))
    entrants = Fraction(row["entrants_base"], row["base_to"])
    leavers = Fraction(row["leavers_base"], row["base_from"])
    brought, taken = Fraction(0), Fraction(0)
    then, now = (Fraction(row[f"panel_n_{side}"], row["panel_base"]) for side in ("from", "to"))
    if entrants:
        brought = entrants * (Fraction(row["entrants_n"], row["entrants_base"]) - now)
    if leavers:
        taken = leavers * (then - Fraction(row["leavers_n"], row["leavers_base"]))
    assert became - was == row["panel_change"] + brought + taken
    return dict(zip(names, (became - was, entrants, brought, leavers, taken), strict=True))


def _effect_bounds(truth: Truth, row: dict[str, Any], of: tuple[str, str, str]) -> dict[str, Any]:
    """Of responses alone, as the effects are."""
    told = row["comparable"] and row["source_from"] == row["source_to"] == "responses"
    bounds = turnover_bounds(truth).get(of) if told else None
    return {
        f"{side}_effect_{end}": bounds[f"{side}_{end}"] if bounds else None
        for side, end in product(("entrants", "leavers"), ("low", "high"))
    }


@cache
def turnover_bounds(truth: Truth) -> Rows:
    """What entrants and leavers bring at least and at most, over all readings."""
    rows: Rows = {}
    for indicator, before, after, _, comparable in indicator_pairs(truth):
        if not comparable or not followed(truth, indicator, before, after):
            continue
        found = list(_turnovers(truth.moves(indicator, before, after)))
        rows[indicator, before, after] = {
            f"{side}_{end}": (min if end == "low" else max)(
                (each[place] for each in found), default=None
            )
            for (place, side), end in product(enumerate(("entrants", "leavers")), ("low", "high"))
        }
    return rows


def _turnovers(moves: dict[tuple[str, str], list[str]]) -> Iterator[tuple[Fraction, Fraction]]:
    """Of each reading, an unknown answer being yes, no or none, what entrants and leavers bring."""
    known = Counter({cell: len(those) for cell, those in moves.items() if "unknown" not in cell})
    unknown = [cell for cell, those in moves.items() if "unknown" in cell for _ in those]
    options = [
        tuple(product(*((("yes", "no", "out") if x == "unknown" else (x,)) for x in cell)))
        for cell in unknown
    ]
    for reading in {tuple(sorted(each)) for each in product(*options)}:
        cells = known + Counter(reading)
        given = ("yes", "no")
        both = Counter({c: n for c, n in cells.items() if c[0] in given and c[1] in given})
        if not both:
            continue
        apart = []
        for side in (0, 1):
            shares = [
                Fraction(
                    sum(n for cell, n in counted.items() if cell[side] == "yes"),
                    sum(n for cell, n in counted.items() if cell[side] in given),
                )
                for counted in (cells, both)
            ]
            apart.append(shares[0] - shares[1])
        yield apart[1], -apart[0]


def panel_bounds(truth: Truth) -> Rows:
    return {
        (indicator, before, after, evidence): row
        for indicator, before, after, _, comparable in indicator_pairs(truth)
        if comparable
        for evidence, row in _bounds(truth, indicator, before, after).items()
    }


def _bounds(truth: Truth, indicator: str, before: str, after: str) -> dict[str, dict[str, Any]]:
    """By what the bounds stand on, the best last."""
    if followed(truth, indicator, before, after):
        row = _by_name(truth, indicator, before, after)
        return {"responses": row} if row["base_high"] else {}
    if (before, after) not in OVERLAPS:
        return {}
    found = {"totals": _by_totals(truth, indicator, before, after, 0)}
    if (indicator, before, after) in STATED_MOVES:
        started = _started(truth, indicator, before, after)
        found["totals and moves"] = _by_totals(truth, indicator, before, after, started)
    return found


def _started(truth: Truth, indicator: str, before: str, after: str) -> int:
    return len(truth.moves(indicator, before, after)["no", "yes"])


def stated_moves(truth: Truth) -> Rows:
    return {pair: {"n_gained": _started(truth, *pair), "n_lost": 0} for pair in STATED_MOVES}


def _panel_bounds(
    truth: Truth, indicator: str, before: str, after: str, comparable: bool
) -> dict[str, Any]:
    found = _bounds(truth, indicator, before, after) if comparable else {}
    evidence, best = next(reversed(found.items()), (None, dict[str, Any]()))
    low, high = best.get("change_low"), best.get("change_high")
    direction = direction_of(low, high)
    if comparable and not found and not followed(truth, indicator, before, after):
        direction = "can't be told"
    return {
        "panel_evidence": evidence,
        "panel_change_low": low,
        "panel_change_high": high,
        "panel_direction": direction,
    }


def _panel_shows(truth: Truth, row: dict[str, Any], of: tuple[str, str, str]) -> str | None:
    """By the respondents in both bases, or the fewest that totals allow."""
    size = row["panel_base"]
    if size is not None:
        size += row["panel_n_unknown"]
    elif row["panel_evidence"]:
        size = _bounds(truth, *of)[row["panel_evidence"]]["base_low"]
    return None if size is None else shows(size)


def _by_name(truth: Truth, indicator: str, before: str, after: str) -> dict[str, Any]:
    """The smallest and the largest change of the panel.

    Who has an unknown answer moved as far as it may have, or gave none and is in no panel: taken
    in one by one, those who moved farthest first.
    """
    values = {"yes": (1, 1), "no": (0, 0), "unknown": (0, 1)}
    size = then = now = then_more = now_more = 0
    up, down = list[int](), list[int]()
    for (was, became), those in truth.moves(indicator, before, after).items():
        if was not in values or became not in values:
            continue
        if "unknown" in (was, became):
            down += len(those) * [values[became][0] - values[was][1]]
            up += len(those) * [values[became][1] - values[was][0]]
            then_more += len(those) * values[was][1]
            now_more += len(those) * values[became][1]
        else:
            size += len(those)
            then += len(those) * values[was][1]
            now += len(those) * values[became][1]
    found = [
        Fraction(now - then + sum(farthest[:taken]), size + taken)
        for farthest in (sorted(down), sorted(up, reverse=True))
        for taken in range(len(farthest) + 1)
        if size + taken
    ]
    return {
        "n_from_low": then,
        "n_from_high": then + then_more,
        "n_to_low": now,
        "n_to_high": now + now_more,
        "base_low": size,
        "base_high": size + len(up),
        "moved_low": now - then + sum(down),
        "moved_high": now - then + sum(up),
        "n_gained_stated": 0,
        "n_lost_stated": 0,
        "change_low": min(found, default=None),
        "change_high": max(found, default=None),
    }


def _by_totals(
    truth: Truth, indicator: str, before: str, after: str, started: int
) -> dict[str, Any]:
    """Every panel that two totals and the number in both waves allow."""
    found = list(_panels(truth, indicator, before, after, started))
    measures = {
        "n_from": [then for _, then, _ in found],
        "n_to": [now for _, _, now in found],
        "base": [size for size, _, _ in found],
        "moved": [now - then for _, then, now in found],
        "change": [Fraction(now - then, size) for size, then, now in found if size],
    }
    row: dict[str, Any] = {"n_gained_stated": started, "n_lost_stated": 0}
    for name, values in measures.items():
        row |= {f"{name}_low": min(values), f"{name}_high": max(values)}
    return row


def _panels(
    truth: Truth, indicator: str, before: str, after: str, started: int
) -> Iterator[tuple[int, int, int]]:
    """Size, yes before and yes after."""
    sides = [truth.total(wave, indicator) for wave in (before, after)]
    here = [truth.respondents(wave) for wave in (before, after)]
    both = len(here[0] & here[1])
    outside = sum(len(here[side]) - sides[side].base for side in (0, 1))
    for size in range(max(both - outside, 0), min(both, sides[0].base, sides[1].base) + 1):
        for kept, gained in product(range(size + 1), range(started, size + 1)):
            for lost in range(size - kept - gained + 1):
                fits = (
                    0 <= count.n - inside <= count.base - size
                    for count, inside in zip(sides, (kept + lost, kept + gained), strict=True)
                )
                if all(fits):
                    yield size, kept + lost, kept + gained


def paired_tests(truth: Truth) -> Rows:
    """Of every panel of which each answer is known, also across a break."""
    rows: Rows = {}
    for indicator, before, after, _, _ in indicator_pairs(truth):
        moves = truth.moves(indicator, before, after)
        inside = [cell for cell in moves if not {"out", "absent"} & set(cell)]
        if followed(truth, indicator, before, after) and "unknown" not in chain(*inside):
            cells = Counter({cell: len(those) for cell, those in moves.items()})
            kept, lost, gained, neither = (
                cells[was, became] for was, became in product(("yes", "no"), repeat=2)
            )
            row = _tests({"n_gained": gained, "n_lost": lost, "panel_change": 0}, cells)
            limits = {"ci_low": row.pop("panel_ci_low"), "ci_high": row.pop("panel_ci_high")}
            rows[kept, gained, lost, neither] = row | limits
    return rows


def adjusted_tests(truth: Truth) -> Rows:
    return {
        of: {"p_holm": row["p_holm"]}
        for of, row in changes(truth).items()
        if row["p_holm"] is not None
    }


def _tests(row: dict[str, Any], cells: Counter[tuple[str, str]] | None) -> dict[str, Any]:
    names = ("p_exact", "p_mid", "panel_ci_low", "panel_ci_high")
    if cells is None or row["panel_change"] is None:
        return dict.fromkeys(names)
    moves, fewer = row["n_gained"] + row["n_lost"], min(row["n_gained"], row["n_lost"])
    at_most = Fraction(sum(comb(moves, k) for k in range(fewer + 1)), 2**moves)
    p_mid = 2 * at_most - Fraction(comb(moves, fewer), 2**moves)
    limits = _newcombe(*(cells[was, became] for was, became in product(("yes", "no"), repeat=2)))
    return dict(zip(names, (min(2 * at_most, 1), min(p_mid, 1), *limits), strict=True))


def _newcombe(kept: int, lost: int, gained: int, neither: int) -> tuple[float, float]:
    """Newcombe (1998b), method 10, with φ corrected for continuity."""
    size = Fraction(kept + gained + lost + neither)
    then, now = (kept + lost) / size, (kept + gained) / size
    before, after = (score_limits(share, size) for share in (then, now))
    excess = Fraction(kept * neither - gained * lost)
    excess = max(excess - size / 2, Fraction(0)) if excess > 0 else excess
    margins = (kept + gained) * (lost + neither) * (kept + lost) * (gained + neither)
    phi = float(excess) / sqrt(margins) if margins else 0.0
    change = float(now - then)

    def reach(one: float, other: float) -> float:
        return sqrt(max(one * one - 2 * phi * one * other + other * other, 0))

    down = reach(float(now) - after[0], before[1] - float(then))
    up = reach(after[1] - float(now), float(then) - before[0])
    return max(change - down, -1), min(change + up, 1)


def _adjust(rows: Rows) -> None:
    """Holm: the k-th smallest p of a pair of waves by the number of those not before it."""
    by_pair: dict[tuple[Any, ...], list[dict[str, Any]]] = {}
    for (_, *pair), row in rows.items():
        row["p_holm"] = None
        if row["p_exact"] is not None:
            by_pair.setdefault(tuple(pair), []).append(row)
    for tested in by_pair.values():
        reached = Fraction(0)
        ordered = sorted(tested, key=lambda row: Fraction(row["p_exact"]))
        for before, row in enumerate(ordered):
            reached = max(reached, min(1, (len(tested) - before) * row["p_exact"]))
            row["p_holm"] = reached
