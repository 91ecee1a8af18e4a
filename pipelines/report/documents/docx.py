"""DOCX to edit: styles, captions that number themselves, real tables, alternative texts.

The table of contents is a field that already holds its entries, so that the file opens without
a question; the page numbers come when the field is updated.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import cache
from typing import TYPE_CHECKING, Any

from pipelines.errors import BuildError, Problem
from pipelines.report.documents.blocks import (
    BREAK,
    Block,
    Cell,
    Document,
    Heading,
    Kind,
    NameList,
    Paragraph,
    Picture,
    Run,
    Style,
    Table,
    Text,
    kept_together,
    plain,
)
from pipelines.report.documents.docx_parts import (
    NUMBER,
    bookmark,
    describe,
    field,
    field_parts,
    heads_table,
    hyperlink,
    make_styles,
    row_whole,
    set_widths,
    watermark,
    without_margins,
)

if TYPE_CHECKING:
    from docx.document import Document as Docx
    from docx.table import Table as DocxTable
    from docx.text.paragraph import Paragraph as DocxParagraph

WORDS: Mapping[str, Mapping[str, str]] = {
    "en": {"contents": "Contents", "table": "Table", "picture": "Figure", "then": ": "},
    "fr": {
        "contents": "Table des matières",
        "table": "Tableau",
        "picture": "Figure",
        "then": ". – ",
    },
}
STYLES = {
    Kind.BODY: "Normal",
    Kind.LEAD: "Lead",
    Kind.WORDING: "Wording",
    Kind.SMALL: "Small",
    Kind.NOTE: "Note",
    Kind.BANNER: "Banner",
    Kind.LABEL: "Label",
    Kind.QUOTE: "Quote",
    Kind.BULLET: "List Bullet",
}
NO_DATE = datetime(1980, 1, 1, tzinfo=UTC)
DEPTH = 2
"""Levels of headings in the table of contents."""
PICTURE_SCALE = 2.0
MILLIMETRE, TWENTIETH = 36_000, 635
"""A millimetre and a twentieth of a point, in the units of Word's drawings."""
PAPER = (210 * MILLIMETRE, 297 * MILLIMETRE)
MARGIN = 24 * MILLIMETRE
TEXT_WIDTH = PAPER[0] - 2 * MARGIN
CHARACTER, CELL = 108, 220
"""Room for a character of a table and at both sides of a cell, in twentieths of a point."""
MOST_NUMBERS = 0.68
"""Share of a table's width that its numbers may take."""
SHORT = 12
"""Rows up to which a table stays on one page."""


def write_docx(document: Document) -> bytes:
    """The document as DOCX.

    Raises:
        BuildError: a picture has no alternative text.
    """
    writer = _Writer(document)
    writer.write()
    return _same_bytes(writer.saved(), document.made or NO_DATE)


class _Writer:
    """Writes blocks in order into one DOCX."""

    def __init__(self, document: Document) -> None:
        import docx

        self._document = document
        self._docx: Docx = docx.Document()
        self._words = WORDS.get(document.language, WORDS["en"])
        self._ids: dict[str, str] = {}
        self._numbers = {"table": 0, "picture": 0}
        self._bookmarks = {
            block.anchor: f"part{number}"
            for number, block in enumerate(document.blocks)
            if isinstance(block, Heading) and block.anchor
        }

    def write(self) -> None:
        """The whole document."""
        make_styles(self._docx, self._document.language)
        self._ids = {style.name: style.style_id for style in self._docx.styles}
        self._properties()
        self._each_page()
        self._paragraph("Title").add_run(self._document.title)
        # What stands before the first heading is said before the contents.
        contents = False
        for block, keep in kept_together(self._document.blocks):
            if isinstance(block, Heading) and not contents:
                self._contents()
                contents = True
            self._block(block, keep)

    def saved(self) -> bytes:
        """What was written."""
        to = io.BytesIO()
        self._docx.save(to)
        return to.getvalue()

    def _properties(self) -> None:
        """Core properties; the date is that of the build."""
        properties, document = self._docx.core_properties, self._document
        made = (document.made or NO_DATE).replace(tzinfo=None)
        properties.title = document.title
        properties.author = properties.last_modified_by = document.author
        properties.language = document.language
        properties.comments = ""
        properties.identifier = document.build or ""
        properties.subject = ", ".join(document.marks)
        properties.created = properties.modified = made
        properties.revision = 1

    def _each_page(self) -> None:
        """Paper, header and footer."""
        from docx.enum.text import WD_TAB_ALIGNMENT
        from docx.shared import Emu

        section, document = self._docx.sections[0], self._document
        section.page_width, section.page_height = map(Emu, PAPER)
        section.left_margin = section.right_margin = Emu(MARGIN)
        section.top_margin = section.bottom_margin = Emu(MARGIN)
        head = section.header.paragraphs[0]
        head.style = self._docx.styles["Header"]
        head.add_run(document.title)
        marks = [*([document.draft] if document.draft else []), *document.marks]
        if marks:
            head.add_run().add_break()
            head.add_run(" · ".join(marks)).bold = True
        foot = section.footer.paragraphs[0]
        foot.style = self._docx.styles["Footer"]
        foot.paragraph_format.tab_stops.clear_all()
        foot.paragraph_format.tab_stops.add_tab_stop(Emu(TEXT_WIDTH), WD_TAB_ALIGNMENT.RIGHT)
        foot.add_run(" · ".join(part for part in (document.author, document.build) if part))
        foot.add_run("\t")
        field(foot, "PAGE", "1")
        foot.add_run(" / ")
        field(foot, "NUMPAGES", "1")
        if document.draft:
            watermark(head, document.draft)

    def _contents(self) -> None:
        """The field of the table of contents, with its entries as they are now."""
        self._paragraph("TOC Heading").add_run(self._words["contents"])
        headings = [
            block
            for block in self._document.blocks
            if isinstance(block, Heading) and block.level <= DEPTH
        ]
        begin, end = field_parts(f'TOC \\o "1-{DEPTH}" \\h \\z \\u')
        paragraphs = [self._entry(heading) for heading in headings]
        if paragraphs:
            for number, part in enumerate(begin):
                paragraphs[0]._p.insert(number + 1, part)
            for part in end:
                paragraphs[-1]._p.append(part)
        self._docx.add_page_break()  # type: ignore[no-untyped-call]

    def _entry(self, heading: Heading) -> DocxParagraph:
        entry = self._paragraph(f"toc {heading.level}")
        target = self._bookmarks.get(heading.anchor or "")
        if target:
            hyperlink(entry, plain(heading.text), target)
        else:
            entry.add_run(plain(heading.text))
        return entry

    def _block(self, block: Block, keep: bool) -> None:
        if isinstance(block, Heading):
            self._heading(block)
        elif isinstance(block, Paragraph):
            paragraph = self._paragraph(STYLES[block.kind])
            self._text(paragraph, block.text, block.language)
            if keep:
                paragraph.paragraph_format.keep_with_next = True
        elif isinstance(block, NameList):
            self._text(self._paragraph("Label"), block.label)
            self._text(self._paragraph("Normal"), block.names)
        elif isinstance(block, Table):
            self._table(block)
        else:
            self._picture(block, keep)

    def _paragraph(self, style: str) -> DocxParagraph:
        """A new paragraph; by the id of its style, as a look-up by name each time is slow."""
        paragraph = self._docx.add_paragraph()
        paragraph._p.style = self._ids[style]
        return paragraph

    def _heading(self, block: Heading) -> None:
        paragraph = self._paragraph(f"Heading {block.level}")
        self._text(paragraph, block.text)
        if block.anchor:
            name = self._bookmarks[block.anchor]
            bookmark(paragraph, name, int(name.removeprefix("part")))

    def _table(self, block: Table) -> None:
        if block.title:
            self._caption("table", block.title).paragraph_format.keep_with_next = True
        table = self._docx.add_table(0, block.columns, style="Report Table")
        rows = (*block.head, *block.rows)
        for number, cells in enumerate(rows, start=1):
            keep = len(rows) <= SHORT and number < len(rows)
            self._row(table, cells, heads=number <= len(block.head), keep=keep)
        set_widths(table, _widths(block))
        describe(table, plain(block.title))
        self._paragraph("After Table")

    def _row(self, table: DocxTable, cells: tuple[Cell, ...], *, heads: bool, keep: bool) -> None:
        row = table.add_row()  # type: ignore[no-untyped-call]
        (heads_table if heads else row_whole)(row)
        places = row.cells
        at = 0
        for cell in cells:
            place = places[at]
            if cell.span > 1:
                place = place.merge(places[at + cell.span - 1])
            paragraph = place.paragraphs[0]
            paragraph._p.style = self._ids["Table Number" if cell.number else "Table Text"]
            if keep:
                paragraph.paragraph_format.keep_with_next = True
            self._text(paragraph, cell.text, strong=heads)
            at += cell.span

    def _picture(self, block: Picture, keep: bool) -> None:
        if not block.alt.strip():
            raise BuildError(
                Problem(
                    f"DOCX of {self._document.title}, picture {block.title!r}",
                    "no alternative text",
                    "what the picture shows, in words",
                )
            )
        paragraph = self._paragraph("Picture")
        shape = paragraph.add_run().add_picture(io.BytesIO(_png(block.svg)))
        shrink = min(1.0, TEXT_WIDTH / shape.width * PICTURE_SCALE) / PICTURE_SCALE
        shape.width, shape.height = int(shape.width * shrink), int(shape.height * shrink)  # type: ignore[assignment]
        without_margins(shape)
        properties = shape._inline.docPr
        properties.set("descr", block.alt)
        properties.set("title", block.title)
        caption = self._caption("picture", (Run(block.title),))
        caption.paragraph_format.keep_with_next = keep

    def _caption(self, kind: str, text: Text) -> DocxParagraph:
        """A caption with a number that counts itself."""
        self._numbers[kind] += 1
        caption = self._paragraph("Caption")
        caption.add_run(f"{self._words[kind]} ")
        field(caption, f"SEQ {self._words[kind]} \\* ARABIC", str(self._numbers[kind]))
        caption.add_run(self._words["then"])
        self._text(caption, text)
        return caption

    def _text(
        self,
        paragraph: DocxParagraph,
        text: Text,
        language: str | None = None,
        *,
        strong: bool = False,
    ) -> None:
        for run in text:
            target = run.link if run.leads_out else self._bookmarks.get(run.link or "")
            if target and run.text != BREAK and run.figure is None:
                hyperlink(paragraph, run.text, target)
                continue
            written = paragraph.add_run()
            if run.text == BREAK:
                written.add_break()
                continue
            written.text = run.text
            if run.figure is not None:
                written._r.style = self._ids[NUMBER]
            elif run.style == Style.CODE:
                written._r.style = self._ids["Code"]
            written.bold = True if strong or run.style == Style.STRONG else None
            written.italic = True if run.style == Style.EMPHASIS else None
            if language:
                _language(written, language)


def _widths(table: Table) -> list[int]:
    """Columns of numbers are as wide as they need, those of text share what is left."""
    lines, numbers = [1] * table.columns, [True] * table.columns
    for row in (*table.head, *table.rows):
        at = 0
        for cell in row:
            if cell.span == 1:
                lines[at] = max(lines[at], *map(len, plain(cell.text).split(BREAK)))
                numbers[at] &= cell.number or not cell.text
            at += cell.span
    room = TEXT_WIDTH // TWENTIETH
    needed = [length * CHARACTER + CELL for length in lines]
    fixed = sum(width for width, number in zip(needed, numbers, strict=True) if number)
    if fixed == sum(needed):
        return [room // table.columns] * table.columns
    shrink = min(1.0, room * MOST_NUMBERS / fixed) if fixed else 1.0
    text = [0 if number else min(max(n, 12), 60) for n, number in zip(lines, numbers, strict=True)]
    left = room - int(fixed * shrink)
    return [
        int(width * shrink) if number else left * share // sum(text)
        for width, number, share in zip(needed, numbers, text, strict=True)
    ]


def _language(run: Any, language: str) -> None:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    element = OxmlElement("w:lang")
    element.set(qn("w:val"), language)
    run._r.get_or_add_rPr().append(element)


@cache
def _png(svg: str) -> bytes:
    import vl_convert

    png: bytes = vl_convert.svg_to_png(svg, scale=PICTURE_SCALE)
    return png


def _same_bytes(docx: bytes, made: datetime) -> bytes:
    """The same archive with the date of the build on its files, not the clock's."""
    stamp = made.timetuple()[:6]
    to = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(docx)) as old, zipfile.ZipFile(to, "w") as new:
        for name in old.namelist():
            entry = zipfile.ZipInfo(name, date_time=stamp)
            entry.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(entry, old.read(name))
    return to.getvalue()
