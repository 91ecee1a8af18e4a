"""Series, pairs of waves, who moved, and answers to answers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from tests.demo.expected.shared import Rows, bounded, printed, shows
from tests.demo.truth import INDICATORS, ONE_ANSWER, OPEN, Item, Truth


def series(truth: Truth) -> Rows:
    rows: Rows = {}
    for indicator, parts in INDICATORS.items():
        waves = truth.series(indicator)
        for before, wave in zip([None, *waves], waves, strict=False):
            point = truth.point(wave, indicator)
            assert point is not None
            number = truth.series_no(wave, list(parts))
            rows[indicator, wave] = {
                **bounded(point[1]),
                "source": point[0],
                "shows": shown(truth, wave, indicator),
                "position": truth.position(wave),
                "wave_before": before,
                "after_gap": before and int(wave) > int(before) + 1,
                "comparable": before and number == truth.series_no(before, list(parts)),
                "series_no": number,
            }
    return rows


def shown(truth: Truth, wave: str, indicator: str) -> str:
    """What may be printed of a point of a series."""
    point = truth.point(wave, indicator)
    assert point is not None
    source, count = point
    return shows(count.base) if source == "published" else str(printed(count.everyone)["shows"])


def indicator_pairs(truth: Truth) -> Iterator[tuple[str, str, str, str, bool]]:
    """Indicator, pair, its kind, and whether it compares."""
    for indicator, parts in INDICATORS.items():
        for (before, after), kind in truth.pairs(truth.series(indicator)).items():
            numbers_ = {truth.series_no(wave, list(parts)) for wave in (before, after)}
            yield indicator, before, after, kind, len(numbers_) == 1


def followed(truth: Truth, indicator: str, before: str, after: str) -> bool:
    """Whether both waves say by name who answered what."""
    return truth.has(before, indicator) and truth.has(after, indicator)


def panels(truth: Truth) -> Rows:
    return {
        (indicator, before, after, *cell): {"n": len(those)}
        for indicator, before, after, _, _ in indicator_pairs(truth)
        if followed(truth, indicator, before, after)
        for cell, those in truth.moves(indicator, before, after).items()
    }


def movers(truth: Truth) -> Rows:
    moved = {("no", "yes"): "gained", ("yes", "no"): "lost"}
    return {
        (indicator, before, after, who): {"direction": moved[cell]}
        for indicator, before, after, _, comparable in indicator_pairs(truth)
        if comparable and followed(truth, indicator, before, after)
        for cell, those in truth.moves(indicator, before, after).items()
        if cell in moved
        for who in those
    }


def transitions(truth: Truth) -> Rows:
    rows: Rows = {}
    for question in ONE_ANSWER:
        waves = [wave for wave in truth.waves if truth.asked(wave, question)]
        for (before, after), kind in truth.pairs(waves).items():
            if before not in truth.exported:
                continue
            items = [truth.items[wave, question] for wave in (before, after)]
            both = sorted(items[0].keys() & items[1].keys())
            answers = Counter(tuple(_answer(side[who]) for side in items) for who in both)
            compares = len({truth.series_no(wave, [question]) for wave in (before, after)}) == 1
            for (was, became), n in answers.items():
                unknown = was[1] in OPEN or became[1] in OPEN
                rows[question, before, after, *was, *became] = {
                    "pair_kind": kind,
                    "n": n,
                    "n_from": sum(m for (same, _), m in answers.items() if same == was),
                    "n_both": len(both),
                    "comparable": compares,
                    "changed": None if unknown or not compares else was != became,
                }
    return rows


def _answer(item: Item) -> tuple[str | None, str]:
    """Option and state, as far as the export tells them."""
    told = item.told in ("answered", "dont_know")
    return (min(item.options) if told and item.options else None, item.told)
