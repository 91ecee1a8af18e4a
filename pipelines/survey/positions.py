"""YAML files as plain data, with the line of every value.

Scalars follow YAML 1.2: only `true` and `false` are booleans, `yes` and `no` are text,
dates stay text, and mapping keys are always text as written. Duplicate keys are errors,
and so are aliases and tags, which no survey file needs.

The data are built from PyYAML's events and not from its nodes: nesting can then be
refused while it is read, however deep it goes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml
from yaml import events

from pipelines.errors import ConfigurationError, Problem, place

Path_ = tuple[str | int, ...]

LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""The one parser of survey files: libyaml takes what PyYAML's own does not, and the reverse."""

_DEEPEST = 40
_NULL = re.compile(r"(?:null|Null|NULL|~|)\Z")
_BOOL = re.compile(r"(?:true|True|TRUE|false|False|FALSE)\Z")
_INT = re.compile(r"[-+]?[0-9]{1,18}\Z")
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]{1,3})?\Z")


@dataclass(frozen=True)
class Document:
    """A YAML file: its data, and the line on which each value's key or item begins."""

    data: Any
    lines: dict[Path_, int] = field(default_factory=dict)

    def line(self, *path: str | int) -> int:
        """The line of a value, or of the nearest thing around it that has one."""
        return nearest(self.lines, path)


def nearest(lines: dict[Path_, int], path: Path_) -> int:
    """The line of the longest beginning of the path that has one."""
    for length in range(len(path), -1, -1):
        if (line := lines.get(path[:length])) is not None:
            return line
    return 1


def read_text(file: Path, project: Path | None = None) -> str:
    """The text of a UTF-8 file, with or without a byte order mark.

    Raises:
        ConfigurationError: it can't be read, or is not UTF-8.
    """
    try:
        content = file.read_bytes()
    except OSError as error:
        reason = f"a file that cannot be read ({error.strerror})"
        raise ConfigurationError(
            Problem(place(file, project=project), reason, "a readable file")
        ) from error
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise ConfigurationError(
            Problem(
                place(file, line, project),
                f"the byte 0x{content[error.start]:02x}, which is not UTF-8",
                "text in UTF-8",
                "Save the file with the encoding UTF-8",
            )
        ) from error


def read_yaml(file: Path, project: Path | None = None) -> Document:
    """Read a file.

    Args:
        file: the YAML file.
        project: folder to which places in messages are relative.

    Raises:
        ConfigurationError: with all that is wrong with it.
    """
    text = read_text(file, project)
    builder = _Builder(yaml.parse(text, Loader=LOADER))
    try:
        data = builder.document()
    except yaml.YAMLError as error:
        raise ConfigurationError(_syntax_problem(error, text, file, project)) from error
    except _TooDeepError as error:
        builder.fault(error.line, f"more than {_DEEPEST} levels of nesting", "fewer levels")
    if builder.faults:
        raise ConfigurationError(
            [
                Problem(place(file, line, project), found, expected, action)
                for line, found, expected, action in builder.faults
            ]
        )
    return Document(data, builder.lines)


class _TooDeepError(Exception):
    """Nesting that no survey file needs."""

    def __init__(self, line: int) -> None:
        super().__init__()
        self.line = line


class _Builder:
    """Turns events into data, noting lines and faults (line, found, expected, action)."""

    def __init__(self, source: Iterator[events.Event]) -> None:
        self.lines: dict[Path_, int] = {}
        self.faults: list[tuple[int, str, str, str]] = []
        self._source = source

    def document(self) -> Any:
        """The data of the only document, None for an empty file."""
        data: Any = None
        documents = 0
        for event in self._source:
            if isinstance(event, events.DocumentStartEvent):
                documents += 1
                if documents == 2:
                    self.fault(_line(event), "a second document (---)", "one document a file")
            elif isinstance(event, events.NodeEvent):
                value = self._value(event, ())
                data = value if documents == 1 else data
        return data

    def fault(self, line: int, found: str, expected: str, action: str = "") -> None:
        """Note what is wrong."""
        self.faults.append((line, found, expected, action))

    def _value(self, event: Any, path: Path_) -> Any:
        line = self.lines.setdefault(path, _line(event))
        if len(path) > _DEEPEST:
            raise _TooDeepError(line)
        if isinstance(event, events.AliasEvent):
            self.fault(line, f"the alias *{event.anchor}", "the values", "Write them out again")
            return None
        if isinstance(event, events.MappingStartEvent):
            return self._mapping(path)
        if isinstance(event, events.SequenceStartEvent):
            return self._sequence(path)
        return self._scalar(event, line)

    def _sequence(self, path: Path_) -> list[Any]:
        data: list[Any] = []
        while not isinstance(event := next(self._source), events.SequenceEndEvent):
            data.append(self._value(event, (*path, len(data))))
        return data

    def _mapping(self, path: Path_) -> dict[str, Any]:
        data: dict[str, Any] = {}
        while not isinstance(event := next(self._source), events.MappingEndEvent):
            key, line = self._key(event, path), _line(event)
            if key in data:
                self.fault(
                    line,
                    f"the key {key!r} a second time (first on line {self.lines[*path, key]})",
                    "each key once",
                    "Delete one of the two",
                )
                self._value(next(self._source), (*path, key, "a second time"))
            else:
                self.lines[*path, key] = line
                data[key] = self._value(next(self._source), (*path, key))
        return data

    def _key(self, event: events.Event, path: Path_) -> str:
        if isinstance(event, events.ScalarEvent):
            return str(event.value)
        self.fault(_line(event), "a key that is not plain text", "a name as key")
        self._value(event, (*path, "a key"))
        return ""

    def _scalar(self, event: events.ScalarEvent, line: int) -> Any:
        if event.tag is not None:
            self.fault(line, f"the tag {event.tag}", "a plain value without a tag")
        quoted = not event.implicit[0]
        return event.value if quoted else plain(event.value)


def plain(text: str) -> Any:
    """The value of an unquoted scalar."""
    if _NULL.match(text):
        return None
    if _BOOL.match(text):
        return text.lower() == "true"
    if _INT.match(text):
        return int(text)
    return float(text) if _FLOAT.match(text) else text


def _line(event: Any) -> int:
    return int(event.start_mark.line) + 1


def _syntax_problem(error: yaml.YAMLError, text: str, file: Path, project: Path | None) -> Problem:
    """What YAML's parser says, in words and with its line."""
    mark = getattr(error, "problem_mark", None)
    if mark is None:
        offset = getattr(error, "position", 0)
        line = text.count("\n", 0, offset) + 1
        return Problem(
            place(file, line, project), "a control character", "text", "Delete the character"
        )
    context = getattr(error, "context_mark", None)
    rows = [*text.splitlines(), ""]
    shown = rows[mark.line] if mark.line < len(rows) else ""
    where = place(file, mark.line + 1, project)
    if re.match(r" *\t", shown) or shown[mark.column : mark.column + 1] == "\t":
        return Problem(
            where, "a tab", "spaces at the beginning of a line", "Replace the tab with spaces"
        )
    began = f" (in what begins on line {context.line + 1})" if context else ""
    return Problem(
        where,
        f"{shown.strip()!r}: {getattr(error, 'problem', 'a syntax error')}{began}",
        "valid YAML",
        "Check the indentation, the colon and space after each key, and quotes around text "
        "that holds a colon or a hash sign or begins with a special character",
    )
