"""Rows of an EUSurvey table: long texts put together again, and marks of a faulty export.

Nothing here is changed but the place of a text: one that is longer than a cell of a
workbook may be goes on in rows of its own, which are no respondents.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from pipelines.extract.layout import Tell
from pipelines.extract.spool import MASK
from pipelines.extract.tools.eusurvey_header import Metadata, Split

FIRST_ROW = 5
"""The first row of data: above it stand Alias, Export Date, a blank row and the header."""

SHEET_WIDTH = 254
"""Columns of a sheet, after which a table goes on in the next one."""

_FULL = 32_767
"""Characters that a cell of a workbook holds."""

_MOST_COMPARED = 2_000
"""Options of one question that are compared with each other."""


@dataclass
class Rows:
    """Reads the data rows of one table."""

    header: Sequence[str]
    metadata: Metadata
    splits: Sequence[Split] = ()

    def read(self, rows: Iterable[list[str]], tell: Tell) -> Iterator[list[str]]:
        """One row for each; those that go on with a text of the row above come out blank."""
        watch = _Watch(self)
        appended, blank = 0, 0
        above: list[str] | None = None
        for cells in rows:
            row = cells + [""] * (len(self.header) - len(cells))
            if above is not None and (targets := self._goes_on(above, row)):
                for position, target in targets.items():
                    above[target] += row[position]
                blank += 1
                continue
            if above is not None:
                yield above
                yield from ([""] * len(above) for _ in range(blank))
            appended, blank, above = appended + blank, 0, row
            watch.see(row)
            self._mask(row)
        if above is not None:
            yield above
            yield from ([""] * len(above) for _ in range(blank))
        if appended + blank:
            tell(
                f"{appended + blank} rows only go on with a text that is too long for one cell; "
                "each was appended to the text above and left blank"
            )
        watch.report(tell)

    def _mask(self, row: list[str]) -> None:
        """Mask what is personal in a row whose cells have shifted: its columns don't tell it."""
        if self.metadata.misfit(row) and (shift := self.metadata.shift(row)):
            for position in self.metadata.personal():
                if row[position - shift].strip():
                    row[position - shift] = MASK

    def _goes_on(self, above: Sequence[str], row: Sequence[str]) -> dict[int, int]:
        """Where the cells of a row belong if they all go on with long texts of the row above."""
        if not self.metadata.blank(row):
            return {}
        # Half the limit, for a character may count as two there and line ends as one here.
        long = [position for position, cell in enumerate(above) if len(cell) > _FULL // 2]
        if not long:
            return {}
        places = {goes_on_at(position): position for position in reversed(long)}
        places |= {position: position for position in long if position not in places}
        filled = [position for position, cell in enumerate(row) if cell.strip()]
        if not all(position in places for position in filled):
            return {}
        return {position: places[position] for position in filled}


def goes_on_at(position: int) -> int:
    """The column in which the rows below go on with a long text.

    EUSurvey has already counted on to the next column, and counts 255 columns to a sheet
    here instead of 254: on the first sheet it is the column to the right.
    """
    return position // SHEET_WIDTH * SHEET_WIDTH + (position + 1) % (SHEET_WIDTH + 1)


@dataclass
class _Watch:
    """Looks for what makes an export with a column for each option untrue."""

    table: Rows
    both: dict[tuple[int, int], int] = field(default_factory=dict)
    apart: set[tuple[int, int]] = field(default_factory=set)
    texts: dict[int, int] = field(default_factory=dict)
    row: int = FIRST_ROW - 1

    def __post_init__(self) -> None:
        self.pairs = [pair for s in self.table.splits for pair in hidden(s, self.table.header)]

    def see(self, row: Sequence[str]) -> None:
        self.row += 1
        if not self.table.splits or self.table.metadata.misfit(row):
            return
        for pair in self.pairs:
            inner, outer = pair
            if row[outer] == "Yes":
                if row[inner] == "Yes":
                    self.both[pair] = self.both.get(pair, 0) + 1
                else:
                    self.apart.add(pair)
        for split in self.table.splits:
            if row[split.question].strip():
                self.texts[split.question] = self.texts.get(split.question, 0) + 1

    def report(self, tell: Tell) -> None:
        names: Mapping[int, str] = dict(enumerate(self.table.header))
        for pair, count in self.both.items():
            if pair in self.apart:
                continue  # ticked without the other once: this export looked at ids, not at texts
            inner, outer = pair
            tell(
                f"column {names[inner]!r} is Yes wherever {names[outer]!r} is (rows: {count}), "
                "whose text contains its own: EUSurvey marks such options as ticked whether they "
                "were or not. Export again with the options in one cell, or as XML"
            )
        for position, count in self.texts.items():
            tell(
                f"column {names[position]!r} was taken for the blank column above the options "
                f"that follow, and holds a text in {count} rows: it and the columns after it may "
                "be questions of their own. Export again with the options in one cell, or as XML"
            )


def hidden(split: Split, header: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Pairs of options of which the first would be found in the text of the second.

    The tool looks for `option; ` in the ticked options, each followed by `; `.
    """
    options = split.options[:_MOST_COMPARED]
    texts = {option: f"{' '.join(header[option].split())}; " for option in options}
    for inner, short in texts.items():
        for outer, long in texts.items():
            if inner != outer and short != long and short in long:
                yield inner, outer
