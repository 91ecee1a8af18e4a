"""A small valid export for each reader, and plain tables: what the fuzz test starts from."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import duckdb

from tests.extract.exports import csv_bytes, ods_bytes, xls_bytes, xlsx_bytes
from tests.extract.tools.data_files import dta, sav
from tests.extract.tools.eusurvey_books import about, write_book
from tests.extract.tools.test_eusurvey_xml import contribution, form_in, write

TABLE = [
    ["Town", "Does it rain?", "E-mail", "Staff", "Remarks"],
    ["Ashford", "Yes; often", "a@example.org", "12", 'He said "no", twice'],
    ["Bréa", "No", "", "0.5", "=1+1"],
    ["", "", "", "", ""],
    ["Carden", "Yes", "c@example.org", "", "two\nlines"],
]
TITLED = [["Survey of towns", "", ""], ["", "", ""], ["", "Policy", ""], ["Town", "Plan", "Staff"],
          ["Ashford", "Yes", "3"], ["Béal", "", "4"], ["Total", "", "7"]]  # fmt: skip
PERSONAL = {"E-mail": {"use": "personal"}}
TITLES = {"header_rows": [3, 4], "footer_rows": 1}


@dataclass(frozen=True)
class Seed:
    """A valid export.

    Attributes:
        reader: the reader that recognises it.
        make: writes it into a folder and gives its content.
        fields: what the wave's file says of it.
    """

    reader: str
    make: Callable[[Path], bytes]
    fields: Mapping[str, Any] = field(default_factory=dict)


def _text(*rows: str, delimiter: str = ",") -> Callable[[Path], bytes]:
    lines = [row.split("|") for row in rows]
    return lambda _: csv_bytes(lines, delimiter)


def _file(make: Callable[[Path], Path]) -> Callable[[Path], bytes]:
    return lambda folder: make(folder / "seed").read_bytes()


def _parquet(folder: Path) -> bytes:
    file = folder / "seed.parquet"
    with duckdb.connect() as con:
        con.execute(
            "COPY (SELECT 'town ' || range AS town, range / 2 AS half, ['a', 'b'] AS topics, "
            f"CASE WHEN range % 2 = 0 THEN 'x' END AS mail FROM range(9)) TO '{file}'"
        )
    return file.read_bytes()


def _eusurvey(path: Path) -> Path:
    rows = [["Yes", "Housing; Schools", *about(1)], ["No", "", *about(2)]]
    return write_book(path, ["Do you have a plan?", "Topics"], rows)


def _eusurvey_xml(path: Path) -> Path:
    answers = [
        ("q-plan", "a-yes", ""),
        ("q-topics", "a-homes", ""),
        ("q-topics", "a-schools", ""),
        ("m-day", "m-high", ""),
        ("q-why", None, "because"),
    ]
    return write(path, [contribution(1, *answers), contribution(2, answers[0])], [form_in("EN")])


def _sav(path: Path) -> Path:
    data = {"town": ["A", "B"], "plan": [1.0, 9.0], "staff": [2.5, None]}
    return sav(
        path,
        data,
        variable_value_labels={"plan": {1: "Yes", 9: "Refused"}},
        missing_ranges={"plan": [9]},
    )


SEEDS: dict[str, Seed] = {
    "csv": Seed("csv", lambda _: csv_bytes(TABLE), {"columns": PERSONAL}),
    "csv, cp1252": Seed("csv", lambda _: csv_bytes(TABLE, ";", "cp1252"), {"columns": PERSONAL}),
    "csv, utf-16": Seed("csv", lambda _: csv_bytes(TABLE, "\t", "utf-16")),
    "csv, titled": Seed("csv", lambda _: csv_bytes(TITLED), TITLES),
    "xlsx": Seed("xlsx", lambda _: xlsx_bytes(TABLE), {"columns": PERSONAL}),
    "xlsx, titled": Seed("xlsx", lambda _: xlsx_bytes(TITLED), TITLES),
    "xls": Seed("xls", lambda _: xls_bytes(TABLE), {"columns": PERSONAL}),
    "ods": Seed("ods", lambda _: ods_bytes(TABLE), {"columns": PERSONAL}),
    "parquet": Seed("parquet", _parquet, {"columns": {"mail": {"use": "personal"}}}),
    "eusurvey": Seed("eusurvey", _file(_eusurvey)),
    "eusurvey_xml": Seed("eusurvey_xml", _file(_eusurvey_xml)),
    "limesurvey": Seed(
        "limesurvey",
        _text(
            "id|submitdate|lastpage|startlanguage|seed|q1[a]|q1[b]|q1[other]",
            "1|2030-01-01 00:00:00|3|en|77|Y||more",
            "2||2|en|78|||",
            delimiter=";",
        ),
    ),
    "qualtrics": Seed(
        "qualtrics",
        _text(
            "StartDate|ResponseId|IPAddress|Q1|Q2_1",
            "Start Date|Response ID|IP Address|Do you?|Which? - Housing",
            '{"ImportId":"startDate"}|{"ImportId":"_recordId"}|{"ImportId":"ipAddress"}'
            '|{"ImportId":"QID1"}|{"ImportId":"QID2","choiceId":"1"}',
            "2030-01-01 10:00:00|R_1|127.0.0.1|Yes|1",
            "2030-01-02 10:00:00|R_2||No|",
        ),
    ),
    "surveymonkey": Seed(
        "surveymonkey",
        _text(
            "Respondent ID|Collector ID|Start Date|End Date|IP Address|Email Address|Which?||Why?",
            "||||||Housing|Schools|Open-Ended Response",
            "114|1|1/2/2030|1/2/2030|127.0.0.1|a@example.org|Housing||because",
            "115|1|1/3/2030|1/3/2030||||Schools|",
        ),
    ),
    "microsoft_forms": Seed(
        "microsoft_forms",
        _text(
            "ID|Start time|Completion time|Email|Name|Which topics?|Why?",
            "1|1/2/30 10:00:00|1/2/30 10:05:00|a@example.org|Ann|Housing;Schools;|because",
            "2|1/3/30 10:00:00|1/3/30 10:05:00|anonymous|||",
        ),
    ),
    "google_forms": Seed(
        "google_forms",
        _text(
            "Timestamp|Email Address|How often? [Plan]|How often? [Act]|Topics",
            "5/10/2030 09:15:00|a@example.org|Always|Never|Housing, Schools",
            "5/11/2030 09:15:00|||Never|",
        ),
    ),
    "kobotoolbox": Seed(
        "kobotoolbox",
        _text(
            "start|name|topics|topics/a|topics/b|_id|_uuid|_submission_time|_submitted_by|_index",
            "2030-01-01|A|a b|1|1|7|f-1|2030-01-01T10:00:00|ann|1",
            "2030-01-01|B|a|1|0|8|f-2|2030-01-01T11:00:00||2",
            delimiter=";",
        ),
    ),
    "typeform": Seed(
        "typeform",
        _text(
            "#|Name?|Topics|Start Date (UTC)|Submit Date (UTC)|Network ID",
            "068127e3|A| / Housing / Schools|2030-01-01 10:00:00|2030-01-01 10:05:00|d3560842b2",
            "068127e4|B||2030-01-01 10:00:00|2030-01-01 10:05:00|d3560842b3",
        ),
    ),
    "spss": Seed("spss", _file(_sav)),
    "stata": Seed("stata", _file(lambda path: dta(path, {"town": ["A", "B"], "n": [1.5, None]}))),
}
