"""The report: one self-contained HTML page a wave and language, and a page that leads to them.

Reads `report.*` from an open connection and writes files. Styles stand inside each page, so
that it works from the file system and asks no network for anything.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import duckdb

from pipelines.errors import ConfigurationError, Problem
from pipelines.report import words
from pipelines.report.block_figures import check_texts
from pipelines.report.blocks import Texts, printed
from pipelines.report.charts import Chart, charts_of, check_charts, start_vega
from pipelines.report.content import Page
from pipelines.report.editions.records import Standing
from pipelines.report.environment import environment
from pipelines.report.explorer import build_explorer, drawing
from pipelines.report.figures import Figure, read_figures
from pipelines.report.language import (
    Language,
    language,
    languages,
    noun_of,
    page_name,
)
from pipelines.report.outline import parts_of
from pipelines.report.printer import Printer
from pipelines.report.reading import read_page
from pipelines.report.sentence import Sentence, check_sentences
from pipelines.report.translations import mark_languages, translator
from pipelines.report.wording import sentences_of
from pipelines.warehouse.rows import Row, read_rows

Sentences = dict[str, list[Sentence]]
"""The sentences of a page, by what they are about."""

Hear = Callable[[dict[tuple[str, str], Sentences]], None]
"""Takes note of the sentences of all pages, by wave and language."""


def write_waves(
    con: duckdb.DuckDBPyConnection,
    out_dir: Path,
    wave: str | None = None,
    build_id: str | None = None,
    standings: Callable[[str, Mapping[str, Figure]], Standing] | None = None,
    *,
    texts: Texts | None = None,
    hear: Hear | None = None,
) -> list[Path]:
    """Write the pages of the waves.

    Args:
        con: an open warehouse; only `report.*` is read.
        out_dir: folder for the pages; made if need be.
        wave: only this wave's page.
        build_id: the build that the pages are part of, printed on them.
        standings: what is to be said of a wave's editions.
        texts: outline of the pages and the team's text blocks.
        hear: called with all sentences, before any page is written.

    Returns:
        The pages written: `<wave>.html` for each wave of which it is known who answered; in other
        languages than English `<wave>.<language>.html`.

    Raises:
        ConfigurationError: if the wave asked for has no page, or a text block names a figure that
            isn't there or has a number in it that is one; before any page is written.
        BuildError: if a page needs a number that is not in report.figures, or a sentence or a
            chart disagrees with its figures.
    """
    waves = read_rows(con, "SELECT * FROM report.waves ORDER BY position DESC")
    chosen = choose_waves(waves, wave)
    figures = read_figures(con)
    check_texts(con, texts or Texts(), waves, chosen, figures)
    out_dir.mkdir(parents=True, exist_ok=True)
    pages = {
        (row["wave"], code): read_page(con, row, code) for row in chosen for code in languages()
    }
    said = {(wave, code): sentences_on(page, figures, code) for (wave, code), page in pages.items()}
    if hear:
        hear(said)
    written = []
    for (of, code), page in pages.items():
        html, _ = wave_page(
            page,
            waves,
            figures,
            code,
            build_id=build_id,
            standing=standings(of, figures) if standings else None,
            texts=texts,
            sentences=said[of, code],
        )
        path = out_dir / page_name(of, code)
        path.write_text(html, encoding="utf-8")
        written.append(path)
    return written


def write_entrance(
    con: duckdb.DuckDBPyConnection, out_dir: Path, build_id: str | None = None
) -> list[Path]:
    """Write the pages that lead to the others, and the explorer: none where there is no wave.

    Args:
        con: an open warehouse; only `report.*` is read.
        out_dir: folder for the pages, which is there.
        build_id: the build that the pages are part of, printed on them.

    Returns:
        The pages written, `index.html` and `explorer.html` among them.

    Raises:
        BuildError: if a page needs a number that is not in report.figures.
    """
    waves = read_rows(con, "SELECT * FROM report.waves ORDER BY position DESC")
    if not waves:
        return []
    index = _write_index(con, out_dir, waves, read_figures(con), build_id)
    return index + build_explorer(con, out_dir, build_id)


def sentences_on(page: Page, figures: dict[str, Figure], code: str) -> Sentences:
    """The sentences of a wave's page in a language, held against the figures.

    Raises:
        BuildError: if a sentence disagrees with its figures.
    """
    sentences = sentences_of(page, figures, code)
    check_sentences((one for each in sentences.values() for one in each), figures, code)
    return sentences


def wave_page(
    page: Page,
    waves: list[Row],
    figures: dict[str, Figure],
    code: str,
    *,
    build_id: str | None = None,
    draft: bool = False,
    alone: bool = False,
    standing: Standing | None = None,
    texts: Texts | None = None,
    sentences: Sentences | None = None,
) -> tuple[str, dict[str, Chart]]:
    """A wave's page in a language, and the charts on it by what the page calls them.

    Text blocks are printed as they are; `check_texts` is what holds them against the figures.
    Sentences that were made already need not be made again. A page alone, as that of an edition,
    has no pages of other waves beside it.

    Raises:
        BuildError: if it needs a number that is not in report.figures, or a sentence or a chart
            disagrees with its figures.
    """
    words_of = language(code)
    if sentences is None:
        sentences = sentences_on(page, figures, code)
    charts = charts_of(page, figures, code)
    check_charts(charts, figures, code)
    content = {
        "page": replace(
            page,
            wave=_wave_in(page.wave, page.nouns, words_of),
            countries=_countries_in(page, words_of),
        ),
        "charts": charts,
        "waves": waves,
        "build_id": build_id,
        "draft": draft,
        "alone": alone or bool(standing and standing.frozen),
        "standing": standing,
    }
    printer = Printer(figures, words_of, sentences)
    content |= _texts_in(page, texts or Texts(language=page.wave["language"]), printer, code)
    return _render("wave.html.j2", words_of, printer, content, page.spoken), charts


def get_ready() -> None:
    """Do beforehand what the first page would wait for: compile the templates, start Vega."""
    templates = environment()
    for name in templates.list_templates(["j2"]):
        templates.get_template(name)
    start_vega()
    drawing()


def _texts_in(page: Page, texts: Texts, printer: Printer, code: str) -> dict[str, Any]:
    """The parts of a page, its introduction, and what prints a text block."""
    wave = page.wave["wave"]
    return {
        "parts": parts_of(page.sections, texts, wave, code),
        "introduction": texts.block(texts.outline.introduction, wave, code),
        "block": partial(printed, wave=wave, printer=printer, code=code),
    }


def _wave_in(wave: Row, nouns: dict[str, Row], words_of: Language) -> Row:
    """A wave with the noun for its respondents in a language."""
    noun = noun_of(wave, nouns, words_of)
    return wave | {"noun_one": noun.one, "noun_many": noun.many}


def _countries_in(page: Page, words_of: Language) -> list[tuple[Row, str, list[str]]]:
    """The countries by their names in a language, in its order."""
    named = [
        (row, words_of.country(row["country_code"], name), names)
        for row, name, names in page.countries
    ]
    return sorted(named, key=lambda part: words.alphabetical(part[1]))


def choose_waves(waves: list[Row], wave: str | None) -> list[Row]:
    """The waves that have a page, or the one of them that is asked for.

    Raises:
        ConfigurationError: if that one has no page.
    """
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
) -> list[Path]:
    rows = read_rows(con, "SELECT * FROM report.indicators WHERE preferred ORDER BY position")
    nouns = {row["language"]: row for row in read_rows(con, "SELECT * FROM report.nouns")}
    written = []
    for code in languages():
        words_of, translate = language(code), translator(con, code)
        series: dict[str, dict[str, Row]] = {}
        for row in map(translate.row, rows):
            series.setdefault(row["title"], {})[row["wave"]] = row
        content = {
            "series": {title: points for title, points in series.items() if len(points) > 1},
            "build_id": build_id,
            "waves": [_wave_in(translate.row(wave), nouns, words_of) for wave in waves],
        }
        printer = Printer(figures, words_of)
        html = _render("index.html.j2", words_of, printer, content, translate.spoken)
        path = out_dir / page_name("index", code)
        path.write_text(html, encoding="utf-8")
        written.append(path)
    return written


def _render(
    template: str, words_of: Language, printer: Printer, content: dict[str, Any], spoken: set[str]
) -> str:
    page = environment(words_of.code).get_template(template).render(figure=printer, **content)
    of_survey = content["waves"][0]["language"]
    kinds = dict.fromkeys(_OF_SURVEY, of_survey) | dict.fromkeys(_ENGLISH, "en")
    return mark_languages(page, kinds, words_of.code, spoken)


_OF_SURVEY = ("title", "label", "wording", "intro", "note", "quote", "publisher")
"""What is quoted in the language of the questionnaire, unless it is translated."""

_ENGLISH = ("told", "routing", "explanation", "arithmetic")
"""What the warehouse has in English."""
