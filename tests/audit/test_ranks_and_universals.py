"""Ranks, and claims about everyone in a set."""

from __future__ import annotations

from typing import Any

import pytest

from tests.audit.ledger import Ledger, towns, two_waves
from tests.small_survey import UNKNOWN, chose

Findings = dict[str, dict[str, Any]]


def read(findings: Findings, claim: str) -> tuple[str, str]:
    (row,) = [row for row in findings.values() if row["claim_id"] == f"2/{claim}"]
    return row["verdict"], row["arithmetic"]


# ── ranks ───────────────────────────────────────────────────────────────────────


@pytest.fixture(scope="module")
def ranks() -> Findings:
    ledger = two_waves(37)
    for question, names in (("pool", 13), ("gym", 14), ("bus", 6), ("park", 6)):
        ledger.ask(question, "highest lowest", kind="rating")
        ledger.says(
            question, "list", about=f"{question}=highest", names=towns(1, names), complete=True
        )
    ledger.ask("lake", "highest lowest", kind="rating").ask("other", "much little", kind="rating")
    ledger.says("lake", "list", about="lake=highest", names=towns(1, 5))
    ledger.ask("maps", "paper online none", kind="multiple")
    ledger.says("paper", "share", 50, about="maps=paper", base=30)
    ledger.says("online", "count", 20, about="maps=online")
    ledger.says("none", "count", 2, about="maps=none")
    known = "pool gym bus park other"
    for claim, value, about, among in (
        ("pool_first", 1, "pool=highest", known),
        ("pool_second", 2, "pool=highest", known),
        ("gym_first", 1, "gym=highest", known),
        ("bus_third", 3, "bus=highest", known),
        ("park_fourth", 4, "park=highest", known),
        ("park_second", 2, "park=highest", known),
        ("lake_last", 5, "lake=highest", f"{known} lake"),
        ("online_first", 1, "maps=online", "maps"),
        ("paper_first", 1, "maps=paper", "maps"),
    ):
        ledger.says(claim, "rank", value, about=about, among=among)
    ledger.ask("inn", "highest lowest", kind="rating")
    ledger.says("inn_first", "rank", 1, about="inn=highest", among="inn pool")
    return ledger.findings("ranks")


def test_a_rank_is_counted_by_the_numbers_at_hand(ranks: Findings) -> None:
    assert read(ranks, "gym_first")[0] == "holds"
    assert read(ranks, "pool_second")[0] == "holds"
    assert read(ranks, "pool_first") == (
        "contradicted",
        "13 named for “pool: highest”, but 14 named for “gym: highest”",
    )
    assert "pool_first~gym" in ranks


def test_a_rank_is_taken_among_the_answers_that_the_wave_offered() -> None:
    ledger = two_waves(37).ask("maps", "paper online globe", kind="multiple")
    ledger.con.execute("UPDATE input.options SET until = '1' WHERE option_id = 'globe'")
    ledger.says("paper", "count", 12, about="maps=paper")
    ledger.says("online", "count", 20, about="maps=online")
    ledger.says("first", "rank", 1, about="maps=online", among="maps")
    assert read(ledger.findings("ranks"), "first")[0] == "holds"


def test_equal_sizes_share_their_ranks(ranks: Findings) -> None:
    assert read(ranks, "bus_third")[0] == "holds"
    assert read(ranks, "park_fourth")[0] == "holds"
    assert read(ranks, "park_second")[0] == "contradicted"


def test_options_of_one_question_are_ranked_by_their_shares(ranks: Findings) -> None:
    # 15 of 30 is half, 20 of 37 more
    assert read(ranks, "online_first")[0] == "holds"
    assert read(ranks, "paper_first") == (
        "contradicted",
        "50% of 30 (15) for “maps: paper”, but 20 for “maps: online”",
    )


def test_what_is_not_known_leaves_a_rank_open(ranks: Findings) -> None:
    assert read(ranks, "lake_last")[0] == "not_checkable"
    assert read(ranks, "inn_first") == ("not_checkable", "no number at hand")


# ── universals ──────────────────────────────────────────────────────────────────


@pytest.fixture(scope="module")
def universals() -> Findings:
    ledger = Ledger().wave("1", "published")
    ledger.wave("2", "reconstructed", fieldwork_start="2020-02-01")
    for question in ("pool", "gym", "bus", "park", "tram"):
        ledger.ask(question, "yes no")
    yes, no = chose("yes"), chose("no")
    for number in range(1, 7):
        ledger.response(
            "2", f"Town {number}",
            pool=yes if number < 4 else no, gym=yes if number < 5 else UNKNOWN,
            bus=yes if number < 3 else no, park=UNKNOWN, tram=yes if number < 4 else UNKNOWN,
        )  # fmt: skip
    for number in (1, 2):
        ledger.fact(f"Town {number}", "entry", "2019 or later")
    ledger.fact("Town 4", "entry", "recently", valid_from="2020-01-01")
    ledger.fact("Town 5", "entry", "2019 or later", valid_from="2021-01-01")
    ledger.add(
        "input.readings",
        {"attribute": "entry", "value": "recently", "read_as": "2019 or later", "reason": "It is."},
    )
    ledger.says("no_pool", "list", about="pool=no", names="Town 4, Town 5")
    ledger.says("pool_all", "universal", about="gym=yes", within="pool=yes")
    ledger.says("bus_all", "universal", about="bus=yes", within="pool=yes")
    ledger.says("gym_all", "universal", about="pool=yes", within="gym=yes")
    ledger.says("tram_all", "universal", about="tram=yes", within="pool=yes, bus=yes")
    ledger.says("park_all", "universal", about="park=yes", within="pool=yes")
    ledger.says("new_all", "universal", about="pool=yes", within="entry is 2019 or later")
    ledger.says("old_all", "universal", about="pool=yes", within="entry is before 1990")
    ledger.says("both", "list", about="park=no, pool=no", names="Town 4, Town 5", complete=True)
    ledger.says("park_none", "universal", about="park=no", within="pool=no")
    return ledger.findings("universals")


def test_everyone_known_to_be_as_said_holds(universals: Findings) -> None:
    assert read(universals, "pool_all") == (
        "holds",
        "3 known in the first set, 3 of them known in the second; 0 more may be in the first",
    )
    assert read(universals, "tram_all")[0] == "holds"


def test_one_known_otherwise_contradicts_by_name(universals: Findings) -> None:
    assert read(universals, "bus_all") == (
        "contradicted",
        "3 known in the first set, 1 of them not in the second: Town 3",
    )
    assert read(universals, "gym_all")[1].endswith("1 of them not in the second: Town 4")


def test_the_list_that_says_otherwise_is_named(universals: Findings) -> None:
    assert "gym_all~no_pool" in universals


def test_unknown_answers_leave_it_open(universals: Findings) -> None:
    assert read(universals, "park_all") == (
        "not_checkable",
        "3 known in the first set, 0 of them known in the second; 0 more may be in the first",
    )


def test_facts_of_the_registry_count_at_the_time_of_the_wave(universals: Findings) -> None:
    # Town 5 has the value from 2021 on, and is not in the set
    verdict, arithmetic = read(universals, "new_all")
    assert (verdict, arithmetic) == (
        "contradicted",
        "3 known in the first set, 1 of them not in the second: Town 4",
    )


def test_a_vague_value_that_was_read_as_another_is_said(universals: Findings) -> None:
    (row,) = [row for row in universals.values() if row["claim_id"] == "2/new_all"]
    assert "only if “recently” is read as “2019 or later”: It is." in row["explanation"]


def test_a_set_without_known_members_can_not_be_checked(universals: Findings) -> None:
    assert read(universals, "old_all") == (
        "not_checkable",
        "nobody is known to be in the first set",
    )


def test_a_complete_list_of_both_leaves_the_others_out(universals: Findings) -> None:
    verdict, arithmetic = read(universals, "park_none")
    assert verdict == "contradicted"
    assert arithmetic == "3 known in the first set, 1 of them not in the second: Town 6"
    explanation = universals["park_none~both"]["explanation"]
    assert "The complete list of those with both leaves these out." in explanation
