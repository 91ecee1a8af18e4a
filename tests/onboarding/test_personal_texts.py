"""Personal data in text that is kept: told by `waves check`, before anything is built."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipelines.onboarding.personal_texts import personal_texts
from pipelines.survey.load import load_survey
from pipelines.survey.models.waves import checksum
from tests.onboarding.towns import SPAN, Towns, export
from tests.wave_run import Run

REMARKS = "data/raw/2032/answers.csv, row 3, column 'Anything else?'"


def added(towns: Towns, folder: Path, remark: str) -> Towns:
    """The third wave, decided, with a remark in its second row."""
    towns.add(export(folder, Thanks=remark))
    towns.fill({"wave 2032": SPAN})
    towns.decide()
    return towns


@pytest.mark.parametrize(
    ("remark", "masked"),
    [
        ("Call +44 20 7946 0958 please", "telephone number +4…"),
        ("write to mayor@beckton.example", "e-mail address m…@…"),
        ("from 192.168.1.10", "IP address 19…"),
    ],
)
def test_it_is_a_warning_with_its_place_and_shows_no_more_than_its_beginning(
    towns: Towns, tmp_path: Path, remark: str, masked: str
) -> None:
    result = added(towns, tmp_path, remark).check()
    assert f"! {REMARKS}" in result.stderr
    assert masked in result.stderr
    assert remark not in result.stderr
    assert result.exit_code == 0, result.output


def test_harmless_text_and_dropped_columns_are_not_told(towns: Towns, tmp_path: Path) -> None:
    added(towns, tmp_path, "since 2019-2020")
    assert list(personal_texts(load_survey(towns.project), "2032")) == []


def test_a_corrected_cell_is_settled(towns: Towns, tmp_path: Path) -> None:
    added(towns, tmp_path, "write to mayor@beckton.example")
    with (towns.project / "survey/corrections.yml").open("a", encoding="utf-8") as stream:
        stream.write(
            '  - {wave: "2032", respondent: beckton, question: remarks, corrected: write to us, '
            "expected: write to mayor@beckton.example, reason: An address., "
            "decided_by: programme team, decided_on: 2032-04-01}\n"
        )
    assert list(personal_texts(load_survey(towns.project), "2032")) == []


def test_a_cell_is_corrected_by_its_checksum_and_its_text_is_written_nowhere(
    towns: Towns, tmp_path: Path
) -> None:
    remark = "write to mayor@beckton.example"
    told = added(towns, tmp_path, remark).check().stderr
    expected = checksum(remark)
    assert f"`expected: {expected}`" in told
    with (towns.project / "survey/corrections.yml").open("a", encoding="utf-8") as stream:
        stream.write(
            '  - {wave: "2032", respondent: beckton, question: remarks, corrected: "", '
            f'expected: "{expected}", reason: An address., decided_by: programme team, '
            "decided_on: 2032-04-01}\n"
        )
    assert list(personal_texts(load_survey(towns.project), "2032")) == []
    built = Run(towns.project)
    assert built.stopped == {}
    assert built.rows("SELECT count(*) FROM core.texts WHERE text LIKE '%mayor@%'") == [(0,)]
    files = [
        file for file in towns.project.rglob("*") if file.is_file() and "raw" not in file.parts
    ]
    assert not [file for file in files if remark.encode() in file.read_bytes()]
