"""Columns that stand for an option each, where no tool says so: found by their texts and cells.

Side by side, with one question's text at the beginning of all of them, and nothing in their
cells but what is or is not ticked. It is only proposed: a grid of yes and no looks the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from pipelines.extract import PLAIN
from pipelines.extract.column import SourceColumn
from pipelines.extract.tools import spss, stata
from pipelines.onboarding.new import says_other
from pipelines.onboarding.seen import Seen
from pipelines.survey.models import Source
from pipelines.survey.names import fold

_UNTOLD = {reader.name for reader in (*PLAIN, spss.READER, stata.READER)}
"""Readers of files in which nothing need say which columns belong together."""

_TICKED = {
    *("1", "x", "true", "checked", "selected", "ticked", "chosen", "mentioned", "quoted"),
    *("y", "yes", "ja", "oui", "si", "sim", "tak", "da", "kylla", "igen", "ano"),
}
_UNTICKED = {
    *("0", "false", "unchecked", "not checked", "not selected", "unselected", "not ticked"),
    *("not chosen", "not mentioned", "not quoted"),
    *("n", "no", "nein", "nee", "non", "nao", "nie", "nej", "nei", "ne", "nu", "ei", "nem"),
}
TICKS = _TICKED | _UNTICKED
"""Folded texts that say whether an option was chosen."""

_BOUNDARY = re.compile(r"\s*\[(?=[^\[]+\]$)|\s*\((?=[^(]+\)$)|(?<=[?:…])\s+|\s+[-–—/|]\s+")
_CODE_BOUNDARY = re.compile(r"[_/.](?=[^_/.]+$)")


@dataclass(frozen=True)
class _Ticks:
    """Cell texts of columns of ticks: those that mean chosen, and those that mean not chosen."""

    ticked: tuple[str, ...] = ()
    unticked: tuple[str, ...] = ()


def with_options(seen: Sequence[Seen], reader: str) -> tuple[Seen, ...]:
    """The columns, those of one multi-select with its question and their option."""
    found = list(seen)
    if reader not in _UNTOLD:
        return tuple(found)
    start = 0
    while start < len(found):
        group = _group(found, start)
        found[start : start + len(group)] = group
        start += len(group) or 1
    return tuple(found)


def fields_of(seen: Sequence[Seen], told: Mapping[str, Any]) -> dict[str, object]:
    """What the source has to say so that such columns are read: ticks, and what a blank means.

    Args:
        seen: its columns.
        told: what its reader proposes, and what held before.
    """
    options = {fold(each.column.option or "") for each in seen}
    ticks = [
        found
        for each in seen
        if each.alone and (found := _ticks(each.alone, each.column.option or ""))
    ]
    fields: dict[str, object] = {}
    for name in ("ticked", "unticked"):
        usual = told.get(name, Source.model_fields[name].default)
        known = options | set(map(fold, usual))  # an option's own text is read as a tick anyway
        texts = dict.fromkeys(text for each in ticks for text in getattr(each, name))
        if more := [text for text in texts if fold(text) not in known]:
            fields[name] = [*usual, *more]
    if ticks and not any(each.unticked for each in ticks):
        fields["blank"] = "unknown"  # not ticked and not asked look alike
    return fields


def _group(seen: Sequence[Seen], start: int) -> list[Seen]:
    """The columns from one on that are options of one question; none where there are no two."""
    for question, _ in _splits(seen[start]):
        options: list[str] = []
        for each in seen[start:]:
            option = dict(_splits(each)).get(question)
            if option is None:
                break
            options.append(option)
        columns = seen[start : start + len(options)]
        if len(set(map(fold, options))) == len(options) > 1 and _are_ticks(columns, options):
            return [
                replace(each, column=_as_option(each, question, option), alone=each)
                for each, option in zip(columns, options, strict=True)
            ]
    return []


def _as_option(each: Seen, question: str, option: str) -> SourceColumn:
    return replace(each.column, path=(question, option), option=option)


def _splits(each: Seen) -> Iterator[tuple[str, str]]:
    """Where a column's text can be cut into a question's and an option's, the last place first."""
    column = each.column
    if column.use or column.option:
        return
    if len(column.path) > 1:
        yield ": ".join(column.path[:-1]), column.path[-1]
        return
    text = each.wording
    boundary = _BOUNDARY if " " in text else _CODE_BOUNDARY
    for found in reversed(list(boundary.finditer(text))):
        question, option = text[: found.start()].rstrip(" :"), text[found.end() :].strip()
        option = option.rstrip("])") if found[0].strip() in ("[", "(") else option
        if fold(question) and fold(option):
            yield question, option


def _are_ticks(columns: Sequence[Seen], options: Sequence[str]) -> bool:
    """Whether all hold ticks, at least one of them ticked; of "other" the cell may be its text."""
    found = [
        _Ticks() if says_other(option) else _ticks(each, option)
        for each, option in zip(columns, options, strict=True)
    ]
    return all(found) and any(each.ticked for each in found if each)


def _ticks(each: Seen, option: str) -> _Ticks | None:
    """The texts of a column, None where they are more than ticks."""
    coded = _coded(each.column.values)
    ticked, unticked = [], []
    for text in each.texts:
        if text in each.column.missing or text in each.states:
            continue
        told = coded.get(text, fold(text))
        if told in _TICKED or told == fold(option):
            ticked.append(text)
        elif told in _UNTICKED:
            unticked.append(text)
        else:
            return None
    return _Ticks(tuple(ticked), tuple(unticked))


def _coded(values: Mapping[str, str]) -> dict[str, str]:
    """Of a variable with the codes 0 and 1 what its cells stand for, whatever the labels say."""
    if set(values) != {"0", "1"}:
        return {}
    return {text: code for code, label in values.items() for text in (code, label)}
