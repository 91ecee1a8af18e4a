"""A published report as the rules of reconstruction read it.

The ledger of claims, who answered, what the registry knows of them, and which claims
exclude each other. Infers nothing: that is left to `reconstruct`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from pipelines.errors import ConfigurationError, Problem
from pipelines.survey.folder import SurveyFolder
from pipelines.survey.models import Attribute, Claim, Ledger, Question, Source, Wave

Item = tuple[str, str]
"""Respondent id and question id."""


@dataclass(frozen=True)
class PublishedReport:
    """The ledger of a reconstructed wave, with what the rules need to know beside it.

    Attributes:
        base: the number of responses, as published.
        members: who answered, as written in the report, by respondent id.
    """

    folder: SurveyFolder
    wave: Wave
    ledger: Ledger
    source: Source
    base: int
    members: dict[str, str]

    @classmethod
    def of(cls, folder: SurveyFolder, wave_id: str) -> PublishedReport:
        """The report on a wave, or a ConfigurationError where nothing can be reconstructed."""
        wave, ledger = _reconstructed_wave(folder, wave_id)
        base, names = _who_answered(folder, ledger)
        members = dict(zip(_resolve(folder, ledger, names), names.respondents, strict=True))
        return cls(folder, wave, ledger, wave.sources[0], int(number_of(base)), members)

    @cached_property
    def lists(self) -> list[tuple[Claim, tuple[str, ...]]]:
        """The lists that speak of this wave, each with the ids of those named."""
        return [
            (claim, tuple(_resolve(self.folder, self.ledger, claim)))
            for claim in self.ledger.claims
            if claim.kind == "list" and self.is_of_wave(claim.wave)
        ]

    @cached_property
    def attributes(self) -> dict[tuple[str, str], Attribute]:
        """Attributes by respondent and name, as they were during fieldwork."""
        return {
            (fact.respondent_id, fact.attribute): fact
            for fact in self.folder.attributes
            if self._held_during_fieldwork(fact)
        }

    @cached_property
    def order(self) -> dict[str, int]:
        """Position of each claim in the ledger."""
        return {claim.id: position for position, claim in enumerate(self.ledger.claims)}

    @cached_property
    def excluded(self) -> dict[Item, set[str]]:
        """By item, the claims declared to exclude each other that tell the item differently."""
        by_id = {claim.id: (claim, set(named)) for claim, named in self.lists}
        pairs = [
            (by_id[claim.id], by_id[other])
            for claim, _ in self.lists
            for other in claim.excludes
            if other in by_id
        ]
        found: dict[Item, set[str]] = defaultdict(set)
        for (one, named), (other, also_named) in pairs:
            for question in _told_differently(self.answers(one), self.answers(other)):
                for respondent in named & also_named:
                    found[respondent, question] |= {one.id, other.id}
        return found

    def question(self, question_id: str) -> Question:
        """A question as this wave put it."""
        return self.folder.question_in(question_id, self.wave.wave)

    def is_of_wave(self, wave: str | None) -> bool:
        """True where a claim's or condition's wave is the one reconstructed."""
        return wave in (None, self.wave.wave)

    def answers(self, claim: Claim, with_base: bool = True) -> list[tuple[str, str]]:
        """(question, option) that a claim speaks of in this wave."""
        return [
            (each.question, each.option)
            for each in [*claim.about, *(claim.within if with_base else [])]
            if each.question and each.option and self.is_of_wave(each.wave)
        ]

    def not_asked(self, item: Item) -> Attribute | None:
        """The attribute by which a question is not asked of a respondent, if there is one."""
        respondent, question = item
        for condition in self.folder.question(question).ask_if:
            fact = self.attributes.get((respondent, condition.attribute or ""))
            if fact and fact.value not in condition.values:
                return fact
        return None

    def cite(self, claims: Iterable[str]) -> str:
        """Claim ids as the warehouse has them, in the order of the report."""
        last = len(self.order)
        ordered = sorted(set(claims), key=lambda claim: (self.order.get(claim, last), claim))
        return ", ".join(f"{self.ledger.wave}/{c}" if c in self.order else c for c in ordered)

    def _held_during_fieldwork(self, fact: Attribute) -> bool:
        start, end = self.wave.fieldwork_start, self.wave.fieldwork_end
        begins_late = fact.valid_from and end and fact.valid_from > end
        ended_early = fact.valid_to and start and fact.valid_to < start
        return not (begins_late or ended_early)


def _told_differently(one: list[tuple[str, str]], other: list[tuple[str, str]]) -> set[str]:
    """The questions of which two lists of (question, option) tell different options."""
    both = {question for question, _ in one} & {question for question, _ in other}
    differing = set(one) ^ set(other)
    return {question for question, _ in differing if question in both}


def _reconstructed_wave(folder: SurveyFolder, wave_id: str) -> tuple[Wave, Ledger]:
    wave, ledger = folder.waves.get(wave_id), folder.ledgers.get(wave_id)
    file = f"waves/{wave_id}.yml"
    if wave is None or wave.kind != "reconstructed":
        found = f"wave {wave_id} of kind {wave.kind}" if wave else f"no wave {wave_id}"
        raise ConfigurationError(Problem(folder.where(file), found, "a wave of kind reconstructed"))
    if ledger is None:
        where = folder.where(f"published/{wave_id}.yml")
        raise ConfigurationError(Problem(where, "no such file", "the claims of the wave's report"))
    source = wave.sources[0]
    if not (len(wave.sources) == 1 and source.separator and source.not_prefix):
        where = folder.where(file, "sources", 0)
        found = f"{len(wave.sources)} sources, or no separator or not_prefix"
        raise ConfigurationError(
            Problem(where, found, "one source with a separator and a not_prefix")
        )
    return wave, ledger


def _who_answered(folder: SurveyFolder, ledger: Ledger) -> tuple[Claim, Claim]:
    """The claim of the number of responses, and the complete list of who gave them."""
    claims = {claim.id: claim for claim in ledger.claims}
    pairs = [
        (claims[claim.illustrates], claim)
        for claim in ledger.claims
        if claim.kind == "list" and claim.complete and claim.illustrates in claims
    ]
    found = [
        (base, names)
        for base, names in pairs
        if base.kind == "base" and base.wave in (None, ledger.wave)
    ]
    if len(found) != 1:
        raise ConfigurationError(
            Problem(
                folder.where(f"published/{ledger.wave}.yml", "claims"),
                f"{len(found)} complete lists of who answered",
                "one list with complete: true that illustrates the claim of kind base",
            )
        )
    return found[0]


def _resolve(folder: SurveyFolder, ledger: Ledger, claim: Claim) -> Iterator[str]:
    for name in claim.respondents:
        respondent = folder.resolve(name)
        if respondent is None:
            where = folder.where(f"published/{ledger.wave}.yml", "claims")
            raise ConfigurationError(
                Problem(
                    where, f"{name!r} in claim {claim.id}", "a name or alias of respondents.csv"
                )
            )
        yield respondent


def number_of(claim: Claim) -> float:
    """The value of a claim whose kind has a number."""
    return claim.value if isinstance(claim.value, float) else 0.0


def source_of(fact: Attribute) -> str:
    """Where a fact comes from, or the fact itself."""
    return fact.source or f"{fact.attribute} = {fact.value}"
