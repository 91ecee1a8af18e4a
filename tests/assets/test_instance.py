"""Where runs are recorded, and the partitions."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import dagster as dg
import pytest
import yaml

from pipelines.assets.instance import CONFIG, WAVES, home_of, open_instance, synchronise
from pipelines.assets.storage import LocalStorage
from pipelines.project import REPOSITORY


@pytest.fixture
def instance() -> Iterator[dg.DagsterInstance]:
    with dg.DagsterInstance.ephemeral() as instance:
        yield instance


@pytest.mark.parametrize(
    ("known", "waves"),
    [
        ([], ["1", "2"]),
        (["1"], ["1", "2"]),
        (["1", "2", "3"], ["1", "3"]),
        (["2", "3"], ["1", "2", "3"]),
        (["2", "1"], ["1", "2"]),
        (["1"], []),
    ],
)
def test_partitions_become_the_waves_in_order(
    instance: dg.DagsterInstance, known: list[str], waves: list[str]
) -> None:
    if known:
        instance.add_dynamic_partitions(WAVES, known)
    synchronise(instance, waves)
    assert list(instance.get_dynamic_partitions(WAVES)) == waves


def test_a_project_with_its_own_configuration_is_its_home(tmp_path: Path) -> None:
    shutil.copy(REPOSITORY / CONFIG, tmp_path)
    assert home_of(tmp_path) == tmp_path


def test_any_other_project_gets_ours_below_its_warehouse(tmp_path: Path) -> None:
    home = home_of(tmp_path)
    assert home == tmp_path / "data" / "warehouse" / ".dagster"
    assert (home / CONFIG).read_bytes() == (REPOSITORY / CONFIG).read_bytes()


def test_everything_is_stored_below_the_project_from_wherever_it_is_started(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    project, elsewhere = tmp_path / "project", tmp_path / "elsewhere"
    project.mkdir()
    elsewhere.mkdir()
    monkeypatch.chdir(elsewhere)
    with open_instance(project) as instance:
        synchronise(instance, ["1"])
    assert list(elsewhere.iterdir()) == []
    assert (project / "data" / "warehouse" / ".dagster" / "history" / "runs.db").is_file()


def test_dagster_itself_reads_what_was_recorded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copy(REPOSITORY / CONFIG, tmp_path)
    with open_instance(tmp_path) as instance:
        synchronise(instance, ["1", "2"])
        instance.report_runless_asset_event(dg.AssetMaterialization("a", partition="1"))
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DAGSTER_HOME", str(tmp_path))
    with dg.DagsterInstance.get() as plain:
        assert not isinstance(plain.event_log_storage, LocalStorage)
        assert list(plain.get_dynamic_partitions(WAVES)) == ["1", "2"]
        assert plain.get_materialized_partitions(dg.AssetKey("a")) == {"1"}


def test_other_storage_is_left_as_it_is(tmp_path: Path) -> None:
    config = yaml.safe_load((REPOSITORY / CONFIG).read_text(encoding="utf-8"))
    config["storage"] = {
        "custom": {
            "module": "dagster._core.storage.sqlite_storage",
            "class": "DagsterSqliteStorage",
            "config": {"base_dir": str(tmp_path / "theirs")},
        }
    }
    (tmp_path / CONFIG).write_text(yaml.safe_dump(config), encoding="utf-8")
    with open_instance(tmp_path) as instance:
        synchronise(instance, ["1"])
    assert (tmp_path / "theirs" / "history" / "runs.db").is_file()


def test_telemetry_is_off_and_folders_are_named() -> None:
    config = yaml.safe_load((REPOSITORY / CONFIG).read_text(encoding="utf-8"))
    assert config["telemetry"] == {"enabled": False}
    assert config["storage"]["sqlite"]["base_dir"]
    for part in ("local_artifact_storage", "compute_logs"):
        assert config[part]["config"]["base_dir"]
