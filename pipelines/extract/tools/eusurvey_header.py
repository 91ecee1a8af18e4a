"""What the header of an EUSurvey table says of its columns.

A question is a column by its title; the rows of a matrix are columns `Title: row`;
with short names on, every title ends in `(ID)`. Exported with a column for each
option, a multiple choice question is a column that stays blank, followed by its
options. At the end stand the metadata, with labels in the exporter's language.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import islice
from pathlib import Path

from pipelines.extract.column import SourceColumn, Use
from pipelines.extract.source import clean_header

UNANSWERED = {"No": "unknown"}
"""An option column says No where the option was not ticked, and where the question was not
answered or not shown. Only a tick beside it tells which, so No alone stands for unknown."""

_ORDER = ("invitation", "contribution", "user", "created", "updated", "languages", "score")
_USES: dict[str, Use] = {
    "invitation": "personal",
    "contribution": "personal",  # who has it can open the contribution and change it
    "user": "personal",
    "created": "submitted_at",
    "updated": "metadata",
    "languages": "language",
    "score": "metadata",
}
_DATE = r"\d{4}-\d\d-\d\d.*|\d{1,2}[./-]\d{1,2}[./-]\d{2,4}.*|\d{5}(\.\d+)?"
_FORMS = {
    "contribution": re.compile(r"[0-9A-Za-z][0-9A-Za-z_-]{5,}"),
    "created": re.compile(_DATE),
    "updated": re.compile(_DATE),
    "languages": re.compile(r"[A-Za-z]{2,3}([-_]\w+)?"),
    "score": re.compile(r"-?\d+([.,]\d+)?"),
}
_NEVER_BLANK = ("contribution", "created")
_SHORT_NAME = re.compile(r"(.*\S)\s*\(([^()\s]+)\)", re.DOTALL)
_TABLE_CELL = re.compile(r"(.*\S) \(([^()\s]+)\):(.*)", re.DOTALL)
_TICKS = {"Yes", "No"}

_MOST_PARTS = 20
"""Places of a title at which the row of a matrix may begin."""


@cache
def labels() -> Mapping[str, str]:
    """What a label of a metadata column stands for, in any of EUSurvey's languages."""
    file = Path(__file__).with_name("eusurvey_labels.csv")
    with file.open(encoding="utf-8", newline="") as stream:
        return {_plain(row["label"]): row["meaning"] for row in csv.DictReader(stream)}


def _plain(label: str) -> str:
    return " ".join(label.split()).casefold().replace("’", "'")


@dataclass(frozen=True)
class Metadata:
    """The metadata columns at the end of a header.

    Attributes:
        start: position of the first of them, the number of columns where there is none.
        meanings: what they are, in order.
    """

    start: int
    meanings: tuple[str, ...]

    def misfit(self, row: Sequence[str]) -> str | None:
        """Why a row's metadata can't be what their columns say, None where they can.

        Where all ticked options of a question were deleted from the form later, a row lacks
        the columns of all its options, and what follows stands too far to the left.
        """
        for position, meaning in self._checked:
            if _fits(meaning, row[position] if position < len(row) else ""):
                continue
            if shift := self.shift(row):
                return f"its cells stand {shift} columns to the left of their headers"
            # The cell itself isn't shown: it may be a personal one from another column.
            return f"column {position + 1} does not hold {_WORDS[meaning]}: cells may have shifted"
        return None

    def shift(self, row: Sequence[str]) -> int | None:
        """How many columns to the left the metadata of a row stand, None where they aren't found.

        Ids don't count: almost any text could be one.
        """
        told = [(place, meaning) for place, meaning in self._checked if meaning != "contribution"]
        if "created" not in self.meanings:
            return None
        for shift in range(1, self.start + 1):
            if all(_fits(meaning, row[position - shift]) for position, meaning in told):
                return shift
        return None

    def personal(self) -> tuple[int, ...]:
        """Positions of personal columns."""
        return tuple(
            position
            for position, meaning in enumerate(self.meanings, start=self.start)
            if _USES[meaning] == "personal"
        )

    def blank(self, row: Sequence[str]) -> bool:
        """Whether none of the metadata is there."""
        return not any(map(str.strip, row[self.start :]))

    @cached_property
    def _checked(self) -> tuple[tuple[int, str], ...]:
        """Positions of the columns whose texts have a form."""
        meanings = enumerate(self.meanings, start=self.start)
        return tuple((position, meaning) for position, meaning in meanings if meaning in _FORMS)


def _fits(meaning: str, cell: str) -> bool:
    text = cell.strip()
    return bool(_FORMS[meaning].fullmatch(text)) if text else meaning not in _NEVER_BLANK


_WORDS = {
    "contribution": "the id of the contribution",
    "created": "the date of creation",
    "updated": "the date of the last update",
    "languages": "a language",
    "score": "a number",
}


def find_metadata(header: Sequence[str]) -> Metadata:
    """The metadata columns: the last ones with labels of metadata, in EUSurvey's order."""
    found: list[str] = []
    last = len(_ORDER)
    for cell in reversed(header):
        meaning = labels().get(_plain(cell), "")
        if meaning not in _ORDER or _ORDER.index(meaning) >= last:
            break
        last = _ORDER.index(meaning)
        found.insert(0, meaning)
    return Metadata(len(header) - len(found), tuple(found))


@dataclass(frozen=True)
class Split:
    """A multiple choice question with a column for each option: the positions."""

    question: int
    options: tuple[int, ...]


def find_splits(
    width: int, rows: Sequence[Sequence[str]], unformatted: frozenset[int] | None
) -> tuple[Split, ...]:
    """Questions whose options are columns.

    The table has no mark for them but one: the header of a question is formatted and that of
    an option isn't. Where this isn't known, two or more columns of nothing but Yes and No
    that follow a blank one are options.

    Args:
        width: number of columns before the metadata.
        rows: data rows that are in order.
        unformatted: positions of headers without a format, None where this isn't known.
    """
    if not rows:
        return ()
    splits = []
    position = 0
    while position < width:
        end = position + 1
        while end < width and _is_option(end, rows, unformatted):
            end += 1
        blank = not any(row[position].strip() for row in rows)
        least = 2 if unformatted is None else 1
        if blank and end - position - 1 >= least:
            splits.append(Split(position, tuple(range(position + 1, end))))
            position = end
        else:
            position += 1
    return tuple(splits)


def _is_option(
    position: int, rows: Sequence[Sequence[str]], unformatted: frozenset[int] | None
) -> bool:
    if unformatted is not None and position not in unformatted:
        return False
    return {row[position].strip() for row in rows} <= _TICKS


def describe(
    header: Sequence[str], metadata: Metadata, splits: Sequence[Split], *, loose_codes: bool
) -> tuple[SourceColumn, ...]:
    """The columns, each with its path, code and use.

    Args:
        header: the header's cells.
        metadata: its last columns.
        splits: questions whose options are columns.
        loose_codes: whether the rows of a matrix have short names without brackets, as in ODS.
    """
    names = clean_header(header, "the header")
    titles = [" ".join(cell.split()) for cell in header]
    parents = {option: split.question for split in splits for option in split.options}
    delphi = _delphi(titles, metadata.start)
    asked = [p for p in range(metadata.start) if p not in parents and p not in delphi]
    groups = _matrices(asked, titles)
    coded = _has_short_names([titles[p] for p in asked if not (loose_codes and p in groups)])
    blank = {split.question for split in splits}
    columns: dict[int, SourceColumn] = {}
    for position in asked:
        title, code = titles[position], None
        if coded:
            title, code = _without_code(title, loose=loose_codes and position in groups)
        path = _path(title, groups.get(position, ""))
        use: Use | None = "ignored" if position in blank else None
        columns[position] = SourceColumn(names[position], path, code, use)
    for position, parent in parents.items():
        text, code = _without_code(titles[position]) if coded else (titles[position], None)
        path = (*columns[parent].path, text)
        columns[position] = SourceColumn(
            names[position], path, code, option=text, missing=UNANSWERED
        )
    for position, parent in delphi.items():
        path = (*columns[parent].path, titles[position])
        likes = labels()[_plain(titles[position])] == "likes"
        columns[position] = SourceColumn(names[position], path, use="metadata" if likes else None)
    for position, meaning in enumerate(metadata.meanings, start=metadata.start):
        use = _USES[meaning]
        if meaning == "updated" and "created" not in metadata.meanings:
            use = "submitted_at"
        columns[position] = SourceColumn(names[position], (titles[position],), use=use)
    return tuple(columns[position] for position in range(len(header)))


def _delphi(titles: Sequence[str], end: int) -> dict[int, int]:
    """Explanation, Likes and Discussion beside a question of a Delphi survey: their question."""
    found: dict[int, int] = {}
    meanings = [labels().get(_plain(title), "") for title in titles[:end]]
    for position in range(1, end - 1):
        if meanings[position : position + 2] != ["explanation", "likes"]:
            continue
        beside = 3 if position + 2 < end and meanings[position + 2] == "discussion" else 2
        found |= dict.fromkeys(range(position, position + beside), position - 1)
    return found


def _matrices(asked: Sequence[int], titles: Sequence[str]) -> dict[int, str]:
    """The title of the matrix for each column that is a row of one.

    A title may hold `: ` itself, and so may a row: of the titles that a column could have,
    the one that most neighbours share is taken, of equals the longest.
    """
    found: dict[int, str] = {}
    index = 0
    while index < len(asked):
        title = titles[asked[index]]
        marks = islice(re.finditer(r": (?=\S)", title), _MOST_PARTS)
        starts = [title[: mark.end()] for mark in marks]
        runs = [(_run(asked, index, titles, start), len(start), start) for start in starts]
        length, _, best = max(runs, default=(1, 0, ""))
        if length > 1:
            found |= dict.fromkeys(asked[index : index + length], best)
        index += max(length, 1)
    return found


def _run(asked: Sequence[int], index: int, titles: Sequence[str], start: str) -> int:
    """How many columns from this one on have a title that begins so."""
    end = index
    while end < len(asked) and titles[asked[end]].startswith(start):
        end += 1
    return end - index


def _path(title: str, matrix: str) -> tuple[str, ...]:
    return (matrix.removesuffix(": "), title[len(matrix) :]) if matrix else (title,)


def _has_short_names(titles: Sequence[str]) -> bool:
    """Whether every title ends in a short name of its own; one title alone proves nothing."""
    ids = [match[2] for title in titles if (match := _SHORT_NAME.fullmatch(title))]
    return len(titles) > 1 and len(ids) == len(titles) == len(set(ids))


def _without_code(title: str, *, loose: bool = False) -> tuple[str, str | None]:
    """A title without its short name; the cell of a table has two, of its row and its column."""
    if loose and not title.endswith(")"):
        text, _, code = title.rpartition(" ")
        return text, code
    match = _SHORT_NAME.fullmatch(title)
    if not match:
        return title, None
    text, code = match.groups()
    if cell := _TABLE_CELL.fullmatch(text):
        return f"{cell[1]}:{cell[3]}", f"{cell[2]}:{code}"
    return text, code
