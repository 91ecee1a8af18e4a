"""Reader of EUSurvey's result tables: XLSX, XLS and ODS.

Above the header stand `Alias`, `Export Date` and a blank row, in English whatever the
exporter's language. A table of more than 254 columns goes on to the right in the sheets
Content1, Content2 and so on; one of more than 20,000 rows in another file, which is a
source of its own.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import zip_longest

from pipelines.extract.column import SourceColumn
from pipelines.extract.layout import Layout, Reader, side_by_side
from pipelines.extract.opening import Opening
from pipelines.extract.tools.eusurvey_format import unformatted_headers
from pipelines.extract.tools.eusurvey_header import (
    Metadata,
    Split,
    describe,
    find_metadata,
    find_splits,
)
from pipelines.extract.tools.eusurvey_rows import FIRST_ROW, SHEET_WIDTH, Rows
from pipelines.survey.models import Source

_ANONYMOUS = "Anonymous"
_SPLIT = (
    "the options of multiple choice questions are columns of Yes and No, and No also stands where "
    "the question was not answered or not shown: without a Yes beside it, it is read as unknown. "
    "An export with the options in one cell, or as XML, tells more"
)
_NO_METADATA = (
    "the export holds no metadata (contribution ID, creation date): rows whose cells have shifted "
    "can't be found. Export again with all of it"
)
_NO_IDS = "the survey is anonymous: no row says whose answer it is"
_SHORT_NAMES = (
    "exported with short names: options may stand in the cells with their short name in brackets. "
    "An export without short names compares better with other years"
)


def recognises(opening: Opening) -> bool:
    """By the three rows above the header, which are never translated."""
    if opening.container not in ("xlsx", "xls", "ods") or len(opening.rows) < FIRST_ROW - 1:
        return False
    alias, date, blank, header = (
        [cell.strip() for cell in row] for row in opening.rows[: FIRST_ROW - 1]
    )
    return (
        alias[:1] == ["Alias"]
        and date[:1] == ["Export Date"]
        and not any(blank)
        and not any((*alias[2:], *date[2:]))
        and any(header)
    )


def layout(opening: Opening, _source: Source) -> Layout:
    """The columns of the table, and how its rows are read."""
    sheets = tuple(_further_sheets(opening))
    parts = zip_longest(opening.rows, *map(opening.rows_of, sheets), fillvalue=())
    table = [side_by_side(part, SHEET_WIDTH) for part in parts][FIRST_ROW - 2 :]
    header = _trimmed(table[0])
    metadata = find_metadata(header)
    rows = [_as_wide(row, len(header)) for row in table[1:] if any(map(str.strip, row))]
    in_order = [row for row in rows if not metadata.misfit(row)]
    splits = find_splits(metadata.start, in_order, _unformatted(opening, 1 + len(sheets)))
    columns = describe(header, metadata, splits, loose_codes=opening.container == "ods")
    reading = Rows([column.header for column in columns], metadata, splits)
    return Layout(
        columns=columns,
        first_row=FIRST_ROW,
        proposes=_proposals(columns, splits, in_order),
        rows=reading.read,
        suspect=metadata.misfit,
        sheets=sheets,
        sheet_width=SHEET_WIDTH,
        warnings=tuple(_warnings(columns, metadata, splits, in_order)),
    )


def _further_sheets(opening: Opening) -> Iterator[str]:
    """The sheets in which the table goes on; the last of them may be empty."""
    if len(_trimmed(opening.rows[FIRST_ROW - 2])) < SHEET_WIDTH:
        return
    for number in range(1, len(opening.sheets)):
        if f"{opening.sheet}{number}" not in opening.sheets:
            return
        yield f"{opening.sheet}{number}"


def _unformatted(opening: Opening, sheets: int) -> frozenset[int] | None:
    if opening.container != "xlsx" or opening.sheet not in opening.sheets[:1]:
        return None  # the parts of the archive are known by their order alone
    return unformatted_headers(opening.file, FIRST_ROW - 1, sheets, SHEET_WIDTH)


def _trimmed(header: Sequence[str]) -> list[str]:
    """Without the empty cells at the end."""
    last = max((i for i, cell in enumerate(header, start=1) if cell.strip()), default=0)
    return list(header[:last])


def _as_wide(row: Sequence[str], width: int) -> list[str]:
    return [*row[:width], *[""] * (width - len(row))]


def _proposals(
    columns: Sequence[SourceColumn], splits: Sequence[Split], rows: Sequence[Sequence[str]]
) -> dict[str, object]:
    """What the conventions of the tool mean for the wave's file.

    An empty cell is a question left unanswered or not shown, which the questionnaire's routing
    tells. The columns of options are never empty; what their No stands for, they say themselves.
    """
    if splits:
        return {"blank": "no_answer", "ticked": ["Yes"], "unticked": []}
    return {"blank": "no_answer", "separator": _separator(columns, rows)}


def _separator(columns: Sequence[SourceColumn], rows: Sequence[Sequence[str]]) -> str:
    """What stands between options: `; ` or, in exports that ask the database directly, `;`.

    An option may hold either, so a column speaks for `;` only where a blank is missing once.
    """
    spaced = tight = False
    for position, column in enumerate(columns):
        cells = [row[position] for row in rows if ";" in row[position]]
        if column.use is None and cells:
            blanks = all(cell.count(";") == cell.count("; ") for cell in cells)
            spaced, tight = spaced or blanks, tight or not blanks
    return ";" if tight and not spaced else "; "


def _warnings(
    columns: Sequence[SourceColumn],
    metadata: Metadata,
    splits: Sequence[Split],
    rows: Sequence[Sequence[str]],
) -> Iterator[str]:
    if splits:
        yield _SPLIT
    if not metadata.meanings:
        yield _NO_METADATA
    personal = metadata.personal()
    if rows and personal and all(row[p] == _ANONYMOUS for row in rows for p in personal):
        yield _NO_IDS
    if any(column.code for column in columns):
        yield _SHORT_NAMES


READER = Reader(
    name="eusurvey",
    title="EUSurvey (XLSX, XLS, ODS)",
    recognises=recognises,
    layout=layout,
)
