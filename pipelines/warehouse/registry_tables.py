"""The respondents as tables of schema `input`."""

from __future__ import annotations

from pipelines.warehouse.tables import RESPONDENT, Table

REGISTRY = [
    Table(
        "input.respondents",
        "respondent",
        "The registry, from respondents.csv.",
        {
            "respondent_id": RESPONDENT,
            "name": ("VARCHAR", "name"),
            "kind": ("VARCHAR", "kind, such as city, region, network"),
            "counted": ("BOOLEAN", "true where this kind enters bases"),
            "country_code": ("VARCHAR", "ISO 3166-1 alpha-2"),
            "joined_on": ("DATE", "member since, if known"),
            "left_on": ("DATE", "member until, if known"),
        },
    ),
    Table(
        "input.aliases",
        "accepted spelling",
        "Every spelling by which a respondent is recognised: id, name and aliases.",
        {
            "respondent_id": RESPONDENT,
            "alias": ("VARCHAR", "spelling as written in the registry"),
            "folded": ("VARCHAR", "the spelling after Unicode and punctuation folding; unique"),
        },
    ),
    Table(
        "input.attributes",
        "respondent × attribute × period",
        "Dated facts about respondents, from attributes.csv.",
        {
            "respondent_id": RESPONDENT,
            "attribute": ("VARCHAR", "attribute id"),
            "value": ("VARCHAR", "value"),
            "valid_from": ("DATE", "first day on which it holds, NULL: always before"),
            "valid_to": ("DATE", "last day on which it holds, NULL: still"),
            "source": ("VARCHAR", "where the fact comes from"),
        },
    ),
    Table(
        "input.successions",
        "succession × successor",
        "Renames, mergers and splits of respondents, from successions.csv.",
        {
            "date": ("DATE", "first day on which it holds"),
            "respondent_id": RESPONDENT,
            "kind": ("VARCHAR", "renamed, merged or split"),
            "successor_id": (
                "VARCHAR",
                "respondent that it became part of, or one of its parts; NULL for a rename",
            ),
            "old_name": ("VARCHAR", "name before, for a rename"),
            "note": ("VARCHAR", "note"),
        },
    ),
]
