"""The first draft of a wave: its files read, compared, and what is open said."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from pipelines.errors import ConfigurationError
from pipelines.onboarding.arising import arising
from pipelines.onboarding.codebook import Codebook
from pipelines.onboarding.compare import Matched, match_columns
from pipelines.onboarding.reading import Read, read_source, told_columns
from pipelines.onboarding.seen import Seen
from pipelines.onboarding.sheets import sources_of, unknown
from pipelines.onboarding.ticks import fields_of
from pipelines.survey.folder import SurveyFolder
from pipelines.survey.models import Source, Wave
from pipelines.survey.names import fold
from pipelines.survey.order import natural

_CARRIED = ("separator", "blank")
"""Fields of a source that hold on where the reader says nothing: a tool's conventions."""


@dataclass(frozen=True)
class Draft:
    """A wave as `waves add` writes it.

    Attributes:
        wave: the wave, open decisions included.
        before: the wave before, if any.
        reads: its files.
        matched: why each column is what it is, by source and header.
        warnings: what a person should know besides.
    """

    wave: Wave
    before: Wave | None
    reads: tuple[Read, ...]
    matched: tuple[Mapping[str, Matched], ...]
    warnings: tuple[str, ...] = ()


def wave_before(folder: SurveyFolder, wave: str) -> Wave | None:
    """The last wave with answers before one that is new, or that is there already."""
    earlier = list(folder.waves.values())
    if wave in folder.waves:
        earlier = earlier[: list(folder.waves).index(wave)]
    else:
        earlier = [each for each in earlier if natural(each.wave) < natural(wave)]
    with_answers = [each for each in earlier if each.sources and each.kind == "responses"]
    return with_answers[-1] if with_answers else None


def propose(
    folder: SurveyFolder,
    wave: str,
    paths: Sequence[str],
    codebook: Codebook,
    *,
    header_rows: Sequence[int] = (),
    sheets: Sequence[str] = (),
    codebook_path: str | None = None,
) -> Draft:
    """Read and compare the files of a new wave.

    Args:
        folder: the survey.
        wave: id of the new wave.
        paths: its files, below data/raw/<wave>/.
        codebook: texts of codes, if there are any.
        header_rows: rows of plain tables that hold the header, where it is not the first.
        sheets: names of the workbooks' sheets that hold answers, where it must be said.
        codebook_path: where the codebook lies, below data/raw/<wave>/.

    Raises:
        ConfigurationError: no file has one of the sheets.
        DataError: a file can't be read, or which of its sheets are answers is to be said.
    """
    before = wave_before(folder, wave)
    sources, reads, matched = [], [], []
    wordings: dict[str, str] = {}
    labels: dict[str, dict[str, str]] = {}
    files = [Source(path=path, header_rows=list(header_rows), columns={}) for path in paths]
    all_opened, warnings = _opened(folder, wave, files, sheets)
    for opened in all_opened:
        read = read_source(folder, wave, opened)
        seen = told_columns(read, codebook)
        source = _source(opened, replace(read, seen=seen), before)
        found = match_columns(folder, before, source, seen)
        columns = {name: each.column for name, each in found.items()}
        sources.append(source.model_copy(update={"columns": columns}))
        reads.append(Read(read.manifest, read.reader, read.proposes, seen, read.warnings))
        matched.append(found)
        for each in seen:
            question = columns[each.column.header].question
            if question and (wording := _wording(folder, before, question, each)):
                wordings[question] = wording
            if question and (texts := _labels(before, question, each)):
                labels[question] = texts
    said = Wave(
        wave=wave,
        kind="responses",
        wordings=wordings,
        labels=labels,
        codebook=codebook_path,
        sources=sources,
    )
    said = with_arising(folder, said, before, reads)
    return Draft(said, before, tuple(reads), tuple(matched), tuple(warnings))


def _opened(
    folder: SurveyFolder, wave: str, files: Sequence[Source], sheets: Sequence[str]
) -> tuple[list[Source], list[str]]:
    """The sources that the files are, and what a person should know about their sheets."""
    opened: list[Source] = []
    warnings: list[str] = []
    for file in files:
        found, told = sources_of(folder, wave, file, sheets)
        opened += found
        warnings += told
    if problems := unknown(sheets, opened):
        raise ConfigurationError(problems)
    return opened, warnings


def _source(opened: Source, read: Read, before: Wave | None) -> Source:
    """The source without its columns: what the reader proposes, or else what held before."""
    fields: dict[str, Any] = dict(read.proposes)
    for name in _CARRIED:
        values = {dict(source)[name] for source in before.sources} if before else set()
        if len(values) == 1:
            fields.setdefault(name, values.pop())
    fields |= fields_of(read.seen, fields)
    fields |= {"format": read.reader, "manifest": read.manifest}
    return Source.model_validate({**opened.model_dump(exclude_unset=True), **fields})


def _wording(folder: SurveyFolder, before: Wave | None, question: str, each: Seen) -> str | None:
    """The wording of a matched question in this wave, where it is not the bank's."""
    if fold(each.wording) == fold(folder.question(question).wording):
        return None
    said = [wave.wordings[question] for wave in folder.waves.values() if question in wave.wordings]
    same = [text for text in said if fold(text) == fold(each.wording)]
    if same:
        return same[-1]
    return before.wordings.get(question) if before else None


def _labels(before: Wave | None, question: str, each: Seen) -> dict[str, str]:
    """Texts that options had in the wave before and have here too, though not in the bank."""
    said = before.labels.get(question, {}) if before else {}
    here = {fold(text) for text in each.labels}
    return {option: text for option, text in said.items() if fold(text) in here}


def with_arising(
    folder: SurveyFolder, wave: Wave, before: Wave | None, reads: Sequence[Read]
) -> Wave:
    """The wave with the decisions that its cells ask for, besides those on its columns."""
    found = arising(folder, wave, before, [read.seen for read in reads])
    sources = []
    for position, source in enumerate(wave.sources):
        columns = {
            name: column.model_copy(
                update={"decide": [*column.decide, *found.columns.get((position, name), [])]}
            )
            for name, column in source.columns.items()
        }
        sources.append(source.model_copy(update={"columns": columns}))
    return wave.model_copy(update={"decide": found.wave, "sources": sources})
