"""Rows of anonymous respondents that repeat another row."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipelines.commands.new import new
from tests.onboarding.towns import run
from tests.survey.folder import accept, edit

ONCE = "Timestamp,Do you?\n2032-02-02 09:15,Yes\n2032-02-02 09:20,Yes\n"
SOURCES = """sources:
  - path: answers.csv
    columns: {Timestamp: {use: submitted_at}, "Do you?": {use: ignored, reason: not looked at}}
"""
TWICE = ONCE + "2032-02-02 09:15,Yes\n2032-02-02 09:15,Yes\n\n"


@pytest.mark.parametrize(("content", "told"), [(ONCE, 0), (TWICE, 2)])
def test_copies_are_told_by_add_and_by_check(tmp_path: Path, content: str, told: int) -> None:
    new(tmp_path / "towns")
    by = "identified_by: registry"
    edit(tmp_path / "towns", "survey/survey.yml", by, "identified_by: row")
    (tmp_path / "answers.csv").write_text(content, encoding="utf-8")
    added = run("add", "2032", tmp_path / "answers.csv", "--project", tmp_path / "towns")
    assert added.exit_code == 0, added.output
    assert added.stdout.count("2 rows that repeat another row in every cell") == bool(told)
    wave = tmp_path / "towns/survey/waves/2032.yml"
    decided = wave.read_text(encoding="utf-8").partition("decide:")[0] + SOURCES
    wave.write_text(decided, encoding="utf-8")
    accept(tmp_path / "towns")
    checked = run("check", "--project", tmp_path / "towns")
    assert checked.exit_code == 0, checked.output
    where = "! data/raw/2032/answers.csv\n  found     2 rows that repeat"
    assert checked.stderr.count(where) == bool(told)
