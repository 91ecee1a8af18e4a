"""Columns with `pseudonymise: true`, from the raw file to the warehouse."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from pipelines import stages
from pipelines.extract import extract_source, raw_file
from pipelines.survey.load import load_survey
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


def spooled(project: Path) -> Path:
    """The 2030 export with a blank line, so that it is not read where it lies; extracted."""
    edit(project, "data/raw/2030/answers.csv", "2030-02-05 10:00", "\n2030-02-05 10:00")
    accept(project)
    (clean,) = stages.extract(load_survey(project), "2030").work.glob("*.clean.csv")
    return clean


def test_what_is_spooled_holds_pseudonyms_from_the_first(project: Path) -> None:
    without_registry(project)
    cells = spooled(project).read_text(encoding="utf-8")
    key = pseudonym_key(project)
    for told in ("Ashford", "a@example.org", "Thank you"):
        assert told not in cells
        assert pseudonym(told, key) in cells


def test_what_was_spooled_has_the_same_pseudonyms(project: Path) -> None:
    without_registry(project)
    edit(project, "data/raw/2030/answers.csv", ",7.5,", ",x7.5,")
    edit(project, "data/raw/2030/answers.csv", "n@example.org,Yes", "n@example.org,Yes;beyond")
    kept = "SELECT value FROM core.response_metadata UNION ALL SELECT text FROM core.texts"
    who = "SELECT respondent_id FROM core.responses WHERE wave = '2030' ORDER BY 1"
    accept(project)
    lying = Run(project)
    spooled(project)
    again = Run(project)
    assert again.stopped == {}
    assert sorted(again.rows(kept)) == sorted(lying.rows(kept))
    assert again.rows(who) == lying.rows(who)


def test_rows_of_no_respondent_are_found_by_their_pseudonym(project: Path) -> None:
    without_registry(project)
    edit(project, WAVE, "    separator:", "    not_respondents: {TEST: a test}\n    separator:")
    edit(project, "data/raw/2030/answers.csv", "elmsley,e@", "TEST,e@")
    spooled(project)
    rows = Run(project).rows("SELECT respondent_id FROM core.responses WHERE wave = '2030'")
    assert len(rows) == 6
    assert (pseudonym("TEST", pseudonym_key(project)),) not in rows


def test_cells_of_a_bad_row_that_was_spooled_are_pseudonyms(project: Path) -> None:
    without_registry(project)
    edit(project, "data/raw/2030/answers.csv", "Housing,30,,5\n", "Housing,30,,5,beyond\n")
    spooled(project)
    texts = {text for _, _, text, _ in Run(project).rejected("2030")}
    assert pseudonym("e@example.org", pseudonym_key(project)) in texts
    assert "e@example.org" not in texts


def test_a_parquet_file_is_spooled_with_pseudonyms(project: Path) -> None:
    raw = project / "data/raw/2030/answers.csv"
    target = raw.with_suffix(".parquet")
    duckdb.sql(f"COPY (FROM read_csv('{raw}', all_varchar = true)) TO '{target}'")
    edit(project, WAVE, "path: answers.csv", "path: answers.parquet")
    folder = load_survey(project)
    source = folder.waves["2030"].sources[0]
    extracted = extract_source(raw_file(folder, "2030", source), source, project / "work")
    cells = extracted.data.read_text(encoding="utf-8")
    assert "a@example.org" not in cells
    assert pseudonym("a@example.org", pseudonym_key(project)) in cells


def test_a_new_key_makes_the_wave_anew(project: Path) -> None:
    Run(project)
    (project / "data/pseudonym.key").unlink()
    run = Run(project)
    (mail,) = run.rows("SELECT min(value) FROM core.response_metadata")[0]
    key = pseudonym_key(project)
    assert mail in {pseudonym(f"{town}@example.org", key) for town in "abcdefn"}
