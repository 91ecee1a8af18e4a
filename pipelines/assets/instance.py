"""The Dagster instance of a project: where its runs are recorded.

A project with a `dagster.yaml` is its own DAGSTER_HOME; any other gets a copy of ours below
its `data/warehouse`. Paths in it are relative to the project, whatever the current folder:
Dagster itself takes them from the current folder, so `waves ui` goes to the project first.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import yaml
from dagster import DagsterInstance
from dagster._core.instance import InstanceRef

from pipelines.project import REPOSITORY

WAVES = "wave"
"""Name of the dynamic partitions: one for each wave."""

CONFIG = "dagster.yaml"
_OWN = Path("data/warehouse/.dagster")


def home_of(project: Path) -> Path:
    """The DAGSTER_HOME of a project, made where it has none."""
    if (project / CONFIG).is_file():
        return project
    home = project / _OWN
    if not (home / CONFIG).is_file():
        home.mkdir(parents=True, exist_ok=True)
        (home / CONFIG).write_bytes((REPOSITORY / CONFIG).read_bytes())
    return home


def open_instance(project: Path) -> DagsterInstance:
    """The project's instance for a run in this process.

    What it records is what `dagster dev` shows. Output is not captured, so that progress
    reaches the terminal.
    """
    home = home_of(project)
    config = yaml.safe_load((home / CONFIG).read_text(encoding="utf-8")) or {}
    overrides: dict[str, Any] = {
        "compute_logs": {
            "module": "dagster._core.storage.noop_compute_log_manager",
            "class": "NoOpComputeLogManager",
        },
        "local_artifact_storage": _absolute(config.get("local_artifact_storage"), project),
        "storage": _storage(config.get("storage"), project),
    }
    overrides = {key: value for key, value in overrides.items() if value}
    return DagsterInstance.from_ref(InstanceRef.from_dir(str(home), overrides=overrides))


def synchronise(instance: DagsterInstance, waves: Iterable[str]) -> None:
    """Make the partitions the waves of the survey, in order of time."""
    wanted, known = list(waves), list(instance.get_dynamic_partitions(WAVES))
    kept = [wave for wave in wanted if wave in known]
    in_order = wanted[: len(kept)] == kept == [wave for wave in known if wave in wanted]
    for wave in known:
        if wave not in wanted or not in_order:
            instance.delete_dynamic_partition(WAVES, wave)
    if missing := wanted[len(kept) :] if in_order else wanted:
        instance.add_dynamic_partitions(WAVES, missing)


def _storage(config: dict[str, Any] | None, project: Path) -> dict[str, Any] | None:
    """The storage of dagster.yaml; SQLite becomes `LocalStorage` on the same files."""
    if not config or "sqlite" not in config:
        return config
    base = str(project / config["sqlite"]["base_dir"])
    own = {"module": "pipelines.assets.storage", "class": "LocalStorage"}
    return {"custom": {**own, "config": {"base_dir": base}}}


def _absolute(config: dict[str, Any] | None, project: Path) -> dict[str, Any] | None:
    if not config or "base_dir" not in config.get("config", {}):
        return config
    inner = config["config"]
    return {**config, "config": {**inner, "base_dir": str(project / inner["base_dir"])}}
