"""The command as people use it: what it prints, and how it ends."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from pipelines.cli import app
from pipelines.warehouse.models import load_models
from tests.survey.folder import edit, write_survey

COMMANDS = (
    *("build", "check", "report", "query", "explain", "export"),
    *("reconstruct", "accept", "diff", "match", "add", "decide", "ui", "publish-report"),
)
FORMS = ("html", "pdf", "docx")
READ_ONCE = cache(load_models)


@pytest.fixture(autouse=True)
def _wide(monkeypatch: pytest.MonkeyPatch) -> None:
    """Messages are not wrapped, so that they can be looked for."""
    monkeypatch.setenv("COLUMNS", "300")


@pytest.fixture(autouse=True)
def _read_sql_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """The models are checked by other tests; here they are read once."""
    monkeypatch.setattr("pipelines.assets.project.load_models", READ_ONCE)


def waves(*arguments: str | Path) -> Result:
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


def ask(project: Path, sql: str, form: str = "table") -> Result:
    return waves("query", "--project", project, "--format", form, sql)


# ── help and wrong use ──────────────────────────────────────────────────────────


def test_help_names_every_command() -> None:
    result = waves("--help")
    assert result.exit_code == 0
    assert all(command in result.output for command in COMMANDS)


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_explains_itself_and_takes_a_project(command: str) -> None:
    result = waves(command, "--help")
    assert result.exit_code == 0
    assert "--project" in result.output


@pytest.mark.parametrize(
    "arguments", [["nonsense"], ["query"], ["build", "--wrong"], ["ui", "-p", "x"]]
)
def test_wrong_use_ends_with_2(arguments: list[str]) -> None:
    assert waves(*arguments).exit_code == 2


def test_a_folder_that_is_no_project_is_wrong_use(tmp_path: Path) -> None:
    result = waves("check", "--project", tmp_path)
    assert result.exit_code == 2
    assert "no folder survey/ in it" in result.stderr
    assert "Traceback" not in result.output


@pytest.mark.parametrize("arguments", [["--help"], ["query", "--project", "{built}", "SELECT 1"]])
def test_light_commands_load_nothing_heavy(built: Path, arguments: list[str]) -> None:
    code = (
        "import sys; from pipelines.cli import app; "
        "app(sys.argv[1:], standalone_mode=False); "
        "print([m for m in ('dagster', 'great_expectations', 'pandas') if m in sys.modules])"
    )
    filled = [argument.format(built=built) for argument in arguments]
    done = subprocess.run(
        [sys.executable, "-c", code, *filled], capture_output=True, text=True, check=True
    )
    assert done.stdout.splitlines()[-1] == "[]"


# ── build and check ─────────────────────────────────────────────────────────────


def test_build_tells_what_came_out_and_where_it_is(copy_of_built: Callable[[], Path]) -> None:
    project = copy_of_built()
    result = waves("build", "--project", project)
    assert result.exit_code == 0, result.output
    rows = [[cell.strip() for cell in line.split("│")] for line in result.stdout.splitlines()]
    assert ["", "2030", "responses", "current", "6", "0", "1", ""] in rows
    for name in ("towns.duckdb", "report/index.html", "validation/index.html"):
        assert str(project / "data" / "warehouse" / "current" / name) in result.stdout
        assert (project / "data" / "warehouse" / "current" / name).exists()
    assert "validate 2031" in result.stderr
    assert "DEBUG" not in result.output


def test_build_with_a_stopped_wave_publishes_the_others_and_ends_with_1(
    copy_of_built: Callable[[], Path],
) -> None:
    project = copy_of_built()
    edit(project, "data/raw/2031/export.csv", "Ashford;Yes", "Ashford;No")
    result = waves("build", "--project", project)
    assert result.exit_code == 1
    assert "stale" in result.stdout
    assert "✗ data/raw/2031/export.csv" in result.stderr
    assert "waves accept 2031" in result.stderr


def test_check_is_content_with_a_good_survey(tmp_path: Path) -> None:
    result = waves("check", "--project", write_survey(tmp_path))
    assert result.exit_code == 0, result.output
    assert "2 waves, 6 questions, 9 respondents" in result.stdout


def test_check_names_every_problem_of_the_configuration_and_ends_with_2(tmp_path: Path) -> None:
    project = write_survey(tmp_path)
    edit(project, "survey/survey.yml", "publisher:", "pubisher:")
    edit(project, "survey/indicators.yml", "options: [housing]", "options: [houses]")
    result = waves("check", "--project", project)
    assert result.exit_code == 2
    assert "✗ survey/survey.yml:3" in result.stderr
    assert "✗ survey/indicators.yml" in result.stderr


def test_check_of_changed_files_ends_with_1(tmp_path: Path) -> None:
    project = write_survey(tmp_path)
    edit(project, "data/raw/2030/answers.csv", "b@example.org", "x@example.org")
    result = waves("check", "--project", project)
    assert result.exit_code == 1
    assert "needs a person" in result.stdout
    assert "changed since it was accepted" in result.stderr


def test_the_unexpected_is_told_without_a_traceback(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_: Path) -> None:
        raise ZeroDivisionError("by nought")

    monkeypatch.setattr("pipelines.commands.check.check", fail)
    monkeypatch.chdir(tmp_path)
    project = write_survey(tmp_path / "towns")
    result = waves("check", "--project", project)
    assert result.exit_code == 1
    assert "by nought" in result.stderr
    assert "Traceback" not in result.output
    assert "ZeroDivisionError" in (tmp_path / "waves-error.log").read_text(encoding="utf-8")
    assert isinstance(waves("--debug", "check", "--project", project).exception, ZeroDivisionError)


def test_ctrl_c_ends_quietly(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(_: Path) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("pipelines.commands.check.check", interrupt)
    result = waves("check", "--project", write_survey(tmp_path))
    assert result.exit_code == 130
    assert "What is published is unchanged" in result.stderr


# ── query ───────────────────────────────────────────────────────────────────────


def test_query_prints_a_table(built: Path) -> None:
    result = ask(built, "SELECT wave, n_responses FROM core.waves ORDER BY wave")
    assert result.exit_code == 0
    assert "│ 2030 │           6 │" in result.stdout


def test_query_prints_csv(built: Path) -> None:
    result = ask(built, "SELECT 'a,b' AS x, NULL AS y, 1.5 AS z", "csv")
    assert list(csv.reader(io.StringIO(result.stdout))) == [["x", "y", "z"], ["a,b", "", "1.5"]]


def test_query_prints_json(built: Path) -> None:
    result = ask(built, "SELECT 'é' AS x, NULL AS y, DATE '2030-01-02' AS z", "json")
    assert json.loads(result.stdout) == [{"x": "é", "y": None, "z": "2030-01-02"}]
    assert json.loads(ask(built, "SELECT 1 AS x WHERE false", "json").stdout) == []


@pytest.mark.parametrize(
    ("sql", "found"),
    [
        ("SELEC 1", "syntax error"),
        ("SELECT * FROM core.wave", 'Did you mean "waves"'),
        ("DELETE FROM core.waves", "read-only"),
        ("COPY core.waves TO 'taken.csv'", "disabled"),
        ("SELECT * FROM read_text('/etc/hostname')", "disabled"),
        ("SET enable_external_access = true", "Cannot"),
    ],
)
def test_query_refuses_what_is_not_a_question(built: Path, sql: str, found: str) -> None:
    result = ask(built, sql)
    assert result.exit_code == 2
    assert found in result.stderr
    assert "Traceback" not in result.output


FORMULAS = (
    """SELECT '=1+1' AS "=a", '-' AS b, -1 AS c, -0.5 AS d, '+44' AS e, '@x' AS f, 'a=b' AS g"""
)


def test_text_that_begins_like_a_formula_stays_text_in_csv(built: Path) -> None:
    header, row = csv.reader(io.StringIO(ask(built, FORMULAS, "csv").stdout))
    assert header == ["'=a", "b", "c", "d", "e", "f", "g"]
    assert row == ["'=1+1", "'-", "-1", "-0.5", "'+44", "'@x", "a=b"]


def test_programs_get_text_as_it_is(built: Path) -> None:
    (record,) = json.loads(ask(built, FORMULAS, "json").stdout)
    assert (record["=a"], record["b"]) == ("=1+1", "-")
    exact = waves("query", "--project", built, "-f", "csv", "--exact", FORMULAS).stdout
    assert list(csv.reader(io.StringIO(exact)))[1][:2] == ["=1+1", "-"]


LONG = "SELECT i, repeat('x', 100) AS t FROM range(200000) AS r(i)"


@pytest.mark.parametrize(
    "arguments",
    [
        *(("query", "-f", form, LONG) for form in ("table", "csv", "json")),
        ("explain", "2030.wave.responses"),
        ("trend", "housing"),
    ],
    ids=lambda arguments: " ".join(arguments[:3]),
)
def test_a_command_ends_quietly_where_its_reader_does(
    built: Path, arguments: tuple[str, ...]
) -> None:
    code = "from pipelines.cli import main; main()"
    command = [sys.executable, "-c", code, *arguments, "--project", str(built)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout
        assert process.stderr
        process.stdout.close()
        told = process.stderr.read()
        assert process.wait() == 0
    assert b"Traceback" not in told
    assert b"Broken" not in told


def test_query_before_the_first_build_says_what_to_do(tmp_path: Path) -> None:
    result = ask(write_survey(tmp_path), "SELECT 1")
    assert result.exit_code == 2
    assert "waves build" in result.stderr


# ── accept and reconstruct ──────────────────────────────────────────────────────


def test_accept_admits_a_changed_file(tmp_path: Path) -> None:
    project = write_survey(tmp_path)
    edit(project, "data/raw/2031/export.csv", "Hartley;No;No;Yes;0;0;0;1\n", "")
    assert waves("check", "--project", project).exit_code == 1
    result = waves("accept", "--project", project, "2031")
    assert result.exit_code == 0, result.output
    assert "export.csv: accepted, 5 rows, 8 columns" in result.stdout
    assert "before: 6 rows" in result.stdout
    assert waves("check", "--project", project).exit_code == 0
    assert "unchanged" in waves("accept", "--project", project, "2031").stdout


def test_accept_of_an_unknown_wave_names_those_that_are_known(tmp_path: Path) -> None:
    result = waves("accept", "--project", write_survey(tmp_path), "20311")
    assert result.exit_code == 2
    assert "2030, 2031" in result.stderr
    assert "Did you mean 2031?" in result.stderr


def test_accept_of_a_missing_file_needs_a_person(tmp_path: Path) -> None:
    project = write_survey(tmp_path)
    (project / "data/raw/2031/export.csv").unlink()
    result = waves("accept", "--project", project, "2031")
    assert result.exit_code == 1
    assert "no readable file" in result.stderr


def test_only_a_reconstructed_wave_is_written(tmp_path: Path) -> None:
    project = write_survey(tmp_path)
    before = (project / "data/raw/2030/answers.csv").read_bytes()
    result = waves("reconstruct", "--project", project, "2030")
    assert result.exit_code == 2
    assert "a wave of kind responses" in result.stderr
    assert (project / "data/raw/2030/answers.csv").read_bytes() == before


# ── ui ──────────────────────────────────────────────────────────────────────────


def test_ui_says_when_the_port_is_taken(built: Path) -> None:
    import socket

    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        result = waves("ui", "--project", built, "--port", str(port))
    assert result.exit_code == 2
    assert f"port {port}" in result.stderr


# ── the report of a wave ────────────────────────────────────────────────────────


def test_all_forms_in_all_languages_go_into_a_folder(built: Path, tmp_path: Path) -> None:
    report = ("report", "--wave", "2030", "--project", built, "--out", tmp_path / "of")
    result = waves(*report, "--format", "all", "--lang", "all")
    assert result.exit_code == 0, result.output
    forms = [f"2030{language}.{form}" for language in ("", ".fr") for form in FORMS]
    explorer = ["explorer.html", "explorer.fr.html"]
    assert {file.name for file in (tmp_path / "of").iterdir()} == {*forms, *explorer, "open-data"}
    assert (tmp_path / "of/open-data/datapackage.json").exists()
    for name in (*forms, *explorer, "open-data/datapackage.json"):
        assert str(tmp_path / "of" / name) in result.stdout
    page = (tmp_path / "of/2030.html").read_text(encoding="utf-8")
    assert 'href="2030.fr.html"' in page
    assert 'href="index.html"' not in page  # which is not there


@pytest.mark.parametrize(
    ("arguments", "names"),
    [
        (("--format", "html", "--lang", "all"), {"2030.html", "2030.fr.html"}),
        (("--format", "all", "--lang", "fr", "--draft"), {f"2030.fr.{form}" for form in FORMS}),
    ],
)
def test_one_form_or_one_language_of_all_and_drafts_of_the_report_only(
    built: Path, tmp_path: Path, arguments: tuple[str, ...], names: set[str]
) -> None:
    to = tmp_path / "of"
    result = waves("report", "--wave", "2030", "--project", built, "--out", to, *arguments)
    assert result.exit_code == 0, result.output
    assert {file.name for file in to.iterdir()} == names


# ── editions ────────────────────────────────────────────────────────────────────


def test_a_report_is_signed_off_once_and_watched_over_from_then_on(
    copy_of_built: Callable[[], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pipelines.report.documents.write.WRITERS", {})
    project = copy_of_built()
    sign = ("publish-report", "--wave", "2030", "--by", "Ann", "--project", project)
    first = waves(*sign, "--embargo", "9999-01-01")
    assert first.exit_code == 0, first.output
    assert "edition 1 of 2030, signed off by Ann" in first.stdout
    assert "not public before 9999-01-01" in first.stdout
    again = waves(*sign)
    assert again.exit_code == 2
    assert "no figure that changed since" in again.stderr
    assert waves("check", "--project", project).exit_code == 0
    (project / "data/editions/2030/1/report/2030.html").write_text("edited", encoding="utf-8")
    checked = waves("check", "--project", project)
    assert checked.exit_code == 1
    assert "✗ data/editions/2030/1/report/2030.html" in checked.stderr


def test_a_text_with_a_number_typed_by_hand_is_not_published(
    copy_of_built: Callable[[], Path],
) -> None:
    project = copy_of_built()
    published = project / "data" / "warehouse" / "current"
    before = published.resolve()
    named = "synthetic: true\nreport: {introduction: hello}\n"
    edit(project, "survey/survey.yml", "synthetic: true\n", named)
    block = project / "survey" / "report" / "hello.md"
    block.parent.mkdir()
    block.write_text("Hello.\n\nOf 6 towns", encoding="utf-8")
    result = waves("report", "--project", project)
    assert result.exit_code == 2
    assert "survey/report/hello.md:3\n  found     the number 6 typed by hand" in result.output
    assert published.resolve() == before
    block.write_text("Hello, {{ wave.responses }} towns.", encoding="utf-8")
    assert waves("report", "--project", project).exit_code == 0
    page = published / "report" / "2030.html"
    assert 'Hello, <data id="2030.wave.responses"' in page.read_text(encoding="utf-8")
