"""docs/operations.md knows the commands that there are."""

from __future__ import annotations

import re
from pathlib import Path

import yaml
from typer.main import get_command

from pipelines.cli import app

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")


def test_every_command_of_waves_is_in_the_table() -> None:
    commands = get_command(app).commands  # type: ignore[attr-defined]
    shown = {name for name, command in commands.items() if not command.hidden}
    assert set(re.findall(r"^\| `waves ([\w-]+)", PAGE, re.MULTILINE)) == shown


def test_every_target_of_make_is_in_the_table() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    named = set(re.findall(r"^# make ([\w-]+)", makefile, re.MULTILINE)) | {"clean-all"}
    assert set(re.findall(r"^\| `make ([\w-]+)", PAGE, re.MULTILINE)) == named


def test_the_lines_for_postgresql_are_a_storage_of_dagster() -> None:
    text = (ROOT / "dagster.yaml").read_text(encoding="utf-8")
    lines = re.findall(r"^# ((?:storage|  +\w+):.*)$", text, re.MULTILINE)
    storage = yaml.safe_load("\n".join(lines))
    assert storage == {"storage": {"postgres": {"postgres_url": {"env": "WAVES_POSTGRES_URL"}}}}
