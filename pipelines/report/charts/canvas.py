"""A sheet to draw on: the few shapes of a static chart, as SVG.

Written by hand and not by a plotting library, because starting one costs more than the whole
report does, because each number has to carry the id of its figure, and because lines of text
must break at the width of a phone. Colours stand on the elements, so that a chart can be shown
anywhere; on a page the style sheet replaces them by class. No shape is told from another by its
colour alone: filled is known, hatched and dashed is not known, outlined is the other answer.
"""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from html import escape

from pipelines.report.charts.chart import NAMESPACE
from pipelines.report.figures import Figure

WIDE = 640
NARROW = 320
SIZE = 14
LINE = 19
FOOT = 13
"""Widths of the two forms of a chart, size of letters, height of a line of text and, from its
top, where its letters stand; in pixels."""

GLYPH = 0.55
"""Width of an average letter as a part of its height; letters can't be measured here."""

STYLES = {
    "ink": 'fill="#18212b"',
    "soft": 'fill="#52606d"',
    "strong": 'fill="#18212b" font-weight="650"',
    "bar": 'fill="#2b6c96"',
    "ground": 'fill="#e9eef2"',
    "open": 'fill="none" stroke="#2b6c96" stroke-width="1.5"',
    "blank": 'fill="#ffffff" stroke="#2b6c96" stroke-width="2"',
    "paper": 'fill="#ffffff"',
    "unknown": 'stroke="#2b6c96" stroke-dasharray="3 2"',
    "hatch": 'stroke="#2b6c96" stroke-width="1.2"',
    "rule": 'stroke="#7b8894" stroke-width="1"',
    "link": 'stroke="#2b6c96" stroke-width="2.5"',
    "cell": 'fill="none" stroke="#7b8894" stroke-width="1"',
    "moved": 'fill="none" stroke="#2b6c96" stroke-width="2.5"',
    "step": 'fill="#2b6c96" stroke="#2b6c96" stroke-width="1"',
}
FONTS = "'Segoe UI', Roboto, 'Noto Sans', 'Helvetica Neue', 'Liberation Sans', Arial, sans-serif"


class Label(str):
    """Text of the survey, printed as it is."""

    __slots__ = ()


Text = tuple[str | Figure, ...]


def plain(text: Text) -> str:
    """A text without marks, as it reads."""
    return "".join(part.text if isinstance(part, Figure) else part for part in text)


def length(text: Text, size: int = SIZE) -> float:
    """About how wide a text is, in pixels."""
    return len(plain(text)) * size * GLYPH


def wrapped(label: str, width: float, size: int = SIZE) -> list[str]:
    """A label in lines that are no wider than this."""
    return textwrap.wrap(label, max(8, int(width / (size * GLYPH)))) or [""]


class Canvas:
    """Collects shapes from the top down and counts its height.

    Attributes:
        width: in pixels.
        y: how far down the sheet is used.
    """

    def __init__(self, key: str, width: int) -> None:
        self.width = width
        self.y = 0.0
        self._hatch = f"hatch-{key}-{width}"
        self._parts: list[str] = []
        self._hatched = False

    def rect(
        self,
        style: str,
        x: float,
        y: float,
        width: float,
        height: float,
        *,
        strength: float | None = None,
    ) -> None:
        """A rectangle; one without a width to see, or none but by rounding, is not drawn.

        Args:
            style: name of its style.
            x: left edge.
            y: upper edge.
            width: of it.
            height: of it.
            strength: how much of its colour fills it, from 0 to 1; all of it without.
        """
        if width < 0.05:
            return
        fill = ""
        if style == "unknown":
            self._hatched = True
            fill = f' fill="url(#{self._hatch})"'
        if strength is not None:
            fill = f' fill-opacity="{strength:.2f}"'
        self._add(
            f'<rect {_style(style)}{fill} x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" '
            f'height="{height:.1f}"/>'
        )

    def line(self, style: str, *points: tuple[float, float]) -> None:
        """A line through points."""
        path = "L".join(f"{x:.1f} {y:.1f}" for x, y in points)
        self._add(f'<path {_style(style)} fill="none" d="M{path}"/>')

    def dot(self, style: str, x: float, y: float, radius: float = 6) -> None:
        """A round mark."""
        self._add(f'<circle {_style(style)} cx="{x:.1f}" cy="{y:.1f}" r="{radius:g}"/>')

    def text(
        self,
        x: float,
        y: float,
        text: Text,
        style: str = "ink",
        *,
        anchor: str = "start",
        size: int = SIZE,
    ) -> None:
        """A line of text; y is that of its letters' foot."""
        smaller = "" if size == SIZE else f' font-size="{size}"'
        place = "" if anchor == "start" else f' text-anchor="{anchor}"'
        parts = "".join(_run(part) for part in text)
        self._add(f'<text {_style(style)}{smaller}{place} x="{x:.1f}" y="{y:.1f}">{parts}</text>')

    def lines(
        self, x: float, y: float, lines: Sequence[str], style: str = "ink", size: int = SIZE
    ) -> float:
        """Lines of the survey's text from this foot on; returns their height."""
        step = LINE * size / SIZE
        for place, line in enumerate(lines):
            self.text(x, y + place * step, (Label(line),), style, size=size)
        return len(lines) * step

    def svg(self) -> str:
        """The whole chart as a document."""
        height = round(self.y)
        return (
            f'<svg{NAMESPACE} viewBox="0 0 {self.width} {height}" width="{self.width}" '
            f'height="{height}" font-family="{FONTS}" font-size="{SIZE}">'
            f"{self._pattern()}{''.join(self._parts)}</svg>"
        )

    def _pattern(self) -> str:
        if not self._hatched:
            return ""
        return (
            f'<defs><pattern id="{self._hatch}" width="6" height="6" '
            'patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
            f'<path {_style("hatch")} d="M1 0V6"/></pattern></defs>'
        )

    def _add(self, part: str) -> None:
        self._parts.append(part)


def _style(name: str) -> str:
    return f'class="c-{name}" {STYLES[name]}'


def _run(part: str | Figure) -> str:
    if isinstance(part, Figure):
        return f'<tspan data-figure="{escape(part.figure_id)}">{escape(part.text)}</tspan>'
    if isinstance(part, Label):
        return f'<tspan data-verbatim="label">{escape(part)}</tspan>'
    return escape(part)
