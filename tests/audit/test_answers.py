"""A report against the responses that it was made from."""

from __future__ import annotations

from typing import Any

import pytest

from tests.audit.ledger import Ledger
from tests.small_survey import NO_ANSWER, UNKNOWN, chose

Findings = dict[str, dict[str, Any]]


@pytest.fixture(scope="module")
def ledger() -> Ledger:
    ledger = Ledger().wave("1").wave("2").wave("3", "reconstructed")
    for question in ("pool", "gym", "bus"):
        ledger.ask(question, "yes no")
    yes, no = chose("yes"), chose("no")
    for number in range(1, 11):
        ledger.response(
            "2", f"Town {number}",
            pool=yes if number < 7 else no if number < 10 else NO_ANSWER,
            gym=yes if number < 5 else UNKNOWN if number < 7 else no,
            bus=yes if number < 3 else no,
        )  # fmt: skip
        ledger.response("3", f"Town {number}", pool=no)
        if number > 6:
            ledger.response("1", f"Town {number}", pool=yes)
    ledger.response("1", "Oldmoor", pool=yes)
    ledger.respondent("Network")
    ledger.response("2", "Network", counted=False, pool=no)
    return ledger


@pytest.fixture(scope="module")
def figures(ledger: Ledger) -> Findings:
    ledger.indicator("either", "pool.yes", "bus.yes")
    ledger.says("n", "base", 10).says("n_wrong", "base", 11)
    ledger.says("both", "overlap", 4, wave_compared="1")
    ledger.says("both_wrong", "overlap", 5, wave_compared="1")
    ledger.says("pool", "share", 67, about="pool=yes")
    ledger.says("pool_of_all", "share", 60, about="pool=yes")
    ledger.says("pool_base", "share", 67, about="pool=yes", base=10)
    ledger.says("pool_count", "count", 6, about="pool=yes")
    ledger.says("pool_count_wrong", "count", 7, about="pool=yes")
    ledger.says("gym", "share", 50, about="gym=yes")
    ledger.says("gym_wrong", "share", 70, about="gym=yes")
    ledger.says("either", "count", 6, indicator_id="either")
    ledger.indicator("of_all", "pool.yes", states="no_answer")
    ledger.says("of_all", "share", 60, indicator_id="of_all", base=10)
    ledger.says("of_all_bare", "share", 60, indicator_id="of_all")
    ledger.says("of_all_wrong", "share", 67, indicator_id="of_all", base=9)
    ledger.says("made", "count", 6, about="pool=yes", wave="3")
    return ledger.findings("answers")


def read(findings: Findings, claim: str) -> tuple[str, str]:
    return findings[claim]["verdict"], findings[claim]["arithmetic"]


def test_a_percentage_is_that_of_the_answers(figures: Findings) -> None:
    assert read(figures, "pool") == ("holds", "67% printed; 6 of 9 (67%)")
    assert read(figures, "pool_of_all") == ("contradicted", "60% printed; 6 of 9 (67%)")
    assert read(figures, "pool_base") == ("contradicted", "67% of 10 printed; 6 of 9 (67%)")


def test_an_indicator_has_a_base_of_its_own(figures: Findings) -> None:
    assert read(figures, "of_all") == ("holds", "60% of 10 printed; 6 of 10 (60%)")
    assert read(figures, "of_all_bare") == ("holds", "60% printed; 6 of 10 (60%)")
    assert read(figures, "of_all_wrong")[0] == "contradicted"


def test_a_count_is_that_of_the_answers(figures: Findings) -> None:
    assert read(figures, "pool_count")[0] == "holds"
    assert read(figures, "pool_count_wrong") == ("contradicted", "7 printed; 6 of 9 (67%)")
    assert read(figures, "either")[0] == "holds"


def test_unknown_answers_allow_a_range(figures: Findings) -> None:
    assert read(figures, "gym") == (
        "not_checkable",
        "50% printed; 4 of 8 (40%), 2 more unknown",
    )
    assert read(figures, "gym_wrong")[0] == "contradicted"


def test_only_counted_responses_are_the_number_of_responses(figures: Findings) -> None:
    assert read(figures, "n") == ("holds", "10 printed; 10 responses that count")
    assert read(figures, "n_wrong")[0] == "contradicted"


def test_an_overlap_is_counted_in_the_responses(figures: Findings) -> None:
    assert read(figures, "both") == ("holds", "4 printed; 4 in the responses of 2 and 1")
    assert read(figures, "both_wrong")[0] == "contradicted"


def test_reconstructed_answers_prove_nothing(figures: Findings) -> None:
    assert "made" not in figures


@pytest.fixture(scope="module")
def lists(ledger: Ledger) -> Findings:
    ledger.says("bus_all", "list", about="bus=yes", names="Town 1, Town 2", complete=True)
    ledger.says("bus_short", "list", about="bus=yes", names="Town 1", complete=True)
    ledger.says("bus_some", "list", about="bus=yes", names="Town 1")
    ledger.says("bus_wrong", "list", about="bus=yes", names="Town 1, Town 3")
    ledger.says("gym_some", "list", about="gym=yes", names="Town 4, Town 5")
    ledger.says("both", "list", about="gym=yes, bus=no", names="Town 3", complete=True)
    ledger.says("vague", "list", about="bus=yes", names="Town 9", vague=True)
    return ledger.findings("answers_lists")


def test_everyone_named_answered_so(lists: Findings) -> None:
    assert read(lists, "bus_all") == ("holds", "2 of the 2 named answered so")
    assert read(lists, "bus_wrong") == (
        "contradicted",
        "1 of the 2 named answered so; 1 did not: Town 3",
    )


def test_a_complete_list_leaves_nobody_out(lists: Findings) -> None:
    assert read(lists, "bus_short") == (
        "contradicted",
        "1 of the 1 named answered so; 1 more did, but are not named: Town 2",
    )
    assert read(lists, "bus_some")[0] == "holds"
    assert read(lists, "both")[1].endswith("1 more did, but are not named: Town 4")


def test_unknown_answers_leave_names_open(lists: Findings) -> None:
    assert read(lists, "gym_some") == ("not_checkable", "1 of the 2 named answered so")


def test_vague_lists_are_no_answers(lists: Findings) -> None:
    assert "vague" not in lists
