"""The bounds of a panel against every pattern of answers, over all small cases.

The tables that `trends.panel_bounds` reads are filled by hand, a case an indicator, so that one
run of the model answers all cases. Held is every bound: of the change, of who moved, of the size
of the panel, and of how many of it have yes in each wave. A bound that is too narrow or too wide
in any case fails.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from itertools import combinations_with_replacement, product
from typing import Any

import pandas as pd
import pytest

from tests.world import World

MEASURES = ("n_from", "n_to", "base", "moved", "change")
COLUMNS = [f"{name}_{end}" for name in MEASURES for end in ("low", "high")]

Ends = tuple[int, int]
"""The least and the largest."""
Panel = tuple[int, int, int]
"""How many have yes before, and after; how many there are."""
Spread = tuple[int, int, int]
"""Of some respondents, how many have yes, how many no, and how many are not in the base."""
Bounds = dict[tuple[str, str], tuple[float, ...]]
"""By case and evidence: `COLUMNS`."""

MODELS = {
    "core.waves": "wave n_responses",
    "core.options": "question_id option_id meaning",
    "trends.series": "indicator_id wave source base n n_unknown share_low share_high",
    "trends.pairs": "indicator_id wave_from wave_to by_respondent comparable",
    "trends.wave_pairs": "wave_from wave_to n",
    "trends.panels": "indicator_id wave_from wave_to answer_from answer_to n",
}
"""What is read of other models."""
INPUT = {
    "input.indicators": "indicator_id question_id",
    "input.indicator_options": "indicator_id question_id option_id",
    "input.claims": "claim_id kind value",
    "input.claim_sets": "claim_id role position wave question_id option_id",
}
"""What is read of the survey."""


@dataclass(frozen=True)
class Total:
    """A wave: responses, base, how many of it have yes, and how many more may be in it."""

    responses: int
    base: int
    yes: Ends
    unknown: int

    @cache  # noqa: B019
    def spreads(self, size: int) -> frozenset[Spread]:
        """Of so many of its respondents, how many may have yes, no, and be in no base."""
        outside = self.responses - self.base - self.unknown
        wholes = [
            (n + more, self.base - n + given - more, outside + self.unknown - given)
            for n in range(self.yes[0], self.yes[1] + 1)
            for given in range(self.unknown + 1)
            for more in range(given + 1)
        ]
        return frozenset(
            part
            for part in product(range(size + 1), repeat=3)
            if sum(part) == size
            and any(all(x <= most for x, most in zip(part, whole, strict=True)) for whole in wholes)
        )


@dataclass
class Cases:
    """Rows to read, and what every case should give."""

    rows: dict[str, list[tuple[Any, ...]]] = field(default_factory=lambda: defaultdict(list))
    expected: Bounds = field(default_factory=dict)

    def new(self, by_respondent: bool, overlap: int) -> str:
        """A case of two waves."""
        case = f"i{len(self.rows['trends.pairs'])}"
        waves = (f"{case} 0", f"{case} 1")
        self.rows["trends.pairs"].append((case, *waves, by_respondent, True))
        self.rows["trends.wave_pairs"].append((*waves, overlap))
        return case

    def wave(self, case: str, side: int, total: Total, source: str = "responses") -> None:
        """One wave of it; of a percentage that several counts give, the count is not told."""
        wave, base, (low, high) = f"{case} {side}", total.base, total.yes
        n = low if low == high else None
        shares = (low / base, (high + 1) / base) if base else (None, None)
        self.rows["trends.series"].append((case, wave, source, base, n, total.unknown, *shares))
        self.rows["core.waves"].append((wave, total.responses))

    def moves(self, case: str, **numbers: int) -> None:
        """Its later report says that so many gained or lost it."""
        self.rows["input.indicators"].append((case, "q"))
        self.rows["input.indicator_options"].append((case, "q", "yes"))
        for name, (before, after) in {"gained": ("no", "yes"), "lost": ("yes", "no")}.items():
            if numbers[name]:
                claim = f"{case} {name}"
                self.rows["input.claims"].append((claim, "count", numbers[name]))
                for side, option in enumerate((before, after)):
                    condition = (claim, "about", side, f"{case} {side}", "q", option)
                    self.rows["input.claim_sets"].append(condition)

    def expect(self, case: str, evidence: str, panels: Iterable[Panel]) -> None:
        """What all panels that are possible give; a change only where somebody is in one."""
        found = list(panels)
        changes = [(after - before) / size for before, after, size in found if size]
        if changes:
            counts = [(*panel, panel[1] - panel[0]) for panel in found]
            measures = [*zip(*counts, strict=True), changes]
            self.expected[case, evidence] = tuple(
                end for measure in measures for end in (min(measure), max(measure))
            )

    def answered(self) -> Bounds:
        """What the model says of all cases."""
        world = World()
        world.con.execute("INSERT INTO input.integers SELECT * FROM range(20)")
        world.add("input.questions", {"question_id": "q", "type": "single"})
        self.rows["core.options"] = [("q", name, "substantive") for name in ("yes", "no")]
        for table, columns in (MODELS | INPUT).items():
            frame = pd.DataFrame(self.rows[table], columns=columns.split())
            world.con.register("frame", frame)
            if table in MODELS:
                world.con.execute(f"CREATE TABLE {table} AS SELECT * FROM frame")
            else:
                world.con.execute(f"INSERT INTO {table} BY NAME SELECT * FROM frame")
        world.run("trends.stated_moves")
        world.run("trends.panel_bounds")
        query = f"SELECT indicator_id, evidence, {', '.join(COLUMNS)} FROM trends.panel_bounds"
        return {(row[0], row[1]): row[2:] for row in world.con.execute(query).fetchall()}


def held(cases: Cases) -> None:
    """Every bound of every case is the expected one, to the last digits of a float."""
    found = cases.answered()
    assert found.keys() == cases.expected.keys()
    for key, bounds in cases.expected.items():
        assert found[key] == pytest.approx(bounds, abs=1e-12), (key, COLUMNS)


# --- totals and overlap ------------------------------------------------------------------


def totals(responses: int, widest: int) -> Iterator[Total]:
    """All waves of so many responses, of which yes is known to within so many."""
    for base, unknown in product(range(responses + 1), repeat=2):
        if base + unknown <= responses:
            for low, more in product(range(base + 1), range(widest + 1)):
                if low + more <= base:
                    yield Total(responses, base, (low, low + more), unknown)


@cache
def patterns(overlap: int, gained: int, lost: int) -> dict[tuple[Spread, Spread], set[Panel]]:
    """All ways to spread the respondents of both waves, by what they are to each of the two."""
    found = defaultdict(set)
    for cells in combinations_with_replacement(list(product("yno", repeat=2)), overlap):
        if cells.count(("n", "y")) >= gained and cells.count(("y", "n")) >= lost:
            panel = [cell for cell in cells if "o" not in cell]
            before, after = (sum(cell[side] == "y" for cell in panel) for side in (0, 1))
            one, other = (
                tuple(sum(cell[side] == letter for cell in cells) for letter in "yno")
                for side in (0, 1)
            )
            found[one, other].add((before, after, len(panel)))
    return dict(found)


def possible(before: Total, after: Total, overlap: int, gained: int, lost: int) -> set[Panel]:
    """The panels of all patterns that both totals allow."""
    sides = before.spreads(overlap), after.spreads(overlap)
    return {
        panel
        for (one, other), panels in patterns(overlap, gained, lost).items()
        if one in sides[0] and other in sides[1]
        for panel in panels
    }


@pytest.mark.parametrize(
    ("most", "widest", "moves"),
    [
        (4, 0, [(0, 0)]),
        (3, 1, [(1, 0), (0, 1), (2, 1)]),
    ],
    ids=["counts", "percentages and moves"],
)
def test_the_bounds_of_totals_are_those_of_all_patterns(
    most: int, widest: int, moves: list[tuple[int, int]]
) -> None:
    waves = [wave for size in range(1, most + 1) for wave in totals(size, widest)]
    cases = Cases()
    for before, after in product(waves, repeat=2):
        for overlap in range(1, min(before.responses, after.responses) + 1):
            for gained, lost in moves:
                case = cases.new(by_respondent=False, overlap=overlap)
                for side, total in enumerate((before, after)):
                    cases.wave(case, side, total)
                cases.expect(case, "totals", possible(before, after, overlap, 0, 0))
                if gained + lost:
                    cases.moves(case, gained=gained, lost=lost)
                    found = possible(before, after, overlap, gained, lost)
                    cases.expect(case, "totals and moves", found)
    held(cases)


# --- by name -----------------------------------------------------------------------------

LETTERS = {"y": "yes", "n": "no", "u": "unknown", "o": "out"}
CELLS = [cell for cell in product(LETTERS, repeat=2) if cell != ("o", "o")]

Reading = tuple[int, int, int, int, int, int, int]
"""Yes and given in each wave, by anyone; and a panel."""


@cache
def readings(cells: tuple[tuple[str, str], ...]) -> frozenset[Reading]:
    """What the waves and their panel may have been: unknown answers yes, no, or none."""
    if not cells:
        return frozenset({(0,) * 7})
    choices = {"u": "yno"}
    found = set()
    for pair in product(*(choices.get(letter, letter) for letter in cells[-1])):
        yes, inside = [int(x == "y") for x in pair], [int(x != "o") for x in pair]
        both = inside[0] & inside[1]
        more = (yes[0], inside[0], yes[1], inside[1], both & yes[0], both & yes[1], both)
        found |= {
            tuple(x + y for x, y in zip(one, more, strict=True)) for one in readings(cells[:-1])
        }
    return frozenset(found)


def printed(cells: tuple[tuple[str, str], ...], side: int, widest: int) -> list[Ends | None]:
    """Totals of a wave that its report may print beside what is known by name, or none."""
    letters = [cell[side] for cell in cells]
    if "u" not in letters:
        return [None]
    least, most = letters.count("y"), letters.count("y") + letters.count("u")
    ends = product(range(least, most + 1), range(widest + 1))
    return [None, *((low, low + more) for low, more in ends if low + more <= most)]


def named(cases: Cases, cells: tuple[tuple[str, str], ...], totals_: list[Ends | None]) -> None:
    """A case of respondents by name; a printed total is of all whose answer is not none."""
    case = cases.new(by_respondent=True, overlap=len(cells))
    bases = [sum(cell[side] != "o" for cell in cells) for side in (0, 1)]
    for side, total in enumerate(totals_):
        if total is None:
            letters = [cell[side] for cell in cells]
            yes, unknown = letters.count("y"), letters.count("u")
            known = Total(len(cells), bases[side] - unknown, (yes, yes), unknown)
            cases.wave(case, side, known)
        else:
            cases.wave(case, side, Total(len(cells), bases[side], total, 0), "published")
    for cell in set(cells):
        row = (case, f"{case} 0", f"{case} 1", *(LETTERS[x] for x in cell), cells.count(cell))
        cases.rows["trends.panels"].append(row)
    cases.expect(case, "responses", [reading[4:] for reading in readings(cells)])
    if totals_ != [None, None]:
        fits = [
            reading[4:]
            for reading in readings(cells)
            if all(
                total is None
                or (
                    total[0] <= reading[2 * side] <= total[1]
                    and reading[2 * side + 1] == bases[side]
                )
                for side, total in enumerate(totals_)
            )
        ]
        cases.expect(case, "responses and totals", fits)


@pytest.mark.parametrize(("most", "widest"), [(4, 0), (3, 2)], ids=["counts", "percentages"])
def test_the_bounds_by_name_are_those_of_all_readings(most: int, widest: int) -> None:
    cases = Cases()
    for size in range(1, most + 1):
        for cells in combinations_with_replacement(CELLS, size):
            for totals_ in product(*(printed(cells, side, widest) for side in (0, 1))):
                named(cases, cells, list(totals_))
    held(cases)
