"""Pairs of waves: cross-sections, panel, entrants and leavers, and what can't be told."""

from __future__ import annotations

import math
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from statsmodels.stats.proportion import confint_proportions_2indep, proportion_confint

from tests.small_survey import DONT_KNOW, UNKNOWN, Item, SmallSurvey, chose, ruled_out

YES, NO = chose("yes"), chose("no")
ITEMS = {"y": YES, "n": NO, "u": UNKNOWN, "d": DONT_KNOW}


def answered(*waves: str, identified_by: str = "registry", **more: Any) -> SmallSurvey:
    """Waves "1", "2", …: a letter for each respondent, "." where it did not answer."""
    survey = SmallSurvey(identified_by)
    for number in range(1, len(waves) + 1):
        survey.wave(str(number))
    survey.question("q", "yes no dk=dont_know", **more).indicator("i", "q.yes")
    for number, letters in enumerate(waves, start=1):
        for place, letter in enumerate(letters):
            if letter != ".":
                survey.response(str(number), f"r{place}", q=ITEMS[letter])
    return survey


def change(survey: SmallSurvey, wave_from: str = "1", wave_to: str = "2") -> dict[str, Any]:
    survey.build("trends.changes")
    return survey.row("trends.changes", f"wave_from = '{wave_from}' AND wave_to = '{wave_to}'")


def of(row: dict[str, Any], *columns: str) -> list[Any]:
    return [row[column] for column in columns]


def pairs(survey: SmallSurvey) -> list[tuple[Any, ...]]:
    query = "SELECT wave_from, wave_to, pair_kind FROM trends.pairs ORDER BY ALL"
    return [tuple(row.values()) for row in survey.build("trends.pairs").rows(query)]


# --- pairs ---------------------------------------------------------------------------


def test_waves_that_follow_each_other_and_the_first_with_the_last() -> None:
    assert pairs(answered("y", "y", "y")) == [
        ("1", "2", "adjacent"),
        ("1", "3", "first_last"),
        ("2", "3", "adjacent"),
    ]


def test_two_waves_are_one_pair() -> None:
    assert pairs(answered("y", "y")) == [("1", "2", "adjacent")]


def test_a_wave_that_did_not_ask_is_a_gap_that_is_not_bridged() -> None:
    survey = answered("y", "y", ".", "y", "y", waves="1 2 4 5")
    assert pairs(survey) == [
        ("1", "2", "adjacent"),
        ("1", "5", "first_last"),
        ("4", "5", "adjacent"),
    ]


def test_a_wave_that_is_missing_is_a_gap_that_is_not_bridged() -> None:
    survey = SmallSurvey().wave("1").wave("2").wave("4", position=4).question("q", "yes no")
    survey.indicator("i", "q.yes")
    for wave in "124":
        survey.response(wave, "x", q=YES)
    assert pairs(survey) == [("1", "2", "adjacent"), ("1", "4", "first_last")]


def test_two_waves_around_a_missing_one_are_the_first_and_the_last() -> None:
    survey = SmallSurvey().wave("1").wave("3", position=3).question("q", "yes no")
    survey.indicator("i", "q.yes").response("1", "x", q=YES).response("3", "x", q=YES)
    assert pairs(survey) == [("1", "3", "first_last")]


def test_one_wave_is_no_pair() -> None:
    assert pairs(answered("y", ".")) == []


# --- the three things side by side ----------------------------------------------------


def test_panel_entrants_and_leavers() -> None:
    # r0-r4 in both bases, r5 left, r6 is new, r7 didn't know before
    row = change(answered("ynnynY".lower() + ".d", "yyynn" + ".yy"))
    assert of(row, "n_from", "base_from", "n_to", "base_to") == [3, 6, 5, 7]
    assert of(row, "panel_base", "panel_n_from", "panel_n_to") == [5, 2, 3]
    assert of(row, "n_gained", "n_lost", "n_both") == [2, 1, 6]
    assert of(row, "entrants_base", "entrants_n", "entrants_new") == [2, 2, 1]
    assert of(row, "leavers_base", "leavers_n", "leavers_gone") == [1, 1, 1]
    assert row["change"] == row["change_low"] == row["change_high"]
    assert row["change"] == pytest.approx(5 / 7 - 3 / 6)
    assert row["panel_change"] == row["panel_change_low"] == row["panel_change_high"] == 0.2
    assert row["entrants_effect"] == pytest.approx(2 / 7 * (1 - 3 / 5))
    assert row["leavers_effect"] == pytest.approx(1 / 6 * (2 / 5 - 1))
    assert of(row, "entrants_weight", "leavers_weight") == pytest.approx([2 / 7, 1 / 6])


def test_without_entrants_and_leavers_the_panel_is_the_change() -> None:
    row = change(answered("yn", "yy"))
    assert of(row, "change", "panel_change", "entrants_effect", "leavers_effect") == [
        0.5,
        0.5,
        0,
        0,
    ]


def test_an_empty_panel_has_no_effects() -> None:
    row = change(answered("yn..", "..yy"))
    assert of(row, "change", "change_of_counts", "panel_base") == [0.5, 0.5, 0]
    assert of(row, "panel_change", "entrants_effect", "leavers_effect") == [None] * 3
    assert of(row, "panel_change_low", "panel_change_high", "p_exact") == [None] * 3


def test_nobody_can_be_followed_where_rows_name_nobody() -> None:
    row = change(answered("yn", "yy", identified_by="row"))
    assert of(row, "change", "panel_base", "n_gained", "entrants_effect") == [0.5] + [None] * 3


def test_a_response_that_does_not_count_is_nobody() -> None:
    survey = answered("y.", "yy")
    survey.response("1", "r1", counted=False, q=NO)
    row = change(survey)
    assert of(row, "panel_base", "entrants_base", "entrants_new", "n_both") == [1, 1, 1, 1]


def test_weights_enter_the_change_and_not_its_parts() -> None:
    survey = answered("yn", "..")
    survey.response("2", "r0", weight=3, q=YES).response("2", "r1", q=NO)
    row = change(survey)
    assert of(row, "change", "change_of_counts", "panel_change") == [0.25, 0, 0]


def test_tests_of_the_panel() -> None:
    row = change(answered("ynnnnn", "yyyyyn"))
    assert of(row, "n_gained", "n_lost", "p_exact", "p_mid") == [4, 0, 0.125, 0.0625]
    assert row["panel_ci_low"] < row["panel_change"] < row["panel_ci_high"]


def apart(before: tuple[int, int], after: tuple[int, int], **more: Any) -> SmallSurvey:
    """Two waves of respondents of their own: yes, of how many."""
    waves = ["y" * n + "n" * (base - n) for n, base in (before, after)]
    return answered(waves[0], "." * before[1] + waves[1], **more)


INTERVAL = ("change_ci_low", "change_ci_high")


@pytest.mark.parametrize(
    ("before", "after", "low", "high"),
    [((32, 41), (33, 37), -0.060, 0.273), ((33, 41), (23, 37), -0.369, 0.017)],
)
def test_the_interval_of_two_independent_shares(
    before: tuple[int, int], after: tuple[int, int], low: float, high: float
) -> None:
    found = of(change(apart(before, after)), *INTERVAL)
    assert found == pytest.approx([low, high], abs=5e-4)
    method = {"method": "newcomb", "compare": "diff", "alpha": 0.05}
    wanted = confint_proportions_2indep(*after, *before, **method)
    assert found == pytest.approx(list(wanted), abs=1e-12)


def test_no_such_interval_where_waves_share_respondents_or_may() -> None:
    assert of(change(answered("yn.", ".yn")), *INTERVAL) == [None, None]
    assert of(change(apart((1, 2), (2, 2), identified_by="row")), *INTERVAL) == [None, None]


def test_no_such_interval_across_a_break_or_where_answers_are_unknown() -> None:
    broken = apart((1, 2), (2, 2), breaks={"2": "new scale"})
    assert of(change(broken), *INTERVAL) == [None, None]
    assert of(change(answered("yu", "..yn")), *INTERVAL) == [None, None]


def test_the_interval_of_weighted_shares_stands_on_their_effective_bases() -> None:
    survey = answered("y" * 8 + "n" * 4)
    survey.wave("2").con.execute(
        "INSERT INTO input.question_waves (question_id, wave, breaks) VALUES ('q', '2', false)"
    )
    for place in range(12):
        item = YES if place < 6 else NO
        survey.response("2", f"s{place}", weight=1 + place % 2, q=item)
    found = of(change(survey), *INTERVAL)
    # 18² / (6 + 24) = 10.8 effective ones, half of them yes
    limits = [
        proportion_confint(8, 12, method="wilson"),
        proportion_confint(5.4, 10.8, method="wilson"),
    ]
    (was_low, was_high), (low, high) = limits
    down = math.hypot(0.5 - low, was_high - 2 / 3)
    up = math.hypot(high - 0.5, 2 / 3 - was_low)
    assert found == pytest.approx([-1 / 6 - down, -1 / 6 + up], abs=1e-12)


def test_p_is_adjusted_for_the_indicators_of_the_pair() -> None:
    survey = answered("nnnnnn", "yyyyyy")
    survey.question("p", "yes no").indicator("j", "p.yes").indicator("k", "q.no")
    for place, (before, after) in enumerate([(NO, YES)] * 5 + [(NO, NO)]):
        survey.response("1", f"s{place}", p=before).response("2", f"s{place}", p=after)
    survey.build("trends.changes")
    rows = survey.rows("SELECT p_exact, p_holm FROM trends.changes ORDER BY indicator_id")
    assert [tuple(row.values()) for row in rows] == [
        (0.03125, 0.09375),
        (0.0625, 0.09375),
        (0.03125, 0.09375),
    ]


@pytest.mark.parametrize(
    ("waves", "shown"),
    [
        (("y" * 12, "y" * 10), ["percent", "percent"]),
        (("y" * 12, "y" * 9), ["counts", "counts"]),
        (("y" * 12, "y" * 4), ["names", "names"]),
        # large waves of which few answered both
        (("y" * 12 + "." * 9, "." * 9 + "y" * 12), ["percent", "names"]),
        (("y" * 12 + "." * 5, "." * 5 + "yy" + "u" * 5 + "y" * 5), ["percent", "counts"]),
    ],
)
def test_what_may_be_printed_of_a_change(waves: tuple[str, str], shown: list[str]) -> None:
    assert of(change(answered(*waves)), "shows", "panel_shows") == shown


def test_a_change_by_weight_is_as_small_as_its_effective_base() -> None:
    survey = answered("y" * 12)
    survey.wave("2").con.execute(
        "INSERT INTO input.question_waves (question_id, wave, breaks) VALUES ('q', '2', false)"
    )
    for place in range(12):
        survey.response("2", f"r{place}", weight=11 if place == 0 else 1, q=YES)
    # (11 + 11)² / (121 + 11) = 3.67
    assert of(change(survey), "shows", "panel_shows") == ["names", "percent"]


# --- what can't be told ---------------------------------------------------------------


def test_across_a_break_there_is_only_the_note() -> None:
    survey = answered("ny", "yy", breaks={"2": "new scale"})
    row = change(survey)
    assert of(row, "comparable", "break_note") == [False, "new scale"]
    assert of(row, "n_from", "base_from", "n_to", "base_to", "panel_base") == [1, 2, 2, 2, 2]
    told = [name for name, value in row.items() if "change" in name and value is not None]
    told += [name for name in ("n_gained", "n_lost", "p_exact", "panel_ci_low") if row[name]]
    told += [name for name in ("entrants_effect", "leavers_effect") if row[name] is not None]
    assert told == []
    assert survey.build("trends.movers").rows("FROM trends.movers") == []


def test_a_break_on_the_way_is_a_break_from_first_to_last() -> None:
    survey = answered("n", "y", "y", breaks={"2": "new scale"})
    row = change(survey, "1", "3")
    assert of(row, "comparable", "break_note", "change") == [False, "new scale", None]
    assert of(change(survey, "2", "3"), "comparable", "break_note", "change") == [True, None, 0]


def test_a_note_on_what_compares_goes_with_the_change() -> None:
    survey = answered("n", "y")
    survey.con.execute("UPDATE input.question_waves SET comparable_note = 'same' WHERE wave = '2'")
    assert of(change(survey), "change", "comparable_note") == [1, "same"]


def test_unknown_answers_give_bounds() -> None:
    row = change(answered("ynnu", "ynun"))
    assert of(row, "change", "panel_change", "p_exact", "entrants_effect") == [None] * 4
    assert of(row, "change_low", "change_high") == [-0.25, 0.25]
    assert of(row, "panel_base", "panel_n_unknown", "panel_evidence") == [2, 2, "responses"]
    # one of three: who went from no to unknown, or from unknown to no, may be in no panel
    assert of(row, "panel_change_low", "panel_change_high") == [-1 / 3, 1 / 3]


def test_what_is_ruled_out_is_known() -> None:
    survey = answered("y.", "y.").response("1", "r1", q=ruled_out("yes"))
    row = change(survey.response("2", "r1", q=YES))
    assert of(row, "panel_base", "n_gained", "panel_change") == [2, 1, 0.5]


def test_an_indicator_of_several_questions_is_followed_too() -> None:
    survey = SmallSurvey().wave("1").wave("2").question("p", "a b", "multiple").question("q", "c d")
    survey.indicator("any", "p.a", "q.c")
    survey.response("1", "x", p=chose("b"), q=chose("d")).response("1", "y", p=chose("a"), q=NO)
    survey.response("2", "x", p=chose("a", "b"), q=chose("d")).response("2", "z", q=chose("c"))
    row = change(survey)
    assert of(row, "panel_base", "n_gained", "entrants_base", "leavers_base") == [1, 1, 1, 1]


@pytest.mark.parametrize(
    ("before", "after", "all_of_them", "panel"),
    [
        ("nn", "yn", "rise", "rise"),
        ("yn", "nn", "fall", "fall"),
        ("yn", "ny", "no change", "no change"),
        ("yn.", "yny", "rise", "no change"),
        ("ynu", "yny", "can't be told", "can't be told"),
        ("nnu", "yyy", "rise", "rise"),
        ("yyy", "nnu", "fall", "fall"),
        ("nu.", "yny", "rise", "can't be told"),
        ("n.", ".y", "rise", None),
        ("n", "d", None, None),
    ],
)
def test_a_direction_is_told_where_the_bounds_settle_it(
    before: str, after: str, all_of_them: str | None, panel: str | None
) -> None:
    row = change(answered(before, after))
    assert of(row, "direction", "panel_direction") == [all_of_them, panel]


def test_no_direction_across_a_break() -> None:
    row = change(answered("n", "y", breaks={"2": "new scale"}))
    assert of(row, "direction", "panel_direction") == [None, None]


def test_the_direction_of_a_panel_that_nobody_can_follow_can_not_be_told() -> None:
    row = change(answered("n", "y", identified_by="row"))
    assert of(row, "direction", "panel_direction") == ["rise", "can't be told"]


def test_shares_of_weights_that_differ_in_the_last_bit_are_equal() -> None:
    survey = answered("..", "..")
    for wave, weights in (("1", (0.1, 0.2)), ("2", (0.3, 0.6))):
        survey.response(wave, "r0", weight=weights[0], q=YES)
        survey.response(wave, "r1", weight=weights[1], q=NO)
    assert change(survey)["direction"] == "no change"


# --- movers ---------------------------------------------------------------------------


def movers(survey: SmallSurvey) -> list[tuple[Any, ...]]:
    query = "SELECT respondent_id, direction FROM trends.movers"
    return [tuple(row.values()) for row in survey.build("trends.movers").rows(query)]


def test_who_started_and_who_stopped_by_name() -> None:
    survey = answered("ynyun.", "nyyynn")
    assert movers(survey) == [("r1", "gained"), ("r0", "lost")]


def test_movers_are_named_only_from_a_registry() -> None:
    assert movers(answered("yn", "ny", identified_by="key")) == []


# --- the identity, and the two ways of counting -----------------------------------------

WAVE = st.text(alphabet="ynd.", min_size=7, max_size=7)


@settings(max_examples=12, deadline=None)
@given(st.lists(WAVE, min_size=2, max_size=3))
def test_the_parts_add_up_to_the_change(waves: list[str]) -> None:
    survey = answered(*waves).build("trends.changes")
    assert survey.broken("changes_add_up") == []
    for row in survey.rows("FROM trends.changes"):
        before, after = waves[int(row["wave_from"]) - 1], waves[int(row["wave_to"]) - 1]
        panel, parts = decomposed(before, after)
        whole = share(after) - share(before)
        if not row["base_from"] or not row["base_to"]:
            assert of(row, "change", "change_of_counts", "panel_change") == [None] * 3
            continue
        assert row["change_of_counts"] == pytest.approx(float(whole), abs=1e-15)
        assert row["panel_base"] == len(panel)
        if parts is None:
            assert of(row, "panel_change", "entrants_effect", "leavers_effect") == [None] * 3
            continue
        assert sum(parts) == whole
        found = of(row, "panel_change", "entrants_effect", "leavers_effect")
        assert found == pytest.approx([float(part) for part in parts], abs=1e-15)
        assert exact(row) == parts


def share(letters: str | list[str]) -> Fraction:
    known = [letter for letter in letters if letter in "yn"]
    return Fraction(known.count("y"), len(known)) if known else Fraction(0)


def decomposed(
    before: str, after: str
) -> tuple[list[tuple[str, str]], tuple[Fraction, ...] | None]:
    """Panel, entrants and leavers from the answers, by definition."""
    both = list(zip(before, after, strict=True))
    panel = [(b, a) for b, a in both if b in "yn" and a in "yn"]
    if not panel:
        return panel, None
    s1, s2 = share([b for b, _ in panel]), share([a for _, a in panel])
    entrants = [a for b, a in both if a in "yn" and b not in "yn"]
    leavers = [b for b, a in both if b in "yn" and a not in "yn"]
    gain = Fraction(len(entrants), len(entrants) + len(panel)) * (share(entrants) - s2)
    loss = Fraction(len(leavers), len(leavers) + len(panel)) * (s1 - share(leavers))
    return panel, (s2 - s1, gain if entrants else Fraction(0), loss if leavers else Fraction(0))


def exact(row: dict[str, Any]) -> tuple[Fraction, ...]:
    """The three parts from the integers of the model."""
    panel = row["panel_base"]
    s1, s2 = Fraction(row["panel_n_from"], panel), Fraction(row["panel_n_to"], panel)
    gain = Fraction(row["entrants_n"] * panel - row["panel_n_to"] * row["entrants_base"])
    loss = Fraction(row["panel_n_from"] * row["leavers_base"] - row["leavers_n"] * panel)
    return s2 - s1, gain / (row["base_to"] * panel), loss / (row["base_from"] * panel)


ANY = st.sampled_from([YES, NO, UNKNOWN, DONT_KNOW, None])
CELLS = "SELECT * FROM trends.panels ORDER BY ALL"


@settings(max_examples=12, deadline=None)
@given(st.lists(st.tuples(ANY, ANY), min_size=1, max_size=8))
def test_counts_made_at_loading_say_the_same_as_response_by_response(
    answers: list[tuple[Item | None, Item | None]],
) -> None:
    found = []
    for identified_by in ("registry", "key"):
        survey = SmallSurvey(identified_by).wave("1").wave("2")
        survey.question("q", "yes no dk=dont_know").indicator("i", "q.yes")
        survey.indicator("known", "q.yes", states="dont_know").indicator("or", "q.yes", "q.no")
        for place, pair in enumerate(answers):
            for wave, item in zip("12", pair, strict=True):
                if item:
                    survey.response(wave, f"r{place}", q=item)
        found.append(survey.build("trends.changes").rows(CELLS))
        assert survey.broken("changes_add_up") == []
    assert found[0] == found[1]


@pytest.mark.parametrize(
    "damage",
    [
        "n_to = n_to + 1",
        "panel_n_to = panel_n_to - 1",
        "entrants_n = entrants_n - 1",
        "leavers_base = leavers_base + 1",
        "n_gained = n_gained + 1",
    ],
)
def test_a_change_that_does_not_add_up_is_found(damage: str) -> None:
    survey = answered("ynnyn" + "y.", "yyynn" + ".y").build("trends.changes")
    assert survey.broken("changes_add_up") == []
    survey.con.execute(f"UPDATE trends.changes SET {damage}")
    assert len(survey.broken("changes_add_up")) == 1


def test_adding_up_is_exact_for_millions() -> None:
    survey = answered("yn", "yy").build("trends.changes")
    survey.con.execute(
        "UPDATE trends.changes SET n_from = 30000001, base_from = 50000000, n_to = 20000000, "
        "base_to = 50000000, panel_base = 50000000, panel_n_from = 30000001, "
        "panel_n_to = 20000000, n_gained = 0, n_lost = 10000001"
    )
    assert survey.broken("changes_add_up") == []
    survey.con.execute("UPDATE trends.changes SET n_to = n_to - 1")
    assert len(survey.broken("changes_add_up")) == 1
