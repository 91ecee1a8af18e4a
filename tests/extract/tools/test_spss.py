"""SPSS files: cells are labels, what is missing is what the file declares."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from pipelines.errors import DataError
from pipelines.extract.opening import Opening
from pipelines.extract.tools import statistical, statistical_file
from pipelines.extract.tools.spss import READER, moment_of
from tests.extract.seeds import SEEDS
from tests.extract.tools.data_files import cells, column, dta, extract, sav

SAMPLE = Path(__file__).parents[4] / "shared" / "samples" / "spss_stata" / "user_missing.sav"
needs_sample = pytest.mark.skipif(
    not SAMPLE.exists(), reason="the sample exports (../shared/samples) are not on this machine"
)
YES_NO = {1: "Yes", 2: "No"}


@needs_sample
def test_the_sample_reads_into_its_labels(tmp_path: Path) -> None:
    found = extract(READER, SAMPLE, tmp_path)
    assert cells(found) == [
        ["Bergen", "Yes", "Selected", "Not selected"],
        ["Forlì", "No", "Not selected", "Not selected"],
        ["Geneva", "Not asked (routed)", "", ""],
        ["Odessa", "No answer", "Not selected", "Selected"],
    ]
    strategy = column(found, "strategy")
    assert strategy.path == ("Q1 Strategy adopted",)
    assert strategy.missing == {"Not asked (routed)": "unknown", "No answer": "no_answer"}
    assert strategy.values["-98"] == "Not asked (routed)"
    assert strategy.options == ("Yes", "No")
    assert (found.rows, found.first_row, found.encoding.lower()) == (4, 1, "utf-8")
    assert found.proposes == {"blank": "unknown"}


@pytest.mark.parametrize("compression", ["compress", "row_compress"])
def test_compressed_files_read_alike(tmp_path: Path, compression: str) -> None:
    options: dict[str, Any] = {compression: True}
    file = sav(tmp_path / "x.zsav", {"a": [1.0, 2.0]}, **options)
    assert cells(extract(READER, file, tmp_path)) == [["1"], ["2"]]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (3.0, "3"),
        (0.5, "0.5"),
        (-99.0, "-99"),
        (2.0**52, "4503599627370496"),
        (1e300, "1e+300"),
        (None, ""),
        ("  Forlì ", "Forlì"),
        ("=1+1", "=1+1"),
        ("ä" * 3000, "ä" * 3000),  # longer than a segment of a very long string
        (dt.date(2030, 2, 1), "2030-02-01"),
        (dt.date(1600, 1, 1), "1600-01-01"),
        (dt.datetime(2030, 2, 1, 10, 30, 5), "2030-02-01 10:30:05"),
        (dt.time(9, 5, 0), "09:05:00"),
    ],
)
def test_values_without_labels_are_written_as_text(
    tmp_path: Path, value: object, text: str
) -> None:
    other = value if isinstance(value, str) else 1.0 if value is None else value
    file = sav(tmp_path / "x.sav", {"a": [value, other], "b": [1.0, 1.0]})
    assert cells(extract(READER, file, tmp_path))[0][0] == text


@pytest.mark.parametrize(
    ("display", "seconds", "text"),
    [
        ("ADATE10", 13797302400.0, "2020-01-02"),
        ("MOYR8", 13797302400.0, "2020-01-02"),
        ("DATETIME20", 13797302400.5, "2020-01-02 00:00:00.500000"),
        ("DATE11", 1e30, None),
        ("TIME8", 90000.0, "25:00:00"),
        ("TIME8", -1.0, None),
    ],
)
def test_moments_of_spss(display: str, seconds: float, text: str | None) -> None:
    moment = moment_of(display)
    assert moment is not None
    assert moment(seconds) == text


@pytest.mark.parametrize("display", ["F8.2", "A20", "WKDAY9", ""])
def test_other_formats_are_no_moments(display: str) -> None:
    assert moment_of(display) is None


def test_a_date_beyond_the_calendar_stays_a_number(tmp_path: Path) -> None:
    file = sav(tmp_path / "x.sav", {"a": [1e15]}, variable_format={"a": "DATE11"})
    assert cells(extract(READER, file, tmp_path)) == [["1000000000000000"]]


def test_variables_without_labels_are_called_by_their_name(tmp_path: Path) -> None:
    found = extract(READER, sav(tmp_path / "x.sav", {"a": [1.0]}), tmp_path)
    assert (column(found, "a").path, column(found, "a").code) == (("a",), "a")


@pytest.mark.parametrize(
    ("label", "state"),
    [
        ("Refused", "refused"),
        ("Don't know", "dont_know"),
        ("not applicable", "not_applicable"),
        ("No answer", "no_answer"),
        ("Refused or don't know", "unknown"),
        ("Keine Angabe", "unknown"),
        ("No opinion", "unknown"),
    ],
)
def test_the_state_of_a_missing_value_is_never_guessed(
    tmp_path: Path, label: str, state: str
) -> None:
    file = sav(
        tmp_path / "x.sav",
        {"a": [1.0, 9.0]},
        variable_value_labels={"a": {**YES_NO, 9: label}},
        missing_ranges={"a": [9]},
    )
    assert column(extract(READER, file, tmp_path), "a").missing == {label: state}


def test_a_refusal_that_is_not_declared_missing_stays_an_answer(tmp_path: Path) -> None:
    labels = {"a": {**YES_NO, 9: "Refused"}}
    file = sav(tmp_path / "x.sav", {"a": [1.0, 9.0]}, variable_value_labels=labels)
    found = column(extract(READER, file, tmp_path), "a")
    assert (found.missing, found.options) == ({}, ("Yes", "No", "Refused"))


def test_values_of_a_missing_range_are_known_from_the_cases(tmp_path: Path) -> None:
    file = sav(
        tmp_path / "x.sav",
        {"a": [5.0, -7.0, -99.0, 999.0]},
        missing_ranges={"a": [{"lo": -99, "hi": -1}, 999]},
    )
    found = extract(READER, file, tmp_path)
    assert cells(found) == [["5"], ["-7"], ["-99"], ["999"]]
    assert column(found, "a").missing == {"999": "unknown", "-7": "unknown", "-99": "unknown"}


def test_texts_may_be_declared_missing(tmp_path: Path) -> None:
    file = sav(tmp_path / "x.sav", {"a": ["north", "99"]}, missing_ranges={"a": ["99"]})
    assert column(extract(READER, file, tmp_path), "a").missing == {"99": "unknown"}


def test_two_codes_of_one_label_stay_two(tmp_path: Path) -> None:
    file = sav(
        tmp_path / "x.sav",
        {"a": [1.0, 8.0, 9.0]},
        variable_value_labels={"a": {1: "Yes", 8: "Refused", 9: "Refused"}},
        missing_ranges={"a": [8, 9]},
    )
    found = extract(READER, file, tmp_path)
    assert cells(found) == [["Yes"], ["Refused"], ["Refused (9)"]]
    assert column(found, "a").values == {"1": "Yes", "8": "Refused", "9": "Refused (9)"}
    assert column(found, "a").missing == {"Refused": "refused", "Refused (9)": "refused"}
    assert "'Refused'" in found.warnings[0]


def test_of_a_valid_and_a_missing_code_the_valid_one_keeps_the_label(tmp_path: Path) -> None:
    file = sav(
        tmp_path / "x.sav",
        {"a": [0.0, 1.0]},
        variable_value_labels={"a": {0: "Other", 1: "Other"}},
        missing_ranges={"a": [0]},
    )
    assert cells(extract(READER, file, tmp_path)) == [["Other (0)"], ["Other"]]


def test_a_value_does_not_pass_for_the_label_of_another(tmp_path: Path) -> None:
    file = sav(tmp_path / "x.sav", {"a": [1.0, 3.0]}, variable_value_labels={"a": {1: "3"}})
    assert cells(extract(READER, file, tmp_path)) == [["3"], ["3 (3)"]]


def test_labels_in_another_language_are_taken_as_they_are(tmp_path: Path) -> None:
    labels = {"a": {1: "Да", 2: "Nein – überhaupt nicht"}}
    file = sav(tmp_path / "x.sav", {"a": [1.0, 2.0]}, variable_value_labels=labels)
    assert cells(extract(READER, file, tmp_path)) == [["Да"], ["Nein – überhaupt nicht"]]


BRIEFS: dict[str, list[Any]] = {
    "b1": [1.0, 0.0],
    "b2": [0.0, 1.0],
    "first": [1.0, 2.0],
    "second": [2.0, None],
}
BRIEF_LABELS = {"b1": "Housing", "b2": "Schools", "first": "First", "second": "Second"}


def test_a_set_of_ticks_is_one_question(tmp_path: Path) -> None:
    ticks = {0: "Not selected", 1: "Selected"}
    file = sav(
        tmp_path / "x.sav",
        BRIEFS,
        sets=b"$briefs=D1 1 14 Which briefs? b1 b2\n",
        column_labels=BRIEF_LABELS,
        variable_value_labels={"b1": ticks, "b2": ticks},
    )
    found = extract(READER, file, tmp_path)
    assert column(found, "b1").path == ("Which briefs?", "Housing")
    assert column(found, "b1").option == "Housing"
    assert (found.proposes["ticked"], found.proposes["unticked"]) == (
        ["Selected"],
        ["Not selected"],
    )


def test_ticks_without_labels_are_known_from_the_cases(tmp_path: Path) -> None:
    file = sav(tmp_path / "x.sav", BRIEFS, sets=b"$briefs=D1 1 14 Which briefs? b1 b2\n")
    proposes = extract(READER, file, tmp_path).proposes
    assert (proposes["ticked"], proposes["unticked"]) == (["1"], ["0"])


def test_a_set_of_choices_has_no_options_of_its_own(tmp_path: Path) -> None:
    file = sav(
        tmp_path / "x.sav",
        BRIEFS,
        sets=b"$top=C 9 Top three first second\n",
        column_labels=BRIEF_LABELS,
        variable_value_labels={"first": YES_NO, "second": YES_NO},
    )
    found = extract(READER, file, tmp_path)
    assert column(found, "second").path == ("Top three", "Second")
    assert column(found, "second").option is None
    assert found.proposes == {"blank": "unknown"}


@pytest.mark.parametrize("rows", [1, 3, 4, 6, 7])
def test_cases_keep_their_order_over_chunks(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, rows: int
) -> None:
    monkeypatch.setattr(statistical, "_CELLS", 6)
    numbers: list[Any] = [float(number) for number in range(rows)]
    file = sav(tmp_path / "x.sav", {"a": numbers, "b": numbers})
    assert cells(extract(READER, file, tmp_path)) == [[str(n), str(n)] for n in range(rows)]


@pytest.mark.parametrize(
    ("name", "use"),
    [("ipaddr", "personal"), ("RecipientEmail", "personal"), ("submitdate", "submitted_at")],
)
def test_columns_of_survey_tools_keep_their_use(tmp_path: Path, name: str, use: str) -> None:
    found = extract(READER, sav(tmp_path / "x.sav", {name: ["x"], "a": ["y"]}), tmp_path)
    assert (column(found, name).use, column(found, "a").use) == (use, None)


def test_a_personal_value_reaches_no_interim_file(tmp_path: Path) -> None:
    found = extract(READER, sav(tmp_path / "x.sav", {"email": ["a@example.org"]}), tmp_path)
    assert "example" not in found.data.read_text(encoding="utf-8")


def cut(content: bytes) -> bytes:
    return content[:-20]


def zeros(content: bytes) -> bytes:
    return content[:4] + bytes(400)


def head(content: bytes) -> bytes:
    return content[:300]


@pytest.mark.parametrize(
    "script", ["import os; os.abort()", "import sys; sys.stdin.buffer.read(1); os.abort()"]
)
def test_a_library_that_breaks_down_ends_no_more_than_its_own_process(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, script: str
) -> None:
    file = sav(tmp_path / "x.sav", {"a": [1.0]})
    (tmp_path / "broken.py").write_text(script, encoding="utf-8")
    monkeypatch.setattr(statistical_file, "_SCRIPT", tmp_path / "broken.py")
    with pytest.raises(DataError, match="broke down over it") as error:
        extract(READER, file, tmp_path)
    assert error.value.problems[0].expected == "a whole SPSS data file (.sav or .zsav)"


@pytest.mark.parametrize(("place", "byte"), [(212, 13), (212, 232), (328, 133), (331, 226)])
def test_bytes_that_make_the_library_break_down_are_an_error(
    tmp_path: Path, place: int, byte: int
) -> None:
    content = bytearray(SEEDS["spss"].make(tmp_path))
    content[place] = byte
    (tmp_path / "x.sav").write_bytes(content)
    with pytest.raises(DataError):
        extract(READER, tmp_path / "x.sav", tmp_path)


@pytest.mark.parametrize("damage", [cut, zeros, head])
@pytest.mark.parametrize("name", ["x.sav", "x.zsav"])
def test_a_broken_file_is_an_error_with_its_place(
    tmp_path: Path, damage: Callable[[bytes], bytes], name: str
) -> None:
    data: dict[str, list[Any]] = {"a": [float(n) for n in range(50)], "b": ["text"] * 50}
    file = sav(tmp_path / name, data, compress=name == "x.zsav")
    file.write_bytes(damage(file.read_bytes()))
    with pytest.raises(DataError) as error:
        extract(READER, file, tmp_path)
    assert error.value.problems[0].where.startswith(f"data/raw/2030/{name}")


def test_a_file_cut_between_cases_is_an_error(tmp_path: Path) -> None:
    file = sav(tmp_path / "x.sav", {"a": [0.5 + n for n in range(50)]})
    file.write_bytes(file.read_bytes()[:-80])
    with pytest.raises(DataError):
        extract(READER, file, tmp_path)


def test_a_foreign_file_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="SPSS"):
        extract(READER, dta(tmp_path / "x.sav", {"a": [1.0]}), tmp_path)


def test_texts_in_an_undeclared_encoding_are_an_error_or_read_as_declared(tmp_path: Path) -> None:
    file = sav(tmp_path / "x.sav", {"a": ["Forlì___"]})
    file.write_bytes(file.read_bytes().replace("ì".encode(), "ì".encode("cp1252") + b"!"))
    with pytest.raises(DataError, match="encoding"):
        extract(READER, file, tmp_path)
    found = extract(READER, file, tmp_path, encoding="windows-1252")
    assert (cells(found), found.encoding) == ([["Forlì!___"]], "windows-1252")


def test_an_encoding_that_is_none_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="encoding"):
        extract(READER, sav(tmp_path / "x.sav", {"a": ["b"]}), tmp_path, encoding="klingon")


@pytest.mark.parametrize(
    ("container", "expected"), [("sav", True), ("dta", False), ("text", False)]
)
def test_it_is_recognised_by_its_container(container: str, expected: bool) -> None:
    assert READER.recognises(Opening(file=Path("x"), container=container)) is expected  # type: ignore[arg-type]
