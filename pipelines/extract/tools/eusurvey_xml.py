"""Reader of EUSurvey's XML export, the one that tells most: ids, languages, each option.

The file is read twice: for the form and for what the answers hold beyond it, such as
answers to questions deleted since; and for the rows. Row 2 is the first contribution.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from pipelines.errors import DataError, Problem
from pipelines.extract.layout import Layout, Reader
from pipelines.extract.opening import Opening
from pipelines.extract.source import Extracted, RawFile
from pipelines.extract.spool import clean_path, personal_columns, pseudonymised_columns, spool
from pipelines.extract.tools.eusurvey_form import Form, Key, cells
from pipelines.extract.tools.xml_events import MAX_TEXT, events
from pipelines.survey.models import Source

NAME = "eusurvey_xml"
_WHOLE = "a whole XML export of EUSurvey's results"


def recognises(opening: Opening) -> bool:
    """By the first elements."""
    if opening.container != "xml" or opening.facts.get("root", "Results") != "Results":
        return False
    with opening.file.open("rb") as stream:
        start = stream.read(4096)
    return b"<Results" in start and b"<Survey" in start


def read(raw: RawFile, source: Source, work: Path) -> Extracted:
    """Read an export.

    Raises:
        DataError: the file is broken, cut off, something else, or holds more than any survey.
    """
    form = _form(raw)
    layout = Layout(
        columns=form.columns(),
        proposes={"blank": "no_answer", "separator": "\n"},
        warnings=tuple(_warnings(form)),
    )
    return spool(
        raw,
        layout,
        _rows(raw, form),
        clean_path(raw, source, work),
        personal_columns(layout, source),
        reader=NAME,
        pseudonymised=pseudonymised_columns(layout, source),
    )


def _form(raw: RawFile) -> Form:
    form, results = Form(), False
    for event in events(raw, _WHOLE):
        results = results or event.path == ("Results", "Survey")
        form.take(event)
        if form.too_large():
            raise DataError(
                Problem(
                    raw.shown,
                    "more questions or options than any survey has",
                    _WHOLE,
                    "Export the answers again.",
                )
            )
    if not results or not form.questions:
        raise DataError(
            Problem(
                raw.shown,
                "XML without the questions of a survey",
                _WHOLE,
                "Export the answers again, or correct `format` in the wave's file.",
            )
        )
    return form


def _rows(raw: RawFile, form: Form) -> Iterator[list[str]]:
    attributes: Mapping[str, str] = {}
    answers: dict[Key, list[str]] = {}
    size = number = 0
    for event in events(raw, _WHOLE):
        if event.path[:3] != ("Results", "Answers", "AnswerSet"):
            continue
        if len(event.path) == 3 and event.start:
            attributes, answers, size, number = event.attributes, {}, 0, number + 1
        elif len(event.path) == 3:
            yield cells(form, attributes, answers)
        elif found := form.answer(event):
            key, text = found
            answers.setdefault(key, []).append(text)
            size += len(text) + 1
            if size > MAX_TEXT:
                raise DataError(
                    Problem(
                        f"{raw.shown}, contribution {number}",
                        f"more than {MAX_TEXT} characters",
                        _WHOLE,
                        "Export the answers again.",
                    )
                )


def _warnings(form: Form) -> Iterator[str]:
    if form.deleted_options:
        yield (
            f"answers name {len(form.deleted_options)} options that the form no longer has; "
            "they stand in their cells by id"
        )


READER = Reader(
    name=NAME,
    title="EUSurvey (XML)",
    recognises=recognises,
    read=read,
)
"""Its own reader, because no table of cells stands in the file."""
