"""The lookup tables in the warehouse."""

from __future__ import annotations

import subprocess
import sys

import pytest

from pipelines.statistics.fill import MOST_MEMBERS, fill_statistics
from tests.small_survey import SmallSurvey, chose


def filled(**populations: int | None) -> SmallSurvey:
    """Published waves "w10" with ten responses and so on, with their numbers of members."""
    survey = SmallSurvey(confidence=0.9)
    for wave, population in populations.items():
        survey.wave(wave, "published", population_n=population)
        survey.claim("base", wave, int(wave[1:]))
    survey.build("core.waves")
    return survey


def test_every_count_that_a_wave_could_give_has_limits() -> None:
    rows = filled(w4=9).rows(
        "SELECT population_n, base, n FROM indicators.member_limits ORDER BY n"
    )
    assert [tuple(row.values()) for row in rows] == [(9, 4, n) for n in range(5)]


def test_waves_of_one_size_share_their_limits() -> None:
    survey = SmallSurvey().wave("1", "published", population_n=9).claim("base", "1", 2)
    survey.wave("2", "published", population_n=9).claim("base", "2", 2).build("core.waves")
    assert len(survey.rows("SELECT * FROM indicators.member_limits")) == 3


@pytest.mark.parametrize("population", [None, 3, MOST_MEMBERS + 1])
def test_no_limits_without_a_usable_number_of_members(population: int | None) -> None:
    assert filled(w4=population).rows("SELECT * FROM indicators.member_limits") == []


def test_the_quantile_is_that_of_the_surveys_confidence() -> None:
    row = filled().row("indicators.z_values")
    assert row == {"confidence_level": 0.9, "z": pytest.approx(1.644854, abs=1e-6)}


def test_filling_again_replaces_what_was_there() -> None:
    survey = filled(w4=9)
    fill_statistics(survey.con)
    assert len(survey.rows("SELECT * FROM indicators.member_limits")) == 5


def test_each_panel_is_tested_and_adjusted_with_the_others_that_compare() -> None:
    survey = SmallSurvey().wave("1").wave("2")
    for question, breaks in (("a", None), ("b", None), ("c", {"2": "asked anew"})):
        survey.question(question, "yes no", breaks=breaks).indicator(question, f"{question}.yes")
    for place in range(6):
        survey.response("1", f"r{place}", **dict.fromkeys("abc", chose("no")))
        later = {"a": "yes", "b": "yes" if place else "no", "c": "yes"}
        answers = {question: chose(option) for question, option in later.items()}
        survey.response("2", f"r{place}", **answers)
    survey.build("trends.panels")
    rows = survey.rows("SELECT kept, gained, lost, neither, p_exact FROM trends.paired_tests")
    assert [tuple(row.values()) for row in rows] == [(0, 5, 0, 1, 2 / 32), (0, 6, 0, 0, 2 / 64)]
    rows = survey.rows("SELECT indicator_id, p_holm FROM trends.adjusted_tests ORDER BY ALL")
    assert [tuple(row.values()) for row in rows] == [("a", 4 / 64), ("b", 4 / 64)]


def test_without_a_panel_nothing_is_imported_for_the_tests() -> None:
    script = (
        "import sys; from tests.small_survey import SmallSurvey; "
        "SmallSurvey().build('trends.panels'); print('statsmodels' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "False"
