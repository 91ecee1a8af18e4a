"""One bar with an answer at each end and what is not known between them."""

from __future__ import annotations

from pipelines.report.charts.bars import Bar
from pipelines.report.charts.block import FOOT, Block
from pipelines.report.charts.layers import Layer, bar, shares
from pipelines.report.charts.text import Label, Text, length
from pipelines.report.charts.theme import LINE, NARROW

BAR = 26


def fits(left: Bar, right: Bar) -> bool:
    """Whether the labels of two answers have room beside each other on a phone."""
    return length(_labelled(left)) + length(_labelled(right)) <= NARROW - 24


def split(left: Bar, right: Bar, between: Text, width: int) -> list[Block]:
    """One bar of two answers, and the number of what is not known."""
    block = Block(width, layers, LINE + BAR + 8)
    block.text(0, FOOT, _labelled(left))
    block.text(width, FOOT, _labelled(right), anchor="right")
    first, last = left.known, 1 - right.known
    block.row(y=LINE + 4 + BAR / 2, none=0, first=first, last=last, all=1)
    if between:
        block.near(1 + (first + last) / 2 * (width - 2), block.y + FOOT, between, "soft")
        block.y += LINE
    return [block]


def _labelled(row: Bar) -> Text:
    return (Label(row.label), " ", *row.value)


def layers(width: int) -> list[Layer]:
    """What draws its rows."""
    scale = shares(1, width - 1)
    return [
        bar("known", scale, ("none", "first"), BAR),
        bar("open", scale, ("last", "all"), BAR),
        bar("unknown", scale, ("first", "last"), BAR),
    ]
