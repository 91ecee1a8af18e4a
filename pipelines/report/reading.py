"""Reads the page of a wave: rows of `report.*`, put where they stand on it.

Rows stay rows: nothing is counted, rounded or rephrased here.
"""

from __future__ import annotations

from collections import defaultdict
from typing import Any

import duckdb

from pipelines.report.content import (
    Claim,
    NameList,
    Names,
    Option,
    Page,
    Question,
    RuledOut,
    Section,
)
from pipelines.report.language import noun_of
from pipelines.report.told import Findings
from pipelines.report.translations import Translator, translator
from pipelines.report.words import PARTLY_UNKNOWN, STATES, VERDICTS, alphabetical, country
from pipelines.warehouse.rows import Row, group_rows, read_rows

Lists = dict[tuple[str, str | None], Names]


class _Tables:
    """The rows of `report.*` for one wave."""

    def __init__(self, con: duckdb.DuckDBPyConnection, wave: str, translate: Translator) -> None:
        self._con = con
        self._wave = wave
        self._translate = translate

    def rows(self, table: str, order: str) -> list[Row]:
        """Rows of a table that belong to the wave."""
        return self._rows(
            f"SELECT * FROM report.{table} WHERE wave = ? ORDER BY {order}", self._wave
        )

    def all(self, table: str, order: str) -> list[Row]:
        """All rows of a table that is of no wave."""
        return self._rows(f"SELECT * FROM report.{table} ORDER BY {order}")

    def preferred(self) -> list[Row]:
        """Indicators of all waves, one row for each wave, in the order of the waves."""
        return self._rows(
            """
            SELECT i.*, w.position AS wave_position
            FROM report.indicators AS i
            INNER JOIN report.waves AS w ON i.wave = w.wave
            WHERE i.preferred
            ORDER BY w.position
            """
        )

    def by_question(self, table: str, order: str) -> dict[str, list[Row]]:
        """The same by question."""
        return group_rows(self.rows(table, order), "question_id")

    def _rows(self, query: str, *values: Any) -> list[Row]:
        return [self._translate.row(row) for row in read_rows(self._con, query, *values)]


def read_page(con: duckdb.DuckDBPyConnection, wave: Row, code: str = "en") -> Page:
    """All that stands on the page of a wave, with the survey's texts in a language."""
    translate = translator(con, code)
    tables = _Tables(con, wave["wave"], translate)
    nouns = {row["language"]: row for row in tables.all("nouns", "language")}
    noun = noun_of(wave, nouns, translate.words)
    findings = _told(tables, Findings(translate.words, noun, translate.quoted, translate.notes))
    respondents = sorted(
        tables.rows("respondents", "respondent_id"), key=lambda row: alphabetical(row["name"])
    )
    counted = [row for row in respondents if row["counted"]]
    return Page(
        wave=translate.row(wave),
        who=tables.rows("who_answered", "wave")[0],
        countries=_countries(tables, counted),
        not_counted=[row for row in respondents if not row["counted"]],
        joined=counted,
        returned=[row["name"] for row in counted if row["answered_before"]],
        newcomers=[row["name"] for row in counted if row["answered_before"] is False],
        panels={row["other_wave"]: row for row in tables.rows("panels", "other_wave")},
        sections=_sections(tables, findings),
        findings=_findings(findings),
        sources=tables.rows("sources", "position"),
        changes=_changes(tables),
        bounded=group_rows(tables.rows("bounded_changes", "position, wave_from"), "question_id"),
        movers=_movers(tables),
        quantity_words=tables.all("quantity_words", "position"),
        nouns=nouns,
        spoken=translate.spoken,
        about_translation=translate.note,
    )


def _told(tables: _Tables, words: Findings) -> list[Row]:
    """The findings that are shown, with their words in the page's language where it has them."""
    rows = [row for row in tables.rows("findings", "position") if row["verdict"] in VERDICTS]
    return [row | {f"{name}_told": words.told(row[name]) for name in _TOLD} for row in rows]


_TOLD = ("explanation", "arithmetic")


def _changes(tables: _Tables) -> dict[str, list[Row]]:
    """By question, from the wave right before."""
    return group_rows(_adjacent(tables), "question_id")


def _adjacent(tables: _Tables) -> list[Row]:
    rows = tables.rows("changes", "position, wave_from")
    return [row for row in rows if row["pair_kind"] == "adjacent"]


def _movers(tables: _Tables) -> dict[tuple[str, str], Names]:
    """Who stands behind a change from the wave right before: by indicator and cell."""
    before = {row["indicator_id"]: row["wave_from"] for row in _adjacent(tables)}
    names: dict[tuple[str, str], Names] = defaultdict(list)
    for row in tables.rows("movers", "name"):
        if before.get(row["indicator_id"]) == row["wave_from"]:
            names[row["indicator_id"], row["cell"]].append(row["name"])
    return {key: sorted(each, key=alphabetical) for key, each in names.items()}


def _countries(tables: _Tables, respondents: list[Row]) -> list[tuple[Row, str, Names]]:
    names = group_rows(respondents, "country_code")
    found = [
        (row, country(row["country_code"]), [one["name"] for one in names[row["country_code"]]])
        for row in tables.rows("countries", "country_code")
    ]
    return sorted(found, key=lambda part: alphabetical(part[1]))


def _sections(tables: _Tables, findings: list[Row]) -> list[Section]:
    indicators = group_rows(tables.rows("indicators", "position, source"), "section")
    sections: dict[str, Section] = {}
    questions = _Questions(tables, findings)
    for row in tables.rows("questions", "section_position, position"):
        section = sections.setdefault(
            row["section"],
            Section(
                row["section"],
                row["section_title"],
                row["section_intro"],
                _overview(indicators[row["section"]]),
            ),
        )
        section.questions.append(questions.question(row))
    return list(sections.values())


def _overview(indicators: list[Row]) -> list[Row]:
    """A section's indicators, as far as known; ranked where each has a percentage to print."""
    published = {row["indicator_id"]: row for row in indicators if row["source"] == "published"}
    rows = [
        row | {"published": published.get(row["indicator_id"])}
        for row in indicators
        if row["source"] == "responses"
        and (row["phrase"] != "unknown" or row["indicator_id"] in published)
    ]
    if all(row["phrase"] == "exact" and row["shows"] == "percent" for row in rows):
        rows.sort(key=lambda row: -row["share"])
    return rows if len(rows) > 2 else []


def _findings(findings: list[Row]) -> list[tuple[str, list[Claim]]]:
    sections: dict[str, dict[str, Claim]] = {}
    for row in findings:
        claims = sections.setdefault(row["section_title"], {})
        claims.setdefault(row["claim_id"], Claim(row, [])).findings.append(row)
    return [(title, list(claims.values())) for title, claims in sections.items()]


class _Questions:
    """Puts together the questions of a wave."""

    def __init__(self, tables: _Tables, findings: list[Row]) -> None:
        self._options = tables.by_question("options", "question_id, position")
        self._states = tables.by_question("states", "question_id, state")
        self._names = tables.by_question("names", "question_id")
        self._published = tables.by_question("published", "position")
        self._indicators = tables.by_question("indicators", "position, source")
        preferred = tables.preferred()
        self._before = {(row["wave"], row["indicator_id"]): row for row in preferred}
        self._points = group_rows(preferred, "indicator_id")
        self._numbers = tables.by_question("numbers", "question_id")
        self._findings = group_rows((row for row in findings if row["question_id"]), "question_id")

    def question(self, row: Row) -> Question:
        """One question."""
        question = row["question_id"]
        names = self._lists(question)
        published = group_rows(self._published.get(question, []), "option_id")
        ruled_out = self._ruled_out(row, names)
        return Question(
            row=row,
            options=[
                Option(
                    option,
                    names.get(("chosen", option["option_id"]), []),
                    published.get(option["option_id"], []),
                )
                for option in self._options.get(question, [])
            ],
            outside=self._outside(row, names, any(one.alone for one in ruled_out)),
            ruled_out=ruled_out,
            beside=self._beside(question),
            series=self._series(question),
            number=next(iter(self._numbers.get(question, [])), None),
            findings=_one_a_claim(self._findings.get(question, [])),
            indicators=[
                one for one in self._indicators.get(question, []) if one["source"] == "responses"
            ],
        )

    def _beside(self, question: str) -> list[Row]:
        """Indicators on this question that an earlier wave has too."""
        return [
            row | {"before": self._before[row["wave_before"], row["indicator_id"]]}
            for row in self._indicators.get(question, [])
            if row["preferred"] and row["wave_before"]
        ]

    def _series(self, question: str) -> list[list[Row]]:
        """Each indicator on this question through the waves up to this one."""
        series = []
        for row in self._indicators.get(question, []):
            if row["preferred"]:
                here = self._before[row["wave"], row["indicator_id"]]["wave_position"]
                series.append(
                    [
                        point
                        for point in self._points[row["indicator_id"]]
                        if point["wave_position"] <= here
                    ]
                )
        return series

    def _lists(self, question: str) -> Lists:
        lists: dict[tuple[str, str | None], Names] = defaultdict(list)
        for row in self._names.get(question, []):
            lists[row["list"], row["option_id"]].append(row["name"])
        return {key: sorted(names, key=alphabetical) for key, names in lists.items()}

    def _ruled_out(self, row: Row, names: Lists) -> list[RuledOut]:
        """One list an option; `alone` where it holds everyone whose answer is not known."""
        question = row["question_id"]
        found = {
            option["option_id"]: (option["label"], names["ruled_out", option["option_id"]])
            for option in self._options.get(question, [])
            if ("ruled_out", option["option_id"]) in names
        }
        return [
            RuledOut(
                label,
                f"{row['wave']}.option.{question}.{option}.ruled_out",
                who,
                alone=len(found) == 1 and len(who) == row["n_unknown"],
            )
            for option, (label, who) in found.items()
        ]

    def _outside(self, row: Row, names: Lists, unknown_elsewhere: bool) -> list[NameList]:
        """Those who are in no row of the table, by state.

        The unknown only where nothing else on the page says how many they are.
        """
        states = {one["state"]: one for one in self._states.get(row["question_id"], [])}
        if row["known"] == "none" or unknown_elsewhere:
            states.pop("unknown", None)
        return [
            _name_list(row, states[state], names.get((state, None), []))
            for state in STATES
            if state in states
        ]


def _name_list(row: Row, state: Row, names: Names) -> NameList:
    """A state's number, with its names only where none of them is named in part elsewhere."""
    whole = len(names) == state["n"]
    label = STATES[state["state"]]
    if state["state"] == "unknown" and not whole and row["known"] == "some":
        label = PARTLY_UNKNOWN
    figure = f"{row['wave']}.question.{row['question_id']}.state.{state['state']}"
    return NameList(label, figure, names if whole else [], state["label"])


def _one_a_claim(findings: list[Row]) -> list[Row]:
    """Of several findings on one claim the gravest."""
    gravest = sorted(findings, key=lambda row: list(VERDICTS).index(row["verdict"]))
    return list({row["claim_id"]: row for row in reversed(gravest)}.values())[::-1]
