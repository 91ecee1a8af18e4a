"""What published reports say as tables of schema `input`."""

from __future__ import annotations

from pipelines.warehouse.tables import CLAIM, OPTION, QUESTION, RESPONDENT, Table

CLAIMS = [
    Table(
        "input.claims",
        "claim",
        "What published reports assert, from published/<wave>.yml.",
        {
            "claim_id": CLAIM,
            "ledger_wave": ("VARCHAR", "wave whose report makes the claim"),
            "wave": ("VARCHAR", "wave spoken of"),
            "position": ("BIGINT", "order in the report, from 1"),
            "section": ("VARCHAR", "section id"),
            "kind": (
                "VARCHAR",
                (
                    "share, count, base, overlap, list, quantity, comparison, rank, universal, "
                    "date, score or statement"
                ),
            ),
            "indicator_id": ("VARCHAR", "indicator whose value it states, if any"),
            "value": ("DOUBLE", "percent, number of respondents, rank or score, as printed"),
            "value_date": ("DATE", "for a date claim"),
            "unit": ("VARCHAR", "percent, respondents, rank, date, score; NULL without a value"),
            "base": ("BIGINT", "base as printed, if printed"),
            "word": ("VARCHAR", "quantity word, lower case; for a date, what is dated"),
            "direction": ("VARCHAR", "comparison: up, down, same"),
            "wave_compared": ("VARCHAR", "the other wave of a comparison or overlap"),
            "list_complete": ("BOOLEAN", "list: the wording makes it complete"),
            "vague": ("BOOLEAN", "wording too vague to be anyone's answer"),
            "quote": ("VARCHAR", "the phrase that carries the claim"),
            "note": ("VARCHAR", "note on the reading of the wording"),
        },
    ),
    Table(
        "input.claim_sets",
        "claim × role × condition",
        "The sets that claims speak of: the conditions of one role hold together.",
        {
            "claim_id": CLAIM,
            "role": ("VARCHAR", "about, within or compared_with"),
            "position": ("BIGINT", "order, from 1"),
            "wave": ("VARCHAR", "wave in which the condition holds"),
            "question_id": QUESTION,
            "option_id": OPTION,
            "attribute": ("VARCHAR", "attribute id, instead of question and option"),
            "value": ("VARCHAR", "attribute value"),
        },
    ),
    Table(
        "input.claim_among",
        "rank claim × question",
        "The questions that a rank claim ranks.",
        {"claim_id": CLAIM, "question_id": QUESTION},
    ),
    Table(
        "input.claim_respondents",
        "claim × respondent named",
        "Who is named in a list, or whose score is stated.",
        {
            "claim_id": CLAIM,
            "position": ("BIGINT", "order in the list, from 1"),
            "respondent_id": RESPONDENT,
            "as_written": ("VARCHAR", "spelling in the report"),
        },
    ),
    Table(
        "input.claim_relations",
        "claim × related claim",
        "illustrates: the share or count whose names a list gives; excludes: a list whose wording "
        "excludes this one.",
        {
            "claim_id": CLAIM,
            "relation": ("VARCHAR", "illustrates or excludes"),
            "related_claim_id": ("VARCHAR", "the other claim"),
        },
    ),
]
