"""What is new in the question bank: types, ids and options made from what a column holds."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable

from pipelines.mapping.meaning import read_date, read_number
from pipelines.onboarding.seen import Seen
from pipelines.survey.names import fold

MOST_OPTIONS = 25
"""Different texts above which a column is read as free text."""

LONGEST_LABEL = 80
_SEPARATORS = (";", "\n", "|")
_STATES = {
    "don t know": "dont_know",
    "do not know": "dont_know",
    "not applicable": "not_applicable",
    "n a": "not_applicable",
    "prefer not to say": "refused",
    "refused": "refused",
    "no answer": "no_answer",
}
_LONGEST_ID = 40


def separator_of(texts: Iterable[str]) -> str | None:
    """The separator between several options in one cell; commas are left to people."""
    cells = list(texts)
    for separator in _SEPARATORS:
        split = [parts(cell, separator) for cell in cells]
        if any(len(each) > 1 for each in split):
            return separator
    return None


def parts(cell: str, separator: str | None) -> list[str]:
    """The texts between separators."""
    cut = cell.split(separator) if separator else [cell]
    return [part.strip() for part in cut if part.strip()]


def type_of(each: Seen, known: Collection[str]) -> str:
    """The type that a new question probably has.

    Args:
        each: its column.
        known: folded texts of options of other questions, such as yes and no.
    """
    if each.column.option:
        return "multiple"
    texts = list(each.labels)
    if not texts:
        return "text"
    if not each.column.values:
        if all(read_number(text) is not None for text in texts):
            return "number"
        if all(read_date(text) is not None for text in texts):
            return "date"
    separator = separator_of(texts)
    options = {part for text in texts for part in parts(text, separator)}
    few = len(options) <= MOST_OPTIONS and all(len(text) <= LONGEST_LABEL for text in options)
    again = each.answers > len(options) or bool(each.column.values)
    usual = all(fold(text) in known for text in options)
    if not few or not (again or usual):
        return "text"
    return "multiple" if separator else "single"


def options_of(each: Seen, type_: str) -> list[str]:
    """The texts of a new question's options, as the file lists them, else commonest first."""
    if each.column.option:
        return [each.column.option]
    if each.column.options:
        return list(each.column.options)
    if each.column.values:
        declared = set(each.column.missing)
        return [text for code, text in each.column.values.items() if code not in declared]
    separator = separator_of(each.texts) if type_ in ("multiple", "coded_text") else None
    return list(dict.fromkeys(part for text in each.labels for part in parts(text, separator)))


def state_of(label: str) -> str | None:
    """The state that an option stands for, where its text says so in so many words."""
    return _STATES.get(fold(label))


def new_id(text: str, taken: Collection[str], otherwise: str) -> str:
    """An id made from a text, that nothing has yet."""
    words = re.findall(r"[a-z0-9]+", fold(text))
    name = ""
    for word in words:
        if name and len(name) + len(word) >= _LONGEST_ID:
            break
        name = f"{name}_{word}" if name else word[:_LONGEST_ID]
    name = name or otherwise
    unique, copy = name, 1
    while unique in taken:
        copy += 1
        unique = f"{name}_{copy}"
    return unique
