"""What holds for any answers at all: SQL against a recount in plain Python."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.small_survey import Item, SmallSurvey, chose, ruled_out, state

OPTIONS = ("a", "b", "c")
QUIET = ("no_answer", "dont_know", "refused", "not_applicable", "routed_out")
OPEN = ("unknown", "rejected")

few = settings(
    max_examples=20,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@dataclass(frozen=True)
class Response:
    """One random response to a question of one answer and one of several."""

    single: Item
    several: Item
    weight: float
    counted: bool


some = st.sets(st.sampled_from(OPTIONS), min_size=1)
empty = st.sampled_from([*QUIET, *OPEN]).map(state)
singles = st.one_of(
    st.sampled_from(OPTIONS).map(chose),
    empty,
    st.just(state("dont_know", "dk")),
    st.sets(st.sampled_from(OPTIONS), min_size=1, max_size=2).map(
        lambda options: ruled_out(*sorted(options))
    ),
)
several = st.one_of(
    some.map(lambda options: chose(*sorted(options))),
    empty,
    st.lists(st.sampled_from(["yes", "no", "open"]), min_size=3, max_size=3).map(
        lambda fates: ruled_out(
            *(o for o, fate in zip(OPTIONS, fates, strict=True) if fate == "no"),
            chosen=tuple(o for o, fate in zip(OPTIONS, fates, strict=True) if fate == "yes"),
        )
    ),
)
responses = st.builds(
    Response,
    singles,
    several,
    st.sampled_from([1, 1, 0.5, 2.25]),
    st.sampled_from([True, True, True, False]),
)
worlds = st.lists(responses, max_size=9)


@pytest.fixture(scope="module")
def survey() -> Iterator[SmallSurvey]:
    """One survey, whose responses each example replaces."""
    made = SmallSurvey().wave("1").question("s", "a b c dk=dont_know")
    made.question("m", "a b c", "multiple")
    made.indicator("one", "m.a").indicator("two", "m.a", "m.b").indicator("single", "s.a", "s.b")
    made.indicator("joined", "s.a", "m.b", "m.c").indicator("dk_in", "s.a", states="dont_know")
    made.build("core.option_waves", "core.waves", "indicators.display_rules")
    yield made
    made.con.close()


def filled(survey: SmallSurvey, world: list[Response], *tables: str) -> SmallSurvey:
    for table in ("core.responses", "core.answers"):
        survey.con.execute(f"DELETE FROM {table}")
    for number, one in enumerate(world):
        survey.response(
            "1", f"r{number}", weight=one.weight, counted=one.counted, s=one.single, m=one.several
        )
    survey.run(*tables)
    return survey


def fate(item: Item, option: str, left: tuple[str, ...] = ()) -> str:
    """Yes, no, unknown or out, for one option; `left` are those that one answer may be."""
    if option in item.chosen or left == (option,):
        return "yes"
    if item.state == "answered" or option in item.ruled_out:
        return "no"
    return "unknown" if item.state in OPEN else "out"


def left_of(item: Item) -> tuple[str, ...]:
    """Of one answer that is known in part: what it may be."""
    return tuple(o for o in OPTIONS if o not in item.ruled_out) if item.ruled_out else ()


def tally(fates: list[tuple[str, float]]) -> dict[str, Any]:
    """Counts and shares from the fates of the responses and their weights."""
    weight = {
        name: sum(Fraction(w) for f, w in fates if f == name) for name in ("yes", "no", "unknown")
    }
    count = {name: sum(f == name for f, _ in fates) for name in ("yes", "no", "unknown")}
    known = weight["yes"] + weight["no"]
    everyone = known + weight["unknown"]
    return {
        "n": count["yes"],
        "base": count["yes"] + count["no"],
        "n_unknown": count["unknown"],
        "share": float(weight["yes"] / known) if known and not count["unknown"] else None,
        "share_low": float(weight["yes"] / everyone) if everyone else None,
        "share_high": float((weight["yes"] + weight["unknown"]) / everyone) if everyone else None,
    }


def same(row: dict[str, Any], expected: dict[str, Any]) -> bool:
    return all(
        row[name] == (value if value is None else pytest.approx(value, abs=1e-12))
        for name, value in expected.items()
    )


PARTLY = ("indicators.answer_counts", "indicators.options_left")
OPTION_SHARES = (*PARTLY, "indicators.option_shares")
BY_RESPONSE = (*PARTLY, "indicators.asked", "indicators.by_response")


@few
@given(world=worlds)
def test_option_shares_are_a_recount(survey: SmallSurvey, world: list[Response]) -> None:
    filled(survey, world, *OPTION_SHARES)
    rows = survey.rows("SELECT * FROM indicators.option_shares")
    counted = [one for one in world if one.counted]
    assert len(rows) == (7 if counted else 0)
    for row in rows:
        option = row["option_id"]
        fates = [
            (
                fate(one.several, option)
                if row["question_id"] == "m"
                else fate(one.single, option, left_of(one.single)),
                one.weight,
            )
            for one in counted
        ]
        assert same(row, tally(fates))


@few
@given(world=worlds, data=st.data())
def test_bounds_hold_the_truth_whatever_the_unknown_answers_are(
    survey: SmallSurvey, world: list[Response], data: st.DataObject
) -> None:
    filled(survey, world, *OPTION_SHARES)
    before = {row["option_id"]: row for row in option_rows(survey)}
    # an unknown answer turns out as any that fits what is known of it, or as none
    truth = [
        Response(one.single, data.draw(completions(one.several)), one.weight, one.counted)
        for one in world
    ]
    filled(survey, truth, *OPTION_SHARES)
    for row in option_rows(survey):
        bounds = before[row["option_id"]]
        assert row["n_unknown"] == 0
        if row["share"] is not None:
            assert bounds["share_low"] - 1e-12 <= row["share"] <= bounds["share_high"] + 1e-12


def option_rows(survey: SmallSurvey) -> list[dict[str, Any]]:
    return survey.rows("SELECT * FROM indicators.option_shares WHERE question_id = 'm'")


def completions(item: Item) -> st.SearchStrategy[Item]:
    if item.state not in OPEN:
        return st.just(item)
    free = [o for o in OPTIONS if o not in item.chosen and o not in item.ruled_out]
    more = st.sets(st.sampled_from(free)) if free else st.just(set())
    answered = more.map(lambda options: chose(*item.chosen, *sorted(options)))
    return (
        answered
        if item.chosen or item.ruled_out
        else st.one_of(answered, st.just(state("refused")))
    )


PARTS: dict[str, dict[str, str]] = {
    "one": {"several": "a"},
    "two": {"several": "ab"},
    "single": {"single": "ab"},
    "joined": {"single": "a", "several": "bc"},
    "dk_in": {"single": "a"},
}


def meaning(one: Response, indicator: str) -> str:
    """The rule of by_response in words: yes, unknown, out or no."""
    parts = [(getattr(one, question), options) for question, options in PARTS[indicator].items()]
    fates: Callable[[Item, str], list[str]] = lambda item, options: [fate(item, o) for o in options]  # noqa: E731
    taken_in = "dont_know" if indicator == "dk_in" else ""
    left = left_of(one.single) if "single" in PARTS[indicator] else ()
    all_left_count = left and {*left} <= {*PARTS[indicator]["single"]}
    if all_left_count or any("yes" in fates(item, options) for item, options in parts):
        return "yes"
    if any("unknown" in fates(item, options) for item, options in parts):
        return "unknown"
    states = {item.state for item, _ in parts} - {taken_in}
    if states & {"no_answer", "dont_know", "refused"}:
        return "out"
    answered = any(item.state in ("answered", taken_in, *OPEN) for item, _ in parts)
    return "no" if answered else "out"


@few
@given(world=worlds)
def test_indicators_are_a_recount(survey: SmallSurvey, world: list[Response]) -> None:
    filled(survey, world, *BY_RESPONSE, "indicators.from_responses")
    rows = survey.rows("SELECT * FROM indicators.from_responses")
    counted = [one for one in world if one.counted]
    assert len(rows) == (len(PARTS) if counted else 0)
    for row in rows:
        fates = [(meaning(one, row["indicator_id"]), one.weight) for one in counted]
        expected = tally(fates)
        assert (row["n"], row["base"], row["n_unknown"]) == tuple(
            expected[name] for name in ("n", "base", "n_unknown")
        )
        unknown = sum(Fraction(weight) for name, weight in fates if name == "unknown")
        assert Fraction(row["weight_unknown"]) == unknown
        squares = {
            of: sum(Fraction(weight) ** 2 for name, weight in fates if name in of)
            for of in (("yes", "no"), ("yes",), ("unknown",))
        }
        assert list(squares.values()) == [
            Fraction(row[name]) for name in ("squares_base", "squares_n", "squares_unknown")
        ]


@few
@given(world=worlds)
def test_counting_options_and_counting_responses_agree(
    survey: SmallSurvey, world: list[Response]
) -> None:
    filled(survey, world, *BY_RESPONSE, "indicators.from_responses")
    assert survey.broken("counted_both_ways") == []


@settings(few, max_examples=5)
@given(world=worlds)
def test_nothing_random_breaks_a_promise(survey: SmallSurvey, world: list[Response]) -> None:
    filled(survey, world)
    survey.build()
    for check in ("shares_in_range", "bounds_ordered", "bases_within_responses", "items_counted"):
        assert survey.broken(check) == []
