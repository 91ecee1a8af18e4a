"""All findings together, and the books of the source files."""

from __future__ import annotations

from typing import Any

import pytest

from tests.audit.ledger import Ledger, in_order, two_waves
from tests.world import SQL, World

CHECKS = ("findings_refer_to_claims", "findings_are_complete", "claims_have_findings")


def broken(world: World, check: str) -> list[dict[str, Any]]:
    """The rows that break a promise."""
    return world.rows((SQL / "checks" / f"{check}.sql").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def built() -> Ledger:
    ledger = two_waves(37, 41).ask("pool", "yes no")
    ledger.says("share", "share", 66, about="pool=yes")
    ledger.says("yes", "list", about="pool=yes", names="Northtown, Southport")
    ledger.says("no", "list", about="pool=no", names="Southport")
    ledger.says("moral", "statement").says("vague", "list", names="Eastham", vague=True)
    ledger.says("held_in", "date", word="fair", value_date="2020-06-01")
    ledger.con.execute("INSERT INTO input.integers SELECT * FROM range(42)")
    ledger.run(*in_order(("audit.findings",)))
    return ledger


def test_findings_are_those_of_every_check(built: Ledger) -> None:
    checks = {
        row["name"]
        for row in built.rows(
            "SELECT table_name AS name FROM duckdb_tables() "
            "WHERE schema_name = 'audit' AND starts_with(table_name, 'check_')"
        )
    }
    assert checks == {path.stem for path in (SQL / "audit").glob("check_*.sql")}
    total = sum(built.rows(f"SELECT count(*) AS n FROM audit.{name}")[0]["n"] for name in checks)
    assert built.rows("SELECT count(*) AS n FROM audit.findings") == [{"n": total}]


def test_a_finding_is_named_after_its_check_and_its_claims(built: Ledger) -> None:
    found = {row["finding_id"] for row in built.rows("SELECT finding_id FROM audit.findings")}
    assert {"percentages:2/share", "lists_disjoint:2/yes~2/no"} <= found


def test_what_no_check_can_take_is_said_to_be_so(built: Ledger) -> None:
    found = built.rows("SELECT claim_id, verdict FROM audit.findings WHERE check_id = 'none'")
    assert {row["claim_id"] for row in found} >= {"2/moral", "2/vague", "2/held_in"}
    assert {row["verdict"] for row in found} == {"not_checkable"}
    assert not {"2/share", "2/yes", "2/no"} & {row["claim_id"] for row in found}


def test_sound_findings_break_no_promise(built: Ledger) -> None:
    for check in CHECKS:
        assert broken(built, check) == []


@pytest.mark.parametrize(
    ("damage", "check"),
    [
        ("UPDATE audit.findings SET claim_id = '2/gone' WHERE check_id = 'percentages'",
         "findings_refer_to_claims"),
        ("UPDATE audit.findings SET related_claim_id = '2/gone' WHERE check_id = 'lists_disjoint'",
         "findings_refer_to_claims"),
        ("UPDATE audit.findings SET finding_id = 'same'", "findings_are_complete"),
        ("UPDATE audit.findings SET verdict = 'perhaps' WHERE check_id = 'percentages'",
         "findings_are_complete"),
        ("UPDATE audit.findings SET arithmetic = NULL WHERE check_id = 'percentages'",
         "findings_are_complete"),
        ("DELETE FROM audit.findings WHERE check_id = 'none'", "claims_have_findings"),
    ],
)  # fmt: skip
def test_damaged_findings_are_noticed(built: Ledger, damage: str, check: str) -> None:
    built.con.execute("BEGIN")
    built.con.execute(damage)
    rows = broken(built, check)
    built.con.execute("ROLLBACK")
    assert rows


def test_a_survey_without_ledgers_has_no_findings() -> None:
    ledger = Ledger().wave("1").ask("pool", "yes no").response("1", "Northtown")
    ledger.run(*in_order(("audit.findings",)))
    assert ledger.rows("SELECT * FROM audit.findings") == []


# ── cells ───────────────────────────────────────────────────────────────────────


def books(**changes: int) -> World:
    """A file of 3 rows and 2 columns, and one cell beyond the header."""
    world = World()
    key = {"wave": "1", "source_file": "a.csv"}
    file = {"rows": 3, "columns": 2}
    file |= {name: n for name, n in changes.items() if name in file}
    world.add("core.source_files", {"wave": "1", "path": "a.csv", **file})
    for column in ("id", "pool"):
        world.add("input.columns", key | {"source_column": column})
    cells = {"cells": 3, "loaded": 1, "rejected": 1, "ignored": 0, "blank": 1}
    cells |= {name: n for name, n in changes.items() if name in cells}
    none = dict.fromkeys(("loaded", "ignored", "blank"), 0)
    ids = {"cells": 3, "loaded": 3, "rejected": 0, "ignored": 0, "blank": 0}
    world.add("core.cell_fates", key | {"source_column": "id"} | ids)
    world.add("core.cell_fates", key | {"source_column": "pool"} | cells)
    beyond = {"source_column": "(column 3)", "cells": 1, "rejected": 1}
    world.add("core.cell_fates", key | beyond | none)
    return world.run("audit.cell_conservation")


def test_the_books_of_a_file_balance() -> None:
    world = books()
    assert world.rows("SELECT * FROM audit.cell_conservation") == [
        {
            "wave": "1", "source_file": "a.csv", "cells": 7, "loaded": 4, "rejected": 2,
            "ignored": 0, "blank": 1, "beyond_header": 1, "cells_in_file": 6, "balanced": True,
        }
    ]  # fmt: skip
    assert broken(world, "cells_balance") == []


@pytest.mark.parametrize(
    "wrong",
    [
        {"loaded": 2},  # a cell with two fates
        {"rejected": 0},  # a cell without a fate
        {"cells": 2, "loaded": 0},  # a cell that was never counted
        {"rows": 4},  # a row that was never read
        {"columns": 3},  # a column that was never read
    ],
)
def test_books_that_do_not_balance_are_noticed(wrong: dict[str, int]) -> None:
    assert [row["source_file"] for row in broken(books(**wrong), "cells_balance")] == ["a.csv"]


def test_a_file_whose_cells_nobody_counted_does_not_balance() -> None:
    world = World().add(
        "core.source_files", {"wave": "1", "path": "a.csv", "rows": 3, "columns": 2}
    )
    world.run("audit.cell_conservation")
    (row,) = world.rows("SELECT * FROM audit.cell_conservation")
    assert (row["cells"], row["cells_in_file"], row["balanced"]) == (0, 6, False)
