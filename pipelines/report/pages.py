"""The report: one self-contained HTML page a wave, and a page that leads to them.

Reads `report.*` from an open connection and writes files. Styles stand inside each page, so
that it works from the file system and asks no network for anything.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import duckdb
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from pipelines.errors import ConfigurationError, Problem
from pipelines.report import words
from pipelines.report.content import Row, read_page, read_rows
from pipelines.report.figures import Figure, Printer, read_figures

TEMPLATES = Path(__file__).parent / "templates"


def build_report(
    con: duckdb.DuckDBPyConnection,
    out_dir: Path,
    wave: str | None = None,
    build_id: str | None = None,
) -> list[Path]:
    """Write the pages of the report.

    Args:
        con: an open warehouse; only `report.*` is read.
        out_dir: folder for the pages; made if need be.
        wave: only this wave's page, and no index.
        build_id: the build that the pages are part of, printed on them.

    Returns:
        The pages written: `<wave>.html` for each wave of which it is known who answered, and
        `index.html`.

    Raises:
        ConfigurationError: if the wave asked for has no page.
        BuildError: if a page needs a number that is not in report.figures.
    """
    waves = read_rows(con, "SELECT * FROM report.waves ORDER BY position DESC")
    chosen = _choose(waves, wave)
    figures = read_figures(con)
    out_dir.mkdir(parents=True, exist_ok=True)
    written = [
        _write(
            out_dir / f"{row['wave']}.html",
            "wave.html.j2",
            figures,
            page=read_page(con, row),
            waves=waves,
            build_id=build_id,
        )
        for row in chosen
    ]
    if wave is None and waves:
        written.append(_write_index(con, out_dir, waves, figures, build_id))
    return written


def environment() -> Environment:
    """The templates of report and validation pages, with the words that they use."""
    return _environment()


@cache
def _environment() -> Environment:
    env = Environment(
        loader=FileSystemLoader(TEMPLATES, encoding="utf-8"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
    )
    style = (TEMPLATES / "style.css").read_text(encoding="utf-8")
    env.globals["style"] = Markup(style)  # noqa: S704  our own file, no input
    env.globals["words"] = words
    env.filters["width"] = _width
    return env


def _width(share: float) -> str:
    """A share as the width of a bar."""
    return f"{100 * share:.2f}%"


def _choose(waves: list[Row], wave: str | None) -> list[Row]:
    pages = [row for row in waves if row["has_page"]]
    if wave is None:
        return pages
    chosen = [row for row in pages if row["wave"] == wave]
    if not chosen:
        names = ", ".join(row["wave"] for row in pages) or "none yet"
        raise ConfigurationError(
            Problem(f"wave {wave}", "no responses", f"a wave with responses: {names}")
        )
    return chosen


def _write_index(
    con: duckdb.DuckDBPyConnection,
    out_dir: Path,
    waves: list[Row],
    figures: dict[str, Figure],
    build_id: str | None,
) -> Path:
    indicators = read_rows(con, "SELECT * FROM report.indicators WHERE preferred ORDER BY position")
    series: dict[str, dict[str, Row]] = {}
    for row in indicators:
        series.setdefault(row["title"], {})[row["wave"]] = row
    several = {title: points for title, points in series.items() if len(points) > 1}
    return _write(
        out_dir / "index.html",
        "index.html.j2",
        figures,
        waves=waves,
        series=several,
        build_id=build_id,
    )


def _write(path: Path, template: str, figures: dict[str, Figure], **content: Any) -> Path:
    page = environment().get_template(template).render(figure=Printer(figures), **content)
    path.write_text(page, encoding="utf-8")
    return path
