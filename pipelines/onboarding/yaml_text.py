"""YAML as text: values written safely, and files of people edited in place.

Files of a survey are written by people: comments, order and layout are theirs. So a file
is never loaded and dumped; texts are put in, taken out and replaced at the places that the
parser names, and what the file says afterwards is compared with what it should say.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from copy import deepcopy
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from pipelines.errors import ConfigurationError, Problem
from pipelines.survey.positions import LOADER, Path_, plain, read_yaml

WIDTH = 100
"""Lines longer than this are written as blocks, where they can be."""

LONGEST_KEY = 1000
"""YAML reads longer keys only in their explicit form."""

_PLAIN = re.compile(r"([A-Za-z]|\d+ )[\w .'?!()/-]*(?<! )", re.ASCII)
_SPECIAL = re.compile(r"[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")
_SWITCHES = frozenset({"y", "n", "yes", "no", "on", "off"})
_BREAK = re.compile("\r\n|[\n\r\u0085\u2028\u2029]")


# ── writing values ──────────────────────────────────────────────────────────────


def scalar(value: Any) -> str:
    """A value on one line; texts in quotes wherever anything could take them for something else."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, (int, float)):
        return str(value)
    if isinstance(value, date):
        return value.isoformat()
    text = str(value)
    if _PLAIN.fullmatch(text) and plain(text) == text and text.lower() not in _SWITCHES:
        return text
    quoted = json.dumps(text, ensure_ascii=False)
    return _SPECIAL.sub(lambda match: f"\\u{ord(match[0]):04x}", quoted)


def flow(value: Any) -> str:
    """A value on one line, with braces and brackets where it has parts."""
    if isinstance(value, Mapping):
        inside = ", ".join(f"{scalar(key)}: {flow(part)}" for key, part in value.items())
        return "{" + inside + "}"
    if isinstance(value, list):
        return "[" + ", ".join(flow(part) for part in value) + "]"
    return scalar(value)


def entry(key: str, value: Any, indent: int) -> list[str]:
    """The lines of a key with its value."""
    name, pad = scalar(key), " " * indent
    if len(name) > LONGEST_KEY:
        return [f"{pad}? {name}", f"{pad}:", *_block(value, indent + 2)]
    short = f"{pad}{name}: {flow(value)}"
    if not isinstance(value, (Mapping, list)) or not value or _fits(short, value):
        return [short]
    return [f"{pad}{name}:", *_block(value, indent + 2)]


def _block(value: Any, indent: int) -> list[str]:
    if isinstance(value, Mapping) and value:
        return [line for key, part in value.items() for line in entry(key, part, indent)]
    if isinstance(value, list) and value:
        return [line for part in value for line in item(part, indent)]
    return [" " * indent + flow(value)]


def item(value: Any, indent: int) -> list[str]:
    """The lines of an item of a list."""
    pad = " " * indent
    short = f"{pad}- {flow(value)}"
    if not isinstance(value, Mapping) or not value or _fits(short, value):
        return [short]
    lines = _block(value, indent + 2)
    return [f"{pad}- {lines[0].lstrip()}", *lines[1:]]


def _fits(line: str, value: Any) -> bool:
    """Whether a value reads well on one line."""
    parts = value.values() if isinstance(value, Mapping) else value
    nested = any(isinstance(part, (Mapping, list)) for part in parts)
    several = isinstance(value, Mapping) and len(value) > 3
    return len(line) <= WIDTH and not nested and not several


# ── editing a file ──────────────────────────────────────────────────────────────


class Editor:
    """Edits of one file, collected first and made together; they must not touch each other."""

    def __init__(self, file: Path) -> None:
        self.file = file
        with file.open(encoding="utf-8", newline="") as stream:
            self._text = stream.read()
        self._newline = "\r\n" if "\r\n" in self._text else "\n"
        self._root: Any = yaml.compose(self._text, Loader=LOADER)
        self._starts = [0, *(match.end() for match in _BREAK.finditer(self._text))]
        self._edits: list[tuple[int, int, str]] = []
        self.data: Any = deepcopy(read_yaml(file).data)

    @property
    def changed(self) -> bool:
        """Whether there is anything to write."""
        return bool(self._edits)

    def put(self, path: Path_, fields: Mapping[str, Any], before: str = "") -> None:
        """Add keys at the end of the mapping at a path, or before one of its keys."""
        if not fields:
            return
        node = self._node(path)
        self.at(path).update(_as_read(fields))
        if node.flow_style:
            inside = ", ".join(f"{scalar(key)}: {flow(part)}" for key, part in fields.items())
            self._inside(node, inside)
            return
        indent = node.start_mark.column
        line = _entries(node)[before][0].start_mark.line if before else self._end_line(node)
        self._insert_lines(
            line, [line for key, part in fields.items() for line in entry(key, part, indent)]
        )

    def append(self, path: Path_, items: Sequence[Any]) -> None:
        """Add items at the end of the list at a path."""
        if not items:
            return
        node = self._node(path)
        self.at(path).extend(_as_read(list(items)))
        if not node.value and not _fits("", list(items)) and not self._node(path[:-1]).flow_style:
            indent = _column(self._pair(path)[0]) + 2
            self._fill(node, [line for part in items for line in item(part, indent)])
            return
        if node.flow_style:
            self._inside(node, ", ".join(flow(part) for part in items))
            return
        indent = node.start_mark.column
        self._insert_lines(
            self._end_line(node), [line for part in items for line in item(part, indent)]
        )

    def replace(self, path: Path_, value: Any) -> None:
        """Write another scalar in the place of the one at a path."""
        node = self._node(path)
        self.at(path[:-1])[path[-1]] = _as_read(value)
        start, end = self._index(node.start_mark), self._index(node.end_mark)
        self._edits.append((start, end, scalar(value)))

    def swap(self, path: Path_, fields: Mapping[str, Any]) -> None:
        """Take out the key at a path, and put others (or none) in its place.

        Raises:
            ConfigurationError: the file is laid out so that a person must edit it.
        """
        key, value = self._pair(path)
        parent = self.at(path[:-1])
        kept = list(parent.items())
        place = list(parent).index(path[-1])
        parent.clear()
        parent.update([*kept[:place], *_as_read(fields).items(), *kept[place + 1 :]])
        lines = [line for name, part in fields.items() for line in entry(name, part, _column(key))]
        start = self._starts[key.start_mark.line]
        if self._text[start : start + _column(key)].strip():
            raise self._by_hand()
        self._edits.append((start, self._line_start(self._end_line(value)), self._lines(lines)))

    def drop(self, path: Path_, positions: Sequence[int]) -> None:
        """Take items out of a block list; not all of them, as nothing would be left of it.

        Raises:
            ConfigurationError: the file is laid out so that a person must edit it.
        """
        node, items = self._node(path), self.at(path)
        items[:] = [part for index, part in enumerate(items) if index not in positions]
        for position in positions:
            part = node.value[position]
            start = self._starts[part.start_mark.line]
            if node.flow_style or self._text[start : start + _column(part)].strip(" -"):
                raise self._by_hand()
            self._edits.append((start, self._line_start(self._end_line(part)), ""))

    def result(self) -> str:
        """The text of the file with all edits made.

        Raises:
            ConfigurationError: the file is laid out so that a person must edit it.
        """
        text, cursor = "", 0
        for start, end, new in sorted(self._edits, key=lambda edit: edit[0]):
            if start < cursor:
                raise self._by_hand()
            text += self._text[cursor:start] + new
            cursor = end
        return text + self._text[cursor:]

    def write(self) -> None:
        """Write the file, if it then says what it should.

        Raises:
            ConfigurationError: the file is laid out so that a person must edit it.
        """
        draft = self.file.with_name(f".{self.file.name}.draft")
        try:
            draft.write_text(self.result(), encoding="utf-8", newline="")
            if read_yaml(draft).data != self.data:
                raise self._by_hand()
            draft.replace(self.file)
        finally:
            draft.unlink(missing_ok=True)

    def _by_hand(self) -> ConfigurationError:
        return ConfigurationError(
            Problem(
                str(self.file),
                "a layout that can't be edited by this command",
                "one key or item a line, as `waves add` writes it",
                "Write what was decided in by hand",
            )
        )

    def at(self, path: Path_) -> Any:
        """What the file says at a path, edits included."""
        data = self.data
        for step in path:
            data = data[step]
        return data

    def _node(self, path: Path_) -> Any:
        node = self._root
        for step in path:
            node = node.value[step] if isinstance(step, int) else _entries(node)[step][1]
        return node

    def _pair(self, path: Path_) -> tuple[Any, Any]:
        parent = self._node(path[:-1])
        if parent.flow_style:
            raise self._by_hand()
        return _entries(parent)[str(path[-1])]

    def _index(self, mark: Any) -> int:
        return int(self._starts[mark.line] + mark.column)

    def _line_start(self, line: int) -> int:
        return self._starts[line] if line < len(self._starts) else len(self._text)

    def _end_line(self, node: Any) -> int:
        """The line after the last one of a node, comments that follow not counted."""
        if isinstance(node, yaml.ScalarNode) or node.flow_style or not node.value:
            ended = node.end_mark.column == 0 and node.end_mark.line > node.start_mark.line
            return int(node.end_mark.line + (0 if ended else 1))
        last = node.value[-1]
        return self._end_line(last[1] if isinstance(node, yaml.MappingNode) else last)

    def _inside(self, node: Any, text: str) -> None:
        """Before the closing bracket."""
        end = self._index(node.end_mark) - 1
        while self._text[end - 1].isspace() or self._text[end - 1] == ",":
            end -= 1
        self._edits.append((end, end, f", {text}" if node.value else text))

    def _fill(self, node: Any, lines: Sequence[str]) -> None:
        """Write the items of a list that was `[]` below its key, one a line."""
        start, end = self._index(node.start_mark), self._index(node.end_mark)
        while self._text[start - 1] == " ":
            start -= 1
        self._edits.append((start, end, ""))
        self._insert_lines(self._end_line(node), lines)

    def _insert_lines(self, line: int, lines: Sequence[str]) -> None:
        at = self._line_start(line)
        text = self._lines(lines)
        if at and at == len(self._text) and self._text[-1] not in "\r\n":
            text = self._newline + text
        self._edits.append((at, at, text))

    def _lines(self, lines: Sequence[str]) -> str:
        return "".join(line + self._newline for line in lines)


def _entries(node: Any) -> dict[str, tuple[Any, Any]]:
    return {str(key.value): (key, value) for key, value in node.value}


def _column(node: Any) -> int:
    return int(node.start_mark.column)


def _as_read(value: Any) -> Any:
    """A value as it is read back."""
    if isinstance(value, Mapping):
        return {str(key): _as_read(part) for key, part in value.items()}
    if isinstance(value, list):
        return [_as_read(part) for part in value]
    return value.isoformat() if isinstance(value, date) else value
