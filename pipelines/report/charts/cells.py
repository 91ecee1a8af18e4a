"""Cells of a small table, with a number and the names that it counts."""

from __future__ import annotations

from dataclasses import dataclass

from pipelines.report.charts.block import FOOT, Block
from pipelines.report.charts.layers import Layer, across, down, layer
from pipelines.report.charts.text import Text, wrapped
from pipelines.report.charts.theme import LINE, SIZE, SMALL

INSIDE = 8
"""Pixels between the edge of a cell and its words."""


@dataclass(frozen=True)
class Cell:
    """How many answered so in both waves, and who, where they are few."""

    number: Text
    names: tuple[str, ...]
    moved: bool


def _lines(cell: Cell, wide: float) -> list[Text]:
    return wrapped(", ".join(cell.names), wide - 2 * INSIDE, SMALL) if cell.names else []


def height(cell: Cell, wide: float) -> float:
    """How high a cell of this width is."""
    return LINE + 12 + len(_lines(cell, wide - 3)) * LINE * SMALL / SIZE


def draw(block: Block, cell: Cell, x: float, wide: float, high: float) -> None:
    """Draw a cell into a block, where that stands."""
    edge = 1.5 if cell.moved else 0.5
    top, bottom = block.y + edge, block.y + high - edge
    block.row(left=x + edge, right=x + wide - edge, top=top, bottom=bottom, moved=cell.moved)
    block.text(x + INSIDE, block.y + FOOT + 6, cell.number, style="strong")
    names = _lines(cell, wide)
    block.text(x + INSIDE, block.y + LINE + FOOT + 6, *names, style="soft", size=SMALL)


def layers(_: int) -> list[Layer]:
    """The cells of those who moved have a heavy edge."""
    return [
        layer(style, only)
        .mark_rect(style=style)
        .encode(x=across("left"), x2="right", y=down("top"), y2="bottom")
        for style, only in (("kept", "!datum.moved"), ("moved", "datum.moved"))
    ]
