"""Bars of one whole, each part a step of a scale with more colour than the one before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pipelines.report.charts.block import FOOT, Block
from pipelines.report.charts.layers import Layer, across, bar, down, plainly, point, shares
from pipelines.report.charts.text import Label, Text, length, wrapped
from pipelines.report.charts.theme import LINE, SMALL

BAR = 22
SQUARE = 13
STEP = 19
"""Height of a bar, size of the squares that explain its colours, and where their words begin."""

LIGHT, DARK = 0.06, 0.5
"""How much colour the first and the last part of a scale have: their numbers stay legible."""


@dataclass(frozen=True)
class Rating:
    """A bar: the question, its parts by number and size, and what is told below it."""

    label: str
    parts: list[tuple[Text, float]]
    below: list[Text]


def blocks(ratings: Sequence[Rating], labels: Sequence[str], words: str, width: int) -> list[Block]:
    """What the colours stand for, and a bar for each rating."""
    block = Block(width, layers)
    block.y += block.text(0, FOOT, (words,), style="soft", size=SMALL)
    places = block.flow([(Label(label),) for label in labels], indent=STEP, style="ink")
    strengths = [
        LIGHT + (DARK - LIGHT) * place / max(1, len(labels) - 1) for place in range(len(labels))
    ]
    for (x, y), strength in zip(places, strengths, strict=True):
        block.row(x=x + SQUARE / 2 + 0.5, y=y, strength=strength)
    block.y += 10
    for rating in ratings:
        block.y += block.text(0, block.y + FOOT, *wrapped(rating.label, width))
        _bar(block, rating, strengths)
        block.flow(rating.below)
        block.y += 8
    return [block]


def _bar(block: Block, rating: Rating, strengths: Sequence[float]) -> None:
    y, start, free, crowded = block.y + 2 + BAR / 2, 0.0, 0.0, False
    for (number, size), strength in zip(rating.parts, strengths, strict=True):
        end = start + size
        block.row(y=y, start=start, end=end, strength=strength)
        wide, middle = length(number, SMALL), (start + end) / 2 * block.width
        if size * block.width >= wide + 2:
            block.text(middle, y + 4, number, anchor="center", size=SMALL)
        elif size:
            # below a part that is too narrow, each to the right of the one before
            middle = min(max(middle, wide / 2, free), block.width - wide / 2)
            crowded, free = True, middle + wide + 4
            block.text(middle, y + BAR / 2 + 13, number, anchor="center", size=SMALL)
        start = end
    block.row(y=y, rest=start, all=1)
    block.y += BAR + 4 + (LINE - 3 if crowded else 0)


def layers(width: int) -> list[Layer]:
    """Parts with more and more colour, what is not known, and squares for what colours mean."""
    scale = shares(0.5, width - 0.5)
    strength = plainly("strength")
    return [
        bar("step", scale, ("start", "end"), BAR).encode(fillOpacity=strength),
        bar("unknown", scale, ("rest", "all"), BAR),
        point("step", across("x"), down("y"), shape="square", size=SQUARE**2).encode(
            fillOpacity=strength
        ),
    ]
