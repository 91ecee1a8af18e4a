"""Columns with `pseudonymise: true`, from the raw file to the warehouse."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipelines.survey.pseudonyms import VARIABLE, pseudonym, pseudonym_key
from tests.survey.folder import FILES, accept, edit, write_survey
from tests.wave_run import Run

WAVE = "survey/waves/2030.yml"


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """E-mail addresses are metadata and the remarks are free text, both as pseudonyms."""
    monkeypatch.delenv(VARIABLE, raising=False)
    written = write_survey(tmp_path)
    edit(written, WAVE, "{use: personal}", "{use: metadata, pseudonymise: true}")
    edit(written, WAVE, "{question: remarks}", "{question: remarks, pseudonymise: true}")
    return written


def without_registry(project: Path) -> None:
    survey = FILES["survey/survey.yml"]
    by_key = survey.replace("respondents:\n", "respondents:\n  identified_by: key\n")
    (project / "survey/survey.yml").write_text(by_key, encoding="utf-8")
    edit(project, WAVE, "Town: {use: key}", "Town: {use: key, pseudonymise: true}")
    (project / "survey/corrections.yml").unlink()


def test_metadata_and_texts_are_stored_as_pseudonyms(project: Path) -> None:
    run = Run(project)
    key = pseudonym_key(project)
    assert run.stopped == {}
    mails = {value for (value,) in run.rows("SELECT value FROM core.response_metadata")}
    assert mails == {pseudonym(f"{town}@example.org", key) for town in "abcdefn"}
    texts = {text for (text,) in run.rows("SELECT text FROM core.texts")}
    assert texts == {pseudonym(text, key) for text in ("Thank you", "More, please")}


def test_a_key_is_a_pseudonym_that_stays_the_same(project: Path) -> None:
    without_registry(project)
    run = Run(project)
    assert run.stopped == {}
    rows = run.rows("SELECT respondent_id FROM core.responses WHERE wave = '2030'")
    assert (pseudonym("Ashford", pseudonym_key(project)),) in rows
    assert all(len(who) == 16 for (who,) in rows)


def test_no_file_of_the_build_holds_what_was_replaced(project: Path) -> None:
    without_registry(project)
    edit(project, "data/raw/2030/answers.csv", "elmsley,e@", "elmsley,unique-address@")
    edit(project, "data/raw/2030/answers.csv", "5,,2\n", "5,,2,beyond\n")
    accept(project)
    run = Run(project)
    assert run.rejected("2030")  # a row of a wrong shape, whose cells are kept as raw text
    for path in (project / "data/warehouse").rglob("*"):
        if path.is_file():
            content = path.read_bytes()
            assert b"unique-address" not in content, path
            assert b"b@example.org" not in content, path


def test_a_new_key_makes_the_wave_anew(project: Path) -> None:
    Run(project)
    (project / "data/pseudonym.key").unlink()
    run = Run(project)
    (mail,) = run.rows("SELECT min(value) FROM core.response_metadata")[0]
    key = pseudonym_key(project)
    assert mail in {pseudonym(f"{town}@example.org", key) for town in "abcdefn"}
