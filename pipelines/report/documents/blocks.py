"""What a document is made of, whatever its format.

A document is a list of blocks, a block holds text, and text is a tuple of runs. A number is a run
of its own with the id of its figure, so that no writer can print one without it.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

OUTSIDE = ("https://", "http://", "mailto:")
"""How links begin that lead out of a document."""

BREAK = "\n"
"""The text of a run that is a line break."""

UNPRINTABLE = {"Cc", "Cs", "Cn", "Co", "Zl", "Zp"}
"""Categories of characters that are no text."""


class Style(StrEnum):
    """How a run is set."""

    PLAIN = "plain"
    STRONG = "strong"
    EMPHASIS = "emphasis"
    CODE = "code"


class Kind(StrEnum):
    """What a paragraph is."""

    BODY = "body"
    LEAD = "lead"
    WORDING = "wording"
    SMALL = "small"
    NOTE = "note"
    BANNER = "banner"
    LABEL = "label"
    QUOTE = "quote"
    BULLET = "bullet"


@dataclass(frozen=True)
class Run:
    """Text in one style.

    Attributes:
        text: what is printed; `BREAK` for a new line.
        figure: id of the figure whose text this is.
        link: anchor of a heading of the same document, or an address outside of it.
    """

    text: str
    figure: str | None = None
    style: Style = Style.PLAIN
    link: str | None = None

    @property
    def leads_out(self) -> bool:
        """Whether it is a link that leads out of the document."""
        return self.link is not None and self.link.startswith(OUTSIDE)


LEADING = (Kind.WORDING, Kind.LABEL, Kind.QUOTE, Kind.SMALL)
"""Kinds of paragraphs that stand on the page of what comes after them."""

Text = tuple[Run, ...]


@dataclass(frozen=True)
class Heading:
    """A heading; level 1 is the highest below the title."""

    level: int
    text: Text
    anchor: str | None = None


@dataclass(frozen=True)
class Paragraph:
    """A paragraph; `language` where it is not in that of the document."""

    text: Text
    kind: Kind = Kind.BODY
    language: str | None = None


@dataclass(frozen=True)
class NameList:
    """A label, mostly with a number, and the names or the value that belong to it."""

    label: Text
    names: Text


@dataclass(frozen=True)
class Cell:
    """A cell of a table."""

    text: Text
    span: int = 1
    number: bool = False
    header: bool = False


Cells = tuple[Cell, ...]


@dataclass(frozen=True)
class Table:
    """A table: rows that head it, and are repeated on each page, and the others."""

    title: Text
    head: tuple[Cells, ...]
    rows: tuple[Cells, ...]

    @property
    def columns(self) -> int:
        """How many columns the widest row has."""
        return max(sum(cell.span for cell in row) for row in (*self.head, *self.rows))


@dataclass(frozen=True)
class Picture:
    """A chart: a complete SVG, its title, what it shows in words, and the figures in it."""

    svg: str
    title: str
    alt: str
    figures: tuple[str, ...]


Block = Heading | Paragraph | NameList | Table | Picture


@dataclass(frozen=True)
class Document:
    """A document before it has a format.

    Attributes:
        title: its title.
        author: who publishes it.
        language: ISO 639-1 code of the language that it is in.
        marks: what stands on each page, such as that the wave is reconstructed.
        draft: the word for a draft; None for a document that is none.
        build: id of the build that it is part of.
        made: when that build was made, in UTC; documents don't know the clock.
        blocks: what it says, in order.
    """

    title: str
    author: str
    language: str
    marks: tuple[str, ...]
    draft: str | None
    build: str | None
    made: datetime | None
    blocks: tuple[Block, ...]


def kept_together(blocks: Sequence[Block]) -> Iterator[tuple[Block, bool]]:
    """Each block, and whether no page may end between it and the next one."""
    for number, block in enumerate(blocks):
        after = blocks[number + 1] if number + 1 < len(blocks) else None
        yield block, after is not None and _keeps(block, after)


def _keeps(block: Block, after: Block) -> bool:
    """Headings and what leads to something keep to it; small print keeps to what it is about."""
    if isinstance(block, Heading):
        return True
    if isinstance(after, Heading) or isinstance(block, NameList | Table):
        return False
    follows = after.kind if isinstance(after, Paragraph) else None
    if follows == Kind.QUOTE:
        return False
    if isinstance(block, Picture) or isinstance(after, Picture) or block.kind in LEADING:
        return True
    return follows == Kind.SMALL or (follows == Kind.BULLET and block.kind != Kind.BULLET)


def texts(block: Block) -> Iterator[Text]:
    """All texts of a block, in order of reading; of a picture none."""
    if isinstance(block, Heading | Paragraph):
        yield block.text
    elif isinstance(block, NameList):
        yield block.label
        yield block.names
    elif isinstance(block, Table):
        yield block.title
        for row in (*block.head, *block.rows):
            yield from (cell.text for cell in row)


def plain(text: Text) -> str:
    """Text without its styles."""
    return "".join(run.text for run in text)


def printable(text: str) -> str:
    """Text without characters that no document can hold: controls, surrogates, unassigned ones."""
    if text.isprintable():
        return text
    return "".join(each for each in text if unicodedata.category(each) not in UNPRINTABLE)
