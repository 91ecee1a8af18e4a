"""What respondents answered in one wave and in another: `core.panel_counts`.

The typed rows of two waves are joined on the respondent, with a dozen of the questions that
take one answer at a time, and each question is a grouping set of the joined rows: they are
counted by the texts of their cells, which are few, and never written. Joining the long answers
with themselves would take many times as long.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import duckdb

from pipelines.mapping.routing import located
from pipelines.survey.folder import SurveyFolder
from pipelines.survey.order import places
from pipelines.warehouse.tables import literal

_ONE_ANSWER = ("single", "rating")
_STATES = (
    "ENUM ('no_answer', 'routed_out', 'unknown', 'dont_know', 'refused', 'not_applicable', "
    "'rejected')"
)

COUNTED_TOGETHER = 24
"""Questions of one join: each keeps counts of its own in memory, and a join costs little."""

Pair = tuple[str, str]


@dataclass(frozen=True)
class _Item:
    """A question in a source that has it in one column, one text a cell."""

    wave: str
    question_id: str
    stage: str
    base: int
    cell: str
    blank: str
    dictionary: str

    @property
    def blank_is_fixed(self) -> bool:
        """The state of a blank cell does not depend on the row."""
        return self.blank.startswith("'")


class Panels:
    """The questions of each wave that can be followed, and how.

    Attributes:
        whole: questions of which every source holds one text a cell.
    """

    def __init__(
        self, con: duckdb.DuckDBPyConnection, folder: SurveyFolder, databases: Mapping[str, str]
    ) -> None:
        """Read what the waves' own databases say.

        Args:
            con: the build's database, with `core.responses` filled.
            folder: the survey.
            databases: for each wave that has content, the name of its own database.
        """
        self._con, self._folder = con, folder
        self._items: dict[tuple[str, str], list[_Item]] = {}
        self._rows: dict[tuple[str, str], list[str]] = {}
        self._stages: dict[str, list[str]] = {}
        if folder.survey.respondents.identified_by != "row":
            for wave, database in databases.items():
                self._read(wave, f"{database}.main")
        self.whole = {
            question
            for _, question in self._rows
            if all(
                len(self._items.get((wave, question), ())) == len(self._rows[wave, question])
                for wave in databases
                if (wave, question) in self._rows
            )
        }

    def _read(self, wave: str, schema: str) -> None:
        single = {q.id for q in self._folder.bank.questions if q.type in _ONE_ANSWER}
        for question, sql in self._con.execute(
            f"SELECT question_id, sql FROM {schema}.answer_sql ORDER BY position"
        ).fetchall():
            if question in single:
                self._rows.setdefault((wave, question), []).append(located(sql, schema))
        for question, base, cell, *sql in self._con.execute(
            "SELECT question_id, base, cell, stage, blank, dictionary "
            f"FROM {schema}.item_sql ORDER BY ALL"
        ).fetchall():
            if question in single:
                stage, blank, dictionary = (located(text, schema) for text in sql)
                item = _Item(wave, question, stage, base, cell, blank, dictionary)
                self._items.setdefault((wave, question), []).append(item)
                if stage not in self._stages.setdefault(wave, []):
                    self._stages[wave].append(stage)

    def count(self) -> int:
        """Fill core.panel_counts; returns its rows."""
        pairs = self._pairs()
        self._con.execute("CREATE OR REPLACE TEMP TABLE parts AS FROM core.panel_counts")
        for (before, after), questions in pairs.items():
            for one in self._stages.get(before, ()):
                for other in self._stages.get(after, ()):
                    self._count_typed(before, after, one, other, questions & self.whole)
            for question in sorted(questions - self.whole):
                self._con.execute(f"INSERT INTO parts {self._long(before, after, question)}")
        self._con.execute(
            "INSERT INTO core.panel_counts SELECT * REPLACE (CAST(sum(n) AS BIGINT) AS n) "
            "FROM parts GROUP BY ALL ORDER BY ALL"
        )
        self._con.execute("DROP TABLE parts")
        row = self._con.execute("SELECT count(*) FROM core.panel_counts").fetchone()
        return int(row[0]) if row else 0

    def _pairs(self) -> dict[Pair, set[str]]:
        """The pairs of waves in which each question is looked at."""
        order = list(self._folder.waves)
        place = places(order, self._folder.survey.waves_apart)
        found: dict[Pair, set[str]] = {}
        for question in {question for _, question in self._rows}:
            asked = [wave for wave in order if (wave, question) in self._rows]
            following = [p for p in pairwise(asked) if place[p[1]] == place[p[0]] + 1]
            ends = [(span[0], span[-1]) for span in self._spans(question, asked) if len(span) > 1]
            for pair in {*following, *ends}:
                found.setdefault(pair, set()).add(question)
        return {
            pair: found[pair] for pair in sorted(found, key=lambda p: tuple(map(order.index, p)))
        }

    def _spans(self, question: str, asked: list[str]) -> Iterator[list[str]]:
        """The waves that have the question, and those that have each indicator of it."""
        yield asked
        order = list(self._folder.waves)
        offered = {
            wave: {option.id for option in self._folder.question(question).options_in(wave, order)}
            for wave in asked
        }
        for indicator in self._folder.indicators:
            for part in indicator.parts:
                if part.question == question:
                    yield [wave for wave in asked if offered[wave] & set(part.options)]

    def _count_typed(
        self, before: str, after: str, one: str, other: str, questions: set[str]
    ) -> None:
        """Join two sources, and count their common questions."""
        sides = [self._of(before, one, questions), self._of(after, other, questions)]
        common = sorted(sides[0].keys() & sides[1].keys())
        for first in range(0, len(common), COUNTED_TOGETHER):
            together = common[first : first + COUNTED_TOGETHER]
            items = [(sides[0][question], sides[1][question]) for question in together]
            self._con.execute(f"INSERT INTO parts {_counts_of_pairs(items)}")

    def _of(self, wave: str, stage: str, questions: set[str]) -> dict[str, _Item]:
        return {
            item.question_id: item
            for question in questions
            for item in self._items.get((wave, question), ())
            if item.stage == stage
        }

    def _long(self, before: str, after: str, question: str) -> str:
        """One question from its answers as rows: for what is not one text a cell."""
        sides = [
            "SELECT respondent_id, CASE WHEN selected THEN option_id END AS option_id, state "
            f"FROM ({' UNION ALL '.join(self._rows[wave, question])}) "
            f"WHERE first_of_item AND response_id NOT IN ({_uncounted(wave)})"
            for wave in (before, after)
        ]
        return (
            f"SELECT {literal(before)}, {literal(after)}, {literal(question)}, f.option_id, "
            f"f.state, t.option_id, t.state, count(*) FROM ({sides[0]}) AS f "
            f"JOIN ({sides[1]}) AS t USING (respondent_id) GROUP BY ALL"
        )


def _uncounted(wave: str) -> str:
    return f"SELECT response_id FROM core.responses WHERE wave = {literal(wave)} AND NOT counted"


def _side(items: Sequence[_Item], side: str) -> str:
    """SELECT of one source's cells, with the states of blank ones where they differ by row."""
    columns = [f"s.{item.cell} AS {side}{number}" for number, item in enumerate(items)]
    columns += [
        f"CAST(CASE WHEN s.{item.cell} IS NULL THEN {item.blank} END AS {_STATES}) "
        f"AS {side}b{number}"
        for number, item in enumerate(items)
        if not item.blank_is_fixed
    ]
    first = items[0]
    return (
        f"SELECT s.respondent_id, {', '.join(columns)} FROM {first.stage} AS s "
        f"WHERE s.source_row + {first.base} NOT IN ({_uncounted(first.wave)})"
    )


def _counts_of_pairs(items: Sequence[tuple[_Item, _Item]]) -> str:
    """SELECT of the counts of several questions: one join, and a grouping set for each."""
    cells = [_cells(number, *pair) for number, pair in enumerate(items)]
    sides = (_side([item[place] for item in items], side) for place, side in enumerate(("f", "t")))
    listed = ", ".join(cell for each in cells for cell in each)
    outside = ", ".join(f"grouping(f{number}) AS outside{number}" for number in range(len(items)))
    sets = ", ".join(f"({', '.join(each)})" for each in cells)
    counts = " UNION ALL ".join(_counts(number, *pair) for number, pair in enumerate(items))
    return (
        f"WITH paired AS MATERIALIZED (SELECT {listed}, {outside}, count(*) AS n "
        f"FROM ({') JOIN ('.join(sides)}) USING (respondent_id) "
        f"GROUP BY GROUPING SETS ({sets})) {counts}"
    )


def _cells(number: int, before: _Item, after: _Item) -> list[str]:
    """The columns of a question among those of `_side`."""
    states = [
        f"{side}b{number}"
        for side, item in (("f", before), ("t", after))
        if not item.blank_is_fixed
    ]
    return [f"f{number}", f"t{number}", *states]


def _counts(number: int, before: _Item, after: _Item) -> str:
    """SELECT of one question's counts: by text first, so that the dictionaries join few rows."""
    sides = (("f", before), ("t", after))
    states = [
        f"coalesce(CAST({side}.state AS VARCHAR), "
        + (item.blank if item.blank_is_fixed else f"CAST(c.{side}b{number} AS VARCHAR)")
        + ")"
        for side, item in sides
    ]
    meanings = [
        f'LEFT JOIN (SELECT * FROM ({item.dictionary}) WHERE "first") AS {side} '
        f"ON c.{side}{number} = {side}.raw"
        for side, item in sides
    ]
    return (
        f"SELECT {literal(before.wave)}, {literal(after.wave)}, {literal(before.question_id)}, "
        f"f.option_id, {states[0]}, t.option_id, {states[1]}, sum(c.n) "
        f"FROM (FROM paired WHERE outside{number} = 0) AS c "
        f"{' '.join(meanings)} GROUP BY ALL"
    )
