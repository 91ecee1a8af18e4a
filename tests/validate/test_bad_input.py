"""Bad input ends in a clear error or in quarantine, with its place, and nothing is lost."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import openpyxl
import pytest

from tests.survey.folder import ANSWERS_2030, WAVE_2030, accept, edit, write_survey
from tests.wave_run import Run

RAW = "data/raw/2030/answers.csv"
WAVE = "survey/waves/2030.yml"


def run_with(project: Path, content: str | bytes, wave: str = WAVE_2030) -> Run:
    """The survey with another raw file of 2030, accepted."""
    files = {RAW: content, WAVE: wave, "survey/corrections.yml": None}
    return Run(write_survey(project, **files))


def stopped(project: Path, content: str | bytes, wave: str = WAVE_2030) -> str:
    """Why 2030 stops; 2031 goes on."""
    run = run_with(project, content, wave)
    assert list(run.stopped) == ["2030"]
    assert {w for (w,) in run.rows("SELECT DISTINCT wave FROM core.responses")} == {"2031"}
    return run.stopped["2030"]


def test_the_good_survey_loads_without_a_rejected_cell(tmp_path: Path) -> None:
    run = Run(write_survey(tmp_path))
    assert run.stopped == {}
    assert run.rejected("2030") == []
    assert run.unbalanced() == []
    assert run.answers("2030", "topics")["ashford"] == ("answered", ("housing", "schools"))
    assert run.answers("2031", "topics")["beckton"] == ("answered", ("housing", "schools"))
    assert run.answers("2030", "strategy")["fenwick"] == ("dont_know", ("dont_know",))
    assert run.answers("2030", "plan")["ashford"] == ("routed_out", ())
    assert run.answers("2030", "plan")["carden"] == ("answered", ("yes",))


def test_empty_file(tmp_path: Path) -> None:
    assert "found an empty file" in stopped(tmp_path, "")


def test_header_only(tmp_path: Path) -> None:
    assert "a header and no rows" in stopped(tmp_path, ANSWERS_2030.splitlines()[0] + "\n")


def test_blank_lines_only(tmp_path: Path) -> None:
    assert "data/raw/2030/answers.csv" in stopped(tmp_path, "\n\n\n")


@pytest.mark.parametrize(
    ("content", "found"),
    [
        (b"PK\x03\x04rest", "a zip archive"),
        (b"%PDF-1.7 ...", "a PDF document"),
        (b"<!DOCTYPE html><html></html>", "a web page"),
    ],
)
def test_file_that_is_not_what_its_ending_says(tmp_path: Path, content: bytes, found: str) -> None:
    message = stopped(tmp_path, content)
    assert found in message
    assert "expected delimited text (CSV)" in message


def _workbook() -> bytes:
    book, stream = openpyxl.Workbook(), io.BytesIO()
    for line in ANSWERS_2030.splitlines():
        book.active.append(next(iter(__import__("csv").reader([line]))))  # type: ignore[union-attr]
    book.save(stream)
    return stream.getvalue()


XLSX_WAVE = WAVE_2030.replace("path: answers.csv", "path: answers.csv\n    format: xlsx")


def test_workbook_reads_like_the_csv(tmp_path: Path) -> None:
    csv_run = Run(write_survey(tmp_path / "csv"))
    run = run_with(tmp_path / "xlsx", _workbook(), XLSX_WAVE)
    assert run.stopped == {}
    assert run.unbalanced() == []
    for question in ("strategy", "topics", "plan"):
        assert run.answers("2030", question) == csv_run.answers("2030", question)


def test_truncated_workbook(tmp_path: Path) -> None:
    whole = _workbook()
    for length in (len(whole) // 3, len(whole) - 30):
        folder = tmp_path / str(length)
        assert "no workbook or is cut off" in stopped(folder, whole[:length], XLSX_WAVE)


def test_zip_that_is_no_workbook(tmp_path: Path) -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("notes.txt", "hello")
    assert "a zip archive that is no workbook" in stopped(tmp_path, stream.getvalue(), XLSX_WAVE)


def test_workbook_without_the_sheet(tmp_path: Path) -> None:
    wave = XLSX_WAVE.replace("format: xlsx", "format: xlsx\n    sheet: Answers")
    assert "no sheet 'Answers'" in stopped(tmp_path, _workbook(), wave)


def test_wrong_encoding_names_the_byte_and_the_line(tmp_path: Path) -> None:
    wave = WAVE_2030.replace("path: answers.csv", "path: answers.csv\n    encoding: utf-8")
    message = stopped(tmp_path, ANSWERS_2030.replace("More, please", "Märe").encode("cp1252"), wave)
    assert "line 5: found" in message
    assert "0xe4" in message
    assert "encoding utf-8" in message


def test_undeclared_encoding_is_detected_and_recorded(tmp_path: Path) -> None:
    run = run_with(tmp_path, ANSWERS_2030.replace("More, please", "Möre").encode("cp1252"))
    assert run.rows("SELECT text FROM core.texts WHERE respondent_id = 'dunmore'") == [("Möre",)]
    assert run.rows("SELECT encoding FROM core.source_files WHERE wave = '2030'") == [("cp1252",)]


def test_unknown_encoding(tmp_path: Path) -> None:
    project = write_survey(tmp_path)
    edit(project, WAVE, "separator:", "encoding: utf-9\n    separator:")
    assert "declared encoding 'utf-9'" in Run(project).stopped["2030"]


@pytest.mark.parametrize("delimiter", [";", "\t", "|"])
def test_any_delimiter(tmp_path: Path, delimiter: str) -> None:
    lines = [
        line.split(",") for line in ANSWERS_2030.replace('"More, please"', "More").splitlines()
    ]
    content = "\r\n".join(delimiter.join(f'"{cell}"' for cell in cells) for cells in lines)
    run = run_with(tmp_path, content)
    assert run.stopped == {}
    assert run.unbalanced() == []
    assert run.answers("2030", "topics")["ashford"] == ("answered", ("housing", "schools"))


def test_duplicate_headers(tmp_path: Path) -> None:
    message = stopped(tmp_path, ANSWERS_2030.replace(",Score\n", ",Staff\n", 1))
    assert "a column 'Staff (2)' (so a second one headed 'Staff' is named)" in message
    assert "no column 'Score'" in message


def test_missing_column(tmp_path: Path) -> None:
    content = "\n".join(line.rsplit(",", 1)[0] for line in ANSWERS_2030.splitlines())
    assert "no column 'Score'" in stopped(tmp_path, content)


def test_extra_column(tmp_path: Path) -> None:
    content = "\n".join(f"{line},x" for line in ANSWERS_2030.splitlines())
    assert "a column 'x' that has no place in survey/waves/2030.yml" in stopped(tmp_path, content)


def test_unknown_respondent_stops_with_suggestions(tmp_path: Path) -> None:
    message = stopped(tmp_path, ANSWERS_2030.replace("Dunmore", "Dunmor"))
    assert "row 5, column 'Town'" in message
    assert "the respondent 'Dunmor'" in message
    assert "Dunmore (dunmore)" in message
    assert "waves match 2030" in message
    assert "similarity alone decides nothing" in message


def test_respondent_twice_stops_unless_the_wave_says_which_counts(tmp_path: Path) -> None:
    content = (
        ANSWERS_2030 + ANSWERS_2030.splitlines()[1].replace("Housing;Schools", "Housing") + "\n"
    )
    message = stopped(tmp_path / "stop", content)
    assert "rows 2, 9: found more than one submission by ashford" in message
    for rule, topics in (("last", ("housing",)), ("first", ("housing", "schools"))):
        run = run_with(tmp_path / rule, content, f"{WAVE_2030}duplicates: {rule}\n")
        counted = run.rows(
            "SELECT counted, why_not_counted FROM core.responses WHERE wave = '2030' "
            "AND respondent_id = 'ashford' ORDER BY source_row"
        )
        other = (False, "another submission of the same respondent counts")
        assert counted == ([other, (True, None)] if rule == "last" else [(True, None), other])
        chosen = run.rows(
            "SELECT option_id FROM core.answers JOIN core.responses USING (response_id) "
            "WHERE counted "
            "AND core.responses.wave = '2030' AND question_id = 'topics' "
            "AND core.answers.respondent_id = 'ashford' ORDER BY 1"
        )
        assert tuple(option for (option,) in chosen) == topics


def test_option_that_is_not_in_the_list(tmp_path: Path) -> None:
    run = run_with(tmp_path, ANSWERS_2030.replace("Housing;Schools", "Housing;Parks"))
    assert run.rejected("2030") == [(2, "Which topics?", "Housing;Parks", "option.known")]
    assert run.answers("2030", "topics")["ashford"] == ("rejected", ())
    assert run.unbalanced() == []


def test_number_in_words_and_number_out_of_range(tmp_path: Path) -> None:
    content = ANSWERS_2030.replace("Schools,12,", "Schools,twelve,").replace(
        "Housing,30,", "Housing,3000,"
    )
    run = run_with(tmp_path, content)
    assert run.rejected("2030") == [
        (2, "Staff", "twelve", "number.readable"),
        (6, "Staff", "3000", "number.range"),
    ]
    assert run.answers("2030", "staff")["ashford"] == ("rejected", ())
    assert run.answers("2030", "staff")["elmsley"] == ("rejected", ())
    assert run.unbalanced() == []


DATED = """\
  - id: adopted
    section: work
    type: date
    wording: When was the strategy adopted?
    minimum: 2000-01-01
    maximum: 2030-12-31
"""


def test_date_in_words_and_date_out_of_range(tmp_path: Path) -> None:
    said = ("2019-05-01", "01.06.2020", "last spring", "2031-01-01", "1999-12-31", "", "2030-12-31")
    header, *rows = ANSWERS_2030.splitlines()
    project = write_survey(tmp_path)
    edit(project, "survey/questions.yml", "  - id: remarks\n", f"{DATED}  - id: remarks\n")
    edit(project, WAVE, "      Score: {", "      Adopted: {question: adopted}\n      Score: {")
    dated = [f"{row},{day}" for row, day in zip(rows, said, strict=True)]
    (project / RAW).write_text("\n".join([f"{header},Adopted", *dated]), encoding="utf-8")
    accept(project)
    run = Run(project)
    assert run.stopped == {}
    assert run.rejected("2030") == [
        (4, "Adopted", "last spring", "date.readable"),
        (5, "Adopted", "2031-01-01", "date.range"),
        (6, "Adopted", "1999-12-31", "date.range"),
    ]
    assert run.rows("SELECT DISTINCT reason FROM core.rejected_cells ORDER BY 1") == [
        ("expected a date, best as 2020-12-31",),
        ("expected from 2000-01-01 to 2030-12-31",),
    ]
    assert run.rows(
        "SELECT respondent_id, state, CAST(value_date AS VARCHAR) FROM core.answers "
        "WHERE wave = '2030' AND question_id = 'adopted' ORDER BY 1"
    ) == [
        ("ashford", "answered", "2019-05-01"),
        ("beckton", "answered", "2020-06-01"),
        ("carden", "rejected", None),
        ("dunmore", "rejected", None),
        ("elmsley", "rejected", None),
        ("fenwick", "no_answer", None),
        ("north", "answered", "2030-12-31"),
    ]
    assert run.unbalanced() == []


def test_answer_against_the_routing(tmp_path: Path) -> None:
    run = run_with(tmp_path, ANSWERS_2030.replace("Yes,Yes,,Housing,5", "Yes,Yes,No,Housing,5"))
    assert run.rejected("2030") == [(3, "Are you planning a campaign?", "No", "routing.asked")]
    assert run.answers("2030", "plan")["beckton"] == ("rejected", ())


def test_row_without_a_respondent_is_quarantined_whole(tmp_path: Path) -> None:
    run = run_with(tmp_path, ANSWERS_2030.replace(",Carden,", ",,"))
    cells = run.rejected("2030")
    assert {row for row, *_ in cells} == {4}
    assert {rule for *_, rule in cells} == {"row.respondent"}
    assert "We do" in {text for _, _, text, _ in cells}
    assert "carden" not in run.answers("2030", "strategy")
    assert run.unbalanced() == []


def test_personal_cells_are_stored_nowhere(tmp_path: Path) -> None:
    content = ANSWERS_2030.replace(",Carden,", ",,").replace("Housing;Schools", "Parks")
    run = run_with(tmp_path, content)
    for schema, table in run.rows("SELECT schema_name, table_name FROM duckdb_tables()"):
        text = str(run.rows(f"SELECT * FROM {schema}.{table}"))
        assert "@example.org" not in text, f"{schema}.{table}"
    interim = tmp_path / "data" / "warehouse" / "interim"
    kept = b"".join(file.read_bytes() for file in interim.rglob("*") if file.is_file())
    assert b"@example.org" not in kept


def test_row_with_cells_too_many_is_quarantined_with_all_of_them(tmp_path: Path) -> None:
    content = ANSWERS_2030.replace('"More, please",4', "More, please,4")
    run = run_with(tmp_path, content)
    cells = run.rejected("2030")
    assert {row for row, *_ in cells} == {5}
    assert {rule for *_, rule in cells} == {"row.shape"}
    assert (5, "(column 11)", "4", "row.shape") in cells
    assert "dunmore" not in run.answers("2030", "strategy")
    assert run.unbalanced() == []


def test_blank_lines_keep_row_numbers(tmp_path: Path) -> None:
    lines = ANSWERS_2030.splitlines()
    content = "\n".join([*lines[:3], "", ",,,,,,,,,", *lines[3:], "", ""])
    run = run_with(tmp_path, content)
    rows = run.rows(
        "SELECT source_row FROM core.responses WHERE respondent_id = 'carden' AND wave = '2030'"
    )
    assert rows == [(6,)]
    assert run.unbalanced() == []
    assert len(run.answers("2030", "strategy")) == 7


def test_quote_that_never_ends(tmp_path: Path) -> None:
    message = stopped(tmp_path, ANSWERS_2030.replace('please",4', "please,4"))
    assert "broken quoting" in message
    assert "export it again" in message


def test_nul_bytes_and_line_breaks_in_cells_stay_text(tmp_path: Path) -> None:
    run = run_with(tmp_path, ANSWERS_2030.replace("More, please", "More\n\nplease"))
    assert run.rows("SELECT text FROM core.texts WHERE respondent_id = 'dunmore'") == [
        ("More\n\nplease",)
    ]
    assert run.unbalanced() == []


def test_spellings_are_folded_never_guessed(tmp_path: Path) -> None:
    content = (
        ANSWERS_2030.replace("Housing;Schools", "HOUSING ; schools")
        .replace(",We do,", ",\u00a0yes ,")
        .replace("Housing,5", "Housin,5")
    )
    run = run_with(tmp_path, content)
    assert run.answers("2030", "strategy")["carden"] == ("answered", ("yes",))
    assert run.answers("2030", "topics")["ashford"] == ("answered", ("housing", "schools"))
    assert run.rejected("2030") == [(3, "Which topics?", "Housin", "option.known")]


def test_file_that_was_never_accepted(tmp_path: Path) -> None:
    run = Run(write_survey(tmp_path, accepted=False))
    assert "waves accept 2030" in run.stopped["2030"]


def test_file_changed_later_stops_until_accepted_and_the_last_content_stays(tmp_path: Path) -> None:
    project = write_survey(tmp_path, **{"survey/corrections.yml": None})
    before = Run(project)
    edit(project, RAW, "Dunmore,d@example.org,Yes", "Dunmore,d@example.org,No")
    changed = Run(project, published=before.keys)
    assert "changed since it was accepted" in changed.stopped["2030"]
    assert changed.stale == {"2030"}
    assert changed.answers("2030", "strategy") == before.answers("2030", "strategy")
    assert changed.rows("SELECT status FROM input.waves WHERE wave = '2030'") == [("stale",)]
    accept(project)
    admitted = Run(project)
    assert admitted.stopped == {}
    assert admitted.stale == set()
    assert admitted.answers("2030", "strategy")["dunmore"] == ("answered", ("no",))


def test_missing_file(tmp_path: Path) -> None:
    project = write_survey(tmp_path)
    (project / RAW).unlink()
    assert "no readable file" in Run(project).stopped["2030"]


def test_unchanged_waves_are_not_made_again(tmp_path: Path) -> None:
    project = write_survey(tmp_path)
    assert set(Run(project).reused.values()) == {False}
    again = Run(project)
    assert set(again.reused.values()) == {True}
    assert again.unbalanced() == []
    edit(project, WAVE, "title: First survey of towns", "title: First survey")
    assert Run(project).reused == {"2030": False, "2031": True}


def test_a_stopped_wave_that_was_never_published_is_absent(tmp_path: Path) -> None:
    run = Run(write_survey(tmp_path, **{RAW: "", "survey/corrections.yml": None}))
    status = dict(run.rows("SELECT wave, status FROM input.waves"))
    assert status == {"2030": "absent", "2031": "current"}


def test_a_stopped_wave_made_by_other_code_is_absent_too(tmp_path: Path) -> None:
    project = write_survey(tmp_path, **{"survey/corrections.yml": None})
    before = Run(project)
    edit(project, RAW, "Dunmore,d@example.org,Yes", "Dunmore,d@example.org,No")
    marker = project / "data/warehouse/interim/2030" / before.keys["2030"] / "finished"
    marker.write_text("0", encoding="utf-8")
    run = Run(project, published=before.keys)
    assert run.stale == set()
    assert dict(run.rows("SELECT wave, status FROM input.waves"))["2030"] == "absent"
