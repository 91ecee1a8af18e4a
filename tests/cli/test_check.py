"""`waves check`: what it says of raw files, without building or writing anything."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from pipelines.cli import app
from pipelines.project import REPOSITORY, warehouse_of
from pipelines.survey.load import load_survey
from pipelines.survey.raw_folder import warnings
from pipelines.warehouse.publish import build_lock
from tests.survey.folder import accept, edit, write_survey

needs_git = pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")
ANSWERS = "data/raw/2030/answers.csv"


@pytest.fixture(autouse=True)
def _wide(monkeypatch: pytest.MonkeyPatch) -> None:
    """Messages are not wrapped, so that they can be looked for."""
    monkeypatch.setenv("COLUMNS", "300")


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return write_survey(tmp_path / "towns")


def check(project: Path) -> Result:
    return CliRunner().invoke(app, ["check", "--project", str(project)])


def git(project: Path, *arguments: str) -> None:
    subprocess.run(["git", *arguments], cwd=project, check=True, capture_output=True)


def told(project: Path) -> list[tuple[str, str]]:
    """Place and first words of each warning."""
    return [(w.where, w.found.split(",")[0]) for w in warnings(load_survey(project))]


def public(project: Path) -> None:
    edit(project, "survey/survey.yml", "synthetic: true\n", "synthetic: true\nraw_data: public\n")


# ── what a person must do ───────────────────────────────────────────────────────


def test_nothing_is_written_and_no_build_is_in_the_way(project: Path) -> None:
    with build_lock(warehouse_of(project)):
        before = sorted(project.rglob("*"))
        result = check(project)
        assert result.exit_code == 0, result.output
        assert sorted(project.rglob("*")) == before


def test_columns_are_compared_with_the_waves_file(project: Path) -> None:
    edit(project, ANSWERS, ",Staff,", ",Colleagues,")
    accept(project)
    result = check(project)
    assert result.exit_code == 1
    assert "a column 'Colleagues' that has no place in survey/waves/2030.yml" in result.output
    assert "no column 'Staff'" in result.output


def test_unknown_respondents_are_told_with_their_row(project: Path) -> None:
    edit(project, ANSWERS, "Carden", "Cardon")
    accept(project)
    result = check(project)
    assert result.exit_code == 1
    assert f"{ANSWERS}, row 4" in result.output
    assert "the respondent 'Cardon'" in result.output
    assert "Carden (carden)" in result.output


# ── warnings ────────────────────────────────────────────────────────────────────


def test_a_good_folder_outside_of_git_has_no_warning(project: Path) -> None:
    assert told(project) == []


@needs_git
def test_raw_files_that_git_has_are_told_and_stop_nothing(project: Path) -> None:
    git(project, "init", "-q")
    git(project, "add", "-A")
    assert told(project) == [
        (ANSWERS, "a raw file that may hold personal data"),
        (".gitignore", "no entry that keeps data/raw/ out of git"),
    ]
    assert check(project).exit_code == 0
    assert "! .gitignore" in check(project).output


@needs_git
def test_files_that_git_would_take_are_told_before_it_has_them(project: Path) -> None:
    git(project, "init", "-q")
    assert told(project) == [(".gitignore", "no entry that keeps data/raw/ out of git")]
    (project / ".gitignore").write_text("/data/raw/\n", encoding="utf-8")
    assert told(project) == []


@needs_git
def test_public_files_may_be_in_git_but_for_those_with_personal_columns(project: Path) -> None:
    public(project)
    git(project, "init", "-q")
    git(project, "add", "-A")
    assert [where for where, _ in told(project)] == [ANSWERS, ".gitignore"]
    edit(project, "survey/waves/2030.yml", "      E-mail: {use: personal}\n", "")
    assert told(project) == []


@needs_git
def test_the_key_of_the_pseudonyms_does_not_belong_into_git(project: Path) -> None:
    public(project)
    edit(project, "survey/waves/2030.yml", "      E-mail: {use: personal}\n", "")
    (project / "data/pseudonym.key").write_bytes(bytes(32))
    git(project, "init", "-q")
    git(project, "add", "-A")
    assert told(project) == [("data/pseudonym.key", "the key of the pseudonyms")]


def test_without_git_nothing_is_said_of_it(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda _: None)
    assert told(project) == []


def test_files_and_folders_that_nobody_reads_are_told(project: Path) -> None:
    for name in ("2029/old.csv", "2030/copy of answers.csv", "2030/.DS_Store", ".gitignore"):
        path = project / "data/raw" / name
        path.parent.mkdir(exist_ok=True)
        path.write_text("x", encoding="utf-8")
    assert told(project) == [
        ("data/raw/2029", "a folder of raw files without a wave"),
        ("data/raw/2030/copy of answers.csv", "a raw file that no source names"),
    ]
    assert check(project).exit_code == 0


def test_our_own_survey_has_no_warning() -> None:
    assert told(REPOSITORY) == []


def test_a_text_block_that_can_t_be_read_is_told_without_a_build(project: Path) -> None:
    edit(
        project,
        "survey/survey.yml",
        "synthetic: true\n",
        "synthetic: true\nreport: {introduction: hi}\n",
    )
    block = project / "survey" / "report" / "hi.md"
    block.parent.mkdir()
    block.write_text("Of {{ wave.responses }} towns", encoding="utf-8")
    assert check(project).exit_code == 0
    block.write_text("Hello\n\n<b>towns</b>", encoding="utf-8")
    result = check(project)
    assert result.exit_code == 2
    assert "survey/report/hi.md:3\n  found     HTML" in result.output
