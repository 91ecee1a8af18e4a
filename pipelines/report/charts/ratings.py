"""The ratings of a section in one chart: a bar of one whole for each question.

Only ratings on one scale stand together. A bar is everyone whose answer counts; those who gave
none are told below it and are no part of it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from pipelines.report.charts.block import FOOT, Block
from pipelines.report.charts.chart import Chart
from pipelines.report.charts.layers import Layer, across, bar, down, plainly, point, shares
from pipelines.report.charts.render import drawn
from pipelines.report.charts.text import Label, Text, length, plain, wrapped
from pipelines.report.charts.theme import LINE, SMALL
from pipelines.report.charts.values import Values
from pipelines.report.content import Option, Question, Section

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
    rated = [_rating(question, values) for question in questions]
    say = values.phrases
    svg, narrow = drawn(key, partial(blocks, rated, labels, f"{say.in_order}{say.colon}".rstrip()))
    return Chart(
        svg=svg,
        narrow=narrow,
        title=say.ratings,
        alt=f"{say.ratings}. {' '.join(_told(rating, labels) for rating in rated)}",
        figures=values.taken,
        note=say.unknown_rest if "<pattern" in svg else "",
        quoted=(*labels, *(rating.label for rating in rated)),
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


def _rating(question: Question, values: Values) -> Rating:
    row, say = question.row, values.phrases
    answers, ident = (
        f"{row['wave']}.{kind}.{row['question_id']}" for kind in ("option", "question")
    )
    parts: list[tuple[Text, float]] = [
        (
            (values.figure(answers, option.row["option_id"], "n"),),
            option.row["n"] / option.row["base_printed"],
        )
        for option in _scale(question)
    ]
    below: list[Text] = [(say.base, say.colon, values.figure(ident, "base"))]
    if row["n_unknown"]:
        below.append((say.unknown, say.colon, values.figure(ident, "unknown")))
    outside = [one for one in question.outside if not one.figure.endswith(".unknown")]
    below += [(values.state(one.label), say.colon, values.figure(one.figure)) for one in outside]
    return Rating(row["short"], parts, below)


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


def _told(rating: Rating, labels: Sequence[str]) -> str:
    base, *others = (plain(text) for text in rating.below)
    parts = [
        f"{label}: {plain(number)}" for label, (number, _) in zip(labels, rating.parts, strict=True)
    ]
    return f"{rating.label}. {base}. {'; '.join([*parts, *others])}."
