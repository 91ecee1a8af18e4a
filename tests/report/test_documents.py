"""The report of a wave as PDF and DOCX, from a made-up survey."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import docx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipelines.errors import BuildError, ConfigurationError
from pipelines.report.charts import Chart
from pipelines.report.documents.blocks import (
    Block,
    Cell,
    Document,
    Heading,
    Kind,
    Paragraph,
    Picture,
    Run,
    Table,
    kept_together,
    plain,
    printable,
    texts,
)
from pipelines.report.documents.docx import write_docx
from pipelines.report.documents.docx_parts import NUMBER
from pipelines.report.documents.page import made, read_document
from pipelines.report.documents.typst import as_data, write_pdf
from pipelines.report.documents.write import Form, write_wave
from pipelines.report.figures import read_figures
from pipelines.report.pages import wave_page
from pipelines.report.reading import read_page
from pipelines.warehouse.rows import read_rows
from tests.report.made_up import made_up
from tests.world import World

Writer = Callable[[Document], bytes]
BUILD = "20300101T120000.000000Z-abcd"
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><rect width="9"/></svg>'
needs_office = pytest.mark.skipif(
    not (shutil.which("soffice") and shutil.which("pdftotext")),
    reason="needs LibreOffice Writer and pdftotext",
)
needs_poppler = pytest.mark.skipif(shutil.which("pdftotext") is None, reason="needs pdftotext")


@pytest.fixture(scope="module")
def world() -> World:
    return made_up()


def html_of(world: World, wave: str = "2020", code: str = "en") -> str:
    return page_of(world, wave, code)[0]


def page_of(world: World, wave: str = "2020", code: str = "en") -> tuple[str, dict[str, Chart]]:
    waves = read_rows(world.con, "SELECT * FROM report.waves ORDER BY position DESC")
    row = next(one for one in waves if one["wave"] == wave)
    return wave_page(
        read_page(world.con, row), waves, read_figures(world.con), code, build_id=BUILD
    )


@pytest.fixture(scope="module")
def document(world: World) -> Document:
    html, charts = page_of(world)
    return read_document(html, charts, BUILD)


@pytest.fixture(scope="module")
def pdf(document: Document) -> bytes:
    return write_pdf(document)


@pytest.fixture(scope="module")
def word(document: Document) -> bytes:
    return write_docx(document)


def small(*blocks: Block) -> Document:
    head = Heading(1, (Run("Head"),))
    blocks = (head, *blocks)
    return Document("A title", "A publisher", "en", (), None, BUILD, made(BUILD), blocks)


def text_of(pdf: bytes) -> str:
    command = ["pdftotext", "-raw", "-", "-"]
    return subprocess.run(command, input=pdf, capture_output=True, check=True).stdout.decode()


def numbers_in(docx_file: bytes) -> list[str]:
    """Text of all runs that have the style of a number, in order."""
    body = docx.Document(io.BytesIO(docx_file)).element.body
    marked = NUMBER.replace(" ", "")
    return [
        "".join(text.text or "" for text in run.iter(f"{W}t"))
        for run in body.iter(f"{W}r")
        if any(style.get(f"{W}val") == marked for style in run.iter(f"{W}rStyle"))
    ]


def figures_of(document: Document) -> list[tuple[str, str]]:
    """(id, printed text) of each number of a document's text, in order of reading."""
    return [
        (run.figure, run.text)
        for block in document.blocks
        for text in texts(block)
        for run in text
        if run.figure is not None
    ]


def body_of(html: str) -> str:
    """A page without the lists of where numbers come from, and without its charts."""
    without = re.sub(r'<details class="trace">.*?</details>', "", html, flags=re.S)
    return re.sub(r"<svg.*?</svg>", "", without, flags=re.S)


@pytest.mark.parametrize("code", ["en", "fr"])
def test_html_and_docx_print_the_same_figures_in_the_same_order(world: World, code: str) -> None:
    html, charts = page_of(world, code=code)
    found = re.findall(r"<data[^>]*data-figure=\"([^\"]+)\"[^>]*>([^<]*)</data>", body_of(html))
    document = read_document(html, charts, BUILD)
    assert len(found) > 50
    assert figures_of(document) == found
    assert numbers_in(write_docx(document)) == [text for _, text in found]


def lost(document: Document, shown: str) -> str | None:
    """The first text of a document that is not shown in its place; None where all is."""
    signs = iter(re.sub(r"[\s\u200b•]+", "", shown))
    for block in document.blocks:
        for text in map(plain, texts(block)):
            if not all(sign in signs for sign in re.sub(r"\s+", "", text)):
                return text
    return None


@needs_poppler
@pytest.mark.parametrize("code", ["en", "fr"])
def test_the_pdf_prints_all_text_of_the_page_in_its_order(world: World, code: str) -> None:
    html, charts = page_of(world, code=code)
    document = read_document(html, charts, BUILD)
    assert lost(document, text_of(write_pdf(document))) is None


@needs_poppler
@pytest.mark.parametrize("place", [0, 31, -1])
def test_a_number_that_one_form_leaves_out_is_noticed(world: World, place: int) -> None:
    html, charts = page_of(world)
    document = read_document(html, charts, BUILD)
    number = list(re.finditer(r"<data[^>]*>([^<]+)</data>", body_of(html)))[place]
    start = html.index(number[0])
    without = read_document(html[:start] + html[start + len(number[0]) :], charts, BUILD)
    assert lost(document, text_of(write_pdf(without))) is not None
    found = [text for _, text in figures_of(document)]
    assert numbers_in(write_docx(without)) != found


def test_charts_are_in_the_documents_with_their_alternative_texts(world: World) -> None:
    html, charts = page_of(world)
    document = read_document(html, charts, BUILD)
    pictures = [block for block in document.blocks if isinstance(block, Picture)]
    assert {one.alt for one in pictures} == {one.alt for one in charts.values()}
    shapes = docx.Document(io.BytesIO(write_docx(document))).inline_shapes
    assert [one._inline.docPr.get("descr") for one in shapes] == [one.alt for one in pictures]


@pytest.mark.parametrize("write", [write_pdf, write_docx])
@pytest.mark.parametrize("alt", ["", "  "])
def test_a_picture_without_alternative_text_stops_the_build(write: Writer, alt: str) -> None:
    assert write(small(Picture(SVG, "Title", "What it shows", ())))
    with pytest.raises(BuildError, match=r"alt|alternative"):
        write(small(Picture(SVG, "Title", alt, ())))


@pytest.mark.parametrize(
    ("broken", "expected"),
    [
        ({"title": ""}, "missing document title"),
        ({"language": ""}, "language code"),
        (
            {"blocks": (Heading(1, (Run("One"),)), Heading(3, (Run("Three"),)))},
            "skipped from heading level 1 to 3",
        ),
    ],
)
def test_a_pdf_needs_a_title_a_language_and_headings_in_order(
    broken: dict[str, Any], expected: str
) -> None:
    with pytest.raises(BuildError, match=expected):
        write_pdf(replace(small(), **broken))


@pytest.mark.parametrize("write", [write_pdf, write_docx])
def test_the_same_document_is_the_same_bytes(write: Writer) -> None:
    document = small(Paragraph((Run("Text"),)))
    assert write(document) == write(document)


@needs_poppler
@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.text(st.characters(min_codepoint=32, max_codepoint=0x17F), min_size=1))
def test_any_text_comes_out_of_the_pdf_as_it_went_in(text: str) -> None:
    kept = printable(text)
    document = small(Paragraph((Run(kept),)))
    shown = text_of(write_pdf(document))
    assert re.sub(r"[\s\xad]+", "", kept) in re.sub(r"[\s\xad]+", "", shown)


@given(st.text())
def test_text_reaches_typst_as_data_and_word_as_text(text: str) -> None:
    kept = printable(text).replace("\n", " ")
    document = small(Paragraph((Run(f"x{kept}"),)))
    assert as_data(document)["blocks"][1]["text"][0]["text"] == f"x{kept}"


def test_files_in_a_docx_have_the_date_of_the_build(word: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(word)) as parts:
        assert {one.date_time for one in parts.infolist()} == {(2030, 1, 1, 12, 0, 0)}


def test_pdf_is_tagged_has_a_language_and_bookmarks(pdf: bytes) -> None:
    assert b"/StructTreeRoot" in pdf
    assert b"/Lang" in pdf
    assert b"/Outlines" in pdf
    assert b"pdfuaid:part" in pdf


def test_docx_has_styles_captions_repeated_headers_and_contents(word: bytes) -> None:
    document = docx.Document(io.BytesIO(word))
    xml = document.element.xml
    assert document.core_properties.title == "Survey of member towns 2020"
    assert document.core_properties.author == "Programme of towns"
    assert document.core_properties.language == "en"
    assert "TOC \\o" in xml
    assert "SEQ Table" in xml
    assert len(document.tables) > 5
    assert xml.count("w:tblHeader") >= len(document.tables) - 1
    assert {"Heading 1", "Heading 2", "Caption"} <= {one.style.name for one in document.paragraphs}


def test_what_belongs_together_stays_on_one_page() -> None:
    def line(kind: Kind) -> Paragraph:
        return Paragraph((Run("Words"),), kind)

    blocks: list[tuple[Block, bool]] = [
        (Heading(2, (Run("Question"),)), True),
        (line(Kind.WORDING), True),
        (line(Kind.SMALL), True),
        (Picture(SVG, "Title", "What it shows", ()), True),
        (line(Kind.BODY), False),
        (Table((), (), ((Cell((Run("1"),)),),)), False),
        (line(Kind.BODY), True),
        (line(Kind.BULLET), False),
        (line(Kind.BULLET), False),
        (line(Kind.QUOTE), True),
        (line(Kind.BODY), True),
        (line(Kind.SMALL), False),
        (line(Kind.QUOTE), True),
        (line(Kind.SMALL), False),
        (Heading(2, (Run("Last"),)), True),
        (line(Kind.SMALL), False),
    ]
    assert list(kept_together([block for block, _ in blocks])) == blocks


def test_bullets_one_after_the_other_are_one_list_of_the_pdf() -> None:
    bullet = Paragraph((Run("Point"),), Kind.BULLET)
    data = as_data(small(bullet, bullet, Paragraph((Run("Words"),)), bullet))
    lists = [block["items"] for block in data["blocks"] if block["block"] == "list"]
    assert [len(items) for items in lists] == [2, 1]


@needs_office
@pytest.mark.office
@pytest.mark.parametrize("code", ["en", "fr"])
def test_libreoffice_opens_the_docx_and_shows_all_of_it(
    world: World, tmp_path: Path, code: str
) -> None:
    html, charts = page_of(world, code=code)
    document = read_document(html, charts, BUILD, draft=True)
    (tmp_path / "report.docx").write_bytes(write_docx(document))
    subprocess.run(
        [
            *("soffice", "--headless", f"-env:UserInstallation={tmp_path.as_uri()}/profile"),
            *("--convert-to", "pdf", "--outdir", tmp_path, tmp_path / "report.docx"),
        ],
        capture_output=True,
        check=True,
        timeout=120,
    )
    shown = text_of((tmp_path / "report.pdf").read_bytes())
    pages = shown.rstrip("\f").split("\f")
    assert len(pages) > 3
    assert all(str(document.draft) in page and document.marks[0] in page for page in pages)
    assert lost(document, shown) is None


def test_a_reconstructed_wave_says_so_in_each_header(document: Document, word: bytes) -> None:
    assert document.marks == ("Reconstructed wave",)
    header = docx.Document(io.BytesIO(word)).sections[0].header
    assert "Reconstructed wave" in header.paragraphs[0].text


@needs_poppler
def test_draft_and_marks_stand_on_each_page_of_the_pdf(document: Document) -> None:
    pages = text_of(write_pdf(replace(document, draft="Draft"))).rstrip("\f").split("\f")
    assert len(pages) > 3
    for page in pages:
        assert "Reconstructed wave" in page
        assert "Draft" in re.sub(r"\s", "", page)


def test_a_draft_says_so_in_html_and_in_the_header_of_the_docx(
    world: World, tmp_path: Path
) -> None:
    for form in (Form.HTML, Form.DOCX):
        write_wave(world.con, "2020", form, tmp_path / f"a.{form}", code="fr", draft=True)
    assert '<p class="draft">Projet</p>' in (tmp_path / "a.html").read_text(encoding="utf-8")
    with zipfile.ZipFile(tmp_path / "a.docx") as parts:
        assert "Projet" in parts.read("word/header1.xml").decode()


def test_made_up_data_are_marked_on_each_page() -> None:
    assert "Synthetic data" in read_document(html_of(made_up(synthetic=True))).marks


def test_a_language_without_wording_is_an_error(world: World, tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="one of en"):
        write_wave(world.con, "2020", Form.PDF, tmp_path / "a.pdf", code="xx")


@pytest.mark.parametrize(("build", "year"), [(BUILD, 2030), (None, None), ("mine", None)])
def test_the_date_of_a_document_is_that_of_its_build(build: str | None, year: int | None) -> None:
    found = made(build)
    assert (found.year if found else None) == year


def test_a_link_that_leads_out_works_in_both_forms() -> None:
    document = small(Paragraph((Run("Here", link="https://example.org/page"),)))
    assert b"(https://example.org/page)" in write_pdf(document)
    with zipfile.ZipFile(io.BytesIO(write_docx(document))) as parts:
        relations = parts.read("word/_rels/document.xml.rels").decode()
        body = parts.read("word/document.xml").decode()
    (relation,) = re.findall(r'<[^>]*Target="https://example.org/page"[^>]*>', relations)
    name = re.search(r'Id="(\w+)"', relation)
    assert name
    assert re.search(rf'<w:hyperlink [^>]*r:id="{name[1]}"', body)
