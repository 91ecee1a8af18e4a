"""Of each bad input the whole message: its place, what was found, what is expected, what to do.

A wave that stops keeps what was published of it; a bad cell is kept, with its place and reason.
"""

from __future__ import annotations

import csv
import io
from pathlib import Path

import openpyxl
import pytest

from pipelines.errors import ConfigurationError, Problem
from pipelines.survey.load import load_survey
from tests.survey.folder import ANSWERS_2030, WAVE_2030, accept, edit, write_survey
from tests.wave_run import Run

RAW, WAVE = "data/raw/2030/answers.csv", "survey/waves/2030.yml"
HEADER, *ROWS = ANSWERS_2030.splitlines()
PLACE = f"every column of the file has its place in {WAVE}"
MAP_IT = "Map it to a question, or declare it ignored (with a reason) or personal."
NAMED = f"every column that {WAVE} names"
EXPORT = f"Export again with that column, or take it out of {WAVE}."


def _workbook() -> bytes:
    book, stream = openpyxl.Workbook(), io.BytesIO()
    for row in csv.reader(io.StringIO(ANSWERS_2030)):
        book.worksheets[0].append(row)
    book.save(stream)
    return stream.getvalue()


# Each a raw file of 2030, how the wave declares it, and what is said of it.
STOPPING: dict[str, tuple[str | bytes, str, list[Problem]]] = {
    "an empty file": (
        "",
        "",
        [Problem(RAW, "an empty file", "a header and rows of answers", "Export it again.")],
    ),
    "a header only": (
        f"{HEADER}\n",
        "",
        [Problem(RAW, "a header and no rows", "rows of answers", "Export it again.")],
    ),
    "a truncated workbook": (
        _workbook()[:2000],
        "format: xlsx",
        [
            Problem(
                RAW,
                "a zip archive that is no workbook or is cut off (File is not a zip file)",
                "an Excel workbook (XLSX)",
                "Export the answers as declared, or correct `format` in the wave's file.",
            )
        ],
    ),
    "not what its ending says": (
        b"%PDF-1.7 ...",
        "format: csv",
        [
            Problem(
                RAW,
                "a PDF document",
                "delimited text (CSV)",
                "Export the answers as declared, or correct `format` in the wave's file.",
            )
        ],
    ),
    "the wrong encoding": (
        ANSWERS_2030.replace("More, please", "M\xe4re").encode("cp1252"),
        "encoding: utf-8",
        [
            Problem(
                f"{RAW}, line 5",
                "byte 0xe4",
                "text in the encoding utf-8",
                "Set `encoding` of this source in the wave's file "
                "(cp1252 is what Excel often writes).",
            )
        ],
    ),
    "a header that is there twice": (
        "\n".join([HEADER.replace(",Score", ",Staff"), *ROWS]),
        "",
        [
            Problem(
                RAW,
                "a column 'Staff (2)' (so a second one headed 'Staff' is named) "
                f"that has no place in {WAVE}",
                PLACE,
                MAP_IT,
            ),
            Problem(RAW, "no column 'Score'", NAMED, EXPORT),
        ],
    ),
    "a missing column": (
        "\n".join(line.rsplit(",", 1)[0] for line in [HEADER, *ROWS]),
        "",
        [Problem(RAW, "no column 'Score'", NAMED, EXPORT)],
    ),
    "an extra column": (
        "\n".join([f"{HEADER},Mood", *(f"{row},fine" for row in ROWS)]),
        "",
        [Problem(RAW, f"a column 'Mood' that has no place in {WAVE}", PLACE, MAP_IT)],
    ),
    "an unknown respondent": (
        ANSWERS_2030.replace("Dunmore", "Dunmor"),
        "",
        [
            Problem(
                f"{RAW}, row 5, column 'Town'",
                "the respondent 'Dunmor'",
                "an id, name or alias in survey/respondents.csv",
                "nearest in the registry: Dunmore (dunmore). Say who it is with waves match 2030: "
                "another spelling, a new respondent or none; "
                "similarity alone decides nothing.",
            )
        ],
    ),
    "a respondent twice": (
        "\n".join([HEADER, *ROWS, ROWS[0].replace("Housing;Schools", "Housing")]),
        "",
        [
            Problem(
                f"{RAW}, rows 2, 9",
                "more than one submission by ashford: row 2 | row 9;\nanswers given: 5 | 5;\n"
                "topics: Housing;Schools | Housing",
                "one submission by each respondent",
                f"Set `duplicates: last` or `first` in {WAVE}, or pick one there: "
                "`submissions: {ashford: {file: answers.csv, row: …, reason: …}}`; "
                "the other submission is kept and not counted.",
            )
        ],
    ),
}


@pytest.mark.parametrize("case", STOPPING)
def test_a_wave_that_stops_says_all_and_keeps_its_last_content(tmp_path: Path, case: str) -> None:
    content, declared, expected = STOPPING[case]
    project = write_survey(tmp_path, **{"survey/corrections.yml": None})
    before = Run(project)
    raw = content.encode() if isinstance(content, str) else content
    (project / RAW).write_bytes(raw)
    wave = WAVE_2030.replace("path: answers.csv", f"path: answers.csv\n    {declared}".rstrip())
    (project / WAVE).write_text(wave, encoding="utf-8")
    accept(project)
    run = Run(project, published=before.keys)
    assert run.problems == {"2030": tuple(expected)}
    assert run.stale == {"2030"}
    assert run.answers("2030", "topics") == before.answers("2030", "topics")
    assert (project / RAW).read_bytes() == raw


def test_a_raw_file_that_changed_later_is_told_with_both_checksums(tmp_path: Path) -> None:
    project = write_survey(tmp_path)
    edit(project, RAW, "Dunmore,d@example.org,Yes", "Dunmore,d@example.org,No")
    [problem] = Run(project).problems["2030"]
    assert problem == Problem(
        RAW,
        "a file of 651 bytes, sha256 2a07ea9595fd…, changed since it was accepted "
        "(652 bytes, 42eebeb37d77…)",
        f"the file that {WAVE} describes",
        "Put the accepted file back, or admit this one: waves accept 2030",
    )


@pytest.mark.parametrize(
    ("before", "after", "cell", "reason"),
    [
        (
            "Housing;Schools",
            "Housing;Parks",
            (2, "Which topics?", "Housing;Parks", "option.known", "error"),
            "expected one of: Housing | Schools | Sports and clubs",
        ),
        (
            "Sports and clubs,0,",
            "Sports and clubs,nought,",
            (4, "Staff", "nought", "number.readable", "error"),
            "expected a number in digits",
        ),
    ],
    ids=["an option that is not in the list", "a number in words"],
)
def test_a_bad_cell_is_kept_with_its_place_and_reason_and_the_rest_goes_on(
    tmp_path: Path,
    before: str,
    after: str,
    cell: tuple[int, str, str, str, str],
    reason: str,
) -> None:
    project = write_survey(tmp_path)
    good = Run(project)
    edit(project, RAW, before, after)
    accept(project)
    run = Run(project)
    assert run.stopped == {}
    assert run.rows(
        "SELECT wave, source_file, source_row, source_column, raw_value, rule_id, severity, reason "
        "FROM core.rejected_cells"
    ) == [("2030", "answers.csv", *cell, reason)]
    items = "SELECT count(*) FROM core.answers WHERE first_of_item"
    assert run.rows(items) == good.rows(items)
    assert run.unbalanced() == []


FIELDS = (
    "one of id, title, publisher, language, synthetic, raw_data, owner, respondents, waves_apart, "
    "membership_bands, confidence_level, base_rules, quantity_words, readings, report, "
    "store_answers_up_to, schedule"
)
# Each an edit of a file of the survey, and what is said of it.
WRONG: dict[str, tuple[tuple[str, str, str], list[Problem]]] = {
    "a typo in YAML": (
        ("survey/survey.yml", "publisher:", "pubisher:"),
        [
            Problem("survey/survey.yml:1", "no publisher in the file", "the field publisher"),
            Problem(
                "survey/survey.yml:3",
                "the unknown field pubisher",
                FIELDS,
                "Did you mean publisher?",
            ),
        ],
    ),
    "an unknown question": (
        (WAVE, "{question: staff}", "{question: staf}"),
        [
            Problem(
                f"{WAVE}:23",
                "the unknown question staf",
                "one of strategy, campaign, plan, topics, staff, remarks",
                "Did you mean staff?",
            )
        ],
    ),
    "a file that two waves claim": (
        ("survey/waves/2031.yml", "path: export.csv", "path: ../2030/answers.csv"),
        [
            Problem(
                "survey/waves/2031.yml:11",
                "the path ../2030/answers.csv",
                "a path inside data/raw/2031",
            ),
            Problem(
                "survey/waves/2031.yml:11",
                "the file ../2030/answers.csv of wave 2031, claimed already by wave 2030 at "
                f"{WAVE}:8",
                "each file in one source of one wave",
                "Delete one of the two sources, or put the right file in its place",
            ),
        ],
    ),
}


@pytest.mark.parametrize("case", WRONG)
def test_a_mistake_in_the_survey_is_told_with_file_and_line(tmp_path: Path, case: str) -> None:
    change, expected = WRONG[case]
    project = write_survey(tmp_path)
    edit(project, *change)
    with pytest.raises(ConfigurationError) as caught:
        load_survey(project)
    assert caught.value.problems == tuple(expected)
