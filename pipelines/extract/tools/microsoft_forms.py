"""Microsoft Forms: one header row, a block of metadata, then the questions' texts.

Several answers stand in one cell with `;` after every option, also the last. The second
question with one text gets a 2 at its end, the third a 3. ID is a row counter and names
nobody.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipelines.extract.column import SourceColumn, Use
from pipelines.extract.layout import Layout, Reader
from pipelines.extract.opening import Opening
from pipelines.extract.source import clean_header
from pipelines.extract.tools.cells import filled, header_rows
from pipelines.survey.models import Source

IDS = ("ID", "Id", "Identyfikator")

LABELS: tuple[tuple[str, str, str, str, str], ...] = (
    # start, completion, e-mail, name, last change
    ("Start time", "Completion time", "Email", "Name", "Last modified time"),
    ("Startzeit", "Fertigstellungszeit", "E-Mail", "Name", "Uhrzeit der letzten Änderung"),
    (
        "Heure de début",
        "Heure de fin",
        "Adresse de messagerie",
        "Nom",
        "Heure de la dernière modification",
    ),
    (
        "Hora de inicio",
        "Hora de finalización",
        "Correo electrónico",
        "Nombre",
        "Hora de la última modificación",
    ),
    (
        "Ora di inizio",
        "Ora di completamento",
        "Posta elettronica",
        "Nome",
        "Ora dell'ultima modifica",
    ),
    ("Hora de início", "Hora de conclusão", "Email", "Nome", "Hora da última modificação"),
    ("Begintijd", "Tijd van voltooien", "E-mail", "Naam", "Tijd van laatste wijziging"),
    (
        "Godzina rozpoczęcia",
        "Godzina ukończenia",
        "Adres e-mail",
        "Nazwa",
        "Czas ostatniej modyfikacji",
    ),
)
"""The metadata's names in the languages of the form's owner."""

LANGUAGE = ("Language", "Sprache", "Langue", "Idioma", "Lingua", "Taal", "Język")
QUIZ = (
    "Total points",
    "Quiz feedback",
    "Grade posted time",
    "Gesamtpunktzahl",
    "Total de pontos",
    "Comentários do teste",
    "Hora de postagem da nota",
)

_REPEATED = re.compile(r"(?P<text>.+?)(?P<copy>[2-9]|[1-9]\d)")
_MARKS = re.compile(r"[^\s–-]+ [–-] (?P<text>.+)")


def recognises(opening: Opening) -> bool:
    """ID, start and completion in one language, in this order."""
    (header,) = header_rows(opening, 1)
    return _labels(header) is not None


def layout(opening: Opening, source: Source) -> Layout:  # noqa: ARG001
    """Columns as the tool names them."""
    (header,) = header_rows(opening, 1)
    names = clean_header(header, opening.shown)
    uses = _metadata(header)
    columns = tuple(
        SourceColumn(
            name,
            filled([_without_copy(text, header[len(uses) :])], name),
            use=uses[position] if position < len(uses) else _of_quiz(text, header),
        )
        for position, (name, text) in enumerate(zip(names, header, strict=True))
    )
    # A blank is a question left unanswered; one passed over by branching looks the same, and
    # is told apart by the questionnaire's routing.
    return Layout(columns, first_row=2, proposes={"blank": "no_answer", "separator": ";"})


def _labels(header: Sequence[str]) -> tuple[str, str, str, str, str] | None:
    if len(header) < 4 or header[0] not in IDS:
        return None
    return next((labels for labels in LABELS if tuple(header[1:3]) == labels[:2]), None)


def _metadata(header: Sequence[str]) -> tuple[Use, ...]:
    """Uses of the block before the first question; a question may be called `Name`, too."""
    _, end, email, name, _ = labels = _labels(header) or LABELS[0]
    known: dict[str, Use] = {
        **dict.fromkeys((*IDS, *labels, *QUIZ), "metadata"),
        **dict.fromkeys(LANGUAGE, "language"),
        end: "submitted_at",
        email: "personal",
        name: "personal",
    }
    uses: list[Use] = []
    for text in header:
        if text not in known or text in header[: len(uses)]:
            break
        uses.append(known[text])
    return tuple(uses)


def _without_copy(text: str, questions: Sequence[str]) -> str:
    """The question's own text: `Why?2` is the second `Why?`, but `Phase 2` is `Phase 2`."""
    match = _REPEATED.fullmatch(text)
    if not match or match["text"].endswith(" "):
        return text
    copies = [match["text"], *(f"{match['text']}{n}" for n in range(2, int(match["copy"])))]
    return match["text"] if all(copy in questions for copy in copies) else text


def _of_quiz(text: str, header: Sequence[str]) -> Use | None:
    """A quiz has columns `Points - Question` and `Feedback - Question` beside the question."""
    match = _MARKS.fullmatch(text)
    return "ignored" if match and match["text"] in header else None


READER = Reader(
    name="microsoft_forms", title="Microsoft Forms", recognises=recognises, layout=layout
)
