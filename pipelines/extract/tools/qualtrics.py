"""Qualtrics: a row of export tags, a row of texts, and since 2017 a row of import ids.

A cell of the third row is `{"ImportId":"QID1"}`. The import id stays with a question; its
tag can be changed by anyone. Older exports have two header rows and call the metadata V1,
V2, …; there the tag is all there is.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace

from pipelines.extract.column import SourceColumn, Use
from pipelines.extract.layout import Layout, Reader
from pipelines.extract.opening import Opening
from pipelines.extract.source import clean_header
from pipelines.extract.tools.cells import filled, first_cells, header_rows, seen, squash
from pipelines.survey.models import Source

METADATA: dict[str, Use] = {
    "startdate": "metadata",
    "enddate": "submitted_at",
    "recordeddate": "metadata",
    "status": "metadata",
    "progress": "metadata",
    "finished": "metadata",
    "duration": "metadata",
    "recordid": "metadata",
    "responseid": "metadata",
    "responseset": "metadata",
    "distributionchannel": "metadata",
    "userlanguage": "language",
    "ipaddress": "personal",
    "recipientlastname": "personal",
    "recipientfirstname": "personal",
    "recipientemail": "personal",
    "name": "personal",
    "emailaddress": "personal",
    "externaldatareference": "personal",
    "locationlatitude": "personal",
    "locationlongitude": "personal",
    "locationaccuracy": "personal",
}
"""Import ids, or texts of old exports, that stand for no question; all but letters left out."""

SELECTED = "Selected Choice"
"""Stands between the question and the option where an option takes a text."""

SEEN_BLANK = "-99"
"""What an export may write for a question that was seen and left unanswered."""

_QUESTION = re.compile(r"(?P<base>(?:\w+?_)?QID\d+)(?P<rest>.*)")
_TAG = re.compile(r"(?P<base>[^_]+)(?P<rest>(?:_\w+)?)")
_MACHINE = re.compile(
    r".*_(DO|DO_.*|FIRST_CLICK|LAST_CLICK|PAGE_SUBMIT|CLICK_COUNT|BROWSER|VERSION|OS|RESOLUTION)"
)
"""Display order, timers and what the browser said of itself."""
_OLD = re.compile(r"V\d+|Location\w+")


@dataclass(frozen=True)
class _Head:
    """A column's header; `base` is the same for the columns of one question."""

    position: int
    tag: str
    text: str
    code: str
    base: str
    rest: str = ""
    choice: str = ""
    use: Use | None = None


def recognises(opening: Opening) -> bool:
    """A third row of import ids, or the old names of the metadata in the second."""
    tags, texts, ids = header_rows(opening, 3)
    if tags and _import_ids(ids):
        return True
    return tags[:1] == ("V1",) and {"ResponseID", "ResponseSet"} <= set(texts)


def layout(opening: Opening, source: Source) -> Layout:  # noqa: ARG001
    """Columns with their question's text, and the row or option that follows it."""
    tags, texts, ids = header_rows(opening, 3)
    modern = _import_ids(ids)
    first_row = 4 if modern else 3
    if modern:
        heads = [_modern(i, *cells) for i, cells in enumerate(zip(tags, texts, ids, strict=True))]
    else:
        tags, texts = header_rows(opening, 2)
        heads = [_legacy(i, *cells) for i, cells in enumerate(zip(tags, texts, strict=True))]
    names = clean_header(tags, opening.shown)
    columns = {
        column_no: replace(
            column, header=names[column_no], path=filled(column.path, names[column_no])
        )
        for group in _groups(heads)
        for column_no, column in _columns(group, opening, first_row, " - " if modern else "-")
    }
    ordered = tuple(columns[position] for position in range(len(heads)))
    # Blank: left unanswered or never shown, and for split questions also not ticked.
    proposes: dict[str, object] = {"blank": "unknown", "separator": ","}
    answers = [i for i, column in enumerate(ordered) if column.use is None]
    if any(SEEN_BLANK in seen(opening, first_row, i) for i in answers):
        proposes["missing"] = {SEEN_BLANK: "no_answer"}
    heading = tuple(range(1, first_row))
    return Layout(ordered, first_row=first_row, header_rows=heading, proposes=proposes)


def _import_ids(cells: Sequence[str]) -> bool:
    filled = [cell for cell in cells if cell]
    return bool(filled) and all(_import_id(cell) for cell in filled)


def _import_id(cell: str) -> dict[str, str]:
    """The JSON of a cell of the third row; empty where it is none."""
    if not cell.startswith("{"):
        return {}
    try:
        value = json.loads(cell)
    except (ValueError, RecursionError):
        return {}
    return {key: str(text) for key, text in value.items()} if value.get("ImportId") else {}


def _modern(position: int, tag: str, text: str, cell: str) -> _Head:
    value = _import_id(cell)
    code = value.get("ImportId", "")
    choice = value.get("choiceId", "")
    match = _QUESTION.fullmatch(code)
    if _MACHINE.fullmatch(code):
        return _Head(position, tag, text, code, f"{code} {choice}", use="ignored")
    if match:
        base, rest = match["base"], match["rest"]
        return _Head(
            position, tag, text, f"{code}_{choice}" if choice else code, base, rest, choice
        )
    return _Head(position, tag, text, code, code or tag, use=METADATA.get(squash(code)))


def _legacy(position: int, tag: str, text: str) -> _Head:
    if _OLD.fullmatch(tag):
        return _Head(position, tag, text, tag, tag, use=METADATA.get(squash(text)))
    match = _TAG.fullmatch(tag)
    base, rest = (match["base"], match["rest"]) if match else (tag, "")
    return _Head(position, tag, text, tag, base, rest)


def _groups(heads: Sequence[_Head]) -> list[list[_Head]]:
    groups: dict[str, list[_Head]] = defaultdict(list)
    for head in heads:
        groups[head.base].append(head)
    return list(groups.values())


def _columns(
    group: list[_Head], opening: Opening, first_row: int, dash: str
) -> list[tuple[int, SourceColumn]]:
    question, parts = _common([head.text for head in group], dash)
    paths = [_path(question, part, head, dash) for part, head in zip(parts, group, strict=True)]
    multi_select = _multi_select(group, paths, opening, first_row)
    return [
        (
            head.position,
            SourceColumn(
                head.tag,
                path,
                code=head.code or None,
                use=head.use,
                option=path[-1] if multi_select and len(path) > 1 and not _text(head) else None,
            ),
        )
        for head, path in zip(group, paths, strict=True)
    ]


def _common(texts: list[str], dash: str) -> tuple[str, list[list[str]]]:
    """The question, which all texts begin with, and what each says besides."""
    pieces = [text.split(dash) for text in texts]
    shared = 0
    if len(texts) > 1:
        most = min(len(parts) for parts in pieces) - 1
        while shared < most and len({parts[shared] for parts in pieces}) == 1:
            shared += 1
    if shared == 0:
        return "", pieces
    return dash.join(pieces[0][:shared]), [parts[shared:] for parts in pieces]


def _path(question: str, pieces: list[str], head: _Head, dash: str) -> tuple[str, ...]:
    """Question, row and option; a dash inside one of them is left alone."""
    kept = [piece for piece in pieces if piece.strip() != SELECTED]
    if not question:
        return (dash.join(kept),)
    if len(kept) == 2 and re.fullmatch(r"_\d+_\d+", head.rest):
        return (question, *kept)
    return (question, dash.join(kept)) if kept else (question,)


def _multi_select(
    group: list[_Head], paths: list[tuple[str, ...]], opening: Opening, first_row: int
) -> bool:
    """Whether the columns are options: the tool says so, or cells hold only their own option."""
    chosen = [(head, path) for head, path in zip(group, paths, strict=True) if not _text(head)]
    if len(chosen) < 2:
        return any(head.choice for head, _ in chosen)
    if all(head.choice for head, _ in chosen):
        return True
    ticks = [(path[-1], first_cells(opening, first_row, head.position)) for head, path in chosen]
    held = {cell for _, cells in ticks for cell in cells}
    fits = all(set(cells) <= {"", "1", option} for option, cells in ticks)
    return fits and "" in held and len(held) > 1


def _text(head: _Head) -> bool:
    return head.rest.endswith("_TEXT")


READER = Reader(name="qualtrics", title="Qualtrics", recognises=recognises, layout=layout)
