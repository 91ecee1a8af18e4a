"""Net scores: the share of one indicator less that of another of the same question."""

from __future__ import annotations

from typing import Any

import pytest

from tests.small_survey import DONT_KNOW, UNKNOWN, Item, SmallSurvey, chose, one_wave, ruled_out


def net(
    *items: Item, weights: tuple[float, ...] = (), states: str = "", **wave: Any
) -> dict[str, Any]:
    """The net of "d" and "e" over "a" and "b", of one respondent an item."""
    survey = one_wave(**wave).question("q", "a b c d e", "rating")
    survey.indicator("high", "q.d", "q.e", states=states)
    survey.indicator("low", "q.a", "q.b", states=states).net("n", "high", "low")
    for number, item in enumerate(items):
        weight = weights[number] if weights else 1
        survey.response("1", f"r{number}", weight=weight, q=item)
    return survey.build("indicators.nets").row("indicators.nets")


def of(*chosen: str) -> list[Item]:
    return [chose(option) for option in chosen]


def test_a_net_is_one_share_less_another() -> None:
    row = net(*of("a", "c", "d", "e", "e"))
    assert (row["n_top"], row["n_bottom"], row["base"], row["net"]) == (3, 1, 5, 0.4)
    assert (row["net_low"], row["net_high"], row["n_unknown"]) == (0.4, 0.4, 0)


def test_weights_enter_a_net() -> None:
    row = net(*of("e", "a"), weights=(1, 3))
    assert (row["net"], row["n_effective"]) == (-0.5, 1.6)


def test_states_taken_in_are_in_its_base() -> None:
    assert net(*of("e"), DONT_KNOW)["net"] == 1
    assert net(*of("e"), DONT_KNOW, states="dont_know")["net"] == 0.5


def test_an_unknown_answer_may_be_on_either_side() -> None:
    row = net(*of("e", "c", "a"), UNKNOWN)
    assert (row["net"], row["net_low"], row["net_high"]) == (None, -0.25, 0.25)
    assert (row["base"], row["n_unknown"], row["standard_error"]) == (3, 1, None)


def test_an_answer_known_not_to_be_on_one_side_counts_against_the_other_only() -> None:
    row = net(*of("e", "c", "a"), ruled_out("d", "e"))
    assert (row["net_low"], row["net_high"]) == (-0.25, 0)


def test_the_standard_error_of_a_net() -> None:
    # by hand: +1, +1, 0, -1 and a net of 1/4: 4/3 × (2 × (3/4)² + (1/4)² + (5/4)²)
    row = net(*of("d", "e", "c", "b"), population_n=16)
    assert row["standard_error"] == pytest.approx((4 / 3 * (18 + 1 + 25) / 16) ** 0.5 / 4)
    assert row["standard_error_members"] == pytest.approx(row["standard_error"] * 0.75**0.5)


def test_a_wave_without_one_of_the_sides_has_no_net() -> None:
    survey = SmallSurvey().wave("1").wave("2").question("q", "a b c", "rating")
    survey.con.execute("UPDATE input.options SET until = '1' WHERE option_id = 'c'")
    survey.indicator("high", "q.c").indicator("low", "q.a").net("n", "high", "low")
    for wave in "12":
        survey.response(wave, "x", q=chose("a"))
    rows = survey.build("indicators.nets").rows("SELECT wave, net FROM indicators.nets")
    assert rows == [{"wave": "1", "net": -1}]
