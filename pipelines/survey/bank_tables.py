"""The survey, its questions and its indicators as rows of schema `input`."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise

from pipelines.survey.folder import SurveyFolder
from pipelines.survey.models import AskIf, QuantityWord
from pipelines.warehouse.rows import Row


def survey(folder: SurveyFolder) -> Iterator[Row]:
    """What holds for the whole survey."""
    survey = folder.survey
    yield {
        "survey_id": survey.id,
        "title": survey.title,
        "publisher": survey.publisher,
        "language": survey.language,
        "synthetic": survey.synthetic,
        "identified_by": survey.respondents.identified_by,
        "registry_complete": survey.respondents.registry_complete,
        "noun_one": survey.respondents.noun.one,
        "noun_many": survey.respondents.noun.many,
        "confidence_level": survey.confidence_level,
        **survey.base_rules.model_dump(),
    }


def membership_bands(folder: SurveyFolder) -> Iterator[Row]:
    """Years of membership, in bands."""
    limits: list[int | None] = [0, *sorted(set(folder.survey.membership_bands)), None]
    for low, high in pairwise(limits) if len(limits) > 2 else ():
        yield {"years_from": low, "years_below": high, "label": _band(low or 0, high)}


def _band(low: int, high: int | None) -> str:
    """Years of membership in words, such as: 5 to 9 years."""
    if high is None:
        return f"{_years(low)} or more"
    if not low:
        return f"under {_years(high)}"
    return _years(low) if high == low + 1 else f"{low} to {_years(high - 1)}"


def _years(number: int) -> str:
    return f"{number} year" if number == 1 else f"{number} years"


def sections(folder: SurveyFolder) -> Iterator[Row]:
    """Parts of the questionnaire."""
    for position, section in enumerate(folder.bank.sections, 1):
        yield {
            "section": section.id,
            "position": position,
            "title": section.title,
            "intro": section.intro,
        }


def questions(folder: SurveyFolder) -> Iterator[Row]:
    """The question bank."""
    for position, question in enumerate(folder.bank.questions, 1):
        routing = [_in_words(folder, condition) for condition in question.ask_if]
        yield {
            "question_id": question.id,
            "section": question.section,
            "position": position,
            "type": question.type,
            "wording": question.wording,
            "short": question.short or question.wording,
            "asked_if": ", and ".join(routing) or None,
            "options_known": question.options_known,
            "minimum": question.minimum if question.type == "number" else None,
            "maximum": question.maximum if question.type == "number" else None,
            "publish_text": question.publish_text,
            "public": question.public,
            "note": question.note,
        }


def _in_words(folder: SurveyFolder, condition: AskIf) -> str:
    """A condition of the routing, such as: the answer to “Staff” is “Yes” or “Some”."""
    if condition.question is None:
        subject, texts = str(condition.attribute).replace("_", " "), condition.values
    else:
        question = folder.question(condition.question)
        subject = f"the answer to “{question.short or question.wording}”"
        texts = [option.label for option in question.options if option.id in condition.options]
    return f"{subject} is " + " or ".join(f"“{text}”" for text in texts)


def routes(folder: SurveyFolder) -> Iterator[Row]:
    """By which answers questions are asked."""
    for question in folder.bank.questions:
        for position, condition in enumerate(question.ask_if, 1):
            row: Row = {
                "question_id": question.id,
                "position": position,
                "asked_question_id": condition.question,
                "attribute": condition.attribute,
            }
            yield from ({**row, "asked_option_id": option} for option in condition.options)
            yield from ({**row, "value": value} for value in condition.values)


def options(folder: SurveyFolder) -> Iterator[Row]:
    """The answers that questions offer."""
    for question in folder.bank.questions:
        for position, option in enumerate(question.options, 1):
            yield {
                "question_id": question.id,
                "option_id": option.id,
                "label": option.label,
                "position": position,
                "meaning": option.state or "substantive",
                "since": option.since,
                "until": option.until,
                "value": question.scale.get(option.id),
            }


def indicators(folder: SurveyFolder) -> Iterator[Row]:
    """Named shares."""
    for position, indicator in enumerate(folder.indicators, 1):
        parts = indicator.parts
        if not parts:
            continue
        asked = {part.question for part in parts}
        yield {
            "indicator_id": indicator.id,
            "position": position,
            "title": indicator.title,
            "question_id": parts[0].question if len(asked) == 1 else None,
            "composite": sum(len(part.options) for part in parts) > 1,
        }


def indicator_options(folder: SurveyFolder) -> Iterator[Row]:
    """Options of which any counts as yes."""
    for indicator in folder.indicators:
        named = {(part.question, option) for part in indicator.parts for option in part.options}
        for question, option in sorted(named):
            yield {"indicator_id": indicator.id, "question_id": question, "option_id": option}


def indicator_states(folder: SurveyFolder) -> Iterator[Row]:
    """States that stay in an indicator's base."""
    for indicator in folder.indicators:
        for state in dict.fromkeys(indicator.count_in_base):
            yield {"indicator_id": indicator.id, "state": state}


def readings(folder: SurveyFolder) -> Iterator[Row]:
    """How vague attribute values are read."""
    for reading in folder.survey.readings:
        yield reading.model_dump()


def quantity_words(folder: SurveyFolder) -> Iterator[Row]:
    """Words for quantities, with the shares that they fit."""
    for position, word in enumerate(folder.survey.quantity_words, 1):
        yield {"word": word.word.lower(), "position": position, **_bounds(word)}


def _bounds(word: QuantityWord) -> Row:
    bounds: Row = {}
    for name in ("at_least", "more_than", "at_most", "less_than"):
        if (ratio := getattr(word, name)) is not None:
            bounds[f"{name}_num"] = Fraction(ratio).numerator
            bounds[f"{name}_den"] = Fraction(ratio).denominator
    return bounds


def nouns(folder: SurveyFolder) -> Iterator[Row]:
    """What a respondent is called in other languages."""
    for language, noun in folder.survey.respondents.noun.translations.items():
        yield {"language": language, **noun.model_dump()}
