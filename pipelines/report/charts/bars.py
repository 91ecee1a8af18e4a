"""Charts of the answers to one question: bars of a base, one split bar, marks of respondents.

Every bar has the whole base as its ground. Filled is known, hatched between dashes may or may not
belong to it, so that the end of the filled part and the end of the hatched one are the bounds.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from pipelines.report.charts.canvas import (
    FOOT,
    LINE,
    NARROW,
    WIDE,
    Canvas,
    Label,
    Text,
    length,
    wrapped,
)

Draw = Callable[[Canvas], None]

BAR = 16
GAP = 14
VALUE = 150
"""Height of a bar, space below it, width kept for the numbers beside it, in pixels."""

MARK = 13
STEP = 18
SMALL = 12


@dataclass(frozen=True)
class Bar:
    """A row: what stands before it, its parts from 0 to 1 of the base, what stands behind it.

    Attributes:
        start: where the bar begins; after the bars above it, where they are parts of one whole.
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
    start: float = 0.0
    marks: tuple[int, int] = (0, 0)
    names: tuple[str, ...] = ()
    ground: float = 1.0


@dataclass(frozen=True)
class _Place:
    """Where things stand in a row: beside each other, or label above bar on a phone."""

    label_width: float
    x: float
    width: float
    value_x: float
    value_anchor: str
    beside: bool


def _place(width: int) -> _Place:
    if width < WIDE:
        return _Place(width - 110, 0, width, width, "end", beside=False)
    left = 236.0
    return _Place(left - 16, left, width - left - VALUE, width - VALUE + 12, "start", beside=True)


def bars(rows: Sequence[Bar]) -> Draw:
    """Rows of bars, each on its base."""

    def draw(canvas: Canvas) -> None:
        for row in rows:
            x, y, width = _head(canvas, row)
            canvas.rect("ground", x, y, row.ground * width, BAR)
            canvas.rect("unknown", x + row.known * width, y, _part(row, width), BAR)
            canvas.rect("bar", x, y, row.known * width, BAR)

    return draw


def parts(rows: Sequence[Bar]) -> Draw:
    """Parts of one whole: the stacked bar, and under each part its own row, label and number."""

    def draw(canvas: Canvas) -> None:
        place = _place(canvas.width)
        top = canvas.y
        for row in rows:
            x = place.x + row.start * place.width
            canvas.rect("bar", x, top, (row.known - row.start) * place.width - 2, BAR + 6)
        canvas.y += BAR + 6 + GAP
        before = top + BAR + 6
        for row in rows:
            x, y, width = _head(canvas, row)
            begin, end = x + row.start * width, x + row.known * width
            if place.beside:
                canvas.line("rule", (begin, before), (begin, y + BAR))
            canvas.rect("ground", x, y, width, BAR)
            canvas.rect("bar", begin, y, max(end - begin - 2, 0), BAR)
            before = y + BAR

    return draw


def split(left: Bar, right: Bar, between: Text) -> Draw | None:
    """One bar with an answer at each end and what is not known between them.

    Returns:
        None where the labels have no room beside each other on a phone.
    """
    texts = [_labelled(left), _labelled(right)]
    if sum(length(text) for text in texts) > NARROW - 24:
        return None

    def draw(canvas: Canvas) -> None:
        canvas.text(0, canvas.y + FOOT, texts[0])
        canvas.text(canvas.width, canvas.y + FOOT, texts[1], anchor="end")
        y, width = canvas.y + LINE + 4, canvas.width - 2.0
        first, last = left.known * width, right.known * width
        canvas.rect("bar", 1, y, first, 26)
        canvas.rect("open", 1 + width - last, y, last, 26)
        canvas.rect("unknown", 1 + first, y, width - first - last, 26)
        canvas.y = y + 30
        if between:
            _under(canvas, between, 1 + (first + width - last) / 2)

    return draw


def marks(rows: Sequence[Bar]) -> Draw:
    """A mark for each respondent: filled where known, hatched where not known."""

    def draw(canvas: Canvas) -> None:
        for row in rows:
            x, y, width = _head(canvas, row)
            known, unknown = row.marks
            a_line = max(1, int(width // STEP))
            for index in range(known + unknown):
                across, down = index % a_line, index // a_line
                canvas.rect(
                    "bar" if index < known else "unknown",
                    x + across * STEP,
                    y + down * STEP,
                    MARK,
                    MARK,
                )
            lines = max(0, -(-(known + unknown) // a_line) - 1)
            canvas.y += lines * STEP
            if row.names:
                named = wrapped(", ".join(row.names), width, SMALL)
                canvas.y += canvas.lines(x, canvas.y - GAP + FOOT, named, "soft", size=SMALL)

    return draw


def _labelled(bar: Bar) -> Text:
    return (Label(bar.label), " ", *bar.value)


def _head(canvas: Canvas, row: Bar) -> tuple[float, float, float]:
    """Writes label and number of a row; returns where its bar begins and how wide it may be."""
    place = _place(canvas.width)
    lines = wrapped(row.label, place.label_width)
    high = canvas.lines(0, canvas.y + FOOT, lines)
    if place.beside:
        top = canvas.y + max(0.0, (high - LINE) / 2)
        foot, y = top + FOOT, top
        canvas.y += max(high, BAR) + GAP
    else:
        foot, y = canvas.y + FOOT, canvas.y + high + 2
        canvas.y = y + BAR + GAP
    canvas.text(place.value_x, foot, row.value, "strong", anchor=place.value_anchor)
    return place.x, y, place.width


def _part(row: Bar, width: float) -> float:
    return (row.possible - row.known) * width


def _under(canvas: Canvas, text: Text, middle: float) -> None:
    """A text below the middle of what it speaks of, kept on the sheet."""
    half = length(text) / 2
    x = min(max(middle, half), canvas.width - half)
    canvas.text(x, canvas.y + FOOT, text, "soft", anchor="middle")
    canvas.y += LINE
