"""The waves as tables of schema `input`: what was asked when, and how it was exported."""

from __future__ import annotations

from pipelines.warehouse.tables import OPTION, QUESTION, RESPONDENT, WAVE, Table

WAVES = [
    Table(
        "input.waves",
        "wave",
        "The waves, from waves/<wave>.yml.",
        {
            "wave": WAVE,
            "position": (
                "BIGINT",
                "order in time, from 1; where waves are missing, one number is left out",
            ),
            "kind": ("VARCHAR", "responses, reconstructed, published or participation"),
            "title": ("VARCHAR", "title"),
            "status": (
                "VARCHAR",
                "current; stale: stopped, its last content kept; absent: no content",
            ),
            "fieldwork_start": ("DATE", "first day of fieldwork, if known"),
            "fieldwork_end": ("DATE", "last day of fieldwork, if known"),
            "fieldwork_precision": ("VARCHAR", "day, or month where only the months are known"),
            "population_n": ("BIGINT", "members at the time, if known or assumed"),
            "population_basis": ("VARCHAR", "registry, stated or assumed"),
            "note": ("VARCHAR", "note"),
        },
    ),
    Table(
        "input.question_waves",
        "question × wave in which it was asked",
        "Which question was asked when, and where its series breaks.",
        {
            "question_id": QUESTION,
            "wave": WAVE,
            "wording": ("VARCHAR", "wording in this wave"),
            "breaks": ("BOOLEAN", "true: answers don't compare with earlier waves"),
            "break_note": ("VARCHAR", "why, where breaks is true"),
            "comparable_note": (
                "VARCHAR",
                "why answers compare with earlier waves although the question changed",
            ),
        },
    ),
    Table(
        "input.option_labels",
        "wave × question × option",
        "Texts of options in the waves that offered others, from waves/<wave>.yml.",
        {
            "wave": WAVE,
            "question_id": QUESTION,
            "option_id": OPTION,
            "label": ("VARCHAR", "label as this wave offered it"),
        },
    ),
    Table(
        "input.crosswalks",
        "wave × question × part × side × option",
        "Options merged or split since the wave before that asked the question, from "
        "waves/<wave>.yml: those of a part are together the same answer on both sides.",
        {
            "wave": WAVE,
            "question_id": QUESTION,
            "part": ("BIGINT", "what goes together, from 1"),
            "side": ("VARCHAR", "before or now"),
            "option_id": OPTION,
        },
    ),
    Table(
        "input.same_answers",
        "question × pair of waves × option",
        "What answers are one for two waves, by all crosswalks from the one to the other.",
        {
            "question_id": QUESTION,
            "wave_from": ("VARCHAR", "the earlier wave"),
            "wave_to": ("VARCHAR", "the later wave"),
            "option_id": OPTION,
            "same_as": ("VARCHAR", "the first of the options that are one answer"),
        },
    ),
    Table(
        "input.corrections",
        "correction",
        "Corrections of single cells, from corrections.yml.",
        {
            "wave": WAVE,
            "respondent_id": RESPONDENT,
            "question_id": QUESTION,
            "expected": ("VARCHAR", "what the cell must hold for the correction to apply"),
            "corrected": ("VARCHAR", "what it is replaced by"),
            "reason": ("VARCHAR", "why"),
            "decided_by": ("VARCHAR", "who decided"),
            "decided_on": ("DATE", "when"),
        },
    ),
    Table(
        "input.columns",
        "source column",
        "What each column of each source is, from the wave's file.",
        {
            "wave": WAVE,
            "source_file": ("VARCHAR", "path below data/raw/<wave>/"),
            "source_column": ("VARCHAR", "header of the column"),
            "position": ("BIGINT", "order in the wave's file, from 1"),
            "question_id": QUESTION,
            "option_id": OPTION,
            "use": (
                "VARCHAR",
                "answer, key, basis, weight, submitted_at, language, metadata, ignored, personal",
            ),
            "reason": ("VARCHAR", "why a column is ignored"),
        },
    ),
]
