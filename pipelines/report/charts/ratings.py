"""The ratings of a section in one chart: a bar of one whole for each question.

Only ratings on one scale stand together. A bar is everyone whose answer counts; those who gave
none are told beside it and are no part of it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
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
    plain,
    wrapped,
)
from pipelines.report.charts.chart import Chart
from pipelines.report.charts.values import Values
from pipelines.report.content import Option, Question, Section

BAR = 22
SMALL = 12
LIGHT, DARK = 0.06, 0.5
"""How much colour the first and the last part of a scale have: their numbers stay legible."""


@dataclass(frozen=True)
class Part:
    """A part of a bar: its number, and how wide it is of the whole."""

    number: Text
    size: float
    strength: float | None


@dataclass(frozen=True)
class Rating:
    """A bar: the question, its base, its parts, and who stands outside."""

    label: str
    base: Text
    parts: list[Part]
    outside: list[Text]


def scales(section: Section) -> list[list[Question]]:
    """The ratings of a section that can be drawn, those on one scale together."""
    groups: dict[tuple[str, ...], list[Question]] = defaultdict(list)
    for question in section.questions:
        if question.row["type"] == "rating" and _whole(question):
            labels = tuple(option.row["label"] for option in _scale(question))
            groups[labels].append(question)
    return [group for group in groups.values() if len(group) > 1]


def chart(questions: Sequence[Question], key: str, values: Values) -> Chart:
    """One bar for each of these questions, which share a scale."""
    labels = [option.row["label"] for option in _scale(questions[0])]
    drawn = [_rating(question, values) for question in questions]
    sheets = []
    for width in (WIDE, NARROW):
        canvas = Canvas(key, width)
        _legend(canvas, labels, values.phrases.in_order)
        for rating in drawn:
            _draw(canvas, rating, values)
        sheets.append(canvas.svg())
    say = values.phrases
    return Chart(
        svg=sheets[0],
        narrow=sheets[1],
        title=say.ratings,
        alt=f"{say.ratings}. {' '.join(_told(rating, labels, values) for rating in drawn)}",
        figures=values.taken,
        note=say.unknown_rest if "hatch-" in sheets[0] else "",
        quoted=(*labels, *(rating.label for rating in drawn)),
    )


def _scale(question: Question) -> list[Option]:
    """The options in the order of the scale."""
    return sorted(question.options, key=lambda option: option.row["position"])


def _whole(question: Question) -> bool:
    """Whether the options, and those whose answer isn't known, make up a base for a chart."""
    row, options = question.row, question.options
    bases = {option.row["base_printed"] for option in options}
    return (
        row["known"] != "none"
        and any(option.row["n"] for option in options)
        and all(option.row["bar"] for option in options)
        and bases == {sum(option.row["n"] for option in options) + row["n_unknown"]}
    )


def _strengths(parts: int) -> list[float]:
    """How much colour each part of a scale has; the last one the most."""
    step = (DARK - LIGHT) / max(1, parts - 1)
    return [DARK - (parts - 1 - place) * step for place in range(parts)]


def _rating(question: Question, values: Values) -> Rating:
    options, row = _scale(question), question.row
    ident = f"{row['wave']}.question.{row['question_id']}"
    base = options[0].row["base_printed"]
    parts = [
        Part(
            (values.figure(f"{row['wave']}.option.{row['question_id']}", _id(option), "n"),),
            option.row["n"] / base,
            strength,
        )
        for option, strength in zip(options, _strengths(len(options)), strict=True)
    ]
    if row["n_unknown"]:
        parts.append(Part((values.figure(ident, "unknown"),), row["n_unknown"] / base, None))
    outside: list[Text] = [
        (f"{values.state(one.label)}: ", values.figure(one.figure))
        for one in question.outside
        if not one.figure.endswith(".unknown")
    ]
    return Rating(row["short"], (values.figure(ident, "base"),), parts, outside)


def _id(option: Option) -> str:
    found: str = option.row["option_id"]
    return found


def _legend(canvas: Canvas, labels: Sequence[str], words: str) -> None:
    canvas.text(0, canvas.y + FOOT, (f"{words}:",), "soft", size=SMALL)
    canvas.y += LINE
    x = 0.0
    for label, strength in zip(labels, _strengths(len(labels)), strict=True):
        wide = 24 + length((label,), SMALL)
        if x and x + wide > canvas.width:
            x, canvas.y = 0.0, canvas.y + LINE
        canvas.rect("step", x + 0.5, canvas.y + 2.5, 13, 13, strength=strength)
        canvas.text(x + 19, canvas.y + FOOT, (Label(label),), size=SMALL)
        x += wide + 14
    canvas.y += LINE + 10


def _draw(canvas: Canvas, rating: Rating, values: Values) -> None:
    lines = wrapped(rating.label, canvas.width)
    canvas.y += canvas.lines(0, canvas.y + FOOT, lines)
    x, width, free = 0.5, canvas.width - 1.0, 0.0
    crowded = False
    for part in rating.parts:
        style = "unknown" if part.strength is None else "step"
        canvas.rect(style, x, canvas.y + 2, part.size * width, BAR, strength=part.strength)
        wide = length(part.number, SMALL)
        middle = x + part.size * width / 2
        if part.size * width >= wide + 2:
            if part.strength is None:
                canvas.rect("paper", middle - wide / 2 - 3, canvas.y + 5, wide + 6, BAR - 6)
            canvas.text(middle, canvas.y + 17, part.number, "ink", anchor="middle", size=SMALL)
        elif part.size:
            # below a part that is too narrow, each to the right of the one before
            crowded, free = True, max(middle, free)
            canvas.text(free, canvas.y + BAR + 15, part.number, "ink", anchor="middle", size=SMALL)
            free += wide + 4
        x += part.size * width
    canvas.y += BAR + 4 + (LINE - 3 if crowded else 0)
    below: Text = (f"{values.phrases.base}: ", *rating.base)
    for text in rating.outside:
        below = (*below, " · ", *text)
    canvas.text(0, canvas.y + FOOT, below, "soft", size=SMALL)
    canvas.y += LINE + 8


def _told(rating: Rating, labels: Sequence[str], values: Values) -> str:
    words = [*labels, values.phrases.unknown]
    parts = [
        f"{word}: {plain(part.number)}" for word, part in zip(words, rating.parts, strict=False)
    ]
    outside = "".join(f" {plain(text)}." for text in rating.outside)
    base = f"{values.phrases.base}: {plain(rating.base)}"
    return f"{rating.label}. {base}. {'; '.join(parts)}.{outside}"
