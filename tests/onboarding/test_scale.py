"""Numbers on another scale than in the wave before are asked about, never silently changed."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from pipelines.survey.load import load_survey
from pipelines.survey.models import Decision
from tests.onboarding.towns import HEADER, Towns, column

FRACTIONS = ("0.12", "0,05", "0.11", "0.02")
"""Of the staff, where the small survey counts heads."""


def export(folder: Path, staff: Sequence[str]) -> Path:
    towns = ("Ashford", "Béckton", "Carden", "Hartley")
    rows = [
        f'2032-02-0{day} 09:10,{town},a@example.org,Yes,Yes,,Housing,"{number}",'
        for day, (town, number) in enumerate(zip(towns, staff, strict=True), start=2)
    ]
    file = folder / "answers.csv"
    file.write_text("\n".join((HEADER, *rows)) + "\n", encoding="utf-8")
    return file


def asked(towns: Towns) -> list[Decision]:
    return [each for each in column(towns.project, "Staff").decide if each.about == "times"]


def test_numbers_a_hundredth_of_those_before_are_a_decision(towns: Towns, tmp_path: Path) -> None:
    towns.add(export(tmp_path, FRACTIONS))
    (decision,) = asked(towns)
    assert [each.choice for each in decision.candidates] == ["times 100", "times 1"]
    assert "0.08" in decision.found
    assert column(towns.project, "Staff").times is None


@pytest.mark.parametrize("staff", [("12", "5", "11", "2"), ("30", "2", "4", "1"), ("", "", "", "")])
def test_numbers_like_those_before_are_not_asked_about(
    towns: Towns, tmp_path: Path, staff: Sequence[str]
) -> None:
    towns.add(export(tmp_path, staff))
    assert asked(towns) == []


@pytest.mark.parametrize(("choice", "times"), [("times 100", 100), ("times 1", None)])
def test_what_is_chosen_is_written_and_not_asked_again(
    towns: Towns, tmp_path: Path, choice: str, times: int | None
) -> None:
    towns.add(export(tmp_path, FRACTIONS))
    towns.fill({"'Staff'": choice})
    assert towns.decide().exit_code == 0
    assert column(towns.project, "Staff").times == times
    assert asked(towns) == []


@pytest.mark.parametrize("choice", ["times", "times 0", "times -1", "times many"])
def test_another_factor_must_be_a_number(towns: Towns, tmp_path: Path, choice: str) -> None:
    towns.add(export(tmp_path, FRACTIONS))
    towns.fill({"'Staff'": choice})
    result = towns.decide()
    assert result.exit_code == 1
    assert "above 0" in result.stderr


def test_without_the_files_of_the_wave_before_nothing_is_asked(
    towns: Towns, tmp_path: Path
) -> None:
    (towns.project / "data/raw/2031/export.csv").unlink()
    assert towns.add(export(tmp_path, FRACTIONS)).exit_code == 0
    assert asked(towns) == []


def test_a_column_that_shows_the_sign_before_fractions_settles_it_for_the_file(
    towns: Towns, tmp_path: Path
) -> None:
    towns.add(export(tmp_path, ("1.234", "12,5", "3", "7")))
    (source,) = load_survey(towns.project).waves["2032"].sources
    assert source.decimal == ","


def test_numbers_with_points_need_no_word_about_it(towns: Towns, tmp_path: Path) -> None:
    towns.add(export(tmp_path, ("1234", "12.5", "3", "7")))
    (source,) = load_survey(towns.project).waves["2032"].sources
    assert source.decimal is None
