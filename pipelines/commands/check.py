"""`waves check`: all that can be said before a build, without building."""

from __future__ import annotations

from pathlib import Path

from pipelines import stages
from pipelines.commands.console import out, show_table
from pipelines.errors import DataError, Problem
from pipelines.project import SQL, warehouse_of
from pipelines.survey.load import SurveyFolder, load_survey
from pipelines.warehouse.disk import disk
from pipelines.warehouse.models import load_models
from pipelines.warehouse.publish import build_lock


def check(project: Path) -> None:
    """Check survey folder, SQL models and raw files.

    Raises:
        ConfigurationError: survey folder or models are wrong.
        DataError: raw files need a person.
    """
    folder = load_survey(project)
    graph = load_models(SQL)
    with disk(warehouse_of(project)), build_lock(warehouse_of(project)):
        problems = _raw_files(folder)
    questions, respondents = len(folder.bank.questions), len(folder.registry)
    out().print(
        f"{len(folder.waves)} waves, {questions} questions, {respondents} respondents; "
        f"{len(graph.ordered)} tables, {len(graph.checks)} checks",
        markup=False,
    )
    if problems:
        raise DataError(problems)


def _raw_files(folder: SurveyFolder) -> list[Problem]:
    """Read the raw files of every wave; a table of them, and what is wrong."""
    rows: list[tuple[object, ...]] = []
    problems: list[Problem] = []
    for wave, found in folder.waves.items():
        state = "published totals only"
        counts: dict[str, int] = {}
        if found.sources:
            try:
                counts, state = dict(stages.extract(folder, wave).counts), "as accepted"
            except DataError as error:
                problems += error.problems
                state = "needs a person"
        rows.append((wave, found.kind, state, counts.get("files"), counts.get("columns")))
    show_table(("wave", "kind", "raw files", "files", "columns"), rows)
    return problems
