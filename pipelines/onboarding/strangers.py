"""Names of respondents that the registry does not have, and the respondents that are like them.

Similar names are listed with a score and never taken: Melton is not Melitopol.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

import duckdb

from pipelines.errors import ConfigurationError, Problem
from pipelines.extract import extract_source, raw_file
from pipelines.extract.delimited import read_csv_sql, respool
from pipelines.extract.source import Extracted
from pipelines.onboarding.likeness import text_likeness
from pipelines.survey.folder import SurveyFolder
from pipelines.survey.models import Source
from pipelines.survey.names import fold

_BLANKS = " \t\r\n\v\f\u00a0"
_NO_ID = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True)
class Near:
    """A respondent with a similar name: the spelling that is most like it, and a score of 100."""

    respondent_id: str
    name: str
    score: int
    spelling: str


@dataclass(frozen=True)
class Stranger:
    """A text of a key column that names nobody.

    Attributes:
        text: as written.
        source: position of the source in the wave, from 0.
        where: file and first row.
        rows: rows that hold it.
        near: similar respondents, best first.
    """

    text: str
    source: int
    where: str
    rows: int
    near: tuple[Near, ...] = ()


def strangers(folder: SurveyFolder, wave: str, limit: int = 5) -> list[Stranger]:
    """The texts of a wave's key columns that name nobody, in the order of the files.

    Args:
        folder: the survey.
        wave: the wave.
        limit: how many similar respondents are listed at most.

    Raises:
        ConfigurationError: the wave's respondents are not tied to a registry.
        DataError: a raw file can't be read.
    """
    _needs_registry(folder, wave)
    found: list[Stranger] = []
    for position, source in enumerate(folder.waves[wave].sources):
        raw = raw_file(folder, wave, source)
        with tempfile.TemporaryDirectory() as work:
            extracted = extract_source(raw, source, Path(work))
            names = _keys(extracted, source, Path(work))
        found += [
            Stranger(
                text,
                position,
                f"{raw.shown}, row {first + extracted.first_row}",
                rows,
                nearest(folder, text, limit),
            )
            for text, first, rows in names
            if folder.resolve(text, wave) is None and text not in source.not_respondents
        ]
    return found


def _needs_registry(folder: SurveyFolder, wave: str) -> None:
    if wave not in folder.waves:
        expected = f"one of {', '.join(folder.waves)}"
        raise ConfigurationError(Problem("survey/waves", f"no wave {wave!r}", expected))
    if folder.survey.respondents.identified_by != "registry":
        where = folder.where("survey.yml", "respondents", "identified_by")
        found = f"identified_by: {folder.survey.respondents.identified_by}"
        raise ConfigurationError(
            Problem(where, found, "identified_by: registry", "There are no names to match")
        )


def _keys(extracted: Extracted, source: Source, work: Path) -> list[tuple[str, int, int]]:
    """The texts of the key column: text, first row from 0, number of rows."""
    keys = {" ".join(n.split()) for n, column in source.columns.items() if column.role == "key"}
    position = next((at for at, name in enumerate(extracted.header) if name in keys), None)
    if position is None:
        return []
    try:
        return _distinct(extracted, position)
    except duckdb.Error:
        return _distinct(respool(extracted, work), position)


def _distinct(extracted: Extracted, position: int) -> list[tuple[str, int, int]]:
    data = read_csv_sql(extracted.data, len(extracted.header), extracted.delimiter)
    with duckdb.connect() as con:
        # Rows keep the order of the file, as the typed stage counts on, too.
        con.execute(
            f"CREATE TABLE keys AS SELECT trim(c{position}, '{_BLANKS}') AS key FROM {data}"
        )
        return con.execute(
            "SELECT key, min(rowid), count(*) FROM keys WHERE key <> '' GROUP BY key ORDER BY 2"
        ).fetchall()


def nearest(folder: SurveyFolder, text: str, limit: int = 5) -> tuple[Near, ...]:
    """Respondents with similar spellings, best first."""
    spellings: dict[str, list[str]] = {}
    suggested = folder.names.suggest(text, limit)
    wanted = {respondent for respondent, _, _ in suggested}
    for spelling, respondent in folder.names.folded.items():
        if respondent in wanted:
            spellings.setdefault(respondent, []).append(spelling)
    return tuple(
        Near(
            respondent,
            name,
            round(score),
            max(spellings[respondent], key=lambda spelling: text_likeness(text, spelling)),
        )
        for respondent, name, score in suggested
    )


def made_up_id(folder: SurveyFolder, text: str, others: Collection[str] = ()) -> str:
    """An id for a new respondent of this name, that neither the registry nor others have."""
    name = _NO_ID.sub("_", fold(text)).strip("_")[:60] or "respondent"
    taken, number = {*folder.names.names, *others}, 2
    if name not in taken:
        return name
    while f"{name}_{number}" in taken:
        number += 1
    return f"{name}_{number}"
