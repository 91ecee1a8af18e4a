"""The Dagster instance of a project: where its runs are recorded.

A project with a `dagster.yaml` is its own DAGSTER_HOME; for any other survey folder the
instance lies below its `data/warehouse`. Paths in `dagster.yaml` are relative to the
project, whatever the current folder is.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import yaml
from dagster import DagsterInstance
from dagster._core.instance import InstanceRef

WAVES = "wave"
"""Name of the dynamic partitions: one for each wave."""

CONFIG = "dagster.yaml"
_OWN = Path("data/warehouse/.dagster")
_FOLDERS = ("local_artifact_storage", "compute_logs")


def home_of(project: Path) -> Path:
    """The DAGSTER_HOME of a project, made where it has none."""
    if (project / CONFIG).is_file():
        return project
    home = project / _OWN
    if not (home / CONFIG).is_file():
        home.mkdir(parents=True, exist_ok=True)
        text = yaml.safe_dump(_default_config(home), sort_keys=False)
        (home / CONFIG).write_text(text, encoding="utf-8")
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
        "local_artifact_storage": _absolute(config.get("local_artifact_storage"), home),
        "storage": _storage(config.get("storage"), home),
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


def _storage(config: dict[str, Any] | None, home: Path) -> dict[str, Any] | None:
    """The storage of dagster.yaml; SQLite becomes `LocalStorage` on the same files."""
    if not config or "sqlite" not in config:
        return config
    base = str(home / config["sqlite"]["base_dir"])
    own = {"module": "pipelines.assets.storage", "class": "LocalStorage"}
    return {"custom": {**own, "config": {"base_dir": base}}}


def _absolute(config: dict[str, Any] | None, home: Path) -> dict[str, Any] | None:
    if not config or "base_dir" not in config.get("config", {}):
        return config
    return {
        **config,
        "config": {**config["config"], "base_dir": str(home / config["config"]["base_dir"])},
    }


def _default_config(home: Path) -> dict[str, Any]:
    folder = {"base_dir": str(home)}
    return {
        "telemetry": {"enabled": False},
        "storage": {"sqlite": folder},
        "local_artifact_storage": {
            "module": "dagster._core.storage.root",
            "class": "LocalArtifactStorage",
            "config": folder,
        },
        "compute_logs": {
            "module": "dagster._core.storage.local_compute_log_manager",
            "class": "LocalComputeLogManager",
            "config": {"base_dir": str(home / "logs")},
        },
    }
