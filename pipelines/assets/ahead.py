"""A second process that makes Great Expectations ready while the first one loads Dagster.

Both take seconds, and a first build needs both. A stage leaves its results in files, so
that it doesn't matter which process runs it.
"""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, TypeAlias

from pipelines.errors import WavesError
from pipelines.project import warehouse_of
from pipelines.warehouse.publish import current

Validate: TypeAlias = Callable[[Any, str], tuple[Any, Any]]
"""Like `pipelines.stages.validate`, which is too heavy to be imported here."""


@contextmanager
def validating_ahead(project: Path) -> Iterator[Validate | None]:
    """The stage validate in a process of its own, for a first build; None for a later one.

    Later builds find most waves validated already, and would wait for nothing.
    """
    if current(warehouse_of(project)):
        yield None
        return
    context = get_context("spawn")
    here, there = context.Pipe()
    process = context.Process(target=_serve, args=(there, project), daemon=True)
    process.start()
    there.close()
    try:
        yield _asking(here)
    finally:
        process.kill()
        here.close()


def _asking(connection: Connection) -> Validate:
    def validate(folder: Any, wave: str) -> tuple[Any, Any]:
        try:
            connection.send(wave)
            answer = connection.recv()
        except (EOFError, OSError):  # the process is gone: out of memory, or killed
            from pipelines import stages

            return stages.validate(folder, wave)
        if isinstance(answer, Exception):
            raise answer
        stage, validation = answer
        return stage, validation

    return validate


def _serve(connection: Connection, project: Path) -> None:
    """In the second process: get ready, then validate the waves that are asked for."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is the first process's to handle
    import great_expectations  # noqa: F401

    from pipelines import stages
    from pipelines.survey.load import load_survey

    while True:
        try:
            wave = connection.recv()
        except EOFError:
            return
        try:
            connection.send(stages.validate(load_survey(project), wave))
        except WavesError as error:
            connection.send(error)
