"""What changed between two waves, and who says whether answers compare."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from pipelines.cli import app
from pipelines.errors import ConfigurationError
from pipelines.onboarding.comparability import undecided
from pipelines.onboarding.diff import BREAK, COMPARABLE, OPEN, Difference, differences
from pipelines.onboarding.periods import numbers_changed, period_changed
from pipelines.survey.load import load_survey
from tests.survey.folder import edit, write_survey

QUESTIONS, OLD, NEW = "survey/questions.yml", "survey/waves/2030.yml", "survey/waves/2031.yml"
WORDINGS = 'wordings: {plan: "Will you run a campaign?"}'


def waves(*arguments: str | Path) -> Result:
    return CliRunner().invoke(
        app, [str(argument) for argument in arguments], env={"COLUMNS": "300"}
    )


def found(project: Path, question: str) -> list[Difference]:
    """The differences of one question between the two waves."""
    all_of_them = differences(load_survey(project), "2030", "2031")
    return [each for each in all_of_them if each.question == question]


def told(project: Path, question: str) -> list[tuple[str, str]]:
    return [(each.kind, each.found) for each in found(project, question)]


def marks(project: Path, question: str) -> set[str]:
    return {each.mark for each in found(project, question)}


@pytest.mark.parametrize(("wave", "said"), [("2019", "2 questions"), ("2021", "no questions")])
def test_a_wave_without_questionnaire_is_said_to_have_none(wave: str, said: str) -> None:
    result = waves("diff", wave, "2020", "--project", Path(__file__).parents[2])
    assert result.exit_code == 0
    assert f"The whole questionnaire of {wave} is not known; {said} can be" in result.stdout


# ── what is found ───────────────────────────────────────────────────────────────


def test_another_wording_is_told_with_both_texts(tmp_path: Path) -> None:
    project = write_survey(tmp_path)
    both = "“Are you planning a campaign?” → “Will you run a campaign?”"
    assert told(project, "plan") == [("reworded", both)]


def test_case_and_punctuation_are_no_other_wording(tmp_path: Path) -> None:
    project = write_survey(tmp_path)
    edit(project, NEW, WORDINGS, 'wordings: {plan: "are you planning a campaign"}')
    assert told(project, "plan") == []


def test_a_question_asked_no_more_is_dropped(tmp_path: Path) -> None:
    project = write_survey(tmp_path)
    assert told(project, "remarks") == [("dropped", "asked in 2030 only")]
    assert marks(project, "remarks") == {BREAK}


def test_a_question_asked_for_the_first_time_is_added(tmp_path: Path) -> None:
    project = write_survey(tmp_path)
    edit(project, OLD, "Staff: {question: staff}", "Staff: {use: ignored, reason: not asked yet}")
    edit(project, "survey/corrections.yml", "question: staff", "question: campaign")
    assert told(project, "staff") == [("added", "asked in 2031 only")]


NEW_QUESTION = """\
  - {id: comments, section: wishes, type: text, wording: "Anything else, please?"}
"""


def test_a_new_question_like_one_that_is_gone_is_to_be_decided(tmp_path: Path) -> None:
    project = write_survey(tmp_path)
    with (project / QUESTIONS).open("a", encoding="utf-8") as stream:
        stream.write(NEW_QUESTION)
    edit(project, NEW, "staff: {question: staff}", "staff: {question: comments}")
    (added,) = found(project, "comments")
    assert "like remarks, which is gone" in added.found
    assert added.mark == OPEN
    edit(project, NEW, "breaks: {", "breaks: {comments: Another question., ")
    assert marks(project, "comments") == {BREAK}


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (
            "{id: housing, label: Housing}",
            "{id: housing, label: Housing, until: '2030'}",
            ("option dropped", "“Housing”"),
        ),
        (
            "{id: housing, label: Housing}",
            "{id: housing, label: Housing, since: '2031'}",
            ("option added", "“Housing”"),
        ),
    ],
)
def test_options_come_and_go_by_wave(
    tmp_path: Path, old: str, new: str, expected: tuple[str, str]
) -> None:
    project = write_survey(tmp_path)
    edit(project, QUESTIONS, old, new)
    edit(project, NEW, '"topics [housing]": {question: topics, option: housing}',
         '"topics [housing]": {use: ignored, reason: of another question}')  # fmt: skip
    if "until" not in new:
        edit(project, NEW, '"topics [housing]": {use: ignored, reason: of another question}',
             '"topics [housing]": {question: topics, option: housing}')  # fmt: skip
    assert expected in told(project, "topics")


def test_an_added_option_names_the_one_that_is_gone_and_like_it(tmp_path: Path) -> None:
    project = write_survey(tmp_path)
    edit(project, QUESTIONS, "- {id: sports, label: Sports and clubs}",
         "- {id: sports, label: Sports and clubs, until: '2030'}\n"
         "      - {id: clubs, label: Sports or clubs, since: '2031'}")  # fmt: skip
    edit(project, NEW, "option: sports", "option: clubs")
    (added,) = [text for kind, text in told(project, "topics") if kind == "option added"]
    assert "“Sports or clubs”, like “Sports and clubs” (" in added


def test_another_text_of_an_option_is_told(tmp_path: Path) -> None:
    project = write_survey(tmp_path)
    edit(project, NEW, WORDINGS, "labels: {topics: {sports: Sports, clubs and play}}".replace(
        "Sports, clubs", '"Sports, clubs').replace("play}", 'play"}'))  # fmt: skip
    assert ("option reworded", "“Sports and clubs” → “Sports, clubs and play”") in told(
        project, "topics"
    )


def test_a_column_for_each_option_where_one_answer_was_given_is_another_type(
    tmp_path: Path,
) -> None:
    project = write_survey(tmp_path)
    edit(project, QUESTIONS, "id: topics\n    section: wishes\n    type: multiple",
         "id: topics\n    section: wishes\n    type: single")  # fmt: skip
    assert ("type", "one answer → several answers") in told(project, "topics")
    assert marks(project, "topics") == {OPEN}


def test_another_scale_is_told_as_a_whole(tmp_path: Path) -> None:
    project = write_survey(tmp_path)
    edit(project, QUESTIONS, "id: campaign\n    section: work\n    type: single",
         "id: campaign\n    section: work\n    type: rating")  # fmt: skip
    edit(project, QUESTIONS, '- {id: "no", label: "No"}\n  - id: plan',
         '- {id: "no", label: "No"}\n'
         "      - {id: partly, label: In part, since: '2031'}\n  - id: plan")  # fmt: skip
    assert told(project, "campaign") == [("scale", "Yes | No → Yes | No | In part")]


CODES = "Have you run a campaign?: {{question: campaign, values: {{'1': '{0}', '2': '{1}'}}}}"


def codes(project: Path, missing: str = "") -> Path:
    """Codes 1 yes, 2 no in the first wave, the other way round in the second."""
    edit(project, OLD, "Have you run a campaign?: {question: campaign}", CODES.format("yes", "no"))
    new = "campaign: {question: campaign, values: {'1': 'no', '2': 'yes'}}"
    return edit(project, NEW, "campaign: {question: campaign}", missing or new)


def test_a_code_that_carries_another_option_is_told(tmp_path: Path) -> None:
    project = write_survey(tmp_path)
    codes(project)
    assert ("code", "'1': yes → no") in told(project, "campaign")
    assert ("options reordered", "yes, no → no, yes") in told(project, "campaign")


def test_a_code_that_became_a_state_is_told(tmp_path: Path) -> None:
    project = write_survey(tmp_path)
    codes(project, "campaign: {question: campaign, missing: {'2': refused}}")
    assert told(project, "campaign") == [("code", "'2': no → refused")]


def test_questions_that_moved_are_the_fewest(tmp_path: Path) -> None:
    project = write_survey(tmp_path)
    edit(project, NEW, "      strategy: {question: strategy}\n", "")
    edit(project, NEW, "      staff: {question: staff}\n",
         "      staff: {question: staff}\n      strategy: {question: strategy}\n")  # fmt: skip
    moved = [d for d in differences(load_survey(project), "2030", "2031") if d.kind == "moved"]
    assert [(each.question, each.found) for each in moved] == [
        ("strategy", "place 1 → 5 of those asked in both")
    ]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("in the last 12 months", "in the last six months", ("12 months", "6 months")),
        ("in the past year", "in the last 2 years", ("year", "2 years")),
        ("im letzten Jahr", "in den letzten 6 Monaten", ("year", "6 months")),
        ("au cours des douze derniers mois", "depuis 3 mois", ("12 months", "3 months")),
        ("in the last 12 months", "so far", ("12 months", "none")),
        ("in the last 12 months", "in the last year", None),
        ("in which year", "since when", None),
        ("with 3 schools", "with 5 schools", None),
    ],
)
def test_a_recall_period_is_a_number_with_a_unit(
    old: str, new: str, expected: tuple[str, str] | None
) -> None:
    assert period_changed(old, new) == expected


def test_other_numbers_are_told_as_numbers() -> None:
    assert numbers_changed("with 3 schools in 12 months", "with 5 schools in 6 months") == (
        "3",
        "5",
    )
    assert numbers_changed("in 12 months", "in 6 months") is None


def test_a_recall_period_stands_beside_the_rewording(tmp_path: Path) -> None:
    project = write_survey(tmp_path)
    edit(
        project, OLD, "sources:", "wordings: {plan: Do you plan one in the next 2 years?}\nsources:"
    )
    edit(project, NEW, WORDINGS, "wordings: {plan: Do you plan one in the next 12 months?}")
    assert [kind for kind, _ in told(project, "plan")] == ["reworded", "recall period"]


# ── who says whether answers compare ────────────────────────────────────────────


def test_a_rewording_is_to_be_decided_until_the_wave_says_it(tmp_path: Path) -> None:
    project = write_survey(tmp_path)
    assert marks(project, "plan") == {OPEN}
    edit(project, NEW, WORDINGS, f"{WORDINGS}\ncomparable: {{plan: Pilots gave the same answers.}}")
    (decided,) = found(project, "plan")
    assert (decided.mark, decided.note) == (COMPARABLE, "Pilots gave the same answers.")


def test_a_declared_break_is_one(tmp_path: Path) -> None:
    project = write_survey(tmp_path)
    edit(project, NEW, "breaks: {", "breaks: {plan: Plans became firm., ")
    (decided,) = found(project, "plan")
    assert (decided.mark, decided.note) == (BREAK, "Plans became firm.")


def split(project: Path, now: str) -> Path:
    """Sports and clubs became two options in the second wave, whose file may say so."""
    edit(project, QUESTIONS, "- {id: sports, label: Sports and clubs}",
         "- {id: sports, label: Sports and clubs, until: '2030'}\n"
         "      - {id: sport, label: Sport, since: '2031'}\n"
         "      - {id: clubs, label: Clubs, since: '2031'}")  # fmt: skip
    edit(project, NEW, "option: sports", "option: sport")
    if now:
        said = f"crosswalks: {{topics: [{{before: [sports], now: [{now}]}}]}}\nsources:"
        edit(project, NEW, "sources:", said)
    return project


@pytest.mark.parametrize(
    ("now", "dropped", "sport", "clubs"),
    [
        ("", OPEN, OPEN, OPEN),
        ("sport, clubs", COMPARABLE, COMPARABLE, COMPARABLE),
        ("sport", COMPARABLE, COMPARABLE, OPEN),
    ],
)
def test_a_crosswalk_decides_about_the_options_that_it_names(
    tmp_path: Path, now: str, dropped: str, sport: str, clubs: str
) -> None:
    project = split(write_survey(tmp_path), now)
    assert [(each.kind, each.mark) for each in found(project, "topics")] == [
        ("option dropped", dropped),
        ("option added", sport),
        ("option added", clubs),
    ]
    to_decide = [each.found for each in undecided(load_survey(project)) if "topics" in each.found]
    assert len(to_decide) == [dropped, sport, clubs].count(OPEN)


def test_a_crosswalk_is_told_in_words_and_across_waves(tmp_path: Path) -> None:
    project = split(write_survey(tmp_path), "sport, clubs")
    notes = {each.note for each in found(project, "topics")}
    assert notes == {"crosswalk of 2031: “Sports and clubs” became “Sport” and “Clubs”"}
    third(project, "")
    edit(project, "survey/waves/2032.yml", "plan: {question: plan}", "topics: {question: topics}")
    later = [d for d in differences(load_survey(project), "2030", "2032") if d.question == "topics"]
    assert {(each.mark, each.note) for each in later if each.kind != "type"} == {
        (COMPARABLE, *notes)
    }


def test_a_crosswalk_decides_nothing_about_words(tmp_path: Path) -> None:
    project = split(write_survey(tmp_path), "sport, clubs")
    edit(project, NEW, WORDINGS, "wordings: {topics: Which topics do you need?}")
    marked = {each.kind: each.mark for each in found(project, "topics")}
    assert marked["reworded"] == OPEN
    assert marked["option dropped"] == COMPARABLE


THIRD = """\
wave: "2032"
kind: responses
fieldwork_start: 2032-02-01
{0}
sources:
  - path: third.csv
    columns:
      Town: {{use: key}}
      plan: {{question: plan}}
"""


def third(project: Path, decided: str) -> None:
    text = THIRD.format(decided)
    (project / "survey/waves/2032.yml").write_text(text, encoding="utf-8")


def test_over_several_waves_each_change_must_be_decided(tmp_path: Path) -> None:
    project = write_survey(tmp_path)
    third(project, "wordings: {plan: Do you intend one?}\ncomparable: {plan: Same in the pilot.}")
    (change,) = [
        each
        for each in differences(load_survey(project), "2030", "2032")
        if each.question == "plan"
    ]
    assert (change.mark, change.wave) == (OPEN, "2031")
    edit(project, NEW, WORDINGS, f"{WORDINGS}\ncomparable: {{plan: Same.}}")
    (change,) = [
        each
        for each in differences(load_survey(project), "2030", "2032")
        if each.question == "plan"
    ]
    assert (change.mark, change.note) == (COMPARABLE, "Same.; Same in the pilot.")


def test_undecided_rewordings_are_found_over_waves_that_did_not_ask(tmp_path: Path) -> None:
    project = write_survey(tmp_path)
    edit(project, NEW, f"{WORDINGS}\n", "")
    edit(project, NEW, "      plan: {question: plan}\n", "      plan: {use: personal}\n")
    assert undecided(load_survey(project)) == []
    third(project, "wordings: {plan: Do you intend one?}")
    (problem,) = undecided(load_survey(project))
    assert problem.where.startswith("survey/waves/2032.yml")


def test_a_question_is_not_decided_both_ways(tmp_path: Path) -> None:
    project = write_survey(tmp_path)
    edit(project, NEW, WORDINGS, f"{WORDINGS}\ncomparable: {{strategy: Same.}}")
    with pytest.raises(ConfigurationError, match="strategy both in comparable and in breaks"):
        load_survey(project)


# ── the command ─────────────────────────────────────────────────────────────────


def test_what_is_undecided_ends_with_1_and_names_the_field(tmp_path: Path) -> None:
    project = write_survey(tmp_path)
    result = waves("diff", "2031", "2030", "--project", project)
    assert result.exit_code == 1
    assert "to be decided" in result.stdout
    assert "survey/waves/2031.yml" in result.stderr
    assert "`comparable: {plan: why}` where they do" in result.stderr


def test_all_decided_ends_with_0(tmp_path: Path) -> None:
    project = write_survey(tmp_path)
    edit(project, NEW, WORDINGS, f"{WORDINGS}\ncomparable: {{plan: Same.}}")
    result = waves("diff", "2030", "2031", "--project", project)
    assert (result.exit_code, result.stderr) == (0, "")


def test_an_unknown_wave_ends_with_2(tmp_path: Path) -> None:
    result = waves("diff", "2030", "2099", "--project", write_survey(tmp_path))
    assert result.exit_code == 2
    assert "no wave '2099'" in result.stderr
