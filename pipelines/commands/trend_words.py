"""Sentences on a pair of waves: counts first, percentage points only where bases allow them.

Pure functions on rows of the warehouse; `pipelines.commands.trend` reads and prints.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import isfinite
from typing import Any

Row = Mapping[str, Any]

_DIGITS = 9
"""Decimals of a share by weight that count: the rest is noise of floats."""
_AGREES = 1e-9
_NOISE = 1e-15
"""What differences of equal shares by weight may come to."""
_FROM = {
    "responses": "Whatever the unknown answers were",
    "responses and totals": "With the published total of the same wave",
    "totals": "From the totals and the number in both alone",
    "totals and moves": "With the moves that a report states",
}
"""What bounds stand on, by `evidence`."""


@dataclass(frozen=True)
class Survey:
    """What the sentences need of survey.yml."""

    one: str
    many: str
    counts_only_below: int
    confidence: float

    def of(self, number: int) -> str:
        """A number of respondents."""
        return f"{number} {self.one if number == 1 else self.many}"


def percent(share: Fraction) -> str:
    """A share in percent, rounded half up on integers."""
    return f"{(200 * share.numerator + share.denominator) // (2 * share.denominator)}%"


def exact(value: float) -> Fraction:
    """A share by weight as a fraction, without the noise of floats."""
    return Fraction(f"{value:.{_DIGITS}f}")


def bound(value: float | None) -> Fraction | None:
    """A bound as a fraction; None where there is none, or it is infinite."""
    return None if value is None or not isfinite(value) else exact(value)


def points(change: Fraction) -> str:
    """A difference in percentage points, rounded half away from zero, with its sign."""
    size = (200 * abs(change.numerator) + change.denominator) // (2 * change.denominator)
    if change and not size:
        return "less than half a percentage point " + ("more" if change > 0 else "less")
    unit = "percentage point" if size == 1 else "percentage points"
    return f"{_sign(change)}{size} {unit}"


def tenths(number: Fraction) -> str:
    """A number with one decimal, rounded half away from zero."""
    scaled = 20 * abs(number.numerator) + number.denominator
    size = scaled // (2 * number.denominator)
    return f"{'−' if number < 0 and size else ''}{size // 10}.{size % 10}"


def signed(change: Fraction) -> str:
    """A difference with one decimal and its sign."""
    size = tenths(abs(change))
    if change and size == "0.0":
        return f"less than 0.05 {'more' if change > 0 else 'less'}"
    return f"{_sign(change)}{size}"


def by_weight(row: Row) -> str:
    """Says that a value is of weights, where they differ: " by weight", or nothing."""
    size = row["n_effective"]
    return " by weight" if size is not None and abs(size - row["base"]) > _AGREES else ""


def settled(low: Fraction | None, high: Fraction | None) -> str:
    """What bounds of a change settle; None: there is none."""
    if low == high == 0:
        return _told("no change")
    rises, falls = low is not None and low > 0, high is not None and high < 0
    return _told("rise" if rises else "fall" if falls else None, low, high)


def span(low: Fraction, high: Fraction) -> str:
    """From one difference to another, in whole points."""
    return f"between {_end(low * 100, 0)} and {_end(high * 100, 0)} percentage points"


def span_of_means(low: Fraction | None, high: Fraction | None) -> str:
    """From one difference to another, with one decimal; None: there is no bound."""
    ends = [None if end is None else _end(end, 1) for end in (low, high)]
    return _limited("between {} and {}", *ends)


def between(low: Fraction | None, high: Fraction | None) -> str:
    """From one number to another, with one decimal, or the one; None: there is no bound."""
    ends = [None if end is None else tenths(end) for end in (low, high)]
    return tenths(low) if low is not None and low == high else _limited("{} to {}", *ends)


def _limited(both: str, low: str | None, high: str | None) -> str:
    if low is not None and high is not None:
        return both.format(low, high)
    return f"at least {low}" if low else f"at most {high}" if high else "not known"


def _end(change: Fraction, decimals: int) -> str:
    """With its sign; what would be rounded to 0 with the first digit that isn't 0."""
    size = abs(change)
    while size and 2 * size * 10**decimals < 1:
        decimals += 1
    scaled = 2 * size.numerator * 10**decimals + size.denominator
    number = scaled // (2 * size.denominator)
    return f"{_sign(change)}{number / 10**decimals:.{decimals}f}"


def _sign(change: Fraction | int) -> str:
    return "+" if change > 0 else "−" if change < 0 else ""


def value(survey: Survey, row: Row) -> str:
    """A wave's value: "33 of 37 towns (89%)", bounds where answers are unknown.

    Args:
        survey: nouns and rules.
        row: of trends.series.
    """
    base, n, unknown = row["base"], row["n"], row["n_unknown"]
    if n is None:
        return f"{percent(exact(row['share']))} of {survey.of(base)}, as printed"
    if not base + unknown:
        return "nobody in the base"
    counts = f"{n} to {n + unknown}" if unknown else str(n)
    text = f"{counts} of {survey.of(base + unknown)}"
    if row["shows"] != "percent":
        return text
    low, high = _share(n, base + unknown, row["share_low"]), row["share_high"]
    shares = percent(low)
    if unknown:
        shares += f" to {percent(_share(n + unknown, base + unknown, high))}"
    weighted = abs(row["share_low"] - n / (base + unknown)) > _AGREES
    return f"{text} ({shares}{' by weight' if weighted else ''})"


def _share(n: int, base: int, share: float) -> Fraction:
    """The share of counts, or the one by weight where it is another one."""
    counted = Fraction(n, base)
    return counted if abs(share - counted) < _AGREES else exact(share)


def of_members(survey: Survey, row: Row) -> str:
    """What a share says of all members, by assumption and without one.

    Args:
        survey: nouns and rules.
        row: of indicators.results, with the number of members.
    """
    basis = {"assumed": "an assumed ", "stated": "the stated "}.get(row["population_basis"], "")
    whole = f"{basis}{row['population_n']} members"
    least, most = row["n"], row["n"] + row["population_n"] - row["base"]
    shares = " to ".join(percent(Fraction(n, row["population_n"])) for n in (least, most))
    certain = f"between {least} and {most} of {whole} ({shares}), whatever the others would say"
    if row["members_low"] is None:
        return certain
    return (
        f"{certain}; between {row['members_low']} and {row['members_high']}, if those who answered "
        f"were a random draw from the members ({survey.confidence:.0%})"
    )


def everyone(survey: Survey, pair: Row, sides: Sequence[Row]) -> str:
    """The two cross-sections, and what lies between them."""
    before, after = sides
    text = (
        f"{value(survey, before)} in {pair['wave_from']}, "
        f"{value(survey, after)} in {pair['wave_to']}"
    )
    if pair["shows"] != "percent":
        return f"{text}; too few for percentages"
    if pair["change"] is not None:
        shares = [_share(side["n"], side["base"], side["share"]) for side in sides]
        return f"{text}: {_change(shares[1] - shares[0])}"
    if pair["change_low"] is None:
        return text
    low, high = exact(pair["change_low"]), exact(pair["change_high"])
    return f"{text}: {span(low, high)}{_told_of(pair)}"


def _change(change: Fraction) -> str:
    return points(change) if change else "no change"


def _told(
    direction: str | None, low: float | Fraction | None = None, high: float | Fraction | None = None
) -> str:
    """What bounds settle, the direction or what it isn't."""
    if direction in ("rise", "fall", "no change"):
        return f", {'' if direction == 'no change' else 'a '}{direction} in any case"
    if low is not None and low > -_NOISE:
        return "; it can't have fallen, and whether it rose can't be told"
    if high is not None and high < _NOISE:
        return "; it can't have risen, and whether it fell can't be told"
    return "; whether it rose or fell can't be told"


def _told_of(row: Row) -> str:
    """What the bounds of a change settle."""
    return _told(row["direction"], row["change_low"], row["change_high"])


def panel(survey: Survey, pair: Row, bounds: Sequence[Row]) -> Iterator[str]:
    """The respondents in the base of both waves."""
    if pair["panel_base"] is None:
        yield from _not_by_name(survey, pair, bounds)
        return
    size, unknown = pair["panel_base"], pair["panel_n_unknown"]
    if not size + unknown:
        yield "nobody is in the base of both waves, so nothing is known of the same respondents"
        return
    then, now = pair["panel_n_from"], pair["panel_n_to"]
    text = (
        f"of {survey.of(size)} in the base of both, {then} in {pair['wave_from']} and "
        f"{now} in {pair['wave_to']}"
    )
    if not unknown:
        yield f"{text}: {_moved(survey, Fraction(now - then, size), size)}"
        return
    yield f"{text}; {unknown} more with an unknown answer in one of the waves or both"
    yield from _bounds(survey, bounds)


def _moved(survey: Survey, change: Fraction, size: int) -> str:
    """A change in respondents, in points where the panel is large enough."""
    number = change * size
    text = f"{_sign(number)}{abs(number)}" if number else "no change"
    return f"{text} ({points(change)})" if number and size >= survey.counts_only_below else text


def _not_by_name(survey: Survey, pair: Row, bounds: Sequence[Row]) -> Iterator[str]:
    if pair["n_both"] is None:
        yield "not known by name, and no report says how many answered both waves"
        return
    yield f"not known by name; {survey.of(pair['n_both'])} answered both waves"
    yield from _bounds(survey, bounds)


def _bounds(survey: Survey, bounds: Sequence[Row]) -> Iterator[str]:
    for row in bounds:
        low, high = exact(row["change_low"]), exact(row["change_high"])
        fewest, most = (f"{_sign(row[end])}{abs(row[end])}" for end in ("moved_low", "moved_high"))
        sizes = dict.fromkeys((row["base_low"], row["base_high"]))
        known = f"{_FROM[row['evidence']]}{_stated(row)}"
        text = f"{known}: {fewest} to {most} of {' to '.join(map(str, sizes))}"
        if row["base_low"] >= survey.counts_only_below:
            text += f", {span(low, high)}"
        yield text + _told_of(row)


def _stated(row: Row) -> str:
    """How many are said to have moved, in brackets, or nothing."""
    moves = {"started": row["n_gained_stated"], "stopped": row["n_lost_stated"]}
    stated = ", ".join(f"{number} {moved}" for moved, number in moves.items() if number)
    return f" ({stated})" if stated else ""


def turnover(survey: Survey, pair: Row) -> Iterator[tuple[str, str]]:
    """What entrants and leavers bring to everyone's change: label and sentence."""
    if pair["entrants_effect_low"] is None:
        return
    smallest = min(pair["panel_base"], pair["base_from"], pair["base_to"])
    for label, here, other, absent, effect in (
        ("entrants", "wave_to", "wave_from", "entrants_new", _entrants),
        ("leavers", "wave_from", "wave_to", "leavers_gone", _leavers),
    ):
        base, n = pair[f"{label}_base"], pair[f"{label}_n"]
        low, high = (exact(pair[f"{label}_effect_{end}"]) for end in ("low", "high"))
        if not base and low == high == 0:
            yield label, "none"
            continue
        text = f"{n} of {survey.of(base)} in the base of {pair[here]} only"
        if gone := base - pair[absent]:
            text += f" ({gone} of whom answered {pair[other]} too, outside its base)"
        if low < high:
            text += ", those with an unknown answer aside"
        if smallest >= survey.counts_only_below:
            one = low if pair["entrants_effect"] is None else effect(pair)
            text += f": {span(low, high) if low < high else _change(one)} on everyone's share"
        yield label, text


def _entrants(pair: Row) -> Fraction:
    """w_E (e - s₂) from counts."""
    base, size = pair["entrants_base"], pair["panel_base"]
    numerator = pair["entrants_n"] * size - pair["panel_n_to"] * base
    return Fraction(numerator, pair["base_to"] * size)


def _leavers(pair: Row) -> Fraction:
    """w_L (s₁ - l) from counts."""
    base, size = pair["leavers_base"], pair["panel_base"]
    numerator = pair["panel_n_from"] * base - pair["leavers_n"] * size
    return Fraction(numerator, pair["base_from"] * size)


def tests(survey: Survey, pair: Row) -> str | None:
    """McNemar and Newcombe, and what they suppose; None where there is nothing to test."""
    if pair["change_ci_low"] is not None:
        return _independent(survey, pair)
    if pair["p_exact"] is None or not pair["n_gained"] + pair["n_lost"]:
        return None
    text = (
        f"{pair['n_gained']} started against {pair['n_lost']} that stopped: exact McNemar "
        f"p = {pair['p_exact']:.2g}, mid-p {pair['p_mid']:.2g}; {pair['p_holm']:.2g} after Holm "
        "for all indicators"
    )
    if pair["panel_base"] >= survey.counts_only_below:
        limits = span(exact(pair["panel_ci_low"]), exact(pair["panel_ci_high"]))
        text += f"; Newcombe's {survey.confidence:.0%} interval {limits}"
    return f"{text}; all as if the panel were a random draw from very many"


def _independent(survey: Survey, pair: Row) -> str | None:
    """The interval for two waves that share nobody; None where there are no percentages."""
    if pair["shows"] != "percent":
        return None
    limits = span(exact(pair["change_ci_low"]), exact(pair["change_ci_high"]))
    return (
        f"Newcombe's {survey.confidence:.0%} interval for two independent shares {limits}; as if "
        "both waves, which share nobody, were random draws from very many"
    )


def untold(pair: Row) -> Iterator[str]:
    """What can't be told of a pair that compares, and why."""
    sides = ("from", "to")
    published = [pair[f"wave_{side}"] for side in sides if pair[f"source_{side}"] == "published"]
    if published:
        only = f"{' and '.join(published)} {'are' if len(published) > 1 else 'is'} only published"
        yield f"{only}: who answered what is not known"
    for side in sides:
        wave = pair[f"wave_{side}"]
        if unknown := pair[f"n_unknown_{side}"]:
            answers = "one answer" if unknown == 1 else f"{unknown} answers"
            yield f"{answers} of {wave} {'is' if unknown == 1 else 'are'} unknown"
    if pair["entrants_effect_low"] is None:
        yield "what entrants and leavers bring to everyone's share"
    of_counts, change = pair["change_of_counts"], pair["change"]
    if of_counts is not None and change is not None and abs(of_counts - change) > _AGREES:
        yield "weights enter everyone's shares; panel, entrants and leavers are counted"
