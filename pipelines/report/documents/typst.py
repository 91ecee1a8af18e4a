"""PDF/UA-1 by Typst: tagged, with bookmarks, language, title, author and alternative texts.

Text goes to Typst as JSON, never as markup. Only fonts that Typst brings with it are used, but
for characters that these don't have. A picture without an alternative text, or a text that no
font can show, stops the build.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from itertools import groupby
from pathlib import Path
from typing import Any

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

PROGRAM = Path(__file__).parent / "document.typ"
NO_DATE = datetime(1980, 1, 1, tzinfo=UTC)
TEXT_WIDTH = 459.0
"""Width of the text on the page, in points."""
WIDE = 28
"""Characters from which on a column of text takes what room there is."""
PART = 8
"""Characters of code between two places where a line may end."""
_NO_GLYPH = "could not be displayed with"


def write_pdf(document: Document) -> bytes:
    """The document as PDF/UA-1.

    Raises:
        BuildError: a picture has no alternative text, or no font has a character.
    """
    try:
        return _compile(document, machine_fonts=False)
    except BuildError as error:
        if _NO_GLYPH not in str(error):
            raise
    return _compile(document, machine_fonts=True)


def _compile(document: Document, *, machine_fonts: bool) -> bytes:
    import typst

    fonts = typst.Fonts(include_system_fonts=machine_fonts, include_embedded_fonts=True)
    try:
        pdf: bytes = typst.compile(
            PROGRAM.read_bytes(),
            font_paths=fonts,
            pdf_standards=["ua-1"],
            timestamp=int((document.made or NO_DATE).timestamp()),
            sys_inputs={"document": json.dumps(as_data(document), ensure_ascii=False)},
        )
    except typst.TypstError as error:
        raise BuildError(
            Problem(
                f"PDF of {document.title}",
                error.message,
                "a document that everyone can read, by the rules of PDF/UA-1",
                "Give a picture its alternative text; a character that no font has stands in "
                "the survey folder or in a raw file. The other formats can hold it.",
            )
        ) from error
    return pdf


def as_data(document: Document) -> dict[str, Any]:
    """What document.typ reads."""
    made = document.made
    names = ("year", "month", "day", "hour", "minute", "second")
    return {
        "title": document.title,
        "author": document.author,
        "language": document.language,
        "marks": list(document.marks),
        "draft": document.draft,
        "made": made and {name: getattr(made, name) for name in names},
        "footer": " · ".join(part for part in (document.author, document.build) if part),
        "blocks": list(_blocks(document.blocks)),
    }


def _blocks(blocks: Sequence[Block]) -> Iterator[dict[str, Any]]:
    """All blocks; bullets one after the other are one list, for those who hear it, too."""
    together = kept_together(blocks)
    for bullets, group in groupby(together, key=lambda each: _is_bullet(each[0])):
        if bullets:
            yield {"block": "list", "items": [_block(block) for block, _ in group]}
        else:
            for block, keep in group:
                yield _block(block) | {"keep": keep}


def _is_bullet(block: Block) -> bool:
    return isinstance(block, Paragraph) and block.kind == Kind.BULLET


def _block(block: Block) -> dict[str, Any]:
    if isinstance(block, Heading):
        return {
            "block": "heading",
            "level": block.level,
            "text": _text(block.text),
            "anchor": block.anchor,
        }
    if isinstance(block, Paragraph):
        return {
            "block": "paragraph",
            "kind": block.kind.value,
            "language": block.language,
            "text": _text(block.text),
        }
    if isinstance(block, NameList):
        return {"block": "names", "label": _text(block.label), "names": _text(block.names)}
    if isinstance(block, Table):
        return {
            "block": "table",
            "title": _text(block.title),
            "widths": _widths(block),
            "head": [[_cell(cell) for cell in row] for row in block.head],
            "rows": [[_cell(cell) for cell in row] for row in block.rows],
        }
    return _picture(block)


def _picture(picture: Picture) -> dict[str, Any]:
    return {
        "block": "picture",
        "svg": picture.svg,
        "title": picture.title,
        # None is refused by Typst, as it should be; an empty text would pass.
        "alt": picture.alt.strip() or None,
        "width": min(svg_width(picture.svg), TEXT_WIDTH),
    }


def svg_width(svg: str) -> float:
    """Width of an SVG in points, by its attribute or its view box; the page's where it has none."""
    opening = svg[: svg.find(">") + 1]
    box = re.search(r'viewBox="[-\d.]+ [-\d.]+ ([\d.]+) [\d.]+"', opening)
    width = re.search(r'\bwidth="([\d.]+)(?:px)?"', opening) or box
    return float(width.group(1)) * 0.75 if width else TEXT_WIDTH


def _widths(table: Table) -> list[str]:
    """Numbers are as wide as they are; the widest column of text takes the rest."""
    longest = [0] * table.columns
    for row in (*table.head, *table.rows):
        at = 0
        for cell in row:
            if cell.span == 1 and not cell.number:
                longest[at] = max(longest[at], len(plain(cell.text)))
            at += cell.span
    widest = max(longest)
    return [
        "fill" if longest[n] == widest or longest[n] > WIDE else "fit" for n in range(len(longest))
    ]


def _cell(cell: Cell) -> dict[str, Any]:
    return {"text": _text(cell.text), "span": cell.span, "number": cell.number}


def _text(text: Text) -> list[dict[str, Any]]:
    return [_run(run) for run in text]


def _run(run: Run) -> dict[str, Any]:
    if run.text == BREAK:
        return {"end": True}
    set_as: dict[str, Any] = {"text": run.text, "style": run.style.value, "link": run.link}
    set_as["out"] = run.leads_out
    if run.style == Style.CODE:
        set_as["parts"] = [run.text[at : at + PART] for at in range(0, len(run.text), PART)]
    return set_as
