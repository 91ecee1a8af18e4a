"""The survey, its questions and its indicators as tables of schema `input`."""

from __future__ import annotations

from pipelines.warehouse.tables import INDICATOR, OPTION, QUESTION, Table

BANK = [
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
            "minimum": ("DOUBLE", "of a number: the smallest one that is believed; NULL: any"),
            "maximum": ("DOUBLE", "of a number: the largest one that is believed; NULL: any"),
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
]
