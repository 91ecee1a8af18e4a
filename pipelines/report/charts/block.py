"""A block of a chart: rows for marks of one kind, and the words beside them.

Marks stand on the scales of their kind. Words stand at pixels, because lines must break at the
width of a phone and nothing may leave the sheet.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from pipelines.report.charts.layers import Kind
from pipelines.report.charts.text import BOLD, Label, Text, length, plain, runs, wrapped
from pipelines.report.charts.theme import LIGHT, LINE, SIZE, SMALL
from pipelines.report.figures import Figure

FOOT = 13
"""Where letters stand in a line of text, from its top."""


@dataclass
class Block:
    """Collects what is to be drawn from the top down, and counts its height.

    Attributes:
        width: in pixels.
        kind: which marks draw its rows; nothing does without one.
        y: how far down it is used.
        rows: what its marks draw.
        words: lines of text with their places.
    """

    width: int
    kind: Kind | None = None
    y: float = 0.0
    rows: list[dict[str, Any]] = field(default_factory=list)
    words: list[dict[str, Any]] = field(default_factory=list)

    def row(self, **values: Any) -> None:
        """Something to draw, by the names of the kind."""
        self.rows.append(values)

    def text(
        self,
        x: float,
        y: float,
        *lines: Text,
        style: str = "ink",
        anchor: str = "left",
        size: int = SIZE,
    ) -> float:
        """Lines of text, the first of which has its foot at y; returns their height."""
        if any(map(plain, lines)):
            self.words.append(
                {
                    "x": round(x, 1),
                    "y": round(y, 1),
                    "text": "\n".join(map(plain, lines)),
                    "runs": json.dumps([runs(line) for line in lines]),
                    "align": anchor,
                    "size": size,
                    "fill": LIGHT["soft" if style == "soft" else "ink"],
                    "weight": 700 if style == "strong" else "normal",
                }
            )
        return len(lines) * LINE * size / SIZE

    def near(self, middle: float, y: float, text: Text, style: str = "ink") -> None:
        """A text as near to the middle of what it speaks of as the edges allow."""
        half = length(text) / 2
        self.text(min(max(middle, half), self.width - half), y, text, style=style, anchor="center")

    def heading(self, text: str, style: str, *numbers: str | Figure) -> None:
        """What the next part of the chart is of, and a number that belongs to it."""
        room = self.width / BOLD if style == "strong" else self.width
        lines = [(text, *numbers)] if numbers else wrapped(text, room)
        self.y += self.text(0, self.y + FOOT, *lines, style=style)

    def flow(
        self,
        texts: Sequence[Text],
        *,
        x: float = 0.0,
        end: float | None = None,
        indent: float = 0.0,
        apart: float = 14.0,
        style: str = "soft",
    ) -> list[tuple[float, float]]:
        """Small texts beside each other, in lines from here on, each with a mark before it.

        Args:
            texts: each broken where it is wider than all the room.
            x: where their lines begin.
            end: where they end, if not at the edge.
            indent: room for the mark.
            apart: room after each.
            style: of all.

        Returns:
            Where the mark of each is: its left edge, and the middle of its line.
        """
        room = (end or self.width) - x
        broken = [_broken(text, room - indent) for text in texts]
        high = max(map(len, broken), default=0) * LINE
        at, places = 0.0, []
        for lines in broken:
            wide = indent + max(length(line, SMALL) for line in lines)
            if at and at + wide > room:
                at, self.y = 0.0, self.y + high
            self.text(x + at + indent, self.y + FOOT, *lines, style=style, size=SMALL)
            places.append((x + at, self.y + FOOT - 4))
            at += wide + apart
        self.y += high
        return places


def _broken(text: Text, width: float) -> list[Text]:
    """A label in small lines; a text with numbers stays whole."""
    label = text[0]
    whole = len(text) > 1 or not isinstance(label, Label)
    return [text] if whole else wrapped(str(label), width, SMALL)
