"""The few words of its own that a chart has, by language."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Phrases:
    """Words around numbers."""

    colon: str
    base: str
    of: str
    to: str
    at_least: str
    at_most: str
    unknown: str
    unknown_open: str
    unknown_rest: str
    everyone: str
    both: str
    as_published: str
    broken: str
    both_known: str
    yes: str
    no: str
    movers: str
    ratings: str
    in_order: str
    countries: str
    countries_untold: str
    countries_members: str


PHRASES = {
    "en": Phrases(
        colon=": ",
        base="Base",
        of="of",
        to="to",
        at_least="at least",
        at_most="at most",
        unknown="not known",
        unknown_open="Hatched: may or may not belong there, the answer is not known.",
        unknown_rest="Hatched: what they answered is not known.",
        everyone="All who answered, on a line from none to all",
        both="Answer known in both waves",
        as_published="as published",
        broken="The series breaks here",
        both_known="Respondents of both waves",
        yes="yes",
        no="no",
        movers="Who moved",
        ratings="Ratings side by side",
        in_order="From left to right",
        countries="Who answered, by country",
        countries_untold="How many members each country has is not known.",
        countries_members="Dark: members who answered. Light: all members in the country.",
    ),
    "fr": Phrases(
        colon="\u00a0: ",
        base="Base",
        of="sur",
        to="à",
        at_least="au moins",
        at_most="au plus",
        unknown="non connu",
        unknown_open="Hachuré : peut en faire partie ou non, la réponse n’est pas connue.",
        unknown_rest="Hachuré : on ne sait pas ce qu’ils ont répondu.",
        everyone="Tous les répondants, sur une ligne allant d’aucun à tous",
        both="Réponse connue aux deux vagues",
        as_published="tel que publié",
        broken="La série est interrompue ici",
        both_known="Répondants des deux vagues",
        yes="oui",
        no="non",
        movers="Qui a changé",
        ratings="Les évaluations côte à côte",
        in_order="De gauche à droite",
        countries="Qui a répondu, par pays",
        countries_untold="Le nombre de membres par pays n’est pas connu.",
        countries_members="Foncé : membres qui ont répondu. Clair : tous les membres du pays.",
    ),
}
