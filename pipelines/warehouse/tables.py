"""Tables that Python fills: their columns, types and documentation in one place.

Everything else in the warehouse is a SELECT under `sql/`. Three groups are filled here:

* `INPUT`: the survey folder as tables, schema `input` (filled by `pipelines.survey`);
* `LOADED`: what comes out of the raw files, schema `core` (filled by
  `pipelines.harmonise`);
* `STATISTICS`: lookup tables of what SQL can't compute (filled by
  `pipelines.statistics`: those of `indicators` once `core.waves` stands, those of `trends`
  once `trends.panels` does).

The SQL models read them as declared sources. No table is written in this module but
by `create`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import duckdb


@dataclass(frozen=True)
class Table:
    """A documented table: `columns` maps a name to (DuckDB type, documentation)."""

    name: str
    grain: str
    description: str
    columns: dict[str, tuple[str, str]]


def create(con: duckdb.DuckDBPyConnection, tables: list[Table]) -> None:
    """Create empty tables, their schemas and their comments."""
    for table in tables:
        con.execute(f"CREATE SCHEMA IF NOT EXISTS {table.name.split('.')[0]}")
        columns = ", ".join(f"{name} {kind}" for name, (kind, _) in table.columns.items())
        con.execute(f"CREATE TABLE {table.name} ({columns})")
        comment(con, table)


def comment(con: duckdb.DuckDBPyConnection, table: Table, kind: str = "TABLE") -> None:
    """Put the documentation into the database, where SQL users see it."""
    con.execute(
        f"COMMENT ON {kind} {table.name} IS {literal(f'{table.description} Grain: {table.grain}.')}"
    )
    for name, (_, text) in table.columns.items():
        con.execute(f"COMMENT ON COLUMN {table.name}.{name} IS {literal(text)}")


def literal(text: str) -> str:
    """A SQL string literal."""
    return "'" + text.replace("'", "''") + "'"


_WAVE = ("VARCHAR", "wave id, text such as 2020")
_RESPONDENT = ("VARCHAR", "respondent id, as in the registry")
_QUESTION = ("VARCHAR", "question id, the same in every wave")
_OPTION = ("VARCHAR", "option id within its question")
_INDICATOR = ("VARCHAR", "indicator id")
_CLAIM = ("VARCHAR", "claim id, unique in the warehouse: <wave of the ledger>/<id in the ledger>")

INPUT = [
    Table(
        "input.survey",
        "one row",
        "What holds for the whole survey, from survey.yml.",
        {
            "survey_id": ("VARCHAR", "id, also the name of the database file"),
            "title": ("VARCHAR", "title"),
            "publisher": ("VARCHAR", "who publishes the survey"),
            "language": ("VARCHAR", "language of the questionnaire, ISO 639-1"),
            "synthetic": ("BOOLEAN", "true: made-up data"),
            "identified_by": (
                "VARCHAR",
                "registry, key or row: how answers are tied to a respondent",
            ),
            "registry_complete": (
                "BOOLEAN",
                "false: the registry lists only some of the population",
            ),
            "noun_one": ("VARCHAR", "what one respondent is called"),
            "noun_many": ("VARCHAR", "what several respondents are called"),
            "confidence_level": ("DOUBLE", "of all intervals, 0-1"),
            "names_only_below": ("BIGINT", "base under which only names or counts are shown"),
            "counts_only_below": ("BIGINT", "base under which no percentage is shown"),
            "percent_in_charts_from": ("BIGINT", "base from which charts may show percentages"),
        },
    ),
    Table(
        "input.sections",
        "section",
        "Parts of the questionnaire, in order.",
        {
            "section": ("VARCHAR", "section id"),
            "position": ("BIGINT", "order, from 1"),
            "title": ("VARCHAR", "title"),
            "intro": ("VARCHAR", "introduction shown in the report, if any"),
        },
    ),
    Table(
        "input.questions",
        "question",
        "The question bank, from questions.yml.",
        {
            "question_id": _QUESTION,
            "section": ("VARCHAR", "section id"),
            "position": ("BIGINT", "order in the whole questionnaire, from 1"),
            "type": ("VARCHAR", "single, multiple, rating, number, date, text or coded_text"),
            "wording": ("VARCHAR", "wording as asked"),
            "short": ("VARCHAR", "short form for headings; the wording where none is given"),
            "asked_if": ("VARCHAR", "the routing in words, NULL where everyone is asked"),
            "options_known": ("BOOLEAN", "false: the question offered more options than are known"),
            "publish_text": ("BOOLEAN", "true: its free text may be published"),
            "note": ("VARCHAR", "note"),
        },
    ),
    Table(
        "input.options",
        "question × option",
        "The answers that a question offers.",
        {
            "question_id": _QUESTION,
            "option_id": _OPTION,
            "label": ("VARCHAR", "label as offered"),
            "position": ("BIGINT", "order in the question, from 1"),
            "meaning": ("VARCHAR", "substantive, or the state that choosing it means"),
            "since": ("VARCHAR", "first wave that offered it, NULL: all before until did"),
            "until": ("VARCHAR", "last wave that offered it, NULL: all from since on did"),
        },
    ),
    Table(
        "input.option_labels",
        "wave × question × option",
        "Texts of options in the waves that offered others, from waves/<wave>.yml.",
        {
            "wave": _WAVE,
            "question_id": _QUESTION,
            "option_id": _OPTION,
            "label": ("VARCHAR", "label as this wave offered it"),
        },
    ),
    Table(
        "input.routes",
        "question × condition × value",
        "The routing: a question is asked where every condition holds by one of its values.",
        {
            "question_id": ("VARCHAR", "the question that is routed"),
            "position": ("BIGINT", "the condition, from 1"),
            "asked_question_id": ("VARCHAR", "earlier question, NULL for an attribute"),
            "asked_option_id": ("VARCHAR", "an answer to it that lets the question be asked"),
            "attribute": ("VARCHAR", "attribute id, NULL for a question"),
            "value": ("VARCHAR", "a value of it that lets the question be asked"),
        },
    ),
    Table(
        "input.waves",
        "wave",
        "The waves, from waves/<wave>.yml.",
        {
            "wave": _WAVE,
            "position": ("BIGINT", "order in time, from 1"),
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
            "question_id": _QUESTION,
            "wave": _WAVE,
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
        "input.respondents",
        "respondent",
        "The registry, from respondents.csv.",
        {
            "respondent_id": _RESPONDENT,
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
            "respondent_id": _RESPONDENT,
            "alias": ("VARCHAR", "spelling as written in the registry"),
            "folded": ("VARCHAR", "the spelling after Unicode and punctuation folding; unique"),
        },
    ),
    Table(
        "input.attributes",
        "respondent × attribute × period",
        "Dated facts about respondents, from attributes.csv.",
        {
            "respondent_id": _RESPONDENT,
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
            "respondent_id": _RESPONDENT,
            "kind": ("VARCHAR", "renamed, merged or split"),
            "successor_id": (
                "VARCHAR",
                "respondent that it became part of, or one of its parts; NULL for a rename",
            ),
            "old_name": ("VARCHAR", "name before, for a rename"),
            "note": ("VARCHAR", "note"),
        },
    ),
    Table(
        "input.readings",
        "attribute × value",
        "How vague attribute values are read in checks, from survey.yml.",
        {
            "attribute": ("VARCHAR", "attribute id"),
            "value": ("VARCHAR", "the vague value"),
            "read_as": ("VARCHAR", "the value it is read as"),
            "reason": ("VARCHAR", "why"),
        },
    ),
    Table(
        "input.indicators",
        "indicator",
        "Named shares, from indicators.yml.",
        {
            "indicator_id": _INDICATOR,
            "position": ("BIGINT", "order, from 1"),
            "title": ("VARCHAR", "title"),
            "question_id": ("VARCHAR", "its question; NULL where it joins several"),
            "composite": ("BOOLEAN", "true where more than one option or question is joined"),
        },
    ),
    Table(
        "input.indicator_options",
        "indicator × question × option",
        "The options of which any counts as yes.",
        {"indicator_id": _INDICATOR, "question_id": _QUESTION, "option_id": _OPTION},
    ),
    Table(
        "input.indicator_states",
        "indicator × state",
        "States that stay in an indicator's base although they are no substantive answer.",
        {"indicator_id": _INDICATOR, "state": ("VARCHAR", "state of an item")},
    ),
    Table(
        "input.scores",
        "score",
        "Named scores, from indicators.yml.",
        {
            "indicator_id": _INDICATOR,
            "position": ("BIGINT", "order among all indicators, from 1"),
            "title": ("VARCHAR", "title"),
        },
    ),
    Table(
        "input.score_options",
        "score × question × option",
        "What choosing an option gains: its value by the weight of the question. Options that "
        "mean a state are left out where they have no value.",
        {
            "indicator_id": _INDICATOR,
            "question_id": _QUESTION,
            "option_id": _OPTION,
            "points": ("DECIMAL(28, 9)", "what it gains"),
        },
    ),
    Table(
        "input.quantity_words",
        "word",
        "Quantity words and the shares they fit: k of n fits when every bound given holds.",
        {
            "word": ("VARCHAR", "the word, lower case"),
            "at_least_num": ("BIGINT", "k × den >= num × n, NULL where unbounded"),
            "at_least_den": ("BIGINT", "denominator of the bound"),
            "more_than_num": ("BIGINT", "k × den > num × n, NULL where unbounded"),
            "more_than_den": ("BIGINT", "denominator of the bound"),
            "at_most_num": ("BIGINT", "k × den <= num × n, NULL where unbounded"),
            "at_most_den": ("BIGINT", "denominator of the bound"),
            "less_than_num": ("BIGINT", "k × den < num × n, NULL where unbounded"),
            "less_than_den": ("BIGINT", "denominator of the bound"),
        },
    ),
    Table(
        "input.corrections",
        "correction",
        "Corrections of single cells, from corrections.yml.",
        {
            "wave": _WAVE,
            "respondent_id": _RESPONDENT,
            "question_id": _QUESTION,
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
            "wave": _WAVE,
            "source_file": ("VARCHAR", "path below data/raw/<wave>/"),
            "source_column": ("VARCHAR", "header of the column"),
            "position": ("BIGINT", "order in the wave's file, from 1"),
            "question_id": _QUESTION,
            "option_id": _OPTION,
            "use": (
                "VARCHAR",
                "answer, key, basis, weight, submitted_at, language, metadata, ignored, personal",
            ),
            "reason": ("VARCHAR", "why a column is ignored"),
        },
    ),
    Table(
        "input.claims",
        "claim",
        "What published reports assert, from published/<wave>.yml.",
        {
            "claim_id": _CLAIM,
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
            "claim_id": _CLAIM,
            "role": ("VARCHAR", "about, within or compared_with"),
            "position": ("BIGINT", "order, from 1"),
            "wave": ("VARCHAR", "wave in which the condition holds"),
            "question_id": _QUESTION,
            "option_id": _OPTION,
            "attribute": ("VARCHAR", "attribute id, instead of question and option"),
            "value": ("VARCHAR", "attribute value"),
        },
    ),
    Table(
        "input.claim_among",
        "rank claim × question",
        "The questions that a rank claim ranks.",
        {"claim_id": _CLAIM, "question_id": _QUESTION},
    ),
    Table(
        "input.claim_respondents",
        "claim × respondent named",
        "Who is named in a list, or whose score is stated.",
        {
            "claim_id": _CLAIM,
            "position": ("BIGINT", "order in the list, from 1"),
            "respondent_id": _RESPONDENT,
            "as_written": ("VARCHAR", "spelling in the report"),
        },
    ),
    Table(
        "input.claim_relations",
        "claim × related claim",
        "illustrates: the share or count whose names a list gives; excludes: a list whose wording "
        "excludes this one.",
        {
            "claim_id": _CLAIM,
            "relation": ("VARCHAR", "illustrates or excludes"),
            "related_claim_id": ("VARCHAR", "the other claim"),
        },
    ),
    Table(
        "input.integers",
        "integer",
        "The integers from 0 to the largest number of responses of any wave, for arithmetic.",
        {"i": ("BIGINT", "the integer")},
    ),
]

_ANSWERS = Table(
    "core.answers",
    "response × question × option chosen or ruled out; one row without an option where there "
    "is none",
    "Every item of every response, with its state.",
    {
        "response_id": ("BIGINT", "response"),
        "wave": _WAVE,
        "respondent_id": _RESPONDENT,
        "question_id": _QUESTION,
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
            "wave": _WAVE,
            "path": ("VARCHAR", "path below data/raw/<wave>/"),
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
            "wave": _WAVE,
            "respondent_id": _RESPONDENT,
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
        "an indicator joins with others or looks up by respondent, and numbers.",
    ),
    Table(
        "core.answer_counts",
        "wave × question × option × selected × state",
        "core.answers counted, all responses included: what most indicators are made of, so that "
        "a large survey is counted once.",
        {
            "wave": _WAVE,
            "question_id": _QUESTION,
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
            "question_id": _QUESTION,
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
        {"question_id": _QUESTION},
    ),
    Table(
        "core.response_metadata",
        "response × metadata column",
        "What an export tells of a response besides answers, as it writes it.",
        {
            "response_id": ("BIGINT", "response"),
            "wave": _WAVE,
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
            "wave": _WAVE,
            "respondent_id": _RESPONDENT,
            "question_id": _QUESTION,
            "text": ("VARCHAR", "the text"),
        },
    ),
    Table(
        "core.rejected_cells",
        "cell",
        "Cells that were quarantined, with rule and reason.",
        {
            "wave": _WAVE,
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
            "wave": _WAVE,
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

STATISTICS = [
    Table(
        "indicators.z_values",
        "confidence level",
        "Quantile of the normal distribution for two-sided intervals, from input.survey.",
        {
            "confidence_level": ("DOUBLE", "level of the intervals, 0-1"),
            "z": ("DOUBLE", "the quantile, such as 1.96 for 0.95"),
        },
    ),
    Table(
        "indicators.member_limits",
        "population × base × count",
        "Exact hypergeometric limits for the number of members who have it, were those who "
        "answered a random draw: for each wave's population and responses, and every count they "
        "could give.",
        {
            "population_n": ("BIGINT", "members"),
            "base": ("BIGINT", "responses"),
            "n": ("BIGINT", "responses with yes"),
            "members_low": ("BIGINT", "fewest members who may have it"),
            "members_high": ("BIGINT", "most members who may have it"),
        },
    ),
    Table(
        "trends.paired_tests",
        "kept × gained × lost × neither",
        "What a panel's counts say of its change, for all counts of trends.panels that leave "
        "nothing unknown. Filled once trends.panels stands.",
        {
            "kept": ("BIGINT", "respondents with yes in both waves"),
            "gained": ("BIGINT", "respondents with no, then yes"),
            "lost": ("BIGINT", "respondents with yes, then no"),
            "neither": ("BIGINT", "respondents with no in both waves"),
            "p_exact": ("DOUBLE", "McNemar's exact p, two-sided"),
            "p_mid": ("DOUBLE", "its mid-p"),
            "ci_low": ("DOUBLE", "Newcombe's paired interval for the change of the share"),
            "ci_high": ("DOUBLE", "its upper limit"),
        },
    ),
]
