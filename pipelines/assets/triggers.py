"""What starts a build by itself: the clock, and a change of the raw files or the survey."""

from __future__ import annotations

import hashlib
import os
import time
from collections.abc import Iterable, Iterator
from pathlib import Path

import dagster as dg

from pipelines.assets.instance import synchronise
from pipelines.assets.publication import CURRENT
from pipelines.survey.load import load_survey
from pipelines.survey.models import Schedule

WATCHED = ("data/raw", "survey")
SETTLED = 10.0
"""Seconds without a change after which copying is thought to be over."""


def range_tags(waves: Iterable[str]) -> dict[str, str]:
    """The tags that make one run of all waves."""
    keys = list(waves)
    return {
        "dagster/asset_partition_range_start": keys[0],
        "dagster/asset_partition_range_end": keys[-1],
    }


def daily_schedule(
    project: Path, job: dg.UnresolvedAssetJobDefinition, schedule: Schedule
) -> dg.ScheduleDefinition:
    """A build at the time that survey.yml gives."""

    @dg.schedule(
        job=job,
        name="daily",
        cron_schedule=schedule.cron,
        execution_timezone=schedule.timezone,
        default_status=dg.DefaultScheduleStatus.RUNNING,
        description="Builds at the time that survey.yml gives.",
    )
    def daily(context: dg.ScheduleEvaluationContext) -> dg.RunRequest:
        return dg.RunRequest(tags=_synchronised(context.instance, project))

    return daily


def raw_sensor(project: Path, job: dg.UnresolvedAssetJobDefinition) -> dg.SensorDefinition:
    """A build when files arrived or changed since the last one, once for each change."""

    @dg.sensor(
        job=job,
        name="raw_files",
        minimum_interval_seconds=30,
        default_status=dg.DefaultSensorStatus.RUNNING,
        description="Builds when files below data/raw or survey arrived or changed.",
    )
    def raw_files(context: dg.SensorEvaluationContext) -> dg.RunRequest | dg.SkipReason:
        state, changed = _state(project)
        if state == context.cursor:
            return dg.SkipReason("Nothing changed.")
        if time.time() - changed < SETTLED:
            return dg.SkipReason("Files are changing; waiting until they are whole.")
        context.update_cursor(state)
        if changed < _last_published(context.instance):
            return dg.SkipReason("The published build is newer than every file.")
        return dg.RunRequest(run_key=state, tags=_synchronised(context.instance, project))

    return raw_files


def _synchronised(instance: dg.DagsterInstance, project: Path) -> dict[str, str]:
    waves = load_survey(project).waves
    synchronise(instance, waves)
    return range_tags(waves)


def _state(project: Path) -> tuple[str, float]:
    """A fingerprint of all names, sizes and times, and the time of the last change."""
    digest, changed = hashlib.sha256(), 0.0
    for path in _watched(project):
        facts = path.stat()
        shown = f"{path.relative_to(project)} {facts.st_size if path.is_file() else ''}"
        digest.update(f"{shown} {facts.st_mtime_ns}\n".encode())
        changed = max(changed, facts.st_mtime)
    return digest.hexdigest(), changed


def _watched(project: Path) -> Iterator[Path]:
    for folder in WATCHED:
        for place, folders, files in os.walk(project / folder):
            folders.sort()
            yield from (Path(place) / name for name in ["", *sorted(files)])


def _last_published(instance: dg.DagsterInstance) -> float:
    """When the build that was published last was begun; 0 where there is none."""
    event = instance.get_latest_materialization_event(CURRENT)
    record = instance.get_run_record_by_id(event.run_id) if event else None
    return (record.start_time or 0.0) if record else 0.0
