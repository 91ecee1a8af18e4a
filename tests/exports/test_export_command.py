"""`waves export` as people use it."""

from __future__ import annotations

import json
from pathlib import Path

from typer.testing import CliRunner, Result

from pipelines.cli import app
from tests.exports.conftest import Exported
from tests.survey.folder import write_survey


def export(project: Path, *arguments: str | Path) -> Result:
    given = ["export", "--project", project, *arguments]
    return CliRunner().invoke(app, [str(each) for each in given], env={"COLUMNS": "300"})


def test_only_the_format_asked_for_is_written(exported: Exported, tmp_path: Path) -> None:
    result = export(exported.project, "--to", tmp_path / "new", "--format", "sav")
    assert result.exit_code == 0, result.output
    written = sorted(file.name for file in (tmp_path / "new").rglob("*.*"))
    assert written == [
        "README.md",
        "datapackage.json",
        "responses_2030.sav",
        "responses_2031.sav",
    ]
    assert "responses_2031.sav" in result.output


def test_an_earlier_export_gives_way_and_other_files_stay(
    exported: Exported, tmp_path: Path
) -> None:
    assert export(exported.project, "--to", tmp_path, "-f", "csv").exit_code == 0
    (tmp_path / "note.txt").write_text("mine", encoding="utf-8")
    assert export(exported.project, "--to", tmp_path, "-f", "sav").exit_code == 0
    assert not list(tmp_path.rglob("*.csv"))
    assert (tmp_path / "note.txt").exists()


def test_a_package_cannot_make_it_delete_files_elsewhere(
    exported: Exported, tmp_path: Path
) -> None:
    outside, to = tmp_path / "outside.txt", tmp_path / "to"
    outside.write_text("mine", encoding="utf-8")
    to.mkdir()
    told = {"resources": [{"path": "../outside.txt"}]}
    (to / "datapackage.json").write_text(json.dumps(told), encoding="utf-8")
    assert export(exported.project, "--to", to, "-f", "sav").exit_code == 0
    assert outside.exists()


def test_a_folder_with_something_else_is_left_alone(exported: Exported, tmp_path: Path) -> None:
    (tmp_path / "note.txt").write_text("mine", encoding="utf-8")
    result = export(exported.project, "--to", tmp_path)
    assert result.exit_code == 2
    assert "Name another with --to DIR" in result.stderr
    assert [file.name for file in tmp_path.iterdir()] == ["note.txt"]


def test_without_a_published_build_it_says_what_to_do(tmp_path: Path) -> None:
    result = export(write_survey(tmp_path), "--to", tmp_path / "to")
    assert result.exit_code == 2
    assert "waves build" in result.stderr
    assert not (tmp_path / "to").exists()
