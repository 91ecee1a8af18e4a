"""The table of main figures that the Dagster UI shows."""

from __future__ import annotations

from pipelines.report.preview import main_figures
from tests.report.made_up import made_up


def test_numbers_are_those_of_the_report_and_bounds_stay_bounds() -> None:
    con = made_up().con
    table = main_figures(con)
    lines = {line.split(" | ")[0].strip("| "): line for line in table.splitlines()}
    assert next(iter(lines.values())) == "| Indicator | 2019 | 2020 |"
    printed = dict(con.execute("SELECT figure_id, text FROM report.figures").fetchall())
    told = con.execute(
        "SELECT title, wave, indicator_id FROM report.indicators "
        "WHERE preferred AND source = 'responses' AND phrase = 'exact' AND shows = 'percent'"
    ).fetchall()
    assert told
    for title, wave, indicator in told:
        n, base, share = (
            printed[f"{wave}.indicator.{indicator}.{measure}"] for measure in ("n", "base", "share")
        )
        assert f"{n} of {base} ({share})" in lines[title]


def test_without_answers_it_says_so() -> None:
    con = made_up().con
    con.execute("DELETE FROM report.indicators")
    assert main_figures(con) == "No indicator has a figure yet."


def test_what_is_known_in_no_wave_takes_no_row() -> None:
    con = made_up().con
    con.execute("DELETE FROM report.indicators WHERE source = 'published'")
    [[indicator, title]] = con.execute(
        "SELECT indicator_id, title FROM report.indicators WHERE phrase = 'exact' LIMIT 1"
    ).fetchall()
    assert title in main_figures(con)
    con.execute(
        "UPDATE report.indicators SET phrase = 'unknown' WHERE indicator_id = ?", [indicator]
    )
    unknown = con.execute(
        "SELECT count(*) FROM report.indicators WHERE preferred AND phrase = 'unknown'"
    ).fetchone()
    assert unknown
    table = main_figures(con)
    assert title not in table
    assert f"Of {unknown[0]} more nothing is known." in table
