"""The stages of a wave, one call each, with what they hand on kept in the wave's folder.

`data/warehouse/interim/<wave>/<key>/` holds what a wave's sources became: `extract.json`,
`validation.json` and the wave's database. The key is the content of everything that made
it (sources, survey files, code), so that an unchanged wave is not made again and a wave
that is stopped can keep its last published content.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Iterable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import duckdb

from pipelines.errors import DataError, WavesError
from pipelines.extract import check_manifest, extract_source, raw_file
from pipelines.extract.source import Extracted, Look, RawFile, fingerprint, side_by_side
from pipelines.harmonise import FORMAT, WAVE_DATABASE, harmonise_wave
from pipelines.onboarding.decisions import stop_where_open
from pipelines.survey.folder import SurveyFolder
from pipelines.survey.pseudonyms import fingerprint as key_fingerprint
from pipelines.survey.pseudonyms import pseudonym_key
from pipelines.validate import validate_wave
from pipelines.validate.results import Validation
from pipelines.warehouse.engine import connect

_CODE = ("extract", "mapping", "validate", "harmonise", "survey", "warehouse/core_tables.py")
_SURVEY_FILES = (
    "survey.yml",
    "questions.yml",
    "respondents.csv",
    "attributes.csv",
    "successions.csv",
    "corrections.yml",
)
_MARKER = "finished"
MEMORY_LIMIT = "2GB"
"""Of DuckDB in each stage; what does not fit goes to disk."""

KEPT_INTERIMS = 2
"""Finished folders of a wave that stay besides those in use."""


@dataclass(frozen=True)
class Stage:
    """What a stage did with a wave.

    Attributes:
        wave: wave id.
        work: the wave's folder.
        reused: true where nothing that made the wave changed.
        counts: rows, columns, cells… for people.
    """

    wave: str
    work: Path
    reused: bool
    counts: Mapping[str, int]


def interim(folder: SurveyFolder) -> Path:
    """Where waves are kept between the stages."""
    return folder.project / "data" / "warehouse" / "interim"


def waves_with_sources(folder: SurveyFolder) -> list[str]:
    """The waves that go through the stages; published ones have totals only."""
    return [wave for wave, found in folder.waves.items() if found.sources]


def looking_at(folder: SurveyFolder, waves: Iterable[str]) -> AbstractContextManager[Look]:
    """Look at the raw files of several waves at once: SHA-256 takes one core for each file."""
    return side_by_side(
        folder.raw_file(wave, source) for wave in waves for source in folder.waves[wave].sources
    )


def extract(folder: SurveyFolder, wave: str, look: Look = fingerprint) -> Stage:
    """Read the raw files of a wave.

    Args:
        folder: the survey.
        wave: wave id.
        look: how its files are looked at, see `looking_at`.

    Raises:
        DataError: something is to be decided, or a file is missing, changed, broken or not what
            it says; the wave stops.
    """
    pointer = _pointer(folder, wave)
    pointer.unlink(missing_ok=True)
    sources = folder.waves[wave].sources
    raws = [raw_file(folder, wave, source, look) for source in sources]
    work = interim(folder) / wave / _key(folder, wave, raws)
    try:
        stop_where_open(folder, wave)
        for raw, source in zip(raws, sources, strict=True):
            check_manifest(raw, source)
        if (work / _MARKER).exists():
            extracts = _extracts(work)
        else:
            _fresh(work)
            extracts = [
                extract_source(raw, source, work) for raw, source in zip(raws, sources, strict=True)
            ]
            text = json.dumps([json.loads(item.to_json()) for item in extracts], ensure_ascii=False)
            (work / "extract.json").write_text(text, encoding="utf-8")
    except WavesError as error:
        _stop(folder, wave, work, error)
        raise
    pointer.parent.mkdir(parents=True, exist_ok=True)
    pointer.write_text(work.name, encoding="utf-8")
    counts = {
        "files": len(extracts),
        "bytes": sum(raw.bytes for raw in raws),
        "columns": sum(len(item.header) for item in extracts),
    }
    return Stage(wave, work, (work / _MARKER).exists(), counts)


def validate(folder: SurveyFolder, wave: str) -> tuple[Stage, Validation]:
    """Validate a wave that was extracted.

    Raises:
        DataError: the wave waits for a person.
    """
    work = _work(folder, wave)
    if (work / _MARKER).exists():
        return _validated(wave, work, Validation.load(work / "validation.json"), reused=True)
    database = work / WAVE_DATABASE
    database.unlink(missing_ok=True)
    con = _open(database)
    try:
        found = validate_wave(con, folder, wave, _extracts(work), work)
    except WavesError as error:
        con.close()
        _stop(folder, wave, work, error)
        raise
    finally:
        con.close()
    return _validated(wave, work, found, reused=False)


def harmonise(folder: SurveyFolder, wave: str) -> Stage:
    """Finish the database of a wave that was validated."""
    work = _work(folder, wave)
    reused = (work / _MARKER).exists()
    if not reused:
        extracts = _extracts(work)
        rows = Validation.load(work / "validation.json").rows
        con = _open(work / WAVE_DATABASE)
        try:
            con.begin()
            harmonise_wave(con, folder, wave, extracts, rows)
            con.commit()
        finally:
            con.close()
        for spooled in work.glob("*.clean.csv"):
            spooled.unlink()
        (work / _MARKER).write_text(FORMAT, encoding="utf-8")
    return Stage(wave, work, reused, count(work))


def _open(database: Path) -> duckdb.DuckDBPyConnection:
    """A wave's own database: read once, by the loader, so that writing it plain is quickest."""
    con = connect(database, memory_limit=MEMORY_LIMIT)
    con.execute("SET force_compression = 'uncompressed'")
    return con


def is_open(folder: SurveyFolder, wave: str) -> bool:
    """Whether a wave was extracted and nothing stopped it since."""
    return _pointer(folder, wave).exists()


def finished(folder: SurveyFolder) -> dict[str, Path]:
    """The waves that went through all stages, with their folders."""
    found = {}
    for wave in waves_with_sources(folder):
        pointer = _pointer(folder, wave)
        if pointer.exists() and (work := _work(folder, wave)) and (work / _MARKER).exists():
            found[wave] = work
    return found


def content(folder: SurveyFolder, published: Mapping[str, str]) -> tuple[dict[str, Path], set[str]]:
    """The folder of every wave that the warehouse shows.

    Args:
        folder: the survey.
        published: the key of each wave in the published build.

    Returns:
        Folders by wave in time order, and the waves among them that are stale: stopped
        now, shown with their last published content.
    """
    good, stale = finished(folder), set()
    works: dict[str, Path] = {}
    for wave in waves_with_sources(folder):
        last = interim(folder) / wave / published.get(wave, "-")
        if wave in good:
            works[wave] = good[wave]
        elif _is_readable(last):
            works[wave] = last
            stale.add(wave)
    return works, stale


def _is_readable(work: Path) -> bool:
    """Finished, in the form that this version loads."""
    marker = work / _MARKER
    return marker.exists() and marker.read_text(encoding="utf-8") == FORMAT


def validations(folder: SurveyFolder) -> list[Validation]:
    """The newest validation of each wave, stopped ones included."""
    found = []
    for wave in waves_with_sources(folder):
        files = sorted(
            (interim(folder) / wave).glob("*/validation.json"),
            key=lambda file: file.stat().st_mtime,
        )
        pointer = _pointer(folder, wave)
        if pointer.exists():
            files = [_work(folder, wave) / "validation.json"]
        if files and files[-1].exists():
            found.append(Validation.load(files[-1]))
    return found


def prune_interim(folder: SurveyFolder, published: Mapping[str, str]) -> None:
    """Remove what no build needs any more."""
    for wave_folder in interim(folder).glob("*"):
        if not wave_folder.is_dir():
            continue
        works = sorted(
            (path for path in wave_folder.iterdir() if path.is_dir()),
            key=lambda path: path.stat().st_mtime,
        )
        pointer = wave_folder / "current"
        used = {published.get(wave_folder.name, "")}
        used |= {pointer.read_text(encoding="utf-8")} if pointer.exists() else set()
        for work in [path for path in works if path.name not in used][:-KEPT_INTERIMS]:
            shutil.rmtree(work, ignore_errors=True)


def _validated(
    wave: str, work: Path, found: Validation, *, reused: bool
) -> tuple[Stage, Validation]:
    counts = {
        "rows": sum(found.rows.values()),
        "checks": len(found.checks),
        "failed": sum(not check.success for check in found.checks),
        "rejected_cells": found.rejected,
    }
    return Stage(wave, work, reused, counts), found


def _stop(folder: SurveyFolder, wave: str, work: Path, error: WavesError) -> None:
    """Note why a wave stopped, for the validation pages; it has no current folder then."""
    _pointer(folder, wave).unlink(missing_ok=True)
    for spooled in work.glob("*.clean.csv"):
        spooled.unlink()  # it holds personal columns, and nobody reads it any more
    if not isinstance(error, DataError) or (work / _MARKER).exists():
        return
    work.mkdir(parents=True, exist_ok=True)
    file = work / "validation.json"
    before = Validation.load(file) if file.exists() else Validation(wave, {}, ())
    Validation(wave, before.rows, before.checks, error.problems).save(file)


def _pointer(folder: SurveyFolder, wave: str) -> Path:
    return interim(folder) / wave / "current"


def _work(folder: SurveyFolder, wave: str) -> Path:
    return interim(folder) / wave / _pointer(folder, wave).read_text(encoding="utf-8")


def _fresh(work: Path) -> None:
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir(parents=True)


def _extracts(work: Path) -> list[Extracted]:
    items = json.loads((work / "extract.json").read_text(encoding="utf-8"))
    return [Extracted.from_json(json.dumps(item)) for item in items]


def count(work: Path) -> dict[str, int]:
    """Responses, rejected cells and texts of a finished wave."""
    con = connect(work / WAVE_DATABASE, read_only=True)
    try:
        names = ("responses", "rejected_cells", "texts")
        rows = [con.execute(f"SELECT count(*) FROM {name}").fetchone() for name in names]
        return {name: row[0] for name, row in zip(names, rows, strict=True) if row}
    finally:
        con.close()


def _key(folder: SurveyFolder, wave: str, raws: list[RawFile]) -> str:
    """What made the wave: its sources, the survey's files, the code and the engine."""
    digest = hashlib.sha256()
    before = list(folder.waves)[: list(folder.waves).index(wave)]
    for part in (duckdb.__version__, _code(), " ".join(before)):
        digest.update(part.encode())
    for name in (*_SURVEY_FILES, f"waves/{wave}.yml"):
        file = folder.project / "survey" / name
        digest.update(name.encode() + (file.read_bytes() if file.exists() else b""))
    if folder.waves[wave].has_pseudonyms:
        digest.update(key_fingerprint(pseudonym_key(folder.project)).encode())
    for raw in raws:
        digest.update(f"{raw.path} {raw.sha256}".encode())
    return digest.hexdigest()[:16]


@cache
def _code() -> str:
    """The content of the code that makes a wave."""
    digest = hashlib.sha256()
    here = Path(__file__).parent
    for part in _CODE:
        files = [here / part] if part.endswith(".py") else sorted((here / part).rglob("*.py"))
        for file in files:
            digest.update(file.read_bytes())
    return digest.hexdigest()
