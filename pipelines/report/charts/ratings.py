"""The ratings of a section in one chart: a bar of one whole for each question.

Only ratings on one scale stand together. A bar is everyone whose answer counts; those who gave
none are told below it and are no part of it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from functools import partial

from pipelines.report.charts.chart import Chart
from pipelines.report.charts.render import drawn
from pipelines.report.charts.steps import Rating, blocks
from pipelines.report.charts.text import Text, plain
from pipelines.report.charts.values import Values
from pipelines.report.content import Option, Question, Section


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


def _told(rating: Rating, labels: Sequence[str]) -> str:
    base, *others = (plain(text) for text in rating.below)
    parts = [
        f"{label}: {plain(number)}" for label, (number, _) in zip(labels, rating.parts, strict=True)
    ]
    return f"{rating.label}. {base}. {'; '.join([*parts, *others])}."
