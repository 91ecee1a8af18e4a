"""LimeSurvey: header styles, code and full-answer exports."""

from __future__ import annotations

import pytest

from pipelines.extract.layout import Layout
from pipelines.extract.tools.limesurvey import READER
from tests.extract.tools.openings import column, laid_out, options, shared_table, table, uses


def read(header: str, *rows: str) -> Layout:
    """The layout of an export after its first columns in codes."""
    lines = [f"id;submitdate;lastpage;startlanguage;{header}"]
    lines += [f"{i};2020-01-01 10:00:00;3;en;{row}" for i, row in enumerate(rows)]
    return laid_out(READER, table("\r\n".join([*lines, "", ""]), ";"))


def test_the_sample_reads_into_codes() -> None:
    layout = laid_out(READER, shared_table("samples/limesurvey/code_export_fragment.csv"))
    assert uses(layout) == {
        "id": "metadata",
        "submitdate": "submitted_at",
        "lastpage": "metadata",
        "startlanguage": "language",
        "seed": "ignored",
    }
    assert [(c.code, c.path) for c in layout.columns[5:]] == [
        ("AgeGroup", ("AgeGroup",)),
        ("Gender", ("Gender",)),
        ("q1_vis1", ("q1", "vis1")),
        ("q1_vis2", ("q1", "vis2")),
    ]
    assert options(layout) == {}  # an array: the cells hold 7 and 2


@pytest.mark.parametrize(
    ("header", "code", "path"),
    [
        ("Q1[SQ001]", "Q1_SQ001", ("Q1", "SQ001")),
        ("Q1_SQ001", "Q1_SQ001", ("Q1", "SQ001")),
        ("Q1[SQ001][2]", "Q1_SQ001_2", ("Q1", "SQ001_2")),
        ("Q1", "Q1", ("Q1",)),
    ],
)
def test_both_styles_of_code_are_one_code(header: str, code: str, path: tuple[str, ...]) -> None:
    found = column(read(header), header)
    assert (found.code, found.path) == (code, path)


@pytest.mark.parametrize(
    "header",
    [
        "Response ID;Date submitted;Last page;Start language;IP address",
        "Response_ID;Date_submitted;Last_page;Start_language;IP_address",
        "Antwort ID;Datum Abgeschickt;Letzte Seite;Start-Sprache;IP-Adresse",
        "ID de la réponse;Date de soumission;Dernière page;Langue de départ;Code d'accès",
        "id. Response ID;submitdate. Fecha;lastpage. x;startlanguage. x;lastname.",
    ],
)
def test_metadata_in_every_header_style(header: str) -> None:
    layout = laid_out(READER, table(f"{header}\n", ";"))
    assert [c.use for c in layout.columns] == [
        *("metadata", "submitted_at", "metadata", "language", "personal")
    ]


def test_codes_in_brackets_are_enough_without_any_metadata() -> None:
    layout = laid_out(READER, table("City,Q1[SQ001],Q1[SQ002]\nBergen,Y,\nMelton,,Y\n"))
    assert options(layout) == {"Q1[SQ001]": "SQ001", "Q1[SQ002]": "SQ002"}


def test_full_texts_are_taken_apart() -> None:
    layout = laid_out(
        READER,
        table(
            "Response ID;Date submitted;Last page;Which? [A];Which? [Other];"
            "How? [A][B];How? [A][C];Since when? [year]\n",
            ";",
        ),
    )
    assert [c.path for c in layout.columns[3:]] == [
        ("Which?", "A"),
        ("Which?", "Other"),
        ("How?", "A", "B"),
        ("How?", "A", "C"),
        ("Since when? [year]",),
    ]
    assert {c.code for c in layout.columns} == {None}


def test_code_and_text_together_give_both() -> None:
    layout = laid_out(
        READER,
        table(
            "id. Response ID;submitdate. Date;lastpage. Page;"
            "Q1[A]. Which? [Bus];Q1[B]. Which? [Car]\n",
            ";",
        ),
    )
    assert [(c.code, c.path) for c in layout.columns[3:]] == [
        ("Q1_A", ("Which?", "Bus")),
        ("Q1_B", ("Which?", "Car")),
    ]


def test_options_among_codes_are_ticked_by_y_and_blank_is_unknown() -> None:
    layout = read("Q1[A];Q1[B];Q1[other];Q1[Acomment];Q2[A]", "Y;;boat;;3", ";;;;2")
    assert options(layout) == {"Q1[A]": "A", "Q1[B]": "B"}
    assert layout.proposes == {"blank": "unknown"}


def test_full_answers_tell_not_ticked_from_not_shown() -> None:
    layout = read("Q1[A];Q1[B];Q2[A]", "Oui;Non;Oui", "N/A;N/A;", "Non;Oui;Oui")
    assert options(layout) == {"Q1[A]": "A", "Q1[B]": "B"}  # Q2 has a blank: it is an array
    assert layout.proposes == {
        "blank": "unknown",
        "missing": {"N/A": "routed_out"},
        "ticked": ["Oui"],
        "unticked": ["Non"],
    }


def test_words_of_two_languages_are_left_to_a_person() -> None:
    layout = read("Q1[A];Q1[B]", "Ja;N/A")
    assert layout.proposes == {"blank": "unknown", "missing": {"N/A": "routed_out"}}


def test_na_of_a_yes_no_question_tells_nothing() -> None:
    layout = read("Q1;Q2;Q3", "Yes;N/A;N/A", "N/A;Male;some text")
    assert [dict(c.missing) for c in layout.columns[4:]] == [
        {"N/A": "unknown"},
        {"N/A": "unknown"},
        {},
    ]


def test_invited_people_are_personal_and_seconds_ignored() -> None:
    layout = read("token;email;attribute_1;Work;interviewtime;groupTime12;WorkTime;FreeTime")
    assert [c.use for c in layout.columns[4:]] == [
        *("personal", "personal", "personal", None),
        *("ignored", "ignored", "ignored", None),
    ]


def test_a_question_that_ends_in_time_is_one_where_no_times_were_exported() -> None:
    assert column(read("Work;WorkTime"), "WorkTime").use is None
