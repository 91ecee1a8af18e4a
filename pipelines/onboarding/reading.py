"""The raw files of a wave as they are read: what the reader says, and what the columns hold."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import duckdb

from pipelines.extract import extract_source, raw_file
from pipelines.extract.delimited import read_csv_sql
from pipelines.extract.source import Extracted
from pipelines.onboarding.codebook import Codebook, read_codebook
from pipelines.onboarding.seen import Seen, look
from pipelines.survey.folder import SurveyFolder
from pipelines.survey.models import Manifest, Source


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
        rows = extracted.rows if extracted.rows is not None else count_rows(extracted)
    manifest = Manifest(
        sha256=raw.sha256, bytes=raw.bytes, rows=rows, columns=len(extracted.header)
    )
    return Read(manifest, extracted.reader, extracted.proposes, seen, extracted.warnings)


def read_wave(folder: SurveyFolder, wave: str) -> list[dict[str, Seen]]:
    """The columns of each source of a wave by header, with what its codebook says of them.

    Raises:
        DataError: a file can't be read.
    """
    said = folder.waves[wave]
    codebook = Codebook()
    if said.codebook:
        codebook = read_codebook(folder.project / "data" / "raw" / wave / said.codebook)
    return [
        {each.column.header: codebook.applied(each) for each in read_source(folder, wave, s).seen}
        for s in said.sources
    ]


def count_rows(extracted: Extracted) -> int:
    """The rows of a file that is read where it lies."""
    data = read_csv_sql(extracted.data, len(extracted.header), extracted.delimiter)
    with duckdb.connect() as con:
        row = con.execute(f"SELECT count(*) FROM {data}").fetchone()
    return int(row[0]) if row else 0
