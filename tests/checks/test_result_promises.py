"""Checks of indicators and trends: silent on two sound waves, loud on each broken promise."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.small_survey import UNKNOWN, SmallSurvey, chose

CHECKS = [
    *("bounds_ordered", "changes_add_up", "composition_adds_up", "keys_unique"),
    "mean_changes_add_up",
]
YES, NO = chose("yes"), chose("no")
UNIQUE = [
    "indicators.answered_before",
    "indicators.display_rules",
    "indicators.dissimilarity",
    "indicators.item_nonresponse",
    "indicators.nets",
    "indicators.option_ranks",
    "indicators.respondent_groups",
    "indicators.scales",
    "trends.changes",
    "trends.composition",
    "trends.composition_groups",
    "trends.mean_changes",
    "trends.mean_series",
    "trends.movers",
    "trends.pairs",
    "trends.panel_bounds",
    "trends.panels",
    "trends.series",
    "trends.transitions",
    "trends.wave_pairs",
]


@pytest.fixture(scope="module")
def sound() -> Iterator[SmallSurvey]:
    """Two waves with a panel, entrants and leavers, in two countries; one question unknown."""
    survey = SmallSurvey().wave("1").wave("2").question("q", "yes no").question("u", "yes no")
    survey.indicator("i", "q.yes").indicator("j", "u.yes")
    survey.question("scale", "low high", "rating").indicator("top", "scale.high")
    survey.indicator("bottom", "scale.low").net("n", "top", "bottom")
    for number in range(6):
        survey.respondent(f"r{number}", country_code="AB"[number % 2])
    for wave, answers in (("1", "ynnn.."), ("2", "yy..yn")):
        for number, letter in enumerate(answers):
            if letter != ".":
                answer, other = YES if letter == "y" else NO, UNKNOWN if number else YES
                rated = chose("high" if number % 2 else "low")
                survey.response(wave, f"r{number}", q=answer, u=other, scale=rated)
    yield survey.build()
    survey.con.close()


@pytest.mark.parametrize("check", CHECKS)
def test_two_sound_waves_keep_every_promise(survey: SmallSurvey, check: str) -> None:
    assert survey.broken(check) == []


@pytest.mark.parametrize("table", UNIQUE)
def test_a_row_that_stands_twice_is_told(survey: SmallSurvey, table: str) -> None:
    survey.con.execute(f"INSERT INTO {table} SELECT * FROM {table}")
    assert {row["table_name"] for row in survey.broken("keys_unique")} == {table}


@pytest.mark.parametrize(
    ("check", "damage"),
    [
        ("bounds_ordered", "UPDATE indicators.option_ranks SET rank_low = rank_high + 1"),
        ("bounds_ordered", "UPDATE indicators.option_ranks SET rank = 9"),
        ("bounds_ordered", "UPDATE indicators.scales SET mean_low = mean_high + 1"),
        ("bounds_ordered", "UPDATE indicators.scales SET median = median_high + 1"),
        ("bounds_ordered", "UPDATE indicators.scales SET net = -2"),
        ("bounds_ordered", "UPDATE indicators.nets SET net_low = net_high + 1"),
        ("bounds_ordered", "UPDATE trends.changes SET change_low = change_high + 1"),
        ("bounds_ordered", "UPDATE trends.changes SET change = 2"),
        ("bounds_ordered", "UPDATE trends.changes SET panel_change_low = 1"),
        ("bounds_ordered", "UPDATE trends.changes SET panel_change = -1"),
        ("bounds_ordered", "UPDATE trends.changes SET panel_ci_low = 2"),
        ("bounds_ordered", "UPDATE trends.changes SET change_ci_low = 2, change_ci_high = 1"),
        ("bounds_ordered", "UPDATE trends.panel_bounds SET change_low = 2"),
        ("bounds_ordered", "UPDATE trends.panel_bounds SET base_low = base_high + 1"),
        ("bounds_ordered", "UPDATE trends.panel_bounds SET n_from_low = n_from_high + 1"),
        ("bounds_ordered", "UPDATE trends.panel_bounds SET n_to_low = n_to_high + 1"),
        ("bounds_ordered", "UPDATE trends.mean_changes SET change_low = change_high + 1"),
        ("bounds_ordered", "UPDATE trends.mean_changes SET panel_change = panel_change_high + 1"),
        ("mean_changes_add_up", "UPDATE trends.mean_changes SET base_to = base_to + 1"),
        ("mean_changes_add_up", "UPDATE trends.mean_changes SET panel_change = NULL"),
        ("mean_changes_add_up", "UPDATE trends.mean_changes SET entrants_effect = 0.5"),
        ("changes_add_up", "UPDATE trends.changes SET n_to = n_to - 1"),
        ("changes_add_up", "UPDATE trends.changes SET n_gained = n_gained + 1"),
        ("changes_add_up", "UPDATE trends.changes SET entrants_base = entrants_base + 1"),
        ("changes_add_up", "UPDATE trends.changes SET entrants_effect = 0.5"),
        ("changes_add_up", "UPDATE trends.changes SET panel_change = NULL"),
        ("composition_adds_up", "UPDATE trends.composition SET rate_effect = rate_effect + 0.1"),
        ("composition_adds_up", "UPDATE trends.composition SET n_to = n_to + 1"),
        (
            "composition_adds_up",
            "UPDATE trends.composition_groups SET rate_numerator = rate_numerator + 1",
        ),
        ("composition_adds_up", "UPDATE trends.composition_groups SET base_to = base_to + 1"),
        ("composition_adds_up", "DELETE FROM trends.composition_groups WHERE group_value = 'A'"),
    ],
)
def test_a_broken_promise_is_told(survey: SmallSurvey, check: str, damage: str) -> None:
    survey.con.execute(damage)
    assert survey.broken(check)
