"""Plain tables: header rows, titles, footers, and what is written of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipelines.errors import DataError
from pipelines.extract.delimited import respool
from pipelines.extract.source import CHUNK
from tests.extract.exports import cells, csv_bytes, extract, ods_bytes, xls_bytes, xlsx_bytes

SHARED = Path(__file__).parents[2].parent / "shared"

TITLED = [
    ["Survey of towns", "", "", "", ""],
    ["Export of", "1 May", "", "", ""],
    ["", "Policy", "", "Money", ""],
    ["Town", "Plan", "Staff", "Budget", "Year"],
    ["Ashford", "Yes", "3", "10", "2030"],
    ["", "", "", "", ""],
    ["Beckton", "No", "", "", "2030"],
    ["Total", "", "3", "10", ""],
    ["", "", "", "", ""],
]


@pytest.mark.parametrize("make", [csv_bytes, xlsx_bytes, xls_bytes, ods_bytes])
def test_titles_header_rows_and_footer(tmp_path: Path, make: object) -> None:
    found = extract(tmp_path, make(TITLED), header_rows=[3, 4], footer_rows=1)  # type: ignore[operator]
    assert found.header == (
        "Town",
        "Policy | Plan",
        "Policy | Staff",
        "Money | Budget",
        "Money | Year",
    )
    assert found.columns[2].path == ("Policy", "Staff")
    assert found.first_row == 5
    assert cells(found) == [TITLED[4], TITLED[5], TITLED[6]]
    assert found.passed_over == {"(rows 1 to 2)": 3, "(footer)": 3}


def test_an_inner_group_ends_with_the_outer_one(tmp_path: Path) -> None:
    rows = [["A", "", "", "B", ""], ["x", "", "y", "", "z"], list("12345"), list("abcde")]
    found = extract(tmp_path, csv_bytes(rows), header_rows=[1, 2, 3])
    assert [column.path for column in found.columns] == [
        *(("A", "x", "1"), ("A", "x", "2"), ("A", "y", "3")),
        *(("B", "4"), ("B", "z", "5")),
    ]


def test_rows_between_the_header_rows_are_passed_over(tmp_path: Path) -> None:
    rows = [["a", "b"], ["(text)", "(number)"], ["one", "two"], ["1", "2"]]
    found = extract(tmp_path, csv_bytes(rows), header_rows=[1, 3])
    assert found.header == ("a | one", "b | two")
    assert found.passed_over == {"(row 2)": 2}


def test_header_names_are_unique_and_folded(tmp_path: Path) -> None:
    rows = [["a", " a\u00a0 ", "", "a (2)", ""], list("1234")]
    found = extract(tmp_path, csv_bytes(rows))
    assert found.header == ("a", "a (2)", "(column 3)", "a (2) (2)")


def test_blank_columns_and_rows_at_the_end_are_no_data(tmp_path: Path) -> None:
    rows = [["a", "b", "", ""], ["1", "2", "", ""], ["", "", "", ""], ["", " ", "", ""]]
    for name, content in (("csv", csv_bytes(rows)), ("xlsx", xlsx_bytes(rows))):
        found = extract(tmp_path / name, content)
        assert found.header == ("a", "b")
        assert cells(found) == [["1", "2"]]
        assert found.rows == 1


def test_cells_beyond_the_header_are_kept_with_their_row(tmp_path: Path) -> None:
    found = extract(tmp_path, csv_bytes([["a", "b"], ["1", "2"], ["3", "4", "", "5"]]))
    assert [(cell.row, cell.column, cell.raw) for cell in found.extra_cells] == [
        (3, "(column 4)", "5")
    ]
    assert [problem.row for problem in found.row_problems] == [3]


@pytest.mark.parametrize("declared", [[9], [0], [500]])
def test_header_rows_that_are_not_there(tmp_path: Path, declared: list[int]) -> None:
    with pytest.raises(DataError, match="Correct `header_rows`"):
        extract(tmp_path, csv_bytes([["a"], ["1"]]), header_rows=declared)


def test_a_header_far_down(tmp_path: Path) -> None:
    rows = [*([[f"note {n}"] for n in range(50)]), ["a", "b"], ["1", "2"]]
    found = extract(tmp_path, csv_bytes(rows), header_rows=[51])
    assert (found.header, found.first_row) == (("a", "b"), 52)
    assert found.passed_over == {"(rows 1 to 50)": 50}


def test_a_header_row_without_names(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="export, row 2: found no column names"):
        extract(tmp_path, csv_bytes([["a"], [""], ["1"]]), header_rows=[2])


def test_a_title_in_place_of_the_header_is_told(tmp_path: Path) -> None:
    found = extract(tmp_path, csv_bytes(TITLED[:1] + TITLED[3:]))
    assert "header_rows: [2]" in found.warnings[0]
    assert extract(tmp_path, csv_bytes(TITLED[3:])).warnings == ()


def test_only_a_footer_is_no_data(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="a header and no rows"):
        extract(tmp_path, csv_bytes([["a"], ["1"], ["2"]]), footer_rows=5)


# ── where it lies, or written out ───────────────────────────────────────────────


@pytest.mark.parametrize(
    ("content", "fields", "lies"),
    [
        (b"a,b\n1,2\n", {}, True),
        (b"\xef\xbb\xbfa;b\r\n1;2\r\n", {}, True),
        (b"Timestamp,b\n5/10/2026 09:15:00,2\n", {}, True),
        (b"a,b\n1,2\n", {"footer_rows": 1, "header_rows": [1]}, False),
        (b"x,y\na,b\n1,2\n", {"header_rows": [2]}, False),
        (b"a,b,\n1,2,\n", {}, False),
        (b"a,b\n\n1,2\n", {}, False),
        (b"a,b\n1,\xe4\n", {}, False),
        (b"a,b\r1,2\r", {}, False),
        (b"a,b\r\r1,2\r", {}, False),
        (b"a,b\r\n" + b"1,2\r\n" * CHUNK, {}, True),
        (b"a,b\r\n" + b"1,2\r\n" * CHUNK + b"1,2\r", {}, False),
        (b"a,b" + b"x" * (CHUNK - 4) + b"\r\n1,2\r\n", {}, True),
        (b"a,b" + b"x" * (CHUNK - 4) + b"\r1,2\n", {}, False),
    ],
)
def test_a_clean_table_is_read_where_it_lies(
    tmp_path: Path, content: bytes, fields: dict[str, object], lies: bool
) -> None:
    if fields.get("footer_rows"):
        content += b"sum,2\n"
    found = extract(tmp_path, content, **fields)
    assert (found.data == found.raw.file) is lies


PERSONAL = {"mail": {"use": "personal"}}


def test_personal_cells_are_masked_where_a_table_is_written_out(tmp_path: Path) -> None:
    rows = [["town", "mail"], ["Äsch", "a@example.org"], ["Béal", ""], ["", "c@example.org"]]
    found = extract(tmp_path, csv_bytes(rows, ";", "cp1252"), columns=PERSONAL)
    assert cells(found) == [["Äsch", "x"], ["Béal", ""], ["", "x"]]
    assert b"@example.org" not in found.data.read_bytes()


def test_what_the_layout_calls_personal_is_masked_unless_declared(tmp_path: Path) -> None:
    rows = [["Timestamp", "Email Address", "Q"], ["5/10/2026 09:15:00", "a@example.org", "é"]]
    content = csv_bytes(rows, ",", "cp1252")
    masked = extract(tmp_path / "a", content)
    assert masked.reader == "google_forms"
    assert cells(masked)[0][1] == "x"
    kept = extract(tmp_path / "b", content, columns={"Email Address": {"use": "key"}})
    assert cells(kept)[0][1] == "a@example.org"


def test_a_file_that_was_to_be_read_where_it_lies_is_written_out_masked(tmp_path: Path) -> None:
    found = extract(tmp_path, b"town,mail\nA,a@example.org\n", columns=PERSONAL)
    assert found.data == found.raw.file
    with found.data.open("ab") as stream:  # so far down that its start doesn't show it
        stream.write(b"B,b@example.org,beyond\n")
    careful = respool(found, tmp_path / "work")
    assert cells(careful) == [["A", "x"], ["B", "x"]]
    assert [cell.raw for cell in careful.extra_cells] == ["beyond"]
    assert (careful.first_row, careful.header) == (2, found.header)


@pytest.mark.parametrize(
    ("file", "encoding", "rows", "columns"),
    [
        ("godi_2013.csv", "utf-8", None, 93),
        ("godi_2014.csv", "cp1252", 93, 93),
        ("godi_2015.xlsx", "utf-8", 122, 120),
    ],
)
def test_a_real_survey(
    tmp_path: Path, file: str, encoding: str, rows: int | None, columns: int
) -> None:
    path = SHARED / "data" / "godi" / "wide" / file
    if not path.exists():
        pytest.skip("../shared/data/godi is absent")
    found = extract(tmp_path, path.read_bytes())
    assert (found.encoding, found.rows, len(found.header)) == (encoding, rows, columns)
    assert all(column.use is None for column in found.columns)
    assert found.header[:3] == ("place_id", "name", "region")
