"""report.figures and the models under it."""

from __future__ import annotations

from typing import Any

import pytest

from tests.report.made_up import REPORT, made_up
from tests.world import World


@pytest.fixture(scope="module")
def world() -> World:
    return made_up()


def figure(world: World, figure_id: str) -> dict[str, Any]:
    rows = world.rows(f"SELECT * FROM report.figures WHERE figure_id = '{figure_id}'")
    assert len(rows) == 1, f"{figure_id}: {len(rows)} rows"
    return rows[0]


def printed(of: str = "wave", **columns: Any) -> str:
    """The text that report.figures gives to a single number."""
    names = {
        "figure_id": "f", "wave": "w", "kind": "option", "measure": "n", "label": "l",
        "question_id": None, "option_id": None, "indicator_id": None, "claim_id": None,
        "unit": "count", "value": None, "base": None, "k": None, "sql_model": "m",
        "sql_column": "c", "row_key": "r",
    } | ({"denominator": None} if of == "change" else {}) | columns  # fmt: skip
    world = World()
    world.con.execute("CREATE SCHEMA report")
    kinds = {"value": "DOUBLE", "base": "BIGINT", "k": "BIGINT", "denominator": "BIGINT"}
    common = [name for name in names if name != "denominator"]
    for model in ("answer", "wave", "change"):
        columns_of = [*common, "denominator"] if model == "change" else common
        spec = ", ".join(f"{name} {kinds.get(name, 'VARCHAR')}" for name in columns_of)
        world.con.execute(f"CREATE TABLE report.{model}_figures ({spec})")
    marks = ", ".join("?" * len(names))
    world.con.execute(
        f"INSERT INTO report.{of}_figures ({', '.join(names)}) VALUES ({marks})",
        list(names.values()),
    )
    text: str = world.run("report.figures").rows("SELECT text FROM report.figures")[0]["text"]
    return text


@pytest.mark.parametrize(
    ("k", "base", "text"),
    [(33, 37, "89%"), (1, 8, "13%"), (1, 200, "1%"), (0, 37, "0%"), (37, 37, "100%")],
)
def test_percentages_are_rounded_half_up_on_integers(k: int, base: int, text: str) -> None:
    assert printed(unit="percent", value=k / base, base=base, k=k) == text


@pytest.mark.parametrize(
    ("k", "denominator", "text"),
    [(4, 19, "+21"), (-4, 19, "−21"), (1, 8, "+13"), (-1, 8, "−13"), (0, 19, "0"), (-1, 400, "0")],
)
def test_percentage_points_are_rounded_half_away_from_zero_on_integers(
    k: int, denominator: int, text: str
) -> None:
    assert printed(
        "change", unit="points", value=k / denominator, k=k, denominator=denominator
    ) == (text)


@pytest.mark.parametrize(("share", "text"), [(0.125, "13%"), (0.29, "29%"), (0.555, "56%")])
def test_weighted_shares_are_rounded_from_nine_decimals(share: float, text: str) -> None:
    assert printed(unit="percent", value=share, base=200) == text


@pytest.mark.parametrize(
    ("count", "text"),
    [(0, "0"), (999, "999"), (1000, "1,000"), (140015, "140,015"), (2000030, "2,000,030")],
)
def test_large_counts_are_grouped_by_thousands(count: int, text: str) -> None:
    assert printed(value=count) == text


@pytest.mark.parametrize(
    ("value", "text"), [(2.9459, "2.9"), (3.0, "3"), (-1.25, "−1.3"), (-0.01, "0"), (0.05, "0.1")]
)
def test_numbers_have_one_decimal_at_most(value: float, text: str) -> None:
    assert printed(unit="number", value=value) == text


@pytest.mark.parametrize(("value", "text"), [(0.66, "66%"), (0.375, "37.5%")])
def test_published_percentages_stand_as_they_were_printed(value: float, text: str) -> None:
    assert printed(unit="percent as printed", value=value) == text


def test_what_may_not_be_printed_is_a_dash() -> None:
    assert printed(unit="percent", value=None, base=37) == "—"


def test_figure_ids_are_unique(world: World) -> None:
    rows = world.rows("SELECT count(*) AS n, count(DISTINCT figure_id) AS d FROM report.figures")
    assert rows[0]["n"] == rows[0]["d"] > 200


def test_every_row_key_leads_to_a_row_of_its_model(world: World) -> None:
    for row in world.rows("SELECT figure_id, sql_model, row_key, sql_column FROM report.figures"):
        pairs = [pair.split("=", 1) for pair in row["row_key"].split(", ")]
        condition = " AND ".join(f"{name} = '{value}'" for name, value in pairs)
        found = world.rows(f"SELECT * FROM {row['sql_model']} WHERE {condition}")
        assert found, row["figure_id"]


def test_a_share_of_unknown_answers_has_no_value(world: World) -> None:
    found = figure(world, "2020.option.tool.working.share")
    assert (found["value"], found["text"]) == (None, "—")


def test_bounds_are_counts_of_the_known_and_of_the_known_and_unknown(world: World) -> None:
    values = [
        figure(world, f"2020.option.tool.working.{measure}")["value"]
        for measure in ("n", "n_high", "base")
    ]
    assert values == [4, 28, 36]


def test_under_the_base_for_percentages_a_share_is_not_printed(world: World) -> None:
    assert figure(world, "2020.option.migrants.yes.share")["text"] == "—"
    assert figure(world, "2020.option.migrants.yes.n")["text"] == "3"


@pytest.mark.parametrize(
    ("size", "shows", "bar"),
    [(4, "names", False), (9, "counts", False), (29, "percent", False), (30, "percent", True)],
)
def test_the_size_decides_what_is_shown(size: int, shows: str, bar: bool) -> None:
    world = made_up()
    world.con.execute(
        "UPDATE indicators.option_shares SET size = ?, shows = ? WHERE question_id = 'strategy'",
        [size, shows],
    )
    rows = world.run("report.options").rows(
        "SELECT DISTINCT shows, bar FROM report.options WHERE question_id = 'strategy'"
    )
    assert rows == [{"shows": shows, "bar": bar}]


def test_a_list_of_those_who_chose_is_as_long_as_its_number(world: World) -> None:
    rows = world.rows("""
        SELECT o.question_id, o.option_id FROM report.options AS o
        LEFT JOIN report.names AS n ON o.wave = n.wave AND o.question_id = n.question_id
            AND o.option_id = n.option_id AND n.list = 'chosen'
        GROUP BY o.question_id, o.option_id, o.n HAVING count(n.respondent_id) <> o.n
    """)
    assert rows == []


def test_names_are_kept_back_where_the_registry_does_not_identify_respondents() -> None:
    world = made_up()
    world.con.execute("UPDATE input.survey SET identified_by = 'key'")
    world.run(*REPORT)
    assert world.rows("SELECT * FROM report.names") == []
    assert world.rows("SELECT * FROM report.respondents") == []


def test_what_is_ruled_out_is_a_list_of_its_own_and_no_choice(world: World) -> None:
    rows = world.rows("""
        SELECT list, count(*) AS n FROM report.names WHERE question_id = 'academies' GROUP BY list
        ORDER BY list
    """)
    assert rows == [{"list": "chosen", "n": 8}, {"list": "ruled_out", "n": 29}]


def test_who_has_one_option_left_is_named_among_those_who_chose_it() -> None:
    world = made_up()
    world.con.execute("""
        INSERT INTO indicators.options_left
        SELECT wave, question_id, min(response_id), 'last', 1 FROM core.answers
        WHERE question_id = 'academies' AND NOT selected GROUP BY wave, question_id
    """)
    world.run("report.names")
    found = world.rows("""
        SELECT n.list, n.option_id FROM report.names AS n
        JOIN core.responses AS r USING (wave, respondent_id)
        JOIN indicators.options_left AS l USING (response_id, question_id) ORDER BY 1
    """)
    assert [tuple(row.values()) for row in found] == [
        ("chosen", "last"),
        ("ruled_out", "highest"),
    ]


def test_responses_that_are_not_counted_are_in_no_list_and_no_number() -> None:
    world = made_up()
    world.con.execute("UPDATE core.responses SET counted = FALSE WHERE response_id = 2")
    world.run(*REPORT)
    assert figure(world, "2020.wave.responses")["value"] == 36
    assert world.rows("SELECT * FROM report.names WHERE name = 'Alderbrook'") == []


def test_who_answered_both_is_counted_where_both_lists_are_known_else_as_published(
    world: World,
) -> None:
    rows = world.rows(
        "SELECT other_wave, n, n_only, source FROM report.panels WHERE wave = '2020' ORDER BY 1"
    )
    assert rows == [
        {"other_wave": "2019", "n": 19, "n_only": 18, "source": "published"},
        {"other_wave": "2021", "n": 23, "n_only": 14, "source": "responses"},
    ]


def test_waves_without_a_common_respondent_have_a_panel_of_none() -> None:
    world = made_up()
    world.con.execute(
        "DELETE FROM core.responses WHERE wave = '2021' AND respondent_id IN "
        "(SELECT respondent_id FROM core.responses WHERE wave = '2020')"
    )
    world.run("report.waves", "report.panels")
    assert world.rows(
        "SELECT n FROM report.panels WHERE wave = '2021' AND other_wave = '2020'"
    ) == [{"n": 0}]


def test_findings_come_in_the_order_of_the_report(world: World) -> None:
    rows = world.rows("SELECT claim_id FROM report.findings ORDER BY position")
    order = ["responses", "strategy", "strategy-before", "tool", "tool", "visits"]
    assert [row["claim_id"] for row in rows] == [f"2020/{claim}" for claim in order]


def test_broken_statements_are_counted_once_however_many_findings_they_have(world: World) -> None:
    assert figure(world, "2020.finding.broken.n")["value"] == 5
    assert figure(world, "2020.finding.broken.claims")["value"] == 4
    assert figure(world, "2020.finding.any.claims")["value"] == 8


def test_a_multi_select_is_printed_by_count_where_every_count_is_known() -> None:
    world = made_up()
    world.con.execute(
        "UPDATE indicators.option_shares SET base = 37, n_unknown = 0, "
        "n = CASE option_id WHEN 'manual' THEN 20 ELSE 5 END WHERE question_id = 'guidance'"
    )
    rows = world.run("report.options").rows(
        "SELECT option_id FROM report.options WHERE question_id = 'guidance' ORDER BY position"
    )
    assert [row["option_id"] for row in rows] == ["manual", "steps", "citizenship"]


def test_a_break_says_why_two_waves_do_not_compare() -> None:
    world = made_up()
    world.con.execute(
        "UPDATE trends.series SET series_no = 2, break_note = 'asked otherwise' WHERE wave = '2020'"
    )
    rows = world.run("report.indicators").rows(
        "SELECT comparable, break_note FROM report.indicators "
        "WHERE wave = '2020' AND indicator_id = 'has_strategy' AND preferred"
    )
    assert rows == [{"comparable": False, "break_note": "asked otherwise"}]


def test_a_change_that_compares_is_told_only_where_the_two_compare() -> None:
    found = []
    for series_no in (1, 2):
        world = made_up()
        world.con.execute(
            f"UPDATE trends.series SET series_no = {series_no}, comparable_note = 'tested' "
            "WHERE wave = '2020'"
        )
        (row,) = world.run("report.indicators").rows(
            "SELECT comparable, comparable_note FROM report.indicators "
            "WHERE wave = '2020' AND indicator_id = 'has_strategy' AND preferred"
        )
        found.append((row["comparable"], row["comparable_note"]))
    assert found == [(True, "tested"), (False, None)]


CHANGE = """
    INSERT INTO trends.changes (
        indicator_id, wave_from, wave_to, pair_kind, source_from, n_from, base_from,
        n_unknown_from, source_to, n_to, base_to, n_unknown_to, panel_base, panel_n_unknown,
        panel_n_from, panel_n_to, n_gained, n_lost, comparable
    ) VALUES (
        'has_strategy', '2019', '2020', 'adjacent', 'responses', 32, 41, 0, 'responses', 33, 37, 0,
        {panel}, 0, {before}, {after}, {gained}, {lost}, true
    )
"""


def with_change(**numbers: int) -> World:
    """The made-up survey with a change between its first two waves."""
    world = made_up()
    world.con.execute(CHANGE.format(**numbers))
    return world.run(*REPORT)


def test_a_change_has_its_four_cells_and_its_differences_in_points() -> None:
    world = with_change(panel=19, before=12, after=15, gained=4, lost=1)
    start = "2020.change.has_strategy.2019"
    texts = {
        name: figure(world, f"{start}.{name}")["text"]
        for name in ("n_kept", "n_gained", "n_lost", "n_neither", "panel_points", "points")
    }
    assert texts == {
        "n_kept": "11", "n_gained": "4", "n_lost": "1", "n_neither": "3",
        "panel_points": "+16", "points": "+11",
    }  # fmt: skip


def test_below_the_base_for_percentages_a_panel_has_no_points() -> None:
    world = with_change(panel=9, before=4, after=6, gained=2, lost=0)
    assert figure(world, "2020.change.has_strategy.2019.panel_points")["text"] == "—"
    assert figure(world, "2020.change.has_strategy.2019.points")["text"] == "+11"


def test_of_a_weighted_wave_the_points_of_everyone_are_not_printed() -> None:
    world = made_up()
    world.con.execute(CHANGE.format(panel=19, before=12, after=15, gained=4, lost=1))
    world.con.execute("UPDATE core.responses SET weight = 1.5 WHERE response_id = 2")
    world.run(*REPORT)
    assert figure(world, "2020.change.has_strategy.2019.points")["text"] == "—"


def test_movers_are_named_by_cell_and_nobody_whose_answer_is_not_known() -> None:
    world = made_up()
    world.con.execute(CHANGE.format(panel=4, before=2, after=2, gained=1, lost=1))
    world.con.execute("""
        INSERT INTO indicators.named VALUES
            ('2019', 'has_strategy', 'alderbrook', 'yes'),
            ('2020', 'has_strategy', 'alderbrook', 'yes'),
            ('2019', 'has_strategy', 'birchwick', 'no'),
            ('2020', 'has_strategy', 'birchwick', 'yes'),
            ('2019', 'has_strategy', 'castel-sereno', 'yes'),
            ('2020', 'has_strategy', 'castel-sereno', 'no'),
            ('2019', 'has_strategy', 'dunmore', 'no'),
            ('2020', 'has_strategy', 'dunmore', 'no'),
            ('2019', 'has_strategy', 'eikhaven', 'unknown'),
            ('2020', 'has_strategy', 'eikhaven', 'no')
    """)
    rows = world.run(*REPORT).rows("SELECT cell, name FROM report.movers ORDER BY name")
    assert [(row["cell"], row["name"]) for row in rows] == [
        ("kept", "Alderbrook"), ("gained", "Birchwick"), ("lost", "Castel Sereno"),
        ("neither", "Dunmore"),
    ]  # fmt: skip


def test_a_panel_known_in_part_has_bounds_and_no_change() -> None:
    world = known_in_part("totals")
    rows = world.rows("SELECT measure, text FROM report.figures WHERE kind = 'change' ORDER BY 1")
    assert {row["measure"]: row["text"] for row in rows} == {
        "base_low": "19", "base_high": "19", "n_from_low": "10", "n_from_high": "19",
        "n_to_low": "15", "n_to_high": "19",
    }  # fmt: skip


def test_moves_that_are_stated_are_figures_beside_the_bounds_that_rest_on_them() -> None:
    world = known_in_part("totals and moves")
    rows = world.rows("SELECT measure, text FROM report.figures WHERE kind = 'change' ORDER BY 1")
    told = {row["measure"]: row["text"] for row in rows}
    assert (told["n_from_high"], told["n_gained_stated"]) == ("15", "4")
    assert "n_lost_stated" not in told


@pytest.mark.parametrize(
    ("low", "high", "direction"),
    [
        (-0.2, 0.5, "can't be told"),
        (0, 0.5, "no fall"),
        (-0.2, 0, "no rise"),
    ],
)
def test_bounds_that_rule_one_direction_out_say_so(low: float, high: float, direction: str) -> None:
    world = known_in_part("totals", low, high)
    (row,) = world.rows("SELECT direction FROM report.bounded_changes")
    assert row["direction"] == direction


def test_what_bounds_settle_is_told_as_it_is() -> None:
    world = known_in_part("totals", 0.1, 0.5, "rise")
    (row,) = world.rows("SELECT direction FROM report.bounded_changes")
    assert row["direction"] == "rise"


def known_in_part(
    evidence: str, low: float = -0.2, high: float = 0.5, direction: str = "can't be told"
) -> World:
    """A change whose panel is not known by name, but for totals and four that moved."""
    world = made_up()
    world.con.execute(CHANGE.format(panel=0, before=0, after=0, gained=0, lost=0))
    world.con.execute(
        "UPDATE trends.changes SET panel_base = NULL, panel_evidence = ?, panel_direction = ?",
        [evidence, direction],
    )
    world.con.execute(
        """
        INSERT INTO trends.panel_bounds VALUES
            ('has_strategy', '2019', '2020', 'totals', 19, 19, 10, 19, 15, 19, 0, 0, $1, $2),
            ('has_strategy', '2019', '2020', 'totals and moves', 19, 19, 10, 15, 15, 19, 4, 0,
                $1, $2)
        """,
        [low, high],
    )
    return world.run(*REPORT)


def test_countries_stand_against_their_members_where_the_registry_tells() -> None:
    world = made_up()
    world.con.execute("""
        INSERT INTO indicators.response_rates BY NAME
        SELECT '2020' AS wave, 'country' AS group_by, 'PL' AS group_value, 3 AS n_members,
            0 AS n_answered
        UNION ALL SELECT '2020', 'country', 'IT', 4, 2
    """)
    rows = world.run("report.countries").rows(
        "SELECT country_code, n, n_members, n_members_answered FROM report.countries "
        "WHERE wave = '2020' AND country_code IN ('IT', 'PL', 'GB') ORDER BY 1"
    )
    assert [tuple(row.values()) for row in rows] == [
        ("GB", 3, None, None), ("IT", 3, 4, 2), ("PL", 0, 3, 0),
    ]  # fmt: skip
