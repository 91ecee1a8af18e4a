"""Bars of the answers to one question, or of countries, each on its base.

Every bar has the whole base as its ground. Filled is known, hatched between dashes may or may not
belong to it, so that the end of the filled part and the end of the hatched one are the bounds.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pipelines.report.charts.block import FOOT, Block
from pipelines.report.charts.layers import Layer, across, bar, down, layer, shares
from pipelines.report.charts.text import Text, length, wrapped
from pipelines.report.charts.theme import LINE, WIDE

BAR = 16
WHOLE = 22
GAP = 14
LEFT = 236
RIGHT = 150
APART = 2
"""Height of a bar, of one that is stacked, and space below; width kept for labels and numbers
beside bars, and between parts of a whole; in pixels."""


@dataclass(frozen=True)
class Bar:
    """A row: what stands before it, its parts from 0 to 1 of the base, what stands behind it.

    Attributes:
        known: how far the part reaches that is known.
        possible: how far it reaches with all that is not known.
        marks: respondents known and not known, where each gets a mark of its own.
        names: who they are, where the marks are few enough to be named.
        ground: how far the base reaches, where the bases of several bars differ.
    """

    label: str
    value: Text
    known: float
    possible: float
    marks: tuple[int, int] = (0, 0)
    names: tuple[str, ...] = ()
    ground: float = 1.0


def room(width: int) -> tuple[float, float]:
    """From where to where bars reach: beside their labels, or below them on a phone."""
    return (LEFT, width - RIGHT) if width >= WIDE else (0, width)


def bars(rows: Sequence[Bar], width: int) -> list[Block]:
    """Rows of bars, each on its base."""
    block = Block(width, layers)
    for row in rows:
        block.row(
            y=head(block, row), none=0, known=row.known, possible=row.possible, ground=row.ground
        )
    return [block]


def parts(rows: Sequence[Bar], width: int) -> list[Block]:
    """Parts of one whole: the stacked bar, and under each part its own row, label and number."""
    block = Block(width, part_layers, WHOLE + GAP)
    first, last = room(width)
    above, start = float(WHOLE), 0.0
    for row in rows:
        y, end = head(block, row), start + row.known
        block.row(y=y, above=above, none=0, start=start, end=end - APART / (last - first), ground=1)
        above, start = y + BAR / 2, end
    return [block]


def layers(width: int) -> list[Layer]:
    """What draws its rows."""
    scale = shares(*room(width))
    return [
        bar("ground", scale, ("none", "ground"), BAR),
        bar("unknown", scale, ("known", "possible"), BAR),
        bar("known", scale, ("none", "known"), BAR),
    ]


def part_layers(width: int) -> list[Layer]:
    """What draws its rows."""
    scale = shares(*room(width))
    down_to = layer("rule").mark_rule(style="rule")
    rules = [down_to.encode(x=across("start", scale), y=down("above"), y2="y")]
    return [
        bar("known", scale, ("start", "end"), WHOLE, y=WHOLE / 2, name="whole"),
        *(rules if width >= WIDE else ()),
        bar("ground", scale, ("none", "ground"), BAR),
        bar("known", scale, ("start", "end"), BAR),
    ]


def head(block: Block, row: Bar) -> float:
    """Writes label and number of a row; returns the middle of its bar."""
    top, beside = block.y, block.width >= WIDE
    left = LEFT - 16 if beside else block.width - length(row.value) - 12
    high = block.text(0, top + FOOT, *wrapped(row.label, left))
    if beside:
        middle = top + max(0.0, (high - LINE) / 2)
        block.text(block.width - RIGHT + 12, middle + FOOT, row.value, style="strong")
        block.y = top + max(high, BAR) + GAP
        return middle + BAR / 2
    block.text(block.width, top + FOOT, row.value, style="strong", anchor="right")
    block.y = top + high + 2 + BAR + GAP
    return top + high + 2 + BAR / 2
