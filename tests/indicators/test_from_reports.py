"""Indicators as published reports state them."""

from __future__ import annotations

from typing import Any

import pytest

from tests.small_survey import SmallSurvey, one_wave


def read(survey: SmallSurvey) -> list[dict[str, Any]]:
    survey.build("indicators.from_reports")
    return survey.rows("SELECT * FROM indicators.from_reports")


def printed(percent: float, base: int) -> dict[str, Any]:
    survey = one_wave("published").claim("share", "1", percent, indicator_id="i", base=base)
    (row,) = read(survey)
    return row


@pytest.mark.parametrize(
    ("percent", "base", "n"),
    [
        (89, 37, 33),
        (62, 37, 23),
        (0, 37, 0),
        (100, 37, 37),
        (50, 2, 1),
        # a half goes up: 1 of 8 is 12.5 and prints as 13, 3 of 200 is 1.5 and prints as 2
        (13, 8, 1),
        (33.3, 3, 1),
        (66.67, 3, 2),
        (12.5, 8, 1),
    ],
)
def test_a_percentage_that_only_one_count_gives_is_that_count(
    percent: float, base: int, n: int
) -> None:
    row = printed(percent, base)
    assert (row["n"], row["share"]) == (n, n / base)
    assert row["share_low"] == row["share_high"] == n / base


@pytest.mark.parametrize(
    ("percent", "base"),
    [
        (66, 37),  # 24 of 37 prints as 65, 25 as 68
        (12, 8),  # 1 of 8 prints as 13
        (50, 500),  # 248 to 252 of 500
        (99.9, 37),
    ],
)
def test_a_percentage_that_none_or_several_give_stands_as_printed(
    percent: float, base: int
) -> None:
    row = printed(percent, base)
    assert (row["n"], row["share"]) == (None, pytest.approx(percent / 100))
    assert row["share_low"] < row["share"] < row["share_high"]


def test_as_printed_means_all_that_rounds_to_it() -> None:
    row = printed(66, 37)
    assert (row["share_low"], row["share_high"]) == pytest.approx((0.655, 0.665))


@pytest.mark.parametrize(("percent", "low", "high"), [(0, 0, 0.005), (100, 0.995, 1)])
def test_what_rounds_to_it_ends_at_0_and_1(percent: float, low: float, high: float) -> None:
    row = printed(percent, 1000)
    assert (row["share_low"], row["share_high"]) == pytest.approx((low, high))


def test_counts_found_are_those_that_print_so() -> None:
    survey = one_wave("published")
    for base in (1, 2, 3, 7, 8, 37, 41, 99, 100, 101, 128, 200, 201, 1000):
        for percent in (0, 1, 12, 50, 66, 89, 99, 100):
            survey.claim("share", "1", percent, indicator_id=f"{percent}.{base}", base=base)
    for row in read(survey):
        percent, base = (int(part) for part in row["indicator_id"].split("."))
        counts = [k for k in range(base + 1) if (200 * k + base) // (2 * base) == percent]
        assert row["n"] == (counts[0] if len(counts) == 1 else None)


def test_a_count_is_taken_as_it_is() -> None:
    (row,) = read(one_wave("published").claim("count", "1", 33, indicator_id="i", base=37))
    assert (row["n"], row["base"], row["share"]) == (33, 37, 33 / 37)


def test_without_a_printed_base_the_waves_own_is_taken() -> None:
    survey = one_wave("published").claim("base", "1", 41)
    (row,) = read(survey.claim("share", "1", 78, indicator_id="i"))
    assert (row["base"], row["n"]) == (41, 32)


def test_the_base_counted_from_responses_is_not_the_reports() -> None:
    survey = one_wave("reconstructed").response("1", "a")
    assert read(survey.claim("share", "1", 100, indicator_id="i")) == []


@pytest.mark.parametrize(
    "claim",
    [
        {"kind": "share", "value": 120},
        {"kind": "count", "value": 40},
        {"kind": "share", "value": 50, "indicator_id": None},
        {"kind": "share", "value": 50, "vague": True},
        {"kind": "rank", "value": 1},
        {"kind": "share", "value": 50, "base": 0},
    ],
)
def test_what_is_no_share_of_all_respondents_is_left_to_the_audit(claim: dict[str, Any]) -> None:
    more = {"indicator_id": "i", "base": 37} | claim
    kind, value = more.pop("kind"), more.pop("value")
    assert read(one_wave("published").claim(kind, "1", value, **more)) == []


def test_a_share_of_some_respondents_is_no_result_of_the_wave() -> None:
    survey = one_wave("published").claim("share", "1", 50, indicator_id="i", base=10)
    survey.add("input.claim_sets", {"claim_id": "1/c1", "role": "within", "question_id": "q"})
    assert read(survey) == []


def test_conditions_of_what_it_is_about_do_not_matter() -> None:
    survey = one_wave("published").claim("share", "1", 50, indicator_id="i", base=10)
    survey.add("input.claim_sets", {"claim_id": "1/c1", "role": "about", "question_id": "q"})
    assert len(read(survey)) == 1


def test_a_count_goes_before_a_percentage() -> None:
    survey = one_wave("published").claim("share", "1", 50, indicator_id="i", base=1000)
    (row,) = read(survey.claim("count", "1", 497, indicator_id="i", base=1000))
    assert row["n"] == 497


@pytest.mark.parametrize("wave", ["1", "2"])
def test_a_waves_own_report_goes_before_those_of_other_waves(wave: str) -> None:
    survey = SmallSurvey().wave("1", "published").wave("2", "published")
    other = "1" if wave == "2" else "2"
    survey.claim("count", wave, 32, ledger=other, indicator_id="i", base=41)
    survey.claim("share", wave, 80, ledger=wave, indicator_id="i", base=41)
    (row,) = read(survey)
    assert (row["wave"], row["n"], row["claim_id"]) == (wave, 33, f"{wave}/c2")
