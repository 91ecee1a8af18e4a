"""What a survey folder says of time: options by wave."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipelines.errors import ConfigurationError, Problem
from pipelines.survey.load import load_survey
from tests.survey.folder import accept, edit, write_survey
from tests.wave_run import Run

QUESTIONS, OLD, NEW = "survey/questions.yml", "survey/waves/2030.yml", "survey/waves/2031.yml"
SPORTS = "{id: sports, label: Sports and clubs}"
NO_CAMPAIGN = '{id: "no", label: "No"}\n  - id: plan'


def problem(project: Path) -> Problem:
    with pytest.raises(ConfigurationError) as raised:
        load_survey(project)
    (found,) = raised.value.problems
    return found


@pytest.mark.parametrize(
    ("period", "offered"),
    [
        ("", ["2030", "2031"]),
        ("since: '2031'", ["2031"]),
        ("until: '2030'", ["2030"]),
        ("since: '2030', until: '2031'", ["2030", "2031"]),
    ],
)
def test_an_option_is_offered_from_its_first_to_its_last_wave(
    tmp_path: Path, period: str, offered: list[str]
) -> None:
    project = write_survey(tmp_path)
    edit(project, QUESTIONS, NO_CAMPAIGN, NO_CAMPAIGN.replace(
        "\n", f"\n      - {{id: partly, label: In part, {period}}}\n"))  # fmt: skip
    folder = load_survey(project)
    having = [
        wave
        for wave in folder.waves
        if "partly" in {option.id for option in folder.question_in("campaign", wave).options}
    ]
    assert having == offered


def test_a_question_is_given_in_the_words_of_the_wave(tmp_path: Path) -> None:
    project = write_survey(tmp_path)
    edit(project, NEW, "breaks:", "labels: {topics: {sports: Sports}}\nbreaks:")
    folder = load_survey(project)
    assert folder.question_in("plan", "2031").wording == "Will you run a campaign?"
    assert folder.question_in("plan", "2030").wording == "Are you planning a campaign?"
    sports = folder.question_in("topics", "2031").options[-1]
    assert (sports.label, sports.also) == ("Sports", ["Sports and clubs"])


DONT_KNOW = "state: dont_know}"
BANK = [
    (SPORTS, "since: '2029'", SPORTS[:12], "the unknown wave 2029"),
    (SPORTS, "until: '2029'", SPORTS[:12], "the unknown wave 2029"),
    (DONT_KNOW, "since: '2031', until: '2030'", DONT_KNOW[:-1], "until 2030 and since 2031"),
]


@pytest.mark.parametrize(("option", "period", "line", "told"), BANK)
def test_a_wrong_period_of_an_option_is_told_with_its_line(
    tmp_path: Path, option: str, period: str, line: str, told: str
) -> None:
    project = write_survey(tmp_path)
    file = edit(project, QUESTIONS, option, option.replace("}", f", {period}}}"))
    found = problem(project)
    assert told in found.found
    assert found.where == f"{QUESTIONS}:{line_of(file, line)}"


def test_a_column_of_an_option_that_was_not_offered_is_told_with_its_line(tmp_path: Path) -> None:
    project = write_survey(tmp_path)
    edit(project, QUESTIONS, SPORTS, SPORTS.replace("}", ", until: '2030'}"))
    found = problem(project)
    assert found.found == "the option sports of topics, which is offered until 2030"
    assert found.where == f"{NEW}:{line_of(project / NEW, 'topics [sports]')}"


WAVE = [
    ("labels: {topics: {housing: Sports and clubs}}", "for option housing and for option sports"),
    ("labels: {topics: {parks: Parks}}", "the unknown option of topics parks"),
    ("labels: {topic: {parks: Parks}}", "the unknown question topic"),
    ("comparable: {plann: Same}", "the unknown question plann"),
]


@pytest.mark.parametrize(("field", "told"), WAVE)
def test_what_a_wave_says_of_nothing_is_told_with_its_line(
    tmp_path: Path, field: str, told: str
) -> None:
    project = write_survey(tmp_path)
    file = edit(project, NEW, "breaks:", f"{field}\nbreaks:")
    found = problem(project)
    assert told in found.found
    assert found.where == f"{NEW}:{line_of(file, field)}"


def line_of(file: Path, text: str) -> int:
    """The line on which a text stands."""
    rows = file.read_text(encoding="utf-8").splitlines()
    (number,) = [number for number, row in enumerate(rows, 1) if text in row]
    return number


def test_an_answer_outside_the_waves_of_its_option_is_quarantined(tmp_path: Path) -> None:
    project = write_survey(tmp_path)
    edit(project, QUESTIONS, "- {id: dont_know, label: Don't know, state: dont_know}",
         "- {id: dont_know, label: Don't know, state: dont_know, since: '2031'}")  # fmt: skip
    run = Run(project)
    assert run.stopped == {}
    column = "Does your town have a strategy?"
    assert (7, column, "Don't know", "option.known") in run.rejected("2030")
    assert run.unbalanced() == []


def test_the_label_of_a_wave_is_read_in_that_wave_only(tmp_path: Path) -> None:
    project = write_survey(tmp_path)
    edit(project, OLD, "sources:", "labels: {strategy: {'yes': We do have one}}\nsources:")
    edit(project, "data/raw/2030/answers.csv", "Carden,c@example.org,We do,",
         "Carden,c@example.org,We do have one,")  # fmt: skip
    edit(project, "data/raw/2031/export.csv", "Carden;No;", "Carden;We do have one;")
    accept(project)
    run = Run(project)
    assert run.answers("2030", "strategy")["carden"] == ("answered", ("yes",))
    assert run.answers("2031", "strategy")["carden"][0] == "rejected"
