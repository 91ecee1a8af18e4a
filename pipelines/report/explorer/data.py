"""What the explorer embeds: rows of `report.*`, with every number as the text of its figure.

Nothing is counted, divided or rounded here. Numbers beside the texts are places in charts and what
rows are sorted by.
"""

from __future__ import annotations

from collections import defaultdict

import duckdb

from pipelines.report import words
from pipelines.report.explorer.charts import ASIDE
from pipelines.report.explorer.people import read_people
from pipelines.report.explorer.questions import read_questions
from pipelines.report.explorer.source import Data, Source
from pipelines.report.language import noun_of, page_name
from pipelines.warehouse.rows import Row

GROUPINGS = {"country": "Country", "kind": "Kind", "membership": "Years of membership"}
"""Groupings that every registry has; the others are attributes of the survey's own."""


def read_data(con: duckdb.DuckDBPyConnection, code: str = "en") -> Data:
    """All that the explorer shows, in a language.

    Raises:
        BuildError: a number has no figure.
    """
    return _Reader(con, code).data()


def _place(pair: Row) -> Data | None:
    """Where a panel of two waves that follow each other stands in a chart, if it may."""
    if pair["share_to"] is None or pair["position_to"] != pair["position_from"] + 1:
        return None
    return {
        "wave": pair["position_from"] + ASIDE,
        "y": pair["share_from"],
        "to": pair["position_to"] - ASIDE,
        "to_y": pair["share_to"],
    }


class _Reader:
    """Puts the tables together."""

    def __init__(self, con: duckdb.DuckDBPyConnection, code: str) -> None:
        self._source = Source(con, code)
        self._words = self._source.words

    def data(self) -> Data:
        """Everything, in the order of reading."""
        waves = self._source.rows("SELECT * FROM report.waves ORDER BY position")
        nouns = {row["language"]: row for row in self._source.rows("SELECT * FROM report.nouns")}
        noun = noun_of(waves[0], nouns, self._words) if waves else self._words.noun
        found = {
            "language": self._words.code,
            "words": self._words.rules.get("explorer") or {},
            "ending": page_name("", self._words.code),
            "percent": self._words.number("0%").removeprefix("0"),
            "noun": [noun.one, noun.many],
            "states": self._source.labels(words.STATES),
            "types": self._source.labels(words.TYPES),
            "measures": self._source.labels(words.MEASURES | words.BOUNDS),
            "waves": [self._wave(row) for row in waves],
            **read_questions(self._source),
            "indicators": self._indicators(),
            "groupings": self._groupings(),
            **read_people(self._source),
        }
        return found | {"foreign": self._source.translate.foreign}

    def _wave(self, row: Row) -> Data:
        measure = "responses" if row["has_page"] else "published_responses"
        return {
            "id": row["wave"],
            "position": row["position"],
            "kind": row["kind"],
            "kindLabel": self._words.page(words.KINDS[row["kind"]]),
            "stale": row["status"] == "stale",
            "page": row["has_page"],
            "period": self._words.date(
                words.period(
                    row["fieldwork_start"], row["fieldwork_end"], row["fieldwork_precision"]
                )
                or ""
            ),
            "n": self._source.text(row["wave"], "wave", measure),
            "measure": measure,
        }

    def _indicators(self) -> list[Data]:
        found: dict[str, Data] = {}
        for row in self._source.rows(
            "SELECT * FROM report.indicators WHERE preferred ORDER BY position, wave"
        ):
            indicator = found.setdefault(
                row["indicator_id"],
                {
                    "id": row["indicator_id"],
                    "title": row["title"],
                    "section": row["section"],
                    "question": row["question_id"],
                    "waves": {},
                    "groups": defaultdict(lambda: defaultdict(dict)),
                    "panels": [],
                },
            )
            indicator["waves"][row["wave"]] = self._indicator_wave(row)
        self._add_groups(found)
        self._add_panels(found)
        return list(found.values())

    def _indicator_wave(self, row: Row) -> Data:
        start = (row["wave"], "indicator", row["indicator_id"])
        note = {"break": row["break_note"], "before": row["wave_before"]}
        if row["source"] == "published":
            return {
                **note,
                "phrase": "published",
                "low": row["share_low"],
                "bar": [row["share_low"], row["share_high"]] if row["bar"] else None,
                "n": self._source.text(*start, "published"),
                "base": self._source.text(*start, "published_base"),
            }
        return {**note, "low": row["share_low"], **self._source.amount(row, *start)}

    def _add_groups(self, indicators: dict[str, Data]) -> None:
        for row in self._source.rows("SELECT * FROM report.explorer_groups"):
            if row["indicator_id"] in indicators:
                by, value = row["group_by"], row["group_value"]
                start = (row["wave"], "group", by, value, row["indicator_id"])
                groups = indicators[row["indicator_id"]]["groups"]
                row["bar"] = row["share_low"] is not None
                groups[by][value][row["wave"]] = self._source.amount(row, *start)

    def _add_panels(self, indicators: dict[str, Data]) -> None:
        for row in self._source.rows("SELECT * FROM report.explorer_panels"):
            if row["indicator_id"] in indicators:
                start = (row["wave_to"], "both", row["wave_from"], row["indicator_id"])
                measures = ("base", "unknown", "n_from", "n_to", "gained", "lost")
                indicators[row["indicator_id"]]["panels"].append(
                    {
                        "from": row["wave_from"],
                        "to": row["wave_to"],
                        "place": _place(row),
                    }
                    | {measure: self._source.text(*start, measure) for measure in measures}
                )

    def _groupings(self) -> list[Data]:
        """Groupings with their groups, by the names that a reader knows."""
        groups: dict[str, dict[str, str]] = defaultdict(dict)
        for row in self._source.rows(
            "SELECT DISTINCT group_by, group_value FROM report.explorer_groups"
        ):
            by, value = row["group_by"], row["group_value"]
            groups[by][value] = self._group(by, value)
        for row in self._source.rows("SELECT DISTINCT country_code FROM report.countries"):
            groups["country"].setdefault(
                row["country_code"], self._source.country(row["country_code"])
            )
        known = [by for by in GROUPINGS if by in groups]
        order = known + sorted(set(groups) - set(known))
        return [
            {
                "id": by,
                "label": self._grouping(by),
                "values": sorted(groups[by].items(), key=lambda one: words.alphabetical(one[1])),
            }
            for by in order
        ]

    def _grouping(self, by: str) -> str:
        """The name of a grouping."""
        if by in GROUPINGS:
            return self._words.page(GROUPINGS[by])
        name = self._source.translate.text("attribute", by, by)
        return by.replace("_", " ").capitalize() if name == by else name

    def _group(self, by: str, value: str) -> str:
        """The name of a group."""
        if by == "country":
            return self._source.country(value)
        if by == "membership":
            return self._source.translate.told(value)
        subject, of = ("kind", "") if by == "kind" else ("attribute", by)
        return self._source.translate.text(subject, of, value)
