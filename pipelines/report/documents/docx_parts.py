"""Parts of a DOCX that python-docx has no words for: fields, bookmarks, styles, table headers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pipelines.report.documents.blocks import OUTSIDE

if TYPE_CHECKING:
    from docx.document import Document as Docx
    from docx.table import Table, _Row
    from docx.text.paragraph import Paragraph

NUMBER = "Report Number"
"""Character style of every number, so that an editor sees what is not to be typed over."""

PARAGRAPHS: dict[str, dict[str, Any]] = {
    "Lead": {"size": 12},
    "Wording": {"italic": True, "keep_with_next": True},
    "Small": {"size": 9, "colour": "4D5666"},
    "Note": {"size": 10, "left": 12},
    "Banner": {"bold": True},
    "Label": {"bold": True, "after": 0},
    "Draft": {"bold": True, "size": 28, "colour": "B9C0CB", "align": "CENTER"},
    "Table Text": {"size": 9.5, "after": 0},
    "Table Number": {"size": 9.5, "after": 0, "align": "RIGHT"},
    "After Table": {"size": 4, "after": 4},
    "Picture": {"keep_with_next": True, "after": 2},
    "toc 1": {"after": 0},
    "toc 2": {"after": 0, "left": 12},
}
TABLE = "Report Table"


def make_styles(document: Docx, language: str) -> None:
    """The styles of a report, and the language that all text is in."""
    from docx.enum.style import WD_STYLE_TYPE

    styles = document.styles
    for name, look in PARAGRAPHS.items():
        if name not in [style.name for style in styles]:
            styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style: Any = styles[name]
        style.base_style = styles["Normal"]
        _set_look(style, look)
    styles.add_style(NUMBER, WD_STYLE_TYPE.CHARACTER)
    code: Any = styles.add_style("Code", WD_STYLE_TYPE.CHARACTER)
    code.font.name = "Courier New"
    table: Any = styles.add_style(TABLE, WD_STYLE_TYPE.TABLE)
    table.base_style = styles["Table Grid"]
    normal: Any = styles["Normal"]
    _set(normal.element.get_or_add_rPr(), "w:lang", val=language)


def _set_look(style: Any, look: dict[str, Any]) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Pt, RGBColor

    style.font.bold = look.get("bold")
    style.font.italic = look.get("italic")
    if "size" in look:
        style.font.size = Pt(look["size"])
    if "colour" in look:
        style.font.color.rgb = RGBColor.from_string(look["colour"])
    shape = style.paragraph_format
    shape.keep_with_next = look.get("keep_with_next")
    if "after" in look:
        shape.space_after = Pt(look["after"])
    if "left" in look:
        shape.left_indent = Pt(look["left"])
    if "align" in look:
        shape.alignment = getattr(WD_ALIGN_PARAGRAPH, look["align"])


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


def _set(parent: Any, tag: str, **values: str) -> None:
    from docx.oxml.ns import qn

    for old in parent.findall(qn(tag)):
        parent.remove(old)
    parent.append(_element(tag, **values))


def _element(tag: str, **values: str) -> Any:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    element = OxmlElement(tag)
    for name, value in values.items():
        element.set(qn(f"w:{name}"), value)
    return element
