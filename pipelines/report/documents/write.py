"""Writes the report of one wave as a web page, a PDF or a DOCX, in one language or in all."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from enum import StrEnum
from pathlib import Path

import duckdb

from pipelines.errors import ConfigurationError, Problem
from pipelines.report.block_figures import check_texts
from pipelines.report.blocks import Texts
from pipelines.report.charts import Chart
from pipelines.report.documents.docx import write_docx
from pipelines.report.documents.page import read_document
from pipelines.report.documents.typst import write_pdf
from pipelines.report.editions.records import Standing
from pipelines.report.figures import Figure, read_figures
from pipelines.report.language import languages, page_name
from pipelines.report.pages import choose_waves, wave_page
from pipelines.report.reading import read_page
from pipelines.warehouse.disk import disk
from pipelines.warehouse.rows import read_rows


class Form(StrEnum):
    """The forms of a report."""

    HTML = "html"
    PDF = "pdf"
    DOCX = "docx"


WRITERS = {Form.PDF: write_pdf, Form.DOCX: write_docx}


Standings = Callable[[str, Mapping[str, Figure]], Standing]
"""What is to be said of a wave's editions."""


def write_wave(
    con: duckdb.DuckDBPyConnection,
    wave: str,
    form: Form,
    to: Path,
    *,
    code: str = "en",
    build_id: str | None = None,
    draft: bool = False,
    standings: Standings | None = None,
    texts: Texts | None = None,
) -> None:
    """Write the report of a wave into a file, whose folder is made if need be.

    See `report_in` for the arguments and what is raised, and BuildError if the disk refuses.
    """
    made = report_in(
        con,
        wave,
        (form,),
        (code,),
        build_id=build_id,
        draft=draft,
        standings=standings,
        texts=texts,
    )
    for content in made.values():
        write_bytes(to, content)


def report_in(
    con: duckdb.DuckDBPyConnection,
    wave: str,
    forms: Collection[Form],
    codes: Collection[str],
    *,
    build_id: str | None = None,
    draft: bool = False,
    standings: Standings | None = None,
    texts: Texts | None = None,
) -> dict[str, bytes]:
    """The report of a wave in some forms and languages, by the names of the files.

    Args:
        con: an open warehouse; only `report.*` is read.
        wave: its id.
        forms: in which forms.
        codes: in which languages.
        build_id: the build that it is part of; its date is that of the document.
        draft: whether each page is marked as a draft.
        standings: what is to be said of the wave's editions.
        texts: outline of the report and the team's text blocks.

    Raises:
        ConfigurationError: the wave has no page, there is no such language, or a text block names
            a figure that isn't there or has a number in it that is one.
        BuildError: a number without a figure, or a picture without an alternative text.
    """
    for code in codes:
        if code not in languages():
            known = ", ".join(languages())
            raise ConfigurationError(
                Problem(f"language {code}", "no wording in this language", f"one of {known}")
            )
    waves = read_rows(con, "SELECT * FROM report.waves ORDER BY position DESC")
    row = choose_waves(waves, wave)[0]
    figures = read_figures(con)
    check_texts(con, texts or Texts(), waves, [row], figures)
    made: dict[str, bytes] = {}
    for code in codes:
        html, charts = wave_page(
            read_page(con, row, code),
            waves,
            figures,
            code,
            build_id=build_id,
            draft=draft,
            alone=True,
            standing=standings(wave, figures) if standings else None,
            texts=texts,
        )
        made |= in_forms(html, charts, forms, page_name(wave, code), build_id, draft=draft)
    return made


def in_forms(
    html: str,
    charts: Mapping[str, Chart],
    forms: Collection[Form],
    name: str,
    build_id: str | None,
    *,
    draft: bool = False,
) -> dict[str, bytes]:
    """A wave's page in some forms, by the names of the files; `name` is that of the page."""
    made = {name: html.encode("utf-8")} if Form.HTML in forms else {}
    writers = [(form, write) for form, write in WRITERS.items() if form in forms]
    if writers:
        document = read_document(html, charts, build_id, draft)
        made |= {name.removesuffix("html") + form: write(document) for form, write in writers}
    return made


def write_bytes(to: Path, content: bytes) -> None:
    """Write a file, whose folder is made if need be.

    Raises:
        BuildError: the disk refuses.
    """
    with disk(to):
        to.parent.mkdir(parents=True, exist_ok=True)
        to.write_bytes(content)
