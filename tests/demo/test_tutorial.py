"""The commands of docs/tutorial.md, taken from the page itself and run on the built programme."""

from __future__ import annotations

import re
import shlex
import subprocess
from pathlib import Path

import pytest
from typer.testing import CliRunner

from pipelines.cli import app
from tests.conftest import Demo

PAGE = (Path(__file__).parents[2] / "docs" / "tutorial.md").read_text(encoding="utf-8")
STEPS = re.findall(r"^```sh\n(.*?)^```\n\n```text\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
FOLDER = "my-demo"


def printed(demo: Demo, command: str) -> str:
    """What a command of the page prints; the first two were run to build the programme."""
    name, *arguments = shlex.split(command.replace(FOLDER, str(demo.project)))
    if name == "grep":
        return subprocess.run([name, *arguments], check=True, capture_output=True, text=True).stdout
    assert name == ".venv/bin/waves"
    if arguments[0] in ("demo", "build"):
        return demo.written if arguments[0] == "demo" else demo.built
    result = CliRunner().invoke(app, arguments, env={"COLUMNS": "200"})
    assert result.exit_code == 0, result.output
    return result.stdout


def test_every_command_has_its_print() -> None:
    assert len(STEPS) == PAGE.count("```sh") == PAGE.count("```text") > 8


@pytest.mark.parametrize(("command", "shown"), STEPS)
def test_a_command_prints_what_the_page_shows(demo: Demo, command: str, shown: str) -> None:
    text = printed(demo, command).replace(str(demo.project), FOLDER)
    lines = [line.rstrip() for line in text.strip("\n").splitlines()]
    rest = "\n".join(lines) + "\n"
    parts = shown.split("…\n")  # stands for lines left out
    assert rest.startswith(parts[0])
    for part in parts:
        assert part in rest
        rest = rest.partition(part)[2]
    assert rest == ""
