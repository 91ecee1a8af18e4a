"""What became of the items of a question."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.small_survey import Item, SmallSurvey, chose, one_wave, ruled_out, state

STATES = (
    "answered",
    "no_answer",
    "dont_know",
    "refused",
    "not_applicable",
    "routed_out",
    "rejected",
    "unknown",
)
TABLE = "indicators.item_nonresponse"


def asked(*items: Item) -> SmallSurvey:
    survey = one_wave().question("q", "a b dk=dont_know", "multiple")
    for number, item in enumerate(items):
        survey.response("1", f"r{number}", q=item)
    return survey


def rates(*items: Item) -> dict[str, Any]:
    return asked(*items).build(TABLE).row(TABLE)


def test_every_state_is_counted_over_those_asked() -> None:
    """Eight asked, one of them passed over; blank, don't know and refused are 3 of 5 known."""
    row = rates(chose("a", "b"), *(state(name) for name in STATES[1:]))
    assert [row[f"n_{name}"] for name in STATES] == [1] * 8
    assert (row["n_items"], row["n_asked"], row["n_missing"]) == (8, 7, 3)


def test_the_rate_is_of_those_asked() -> None:
    row = rates(chose("a"), chose("b"), state("dont_know", "dk"), state("routed_out"))
    assert (row["n_missing"], row["n_asked"]) == (1, 3)
    assert row["rate"] == row["rate_low"] == row["rate_high"] == pytest.approx(1 / 3)


@pytest.mark.parametrize(("answers", "shown"), [(4, "names"), (9, "counts"), (10, "percent")])
def test_those_asked_decide_what_may_be_printed(answers: int, shown: str) -> None:
    assert rates(*[chose("a")] * answers, state("routed_out"))["shows"] == shown


@pytest.mark.parametrize("name", ["unknown", "rejected"])
def test_items_that_are_not_known_give_bounds(name: str) -> None:
    row = rates(chose("a"), chose("a"), state("no_answer"), state(name))
    assert (row["rate"], row["rate_low"], row["rate_high"]) == (None, 0.25, 0.5)


def test_whom_it_does_not_apply_to_has_answered() -> None:
    assert rates(chose("a"), state("not_applicable"))["rate"] == 0


def test_a_question_that_nobody_was_asked_has_no_rate() -> None:
    row = rates(state("routed_out"))
    assert (row["n_asked"], row["rate"], row["rate_low"]) == (0, None, None)


def test_an_item_of_several_rows_is_one_item() -> None:
    row = rates(chose("a", "b"), ruled_out("a", chosen=("b",)))
    assert (row["n_items"], row["n_answered"], row["n_unknown"]) == (2, 1, 1)


@pytest.mark.parametrize(
    ("kind", "item", "open_"),
    [
        ("responses", ruled_out("a"), False),
        ("reconstructed", ruled_out("a"), True),
        ("reconstructed", ruled_out("a", chosen=("b",)), False),
    ],
)
def test_an_item_known_in_part_has_an_answer_unless_only_a_list_left_it_out(
    kind: str, item: Item, open_: bool
) -> None:
    survey = one_wave(kind).question("q", "a b c", "multiple").response("1", "x", q=item)
    row = survey.build(TABLE).row(TABLE)
    rates_ = (row["rate"], row["rate_low"], row["rate_high"])
    assert rates_ == ((None, 0, 1) if open_ else (0, 0, 0))


def test_responses_that_do_not_count_are_in_no_number() -> None:
    survey = asked(chose("a")).response("1", "x", counted=False, q=state("refused"))
    assert survey.build(TABLE).row(TABLE)["n_items"] == 1


@pytest.fixture(scope="module")
def survey() -> Iterator[SmallSurvey]:
    """One question, whose answers each example replaces."""
    made = asked()
    made.build("core.waves", "indicators.display_rules")
    yield made
    made.con.close()


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(names=st.lists(st.sampled_from(STATES), min_size=1, max_size=12))
def test_states_sum_to_items_and_bounds_hold_the_rate(
    survey: SmallSurvey, names: list[str]
) -> None:
    for table in ("core.responses", "core.answers"):
        survey.con.execute(f"DELETE FROM {table}")
    for number, name in enumerate(names):
        survey.response("1", f"r{number}", q=chose("a") if name == "answered" else state(name))
    survey.run("indicators.answer_counts", TABLE)
    row = survey.row(TABLE)
    assert [row[f"n_{name}"] for name in STATES] == [Counter(names)[name] for name in STATES]
    assert row["n_items"] == len(names) == row["n_asked"] + row["n_routed_out"]
    assert survey.broken("states_add_up") == []


@pytest.mark.parametrize("damage", ["n_items = 9", "n_refused = 9", "rate = 1", "rate_high = 0"])
def test_the_check_finds_states_that_do_not_add_up(damage: str) -> None:
    survey = asked(chose("a"), chose("b"), state("refused")).build(TABLE)
    assert survey.broken("states_add_up") == []
    survey.con.execute(f"UPDATE {TABLE} SET {damage}")
    assert survey.broken("states_add_up") != []
