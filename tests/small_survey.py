"""A small survey in words, on top of `World`: answers in, every table of core to trends out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from pipelines.statistics.fill import fill_statistics
from tests.world import SQL, World, parsed

ORDER = [
    "core.waves",
    "core.respondents",
    "core.respondent_attributes",
    "core.sections",
    "core.questions",
    "core.question_waves",
    "core.options",
    "core.option_waves",
    "core.columns",
    "core.corrections",
    "indicators.display_rules",
    "indicators.answer_counts",
    "indicators.options_left",
    "indicators.option_shares",
    "indicators.option_ranks",
    "indicators.asked",
    "indicators.by_response",
    "indicators.from_responses",
    "indicators.from_reports",
    "indicators.results",
    "indicators.named",
    "indicators.respondent_groups",
    "indicators.group_results",
    "indicators.participation",
    "indicators.answered_before",
    "indicators.response_rates",
    "indicators.dissimilarity",
    "indicators.item_nonresponse",
    "indicators.numbers",
    "indicators.group_numbers",
    "indicators.scale_values",
    "indicators.scales",
    "indicators.group_scales",
    "indicators.nets",
    "indicators.group_nets",
    "indicators.score_questions",
    "indicators.scores",
    "indicators.score_means",
    "indicators.group_scores",
    "trends.series",
    "trends.pairs",
    "trends.wave_pairs",
    "trends.panels",
    "trends.stated_moves",
    "trends.panel_bounds",
    "trends.turnover_bounds",
    "trends.changes",
    "trends.composition_groups",
    "trends.composition",
    "trends.movers",
    "trends.transitions",
    "trends.question_pairs",
    "trends.option_pairs",
    "trends.shifts",
    "trends.respondent_pairs",
    "trends.mean_series",
    "trends.mean_values",
    "trends.mean_changes",
]


@dataclass(frozen=True)
class Item:
    """What one response says to one question."""

    state: str
    chosen: tuple[str, ...] = ()
    ruled_out: tuple[str, ...] = ()
    number: float | None = None


def chose(*options: str) -> Item:
    """Answered, with these options."""
    return Item("answered", chosen=options)


def state(name: str, *options: str) -> Item:
    """No substantive answer; `options` where one that means this state was chosen."""
    return Item(name, chosen=options)


def ruled_out(*options: str, chosen: tuple[str, ...] = ()) -> Item:
    """Partly known: not these (and perhaps those), the rest unknown."""
    return Item("unknown", chosen=chosen, ruled_out=options)


def number(value: float) -> Item:
    """A number."""
    return Item("answered", number=value)


NO_ANSWER, UNKNOWN = state("no_answer"), state("unknown")
DONT_KNOW, ROUTED_OUT = state("dont_know"), state("routed_out")


def reads(table: str) -> tuple[str, ...]:
    """The models that a model reads."""
    schema, name = table.split(".")
    return parsed(SQL / schema / f"{name}.sql").depends_on


class SmallSurvey(World):
    """Adds rows to the tables that Python fills, then builds the models."""

    def __init__(self, identified_by: str = "registry", confidence: float = 0.95) -> None:
        super().__init__()
        self.add(
            "input.survey",
            {
                "survey_id": "small",
                "identified_by": identified_by,
                "confidence_level": confidence,
                "registry_complete": True,
                "names_only_below": 5,
                "counts_only_below": 10,
                "percent_in_charts_from": 30,
            },
        )
        self._waves: list[str] = []
        self._questions = 0
        self._responses = 0
        self._claims = 0
        self._registered: set[str] = set()
        self._question_of: dict[str, str] = {}

    def wave(self, wave: str, kind: str = "responses", **more: Any) -> SmallSurvey:
        """A wave, after those added before."""
        self._waves.append(wave)
        row = {"wave": wave, "position": len(self._waves), "kind": kind, "status": "current"}
        self.add("input.waves", row | more)
        return self

    def question(
        self,
        question: str,
        options: str = "",
        kind: str = "single",
        waves: str | None = None,
        breaks: dict[str, str] | None = None,
        *,
        values: Sequence[float] = (),
        limits: tuple[float | None, float | None] = (None, None),
    ) -> SmallSurvey:
        """A question of all waves so far, or of `waves`; option "x=dont_know" means a state.

        `values` are those of a rating's options, in order; default: only the order is known.
        `limits` are the smallest and the largest number that is believed.
        """
        self._questions += 1
        self.add(
            "input.questions",
            {
                "question_id": question,
                "position": self._questions,
                "type": kind,
                "options_known": True,
                "minimum": limits[0],
                "maximum": limits[1],
            },
        )
        for position, option in enumerate(options.split(), start=1):
            name, _, meaning = option.partition("=")
            self.add(
                "input.options",
                {
                    "question_id": question,
                    "option_id": name,
                    "label": name,
                    "position": position,
                    "meaning": meaning or "substantive",
                    "value": values[position - 1] if position <= len(values) else None,
                },
            )
        for wave in self._waves if waves is None else waves.split():
            note = (breaks or {}).get(wave)
            self.add(
                "input.question_waves",
                {
                    "question_id": question,
                    "wave": wave,
                    "breaks": note is not None,
                    "break_note": note,
                },
            )
        return self

    def respondent(self, respondent: str, counted: bool = True, **more: Any) -> SmallSurvey:
        """A row of the registry."""
        self._registered.add(respondent)
        row = {"respondent_id": respondent, "name": respondent, "counted": counted}
        self.add("input.respondents", row | more)
        return self

    def response(
        self,
        wave: str,
        respondent: str,
        weight: float = 1,
        counted: bool = True,
        **items: Item,
    ) -> SmallSurvey:
        """A response, with an item for each question by keyword."""
        if respondent not in self._registered:
            self.respondent(respondent)
        self._responses += 1
        key = {"response_id": self._responses, "wave": wave, "respondent_id": respondent}
        self.add("core.responses", key | {"weight": weight, "counted": counted})
        for question, item in items.items():
            pairs: list[tuple[str | None, bool | None]] = [
                *((option, True) for option in item.chosen),
                *((option, False) for option in item.ruled_out),
            ]
            for position, (option, selected) in enumerate(pairs or [(None, None)]):
                self.add(
                    "core.answers",
                    key
                    | {
                        "question_id": question,
                        "option_id": option,
                        "selected": selected,
                        "state": item.state,
                        "first_of_item": position == 0,
                        "value_number": item.number,
                    },
                )
        return self

    def indicator(self, indicator: str, *parts: str, states: str = "") -> SmallSurvey:
        """An indicator of parts "question.option", any of which counts as yes."""
        pairs = [part.split(".") for part in parts]
        questions = {question for question, _ in pairs}
        self._question_of[indicator] = min(questions)
        self.add(
            "input.indicators",
            {
                "indicator_id": indicator,
                "question_id": min(questions) if len(questions) == 1 else None,
                "composite": len(pairs) > 1,
            },
        )
        for question, option in pairs:
            self.add(
                "input.indicator_options",
                {"indicator_id": indicator, "question_id": question, "option_id": option},
            )
        for name in states.split():
            self.add("input.indicator_states", {"indicator_id": indicator, "state": name})
        return self

    def score(self, indicator: str, states: str = "", **questions: str) -> SmallSurvey:
        """A score by question: "yes=10 some=2.5"; the other options gain nothing."""
        self.add("input.scores", {"indicator_id": indicator, "title": indicator})
        for question, worth in questions.items():
            points = dict(each.split("=") for each in worth.split())
            self.con.execute(
                "INSERT INTO input.score_options SELECT ?, question_id, option_id, 0 "
                "FROM input.options WHERE question_id = ? AND meaning = 'substantive'",
                [indicator, question],
            )
            for option, gained in points.items():
                self.con.execute(
                    "UPDATE input.score_options SET points = ? "
                    "WHERE indicator_id = ? AND question_id = ? AND option_id = ?",
                    [gained, indicator, question, option],
                )
        for name in states.split():
            self.add("input.indicator_states", {"indicator_id": indicator, "state": name})
        return self

    def net(self, indicator: str, top: str, bottom: str) -> SmallSurvey:
        """A net score of two indicators."""
        row = {"indicator_id": indicator, "top_id": top, "bottom_id": bottom}
        self.add("input.nets", row | {"question_id": self._question_of[top]})
        return self

    def claim(
        self, kind: str, wave: str, value: float, ledger: str | None = None, **more: Any
    ) -> SmallSurvey:
        """A claim of the report on `ledger`, by default on the wave itself."""
        self._claims += 1
        row = {
            "claim_id": f"{ledger or wave}/c{self._claims}",
            "ledger_wave": ledger or wave,
            "wave": wave,
            "position": self._claims,
            "kind": kind,
            "value": value,
        }
        self.add("input.claims", row | more)
        return self

    def build(self, *tables: str) -> SmallSurvey:
        """The tables named, and what they read; by default all."""
        wanted = set(tables or ORDER)
        for table in reversed(ORDER):
            if table in wanted:
                wanted.update(reads(table))
        for table in ORDER:
            if table in wanted:
                self.run(table)
                if table == "core.waves":
                    fill_statistics(self.con)
        return self

    def row(self, table: str, where: str = "true") -> dict[str, Any]:
        """The one row of a table where the condition holds."""
        (row,) = self.rows(f"SELECT * FROM {table} WHERE {where}")
        return row

    def option(self, option: str, wave: str | None = None) -> dict[str, Any]:
        """The row of option_shares for "question.option"."""
        question, name = option.split(".")
        of_wave = f" AND wave = '{wave}'" if wave else ""
        return self.row(
            "indicators.option_shares",
            f"question_id = '{question}' AND option_id = '{name}'{of_wave}",
        )


def one_wave(kind: str = "responses", **more: Any) -> SmallSurvey:
    """A survey with one wave, "1"."""
    return SmallSurvey().wave("1", kind, **more)
