"""What the readers of tools share: headers and first cells of a table's opening."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from pipelines.extract.opening import Opening


def fold(text: str) -> str:
    """The text with single spaces, also for line breaks and non-breaking spaces."""
    return " ".join(text.split())


def squash(text: str) -> str:
    """Letters and digits alone, in lower case: `Respondent ID` and `respondent_id` are one."""
    return "".join(letter for letter in text.casefold() if letter.isalnum())


def header_rows(opening: Opening, count: int) -> tuple[tuple[str, ...], ...]:
    """The first rows, folded and equally wide; columns without any header are left out at the end.

    Always `count` rows, empty ones where the file has fewer.
    """
    rows = [tuple(map(fold, row)) for row in opening.rows[:count]]
    rows += [()] * (count - len(rows))
    width = max((i for row in rows for i, cell in enumerate(row, start=1) if cell), default=0)
    return tuple((row + ("",) * width)[:width] for row in rows)


def first_cells(opening: Opening, first_row: int, column: int) -> tuple[str, ...]:
    """What the rows of the opening hold in a column, counted from 0; blank rows left out."""
    return tuple(
        fold(row[column]) if column < len(row) else ""
        for row in opening.rows[first_row - 1 :]
        if any(cell.strip() for cell in row)
    )


def seen(opening: Opening, first_row: int, column: int) -> tuple[str, ...]:
    """The same without the empty cells."""
    return tuple(cell for cell in first_cells(opening, first_row, column) if cell)


def filled(path: Sequence[str], name: str) -> tuple[str, ...]:
    """The path without its blank parts; the column's name where nothing is left."""
    return tuple(part for part in path if part) or (name,)


def in_brackets(headers: Sequence[str]) -> tuple[tuple[str, ...], ...]:
    """`Question [part][part]` taken apart where other columns have the same question.

    A single column is left whole: its brackets belong to the question's text.
    """
    parted = [_parts(header) for header in headers]
    shared = Counter(parts[0] for parts in parted)
    return tuple(
        parts if shared[parts[0]] > 1 else (fold(header),)
        for header, parts in zip(headers, parted, strict=True)
    )


def _parts(header: str) -> tuple[str, ...]:
    """The question and the bracketed parts at the end of a header, brackets in them paired."""
    text, parts = fold(header), list[str]()
    while text.endswith("]") and (start := _opening_bracket(text)) > 0:
        parts.insert(0, fold(text[start + 1 : -1]))
        text = text[:start].rstrip()
    return (text, *parts)


def _opening_bracket(text: str) -> int:
    depth = 0
    for position in range(len(text) - 1, -1, -1):
        depth += {"]": 1, "[": -1}.get(text[position], 0)
        if depth == 0:
            return position
    return -1
