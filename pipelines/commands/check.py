"""`waves check`: all that can be said before a build, without building or writing anything."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path

from pipelines.commands.console import out, show_table, show_warnings
from pipelines.commands.progress import reading
from pipelines.errors import DataError, Problem
from pipelines.extract import check_manifest, extract_source, plain, raw_file, reader_for
from pipelines.extract.source import RawFile
from pipelines.extract.table import opened
from pipelines.mapping.plan import plan_source
from pipelines.onboarding.comparability import undecided
from pipelines.onboarding.decisions import stop_where_open
from pipelines.onboarding.personal_texts import personal_texts
from pipelines.onboarding.reading import repeated
from pipelines.onboarding.strangers import strangers
from pipelines.project import SQL
from pipelines.report.editions import damaged
from pipelines.survey.folder import SurveyFolder
from pipelines.survey.load import load_survey
from pipelines.survey.models import Source
from pipelines.survey.outline import block_files
from pipelines.survey.raw_folder import warnings
from pipelines.survey.translations import missing_texts
from pipelines.validate.problems import missing_columns, unknown_respondent, unmapped_columns
from pipelines.warehouse.models import load_models


def check(project: Path) -> None:
    """Check survey folder, SQL models and raw files.

    Raises:
        ConfigurationError: survey folder or models are wrong.
        DataError: raw files need a person.
    """
    folder = load_survey(project)
    graph = load_models(SQL)
    _text_blocks(folder)
    with reading():
        rows, problems, in_cells = _raw_files(folder)
    problems += damaged(project)
    show_table(("wave", "kind", "raw files", "files", "columns"), rows)
    questions, respondents = len(folder.bank.questions), len(folder.registry)
    out().print(
        f"{len(folder.waves)} waves, {questions} questions, {respondents} respondents; "
        f"{len(graph.ordered)} tables, {len(graph.checks)} checks",
        markup=False,
    )
    show_warnings([*warnings(folder), *missing_texts(folder), *undecided(folder), *in_cells])
    if problems:
        raise DataError(problems)


def _text_blocks(folder: SurveyFolder) -> None:
    """Read the report's text blocks; whether their figures exist only a build knows."""
    if block_files(folder):
        from pipelines.report.blocks import read_texts  # with all that makes pages

        read_texts(folder)


def _raw_files(
    folder: SurveyFolder,
) -> tuple[list[tuple[object, ...]], list[Problem], list[Problem]]:
    """Look at the raw files of every wave: a row for each wave, what is wrong, and warnings."""
    rows: list[tuple[object, ...]] = []
    problems: list[Problem] = []
    in_cells: list[Problem] = []
    for wave, said in folder.waves.items():
        files, columns, found = _wave(folder, wave)
        problems += found
        if not found:
            in_cells += [*repeated(folder, wave), *personal_texts(folder, wave)]
        state = "as accepted" if said.sources else "published totals only"
        shown = (files, columns) if said.sources and not found else (None, None)
        rows.append((wave, said.kind, "needs a person" if found else state, *shown))
    return rows, problems, in_cells


def _wave(folder: SurveyFolder, wave: str) -> tuple[int, int, list[Problem]]:
    """Files and columns of a wave, and what a person must do."""
    said = folder.waves[wave]
    problems: list[Problem] = []
    columns = 0
    try:
        stop_where_open(folder, wave)
    except DataError as error:
        problems += error.problems
    for number, source in enumerate(said.sources, start=1):
        try:
            raw = raw_file(folder, wave, source)
            check_manifest(raw, source)
            header = _header(raw, source)
        except DataError as error:
            problems += error.problems
            continue
        plan = plan_source(folder, wave, number, header)
        problems += unmapped_columns(plan, raw.shown)
        problems += missing_columns(plan, raw.shown)
        columns += len(header)
    if said.sources and not problems and folder.survey.respondents.identified_by == "registry":
        problems += [
            unknown_respondent(folder, wave, stranger.where, stranger.text)
            for stranger in strangers(folder, wave)
        ]
    return len(said.sources), columns, problems


def _header(raw: RawFile, source: Source) -> Sequence[str]:
    """The names of a file's columns; of a table only its first rows are read."""
    with opened(raw, source) as table:
        reader = reader_for(table.opening, source)
        if reader.read is None:
            layout = (reader.layout or plain.layout)(table.opening, source)
            return [column.header for column in layout.columns]
    with tempfile.TemporaryDirectory() as work:
        return extract_source(raw, source, Path(work)).header
