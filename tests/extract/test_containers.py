"""One table in every container reads into the same cells; what a file is, its content says."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

from pipelines.errors import ConfigurationError, DataError
from pipelines.extract import READERS, open_raw, reader_for
from pipelines.extract.opening import Opening
from pipelines.extract.source import Extracted
from pipelines.survey.load import load_survey
from tests.extract.exports import (
    cells,
    csv_bytes,
    extract,
    ods_bytes,
    raw,
    source,
    xls_bytes,
    xlsx_bytes,
    zip_bytes,
)
from tests.survey.folder import edit, write_survey

HEADER = ("Town", "Does it  rain?\n", "Staff")
ROWS = [HEADER, ["Áth", "Yes; often", 2.5], ["", "", ""], ["Bréa", "", 3]]
CELLS = [["Áth", "Yes; often", "2.5"], ["", "", ""], ["Bréa", "", "3"]]


@pytest.mark.parametrize(
    ("content", "reader", "encoding"),
    [
        (csv_bytes(ROWS), "csv", "utf-8"),
        (csv_bytes(ROWS, "\t"), "csv", "utf-8"),
        (csv_bytes(ROWS, ";", "cp1252"), "csv", "cp1252"),
        (csv_bytes(ROWS, ";", "utf-8-sig"), "csv", "utf-8-sig"),
        (csv_bytes(ROWS, ",", "utf-16"), "csv", "utf-16"),
        (csv_bytes(ROWS, ",", "utf-16-be"), "csv", "utf-16-be"),
        (csv_bytes(ROWS, ",", "utf-32"), "csv", "utf-32"),
        (xlsx_bytes(ROWS), "xlsx", "utf-8"),
        (xls_bytes(ROWS), "xls", "utf-8"),
        (ods_bytes(ROWS), "ods", "utf-8"),
    ],
)
def test_every_container_gives_the_same_cells(
    tmp_path: Path, content: bytes, reader: str, encoding: str
) -> None:
    found = extract(tmp_path, content)
    assert (found.reader, found.encoding) == (reader, encoding)
    assert found.header == ("Town", "Does it rain?", "Staff")
    assert cells(found) == CELLS
    assert found.first_row == 2


@pytest.mark.parametrize(
    ("content", "container"),
    [
        (b"PKEY,name\n1,a\n", "text"),
        (b"PAR1,PAR2\n1,2\n", "text"),
        (b"$FL2,b\n1,2\n", "text"),
        (b"$FL2@(#) SPSS DATA FILE", "sav"),
        (b"$FL3@(#) SPSS DATA FILE", "sav"),
        (b"<stata_dta><header>", "dta"),
        (b"\x73\x02\x01\x00\x04\x00", "dta"),
        (b"PAR1\x15\x04", "parquet"),
        (b"<?xml version='1.0'?><!-- x --><Results><a/></Results>", "xml"),
        ("<?xml version='1.0'?><Results/>".encode("utf-16"), "xml"),
        (b"<!DOCTYPE html><html></html>", "other"),
        (b"<?xml version='1.0'?><html xmlns='x'><body/></html>", "other"),
        (b"\x1f\x8b\x08\x00", "other"),
        (bytes(range(1, 32)) * 9, "other"),
        (xls_bytes(ROWS)[1:], "other"),
        (zip_bytes({"[Content_Types].xml": b"", "word/document.xml": b""}), "other"),
    ],
)
def test_container_by_content(tmp_path: Path, content: bytes, container: str) -> None:
    assert _container(tmp_path, content) == container


def _container(folder: Path, content: bytes) -> str:
    return open_raw(raw(folder, content)).container


def test_the_root_of_an_xml_file_is_told(tmp_path: Path) -> None:
    content = b"<?xml version='1.0'?><!DOCTYPE r [<!ENTITY a 'b'>]>\n<x:Results a='b'>"
    assert open_raw(raw(tmp_path, content)).facts["root"] == "Results"


def test_an_opening_tells_rows_sheets_encoding_and_delimiter(tmp_path: Path) -> None:
    opening = open_raw(raw(tmp_path / "xlsx", xlsx_bytes(ROWS, More=[["x"]])))
    assert opening.sheets == ("Answers", "More")
    assert opening.rows[1] == ("Áth", "Yes; often", "2.5")
    assert opening.rows_of("More") == (("x",),)
    assert opening.rows_of("Missing") == ()
    text = open_raw(raw(tmp_path / "csv", csv_bytes(ROWS, ";", "cp1252")))
    assert (text.encoding, text.delimiter, len(text.rows)) == ("cp1252", ";", 4)


def test_titles_above_do_not_mislead_the_delimiter(tmp_path: Path) -> None:
    content = "Survey of towns, 2030\n\n" + "a;b;c\n1,5;2;3\n" * 5
    assert open_raw(raw(tmp_path, content.encode())).delimiter == ";"


def test_cells_of_a_workbook_are_text_as_a_person_would_type_it(tmp_path: Path) -> None:
    import datetime as dt

    row = [
        *(3.0, 0.1, True, "=1+1"),
        *(dt.datetime(2030, 1, 2), dt.datetime(2030, 1, 2, 3, 4), dt.time(5, 6)),
    ]
    book = xlsx_bytes([list("abcdefg"), row])
    found = extract(tmp_path, book)
    text = ["3", "0.1", "TRUE", "", "2030-01-02", "2030-01-02 03:04:00", "05:06:00"]
    assert cells(found) == [text]


def test_a_sheet_that_begins_further_down_and_right(tmp_path: Path) -> None:
    rows = [[], [], ["", "", "a", "b"], ["", "", "1", "2"]]
    for name, content in (("xlsx", xlsx_bytes(rows)), ("ods", ods_bytes(rows))):
        found = extract(tmp_path / name, content, header_rows=[3])
        assert found.header == ("(column 1)", "(column 2)", "a", "b")
        assert cells(found) == [["", "", "1", "2"]]
        assert found.first_row == 4


@pytest.mark.parametrize("make", [xlsx_bytes, xls_bytes, ods_bytes])
def test_a_workbook_cut_off_anywhere_is_a_clear_error(
    tmp_path: Path, make: Callable[[list[list[str]]], bytes]
) -> None:
    content = make([list("abc"), list("123")])
    for length in (len(content) // 3, len(content) * 2 // 3):
        with pytest.raises(DataError, match="data/raw/2030/export: found"):
            extract(tmp_path, content[:length], format="xlsx")


def test_two_sheets_of_one_workbook_do_not_meet(tmp_path: Path) -> None:
    file = raw(tmp_path, xlsx_bytes([["a"], ["1"]], More=[["b"], ["2"]]))
    from pipelines.extract import extract_source

    sheets = ("Answers", "More")
    found = [extract_source(file, source(sheet=sheet), tmp_path / "w") for sheet in sheets]
    assert [cells(each) for each in found] == [[["1"]], [["2"]]]


# ── readers ─────────────────────────────────────────────────────────────────────


def test_names_of_readers_are_unique_and_plain_tables_come_last() -> None:
    names = [reader.name for reader in READERS]
    assert len(set(names)) == len(names)
    assert names[-5:] == ["csv", "xlsx", "xls", "ods", "parquet"]
    assert all(bool(reader.layout) != bool(reader.read) for reader in READERS)


def test_a_declared_format_comes_before_recognition() -> None:
    rows = (("Timestamp", "Do you?"), ("5/10/2026 09:15:00", "Yes"))
    opening = Opening(Path("x"), "text", rows, delimiter=",")
    assert reader_for(opening, source()).name == "google_forms"
    assert reader_for(opening, source(format="csv")).name == "csv"


@pytest.mark.parametrize(
    ("content", "declared", "found", "expected"),
    [
        (csv_bytes(ROWS), "xlsx", "found text", "an Excel workbook"),
        (xlsx_bytes(ROWS), "csv", "found an Excel workbook", "delimited text"),
        (xlsx_bytes(ROWS), "parquet", "found an Excel workbook", "a Parquet file"),
        (csv_bytes(ROWS), "spss", "found text", "SPSS"),
    ],
)
def test_a_file_of_another_kind_than_declared(
    tmp_path: Path, content: bytes, declared: str, found: str, expected: str
) -> None:
    with pytest.raises(DataError) as caught:
        extract(tmp_path, content, format=declared)
    assert found in str(caught.value)
    assert f"expected {expected}" in str(caught.value)


def test_an_unknown_format_is_no_traceback() -> None:
    with pytest.raises(ConfigurationError, match="the unknown format excel"):
        reader_for(Opening(Path("x"), "text"), source(format="excel"))


def test_an_unknown_format_is_told_with_file_and_line(tmp_path: Path) -> None:
    project = write_survey(tmp_path)
    path = "path: answers.csv"
    edit(project, "survey/waves/2030.yml", path, f"{path}\n    format: xlxs")
    with pytest.raises(ConfigurationError) as caught:
        load_survey(project)
    assert "survey/waves/2030.yml:9: found the unknown format xlxs" in str(caught.value)
    assert "expected one of csv, xlsx, xls" in str(caught.value)
    assert "Did you mean xls?" in str(caught.value)


def test_extracted_comes_back_from_json(tmp_path: Path) -> None:
    content = csv_bytes([["Title", ""], ["a", "b"], ["1", "2", "3"], ["4", "5"], ["sum", "9"]])
    found = extract(
        tmp_path, content, header_rows=[2], footer_rows=1, columns={"a": {"use": "personal"}}
    )
    assert found.extra_cells
    assert found.row_problems
    assert found.passed_over
    assert found.personal
    assert Extracted.from_json(found.to_json()) == found


# ── Parquet ─────────────────────────────────────────────────────────────────────


def parquet_bytes(folder: Path, select: str) -> bytes:
    """A Parquet file of a query."""
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / "made.parquet"
    with duckdb.connect() as con:
        con.execute(f"COPY ({select}) TO '{file}' (FORMAT parquet)")
    return file.read_bytes()


def test_every_column_of_a_parquet_file_is_text(tmp_path: Path) -> None:
    content = parquet_bytes(
        tmp_path,
        "SELECT 'a \"b\"' AS name, 3.0::DOUBLE AS whole, 0.5 AS half, true AS yes, "
        "DATE '2030-01-02' AS day, ['x, y', 'z'] AS topics, 'nan'::DOUBLE AS nothing "
        "UNION ALL SELECT NULL, NULL, NULL, NULL, NULL, NULL, NULL",
    )
    found = extract(tmp_path, content)
    assert (found.reader, found.first_row, found.rows) == ("parquet", 1, 2)
    assert found.header == ("name", "whole", "half", "yes", "day", "topics", "nothing")
    row = ['a "b"', "3", "0.5", "TRUE", "2030-01-02", "x, y\nz", ""]
    assert cells(found) == [row, [""] * 7]


def test_personal_columns_of_a_parquet_file_are_masked(tmp_path: Path) -> None:
    content = parquet_bytes(tmp_path, "SELECT 'a@example.org' AS mail, 'b' AS town")
    found = extract(tmp_path, content, columns={"mail": {"use": "personal"}})
    assert cells(found) == [["x", "b"]]


def test_a_parquet_file_cut_off_is_a_clear_error(tmp_path: Path) -> None:
    content = parquet_bytes(tmp_path, "SELECT range AS n FROM range(99)")
    with pytest.raises(DataError, match="expected a whole Parquet file"):
        extract(tmp_path, content[:-20])
