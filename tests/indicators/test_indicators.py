"""Indicators counted from responses: one option or several, of one question or several."""

from __future__ import annotations

from typing import Any

import pytest

from tests.small_survey import (
    DONT_KNOW,
    NO_ANSWER,
    ROUTED_OUT,
    UNKNOWN,
    Item,
    SmallSurvey,
    chose,
    one_wave,
    ruled_out,
    state,
)


def counted(survey: SmallSurvey) -> SmallSurvey:
    return survey.build("indicators.from_responses")


def told(row: dict[str, Any]) -> tuple[int, int, int]:
    return row["n"], row["base"], row["n_unknown"]


def result(survey: SmallSurvey) -> tuple[int, int, int]:
    """n, base and n_unknown, which both ways of counting must agree on."""
    counted(survey)
    assert survey.broken("counted_both_ways") == []
    return told(survey.row("indicators.from_responses"))


def one_question(*items: Item, kind: str = "single", options: str = "a b c") -> SmallSurvey:
    survey = one_wave().question("q", options, kind)
    for number, item in enumerate(items):
        survey.response("1", f"r{number}", q=item)
    return survey


def two_questions(*pairs: tuple[Item, Item]) -> SmallSurvey:
    survey = one_wave().question("p", "yes no").question("q", "yes no")
    for number, (p, q) in enumerate(pairs):
        survey.response("1", f"r{number}", p=p, q=q)
    return survey.indicator("any", "p.yes", "q.yes")


YES, NO = chose("yes"), chose("no")


def test_one_option() -> None:
    survey = one_question(chose("a"), chose("b"), NO_ANSWER, UNKNOWN, ruled_out("a"))
    assert result(survey.indicator("i", "q.a")) == (1, 3, 1)


def test_any_of_several_options_of_a_single_choice() -> None:
    survey = one_question(chose("a"), chose("b"), chose("c"), chose("c"), DONT_KNOW)
    assert result(survey.indicator("i", "q.a", "q.b")) == (2, 4, 0)


def test_any_of_several_options_counts_a_multi_select_once() -> None:
    survey = one_question(chose("a", "b"), chose("b", "c"), chose("c"), kind="multiple")
    assert result(survey.indicator("i", "q.a", "q.b")) == (2, 3, 0)


def test_of_several_options_one_ruled_out_does_not_settle_it() -> None:
    survey = one_question(chose("a"), ruled_out("a"))
    assert result(survey.indicator("i", "q.a", "q.b")) == (1, 1, 1)


def test_of_several_options_all_ruled_out_is_no() -> None:
    survey = one_question(chose("a"), ruled_out("a", "b"))
    assert result(survey.indicator("i", "q.a", "q.b")) == (1, 2, 0)


def test_of_several_options_one_chosen_settles_it() -> None:
    survey = one_question(ruled_out("b", chosen=("a",)), chose("c"), kind="multiple")
    assert result(survey.indicator("i", "q.a", "q.b")) == (1, 2, 0)


@pytest.mark.parametrize("name", ["dont_know", "refused", "no_answer", "not_applicable"])
def test_an_indicator_may_take_a_state_into_its_base(name: str) -> None:
    survey = one_question(chose("a"), chose("b"), state(name), ROUTED_OUT)
    assert result(survey.indicator("i", "q.a", states=name)) == (1, 3, 0)


def test_a_state_taken_in_goes_for_indicators_of_several_options_too() -> None:
    survey = one_question(chose("a", "b"), chose("c"), DONT_KNOW, NO_ANSWER, kind="multiple")
    assert result(survey.indicator("i", "q.a", "q.b", states="dont_know")) == (1, 3, 0)


def test_an_option_that_means_a_state_can_be_the_indicator() -> None:
    survey = one_question(chose("a"), state("dont_know", "dk"), NO_ANSWER, options="a dk=dont_know")
    assert result(survey.indicator("i", "q.dk", states="dont_know")) == (1, 2, 0)


@pytest.mark.parametrize(
    ("p", "q", "expected"),
    [
        (YES, YES, (1, 1, 0)),
        (YES, NO, (1, 1, 0)),
        (YES, NO_ANSWER, (1, 1, 0)),
        (YES, UNKNOWN, (1, 1, 0)),
        (NO, NO, (0, 1, 0)),
        (NO, UNKNOWN, (0, 0, 1)),
        (NO, ruled_out("yes"), (0, 1, 0)),
        (UNKNOWN, NO_ANSWER, (0, 0, 1)),
        # whether any is chosen isn't known where a question was to be answered and was not
        (NO, NO_ANSWER, (0, 0, 0)),
        (NO, DONT_KNOW, (0, 0, 0)),
        (NO, state("refused"), (0, 0, 0)),
        # a question that was not to be answered takes nothing away
        (NO, ROUTED_OUT, (0, 1, 0)),
        (NO, state("not_applicable"), (0, 1, 0)),
        (ROUTED_OUT, YES, (1, 1, 0)),
        (ROUTED_OUT, ROUTED_OUT, (0, 0, 0)),
    ],
)
def test_any_of_two_questions(p: Item, q: Item, expected: tuple[int, int, int]) -> None:
    assert result(two_questions((p, q))) == expected


def test_any_of_two_questions_adds_up_respondents_not_answers() -> None:
    assert result(two_questions((YES, YES), (YES, NO), (NO, NO), (NO, UNKNOWN))) == (2, 3, 1)


def test_an_indicator_has_no_result_where_one_of_its_questions_was_not_asked() -> None:
    survey = SmallSurvey().wave("1").wave("2")
    survey.question("p", "yes no").question("q", "yes no", waves="2")
    survey.response("1", "x", p=YES).response("2", "x", p=NO, q=YES)
    counted(survey.indicator("any", "p.yes", "q.yes"))
    assert survey.rows("SELECT wave, n FROM indicators.from_responses") == [{"wave": "2", "n": 1}]


def test_an_indicator_whose_question_everyone_left_blank_has_an_empty_base() -> None:
    assert result(two_questions((NO_ANSWER, NO_ANSWER))) == (0, 0, 0)


def test_uncounted_responses_are_in_no_indicator() -> None:
    survey = two_questions((YES, NO), (NO, NO))
    survey.response("1", "net", counted=False, p=YES, q=YES)
    survey.indicator("one", "p.yes")
    counted(survey)
    rows = survey.rows("SELECT n, base FROM indicators.from_responses")
    assert rows == [{"n": 1, "base": 2}, {"n": 1, "base": 2}]
    assert survey.broken("uncounted_in_no_base") == []


@pytest.mark.parametrize("parts", [("q.a",), ("q.a", "q.b"), ("q.a", "p.yes")])
def test_weights_add_up_in_every_kind_of_indicator(parts: tuple[str, ...]) -> None:
    survey = one_wave().question("q", "a b c", "multiple").question("p", "yes no")
    survey.response("1", "x", weight=2.5, q=chose("a", "c"), p=NO)
    survey.response("1", "y", weight=0.5, q=chose("c"), p=NO)
    survey.response("1", "z", weight=4, q=UNKNOWN, p=NO)
    row = counted(survey.indicator("i", *parts)).row("indicators.from_responses")
    assert told(row) == (1, 2, 1)
    weights = [float(row[f"weight_{name}"]) for name in ("n", "base", "unknown")]
    assert (*weights, float(row["squares_base"])) == (2.5, 3.0, 4.0, 6.5)


@pytest.mark.parametrize("identified_by", ["key", "row"])
def test_without_a_registry_only_what_counts_cannot_tell_goes_by_response(
    identified_by: str,
) -> None:
    survey = SmallSurvey(identified_by).wave("1")
    survey.question("s", "a b c").question("m", "a b c", "multiple")
    survey.response("1", "x", s=chose("a"), m=chose("a", "b"))
    survey.response("1", "y", s=chose("c"), m=chose("c"))
    survey.indicator("one", "s.a").indicator("single", "s.a", "s.b")
    survey.indicator("several", "m.a", "m.b").indicator("joined", "s.a", "m.c")
    counted(survey)
    by_response = survey.rows("SELECT DISTINCT indicator_id FROM indicators.by_response ORDER BY 1")
    assert [row["indicator_id"] for row in by_response] == ["joined", "several"]
    rows = survey.rows("SELECT indicator_id, n, base FROM indicators.from_responses ORDER BY 1")
    assert [tuple(row.values()) for row in rows] == [
        ("joined", 2, 2),
        ("one", 1, 2),
        ("several", 1, 2),
        ("single", 1, 2),
    ]


def test_the_names_behind_an_indicator() -> None:
    survey = one_question(chose("a"), chose("b"), UNKNOWN, NO_ANSWER).indicator("i", "q.a")
    survey.build("indicators.named")
    rows = survey.rows("SELECT respondent_id, answer FROM indicators.named ORDER BY 1")
    assert [tuple(row.values()) for row in rows] == [("r0", "yes"), ("r1", "no"), ("r2", "unknown")]


@pytest.mark.parametrize("identified_by", ["key", "row"])
def test_without_a_registry_nobody_is_named(identified_by: str) -> None:
    survey = SmallSurvey(identified_by).wave("1").question("m", "a b", "multiple")
    survey.response("1", "x", m=chose("a", "b")).indicator("i", "m.a", "m.b")
    survey.build("indicators.named")
    assert survey.rows("SELECT * FROM indicators.named") == []
    assert len(survey.rows("SELECT * FROM indicators.by_response")) == 1
