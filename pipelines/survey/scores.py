"""Scores of indicators.yml: what must hold of them, and their rows of schema `input`."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from pipelines.errors import Problem
from pipelines.survey import references
from pipelines.survey.check import Check
from pipelines.survey.folder import INDICATORS, QUESTIONS, SurveyFolder
from pipelines.survey.models import Indicator, ScorePart
from pipelines.survey.positions import Path_
from pipelines.warehouse.rows import Row

_CHOICES = ("single", "multiple", "rating", "coded_text")
_EXACT = Decimal("1e-9")


def scores(folder: SurveyFolder) -> Iterator[Row]:
    """Every score."""
    for position, indicator in enumerate(folder.indicators, 1):
        if indicator.score:
            yield {
                "indicator_id": indicator.id,
                "position": position,
                "title": indicator.title,
            }


def score_options(folder: SurveyFolder) -> Iterator[Row]:
    """What each option gains, those that are worth nothing among them."""
    for indicator, _, part, name in _scored(folder):
        for option in folder.question(name).options:
            if option.state is None or option.id in part.values:
                yield {
                    "indicator_id": indicator.id,
                    "question_id": name,
                    "option_id": option.id,
                    "points": _points(part.weight, part.values.get(option.id, 0)),
                }


def _points(weight: float, value: float) -> Decimal:
    """Exact, so that no sum depends on the order of its parts."""
    return (Decimal(str(weight)) * Decimal(str(value))).quantize(_EXACT)


def _scored(folder: SurveyFolder) -> Iterator[tuple[Indicator, Path_, ScorePart, str]]:
    """Every question of every score, with the path to its part."""
    for index, indicator in enumerate(folder.indicators):
        for place, part in enumerate(indicator.score):
            path = ("indicators", index, "score", place)
            yield from ((indicator, path, part, question) for question in part.questions)


def _choices_only(folder: SurveyFolder) -> Iterator[Problem]:
    for _, path, _, name in _scored(folder):
        question = folder.questions.get(name)
        if question and question.type not in _CHOICES:
            yield Problem(
                folder.where(INDICATORS, *path),
                f"{name}, a question of type {question.type}, in a score",
                f"a question of type {', '.join(_CHOICES)}: only options are worth something",
            )


def _questions_once(folder: SurveyFolder) -> Iterator[Problem]:
    taken: set[tuple[str, str]] = set()
    for indicator, path, _, name in _scored(folder):
        if (indicator.id, name) in taken:
            yield Problem(
                folder.where(INDICATORS, *path),
                f"the question {name} a second time in score {indicator.id}",
                "each question once in a score",
            )
        taken.add((indicator.id, name))


def _claims_of_scores(folder: SurveyFolder) -> Iterator[Problem]:
    kinds = {each.id: _kind(each) for each in folder.indicators}
    for file, path, claim in references.claims(folder):
        kind = kinds.get(claim.indicator or "")
        if kind == "net" or (kind and (kind == "score") != (claim.kind == "score")):
            yield Problem(
                folder.where(file, *path, "indicator"),
                f"{claim.indicator}, which is a {kind}, in a claim of kind {claim.kind}",
                "a score in a claim of kind score, and nowhere else; no net",
            )


def _kind(indicator: Indicator) -> str:
    return "score" if indicator.score else "net" if indicator.net else "share"


CHECKS: tuple[Check, ...] = (
    (_choices_only, (QUESTIONS,)),
    (_questions_once, ()),
    (_claims_of_scores, (INDICATORS,)),
)
