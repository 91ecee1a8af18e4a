"""The raw files of a wave as they are read: what the reader says, and what the columns hold."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import duckdb

from pipelines.errors import Problem
from pipelines.extract import extract_source, raw_file
from pipelines.extract.delimited import read_csv_sql, respool
from pipelines.extract.source import Extracted
from pipelines.mapping.meaning import decimal_of
from pipelines.onboarding.codebook import Codebook, read_codebook
from pipelines.onboarding.seen import Seen, look
from pipelines.onboarding.ticks import with_options
from pipelines.survey.folder import SurveyFolder
from pipelines.survey.models import Manifest, Source

TEXT = "csv"
"""The reader of text in which anybody may have written numbers; tools and workbooks use points."""

REPEATED = "{} rows that repeat another row in every cell"


@dataclass(frozen=True)
class Read:
    """A raw file.

    Attributes:
        manifest: what the file is.
        reader: name of the reader.
        proposes: fields of the source that the tool's conventions suggest.
        seen: its columns.
        warnings: what a person should know.
    """

    manifest: Manifest
    reader: str
    proposes: Mapping[str, object]
    seen: tuple[Seen, ...]
    warnings: tuple[str, ...] = ()


def read_source(folder: SurveyFolder, wave: str, source: Source) -> Read:
    """Read a source as far as it takes to say what is in it.

    Raises:
        DataError: the file can't be read.
    """
    raw = raw_file(folder, wave, source)
    with tempfile.TemporaryDirectory() as work:
        extracted = extract_source(raw, source, Path(work))
        missing = extracted.proposes.get("missing")
        states = missing if isinstance(missing, Mapping) else {}
        separator = str(extracted.proposes.get("separator") or "").strip()
        seen = tuple(replace(each, states=states, separator=separator) for each in look(extracted))
        rows, copies = count_rows(extracted, Path(work))
    told = [REPEATED.format(copies)] if copies and _is_anonymous(folder) else []
    manifest = Manifest(
        sha256=raw.sha256, bytes=raw.bytes, rows=rows, columns=len(extracted.header)
    )
    warnings = (*extracted.warnings, *told)
    proposes = dict(extracted.proposes)
    if extracted.reader == TEXT and (decimal := decimal_of(each.texts for each in seen)) == ",":
        proposes["decimal"] = decimal
    return Read(manifest, extracted.reader, proposes, seen, warnings)


def read_wave(folder: SurveyFolder, wave: str) -> list[dict[str, Seen]]:
    """The columns of each source of a wave by header, with what its codebook says of them.

    Raises:
        DataError: a file can't be read.
    """
    said = folder.waves[wave]
    codebook = Codebook()
    if said.codebook:
        codebook = read_codebook(folder.project / "data" / "raw" / wave / said.codebook)
    reads = [read_source(folder, wave, source) for source in said.sources]
    return [{each.column.header: each for each in told_columns(read, codebook)} for read in reads]


def told_columns(read: Read, codebook: Codebook) -> tuple[Seen, ...]:
    """The columns of a file with what its codebook and their neighbours say of them."""
    return with_options([codebook.applied(each) for each in read.seen], read.reader)


def _is_anonymous(folder: SurveyFolder) -> bool:
    return folder.survey.respondents.identified_by == "row"


def repeated(folder: SurveyFolder, wave: str) -> Iterator[Problem]:
    """Files of anonymous respondents in which rows are copies of others, for a person to look at.

    Raises:
        DataError: a file can't be read.
    """
    for source in folder.waves[wave].sources if _is_anonymous(folder) else ():
        raw = raw_file(folder, wave, source)
        with tempfile.TemporaryDirectory() as work:
            _, copies = count_rows(extract_source(raw, source, Path(work)), Path(work))
        if copies:
            yield Problem(
                raw.shown,
                REPEATED.format(copies),
                "each submission once",
                "Look whether they were exported twice; if so, export the answers again",
            )


def count_rows(extracted: Extracted, work: Path) -> tuple[int, int]:
    """The data rows of a source, and how many of them repeat another one in every cell."""
    try:
        return _count_rows(extracted)
    except duckdb.Error:
        return _count_rows(respool(extracted, work))


def _count_rows(extracted: Extracted) -> tuple[int, int]:
    data = read_csv_sql(extracted.data, len(extracted.header), extracted.delimiter)
    cells = ", ".join(f"c{position}" for position in range(len(extracted.header)))
    with duckdb.connect() as con:
        row = con.execute(
            f"SELECT count(*), count(*) FILTER (given) - count(DISTINCT row_hash) FILTER (given) "
            f"FROM (SELECT hash({cells}) AS row_hash, concat({cells}) <> '' AS given FROM {data})"
        ).fetchone()
    return (int(row[0]), int(row[1])) if row else (0, 0)
