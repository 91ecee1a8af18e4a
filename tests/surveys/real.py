"""Real surveys: accepted, read and computed in a temporary project.

A survey's folder lies beside this file, as data only; the raw files are read from
../shared/data, where those who have them keep them. All but the report is made.
"""

from __future__ import annotations

import gzip
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from pipelines.commands.raw import accept
from pipelines.statistics import fill_panel_tests, fill_statistics
from pipelines.warehouse.engine import materialise, run_check
from pipelines.warehouse.models import read_check
from tests.audit.ledger import in_order
from tests.wave_run import Run
from tests.world import SQL, parsed

HERE = Path(__file__).parent
DATA = HERE.parents[2] / "shared" / "data"


def needs(survey: str) -> pytest.MarkDecorator:
    """Skips the tests of a module where the raw files of its survey are not at hand."""
    return pytest.mark.skipif(
        not (DATA / survey).is_dir(),
        reason=f"the raw files (../shared/data/{survey}) are not on this machine",
    )


def write_project(project: Path, survey: str, raw: Mapping[str, Path]) -> Path:
    """The survey's folder with its raw files, those ending in .gz unpacked.

    Args:
        project: the folder, made where missing.
        survey: name of the folder beside this file.
        raw: a raw file for each wave.
    """
    shutil.copytree(HERE / survey, project, dirs_exist_ok=True)
    for wave, source in raw.items():
        target = project / "data" / "raw" / wave / source.name.removesuffix(".gz")
        target.parent.mkdir(parents=True)
        content = source.read_bytes()
        target.write_bytes(gzip.decompress(content) if source.suffix == ".gz" else content)
    return project


class Warehouse(Run):
    """The tables of core to audit, from raw files that were accepted as they are."""

    def __init__(self, project: Path) -> None:
        for file in (project / "survey" / "waves").glob("*.yml"):
            accept(project, file.stem)
        super().__init__(project)
        assert self.stopped == {}
        for model in in_order(tuple(_models())):
            materialise(self.con, parsed(_file(model)))
            if model == "core.waves":
                fill_statistics(self.con)
            if model == "trends.panels":
                fill_panel_tests(self.con)

    def value(self, sql: str) -> Any:
        """The only value of a query."""
        ((value,),) = self.rows(sql)
        return value

    def broken_promises(self) -> dict[str, list[dict[str, Any]]]:
        """The rows that each check of sql/checks complains of."""
        checks = {path.stem: read_check(path) for path in (SQL / "checks").glob("*.sql")}
        found = {name: run_check(self.con, check).rows for name, check in checks.items()}
        return {name: rows for name, rows in found.items() if rows}

    def verdicts(self, kind: str) -> dict[str, str]:
        """What the audit says of the claims of a kind."""
        return dict(
            self.rows(
                "SELECT claim_id, verdict FROM audit.findings JOIN audit.claims USING (claim_id) "
                f"WHERE kind = '{kind}'"
            )
        )


def _models() -> list[str]:
    folders = ("core", "indicators", "trends", "audit")
    return [f"{folder}.{file.stem}" for folder in folders for file in (SQL / folder).glob("*.sql")]


def _file(model: str) -> Path:
    schema, name = model.split(".")
    return SQL / schema / f"{name}.sql"
