"""What totals, overlap and names leave open about the change within a panel."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import product
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.small_survey import UNKNOWN, SmallSurvey, chose
from tests.trends.test_changes import change, of

YES, NO = chose("yes"), chose("no")


def published(
    before: tuple[int, int], after: tuple[int, int], overlap: int, **stated: int
) -> SmallSurvey:
    """Two published waves: (yes, base) of each, who answered both, `gained` and `lost`."""
    survey = SmallSurvey().wave("1", "published").wave("2", "published")
    survey.question("q", "yes no").indicator("i", "q.yes")
    for wave, (n, base) in zip("12", (before, after), strict=True):
        survey.claim("base", wave, stated.get(f"responses_{wave}", base))
        survey.claim("count", wave, n, indicator_id="i", base=base)
    survey.claim("overlap", "2", overlap, wave_compared="1")
    for name, options in (("gained", ("no", "yes")), ("lost", ("yes", "no"))):
        if said := stated.get(name):
            survey.claim("count", "2", said)
            moved(survey, f"2/c{survey._claims}", *options)
    survey.con.execute("INSERT INTO input.integers SELECT * FROM range(60)")
    return survey


def moved(survey: SmallSurvey, claim: str, before: str, after: str) -> None:
    for position, (wave, option) in enumerate([("2", after), ("1", before)], start=1):
        condition = {"wave": wave, "question_id": "q", "option_id": option}
        row = {"claim_id": claim, "role": "about", "position": position}
        survey.add("input.claim_sets", row | condition)


def bounds(survey: SmallSurvey) -> dict[str, tuple[Any, ...]]:
    query = "SELECT evidence, change_low, change_high FROM trends.panel_bounds"
    rows = survey.build("trends.panel_bounds").rows(query)
    return {row["evidence"]: (row["change_low"], row["change_high"]) for row in rows}


def test_totals_and_overlap_alone() -> None:
    row = change(published((32, 41), (33, 37), 19))
    assert of(row, "panel_evidence", "n_both", "panel_change") == ["totals", 19, None]
    assert row["panel_change_low"] == pytest.approx(-4 / 19)
    assert row["panel_change_high"] == pytest.approx(9 / 19)
    assert row["change"] == pytest.approx(33 / 37 - 32 / 41)
    assert of(row, "panel_base", "n_gained", "entrants_effect", "p_exact") == [None] * 4


def test_a_rise_of_all_says_nothing_of_the_panel() -> None:
    row = change(published((32, 41), (33, 37), 19, gained=4))
    assert of(row, "direction", "panel_direction") == ["rise", "can't be told"]


def test_bounds_on_one_side_of_no_change_tell_the_direction() -> None:
    row = change(published((1, 10), (10, 10), 9))
    assert of(row, "direction", "panel_direction") == ["rise", "rise"]


def test_those_who_are_said_to_have_moved_narrow_it() -> None:
    survey = published((32, 41), (33, 37), 19, gained=4)
    row = change(survey)
    assert row["panel_evidence"] == "totals and moves"
    assert of(row, "panel_change_low", "panel_change_high") == pytest.approx([0, 9 / 19])
    found = bounds(survey)
    assert found["totals"] == pytest.approx((-4 / 19, 9 / 19))
    assert found["totals and moves"] == pytest.approx((0, 9 / 19))


def test_one_side_may_be_known_by_name() -> None:
    survey = SmallSurvey().wave("1", "published").wave("2").question("q", "yes no", waves="2")
    survey.indicator("i", "q.yes").claim("base", "1", 3)
    survey.claim("count", "1", 3, indicator_id="i", base=3)
    survey.claim("overlap", "2", 2, wave_compared="1")
    survey.response("2", "x", q=NO).response("2", "y", q=NO).response("2", "z", q=YES)
    survey.con.execute("INSERT INTO input.integers SELECT * FROM range(9)")
    assert bounds(survey) == {"totals": (-1, -0.5)}


@pytest.mark.parametrize("overlap", [0, 5])
def test_no_bounds_without_a_panel_or_with_an_impossible_one(overlap: int) -> None:
    assert bounds(published((3, 4), (3, 4), overlap)) == {}


def test_no_bounds_where_nothing_tells_the_overlap() -> None:
    survey = published((3, 4), (3, 4), 2)
    survey.con.execute("DELETE FROM input.claims WHERE kind = 'overlap'")
    row = change(survey)
    assert of(row, "change", "n_both", "panel_evidence", "panel_change_low") == [0] + [None] * 3
    assert of(row, "direction", "panel_direction") == ["no change", "can't be told"]


def test_no_bounds_across_a_break() -> None:
    survey = published((3, 4), (3, 4), 2)
    survey.con.execute("UPDATE input.question_waves SET breaks = true WHERE wave = '2'")
    assert bounds(survey) == {}


def test_a_percentage_that_several_counts_give_stands_for_all_of_them() -> None:
    survey = published((3, 4), (200, 400), 4)
    survey.con.execute("UPDATE input.claims SET kind = 'share', value = 50 WHERE value = 200")
    row = change(survey)
    assert of(row, "n_to", "change") == [None, None]
    assert of(row, "change_low", "change_high") == pytest.approx([-0.255, -0.245])


def test_a_published_total_narrows_what_is_unknown_by_name() -> None:
    survey = SmallSurvey().wave("1").wave("2").question("q", "yes no").indicator("i", "q.yes")
    for who, before in [("x", UNKNOWN), ("y", UNKNOWN), ("z", NO), ("gone", UNKNOWN)]:
        survey.response("1", who, q=before)
    for who in ("x", "y", "z"):
        survey.response("2", who, q=YES)
    survey.claim("count", "1", 3, indicator_id="i", base=4)
    found = bounds(survey)
    assert found["responses"] == pytest.approx((1 / 3, 1))
    assert found["responses and totals"] == pytest.approx((1 / 3, 1 / 3))
    row = change(survey)
    assert row["panel_evidence"] == "responses and totals"
    assert of(row, "panel_change_low", "panel_change_high") == pytest.approx([1 / 3, 1 / 3])


# --- against every pattern of answers ----------------------------------------------------


def patterns(size: int) -> Iterator[dict[tuple[str, str], int]]:
    """Ways to spread the respondents of both waves over y, n and o (not in the base), twice."""
    cells = [(before, after) for before in "yno" for after in "yno"]
    for counts in product(range(size + 1), repeat=len(cells) - 1):
        if (rest := size - sum(counts)) >= 0:
            yield dict(zip(cells, (*counts, rest), strict=True))


def fits(pattern: dict[tuple[str, str], int], side: int, total: tuple[int, int, int]) -> bool:
    """The others of the wave can give what is left of yes, no and those not in its base."""
    yes, base, responses = total
    inside = {
        letter: sum(n for cell, n in pattern.items() if cell[side] == letter) for letter in "yno"
    }
    wanted = {"y": yes, "n": base - yes, "o": responses - base}
    return all(inside[letter] <= wanted[letter] for letter in "yno")


def by_brute_force(
    before: tuple[int, int, int], after: tuple[int, int, int], overlap: int, gained: int, lost: int
) -> tuple[Fraction, Fraction] | None:
    changes = []
    for pattern in patterns(overlap):
        ups, downs = pattern["n", "y"], pattern["y", "n"]
        base = ups + downs + pattern["y", "y"] + pattern["n", "n"]
        said = base and ups >= gained and downs >= lost
        if said and fits(pattern, 0, before) and fits(pattern, 1, after):
            changes.append(Fraction(ups - downs, base))
    return (min(changes), max(changes)) if changes else None


@st.composite
def totals(draw: st.DrawFn) -> tuple[int, int, int]:
    """Yes, base and responses."""
    responses = draw(st.integers(1, 5))
    base = draw(st.integers(max(1, responses - 1), responses))
    return draw(st.integers(0, base)), base, responses


@settings(max_examples=20, deadline=None)
@given(totals(), totals(), st.integers(0, 4), st.integers(0, 2), st.integers(0, 1))
def test_the_bounds_are_those_of_all_patterns(
    before: tuple[int, int, int], after: tuple[int, int, int], overlap: int, gained: int, lost: int
) -> None:
    stated = {"responses_1": before[2], "responses_2": after[2], "gained": gained, "lost": lost}
    found = bounds(published(before[:2], after[:2], overlap, **stated))
    possible = overlap <= min(before[2], after[2])
    for evidence, moves in {"totals": (0, 0), "totals and moves": (gained, lost)}.items():
        if evidence == "totals and moves" and not gained + lost:
            assert evidence not in found
            continue
        expected = by_brute_force(before, after, overlap, *moves) if possible else None
        assert (evidence in found) == (expected is not None)
        if expected:
            assert found[evidence] == pytest.approx([float(bound) for bound in expected])
