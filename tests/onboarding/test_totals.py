"""Totals and tests among the rows are asked about, not counted in silence."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.onboarding.towns import ROWS, Towns, column, export, wave


@pytest.fixture
def with_total(towns: Towns, tmp_path: Path) -> Towns:
    assert towns.add(export(tmp_path, **{ROWS[3]: f"{ROWS[3]}\n,TOTAL,,,,,,21,"})).exit_code == 0
    return towns


def test_a_total_is_a_decision(with_total: Towns) -> None:
    (decision,) = column(with_total.project, "Town").decide
    assert (decision.about, decision.subject) == ("respondent", "TOTAL")


@pytest.mark.parametrize(
    ("choice", "ignored"),
    [(("not_respondent", "sum"), {"TOTAL": "sum"}), ("respondent", {})],
)
def test_what_is_chosen_is_written_and_not_asked_again(
    with_total: Towns, choice: str | tuple[str, str], ignored: dict[str, str]
) -> None:
    with_total.fill({"'TOTAL'": choice})
    result = with_total.decide()
    assert result.exit_code == 0, result.output
    assert wave(with_total.project).sources[0].not_respondents == ignored
    assert column(with_total.project, "Town").decide == []


def test_a_respondent_of_the_registry_is_none(towns: Towns, tmp_path: Path) -> None:
    file = towns.project / "survey/respondents.csv"
    text = file.read_text(encoding="utf-8")
    file.write_text(f"{text}total,Total,town,,,,\n", encoding="utf-8")
    towns.add(export(tmp_path, Carden="Total"))
    assert column(towns.project, "Town").decide == []
