"""Scores that a report prints against the answers."""

from __future__ import annotations

import pytest

from tests.audit.ledger import Ledger
from tests.small_survey import UNKNOWN, chose

YES, NO = chose("yes"), chose("no")


@pytest.fixture(scope="module")
def ledger() -> Ledger:
    """Questions worth 5, 2 and 1; Ashford has 7 of 8, Beckton 5 of 8, Carden 5 to 7 of 8."""
    ledger = Ledger().wave("1", "reconstructed").wave("2")
    ledger.ask("a", "yes no").ask("b", "yes no").ask("c", "yes no")
    ledger.score("index", a="yes=5", b="yes=2", c="yes=1")
    ledger.score("first", a="yes=5")
    ledger.response("1", "Ashford", a=YES, b=YES, c=YES)
    ledger.response("2", "Ashford", a=YES, b=YES, c=NO)
    ledger.response("2", "Beckton", a=YES, b=NO, c=NO)
    ledger.response("2", "Carden", a=YES, b=UNKNOWN, c=NO)
    return ledger


@pytest.mark.parametrize(
    ("value", "names", "verdict", "arithmetic"),
    [
        (88, "Ashford", "holds", "88 printed; Ashford: 7 of 8 points, 88"),
        (87, "Ashford", "contradicted", "87 printed; Ashford: 7 of 8 points, 88"),
        (87.5, "Ashford", "holds", "87.5 printed; Ashford: 7 of 8 points, 87.5"),
        (63, "Beckton", "holds", "63 printed; Beckton: 5 of 8 points, 63"),
        (
            62.5, "Beckton, Ashford", "contradicted",
            "62.5 printed; Ashford: 7 of 8 points, 87.5, Beckton: 5 of 8 points, 62.5",
        ),
        (70, "Carden", "not_checkable", "70 printed; Carden: 5 of 8 points, 63 to 88"),
        (90, "Carden", "contradicted", "90 printed; Carden: 5 of 8 points, 63 to 88"),
        (50, "Dunmore", "not_checkable", "50 printed; Dunmore: no answers"),
        (75, "", "not_checkable", "75 printed; the mean: 71 to 79"),
        (80, "", "contradicted", "80 printed; the mean: 71 to 79"),
    ],
)  # fmt: skip
def test_a_score_is_that_of_the_answers(
    ledger: Ledger, value: float, names: str, verdict: str, arithmetic: str
) -> None:
    claim = f"{value} {names}"
    ledger.says(claim, "score", value, indicator_id="index", names=names)
    found = ledger.findings("scores")[claim]
    assert (found["verdict"], found["arithmetic"]) == (verdict, arithmetic)


def test_a_mean_without_unknown_answers_is_held_to(ledger: Ledger) -> None:
    ledger.says("mean", "score", 100, indicator_id="first")
    assert ledger.findings("scores")["mean"]["verdict"] == "holds"


def test_reconstructed_answers_prove_nothing(ledger: Ledger) -> None:
    ledger.says("before", "score", 100, indicator_id="index", names="Ashford", wave="1")
    found = ledger.findings("scores")["before"]
    assert found["verdict"] == "not_checkable"
    assert found["explanation"] == "There are no answers to compare it with."


def test_a_score_is_no_part_of_anything_else(ledger: Ledger) -> None:
    ledger.says("alone", "score", 88, indicator_id="index", names="Ashford")
    for check in ("same_statement", "lists_answered", "answers_lists", "percentages", "none"):
        assert not any("alone" in claims for claims in ledger.findings(check))
