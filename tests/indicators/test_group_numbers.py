"""Mean and quartiles of numbers within groups of respondents."""

from __future__ import annotations

from typing import Any

import pytest

from tests.small_survey import NO_ANSWER, UNKNOWN, Item, SmallSurvey, number, one_wave, state

QUARTILES = ("p25", "median", "p75")


def asked(*answers: tuple[str, Item, float], **question: Any) -> SmallSurvey:
    """One respondent an answer: its kind, the item, its weight."""
    survey = one_wave().question("q", kind="number", **question)
    for place, (kind, item, weight) in enumerate(answers):
        survey.respondent(f"r{place}", kind=kind).response("1", f"r{place}", weight=weight, q=item)
    return survey


def row(survey: SmallSurvey, group: str = "town") -> dict[str, Any]:
    survey.build("indicators.group_numbers")
    return survey.row("indicators.group_numbers", f"group_by = 'kind' AND group_value = '{group}'")


def of(found: dict[str, Any], *columns: str) -> list[Any]:
    return [found[column] for column in columns]


MIXED = (
    ("town", number(2), 1.0),
    ("town", number(10), 2.0),
    ("town", number(4), 1.0),
    ("city", number(100), 1.0),
)


def test_mean_and_quartiles_are_of_a_group_and_by_weight() -> None:
    survey = asked(*MIXED)
    assert of(row(survey), "base", "mean", *QUARTILES) == [3, 6.5, 3, 7, 10]
    assert of(row(survey, "city"), "base", "mean", *QUARTILES) == [1, 100, 100, 100, 100]


def test_a_group_of_everyone_is_everyone() -> None:
    survey = asked(*[("town", *rest) for _, *rest in MIXED], ("town", UNKNOWN, 3.0), limits=(0, 80))
    group = row(survey)
    everyone = survey.build("indicators.numbers").row("indicators.numbers")
    assert {name: group[name] for name in everyone} == everyone


def test_an_unknown_number_leaves_the_bounds_that_are_believed() -> None:
    answers = (("town", number(4), 1.0), ("town", UNKNOWN, 1.0), ("town", state("rejected"), 2.0))
    found = row(asked(*answers, ("city", number(1), 1.0), limits=(0, 8)))
    assert of(found, "base", "n_unknown", "mean", "median", "standard_error") == [1, 2, *[None] * 3]
    assert of(found, "mean_low", "mean_high", "median_low", "median_high") == [1, 7, 0, 8]


def test_without_limits_there_are_none_but_those_of_quartiles_that_known_numbers_leave() -> None:
    answers = [("town", number(value), 1.0) for value in (1, 2, 3, 4, 5, 6)]
    found = row(asked(*answers, ("town", UNKNOWN, 1.0)))
    assert of(found, "mean_low", "mean_high") == [None, None]
    assert of(found, "median_low", "median_high", "p75_high") == [3, 4, 6]
    assert of(row(asked(("town", UNKNOWN, 1.0))), "base", "median_low", "size") == [0, None, 1]


def test_only_those_who_gave_a_number_are_in_the_base() -> None:
    survey = asked(("town", number(3), 1.0), ("town", NO_ANSWER, 1.0), ("city", NO_ANSWER, 1.0))
    survey.response("1", "r0", counted=False, q=number(9))
    rows = survey.build("indicators.group_numbers").rows("FROM indicators.group_numbers")
    assert [of(found, "group_value", "base", "mean") for found in rows] == [["town", 1, 3]]


def test_the_standard_error_of_a_group() -> None:
    # 2, 10 twice as heavy and 4 around 6.5, in a wave of four
    found = row(asked(*MIXED))
    spread = 4.5**2 + 4 * 3.5**2 + 2.5**2
    assert found["standard_error"] == pytest.approx((4 / 3 * spread) ** 0.5 / 4)
    assert found["n_effective"] == pytest.approx(16 / 6)


def test_anonymous_responses_are_in_no_group() -> None:
    survey = SmallSurvey("row").wave("1").question("q", kind="number")
    survey.response("1", "1", q=number(1)).con.execute("DELETE FROM input.respondents")
    assert survey.build("indicators.group_numbers").rows("FROM indicators.group_numbers") == []
