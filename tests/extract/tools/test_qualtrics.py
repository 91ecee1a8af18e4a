"""Qualtrics: two and three header rows, import ids, split questions."""

from __future__ import annotations

import json

from pipelines.extract.opening import Opening
from pipelines.extract.tools.qualtrics import READER
from tests.extract.tools.openings import column, laid_out, options, shared_table, table, uses


def export(*columns: tuple[str, str, dict[str, str]], rows: list[str] | None = None) -> Opening:
    """An export with those columns: tag, text, import id."""
    lines = [
        ",".join(tag for tag, _, _ in columns),
        ",".join(f'"{text}"' for _, text, _ in columns),
        ",".join('"{}"'.format(json.dumps(ids).replace('"', '""')) for _, _, ids in columns),
    ]
    return table("\n".join(lines + (rows or [])) + "\n")


def test_three_header_rows_in_another_interface_language() -> None:
    layout = laid_out(READER, shared_table("samples/qualtrics/sample.csv"))
    assert (layout.first_row, len(layout.columns)) == (4, 20)
    known = uses(layout)
    assert [header for header, use in known.items() if use == "personal"] == [
        *("IPAddress", "RecipientLastName", "RecipientFirstName", "RecipientEmail"),
        *("ExternalReference", "LocationLatitude", "LocationLongitude"),
    ]
    assert (known["EndDate"], known["UserLanguage"]) == ("submitted_at", "language")
    question = column(layout, "Q1")
    assert (question.path, question.code, question.use) == (
        ("This is a multiple choice question.",),
        "QID1",
        None,
    )
    assert layout.proposes == {"blank": "unknown", "separator": ","}


def test_two_header_rows_of_old() -> None:
    layout = laid_out(READER, shared_table("samples/qualtrics/sample_legacy.csv"))
    assert (layout.first_row, len(layout.columns)) == (3, 15)  # the blank 16th is no column
    known = uses(layout)
    assert (known["V9"], known["V3"], known["V5"]) == ("submitted_at", "personal", "personal")
    assert [c.header for c in layout.columns if c.use is None] == ["Q1", "Q2"]
    assert column(layout, "Q2").path == ("This is a free text question.",)


def test_split_options_that_the_tool_names() -> None:
    layout = laid_out(
        READER,
        export(
            (
                "Q1_1",
                "Which - if any? - Selected Choice - Bus",
                {"ImportId": "QID1", "choiceId": "1"},
            ),
            (
                "Q1_2",
                "Which - if any? - Selected Choice - Car",
                {"ImportId": "QID1", "choiceId": "2"},
            ),
            ("Q1_2_TEXT", "Which - if any? - Car - Text", {"ImportId": "QID1_2_TEXT"}),
        ),
    )
    assert options(layout) == {"Q1_1": "Bus", "Q1_2": "Car"}
    assert [(c.code, c.path) for c in layout.columns] == [
        ("QID1_1", ("Which - if any?", "Bus")),
        ("QID1_2", ("Which - if any?", "Car")),
        ("QID1_2_TEXT", ("Which - if any?", "Car - Text")),
    ]


def test_split_options_that_only_the_cells_tell_from_a_matrix() -> None:
    head = [
        (f"Q{q}_{i}", f"Q{q}? - {i}", {"ImportId": f"QID{q}_{i}"}) for q in (1, 2) for i in (1, 2)
    ]
    layout = laid_out(READER, export(*head, rows=["1,,1,5", ",1,2,", "1,1,,1"]))
    assert options(layout) == {"Q1_1": "1", "Q1_2": "2"}
    assert layout.columns[3].path == ("Q2?", "2")


def test_a_choice_with_a_text_keeps_its_question() -> None:
    layout = laid_out(
        READER,
        export(
            ("Q1", "Which? - Selected Choice", {"ImportId": "QID1"}),
            ("Q1_3_TEXT", "Which? - Other - Text", {"ImportId": "QID1_3_TEXT"}),
        ),
    )
    assert [c.path for c in layout.columns] == [("Which?",), ("Which?", "Other - Text")]


def test_old_split_options_follow_a_hyphen() -> None:
    layout = laid_out(
        READER,
        table(
            "V1,V2,Q1_1,Q1_2\nResponseID,ResponseSet,Which e-mail?-Home,Which e-mail?-Work\n"
            "R_1,Default,1,\nR_2,Default,,1\n"
        ),
    )
    assert options(layout) == {"Q1_1": "Home", "Q1_2": "Work"}
    assert layout.columns[2].path == ("Which e-mail?", "Home")


def test_timers_and_display_order_are_no_answers() -> None:
    layout = laid_out(
        READER,
        export(
            ("Q1_Page Submit", "Timing - Page Submit", {"ImportId": "QID1_PAGE_SUBMIT"}),
            ("Q2_DO_1", "Q2 - Display Order - A", {"ImportId": "QID2_DO", "choiceId": "1"}),
            ("Q2", "Q2", {"ImportId": "QID2"}),
        ),
    )
    assert uses(layout) == {"Q1_Page Submit": "ignored", "Q2_DO_1": "ignored"}


def test_the_code_for_seen_and_unanswered_is_proposed_where_it_stands() -> None:
    column_ = ("Q1", "Q1?", {"ImportId": "QID1"})
    assert laid_out(READER, export(column_, rows=["2", "-99"])).proposes["missing"] == {
        "-99": "no_answer"
    }
    assert "missing" not in laid_out(READER, export(column_, rows=["2"])).proposes
