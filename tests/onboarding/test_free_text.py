"""Texts of no option may be what respondents wrote themselves, under "other"."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipelines.onboarding.new import says_other
from pipelines.survey.load import load_survey
from pipelines.survey.models import Option
from tests.onboarding.towns import Towns, choices, column, export
from tests.survey.folder import edit

TOPICS = "Which topics?"
WRITTEN = {"Housing;Schools": "Housing;beekeeping", "Sports and clubs": "quiet streets"}


def topics(project: Path) -> dict[str, Option]:
    return {option.id: option for option in load_survey(project).question("topics").options}


@pytest.mark.parametrize("label", ["Other", "other (please say)", "Autre", "Sonstiges:"])
def test_an_option_that_says_other(label: str) -> None:
    assert says_other(label)


@pytest.mark.parametrize("label", ["Another town", "Housing", "", "Mother tongue"])
def test_an_option_that_does_not(label: str) -> None:
    assert not says_other(label)


def test_one_choice_decides_all_such_texts_of_a_column(towns: Towns, tmp_path: Path) -> None:
    towns.add(export(tmp_path, **WRITTEN))
    assert [each.subject for each in column(towns.project, TOPICS).decide] == [
        "beekeeping",
        "quiet streets",
    ]
    towns.fill({"'beekeeping'": "free text"})
    assert towns.decide().exit_code == 0
    assert column(towns.project, TOPICS).decide == []
    added = topics(towns.project)["other"]
    assert (added.label, added.free_text, added.since) == ("Other", True, "2032")


def test_an_option_that_says_other_is_offered(towns: Towns, tmp_path: Path) -> None:
    label = 'label: "Other, namely", also: [Schools]}'
    edit(towns.project, "survey/questions.yml", "label: Schools}", label)
    towns.add(export(tmp_path, **{"Housing;Schools": "Housing;beekeeping"}))
    (decision,) = column(towns.project, TOPICS).decide
    assert "free text schools" in choices(decision)
    assert "free text" not in choices(decision)
    towns.fill({"'beekeeping'": "free text schools"})
    towns.decide()
    assert topics(towns.project)["schools"].free_text


def test_a_new_option_and_another_text_for_the_last_one_go_into_one_file(
    towns: Towns, tmp_path: Path
) -> None:
    last = "      - {id: sports, label: Sports and clubs}"
    block = "      - id: sports\n        label: Sports and clubs"
    edit(towns.project, "survey/questions.yml", last, block)
    towns.add(export(tmp_path, **{"Housing;Schools": "Housing;parks", "Sports and clubs": "Sport"}))
    towns.fill({"'parks'": "new option", "'Sport'": "option sports"})
    assert towns.decide().exit_code == 0
    assert topics(towns.project)["sports"].also == ["Sport"]
    assert "parks" in topics(towns.project)


def test_the_known_options_of_a_cell_are_not_taken_apart(towns: Towns, tmp_path: Path) -> None:
    label = 'label: "Schools; nurseries", also: [Schools]}'
    edit(towns.project, "survey/questions.yml", "label: Schools}", label)
    towns.add(export(tmp_path, **{"Housing;Schools": "Schools; nurseries;beekeeping"}))
    assert [each.subject for each in column(towns.project, TOPICS).decide] == ["beekeeping"]
