"""Writes all pages of the report, and reads one as a test needs it."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import duckdb

from pipelines.report.pages import write_entrance, write_waves

VOID = {"meta", "rect", "br", "link", "img", "hr", "input", "path"}


def build_report(
    con: duckdb.DuckDBPyConnection, folder: Path, wave: str | None = None, **options: Any
) -> list[Path]:
    """All pages as a build writes them, or those of one wave."""
    written = write_waves(con, folder, wave, **options)
    return written + ([] if wave else write_entrance(con, folder, options.get("build_id")))


@dataclass
class Parsed(HTMLParser):
    """What a test asks of a page.

    Attributes:
        figures: (figure id, printed text) of each number.
        free_text: text outside of numbers and of what is quoted verbatim.
        text: all text.
        ids: values of id.
        links: targets of links.
        tags: (tag, attributes) of all elements.
    """

    figures: list[tuple[str, str]] = field(default_factory=list)
    free_text: str = ""
    text: str = ""
    ids: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    tags: list[tuple[str, dict[str, str | None]]] = field(default_factory=list)
    _open: list[tuple[str, dict[str, str | None]]] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        self.tags.append((tag, values))
        if tag not in VOID:
            self._open.append((tag, values))
        if values.get("id"):
            self.ids.append(values["id"] or "")
        if tag == "a":
            self.links.append(values.get("href") or "")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            opened, _ = self._open.pop()
            assert opened == tag, f"<{opened}> closed by </{tag}>"

    def handle_data(self, data: str) -> None:
        if any(tag in ("style", "title") for tag, _ in self._open):
            return
        self.text += data
        figure = next((a["data-figure"] for _, a in self._open if "data-figure" in a), None)
        if figure:
            self.figures.append((figure, data))
        elif not any("data-verbatim" in attributes for _, attributes in self._open):
            self.free_text += data


def parse(page: Path | str) -> Parsed:
    """A page, from a file or from its text."""
    parsed = Parsed()
    parsed.feed(page.read_text(encoding="utf-8") if isinstance(page, Path) else page)
    parsed.close()
    return parsed
