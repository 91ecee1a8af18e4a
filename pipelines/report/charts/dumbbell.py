"""Two waves on one scale from none to all.

The earlier wave stands above the scale and is hollow, the later one below it and filled; so do
the bounds between which they are where not all is known.
"""

from __future__ import annotations

from dataclasses import dataclass

from pipelines.report.charts.block import FOOT, Block
from pipelines.report.charts.layers import Layer, across, bar, breaks, down, layer, point, shares
from pipelines.report.charts.text import Label, Text
from pipelines.report.charts.theme import LINE

EDGE = 8
TALL = 24
BOUNDS = 10
"""Width left beside the scale, height of what stands on it, and of a bar between two bounds."""


@dataclass(frozen=True)
class Point:
    """The value of an indicator in a wave.

    Attributes:
        position: order of the wave in time; a number left out is a gap.
        low: the least that the share can be.
        high: the most that it can be.
        joined: whether it compares with the wave before.
    """

    wave: str
    position: int
    low: float
    high: float
    value: Text
    joined: bool = True

    @property
    def middle(self) -> float:
        """Where its label points."""
        return (self.low + self.high) / 2

    @property
    def exact(self) -> bool:
        """Whether it is known."""
        return self.low == self.high


def dumbbell(width: int, first: Point, last: Point, colon: str, steps: int = 1) -> Block:
    """Two waves on one scale.

    Args:
        width: of the sheet.
        first: the earlier wave.
        last: the later wave.
        colon: what stands between a wave and its value.
        steps: into how many parts strokes divide the scale.
    """
    block = Block(width, layers, 2 * LINE + TALL + 6)
    y = LINE + TALL / 2
    block.row(none=0, all=1, y=y)
    for step in range(steps + 1):
        half = 5 if step in (0, steps) else 3
        block.row(step=step / steps, above=y - half, below=y + half)
    if not last.joined:
        block.row(broken=(first.middle + last.middle) / 2, y=y)
    elif first.exact and last.exact:
        block.row(first=first.low, last=last.low, y=y)
    for name, side, one in (("blank", -1, first), ("known", 1, last)):
        if one.exact:
            block.row(**{name: one.low}, y=y)
        else:
            block.row(low=one.low, high=one.high, y=y + side * (BOUNDS / 2 + 1))
        text: Text = (Label(one.wave), colon, *one.value)
        foot = FOOT if side < 0 else LINE + TALL + FOOT
        block.near(EDGE + one.middle * (width - 2 * EDGE), foot, text)
    return block


def layers(width: int) -> list[Layer]:
    """What draws its rows."""
    scale = shares(EDGE, width - EDGE)
    whole, stroke, link = (
        layer(name).mark_rule(style=style)
        for name, style in (("rule", "rule"), ("stroke", "rule"), ("link", "link"))
    )
    return [
        whole.encode(x=across("none", scale), x2="all", y=down("y")),
        stroke.encode(x=across("step", scale), y=down("above"), y2="below"),
        link.encode(x=across("first", scale), x2="last", y=down("y")),
        breaks("broken", scale),
        bar("unknown", scale, ("low", "high"), BOUNDS),
        point("blank", across("blank", scale), down("y")),
        point("known", across("known", scale), down("y")),
    ]
