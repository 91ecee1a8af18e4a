"""Nothing of a question that is not public leaves the warehouse."""

from __future__ import annotations

import zipfile
from pathlib import Path

import duckdb
import pyreadstat
import pytest

from pipelines.errors import ConfigurationError
from pipelines.exports.public import ROWS_AT_ONCE, rows_in_build
from pipelines.report.documents.write import Form, write_wave
from pipelines.survey.load import load_survey
from tests.exports.conftest import CLOSED, Exported
from tests.small_survey import SmallSurvey, chose
from tests.survey.folder import edit, write_survey

TOLD = (b"campaign", b"effort", b"planning")
"""In every id, wording, label and title of what is not public, and nowhere else."""


def contents(file: Path) -> bytes:
    """All that a file says, unpacked, and its own bytes."""
    raw = file.read_bytes()
    if file.suffix == ".xlsx":
        with zipfile.ZipFile(file) as parts:
            raw += b"".join(parts.read(name) for name in parts.namelist())
    elif file.suffix == ".parquet":
        cursor = duckdb.execute(f"SELECT * FROM '{file}'")
        raw += repr((cursor.description, cursor.fetchall())).encode()
        raw += repr(duckdb.execute(f"FROM parquet_metadata('{file}')").fetchall()).encode()
    elif file.suffix == ".sav":
        frame, meta = pyreadstat.read_sav(file, user_missing=True)
        raw += frame.to_csv().encode() + repr(vars(meta)).encode()
    return raw.lower()


def test_a_question_that_is_not_public_is_in_no_file(exported: Exported) -> None:
    files = [file for file in exported.folder.rglob("*") if file.is_file()]
    assert {file.suffix for file in files} == {".csv", ".parquet", ".xlsx", ".sav", ".json", ".md"}
    assert any(b"strategy" in contents(file) for file in files)
    for file in files:
        for word in TOLD:
            assert word not in contents(file), (file.name, word)


def test_neither_is_it_in_what_the_build_publishes(exported: Exported) -> None:
    published = exported.project / "data" / "warehouse" / "current" / "exports"
    files = [file for file in published.rglob("*") if file.is_file()]
    assert {"datapackage.json", "answers.csv"} <= {file.name for file in files}
    assert not any(word in contents(file) for file in files for word in TOLD)


def test_neither_is_it_in_any_form_of_the_report(exported: Exported, tmp_path: Path) -> None:
    published = exported.project / "data" / "warehouse" / "current" / "report"
    pages = list(published.glob("*.html"))
    assert {"2030.html", "2030.fr.html", "explorer.html", "index.html"} <= {f.name for f in pages}
    write_wave(exported.con, "2030", Form.DOCX, tmp_path / "2030.docx")
    texts = {page.name: page.read_text(encoding="utf-8") for page in pages}
    with zipfile.ZipFile(tmp_path / "2030.docx") as parts:  # the PDF has the same blocks
        texts["2030.docx"] = parts.read("word/document.xml").decode()
    assert "Strategy" in texts["2030.docx"]
    for name, text in texts.items():
        for word in TOLD:
            assert word.decode() not in text.lower(), (name, word)


def test_no_figure_rests_on_it(exported: Exported) -> None:
    figures = exported.rows("SELECT * FROM report.figures")
    told = [row for row in figures if any(word.decode() in str(row).lower() for word in TOLD)]
    assert told == []
    named = {row["question_id"] for row in figures} | {row["indicator_id"] for row in figures}
    assert "strategy" in named
    assert not named & CLOSED


def test_text_that_may_not_be_published_is_in_no_file(built: Path) -> None:
    published = built / "data" / "warehouse" / "current"
    (database,) = published.glob("*.duckdb")
    with duckdb.connect(database.resolve(), read_only=True) as con:
        kept = [text for (text,) in con.execute("SELECT text FROM core.texts").fetchall() if text]
    assert kept
    files = [file for file in (published / "exports").rglob("*") if file.is_file()]
    assert files
    assert not any(text.lower().encode() in contents(file) for file in files for text in kept)


def test_who_was_asked_must_not_tell_an_answer(tmp_path: Path) -> None:
    project = write_survey(tmp_path)
    edit(
        project,
        "survey/questions.yml",
        "wording: Have you run a campaign?",
        "wording: Have you run a campaign?\n    public: false",
    )
    with pytest.raises(ConfigurationError, match="who was asked tells that answer"):
        load_survey(project)


@pytest.mark.parametrize(
    ("items", "stored", "written"),
    [(1, 10, True), (11, 10, False), (ROWS_AT_ONCE + 1, 10 * ROWS_AT_ONCE, False)],
)
def test_a_build_writes_rows_of_few_responses_only(items: int, stored: int, written: bool) -> None:
    world = SmallSurvey().wave("1").question("a", "x")
    world.response("1", "r", a=chose("x"))
    world.add("core.answer_counts", {"wave": "1", "question_id": "a", "n_items": items})
    assert rows_in_build(world.con, stored) is written
