"""Lists against each other, against who answered, and against the registry."""

from __future__ import annotations

from typing import Any

import pytest

from tests.audit.ledger import Ledger, two_waves

Findings = dict[str, dict[str, Any]]


# ── lists that exclude each other ───────────────────────────────────────────────


@pytest.fixture(scope="module")
def disjoint() -> Findings:
    ledger = two_waves().ask("pool", "yes no").ask("tools", "cards maps", kind="multiple")
    ledger.says("yes", "list", about="pool=yes", names="Northtown, Southport, Eastham")
    ledger.says("no", "list", about="pool=no, size is small", names="Westbury, Southport")
    ledger.says("no_too", "list", about="size is small", within="pool=no", names="Westbury")
    ledger.says("no_before", "list", about="pool=no@1", names="Northtown")
    ledger.says("cards", "list", about="tools=cards", names="Northtown")
    ledger.says("maps", "list", about="tools=maps", names="Northtown")
    ledger.says(
        "maybe", "list", about="pool=yes", names="Westbury", vague=True, excludes="no",
        note="Said of towns that have one.",
    )  # fmt: skip
    ledger.says("far", "list", about="size is large", names="Oldmoor", excludes="no_too yes")
    return ledger.findings("lists_disjoint")


def test_a_name_under_two_answers_to_one_question_is_a_contradiction(disjoint: Findings) -> None:
    row = disjoint["yes~no"]
    assert row["verdict"] == "contradicted"
    assert row["arithmetic"] == ("3 named in the first list, 2 in the second, 1 in both: Southport")
    assert "“pool: yes” and “pool: no”" in row["explanation"]


def test_lists_without_a_common_name_hold(disjoint: Findings) -> None:
    assert disjoint["yes~no_too"]["verdict"] == "holds"
    assert disjoint["yes~no_too"]["arithmetic"].endswith("none in both")


def test_lists_that_the_ledger_sets_apart_are_compared(disjoint: Findings) -> None:
    assert {disjoint["no_too~far"]["verdict"], disjoint["yes~far"]["verdict"]} == {"holds"}


def test_a_vague_list_excludes_only_by_the_ledger_and_is_called_vague(disjoint: Findings) -> None:
    row = disjoint["no~maybe"]
    assert row["verdict"] == "contradicted"
    assert "1 in both: Westbury" in row["arithmetic"]
    assert "Said of towns that have one." in row["explanation"]
    assert "The wording of the second list is vague" in row["explanation"]
    assert "no_too~maybe" not in disjoint


def test_another_wave_or_several_answers_exclude_nothing(disjoint: Findings) -> None:
    assert set(disjoint) == {"yes~no", "yes~no_too", "no~maybe", "no_too~far", "yes~far"}


# ── lists that must lie inside another ──────────────────────────────────────────


@pytest.fixture(scope="module")
def inside() -> Findings:
    ledger = two_waves().ask("pool", "yes no").ask("plan", "soon later").ask("gym", "yes no")
    ledger.ask("why", "money space", kind="coded_text")
    ledger.route("plan", after="pool=no")
    ledger.says(
        "soon", "list", about="plan=soon", within="pool=no", complete=True,
        names="Northtown, Southport, Eastham",
    )  # fmt: skip
    ledger.says("ready", "list", about="plan=soon, why=money", names="Southport, Westbury")
    ledger.says("money", "list", about="why=money", within="plan=soon", names="Eastham")
    ledger.says("later", "list", about="plan=later", names="Oldmoor")
    ledger.says("maybe", "list", about="plan=soon", names="Oldmoor", vague=True)
    ledger.says(
        "both", "list", about="pool=yes, gym=yes", names="Easton, Weston", complete=True
    )  # fmt: skip
    ledger.says("pool", "list", about="pool=yes", names="Easton, Norton, Sutton, Newmarket")
    ledger.says("gym", "list", about="gym=yes", names="Norton, Newmarket")
    ledger.wave("3", "reconstructed").respondent("Sutton", name="Sutton-on-Sea")
    ledger.says("same", "list", about="gym=no", names="Easton, Sutton", complete=True)
    ledger.says("again", "list", about="gym=no", names="Easton, Weston", complete=True)
    return ledger.findings("lists_inside")


def test_who_is_said_to_have_the_answer_stands_in_the_complete_list(inside: Findings) -> None:
    row = inside["ready~soon"]
    assert row["verdict"] == "contradicted"
    assert row["arithmetic"] == "1 of 2 missing from the complete list of 3: Westbury"
    assert "“plan: soon” among those with “pool: no”" in row["explanation"]


def test_a_list_inside_the_complete_one_holds(inside: Findings) -> None:
    assert inside["money~soon"]["verdict"] == "holds"
    assert inside["money~soon"]["arithmetic"] == "1 of 1 in the complete list of 3"


def test_other_answers_and_vague_wordings_need_not_lie_inside(inside: Findings) -> None:
    assert not {"later~soon", "maybe~soon"} & set(inside)


def test_what_one_list_leaves_open_another_may_tell(inside: Findings) -> None:
    # Norton and Newmarket have a pool by one list and a gym by another; Sutton only a pool
    for claim in ("pool~both", "gym~both"):
        assert inside[claim]["verdict"] == "contradicted"
        assert inside[claim]["arithmetic"].endswith("Norton, Newmarket")


def test_two_complete_lists_of_the_same_are_left_to_another_check(inside: Findings) -> None:
    assert not {"same~again", "again~same"} & set(inside)


# ── lists of respondents, and of facts ──────────────────────────────────────────


@pytest.fixture(scope="module")
def at_hand() -> Ledger:
    ledger = Ledger().wave("1", "published")
    ledger.wave("2", "participation", fieldwork_start="2020-02-01", fieldwork_end="2020-03-01")
    ledger.ask("pool", "yes no")
    for name in ("Northtown", "Southport", "Eastham"):
        ledger.response("2", name)
    ledger.says("good", "list", about="pool=yes", names="Northtown, Southport")
    ledger.says("bad", "list", about="pool=no", names="Eastham, Westbury, Oldmoor")
    ledger.says("before", "list", about="pool=no", names="Westbury", wave="1")
    ledger.says("small", "list", about="size is small", names="Northtown, Southport")
    ledger.says("large", "list", about="size is large", names="Eastham, Southport")
    ledger.says("new", "list", about="entry is recently", names="Northtown, Southport")
    ledger.says("half", "list", about="entry is 2019", names="Northtown, Eastham")
    ledger.says("itself", "list", about="coast is yes", names="Southport")
    ledger.fact("Northtown", "size", "small").fact("Southport", "size", "small")
    ledger.fact("Eastham", "size", "small", valid_to="2019-12-31")
    ledger.fact("Eastham", "size", "large", valid_from="2020-01-01")
    ledger.fact("Northtown", "entry", "2019").fact("Southport", "entry", "2019")
    ledger.fact("Southport", "coast", "no", source="2/itself")
    ledger.add("input.readings", {"attribute": "entry", "value": "recently", "read_as": "2019"})
    return ledger


def test_who_is_named_has_answered_the_wave(at_hand: Ledger) -> None:
    findings = at_hand.findings("lists_answered")
    assert findings["good"]["verdict"] == "holds"
    assert findings["good"]["arithmetic"] == "2 of 2 named are among the 3 that answered"
    assert findings["bad"]["verdict"] == "contradicted"
    assert findings["bad"]["arithmetic"] == "2 of 3 named did not answer: Westbury, Oldmoor"


def test_of_a_wave_without_responses_nobody_knows_who_answered(at_hand: Ledger) -> None:
    assert "before" not in at_hand.findings("lists_answered")


def test_a_list_says_of_its_attribute_what_the_registry_says(at_hand: Ledger) -> None:
    findings = at_hand.findings("lists_attributes")
    assert findings["small"]["arithmetic"] == "2 of 2 as in the registry"
    assert findings["large"]["verdict"] == "contradicted"
    # a value that ended before the fieldwork counts no more
    assert findings["large"]["arithmetic"] == "1 of 2 otherwise in the registry: Southport (small)"


def test_a_vague_value_is_read_as_the_survey_says(at_hand: Ledger) -> None:
    assert at_hand.findings("lists_attributes")["new"]["verdict"] == "holds"


def test_what_the_registry_does_not_know_can_not_be_checked(at_hand: Ledger) -> None:
    findings = at_hand.findings("lists_attributes")
    assert findings["half"]["verdict"] == "not_checkable"
    assert findings["half"]["arithmetic"] == "1 of 2 as in the registry"


def test_a_fact_taken_from_the_list_is_no_evidence_for_it(at_hand: Ledger) -> None:
    assert "itself" not in at_hand.findings("lists_attributes")
