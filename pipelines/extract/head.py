"""What stands around the data of a table: titles above, the header, a footer below."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from pipelines.extract.layout import Layout

BEYOND, FOOTER = "(header beyond the last column)", "(footer)"


def cells_above(layout: Layout, above: Sequence[Sequence[str]]) -> Counter[str]:
    """Cells with text in the rows above the data that are in no column's header, by place."""
    header = set(layout.header_rows or _next_to_the_data(above))
    found: Counter[str] = Counter()
    numbered = enumerate(above, start=1)
    for is_header, rows in groupby(numbered, key=lambda each: each[0] in header):
        block = list(rows)
        if is_header:
            found[BEYOND] += sum(_texts(cells[len(layout.columns) :]) for _, cells in block)
        else:
            first, last = block[0][0], block[-1][0]
            place = f"(row {first})" if first == last else f"(rows {first} to {last})"
            found[place] += sum(_texts(cells) for _, cells in block)
    return found


def _next_to_the_data(above: Sequence[Sequence[str]]) -> Iterator[int]:
    """The header's rows where the layout doesn't name them: up to a blank row."""
    for row in range(len(above), 0, -1):
        if not _texts(above[row - 1]):
            return
        yield row


def _texts(cells: Iterable[str]) -> int:
    return sum(bool(cell.strip()) for cell in cells)


def without_footer(
    rows: Iterable[Sequence[str]], count: int, found: Counter[str]
) -> Iterable[Sequence[str]]:
    """The rows without the last `count`; blank rows after the last text don't count."""
    return _cut(rows, count, found) if count else rows


def _cut(rows: Iterable[Sequence[str]], count: int, found: Counter[str]) -> Iterator[Sequence[str]]:
    held: deque[Sequence[str]] = deque()
    blank = 0
    for row in rows:
        if not _texts(row):
            blank += 1
            continue
        held.extend([] for _ in range(blank))
        held.append(row)
        blank = 0
        while len(held) > count:
            yield held.popleft()
    found[FOOTER] += sum(map(_texts, held))
