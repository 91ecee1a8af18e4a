"""The sign before fractions, where a source says it: no number is read as another one."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.survey.folder import ANSWERS_2030, QUESTIONS, WAVE_2030, write_survey
from tests.wave_run import Run

GIVEN = ("1.234", '"12,5"', '"1.234,5"', "1.5", "30")
"""Staff of the first five towns, as the cells stand."""


def run(project: Path, decimal: str) -> Run:
    answers = ANSWERS_2030.replace(",12,Thank", f",{GIVEN[0]},Thank").replace(
        "Housing,5,,2", f"Housing,{GIVEN[1]},,2"
    )
    answers = answers.replace("clubs,0,,3", f"clubs,{GIVEN[2]},,3")
    answers = answers.replace("clubs,7.5,", f"clubs,{GIVEN[3]},")
    said = WAVE_2030.replace(
        '    separator: ";"\n', f'    separator: ";"\n    decimal: "{decimal}"\n'
    )
    files = {
        "data/raw/2030/answers.csv": answers,
        "survey/waves/2030.yml": said,
        "survey/questions.yml": QUESTIONS.replace("maximum: 1000", "maximum: 10000"),
    }
    return Run(write_survey(project, **files, **{"survey/corrections.yml": None}))


@pytest.mark.parametrize(
    ("decimal", "numbers", "rejected"),
    [
        (",", {"ashford": 1234, "beckton": 12.5, "carden": 1234.5, "elmsley": 30}, ["1.5"]),
        (".", {"ashford": 1.234, "dunmore": 1.5, "elmsley": 30}, ["12,5", "1.234,5"]),
    ],
)
def test_points_and_commas_are_what_the_source_says(
    tmp_path: Path, decimal: str, numbers: dict[str, float], rejected: list[str]
) -> None:
    made = run(tmp_path, decimal)
    found = dict(
        made.rows(
            "SELECT respondent_id, value_number FROM core.answers WHERE wave = '2030' "
            "AND question_id = 'staff' AND value_number IS NOT NULL AND respondent_id <> 'network'"
        )
    )
    assert found.items() >= numbers.items()
    assert "dunmore" not in found or decimal == "."
    values = made.rows("SELECT raw_value FROM core.rejected_cells WHERE wave = '2030' ORDER BY ALL")
    assert sorted(value for (value,) in values) == sorted(rejected)
    assert made.unbalanced() == []
