"""What comes out of the raw files: the part of schema `core` that no model makes."""

from __future__ import annotations

from dataclasses import replace

from pipelines.warehouse.tables import QUESTION, RESPONDENT, WAVE, Table

_ANSWERS = Table(
    "core.answers",
    "response × question × option chosen or ruled out; one row without an option where there "
    "is none",
    "Every item of every response, with its state.",
    {
        "response_id": ("BIGINT", "response"),
        "wave": WAVE,
        "respondent_id": RESPONDENT,
        "question_id": QUESTION,
        "option_id": ("VARCHAR", "option, NULL where none was chosen"),
        "selected": (
            "BOOLEAN",
            "true: chosen; false: ruled out, the rest of the item unknown; NULL: no option",
        ),
        "state": (
            "VARCHAR",
            (
                "answered, no_answer, dont_know, refused, not_applicable, routed_out, rejected or "
                "unknown"
            ),
        ),
        "first_of_item": (
            "BOOLEAN",
            "true on one row of each item, so that items are counted by it",
        ),
        "value_number": ("DOUBLE", "answer to a numeric question"),
        "value_date": ("DATE", "answer to a question for a date"),
        "basis": (
            "VARCHAR",
            "where a reconstructed cell comes from; NULL for an ordinary export",
        ),
    },
)


LOADED = [
    Table(
        "core.source_files",
        "source file",
        "The raw files as they were read.",
        {
            "wave": WAVE,
            "path": (
                "VARCHAR",
                "path below data/raw/<wave>/; of several sheets of a workbook with it",
            ),
            "sha256": ("VARCHAR", "SHA-256 of the file"),
            "bytes": ("BIGINT", "size"),
            "rows": ("BIGINT", "rows of data, without the header"),
            "columns": ("BIGINT", "columns"),
            "encoding": ("VARCHAR", "encoding used"),
            "reader": ("VARCHAR", "reader used"),
        },
    ),
    Table(
        "core.responses",
        "response",
        "One submission by one respondent in one wave.",
        {
            "response_id": (
                "BIGINT",
                "id: position of the wave × 10^10 + position of the source × 10^9 + source row",
            ),
            "wave": WAVE,
            "respondent_id": RESPONDENT,
            "submitted_at": ("VARCHAR", "time of submission as the source writes it"),
            "language": ("VARCHAR", "language of the submission as the source writes it"),
            "source_file": ("VARCHAR", "path below data/raw/<wave>/"),
            "source_row": ("BIGINT", "row in the source, the header being row 1"),
            "weight": ("DOUBLE", "survey weight, 1 where the wave has none"),
            "counted": ("BOOLEAN", "true where the response enters bases"),
            "why_not_counted": ("VARCHAR", "reason where it does not"),
        },
    ),
    _ANSWERS,
    replace(
        _ANSWERS,
        name="core.indicator_answers",
        description="Those rows of core.answers that indicators read one by one: of questions that "
        "an indicator joins with others or looks up by respondent.",
    ),
    replace(
        _ANSWERS,
        name="core.number_answers",
        description="Those rows of core.answers that answer questions for a number.",
    ),
    Table(
        "core.answer_counts",
        "wave × question × option × selected × state",
        "core.answers counted, all responses included: what most indicators are made of, so that "
        "a large survey is counted once.",
        {
            "wave": WAVE,
            "question_id": QUESTION,
            "option_id": ("VARCHAR", "option, NULL where none was chosen"),
            "selected": ("BOOLEAN", "as in core.answers"),
            "state": ("VARCHAR", "as in core.answers"),
            "n_rows": ("BIGINT", "rows of core.answers"),
            "n_items": ("BIGINT", "rows that are the first of their item"),
        },
    ),
    Table(
        "core.panel_counts",
        "pair of waves × question × answer in the earlier wave × answer in the later one",
        "Respondents with a counted response in both waves by what they answered, for questions "
        "that take one answer: made of the waves' typed rows, joined once, so that a large "
        "survey is counted and not joined answer by answer.",
        {
            "wave_from": ("VARCHAR", "the earlier wave"),
            "wave_to": ("VARCHAR", "the later wave"),
            "question_id": QUESTION,
            "option_from": ("VARCHAR", "option chosen in the earlier wave, NULL where none was"),
            "state_from": ("VARCHAR", "state of the item in the earlier wave"),
            "option_to": ("VARCHAR", "option chosen in the later wave, NULL where none was"),
            "state_to": ("VARCHAR", "state of the item in the later wave"),
            "n": ("BIGINT", "respondents"),
        },
    ),
    Table(
        "core.paired_questions",
        "question",
        "Questions of which core.panel_counts tells all that there is: one text an item, in "
        "every source that has them, so that no item is partly known.",
        {"question_id": QUESTION},
    ),
    Table(
        "core.response_metadata",
        "response × metadata column",
        "What an export tells of a response besides answers, as it writes it.",
        {
            "response_id": ("BIGINT", "response"),
            "wave": WAVE,
            "source_column": ("VARCHAR", "header of the column"),
            "value": ("VARCHAR", "text as received"),
        },
    ),
    Table(
        "core.texts",
        "response × question",
        "Free text, only where the question bank says that it may be kept.",
        {
            "response_id": ("BIGINT", "response"),
            "wave": WAVE,
            "respondent_id": RESPONDENT,
            "question_id": QUESTION,
            "text": ("VARCHAR", "the text"),
        },
    ),
    Table(
        "core.rejected_cells",
        "cell",
        "Cells that were quarantined, with rule and reason.",
        {
            "wave": WAVE,
            "source_file": ("VARCHAR", "path below data/raw/<wave>/"),
            "source_row": ("BIGINT", "row in the source, the header being row 1"),
            "source_column": ("VARCHAR", "header of the column"),
            "raw_value": ("VARCHAR", "text as received; NULL for personal columns"),
            "rule_id": ("VARCHAR", "the rule broken"),
            "severity": ("VARCHAR", "error or warning"),
            "reason": ("VARCHAR", "what was expected"),
        },
    ),
    Table(
        "core.cell_fates",
        "source column",
        "The fate of every cell of a source column, counted by the reader.",
        {
            "wave": WAVE,
            "source_file": ("VARCHAR", "path below data/raw/<wave>/"),
            "source_column": ("VARCHAR", "header of the column"),
            "cells": ("BIGINT", "data cells, blank ones included"),
            "loaded": ("BIGINT", "cells in core tables"),
            "rejected": ("BIGINT", "cells in core.rejected_cells"),
            "ignored": ("BIGINT", "cells of columns declared ignored or personal"),
            "blank": ("BIGINT", "empty cells"),
        },
    ),
]
