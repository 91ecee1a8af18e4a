"""The sources of waves and their columns: what must hold of them."""

from __future__ import annotations

from collections.abc import Hashable, Iterator

from pipelines.errors import Problem
from pipelines.survey.check import Check
from pipelines.survey.folder import QUESTIONS, SURVEY, SurveyFolder
from pipelines.survey.models import Column, Source, Wave
from pipelines.survey.positions import Path_

_ONCE = ("key", "weight", "submitted_at", "language")


def _sources(folder: SurveyFolder) -> Iterator[tuple[Wave, Source, str, Path_]]:
    """Every source with its wave, file and path."""
    for wave in folder.waves.values():
        for index, source in enumerate(wave.sources):
            yield wave, source, f"waves/{wave.wave}.yml", ("sources", index)


def _paths_stay_inside(folder: SurveyFolder) -> Iterator[Problem]:
    for wave, source, file, path in _sources(folder):
        raw = folder.project / "data" / "raw" / wave.wave
        if not folder.raw_file(wave.wave, source).resolve().is_relative_to(raw.resolve()):
            yield Problem(
                folder.where(file, *path, "path"),
                f"the path {source.path}",
                f"a path inside data/raw/{wave.wave}",
            )


def _files_claimed_once(folder: SurveyFolder) -> Iterator[Problem]:
    owners: dict[Hashable, tuple[str, str]] = {}
    for wave, source, file, path in _sources(folder):
        where, sheet = folder.where(file, *path, "path"), source.sheet or ""
        marks: list[Hashable] = [(folder.raw_file(wave.wave, source).resolve(), sheet)]
        if source.manifest:
            marks.append((source.manifest.sha256, sheet))
        taken = next((owners[mark] for mark in marks if mark in owners), None)
        if taken:
            yield Problem(
                where,
                f"the file {source.path} of wave {wave.wave}, claimed already by wave {taken[0]} "
                f"at {taken[1]}",
                "each file in one source of one wave",
                "Delete one of the two sources, or put the right file in its place",
            )
        for mark in marks:
            owners.setdefault(mark, (wave.wave, where))


def _sources_have_keys(folder: SurveyFolder) -> Iterator[Problem]:
    identified_by = folder.survey.respondents.identified_by
    for _, source, file, path in _sources(folder):
        uses = [column.role for column in source.columns.values()]
        is_open = any(column.is_open for column in source.columns.values())
        if identified_by != "row" and "key" not in uses and not is_open:
            yield Problem(
                folder.where(file, *path, "columns"),
                "no column with use: key",
                f"the column that names the respondent, as respondents are identified_by: "
                f"{identified_by}",
            )


def _columns_named_once(folder: SurveyFolder) -> Iterator[Problem]:
    for _, source, file, path in _sources(folder):
        owners: dict[Hashable, str] = {}
        for name, column in source.columns.items():
            mark = _takes(column)
            owner = owners.setdefault(mark, name) if mark else name
            if owner != name:
                yield Problem(
                    folder.where(file, *path, "columns", name),
                    f"the columns {owner!r} and {name!r} for the same thing ({mark[-1]})",
                    "one column, or one column for each option with its option named",
                )


def _takes(column: Column) -> tuple[str, ...]:
    """What no second column of a source may be."""
    if column.role in _ONCE:
        return (column.role,)
    if column.question is None:
        return ()
    return (column.role, column.question, column.option or f"question {column.question}")


def _pseudonyms_have_a_use(folder: SurveyFolder) -> Iterator[Problem]:
    for _, source, file, path in _sources(folder):
        for name, column in source.columns.items():
            expected = _instead_of_pseudonym(folder, column) if column.pseudonymise else ""
            if expected:
                where = folder.where(file, *path, "columns", name, "pseudonymise")
                yield Problem(where, f"pseudonymise for the column {name!r}", expected)


def _instead_of_pseudonym(folder: SurveyFolder, column: Column) -> str:
    """What would be right where a column can't be pseudonymised."""
    rules = folder.survey.respondents
    if column.role == "key" and rules.identified_by == "registry":
        return "respondents identified_by: key; a registry holds the names that it resolves"
    question = folder.questions.get(column.question or "")
    if column.role == "answer" and question and question.type != "text":
        return f"an answer in free text; {question.id} is of type {question.type}"
    return ""


def _whole_or_by_option(folder: SurveyFolder) -> Iterator[Problem]:
    for _, source, file, path in _sources(folder):
        answers = [(name, c) for name, c in source.columns.items() if c.role == "answer"]
        whole = {c.question: name for name, c in answers if c.option is None}
        for name, column in answers:
            if column.option is not None and column.question in whole:
                yield Problem(
                    folder.where(file, *path, "columns", name),
                    f"a column for option {column.option} of {column.question}, beside the column "
                    f"{whole[column.question]!r} for all of it",
                    "one column for the question, or one for each option",
                )


CHECKS: tuple[Check, ...] = (
    (_paths_stay_inside, ()),
    (_files_claimed_once, ()),
    (_sources_have_keys, (SURVEY,)),
    (_columns_named_once, ()),
    (_pseudonyms_have_a_use, (SURVEY, QUESTIONS)),
    (_whole_or_by_option, (QUESTIONS,)),
)
