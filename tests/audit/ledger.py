"""Published reports made up for tests: claims in words, findings out."""

from __future__ import annotations

import heapq
from functools import cache
from typing import Any

from pipelines.warehouse.models import SCHEMAS
from tests.small_survey import SmallSurvey, reads
from tests.world import SQL

WORDS = {
    "most": {"more_than": (1, 2)},
    "majority": {"more_than": (11, 20)},
    "vast majority": {"at_least": (2, 3)},
    "around half": {"at_least": (9, 20), "at_most": (11, 20)},
    "few": {"at_most": (1, 10)},
    "a minority": {"less_than": (9, 20)},
}
_EVERY_MODEL = {f"{path.parent.name}.{path.stem}" for path in SQL.glob("*/*.sql")}


@cache
def needed(table: str) -> frozenset[str]:
    """A model and all that it reads, directly or not."""
    found, wanted = set(), [table]
    while wanted:
        if (name := wanted.pop()) not in found:
            found.add(name)
            wanted.extend(set(reads(name)) & _EVERY_MODEL)
    return frozenset(found)


@cache
def in_order(tables: tuple[str, ...]) -> tuple[str, ...]:
    """The models behind the tables, each after those that it reads."""
    models = set().union(*(needed(table) for table in tables))
    waiting = {name: set(reads(name)) & models for name in models}
    ready = [(SCHEMAS.index(name.split(".")[0]), name) for name in models if not waiting[name]]
    heapq.heapify(ready)
    order: list[str] = []
    while ready:
        _, done = heapq.heappop(ready)
        order.append(done)
        for name in models:
            if done in waiting[name]:
                waiting[name].remove(done)
                if not waiting[name]:
                    heapq.heappush(ready, (SCHEMAS.index(name.split(".")[0]), name))
    return tuple(order)


class Ledger(SmallSurvey):
    """A small survey with the claims of reports on it."""

    def __init__(self, identified_by: str = "registry") -> None:
        super().__init__(identified_by)
        self.con.execute("SET threads = 1")  # these tables are too small to share out
        self.con.execute("UPDATE input.survey SET noun_one = 'town', noun_many = 'towns'")
        for word, bounds in WORDS.items():
            row: dict[str, Any] = {"word": word}
            for bound, (numerator, denominator) in bounds.items():
                row |= {f"{bound}_num": numerator, f"{bound}_den": denominator}
            self.add("input.quantity_words", row)
        self._position = 0
        self._built = False

    def ask(self, question: str, options: str, kind: str = "single", known: bool = True) -> Ledger:
        """A question; not `known`: it offered more options than these."""
        self.question(question, options, kind)
        self.con.execute(
            "UPDATE input.questions SET options_known = ? WHERE question_id = ?", [known, question]
        )
        return self

    def route(self, question: str, after: str) -> Ledger:
        """Asked only after "question=option"."""
        asked, _, option = after.partition("=")
        row = {"asked_question_id": asked, "asked_option_id": option}
        self.add("input.routes", {"question_id": question, "position": 1, **row})
        return self

    def fact(self, respondent: str, attribute: str, value: str, **more: Any) -> Ledger:
        """A fact of the registry."""
        row = {"respondent_id": respondent, "attribute": attribute, "value": value}
        self.add("input.attributes", row | more)
        return self

    def says(
        self,
        claim: str,
        kind: str,
        value: float | None = None,
        *,
        wave: str = "2",
        about: str = "",
        within: str = "",
        compared_with: str = "",
        names: str = "",
        among: str = "",
        illustrates: str = "",
        excludes: str = "",
        complete: bool | None = None,
        ledger: str = "2",
        **more: Any,
    ) -> Ledger:
        """A claim. Sets are "question=option, question=option@wave, attribute is value"."""
        self._position += 1
        key = f"{ledger}/{claim}"
        row = {"claim_id": key, "ledger_wave": ledger, "wave": wave, "position": self._position}
        more |= {"kind": kind, "value": value}
        if kind == "list":
            more |= {"list_complete": bool(complete), "value": None}
        self.add("input.claims", row | {"quote": claim, "vague": False} | more)
        sets = {"about": about, "within": within, "compared_with": compared_with}
        for role, conditions in sets.items():
            for position, condition in enumerate(_split(conditions), start=1):
                row = {"claim_id": key, "role": role, "position": position}
                self.add("input.claim_sets", row | _condition(condition, wave))
        for position, name in enumerate(_split(names), start=1):
            if name not in self._registered:
                self.respondent(name)
            row = {"claim_id": key, "position": position, "respondent_id": name}
            self.add("input.claim_respondents", row | {"as_written": name})
        for question in among.split():
            self.add("input.claim_among", {"claim_id": key, "question_id": question})
        for relation, others in (("illustrates", illustrates), ("excludes", excludes)):
            for other in others.split():
                row = {"claim_id": key, "relation": relation}
                self.add("input.claim_relations", row | {"related_claim_id": f"{ledger}/{other}"})
        return self

    def findings(self, check: str) -> dict[str, dict[str, Any]]:
        """The findings of a check, by the ids of their claims: "a" or "a~b"."""
        if not self._built:
            self.con.execute("INSERT INTO input.integers SELECT * FROM range(61)")
            self._built = True
        self.run(*in_order((f"audit.check_{check}",)))
        found = self.rows(f"SELECT * FROM audit.check_{check}")
        assert {row["check_id"] for row in found} <= {check}
        by_claims = {
            "~".join(
                row[column].partition("/")[2]
                for column in ("claim_id", "related_claim_id")
                if row[column]
            ): row
            for row in found
        }
        assert len(by_claims) == len(found), "two findings for the same claims"
        assert all(row["arithmetic"] and row["explanation"] for row in found), found
        return by_claims

    def finding(self, check: str) -> dict[str, Any]:
        """The only finding of a check."""
        (found,) = self.findings(check).values()
        return found


def _split(text: str) -> list[str]:
    return [part.strip() for part in text.split(",") if part.strip()]


def _condition(text: str, wave: str) -> dict[str, Any]:
    if " is " in text:
        attribute, _, value = text.partition(" is ")
        return {"wave": wave, "attribute": attribute, "value": value}
    question, _, answer = text.partition("=")
    option, _, other = answer.partition("@")
    return {"wave": other or wave, "question_id": question, "option_id": option}


def two_waves(responses: int = 37, before: int = 41, **more: Any) -> Ledger:
    """Waves "1" and "2" of which reports say how many answered; nothing else is at hand."""
    ledger = Ledger(**more)
    ledger.wave("1", "published").wave("2", "published")
    ledger.says("n1", "base", before, wave="1").says("n2", "base", responses)
    return ledger


def towns(first: int, last: int) -> str:
    """Names for lists, such as Town 1, Town 2."""
    return ", ".join(f"Town {number}" for number in range(first, last + 1))
