"""What may be printed from which size of a base on: one rule for every table of indicators."""

from __future__ import annotations

from typing import Any

import pytest

from tests.small_survey import UNKNOWN, Item, SmallSurvey, chose, number, one_wave

TABLES = {
    "results": "indicator_id = 'i'",
    "option_shares": "question_id = 'q' AND option_id = 'a'",
    "group_results": "group_by = 'kind'",
    "numbers": "question_id = 'n'",
    "scales": "question_id = 'q'",
    "nets": "indicator_id = 'net'",
    "score_means": "indicator_id = 's'",
    "group_scales": "group_by = 'kind'",
    "group_numbers": "group_by = 'kind'",
    "group_nets": "group_by = 'kind'",
    "group_scores": "group_by = 'kind'",
}


def shows(table: str, items: list[Item], weights: list[float]) -> tuple[Any, ...]:
    survey = one_wave().question("q", "a b", "rating").question("n", kind="number")
    survey.indicator("i", "q.a").indicator("other", "q.b").net("net", "other", "i")
    survey.score("s", q="a=1")
    for place, (item, weight) in enumerate(zip(items, weights, strict=True)):
        name = f"r{place}"
        survey.respondent(name, kind="town")
        survey.response("1", name, weight=weight, q=item, n=number(place))
    survey.build(f"indicators.{table}")
    where = TABLES[table] + (" AND indicator_id = 'i'" if table == "group_results" else "")
    row = survey.row(f"indicators.{table}", where)
    survey.con.close()
    return row["size"], row["shows"]


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize(
    ("weights", "expected"),
    [
        ([1.0] * 4, (4, "names")),
        ([1.0] * 5, (5, "counts")),
        ([1.0] * 9, (9, "counts")),
        ([1.0] * 10, (10, "percent")),
        # equal weights are no weights, whatever floats make of their squares
        ([0.1] * 10, (10, "percent")),
        # twelve responses that count as (11 + 11)² / (11 + 121) = 3.67
        ([1.0] * 11 + [11.0], (3, "names")),
        ([0.0] * 12, (0, "names")),
    ],
)
def test_the_smaller_of_base_and_effective_base_decides(
    table: str, weights: list[float], expected: tuple[int, str]
) -> None:
    assert shows(table, [chose("a")] * len(weights), weights) == expected


@pytest.mark.parametrize("table", [name for name in TABLES if "numbers" not in name])
def test_unknown_answers_are_spoken_of_too(table: str) -> None:
    items = [chose("a")] * 4 + [UNKNOWN] * 8
    assert shows(table, items, [1.0] * 12) == (12, "percent")
    assert shows(table, items, [1.0] * 11 + [11.0]) == (3, "names")


def test_the_survey_sets_the_rules() -> None:
    survey = SmallSurvey().wave("1")
    survey.con.execute("UPDATE input.survey SET names_only_below = 0, counts_only_below = 3")
    rows = survey.build("indicators.display_rules").rows("SELECT * FROM indicators.display_rules")
    found = {row["shows"]: (row["size_from"], row["size_below"]) for row in rows}
    assert found == {"names": (0, 0), "counts": (0, 3), "percent": (3, None)}
