"""datapackage.json keeps the rules of the Data Package standard 2.0, and the files are there."""

from __future__ import annotations

import csv
import hashlib
import json
from typing import Any

import duckdb
import openpyxl
import pyreadstat
import pytest

from pipelines.exports.about import about
from pipelines.exports.states import STATES
from tests.exports.conftest import Exported
from tests.small_survey import SmallSurvey

TYPES = {"string", "integer", "number", "boolean", "date"}


@pytest.fixture(scope="module")
def package(exported: Exported) -> dict[str, Any]:
    text = (exported.folder / "datapackage.json").read_text(encoding="utf-8")
    found: dict[str, Any] = json.loads(text)
    return found


def tables(package: dict[str, Any]) -> list[dict[str, Any]]:
    return [each for each in package["resources"] if each.get("type") == "table"]


def test_it_says_what_it_is(package: dict[str, Any]) -> None:
    assert package["$schema"] == "https://datapackage.org/profiles/2.0/datapackage.json"
    assert package["name"] == "towns"
    assert package["contributors"] == [{"title": "Office of Made-up Towns", "roles": ["publisher"]}]
    assert package["created"].endswith("Z")


def test_every_file_is_listed_once_with_size_and_checksum(
    exported: Exported, package: dict[str, Any]
) -> None:
    resources = package["resources"]
    assert len({each["name"] for each in resources}) == len(resources)
    listed = {each["path"] for each in resources}
    lying = {
        file.relative_to(exported.folder).as_posix()
        for file in exported.folder.rglob("*")
        if file.is_file()
    }
    assert lying == listed | {"datapackage.json", "README.md"}
    for each in resources:
        content = (exported.folder / each["path"]).read_bytes()
        assert each["bytes"] == len(content)
        assert each["hash"] == f"sha256:{hashlib.sha256(content).hexdigest()}"
        assert each["format"] == each["path"].rpartition(".")[2]


def test_the_fields_of_a_table_are_the_header_of_its_file(
    exported: Exported, package: dict[str, Any]
) -> None:
    assert len(tables(package)) == 21
    for table in tables(package):
        content = (exported.folder / table["path"]).read_bytes()
        header = next(csv.reader(content.decode("utf-8").splitlines()))
        assert [field["name"] for field in table["schema"]["fields"]] == header, table["name"]
        assert not content.startswith(b"\xef\xbb\xbf")
        assert content.endswith(b"\r\n")


def test_fields_have_types_and_missing_values_labels(package: dict[str, Any]) -> None:
    fields = [field for table in tables(package) for field in table["schema"]["fields"]]
    assert {field["type"] for field in fields} == TYPES
    for field in fields:
        values = [each["value"] for each in field.get("missingValues", [])]
        assert len(set(values)) == len(values)
        assert all(each["label"] for each in field.get("missingValues", []))
        expected = {"string": str, "integer": int}.get(field["type"], object)
        for category in field.get("categories", []):
            assert isinstance(category["value"], expected)
            assert category["value"] not in values


def test_every_state_is_a_labelled_missing_value(package: dict[str, Any]) -> None:
    (table,) = (each for each in tables(package) if each["name"] == "responses_2030")
    (strategy,) = (each for each in table["schema"]["fields"] if each["name"] == "strategy")
    assert [each["value"] for each in strategy["missingValues"]] == [
        "",
        *(each.code for each in STATES),
    ]
    assert strategy["categories"] == [
        {"value": "yes", "label": "Yes"},
        {"value": "no", "label": "No"},
    ]


def test_keys_are_unique_and_references_are_met(
    exported: Exported, package: dict[str, Any]
) -> None:
    rows = {}
    for table in tables(package):
        with (exported.folder / table["path"]).open(encoding="utf-8", newline="") as lines:
            rows[table["name"]] = list(csv.DictReader(lines))
    for table in tables(package):
        own = rows[table["name"]]
        if key := table["schema"].get("primaryKey"):
            assert len({tuple(row[name] for name in key) for row in own}) == len(own)
        for foreign in table["schema"].get("foreignKeys", []):
            other = foreign["reference"]
            there = {
                tuple(row[name] for name in other["fields"]) for row in rows[other["resource"]]
            }
            here = {tuple(row[name] for name in foreign["fields"]) for row in own}
            assert here <= there, (table["name"], foreign)


# ── what it says of its data ────────────────────────────────────────────────────


def test_made_up_data_say_so_in_package_workbook_and_spss(
    exported: Exported, package: dict[str, Any]
) -> None:
    assert package["description"].startswith("SYNTHETIC: these data are made up")
    sheet = openpyxl.load_workbook(exported.folder / "towns.xlsx", read_only=True)["README"]
    cells = [str(cell) for row in sheet.iter_rows(values_only=True) for cell in row]
    assert any(cell.startswith("SYNTHETIC: these data are made up") for cell in cells)
    _, meta = pyreadstat.read_sav(exported.folder / "spss" / "responses_2031.sav")
    assert meta.file_label == "SYNTHETIC 2031 Survey of towns"
    assert "made up" in " ".join(meta.notes)


def test_a_parquet_file_says_so_alone(exported: Exported) -> None:
    for file in (exported.folder / "parquet").glob("*.parquet"):
        told = duckdb.execute("SELECT key, value FROM parquet_kv_metadata(?)", [str(file)])
        about = {key.decode(): value.decode() for key, value in told.fetchall()}
        assert about["description"].startswith("SYNTHETIC: these data are made up")
        assert about["title"]


def test_a_reconstructed_wave_says_so() -> None:
    world = SmallSurvey().wave("1", "reconstructed", title="First").wave("2").build("core.waves")
    told = about(world.con, "20300101T000000.000000Z-0000")
    assert told.description.startswith("RECONSTRUCTED: the export of wave 1 (First) is lost.")
    assert told.mark("1") == "RECONSTRUCTED "
    assert told.mark("2") == ""
    assert told.created == "2030-01-01T00:00:00Z"


def test_the_rule_for_dangerous_text_is_in_the_package(package: dict[str, Any]) -> None:
    assert "take one apostrophe away" in package["description"]
