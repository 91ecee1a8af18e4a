"""Extract: raw files to text cells, one reader for each kind of export.

A new reader is a file in `tools/` and a line in `READERS`. Nothing is interpreted at
this stage.
"""

from __future__ import annotations

from itertools import islice
from pathlib import Path

from pipelines.errors import ConfigurationError, DataError, Problem
from pipelines.extract import parquet, plain
from pipelines.extract.delimited import as_it_lies
from pipelines.extract.head import cells_above, without_footer
from pipelines.extract.layout import Reader
from pipelines.extract.opening import Opening
from pipelines.extract.source import Extracted, Look, RawFile, fingerprint
from pipelines.extract.spool import clean_path, personal_columns, pseudonymised_columns, spool
from pipelines.extract.table import Table, open_raw, opened
from pipelines.extract.tools import (
    eusurvey,
    eusurvey_xml,
    google_forms,
    kobotoolbox,
    limesurvey,
    microsoft_forms,
    qualtrics,
    spss,
    stata,
    surveymonkey,
    typeform,
)
from pipelines.survey.folder import SurveyFolder
from pipelines.survey.models import Source

__all__ = [
    "PLAIN",
    "READERS",
    "check_manifest",
    "extract_source",
    "open_raw",
    "raw_file",
    "reader_for",
]

PLAIN: tuple[Reader, ...] = (*plain.READERS, parquet.READER)
READERS: tuple[Reader, ...] = (
    eusurvey.READER,
    eusurvey_xml.READER,
    limesurvey.READER,
    qualtrics.READER,
    surveymonkey.READER,
    microsoft_forms.READER,
    google_forms.READER,
    kobotoolbox.READER,
    typeform.READER,
    spss.READER,
    stata.READER,
    *PLAIN,
)
"""The first that recognises a file reads it: tools before plain tables."""


def reader_for(opening: Opening, source: Source) -> Reader:
    """The reader that the wave's file names, or else the first that recognises the file.

    Raises:
        DataError: the file is not what the wave's file says, or nothing that anyone reads.
    """
    found = next((reader for reader in READERS if reader.recognises(opening)), None)
    is_now = found.title if found and found not in PLAIN else opening.facts.get("is", "a file")
    if source.format is None and found:
        return found
    if source.format is None:
        expected = ", ".join(r.title for r in (*PLAIN, *READERS[: -len(PLAIN)]))
        action = "Export the answers again in one of these forms."
        raise DataError(Problem(opening.shown, is_now, expected, action))
    declared = next((reader for reader in READERS if reader.name == source.format), None)
    if declared is None:
        known = ", ".join(reader.name for reader in READERS)
        raise ConfigurationError(
            Problem(opening.shown, f"the unknown format {source.format}", f"one of {known}")
        )
    if not declared.recognises(opening):
        action = f" It may be format: {found.name}." if found else ""
        action = "Export the answers as declared, or correct `format` in the wave's file." + action
        raise DataError(Problem(opening.shown, is_now, declared.title, action))
    return declared


def raw_file(folder: SurveyFolder, wave: str, source: Source, look: Look = fingerprint) -> RawFile:
    """The received file of a source, with its fingerprint.

    Args:
        folder: the survey.
        wave: wave id.
        source: the source.
        look: how the file is looked at.

    Raises:
        DataError: the file is missing, empty or can't be opened.
    """
    file = folder.raw_file(wave, source)
    name = folder.waves[wave].source_name(source) if wave in folder.waves else source.path
    shown = f"data/raw/{wave}/{name}"
    try:
        sha256, size, text = look(file)
    except OSError as error:
        raise DataError(
            Problem(
                shown,
                f"no readable file ({error.strerror})",
                "the file as received",
                f"Put it there, or correct `path` in survey/waves/{wave}.yml.",
            )
        ) from None
    if size == 0:
        raise DataError(
            Problem(shown, "an empty file", "a header and rows of answers", "Export it again.")
        )
    return RawFile(wave, name, file, sha256, size, text)


def check_manifest(raw: RawFile, source: Source) -> None:
    """The file must be the one that was accepted.

    Raises:
        DataError: it changed since, or was never accepted.
    """
    manifest = source.manifest
    if manifest and manifest.sha256 == raw.sha256:
        return
    found, action = "a file that was not accepted yet", "Look at it, then admit it"
    if manifest:
        action = "Put the accepted file back, or admit this one"
        found = (
            f"a file of {raw.bytes} bytes, sha256 {raw.sha256[:12]}…, "
            f"changed since it was accepted ({manifest.bytes} bytes, {manifest.sha256[:12]}…)"
        )
    raise DataError(
        Problem(
            raw.shown,
            found,
            f"the file that survey/waves/{raw.wave}.yml describes",
            f"{action}: waves accept {raw.wave}",
        )
    )


def extract_source(raw: RawFile, source: Source, work: Path) -> Extracted:
    """Read one source.

    Raises:
        DataError: the file is broken, is not what it says, or holds no rows.
    """
    with opened(raw, source) as table:
        reader = reader_for(table.opening, source)
        if reader.read:
            extracted = reader.read(raw, source, work)
        else:
            extracted = _read_table(raw, source, work, table, reader)
    if extracted.rows == 0:
        raise DataError(
            Problem(raw.shown, "a header and no rows", "rows of answers", "Export it again.")
        )
    return extracted


def _read_table(
    raw: RawFile, source: Source, work: Path, table: Table, reader: Reader
) -> Extracted:
    """A table by its layout, without what stands above and below its data."""
    layout = (reader.layout or plain.layout)(table.opening, source)
    if extracted := as_it_lies(raw, source, table.opening, layout, reader=reader.name):
        return extracted
    rows = table.rows(layout)
    passed_over = cells_above(layout, list(islice(rows, layout.first_row - 1)))
    return spool(
        raw,
        layout,
        without_footer(rows, source.footer_rows, passed_over),
        clean_path(raw, source, work),
        personal_columns(layout, source),
        reader=reader.name,
        pseudonymised=pseudonymised_columns(layout, source),
        encoding=table.opening.encoding or "utf-8",
        passed_over=passed_over,
    )
