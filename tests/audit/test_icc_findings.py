"""What the audit must find in the report on the ICC survey 2020, and what it must leave alone."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.audit.ledger import in_order
from tests.wave_run import Run
from tests.world import SQL

PROJECT = Path(__file__).parents[2]
Finding = tuple[str, str, str]

FAULTS = [
    # no count of 37 is 66% or 13%; with the eight still to start, both are percentages of 38
    ("percentages", "impossible", "24 of 37 is 65% (64.9), 25 of 37 is 68% (67.6)", "38 (25 “"),
    ("percentages", "impossible", "4 of 37 is 11% (10.8), 5 of 37 is 14% (13.5)", "38 (25 “"),
    # 41% with nine names is of 22; 23% of 22 is five, and four are named
    ("list_length", "contradicted", "23% of 22 (5), 4 named", "4 of 17 is 24% (23.5)"),
    # 23 use the Index, 15 are named who do not
    ("parts_sum", "contradicted", "62% of 37 (23)", "15 named", "at least 38 of 37"),
    # named among those that plan a campaign, but not in the list of all that do
    ("lists_inside", "contradicted", "Bradford", "complete list of 9"),
    ("lists_disjoint", "contradicted", "2 in both: Maribyrnong, Patras", "vague"),
    ("lists_disjoint", "contradicted", "1 in both: Vinnytsia"),
    ("lists_disjoint", "contradicted", "1 in both: Ioannina"),
    # all who completed the Index lately use it, but for the 15 who do not
    ("universals", "contradicted", "15 of them not in the second", "“recently” is read as"),
    ("universals", "contradicted", "4 known in the first set", "London Borough of Lewisham"),
    # words
    ("quantity_words", "contradicted", "15 of 37 is 41% (40.5)", "“vast majority” fits 25"),
    ("quantity_words", "contradicted", "18 different ones", "18 of 37 is 49% (48.6)", "“most”"),
    ("ranks", "contradicted", "13 named for", "but 14 named for", "communication officers"),
    # other cities answered: nothing shows that any changed that way
    ("comparisons", "unsupported", "of the 19 in both", "0 to +9 cities, 0 to +47 points"),
    ("comparisons", "unsupported", "of the 19 in both", "−14 to +8 cities, −74 to +42 points"),
    ("comparisons_within", "unsupported", "no number for either"),
    # launched in February, says the text; from January on, says the title
    ("same_statement", "contradicted", "2020-01-01 against 2020-02-01"),
]

SOUND = [
    ("percentages", "holds", "89% of 37: 33 of 37 is 89% (89.2)"),
    ("percentages", "holds", "78% of 41: 32 of 41 is 78% (78.0)"),
    ("percentages", "holds", "62% of 37: 23 of 37 is 62% (62.2)"),
    ("percentages", "holds", "80% of 41: 33 of 41 is 80% (80.5)"),
    ("percentages", "holds", "65% of 37: 24 of 37 is 65% (64.9)"),
    ("percentages", "holds", "41% of 22: 9 of 22 is 41% (40.9)"),
    ("parts_sum", "holds", "89% of 37 (33)", "4 “No”: 37 of 37"),
    ("parts_within", "holds", "8 different names in all", "the whole: 13"),
    ("list_length", "holds", "37 printed, 37 named"),
    ("quantity_words", "holds", "22 of 37 is 59% (59.5)", "“majority” fits 21 or more"),
    ("quantity_words", "holds", "24 of 37 is 65% (64.9)", "“most” fits 19 or more"),
    ("comparisons_within", "holds", "15 named against 15 named"),
]


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    project = tmp_path_factory.mktemp("icc")
    shutil.copytree(PROJECT / "survey", project / "survey")
    shutil.copytree(PROJECT / "data" / "raw", project / "data" / "raw")
    run = Run(project)
    for model in in_order(("audit.findings", "audit.cell_conservation")):
        schema, name = model.split(".")
        run.con.execute(f"CREATE SCHEMA IF NOT EXISTS {schema}")
        sql = (SQL / schema / f"{name}.sql").read_text(encoding="utf-8")
        run.con.execute(f"CREATE TABLE {model} AS {sql}")
    return run


@pytest.fixture(scope="module")
def findings(run: Run) -> list[Finding]:
    rows = run.rows(
        "SELECT check_id, verdict, arithmetic || ' | ' || explanation FROM audit.findings"
    )
    return [(row[0], row[1], row[2]) for row in rows]


@pytest.mark.parametrize("expected", [*FAULTS, *SOUND], ids=lambda expected: "-".join(expected[:3]))
def test_the_audit_finds(findings: list[Finding], expected: tuple[str, ...]) -> None:
    check, verdict, *words = expected
    texts = [text for name, found, text in findings if (name, found) == (check, verdict)]
    assert any(all(word in text for word in words) for text in texts), texts


def test_every_fault_found_is_a_known_one(findings: list[Finding]) -> None:
    faults = [row for row in findings if row[1] in ("contradicted", "impossible", "unsupported")]
    unknown = [
        (check, text)
        for check, verdict, text in faults
        if not any(
            (check, verdict) == known[:2] and all(word in text for word in known[2:])
            for known in FAULTS
        )
    ]
    # the names of Bradford's list are also one more than the percentage that they are a part of
    assert [check for check, _ in unknown] == ["parts_within"]
    assert "10 different names in all; the whole: 41% of 22 (9)" in unknown[0][1]


@pytest.mark.parametrize(
    "check",
    ["cells_balance", "findings_refer_to_claims", "findings_are_complete", "claims_have_findings"],
)
def test_no_promise_is_broken(run: Run, check: str) -> None:
    assert run.rows((SQL / "checks" / f"{check}.sql").read_text(encoding="utf-8")) == []


def test_each_source_file_is_in_the_books(run: Run) -> None:
    files = run.rows("SELECT wave, source_file, cells > 0, balanced FROM audit.cell_conservation")
    assert {row[0] for row in files} == {"2020", "2021"}
    assert {row[2:] for row in files} == {(True, True)}
