"""Indicators within groups of respondents."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tests.small_survey import UNKNOWN, Item, SmallSurvey, chose, one_wave

YES, NO = chose("yes"), chose("no")


def groups(survey: SmallSurvey, group_by: str) -> dict[str, tuple[Any, ...]]:
    survey.build("indicators.group_results")
    rows = survey.rows(
        "SELECT group_value, n, base, n_unknown, share FROM indicators.group_results "
        f"WHERE group_by = '{group_by}' ORDER BY group_value"
    )
    return {row["group_value"]: tuple(row.values())[1:] for row in rows}


def asked(**wave: Any) -> SmallSurvey:
    return one_wave(**wave).question("q", "yes no").indicator("i", "q.yes")


def test_by_country() -> None:
    survey = asked()
    answers: dict[str, tuple[str, Item]] = {
        "a": ("NO", YES),
        "b": ("NO", NO),
        "c": ("PT", YES),
        "d": ("PT", UNKNOWN),
    }
    for respondent, (country, item) in answers.items():
        survey.respondent(respondent, country_code=country).response("1", respondent, q=item)
    assert groups(survey, "country") == {"NO": (1, 2, 0, 0.5), "PT": (1, 1, 1, None)}


def test_by_kind_only_those_that_count() -> None:
    survey = asked().respondent("a", kind="city").respondent("b", kind="region")
    survey.respondent("n", kind="network", counted=False)
    survey.response("1", "a", q=YES).response("1", "b", q=NO)
    survey.response("1", "n", counted=False, q=YES)
    assert groups(survey, "kind") == {"city": (1, 1, 0, 1.0), "region": (0, 1, 0, 0.0)}


def test_those_without_a_country_are_in_no_group() -> None:
    survey = asked().respondent("a").respondent("b", country_code="NO")
    survey.response("1", "a", q=YES).response("1", "b", q=NO)
    assert groups(survey, "country") == {"NO": (0, 1, 0, 0.0)}


def with_attribute(*periods: tuple[str, date | None, date | None], **wave: Any) -> SmallSurvey:
    survey = asked(**wave).response("1", "a", q=YES)
    for value, start, end in periods:
        fact = {"respondent_id": "a", "attribute": "size", "value": value}
        survey.add("input.attributes", fact | {"valid_from": start, "valid_to": end})
    return survey


DAY = date(2001, 5, 1)


@pytest.mark.parametrize(
    ("start", "end", "holds"),
    [
        (None, None, True),
        (DAY, None, True),
        (None, DAY, True),
        (date(2001, 5, 2), None, False),
        (None, date(2001, 4, 30), False),
    ],
)
def test_an_attribute_is_read_as_it_was_at_the_wave(
    start: date | None, end: date | None, holds: bool
) -> None:
    survey = with_attribute(("large", start, end), fieldwork_end=DAY)
    assert groups(survey, "size") == ({"large": (1, 1, 0, 1.0)} if holds else {})


def test_an_attribute_that_changed_puts_nobody_in_two_groups() -> None:
    survey = with_attribute(
        ("small", None, date(2000, 12, 31)), ("large", date(2001, 1, 1), None), fieldwork_start=DAY
    )
    assert list(groups(survey, "size")) == ["large"]


def test_a_fact_that_stands_twice_counts_once() -> None:
    survey = with_attribute(("large", None, None), ("large", None, DAY), fieldwork_end=DAY)
    assert groups(survey, "size") == {"large": (1, 1, 0, 1.0)}


def test_in_a_wave_without_dates_only_facts_without_dates_hold() -> None:
    survey = with_attribute(("small", None, DAY), ("large", None, None))
    assert list(groups(survey, "size")) == ["large"]


def test_bounds_effective_base_and_standard_error_of_a_group() -> None:
    survey = asked()
    for name, kind, weight, item in (
        ("a", "city", 3, YES), ("b", "city", 1, NO), ("c", "town", 1, UNKNOWN),
        ("d", "town", 3, YES),
    ):  # fmt: skip
        survey.respondent(name, kind=kind).response("1", name, weight=weight, q=item)
    survey.build("indicators.group_results")
    city = survey.row("indicators.group_results", "group_value = 'city'")
    assert (city["share_low"], city["share_high"], city["n_effective"]) == (0.75, 0.75, 1.6)
    # a group of a wave of four: 4/3 × ((3 × 1/4)² + (1 × 3/4)²) / 4²
    assert city["standard_error"] == pytest.approx((4 / 3 * 18 / 16) ** 0.5 / 4)
    town = survey.row("indicators.group_results", "group_value = 'town'")
    assert (town["share"], town["share_low"], town["share_high"]) == (None, 0.75, 1)
    assert (town["n_effective"], town["standard_error"]) == (1, None)


def test_weights_enter_the_shares_of_groups() -> None:
    survey = asked().respondent("a", kind="city").respondent("b", kind="city")
    survey.response("1", "a", weight=3, q=YES).response("1", "b", weight=1, q=NO)
    assert groups(survey, "kind") == {"city": (1, 2, 0, 0.75)}
