"""The order of a question's options, as far as the answers settle it."""

from __future__ import annotations

from typing import Any

from tests.small_survey import UNKNOWN, SmallSurvey, chose, one_wave, ruled_out, state


def ranks(survey: SmallSurvey) -> dict[str, tuple[Any, ...]]:
    """Rank, best and worst one of each option of wave 1."""
    survey.build("indicators.option_ranks")
    query = "SELECT option_id, rank, rank_low, rank_high FROM indicators.option_ranks"
    return {row.pop("option_id"): tuple(row.values()) for row in survey.rows(query)}


def answered(*letters: str, kind: str = "single") -> SmallSurvey:
    """Responses to one question, "u" for unknown, "d" for don't know."""
    survey = one_wave().question("q", "a b c d=dont_know", kind)
    items = {"u": UNKNOWN, "d": state("dont_know", "d")}
    for place, each in enumerate(letters):
        survey.response("1", f"r{place}", q=items.get(each) or chose(*each))
    return survey


def test_options_stand_by_their_shares_and_equal_ones_share_a_rank() -> None:
    found = ranks(answered("a", "b", "b", "d"))
    assert found == {"a": (2, 2, 2), "b": (1, 1, 1), "c": (3, 3, 3)}
    assert ranks(answered("a", "b")) == {"a": (1, 1, 1), "b": (1, 1, 1), "c": (3, 3, 3)}


def test_a_rank_that_unknown_answers_leave_open_can_not_be_told() -> None:
    found = ranks(answered("a", "a", "a", "a", "b", "u", "u"))
    assert found == {"a": (1, 1, 1), "b": (None, 2, 3), "c": (None, 2, 3)}


def test_an_option_that_another_one_can_only_reach_keeps_its_rank() -> None:
    found = ranks(answered("a", "a", "a", "b", "u"))
    assert found == {"a": (1, 1, 1), "b": (2, 2, 2), "c": (None, 2, 3)}


def test_a_rank_that_no_unknown_answer_can_change_is_told() -> None:
    found = ranks(answered("a", "a", "a", "a", "b", "b", "u"))
    assert found == {"a": (1, 1, 1), "b": (2, 2, 2), "c": (3, 3, 3)}


def test_what_is_ruled_out_settles_a_rank() -> None:
    survey = answered("a", "b", "b").response("1", "s", q=ruled_out("a", "c"))
    assert ranks(survey) == {"a": (2, 2, 2), "b": (1, 1, 1), "c": (3, 3, 3)}


def test_several_answers_are_ranked_too() -> None:
    assert ranks(answered("ab", "b", kind="multiple")) == {
        "a": (2, 2, 2),
        "b": (1, 1, 1),
        "c": (3, 3, 3),
    }


def test_weights_enter_the_order() -> None:
    survey = one_wave().question("q", "a b")
    survey.response("1", "x", weight=3, q=chose("a")).response("1", "y", q=chose("b"))
    survey.response("1", "z", q=chose("b"))
    assert ranks(survey) == {"a": (1, 1, 1), "b": (2, 2, 2)}


def test_a_question_that_nobody_answered_has_no_order() -> None:
    assert ranks(answered("d")) == {}
