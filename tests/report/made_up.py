"""A made-up survey of 37 towns, as the report's models find it: three waves of three kinds.

`made_up()` returns a world with all `input` and `core` tables filled and with small
stand-ins for the models of the schemas before `report`; `REPORT` names the report's models in the
order in which they are built.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.world import World

REPORT = (
    "report.waves",
    "report.respondents",
    "report.countries",
    "report.panels",
    "report.states",
    "report.options",
    "report.questions",
    "report.names",
    "report.published",
    "report.indicators",
    "report.findings",
    "report.verdicts",
    "report.sources",
    "report.numbers",
    "report.wave_figures",
    "report.answer_figures",
    "report.figures",
)

TOWNS = (
    "Alderbrook GB, Birchwick GB, Castel Sereno IT, Dunmore IE, Eikhaven NO, Fjellby NO, "
    "Granville CA, Hvidsund FO, Isola Nova IT, Jarnvik SE, Kastro GR, Lomas Altas MX, "
    "Mirabel CA, Nordhavn NO, Olivar del Monte ES, Pasnia UA, Quarry Bay AU, Rosenau DE, "
    "Sant Jordi - Portell ES, Torvalla SE, Usterbach DE, Vallforta ES, Westbourne AU, "
    "Yarrowdale AU, Zelenivka UA, Ashcombe GB, Borgo San Lio IT, Cerro Verde ES, Dobrava UA, "
    "Elmshire US, Fonteblanca ES, Gradets UA, Hamanoki JP, Ilisos GR, Limnos Bay CY, "
    "the Canton of Montval CH, Ozeryany UA"
)
SECTIONS = (
    ("tools", "Tools and instruments", None),
    (
        "events",
        "Events and meetings",
        "Which of these should there be more of in the years to come?",
    ),
    ("future", "Areas of cooperation", None),
)
YES_NO = (("yes", "Yes", "substantive"), ("no", "No", "substantive"))
HIGHEST = (("highest", "Highest interest", "substantive"),)
Options = tuple[tuple[str, str, str], ...]
QUESTIONS: tuple[tuple[str, str, str, str, str, str | None, Options], ...] = (
    ("strategy", "tools", "single", "Strategy or action plan",
     "Is your town developing, updating or implementing a strategy or an action plan?", None,
     YES_NO),
    ("campaign", "tools", "single", "Campaign", "Have you run a campaign?", None, YES_NO),
    ("planning", "tools", "single", "Planning a campaign", "If no, are you planning to do so?",
     "Campaign: No",
     (("planning", "Planning one", "substantive"),
      ("considering", "Considering one", "substantive"),
      ("neither", "Neither planning nor considering one", "substantive"))),
    ("tool", "tools", "single", "Own tools",
     "Have you developed any tool specifically devoted to the policy?", None,
     (("yes", "Yes", "substantive"), ("working", "Currently working on it", "substantive"),
      ("no", "No", "substantive"), ("unaware", "Not aware", "dont_know"))),
    ("guidance", "tools", "multiple", "Guidance used",
     "Which of the following guidance do you use or have you used in your work?", None,
     (("steps", "Step-by-step guide", "substantive"),
      ("manual", "Manual on policing", "substantive"),
      ("citizenship", "Toolkit on citizenship", "substantive"))),
    ("wishes", "tools", "coded_text", "Other tools wished for",
     "Would you like the programme to develop any other specific tools?", None,
     (("training", "General training, including awareness for civil servants and elected officials",
       "substantive"), ("welcome", "Welcome guide for new towns", "substantive"),
      ("games", "Gamification of training material", "substantive"))),
    ("staff", "tools", "number", "Staff", "How many members of staff work on the policy?", None,
     ()),
    ("study_visits", "events", "rating", "Study visits", "Study visits", None, HIGHEST),
    ("thematic", "events", "rating", "Thematic events", "Thematic events", None, HIGHEST),
    ("academies", "events", "rating", "Integration academies", "Integration academies", None,
     HIGHEST),
    ("annual", "events", "rating", "Annual meeting of international coordinators",
     "Annual meeting of international coordinators", "International network: yes", HIGHEST),
    ("migrants", "future", "single", "Materials on migration",
     "Would you use materials on migration?", None, YES_NO),
)  # fmt: skip


INDICATORS = (
    ("has_strategy", "Have a strategy or action plan", "strategy", "yes"),
    ("has_tool", "Have tools or are working on some", "tool", "yes"),
    ("wants_academies", "Highest interest in integration academies", "academies", "highest"),
    ("wants_events", "Highest interest in thematic events", "thematic", "highest"),
    ("wants_visits", "Highest interest in study visits", "study_visits", "highest"),
    ("wants_meeting", "Highest interest in the annual meeting", "annual", "highest"),
    ("interested", "Want study visits or materials", None, "highest"),
)


def made_up(synthetic: bool = False) -> World:
    """The made-up survey, with the report's models built."""
    world = World()
    _survey(world, synthetic)
    _waves(world)
    _answers(world)
    _ledger(world)
    _stand_ins(world)
    return world.run(*REPORT)


def put(world: World, table: str, **values: Any) -> None:
    """One row of a table."""
    world.add(table, values)


def towns() -> list[tuple[str, str, str]]:
    """Id, name and country of the 37."""
    pairs = [town.rsplit(" ", 1) for town in TOWNS.split(", ")]
    return [(name.lower().replace(" ", "-"), name, country) for name, country in pairs]


def _survey(world: World, synthetic: bool) -> None:
    put(
        world,
        "input.survey",
        survey_id="towns",
        title="Survey of member towns",
        publisher="Programme of towns",
        language="en",
        synthetic=synthetic,
        identified_by="registry",
        registry_complete=False,
        noun_one="town",
        noun_many="towns",
        confidence_level=0.95,
        names_only_below=5,
        counts_only_below=10,
        percent_in_charts_from=30,
    )
    for position, (section, title, intro) in enumerate(SECTIONS, 1):
        put(world, "input.sections", section=section, position=position, title=title, intro=intro)
    for position, (question, section, kind, short, wording, asked_if, options) in enumerate(
        QUESTIONS, 1
    ):
        put(
            world,
            "input.questions",
            question_id=question,
            section=section,
            position=position,
            type=kind,
            wording=wording,
            short=short,
            asked_if=asked_if,
        )
        put(
            world,
            "input.question_waves",
            question_id=question,
            wave="2020",
            wording=wording,
            breaks=False,
        )
        for place, (option, label, meaning) in enumerate(options, 1):
            put(
                world,
                "input.options",
                question_id=question,
                option_id=option,
                label=label,
                position=place,
                meaning=meaning,
            )
    for town, name, country in towns():
        put(
            world,
            "input.respondents",
            respondent_id=town,
            name=name,
            kind="town",
            counted=True,
            country_code=country,
        )
    for extra in ("Newtown PT", "Uptown PT"):
        name, country = extra.split()
        put(
            world,
            "input.respondents",
            respondent_id=name.lower(),
            name=name,
            kind="town",
            counted=True,
            country_code=country,
        )
    put(
        world,
        "input.respondents",
        respondent_id="network",
        name="Network of the coast",
        kind="network",
        counted=False,
        country_code="PT",
    )
    for position, (indicator, title, asked, option) in enumerate(INDICATORS, 1):
        put(
            world,
            "input.indicators",
            indicator_id=indicator,
            position=position,
            title=title,
            question_id=asked,
            composite=asked is None,
        )
        put(
            world,
            "input.indicator_options",
            indicator_id=indicator,
            question_id=asked or "study_visits",
            option_id=option,
        )


def _waves(world: World) -> None:
    put(world, "input.waves", wave="2019", position=1, kind="published", status="current")
    put(
        world,
        "input.waves",
        wave="2020",
        position=2,
        kind="reconstructed",
        status="current",
        fieldwork_start="2020-01-15",
        fieldwork_end="2020-02-28",
        population_n=140,
        population_basis="assumed",
        note="Read back from the report on this wave.",
    )
    put(
        world,
        "input.waves",
        wave="2021",
        position=3,
        kind="participation",
        status="current",
        fieldwork_start="2020-12-01",
        population_n=145,
        population_basis="stated",
    )
    for row, (town, _, _) in enumerate(towns(), 2):
        put(
            world,
            "core.responses",
            response_id=row,
            wave="2020",
            respondent_id=town,
            source_file="answers.csv",
            source_row=row,
            weight=1,
            counted=True,
        )
    later = [town for town, _, _ in towns()[:23]] + ["newtown", "uptown"]
    for row, town in enumerate(later, 2):
        put(
            world,
            "core.responses",
            response_id=1000 + row,
            wave="2021",
            respondent_id=town,
            source_file="who.csv",
            source_row=row,
            weight=1,
            counted=True,
        )
    put(
        world,
        "core.responses",
        response_id=1999,
        wave="2021",
        respondent_id="network",
        source_file="who.csv",
        source_row=40,
        weight=1,
        counted=False,
        why_not_counted="a network answers for its members",
    )
    for wave, path, rows in (("2020", "answers.csv", 37), ("2021", "who.csv", 26)):
        put(
            world,
            "core.source_files",
            wave=wave,
            path=path,
            sha256="3f" * 32,
            bytes=48123,
            rows=rows,
            columns=41,
            encoding="utf-8",
            reader="csv",
        )


class _Items:
    """Writes core.answers, an item at a time."""

    def __init__(self, world: World) -> None:
        self.world = world

    def item(
        self,
        row: int,
        question: str,
        state: str,
        *rows: tuple[str | None, bool | None],
        number: float | None = None,
    ) -> None:
        town = towns()[row][0]
        for place, (option, selected) in enumerate(rows or ((None, None),)):
            put(
                self.world,
                "core.answers",
                response_id=row + 2,
                wave="2020",
                respondent_id=town,
                question_id=question,
                option_id=option,
                selected=selected,
                state=state,
                first_of_item=place == 0,
                value_number=number,
            )


def _answers(world: World) -> None:
    write = _Items(world).item
    for row in range(37):
        write(row, "strategy", "answered", ("no" if row in (4, 9, 14, 29) else "yes", True))
        write(row, "campaign", "answered", ("yes" if row >= 22 else "no", True))
        write(row, "guidance", "unknown")
        write(row, "staff", "answered", number=float(row % 7))
        _partly_known(write, row)
        for question, step in (("study_visits", 2), ("thematic", 3), ("academies", 5)):
            _rating(write, row, question, step)
        if row in (5, 6, 7, 8):
            write(row, "annual", "routed_out")
        else:
            _rating(write, row, "annual", 4)


def _partly_known(write: Callable[..., None], row: int) -> None:
    if row >= 22:
        write(row, "planning", "routed_out")
    elif row >= 13:
        write(row, "planning", "unknown")
    else:
        write(row, "planning", "answered", ("planning" if row < 9 else "considering", True))
    if row >= 13:
        write(row, "tool", "unknown")
    elif row == 12:
        write(row, "tool", "dont_know", ("unaware", True))
    else:
        write(row, "tool", "answered", ("working" if row < 4 else "no", True))
    themes = {3: "training", 8: "training", 12: "welcome"}
    write(row, "wishes", "unknown", *([(themes[row], True)] if row in themes else []))
    if row < 8:
        write(row, "migrants", "answered", ("yes" if row < 3 else "no", True))
    else:
        write(row, "migrants", "no_answer")


def _rating(write: Callable[..., None], row: int, question: str, step: int) -> None:
    chosen = row % step == 0
    write(row, question, "answered" if chosen else "unknown", ("highest", chosen))


CLAIMS: tuple[dict[str, Any], ...] = (
    {"id": "responses", "kind": "base", "value": 37, "unit": "respondents",
     "section": "introduction", "quote": "collected from 37 towns"},
    {"id": "strategy", "kind": "share", "value": 89, "unit": "percent", "base": 37,
     "quote": "A majority of the 37 towns (89%) have a strategy", "about": ("strategy", "yes")},
    {"id": "strategy-before", "kind": "share", "value": 78, "unit": "percent", "base": 41,
     "quote": "compared to the corresponding 78% from 2019", "about": ("strategy", "yes"),
     "wave": "2019"},
    {"id": "both", "kind": "overlap", "value": 19, "unit": "respondents", "wave_compared": "2019",
     "quote": "only 19 replied to both surveys"},
    {"id": "tool", "kind": "share", "value": 66, "unit": "percent", "about": ("tool", "yes"),
     "quote": "A majority of the towns (66%) have implemented tools"},
    {"id": "guidance", "kind": "share", "value": 65, "unit": "percent",
     "quote": "the guide is used by 65% of the towns", "about": ("guidance", "steps")},
    {"id": "visits", "kind": "quantity", "word": "vast majority", "section": "events",
     "quote": "The vast majority would like more study visits",
     "about": ("study_visits", "highest")},
    {"id": "visits-names", "kind": "list", "section": "events",
     "quote": "These are: Alderbrook, Castel Sereno"},
)  # fmt: skip


def _ledger(world: World) -> None:
    for position, claim in enumerate(CLAIMS, 1):
        fields = {"section": "tools", "wave": "2020", "ledger_wave": "2020", **claim}
        claim_id = f"2020/{fields.pop('id')}"
        about = fields.pop("about", None)
        put(world, "input.claims", claim_id=claim_id, position=position, vague=False, **fields)
        if about:
            question, option = about
            put(
                world,
                "input.claim_sets",
                claim_id=claim_id,
                role="about",
                position=1,
                wave=fields["wave"],
                question_id=question,
                option_id=option,
            )


def _stand_ins(world: World) -> None:
    """What the schemas before `report` would hold, in the columns that the report reads."""
    for schema in ("indicators", "trends", "audit"):
        world.con.execute(f"CREATE SCHEMA IF NOT EXISTS {schema}")
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
            CAST(base AS DOUBLE) AS n_effective,
            CAST(n AS BIGINT) AS n, CAST(n_unknown AS BIGINT) AS n_unknown,
            CASE WHEN n_unknown = 0 AND base > 0 THEN n / base END AS share,
            n / (base + n_unknown) AS share_low, (n + n_unknown) / (base + n_unknown) AS share_high
        FROM sums
    """)
    world.con.execute("""
        CREATE TABLE indicators.results AS
        SELECT *, n / (base + n_unknown) AS share_low,
            (n + n_unknown) / (base + n_unknown) AS share_high, base::DOUBLE AS n_effective
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
        SELECT indicator_id, wave, source, base, share, 1 AS series_no, NULL::VARCHAR AS break_note
        FROM indicators.results
    """)
    world.con.execute("""
        CREATE TABLE indicators.numbers AS
        SELECT '2020' AS wave, 'staff' AS question_id, 37 AS base, 2.9459459 AS mean, 1.0 AS p25,
            3.0 AS median, 5.0 AS p75, 0 AS n_unknown
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
