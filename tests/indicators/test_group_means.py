"""Means of ratings and scores, and net scores, within groups of respondents."""

from __future__ import annotations

from typing import Any

import pytest

from tests.small_survey import UNKNOWN, Item, SmallSurvey, chose, one_wave, ruled_out, state

TABLES = ("group_scales", "group_nets", "group_scores")
A, C, E = chose("a"), chose("c"), chose("e")


def asked(*answers: tuple[str, Item, float], **wave: Any) -> SmallSurvey:
    """One respondent an answer to a rating from a to e: its kind, the item, its weight."""
    survey = one_wave(**wave).question("q", "a b c d e dk=dont_know", "rating")
    survey.indicator("high", "q.d", "q.e").indicator("low", "q.a", "q.b").net("n", "high", "low")
    survey.score("s", q="b=1 c=2 d=3 e=4")
    for place, (kind, item, weight) in enumerate(answers):
        name = f"r{place}"
        survey.respondent(name, kind=kind).response("1", name, weight=weight, q=item)
    return survey


def row(survey: SmallSurvey, table: str, group: str = "town") -> dict[str, Any]:
    survey.build(f"indicators.{table}")
    return survey.row(f"indicators.{table}", f"group_by = 'kind' AND group_value = '{group}'")


MIXED = (("town", E, 1.0), ("town", C, 1.0), ("town", E, 2.0), ("city", A, 1.0), ("city", C, 3.0))


@pytest.mark.parametrize(
    ("table", "town", "city"),
    [
        # by weight: (5 + 3 + 2 × 5) / 4 and (1 + 3 × 3) / 4
        ("group_scales", 4.5, 2.5),
        # of 0 to 4 points: (4 + 2 + 2 × 4) / 4 and (0 + 3 × 2) / 4
        ("group_scores", 87.5, 37.5),
    ],
)
def test_means_are_of_a_group_and_by_weight(table: str, town: float, city: float) -> None:
    survey = asked(*MIXED)
    assert (row(survey, table)["base"], row(survey, table)["mean"]) == (3, town)
    assert (row(survey, table, "city")["base"], row(survey, table, "city")["mean"]) == (2, city)


@pytest.mark.parametrize("table", ["group_scales", "group_nets"])
def test_nets_are_of_a_group_and_by_weight(table: str) -> None:
    survey = asked(*MIXED)
    assert (row(survey, table)["net"], row(survey, table, "city")["net"]) == (0.75, -0.25)


def test_the_ends_of_a_scale_are_counted() -> None:
    survey = asked(*MIXED)
    assert (row(survey, "group_scales")["top_n"], row(survey, "group_scales")["bottom_n"]) == (2, 0)
    assert (row(survey, "group_nets")["n_top"], row(survey, "group_nets")["n_bottom"]) == (2, 0)


@pytest.mark.parametrize(
    ("table", "value", "low", "high"),
    [
        ("group_scales", "mean", 7 / 3, 11 / 3),
        ("group_scales", "net", -1 / 3, 1 / 3),
        ("group_nets", "net", -1 / 3, 1 / 3),
        ("group_scores", "mean", 100 / 3, 200 / 3),
    ],
)
def test_an_unknown_answer_leaves_bounds(table: str, value: str, low: float, high: float) -> None:
    survey = asked(("town", A, 1), ("town", E, 1), ("town", UNKNOWN, 1), ("city", A, 1))
    found = row(survey, table)
    assert (found["base"], found["n_unknown"], found[value]) == (2, 1, None)
    assert found[f"{value}_low"] == pytest.approx(low)
    assert found[f"{value}_high"] == pytest.approx(high)
    assert found["standard_error"] is None
    assert row(survey, table, "city")["n_unknown"] == 0


def test_what_is_ruled_out_narrows_the_bounds() -> None:
    survey = asked(("town", C, 1), ("town", ruled_out("a", "b", "e"), 1))
    scale, net = row(survey, "group_scales"), row(survey, "group_nets")
    assert (scale["mean_low"], scale["mean_high"]) == (3, 3.5)
    assert (scale["net_low"], scale["net_high"]) == (0, 0)
    assert (net["net_low"], net["net_high"]) == (0, 0.5)


def test_answers_ruled_out_on_different_sides_are_all_unknown() -> None:
    survey = asked(("town", ruled_out("d", "e"), 1), ("town", ruled_out("a", "b"), 1))
    net = row(survey, "group_nets")
    assert (net["base"], net["n_unknown"], net["net_low"], net["net_high"]) == (0, 2, -0.5, 0.5)


@pytest.mark.parametrize("table", TABLES)
def test_states_are_in_no_base_and_empty_groups_have_no_row(table: str) -> None:
    survey = asked(("town", C, 1), ("city", state("dont_know", "dk"), 1), ("town", C, 1))
    found = survey.build(f"indicators.{table}").rows(
        f"SELECT group_value, base FROM indicators.{table}"
    )
    assert found == [{"group_value": "town", "base": 2}]


@pytest.mark.parametrize(
    ("table", "spread"),
    [
        # e, c, e of a wave of four: values 5, 3, 5 around 4.5 by weight
        ("group_scales", 0.5**2 + 1.5**2 + 4 * 0.5**2),
        ("group_scores", (12.5**2 + 37.5**2 + 4 * 12.5**2)),
        ("group_nets", 0.25**2 + 0.75**2 + 4 * 0.25**2),
    ],
)
def test_the_standard_error_of_a_group(table: str, spread: float) -> None:
    found = row(asked(*MIXED[:4]), table)
    assert found["standard_error"] == pytest.approx((4 / 3 * spread) ** 0.5 / 4)
    assert found["n_effective"] == pytest.approx(16 / 6)


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize(
    ("weights", "shown"),
    [
        ([1.0] * 4, (4, "names")),
        ([1.0] * 9, (9, "counts")),
        ([1.0] * 10, (10, "percent")),
        ([1.0] * 11 + [11.0], (3, "names")),
    ],
)
def test_the_smaller_of_group_and_effective_group_decides(
    table: str, weights: list[float], shown: tuple[int, str]
) -> None:
    answers = [("town", C, weight) for weight in weights]
    found = row(asked(*answers, *[("city", A, 1.0)] * 12), table)
    assert (found["size"], found["shows"]) == shown


@pytest.mark.parametrize("table", TABLES)
def test_responses_that_don_t_count_are_in_no_group(table: str) -> None:
    survey = asked(("town", C, 1))
    survey.response("1", "r0", counted=False, q=A)
    assert row(survey, table)["base"] == 1


@pytest.mark.parametrize("table", TABLES)
def test_anonymous_responses_are_in_no_group(table: str) -> None:
    survey = SmallSurvey("row").wave("1").question("q", "a b", "rating")
    survey.indicator("i", "q.a").indicator("j", "q.b").net("n", "i", "j").score("s", q="a=1")
    survey.response("1", "1", q=A)
    survey.con.execute("DELETE FROM input.respondents")
    assert survey.build().rows(f"SELECT * FROM indicators.{table}") == []
