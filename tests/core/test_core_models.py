"""The tables of schema core that are SELECTs."""

from __future__ import annotations

from datetime import date

import pytest

from tests.small_survey import ORDER, SmallSurvey, chose, one_wave

CORE = [table for table in ORDER if table.startswith("core.")]


def test_a_wave_counts_the_responses_that_count() -> None:
    survey = one_wave().response("1", "a").response("1", "b").response("1", "net", counted=False)
    assert survey.build("core.waves").rows("SELECT n_responses FROM core.waves") == [
        {"n_responses": 2}
    ]


def test_a_wave_without_responses_has_none() -> None:
    assert one_wave().build("core.waves").rows("SELECT n_responses FROM core.waves") == [
        {"n_responses": 0}
    ]


def test_a_published_wave_has_the_responses_its_report_states() -> None:
    survey = one_wave("published").claim("base", "1", 41)
    assert survey.build("core.waves").rows("SELECT n_responses FROM core.waves") == [
        {"n_responses": 41}
    ]


def test_a_published_wave_of_unknown_size_has_no_number() -> None:
    survey = one_wave("published")
    assert survey.build("core.waves").rows("SELECT n_responses FROM core.waves") == [
        {"n_responses": None}
    ]


@pytest.mark.parametrize("wave", ["1", "2"])
def test_a_waves_own_report_goes_before_those_of_other_waves(wave: str) -> None:
    survey = SmallSurvey().wave("1", "published").wave("2", "published")
    survey.claim("base", wave, 40, ledger="1" if wave == "2" else "2")
    survey.claim("base", wave, 41, ledger=wave).build("core.waves")
    assert survey.row("core.waves", f"wave = '{wave}'")["n_responses"] == 41


def test_a_base_of_some_respondents_is_not_the_waves() -> None:
    survey = one_wave("published").claim("base", "1", 12)
    survey.add("input.claim_sets", {"claim_id": "1/c1", "role": "within", "attribute": "x"})
    assert survey.build("core.waves").row("core.waves")["n_responses"] is None


def test_what_a_report_states_does_not_replace_what_was_counted() -> None:
    survey = one_wave("reconstructed").claim("base", "1", 41).response("1", "a").build("core.waves")
    row = survey.row("core.waves")
    assert (row["n_responses"], row["n_responses_stated"]) == (1, 41)


def test_facts_are_read_on_the_last_day_of_fieldwork() -> None:
    start, end = date(2001, 3, 1), date(2001, 4, 1)
    survey = SmallSurvey().wave("1", fieldwork_start=start, fieldwork_end=end)
    survey.wave("2", fieldwork_start=start).wave("3").build("core.waves")
    days = survey.rows("SELECT facts_on FROM core.waves ORDER BY position")
    assert [row["facts_on"] for row in days] == [end, start, None]


def test_a_break_raises_the_series_from_its_wave_on() -> None:
    survey = SmallSurvey().wave("b").wave("a").wave("c").wave("d")
    survey.question("q", breaks={"a": "new wording", "d": "new scale"}).build("core.question_waves")
    rows = survey.rows("SELECT wave, series_no FROM core.question_waves ORDER BY series_no, wave")
    assert [(row["wave"], row["series_no"]) for row in rows] == [
        ("b", 1),
        ("a", 2),
        ("c", 2),
        ("d", 3),
    ]


def test_breaks_of_one_question_leave_others_alone() -> None:
    survey = SmallSurvey().wave("1").wave("2")
    survey.question("p", breaks={"2": "new"}).question("q").build("core.question_waves")
    row = survey.row("core.question_waves", "question_id = 'q' AND wave = '2'")
    assert row["series_no"] == 1


@pytest.mark.parametrize(
    ("status", "respondent", "applied"),
    [("current", "a", True), ("stale", "a", False), ("current", "absent", False)],
)
def test_a_correction_is_applied_where_its_wave_was_built_with_it(
    status: str, respondent: str, applied: bool
) -> None:
    survey = one_wave(status=status).response("1", "a")
    survey.add("input.corrections", {"wave": "1", "respondent_id": respondent, "question_id": "q"})
    assert survey.build("core.corrections").row("core.corrections")["applied"] is applied


def test_a_correction_of_a_wave_that_is_not_there_is_not_applied() -> None:
    survey = one_wave().response("1", "a")
    survey.add("input.corrections", {"wave": "9", "respondent_id": "a", "question_id": "q"})
    assert survey.build("core.corrections").row("core.corrections")["applied"] is False


def test_the_registry_lists_those_who_did_not_answer_too() -> None:
    survey = one_wave().respondent("a", kind="city", country_code="NO").respondent("b")
    survey.response("1", "a").build("core.respondents")
    names = survey.rows("SELECT respondent_id, kind FROM core.respondents ORDER BY 1")
    assert names == [
        {"respondent_id": "a", "kind": "city"},
        {"respondent_id": "b", "kind": None},
    ]


def test_every_core_model_builds_on_a_small_survey() -> None:
    survey = one_wave().question("q", "a b").response("1", "x", q=chose("a"))
    survey.add("input.sections", {"section": "s", "position": 1, "title": "S"})
    survey.add("input.columns", {"wave": "1", "source_column": "Q", "use": "answer"})
    survey.add("input.attributes", {"respondent_id": "x", "attribute": "t", "value": "v"})
    survey.build(*CORE)
    counts = {
        table: survey.row(f"(SELECT count(*) AS n FROM {table})")["n"]
        for table in CORE
        if table != "core.corrections"
    }
    assert counts == {
        "core.waves": 1,
        "core.respondents": 1,
        "core.respondent_attributes": 1,
        "core.sections": 1,
        "core.questions": 1,
        "core.question_waves": 1,
        "core.options": 2,
        "core.option_waves": 2,
        "core.columns": 1,
    }
