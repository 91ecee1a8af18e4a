"""Mean and quartiles of numeric questions."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

from tests.small_survey import (
    DONT_KNOW,
    NO_ANSWER,
    UNKNOWN,
    Item,
    SmallSurvey,
    chose,
    number,
    one_wave,
    state,
)


def numbers(
    items: Sequence[Item],
    weights: Sequence[float] | None = None,
    limits: tuple[float | None, float | None] = (None, None),
) -> dict[str, Any]:
    survey = one_wave().question("q", kind="number", limits=limits)
    for position, item in enumerate(items):
        weight = weights[position] if weights else 1
        survey.response("1", f"r{position}", weight=weight, q=item)
    return survey.build("indicators.numbers").row("indicators.numbers")


def quartiles(row: dict[str, Any]) -> tuple[float, ...]:
    return row["p25"], row["median"], row["p75"]


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ([7], (7, 7, 7)),
        ([1, 2], (1, 1.5, 2)),
        ([1, 2, 3], (1, 2, 3)),
        ([4, 1, 3, 2], (1.5, 2.5, 3.5)),
        ([1, 2, 3, 4, 5], (2, 3, 4)),
        ([5, 5, 5, 9], (5, 5, 7)),
        ([-3, 0, 2.5], (-3, 0, 2.5)),
    ],
)
def test_quartiles(values: list[float], expected: tuple[float, ...]) -> None:
    assert quartiles(numbers([number(value) for value in values])) == expected


def test_mean_and_base() -> None:
    row = numbers([number(1), number(2), number(6), NO_ANSWER, DONT_KNOW])
    assert (row["mean"], row["base"], row["n_unknown"]) == (3, 3, 0)


def test_the_mean_has_a_standard_error() -> None:
    row = numbers([number(1), number(2), number(6)])
    assert row["standard_error"] == pytest.approx((3 / 2 * (4 + 1 + 9)) ** 0.5 / 3)
    assert numbers([number(1)])["standard_error"] is None
    assert numbers([number(1), number(2), UNKNOWN], limits=(0, 9))["standard_error"] is None


def test_weights_move_mean_and_quartiles() -> None:
    row = numbers([number(1), number(2), number(10)], weights=[1, 1, 6])
    assert (row["mean"], row["base"]) == (63 / 8, 3)
    assert quartiles(row) == (6, 10, 10)


def test_a_weight_is_as_many_respondents() -> None:
    weighted = numbers([number(3), number(8), number(9)], weights=[2, 1, 3])
    repeated = numbers([number(value) for value in (3, 3, 8, 9, 9, 9)])
    assert quartiles(weighted) == quartiles(repeated)
    assert weighted["mean"] == repeated["mean"]


def bounds(row: dict[str, Any], measure: str) -> tuple[float | None, float | None]:
    return row[f"{measure}_low"], row[f"{measure}_high"]


def test_unknown_and_rejected_numbers_leave_bounds() -> None:
    row = numbers([number(4), UNKNOWN, state("rejected")], limits=(0, 10))
    assert (row["base"], row["n_unknown"]) == (1, 2)
    assert (row["mean"], quartiles(row)) == (None, (None, None, None))
    assert bounds(row, "mean") == (4 / 3, 8)
    assert [bounds(row, name) for name in ("p25", "median", "p75")] == [(0, 4), (0, 10), (4, 10)]


def test_known_numbers_are_their_own_bounds() -> None:
    row = numbers([number(4), number(9)], limits=(0, None))
    assert [bounds(row, name) for name in ("mean", "p25", "median", "p75")] == [
        (6.5, 6.5), (4, 4), (6.5, 6.5), (9, 9)
    ]  # fmt: skip


def test_without_limits_only_quartiles_may_have_bounds() -> None:
    row = numbers([*(number(value) for value in (2, 3, 5, 7)), UNKNOWN])
    assert bounds(row, "mean") == (None, None)
    assert bounds(row, "median") == (3, 5)
    assert (bounds(row, "p25"), bounds(row, "p75")) == ((2, 3), (5, 7))
    one = numbers([number(2), UNKNOWN])
    assert [bounds(one, name) for name in ("p25", "median", "p75")] == [
        (None, 2), (None, None), (2, None)
    ]  # fmt: skip


def test_one_limit_gives_one_bound() -> None:
    row = numbers([number(6), UNKNOWN], limits=(0, None))
    assert bounds(row, "mean") == (3, None)
    assert bounds(row, "median") == (3, None)


def test_unknown_numbers_have_their_weights() -> None:
    row = numbers([number(4), number(6), UNKNOWN], weights=[1, 1, 2], limits=(0, 10))
    assert bounds(row, "mean") == (2.5, 7.5)
    assert bounds(row, "p75") == (5, 10)


def test_the_size_is_that_of_known_and_unknown_numbers() -> None:
    row = numbers([number(4)] * 8 + [UNKNOWN] * 2)
    assert (row["size"], row["shows"]) == (10, "percent")
    unequal = numbers([number(4)] * 8 + [UNKNOWN] * 2, weights=[1] * 8 + [20] * 2)
    assert unequal["size"] == 2  # (8 + 40)² / (8 + 800)
    assert unequal["n_effective"] == 8


def test_a_question_without_a_number_has_an_empty_base() -> None:
    row = numbers([NO_ANSWER, UNKNOWN])
    assert (row["base"], row["n_unknown"], row["mean"], row["median"]) == (0, 1, None, None)
    assert bounds(numbers([UNKNOWN], limits=(2, 8)), "mean") == (2, 8)
    assert bounds(numbers([NO_ANSWER]), "mean") == (None, None)


def test_uncounted_responses_are_left_out() -> None:
    survey = one_wave().question("q", kind="number").response("1", "a", q=number(4))
    survey.response("1", "net", counted=False, q=number(400))
    row = survey.build("indicators.numbers").row("indicators.numbers")
    assert (row["base"], row["mean"], row["p75"]) == (1, 4, 4)


def test_waves_are_kept_apart_and_other_questions_left_out() -> None:
    survey = SmallSurvey().wave("1").wave("2").question("q", kind="number").question("s", "a b")
    survey.response("1", "x", q=number(1), s=chose("a")).response("2", "x", q=number(5))
    rows = survey.build("indicators.numbers").rows(
        "SELECT wave, question_id, mean FROM indicators.numbers ORDER BY wave"
    )
    assert [tuple(row.values()) for row in rows] == [("1", "q", 1), ("2", "q", 5)]
