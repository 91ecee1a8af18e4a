"""A made-up survey of 37 towns, as the report's models find it: three waves of three kinds.

`made_up()` returns a world with all `input` and `core` tables filled and with small
stand-ins for the models of the schemas before `report`; `REPORT` names the report's models in the
order in which they are built.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.report.made_up_rows import CLAIMS, INDICATORS, QUESTIONS, SECTIONS, TOWNS
from tests.report.stand_ins import stand_in
from tests.world import World

REPORT = (
    "report.open_questions",
    "report.open_indicators",
    "report.open_claims",
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
    "report.who_answered",
    "report.nouns",
    "report.translations",
    "report.routes",
    "report.quantity_words",
    "report.changes",
    "report.bounded_changes",
    "report.movers",
    "report.wave_figures",
    "report.answer_figures",
    "report.change_figures",
    "report.figures",
    "report.explorer_groups",
    "report.explorer_panels",
    "report.explorer_answers",
    "report.explorer_named",
    "report.explorer_figures",
)


def made_up(synthetic: bool = False) -> World:
    """The made-up survey, with the report's models built."""
    world = World()
    _survey(world, synthetic)
    _waves(world)
    _answers(world)
    _ledger(world)
    stand_in(world)
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
