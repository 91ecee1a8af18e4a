"""Writes the report of one wave in one language as a web page, a PDF or a DOCX."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from enum import StrEnum
from pathlib import Path

import duckdb

from pipelines.errors import ConfigurationError, Problem
from pipelines.report.block_figures import check_texts
from pipelines.report.blocks import Texts
from pipelines.report.content import read_page, read_rows
from pipelines.report.documents.docx import write_docx
from pipelines.report.documents.page import read_document
from pipelines.report.documents.typst import write_pdf
from pipelines.report.editions.records import Standing
from pipelines.report.figures import Figure, read_figures
from pipelines.report.language import languages
from pipelines.report.pages import choose_waves, wave_page
from pipelines.warehouse.disk import disk


class Form(StrEnum):
    """The forms of a report."""

    HTML = "html"
    PDF = "pdf"
    DOCX = "docx"


WRITERS = {Form.PDF: write_pdf, Form.DOCX: write_docx}


def write_wave(
    con: duckdb.DuckDBPyConnection,
    wave: str,
    form: Form,
    to: Path,
    *,
    code: str = "en",
    build_id: str | None = None,
    draft: bool = False,
    standings: Callable[[str, Mapping[str, Figure]], Standing] | None = None,
    texts: Texts | None = None,
) -> None:
    """Write the report of a wave into a file.

    Args:
        con: an open warehouse; only `report.*` is read.
        wave: its id.
        form: in which form.
        to: the file; its folder is made if need be.
        code: language of the report.
        build_id: the build that it is part of; its date is that of the document.
        draft: whether each page is marked as a draft.
        standings: what is to be said of the wave's editions.
        texts: outline of the report and the team's text blocks.

    Raises:
        ConfigurationError: the wave has no page, there is no such language, or a text block names
            a figure that isn't there or has a number in it that is one.
        BuildError: a number without a figure, a picture without an alternative text, or the disk
            refuses.
    """
    if code not in languages():
        known = ", ".join(languages())
        raise ConfigurationError(
            Problem(f"language {code}", "no wording in this language", f"one of {known}")
        )
    waves = read_rows(con, "SELECT * FROM report.waves ORDER BY position DESC")
    row = choose_waves(waves, wave)[0]
    figures = read_figures(con)
    check_texts(con, texts or Texts(), waves, [row], figures)
    html, charts = wave_page(
        read_page(con, row, code),
        waves,
        figures,
        code,
        build_id=build_id,
        draft=draft,
        standing=standings(wave, figures) if standings else None,
        texts=texts,
    )
    if form == Form.HTML:
        content = html.encode("utf-8")
    else:
        content = WRITERS[form](read_document(html, charts, build_id, draft))
    with disk(to):
        to.parent.mkdir(parents=True, exist_ok=True)
        to.write_bytes(content)
