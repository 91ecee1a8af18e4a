"""Writes the explorer beside the pages of the report: data, style and script in one file.

The page asks no network for anything, and its Content-Security-Policy says so to the browser.
All that it shows was counted and put into words by SQL (see data.py); the script picks, finds
and sorts, and hands to Vega what it draws.
"""

from __future__ import annotations

from functools import partial
from pathlib import Path

import duckdb
from markupsafe import Markup

from pipelines.report.environment import templates_in
from pipelines.report.explorer.data import read_data
from pipelines.report.explorer.embed import as_json, csp_hash
from pipelines.report.explorer.vega import drawing
from pipelines.report.language import language, languages, page_name, pages_in, translated
from pipelines.report.translations import translator
from pipelines.warehouse.rows import read_rows

HERE = Path(__file__).parent
SHARED_STYLE = HERE.parent / "templates" / "style.css"
PAGE = "explorer"

_STYLE = HERE / f"{PAGE}.css"
_SCRIPTS = (
    *("ground", "numbers", "charts", "parts"),
    *("topics", "questions", "respondents", "groups", "find"),
    "page",
)
"""Files of the script in their order: what all views use, the views, and what shows them."""


def build_explorer(
    con: duckdb.DuckDBPyConnection, out_dir: Path, build_id: str | None = None
) -> list[Path]:
    """Write the explorer in each language.

    Args:
        con: an open warehouse.
        out_dir: folder of the report's pages.
        build_id: the build that the page is part of, printed on it.

    Returns:
        The pages written; none where the survey has no wave yet.

    Raises:
        BuildError: a number has no figure.
        ConfigurationError: the warehouse was built by an older version.
    """
    waves = read_rows(con, "SELECT * FROM report.waves ORDER BY position DESC")
    if not waves:
        return []
    style = "\n".join(path.read_text(encoding="utf-8") for path in (SHARED_STYLE, _STYLE))
    script = own_script()
    vega, templates = drawing(), templates_in(HERE)
    written = []
    for code in languages():
        translate = translator(con, code)
        page = templates.get_template(f"{PAGE}.html.j2").render(
            survey=translate.row(waves[0]),
            reconstructed=[
                (row["wave"], page_name(row["wave"], code))
                for row in waves
                if row["kind"] == "reconstructed" and row["has_page"]
            ],
            about_translation=translate.note,
            build_id=build_id,
            style=Markup(style),  # noqa: S704  our own files, no input
            script=Markup(script),  # noqa: S704
            style_hash=csp_hash(style),
            script_hash=csp_hash(script),
            vega=Markup(vega.library),  # noqa: S704  a package's own text, no input
            vega_hash=csp_hash(vega.library),
            data=as_json(read_data(con, code) | {"charts": vega.charts}),
            language=language(code),
            report=page_name("index", code),
            pages=pages_in(PAGE),
            _=partial(translated, language(code)),
        )
        path = out_dir / page_name(PAGE, code)
        path.write_text(page, encoding="utf-8")
        written.append(path)
    return written


def own_script() -> str:
    """The explorer's own code in one scope: it picks, finds and sorts; numbers are SQL's texts."""
    files = [HERE / "script" / f"{name}.js" for name in _SCRIPTS]
    parts = (file.read_text(encoding="utf-8") for file in files)
    return "\n".join(['"use strict";', "(() => {", *parts, "})();", ""])
