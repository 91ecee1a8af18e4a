"""The survey folder as tables: schema `input`."""

from __future__ import annotations

from pipelines.warehouse.tables import CLAIM, INDICATOR, OPTION, QUESTION, RESPONDENT, WAVE, Table

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
            "question_id": QUESTION,
            "section": ("VARCHAR", "section id"),
            "position": ("BIGINT", "order in the whole questionnaire, from 1"),
            "type": ("VARCHAR", "single, multiple, rating, number, date, text or coded_text"),
            "wording": ("VARCHAR", "wording as asked"),
            "short": ("VARCHAR", "short form for headings; the wording where none is given"),
            "asked_if": ("VARCHAR", "the routing in words, NULL where everyone is asked"),
            "options_known": ("BOOLEAN", "false: the question offered more options than are known"),
            "publish_text": ("BOOLEAN", "true: its free text may be published"),
            "public": ("BOOLEAN", "false: in no report and no open data, nor what rests on it"),
            "note": ("VARCHAR", "note"),
        },
    ),
    Table(
        "input.options",
        "question × option",
        "The answers that a question offers.",
        {
            "question_id": QUESTION,
            "option_id": OPTION,
            "label": ("VARCHAR", "label as offered"),
            "position": ("BIGINT", "order in the question, from 1"),
            "meaning": ("VARCHAR", "substantive, or the state that choosing it means"),
            "since": ("VARCHAR", "first wave that offered it, NULL: all before until did"),
            "until": ("VARCHAR", "last wave that offered it, NULL: all from since on did"),
            "value": (
                "DOUBLE",
                "of a rating: the number that it stands for; NULL where only the order is known",
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
        "input.membership_bands",
        "band",
        "Years of membership, in the bands of survey.yml. Empty where it gives none.",
        {
            "years_from": ("BIGINT", "fewest whole years of membership in the band"),
            "years_below": ("BIGINT", "years with which the next band begins, NULL: the last"),
            "label": ("VARCHAR", "name of the band"),
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
            "indicator_id": INDICATOR,
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
        {"indicator_id": INDICATOR, "question_id": QUESTION, "option_id": OPTION},
    ),
    Table(
        "input.indicator_states",
        "indicator × state",
        "States that stay in an indicator's base although they are no substantive answer.",
        {"indicator_id": INDICATOR, "state": ("VARCHAR", "state of an item")},
    ),
    Table(
        "input.scores",
        "score",
        "Named scores, from indicators.yml.",
        {
            "indicator_id": INDICATOR,
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
            "indicator_id": INDICATOR,
            "question_id": QUESTION,
            "option_id": OPTION,
            "points": ("DECIMAL(28, 9)", "what it gains"),
        },
    ),
    Table(
        "input.nets",
        "net score",
        "Net scores, from indicators.yml: the share of one indicator less that of another.",
        {
            "indicator_id": INDICATOR,
            "position": ("BIGINT", "order among all indicators, from 1"),
            "title": ("VARCHAR", "title"),
            "question_id": ("VARCHAR", "the question of both"),
            "top_id": ("VARCHAR", "indicator of the top set"),
            "bottom_id": ("VARCHAR", "indicator of the bottom set"),
        },
    ),
    Table(
        "input.quantity_words",
        "word",
        "Quantity words and the shares they fit: k of n fits when every bound given holds.",
        {
            "word": ("VARCHAR", "the word, lower case"),
            "position": ("BIGINT", "order, from 1: sentences take the first that fits"),
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
        "input.nouns",
        "language",
        "What a respondent is called in sentences of languages other than English.",
        {
            "language": ("VARCHAR", "language, two letters"),
            "one": ("VARCHAR", "one respondent"),
            "many": ("VARCHAR", "several respondents"),
            "gender": ("VARCHAR", "feminine or masculine"),
        },
    ),
    Table(
        "input.translations",
        "language × subject × text",
        "The survey's own texts in other languages, from translations/.",
        {
            "language": ("VARCHAR", "language of the translation, two letters"),
            "subject": (
                "VARCHAR",
                (
                    "survey, kind, section, question, option, indicator, wave, attribute, claim, "
                    "reading or language"
                ),
            ),
            "subject_id": (
                "VARCHAR",
                (
                    "its id; of an option, that of its question; of a reading, that of its "
                    "attribute; else empty"
                ),
            ),
            "text": ("VARCHAR", "the text as it is"),
            "translation": ("VARCHAR", "the text in this language"),
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
    Table(
        "input.integers",
        "integer",
        "The integers from 0 to the largest number of responses of any wave, for arithmetic.",
        {"i": ("BIGINT", "the integer")},
    ),
]
