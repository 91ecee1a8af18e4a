"""What totals, overlap and names leave open about the change within a panel."""

from __future__ import annotations

from typing import Any

import pytest

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


@pytest.mark.parametrize(("responses", "found"), [(500, {"totals": (-1, 1)}), (600, {})])
def test_all_sizes_of_the_panel_are_gone_through_or_none(
    responses: int, found: dict[str, tuple[float, float]]
) -> None:
    """Arithmetic over every integer ends somewhere, here at 59; nothing is told of half of it."""
    assert bounds(published((300, 500), (300, 500), 200, responses_1=responses)) == found


def test_what_several_claims_say_of_who_moved_adds_up() -> None:
    survey = published((2, 6), (6, 6), 6, gained=2)
    for names, before in (("vw", "no"), ("wx", "no"), ("y", "other")):
        survey.claim("list", "2", len(names))
        moved(survey, claim := f"2/c{survey._claims}", before, "yes")
        for name in names:
            survey.add("input.claim_respondents", {"claim_id": claim, "respondent_id": name})
    survey.add(
        "input.options", {"question_id": "q", "option_id": "other", "meaning": "substantive"}
    )
    survey.build("trends.panel_bounds")
    found = survey.row("trends.panel_bounds", "evidence = 'totals and moves'")
    assert of(found, "n_gained_stated", "n_lost_stated") == [4, 0]
