"""Is a comparison borne out by those who answered both waves, or by the two sets compared?"""

from __future__ import annotations

from itertools import product
from typing import Any

import pytest

from tests.audit.ledger import Ledger, in_order, towns, two_waves
from tests.small_survey import UNKNOWN, chose

Findings = dict[str, dict[str, Any]]


def compare(ledger: Ledger, claim: str, direction: str, **more: Any) -> None:
    before = {"wave_compared": "1"} if "compared_with" not in more else {}
    ledger.says(claim, "comparison", direction=direction, **(before | more))


def read(findings: Findings, claim: str) -> tuple[str, str]:
    (row,) = [row for row in findings.values() if row["claim_id"] == f"2/{claim}"]
    return row["verdict"], row["arithmetic"]


# ── between waves, from totals ──────────────────────────────────────────────────


@pytest.fixture(scope="module")
def totals() -> Findings:
    ledger = two_waves(37, 41)
    for question in ("pool", "gym", "bus", "park", "tram", "lake"):
        ledger.ask(question, "yes no")
    ledger.says("both", "overlap", 19, wave_compared="1")
    for question, before, now in (("pool", 80, 62), ("gym", 78, 89), ("bus", 5, 95)):
        ledger.says(f"{question}_before", "share", before, about=f"{question}=yes", wave="1")
        ledger.says(question, "share", now, about=f"{question}=yes")
    ledger.says("started", "list", about="gym=yes, gym=no@1", names=towns(1, 4), complete=True)
    ledger.says("park", "share", 62, about="park=yes")
    compare(ledger, "pool_drop", "down", about="pool=yes")
    compare(ledger, "pool_rise", "up", about="pool=yes")
    compare(ledger, "pool_same", "same", about="pool=yes")
    compare(ledger, "gym_rise", "up", about="gym=yes")
    compare(ledger, "bus_rise", "up", about="bus=yes")
    compare(ledger, "park_rise", "up", about="park=yes")
    compare(ledger, "lake_rise", "up", about="lake=yes")
    compare(ledger, "nothing", "up")
    ledger.wave("0", "published")
    ledger.says("pool_long_before", "share", 90, about="pool=yes", wave="0", base=40)
    compare(ledger, "pool_long_drop", "down", about="pool=yes", wave_compared="0")
    return ledger.findings("comparisons")


def test_a_change_that_other_respondents_can_explain_is_unsupported(totals: Findings) -> None:
    assert read(totals, "pool_drop") == (
        "unsupported",
        (
            "80% of 41 (33) in 1, 62% of 37 (23) in 2; of the 19 in both, between 11 and 19 in 1 "
            "and between 5 and 19 in 2: −14 to +8 towns, −74 to +42 points"
        ),
    )
    explanation = totals["pool_drop~both"]["explanation"]
    assert "41 − 19 = 22 answered only in 1, 37 − 19 = 18 only in 2." in explanation


def test_those_said_to_have_changed_narrow_the_bounds(totals: Findings) -> None:
    # without the four: 10 to 19 before, −4 to +9
    verdict, arithmetic = read(totals, "gym_rise")
    assert verdict == "unsupported"
    assert arithmetic.endswith(
        "between 10 and 15 in 1 and between 15 and 19 in 2: 0 to +9 towns, 0 to +47 points"
    )
    assert "4 are said to have come to it." in totals["gym_rise~both"]["explanation"]


def test_a_change_larger_than_other_respondents_can_make_holds(totals: Findings) -> None:
    verdict, arithmetic = read(totals, "bus_rise")
    assert verdict == "holds"
    assert arithmetic.endswith(
        "between 0 and 2 in 1 and between 17 and 19 in 2: +15 to +19 towns, +79 to +100 points"
    )


def test_totals_that_go_the_other_way_contradict(totals: Findings) -> None:
    assert read(totals, "pool_rise")[0] == "contradicted"


def test_no_change_needs_to_be_shown_as_well(totals: Findings) -> None:
    assert read(totals, "pool_same")[0] == "unsupported"


def test_a_comparison_without_numbers_is_unsupported(totals: Findings) -> None:
    verdict, arithmetic = read(totals, "park_rise")
    assert (verdict, arithmetic) == ("unsupported", "no number in 1, 62% of 37 (23) in 2")
    assert totals["lake_rise"]["explanation"] == "No numbers are given."
    assert totals["nothing"]["explanation"] == "No numbers are given."


def test_a_comparison_without_an_overlap_is_unsupported(totals: Findings) -> None:
    assert read(totals, "pool_long_drop") == (
        "unsupported",
        "90% of 40 (36) in 0, 62% of 37 (23) in 2; how many answered both is not known",
    )


def test_the_bounds_are_those_of_trying_every_panel() -> None:
    sizes = range(1, 5)
    cases = [
        (n1, k1, n2, k2, m)
        for n1, n2 in product(sizes, sizes)
        for k1, k2 in product(range(n1 + 1), range(n2 + 1))
        for m in range(1, min(n1, n2) + 1)
    ]
    ledger = Ledger().ask("pool", "yes no")
    con = ledger.con
    con.execute("CREATE TABLE cases (i VARCHAR, n1 INT, k1 INT, n2 INT, k2 INT, m INT)")
    con.executemany(
        "INSERT INTO cases VALUES (?, ?, ?, ?, ?, ?)",
        [(str(i), *case) for i, case in enumerate(cases)],
    )
    con.execute(
        "INSERT INTO input.waves (wave, position, kind) "
        "SELECT side || i, 1, 'published' FROM cases, (VALUES ('a'), ('b')) AS s (side)"
    )
    claim = "INSERT INTO input.claims (claim_id, ledger_wave, wave, position, kind, value, "
    claims = (
        ("base1", "base", "a", "n1", "NULL"), ("base2", "base", "b", "n2", "NULL"),
        ("count1", "count", "a", "k1", "NULL"), ("count2", "count", "b", "k2", "NULL"),
        ("both", "overlap", "b", "m", "'a' || i"), ("rise", "comparison", "b", "NULL", "'a' || i"),
    )  # fmt: skip
    for name, kind, side, value, compared in claims:
        con.execute(
            f"{claim} wave_compared, direction) SELECT i || '/{name}', 'b' || i, '{side}' || i, 1, "
            f"'{kind}', {value}, {compared}, 'up' FROM cases"
        )
        if kind in ("count", "comparison"):
            con.execute(
                "INSERT INTO input.claim_sets (claim_id, role, position, question_id, option_id) "
                f"SELECT i || '/{name}', 'about', 1, 'pool', 'yes' FROM cases"
            )
    ledger.run(*in_order(("audit.panels",)))
    found = {
        int(row["claim_id"].partition("/")[0]): (row["change_low"], row["change_high"])
        for row in ledger.rows("SELECT * FROM audit.panels")
    }
    tried = {}
    for i, (n1, k1, n2, k2, m) in enumerate(cases):
        before = [p for p in range(m + 1) if p <= k1 and k1 - p <= n1 - m]
        now = [p for p in range(m + 1) if p <= k2 and k2 - p <= n2 - m]
        changes = [q - p for p, q in product(before, now)]
        tried[i] = (min(changes), max(changes))
    assert found == tried


# ── between waves, from answers ─────────────────────────────────────────────────


@pytest.fixture(scope="module")
def panel() -> Findings:
    ledger = Ledger().wave("1").wave("2")
    for question in ("pool", "gym", "bus"):
        ledger.ask(question, "yes no")
    yes, no = chose("yes"), chose("no")
    for number in range(6):
        ledger.response(
            "1", f"Town {number}",
            pool=yes if number < 2 else no, gym=yes if number < 3 else no,
            bus=yes if number < 2 else no,
        )  # fmt: skip
        ledger.response(
            "2", f"Town {number}",
            pool=yes if number < 4 else no, gym=yes if number < 3 else no,
            bus=yes if number < 2 else UNKNOWN if number < 4 else no,
        )  # fmt: skip
    for number in range(4):  # newcomers
        ledger.response("2", f"New {number}", pool=no, gym=yes, bus=yes)
    compare(ledger, "pool_rise", "up", about="pool=yes")
    compare(ledger, "gym_rise", "up", about="gym=yes")
    compare(ledger, "gym_same", "same", about="gym=yes")
    compare(ledger, "bus_rise", "up", about="bus=yes")
    return ledger.findings("comparisons")


def test_answers_of_the_panel_bear_a_change_out(panel: Findings) -> None:
    verdict, arithmetic = read(panel, "pool_rise")
    assert verdict == "holds"
    assert arithmetic.endswith("of the 6 in both, 2 in 1 and 4 in 2: +2 towns, +33 points")
    assert "2 came to it and 0 left it" in panel["pool_rise"]["explanation"]


def test_a_rise_made_by_newcomers_alone_is_unsupported(panel: Findings) -> None:
    verdict, arithmetic = read(panel, "gym_rise")
    assert verdict == "unsupported"
    assert arithmetic.startswith("3 in the answers in 1, 7 in the answers in 2;")
    assert arithmetic.endswith("3 in 1 and 3 in 2: 0 towns, 0 points")
    assert read(panel, "gym_same")[0] == "holds"


def test_unknown_answers_of_the_panel_leave_bounds(panel: Findings) -> None:
    verdict, arithmetic = read(panel, "bus_rise")
    assert verdict == "unsupported"
    assert arithmetic.endswith("2 in 1 and between 2 and 4 in 2: 0 to +2 towns, 0 to +33 points")


def test_anonymous_responses_have_no_panel() -> None:
    ledger = Ledger(identified_by="row").wave("1").wave("2").ask("pool", "yes no")
    ledger.response("1", "1", pool=chose("no")).response("2", "1", pool=chose("yes"))
    compare(ledger, "rise", "up", about="pool=yes")
    row = ledger.finding("comparisons")
    assert row["verdict"] == "unsupported"
    assert row["arithmetic"].endswith("how many answered both is not known")


# ── within a wave ───────────────────────────────────────────────────────────────


@pytest.fixture(scope="module")
def within() -> Findings:
    ledger = two_waves(37)
    for question, names in (("pool", 15), ("gym", 15), ("bus", 14), ("park", 20)):
        ledger.ask(question, "yes no")
        ledger.says(question, "list", about=f"{question}=yes", names=towns(1, names), complete=True)
    ledger.ask("lake", "yes no")
    ledger.says("lake", "list", about="lake=yes", names=towns(1, 14))
    ledger.add("input.quantity_words", {"word": "similar", "at_most_num": 1, "at_most_den": 20})
    for claim, direction, first, second, word in (
        ("same", "same", "pool", "gym", None),
        ("nearly", "same", "pool", "bus", "similar"),
        ("not_near", "same", "pool", "park", "similar"),
        ("no_word", "same", "pool", "bus", None),
        ("more", "up", "pool", "bus", None),
        ("not_more", "up", "pool", "gym", None),
        ("less", "down", "pool", "park", None),
        ("open", "up", "lake", "pool", None),
    ):
        sets = {"about": f"{first}=yes", "compared_with": f"{second}=yes"}
        compare(ledger, claim, direction, word=word, **sets)
    compare(ledger, "blank", "down", compared_with="pool=yes")
    return ledger.findings("comparisons_within")


def test_sizes_of_two_sets_bear_a_comparison_out_or_not(within: Findings) -> None:
    assert read(within, "same") == ("holds", "15 named against 15 named")
    assert read(within, "more") == ("holds", "15 named against 14 named")
    assert read(within, "less") == ("holds", "15 named against 20 named")
    assert read(within, "not_more") == ("contradicted", "15 named against 15 named")


def test_alike_is_as_near_as_the_survey_says(within: Findings) -> None:
    assert read(within, "nearly")[0] == "holds"  # 1 of 37 is less than a twentieth
    assert read(within, "not_near")[0] == "contradicted"
    assert read(within, "no_word")[0] == "not_checkable"


def test_examples_leave_a_comparison_open(within: Findings) -> None:
    assert read(within, "open")[0] == "not_checkable"


def test_what_is_compared_without_being_asked_is_unsupported(within: Findings) -> None:
    assert read(within, "blank") == ("unsupported", "no number against 15 named")
