"""Net scores and the values of ratings: what must hold of them, and their rows."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from pipelines.errors import ConfigurationError
from pipelines.survey.load import load_survey
from pipelines.survey.models import BaseRules, Indicator, Question
from pipelines.survey.nets import nets
from tests.survey.folder import INDICATORS, edit, write_survey

FILE, CLAIMS = "survey/indicators.yml", "survey/published/2030.yml"
NET = "net: {top: strategy, bottom: without}"
WITH_NET = f"""{INDICATORS}\
  - {{id: without, title: Have none, question: strategy, options: ["no"]}}
  - {{id: balance, title: Balance, {NET}}}
"""


def project_with_net(tmp_path: Path) -> Path:
    return write_survey(tmp_path, **{FILE: WITH_NET})


def test_a_net_has_a_row_and_is_no_share(tmp_path: Path) -> None:
    folder = load_survey(project_with_net(tmp_path))
    (row,) = nets(folder)
    assert (row["indicator_id"], row["top_id"], row["bottom_id"]) == (
        "balance",
        "strategy",
        "without",
    )
    assert row["question_id"] == "strategy"


@pytest.mark.parametrize(
    ("file", "old", "new", "found"),
    [
        (FILE, "top: strategy", "top: strategies", "the unknown indicator of one question"),
        (FILE, "top: strategy", "top: effort", "the unknown indicator of one question effort"),
        (FILE, "bottom: without", "bottom: housing", "strategy of strategy and housing of topics"),
        (
            FILE, NET, "net: {top: housing, bottom: housing}",
            "topics, a question of type multiple, in a net",
        ),
        (FILE, "bottom: without", "bottom: strategy", "yes in both strategy and strategy"),
        (
            FILE, 'options: ["no"]}', 'options: ["no"], count_in_base: [no_answer]}',
            "strategy and without with different count_in_base",
        ),
        (CLAIMS, "indicator: strategy", "indicator: balance", "balance, which is a net, in a"),
    ],
)  # fmt: skip
def test_a_broken_rule_is_told(tmp_path: Path, file: str, old: str, new: str, found: str) -> None:
    project = project_with_net(tmp_path)
    edit(project, file, old, new)
    with pytest.raises(ConfigurationError) as raised:
        load_survey(project)
    assert [each for each in raised.value.problems if found in each.found]


@pytest.mark.parametrize(
    "more", [{"question": "q", "options": ["a"]}, {"count_in_base": ["dont_know"]}]
)
def test_what_is_no_net(more: dict[str, Any]) -> None:
    net = {"id": "n", "title": "N", "net": {"top": "a", "bottom": "b"}}
    Indicator.model_validate(net)
    with pytest.raises(ValidationError):
        Indicator.model_validate(net | more)


# ── ratings ─────────────────────────────────────────────────────────────────────


def rating(*options: dict[str, Any], kind: str = "rating") -> Question:
    named = [{"id": f"o{place}", "label": f"L{place}"} | o for place, o in enumerate(options)]
    question = {"id": "q", "section": "s", "type": kind, "wording": "How?", "options": named}
    return Question.model_validate(question)


@pytest.mark.parametrize(
    ("options", "scale"),
    [
        ([{"value": 2}, {"value": -1.5}], {"o0": 2, "o1": -1.5}),
        ([{"label": "0"}, {"label": " 10 "}], {"o0": 0, "o1": 10}),
        ([{"label": "10", "value": 1}, {"label": "0", "value": 2}], {"o0": 1, "o1": 2}),
        ([{"label": "1 good"}, {"label": "2 bad"}], {}),
        ([{"label": "1"}, {"label": "many"}], {}),
        ([{"label": "1"}, {"label": "2"}, {"state": "dont_know"}], {"o0": 1, "o1": 2}),
    ],
)
def test_the_values_of_a_rating(options: list[dict[str, Any]], scale: dict[str, float]) -> None:
    assert rating(*options).scale == scale


@pytest.mark.parametrize(
    ("options", "kind"),
    [
        ([{"value": 1}, {}], "rating"),
        ([{"value": 1}, {"value": 2}], "single"),
        ([{"value": 1}, {"value": 2, "state": "dont_know"}], "rating"),
    ],
)
def test_values_that_make_no_scale(options: list[dict[str, Any]], kind: str) -> None:
    with pytest.raises(ValidationError, match="value"):
        rating(*options, kind=kind)


# ── base rules ──────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("limits", [(6, 5, 30), (5, 10, 9)])
def test_base_rules_ascend(limits: tuple[int, int, int]) -> None:
    names = ("names_only_below", "counts_only_below", "percent_in_charts_from")
    BaseRules.model_validate(dict(zip(names, sorted(limits), strict=True)))
    with pytest.raises(ValidationError, match="in ascending order"):
        BaseRules.model_validate(dict(zip(names, limits, strict=True)))
