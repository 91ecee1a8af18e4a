"""KoboToolbox and ODK: groups, multi-selects exported twice, zeros that say nothing."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import pytest

from pipelines.extract.opening import Opening
from pipelines.extract.tools.kobotoolbox import READER, layout, recognises
from pipelines.survey.models import Source

SAMPLES = Path(__file__).parents[4] / "shared" / "samples"
needs_samples = pytest.mark.skipif(
    not SAMPLES.exists(), reason="the sample exports (../shared/samples) are not on this machine"
)
SYSTEM = ("_id", "_uuid", "_submission_time", "_submitted_by")


def opening(*rows: tuple[str, ...], **facts: Any) -> Opening:
    return Opening(**{"file": Path("answers.csv"), "container": "text", **facts, "rows": rows})


def sample(file: Path, delimiter: str, **facts: Any) -> Opening:
    with file.open(encoding="utf-8-sig", errors="replace", newline="") as stream:
        rows = tuple(map(tuple, csv.reader(stream, delimiter=delimiter)))[:12]
    return opening(*rows, file=file, delimiter=delimiter, **facts)


def source(**columns: dict[str, str]) -> Source:
    return Source.model_validate({"path": "answers.csv", "columns": columns})


def changed(found: Any, *rows: tuple[str, ...]) -> tuple[list[list[str]], list[str]]:
    """The rows as the layout leaves them, and what it tells."""
    told: list[str] = []
    return list(found.rows(map(list, rows), told.append)), told


@needs_samples
@pytest.mark.parametrize("name", ["grouped_questions_hierarchy", "select_multiple_both"])
def test_the_samples_are_recognised(name: str) -> None:
    assert recognises(sample(SAMPLES / "kobotoolbox" / f"{name}.csv", ";"))


@needs_samples
def test_groups_of_the_sample_are_paths() -> None:
    found = layout(
        sample(SAMPLES / "kobotoolbox" / "grouped_questions_hierarchy.csv", ";"), source()
    )
    assert [column.path for column in found.columns] == [
        ("q1",),
        ("g1", "g1q1"),
        ("g1", "sg1", "g1sg1q1"),
        ("g1", "g1q2"),
        ("g2", "g2q1"),
        ("qz",),
    ]
    assert found.first_row == 2


@needs_samples
def test_the_joined_column_of_the_sample_is_the_answer() -> None:
    found = layout(sample(SAMPLES / "kobotoolbox" / "select_multiple_both.csv", ";"), source())
    joined = found.columns[1]
    assert (joined.use, joined.option) == (None, None)
    assert joined.options == ("gluten_free", "vegan", "vegetarian", "lactose_free")
    assert {column.use for column in found.columns[2:]} == {"ignored"}
    assert found.columns[3].path == ("dietary_accommodations", "vegan")
    assert found.proposes == {"blank": "unknown", "separator": " "}
    assert "repeat" in found.warnings[0]


@needs_samples
def test_no_sample_of_another_tool_is_taken_for_it() -> None:
    others = [file for file in SAMPLES.glob("*/*.csv") if file.parent.name != "kobotoolbox"]
    assert len(others) > 6
    taken = [
        file
        for file in others
        if recognises(sample(file, ";" if file.parent.name == "limesurvey" else ","))
    ]
    assert taken == []


@pytest.mark.parametrize(
    "rows",
    [
        (("town", "strategy", "staff"), ("Ashford", "Yes", "3")),
        (("town", "km/h", "a/b"), ("Ashford", "1", "0")),
        (("a", "a/b", "a/c"), ("Ashford", "12", "Yes")),
        (("id", "a", "a/b", "a/c"), ("1", "b", "0", "1")),  # the joined cell says another thing
        (("_id", "town"), ("1", "Ashford")),
        (("SubmissionDate", "town"), ("2030-01-01", "Ashford")),
    ],
)
def test_a_plain_table_is_not_taken_for_it(rows: tuple[tuple[str, ...], ...]) -> None:
    assert not recognises(opening(*rows, delimiter=";"))


@pytest.mark.parametrize(("quoted", "expected"), [(True, True), (False, False)])
def test_groups_alone_are_enough_only_where_all_is_quoted(
    tmp_path: Path, quoted: bool, expected: bool
) -> None:
    file = tmp_path / "x.csv"
    row = ("q1", "g1/a", "g1/b")
    mark = '"' if quoted else ""
    file.write_text(";".join(f"{mark}{cell}{mark}" for cell in row) + "\r\n", encoding="utf-8")
    assert recognises(opening(row, file=file, delimiter=";", encoding="utf-8")) is expected


@pytest.mark.parametrize(
    ("header", "container"),
    [
        (("start", "town", *SYSTEM), "xlsx"),
        (("start", "Name of the town", *SYSTEM), "text"),
        (("SubmissionDate", "a-town", "meta-instanceID", "KEY", "SubmitterName"), "text"),
    ],
)
def test_the_tools_own_columns_are_enough(header: tuple[str, ...], container: str) -> None:
    assert recognises(opening(header, container=container))


@pytest.mark.parametrize(
    ("name", "use"),
    [
        ("_submitted_by", "personal"),
        ("deviceid", "personal"),
        ("username", "personal"),
        ("place", "personal"),
        ("_place_latitude", "personal"),
        ("_submission_time", "submitted_at"),
        ("_uuid", "metadata"),
        ("end", "metadata"),
        ("status", None),  # a question, but ODK's own column in its exports
        ("town", None),
    ],
)
def test_known_columns_have_their_use(name: str, use: str | None) -> None:
    header = ("end", "username", "deviceid", "place", "_place_latitude", "status", "town", *SYSTEM)
    found = {column.header: column.use for column in layout(opening(header), source()).columns}
    assert found[name] == use


@pytest.mark.parametrize(
    ("name", "use"),
    [
        ("SubmissionDate", "submitted_at"),
        ("SubmitterName", "personal"),
        ("DeviceID", "personal"),
        ("where-Longitude", "personal"),
        ("Status", "metadata"),
        ("KEY", "metadata"),
        ("a-town", None),
    ],
)
def test_known_columns_of_odk_have_their_use(name: str, use: str | None) -> None:
    header = ("SubmissionDate", "a-town", "where-Longitude", "SubmitterName", "DeviceID")
    found = layout(opening((*header, "Status", "KEY")), source()).columns
    assert {column.header: column.use for column in found}[name] == use


def test_a_row_of_hxl_tags_belongs_to_the_header() -> None:
    found = layout(opening(("town", *SYSTEM), ("#adm2 +name", "", "", ""), ("A",)), source())
    assert found.first_row == 3


LABELS = ("What do you eat?", "What do you eat?/No meat", "What do you eat?/No eggs", *SYSTEM)


def test_labels_hold_spaces_so_that_the_columns_of_the_options_are_the_answer() -> None:
    rows = (LABELS, ("No meat No eggs", "1", "1", "7", "u"))
    joined, meat, *_ = layout(opening(*rows), source()).columns
    assert joined.use == "ignored"
    assert (meat.use, meat.option, meat.path) == (None, "No meat", ("What do you eat?", "No meat"))


def test_nothing_but_zeros_says_nothing() -> None:
    found = layout(opening(LABELS, ("No meat", "1", "0", "7", "u")), source())
    rows, told = changed(
        found, ("", "0", "0", "1"), ("No meat", "1", "0", "2"), ("Fish", "0", "0", "3")
    )
    assert rows == [["", "", "", "1"], ["No meat", "1", "0", "2"], ["Fish", "0", "0", "3"]]
    assert len(told) == 1
    assert "1 rows" in told[0]


def test_zeros_of_options_that_the_waves_file_declares_say_nothing_too() -> None:
    eat = {"question": "eat"}
    declared = source(**{"eat/a": eat | {"option": "a"}, "eat/b": eat | {"option": "b"}})
    found = layout(opening(("eat/a", "eat/b", *SYSTEM)), declared)
    assert changed(found, ("0", "0", "1"), ("0", "1", "2"))[0] == [["", "", "1"], ["0", "1", "2"]]


def test_one_question_of_a_group_is_not_an_option_of_another() -> None:
    rows = (("Age", "Age/Sex", "Age/Household", *SYSTEM), ("40", "1", "5"))
    found = layout(opening(*rows), source())
    assert [column.option for column in found.columns[:3]] == [None, None, None]


def test_two_questions_of_one_label_keep_their_own_options() -> None:
    header = ("Which?", "Which?/A", "Which?/B", "Which?", "Which?/A", "Which?/B", *SYSTEM)
    found = layout(opening(header, ("A", "1", "0", "B", "0", "1")), source()).columns
    assert [column.option for column in found[:6]] == [None, "A", "B", None, "A", "B"]
    assert found[4].header == "Which?/A (2)"


def test_old_exports_mark_what_was_not_shown() -> None:
    found = layout(opening(("town", *SYSTEM), ("n/a", "1", "u")), source())
    assert found.proposes["missing"] == {"n/a": "unknown"}


def test_sheets_of_repeated_groups_are_named() -> None:
    facts = {"container": "xlsx", "sheets": ("survey", "members"), "sheet": "survey"}
    assert "'members'" in layout(opening(SYSTEM, **facts), source()).warnings[0]


def test_the_reader_is_named_after_its_file() -> None:
    assert READER.name == "kobotoolbox"
