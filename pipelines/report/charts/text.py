"""Words on a chart: which of them are numbers, and how they break into lines."""

from __future__ import annotations

import textwrap

from pipelines.report.charts.theme import SIZE
from pipelines.report.figures import Figure

GLYPH = 0.55
BOLD = 1.2
"""Width of an average letter as a part of its height, and how much wider a strong one is; letters
can't be measured here."""


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


def wrapped(label: str, width: float, size: int = SIZE) -> list[Text]:
    """A label of the survey in lines that are no wider than this."""
    lines = textwrap.wrap(label, max(8, int(width / (size * GLYPH)))) or [""]
    return [(Label(line),) for line in lines]


def runs(text: Text) -> list[tuple[int, str]]:
    """How long each part of a text is, and what it is: `figure:` with its id, `label` or ours."""
    return [(len(plain((part,))), _kind(part)) for part in text]


def _kind(part: str | Figure) -> str:
    if isinstance(part, Figure):
        return f"figure:{part.figure_id}"
    return "label" if isinstance(part, Label) else ""
