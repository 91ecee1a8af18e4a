"""Is a list as long as the count or percentage that it illustrates?"""

from __future__ import annotations

from typing import Any

import pytest

from tests.audit.ledger import Ledger, towns, two_waves

Findings = dict[str, dict[str, Any]]


def illustrated(
    ledger: Ledger, claim: str, kind: str, value: float, names: int, **more: Any
) -> None:
    """A figure "<claim>" and a list "<claim>_names" of so many names."""
    complete, base = more.pop("complete", True), more.pop("base", None)
    ledger.says(claim, kind, value, base=base, **more)
    more |= {"names": towns(1, names), "complete": complete, "illustrates": claim}
    ledger.says(f"{claim}_names", "list", **more)


@pytest.fixture(scope="module")
def findings() -> Findings:
    ledger = two_waves(37, 41)
    for question in ("pool", "gym", "bus", "park", "bike", "tram", "ferry", "lake"):
        ledger.ask(question, "yes no")
    ledger.ask("plan", "planning considering", known=False)
    illustrated(ledger, "all", "base", 37, 37)
    illustrated(ledger, "right", "count", 4, 4, about="pool=yes")
    illustrated(ledger, "few", "count", 5, 4, about="gym=yes")
    illustrated(ledger, "many", "count", 3, 4, about="gym=no")
    illustrated(ledger, "some", "count", 5, 4, about="bus=yes", complete=False)
    illustrated(ledger, "examples", "count", 3, 4, about="bus=no", complete=False)
    illustrated(ledger, "share", "share", 41, 15, about="bike=yes")
    illustrated(ledger, "short", "share", 41, 14, about="bike=no")
    illustrated(ledger, "planning", "share", 41, 9, about="plan=planning", within="pool=no")
    illustrated(ledger, "considering", "share", 23, 4, about="plan=considering", within="pool=no")
    illustrated(ledger, "nowhere", "share", 23, 4, about="tram=yes", within="bus=no")
    illustrated(ledger, "large", "share", 9, 6, about="tram=no", within="bike=no")
    illustrated(ledger, "third", "share", 33, 4, about="ferry=yes", within="lake=yes")
    illustrated(ledger, "fifth", "share", 20, 4, about="ferry=no", within="lake=yes")
    illustrated(ledger, "impossible", "share", 66, 25, about="park=yes")
    return ledger.findings("list_length")


def read(findings: Findings, claim: str) -> tuple[str, str]:
    row = findings[f"{claim}_names~{claim}"]
    return row["verdict"], row["arithmetic"]


def test_a_complete_list_has_as_many_names_as_the_count(findings: Findings) -> None:
    assert read(findings, "right") == ("holds", "4 printed, 4 named")
    assert read(findings, "few") == ("contradicted", "5 printed, 4 named")
    assert read(findings, "many") == ("contradicted", "3 printed, 4 named")
    assert read(findings, "all") == ("holds", "37 printed, 37 named")


def test_examples_are_no_more_than_the_count(findings: Findings) -> None:
    assert read(findings, "some") == ("holds", "5 printed, 4 named")
    assert read(findings, "examples") == ("contradicted", "3 printed, 4 named")


def test_the_names_of_a_percentage_make_it_of_its_base(findings: Findings) -> None:
    assert read(findings, "share") == (
        "holds",
        "41% of 37 (15), 15 named; 15 of 37 is 41% (40.5)",
    )
    assert read(findings, "short") == (
        "contradicted",
        "41% of 37 (15), 14 named; 14 of 37 is 38% (37.8)",
    )


def test_names_give_the_base_that_is_not_printed(findings: Findings) -> None:
    assert read(findings, "planning") == (
        "holds",
        "41% of 22 (9), 9 named; 9 of 22 is 41% (40.9)",
    )


def test_the_base_found_holds_for_the_other_percentages_of_the_part(findings: Findings) -> None:
    verdict, arithmetic = read(findings, "considering")
    assert verdict == "contradicted"
    assert arithmetic.startswith("23% of 22 (5), 4 named; 4 of 22 is 18% (18.2)")
    assert arithmetic.endswith("4 of 17 is 24% (23.5), 4 of 18 is 22% (22.2)")
    row = findings["considering_names~considering"]
    assert "22 is the only one of which 9 named are 41%" in row["explanation"]


def test_names_that_are_the_percentage_of_no_base_contradict_it(findings: Findings) -> None:
    verdict, arithmetic = read(findings, "nowhere")
    assert verdict == "contradicted"
    assert arithmetic == "23%, 4 named; 4 of 17 is 24% (23.5), 4 of 18 is 22% (22.2)"


def test_a_base_larger_than_any_wave_is_none(findings: Findings) -> None:
    verdict, _ = read(findings, "large")
    assert verdict == "contradicted"
    explanation = findings["large_names~large"]["explanation"]
    assert "at least 64, more than ever answered (41)" in explanation


def test_percentages_of_one_part_need_one_base(findings: Findings) -> None:
    # 4 are 33% of 12 and 20% of 20
    assert [read(findings, claim)[0] for claim in ("third", "fifth")] == ["contradicted"] * 2
    assert "4 of 12 is 33% (33.3)" in read(findings, "third")[1]


def test_an_impossible_percentage_is_right_of_another_base(findings: Findings) -> None:
    verdict, arithmetic = read(findings, "impossible")
    assert (verdict, arithmetic) == ("holds", "66%, 25 named; 25 of 38 is 66% (65.8)")
    explanation = findings["impossible_names~impossible"]["explanation"]
    assert "of 38 the names would be the percentage printed" in explanation
