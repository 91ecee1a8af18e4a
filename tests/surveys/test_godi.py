"""The Global Open Data Index 2013 to 2015: a registry, three file formats, a weighted score.

The figures are those that its places.csv, datasets.csv and summary.csv publish; from them
the ledgers are written that the audit holds to the answers.
"""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from pipelines.commands.raw import accept
from tests.surveys.real import DATA, Warehouse, needs, write_project
from tests.wave_run import Run

GODI = DATA / "godi"
RAW = {
    "2013": GODI / "wide" / "godi_2013.csv",
    "2014": GODI / "wide" / "godi_2014.csv",
    "2015": GODI / "wide" / "godi_2015.xlsx",
}
SCORES = {"2013": "score_2013", "2014": "score_2014", "2015": "score"}
COUNTS = {"2013": "value_2013", "2014": "value_2014", "2015": "value"}
LOST = {"mt", "pl", "sa", "sg"}
"""Places of 2014 that its file lacks."""

pytestmark = needs("godi")


def table(name: str) -> list[dict[str, str]]:
    """A published table."""
    with (GODI / name).open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def claims(wave: str) -> Iterator[dict[str, Any]]:
    """What was published of a wave: number of places, scores of places and data sets."""
    number = next(row for row in table("summary.csv") if row["id"] == "places_count")
    places = int(number[COUNTS[wave]])
    yield {"id": "places", "kind": "base", "value": places, "quote": f"Number of Places {places}"}
    for row in table("places.csv"):
        if score := float(row[SCORES[wave]] or 0):  # 0: not assessed
            yield {
                "id": row["id"],
                "kind": "score",
                "indicator": "openness",
                "respondents": [row["id"]],
                "value": score,
                "quote": f"{row['name']} {score:g}",
            }
    for row in table("datasets.csv"):
        if score := float(row[SCORES[wave]] or 0):
            yield {
                "id": f"set_{row['id']}",
                "kind": "score",
                "indicator": row["id"],
                "value": score,
                "quote": f"{row['title']} {score:g}",
            }


def write_ledgers(project: Path) -> None:
    """published/<wave>.yml from the published tables."""
    for wave in RAW:
        ledger = {
            "wave": wave,
            "title": f"Global Open Data Index {wave}",
            "source": "places.csv, datasets.csv and summary.csv of the index",
            "claims": [{"section": "index", **claim} for claim in claims(wave)],
        }
        file = project / "survey" / "published" / f"{wave}.yml"
        file.parent.mkdir(exist_ok=True)
        text = yaml.safe_dump(ledger, allow_unicode=True, sort_keys=False)
        file.write_text(text, encoding="utf-8")


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Warehouse:
    """The three waves with what was published of them."""
    project = write_project(tmp_path_factory.mktemp("godi"), "godi", RAW)
    write_ledgers(project)
    return Warehouse(project)


def test_three_formats_are_read(index: Warehouse) -> None:
    files = "SELECT reader, encoding, rows, columns FROM core.source_files ORDER BY wave"
    assert index.rows(files) == [
        ("csv", "utf-8", 60, 93),
        ("csv", "cp1252", 93, 93),
        ("xlsx", "utf-8", 122, 120),
    ]


def test_no_cell_is_lost_and_no_promise_broken(index: Warehouse) -> None:
    assert index.value("SELECT count(*) FROM core.rejected_cells") == 0
    assert index.unbalanced() == []
    assert index.broken_promises() == {}


def test_one_registry_names_the_places_of_every_year(index: Warehouse) -> None:
    counted = "SELECT wave, count(*) FROM core.responses WHERE counted GROUP BY wave ORDER BY wave"
    assert index.rows(counted) == [("2013", 60), ("2014", 93), ("2015", 122)]
    assert index.value("SELECT count(*) FROM core.respondents") == 140


def test_48_places_are_in_every_year(index: Warehouse) -> None:
    panel = (
        "SELECT count(*) FROM (SELECT respondent_id FROM core.responses WHERE counted "
        "GROUP BY respondent_id HAVING count(DISTINCT wave) = 3)"
    )
    assert index.value(panel) == 48


def test_the_names_in_each_file_are_those_of_the_registry(index: Warehouse) -> None:
    """Ivory Coast's has a letter that is not ASCII, in three encodings."""
    other = (
        "SELECT m.value FROM core.response_metadata AS m JOIN core.responses USING (response_id) "
        "JOIN core.respondents AS r USING (respondent_id) "
        "WHERE m.source_column = 'name' AND trim(m.value) <> r.name"
    )
    assert index.rows(other) == []
    assert index.value("SELECT name FROM core.respondents WHERE respondent_id = 'ci'") == (
        "C\u00f4te d'Ivoire"
    )


def test_274_of_275_scores_come_out_and_the_other_is_a_finding(index: Warehouse) -> None:
    found = {
        claim: verdict for claim, verdict in index.verdicts("score").items() if "set_" not in claim
    }
    answered = {claim: verdict for claim, verdict in found.items() if verdict != "not_checkable"}
    assert Counter(answered.values()) == {"holds": 274, "contradicted": 1}
    assert answered["2014/gr"] == "contradicted"
    assert set(found) - set(answered) == {f"2014/{place}" for place in LOST}


def test_the_finding_shows_the_sum(index: Warehouse) -> None:
    words = "SELECT arithmetic FROM audit.findings WHERE claim_id = '2014/gr'"
    assert index.value(words) == "38 printed; Greece: 330 of 1000 points, 33"


@pytest.mark.parametrize(
    ("place", "scores"),
    [("tw", [42, 67, 78]), ("gb", [94, 97, 76]), ("dk", [87, 83, 70])],
)
def test_scores_of_a_place(index: Warehouse, place: str, scores: list[int]) -> None:
    rounded = (
        "SELECT CAST(floor(score + 0.5) AS INTEGER) FROM indicators.scores "
        f"WHERE indicator_id = 'openness' AND respondent_id = '{place}' ORDER BY wave"
    )
    assert [score for (score,) in index.rows(rounded)] == scores


def test_scores_of_data_sets(index: Warehouse) -> None:
    found = {c: verdict for c, verdict in index.verdicts("score").items() if "set_" in c}
    assert Counter(claim[:4] for claim in found) == {"2013": 10, "2014": 10, "2015": 13}
    assert [claim for claim, verdict in found.items() if verdict != "holds"] == ["2014/set_map"]


def test_the_denominator_grows_with_the_data_sets(index: Warehouse) -> None:
    asked = "SELECT n_questions, max_points FROM indicators.score_means WHERE indicator_id = '{}'"
    assert index.rows(asked.format("openness") + " ORDER BY wave") == [
        (90, 1000),
        (90, 1000),
        (117, 1300),
    ]
    assert index.rows(asked.format("timetables") + " ORDER BY wave") == [(9, 100), (9, 100)]


def test_the_places_that_the_file_of_2014_lacks_are_a_finding(index: Warehouse) -> None:
    found = index.verdicts("base")
    assert found == {"2013/places": "holds", "2014/places": "contradicted", "2015/places": "holds"}


# ── entries.csv: the same answers, a row for each place, data set and year ────────

EVERY_CELL = """
    SELECT year || ' ' || place || ' ' || dataset || '_' || question AS item, answer
    FROM (UNPIVOT entries ON
        "exists", digital, public, online, free, machinereadable, bulk, openlicense, uptodate
        INTO NAME question VALUE answer)
"""
LOADED = """
    SELECT wave || ' ' || respondent_id || ' ' || question_id AS item,
        CASE state WHEN 'dont_know' THEN 'Unsure' ELSE label END AS answer
    FROM core.answers LEFT JOIN core.options USING (question_id, option_id)
    WHERE state <> 'no_answer'
"""


@pytest.fixture(scope="module")
def entries(index: Warehouse) -> Warehouse:
    """The warehouse with the table `entries`: entries.csv without its exact copies, counted."""
    index.con.execute(
        "CREATE TABLE entries AS SELECT *, count(*) - 1 AS copies "
        f"FROM read_csv('{GODI / 'entries.csv'}', all_varchar = true) GROUP BY ALL"
    )
    return index


def test_without_its_duplicates_the_long_file_says_what_was_loaded(entries: Warehouse) -> None:
    assert entries.value("SELECT sum(copies) FROM entries") == 41
    assert entries.value(f"SELECT count(*) FROM ({EVERY_CELL})") == 3112 * 9
    assert entries.rows(f"({EVERY_CELL}) EXCEPT ({LOADED})") == []
    assert entries.rows(f"({LOADED}) EXCEPT ({EVERY_CELL})") == []


def test_the_duplicates_of_2013_are_what_the_file_of_2014_lacks(entries: Warehouse) -> None:
    """Ten data sets of the four places, and the budget of the one whose score is a finding."""
    copies = entries.rows("SELECT year, place, dataset FROM entries WHERE copies = 1")
    assert {year for year, _, _ in copies} == {"2013"}
    assert Counter(place for _, place, _ in copies) == {"gr": 1, **dict.fromkeys(LOST, 10)}
    blank = (
        "SELECT respondent_id, question_id FROM core.answers WHERE wave = '2014' "
        "AND state = 'no_answer' AND first_of_item"
    )
    assert {(who, question.split("_")[0]) for who, question in entries.rows(blank)} == {
        ("gr", dataset) for _, place, dataset in copies if place == "gr"
    }


def test_with_them_the_scores_of_2014_would_come_out(entries: Warehouse) -> None:
    gained = (
        "SELECT place, coalesce(any_value(s.points), 0) + sum(CAST(e.score AS DOUBLE)) "
        "FROM entries AS e LEFT JOIN indicators.scores AS s ON e.place = s.respondent_id "
        "AND s.wave = '2014' AND s.indicator_id = 'openness' WHERE e.copies = 1 GROUP BY place"
    )
    published = {row["id"]: float(row["score_2014"] or 0) for row in table("places.csv")}
    found = {place: (points + 5) // 10 for place, points in entries.rows(gained)}
    assert found == {place: published[place] for place in (*LOST, "gr")}


# ── the same places twice in one file ─────────────────────────────────────────────


def test_places_that_stand_twice_in_a_file_count_once(tmp_path: Path) -> None:
    project = write_project(tmp_path, "godi", {"2013": RAW["2013"]})
    for wave in ("2014", "2015"):
        (project / "survey" / "waves" / f"{wave}.yml").unlink()
    with (project / "survey" / "waves" / "2013.yml").open("a", encoding="utf-8") as stream:
        stream.write("duplicates: first\n")
    file = project / "data" / "raw" / "2013" / "godi_2013.csv"
    lines = file.read_text(encoding="utf-8").splitlines()
    again = [line for line in lines if line.split(",")[0] in LOST]
    file.write_text("\n".join([*lines, *again]), encoding="utf-8")
    accept(project, "2013")
    run = Run(project)
    counted = "SELECT counted, count(*) FROM core.responses GROUP BY counted ORDER BY counted"
    assert run.rows(counted) == [(False, 4), (True, 60)]
    others = "SELECT respondent_id, source_row > 61 FROM core.responses WHERE NOT counted"
    assert dict(run.rows(others)) == dict.fromkeys(LOST, True)
    assert run.rows("SELECT count(DISTINCT why_not_counted) FROM core.responses") == [(1,)]
    assert run.unbalanced() == []
