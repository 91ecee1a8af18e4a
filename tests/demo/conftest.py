"""The made-up programme, written and built once for all tests here."""

from __future__ import annotations

import fcntl
import os
from dataclasses import dataclass
from pathlib import Path

import pytest
from typer.testing import CliRunner

from pipelines.cli import app


@dataclass(frozen=True)
class Demo:
    """The built programme; for reading only.

    Attributes:
        written: what `waves demo` printed.
        built: what `waves build` printed.
    """

    project: Path
    written: str
    built: str


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Demo:
    base = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:  # one for all workers
        base = base.parent
    project = base / "my-demo"
    with (base / "demo.lock").open("w", encoding="utf-8") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        for arguments in (["demo", str(project)], ["build", "--project", str(project)]):
            printed = base / f"{arguments[0]}.out"
            if not printed.exists():
                result = CliRunner().invoke(app, arguments, env={"COLUMNS": "200"})
                assert result.exit_code == 0, result.output
                printed.write_text(result.stdout, encoding="utf-8")
    texts = [(base / f"{name}.out").read_text(encoding="utf-8") for name in ("demo", "build")]
    return Demo(project, *texts)
