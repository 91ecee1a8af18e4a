"""Net scores of indicators.yml: what must hold of them, and their rows of schema `input`.

A net is the share of one indicator less that of another. Both are shares of their own, with
groups and changes of theirs; the net needs nothing but that they have the same base.
"""

from __future__ import annotations

from collections.abc import Iterator

from pipelines.errors import Problem
from pipelines.survey.check import Check, unknown
from pipelines.survey.folder import INDICATORS, QUESTIONS, SurveyFolder
from pipelines.survey.models import Indicator, Net
from pipelines.survey.positions import Path_
from pipelines.warehouse.rows import Row

_ONE_ANSWER = ("single", "rating")


def nets(folder: SurveyFolder) -> Iterator[Row]:
    """Every net score."""
    known = {indicator.id: indicator for indicator in folder.indicators}
    for position, indicator in enumerate(folder.indicators, 1):
        if indicator.net:
            yield {
                "indicator_id": indicator.id,
                "position": position,
                "title": indicator.title,
                "question_id": known[indicator.net.top].question,
                "top_id": indicator.net.top,
                "bottom_id": indicator.net.bottom,
            }


def _nets(folder: SurveyFolder) -> Iterator[tuple[Path_, Net]]:
    """Every net, with the path to it."""
    for index, indicator in enumerate(folder.indicators):
        if indicator.net:
            yield ("indicators", index, "net"), indicator.net


def _known_sides(folder: SurveyFolder) -> Iterator[Problem]:
    known = [indicator.id for indicator in folder.indicators if indicator.question]
    for path, net in _nets(folder):
        for side in ("top", "bottom"):
            if (name := getattr(net, side)) not in known:
                where = folder.where(INDICATORS, *path, side)
                yield unknown(where, "indicator of one question", name, known)


def _sides_that_fit(folder: SurveyFolder) -> Iterator[Problem]:
    known = {indicator.id: indicator for indicator in folder.indicators}
    for path, net in _nets(folder):
        top, bottom = known.get(net.top), known.get(net.bottom)
        if top and bottom and top.question in folder.questions:
            yield from (
                Problem(folder.where(INDICATORS, *path), found, expected)
                for found, expected in _misfits(folder, top, bottom)
            )


def _misfits(folder: SurveyFolder, top: Indicator, bottom: Indicator) -> Iterator[tuple[str, str]]:
    """Found and expected, of whatever keeps two indicators from having one base."""
    if top.question != bottom.question:
        yield f"{top.id} of {top.question} and {bottom.id} of {bottom.question}", "one question"
        return
    question = folder.question(top.question or "")
    if question.type not in _ONE_ANSWER:
        yield (
            f"{question.id}, a question of type {question.type}, in a net",
            f"a question that takes one answer: {' or '.join(_ONE_ANSWER)}",
        )
    if common := sorted(set(top.options) & set(bottom.options)):
        yield f"{', '.join(common)} in both {top.id} and {bottom.id}", "each option in one of them"
    states = {option.id for option in question.options if option.state is not None}
    if meant := sorted(states & {*top.options, *bottom.options}):
        yield f"{', '.join(meant)}, which means a state, in a net", "substantive options"
    if set(top.count_in_base) != set(bottom.count_in_base):
        yield (
            f"{top.id} and {bottom.id} with different count_in_base",
            "the same in both, so that they have one base",
        )


CHECKS: tuple[Check, ...] = (
    (_known_sides, ()),
    (_sides_that_fit, (QUESTIONS,)),
)
