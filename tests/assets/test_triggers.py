"""What starts a build by itself."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from pathlib import Path

import dagster as dg
import pytest

from pipelines.assets import triggers
from pipelines.assets.instance import WAVES, open_instance
from pipelines.assets.project import definitions_for
from pipelines.assets.publication import CURRENT
from tests.assets.graph import sql_models
from tests.survey.folder import SURVEY, write_survey

RANGE = {
    "dagster/asset_partition_range_start": "2030",
    "dagster/asset_partition_range_end": "2031",
}
AN_HOUR_AGO = time.time() - 3600


@pytest.fixture
def project(tmp_path: Path) -> Path:
    project = write_survey(tmp_path)
    for path in [*project.rglob("*")]:
        os.utime(path, (AN_HOUR_AGO, AN_HOUR_AGO))
    return project


@pytest.fixture
def instance() -> Iterator[dg.DagsterInstance]:
    with dg.DagsterInstance.ephemeral() as instance:
        yield instance


class Sensor:
    """The sensor, with its cursor from one evaluation to the next."""

    def __init__(self, project: Path, instance: dg.DagsterInstance) -> None:
        self.sensor = definitions_for(project, graph=sql_models()).resolve_sensor_def("raw_files")
        self.instance = instance
        self.cursor: str | None = None

    def requests(self) -> list[dg.RunRequest]:
        with dg.build_sensor_context(instance=self.instance, cursor=self.cursor) as context:
            data = self.sensor.evaluate_tick(context)
        self.cursor = data.cursor
        return list(data.run_requests or [])


@pytest.fixture
def sensor(project: Path, instance: dg.DagsterInstance) -> Sensor:
    return Sensor(project, instance)


def _write(path: Path, text: str, when: float) -> None:
    path.write_text(text, encoding="utf-8")
    for changed in (path, path.parent):
        os.utime(changed, (when, when))


def test_files_that_were_never_built_ask_for_one_run_of_all_waves(sensor: Sensor) -> None:
    (request,) = sensor.requests()
    assert {name: request.tags[name] for name in RANGE} == RANGE
    assert sensor.requests() == []


def test_a_changed_file_asks_once(sensor: Sensor, project: Path) -> None:
    (before,) = sensor.requests()
    _write(project / "data/raw/2031/export.csv", "other", AN_HOUR_AGO + 60)
    (after,) = sensor.requests()
    assert sensor.requests() == []
    assert before.run_key != after.run_key


def test_a_new_wave_is_a_partition_without_a_restart(
    sensor: Sensor, project: Path, instance: dg.DagsterInstance
) -> None:
    sensor.requests()
    wave = 'wave: "2029"\nkind: published\nfieldwork_start: 2029-01-01\n'
    _write(project / "survey/waves/2029.yml", wave, AN_HOUR_AGO + 60)
    (request,) = sensor.requests()
    assert request.tags["dagster/asset_partition_range_start"] == "2029"
    assert list(instance.get_dynamic_partitions(WAVES)) == ["2029", "2030", "2031"]


def test_a_removed_file_counts_as_a_change(sensor: Sensor, project: Path) -> None:
    sensor.requests()
    (project / "data/raw/2031/export.csv").unlink()
    os.utime(project / "data/raw/2031", (AN_HOUR_AGO + 60, AN_HOUR_AGO + 60))
    assert len(sensor.requests()) == 1


def test_files_that_are_being_copied_wait(sensor: Sensor, project: Path) -> None:
    file = project / "data/raw/2031/export.csv"
    _write(file, "half", time.time())
    assert sensor.requests() == []
    _write(file, "whole", AN_HOUR_AGO)
    assert len(sensor.requests()) == 1


def test_what_is_published_already_is_not_asked_for(
    sensor: Sensor,
    project: Path,
    instance: dg.DagsterInstance,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    @dg.asset(key=CURRENT)
    def current() -> None: ...

    dg.materialize([current], instance=instance)
    assert sensor.requests() == []
    monkeypatch.setattr(triggers, "SETTLED", -3600)
    _write(project / "data/raw/2031/export.csv", "later", time.time() + 60)
    assert len(sensor.requests()) == 1


def test_the_schedule_is_that_of_the_survey(tmp_path: Path) -> None:
    text = SURVEY + 'schedule: {cron: "30 4 * * 1", timezone: Europe/Paris}\n'
    project = write_survey(tmp_path, **{"survey/survey.yml": text})
    schedule = definitions_for(project, graph=sql_models()).resolve_schedule_def("daily")
    assert (schedule.cron_schedule, schedule.execution_timezone) == ("30 4 * * 1", "Europe/Paris")
    with open_instance(project) as instance:
        with dg.build_schedule_context(instance=instance) as context:
            (request,) = schedule.evaluate_tick(context).run_requests or []
        assert list(instance.get_dynamic_partitions(WAVES)) == ["2030", "2031"]
    assert {name: request.tags[name] for name in RANGE} == RANGE
