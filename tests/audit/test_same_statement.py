"""Do two statements of the same thing agree?"""

from __future__ import annotations

from typing import Any

import pytest

from tests.audit.ledger import towns, two_waves

Findings = dict[str, dict[str, Any]]


@pytest.fixture(scope="module")
def findings() -> Findings:
    ledger = two_waves(37, 41)
    for question in ("pool", "gym", "bus", "park", "tram"):
        ledger.ask(question, "yes no")
    ledger.ask("plan", "soon later").route("plan", after="pool=no")
    ledger.says("n2_again", "base", 37).says("n1_other", "base", 40, wave="1")
    ledger.says("share", "share", 62, about="pool=yes")
    ledger.says("finer", "share", 62.2, about="pool=yes")
    ledger.says("count", "count", 24, about="pool=yes")
    ledger.says("later_report", "share", 65, about="pool=yes", ledger="3")
    ledger.says("of_part", "share", 41, about="gym=yes", within="pool=no")
    ledger.says("of_part_again", "share", 42, about="gym=yes", within="pool=no")
    ledger.says("soon", "count", 9, about="plan=soon")
    ledger.says("soon_names", "list", about="plan=soon", within="pool=no", complete=True,
                names=towns(1, 8))  # fmt: skip
    ledger.says("impossible", "share", 66, about="bus=yes").says("any", "count", 3, about="bus=yes")
    ledger.says("first", "list", about="park=yes", complete=True, names="Northtown, Southport")
    ledger.says("second", "list", about="park=yes", complete=True, names="Southport, Northtown")
    ledger.says("third", "list", about="park=yes", complete=True, names="Southport, Eastham")
    ledger.says("some", "list", about="park=yes", names="Southport")
    ledger.says("tram", "count", 2, about="tram=yes")
    ledger.says("tram_names", "list", about="tram=yes", complete=True, illustrates="tram",
                names="Northtown")  # fmt: skip
    ledger.says("both", "overlap", 19, wave_compared="1")
    ledger.says("both_again", "overlap", 18, wave="1", wave_compared="2")
    ledger.says("start", "date", word="fieldwork_start", value_date="2020-01-01")
    ledger.says("launch", "date", word="fieldwork_start", value_date="2020-02-01")
    ledger.says("end", "date", word="fieldwork_end", value_date="2020-02-29")
    ledger.says("large", "share", 10, about="tram=no", base=40)
    return ledger.findings("same_statement")


def read(findings: Findings, claims: str) -> tuple[str, str]:
    return findings[claims]["verdict"], findings[claims]["arithmetic"]


def test_numbers_of_responses_agree_or_not(findings: Findings) -> None:
    assert read(findings, "n2_again~n2") == ("holds", "37 against 37")
    assert read(findings, "n1_other~n1") == ("contradicted", "41 against 40")


def test_percentages_agree_as_far_as_they_are_printed(findings: Findings) -> None:
    assert read(findings, "finer~share") == ("holds", "62% of 37 (23) against 62.2% of 37 (23)")
    assert read(findings, "later_report~share")[0] == "contradicted"
    assert read(findings, "of_part_again~of_part") == ("contradicted", "41% against 42%")


def test_a_count_is_one_that_the_percentage_allows(findings: Findings) -> None:
    assert read(findings, "count~share") == ("contradicted", "62% of 37 (23) against 24")


def test_who_is_asked_only_after_an_answer_has_given_it(findings: Findings) -> None:
    # "plan: soon" and "plan: soon" of those without a pool are the same towns
    assert read(findings, "soon_names~soon") == ("contradicted", "9 against 8 named")


def test_nothing_agrees_with_an_impossible_percentage(findings: Findings) -> None:
    assert not [claims for claims in findings if "impossible" in claims]


def test_complete_lists_of_the_same_name_the_same(findings: Findings) -> None:
    assert read(findings, "second~first")[0] == "holds"
    assert read(findings, "third~first") == (
        "contradicted",
        "2 named against 2 named; in one list only: Northtown, Eastham",
    )


def test_examples_and_illustrations_are_left_to_other_checks(findings: Findings) -> None:
    assert not [claims for claims in findings if "some" in claims or "tram_names" in claims]


def test_an_overlap_is_the_same_from_either_side(findings: Findings) -> None:
    assert read(findings, "both_again~both") == ("contradicted", "19 against 18")


def test_dates_of_the_same_agree(findings: Findings) -> None:
    assert read(findings, "launch~start") == ("contradicted", "2020-01-01 against 2020-02-01")
    assert not [claims for claims in findings if "end" in claims]


def test_a_base_is_no_larger_than_the_number_of_responses(findings: Findings) -> None:
    assert read(findings, "large~n2") == ("contradicted", "37 responses against base 40")
