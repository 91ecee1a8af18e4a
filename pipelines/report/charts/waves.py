"""Charts of one indicator in several waves: two as a dumbbell, three or more as a line.

The waves stand for different respondents. A line between two of them says only that the question
is the same; where it isn't, there is a break and no line.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from pipelines.report.charts.canvas import FOOT, LINE, Canvas, Label, Text, length, wrapped
from pipelines.report.figures import Figure

EDGE = 8
TALL = 150


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


def heading(canvas: Canvas, text: str, style: str, *numbers: str | Figure) -> None:
    """What the next part of the chart is of, and a number that belongs to it."""
    lines = wrapped(text, canvas.width)
    if numbers:
        canvas.text(0, canvas.y + FOOT, (f"{text}: ", *numbers), style)
        canvas.y += LINE
    else:
        canvas.y += canvas.lines(0, canvas.y + FOOT, lines, style)


def dumbbell(canvas: Canvas, first: Point, last: Point, steps: int = 1) -> None:
    """Two waves on one scale: the earlier above it and hollow, the later below it and filled.

    Args:
        canvas: the sheet.
        first: the earlier wave.
        last: the later wave.
        steps: into how many parts strokes divide the scale.
    """
    width = canvas.width - 2 * EDGE
    _beside(canvas, first, width)
    y = canvas.y + 12
    canvas.line("rule", (EDGE, y), (EDGE + width, y))
    for step in range(steps + 1):
        half = 5 if step in (0, steps) else 3
        x = EDGE + step / steps * width
        canvas.line("rule", (x, y - half), (x, y + half))
    if last.joined and first.low == first.high and last.low == last.high:
        canvas.line("link", (EDGE + first.low * width, y), (EDGE + last.low * width, y))
    elif not last.joined:
        _break(canvas, EDGE + (first.middle + last.middle) / 2 * width, y)
    for style, point in (("blank", first), ("bar", last)):
        if point.low == point.high:
            canvas.dot(style, EDGE + point.low * width, y)
        else:
            canvas.rect("unknown", EDGE + point.low * width, y - 7, _span(point, width), 14)
    canvas.y = y + 12
    _beside(canvas, last, width)
    canvas.y += 6


def line(canvas: Canvas, points: Sequence[Point]) -> None:
    """Three waves or more on a scale from none to all; gaps and breaks are left open."""
    foot = canvas.y + LINE + 6 + TALL
    first, last = points[0].position, points[-1].position
    room = max(length(points[0].value), length(points[-1].value), 40) / 2 + 4
    across = (canvas.width - 2 * room) / max(1, last - first)

    def x(point: Point) -> float:
        return room + (point.position - first) * across

    def y(share: float) -> float:
        return foot - share * TALL

    canvas.line("rule", (0, foot), (canvas.width, foot))
    for before, point in pairwise(points):
        exact = before.low == before.high and point.low == point.high
        if not point.joined:
            _break(canvas, (x(before) + x(point)) / 2, (y(before.middle) + y(point.middle)) / 2)
        elif exact and point.position - before.position == 1:
            canvas.line("link", (x(before), y(before.low)), (x(point), y(point.low)))
    close = max(length((point.wave,)) for point in points) > across - 4
    for place, point in enumerate(points):
        if point.low == point.high:
            canvas.dot("bar", x(point), y(point.low), 5)
        else:
            canvas.rect("unknown", x(point) - 7, y(point.high), 14, (point.high - point.low) * TALL)
        crowded = length(point.value) > across - 6 and place % 2 == 1
        above = y(point.low) + LINE + 4 if crowded else y(point.high) - 10
        canvas.text(x(point), above, point.value, "strong", anchor="middle")
        below = foot + FOOT + 6 + (LINE - 3 if close and place % 2 else 0)
        canvas.text(x(point), below, (Label(point.wave),), "soft", anchor="middle")
    canvas.y = foot + LINE + 8 + (LINE - 3 if close else 0)


def _beside(canvas: Canvas, point: Point, width: float) -> None:
    """The label of a point, as near to it as the edges allow."""
    text: Text = (Label(point.wave), ": ", *point.value)
    half = length(text) / 2
    x = min(max(EDGE + point.middle * width, half), canvas.width - half)
    canvas.text(x, canvas.y + FOOT, text, "ink", anchor="middle")
    canvas.y += LINE


def _break(canvas: Canvas, x: float, y: float) -> None:
    """Two strokes: what stands on either side does not compare."""
    for shift in (-3, 3):
        canvas.line("link", (x + shift - 3, y + 8), (x + shift + 3, y - 8))


def _span(point: Point, width: float) -> float:
    return (point.high - point.low) * width
