"""Microsoft Forms: the block of metadata in several languages, repeated questions, quizzes."""

from __future__ import annotations

import pytest

from pipelines.extract.tools.microsoft_forms import READER
from tests.extract.tools.openings import laid_out, shared_table, table, uses


def test_the_sample_reads_into_its_columns() -> None:
    layout = laid_out(READER, shared_table("samples/microsoft_forms/resources.csv"))
    assert uses(layout) == {
        "ID": "metadata",
        "Start time": "metadata",
        "Completion time": "submitted_at",
        "Email": "personal",
        "Name": "personal",
    }
    assert [c.path[0][:13] for c in layout.columns[5:]] == [
        "What is the n",
        "Link to resou",
        "What type of ",
        "How would you",
    ]
    assert layout.proposes == {"blank": "no_answer", "separator": ";"}


@pytest.mark.parametrize(
    "header",
    [
        "Id;Begintijd;Tijd van voltooien;E-mail;Naam;Tijd van laatste wijziging;Waarom?",
        "ID;Heure\xa0de début;Heure de fin;Adresse de messagerie;Nom;Langue;Pourquoi ?",
        "Id;Hora de inicio;Hora de finalización;Correo electrónico;Nombre;Idioma;¿Por qué?",
    ],
)
def test_the_block_is_known_in_several_languages(header: str) -> None:
    layout = laid_out(READER, table(f"{header}\n", ";"))
    assert [c.use for c in layout.columns[:5]] == [
        "metadata",
        "metadata",
        "submitted_at",
        "personal",
        "personal",
    ]
    assert layout.columns[5].use in ("metadata", "language")
    assert layout.columns[6].use is None


def test_a_form_may_collect_no_names_and_ask_for_one() -> None:
    layout = laid_out(READER, table("ID,Start time,Completion time,City,Name\n"))
    assert [c.use for c in layout.columns[3:]] == [None, None]


def test_repeated_questions_lose_their_digit_in_the_path() -> None:
    header = "ID,Start time,Completion time,Why?,Why?2,Why?3,Phase 1,Phase 2,Year2,How?3,How?"
    layout = laid_out(READER, table(f"{header}\n"))
    assert [c.path[0] for c in layout.columns[3:]] == [
        *("Why?", "Why?", "Why?"),
        *("Phase 1", "Phase 2", "Year2", "How?3", "How?"),
    ]
    assert len({c.header for c in layout.columns}) == len(layout.columns)


def test_points_and_feedback_of_a_quiz_are_no_answers() -> None:
    layout = laid_out(
        READER,
        table(
            "ID,Start time,Completion time,Total points,Quiz feedback,Q,Points - Q,Feedback - Q\n"
        ),
    )
    assert [c.use for c in layout.columns[3:]] == [
        *("metadata", "metadata", None, "ignored", "ignored")
    ]
