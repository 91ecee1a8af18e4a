"""The few words of its own that a chart has, by language."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Phrases:
    """Words around numbers."""

    base: str
    of: str
    to: str
    at_least: str
    at_most: str
    unknown: str
    unknown_open: str
    everyone: str
    both: str
    as_published: str
    broken: str


PHRASES = {
    "en": Phrases(
        base="Base",
        of="of",
        to="to",
        at_least="at least",
        at_most="at most",
        unknown="not known",
        unknown_open="Hatched: may or may not belong there, the answer is not known.",
        everyone="All who answered, on a line from none to all",
        both="Answered both",
        as_published="as published",
        broken="The series breaks here",
    ),
    "fr": Phrases(
        base="Base",
        of="sur",
        to="à",
        at_least="au moins",
        at_most="au plus",
        unknown="non connu",
        unknown_open="Hachuré : peut en faire partie ou non, la réponse n’est pas connue.",
        everyone="Tous les répondants, sur une ligne allant d’aucun à tous",
        both="Ont répondu aux deux",
        as_published="tel que publié",
        broken="La série est interrompue ici",
    ),
}
