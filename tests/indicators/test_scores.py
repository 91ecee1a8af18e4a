"""Scores: what the options chosen are worth, in percent of the most."""

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

MEANS = "indicators.score_means"


def survey() -> SmallSurvey:
    """A strategy worth 10, a plan worth 5 or half of it, each of three topics worth 2.5."""
    made = one_wave().question("strategy", "yes no").question("plan", "full draft none")
    made.question("topics", "a b c", "multiple")
    return made.score("s", strategy="yes=10", plan="full=5 draft=2.5", topics="a=2.5 b=2.5 c=2.5")


def scored(**items: Item) -> dict[str, Any]:
    """The score of one response."""
    found = survey().response("1", "x", **items).build("indicators.scores")
    return found.row("indicators.scores")


YES, DRAFT = chose("yes"), chose("draft")


@pytest.mark.parametrize(
    ("items", "points", "most"),
    [
        ({"strategy": YES, "plan": chose("full"), "topics": chose("a", "b", "c")}, 22.5, 22.5),
        ({"strategy": YES, "plan": DRAFT, "topics": chose("b")}, 15, 22.5),
        ({"strategy": chose("no"), "plan": chose("none"), "topics": chose()}, 0, 22.5),
        ({"strategy": YES, "plan": NO_ANSWER, "topics": chose("a")}, 12.5, 17.5),
        ({"strategy": YES, "plan": DONT_KNOW, "topics": ROUTED_OUT}, 10, 10),
        ({"strategy": YES}, 10, 10),
    ],
)
def test_points_of_what_could_be_gained(items: dict[str, Item], points: float, most: float) -> None:
    row = scored(**items)
    assert (row["points"], row["max_points"], row["n_unknown"]) == (points, most, 0)
    assert row["score"] == row["score_low"] == row["score_high"] == 100 * points / most


@pytest.mark.parametrize(
    ("items", "low", "high"),
    [
        ({"strategy": YES, "plan": UNKNOWN, "topics": chose("a")}, 12.5, 17.5),
        ({"strategy": YES, "plan": state("rejected"), "topics": UNKNOWN}, 10, 22.5),
        ({"strategy": YES, "plan": DRAFT, "topics": ruled_out("a", chosen=("b",))}, 15, 17.5),
    ],
)
def test_unknown_answers_give_bounds_and_no_score(
    items: dict[str, Item], low: float, high: float
) -> None:
    row = scored(**items)
    assert row["score"] is None
    assert (row["score_low"], row["score_high"]) == (100 * low / 22.5, 100 * high / 22.5)


def test_an_unknown_answer_gains_at_least_what_the_least_option_does() -> None:
    made = (
        one_wave().question("ease", "low mid high", "rating").score("s", ease="low=1 mid=2 high=4")
    )
    row = made.response("1", "x", ease=UNKNOWN).build("indicators.scores").row("indicators.scores")
    assert (row["score_low"], row["score_high"]) == (25, 100)


def test_a_state_that_the_score_takes_in_gains_nothing() -> None:
    made = one_wave().question("a", "yes no dk=dont_know").question("b", "yes no")
    made.score("s", states="dont_know no_answer", a="yes=1", b="yes=1")
    made.response("1", "x", a=state("dont_know", "dk"), b=chose("yes"))
    made.response("1", "y", a=chose("yes"), b=NO_ANSWER)
    found = made.build("indicators.scores").rows("FROM indicators.scores")
    assert [row["score"] for row in found] == [50, 50]


def test_who_answered_nothing_that_counts_has_no_score() -> None:
    made = survey().response("1", "x", strategy=NO_ANSWER, plan=ROUTED_OUT)
    made.response("1", "net", counted=False, strategy=YES)
    assert made.build("indicators.scores").rows("FROM indicators.scores") == []


def test_only_the_questions_and_options_of_the_wave_can_be_gained() -> None:
    made = (
        SmallSurvey().wave("1").wave("2").question("a", "yes no").question("b", "yes no", waves="2")
    )
    made.score("s", a="yes=10", b="yes=30")
    made.response("1", "x", a=chose("yes")).response("2", "x", a=chose("yes"), b=chose("no"))
    rows = made.build(MEANS).rows(f"SELECT wave, mean, n_questions, max_points FROM {MEANS}")
    assert [tuple(row.values()) for row in rows] == [("1", 100, 1, 10), ("2", 25, 2, 40)]


def test_an_option_offered_later_can_not_be_gained_before() -> None:
    made = (
        SmallSurvey()
        .wave("1")
        .wave("2")
        .question("a", "some much no")
        .score("s", a="some=1 much=4")
    )
    made.con.execute("UPDATE input.options SET since = '2' WHERE option_id = 'much'")
    for wave in ("1", "2"):
        made.response(wave, "x", a=chose("some"))
    rows = made.build("indicators.scores").rows("SELECT score FROM indicators.scores ORDER BY wave")
    assert [row["score"] for row in rows] == [100, 25]


def test_the_mean_is_by_weight() -> None:
    made = one_wave().question("a", "yes no").score("s", a="yes=3")
    made.response("1", "x", weight=3, a=chose("yes")).response("1", "y", a=chose("no"))
    row = made.build(MEANS).row(MEANS)
    assert (row["mean"], row["base"], row["n_unknown"]) == (75, 2, 0)


def test_the_mean_has_bounds_where_a_score_is_not_known() -> None:
    made = one_wave().question("a", "yes no").score("s", a="yes=3")
    made.response("1", "x", a=chose("yes")).response("1", "y", a=UNKNOWN)
    row = made.build(MEANS).row(MEANS)
    assert (row["mean"], row["mean_low"], row["mean_high"]) == (None, 50, 100)
    assert (row["base"], row["n_unknown"]) == (1, 1)


def test_a_score_that_nobody_has_is_there_without_a_mean() -> None:
    row = one_wave().question("a", "yes no").score("s", a="yes=3").build(MEANS).row(MEANS)
    assert (row["base"], row["mean"], row["mean_low"]) == (0, None, None)


def test_a_wave_of_which_only_totals_are_left_has_no_score() -> None:
    made = one_wave("published").question("a", "yes no").score("s", a="yes=3").build(MEANS)
    assert made.rows(f"SELECT * FROM {MEANS}") == []


def test_the_standard_error_of_a_mean_score() -> None:
    made = one_wave().question("a", "yes no").score("s", a="yes=3")
    for place, (item, weight) in enumerate([(YES, 1), (chose("no"), 1), (YES, 2), (NO_ANSWER, 1)]):
        made.response("1", f"r{place}", weight=weight, a=item)
    # 100, 0 and 100 around 75 by weight, in a wave of four
    spread = 25**2 + 75**2 + 4 * 25**2
    assert made.build(MEANS).row(MEANS)["standard_error"] == pytest.approx(
        (4 / 3 * spread) ** 0.5 / 4
    )
    made.response("1", "r9", a=UNKNOWN)
    assert made.build(MEANS).row(MEANS)["standard_error"] is None


def test_weights_decide_what_a_mean_score_may_show() -> None:
    made = one_wave().question("a", "yes no").score("s", a="yes=3")
    for place in range(12):
        made.response("1", f"r{place}", weight=11 if place == 0 else 1, a=YES)
    row = made.build(MEANS).row(MEANS)
    assert (row["base"], row["size"], row["shows"]) == (12, 3, "names")
    assert row["n_effective"] == pytest.approx(22**2 / 132)
