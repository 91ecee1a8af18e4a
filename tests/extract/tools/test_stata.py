"""Stata files: tagged missing values, dates in their units, single precision."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from pipelines.errors import DataError
from pipelines.extract.opening import Opening
from pipelines.extract.tools.stata import READER, moment_of
from tests.extract.tools.data_files import cells, column, dta, extract, sav

SAMPLE = Path(__file__).parents[4] / "shared" / "samples" / "spss_stata" / "plain.dta"
needs_sample = pytest.mark.skipif(
    not SAMPLE.exists(), reason="the sample exports (../shared/samples) are not on this machine"
)


@needs_sample
def test_the_sample_reads_into_its_values(tmp_path: Path) -> None:
    found = extract(READER, SAMPLE, tmp_path)
    assert cells(found) == [
        ["Bergen", "1", "1", "0"],
        ["Forlì", "2", "0", "0"],
        ["Geneva", "", "", ""],
        ["Odessa", "", "0", "1"],
    ]
    assert [each.path for each in found.columns] == [("City",), ("Q1",), ("Q2a",), ("Q2b",)]
    assert (found.encoding, found.first_row, found.proposes) == ("utf-8", 1, {"blank": "unknown"})


def tagged(file: Path, **labels: str) -> Path:
    return dta(
        file,
        {"x": [1.0, "a", "b", None]},
        missing_user_values={"x": ["a", "b"]},
        variable_value_labels={"x": {1: "Yes", **labels}},
    )


def test_tagged_missing_values_are_told_apart(tmp_path: Path) -> None:
    found = extract(READER, tagged(tmp_path / "x.dta", a="Refused", b="No opinion"), tmp_path)
    assert cells(found)[:3] == [["Yes"], ["Refused"], ["No opinion"]]
    assert column(found, "x").missing == {"Refused": "refused", "No opinion": "unknown"}
    codebook = column(found, "x").values  # noqa: PD011
    assert codebook == {"1": "Yes", ".a": "Refused", ".b": "No opinion"}


def test_tags_without_labels_are_written_as_stata_shows_them(tmp_path: Path) -> None:
    found = extract(READER, tagged(tmp_path / "x.dta"), tmp_path)
    assert cells(found)[:3] == [["Yes"], [".a"], [".b"]]
    assert column(found, "x").missing == {".a": "unknown", ".b": "unknown"}


def test_two_tags_of_one_label_stay_two(tmp_path: Path) -> None:
    found = extract(READER, tagged(tmp_path / "x.dta", a="Refused", b="Refused"), tmp_path)
    assert cells(found)[1:3] == [["Refused"], ["Refused (.b)"]]


def test_a_letter_in_a_text_is_no_tag(tmp_path: Path) -> None:
    found = extract(READER, dta(tmp_path / "x.dta", {"x": ["a", "b"]}), tmp_path)
    assert (cells(found), column(found, "x").missing) == ([["a"], ["b"]], {})


@pytest.mark.parametrize(
    ("display", "number", "text"),
    [
        ("%td", 21916.0, "2020-01-02"),
        ("%d", -1.0, "1959-12-31"),
        ("%tdD_m_Y", 21916.0, "2020-01-02"),
        ("%-12td", 21916.0, "2020-01-02"),
        ("%tc", 1893553445000.0, "2020-01-02 03:04:05"),
        ("%tm", 720.0, "2020-01"),
        ("%tm", -1.0, "1959-12"),
        ("%tq", 241.0, "2020-Q2"),
        ("%th", 121.0, "2020-H2"),
        ("%tw", 3121.0, "2020-W02"),
        ("%tm", 0.5, None),
        ("%td", 1e9, None),
    ],
)
def test_moments_of_stata(display: str, number: float, text: str | None) -> None:
    moment = moment_of(display)
    assert moment is not None
    assert moment(number) == text


@pytest.mark.parametrize("display", ["%9.0g", "%-9s", "%ty", "%12.2fc", ""])
def test_other_formats_are_no_moments(display: str) -> None:
    assert moment_of(display) is None


def test_dates_are_read(tmp_path: Path) -> None:
    moments = [dt.datetime(2030, 2, 1), dt.datetime(2030, 2, 2, 10, 30)]
    file = dta(tmp_path / "x.dta", {"d": moments})
    assert cells(extract(READER, file, tmp_path)) == [["2030-02-01"], ["2030-02-02 10:30:00"]]


def test_numbers_in_single_precision_are_written_as_they_were_typed(tmp_path: Path) -> None:
    file = tmp_path / "x.dta"
    frame = pd.DataFrame({"x": np.array([0.1, 3, 1e20], dtype="float32")})
    frame.to_stata(file, write_index=False)
    assert cells(extract(READER, file, tmp_path)) == [["0.1"], ["3"], ["1e+20"]]


def test_long_texts_are_read_whole(tmp_path: Path) -> None:
    file = tmp_path / "x.dta"
    text = "ä" * 3000
    frame = pd.DataFrame({"x": [text, "b"]})
    frame.to_stata(file, write_index=False, version=118, convert_strl=["x"])
    assert cells(extract(READER, file, tmp_path)) == [[text], ["b"]]


def test_texts_of_old_releases_are_decoded(tmp_path: Path) -> None:
    file = tmp_path / "x.dta"
    pd.DataFrame({"x": ["Forlé"]}).to_stata(file, write_index=False, version=114)
    found = extract(READER, file, tmp_path)
    assert (cells(found), found.encoding) == ([["Forlé"]], "cp1252")


@pytest.mark.parametrize("kept", [20, 300, 1500, 3000, -30])
def test_a_broken_file_is_an_error_with_its_place(tmp_path: Path, kept: int) -> None:
    file = dta(tmp_path / "x.dta", {"a": [0.5 + n for n in range(200)], "b": ["text"] * 200})
    file.write_bytes(file.read_bytes()[:kept])
    with pytest.raises(DataError) as error:
        extract(READER, file, tmp_path)
    assert error.value.problems[0].where.startswith("data/raw/2030/x.dta")


def test_a_foreign_file_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="Stata"):
        extract(READER, sav(tmp_path / "x.dta", {"a": [1.0]}), tmp_path)


@pytest.mark.parametrize(
    ("container", "expected"), [("dta", True), ("sav", False), ("text", False)]
)
def test_it_is_recognised_by_its_container(container: str, expected: bool) -> None:
    assert READER.recognises(Opening(file=Path("x"), container=container)) is expected  # type: ignore[arg-type]
