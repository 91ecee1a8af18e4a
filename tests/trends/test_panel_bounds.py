"""What totals, overlap and names leave open about the change within a panel."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import product
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tests.small_survey import DONT_KNOW, UNKNOWN, SmallSurvey, chose
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


def test_an_unknown_answer_may_have_been_none() -> None:
    survey = by_name("nnn", "yyu")
    row = change(survey)
    # 2 of 3 where it was given, 2 of 2 where it wasn't
    assert of(row, "panel_change_low", "panel_change_high") == pytest.approx([2 / 3, 1])
    found = survey.row("trends.panel_bounds")
    assert of(found, "base_low", "base_high", "moved_low", "moved_high") == [2, 3, 2, 3]


def test_a_panel_of_unknown_answers_may_be_nobody() -> None:
    survey = by_name("yu", "un").build("trends.panel_bounds")
    found = survey.row("trends.panel_bounds")
    assert of(found, "change_low", "change_high") == [-1, 0]
    assert of(found, "base_low", "base_high", "moved_low", "moved_high") == [0, 2, -2, 0]


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


def by_name(before: str, after: str) -> SmallSurvey:
    """A letter for each respondent: yes, no, unknown, don't know, "." where it didn't answer."""
    items = {"y": YES, "n": NO, "u": UNKNOWN, "d": DONT_KNOW}
    survey = SmallSurvey().wave("1").wave("2").question("q", "yes no dk=dont_know")
    survey.indicator("i", "q.yes")
    for wave, letters in (("1", before), ("2", after)):
        for place, letter in enumerate(letters):
            if letter != ".":
                survey.response(wave, f"r{place}", q=items[letter])
    return survey


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


SIZES = st.tuples(st.integers(0, 2), st.integers(0, 2), st.integers(0, 2))
"""Yes, no and unknown of a wave."""


@settings(max_examples=20, deadline=None)
@given(SIZES.filter(any), totals(), st.integers(0, 4))
def test_the_bounds_of_totals_hold_every_reading_of_unknown_answers(
    sizes: tuple[int, int, int], after: tuple[int, int, int], overlap: int
) -> None:
    survey = SmallSurvey().wave("1").wave("2", "published").question("q", "yes no")
    survey.indicator("i", "q.yes").claim("base", "2", after[2])
    survey.claim("count", "2", after[0], indicator_id="i", base=after[1])
    survey.claim("overlap", "2", overlap, wave_compared="1")
    everyone = [item for n, item in zip(sizes, (YES, NO, UNKNOWN), strict=True) for _ in range(n)]
    for place, item in enumerate(everyone):
        survey.response("1", f"r{place}", q=item)
    survey.con.execute("INSERT INTO input.integers SELECT * FROM range(60)")
    yes, no, unknown = sizes
    readings = [
        by_brute_force((yes + more, yes + no + given_, sum(sizes)), after, overlap, 0, 0)
        for given_ in range(unknown + 1)
        for more in range(given_ + 1)
        if overlap <= min(sum(sizes), after[2])
    ]
    found, possible = bounds(survey), [reading for reading in readings if reading]
    assert ("totals" in found) == bool(possible)
    if possible:
        low, high = min(low for low, _ in possible), max(high for _, high in possible)
        assert found["totals"] == pytest.approx((float(low), float(high)))


def read(letters: str, total: int | None) -> Iterator[str]:
    """What a wave's unknown answers may have been; with a printed total of them, none is none."""
    choices = {"u": "yn" if total is not None else "ynd"}
    for reading in product(*(choices.get(letter, letter) for letter in letters)):
        if total is None or reading.count("y") == total:
            yield "".join(reading)


LETTERS = st.sampled_from("yynnuuud.")


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(LETTERS, LETTERS), min_size=1, max_size=5), st.data())
def test_the_bounds_by_name_are_those_of_every_reading(
    cells: list[tuple[str, str]], data: st.DataObject
) -> None:
    waves = ["".join(cell[side] for cell in cells) for side in (0, 1)]
    assume(all({*letters} & {*"ynu"} for letters in waves))
    survey = by_name(*waves)
    printed: list[int | None] = [None, None]
    for side, letters in enumerate(waves):
        if "u" in letters and data.draw(st.booleans()):
            base = sum(letters.count(letter) for letter in "ynu")
            printed[side] = data.draw(st.integers(letters.count("y"), base - letters.count("n")))
            count = {"indicator_id": "i", "base": base}
            survey.claim("count", str(side + 1), printed[side] or 0, **count)
    changes = {}
    for evidence, totals_ in (("responses", [None, None]), ("responses and totals", printed)):
        found = []
        for pair in product(*map(read, waves, totals_)):
            panel = [cell for cell in zip(*pair, strict=True) if set(cell) <= set("yn")]
            moved = sum((after == "y") - (before == "y") for before, after in panel)
            found += [Fraction(moved, len(panel))] if panel else []
        if found and (evidence == "responses" or totals_ != [None, None]):
            changes[evidence] = pytest.approx((float(min(found)), float(max(found))))
    assert bounds(survey) == changes
