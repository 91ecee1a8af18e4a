"""Elements of an XML file one after the other, in bounded memory.

No tree is built: an element is handed on at its start and at its end, with the text
that stands in it. Document types, and with them entities, are refused.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from xml.etree.ElementTree import ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import DefusedXMLParser

from pipelines.errors import DataError, Problem
from pipelines.extract.source import RawFile

MAX_DEPTH = 50
_CHUNK = 32 * 1024
"""Bytes that are read at once; their events take some ten times as much."""

MAX_TEXT = 4_000_000
"""Characters of one text or one tag."""


@dataclass(frozen=True)
class Event:
    """The start or the end of an element.

    Attributes:
        start: whether it is the start.
        path: names of the elements from the root down to this one.
        attributes: of the element.
        text: what stood in it, at its end; text inside of its children is theirs.
    """

    start: bool
    path: tuple[str, ...]
    attributes: Mapping[str, str]
    text: str = ""


def events(raw: RawFile, whole: str) -> Iterator[Event]:
    """The starts and ends of all elements.

    Args:
        raw: the file.
        whole: what it should be, for errors.

    Raises:
        DataError: the file is no XML, is cut off, declares a document type, or holds what no
            export does.
    """
    target = _Target()
    parser = DefusedXMLParser(target=target, forbid_dtd=True)
    expat, fed = parser.parser, 0
    try:
        with raw.file.open("rb") as stream:
            while chunk := stream.read(_CHUNK):
                fed += len(chunk)
                parser.feed(chunk)
                if fed - expat.CurrentByteIndex > MAX_TEXT + len(chunk):
                    raise _TooMuchError(f"a tag of more than {MAX_TEXT} characters")
                yield from target.take()
        parser.close()
        yield from target.take()
    except DefusedXmlException:
        found = "a document type or entities, which can make a small file endless"
    except _TooMuchError as error:
        found = str(error)
    except ParseError as error:
        found = f"broken XML ({error})"
    except (ValueError, LookupError, OverflowError) as error:
        found = f"XML that can't be read ({error})"
    else:
        return
    where = f"{raw.shown}, line {expat.CurrentLineNumber}"
    raise DataError(Problem(where, found, whole, "Export or copy the file again."))


class _TooMuchError(Exception):
    """More than any export holds."""


@dataclass
class _Open:
    """An element that has not ended yet."""

    path: tuple[str, ...]
    attributes: Mapping[str, str]
    texts: list[str] = field(default_factory=list)
    length: int = 0


class _Target:
    """Takes what the parser finds."""

    def __init__(self) -> None:
        self._found: list[Event] = []
        self._open: list[_Open] = []

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """An element begins."""
        path: tuple[str, ...] = (tag,)
        if self._open:
            around = self._open[-1]
            path = (*around.path, tag)
            if not any(map(str.strip, around.texts)):  # indents between elements are no text
                around.texts, around.length = [], 0
        if len(path) > MAX_DEPTH:
            raise _TooMuchError(f"more than {MAX_DEPTH} elements inside of each other")
        self._open.append(_Open(path, attributes))
        self._found.append(Event(True, path, attributes))

    def data(self, text: str) -> None:
        """Text, in as many pieces as it comes."""
        element = self._open[-1]
        element.length += len(text)
        if element.length > MAX_TEXT:
            raise _TooMuchError(f"a text of more than {MAX_TEXT} characters")
        element.texts.append(text)

    def end(self, _tag: str) -> None:
        """The element ends."""
        element = self._open.pop()
        text = "".join(element.texts)
        self._found.append(Event(False, element.path, element.attributes, text))

    def close(self) -> None:
        """The file ends."""

    def take(self) -> list[Event]:
        """What was found since it was last asked."""
        found, self._found = self._found, []
        return found
