"""The places of waves in time, and of members in bands of years."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from pipelines.survey.load import load_survey
from pipelines.survey.order import places
from pipelines.survey.tables import fill_input
from tests.survey.folder import SURVEY, WAVE_2031, write_survey


@pytest.mark.parametrize(
    ("waves", "apart", "expected"),
    [
        ("2019 2020 2021", 1, [1, 2, 3]),
        ("2019 2021 2022", 1, [1, 3, 4]),
        ("2015 2021 2022", 1, [1, 3, 4]),
        ("2019 2021 2023", 2, [1, 2, 3]),
        ("2019 2022 2026", 2, [1, 2, 4]),
        ("2019 2021 2022", None, [1, 2, 3]),
        ("w1 w3 w4", 1, [1, 2, 3]),
        ("2019 2021b 2023", 1, [1, 2, 3]),
        ("2021 2019", 1, [1, 2]),
        ("1 99999999999999999999999999", 1, [1, 3]),
        ("2020", 1, [1]),
        ("", 1, []),
    ],
)
def test_a_place_is_left_free_where_waves_are_missing(
    waves: str, apart: int | None, expected: list[int]
) -> None:
    assert list(places(waves.split(), apart).values()) == expected


def filled(project: Path, said: str) -> duckdb.DuckDBPyConnection:
    """The input tables of waves 2030 and 2032."""
    later = WAVE_2031.replace("2031", "2032")
    files = {"survey/survey.yml": SURVEY + said, "survey/waves/2032.yml": later}
    files["survey/waves/2031.yml"] = None  # type: ignore[assignment]
    con = duckdb.connect()
    fill_input(con, load_survey(write_survey(project, accepted=False, **files)))
    return con


@pytest.mark.parametrize(("said", "expected"), [("", 3), ("waves_apart: null\n", 2)])
def test_the_survey_says_how_far_waves_are_apart(tmp_path: Path, said: str, expected: int) -> None:
    rows = filled(tmp_path, said).execute("SELECT wave, position FROM input.waves").fetchall()
    assert rows == [("2030", 1), ("2032", expected)]


@pytest.mark.parametrize(
    ("said", "labels"),
    [
        ("", []),
        ("membership_bands: [10, 5]", ["under 5 years", "5 to 9 years", "10 years or more"]),
        ("membership_bands: [1, 2]", ["under 1 year", "1 year", "2 years or more"]),
    ],
)
def test_years_of_membership_come_in_the_bands_of_the_survey(
    tmp_path: Path, said: str, labels: list[str]
) -> None:
    query = "SELECT label FROM input.membership_bands ORDER BY years_from"
    assert [label for (label,) in filled(tmp_path, said).execute(query).fetchall()] == labels
