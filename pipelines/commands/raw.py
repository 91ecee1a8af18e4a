"""`waves reconstruct` and `waves accept`: the raw files of a wave."""

from __future__ import annotations

import tempfile
from difflib import get_close_matches
from pathlib import Path

from pipelines.commands.console import out, shown
from pipelines.errors import ConfigurationError, Problem
from pipelines.extract import extract_source, raw_file
from pipelines.onboarding.reading import count_rows
from pipelines.survey.accept import write_manifests
from pipelines.survey.folder import SurveyFolder
from pipelines.survey.load import load_survey
from pipelines.survey.models import Manifest, Source, Wave
from pipelines.survey.reconstruct import reconstruct as write_wave


def reconstruct(project: Path, wave: str) -> None:
    """Write the raw file of a reconstructed wave.

    Raises:
        ConfigurationError: there is no such wave, or it is of another kind.
    """
    folder = load_survey(project)
    kind = _wave(folder, wave).kind
    if kind != "reconstructed":
        where = folder.where(f"waves/{wave}.yml", "kind")
        raise ConfigurationError(
            Problem(
                where, f"a wave of kind {kind}", "kind: reconstructed", "Its files are received."
            )
        )
    for path in write_wave(folder, wave):
        out().print(f"written: {shown(path)}", markup=False)
    _accept(folder, wave)


def accept(project: Path, wave: str) -> None:
    """Note the raw files of a wave as they are now in the wave's file.

    Raises:
        ConfigurationError: there is no such wave, or it has no sources.
        DataError: a file is missing or broken.
    """
    folder = load_survey(project)
    if not _wave(folder, wave).sources:
        where = folder.where(f"waves/{wave}.yml")
        raise ConfigurationError(Problem(where, "no sources", "a wave with raw files"))
    _accept(folder, wave)


def _accept(folder: SurveyFolder, wave: str) -> None:
    sources = folder.waves[wave].sources
    found = {position: _measure(folder, wave, source) for position, source in enumerate(sources)}
    changed = {
        position: manifest
        for position, manifest in found.items()
        if sources[position].manifest != manifest
    }
    if changed:
        write_manifests(folder.project / "survey" / "waves" / f"{wave}.yml", changed)
    for position, source in enumerate(sources):
        now = found[position]
        told = _change(source.manifest, now) if position in changed else "unchanged"
        out().print(f"{source.path}: {told}", markup=False)


def _change(before: Manifest | None, now: Manifest) -> str:
    text = f"accepted, {now.rows} rows, {now.columns} columns, {now.bytes} bytes"
    if before:
        text += f" (before: {before.rows} rows, {before.columns} columns, {before.bytes} bytes)"
    return text


def _measure(folder: SurveyFolder, wave: str, source: Source) -> Manifest:
    raw = raw_file(folder, wave, source)
    with tempfile.TemporaryDirectory() as work:
        extracted = extract_source(raw, source, Path(work))
        rows, _ = count_rows(extracted, Path(work))
    return Manifest(sha256=raw.sha256, bytes=raw.bytes, rows=rows, columns=len(extracted.header))


def _wave(folder: SurveyFolder, wave: str) -> Wave:
    if wave in folder.waves:
        return folder.waves[wave]
    near = get_close_matches(wave, folder.waves, n=1)
    action = f"Did you mean {near[0]}?" if near else ""
    known = ", ".join(folder.waves) or "none yet"
    raise ConfigurationError(
        Problem("survey/waves", f"no wave {wave!r}", f"one of {known}", action)
    )
