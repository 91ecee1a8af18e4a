"""All of a project for Dagster: assets, checks, job, schedule, sensor, resource."""

from __future__ import annotations

import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import dagster as dg
from dagster_shared.utils.warnings import BetaWarning, PreviewWarning

from pipelines.assets.ahead import Validate
from pipelines.assets.build import Build
from pipelines.assets.load import load_assets
from pipelines.assets.models import model_assets, tasks_after_loading
from pipelines.assets.publication import publication_assets
from pipelines.assets.tables import owners_of
from pipelines.assets.triggers import daily_schedule, raw_sensor
from pipelines.assets.waves import wave_assets
from pipelines.project import SQL
from pipelines.survey.folder import SurveyFolder
from pipelines.survey.load import load_survey
from pipelines.warehouse.models import ModelGraph, load_models

JOB = "build"


def definitions_for(
    project: Path,
    *,
    folder: SurveyFolder | None = None,
    graph: ModelGraph | None = None,
    loggers: Mapping[str, dg.LoggerDefinition] | None = None,
    validate: Validate | None = None,
) -> dg.Definitions:
    """The definitions of a project.

    Args:
        project: the folder with survey/ and data/.
        folder: its survey, where it has been read already.
        graph: the SQL models, where they have been read already.
        loggers: instead of Dagster's own.
        validate: another way to run that stage.

    Raises:
        ConfigurationError: the survey folder or the SQL models are wrong.
    """
    survey = (folder or load_survey(project)).survey
    models = graph or load_models(SQL)
    owners = owners_of(survey.owner)
    with _as_intended():
        job = dg.define_asset_job(
            JOB,
            selection=dg.AssetSelection.all(),
            executor_def=dg.in_process_executor,
            description="Everything: all waves, all tables, report and publication.",
        )
        return dg.Definitions(
            assets=[
                *wave_assets(owners, validate),
                *load_assets(owners, tasks_after_loading(models)),
                *model_assets(models, owners),
                *publication_assets(models, owners),
            ],
            jobs=[job],
            schedules=[daily_schedule(project, job, survey.schedule)],
            sensors=[raw_sensor(project, job)],
            resources={"build": Build(project=str(project))},
            executor=dg.in_process_executor,
            loggers=loggers,
        )


@contextmanager
def _as_intended() -> Iterator[None]:
    """Without warnings about parts of Dagster that we use on purpose; its version is locked."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", BetaWarning)
        warnings.simplefilter("ignore", PreviewWarning)
        yield
