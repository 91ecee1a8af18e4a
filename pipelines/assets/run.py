"""Runs the job in this process, on the project's instance, and hands back what went wrong.

The same job as in the UI; a listener follows it step by step.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import dagster as dg
from dagster._core.definitions.asset_checks.asset_check_evaluation import AssetCheckEvaluation
from dagster._core.errors import DagsterAssetCheckFailedError, DagsterExecutionInterruptedError

from pipelines.assets.ahead import Validate
from pipelines.assets.instance import open_instance, synchronise
from pipelines.assets.models import PROMISE
from pipelines.assets.project import JOB, definitions_for
from pipelines.assets.publication import EVERY_WAVE
from pipelines.assets.triggers import range_tags
from pipelines.errors import BuildError, ConfigurationError, DataError, Problem, WavesError
from pipelines.survey.load import load_survey
from pipelines.warehouse.disk import disk

Listener = Callable[[str, str], None]
"""Called with what happens: `steps` with their number, `made` with the name of each asset that
was made, `tell` with anything else worth knowing."""


class WavesStoppedError(DataError):
    """The build is published, and some waves in it wait for a person.

    Attributes:
        warnings: what the checks of the build warn of.
    """

    warnings: Sequence[Problem] = ()


def run_job(
    project: Path,
    listener: Listener,
    selection: Sequence[dg.AssetKey] | None = None,
    validate: Validate | None = None,
) -> list[Problem]:
    """Run the job; what its checks warn of, which stops nothing.

    Args:
        project: the folder with survey/ and data/.
        listener: follows the run.
        selection: assets to make; default: all.
        validate: another way to run that stage, see `pipelines.assets.ahead`.

    Raises:
        WavesStoppedError: published, but waves wait for a person.
        WavesError: whatever else went wrong.
    """
    folder = load_survey(project)
    if not folder.waves:
        where = str(project / "survey" / "waves")
        raise ConfigurationError(
            Problem(where, "no wave", "a file for each wave, <wave>.yml", "waves add writes it.")
        )
    handler = _Handler(listener)
    loggers = {"console": _logger(handler)}
    definitions = definitions_for(project, folder=folder, loggers=loggers, validate=validate)
    job = definitions.resolve_job_def(JOB)
    listener("steps", str(len(selection or definitions.resolve_all_asset_keys())))
    with disk(project / "data" / "warehouse"), open_instance(project) as instance:
        synchronise(instance, folder.waves)
        try:
            job.execute_in_process(
                instance=instance,
                asset_selection=selection,
                tags=None if selection else range_tags(folder.waves),
                run_config={"loggers": {"console": {}}},
            )
        except DagsterExecutionInterruptedError:
            raise KeyboardInterrupt from None
        except Exception as error:
            understood = _understood(error, handler.failed)
            if isinstance(understood, WavesStoppedError):
                understood.warnings = _warnings(handler.warned)
            raise understood from error
    return _warnings(handler.warned)


def _warnings(warned: Sequence[AssetCheckEvaluation]) -> list[Problem]:
    return [
        Problem(
            _place(check),
            check.description or "a broken promise",
            str(check.metadata[PROMISE].value),
            "See whether it is true; if so, nothing is to do. All rows: waves ui",
        )
        for check in warned
    ]


def _place(check: AssetCheckEvaluation) -> str:
    return f"check {check.check_name} of {check.asset_key.to_user_string()}"


def _understood(error: Exception, failed: Sequence[AssetCheckEvaluation]) -> Exception:
    """The error that the run died of, in our own words."""
    for cause in _causes(error):
        if isinstance(cause, WavesError):
            return cause
    if not isinstance(error, DagsterAssetCheckFailedError):
        return error
    last = failed[-1]
    if last.check_name == EVERY_WAVE:
        return WavesStoppedError([Problem(**item) for item in _data(last, "problems")])
    return BuildError(
        Problem(
            _place(last),
            last.description or "a broken promise",
            "no such row; nothing was published",
            "Look at the rows with: waves ui",
        )
    )


def _data(evaluation: AssetCheckEvaluation, name: str) -> list[dict[str, str]]:
    value: Any = evaluation.metadata[name].value
    return list(value)


def _causes(error: BaseException) -> Iterator[BaseException]:
    cause: BaseException | None = error
    while cause is not None:
        yield cause
        cause = cause.__cause__


def _logger(handler: logging.Handler) -> dg.LoggerDefinition:
    @dg.logger
    def listening(_: dg.InitLoggerContext) -> logging.Logger:
        logger = logging.Logger("waves")
        logger.addHandler(handler)
        return logger

    return listening


class _Handler(logging.Handler):
    """Turns what Dagster logs into calls of the listener, and keeps the checks that failed."""

    def __init__(self, listener: Listener) -> None:
        super().__init__()
        self.listener = listener
        self.failed: list[AssetCheckEvaluation] = []
        self.warned: list[AssetCheckEvaluation] = []

    def emit(self, record: logging.LogRecord) -> None:
        """One event, or one message of an asset."""
        meta: dict[str, Any] = getattr(record, "dagster_meta", {})
        event = meta.get("dagster_event")
        if event is None:
            if record.levelno >= logging.INFO and meta.get("step_key"):
                self.listener("tell", str(meta.get("orig_message", record.msg)))
        elif event.event_type_value == "STEP_START":
            self.listener("tell", str(event.step_key).replace("__", ": "))
        elif event.event_type_value == "ASSET_MATERIALIZATION":
            self.listener("made", event.asset_key.to_user_string())
        elif event.event_type_value == "ASSET_CHECK_EVALUATION":
            evaluation: AssetCheckEvaluation = event.event_specific_data
            if not evaluation.passed and evaluation.blocking:
                warned = evaluation.severity == dg.AssetCheckSeverity.WARN
                (self.warned if warned else self.failed).append(evaluation)
