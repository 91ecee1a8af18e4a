"""LimeSurvey: one header row, in the style and with the answers that the exporter chose.

Headers are codes (`Q1[SQ001]`, or `Q1_SQ001` for the expression manager), full texts
(`Question [sub-question]`) or both (`Q1[SQ001]. Question [sub-question]`). Answers are codes
or full texts. A multi-select question has a column per option: `Y` or nothing among codes;
`Yes`, `No` (not ticked) or `N/A` (not shown) among full answers.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from pipelines.extract.column import SourceColumn, Use
from pipelines.extract.layout import Layout, Reader
from pipelines.extract.opening import Opening
from pipelines.extract.source import clean_header
from pipelines.extract.tools.cells import filled, first_cells, header_rows, in_brackets, seen
from pipelines.survey.models import Source

_NO_DATE: Mapping[str | None, Mapping[str, str]] = {
    "submitted_at": {"1980-01-01 00:00:00": "unknown"}
}
"""In every row of a survey that doesn't date-stamp its answers."""

METADATA: tuple[tuple[str, Use, tuple[str, ...]], ...] = (
    # code, use, the texts of full headers
    ("id", "metadata", ("Response ID", "Antwort ID", "ID de la réponse", "ID de respuesta")),
    (
        "submitdate",
        "submitted_at",
        ("Date submitted", "Datum Abgeschickt", "Date de soumission", "Fecha de envío"),
    ),
    ("lastpage", "metadata", ("Last page", "Letzte Seite", "Dernière page", "Última página")),
    (
        "startlanguage",
        "language",
        ("Start language", "Start-Sprache", "Langue de départ", "Lenguaje inicial"),
    ),
    ("seed", "ignored", ("Seed", "Zufallsstartwert", "Tête de série", "Semilla")),
    (
        "startdate",
        "metadata",
        ("Date started", "Datum gestartet", "Date de lancement", "Fecha de inicio"),
    ),
    (
        "datestamp",
        "metadata",
        (
            "Date last action",
            "Datum letzte Aktivität",
            "Date de la dernière action",
            "Fecha de la última acción",
        ),
    ),
    ("ipaddr", "personal", ("IP address", "IP-Adresse", "Adresse IP", "Dirección IP")),
    ("refurl", "personal", ("Referrer URL",)),
    (
        "token",
        "personal",
        ("Access code", "Token", "Zugangscode", "Zugangsschlüssel", "Code d'accès"),
    ),
    ("firstname", "personal", ("First name", "Vorname", "Prénom")),
    ("lastname", "personal", ("Last name", "Nachname", "Nom de famille")),
    ("email", "personal", ("Email address", "E-Mail-Adresse", "Adresse de courriel")),
    ("emailstatus", "ignored", ("Email status",)),
    ("remindersent", "ignored", ()),
    ("remindercount", "ignored", ()),
    ("usesleft", "ignored", ()),
    ("mpid", "ignored", ()),
)

YES_NO = (("Yes", "No"), ("Ja", "Nein"), ("Oui", "Non"), ("Sí", "No"), ("Sì", "No"), ("Ja", "Nee"))
"""Ticked and not ticked among full answers, in the languages of the exporter."""
NOT_SHOWN = "N/A"
GENDER = ("Male", "Female")
OTHER = ("other", "comment", "Other", "Comment", "Sonstiges", "Kommentar", "Autre", "Otro")
"""The parts of a multi-select question that hold text."""

_CODE = re.compile(r"[A-Za-z][A-Za-z0-9]*(_[A-Za-z0-9]+)*(\[[^\[\]]*\])*")
_SUB_QUESTION = re.compile(r"[A-Za-z][A-Za-z0-9]*(\[[A-Za-z][A-Za-z0-9_]*\])+")
_BOTH = re.compile(rf"(?P<code>{_CODE.pattern})\.( (?P<text>.+))?")
_ATTRIBUTE = re.compile(r"attribute_\d+", re.IGNORECASE)
_BASE = re.compile(r"[\[_]")
_COMMENT = re.compile(r"[A-Za-z0-9]+comment")
_TIMING = re.compile(r"interviewtime|Total time|groupTime\d+|(Group|Question) time: .*")

_USES = {name: (code, use) for code, use, texts in METADATA for name in (code, *texts)}


class _Head(NamedTuple):
    """A column's header, as far as its style tells it."""

    code: str
    text: str


def recognises(opening: Opening) -> bool:
    """Two of the columns that no other tool names so, or codes with codes in brackets."""
    (header,) = header_rows(opening, 1)
    heads = _heads(header)
    codes = {_metadata(head)[0] for head in heads}
    if len(codes & {"submitdate", "lastpage", "startlanguage"}) > 1:
        return True
    return sum(bool(_SUB_QUESTION.fullmatch(head.code)) for head in heads) > 1


def layout(opening: Opening, source: Source) -> Layout:  # noqa: ARG001
    """Columns by question; options are told by what the first rows hold."""
    (header,) = header_rows(opening, 1)
    heads = _heads(header)
    paths, uses = _paths(heads), _uses(heads)
    ticks = _multi_selects(opening, uses, paths)
    columns = tuple(
        SourceColumn(
            name,
            filled(paths[i], name),
            code=_one_form(heads[i].code) or None,
            use=uses[i],
            option=_option(paths[i]) if paths[i][0] in ticks else None,
            missing=_NO_DATE.get(uses[i], {}) if uses[i] else _missing(opening, i, paths[i]),
        )
        for i, name in enumerate(clean_header(header, opening.shown))
    )
    said = {word for words in ticks.values() for word in words}
    return Layout(columns, first_row=2, proposes=_proposes(said))


def _proposes(said: set[str]) -> dict[str, object]:
    """A blank can mean anything; among full answers, options say whether they were shown."""
    proposes: dict[str, object] = {"blank": "unknown"}
    if said - {"Y", ""}:
        proposes["missing"] = {NOT_SHOWN: "routed_out"}
    for yes, no in YES_NO:
        if {yes, no} <= said:
            return proposes | {"ticked": [yes], "unticked": [no]}
    return proposes


def _heads(header: Sequence[str]) -> list[_Head]:
    both = [_BOTH.fullmatch(cell) for cell in header]
    if all(both):
        return [_Head(match["code"], match["text"] or "") for match in both if match]
    if all(_CODE.fullmatch(cell) for cell in header if cell):
        return [_Head(cell, "") for cell in header]
    return [_Head("", cell) for cell in header]


def _metadata(head: _Head) -> tuple[str, Use | None]:
    """Code and use of a column that is no question; an option writes spaces as underscores."""
    name = head.code or head.text
    return _USES[name] if name in _USES else _USES.get(name.replace("_", " "), ("", None))


def _uses(heads: Sequence[_Head]) -> list[Use | None]:
    names = [head.code or head.text for head in heads]
    timed: set[str] = set()
    if any(_TIMING.fullmatch(name) for name in names):
        timed = {f"{_BASE.split(name, maxsplit=1)[0]}Time" for name in names}
    return [_use(head, timed) for head in heads]


def _use(head: _Head, timed: set[str]) -> Use | None:
    name = head.code or head.text
    if _ATTRIBUTE.fullmatch(name):
        return "personal"  # the programme's own fields of an invited person
    if _TIMING.fullmatch(name) or name in timed:
        return "ignored"
    return _metadata(head)[1]


def _one_form(code: str) -> str:
    """`Q1[SQ001]` and `Q1_SQ001` are one column."""
    return code.replace("][", "_").replace("[", "_").replace("]", "")


def _paths(heads: Sequence[_Head]) -> list[tuple[str, ...]]:
    """Question and sub-question, as texts where the header has texts."""
    if any(head.text for head in heads):
        return list(in_brackets([head.text or head.code for head in heads]))
    return [tuple(_one_form(head.code).split("_", 1)) for head in heads]


def _multi_selects(
    opening: Opening, uses: Sequence[Use | None], paths: Sequence[tuple[str, ...]]
) -> Mapping[str, set[str]]:
    """Questions with a column per option, and the words that their cells hold."""
    groups: dict[str, set[str]] = defaultdict(set)
    for i, (use, path) in enumerate(zip(uses, paths, strict=True)):
        if use is None and _option(path):
            groups[path[0]].update(first_cells(opening, 2, i))
    return {question: held for question, held in groups.items() if _ticks(held)}


def _ticks(held: set[str]) -> bool:
    """`Y` or nothing among codes; a pair of words among full answers, which leave no blank."""
    if "Y" in held:
        return held <= {"Y", ""}
    return any(held & set(pair) and held <= {*pair, NOT_SHOWN} for pair in YES_NO)


def _option(path: tuple[str, ...]) -> str | None:
    """The option that a column of a multi-select question stands for, if it is none of text."""
    if len(path) != 2 or path[1] in OTHER or _COMMENT.fullmatch(path[1]):
        return None
    return path[1]


def _missing(opening: Opening, position: int, path: tuple[str, ...]) -> dict[str, str]:
    """Questions for yes or no and for gender write N/A for unanswered, too: it tells nothing."""
    cells = set(seen(opening, 2, position))
    words = {NOT_SHOWN, *GENDER, *(word for pair in YES_NO for word in pair)}
    return {NOT_SHOWN: "unknown"} if len(path) == 1 and cells and cells <= words else {}


READER = Reader(name="limesurvey", title="LimeSurvey", recognises=recognises, layout=layout)
