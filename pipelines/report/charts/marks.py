"""A mark for each respondent: filled where known, hatched where not known.

Where they are few, each has its name beside it.
"""

from __future__ import annotations

from collections.abc import Sequence

from pipelines.report.charts.bars import GAP, Bar, head, room
from pipelines.report.charts.block import FOOT, Block
from pipelines.report.charts.layers import Layer, across, down, point
from pipelines.report.charts.text import Label

MARK = 13
STEP = 18
"""Size of a mark, and from one to the next."""


def marks(rows: Sequence[Bar], width: int) -> list[Block]:
    """Rows of marks."""
    block = Block(width, layers)
    for row in rows:
        middle, below = head(block, row), block.y
        known, unknown = row.marks
        names = [*row.names, *[""] * (known + unknown - len(row.names))]
        block.y = middle + 4 - FOOT
        places = block.flow(
            [(Label(name),) for name in names],
            x=room(width)[0],
            end=room(width)[1],
            indent=STEP,
            apart=10 if row.names else 0,
        )
        for index, (x, y) in enumerate(places):
            block.row(x=x + MARK / 2, y=y, known=index < known)
        block.y = max(below, block.y + GAP - 4)
    return [block]


def layers(_: int) -> list[Layer]:
    """What draws its rows."""
    return [
        point(style, across("x"), down("y"), only, shape="square", size=MARK**2)
        for style, only in (("known", "datum.known"), ("unknown", "!datum.known"))
    ]
