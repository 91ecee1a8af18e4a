"""The ledgers as rows of the tables `input.claims` and `input.claim_*`."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from pipelines.survey.folder import SurveyFolder
from pipelines.survey.models import Claim
from pipelines.warehouse.rows import Row

_UNITS = {
    "share": "percent",
    "quantity": "percent",
    "comparison": "percent",
    "universal": "percent",
    "count": "respondents",
    "base": "respondents",
    "overlap": "respondents",
    "list": "respondents",
    "rank": "rank",
    "date": "date",
    "score": "score",
}


def _each(folder: SurveyFolder) -> Iterator[tuple[str, str, int, Claim]]:
    """Every claim: the ledger's wave, its id in the warehouse, its position, itself."""
    for wave, ledger in folder.ledgers.items():
        for position, claim in enumerate(ledger.claims, 1):
            yield wave, f"{wave}/{claim.id}", position, claim


def claims(folder: SurveyFolder) -> Iterator[Row]:
    """Every claim."""
    for ledger_wave, claim_id, position, claim in _each(folder):
        on_a_day = isinstance(claim.value, date)
        yield {
            "claim_id": claim_id,
            "ledger_wave": ledger_wave,
            "wave": claim.wave or ledger_wave,
            "position": position,
            "section": claim.section,
            "kind": claim.kind,
            "indicator_id": claim.indicator,
            "value": None if on_a_day else claim.value,
            "value_date": claim.value if on_a_day else None,
            "unit": None if claim.value is None else _UNITS.get(claim.kind),
            "base": claim.base,
            "word": claim.word.lower() if claim.word else None,
            "direction": claim.direction,
            "wave_compared": claim.wave_compared,
            "list_complete": claim.complete,
            "vague": claim.vague,
            "quote": claim.quote,
            "note": claim.note,
        }


def claim_sets(folder: SurveyFolder) -> Iterator[Row]:
    """The conditions of the sets that claims speak of."""
    for ledger_wave, claim_id, _, claim in _each(folder):
        for role in ("about", "within", "compared_with"):
            for position, says in enumerate(getattr(claim, role), 1):
                yield {
                    "claim_id": claim_id,
                    "role": role,
                    "position": position,
                    "wave": says.wave or claim.wave or ledger_wave,
                    "question_id": says.question,
                    "option_id": says.option,
                    "attribute": says.attribute,
                    "value": says.value,
                }


def claim_among(folder: SurveyFolder) -> Iterator[Row]:
    """The questions that rank claims rank."""
    for _, claim_id, _, claim in _each(folder):
        for question in dict.fromkeys(claim.among):
            yield {"claim_id": claim_id, "question_id": question}


def claim_respondents(folder: SurveyFolder) -> Iterator[Row]:
    """Who is named in lists."""
    for _, claim_id, _, claim in _each(folder):
        for position, name in enumerate(claim.respondents, 1):
            yield {
                "claim_id": claim_id,
                "position": position,
                # Without a registry a respondent is what the report calls it.
                "respondent_id": folder.resolve(name) or name,
                "as_written": name,
            }


def claim_relations(folder: SurveyFolder) -> Iterator[Row]:
    """Which claim a list illustrates, and which it excludes."""
    for ledger_wave, claim_id, _, claim in _each(folder):
        related = [("illustrates", claim.illustrates)] if claim.illustrates else []
        for relation, other in [*related, *(("excludes", other) for other in claim.excludes)]:
            yield {
                "claim_id": claim_id,
                "relation": relation,
                "related_claim_id": f"{ledger_wave}/{other}",
            }
