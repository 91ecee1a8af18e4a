"""Validation pages: what was found when a wave's raw files were read, one page a wave.

The validate stage says what it expected and what it found; the core tables say what became of
the cells. Nothing is shown here that the stage has not masked.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Protocol

import duckdb

from pipelines.errors import Problem
from pipelines.report.environment import environment
from pipelines.report.words import SEVERITIES
from pipelines.warehouse.rows import read_rows


class Check(Protocol):
    """One expectation and how it went, as `pipelines.validate` reports it."""

    @property
    def source_file(self) -> str:
        """Path below the wave's raw folder."""

    @property
    def source_column(self) -> str | None:
        """Header of the column; None where the whole file is meant."""

    @property
    def rule_id(self) -> str:
        """The rule."""

    @property
    def expected(self) -> str:
        """What is expected, in words."""

    @property
    def severity(self) -> str:
        """What a breach means: stop, error or warning."""

    @property
    def success(self) -> bool:
        """Whether all was as expected."""

    @property
    def n_cells(self) -> int:
        """Cells looked at."""

    @property
    def n_unexpected(self) -> int:
        """Cells that were not as expected."""

    @property
    def samples(self) -> Sequence[str]:
        """Some of these; none of a personal column."""


@dataclass(frozen=True)
class SourceFile:
    """A raw file as it was read, and what became of its cells."""

    path: str
    sha256: str
    rows: int
    columns: int
    encoding: str
    reader: str
    cells: int = 0
    loaded: int = 0
    rejected: int = 0
    ignored: int = 0
    blank: int = 0

    @property
    def balanced(self) -> bool:
        """Whether each cell has one fate."""
        return self.cells == self.loaded + self.rejected + self.ignored + self.blank


@dataclass(frozen=True)
class Rejections:
    """Cells set aside by one rule in one file."""

    source_file: str
    rule_id: str
    reason: str
    n_cells: int
    n_reasons: int


@dataclass(frozen=True)
class WaveValidation:
    """All that a wave's validation page shows.

    Attributes:
        n_declared: raw files that the wave's file names, which a stopped wave has too.
    """

    wave: str
    checks: Sequence[Check] = ()
    problems: Sequence[Problem] = ()
    sources: Sequence[SourceFile] = ()
    rejections: Sequence[Rejections] = ()
    n_declared: int = 0

    @property
    def files(self) -> int:
        """How many raw files the wave has, read or not."""
        return max(len(self.sources), self.n_declared)

    @property
    def unmet(self) -> list[Check]:
        """Expectations that were not met, the gravest first."""
        unmet = [check for check in self.checks if not check.success]
        return sorted(unmet, key=lambda check: list(SEVERITIES).index(check.severity))

    @property
    def met(self) -> list[Check]:
        """Expectations that were met."""
        return [check for check in self.checks if check.success]

    @property
    def verdict(self) -> str:
        """The outcome in a word."""
        if self.problems:
            return "Stopped"
        return "Admitted with remarks" if self.unmet or self.rejections else "Admitted"


def read_validation(
    con: duckdb.DuckDBPyConnection,
    wave: str,
    checks: Sequence[Check] = (),
    problems: Sequence[Problem] = (),
    n_declared: int = 0,
) -> WaveValidation:
    """Add to the stage's outcome what the core tables know of the wave's files and cells."""
    sources = read_rows(
        con,
        """
        SELECT f.path, f.sha256, f.rows, f.columns, f.encoding, f.reader,
            CAST(coalesce(sum(c.cells), 0) AS BIGINT) AS cells,
            CAST(coalesce(sum(c.loaded), 0) AS BIGINT) AS loaded,
            CAST(coalesce(sum(c.rejected), 0) AS BIGINT) AS rejected,
            CAST(coalesce(sum(c.ignored), 0) AS BIGINT) AS ignored,
            CAST(coalesce(sum(c.blank), 0) AS BIGINT) AS blank
        FROM core.source_files AS f
        LEFT JOIN core.cell_fates AS c ON f.wave = c.wave AND f.path = c.source_file
        WHERE f.wave = ?
        GROUP BY f.path, f.sha256, f.rows, f.columns, f.encoding, f.reader
        ORDER BY f.path
        """,
        wave,
    )
    rejections = read_rows(
        con,
        """
        SELECT source_file, rule_id, min(reason) AS reason, count(*) AS n_cells,
            count(DISTINCT reason) AS n_reasons
        FROM core.rejected_cells
        WHERE wave = ?
        GROUP BY source_file, rule_id
        ORDER BY source_file, rule_id
        """,
        wave,
    )
    return WaveValidation(
        wave=wave,
        checks=checks,
        problems=problems,
        sources=[SourceFile(**row) for row in sources],
        rejections=[Rejections(**row) for row in rejections],
        n_declared=n_declared,
    )


def write_validation_pages(
    results: Sequence[WaveValidation],
    out_dir: Path,
    survey_title: str,
    build_id: str | None = None,
) -> list[Path]:
    """Write a page for each wave, and an index.

    Args:
        results: one for each wave, in the order of the waves.
        out_dir: folder for the pages; made if need be.
        survey_title: title of the survey.
        build_id: the build that the pages are part of, printed on them.

    Returns:
        The pages written.
    """
    out_dir.mkdir(parents=True, exist_ok=True)
    page = partial(_write, out_dir, survey_title=survey_title, build_id=build_id)
    written = [
        page(f"{result.wave}.html", "validation.html.j2", result=result) for result in results
    ]
    return [*written, page("index.html", "validation_index.html.j2", results=results)]


def _write(folder: Path, name: str, template: str, **content: Any) -> Path:
    path = folder / name
    text = environment().get_template(template).render(**content)
    path.write_text(text, encoding="utf-8")
    return path
