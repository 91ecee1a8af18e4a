"""The page of a wave as a document.

Wording, language, order and charts are those of the web page: its templates are the one place
where a page is written, and this module reads what they made. So the forms of a report can't
differ in what they say. Left out is what only a screen needs: navigation, bars beside numbers
and the lists of where numbers come from.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from html.parser import HTMLParser
from xml.etree.ElementTree import Element, TreeBuilder

from pipelines.report.charts import Chart
from pipelines.report.documents.blocks import (
    BREAK,
    Block,
    Cell,
    Cells,
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
    plain,
)
from pipelines.report.documents.lines import (
    classes,
    inner_runs,
    on_screen_only,
    runs_of,
    text_of,
    tidy,
)
from pipelines.report.language import language

VOID = {"meta", "br", "link", "img", "hr", "input"}
FLOW = {
    *("html", "body", "main", "header", "section", "article", "div", "ul", "ol", "li", "p", "dl"),
    *("blockquote", "table", "details", "figure", "figcaption", "h1", "h2", "h3", "h4", "footer"),
}
HEADINGS = {"h2": 1, "h3": 2, "h4": 3}
KINDS = {
    "lede": Kind.LEAD,
    "intro": Kind.LEAD,
    "wording": Kind.WORDING,
    "meta": Kind.SMALL,
    "soft": Kind.SMALL,
    "arithmetic": Kind.SMALL,
    "note": Kind.NOTE,
    "banner": Kind.BANNER,
    "chart-title": Kind.LABEL,
}


def read_document(
    html: str,
    charts: Mapping[str, Chart] | None = None,
    build_id: str | None = None,
    draft: bool = False,
) -> Document:
    """A wave's page as a document.

    Args:
        html: the page, as the templates made it.
        charts: charts by what the page calls them, in colours that suit paper.
        build_id: the build that it is part of.
        draft: whether each page is marked as a draft.
    """
    tree = _tree(html)
    reader = _Reader(charts or {})
    reader.read(tree)
    code = tree.get("lang", "en")
    return Document(
        title=reader.title,
        author=_publisher(tree),
        language=code,
        marks=tuple(reader.marks),
        draft=language(code).page("Draft") if draft else None,
        build=build_id,
        made=made(build_id),
        blocks=_linked(reader.blocks, reader.anchors),
    )


def made(build_id: str | None) -> datetime | None:
    """When a build was made, as its id says; None where it doesn't."""
    found = re.match(r"(\d{8})[T-](\d{6})", build_id or "")
    if not found:
        return None
    try:
        return datetime.strptime("".join(found.groups()), "%Y%m%d%H%M%S").replace(tzinfo=UTC)
    except ValueError:
        return None


class _Tree(HTMLParser):
    """Our own pages, whose elements are all closed, as a tree."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.builder = TreeBuilder()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.builder.start(tag, {name: value or "" for name, value in attrs})
        if tag in VOID:
            self.builder.end(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.builder.start(tag, {name: value or "" for name, value in attrs})
        self.builder.end(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            self.builder.end(tag)

    def handle_data(self, data: str) -> None:
        self.builder.data(data)


def _tree(html: str) -> Element:
    parser = _Tree()
    start = html.index("<html")
    parser.feed(html[start:].rstrip())
    parser.close()
    return parser.builder.close()


class _Reader:
    """Reads elements in order and keeps the blocks that they make."""

    def __init__(self, charts: Mapping[str, Chart]) -> None:
        self.title = ""
        self.marks: list[str] = []
        self.blocks: list[Block] = []
        self._charts = charts
        self.anchors: dict[str, str] = {}
        self._waiting: list[str] = []

    def read(self, element: Element) -> None:
        """An element that is no part of a line."""
        if on_screen_only(element):
            return
        self._enter(element)
        handle = {
            "h1": self._title,
            "h2": self._heading,
            "h3": self._heading,
            "h4": self._heading,
            "table": self._table,
            "dl": self._terms,
            "details": self._details,
            "figure": self._picture,
            "p": self._paragraph,
        }.get(element.tag, self._flow)
        handle(element)

    def _enter(self, element: Element) -> None:
        name = element.get("id", "")
        if name and "data-figure" not in element.attrib:
            self._waiting.append(name)

    def _title(self, element: Element) -> None:
        self.title = plain(text_of(element))

    def _heading(self, element: Element) -> None:
        """A heading stands for all anchors before it; no level is left out on the way down."""
        levels = [block.level for block in self.blocks if isinstance(block, Heading)]
        level = min(HEADINGS[element.tag], levels[-1] + 1 if levels else 1)
        anchor = self._waiting[0] if self._waiting else None
        self.anchors |= {name: anchor for name in self._waiting if anchor}
        self._put(Heading(level, text_of(element), anchor))

    def _paragraph(self, element: Element) -> None:
        runs = text_of(element)
        where = next((n for n, run in enumerate(runs) if run.text == BREAK), None)
        kind = _kind(element)
        if kind == Kind.BANNER:
            self.marks += [plain(text_of(each)).rstrip(".") for each in element.iter("strong")]
        counted = any("count" in classes(each) for each in element)
        if where is not None and counted:
            self._put(NameList(tidy(runs[:where]), tidy(runs[where + 1 :])))
        else:
            self._add(runs, kind, element.get("lang"))

    def _details(self, element: Element) -> None:
        summary = element.find("summary")
        if summary is None or element.find(".//table") is not None:
            for child in element:
                if child is not summary:
                    self.read(child)
            return
        rest = inner_runs(element, Style.PLAIN, None, leave_out=summary)
        self._put(NameList(text_of(summary), tidy(rest)))

    def _terms(self, element: Element) -> None:
        """Terms with lists under them, or with a number each, which stand in one line."""
        terms = list(zip(element.iter("dt"), element.iter("dd"), strict=True))
        if "lists" in classes(element):
            for term, what in terms:
                self._put(NameList(text_of(term), text_of(what)))
            return
        line: list[Run] = []
        for term, what in terms:
            line += [Run(" · ")] if line else []
            line += [replace(run, style=Style.STRONG) for run in text_of(term)]
            line += [Run(" "), *text_of(what)]
        self._add(tidy(line), Kind.BODY, None)

    def _picture(self, element: Element) -> None:
        """What stands over a chart, then the chart itself."""
        self._flow(element)
        chart = self._charts.get(element.get("data-chart", ""))
        if chart is not None:
            self._put(Picture(chart.svg, chart.title, chart.alt, chart.figures))

    def _table(self, element: Element) -> None:
        title = element.find("caption")
        head, body = element.find("thead"), _rows_below(element, "tbody", "tfoot")
        table = Table(
            () if title is None else text_of(title),
            () if head is None else tuple(_row(row) for row in head.iter("tr")),
            tuple(_row(row) for row in body),
        )
        if table.rows:
            self._put(table)

    def _flow(self, element: Element) -> None:
        """What stands in a container: blocks, and lines between them."""
        line: list[Run] = [Run(element.text or "")]
        for child in element:
            if child.tag in FLOW:
                self._add(tidy(line), _kind(element), None)
                line = []
                self.read(child)
            else:
                line += runs_of(child, Style.PLAIN, None)
            line.append(Run(child.tail or ""))
        self._add(tidy(line), _kind(element), None)

    def _put(self, block: Block) -> None:
        self.blocks.append(block)
        self._waiting.clear()

    def _add(self, text: Text, kind: Kind, language: str | None) -> None:
        if text:
            self._put(Paragraph(text, kind, language))


def _publisher(tree: Element) -> str:
    found = (each for each in tree.iter() if "publisher" in classes(each))
    return next((plain(text_of(each)) for each in found), "")


def _kind(element: Element) -> Kind:
    if element.tag == "li":
        return Kind.BULLET
    if element.tag == "blockquote":
        return Kind.QUOTE
    return next((kind for name, kind in KINDS.items() if name in classes(element)), Kind.BODY)


def _rows_below(table: Element, *parts: str) -> Iterator[Element]:
    for part in table:
        if part.tag in parts:
            yield from part.iter("tr")


def _row(row: Element) -> Cells:
    return tuple(
        Cell(
            text_of(cell),
            span=int(cell.get("colspan", "1")),
            number="num" in classes(cell),
            header=cell.tag == "th",
        )
        for cell in row
    )


def _linked(blocks: list[Block], anchors: Mapping[str, str]) -> tuple[Block, ...]:
    """Blocks whose links lead to a heading or out of the document; others become plain text."""

    def text(runs: Text) -> Text:
        return tuple(
            run if run.leads_out else replace(run, link=anchors.get(run.link or "")) for run in runs
        )

    def row(cells: Cells) -> Cells:
        return tuple(replace(cell, text=text(cell.text)) for cell in cells)

    def mended(block: Block) -> Block:
        if isinstance(block, Heading | Paragraph):
            return replace(block, text=text(block.text))
        if isinstance(block, NameList):
            return NameList(text(block.label), text(block.names))
        if isinstance(block, Table):
            return replace(
                block,
                title=text(block.title),
                head=tuple(map(row, block.head)),
                rows=tuple(map(row, block.rows)),
            )
        return block

    return tuple(mended(block) for block in blocks)
