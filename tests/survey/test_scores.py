"""Scores of indicators.yml: what must hold of them, and their rows."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from pydantic import ValidationError

from pipelines.errors import ConfigurationError
from pipelines.survey.load import load_survey
from pipelines.survey.models import Indicator
from pipelines.survey.scores import score_options, scores
from tests.survey.folder import edit, write_survey

INDICATORS, CLAIMS = "survey/indicators.yml", "survey/published/2030.yml"
TOPICS = "{questions: [topics], values: {housing: 0.5, schools: 0.5}}"


@pytest.mark.parametrize(
    ("file", "old", "new", "found"),
    [
        (INDICATORS, "[strategy, campaign]", "[strategy, camp]", "the unknown question camp"),
        (INDICATORS, "{housing: 0.5", "{houses: 0.5", "the unknown option of topics houses"),
        (
            INDICATORS, TOPICS, "{questions: [staff], values: {many: 1}}",
            "staff, a question of type number, in a score",
        ),
        (
            INDICATORS, TOPICS, "{questions: [campaign], values: {\"no\": 1}}",
            "the question campaign a second time in score effort",
        ),
        (
            CLAIMS, "indicator: strategy", "indicator: effort",
            "effort, which is a score, in a claim of kind share",
        ),
    ],
)  # fmt: skip
def test_a_broken_rule_is_told_with_its_line(
    tmp_path: Path, file: str, old: str, new: str, found: str
) -> None:
    project = write_survey(tmp_path)
    path = edit(project, file, old, new)
    with pytest.raises(ConfigurationError) as raised:
        load_survey(project)
    (told,) = (each for each in raised.value.problems if found in each.found)
    line, _, _ = told.where.removeprefix(f"{file}:").partition(",")
    assert new in path.read_text(encoding="utf-8").splitlines()[int(line) - 1]


def test_a_claim_of_a_score_is_of_a_score(tmp_path: Path) -> None:
    project = write_survey(tmp_path)
    edit(project, CLAIMS, "kind: share", "kind: score")
    with pytest.raises(ConfigurationError, match="strategy, which is a share, in a claim of kind"):
        load_survey(project)


@pytest.mark.parametrize(
    "more",
    [
        {"score": [{"questions": ["a"], "values": {"yes": 0}}]},
        {"score": [{"questions": ["a"], "values": {"yes": -1, "no": 2}}]},
        {"score": [{"questions": ["a"], "values": {"yes": 1}, "weight": 0}]},
        {"score": [{"questions": [], "values": {"yes": 1}}]},
        {"score": [{"questions": ["a"], "values": {"yes": 1}}], "question": "a"},
        {},
    ],
)
def test_what_is_no_score(more: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        Indicator.model_validate({"id": "s", "title": "S", **more})


def test_every_option_has_its_points(tmp_path: Path) -> None:
    folder = load_survey(write_survey(tmp_path))
    assert [row["indicator_id"] for row in scores(folder)] == ["effort"]
    points = {
        (row["question_id"], row["option_id"]): row["points"] for row in score_options(folder)
    }
    assert points == {
        ("strategy", "yes"): 2,
        ("strategy", "no"): 0,
        ("campaign", "yes"): 2,
        ("campaign", "no"): 0,
        ("topics", "housing"): Decimal("0.5"),
        ("topics", "schools"): Decimal("0.5"),
        ("topics", "sports"): 0,
    }
