"""Small stand-ins for the models of the schemas before `report`, in the columns it reads."""

from __future__ import annotations

from tests.world import World


def stand_in(world: World) -> None:
    """What the schemas before `report` would hold, in the columns that the report reads."""
    for schema in ("indicators", "trends", "audit"):
        world.con.execute(f"CREATE SCHEMA IF NOT EXISTS {schema}")
    world.run("indicators.display_rules")
    world.con.execute("""
        CREATE TABLE core.waves AS
        SELECT wave, CASE wave WHEN '2019' THEN 41 WHEN '2020' THEN 37 ELSE 25 END AS n_responses
        FROM input.waves
    """)
    world.con.execute("""
        CREATE TABLE indicators.answer_counts AS
        SELECT a.wave, a.question_id, a.state,
            count(*) FILTER (WHERE a.first_of_item) AS n_items
        FROM core.answers AS a
        INNER JOIN core.responses AS r ON a.response_id = r.response_id AND r.counted
        GROUP BY a.wave, a.question_id, a.state
    """)
    world.con.execute("""
        CREATE TABLE indicators.options_left (
            wave VARCHAR, question_id VARCHAR, response_id BIGINT, option_id VARCHAR, n_left BIGINT
        )
    """)
    world.con.execute("""
        CREATE TABLE indicators.option_shares AS
        WITH items AS (
            SELECT p.question_id, p.option_id, a.response_id,
                max(CASE WHEN a.option_id = p.option_id AND a.selected THEN 1 ELSE 0 END) AS yes,
                max(CASE WHEN a.state = 'answered'
                    OR (a.option_id = p.option_id AND NOT a.selected) THEN 1 ELSE 0 END) AS no,
                max(CASE WHEN a.state IN ('unknown', 'rejected') THEN 1 ELSE 0 END) AS open
            FROM core.answers AS a
            INNER JOIN core.responses AS r ON a.response_id = r.response_id AND r.counted
            INNER JOIN input.options AS p ON a.question_id = p.question_id
            GROUP BY p.question_id, p.option_id, a.response_id
        ),
        sums AS (
            SELECT question_id, option_id, sum(yes) AS n,
                sum(CASE WHEN yes + no > 0 THEN 1 ELSE 0 END) AS base,
                sum(CASE WHEN yes + no = 0 THEN open ELSE 0 END) AS n_unknown
            FROM items GROUP BY question_id, option_id
        )
        SELECT '2020' AS wave, question_id, option_id, CAST(base AS BIGINT) AS base,
            CAST(n AS BIGINT) AS n, CAST(n_unknown AS BIGINT) AS n_unknown,
            CASE WHEN n_unknown = 0 AND base > 0 THEN n / base END AS share,
            n / (base + n_unknown) AS share_low, (n + n_unknown) / (base + n_unknown) AS share_high,
            base + n_unknown AS size, shows
        FROM sums JOIN indicators.display_rules
            ON base + n_unknown BETWEEN size_from AND coalesce(size_below - 1, 9999)
    """)
    world.con.execute("""
        CREATE TABLE indicators.results AS
        SELECT *, n / (base + n_unknown) AS share_low,
            (n + n_unknown) / (base + n_unknown) AS share_high,
            base + n_unknown AS size, 'percent' AS shows
        FROM (VALUES
            ('2019', 'has_strategy', 'published', 41, 32, 32.0 / 41, 0, true,
             '2020/strategy-before'),
            ('2020', 'has_strategy', 'responses', 37, 33, 33.0 / 37, 0, true, NULL),
            ('2020', 'has_strategy', 'published', 37, 33, 33.0 / 37, 0, false, '2020/strategy'),
            ('2020', 'has_tool', 'responses', 12, 4, NULL, 24, false, NULL),
            ('2020', 'has_tool', 'published', 37, NULL, 0.66, 0, true, '2020/tool'),
            ('2020', 'wants_visits', 'responses', 37, 19, 19.0 / 37, 0, true, NULL),
            ('2020', 'wants_events', 'responses', 37, 13, 13.0 / 37, 0, true, NULL),
            ('2020', 'wants_academies', 'responses', 37, 8, 8.0 / 37, 0, true, NULL),
            ('2020', 'wants_meeting', 'responses', 33, 9, 9.0 / 33, 0, true, NULL),
            ('2020', 'interested', 'responses', 37, 20, 20.0 / 37, 0, true, NULL)
        ) AS t (wave, indicator_id, source, base, n, share, n_unknown, preferred, claim_id)
    """)
    world.con.execute("""
        CREATE TABLE trends.series AS
        SELECT indicator_id, wave, source, base, share, 1 AS series_no, NULL::VARCHAR AS break_note,
            NULL::VARCHAR AS comparable_note
        FROM indicators.results
    """)
    world.con.execute("""
        CREATE TABLE trends.changes (
            indicator_id VARCHAR, wave_from VARCHAR, wave_to VARCHAR, pair_kind VARCHAR,
            source_from VARCHAR, n_from BIGINT, base_from BIGINT, n_unknown_from BIGINT,
            source_to VARCHAR, n_to BIGINT, base_to BIGINT, n_unknown_to BIGINT,
            panel_base BIGINT, panel_n_unknown BIGINT, panel_n_from BIGINT, panel_n_to BIGINT,
            n_gained BIGINT, n_lost BIGINT, comparable BOOLEAN, panel_evidence VARCHAR,
            panel_change DOUBLE, panel_direction VARCHAR
        )
    """)
    world.con.execute("""
        CREATE TABLE trends.panel_bounds (
            indicator_id VARCHAR, wave_from VARCHAR, wave_to VARCHAR, evidence VARCHAR,
            base_low BIGINT, base_high BIGINT, n_from_low BIGINT, n_from_high BIGINT,
            n_to_low BIGINT, n_to_high BIGINT, n_gained_stated BIGINT, n_lost_stated BIGINT,
            change_low DOUBLE, change_high DOUBLE
        )
    """)
    world.con.execute("""
        CREATE TABLE indicators.named (
            wave VARCHAR, indicator_id VARCHAR, respondent_id VARCHAR, answer VARCHAR
        )
    """)
    world.con.execute("""
        CREATE TABLE indicators.group_results AS
        SELECT *, n / NULLIF(base, 0) AS share, n / (base + n_unknown) AS share_low,
            (n + n_unknown) / (base + n_unknown) AS share_high, base + n_unknown AS size
        FROM (VALUES
            ('2020', 'has_strategy', 'country', 'PT', 10, 9, 0, 'percent'),
            ('2020', 'has_strategy', 'country', 'IT', 6, 5, 0, 'counts'),
            ('2020', 'has_strategy', 'region', 'coast', 2, 1, 0, 'names'),
            ('2020', 'has_tool', 'country', 'PT', 4, 1, 6, 'percent')
        ) AS t (wave, indicator_id, group_by, group_value, base, n, n_unknown, shows)
    """)
    world.con.execute("""
        CREATE TABLE indicators.response_rates AS
        SELECT *, 'all' AS group_by, 'all' AS group_value, n_answered / n_members AS rate,
            'the registry lists only some of the members' AS why_no_groups
        FROM (VALUES
            ('2019', NULL, 41, NULL, 'the number of members is not known'),
            ('2020', 140, 37, 'assumed', 'the number of members is assumed'),
            ('2021', 145, 25, 'stated', NULL)
        ) AS t (wave, n_members, n_answered, population_basis, note)
    """)
    world.con.execute("""
        CREATE TABLE indicators.answered_before AS
        SELECT * FROM (VALUES
            ('2019', NULL, NULL, NULL, NULL, NULL, NULL, 'it is not known who answered'),
            ('2020', NULL, NULL, NULL, NULL, NULL, NULL, 'not known who answered: 2019'),
            ('2021', '2020', 2, 23, 0, 14, 1, 'not known who answered: 2019')
        ) AS t (wave, wave_before, n_new, n_returning, n_returned, n_stopped, n_left, note)
    """)
    world.con.execute("""
        CREATE TABLE indicators.numbers AS
        SELECT '2020' AS wave, 'staff' AS question_id, 37 AS base, 2.9459459 AS mean, 1.0 AS p25,
            3.0 AS median, 5.0 AS p75, 0 AS n_unknown, 2.9459459 AS mean_low,
            2.9459459 AS mean_high, 1.0 AS p25_low, 1.0 AS p25_high, 3.0 AS median_low,
            3.0 AS median_high, 5.0 AS p75_low, 5.0 AS p75_high, 'percent' AS shows
    """)
    world.con.execute("""
        CREATE TABLE audit.cell_conservation AS
        SELECT wave, path AS source_file, rows * columns AS cells, rows * columns - 612 AS loaded,
            2 AS rejected, 37 AS ignored, 573 AS blank, true AS balanced
        FROM core.source_files
    """)
    world.con.execute("""
        CREATE TABLE audit.findings AS
        SELECT * FROM (VALUES
            ('2020/strategy:possible', '2020/strategy', NULL, 'share_possible', 'holds',
             '33 of 37 is 89.2%, printed 89%.', 'The percentage is possible.'),
            ('2020/tool:possible', '2020/tool', NULL, 'share_possible', 'impossible',
             '24 of 37 is 65%, 25 of 37 is 68%: no count of 37 gives 66%. Of the bases up to 41, '
             '38, 35 and 32 do.',
             'The percentage cannot have been worked out on the 37 towns that answered.'),
            ('2020/tool:panel', '2020/tool', '2020/responses', 'base_agrees', 'unsupported',
             'The base of 66% is not printed.', 'What the percentage is a part of is left open.'),
            ('2020/strategy-before:panel', '2020/strategy-before', '2020/both', 'change_backed',
             'unsupported', '19 towns answered both; 18 of 37 and 22 of 41 did not.',
             'The change may be nothing but other towns answering.'),
            ('2020/visits:word', '2020/visits', '2020/visits-names', 'quantity_word',
             'contradicted', '15 of 37 is 41%; a majority begins above 55%.',
             'The list that follows names fewer than half of the towns.'),
            ('2020/responses:x', '2020/responses', NULL, 'list_length', 'contradicted',
             'The list names 36 towns, the sentence says 37.', 'One town is missing.')
        ) AS t (finding_id, claim_id, related_claim_id, check_id, verdict, arithmetic, explanation)
    """)
