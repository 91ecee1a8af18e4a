"""Scores, nets, ratings and numbers through the waves, and within the panel."""

from __future__ import annotations

from fractions import Fraction
from typing import Any, NamedTuple

from tests.demo.expected.changes import direction_of
from tests.demo.expected.means import Values, netted, points_of_question, ratings, scored, staff
from tests.demo.expected.shared import Rows, mean
from tests.demo.truth import BREAKS, HIGHEST, LOWEST, NETS, SCORES, SEVERAL, STAFF, Truth

Measure = tuple[str, str]
SCALES: dict[Measure, tuple[Fraction, Fraction]] = {
    ("rating", "cooperation"): (LOWEST, HIGHEST),
    ("number", "staff"): STAFF,
    **{("net", net): (Fraction(-1), Fraction(1)) for net in NETS},
    **{("score", score): (Fraction(0), Fraction(100)) for score in SCORES},
}
"""What has a mean, and the lowest and highest that its values may be."""


class Value(NamedTuple):
    """What one respondent has in one wave, and whether it may be nothing at all."""

    low: Fraction
    high: Fraction
    certain: bool

    @property
    def known(self) -> bool:
        return self.certain and self.low == self.high


def _values(truth: Truth, measure: Measure, wave: str) -> dict[str, Value]:
    kind, of = measure
    if kind == "score":
        return {
            who: Value(row["score_low"], row["score_high"], row["certain"])
            for who, row in scored(truth, wave, of)
        }
    found = {
        "net": lambda: netted(truth, wave, of),
        "rating": lambda: ratings(truth, wave),
        "number": lambda: staff(truth, wave),
    }[kind]()
    return {who: Value(low, high, known) for who, low, high, known in found}


def _waves(truth: Truth, measure: Measure) -> list[str]:
    return [wave for wave in truth.exported if _values(truth, measure, wave)]


def mean_values(truth: Truth) -> Rows:
    return {
        (*measure, wave, who): value._asdict()
        for measure in SCALES
        for wave in _waves(truth, measure)
        for who, value in _values(truth, measure, wave).items()
    }


def mean_series(truth: Truth) -> Rows:
    rows: Rows = {}
    for measure, (lowest, highest) in SCALES.items():
        waves, number = _waves(truth, measure), 1
        for before, wave in zip([None, *waves], waves, strict=False):
            comparable = None if before is None else _same(truth, measure, before, wave)
            number += comparable is False
            row = _sums(truth, measure, wave).row(truth, wave)
            del row["standard_error"]
            rows[(*measure, wave)] = {
                **row,
                "position": truth.position(wave),
                "lowest": lowest,
                "highest": highest,
                "wave_before": before,
                "after_gap": before and int(wave) > int(before) + 1,
                "comparable": comparable,
                "series_no": number,
            }
    return rows


def _sums(truth: Truth, measure: Measure, wave: str) -> Values:
    found = Values()
    for who, value in _values(truth, measure, wave).items():
        known = value.known
        if measure[0] == "score":
            known = not dict(scored(truth, wave, measure[1]))[who]["n_unknown"]
        found.add(value.low, value.high, truth.weights[wave, who], known)
    return found


def _same(truth: Truth, measure: Measure, before: str, wave: str) -> bool:
    """Whether two waves compare: no break, and of a score the same questions and points."""
    kind, of = measure
    if kind != "score":
        return True
    most = [
        {
            question: sum(worth.values()) if question in SEVERAL else max(worth.values())
            for question, worth in points_of_question(truth, each, of).items()
        }
        for each in (before, wave)
    ]
    broken = any(before < BREAKS.get(question, "") <= wave for question in most[1])
    return not broken and most[0] == most[1]


def mean_changes(truth: Truth) -> Rows:
    series = mean_series(truth)
    rows: Rows = {}
    for measure in SCALES:
        for (before, after), kind in truth.pairs(_waves(truth, measure)).items():
            sides = [series[(*measure, wave)] for wave in (before, after)]
            comparable = sides[0]["series_no"] == sides[1]["series_no"]
            values = [_values(truth, measure, wave) for wave in (before, after)]
            whole = comparable and not any(side["n_unknown"] for side in sides)
            rows[(*measure, before, after)] = {
                "pair_kind": kind,
                "comparable": comparable,
                **_everyone(sides, comparable),
                **(_panel(values) if comparable else dict.fromkeys(_panel(values))),
                **_effects(values, whole),
            }
    return rows


def _everyone(sides: list[dict[str, Any]], comparable: bool) -> dict[str, Any]:
    row: dict[str, Any] = {}
    for name, side in zip(("from", "to"), sides, strict=True):
        row |= {f"{column}_{name}": side[column] for column in ("base", "n_unknown", "mean")}
    was, became = sides
    low, high = became["mean_low"] - was["mean_high"], became["mean_high"] - was["mean_low"]
    told = comparable and was["mean"] is not None and became["mean"] is not None
    return row | {
        "change": low if told else None,
        "change_low": low if comparable else None,
        "change_high": high if comparable else None,
        "direction": direction_of(low, high) if comparable else None,
    }


def _panel(values: list[dict[str, Value]]) -> dict[str, Any]:
    both = [(values[0][who], values[1][who]) for who in values[0].keys() & values[1].keys()]
    known = [(was.low, became.low) for was, became in both if was.known and became.known]
    least = [(w.certain and b.certain, b.low - w.high) for w, b in both]
    most = [(w.certain and b.certain, b.high - w.low) for w, b in both]
    low = -_highest([(certain, -step) for certain, step in least])
    high = _highest(most)
    means = [mean([(pair[side], Fraction(1)) for pair in known]) for side in (0, 1)]
    was, became = means
    return {
        "panel_base": len(known),
        "panel_n_unknown": len(both) - len(known),
        "panel_mean_from": was,
        "panel_mean_to": became,
        "panel_change": became - was if len(known) == len(both) and known else None,
        "panel_change_low": low,
        "panel_change_high": high,
        "panel_direction": direction_of(low, high),
    }


def _highest(steps: list[tuple[bool, Fraction]]) -> Fraction:
    """Of the means of all who are certain and any number of the others, who rose most, the most."""
    certain = [step for sure, step in steps if sure]
    others = sorted((step for sure, step in steps if not sure), reverse=True)
    panels = [certain + others[:number] for number in range(len(others) + 1)]
    return max(sum(panel, Fraction(0)) / len(panel) for panel in panels if panel)


def _effects(values: list[dict[str, Value]], whole: bool) -> dict[str, Any]:
    names = ("change_of_values", "entrants_base", "entrants_mean", "entrants_effect",
             "leavers_base", "leavers_mean", "leavers_effect")  # fmt: skip
    if not whole:
        return dict.fromkeys(names)
    was, became = ({who: value.low for who, value in side.items()} for side in values)
    both = was.keys() & became.keys()
    means = [_mean(was.values()), _mean(became.values())]
    panel = [_mean(side[who] for who in both) for side in (was, became)]
    new = [value for who, value in became.items() if who not in both]
    gone = [value for who, value in was.items() if who not in both]
    brought = Fraction(len(new), len(became)) * (_mean(new) - panel[1]) if new else Fraction(0)
    taken = Fraction(len(gone), len(was)) * (panel[0] - _mean(gone)) if gone else Fraction(0)
    change = means[1] - means[0]
    assert change == panel[1] - panel[0] + brought + taken
    found = (change, len(new), _mean(new) if new else None, brought,
             len(gone), _mean(gone) if gone else None, taken)  # fmt: skip
    return dict(zip(names, found, strict=True))


def _mean(values: Any) -> Fraction:
    each = list(values)
    return sum(each, Fraction(0)) / len(each)
