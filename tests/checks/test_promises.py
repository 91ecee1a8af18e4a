"""Checks of core, indicators and trends: silent on a sound survey, loud on each broken promise."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.small_survey import NO_ANSWER, UNKNOWN, SmallSurvey, chose, number, state

CHECKS = [
    "answers_known",
    "bases_within_responses",
    "bounds_ordered",
    "changes_add_up",
    "corrections_applied",
    "counted_both_ways",
    "items_counted",
    "items_whole",
    "keys_unique",
    "one_counted_response",
    "population_covers_responses",
    "preferred_once",
    "respondents_known",
    "scores_in_range",
    "shares_in_range",
    "uncounted_in_no_base",
    "unknown_without_share",
    "weights_usable",
]


@pytest.fixture(scope="module")
def sound() -> Iterator[SmallSurvey]:
    """A survey that keeps every promise, with something of everything in it."""
    survey = SmallSurvey().wave("1", "published", population_n=40).claim("base", "1", 30)
    survey.wave("2", population_n=40)
    survey.question("q", "a b dk=dont_know", waves="2").question("m", "a b", "multiple", waves="2")
    survey.question("n", kind="number", waves="2").question("r", "a b", "rating", waves="2")
    survey.respondent("x", kind="city", country_code="NO").respondent("net", counted=False)
    survey.response("2", "x", q=chose("a"), m=chose("a", "b"), n=number(4), r=chose("b"))
    unsure: dict[str, Any] = {
        "q": state("dont_know", "dk"),
        "m": UNKNOWN,
        "n": NO_ANSWER,
        "r": UNKNOWN,
    }
    survey.response("2", "y", weight=2, **unsure)
    chosen: dict[str, Any] = {"q": chose("a"), "m": chose("a"), "n": number(9), "r": chose("b")}
    survey.response("2", "net", counted=False, **chosen)
    survey.indicator("i", "q.a").indicator("any", "m.a", "m.b").score("s", q="a=2", m="a=1 b=1")
    survey.indicator("up", "r.b").indicator("down", "r.a").net("net", "up", "down")
    survey.claim("count", "1", 20, indicator_id="i").claim(
        "count", "2", 1, indicator_id="i", base=2
    )
    survey.add("input.corrections", {"wave": "2", "respondent_id": "x", "question_id": "q"})
    yield survey.build()
    survey.con.close()


@pytest.mark.parametrize("check", CHECKS)
def test_a_sound_survey_keeps_every_promise(survey: SmallSurvey, check: str) -> None:
    assert survey.broken(check) == []


@pytest.mark.parametrize(
    ("check", "damage"),
    [
        (
            "answers_known",
            "UPDATE indicators.answer_counts SET option_id = 'z' WHERE option_id = 'a'",
        ),
        ("answers_known", "UPDATE indicators.answer_counts SET state = 'maybe'"),
        (
            "answers_known",
            "UPDATE indicators.answer_counts SET selected = false WHERE option_id = 'a'",
        ),
        (
            "answers_known",
            "UPDATE indicators.answer_counts SET selected = NULL WHERE option_id = 'a'",
        ),
        ("bases_within_responses", "UPDATE indicators.option_shares SET base = 3"),
        ("bases_within_responses", "UPDATE indicators.option_shares SET n_unknown = 3"),
        ("bases_within_responses", "UPDATE indicators.from_responses SET n = base + 1"),
        ("bases_within_responses", "UPDATE indicators.group_results SET base = 3"),
        ("bases_within_responses", "UPDATE indicators.numbers SET base = 3"),
        ("bounds_ordered", "UPDATE indicators.results SET share_low = 0.9, share_high = 0.8"),
        ("bounds_ordered", "UPDATE indicators.results SET share = 0.1 WHERE wilson_low > 0.1"),
        (
            "bounds_ordered",
            "UPDATE indicators.results SET members_low = NULL WHERE members_high > 0",
        ),
        ("bounds_ordered", "UPDATE indicators.results SET manski_low = 1, manski_high = 0"),
        ("bounds_ordered", "UPDATE indicators.option_shares SET share_low = 1, share_high = 0"),
        ("bounds_ordered", "UPDATE indicators.group_scales SET mean_low = mean_high + 1"),
        ("bounds_ordered", "UPDATE indicators.group_numbers SET mean_low = mean_high + 1"),
        ("bounds_ordered", "UPDATE indicators.group_numbers SET median = median_high + 1"),
        ("bounds_ordered", "UPDATE indicators.group_nets SET net_low = net_high + 1"),
        ("corrections_applied", "UPDATE core.corrections SET applied = false"),
        ("counted_both_ways", "UPDATE indicators.from_responses SET n = n + 1"),
        ("counted_both_ways", "DELETE FROM indicators.by_response WHERE indicator_id = 'i'"),
        ("items_counted", "DELETE FROM indicators.answer_counts WHERE question_id = 'q'"),
        ("items_counted", "DELETE FROM core.question_waves WHERE question_id = 'q'"),
        ("items_counted", "UPDATE indicators.answer_counts SET n_items = n_items + 1"),
        ("items_whole", "UPDATE core.answers SET first_of_item = true"),
        ("items_whole", "UPDATE core.answers SET first_of_item = false"),
        ("items_whole", "UPDATE core.answers SET option_id = 'a' WHERE question_id = 'm'"),
        ("items_whole", "UPDATE core.answers SET state = 'unknown' WHERE option_id = 'b'"),
        ("keys_unique", "INSERT INTO indicators.results SELECT * FROM indicators.results"),
        ("keys_unique", "INSERT INTO trends.series SELECT * FROM trends.series"),
        ("keys_unique", "INSERT INTO core.responses SELECT * FROM core.responses"),
        ("one_counted_response", "UPDATE core.responses SET respondent_id = 'x'"),
        ("population_covers_responses", "UPDATE core.waves SET population_n = 1"),
        ("preferred_once", "UPDATE indicators.results SET preferred = true"),
        ("preferred_once", "UPDATE indicators.results SET preferred = false"),
        ("respondents_known", "UPDATE core.responses SET respondent_id = 'stranger'"),
        ("keys_unique", "INSERT INTO indicators.scores SELECT * FROM indicators.scores"),
        ("scores_in_range", "UPDATE indicators.scores SET score_high = 101"),
        ("scores_in_range", "UPDATE indicators.scores SET score = 50"),
        ("scores_in_range", "UPDATE indicators.score_means SET mean_low = -1"),
        ("scores_in_range", "UPDATE indicators.group_scores SET mean_high = 101"),
        ("shares_in_range", "UPDATE indicators.option_shares SET share = 1.01"),
        ("shares_in_range", "UPDATE indicators.results SET share_low = -0.01"),
        ("shares_in_range", "UPDATE indicators.group_results SET share_high = 1.5"),
        ("uncounted_in_no_base", "UPDATE core.responses SET counted = true"),
        ("uncounted_in_no_base", "UPDATE core.responses SET counted = false"),
        ("unknown_without_share", "UPDATE indicators.option_shares SET share = 0.5"),
        ("unknown_without_share", "UPDATE indicators.results SET n_unknown = -1"),
        ("weights_usable", "UPDATE core.responses SET weight = NULL"),
        ("weights_usable", "UPDATE core.responses SET weight = -1"),
        ("weights_usable", "UPDATE core.responses SET weight = 1e9"),
        ("weights_usable", "UPDATE core.responses SET weight = CAST('nan' AS DOUBLE)"),
        ("weights_usable", "UPDATE core.responses SET weight = CAST('inf' AS DOUBLE)"),
    ],
)
def test_a_broken_promise_is_told(survey: SmallSurvey, check: str, damage: str) -> None:
    survey.con.execute(damage)
    assert survey.broken(check)


def test_a_respondent_that_submitted_twice_is_fine_where_one_counts(survey: SmallSurvey) -> None:
    survey.response("2", "x", counted=False)
    assert survey.broken("one_counted_response") == []


def test_a_stale_wave_may_miss_questions_asked_since(survey: SmallSurvey) -> None:
    survey.con.execute("DELETE FROM indicators.answer_counts WHERE question_id = 'q'")
    survey.con.execute("UPDATE core.waves SET status = 'stale'")
    assert survey.broken("items_counted") == []


def test_of_many_responses_an_even_sample_of_items_is_looked_at(survey: SmallSurvey) -> None:
    survey.con.execute(
        "INSERT INTO core.responses (response_id) SELECT i FROM range(1000, 40000) AS t(i)"
    )
    survey.con.execute(
        "INSERT INTO core.answers (response_id, question_id, state, first_of_item) "
        "SELECT response_id, 'q', 'answered', false FROM core.responses WHERE response_id >= 1000"
    )
    broken = survey.broken("items_whole")
    assert broken
    assert {row["response_id"] % 4 for row in broken} == {0}
