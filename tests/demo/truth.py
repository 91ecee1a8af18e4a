"""What the warehouse of the made-up programme must hold, from its truth files alone.

Plain Python and fractions, no SQL, and nothing of `pipelines`: the definitions of questions and
indicators stand here a second time. Where an export can't tell an answer (`told`), what is
expected is what can be known of it; `Item.options` still has the true answer, so that bounds can
be held against it.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

YES_NO = ["yes", "no"]
SUBSTANTIVE = {
    "strategy": YES_NO,
    "public": YES_NO,
    "office": YES_NO,
    "budget": YES_NO,
    "topics": ["housing", "schools", "sports", "work_training", "work", "training"],
    "cooperation": ["s1", "s2", "s3", "s4", "s5"],
    "events": ["never", "once", "several"],
    "digital": YES_NO,
}
ONE_ANSWER = [question for question in SUBSTANTIVE if question != "topics"]
"""Questions that take one answer."""
QUESTIONS = [*SUBSTANTIVE, "staff"]
SEVERAL = ["topics"]
HAS_DONT_KNOW = ["strategy"]
LOWEST, HIGHEST = Fraction(1), Fraction(5)
"""Of the one rating."""
STAFF = Fraction(0), Fraction(500)
"""Smallest and largest number of staff that is believed."""
OLD_TOPICS, NEW_TOPICS, SPLIT = {"work_training"}, {"work", "training"}, "2036"

INDICATORS: dict[str, dict[str, set[str]]] = {
    "strategy": {"strategy": {"yes"}},
    "strategy_of_all": {"strategy": {"yes"}},
    "public": {"public": {"yes"}},
    "office": {"office": {"yes"}},
    "budget": {"budget": {"yes"}},
    "office_or_budget": {"office": {"yes"}, "budget": {"yes"}},
    "housing": {"topics": {"housing"}},
    "work_training": {"topics": OLD_TOPICS | NEW_TOPICS},
    "cooperation_good": {"cooperation": {"s4", "s5"}},
    "cooperation_poor": {"cooperation": {"s1", "s2"}},
    "events": {"events": {"once", "several"}},
    "digital": {"digital": {"yes"}},
}
NETS = {"cooperation_net": ("cooperation_good", "cooperation_poor")}
SCORES = {
    "effort": {
        "strategy": {"yes": Fraction(2)},
        "office": {"yes": Fraction(2)},
        "budget": {"yes": Fraction(2)},
        "topics": dict.fromkeys(SUBSTANTIVE["topics"], Fraction(1, 2)),
        "cooperation": {f"s{value}": Fraction(value) for value in range(1, 6)},
    }
}
"""By question, what an option gains."""
IN_BASE = {"strategy_of_all": {"dont_know"}}
BREAKS = {"budget": "2036"}
"""By question, the wave from which it is another one."""
BREAK_NOTES = {"budget": "Until 2035 only a budget line of its own counted"}

NOTED = {("office", "2035"), ("topics", "2036"), ("cooperation", "2036")}
"""Question and wave of which a note says what changed and compares all the same."""

PUBLISHED = {("2030", "strategy"), ("2030", "office"), ("2031", "strategy"), ("2031", "office"),
             ("2032", "strategy")}  # fmt: skip
"""Totals that a report prints: wave and indicator."""
OVERLAPS = {("2030", "2031"), ("2031", "2032")}
"""Pairs of waves of which a report says how many answered both."""
STATED_MOVES = {("strategy", "2031", "2032")}
"""Indicator and pair of waves of which a report says how many have started."""

WRITTEN = ("answered", "dont_know")
OPEN = ("unknown", "rejected")


@dataclass(frozen=True)
class Item:
    """A row of answers.csv."""

    state: str
    told: str
    options: frozenset[str]
    number: int | None


@dataclass(frozen=True)
class Count:
    """Who is in a base, with their weights: yes, no, and unknown."""

    yes: list[Fraction]
    no: list[Fraction]
    unknown: list[Fraction]

    @property
    def n(self) -> int:
        return len(self.yes)

    @property
    def base(self) -> int:
        return len(self.yes) + len(self.no)

    @property
    def everyone(self) -> list[Fraction]:
        return self.yes + self.no + self.unknown

    @property
    def weight(self) -> Fraction:
        return sum(self.yes + self.no, Fraction(0))

    @property
    def share(self) -> Fraction | None:
        return self.low if not self.unknown and self.base else None

    @property
    def low(self) -> Fraction | None:
        whole = self.weight + sum(self.unknown)
        return Fraction(sum(self.yes)) / whole if whole else None

    @property
    def high(self) -> Fraction | None:
        whole = self.weight + sum(self.unknown)
        return Fraction(sum(self.yes) + sum(self.unknown)) / whole if whole else None

    @property
    def n_effective(self) -> Fraction | None:
        squares = sum(weight * weight for weight in self.yes + self.no)
        return self.weight**2 / squares if squares else None


def _read(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


class Truth:
    """The truth files; of several submissions only the one that counts."""

    def __init__(self, folder: Path) -> None:
        waves = _read(folder / "waves.csv")
        self.waves = [row["wave"] for row in waves]
        self.exported = [row["wave"] for row in waves if row["kind"] == "responses"]
        self.population = {row["wave"]: int(row["members"]) for row in waves}
        self.facts = {
            (row["wave"], row["respondent_id"]): {
                "country": row["country"],
                "kind": "town",
                "membership": _band(int(row["wave"]) - int(row["joined"])),
                "region": row["region"],
                "size": row["size"],
            }
            for row in _read(folder / "members.csv")
        }
        counted = {
            (row["wave"], row["respondent_id"], row["submission"]): Fraction(row["weight"])
            for row in _read(folder / "responses.csv")
            if row["counted"] == "yes"
        }
        self.weights = {(wave, who): weight for (wave, who, _), weight in counted.items()}
        self.items: dict[tuple[str, str], dict[str, Item]] = {}
        for row in _read(folder / "answers.csv"):
            if (row["wave"], row["respondent_id"], row["submission"]) in counted:
                of = self.items.setdefault((row["wave"], row["question_id"]), {})
                of[row["respondent_id"]] = Item(
                    row["state"],
                    row["told"],
                    frozenset(filter(None, row["options"].split("|"))),
                    int(row["number"]) if row["number"] else None,
                )

    # ── who and what ────────────────────────────────────────────────────────────

    def respondents(self, wave: str) -> set[str]:
        return {who for where, who in self.weights if where == wave}

    def position(self, wave: str) -> int:
        """The order of a wave, with room for a year without one."""
        return int(wave) - int(self.waves[0]) + 1

    def members(self, wave: str) -> set[str]:
        return {who for where, who in self.facts if where == wave}

    def offered(self, wave: str, question: str) -> list[str]:
        """The substantive options of a wave."""
        gone = OLD_TOPICS if wave >= SPLIT else NEW_TOPICS
        return [option for option in SUBSTANTIVE[question] if option not in gone]

    def asked(self, wave: str, question: str) -> bool:
        return (wave, question) in self.items

    def count(self, wave: str, question: str, option: str) -> Count:
        """Who chose an option, of those of whom it is known."""
        found = Count([], [], [])
        for who, item in self.items[wave, question].items():
            weight = self.weights[wave, who]
            if item.told in OPEN:
                found.unknown.append(weight)
            elif item.told in WRITTEN and option in item.options:
                found.yes.append(weight)
            elif item.told == "answered":
                found.no.append(weight)
        return found

    # ── indicators ──────────────────────────────────────────────────────────────

    def has(self, wave: str, indicator: str) -> bool:
        """Whether a wave has an indicator from its responses."""
        return wave in self.exported and all(
            self.asked(wave, question) and options & set(self.offered(wave, question))
            for question, options in INDICATORS[indicator].items()
        )

    def judged(self, wave: str, indicator: str, known: bool = False) -> dict[str, str]:
        """yes, no or unknown of everyone who is in the base or may be.

        Args:
            wave: the wave.
            indicator: the indicator.
            known: by what is true, not by what the export tells.
        """
        found = {}
        for who in self.respondents(wave):
            items = [self.items[wave, question].get(who) for question in INDICATORS[indicator]]
            if answer := self._judge(indicator, [item for item in items if item], known):
                found[who] = answer
        return found

    @staticmethod
    def _judge(indicator: str, items: list[Item], known: bool) -> str | None:
        wanted = list(INDICATORS[indicator].values())
        states = [item.state if known else item.told for item in items]
        if any(
            state in WRITTEN and item.options & options
            for state, item, options in zip(states, items, wanted, strict=True)
        ):
            return "yes"
        if any(state in OPEN for state in states):
            return "unknown"
        counted_in = IN_BASE.get(indicator, set())
        missing = {"no_answer", "dont_know", "refused"} - counted_in
        if any(state in missing for state in states):
            return None
        return "no" if any(s == "answered" or s in counted_in for s in states) else None

    def total(self, wave: str, indicator: str) -> Count:
        """The count of an indicator; where only totals are published, as if by name."""
        found = Count([], [], [])
        for who, answer in self.judged(wave, indicator).items():
            getattr(found, answer).append(self.weights[wave, who])
        return found

    # ── series and pairs ────────────────────────────────────────────────────────

    def point(self, wave: str, indicator: str) -> tuple[str, Count] | None:
        """Source and count of the value that a series takes."""
        own = self.total(wave, indicator) if self.has(wave, indicator) else None
        if own and own.share is not None:
            return "responses", own
        if (wave, indicator) in PUBLISHED:
            return "published", self.total(wave, indicator)
        return ("responses", own) if own else None

    def series(self, indicator: str) -> list[str]:
        return [wave for wave in self.waves if self.point(wave, indicator)]

    def series_no(self, wave: str, questions: list[str]) -> int:
        return 1 + sum(wave >= BREAKS.get(question, "9999") for question in questions)

    def pairs(self, series: list[str]) -> dict[tuple[str, str], str]:
        """Pairs of waves that are set side by side, with their kind: no gap is bridged."""
        found = {p: "adjacent" for p in pairwise(series) if int(p[1]) == int(p[0]) + 1}
        if len(series) > 1:
            found.setdefault((series[0], series[-1]), "first_last")
        return found

    def moves(self, indicator: str, before: str, after: str) -> dict[tuple[str, str], list[str]]:
        """Respondents by what they were and became: yes, no, unknown, out or absent."""
        judged = [self.judged(wave, indicator) for wave in (before, after)]
        here = [self.respondents(wave) for wave in (before, after)]
        found: dict[tuple[str, str], list[str]] = {}
        for who in judged[0].keys() | judged[1].keys():
            was, became = (
                judged[side].get(who) or ("out" if who in here[side] else "absent")
                for side in (0, 1)
            )
            found.setdefault((was, became), []).append(who)
        return found


def _band(years: int) -> str:
    return "under 5 years" if years < 5 else "5 to 9 years" if years < 10 else "10 years or more"
