"""Questions that changed: decided in a sheet, and shown in the trends."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import Result

from pipelines.errors import DataError
from pipelines.onboarding.decisions import stop_where_open
from pipelines.survey.load import load_survey
from tests.onboarding.towns import SPAN, WAVE, Towns, choices, column, export, run, wave
from tests.survey.folder import edit

PLAN = {"Will you run": "Do you plan to run"}
PARKS = {";Schools": ";Parks"}
FIELDWORK = {"wave 2032": SPAN}


def reworded(towns: Towns, tmp_path: Path) -> None:
    """Another wording of strategy and of plan in 2032, which the bank knows already."""
    towns.add(export(tmp_path, **PLAN))
    towns.fill(FIELDWORK | {"'Do you plan": "question plan"})
    assert towns.decide().exit_code == 0


def series(towns: Towns, indicator: str) -> Result:
    return run(
        "query",
        "SELECT 'row ' || wave || ': ' || comparable || ', ' || coalesce(break_note, '') || "
        "coalesce(comparable_note, '') AS told FROM trends.series "
        f"WHERE indicator_id = '{indicator}' AND wave = '2032'",
        "--project",
        towns.project,
    )


def test_a_question_that_did_not_change_is_not_asked_about(towns: Towns, tmp_path: Path) -> None:
    towns.add(export(tmp_path))
    assert "comparable" not in {d.about for d in wave(towns.project).decide}


def test_a_reworded_question_is_asked_about_once_its_column_is_known(
    towns: Towns, tmp_path: Path
) -> None:
    reworded(towns, tmp_path)
    (decision,) = wave(towns.project).decide
    assert (decision.about, decision.subject) == ("comparable", "plan")
    assert choices(decision) == ["comparable", "break"]
    assert decision.found == (
        "since 2031: reworded: “Will you run a campaign?” → “Do you plan to run a campaign?”"
    )


def test_what_changed_and_is_known_at_once_is_asked_at_once(towns: Towns, tmp_path: Path) -> None:
    said = "  - id: strategy\n    section: work\n    type: single\n"
    edit(towns.project, "survey/questions.yml", said, said.replace("single", "rating"))
    old = "strategy: {question: strategy}"
    codes = 'strategy: {question: strategy, values: {"Yes": "no", "No": "yes"}}'
    edit(towns.project, "survey/waves/2031.yml", old, codes)
    towns.add(export(tmp_path))
    (_, decision) = wave(towns.project).decide
    assert decision.subject == "strategy"
    assert "code: 'No': yes → no" in decision.found


def test_a_new_option_is_asked_about_after_it_was_decided(towns: Towns, tmp_path: Path) -> None:
    towns.add(export(tmp_path, **PARKS))
    assert "comparable" not in {d.about for d in wave(towns.project).decide}
    towns.fill({"'Parks'": "new option"})
    towns.decide()
    (found,) = [d.found for d in wave(towns.project).decide if d.about == "comparable"]
    assert found == "since 2031: option added: “Parks”"


def test_the_wave_before_is_the_one_that_asked(towns: Towns, tmp_path: Path) -> None:
    added = 'wordings: {plan: "Will you run a campaign?"}'
    edit(towns.project, "survey/waves/2031.yml", added, "wordings: {}")
    towns.add(export(tmp_path, **{"Anything else?": "What else, please?", "Thanks": "Fine"}))
    towns.fill({"What else": "question remarks"})
    towns.decide()
    found = {d.subject: d.found for d in wave(towns.project).decide if d.about == "comparable"}
    assert found["remarks"].startswith("since 2030: reworded")


def test_the_choices_show_in_the_series(towns: Towns, tmp_path: Path) -> None:
    strategy = "Has your town a strategy today?"
    towns.add(export(tmp_path, **PLAN, **{"Does your town have a strategy?": strategy}))
    towns.fill(FIELDWORK | {"'Do you plan": "question plan", strategy: "question strategy"})
    assert towns.decide().exit_code == 0
    with pytest.raises(DataError):
        stop_where_open(load_survey(towns.project), "2032")
    second = towns.second_sheet()
    picks = {"'plan'": "comparable — with a note", "'strategy'": "break — the series starts anew"}
    offered = {row[2]: row[4].splitlines() for row in second.rows()}
    assert all(choice in offered[f"question {name}"] for name, choice in picks.items())
    second.fill({name: (choice, f"On {name}.") for name, choice in picks.items()})
    assert "2032: 2 decided, 0 open" in second.decide(by="A. Person").stdout
    said = wave(towns.project)
    assert said.comparable == {"plan": "On 'plan'."}
    assert said.breaks == {"strategy": "On 'strategy'."}
    records = {each.subject: each for each in said.decisions if each.about == "comparable"}
    assert {each.decided_by for each in records.values()} == {"A. Person"}
    assert records["plan"].reason == "On 'plan'."
    built = run("build", "--project", towns.project)
    assert built.exit_code == 0, built.output
    assert "row 2032: true, On 'plan'." in series(towns, "campaigning").stdout
    assert "row 2032: false, On 'strategy'." in series(towns, "strategy").stdout


def test_a_reason_is_needed(towns: Towns, tmp_path: Path) -> None:
    reworded(towns, tmp_path)
    before = (towns.project / WAVE).read_bytes()
    second = towns.second_sheet()
    second.fill({"'plan'": "break"})
    result = second.decide()
    assert result.exit_code == 1
    assert "✗ decisions-2.xlsx, F2" in result.stderr
    assert "a break of the question plan, without a reason" in result.stderr
    assert (towns.project / WAVE).read_bytes() == before


def test_another_choice_is_refused(towns: Towns, tmp_path: Path) -> None:
    reworded(towns, tmp_path)
    second = towns.second_sheet()
    second.fill({"'plan'": ("perhaps", "who knows")})
    assert "`comparable` or `break`" in second.decide().stderr


def test_an_open_decision_is_told_once_by_check(towns: Towns, tmp_path: Path) -> None:
    reworded(towns, tmp_path)
    result = towns.check()
    assert result.exit_code == 1
    assert (result.stdout + result.stderr).count("Do you plan to run a campaign?”") == 1


# ── the second sheet ────────────────────────────────────────────────────────────


def test_what_comes_up_is_told_and_written_as_a_second_sheet(towns: Towns, tmp_path: Path) -> None:
    towns.add(export(tmp_path, **PLAN, **PARKS))
    towns.fill({"'Do you plan": "question plan", "'Parks'": "new option"})
    result = towns.decide()
    assert "2032: 2 decided, 3 open" in result.stdout
    assert "bring up 2 more questions: a second sheet is needed" in result.stdout
    assert "decisions-2.xlsx --by NAME" in result.stdout
    subjects = [row[2] for row in towns.second_sheet().rows()]
    assert subjects == ["wave 2032", "question 'plan'", "question 'topics'"]


def test_no_second_sheet_where_nothing_comes_up(towns: Towns, tmp_path: Path) -> None:
    towns.add(export(tmp_path, **PLAN))
    towns.fill(FIELDWORK)
    result = towns.decide()
    assert "Rows without a choice stay open" in result.stdout
    assert not towns.second_sheet().sheet.exists()


def test_a_sheet_that_is_there_is_not_overwritten(towns: Towns, tmp_path: Path) -> None:
    other = towns.second_sheet().sheet
    other.write_bytes(b"of somebody else")
    reworded(towns, tmp_path)
    assert other.read_bytes() == b"of somebody else"
    assert other.with_name("decisions-3.xlsx").exists()


def test_one_question_that_waits_for_a_text_is_not_asked_about(
    towns: Towns, tmp_path: Path
) -> None:
    towns.add(export(tmp_path, **{"Does your town have a strategy?": "Strategy today?"}))
    towns.fill({"Strategy today?": "question strategy"})
    edit(towns.project, "data/raw/2032/answers.csv", "Don't know", "Perhaps   ")
    towns.decide()
    assert [d.subject for d in column(towns.project, "Strategy today?").decide] == ["Perhaps"]
    assert [d.about for d in wave(towns.project).decide] == ["fieldwork"]
