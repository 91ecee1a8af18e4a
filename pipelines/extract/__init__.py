"""Extract: raw files to text cells, one reader for each kind of file.

A reader is a function `(RawFile, Source, work folder) -> Extracted`; a new one is a
file here and a line in `READERS`. Nothing is interpreted at this stage.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from pipelines.errors import DataError, Problem
from pipelines.extract.delimited import read_delimited
from pipelines.extract.source import Extracted, RawFile, fingerprint
from pipelines.extract.workbook import read_workbook
from pipelines.survey.load import SurveyFolder
from pipelines.survey.models import Source

Reader = Callable[[RawFile, Source, Path], Extracted]
READERS: dict[str, Reader] = {"csv": read_delimited, "xlsx": read_workbook}


def raw_file(folder: SurveyFolder, wave: str, source: Source) -> RawFile:
    """The received file of a source, with its fingerprint.

    Raises:
        DataError: the file is missing, empty or can't be opened.
    """
    file = folder.raw_file(wave, source)
    shown = f"data/raw/{wave}/{source.path}"
    try:
        sha256, size, text = fingerprint(file)
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
    return RawFile(wave, source.path, file, sha256, size, text)


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
    extracted = READERS[source.format or "csv"](raw, source, work)
    if extracted.rows == 0:
        raise DataError(
            Problem(raw.shown, "a header and no rows", "rows of answers", "Export it again.")
        )
    return extracted
