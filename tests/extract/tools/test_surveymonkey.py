"""SurveyMonkey: two header rows, groups filled forward, options told by their cells."""

from __future__ import annotations

from pipelines.extract.tools.surveymonkey import READER
from tests.extract.tools.openings import column, laid_out, options, shared_table, table, uses

FILMS = "Which of the following Star Wars films have you seen? Please select all that apply."


def test_the_sample_reads_into_questions_options_and_rows() -> None:
    layout = laid_out(READER, shared_table("samples/surveymonkey/starwars_head15.csv"))
    assert (len(layout.columns), layout.first_row) == (38, 3)
    assert len(options(layout)) == 6
    assert options(layout)[f"{FILMS} [Star Wars: Episode I The Phantom Menace]"] == (
        "Star Wars: Episode I The Phantom Menace"
    )
    assert {c.path[0] for c in layout.columns if c.option} == {FILMS}
    grid = [c for c in layout.columns if c.path[0].startswith("Please state whether")]
    assert (len(grid), grid[0].path[1], grid[0].option) == (14, "Han Solo", None)
    assert column(layout, "Gender").path == ("Gender",)


def test_a_footnote_sign_leaves_the_question_but_not_the_header() -> None:
    layout = laid_out(READER, shared_table("samples/surveymonkey/starwars_head15.csv"))
    marked = next(c for c in layout.columns if c.header.endswith("Œæ"))
    assert marked.path == ("Do you consider yourself to be a fan of the Expanded Universe?",)


def test_what_was_not_ticked_is_unknown() -> None:
    layout = laid_out(READER, table("Respondent ID,Q\n,Response\n1,yes\n"))
    assert layout.proposes == {"blank": "unknown"}


def test_metadata_in_both_spellings_and_only_before_the_first_question() -> None:
    old = "Respondent ID,Collector ID,Start Date,End Date,IP Address,Custom Data 1,Q,First Name"
    new = "respondent_id,collector_id,date_created,date_modified,ip_address,custom_1,Q,first_name"
    for header in (old, new):
        layout = laid_out(READER, table(f"{header}\n,,,,,,Response,Open-Ended Response\n"))
        assert [c.use for c in layout.columns] == [
            *("metadata", "metadata", "metadata", "submitted_at", "personal", "personal"),
            *(None, None),
        ]


def test_the_text_beside_the_options_is_none_of_them() -> None:
    layout = laid_out(
        READER,
        table(
            "Respondent ID,Which?,,,\n"
            ",Bus,Train,Other (please specify),Plus\n"
            "1,Bus,,by boat,\n2,,Train,,my own\n"
        ),
    )
    assert list(options(layout).values()) == ["Bus", "Train"]
    assert layout.columns[3].path == ("Which?", "Other (please specify)")


def test_a_single_choice_with_a_text_is_no_multi_select() -> None:
    layout = laid_out(
        READER,
        table("Respondent ID,Which?,\n,Response,Other (please specify)\n1,Bus,\n2,,by boat\n"),
    )
    assert options(layout) == {}
    assert [c.path for c in layout.columns[1:]] == [
        ("Which?",),
        ("Which?", "Other (please specify)"),
    ]


def test_contact_details_are_personal_but_not_the_city() -> None:
    layout = laid_out(
        READER,
        table(
            "Respondent ID,Contact,,,,\n,Name,Company,City/Town,Email Address,Phone Number\n"
            "1,A,B,C,d@e.example,1\n"
        ),
    )
    assert uses(layout) == {
        "Respondent ID": "metadata",
        "Contact [Name]": "personal",
        "Contact [Email Address]": "personal",
        "Contact [Phone Number]": "personal",
    }
