"""A second process that makes Great Expectations ready while the first one loads Dagster.

Both take seconds, and a first build needs both. A stage leaves its results in files, so
that it doesn't matter which process runs it.
"""

from __future__ import annotations

import gc
import os
import pickle
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Thread
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
    with subprocess.Popen(  # noqa: S603
        [sys.executable, "-m", __name__, str(project)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        start_new_session=True,  # Ctrl+C is the first process's to handle
    ) as process:
        waiting = Thread(target=_use_the_wait, daemon=True)

        def validate(folder: Any, wave: str) -> tuple[Any, Any]:
            if waiting.ident is None:
                waiting.start()
            return _ask(process, folder, wave)

        try:
            yield validate
        finally:
            process.kill()
            with suppress(OSError):  # what a process that died was never told
                process.stdin.close()  # type: ignore[union-attr]


def _use_the_wait() -> None:
    """While the first answer is waited for: what later stages would stop for."""
    import pandas  # noqa: F401

    from pipelines.report.pages import get_ready

    get_ready()


def _ask(process: subprocess.Popen[bytes], folder: Any, wave: str) -> tuple[Any, Any]:
    try:
        if process.stdin is None or process.stdout is None:
            raise EOFError
        process.stdin.write(f"{wave}\n".encode())
        process.stdin.flush()
        answer = pickle.load(process.stdout)  # noqa: S301 - from our own process
    except (EOFError, OSError):  # it is gone: out of memory, killed, or an unexpected error
        from pipelines import stages

        return stages.validate(folder, wave)
    if isinstance(answer, WavesError):
        raise answer
    stage, validation = answer
    return stage, validation


def _serve(project: Path) -> None:
    """In the second process: get ready, then validate the waves that are asked for."""
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints is no answer
    gc.disable()  # a short life, of which looking for garbage would cost a sixth
    from pipelines import stages
    from pipelines.survey.load import load_survey
    from pipelines.validate.expectations import great_expectations

    great_expectations()

    for line in sys.stdin:
        try:
            answer: Any = stages.validate(load_survey(project), line.strip())
        except WavesError as error:
            answer = error
        pickle.dump(answer, answers)
        answers.flush()


if __name__ == "__main__":
    _serve(Path(sys.argv[1]))
