"""What the assets of one run share: the survey, the build folder and one connection.

The lock is held for the whole run. The build folder is made when the first table is,
so that a run of the wave stages alone makes none; whatever happens, connection and
lock are let go at the end.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping
from contextlib import ExitStack
from functools import cached_property
from pathlib import Path

import dagster as dg
import duckdb
from pydantic import PrivateAttr

from pipelines import stages
from pipelines.project import warehouse_of
from pipelines.survey.folder import SurveyFolder
from pipelines.survey.load import load_survey
from pipelines.warehouse import publish as publication
from pipelines.warehouse.ahead import Ahead
from pipelines.warehouse.engine import connect

FIRST = dg.AssetKey(["core", "source_files"])
"""A run that loads this table makes all tables; any other starts from those published."""

KEYS = "waves.json"
"""In a build's folder: the key of each wave's content."""


class Build(dg.ConfigurableResource):  # type: ignore[type-arg]
    """The build of a run."""

    project: str
    _closing: ExitStack = PrivateAttr(default_factory=ExitStack)
    _whole: bool = PrivateAttr(default=True)
    _folder: publication.Build | None = PrivateAttr(default=None)
    _con: duckdb.DuckDBPyConnection | None = PrivateAttr(default=None)
    _ahead: Ahead | None = PrivateAttr(default=None)
    _everything: bool = PrivateAttr(default=True)

    @property
    def warehouse(self) -> Path:
        """The folder of all builds."""
        return warehouse_of(Path(self.project))

    @cached_property
    def survey(self) -> SurveyFolder:
        """The survey as it stands now, read once in a run."""
        return load_survey(Path(self.project))

    @property
    def folder(self) -> publication.Build:
        """The folder of this build."""
        if self._folder is None:
            self._folder = publication.start_build(self.warehouse)
            published = publication.current(self.warehouse)
            if published and not self._whole:
                without = shutil.ignore_patterns(publication.MANIFEST)
                shutil.copytree(published, self._folder.folder, ignore=without, dirs_exist_ok=True)
        return self._folder

    @property
    def con(self) -> duckdb.DuckDBPyConnection:
        """The connection to this build's database."""
        if self._con is None:
            self._con = connect(self.folder.database(self.survey.survey.id))
        return self._con

    @property
    def ahead(self) -> Ahead:
        """What is done to this build's database in a second thread."""
        if self._ahead is None:
            self._ahead = Ahead(self.con)
        return self._ahead

    @property
    def everything(self) -> bool:
        """Whether the run makes all there is, and not a part that somebody chose."""
        return self._everything

    def published_keys(self) -> dict[str, str]:
        """The key of each wave's content in the published build."""
        published = publication.current(self.warehouse)
        return read_keys(published) if published else {}

    def remember(self, works: Mapping[str, Path]) -> None:
        """Note which content of each wave this build shows."""
        text = json.dumps({wave: work.name for wave, work in works.items()}, indent=1)
        (self.folder.folder / KEYS).write_text(text, encoding="utf-8")

    def publish(self, code_versions: Mapping[str, str]) -> None:
        """Close the database and make this build the published one."""
        self.disconnect()
        publication.publish(self.folder, list(self.survey.waves), code_versions)
        publication.prune(self.warehouse)
        stages.prune_interim(self.survey, self.published_keys())

    def disconnect(self) -> None:
        """Close the connections, if there are any."""
        if self._ahead is not None:
            self._ahead.close()
            self._ahead = None
        if self._con is not None:
            self._con.close()
            self._con = None

    def setup_for_execution(self, context: dg.InitResourceContext) -> None:
        """Take the lock, or say who holds it."""
        selected = context.run.asset_selection if context.run else None
        self._everything = not selected
        self._whole = not selected or FIRST in selected
        self._closing.enter_context(publication.build_lock(self.warehouse))
        self._closing.callback(self.disconnect)

    def teardown_after_execution(self, context: dg.InitResourceContext) -> None:  # noqa: ARG002
        """Let everything go, after success and failure alike."""
        self._closing.close()


def read_keys(build: Path) -> dict[str, str]:
    """The key of each wave's content in a build."""
    file = build / KEYS
    if not file.is_file():
        return {}
    keys: dict[str, str] = json.loads(file.read_text(encoding="utf-8"))
    return keys
