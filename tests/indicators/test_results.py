"""Indicators of both sources side by side, their intervals, and which of them is shown."""

from __future__ import annotations

from typing import Any

import pytest

from tests.small_survey import NO_ANSWER, UNKNOWN, SmallSurvey, chose, one_wave


def answered(yes: int, no: int, unknown: int = 0, **wave: Any) -> SmallSurvey:
    """One wave with an indicator "i" of one question."""
    survey = one_wave(**wave).question("q", "yes no").indicator("i", "q.yes")
    items = [chose("yes")] * yes + [chose("no")] * no + [UNKNOWN] * unknown
    for number, item in enumerate(items):
        survey.response("1", f"r{number}", q=item)
    return survey


def of(survey: SmallSurvey, source: str = "responses") -> dict[str, Any]:
    return survey.build("indicators.results").row("indicators.results", f"source = '{source}'")


def test_33_of_37_with_140_members() -> None:
    row = of(answered(33, 4, population_n=140))
    assert (row["n"], row["base"], row["share"], row["n_effective"]) == (33, 37, 33 / 37, 37)
    assert (row["wilson_low"], row["wilson_high"]) == pytest.approx((0.753, 0.957), abs=5e-4)
    assert (row["members_low"], row["members_high"]) == (108, 134)
    assert (row["manski_low"], row["manski_high"]) == pytest.approx((0.236, 0.971), abs=5e-4)


def test_published_33_of_37_has_the_same_intervals() -> None:
    survey = one_wave("published", population_n=140).claim("base", "1", 37)
    row = of(survey.claim("share", "1", 89, indicator_id="i"), "published")
    assert (row["n"], row["base"], row["n_unknown"]) == (33, 37, 0)
    assert row["wilson_low"] == pytest.approx(0.753, abs=5e-4)
    assert (row["members_low"], row["members_high"]) == (108, 134)
    assert row["manski_high"] == pytest.approx(136 / 140)


def test_a_percentage_without_a_count_has_no_intervals() -> None:
    survey = one_wave("published", population_n=140).claim("base", "1", 37)
    row = of(survey.claim("share", "1", 66, indicator_id="i"), "published")
    names = ("wilson_low", "wilson_high", "members_low", "members_high", "manski_low")
    assert [row[name] for name in names] == [None] * 5
    assert row["share"] == 0.66


def test_without_a_number_of_members_nothing_is_said_of_them() -> None:
    row = of(answered(3, 1))
    assert (row["members_low"], row["members_high"]) == (None, None)
    assert (row["manski_low"], row["manski_high"]) == (None, None)
    assert row["wilson_low"] is not None


def test_unknown_answers_leave_only_what_needs_no_assumption() -> None:
    row = of(answered(2, 1, unknown=1, population_n=10))
    assert (row["share"], row["share_low"], row["share_high"]) == (None, 0.5, 0.75)
    assert (row["wilson_low"], row["members_low"]) == (None, None)
    assert (row["manski_low"], row["manski_high"]) == (0.2, 0.9)


def test_members_have_limits_only_where_all_who_responded_are_in_the_base() -> None:
    survey = answered(3, 1, population_n=10)
    assert of(survey)["members_low"] is not None
    survey = answered(3, 1, population_n=10).response("1", "blank")
    assert of(survey)["members_low"] is None


def test_limits_of_another_wave_are_not_borrowed() -> None:
    survey = answered(3, 1, population_n=10).response("1", "blank")
    survey.wave("2", "published", population_n=10).claim("base", "2", 4)
    assert of(survey)["members_low"] is None


def test_more_responses_than_members_leave_members_out() -> None:
    row = of(answered(3, 1, population_n=2))
    assert (row["members_low"], row["manski_low"]) == (None, None)


@pytest.mark.parametrize(("yes", "no"), [(5, 0), (0, 5)])
def test_wilson_ends_where_shares_end(yes: int, no: int) -> None:
    row = of(answered(yes, no))
    assert 0 <= row["wilson_low"] <= row["share"] <= row["wilson_high"] <= 1
    assert (row["wilson_low"] == 0) is (yes == 0)
    assert (row["wilson_high"] == 1) is (no == 0)


def test_weights_widen_wilson_and_leave_members_out() -> None:
    survey = one_wave(population_n=10).question("q", "yes no").indicator("i", "q.yes")
    survey.response("1", "x", weight=3, q=chose("yes")).response("1", "y", weight=1, q=chose("no"))
    row = of(survey)
    assert (row["share"], row["n_effective"], row["members_low"]) == (0.75, 1.6, None)
    # by hand: z² = 3.8415, n = 1.6; centre (.75 + 1.2005) / 3.4009, half width 1.96 ×
    # sqrt(.1171875 + .375146) / 3.4009
    assert row["wilson_low"] == pytest.approx(0.1691, abs=2e-4)
    assert row["wilson_high"] == pytest.approx(0.9779, abs=2e-4)


def test_the_standard_error_of_a_share() -> None:
    # unweighted: the square root of p (1 - p) / (n - 1); of members, times that of (N - n) / N
    row = of(answered(33, 4, population_n=140))
    assert row["standard_error"] == pytest.approx((33 / 37 * 4 / 37 / 36) ** 0.5)
    assert row["standard_error_members"] == pytest.approx(
        row["standard_error"] * (103 / 140) ** 0.5
    )


def test_weights_enter_the_standard_error() -> None:
    survey = one_wave().question("q", "yes no").indicator("i", "q.yes")
    survey.response("1", "x", weight=3, q=chose("yes")).response("1", "y", weight=1, q=chose("no"))
    # by hand: 2/1 × ((3 × 1/4)² + (1 × 3/4)²) / 4²
    assert of(survey)["standard_error"] == pytest.approx((2 * (9 / 16 + 9 / 16)) ** 0.5 / 4)


def test_who_is_not_in_the_base_is_still_among_those_who_responded() -> None:
    survey = answered(3, 1).response("1", "blank", q=NO_ANSWER)
    # five responded: 5/4 × 4 × 3/4 × 1/4 / 4²
    assert of(survey)["standard_error"] == pytest.approx((5 / 4 * 3 / 4 / 16) ** 0.5)


@pytest.mark.parametrize("counts", [(1, 0, 0), (3, 1, 1)])
def test_one_response_and_unknown_answers_have_no_standard_error(
    counts: tuple[int, int, int],
) -> None:
    row = of(answered(*counts, population_n=10))
    assert (row["standard_error"], row["standard_error_members"]) == (None, None)


def test_a_published_count_has_a_standard_error() -> None:
    survey = one_wave("published").claim("base", "1", 37)
    row = of(survey.claim("share", "1", 89, indicator_id="i"), "published")
    assert row["standard_error"] == pytest.approx((33 / 37 * 4 / 37 / 36) ** 0.5)


def test_equal_weights_are_no_weights_but_for_members() -> None:
    survey = one_wave(population_n=10).question("q", "yes no").indicator("i", "q.yes")
    survey.response("1", "x", weight=2, q=chose("yes")).response("1", "y", weight=2, q=chose("no"))
    row = of(survey)
    assert (row["share"], row["n_effective"], row["members_low"]) == (0.5, 2, None)


def preferred(survey: SmallSurvey) -> list[tuple[str, bool]]:
    rows = survey.build("indicators.results").rows(
        "SELECT source, preferred FROM indicators.results ORDER BY source"
    )
    return [(row["source"], row["preferred"]) for row in rows]


def test_responses_are_preferred_where_all_is_known() -> None:
    survey = answered(3, 1).claim("share", "1", 80, indicator_id="i", base=4)
    assert preferred(survey) == [("published", False), ("responses", True)]


def test_the_published_value_is_preferred_while_answers_are_unknown() -> None:
    survey = answered(3, 0, unknown=1).claim("share", "1", 75, indicator_id="i", base=4)
    assert preferred(survey) == [("published", True), ("responses", False)]


def test_the_published_value_is_preferred_where_nobody_is_in_the_base() -> None:
    survey = one_wave().question("q", "yes no", "multiple").indicator("i", "q.yes")
    survey.response("1", "x").claim("count", "1", 3, indicator_id="i", base=4)
    assert preferred(survey) == [("published", True)]


def test_unknown_answers_are_preferred_to_nothing() -> None:
    assert preferred(answered(3, 0, unknown=1)) == [("responses", True)]


def test_each_wave_prefers_for_itself() -> None:
    survey = SmallSurvey().wave("1", "published").wave("2").question("q", "yes no", waves="2")
    survey.indicator("i", "q.yes").response("2", "x", q=chose("yes"))
    survey.claim("count", "1", 3, indicator_id="i", base=4).build("indicators.results")
    rows = survey.rows("SELECT wave, source FROM indicators.results WHERE preferred ORDER BY wave")
    assert [tuple(row.values()) for row in rows] == [("1", "published"), ("2", "responses")]


def test_the_survey_sets_the_confidence() -> None:
    survey = SmallSurvey(confidence=0.5).wave("1").question("q", "yes no").indicator("i", "q.yes")
    survey.response("1", "x", q=chose("yes")).response("1", "y", q=chose("no"))
    row = of(survey)
    # by hand: z² = .45494, n = 2; half width = z × sqrt(.125 + .0284336) / 1.22747
    assert row["wilson_low"] == pytest.approx(0.2847, abs=2e-4)
