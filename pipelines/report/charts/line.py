"""Three waves or more on a scale from none to all; gaps and breaks are left open."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from pipelines.report.charts.block import FOOT, Block
from pipelines.report.charts.dumbbell import Point
from pipelines.report.charts.layers import Layer, across, breaks, down, layer, point, shares
from pipelines.report.charts.text import BOLD, Label, length
from pipelines.report.charts.theme import LINE

EDGE = 32
FLOOR = 175
TOP = 25
BAND = 14
SECOND = LINE - 3
APART = 4
"""Width left at the sides, where the scale begins and ends, width of a bar between two bounds,
how far down a second line of words stands, room beside a number; in pixels."""

Box = tuple[float, float, float, float]


def line(width: int, points: Sequence[Point]) -> Block:
    """The waves in the order of time."""
    first, span = points[0].position, max(1, points[-1].position - points[0].position)
    step = (width - 2 * EDGE) / span
    close = max(length((Label(one.wave),)) for one in points) > step - 4
    block = Block(width, layers, FLOOR + LINE + 8 + (SECOND if close else 0))
    for place, (one, run) in enumerate(zip(points, _runs(points), strict=True)):
        x = (one.position - first) / span
        block.row(x=x, low=one.low, high=one.high, exact=one.exact, run=run)
        below = FLOOR + FOOT + 6 + (SECOND if close and place % 2 else 0)
        block.near(EDGE + x * step * span, below, (Label(one.wave),), "soft")
    _values(block, points)
    block.rows += [
        {"broken": (row["x"] + other["x"]) / 2, "y": (before.middle + one.middle) / 2}
        for (before, one), (row, other) in zip(pairwise(points), pairwise(block.rows), strict=True)
        if not one.joined
    ]
    return block


def _runs(points: Sequence[Point]) -> list[int]:
    """Which line each wave is part of: those that a line joins to the one before share one."""
    runs = [0]
    for before, one in pairwise(points):
        near = one.position - before.position == 1
        runs.append(runs[-1] + (not (near and one.joined and before.exact and one.exact)))
    return runs


def _values(block: Block, points: Sequence[Point]) -> None:
    """The numbers, above or below their points, where nothing else is drawn."""
    across_waves = block.width - 2 * EDGE
    places = [
        (EDGE + row["x"] * across_waves, _y(row["high"]), _y(row["low"])) for row in block.rows
    ]
    taken = [(x - BAND / 2, top - 6, x + BAND / 2, low + 6) for x, top, low in places]
    for (x, _, y), (next_x, _, next_y), row, other in zip(
        places, places[1:], block.rows, block.rows[1:], strict=False
    ):
        if row["run"] == other["run"]:
            taken += _strewn((x, y), (next_x, next_y))
    for one, (x, top, low) in zip(points, places, strict=True):
        half = length(one.value) / 2 * BOLD + APART
        middle = min(max(x, half), block.width - half)
        feet = (top - 9, low + LINE + 3, top - 9 - LINE, low + 2 * LINE + 3)
        boxes = [(middle - half, foot - FOOT, middle + half, foot + 3) for foot in feet]
        free = (
            box for box in boxes if box[3] < FLOOR and not any(_meet(box, each) for each in taken)
        )
        box = next(free, boxes[0])
        taken.append(box)
        block.text(middle, box[3] - 3, one.value, style="strong", anchor="center")


def _y(share: float) -> float:
    return FLOOR - share * (FLOOR - TOP)


def _strewn(start: tuple[float, float], end: tuple[float, float]) -> Iterator[Box]:
    """A line as boxes without a size, one every few pixels."""
    for part in range(1, 20):
        x, y = (one + (other - one) * part / 20 for one, other in zip(start, end, strict=True))
        yield x, y, x, y


def _meet(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def layers(width: int) -> list[Layer]:
    """What draws its rows."""
    import altair as alt

    across_waves, up = shares(EDGE, width - EDGE), shares(FLOOR, TOP)
    x, y = across("x", across_waves), down("low", up)
    links = layer("link", "datum.exact").mark_line(style="link")
    bounds = layer("unknown", "datum.exact === false")
    floor = layer("rule").mark_rule(style="rule")
    return [
        floor.encode(x=alt.value(0), x2=alt.value(width), y=alt.value(FLOOR)),
        links.encode(x=x, y=y, detail="run:N", order=alt.Order("x", type="quantitative")),
        breaks("broken", across_waves, up),
        bounds.mark_bar(style="unknown", size=BAND, orient="vertical").encode(x=x, y=y, y2="high"),
        point("known", x, y, "datum.exact"),
    ]
