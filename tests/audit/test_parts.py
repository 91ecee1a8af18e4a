"""Do parts fit into the whole?"""

from __future__ import annotations

from typing import Any

import pytest

from tests.audit.ledger import Ledger, towns, two_waves

Findings = dict[str, dict[str, Any]]


@pytest.fixture(scope="module")
def sums() -> Findings:
    ledger = two_waves(37)
    for question in ("pool", "gym", "bus", "park", "lake"):
        ledger.ask(question, "yes no")
    ledger.ask("tram", "yes no", known=False).ask("maps", "paper online", kind="multiple")
    ledger.ask("bike", "often seldom never")
    ledger.says("pool_yes", "share", 62, about="pool=yes")
    ledger.says("pool_no", "list", about="size is small", within="pool=no", names=towns(1, 15))
    ledger.says("gym_yes", "share", 62, about="gym=yes")
    ledger.says("gym_no", "list", about="gym=no", names=towns(1, 14))
    ledger.says("bus_yes", "share", 89, about="bus=yes", base=37)
    ledger.says("bus_no", "count", 4, about="bus=no")
    ledger.says("park_yes", "share", 62, about="park=yes")
    ledger.says("park_no", "count", 11, about="park=no")
    ledger.says("tram_yes", "share", 62, about="tram=yes")
    ledger.says("tram_no", "count", 11, about="tram=no")
    ledger.says("paper", "count", 30, about="maps=paper")
    ledger.says("online", "count", 20, about="maps=online")
    ledger.says("often", "count", 8, about="bike=often", within="park=no")
    ledger.says("seldom", "count", 4, about="bike=seldom", within="park=no")
    ledger.says("lake_yes", "list", about="lake=yes", names=towns(1, 20))
    ledger.says("lake_no", "list", about="lake=no", names=towns(10, 37))
    return ledger.findings("parts_sum")


def test_a_percentage_and_names_can_be_too_many(sums: Findings) -> None:
    row = sums["pool_yes~pool_no"]
    assert row["verdict"] == "contradicted"
    assert row["arithmetic"] == "62% of 37 (23) “yes” + 15 named “no”: at least 38 of 37"
    assert "this is 1 too many" in row["explanation"]


def test_names_that_fit_beside_a_percentage_hold(sums: Findings) -> None:
    assert sums["gym_yes~gym_no"]["verdict"] == "holds"
    assert sums["gym_yes~gym_no"]["arithmetic"].endswith(": at least 37 of 37")


def test_all_answers_offered_make_up_the_whole(sums: Findings) -> None:
    row = sums["bus_yes~bus_no"]
    assert row["verdict"] == "holds"
    assert row["arithmetic"] == "89% of 37 (33) “yes” + 4 “no”: 37 of 37"


def test_all_answers_offered_can_be_too_few(sums: Findings) -> None:
    row = sums["park_yes~park_no"]
    assert row["verdict"] == "contradicted"
    assert "3 of 37 are missing" in row["explanation"]


def test_too_few_is_no_fault_where_other_answers_were_offered(sums: Findings) -> None:
    assert sums["tram_yes~tram_no"]["verdict"] == "holds"


def test_several_answers_may_sum_to_more(sums: Findings) -> None:
    assert not [claims for claims in sums if "paper" in claims]


def test_parts_of_a_part_are_held_to_its_size(sums: Findings) -> None:
    row = sums["often~seldom"]
    assert row["verdict"] == "contradicted"
    assert row["arithmetic"] == "8 “often” + 4 “seldom”: at least 12 of 11"


def test_names_alone_are_left_to_other_checks(sums: Findings) -> None:
    assert not [claims for claims in sums if "lake" in claims]


@pytest.fixture(scope="module")
def within() -> Findings:
    ledger = two_waves(37).ask("pool", "yes no").ask("gym", "yes no").ask("bus", "yes no")
    ledger.ask("why", "money space", kind="coded_text")
    ledger.says("pool_no", "count", 13, about="pool=no")
    ledger.says("five", "count", 5, about="why=money", within="pool=no")
    ledger.says("five_names", "list", about="why=money", within="pool=no", names=towns(1, 5))
    ledger.says("three", "list", about="why=space, pool=no", names=towns(6, 8))
    ledger.says("gym_no", "count", 7, about="gym=no")
    ledger.says("gym_five", "list", about="why=money", within="gym=no", names=towns(1, 5))
    ledger.says("gym_three", "list", about="why=space", within="gym=no", names=towns(5, 8))
    ledger.says("bus_no", "share", 11, about="bus=no")
    ledger.says("bus_five", "count", 5, about="why=money", within="bus=no")
    return ledger.findings("parts_within")


def test_counts_and_names_fit_into_the_counted_set(within: Findings) -> None:
    row = within["pool_no~five"]
    assert row["verdict"] == "holds"
    assert row["arithmetic"] == (
        "parts: 5, at least the 5 named, at least the 3 named; "
        "8 different names in all; the whole: 13"
    )


def test_more_different_names_than_the_set_has_contradict_it(within: Findings) -> None:
    row = within["gym_no~gym_five"]
    assert row["verdict"] == "contradicted"
    assert "8 different names in all; the whole: 7" in row["arithmetic"]


def test_a_part_larger_than_the_percentage_of_the_whole_contradicts_it(within: Findings) -> None:
    row = within["bus_no~bus_five"]
    assert (row["verdict"], row["arithmetic"]) == (
        "contradicted",
        "parts: 5; the whole: 11% of 37 (4)",
    )


def test_a_count_is_no_more_than_its_base() -> None:
    ledger = two_waves(37).ask("pool", "yes no")
    ledger.says("good", "count", 37, about="pool=yes").says("bad", "count", 38, about="pool=yes")
    ledger.says("part", "count", 5, about="pool=no").ask("gym", "yes no")
    ledger.says("of", "count", 6, about="gym=yes", within="pool=no")
    findings = ledger.findings("counts")
    verdicts = {claim: row["verdict"] for claim, row in findings.items()}
    assert verdicts == {"good": "holds", "bad": "impossible", "part": "holds", "of": "impossible"}
    assert findings["bad"]["arithmetic"] == "38 of 37"
    assert findings["part"]["arithmetic"] == "5 of 37 is 14% (13.5)"


def test_waves_of_unknown_size_have_no_whole() -> None:
    ledger = Ledger().wave("2", "published").ask("pool", "yes no")
    ledger.says("yes", "count", 30, about="pool=yes").says("no", "count", 20, about="pool=no")
    assert ledger.findings("parts_sum") == {}
