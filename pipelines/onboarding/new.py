"""What is new in the question bank: types, ids and options made from what a column holds."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from itertools import pairwise

from pipelines.mapping.meaning import read_date, read_number
from pipelines.onboarding.seen import Seen
from pipelines.survey.names import fold

MOST_OPTIONS = 25
"""Different texts above which a column is read as free text."""

LEAST_PAIRS = 3
"""Cells in which two texts stand side by side and never apart, to be taken for one option."""

LONGEST_LABEL = 80
_SEPARATORS = (";", "\n", "|")
_OTHER = re.compile(
    "others?|autres?|andere[rs]?|sonstiges?|otr[oa]s?|altr[oai]|outr[oa]s?|anders|annan|annat|annet"
    "|andet|inn[ey]|muu|egyeb|alte|altele|drugo|jin[ey]"
)
_LONGEST_ID = 40


def separator_of(texts: Iterable[str], tool: str = "") -> str | None:
    """The separator between several options in one cell.

    A comma is one only where the tool writes it so, and the same texts stand between commas
    again and again; else it may belong to an option, as in "Yes, often".
    """
    cells = list(texts)
    if tool == ",":
        several = {part for cell in cells for part in parts(cell, tool)}
        return tool if len(several) < len(set(cells)) else None
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
        signs = (None, ",", ".")
        if any(all(read_number(text, sign) is not None for text in texts) for sign in signs):
            return "number"
        if all(read_date(text) is not None for text in texts):
            return "date"
    separator = None if each.column.values else separator_of(texts, each.separator)
    options = {part for text in texts for part in parts(text, separator)}
    few = len(options) <= MOST_OPTIONS and all(len(text) <= LONGEST_LABEL for text in options)
    again = each.answers > len(options) or bool(each.column.values)
    usual = all(fold(text) in known for text in options)
    if not few or not (again or usual):
        return "text"
    return "multiple" if separator or each.code_separator else "single"


def options_of(each: Seen, type_: str) -> list[str]:
    """The texts of a new question's options, as the file lists them, else commonest first."""
    if each.column.option:
        return [each.column.option]
    if each.column.options:
        return list(each.column.options)
    if each.column.values:
        declared = set(each.column.missing)
        return [text for code, text in each.column.values.items() if code not in declared]
    separator = (
        separator_of(each.texts, each.separator) if type_ in ("multiple", "coded_text") else None
    )
    cells = [parts(text, separator) for text, n in each.labels.items() for _ in range(n)]
    for left, right in _halves(cells):
        both = f"{left}{separator} {right}"
        both = both if any(both in text for text in each.labels) else f"{left}{separator}{right}"
        cells = [_together(cell, left, right, both) for cell in cells]
    return list(dict.fromkeys(part for cell in cells for part in cell))


def _halves(cells: Sequence[Sequence[str]]) -> list[tuple[str, str]]:
    """Texts that are halves of one option, which holds the separator: "Migration; asylum".

    They always stand side by side, and the second begins with a small letter, as no option
    beside them does.
    """
    pairs = Counter(pair for cell in cells for pair in pairwise(cell))
    single = Counter(part for cell in cells for part in cell)
    small = {part for part in single if part[0].islower()}
    found = [
        (left, right)
        for (left, right), n in pairs.items()
        if right in small
        and left not in small
        and n == single[left] == single[right] >= LEAST_PAIRS
    ]
    return found if small <= {right for _, right in found} else []


def _together(cell: Sequence[str], left: str, right: str, both: str) -> list[str]:
    return [both if part == left else part for part in cell if part != right]


def says_other(label: str) -> bool:
    """Whether an option is "other" or its like, for what respondents write themselves."""
    return _OTHER.fullmatch(fold(label).partition(" ")[0]) is not None


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
