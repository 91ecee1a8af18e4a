"""A build that is killed, at whatever stage, leaves what is published whole."""

from __future__ import annotations

import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

from pipelines.project import warehouse_of
from pipelines.warehouse.publish import build_lock, current
from tests.survey.folder import edit

KILLED = """
import os, signal, sys
from pathlib import Path
from pipelines.assets.run import run_job

def listener(happens: str, what: str) -> None:
    if what.startswith(sys.argv[2]):
        os.kill(os.getpid(), signal.SIGKILL)

run_job(Path(sys.argv[1]), listener)
"""
OF_WAVES = ["waves: extract", "validate 2031", "harmonise 2031"]
STAGES = [*OF_WAVES, "load", "indicators", "audit", "report", "publication: pages",
          "publication: current"]  # fmt: skip


@pytest.mark.parametrize("stage", STAGES)
def test_the_published_state_stays_whole(copy_of_built: Callable[[], Path], stage: str) -> None:
    project = copy_of_built()
    if stage in OF_WAVES:
        shutil.rmtree(warehouse_of(project) / "interim")  # so that they have work to do
    edit(project, "survey/indicators.yml", "title: Have a strategy", "title: Another title")
    before = current(warehouse_of(project))
    assert before is not None
    run = subprocess.run(
        [sys.executable, "-c", KILLED, str(project), stage], capture_output=True, check=False
    )
    assert run.returncode == -signal.SIGKILL, run.stderr.decode()[-2000:]
    assert current(warehouse_of(project)) == before
    with duckdb.connect(before / "towns.duckdb", read_only=True) as con:
        titles = con.execute("SELECT title FROM input.indicators ORDER BY position").fetchall()
        assert titles[0] == ("Have a strategy",)
        assert con.execute("SELECT count(*) FROM report.figures").fetchall()[0][0] > 0
    assert (before / "report" / "index.html").exists()
    with build_lock(warehouse_of(project)):
        pass  # nobody holds it any more
