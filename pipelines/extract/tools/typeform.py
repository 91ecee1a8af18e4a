"""Exports of Typeform: `#` first, then the questions, hidden fields and the tool's columns.

A multi-select is one cell, ` / A / B`, or one column for each option that holds the
option's text. In the second form the file tells neither which question an option
belongs to nor whether a blank is an option not ticked or a question not answered.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence

from pipelines.extract.column import SourceColumn, Use
from pipelines.extract.layout import Layout, Reader
from pipelines.extract.opening import Opening
from pipelines.extract.source import clean_header
from pipelines.extract.tools.cells import header_rows
from pipelines.survey.models import Source

_SEPARATOR = " / "
_SUBMITTED, _STARTED = "Submit Date (UTC)", "Start Date (UTC)"
_USES: dict[str, Use] = {
    "#": "metadata",
    "Response Type": "metadata",
    _STARTED: "metadata",
    "Stage Date (UTC)": "metadata",
    _SUBMITTED: "submitted_at",
    "Network ID": "personal",
    "Tags": "metadata",
    "Ending": "metadata",
    # the headers that the tool gives its block of contact details
    "First name": "personal",
    "Last name": "personal",
    "Phone number": "personal",
    "Email": "personal",
}
_TAIL = ("Response Type", _STARTED, "Stage Date (UTC)", _SUBMITTED)
_HIDDEN = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")


def recognises(opening: Opening) -> bool:
    """By the first column and the two dates."""
    if opening.container not in ("text", "xlsx") or not opening.rows:
        return False
    header = [cell.strip() for cell in opening.rows[0]]
    return header[:1] == ["#"] and _SUBMITTED in header and _STARTED in header


def layout(opening: Opening, _source: Source) -> Layout:
    """One header row; what the columns are shows in the rows below it."""
    (words,) = header_rows(opening, 1)
    header = clean_header(words, opening.shown)
    cells = [_cells(opening, position) for position in range(len(words))]
    options = {at for at, name in enumerate(words) if _is_option(name, cells[at])}
    hidden = _hidden_fields(words)
    proposes: dict[str, object] = {"blank": "unknown" if options else "no_answer"}
    if any(text.startswith(_SEPARATOR) for texts in cells for text in texts):
        proposes["separator"] = _SEPARATOR
    return Layout(
        columns=tuple(
            SourceColumn(
                header=header[at],
                path=(name,),
                use="personal" if at in hidden else _USES.get(name),
                option=name if at in options else None,
            )
            for at, name in enumerate(words)
        ),
        proposes=proposes,
        warnings=(*_about_options(options), *_about_hidden([words[at] for at in hidden])),
    )


def _cells(opening: Opening, position: int) -> list[str]:
    """What a column holds in the opening, without blanks."""
    rows = (row for row in opening.rows[1:] if position < len(row))
    return [row[position] for row in rows if row[position].strip()]


def _is_option(name: str, texts: Sequence[str]) -> bool:
    """Whether the column holds its own header, or nothing."""
    return bool(texts) and name not in _USES and {" ".join(t.split()) for t in texts} == {name}


def _hidden_fields(words: Sequence[str]) -> range:
    """Positions of names such as utm_source between the questions and the tool's columns.

    They come from the link that somebody was sent, and often name the person. Where every
    question has such a name, the file tells nothing of hidden fields.
    """
    end = min(words.index(name) for name in _TAIL if name in words)
    start = end
    while start > 1 and _HIDDEN.fullmatch(words[start - 1]):
        start -= 1
    return range(start if start > 1 else end, end)


def _about_options(options: Collection[int]) -> Iterator[str]:
    if options:
        yield (
            "an export with one column for each option: the file does not tell which question "
            "an option belongs to, nor a blank for 'not ticked' from one for 'not answered'"
        )


def _about_hidden(names: Sequence[str]) -> Iterator[str]:
    if names:
        yield (
            "taken for hidden fields, which may hold personal data, and dropped: "
            + ", ".join(names)
        )


READER = Reader(name="typeform", title="Typeform", recognises=recognises, layout=layout)
