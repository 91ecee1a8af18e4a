"""The search for personal data in text that is kept."""

from __future__ import annotations

import duckdb
import pytest

from pipelines.mapping.plan import ColumnPlan, SourcePlan
from pipelines.survey.models import Column, Source
from pipelines.validate.personal import MOST, RULE, find_personal, personal_rules

SOURCE = Source(path="a.csv", columns={"Remarks": Column(use="metadata")})
REMARKS = ColumnPlan(0, "Remarks", "answer", "text")
NOTE = ColumnPlan(1, "Note", "metadata", "meta")
TIME = ColumnPlan(2, "Time", "submitted_at", "meta")
TOPIC = ColumnPlan(3, "Topic", "answer", "choice")
PLAN = SourcePlan("w1", 1, SOURCE, (REMARKS, NOTE, TIME, TOPIC), (), ())

PERSONAL = {
    "e-mail address": [
        "a@example.org", "Write to Ann.Lee+work@mail.example.co.uk.", "<a_b@example-site.eu>",
        "é.müller@münchen.de", "mailto:a@example.org?subject=x", "x@a.io,y@b.io", "A@EXAMPLE.ORG",
    ],
    "telephone number": [
        "+44 20 7946 0958", "call +49 (0)30 123456 now", "+1-202-555-0143", "0044 20 7946 0958",
        "+33123456789", "030 1234567", "(020) 7946 0958", "0171/1234567", "01 23 45 67 89",
        "01.23.45.67.89", "0612345678", "(202) 555-0143", "202-555-0143", "202.555.0143",
        "Tel.: 123456", "tel 12 34 56", "Fax: (1) 234 567", "Téléphone 555 12 34",
        "0171 - 123 45 67", "since 05.02.2030 under 0612345678",
    ],
    "IP address": [
        "192.168.1.10", "from 10.0.0.1:8080", "8.8.8.8.", "(255.255.255.255)",
        "2001:db8:85a3:0:0:8a2e:370:7334", "2001:db8::1", "[fe80::1]", "FD00::A1:2",
    ],
}  # fmt: skip

HARMLESS = [
    # dates, times, years
    "01/02/2030", "2030-02-01", "01.02.2030 - 05.02.2030", "01 02 2030", "12/31/2030 10:30",
    "2030-02-01 10:00:00", "2030-02-01T10:00:00Z", "2019 2020 2021", "2019-2020", "2019/2020",
    "phone survey 2019-2020", "12:30:45", "from 10:00 to 12:30", "2030 02 01", "05-06 2030",
    # postcodes
    "75001 Paris", "SW1A 1AA", "10115 Berlin", "1010 AB Amsterdam", "02134-1234", "20500-0003",
    # versions, sections, references
    "version 1.2.3.4", "v10.0.19041.1", "release 2.10.3", "section 4.1.2.3", "§ 1.2.3.4",
    "ISBN 978-0-306-40615-7", "isbn 0-306-40615-7", "1.2.3", "article 12.1.0.4",
    # prices and numbers
    "€ 1.200.000,00", "1,234,567.89", "EUR 12 500", "1 000 000", "+10 %", "+1 000 000",
    "0.123456789", "3.14159265358979", "-99", "100 000 000 people", "48.8566, 2.3522",
    "1 234 567 890",
    "256.1.1.1", "300.300.300.300", "1.1.1", "1.2.3.4.5", "12345678", "2 x 3 = 6",
    # at signs and colons that are something else
    "@towns", "meet @ 5", "a@b", "user@localhost", "5 @ 3.50", "std::vector", "10::20", "a::b",
    "1:2:3", "https://example.org/path?x=1", "town: housing", "ab:cd:ef", "00:1A:2B:3C:4D:5E",
    "", "Thank you!", "-", "?" * 50,
]  # fmt: skip


@pytest.fixture
def con() -> duckdb.DuckDBPyConnection:
    """A typed stage with nothing in it."""
    made = duckdb.connect()
    made.execute(
        f"CREATE TABLE {PLAN.staged} (source_row BIGINT, c0 VARCHAR, c1 VARCHAR, c2 VARCHAR, "
        "c3 VARCHAR)"
    )
    made.execute(f"CREATE TABLE {PLAN.leftover} (source_row BIGINT, position INTEGER, raw VARCHAR)")
    made.execute(f"CREATE TABLE {PLAN.inventory} (position INTEGER, raw VARCHAR, cells BIGINT)")
    return made


def put(con: duckdb.DuckDBPyConnection, *texts: str | None, column: str = "c0") -> None:
    con.executemany(
        f"INSERT INTO {PLAN.staged} (source_row, {column}) VALUES (?, ?)",
        list(enumerate(texts, start=2)),
    )


def kinds(con: duckdb.DuckDBPyConnection) -> list[str]:
    return [finding.kind for finding in find_personal(con, PLAN)]


@pytest.mark.parametrize(("kind", "text"), [(k, t) for k, texts in PERSONAL.items() for t in texts])
def test_personal_data_are_found(con: duckdb.DuckDBPyConnection, kind: str, text: str) -> None:
    put(con, text)
    assert kinds(con) == [kind]


@pytest.mark.parametrize("text", HARMLESS)
def test_other_numbers_and_signs_are_not(con: duckdb.DuckDBPyConnection, text: str) -> None:
    put(con, text)
    assert kinds(con) == []


def test_a_finding_names_the_place_and_hides_the_text(con: duckdb.DuckDBPyConnection) -> None:
    put(con, None, "ask ann@example.org or 0612345678", column="c1")
    found = find_personal(con, PLAN)
    assert [(one.column, str(one)) for one in found] == [
        (NOTE, "row 3: e-mail address a…@…"),
        (NOTE, "row 3: telephone number 06…"),
    ]


def answer_freely(con: duckdb.DuckDBPyConnection, text: str) -> None:
    """A cell that is none of the options, as the stage and its inventory hold it."""
    con.execute(f"INSERT INTO {PLAN.leftover} VALUES (7, 3, ?)", [text])
    con.execute(f"INSERT INTO {PLAN.inventory} VALUES (3, ?, 1)", [text])


def test_cells_that_go_to_quarantine_are_looked_at(con: duckdb.DuckDBPyConnection) -> None:
    answer_freely(con, "see 192.168.1.10")
    assert [(one.column, one.row) for one in find_personal(con, PLAN)] == [(TOPIC, 7)]


def test_times_of_submission_are_not_looked_at(con: duckdb.DuckDBPyConnection) -> None:
    put(con, "0612345678", column="c2")
    assert kinds(con) == []


def test_text_without_end_takes_no_time_to_speak_of(con: duckdb.DuckDBPyConnection) -> None:
    put(con, "a" * 200_000 + "@", "1" * 200_000, "+1 " * 100_000, "1:" * 100_000)
    assert kinds(con) == []


def test_findings_without_end_are_cut_off(con: duckdb.DuckDBPyConnection) -> None:
    con.execute(
        f"INSERT INTO {PLAN.staged} (source_row, c0) SELECT i, 'a@b.eu' FROM range(5000) r(i)"
    )
    assert len(find_personal(con, PLAN)) == MOST


def test_each_kept_column_has_a_rule_that_only_warns(con: duckdb.DuckDBPyConnection) -> None:
    put(con, "a@example.org", "fine", None)
    answer_freely(con, "see 192.168.1.10")
    rules = list(personal_rules(con, PLAN))
    assert [(rule.rule_id, rule.severity, rule.column) for rule in rules] == [
        (RULE, "warning", column) for column in (REMARKS, NOTE, TOPIC)
    ]
    assert [list(rule.inventory) for rule in rules] == [
        ["row 2: e-mail address a…@…"],
        [],
        ["row 7: IP address 19…"],
    ]
    assert rules[0].cells == 2
