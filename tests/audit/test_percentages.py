"""Can any count of the base give the percentage printed?"""

from __future__ import annotations

from typing import Any

import pytest

from tests.audit.ledger import Ledger, towns, two_waves
from tests.small_survey import NO_ANSWER, chose

Findings = dict[str, dict[str, Any]]


def rounded(n: int, base: int) -> int:
    """Percent, half up."""
    return (200 * n + base) // (2 * base)


@pytest.fixture(scope="module")
def every_percentage() -> Findings:
    """Each percentage of each base up to 60, on a question of its own, and one of 500."""
    ledger = Ledger().wave("2", "published")
    for table, columns, selected in (
        (
            "claims",
            "claim_id, ledger_wave, wave, position, kind, value, base",
            "'2/' || p || ' of ' || n, '2', '2', p * 100 + n, 'share', p, n",
        ),
        (
            "claim_sets",
            "claim_id, role, position, question_id, option_id",
            "'2/' || p || ' of ' || n, 'about', 1, 'q' || p || '_' || n, 'yes'",
        ),
    ):
        ledger.con.execute(
            f"INSERT INTO input.{table} ({columns}) "
            f"SELECT {selected} FROM range(101) AS a (p), range(1, 61) AS b (n)"
        )
    ledger.says("wide", "share", 50, about="wide=yes", base=500)
    return ledger.findings("percentages")


def test_the_verdict_is_that_of_trying_every_count(every_percentage: Findings) -> None:
    found = {claim: row["verdict"] for claim, row in every_percentage.items() if claim != "wide"}
    assert len(found) == 101 * 60
    wrong = {
        claim: verdict
        for claim, verdict in found.items()
        for percent, base in [map(int, claim.split(" of "))]
        if (verdict == "holds") != (percent in {rounded(n, base) for n in range(base + 1)})
    }
    assert wrong == {}


def test_several_counts_are_shown_from_the_first_to_the_last(every_percentage: Findings) -> None:
    words = "50% of 500: 248 of 500 is 50% (49.6), 252 of 500 is 50% (50.4)"
    assert every_percentage["wide"]["arithmetic"] == words


@pytest.fixture(scope="module")
def findings() -> Findings:
    ledger = two_waves(37, 41).ask("pool", "yes building no").ask("gym", "yes building no")
    ledger.ask("bus", "yes no").ask("park", "yes planned maybe no").ask("bike", "often never")
    ledger.says("pool_yes", "share", 66, about="pool=yes")
    ledger.says("pool_building", "share", 13, about="pool=building")
    ledger.says("gym_yes", "share", 66, about="gym=yes")
    ledger.says("gym_building", "share", 13, about="gym=building")
    ledger.says("gym_no", "list", about="gym=no", names=towns(1, 8))
    ledger.says("bus_yes", "share", 62, about="bus=yes")
    ledger.says("bus_before", "share", 80, about="bus=yes", wave="1", base=41)
    ledger.says("half", "share", 13, about="bike=often", base=8)
    ledger.says("half_down", "share", 12, about="bike=often", base=8)
    ledger.says("decimal", "share", 33.3, about="bike=often", base=3)
    ledger.says("decimal_wrong", "share", 33.4, about="bike=often", base=3)
    ledger.says("over", "share", 104, about="bike=often", base=20)
    ledger.says("park_no", "count", 20, about="park=no")
    ledger.says("park_planned", "share", 45, about="park=planned", within="park=no")
    ledger.says("park_maybe", "share", 42, about="park=maybe", within="park=no")
    ledger.says("bike_part", "share", 41, about="bike=often", within="bus=no")
    return ledger.findings("percentages")


def test_a_possible_percentage_holds_with_the_count_that_gives_it(findings: Findings) -> None:
    assert findings["bus_yes"]["verdict"] == "holds"
    assert findings["bus_yes"]["arithmetic"] == "62% of 37: 23 of 37 is 62% (62.2)"
    assert findings["bus_before"]["arithmetic"] == "80% of 41: 33 of 41 is 80% (80.5)"


def test_an_impossible_percentage_shows_the_counts_around_it(findings: Findings) -> None:
    row = findings["pool_yes"]
    assert row["verdict"] == "impossible"
    assert row["arithmetic"] == "66% of 37: 24 of 37 is 65% (64.9), 25 of 37 is 68% (67.6)"
    assert "No whole number of 37 gives 66%." in row["explanation"]
    assert "29 (19), 32 (21), 35 (23), 38 (25), 41 (27)" in row["explanation"]
    assert "up to 41" in row["explanation"]


def test_other_percentages_of_the_question_narrow_the_bases(findings: Findings) -> None:
    together = "32 (21 “yes”, 4 “building”) or 38 (25 “yes”, 5 “building”)."
    for claim in ("pool_yes", "pool_building"):
        assert findings[claim]["explanation"].endswith(
            f"Together with the other percentages of the question: {together}"
        )


def test_names_of_the_question_narrow_them_further(findings: Findings) -> None:
    # 21 + 4 + 8 is 33, too many for 32
    assert findings["gym_yes"]["explanation"].endswith(
        "With its counts and names as well: 38 (25 “yes”, 5 “building”, at least 8 “no”)."
    )


def test_a_half_rounds_up(findings: Findings) -> None:
    assert findings["half"]["verdict"] == "holds"  # 1 of 8 is 12.5
    assert findings["half_down"]["verdict"] == "impossible"
    assert "1 of 8 is 13% (12.5)" in findings["half_down"]["arithmetic"]


def test_a_decimal_printed_is_a_decimal_checked(findings: Findings) -> None:
    assert findings["decimal"]["arithmetic"] == "33.3% of 3: 1 of 3 is 33.3% (33.33)"
    assert findings["decimal_wrong"]["verdict"] == "impossible"


def test_more_than_all_is_impossible_of_any_base(findings: Findings) -> None:
    assert findings["over"]["verdict"] == "impossible"
    assert findings["over"]["arithmetic"] == "104% of 20: 20 of 20 is 100% (100.0)"
    assert "No base up to" in findings["over"]["explanation"]


def test_a_part_has_the_base_that_is_printed_for_it(findings: Findings) -> None:
    assert findings["park_planned"]["arithmetic"] == "45% of 20: 9 of 20 is 45% (45.0)"
    assert findings["park_maybe"]["verdict"] == "impossible"  # 8 of 20 is 40, 9 of 20 is 45


def test_a_part_of_unknown_size_may_have_any_base(findings: Findings) -> None:
    assert findings["bike_part"]["verdict"] == "holds"
    assert "17 (7)" in findings["bike_part"]["arithmetic"]
    assert "22 (9)" in findings["bike_part"]["arithmetic"]


def test_with_answers_at_hand_the_base_is_those_who_answered() -> None:
    ledger = Ledger().wave("2")
    ledger.ask("pool", "none small large").indicator("any_pool", "pool.small", "pool.large")
    for number, answer in enumerate(["small", "large", "none", ""]):
        ledger.response("2", f"Town {number}", pool=chose(answer) if answer else NO_ANSWER)
    ledger.says("one", "share", 33, about="pool=small")
    ledger.says("joined", "share", 67, indicator_id="any_pool")
    found = ledger.findings("percentages")
    assert {claim: row["verdict"] for claim, row in found.items()} == {
        "one": "holds",
        "joined": "holds",
    }
