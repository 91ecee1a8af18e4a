"""The folder of a new survey, from the first command to the first report."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from pipelines.cli import app
from pipelines.commands.new import survey_id
from pipelines.survey.load import load_survey

QUESTIONS = """\
sections:
  - {id: main, title: The questionnaire}
questions:
  - id: strategy
    section: main
    type: single
    wording: Do you have a strategy?
    options:
      - {id: "yes", label: "Yes"}
      - {id: "no", label: "No"}
"""
REGISTRY = """\
respondent_id,name,kind,country_code,joined_on,left_on,aliases
alder,Alder House,organisation,,,,
birch,Birch House,organisation,,,,
"""
WAVE = """\
wave: "2030"
kind: responses
sources:
  - path: export.csv
    columns:
      Name: {use: key}
      Do you have a strategy?: {question: strategy}
"""
EXPORT = "Name,Do you have a strategy?\nAlder House,Yes\nBirch House,No\n"


def waves(*arguments: str | Path) -> Result:
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


@pytest.fixture
def project(tmp_path: Path) -> Path:
    assert waves("new", tmp_path / "houses").exit_code == 0
    return tmp_path / "houses"


def test_the_folder_is_a_survey_without_waves(project: Path) -> None:
    folder = load_survey(project)
    assert (folder.survey.id, folder.survey.title) == ("houses", "Survey houses")
    assert folder.waves == {}
    assert waves("check", "--project", project).exit_code == 0


def test_one_wave_later_there_is_a_report(project: Path) -> None:
    (project / "survey/questions.yml").write_text(QUESTIONS, encoding="utf-8")
    (project / "survey/respondents.csv").write_text(REGISTRY, encoding="utf-8")
    (project / "survey/waves/2030.yml").write_text(WAVE, encoding="utf-8")
    (project / "data/raw/2030").mkdir()
    (project / "data/raw/2030/export.csv").write_text(EXPORT, encoding="utf-8")
    for arguments in (["accept", "2030"], ["check"], ["build"]):
        result = waves(*arguments, "--project", project)
        assert result.exit_code == 0, result.output
    page = project / "data/warehouse/current/report/2030.html"
    assert "Do you have a strategy?" in page.read_text(encoding="utf-8")


@pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")
def test_git_never_takes_raw_data_builds_or_the_key(project: Path) -> None:
    subprocess.run(["git", "init", "-q"], cwd=project, check=True)
    for name in ("data/raw/2030/export.csv", "data/warehouse/x", "data/pseudonym.key"):
        (project / name).parent.mkdir(parents=True, exist_ok=True)
        (project / name).write_text("x", encoding="utf-8")
    subprocess.run(["git", "add", "-A"], cwd=project, check=True)
    listed = subprocess.run(
        ["git", "ls-files"], cwd=project, check=True, capture_output=True, text=True
    )
    assert [name for name in listed.stdout.split() if name.startswith("data/")] == [
        "data/raw/.gitignore"
    ]


def test_the_readme_tells_the_next_steps(project: Path) -> None:
    text = (project / "README.md").read_text(encoding="utf-8")
    assert text.startswith("# Survey houses\n")
    assert all(f"waves {command}" in text for command in ("add", "check", "build"))


@pytest.mark.parametrize("title", ['The "first": one # of', "true", "Städte – 2030", "a\\b", "{x}"])
def test_any_title_is_text(tmp_path: Path, title: str) -> None:
    assert waves("new", tmp_path / "x", "--title", title).exit_code == 0
    assert load_survey(tmp_path / "x").survey.title == title


def test_a_folder_with_something_in_it_is_left_alone(project: Path) -> None:
    before = sorted(project.rglob("*"))
    (project / "README.md").write_text("mine", encoding="utf-8")
    result = waves("new", project)
    assert result.exit_code == 2
    assert "something there already" in result.output
    assert (project / "README.md").read_text(encoding="utf-8") == "mine"
    assert sorted(project.rglob("*")) == before


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("towns", "towns"),
        ("My Survey 2030", "my_survey_2030"),
        ("2030", "survey_2030"),
        ("...", "survey"),
        ("Größe", "gr_e"),
        ("x" * 60, "x" * 40),
    ],
)
def test_the_id_comes_from_the_folder(name: str, found: str) -> None:
    assert survey_id(name) == found
