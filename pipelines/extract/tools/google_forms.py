"""Google Forms: one header row of question texts, the first column a time stamp.

A grid gives a column for each of its rows, `Question [Row]`. Several answers stand in one
cell, joined by `;` (downloaded from the form) or `, ` (from its spreadsheet). Two questions
may have one text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from pipelines.extract.column import SourceColumn, Use
from pipelines.extract.layout import Layout, Reader
from pipelines.extract.opening import Opening
from pipelines.extract.source import clean_header
from pipelines.extract.tools.cells import filled, first_cells, header_rows, in_brackets, seen
from pipelines.survey.models import Source

TIMESTAMP = (
    "Timestamp",
    "Zeitstempel",
    "Horodateur",
    "Marca temporal",
    "Marca de temps",
    "Informazioni cronologiche",
    "Carimbo de data/hora",
    "Carimbo de data hora",
    "Tijdstempel",
    "Sygnatura czasowa",
    "Tidsstämpel",
    "Tidsstempel",
    "Tidsmerke",
    "Aikaleima",
    "Časová značka",
    "Időbélyeg",
    "Marcaj de timp",
    "Χρονική σήμανση",
    "Отметка времени",
    "Позначка часу",
    "Zaman damgası",
    "タイムスタンプ",
)
"""The first column's name in the languages of the form's owner."""

EMAIL = (
    "Email Address",
    "Email address",
    "Username",
    "E-Mail-Adresse",
    "Nutzername",
    "Adresse e-mail",
    "Nom d'utilisateur",
    "Dirección de correo electrónico",
    "Nombre de usuario",
    "Indirizzo email",
    "Nome utente",
    "Endereço de e-mail",
    "Nome de usuário",
    "E-mailadres",
    "Gebruikersnaam",
    "Adres e-mail",
)
"""The address that a form collects by itself; the second name of each pair is an older one."""

SCORE = re.compile(r"\d+(\.\d+)? / \d+(\.\d+)?")
"""The points of a quiz."""

_LONGEST = 60
_TIME = re.compile(r"\d+[/.-]\s?\d+[/.-]\s?\d+\D.*\d+[:.]\d\d")


def recognises(opening: Opening) -> bool:
    """A first column with the tool's name for it, that holds times and nothing else."""
    (header,) = header_rows(opening, 1)
    if len(header) < 2 or header[0] not in TIMESTAMP:
        return False
    return all(_TIME.match(cell[:_LONGEST]) for cell in first_cells(opening, 2, 0))


def layout(opening: Opening, source: Source) -> Layout:  # noqa: ARG001
    """Columns as the tool names them."""
    (header,) = header_rows(opening, 1)
    names = clean_header(header, opening.shown)
    columns = tuple(
        SourceColumn(name, filled(path, name), use=_use(opening, header, position))
        for position, (name, path) in enumerate(zip(names, in_brackets(header), strict=True))
    )
    # A blank is a question left unanswered; questions in sections that were passed over look
    # the same, and are told apart by the questionnaire's routing.
    proposes: dict[str, object] = {"blank": "no_answer"}
    answers = [i for i, column in enumerate(columns) if column.use is None]
    if separator := _separator([seen(opening, 2, i) for i in answers]):
        proposes["separator"] = separator
    return Layout(columns, first_row=2, proposes=proposes)


def _use(opening: Opening, header: tuple[str, ...], position: int) -> Use | None:
    if position == 0:
        return "submitted_at"
    if header[position] in EMAIL:
        return "personal"
    cells = seen(opening, 2, position)
    return "metadata" if cells and all(SCORE.fullmatch(cell) for cell in cells) else None


def _separator(columns: Iterable[tuple[str, ...]]) -> str | None:
    """The text between options, if the first rows show any; `;` where both are as likely."""
    columns = list(columns)
    votes = {mark: sum(_joined(cells, mark) for cells in columns) for mark in (";", ", ")}
    best = max(votes, key=lambda mark: votes[mark])
    return best if votes[best] else None


def _joined(cells: tuple[str, ...], mark: str) -> bool:
    """Options come back in other company; a comma in a sentence doesn't."""
    lists = [tuple(cell.split(mark)) for cell in dict.fromkeys(cells)]
    several = [options for options in lists if len(options) > 1]
    pieces = [piece for options in lists for piece in options]
    return len(several) > 0 and len(set(pieces)) < len(pieces)


READER = Reader(name="google_forms", title="Google Forms", recognises=recognises, layout=layout)
