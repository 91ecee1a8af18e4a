"""Files made to exhaust a reader end in an error, and take no memory on the way."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from pipelines.errors import DataError
from pipelines.extract import signature, text, workbook
from tests.extract.exports import cells, extract, members, ods_bytes, xlsx_bytes, zip_bytes

ROWS = [["a", "b"], ["1", "2"], ["3", "4"]]


def refused(folder: Path, content: bytes, **fields: object) -> str:
    """The message with which a file is refused."""
    with pytest.raises(DataError) as caught:
        extract(folder, content, **fields)
    return str(caught.value)


def changed(content: bytes, old: str, new: str) -> bytes:
    """An archive with a text replaced, which must be there."""
    parts = members(content)
    assert any(old.encode() in part for part in parts.values())
    return zip_bytes({n: part.replace(old.encode(), new.encode()) for n, part in parts.items()})


@pytest.mark.parametrize("cell", ["XFD1048576", "ZZZZZZ4294967295", "A0", "1", ""])
def test_a_cell_at_the_end_of_the_world(tmp_path: Path, cell: str) -> None:
    content = changed(xlsx_bytes(ROWS), 'r="B3"', f'r="{cell}"')
    assert "found a workbook that" in refused(tmp_path, content)


def test_a_last_row_far_down_costs_its_rows_and_no_more(tmp_path: Path) -> None:
    content = changed(xlsx_bytes(ROWS), 'r="B3"', 'r="B30000"')
    found = extract(tmp_path, content)
    assert found.rows == 29_999
    assert cells(found)[-1] == ["", "4"]


@pytest.mark.parametrize("columns", [16_384, 10**9, 2**63])
def test_cells_repeated_for_ever(tmp_path: Path, columns: int) -> None:
    content = changed(
        ods_bytes(ROWS),
        '<table:table-cell office:value-type="string"><text:p>4',
        f'<table:table-cell table:number-columns-repeated="{columns}" '
        'office:value-type="string"><text:p>4',
    )
    content = changed(
        content, "</table:table-row></table:table>", "</table:table-row>"
        '<table:table-row table:number-rows-repeated="1048576"><table:table-cell '
        'table:number-columns-repeated="16384" office:value-type="float" office:value="1"/>'
        "</table:table-row></table:table>",
    )  # fmt: skip
    assert "found a workbook that" in refused(tmp_path, content)


def test_an_archive_that_unpacks_to_more_than_it_should(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(signature, "MAX_UNPACKED", 1024**2)
    content = zip_bytes(members(xlsx_bytes(ROWS)) | {"xl/media/a": bytes(2 * 1024**2)})
    assert "found a zip archive that unpacks to 2 MiB" in refused(tmp_path, content)


def test_an_archive_that_lies_about_its_size(tmp_path: Path) -> None:
    content = bytearray(xlsx_bytes(ROWS))
    at = 0
    while (at := content.find(b"PK\x01\x02", at)) >= 0:
        content[at + 24 : at + 28] = (10).to_bytes(4, "little")
        at += 4
    assert "found a workbook that" in refused(tmp_path, bytes(content))


def test_an_archive_of_too_many_members(tmp_path: Path) -> None:
    content = zip_bytes(members(xlsx_bytes(ROWS)) | {f"m{n}": b"" for n in range(10_001)})
    assert "members" in refused(tmp_path, content)


def test_a_workbook_that_takes_too_long(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook, "SECONDS", 1)
    monkeypatch.setattr(workbook, "UNPACKED_A_SECOND", 10**9)
    content = changed(xlsx_bytes(ROWS), "</sheetData>", "<row></row>" * 8_000_000 + "</sheetData>")
    assert "more memory or time" in refused(tmp_path, content)


def test_entities_are_not_expanded(tmp_path: Path) -> None:
    entity = '<!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>'
    parts = members(xlsx_bytes(ROWS))
    name = next(name for name in parts if name.endswith("sheet1.xml"))
    start, rest = parts[name].split(b"<worksheet", 1)
    rest = rest.replace(b"<v>2</v>", b"<v>&b;</v>")
    parts[name] = start + entity.encode() + b"<worksheet" + rest
    try:
        found = cells(extract(tmp_path, zip_bytes(parts)))
    except DataError:
        return
    assert "haha" not in str(found)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b",".join(b"c%d" % n for n in range(20_000)) + b"\n1\n", "a row of 20,000 cells"),
        (b"a,b\n" + b"1," * 20_000 + b"\n", "line 2: found a row of 20,001 cells"),
        (b'a,b\n"' + b"x" * 3_000_000, "a row of more than 1,000,000 characters"),
        (b'a,b\n"' + b"x\n" * 1_500_000, "a row of more than 1,000,000 characters"),
        (b"a,b\n" + b'"x\n",' * 500_000, "a row of more than 1,000,000 characters"),
    ],
)
def test_rows_beyond_all_measure(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: bytes, message: str
) -> None:
    monkeypatch.setattr(text, "MAX_RECORD", 1_000_000)
    content = content.replace(b"a,b\n", b"\xe4,b\n")  # not UTF-8: Python reads all of it
    assert message in refused(tmp_path, content)


def test_a_row_that_duckdb_could_not_read_again(tmp_path: Path) -> None:
    content = "\xe4,b\n1,".encode("cp1252") + b"x" * 4_500_000 + b"\n"
    message = refused(tmp_path, content)
    assert "export, row 2: found 4,500,007 characters in a row" in message


def test_cells_beyond_the_header_are_not_listed_for_ever(tmp_path: Path) -> None:
    content = b"\xe4,b\n" + (b"1,2," + b"3," * 99 + b"\n") * 600
    assert "cells beyond the last column" in refused(tmp_path, content)


@pytest.mark.parametrize("encoding", ["utf-9", "rot13", "zlib", "undefined", "idna", "utf-7"])
def test_odd_encodings(tmp_path: Path, encoding: str) -> None:
    assert "encoding" in refused(tmp_path, b"a,b\n\xe4,\xff\n", encoding=encoding)


def test_half_a_character_is_told_with_its_row(tmp_path: Path) -> None:
    message = refused(tmp_path, b"a,b\n\\ud800,2\n", encoding="unicode_escape")
    assert "row 2: found half a character" in message


@pytest.mark.parametrize("delimiter", ['"', "\n", "\r", " "])
def test_odd_delimiters(tmp_path: Path, delimiter: str) -> None:
    assert "declared delimiter" in refused(tmp_path, b"a,b\n1,2\n", delimiter=delimiter)


def test_a_workbook_is_read_in_a_process_of_its_own_that_ends(tmp_path: Path) -> None:
    code = (
        "import sys, resource\n"
        "from pathlib import Path\n"
        "from tests.extract.exports import extract, xlsx_bytes\n"
        "found = extract(Path(sys.argv[1]), xlsx_bytes([['a'], ['1']]))\n"
        "assert 'python_calamine' not in sys.modules\n"
        "assert resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime > 0\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
