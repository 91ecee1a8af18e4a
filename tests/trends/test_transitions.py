"""Answers to answers, for those who answered both waves."""

from __future__ import annotations

from typing import Any

from tests.small_survey import DONT_KNOW, NO_ANSWER, SmallSurvey, chose

YES, NO = chose("yes"), chose("no")


def transitions(survey: SmallSurvey, *columns: str) -> list[tuple[Any, ...]]:
    query = f"SELECT {', '.join(columns)} FROM trends.transitions ORDER BY ALL"
    return [tuple(row.values()) for row in survey.build("trends.transitions").rows(query)]


def waves(count: int) -> SmallSurvey:
    survey = SmallSurvey()
    for number in range(1, count + 1):
        survey.wave(str(number))
    return survey


def test_every_answer_goes_to_one_states_included() -> None:
    survey = waves(2).question("q", "yes no")
    for who, before, after in [("a", YES, NO), ("b", YES, NO), ("c", NO_ANSWER, YES)]:
        survey.response("1", who, q=before).response("2", who, q=after)
    survey.response("1", "gone", q=YES).response("2", "new", q=DONT_KNOW)
    columns = ("option_from", "state_from", "option_to", "state_to", "n", "n_from", "n_both")
    assert transitions(survey, *columns) == [
        ("yes", "answered", "no", "answered", 2, 2, 3),
        (None, "no_answer", "yes", "answered", 1, 1, 3),
    ]


def test_pairs_of_waves_are_those_of_the_question_and_not_across_a_gap() -> None:
    survey = waves(4).question("q", "yes no", waves="1 2 4", breaks={"2": "new scale"})
    for wave in "124":
        survey.response(wave, "x", q=YES)
    assert transitions(survey, "wave_from", "wave_to", "pair_kind", "comparable") == [
        ("1", "2", "adjacent", False),
        ("1", "4", "first_last", False),
    ]


def test_a_response_that_does_not_count_and_several_answers_are_left_out() -> None:
    survey = waves(2).question("q", "yes no").question("m", "a b", "multiple")
    survey.response("1", "x", counted=False, q=YES).response("2", "x", q=YES)
    survey.response("1", "y", m=chose("a", "b")).response("2", "y", m=chose("a"))
    assert transitions(survey, "question_id") == []
