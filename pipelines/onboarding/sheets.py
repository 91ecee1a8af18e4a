"""Which sheets of a received workbook hold answers: told where it is plain, else asked.

A workbook may hold a cover, a codebook, or the answers of a second form besides. None of
them is read as answers because it comes first, and none is left out without a word.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from pipelines.errors import DataError, Problem
from pipelines.extract import PLAIN, raw_file, reader_for
from pipelines.extract.layout import Reader
from pipelines.extract.opening import Opening
from pipelines.extract.signature import container_of
from pipelines.extract.table import WORKBOOKS, opened
from pipelines.survey.folder import SurveyFolder
from pipelines.survey.models import Source

_NAMED = 4
"""Columns of a sheet that are named to a person who chooses."""


def sources_of(
    folder: SurveyFolder, wave: str, file: Source, chosen: Sequence[str]
) -> tuple[list[Source], list[str]]:
    """The sources that a received file is: one, or one for each chosen sheet of a workbook.

    Args:
        folder: the survey.
        wave: id of the new wave.
        file: the file below data/raw/<wave>/, and where its header stands.
        chosen: names of sheets, of this file or of others.

    Returns:
        The sources, and what a person should know.

    Raises:
        DataError: the file can't be read, or which sheet holds the answers is for a person to say.
    """
    raw = raw_file(folder, wave, file)
    if container_of(raw.file)[0] not in WORKBOOKS:
        return [file], []
    with opened(raw, file) as table:
        opening = table.opening
        named = [sheet for sheet in dict.fromkeys(chosen) if sheet in opening.sheets]
        if named:
            return [file.model_copy(update={"sheet": sheet}) for sheet in named], []
        reader = reader_for(opening, file)
        others = list(_others(opening, reader, file))
        tables = [each for each in others if _holds_answers(each, reader)]
        if not tables and (not others or _is_table(opening)):
            return [file], [_left_out(each) for each in others]
    raise DataError(_which(wave, opening, [*([opening] if _is_table(opening) else []), *tables]))


def unknown(chosen: Sequence[str], sources: Sequence[Source]) -> list[Problem]:
    """A problem for each chosen sheet that none of the files has."""
    return [
        Problem("--sheet-name", f"no sheet {name!r}", "the name of a sheet of one of the files")
        for name in dict.fromkeys(chosen)
        if name not in {source.sheet for source in sources}
    ]


def _others(opening: Opening, reader: Reader, file: Source) -> Iterator[Opening]:
    """The sheets besides the first one and those in which its table goes on."""
    if len(opening.sheets) < 2:
        return
    read = (opening.sheets[0], *(reader.layout(opening, file).sheets if reader.layout else ()))
    for sheet in opening.sheets:
        if sheet not in read:
            yield replace(opening, rows=opening.rows_of(sheet), sheet=sheet)


def _holds_answers(sheet: Opening, first: Reader) -> bool:
    """Whether a further sheet may be a wave's answers: as the tool writes them, or any table."""
    return _is_table(sheet) if first in PLAIN else first.recognises(sheet)


def _is_table(sheet: Opening) -> bool:
    """Whether at least two rows have at least two cells: a header and what stands under it."""
    return sum(len(_cells(row)) > 1 for row in sheet.rows) > 1


def _cells(row: Sequence[str]) -> list[str]:
    return [" ".join(cell.split()) for cell in row if cell.strip()]


def _left_out(sheet: Opening) -> str:
    return (
        f"the sheet {sheet.sheet!r} is not read, as it holds no table like the first one; "
        f"if it holds answers, begin anew with --sheet-name {sheet.sheet!r}"
    )


def _which(wave: str, opening: Opening, sheets: Sequence[Opening]) -> Problem:
    of = f"{len(opening.sheets)} sheets with cells, of which these may hold answers: "
    told = [f"{each.sheet!r} ({_columns(each)})" for each in sheets]
    return Problem(
        opening.shown,
        of + "; ".join(told),
        "the sheets with the answers, by name; a codebook or an evaluation is none of them",
        f"Say which: waves add {wave} FILE --sheet-name {sheets[0].sheet!r}, and --sheet-name "
        "again for another one that holds answers of the wave too",
    )


def _columns(sheet: Opening) -> str:
    """The columns of a sheet by its first row of more than one cell."""
    names = next((cells for row in sheet.rows if len(cells := _cells(row)) > 1), [])
    more = ", …" if len(names) > _NAMED else ""
    return f"{len(names)} columns: {', '.join(names[:_NAMED])}{more}"
