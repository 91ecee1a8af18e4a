"""Layers that several kinds of charts are made of.

Altair is imported where something is drawn: starting it costs more than most commands do.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import altair as alt

Layer = Any
"""A chart of Altair, as its methods return it: without a type."""

Kind = Callable[[int], Sequence[Layer]]
"""The layers of a kind of chart at a width. What they draw is called `rows`."""

CIRCLE = 113
"""Area of a round mark in square pixels."""


def shares(start: float, end: float) -> alt.Scale:
    """The scale from none to all between two places, in pixels."""
    import altair as alt

    return alt.Scale(domain=[0, 1], range=[start, end], padding=0)


def across(field: str, scale: alt.Scale | None = None) -> alt.X:
    """A place from the left: on a scale, or without one in pixels."""
    import altair as alt

    return alt.X(field, type="quantitative", scale=scale, axis=None)


def down(field: str, scale: alt.Scale | None = None) -> alt.Y:
    """A place from the top: on a scale, or without one in pixels."""
    import altair as alt

    return alt.Y(field, type="quantitative", scale=scale, axis=None)


def plainly(field: str) -> alt.FillOpacity:
    """How much of its colour a mark has, as the rows say."""
    import altair as alt

    return alt.FillOpacity(field, type="quantitative", scale=None, legend=None)


def layer(name: str, only: str = "") -> alt.Chart:
    """A layer over the rows, or over those of which something is true."""
    import altair as alt

    chart = alt.Chart(alt.NamedData("rows"), name=name)
    return chart.transform_filter(only) if only else chart


def bar(
    style: str,
    scale: alt.Scale,
    ends: tuple[str, str],
    size: float,
    *,
    y: str | float = "y",
    name: str = "",
) -> Layer:
    """Bars from one share to another, in the middle of y; none where they are hair-thin."""
    import altair as alt

    start, end = ends
    chart = layer(name or style, f"datum.{end} - datum.{start} > 0.0001")
    middle = down(y) if isinstance(y, str) else alt.value(y)
    bars = chart.mark_bar(style=style, size=size, orient="horizontal")
    return bars.encode(x=across(start, scale), x2=end, y=middle)


def point(
    style: str, x: alt.X, y: alt.Y, only: str = "", *, shape: str = "circle", size: float = CIRCLE
) -> Layer:
    """Round marks, or those of another shape."""
    chart = layer(f"{style}_{shape}" if shape.isalpha() else style, only)
    marks = chart.mark_point(style=style, shape=shape, size=size, filled=style != "break")
    return marks.encode(x=x, y=y)


def breaks(field: str, scale: alt.Scale, up: alt.Scale | None = None) -> Layer:
    """Two strokes: what stands on either side does not compare."""
    strokes = "M-0.75,1L0,-1M0,1L0.75,-1"
    x, y = across(field, scale), down("y", up)
    return point("break", x, y, f"isValid(datum.{field})", shape=strokes, size=256)
