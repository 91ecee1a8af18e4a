"""Signing off: the report of a wave frozen as an edition, all its forms with the build."""

from __future__ import annotations

import json
import os
import re
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import yaml

from pipelines.errors import ConfigurationError, DataError, Problem
from pipelines.extract.source import sha256_of
from pipelines.report.block_figures import check_texts
from pipelines.report.blocks import Texts
from pipelines.report.documents.write import Form, in_forms
from pipelines.report.editions.records import (
    BUILD,
    FIGURES,
    RECORD,
    REPORT,
    Change,
    Edition,
    Standing,
    differences,
    editions_of,
    folder_of,
    read_editions,
)
from pipelines.report.figures import Figure, read_figures
from pipelines.report.language import languages, page_name
from pipelines.report.pages import choose_waves, wave_page
from pipelines.report.reading import read_page
from pipelines.warehouse.disk import disk
from pipelines.warehouse.rows import read_rows

_SHOWN = 20


@dataclass(frozen=True)
class Signature:
    """Who signs off, when, and what must be said with it.

    Attributes:
        embargo_until: first day on which the edition may be public; without one, that of the
            edition before stays where it isn't over.
        erratum: why the edition before had to be corrected.
    """

    by: str
    on: date
    embargo_until: date | None = None
    erratum: str | None = None


def sign_off(
    con: duckdb.DuckDBPyConnection,
    project: Path,
    build: Path,
    wave: str,
    signature: Signature,
    *,
    texts: Texts | None = None,
) -> Edition:
    """Freeze the report of a wave as its next edition.

    Args:
        con: the published warehouse.
        project: the folder with survey/ and data/.
        build: the folder of the published build.
        wave: wave id.
        signature: who signs off.
        texts: outline and text blocks of the team.

    Raises:
        ConfigurationError: the wave has no page, or there is nothing to correct.
        DataError: the wave is not up to date, or figures changed and nobody said why.
        BuildError: the disk refuses.
    """
    waves = read_rows(con, "SELECT * FROM report.waves ORDER BY position DESC")
    row = choose_waves(waves, wave)[0]
    figures = read_figures(con)
    before = read_editions(project).get(wave, [])
    check_texts(con, texts or Texts(), waves, [row], figures)
    page = read_page(con, row)
    html, _ = wave_page(page, waves, figures, "en", build_id=build.name, texts=texts)
    printed = list(dict.fromkeys(re.findall(r'data-figure="([^"]+)"', html)))
    changes = differences(project, before[-1], figures, printed) if before else []
    _require(row, before, changes, signature)
    edition = Edition(
        wave=wave,
        number=len(before) + 1,
        signed_off_by=signature.by,
        signed_off_on=signature.on,
        embargo_until=_embargo(before, signature),
        build=build.name,
        erratum=signature.erratum,
        changes=changes,
        files={},
    )
    standing = Standing([*before, edition], frozen=True)
    forms: dict[str, bytes] = {}
    for code in languages():
        html, charts = wave_page(
            read_page(con, row, code),
            waves,
            figures,
            code,
            build_id=build.name,
            standing=standing,
            texts=texts,
        )
        forms |= in_forms(html, charts, tuple(Form), page_name(wave, code), build.name)
    files = {f"{REPORT}/{name}": content for name, content in forms.items()}
    files[FIGURES] = _figures(figures, printed)
    with disk(editions_of(project)):
        return _freeze(project, edition, build, files)


def _embargo(before: Sequence[Edition], signature: Signature) -> date | None:
    """A correction doesn't end the embargo of what it corrects, unless it sets another day."""
    last = before[-1].embargo_until if before else None
    return signature.embargo_until or (last if last and last > signature.on else None)


def _require(
    row: Mapping[str, Any],
    before: Sequence[Edition],
    changes: Sequence[Change],
    signature: Signature,
) -> None:
    """What must be so before anything is signed off."""
    wave = row["wave"]
    if row["status"] != "current":
        found = "its last files could not be admitted; what is shown is older"
        action = "See why with waves check, then waves build."
        raise DataError(Problem(f"wave {wave}", found, "a wave that is up to date", action))
    if not before:
        if signature.erratum:
            found = f"an erratum, and no edition of {wave} that it could correct"
            raise ConfigurationError(Problem("--erratum", found, "an edition signed off before"))
        return
    last = before[-1].number
    if not changes:
        found = f"edition {last}, and no figure that changed since"
        raise ConfigurationError(
            Problem(f"wave {wave}", found, "figures to correct: nothing was signed off again")
        )
    if not signature.erratum:
        shown = [f"{c.figure} ({c.label}): {c.before} before, {c.after} now" for c in changes]
        more = [f"and {len(shown) - _SHOWN} more"] if len(shown) > _SHOWN else []
        raise DataError(
            Problem(
                f"wave {wave}",
                f"{len(changes)} figures changed since edition {last}: "
                + "; ".join([*shown[:_SHOWN], *more]),
                "the reason of a correction",
                f'waves publish-report --wave {wave} --erratum "why".',
            )
        )


def _figures(figures: Mapping[str, Figure], printed: Sequence[str]) -> bytes:
    told = {name: {"text": figures[name].text, "label": figures[name].label} for name in printed}
    return json.dumps(told, ensure_ascii=False, indent=0).encode("utf-8")


def _freeze(project: Path, edition: Edition, build: Path, files: Mapping[str, bytes]) -> Edition:
    """Write everything beside its place, then move it there."""
    to = folder_of(project, edition.wave, edition.number)
    new = to.with_name(f".{edition.number}")
    shutil.rmtree(new, ignore_errors=True)
    (new / REPORT).mkdir(parents=True)
    for name, content in files.items():
        (new / name).write_bytes(content)
    shutil.copytree(build, new / BUILD, copy_function=_link)
    written = sorted(file for file in new.rglob("*") if file.is_file())
    sealed = edition.model_copy(
        update={"files": {file.relative_to(new).as_posix(): sha256_of(file) for file in written}}
    )
    record = sealed.model_dump(mode="json", exclude_none=True)
    text = yaml.safe_dump(record, allow_unicode=True, sort_keys=False)
    (new / RECORD).write_text(text, encoding="utf-8")
    new.rename(to)
    return sealed


def _link(source: str, to: str) -> None:
    """One file under two names: a build never changes, and an edition needs no room for it."""
    try:
        os.link(source, to)
    except OSError:
        shutil.copy2(source, to)
