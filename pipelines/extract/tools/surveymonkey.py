"""SurveyMonkey: two header rows, the question and below it the row of a grid or the option.

The question's text stands over the first column of its group only. A multi-select question
has a column per option, which holds the option's text where it was ticked and nothing
otherwise: not ticked, unanswered and skipped look alike.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from pipelines.extract.column import SourceColumn, Use
from pipelines.extract.layout import Layout, Reader
from pipelines.extract.opening import Opening
from pipelines.extract.source import clean_header
from pipelines.extract.tools.cells import filled, header_rows, seen, squash
from pipelines.survey.models import Source

FIRST_ROW = 3

ANSWER = (
    "Response",
    "Open-Ended Response",
    "Antwort",
    "Offene Antwort",
    "Beantwortung mit offenem Ende",
    "Réponse",
    "Réponse ouverte",
    "Respuesta",
    "Respuesta abierta",
    "Risposta",
    "Risposta aperta",
    "Resposta",
    "Resposta aberta",
    "Reactie",
    "Antwoord",
)
"""What stands below a question that has one column; no option."""

METADATA: dict[str, Use] = {
    "respondentid": "metadata",
    "collectorid": "metadata",
    "startdate": "metadata",
    "datecreated": "metadata",
    "enddate": "submitted_at",
    "datemodified": "submitted_at",
    "ipaddress": "personal",
    "emailaddress": "personal",
    "firstname": "personal",
    "lastname": "personal",
    "customdata": "personal",
    "custom": "personal",
}
"""The block before the first question, without spaces, underscores and numbers."""

OTHER = (
    "Other (please specify)",
    "Sonstiges (bitte angeben)",
    "Autre (veuillez préciser)",
    "Otro (especifique)",
    "Altro (specificare)",
    "Outro (especifique)",
    "Anders (geef nader aan)",
)
"""The text beside the options; the owner of a survey can give it another label."""

CONTACT = ("name", "company", "address", "citytown", "country", "emailaddress", "phonenumber")
PRIVATE = ("name", "address", "address2", "zippostalcode", "emailaddress", "phonenumber")
"""Parts of the ready-made question for contact details, and those that are personal."""

_FOOTNOTE = re.compile(r"(?<=[?:])[^\x00-\x7f]{1,3}$")
"""What is left of a footnote sign or a non-breaking space after a question mark."""


@dataclass(frozen=True)
class _Group:
    """The columns of one question."""

    question: str
    first: int
    labels: tuple[str, ...]


def recognises(opening: Opening) -> bool:
    """`Respondent ID` first, nothing below it, and a question or an answer's label somewhere."""
    top, below = header_rows(opening, 2)
    if len(top) < 2 or squash(top[0]) != "respondentid" or below[0]:
        return False
    labels = [label for text, label in zip(top, below, strict=True) if label in ANSWER or not text]
    return any(labels) or (_metadata(top) > 1 and not any(below))  # one column a question


def layout(opening: Opening, source: Source) -> Layout:  # noqa: ARG001
    """Columns by group; an option is told by cells that hold their own column's label."""
    top, below = header_rows(opening, 2)
    start = _metadata(top)
    columns = [SourceColumn(text, (text,), use=_use(text)) for text in top[:start]]
    for group in _groups(top, below, start):
        columns += _columns(group, opening)
    names = clean_header([column.header for column in columns], opening.shown)
    named = (
        replace(column, header=name, path=filled(column.path, name))
        for column, name in zip(columns, names, strict=True)
    )
    return Layout(
        tuple(named), first_row=FIRST_ROW, header_rows=(1, 2), proposes={"blank": "unknown"}
    )


def _use(text: str) -> Use | None:
    return METADATA.get(squash(text).rstrip("0123456789"))


def _metadata(top: Sequence[str]) -> int:
    """How many columns stand before the first question."""
    return next((i for i, text in enumerate(top) if _use(text) is None), len(top))


def _groups(top: Sequence[str], below: Sequence[str], start: int) -> list[_Group]:
    """Questions with their labels; a column without a question belongs to the one before."""
    firsts = [i for i in range(start, len(top)) if top[i] or i == start]
    return [
        _Group(top[first], first, tuple(below[first:end]))
        for first, end in pairwise([*firsts, len(top)])
    ]


def _columns(group: _Group, opening: Opening) -> list[SourceColumn]:
    question = _FOOTNOTE.sub("", group.question)
    held = [
        set(seen(opening, FIRST_ROW, group.first + offset)) for offset in range(len(group.labels))
    ]
    multi_select = any(cells == {label} for label, cells in zip(group.labels, held, strict=True))
    contact = sum(squash(label) in CONTACT for label in group.labels) > 2
    columns = []
    for label, cells in zip(group.labels, held, strict=True):
        part = "" if label in ANSWER else label
        text = label in OTHER or not cells <= {label}
        columns.append(
            SourceColumn(
                f"{group.question} [{part}]" if part else group.question,
                (question, part) if part else (question,),
                use="personal" if contact and squash(label) in PRIVATE else None,
                option=part if part and multi_select and not text else None,
            )
        )
    return columns


READER = Reader(name="surveymonkey", title="SurveyMonkey", recognises=recognises, layout=layout)
