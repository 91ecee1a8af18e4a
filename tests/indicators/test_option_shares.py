"""Each option of each question: base, count, share and bounds."""

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


def shares(*items: Item, options: str = "a b c", kind: str = "single") -> SmallSurvey:
    """One wave, one question, one respondent an item."""
    survey = one_wave().question("q", options, kind)
    for number, item in enumerate(items):
        survey.response("1", f"r{number}", q=item)
    return shares_of(survey)


def shares_of(survey: SmallSurvey) -> SmallSurvey:
    return survey.build("indicators.option_shares")


def told(row: dict[str, Any]) -> tuple[Any, ...]:
    return row["n"], row["base"], row["n_unknown"], row["share"]


def test_a_share_is_of_those_who_answered() -> None:
    survey = shares(chose("a"), chose("a"), chose("b"), chose("b"), chose("c"))
    assert told(survey.option("q.a")) == (2, 5, 0, 0.4)


def test_an_option_that_nobody_chose_has_share_0() -> None:
    assert told(shares(chose("a")).option("q.c")) == (0, 1, 0, 0.0)


@pytest.mark.parametrize(
    "name", ["no_answer", "dont_know", "refused", "not_applicable", "routed_out"]
)
def test_who_gave_no_answer_is_in_no_base(name: str) -> None:
    survey = shares(chose("a"), chose("b"), state(name))
    assert told(survey.option("q.a")) == (1, 2, 0, 0.5)


@pytest.mark.parametrize("name", ["unknown", "rejected"])
def test_an_unknown_item_gives_bounds_and_no_share(name: str) -> None:
    row = shares(chose("a"), chose("b"), chose("b"), state(name)).option("q.a")
    assert told(row) == (1, 3, 1, None)
    assert (row["share_low"], row["share_high"]) == (0.25, 0.5)


def test_a_question_of_which_nothing_is_known_lies_between_0_and_1() -> None:
    row = shares(UNKNOWN, UNKNOWN).option("q.a")
    assert told(row) == (0, 0, 2, None)
    assert (row["share_low"], row["share_high"]) == (0, 1)


def test_a_question_that_nobody_answered_has_no_share_at_all() -> None:
    row = shares(NO_ANSWER, ROUTED_OUT).option("q.a")
    assert told(row) == (0, 0, 0, None)
    assert (row["share_low"], row["share_high"]) == (None, None)


def test_an_option_ruled_out_is_known_while_the_others_are_not() -> None:
    survey = shares(chose("a"), chose("b"), ruled_out("a"))
    assert told(survey.option("q.a")) == (1, 3, 0, 1 / 3)
    assert told(survey.option("q.b")) == (1, 2, 1, None)


def test_several_options_ruled_out_are_each_known_and_so_is_the_last_one_left() -> None:
    survey = shares(chose("a"), ruled_out("a", "b"))
    assert [told(survey.option(f"q.{name}")) for name in "abc"] == [
        (1, 2, 0, 0.5),
        (0, 2, 0, 0.0),
        (1, 2, 0, 0.5),
    ]


@pytest.mark.parametrize(("kind", "known"), [("responses", False), ("reconstructed", True)])
def test_the_last_option_left_may_not_be_the_answer(kind: str, known: bool) -> None:
    survey = one_wave(kind).question("q", "a b").indicator("i", "q.b")
    survey.response("1", "x", q=ruled_out("a"))
    survey.con.execute("UPDATE input.questions SET options_known = ?", [known])
    survey.build("indicators.option_shares", "indicators.results")
    assert told(survey.option("q.b")) == (0, 0, 1, None)
    assert told(survey.row("indicators.results")) == (0, 0, 1, None)


def test_an_option_chosen_is_known_while_the_rest_of_the_item_is_not() -> None:
    survey = shares(ruled_out("b", chosen=("a",)), chose("c"), kind="multiple")
    assert [told(survey.option(f"q.{name}")) for name in "abc"] == [
        (1, 2, 0, 0.5),
        (0, 2, 0, 0.0),
        (1, 1, 1, None),
    ]


def test_a_multi_select_has_respondents_as_its_base() -> None:
    survey = shares(chose("a", "b"), chose("a"), chose("c"), chose("b", "a", "c"), kind="multiple")
    assert told(survey.option("q.a")) == (3, 4, 0, 0.75)
    assert told(survey.option("q.b")) == (2, 4, 0, 0.5)


def test_selections_are_the_other_base_of_a_multi_select() -> None:
    row = shares(chose("a", "b"), chose("a"), chose("c"), kind="multiple").option("q.a")
    assert (row["n_selections"], row["share_of_selections"]) == (4, 0.5)


def test_selections_are_no_base_while_items_are_unknown() -> None:
    row = shares(chose("a"), ruled_out("a"), kind="multiple").option("q.a")
    assert (row["n_selections"], row["share_of_selections"]) == (1, None)


def test_an_option_that_means_dont_know_has_its_own_base_and_enters_no_other() -> None:
    survey = shares(
        chose("a"), chose("b"), chose("b"), state("dont_know", "dk"), options="a b dk=dont_know"
    )
    assert told(survey.option("q.a")) == (1, 3, 0, 1 / 3)
    assert told(survey.option("q.dk")) == (1, 4, 0, 0.25)


def test_an_option_that_means_a_state_is_no_selection() -> None:
    survey = shares(chose("a"), state("dont_know", "dk"), options="a dk=dont_know")
    assert survey.option("q.a")["n_selections"] == 1
    assert survey.option("q.dk")["share_of_selections"] is None


def test_a_response_that_does_not_count_is_in_no_base() -> None:
    survey = one_wave().question("q", "a b")
    survey.response("1", "x", q=chose("a")).response("1", "y", q=chose("b"))
    survey.response("1", "net", counted=False, q=chose("a"))
    survey.response("1", "again", counted=False, q=UNKNOWN)
    shares_of(survey)
    assert told(survey.option("q.a")) == (1, 2, 0, 0.5)


def test_weights_enter_shares_while_counts_stay_counts() -> None:
    survey = one_wave().question("q", "a b")
    survey.response("1", "x", weight=3, q=chose("a")).response("1", "y", weight=1, q=chose("b"))
    row = shares_of(survey).option("q.a")
    assert told(row) == (1, 2, 0, 0.75)
    assert (row["weight_n"], row["weight_base"], row["n_effective"]) == (3, 4, 1.6)


def test_weights_enter_bounds() -> None:
    survey = one_wave().question("q", "a b")
    survey.response("1", "x", weight=0.5, q=chose("a")).response("1", "y", weight=1, q=chose("b"))
    row = shares_of(survey.response("1", "z", weight=2.5, q=UNKNOWN)).option("q.a")
    assert (row["share"], row["share_low"], row["share_high"]) == (None, 0.125, 0.75)


def test_weights_enter_what_is_known_of_partly_known_items() -> None:
    survey = one_wave().question("q", "a b")
    survey.response("1", "x", weight=1, q=chose("a")).response("1", "y", weight=3, q=ruled_out("a"))
    row = shares_of(survey).option("q.a")
    assert (row["share"], row["weight_base"]) == (0.25, 4)


def test_a_weighted_wave_leaves_the_others_as_they_are() -> None:
    survey = SmallSurvey().wave("1").wave("2").question("q", "a b")
    for wave, weight in (("1", 1.0), ("2", 9.0)):
        survey.response(wave, "x", weight=weight, q=chose("a")).response(wave, "y", q=chose("b"))
    shares_of(survey)
    assert survey.option("q.a", "1")["share"] == 0.5
    assert survey.option("q.a", "2")["share"] == 0.9


def test_weights_of_zero_leave_no_share() -> None:
    survey = one_wave().question("q", "a b").response("1", "x", weight=0, q=chose("a"))
    assert told(shares_of(survey).option("q.a")) == (1, 1, 0, None)


def test_small_weights_are_not_rounded_away() -> None:
    survey = one_wave().question("q", "a b")
    survey.response("1", "x", weight=3e-7, q=chose("a")).response(
        "1", "y", weight=1e-7, q=chose("b")
    )
    assert shares_of(survey).option("q.a")["share"] == pytest.approx(0.75, abs=1e-9)


def test_a_question_has_rows_only_where_it_was_asked() -> None:
    survey = SmallSurvey().wave("1").wave("2").question("q", "a b", waves="2")
    survey.response("1", "x").response("2", "x", q=chose("a"))
    shares_of(survey)
    waves = survey.rows("SELECT DISTINCT wave FROM indicators.option_shares")
    assert waves == [{"wave": "2"}]


def test_states_that_mix_are_each_read_for_what_they_are() -> None:
    survey = shares(
        chose("a"), chose("b"), NO_ANSWER, DONT_KNOW, ROUTED_OUT, UNKNOWN, state("rejected")
    )
    row = survey.option("q.a")
    assert told(row) == (1, 2, 2, None)
    assert (row["share_low"], row["share_high"]) == (0.25, 0.75)


def test_an_option_that_a_wave_did_not_offer_has_no_row_there() -> None:
    survey = SmallSurvey().wave("1").wave("2").wave("3").question("q", "a b")
    survey.con.execute("UPDATE input.options SET since = '2', until = '2' WHERE option_id = 'b'")
    for wave in "123":
        survey.response(wave, "x", q=chose("a"))
    rows = shares_of(survey).rows("SELECT wave, option_id FROM indicators.option_shares")
    found = [tuple(row.values()) for row in rows]
    assert found == [("1", "a"), ("2", "a"), ("2", "b"), ("3", "a")]
