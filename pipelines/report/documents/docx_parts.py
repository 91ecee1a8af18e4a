"""Parts of a DOCX that python-docx has no words for: fields, bookmarks, styles, table headers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape

from pipelines.report.documents.blocks import OUTSIDE

if TYPE_CHECKING:
    from docx.document import Document as Docx
    from docx.table import Table, _Row
    from docx.text.paragraph import Paragraph

NUMBER = "Report Number"
"""Character style of every number, so that an editor sees what is not to be typed over."""

INK, SOFT, HAIR = "1D2433", "4D5666", "B9C0CB"
FONT = "Arial"
"""Every machine has it, or one of the same measures."""

BASE: dict[str, dict[str, Any]] = {
    "Normal": {"size": 10, "colour": INK, "after": 6},
    "Title": {"size": 22, "bold": True, "colour": INK, "after": 10},
    "Heading 1": {"size": 16, "bold": True, "colour": INK, "before": 22, "after": 6},
    "Heading 2": {"size": 12, "bold": True, "colour": INK, "before": 16, "after": 4},
    "Heading 3": {"size": 10.5, "bold": True, "colour": INK, "before": 12, "after": 4},
    "TOC Heading": {"size": 16, "bold": True, "colour": INK, "before": 16, "after": 6},
    "Caption": {"size": 9, "bold": False, "colour": SOFT, "before": 4, "after": 4},
    "Quote": {"italic": True, "colour": INK, "before": 8, "left": 12},
    "List Bullet": {"after": 2},
    "Header": {"size": 8.5, "colour": SOFT, "after": 0},
    "Footer": {"size": 8.5, "colour": SOFT, "after": 0},
}
"""Styles that Word knows by their names, as the report sets them."""

PARAGRAPHS: dict[str, dict[str, Any]] = {
    "Lead": {"size": 11.5},
    "Wording": {"italic": True, "after": 3},
    "Small": {"size": 8.5, "colour": SOFT, "after": 4},
    "Note": {"size": 9.5, "left": 10, "rule": HAIR},
    "Banner": {"left": 10, "rule": "1F5F8B"},
    "Label": {"bold": True, "before": 4, "after": 0, "keep_with_next": True},
    "Table Text": {"size": 9, "before": 1.5, "after": 1.5},
    "Table Number": {"size": 9, "before": 1.5, "after": 1.5, "align": "RIGHT"},
    "After Table": {"size": 4, "after": 4},
    "Picture": {"keep_with_next": True, "after": 2},
    "toc 1": {"bold": True, "before": 4, "after": 0},
    "toc 2": {"after": 0, "left": 12},
}
TABLE = "Report Table"

_WATERMARK = (
    '<w:r xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office">'
    '<w:pict><v:shapetype id="_x0000_t136" coordsize="21600,21600" o:spt="136" adj="10800" '
    'path="m@7,l@8,m@5,21600l@6,21600e"><v:path textpathok="t" o:connecttype="rect"/>'
    '<v:textpath on="t" fitshape="t"/></v:shapetype>'
    '<v:shape id="watermark" o:spid="_x0000_s2049" type="#_x0000_t136" alt="{text}" '
    'style="position:absolute;width:400pt;height:133pt;rotation:315;z-index:-251658752;'
    "mso-position-horizontal:center;mso-position-horizontal-relative:margin;"
    'mso-position-vertical:center;mso-position-vertical-relative:margin" '
    'fillcolor="#e1e4e9" stroked="f"><v:textpath style="font-family:Arial;font-size:1pt" '
    'string="{text}"/></v:shape></w:pict></w:r>'
)


def make_styles(document: Docx, language: str) -> None:
    """The styles of a report, and the language that all text is in."""
    from docx.enum.style import WD_STYLE_TYPE

    styles = document.styles
    known = {style.name for style in styles}
    for name in (*BASE, *PARAGRAPHS):
        if name not in known:
            styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style: Any = styles[name]
        if name in PARAGRAPHS:
            style.base_style = styles["Normal"]
        _set_look(style, BASE.get(name) or PARAGRAPHS[name])
    styles.add_style(NUMBER, WD_STYLE_TYPE.CHARACTER)
    code: Any = styles.add_style("Code", WD_STYLE_TYPE.CHARACTER)
    code.font.name = "Courier New"
    table: Any = styles.add_style(TABLE, WD_STYLE_TYPE.TABLE)
    table.base_style = styles["Normal Table"]
    _set_rules(table)
    normal: Any = styles["Normal"]
    _set(normal.element.get_or_add_rPr(), "w:lang", val=language)


def _set_look(style: Any, look: dict[str, Any]) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Pt, RGBColor

    _set_font(style)
    style.font.bold = look.get("bold")
    style.font.italic = look.get("italic")
    if "size" in look:
        style.font.size = Pt(look["size"])
    if "colour" in look:
        style.font.color.rgb = RGBColor.from_string(look["colour"])
    shape = style.paragraph_format
    shape.keep_with_next = look.get("keep_with_next", shape.keep_with_next)
    shape.space_before = Pt(look.get("before", 0))
    if "after" in look:
        shape.space_after = Pt(look["after"])
    if "left" in look:
        shape.left_indent = Pt(look["left"])
    if "align" in look:
        shape.alignment = getattr(WD_ALIGN_PARAGRAPH, look["align"])
    _set_border(style, look.get("rule"))


def _set_font(style: Any) -> None:
    """One font for all scripts, not those of the theme."""
    names = dict.fromkeys(("ascii", "hAnsi", "cs", "eastAsia"), FONT)
    _set(style.element.get_or_add_rPr(), "w:rFonts", first=True, **names)


def _set_border(style: Any, colour: str | None) -> None:
    """A rule on the left, or none: Word's title brings one along."""
    from docx.oxml.ns import qn

    properties = style.element.get_or_add_pPr()
    for old in properties.findall(qn("w:pBdr")):
        properties.remove(old)
    if colour:
        border = _element("w:pBdr")
        border.append(_element("w:left", val="single", sz="18", space="6", color=colour))
        later = ("shd", "tabs", "spacing", "ind", "contextualSpacing", "jc", "outlineLvl")
        properties.insert_element_before(border, *(f"w:{name}" for name in later))


def _set_rules(table: Any) -> None:
    """Hair lines under the rows, and room at both sides of a cell."""
    borders, margins = _element("w:tblBorders"), _element("w:tblCellMar")
    for side in ("bottom", "insideH"):
        borders.append(_element(f"w:{side}", val="single", sz="4", space="0", color=HAIR))
    for side in ("left", "right"):
        margins.append(_element(f"w:{side}", w="60", type="dxa"))
    properties = _element("w:tblPr")
    properties.append(borders)
    properties.append(margins)
    table.element.append(properties)


def field(paragraph: Paragraph, instruction: str, now: str) -> None:
    """A field at the end of a paragraph, with what it shows until it is updated."""
    begin, end = field_parts(instruction)
    for part in begin:
        paragraph._p.append(part)
    paragraph.add_run(now)
    for part in end:
        paragraph._p.append(part)


def field_parts(instruction: str) -> tuple[list[Any], list[Any]]:
    """What stands before and after the text of a field."""
    code = _element("w:instrText")
    code.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    code.text = f" {instruction} "
    begin = [_mark("begin"), _run_with(code), _mark("separate")]
    return begin, [_mark("end")]


def bookmark(paragraph: Paragraph, name: str, number: int) -> None:
    """A bookmark around the text of a paragraph."""
    start = _element("w:bookmarkStart", id=str(number), name=name)
    paragraph._p.insert(1, start)
    paragraph._p.append(_element("w:bookmarkEnd", id=str(number)))


def hyperlink(paragraph: Paragraph, text: str, target: str) -> None:
    """Text that leads to a bookmark of the same document, or to an address outside of it."""
    from docx.opc.constants import RELATIONSHIP_TYPE
    from docx.oxml.ns import qn
    from docx.text.run import Run

    if target.startswith(OUTSIDE):
        link = _element("w:hyperlink", history="1")
        address = paragraph.part.relate_to(target, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
        link.set(qn("r:id"), address)
    else:
        link = _element("w:hyperlink", anchor=target, history="1")
    paragraph._p.append(link)
    run = _element("w:r")
    link.append(run)
    Run(run, paragraph).text = text


def heads_table(row: _Row) -> None:
    """The row is repeated where its table goes on on another page."""
    properties = row._tr.get_or_add_trPr()
    properties.append(_element("w:cantSplit"))
    properties.append(_element("w:tblHeader"))


def row_whole(row: _Row) -> None:
    """The row stays on one page."""
    row._tr.get_or_add_trPr().append(_element("w:cantSplit"))


def set_widths(table: Table, widths: Sequence[int]) -> None:
    """Columns as wide as this, in twentieths of a point: not every program fits them itself."""
    from docx.shared import Twips

    table.autofit = False
    for column, width in zip(table._tbl.tblGrid.gridCol_lst, widths, strict=True):
        column.w = Twips(width)
    for row in table._tbl.tr_lst:
        at = 0
        for cell in row.tc_lst:
            cell.width = Twips(sum(widths[at : at + cell.grid_span]))
            at += cell.grid_span


def without_margins(shape: Any) -> None:
    """Programs differ in how much room they leave around a picture that doesn't say."""
    for side in ("distT", "distB", "distL", "distR"):
        shape._inline.set(side, "0")


def watermark(paragraph: Paragraph, text: str) -> None:
    """A word across the page, behind its text, as Word's own watermarks are."""
    from docx.oxml import parse_xml

    paragraph._p.append(parse_xml(_WATERMARK.format(text=escape(text, {'"': "&quot;"}))))


def describe(table: Table, title: str) -> None:
    """The title of a table, for those who can't see its caption."""
    if title:
        table._tbl.tblPr.append(_element("w:tblCaption", val=title))


def _run_with(part: Any) -> Any:
    run = _element("w:r")
    run.append(part)
    return run


def _mark(kind: str) -> Any:
    return _run_with(_element("w:fldChar", fldCharType=kind))


def _set(parent: Any, tag: str, *, first: bool = False, **values: str) -> None:
    from docx.oxml.ns import qn

    for old in parent.findall(qn(tag)):
        parent.remove(old)
    element = _element(tag, **values)
    if first:
        parent.insert(0, element)
    else:
        parent.append(element)


def _element(tag: str, **values: str) -> Any:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    element = OxmlElement(tag)
    for name, value in values.items():
        element.set(qn(f"w:{name}"), value)
    return element
