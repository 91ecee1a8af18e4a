"""Answers to answers, for those who answered both waves."""

from __future__ import annotations

from typing import Any

from tests.small_survey import DONT_KNOW, NO_ANSWER, UNKNOWN, SmallSurvey, chose

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


def test_a_missing_wave_is_no_neighbour() -> None:
    survey = SmallSurvey().wave("1").wave("2").wave("4", position=4).question("q", "yes no")
    for wave in "124":
        survey.response(wave, "x", q=YES)
    assert transitions(survey, "wave_from", "wave_to", "pair_kind") == [
        ("1", "2", "adjacent"),
        ("1", "4", "first_last"),
    ]


def test_answers_that_a_crosswalk_joins_are_the_same() -> None:
    survey = waves(2).question("q", "a h b c dk=dont_know")
    answers = [("h", "b"), ("h", "a"), ("a", "a"), ("b", "c")]
    for number, (before, after) in enumerate(answers):
        survey.response("1", f"r{number}", q=chose(before))
        survey.response("2", f"r{number}", q=chose(after))
    survey.response("1", "s", q=DONT_KNOW).response("2", "s", q=DONT_KNOW)
    survey.response("1", "t", q=DONT_KNOW).response("2", "t", q=chose("a"))
    survey.response("1", "u", q=UNKNOWN).response("2", "u", q=chose("a"))
    for option in "hbc":
        row = {"question_id": "q", "wave_from": "1", "wave_to": "2", "option_id": option}
        survey.add("input.same_answers", row | {"same_as": "h"})
    assert transitions(survey, "option_from", "state_from", "option_to", "changed") == [
        ("a", "answered", "a", False),
        ("b", "answered", "c", False),
        ("h", "answered", "a", True),
        ("h", "answered", "b", False),
        (None, "dont_know", "a", True),
        (None, "dont_know", None, False),
        (None, "unknown", "a", None),
    ]


def test_across_a_break_no_answer_is_the_same_or_another() -> None:
    survey = waves(2).question("q", "yes no", breaks={"2": "new scale"})
    survey.response("1", "x", q=YES).response("2", "x", q=NO)
    assert transitions(survey, "comparable", "changed") == [(False, None)]
