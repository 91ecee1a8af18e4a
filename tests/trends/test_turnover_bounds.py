"""What entrants and leavers bring where answers are unknown, against every reading of them."""

from __future__ import annotations

from collections import Counter
from itertools import combinations_with_replacement, product
from random import Random

import pandas as pd
import pytest

from tests.small_survey import UNKNOWN, SmallSurvey, chose
from tests.trends.test_changes import change, of
from tests.trends.test_panel_bounds_exact import CELLS, LETTERS, readings
from tests.world import World

YES, NO = chose("yes"), chose("no")
Cells = tuple[tuple[str, str], ...]
COLUMNS = ("entrants_low", "entrants_high", "leavers_low", "leavers_high")


def bounds(cases: list[Cells]) -> dict[int, tuple[float | None, ...]]:
    """What the model says of each case: a cell is a respondent's two answers."""
    world = World()
    pairs = [(str(number), "1", "2", True) for number in range(len(cases))]
    panels = [
        (str(number), "1", "2", *(LETTERS[letter] for letter in cell), n)
        for number, cells in enumerate(cases)
        for cell, n in Counter(cells).items()
    ]
    of_pair = ["indicator_id", "wave_from", "wave_to"]
    for table, rows, columns in (
        ("trends.pairs", pairs, [*of_pair, "comparable"]),
        ("trends.panels", panels, [*of_pair, "answer_from", "answer_to", "n"]),
    ):
        world.con.register("frame", pd.DataFrame(rows, columns=columns))
        world.con.execute(f"CREATE TABLE {table} AS FROM frame")
    world.run("trends.turnover_bounds")
    found = world.con.execute(
        f"SELECT indicator_id, {', '.join(COLUMNS)} FROM trends.turnover_bounds"
    ).fetchall()
    return {int(row[0]): row[1:] for row in found}


def expected(cells: Cells) -> tuple[float | None, ...]:
    """The least and the greatest over all readings that have a panel."""
    effects = [
        (yes[1] / given[1] - panel[1] / both, panel[0] / both - yes[0] / given[0])
        for *waves, before, after, both in readings(cells)
        if both
        for yes, given, panel in [(waves[::2], waves[1::2], (before, after))]
    ]
    if not effects:
        return (None,) * 4
    return tuple(end(side) for side in zip(*effects, strict=True) for end in (min, max))


def held(cases: list[Cells]) -> None:
    found = bounds(cases)
    for number, cells in enumerate(cases):
        wanted = expected(cells)
        same = wanted if wanted[0] is None else pytest.approx(wanted, abs=1e-12)
        assert found[number] == same, (cells, COLUMNS)


def test_the_bounds_are_those_of_all_readings() -> None:
    held([
        cells for size in range(1, 5) for cells in combinations_with_replacement(CELLS, size)
    ])  # fmt: skip


def test_the_bounds_of_larger_waves_are_those_of_all_readings() -> None:
    chance = Random(1)  # noqa: S311 - the same in every run
    held([tuple(sorted(chance.choices(CELLS, k=chance.randint(6, 8)))) for _ in range(150)])


def test_the_most_may_lie_where_some_of_the_unknown_answers_are_none() -> None:
    # each no takes the panel's share down, and then everyone's more than that
    cells = (*[("y", "y")] * 4, *[("o", "y")] * 12, *[("y", "u")] * 16)
    effects = [16 / (16 + no) - 4 / (4 + no) for no in range(17)]
    assert effects.index(max(effects)) == 8
    assert bounds([cells])[0][1] == pytest.approx(max(effects))


def survey(before: str, after: str) -> SmallSurvey:
    made = SmallSurvey().wave("1").wave("2").question("q", "yes no").indicator("i", "q.yes")
    items = {"y": YES, "n": NO, "u": UNKNOWN}
    for wave, letters in (("1", before), ("2", after)):
        for place, letter in enumerate(letters):
            if letter != ".":
                made.response(wave, f"r{place}", q=items[letter])
    return made


EFFECTS = tuple(f"{side}_effect{end}" for side, end in product(("entrants", "leavers"),
                ("", "_low", "_high")))  # fmt: skip


def test_an_entrant_of_whom_it_is_unknown_brings_something_between_two_numbers() -> None:
    row = change(survey("yn..", "ynyu"))
    # 2 of 3, of 4 or 3 of 4 against 1 of 2
    assert of(row, *EFFECTS) == [None, 0, pytest.approx(0.25), None, 0, 0]


def test_where_all_is_known_both_bounds_are_the_effect() -> None:
    row = change(survey("ynn.", "yn.y"))
    assert of(row, *EFFECTS) == [row["entrants_effect"]] * 3 + [row["leavers_effect"]] * 3
    assert row["entrants_effect"] == pytest.approx(2 / 3 - 1 / 2)


def test_there_are_none_without_a_panel_and_across_a_break() -> None:
    assert of(change(survey("yu..", "..yu")), *EFFECTS) == [None] * 6
    broken = survey("yn.", "ynu")
    broken.con.execute("UPDATE input.question_waves SET breaks = true WHERE wave = '2'")
    assert of(change(broken), *EFFECTS) == [None] * 6
