"""Do words for quantities fit the numbers at hand?"""

from __future__ import annotations

from typing import Any

import pytest

from tests.audit.ledger import Ledger, towns, two_waves
from tests.small_survey import UNKNOWN, chose

Findings = dict[str, dict[str, Any]]


def word(ledger: Ledger, claim: str, word: str, **more: Any) -> None:
    ledger.says(claim, "quantity", word=word, **more)


@pytest.fixture(scope="module")
def printed() -> Findings:
    ledger = two_waves(37, 41)
    for question in ("pool", "gym", "bus", "park", "tram", "lake", "bike", "plan", "ferry"):
        ledger.ask(question, "yes no")
    ledger.ask("road", "yes no", known=False)
    ledger.says("pool", "share", 62, about="pool=yes")
    word(ledger, "majority", "majority", about="pool=yes")
    word(ledger, "vast", "vast majority", about="pool=yes")
    word(ledger, "minority", "a minority", about="pool=yes")
    ledger.says("gym", "list", about="gym=yes", names=towns(1, 15), complete=True)
    word(ledger, "gym_vast", "vast majority", about="gym=yes")
    ledger.says("bus", "list", about="bus=yes", names=towns(1, 18), complete=True)
    ledger.says("park", "list", about="park=yes", names=towns(5, 20), complete=True)
    ledger.indicator("green", "bus.yes", "park.yes")
    word(ledger, "green_most", "most", indicator_id="green")
    word(ledger, "bus_half", "around half", about="bus=yes")
    ledger.says("tram", "count", 13, about="tram=no")
    word(ledger, "tram_most", "most", about="tram=yes")
    ledger.says("road", "count", 13, about="road=no")
    word(ledger, "road_most", "most", about="road=yes")
    ledger.says("lake", "share", 66, about="lake=yes")
    word(ledger, "lake_majority", "majority", about="lake=yes")
    word(ledger, "lake_vast", "vast majority", about="lake=yes")
    ledger.says("soon", "share", 41, about="plan=yes", within="bike=no")
    ledger.says("soon_names", "list", about="plan=yes", within="bike=no", complete=True,
                names=towns(1, 9), illustrates="soon")  # fmt: skip
    word(ledger, "bike_majority", "majority", about="bike=no")
    word(ledger, "bike_most", "most", about="plan=yes", within="bike=no")
    ledger.says("ferry", "list", about="ferry=yes", names=towns(1, 20))
    word(ledger, "ferry_few", "few", about="ferry=yes")
    word(ledger, "ferry_vast", "vast majority", about="ferry=yes")
    word(ledger, "many", "many", about="pool=yes")
    word(ledger, "nothing", "most", about="pool=no, gym=no")
    word(ledger, "unsaid", "most")
    return ledger.findings("quantity_words")


def read(findings: Findings, claim: str) -> tuple[str, str, str]:
    (row,) = [row for row in findings.values() if row["claim_id"] == f"2/{claim}"]
    return row["verdict"], row["arithmetic"], row["explanation"]


def test_a_word_is_held_to_the_printed_percentage(printed: Findings) -> None:
    verdict, arithmetic, explanation = read(printed, "majority")
    assert (verdict, arithmetic) == ("holds", "62% of 37 (23): 23 of 37 is 62% (62.2)")
    assert explanation == "“majority” fits 21 or more of 37."
    assert read(printed, "vast")[0] == "contradicted"
    assert read(printed, "vast")[2] == "“vast majority” fits 25 or more of 37; these are fewer."
    assert read(printed, "minority")[2] == "“a minority” fits 16 or fewer of 37; these are more."


def test_else_to_the_length_of_a_complete_list(printed: Findings) -> None:
    assert read(printed, "gym_vast")[:2] == ("contradicted", "15 named: 15 of 37 is 41% (40.5)")
    verdict, _, explanation = read(printed, "bus_half")
    assert (verdict, explanation) == ("holds", "“around half” fits 17 to 20 of 37.")


def test_of_several_options_any_counts_once(printed: Findings) -> None:
    assert read(printed, "green_most")[:2] == (
        "holds",
        "18 named and 16 named, 20 different ones: 20 of 37 is 54% (54.1)",
    )


def test_the_other_answers_leave_the_rest_where_all_are_known(printed: Findings) -> None:
    assert read(printed, "tram_most")[:2] == (
        "holds",
        "the rest of 37 if all answered: 24 of 37 is 65% (64.9)",
    )
    assert read(printed, "road_most")[0] == "not_checkable"


def test_a_percentage_that_no_count_gives_is_taken_as_printed(printed: Findings) -> None:
    assert read(printed, "lake_majority")[:2] == ("holds", "66%, whatever its base")
    assert read(printed, "lake_vast")[0] == "contradicted"  # 66.5 is the most that rounds to 66


def test_the_base_that_names_give_is_a_size_too(printed: Findings) -> None:
    assert read(printed, "bike_majority")[:2] == (
        "holds",
        "22, the only base of which 9 named are 41%: 22 of 37 is 59% (59.5)",
    )


def test_a_part_is_measured_by_its_own_base(printed: Findings) -> None:
    assert read(printed, "bike_most")[:2] == (
        "contradicted",
        "41% of 22 (9): 9 of 22 is 41% (40.9)",
    )


def test_examples_are_a_lower_bound(printed: Findings) -> None:
    assert read(printed, "ferry_few")[0] == "contradicted"
    verdict, arithmetic, explanation = read(printed, "ferry_vast")
    assert verdict == "not_checkable"
    assert arithmetic == (
        "at least the 20 named: from 20 of 37 is 54% (54.1) to 37 of 37 is 100% (100.0)"
    )
    assert explanation.endswith("what is known leaves it open.")


def test_a_word_without_a_threshold_can_not_be_checked(printed: Findings) -> None:
    verdict, _, explanation = read(printed, "many")
    assert (verdict, explanation) == ("not_checkable", "No threshold is set for “many”.")


def test_without_numbers_or_a_set_nothing_can_be_checked(printed: Findings) -> None:
    assert read(printed, "nothing")[:2] == ("not_checkable", "no number at hand")
    assert read(printed, "unsaid")[:2] == ("not_checkable", "no set of answers to count")


@pytest.fixture(scope="module")
def answered() -> Findings:
    ledger = Ledger().wave("2", "responses")
    for question in ("pool", "gym", "bus"):
        ledger.ask(question, "yes no")
    yes, no = chose("yes"), chose("no")
    for number in range(20):
        ledger.response(
            "2",
            f"Town {number}",
            pool=yes if number < 12 else no,
            gym=yes if number < 11 else UNKNOWN if number < 13 else no,
            bus=yes if number < 9 else UNKNOWN if number < 13 else no,
        )
    ledger.indicator("any", "bus.yes", "pool.yes")
    word(ledger, "pool", "majority", about="pool=yes")
    word(ledger, "gym", "most", about="gym=yes")
    word(ledger, "bus", "most", about="bus=yes")
    word(ledger, "both", "vast majority", about="pool=yes, gym=yes")
    word(ledger, "of_pool", "vast majority", about="gym=yes", within="pool=yes")
    word(ledger, "of_gym", "most", about="pool=yes", within="gym=yes")
    word(ledger, "any", "most", indicator_id="any")
    return ledger.findings("quantity_words")


def test_answers_decide_where_all_are_known(answered: Findings) -> None:
    assert read(answered, "pool")[:2] == ("holds", "12 in the answers: 12 of 20 is 60% (60.0)")


def test_unknown_answers_decide_only_if_all_possibilities_agree(answered: Findings) -> None:
    assert read(answered, "gym")[:2] == (
        "holds",
        "11 in the answers, 2 more unknown: from 11 of 20 is 55% (55.0) to 13 of 20 is 65% (65.0)",
    )
    assert read(answered, "bus")[0] == "not_checkable"


def test_conditions_of_one_set_hold_together(answered: Findings) -> None:
    # 11 have both, of 1 it is not known, 8 have no pool
    assert read(answered, "both")[:2] == (
        "contradicted",
        "11 in the answers, 1 more unknown: from 11 of 20 is 55% (55.0) to 12 of 20 is 60% (60.0)",
    )


def test_a_part_of_the_answers_has_its_own_base(answered: Findings) -> None:
    assert read(answered, "of_pool")[:2] == (
        "holds",
        (
            "11 in the answers, 1 more unknown: "
            "from 11 of 12 is 92% (91.7) to 12 of 12 is 100% (100.0)"
        ),
    )


def test_a_part_whose_members_are_unknown_has_no_base(answered: Findings) -> None:
    assert read(answered, "of_gym")[0] == "not_checkable"


def test_any_of_several_questions_counts_respondents_once(answered: Findings) -> None:
    assert read(answered, "any")[:2] == (
        "holds",
        "12 in the answers, 1 more unknown: from 12 of 20 is 60% (60.0) to 13 of 20 is 65% (65.0)",
    )
