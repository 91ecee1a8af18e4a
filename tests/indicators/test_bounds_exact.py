"""Every bound of the indicators against all readings of the unknown answers, over small cases.

A case is a wave: a handful of responses to a few questions. A reading of it puts an answer, or
none, for each answer that is unknown; where a part of it is known it is one of the answers that
are left. Of every reading each statistic is counted in plain Python, on fractions, and the bounds
in SQL must be the least and the greatest that were found: attained, and never passed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from fractions import Fraction
from functools import cache
from itertools import combinations, combinations_with_replacement, product
from typing import Any

import pandas as pd
import pytest

from tests.small_survey import (
    NO_ANSWER,
    ROUTED_OUT,
    UNKNOWN,
    Item,
    SmallSurvey,
    chose,
    number,
    ruled_out,
    state,
)

DONT_KNOW, REJECTED = state("dont_know", "dk"), state("rejected")
NOT_GIVEN = (NO_ANSWER, DONT_KNOW, ROUTED_OUT)
VALUES = {"a": Fraction(2), "b": Fraction(5), "c": Fraction(1, 2)}
OPTIONS = tuple(VALUES)
OF_QUESTION = {"q": OPTIONS, "m": OPTIONS, "r": tuple("abcde")}
"""A rating, a question of several answers, and a single choice."""

LIMITS: dict[str, tuple[float | None, float | None]] = {
    "limited": (0, 12),
    "positive": (0, None),
    "free": (None, None),
}
"""By question for a number, the smallest and the largest that is believed."""
FAR = 10**9
"""Farther than any number in these cases: without limit."""

Response = dict[str, Item]
World = tuple[Response, ...]
Weights = tuple[float, ...]
Told = Fraction | None
Ends = tuple[Any, Any]
"""The least and the greatest, None where there is none."""
Statistic = Callable[[Sequence[tuple[Response, Fraction]]], Told]


class Waves(SmallSurvey):
    """A survey of very many waves, whose rows go in together."""

    def __init__(self) -> None:
        self._rows: dict[str, list[dict[str, Any]]] = defaultdict(list)
        super().__init__()

    def add(self, table: str, *rows: dict[str, Any]) -> Waves:
        """Keep rows until a model is run."""
        self._rows[table].extend(rows)
        return self

    def run(self, *models: str) -> Waves:
        """Materialise models, of all rows so far."""
        for table, rows in self._rows.items():
            names = list(dict.fromkeys(name for row in rows for name in row))
            frame = pd.DataFrame(
                [[row.get(name) for name in names] for row in rows], columns=names, dtype=object
            )
            self.con.register("frame", frame)
            self.con.execute(f"INSERT INTO {table} BY NAME SELECT * FROM frame")
        self._rows.clear()
        super().run(*models)
        return self


# ── readings ────────────────────────────────────────────────────────────────────


@cache
def readings(question: str, item: Item) -> tuple[Item, ...]:
    """All that an item may be; of numbers the ends and some in between."""
    if item.state not in ("unknown", "rejected"):
        return (item,)
    if question in LIMITS:
        low, high = LIMITS[question]
        between = (-FAR if low is None else low, 3, 7, FAR if high is None else high)
        return (*map(number, between), *NOT_GIVEN)
    left = [option for option in OF_QUESTION[question] if option not in item.ruled_out]
    if question == "m":
        ticks = [((o,),) if o in item.chosen else ((), (o,)) for o in left]
        given = tuple(Item("answered", sum(ticked, ())) for ticked in product(*ticks))
    else:
        given = tuple(chose(option) for option in left)
    return given if item.chosen or item.ruled_out else given + NOT_GIVEN


def worlds_of(world: World) -> Iterator[World]:
    """All readings of a wave."""
    each = [
        [
            dict(zip(response, items, strict=True))
            for items in product(*(readings(question, item) for question, item in response.items()))
        ]
        for response in world
    ]
    return product(*each)


def ends(world: World, weights: Weights, statistic: Statistic) -> Ends:
    """The least and the greatest value of a statistic; None where no reading has one."""
    exact = [Fraction(weight) for weight in weights]
    found = {
        value
        for reading in worlds_of(world)
        if (value := statistic(list(zip(reading, exact, strict=True)))) is not None
    }
    return (float(min(found)), float(max(found))) if found else (None, None)


# ── statistics of a reading ─────────────────────────────────────────────────────


def mean(pairs: Iterable[tuple[Told, Fraction]]) -> Told:
    """By weight, of those who have a value."""
    told = [(value, weight) for value, weight in pairs if value is not None]
    total = sum(weight for _, weight in told)
    return sum((v * w for v, w in told), Fraction(0)) / total if total else None


def of_option(question: str, option: str) -> Statistic:
    """The share of an option; one that means a state is in its own base only."""

    def fate(item: Item) -> Told:
        if option in item.chosen:
            return Fraction(1)
        return Fraction(0) if item.state == "answered" else None

    return lambda reading: mean((fate(items[question]), weight) for items, weight in reading)


def of_selections(question: str, option: str) -> Statistic:
    """The part of all selections that an option has."""

    def found(reading: Sequence[tuple[Response, Fraction]]) -> Told:
        ticks = [
            (each == option, weight)
            for items, weight in reading
            for each in items[question].chosen
            if each in OPTIONS
        ]
        return mean((Fraction(here), weight) for here, weight in ticks)

    return found


INDICATORS: dict[str, tuple[str, ...]] = {
    "one": ("q.a",),
    "two": ("q.a", "q.b"),
    "top": ("q.b",),
    "bottom": ("q.c",),
    "rest": ("q.a", "q.c"),
    "ticked": ("m.a",),
    "ticks": ("m.a", "m.b"),
    # that no answer at all is more than these tell: see the wider bounds
    "every": ("q.a", "q.b", "q.c"),
    "joined": ("q.a", "m.b"),
    "more": ("q.a", "q.b", "m.c"),
}
LOOSE = ("every", "joined", "more")
STATES = {"": "", " dk": "dont_know"}
NETS = {"net": ("top", "bottom"), "whole": ("top", "rest")}


def meaning(items: Response, indicator: str) -> Told:
    """What a response of which all is known is to an indicator."""
    name, _, taken = indicator.partition(" ")
    options: dict[str, set[str]] = defaultdict(set)
    for part in INDICATORS[name]:
        question, option = part.split(".")
        options[question].add(option)
    if any(wanted & {*items[question].chosen} for question, wanted in options.items()):
        return Fraction(1)
    states = {items[question].state for question in options}
    if taken:
        states = {"answered" if each == "dont_know" else each for each in states}
    if states & {"no_answer", "dont_know", "refused"} or "answered" not in states:
        return None
    return Fraction(0)


def of_indicator(indicator: str) -> Statistic:
    return lambda reading: mean((meaning(items, indicator), weight) for items, weight in reading)


def of_net(net: str) -> Statistic:
    name, _, taken = net.partition(" ")
    sides = [f"{side} {taken}".strip() for side in NETS[name]]

    def value(items: Response) -> Told:
        top, bottom = (meaning(items, side) for side in sides)
        return None if top is None or bottom is None else top - bottom

    return lambda reading: mean((value(items), weight) for items, weight in reading)


Pairs = list[tuple[Fraction, Fraction]]
Values = Callable[[Sequence[tuple[Response, Fraction]]], Pairs]


def rated(reading: Sequence[tuple[Response, Fraction]]) -> Pairs:
    """Values and weights of those who gave one, in order."""
    return sorted(
        (VALUES[items["q"].chosen[0]], weight)
        for items, weight in reading
        if items["q"].state == "answered"
    )


def of_ends(reading: Sequence[tuple[Response, Fraction]]) -> Told:
    """The share of the highest value less that of the lowest."""
    high, low = max(VALUES.values()), min(VALUES.values())
    return mean((Fraction((value == high) - (value == low)), w) for value, w in rated(reading))


def numbers(reading: Sequence[tuple[Response, Fraction]]) -> Pairs:
    """Numbers and weights of those who gave one, in order."""
    return sorted(
        (Fraction(item.number), weight)
        for items, weight in reading
        for item in items.values()
        if item.number is not None
    )


def quantile(part: Fraction, values: Values) -> Statistic:
    """By cumulative weight; the middle where a value ends exactly there."""

    def found(reading: Sequence[tuple[Response, Fraction]]) -> Told:
        pairs = values(reading)
        total, reached, ends_there = sum(w for _, w in pairs), Fraction(0), []
        for value, weight in pairs:
            before, reached = reached, reached + weight
            if before <= part * total <= reached:
                ends_there.append(value)
        return (min(ends_there) + max(ends_there)) / 2 if ends_there else None

    return found


def of_rank(question: str, option: str) -> Statistic:
    """1 and one more for each option that more chose."""

    def found(reading: Sequence[tuple[Response, Fraction]]) -> Told:
        if all(items[question].state != "answered" for items, _ in reading):
            return None
        chosen = {
            each: sum(weight for items, weight in reading if each in items[question].chosen)
            for each in OF_QUESTION[question]
        }
        return Fraction(1 + sum(those > chosen[option] for those in chosen.values()))

    return found


def center(values: Values) -> dict[str, Statistic]:
    """Mean and quartiles of ratings or numbers."""
    return {
        "mean": lambda reading: mean(values(reading)),
        "p25": quantile(Fraction(1, 4), values),
        "median": quantile(Fraction(1, 2), values),
        "p75": quantile(Fraction(3, 4), values),
    }


SCALES = center(rated) | {"net": of_ends}
NUMBERS = center(numbers)


def of_missing(question: str) -> Statistic:
    """Those without a usable answer, of those asked; counts have no weights."""

    def fate(item: Item) -> Told:
        return None if item.state == "routed_out" else Fraction(item.state != "answered")

    return lambda reading: mean((fate(items[question]), Fraction(1)) for items, _ in reading)


# ── cases ───────────────────────────────────────────────────────────────────────

Case = tuple[World, Weights]

RATED: tuple[Item, ...] = (
    *map(chose, OPTIONS),
    NO_ANSWER,
    DONT_KNOW,
    UNKNOWN,
    *(ruled_out(*options) for size in (1, 2) for options in combinations(OPTIONS, size)),
)
TICKED: tuple[Item, ...] = (
    chose("a"),
    chose("a", "b"),
    NO_ANSWER,
    DONT_KNOW,
    UNKNOWN,
    ruled_out("a"),
    ruled_out("b", chosen=("a",)),
    ruled_out("b", "c"),
)
JOINED: tuple[Response, ...] = tuple(
    {"q": rating, "m": ticks}
    for rating, ticks in product(
        (chose("a"), chose("c"), NO_ANSWER, REJECTED, ruled_out("a"), ruled_out("c")),
        (chose("a"), NO_ANSWER, ROUTED_OUT, UNKNOWN, ruled_out("b")),
    )
)


def cases(responses: Iterable[Response], most: int, *, even: bool = False) -> list[Case]:
    """All waves of so many responses, each by itself and, unless `even`, with two weightings."""
    kinds = list(responses)
    found: list[Case] = []
    for size in range(1, most + 1):
        weights = (1.0, 3.0, 0.5)[:size]
        for world in combinations_with_replacement(kinds, size):
            found.append((world, (1.0,) * size))
            if size > 1 and not even:
                found.append((world, weights))
            if size == 2 and not even:
                found.append((world[::-1], weights))
    return found


class Cases:
    """Waves, one a case, all respondents being of one country."""

    def __init__(self, cases: list[Case]) -> None:
        self.cases = cases
        self.survey = Waves()
        self._names = [f"{position:05}" for position in range(len(cases))]
        for name in self._names:
            self.survey.wave(name)
        values = [float(value) for value in VALUES.values()]
        self.survey.question("q", "a b c dk=dont_know", "rating", values=values)
        self.survey.question("m", "a b c dk=dont_know", "multiple")
        self.survey.question("r", "a b c d e")
        for question, limits in LIMITS.items():
            self.survey.question(question, kind="number", limits=limits)
        for ending, taken in STATES.items():
            for name, parts in INDICATORS.items():
                self.survey.indicator(name + ending, *parts, states=taken)
            for name, (top, bottom) in NETS.items():
                self.survey.net(name + ending, top + ending, bottom + ending)
        for place in range(max(len(world) for world, _ in cases)):
            self.survey.respondent(f"r{place}", country_code="AA")
        for name, (world, weights) in zip(self._names, cases, strict=True):
            for place, (items, weight) in enumerate(zip(world, weights, strict=True)):
                self.survey.response(name, f"r{place}", weight=weight, **items)
        self._built: set[str] = set()
        self._ends: dict[Statistic, list[Ends]] = {}

    def bounds(self, table: str, name: str, where: str) -> dict[str, Ends]:
        """What a table has for each case."""
        if table not in self._built:
            self.survey.build(f"indicators.{table}")
            self._built.add(table)
        rows = self.survey.con.execute(
            f"SELECT wave, {name}_low, {name}_high FROM indicators.{table} WHERE {where}"
        ).fetchall()
        assert len({row[0] for row in rows}) == len(rows)
        return {row[0]: row[1:] for row in rows}

    def held(
        self,
        statistic: Statistic,
        table: str,
        name: str,
        where: str,
        asked: Callable[[Case], bool] | None = None,
    ) -> None:
        """The bounds are those of all readings, in every case that is asked for."""
        for case, told, expected in self.compared(statistic, table, name, where):
            if asked is None or asked(case):
                same = expected if expected[0] is None else pytest.approx(expected, abs=1e-9)
                assert told == same, case

    def compared(
        self, statistic: Statistic, table: str, name: str, where: str
    ) -> Iterator[tuple[Case, Ends, Ends]]:
        """Each case with its bounds in a table, and with those of all its readings."""
        if statistic not in self._ends:
            self._ends[statistic] = [ends(*case, statistic) for case in self.cases]
        found = self.bounds(table, name, where)
        for wave, case, expected in zip(
            self._names, self.cases, self._ends[statistic], strict=True
        ):
            yield case, found.get(wave, (None, None)), expected


@pytest.fixture(scope="module")
def rated_cases() -> Cases:
    return Cases(cases(({"q": item} for item in RATED), 3))


@pytest.fixture(scope="module")
def ticked_cases() -> Cases:
    return Cases(cases(({"m": item} for item in TICKED), 3))


@pytest.fixture(scope="module")
def joined_cases() -> Cases:
    return Cases(cases(JOINED, 2, even=True))


@pytest.fixture(scope="module")
def chosen_cases() -> Cases:
    return Cases(cases(({"r": item} for item in (*map(chose, "abcde"), UNKNOWN)), 4, even=True))


@cache
def numbered_cases(question: str) -> Cases:
    items = (number(1), number(4), number(12), NO_ANSWER, UNKNOWN, REJECTED)
    return Cases(cases(({question: item} for item in items), 3))


def whole(case: Case) -> bool:
    """Nothing is ruled out of any answer."""
    return not any(item.ruled_out for items in case[0] for item in items.values())


def whole_and_even(case: Case) -> bool:
    return whole(case) and set(case[1]) == {1.0}


# ── the bounds ──────────────────────────────────────────────────────────────────

BY_COUNTRY = " AND group_by = 'country'"


@pytest.mark.parametrize("option", OPTIONS)
def test_shares_of_options(rated_cases: Cases, ticked_cases: Cases, option: str) -> None:
    for question, made in {"q": rated_cases, "m": ticked_cases}.items():
        where = f"question_id = '{question}' AND option_id = '{option}'"
        made.held(of_option(question, option), "option_shares", "share", where)


def test_shares_of_options_that_mean_a_state(rated_cases: Cases, ticked_cases: Cases) -> None:
    for question, made in {"q": rated_cases, "m": ticked_cases}.items():
        where = f"question_id = '{question}' AND option_id = 'dk'"
        made.held(of_option(question, "dk"), "option_shares", "share", where, whole)


@pytest.mark.parametrize("option", OPTIONS)
def test_shares_of_selections(rated_cases: Cases, ticked_cases: Cases, option: str) -> None:
    for question, made in {"q": rated_cases, "m": ticked_cases}.items():
        where = f"question_id = '{question}' AND option_id = '{option}'"
        statistic = of_selections(question, option)
        made.held(statistic, "option_shares", "share_of_selections", where)


@pytest.mark.parametrize("option", OPTIONS)
def test_ranks_of_options(rated_cases: Cases, ticked_cases: Cases, option: str) -> None:
    where = f"question_id = 'm' AND option_id = '{option}'"
    ticked_cases.held(of_rank("m", option), "option_ranks", "rank", where)
    where = f"question_id = 'q' AND option_id = '{option}'"
    rated_cases.held(of_rank("q", option), "option_ranks", "rank", where, whole_and_even)


@pytest.mark.parametrize("option", ["a", "e"])
def test_ranks_of_many_options(chosen_cases: Cases, option: str) -> None:
    where = f"question_id = 'r' AND option_id = '{option}'"
    chosen_cases.held(of_rank("r", option), "option_ranks", "rank", where)


@pytest.mark.parametrize("ending", STATES)
@pytest.mark.parametrize("indicator", [name for name in INDICATORS if name not in LOOSE])
def test_indicators(rated_cases: Cases, ticked_cases: Cases, indicator: str, ending: str) -> None:
    made = ticked_cases if indicator.startswith("tick") else rated_cases
    where = f"indicator_id = '{indicator}{ending}'"
    statistic = of_indicator(indicator + ending)
    made.held(statistic, "results", "share", where)
    made.held(statistic, "group_results", "share", where + BY_COUNTRY)


@pytest.mark.parametrize("ending", STATES)
@pytest.mark.parametrize("net", NETS)
def test_nets(rated_cases: Cases, net: str, ending: str) -> None:
    where = f"indicator_id = '{net}{ending}'"
    statistic = of_net(net + ending)
    rated_cases.held(statistic, "nets", "net", where)
    rated_cases.held(statistic, "group_nets", "net", where + BY_COUNTRY)


@pytest.mark.parametrize("name", SCALES)
def test_scales(rated_cases: Cases, name: str) -> None:
    rated_cases.held(SCALES[name], "scales", name, "question_id = 'q'")
    if name in ("mean", "net"):
        where = "question_id = 'q'" + BY_COUNTRY
        rated_cases.held(SCALES[name], "group_scales", name, where)


@pytest.mark.parametrize("name", NUMBERS)
@pytest.mark.parametrize("question", LIMITS)
def test_numbers(question: str, name: str) -> None:
    """A bound farther than any number is none."""
    made = numbered_cases(question)
    where = f"question_id = '{question}'"
    for table, more in {"numbers": "", "group_numbers": BY_COUNTRY}.items():
        found = made.compared(NUMBERS[name], table, name, where + more)
        for case, told, expected in found:
            limited = [None if end is None or abs(end) > FAR / 100 else end for end in expected]
            for end, wanted in zip(told, limited, strict=True):
                assert end == (wanted if wanted is None else pytest.approx(wanted)), case


def test_item_nonresponse(rated_cases: Cases, ticked_cases: Cases) -> None:
    for question, made in {"q": rated_cases, "m": ticked_cases}.items():
        where = f"question_id = '{question}'"
        made.held(of_missing(question), "item_nonresponse", "rate", where)


# ── where bounds may be wider ───────────────────────────────────────────────────


@pytest.mark.parametrize("ending", STATES)
@pytest.mark.parametrize("indicator", LOOSE)
def test_indicators_that_may_be_yes_or_nothing(
    rated_cases: Cases, joined_cases: Cases, indicator: str, ending: str
) -> None:
    made = rated_cases if indicator == "every" else joined_cases
    where = f"indicator_id = '{indicator}{ending}'"
    statistic = of_indicator(indicator + ending)
    for table, more in {"results": "", "group_results": BY_COUNTRY}.items():
        found = made.compared(statistic, table, "share", where + more)
        for case, (low, high), (least, most) in found:
            assert high == (most if most is None else pytest.approx(most, abs=1e-9)), case
            assert most is None or low <= least + 1e-9, case


@pytest.mark.parametrize("option", OPTIONS)
def test_ranks_where_answers_weigh_differently_or_are_known_in_part(
    rated_cases: Cases, option: str
) -> None:
    where = f"question_id = 'q' AND option_id = '{option}'"
    wider = 0
    for case, told, (best, worst) in rated_cases.compared(
        of_rank("q", option), "option_ranks", "rank", where
    ):
        assert (told[0] is None) == (best is None), case
        if best is not None:
            assert told[0] <= best <= worst <= told[1], case
            wider += told != (best, worst)
    assert wider < len(rated_cases.cases) / 10
