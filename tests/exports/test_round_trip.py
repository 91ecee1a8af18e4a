"""What is read back from each format is what the warehouse holds."""

from __future__ import annotations

import csv
from datetime import date, datetime
from pathlib import Path
from typing import Any

import duckdb
import openpyxl
import pyreadstat
import pytest

from pipelines.exports.states import STATES
from tests.exports.conftest import CLOSED, Exported
from tests.spreadsheet import from_text

WAVES = ("2030", "2031")
ANSWERS = (
    "(SELECT * FROM core.answers SEMI JOIN (FROM core.responses WHERE counted) USING (response_id))"
)
SOURCES = {
    "answers": ANSWERS,
    "questions": "core.questions",
    "question_waves": "core.question_waves",
    "options": "core.options",
    "option_waves": "core.option_waves",
    "waves": "core.waves",
    "respondents": "core.respondents",
    "results": "indicators.results",
    "option_shares": "indicators.option_shares",
    "numbers": "indicators.numbers",
    "series": "trends.series",
    "changes": "trends.changes",
    "mean_changes": "trends.mean_changes",
}
CODES = {each.id: each.code for each in STATES}
NUMBERS = {each.id: each.number for each in STATES}
LABELS = {each.id: each.label for each in STATES}


KEPT = {"n_effective", "weight_base", "weight_n", "p_exact", "p_mid", "p_holm", "value_number"}
"""Numbers that are no counts and stand on no base: shown whatever its size."""


def hidden(exported: Exported, name: str, row: dict[str, Any]) -> set[str]:
    """The ratios of a row whose base the base rules allow no percentage."""
    kinds = exported.con.execute(f"DESCRIBE SELECT * FROM {SOURCES[name]}").fetchall()
    ratios = {column for column, kind, *_ in kinds if kind == "DOUBLE"} - KEPT
    ratios |= {"members_low", "members_high"} & row.keys()
    of_panel = {c for c in ratios if c.startswith(("panel_", "entrants_", "leavers_"))}
    few = ratios - of_panel if row.get("shows") in ("names", "counts") else set()
    return few | (of_panel if row.get("panel_shows") != "percent" else set())


def expected(exported: Exported, name: str) -> tuple[list[str], list[dict[str, Any]]]:
    """The rows of the warehouse that may be read by anyone, and the columns they share."""
    rows = [
        row | dict.fromkeys(hidden(exported, name, row))
        for row in exported.rows(f"SELECT * FROM {SOURCES[name]}")
        if not {row.get(key) for key in ("question_id", "indicator_id", "measure_id")} & CLOSED
    ]
    assert rows, name
    return list(rows[0]), rows


@pytest.mark.parametrize("name", ["results", "option_shares", "numbers", "series", "changes"])
def test_a_ratio_is_left_out_where_its_base_is_small(exported: Exported, name: str) -> None:
    rows = duckdb.sql(f"FROM '{exported.folder / 'parquet' / name}.parquet'")
    (ratio,) = {"share", "mean", "change"} & set(rows.columns)
    told = rows.project(f"shows, {ratio} IS NOT NULL").distinct().fetchall()
    assert ("counts", True) not in told
    # of five and six towns no change is printed, as five are too few
    assert ("percent", True) in told or name == "changes"


def same(found: list[tuple[Any, ...]], wanted: list[tuple[Any, ...]]) -> bool:
    return sorted(found, key=repr) == sorted(wanted, key=repr)


def read_csv(file: Path) -> list[dict[str, str]]:
    """The cells, the apostrophes taken away."""
    with file.open(encoding="utf-8", newline="") as lines:
        return [
            {name: str(from_text(cell)) for name, cell in row.items()}
            for row in csv.DictReader(lines, strict=True)
        ]


def as_csv(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return "" if value is None else str(value)


# ── tables ──────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("name", SOURCES)
def test_csv_holds_the_rows_of_the_warehouse(exported: Exported, name: str) -> None:
    found = read_csv(exported.folder / "csv" / f"{name}.csv")
    columns, rows = expected(exported, name)
    columns = [column for column in columns if column in found[0]]
    # numbers are compared as numbers, not by how they are written
    kinds = exported.con.execute(f"DESCRIBE SELECT * FROM {SOURCES[name]}").fetchall()
    numbers = {column for column, kind, *_ in kinds if kind in ("DOUBLE", "BIGINT")}

    def cell(column: str, text: str) -> Any:
        return float(text) if column in numbers and text else text

    assert same(
        [tuple(cell(column, row[column]) for column in columns) for row in found],
        [tuple(cell(column, as_csv(row[column])) for column in columns) for row in rows],
    )


@pytest.mark.parametrize("name", SOURCES)
def test_parquet_holds_the_rows_of_the_warehouse(exported: Exported, name: str) -> None:
    file = exported.folder / "parquet" / f"{name}.parquet"
    cursor = duckdb.execute(f"SELECT * FROM '{file}'")
    written = [column[0] for column in cursor.description]
    found = [dict(zip(written, row, strict=True)) for row in cursor.fetchall()]
    columns, rows = expected(exported, name)
    columns = [column for column in columns if column in written]
    assert same(
        [tuple(row[column] for column in columns) for row in found],
        [tuple(row[column] for column in columns) for row in rows],
    )


@pytest.mark.parametrize("name", SOURCES)
def test_a_sheet_holds_the_rows_of_the_warehouse(exported: Exported, name: str) -> None:
    sheet = openpyxl.load_workbook(exported.folder / "towns.xlsx", read_only=True)[name]
    header, *cells = sheet.iter_rows(values_only=True)
    found = [dict(zip(header, map(from_sheet, row), strict=False)) for row in cells]
    columns, rows = expected(exported, name)
    columns = [column for column in columns if column in header]
    assert same(
        [tuple(row.get(column) for column in columns) for row in found],
        [tuple(number(row[column]) for column in columns) for row in rows],
    )


def from_sheet(cell: Any) -> Any:
    value = cell.date() if isinstance(cell, datetime) else number(cell)
    return from_text(value)


def number(value: Any) -> Any:
    """A number to the digits that every writer of spreadsheets keeps."""
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return value
    return float(f"{value:.14g}")


# ── responses ───────────────────────────────────────────────────────────────────


def coded(rows: list[dict[str, Any]], option: str | None = None) -> Any:
    """What an item says: a value, or its state as it is written in CSV."""
    state = rows[0]["state"]
    if option:
        selected = {row["option_id"]: row["selected"] for row in rows}
        return int(selected.get(option, False)) if state == "answered" else CODES[state]
    if state != "answered":
        return CODES[state]
    values = (rows[0]["option_id"], rows[0]["value_number"], rows[0]["value_date"])
    return next((value for value in values if value is not None), "answered")


@pytest.mark.parametrize("wave", WAVES)
def test_csv_has_a_row_for_each_response_and_a_cell_for_each_item(
    exported: Exported, wave: str
) -> None:
    rows = {
        row["respondent_id"]: row
        for row in read_csv(exported.folder / "csv" / f"responses_{wave}.csv")
    }
    items = exported.items(wave)
    assert set(rows) == {who for who, _ in items}
    for (who, question), item in items.items():
        options = [
            name for name in rows[who] if name.startswith(f"{question}:") and "::" not in name
        ]
        for column in options or [question]:
            option = column.partition(":")[2] or None
            assert rows[who][column] == str(coded(item, option)), (who, column)


def test_text_that_looks_like_a_formula_comes_back_from_csv(exported: Exported) -> None:
    texts = exported.rows("SELECT respondent_id, text FROM core.texts")
    wanted = {row["respondent_id"]: row["text"] for row in texts if row["text"]}
    assert "=1+1" in wanted.values()
    rows = read_csv(exported.folder / "csv" / "responses_2030.csv")
    assert {
        row["respondent_id"]: row["remarks::text"] for row in rows if row["remarks::text"]
    } == wanted
    raw = (exported.folder / "csv" / "responses_2030.csv").read_text(encoding="utf-8")
    assert "'=1+1" in raw
    assert ",=1+1" not in raw


@pytest.mark.parametrize("wave", WAVES)
def test_parquet_has_values_typed_and_states_beside_them(exported: Exported, wave: str) -> None:
    file = exported.folder / "parquet" / f"responses_{wave}.parquet"
    cursor = duckdb.execute(f"SELECT * FROM '{file}'")
    names = [column[0] for column in cursor.description]
    rows = {row[2]: dict(zip(names, row, strict=True)) for row in cursor.fetchall()}
    for (who, question), item in exported.items(wave).items():
        row = rows[who]
        assert row[f"{question}::state"] == item[0]["state"], (who, question)
        for column in (name for name in names if name.partition(":")[0] == question):
            if "::" not in column:
                value = coded(item, column.partition(":")[2] or None)
                assert row[column] == (None if value in CODES.values() else value), (who, column)


def test_a_sheet_of_responses_has_the_labels(exported: Exported) -> None:
    sheet = openpyxl.load_workbook(exported.folder / "towns.xlsx", read_only=True)["responses_2030"]
    labels, header, *rows = sheet.iter_rows(values_only=True)
    assert labels[header.index("strategy")] == "Does your town have a strategy?"
    offered = {
        (row["question_id"], row["option_id"]): row["label"]
        for row in exported.rows("SELECT * FROM core.option_waves WHERE wave = '2030'")
    }
    cells = {row[header.index("respondent_id")]: row for row in rows}
    seen = set()
    for (who, question), item in exported.items("2030").items():
        if question not in header:
            continue
        cell = from_sheet(cells[who][header.index(question)])
        state, option = item[0]["state"], item[0]["option_id"]
        wanted = coded(item)
        if wanted in CODES.values():
            said = offered.get((question, option)) if option else None
            wanted = f"({said or LABELS[state]})"
        elif option:
            wanted = offered[question, option]
        assert cell == ("Answered" if wanted == "answered" else wanted), (who, question)
        seen.add(question)
    assert seen == {"strategy", "staff", "remarks", "since", "1-not"}


# ── SPSS ────────────────────────────────────────────────────────────────────────


def test_spss_has_every_value_and_every_state_as_user_missing(exported: Exported) -> None:
    file = exported.folder / "spss" / "responses_2030.sav"
    frame, meta = pyreadstat.read_sav(file, user_missing=True, disable_datetime_conversion=True)
    book = {row["column_name"]: row for row in read_csv(exported.folder / "csv" / "codebook.csv")
            if row["wave"] == "2030"}  # fmt: skip
    position = {
        (row["question_id"], row["option_id"]): row["position"]
        for row in exported.rows("SELECT * FROM core.options")
    }
    rows = {row["respondent_id"]: row for row in frame.to_dict("records")}
    items = exported.items("2030")
    checked = 0
    for column, entry in book.items():
        name = entry["spss_name"]
        if entry["kind"] == "text":
            continue
        low, high = int(entry["spss_missing_low"]), int(entry["spss_missing_high"])
        assert meta.missing_ranges[name] == [{"lo": low, "hi": high}]
        assert meta.column_names_to_labels[name] == entry["label"]
        for (who, question), item in items.items():
            if question == entry["question_id"]:
                value = coded(item, entry["option_id"] or None)
                state = item[0]["state"]
                if value in CODES.values():
                    wanted = float(NUMBERS[state] * (low // -98))
                elif isinstance(value, date):
                    wanted = (value - date(1582, 10, 14)).days * 86400.0
                else:
                    option = item[0]["option_id"] if entry["kind"] == "choice" else None
                    wanted = position[question, option] if option else value
                    wanted = 1.0 if wanted == "answered" else float(wanted)
                assert rows[who][name] == wanted, (who, column)
                checked += 1
    assert checked == sum(1 for entry in book.values() if entry["kind"] != "text" for _ in rows)


def test_spss_has_the_labels_of_options_and_states(exported: Exported) -> None:
    _, meta = pyreadstat.read_sav(exported.folder / "spss" / "responses_2030.sav")
    strategy = meta.variable_value_labels["strategy"]
    assert (strategy[1], strategy[2], strategy[-92]) == ("Yes", "No", "Don't know")
    assert {strategy[each.number] for each in STATES} == {each.label for each in STATES}
    assert meta.variable_value_labels["topics.sports"][1] == "Chosen"
    assert meta.variable_measure["q1_not"] == "ordinal"


def test_a_number_in_the_range_of_the_states_moves_the_range(exported: Exported) -> None:
    file = exported.folder / "spss" / "responses_2030.sav"
    frame, _ = pyreadstat.read_sav(file)
    assert -95 in set(frame["staff"]), "an answer is no missing value"
    _, meta = pyreadstat.read_sav(file, user_missing=True)
    assert meta.missing_ranges["staff"] == [{"lo": -980, "hi": -910}]


def test_readers_that_know_of_no_states_see_missing_values(exported: Exported) -> None:
    frame, _ = pyreadstat.read_sav(exported.folder / "spss" / "responses_2030.sav")
    assert frame.loc[frame["respondent_id"] == "fenwick", "strategy"].isna().all()
