"""Typeform: options joined in one cell or one a column, hidden fields, personal columns."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import pytest

from pipelines.extract.layout import Layout
from pipelines.extract.opening import Opening
from pipelines.extract.tools.typeform import layout, recognises
from pipelines.survey.models import Source

SAMPLES = Path(__file__).parents[4] / "shared" / "samples"
needs_samples = pytest.mark.skipif(
    not SAMPLES.exists(), reason="the sample exports (../shared/samples) are not on this machine"
)
TAIL = ("Start Date (UTC)", "Submit Date (UTC)", "Network ID")
SOURCE = Source(path="answers.csv", columns={})


def opening(*rows: tuple[str, ...], **facts: Any) -> Opening:
    return Opening(**{"file": Path("answers.csv"), "container": "text", **facts, "rows": rows})


def sample(file: Path) -> Opening:
    with file.open(encoding="utf-8-sig", errors="replace", newline="") as stream:
        delimiter = ";" if file.parent.name in ("kobotoolbox", "limesurvey") else ","
        return opening(*tuple(map(tuple, csv.reader(stream, delimiter=delimiter)))[:12], file=file)


def uses(found: Layout) -> dict[str, str | None]:
    return {column.header: column.use for column in found.columns}


@needs_samples
def test_cells_of_the_new_sample_hold_several_options() -> None:
    found = layout(sample(SAMPLES / "typeform" / "new_style.csv"), SOURCE)
    assert found.proposes == {"blank": "no_answer", "separator": " / "}
    assert not any(column.option for column in found.columns)
    assert found.warnings == ()


@needs_samples
def test_columns_of_the_old_sample_stand_for_options() -> None:
    """Those that the rows show: a column that nobody ticked is like any other."""
    found = layout(sample(SAMPLES / "typeform" / "old_style.csv"), SOURCE)
    assert [column.option for column in found.columns if column.option] == ["Vad", "Rygg"]
    assert found.proposes == {"blank": "unknown"}
    assert "which question" in found.warnings[0]


@needs_samples
@pytest.mark.parametrize("name", ["new_style", "old_style"])
def test_known_columns_of_the_samples_have_their_use(name: str) -> None:
    found = uses(layout(sample(SAMPLES / "typeform" / f"{name}.csv"), SOURCE))
    assert {header: use for header, use in found.items() if use} == {
        "#": "metadata",
        "Start Date (UTC)": "metadata",
        "Submit Date (UTC)": "submitted_at",
        "Network ID": "personal",
    }


@needs_samples
def test_of_all_samples_only_its_own_are_recognised() -> None:
    files = sorted(SAMPLES.glob("*/*.csv"))
    taken = {file.parent.name for file in files if recognises(sample(file))}
    assert (len(files) > 8, taken) == (True, {"typeform"})


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        (("#", "Town", *TAIL), True),
        (("#", "Town", "Response Type", "Start Date (UTC)", *TAIL[1:], "Tags", "Ending"), True),
        (("#", "Town", "Date"), False),
        (("Town", *TAIL), False),
        (("#", "Town", "Submit Date (UTC)"), False),
    ],
)
def test_the_first_column_and_both_dates_are_its_signature(
    header: tuple[str, ...], expected: bool
) -> None:
    assert recognises(opening(header)) is expected


def test_an_xlsx_is_read_alike() -> None:
    assert recognises(opening(("#", "Town", *TAIL), container="xlsx"))


def test_fields_hidden_in_the_link_are_personal() -> None:
    found = layout(opening(("#", "Town", "notes", "Any?", "utm_source", "token", *TAIL)), SOURCE)
    assert [name for name, use in uses(found).items() if use == "personal"] == [
        "utm_source",
        "token",
        "Network ID",
    ]
    assert "utm_source, token" in found.warnings[0]


def test_questions_are_no_hidden_fields_where_all_have_such_names() -> None:
    found = layout(opening(("#", "town", "staff", *TAIL)), SOURCE)
    assert (uses(found)["town"], uses(found)["staff"]) == (None, None)


def test_an_option_of_two_questions_is_found_twice() -> None:
    rows = (("#", "Yes", "Yes", "Why?", *TAIL), ("1", "Yes", "Yes", "So", "", "", ""))
    found = layout(opening(*rows), SOURCE)
    assert [column.option for column in found.columns[1:4]] == ["Yes", "Yes", None]
    assert [column.header for column in found.columns[1:3]] == ["Yes", "Yes (2)"]


def test_contact_details_are_personal() -> None:
    found = uses(layout(opening(("#", "First name", "Email", "Town", *TAIL)), SOURCE))
    assert (found["First name"], found["Email"], found["Town"]) == ("personal", "personal", None)
