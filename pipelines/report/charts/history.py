"""The chart of a question's indicators in several waves."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from pipelines.report.charts.block import FOOT, Block
from pipelines.report.charts.chart import Chart
from pipelines.report.charts.dumbbell import Point, dumbbell
from pipelines.report.charts.line import line
from pipelines.report.charts.render import drawn
from pipelines.report.charts.text import Label, Text, plain
from pipelines.report.charts.values import Values
from pipelines.report.content import Page, Question
from pipelines.warehouse.rows import Row

ENDS = ("n_from", "n_to")
"""What a change calls the numbers of the earlier and of the later wave."""


def chart(page: Page, question: Question, key: str, values: Values) -> Chart | None:
    """Each indicator on a question through the waves; None where nothing can be drawn."""
    found = [series for series in question.series if _drawable(series)]
    if not found:
        return None
    svg, narrow = drawn(key, partial(_blocks, page, found, values))
    return Chart(
        svg=svg,
        narrow=narrow,
        title=question.row["short"],
        alt=" ".join(_told(series, values) for series in found),
        figures=values.taken,
        note=values.phrases.unknown_open if "<pattern" in svg else "",
        quoted=tuple(text for one in found for row in one for text in (row["title"], row["wave"])),
    )


def _drawable(series: list[Row]) -> bool:
    """Whether there are two waves or more, each with a base that carries a chart."""
    return len(series) > 1 and all(row["bar"] for row in series)


def _blocks(page: Page, found: list[list[Row]], values: Values, width: int) -> Iterator[Block]:
    """Everyone in all waves, and below it those of the last two whose answers are known."""
    say = values.phrases
    for series in found:
        title, long = Block(width), len(series) > 2
        title.heading(series[-1]["title"], "strong")
        points = [_point(row, values, short=long) for row in series]
        if not long:
            title.heading(say.everyone, "soft")
        yield title
        yield line(width, points) if long else dumbbell(width, points[0], points[1], say.colon)
        both = _both(series, values)
        if both:
            yield from _of_both(page, series, both, say.colon, width)
        yield Block(width, y=10)


def _point(row: Row, values: Values, short: bool) -> Point:
    """The value of a wave; on a line only its percentage, where there is one."""
    ident = f"{row['wave']}.indicator.{row['indicator_id']}"
    value: Text = values.indicator(row)
    if short and row["phrase"] == "exact" and row["source"] == "responses":
        value = (values.figure(ident, "share"),) if row["shows"] == "percent" else value[:1]
    elif short and row["source"] == "published":
        value = value[:1]
    elif short:
        value = values.amount(ident, row)
    return Point(
        row["wave"],
        row["wave_position"],
        row["share_low"],
        row["share_high"],
        value,
        joined=row["comparable"] is not False,
    )


@dataclass(frozen=True)
class End:
    """How many of both waves say so in one: in words, the least and the most."""

    text: Text
    low: float
    high: float


@dataclass(frozen=True)
class Both:
    """Those who answered the last two waves.

    Attributes:
        words: who they are.
        base: how many.
        size: the same, where it is settled.
        ends: how many say so in each.
    """

    words: str
    base: Text
    size: float
    ends: list[End]


def _both(series: list[Row], values: Values) -> Both | None:
    before, row = series[-2], series[-1]
    ident = f"{row['wave']}.change.{row['indicator_id']}.{before['wave']}"
    say = values.phrases
    if values.has(ident, "panel_base"):
        base = values.figure(ident, "panel_base")
        counts = [values.figure(ident, f"panel_{end}") for end in ENDS]
        ends = [End((n, f" {say.of} ", base), n.value or 0, n.value or 0) for n in counts]
        return Both(say.both, (base,), base.value or 0, ends)
    if not values.has(ident, "base_low"):
        return None
    text, size = values.range(ident, "base"), values.figure(ident, "base_high").value or 0
    ends = [
        End(values.range(ident, end), *(one.value or 0 for one in values.bounds(ident, end)))
        for end in ENDS
    ]
    return Both(say.both_known, text, size if len(text) == 1 else 0, ends)


def _of_both(page: Page, series: list[Row], both: Both, colon: str, width: int) -> Iterator[Block]:
    """The last two waves: in words where the base is so small that counts suffice.

    Below the base for percentages the scale has a stroke for each respondent.
    """
    title = Block(width, y=8)
    title.heading(both.words + colon, "soft", *both.base)
    rows = list(zip(series[-2:], both.ends, strict=True))
    if both.size < page.wave["counts_only_below"]:
        before, after = ((Label(row["wave"]), colon, *end.text) for row, end in rows)
        title.y += title.text(0, title.y + FOOT, (*before, " · ", *after))
        yield title
        return
    first, last = (
        Point(row["wave"], 0, end.low / both.size, end.high / both.size, end.text)
        for row, end in rows
    )
    steps = int(both.size) if both.size < page.wave["bars_from"] else 1
    yield title
    yield dumbbell(width, first, last, colon, steps)


def _told(series: list[Row], values: Values) -> str:
    """A series in words."""
    say, both = values.phrases, _both(series, values)
    points = "; ".join(f"{row['wave']}: {plain(values.indicator(row))}" for row in series)
    notes = [f" {say.broken}: {row['wave']}." for row in series if row["comparable"] is False]
    panel = ""
    if both:
        before, after = (
            f"{row['wave']}: {plain(end.text)}"
            for row, end in zip(series[-2:], both.ends, strict=True)
        )
        panel = f" {both.words}: {plain(both.base)}; {before}; {after}."
    return f"{series[-1]['title']}. {points}.{''.join(notes)}{panel}"
