"""The survey folder as the tables of schema `input`, which the SQL models read."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import pairwise
from typing import Any

import duckdb

from pipelines.survey import (
    claim_tables,
    crosswalks,
    large,
    nets,
    references,
    scores,
    translations,
)
from pipelines.survey.asked import asked_in
from pipelines.survey.folder import SurveyFolder
from pipelines.survey.models import AskIf, QuantityWord
from pipelines.survey.names import fold_all
from pipelines.survey.order import places
from pipelines.warehouse.input_tables import INPUT
from pipelines.warehouse.rows import Row
from pipelines.warehouse.tables import create, transaction

MOST_INTEGERS = 100_000
"""Arithmetic over every base is for small waves; above this, input.integers ends."""

_COLUMNS = {table.name: table.columns for table in INPUT}


def fill_input(
    con: duckdb.DuckDBPyConnection,
    folder: SurveyFolder,
    stale: Collection[str] = (),
    absent: Collection[str] = (),
    responses_max: int = 0,
) -> None:
    """Create the tables of schema `input` and fill them, in a transaction of its own.

    Args:
        con: the database.
        folder: the survey.
        stale: waves whose last good content is kept because they were stopped.
        absent: waves that were stopped and have no content to keep.
        responses_max: the largest number of responses of any wave, where it is known.
    """
    with transaction(con):
        create(con, INPUT)
        for name, rows in _TABLES.items():
            insert(con, name, list(rows(folder)))
        insert(con, "input.waves", list(_waves(folder, stale, absent)))
        registry, facts = folder.registry, folder.facts
        if isinstance(registry, large.ConfirmedRows) and isinstance(facts, large.ConfirmedRows):
            large.fill(con, registry, facts, folder.survey.respondents.counted_kinds)
        else:
            _fill_from_rows(con, folder)
        last = min(MOST_INTEGERS, max(responses_max, _largest_count(folder)))
        con.execute("INSERT INTO input.integers SELECT * FROM range(?)", [last + 1])


def insert(con: duckdb.DuckDBPyConnection, table: str, rows: list[Row]) -> None:
    """Insert rows into a table of schema `input`; columns left out are NULL.

    Raises:
        KeyError: a row has a column that the table has not.
    """
    columns = {name: [row.get(name) for row in rows] for name in _COLUMNS[table]}
    unknown = set().union(*rows) - set(columns)
    if unknown:
        raise KeyError(f"{table} has no column {unknown}")
    _insert_columns(con, table, columns)


def _insert_columns(
    con: duckdb.DuckDBPyConnection, table: str, columns: Mapping[str, Sequence[Any]]
) -> None:
    """Insert whole columns. They go as lists of texts, which is many times as fast as rows."""
    kinds = _COLUMNS[table]
    values = ", ".join(f"CAST(unnest(?) AS {kinds[name][0]})" for name in columns)
    con.execute(
        f"INSERT INTO {table} ({', '.join(columns)}) SELECT {values}",
        [[_text(value) for value in column] for column in columns.values()],
    )


def _text(value: Any) -> str | None:
    if isinstance(value, bool):
        return str(value).lower()
    return None if value is None else str(value)


# ── survey, questions, indicators ───────────────────────────────────────────────


def _survey(folder: SurveyFolder) -> Iterator[Row]:
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


def _membership_bands(folder: SurveyFolder) -> Iterator[Row]:
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


def _sections(folder: SurveyFolder) -> Iterator[Row]:
    for position, section in enumerate(folder.bank.sections, 1):
        yield {
            "section": section.id,
            "position": position,
            "title": section.title,
            "intro": section.intro,
        }


def _questions(folder: SurveyFolder) -> Iterator[Row]:
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


def _routes(folder: SurveyFolder) -> Iterator[Row]:
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


def _options(folder: SurveyFolder) -> Iterator[Row]:
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


def _option_labels(folder: SurveyFolder) -> Iterator[Row]:
    for wave in folder.waves.values():
        for question, labels in wave.labels.items():
            for option, label in labels.items():
                yield {
                    "wave": wave.wave,
                    "question_id": question,
                    "option_id": option,
                    "label": label,
                }


def _indicators(folder: SurveyFolder) -> Iterator[Row]:
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


def _indicator_options(folder: SurveyFolder) -> Iterator[Row]:
    for indicator in folder.indicators:
        named = {(part.question, option) for part in indicator.parts for option in part.options}
        for question, option in sorted(named):
            yield {"indicator_id": indicator.id, "question_id": question, "option_id": option}


def _indicator_states(folder: SurveyFolder) -> Iterator[Row]:
    for indicator in folder.indicators:
        for state in dict.fromkeys(indicator.count_in_base):
            yield {"indicator_id": indicator.id, "state": state}


def _readings(folder: SurveyFolder) -> Iterator[Row]:
    for reading in folder.survey.readings:
        yield reading.model_dump()


def _quantity_words(folder: SurveyFolder) -> Iterator[Row]:
    for position, word in enumerate(folder.survey.quantity_words, 1):
        yield {"word": word.word.lower(), "position": position, **_bounds(word)}


def _nouns(folder: SurveyFolder) -> Iterator[Row]:
    for language, noun in folder.survey.respondents.noun.translations.items():
        yield {"language": language, **noun.model_dump()}


def _bounds(word: QuantityWord) -> Row:
    bounds: Row = {}
    for name in ("at_least", "more_than", "at_most", "less_than"):
        if (ratio := getattr(word, name)) is not None:
            bounds[f"{name}_num"] = Fraction(ratio).numerator
            bounds[f"{name}_den"] = Fraction(ratio).denominator
    return bounds


# ── waves ───────────────────────────────────────────────────────────────────────


def _waves(folder: SurveyFolder, stale: Collection[str], absent: Collection[str]) -> Iterator[Row]:
    position = places(list(folder.waves), folder.survey.waves_apart)
    for wave in folder.waves.values():
        yield {
            "wave": wave.wave,
            "position": position[wave.wave],
            "kind": wave.kind,
            "title": wave.title,
            "status": (
                "stale" if wave.wave in stale else "absent" if wave.wave in absent else "current"
            ),
            "fieldwork_start": wave.fieldwork_start,
            "fieldwork_end": wave.fieldwork_end,
            "fieldwork_precision": wave.fieldwork_precision,
            "population_n": wave.population.n if wave.population else None,
            "population_basis": wave.population.basis if wave.population else None,
            "note": wave.note,
        }


def _question_waves(folder: SurveyFolder) -> Iterator[Row]:
    for wave in folder.waves.values():
        asked = asked_in(folder, wave)
        for question in folder.bank.questions:
            if question.id in asked:
                yield {
                    "question_id": question.id,
                    "wave": wave.wave,
                    "wording": wave.wordings.get(question.id, question.wording),
                    "breaks": question.id in wave.breaks,
                    "break_note": wave.breaks.get(question.id),
                    "comparable_note": wave.comparable.get(question.id),
                }


def _corrections(folder: SurveyFolder) -> Iterator[Row]:
    for correction in folder.corrections:
        row = correction.model_dump(exclude={"respondent", "question"})
        yield row | {
            "respondent_id": correction.respondent,
            "question_id": correction.question,
        }


def _columns(folder: SurveyFolder) -> Iterator[Row]:
    for wave in folder.waves.values():
        for source in wave.sources:
            for position, (name, column) in enumerate(source.columns.items(), 1):
                yield {
                    "wave": wave.wave,
                    "source_file": wave.source_name(source),
                    "source_column": name,
                    "position": position,
                    "question_id": column.question,
                    "option_id": column.option,
                    "use": column.role,
                    "reason": column.reason,
                }


def _largest_count(folder: SurveyFolder) -> int:
    """The largest number of respondents that a claim or a manifest speaks of."""
    counts = [0]
    for _, _, claim in references.claims(folder):
        counts.append(claim.base or 0)
        if claim.kind in ("base", "count", "overlap") and isinstance(claim.value, float):
            counts.append(int(claim.value))
    sources = [source for wave in folder.waves.values() for source in wave.sources]
    counts += [source.manifest.rows for source in sources if source.manifest]
    return max(counts)


# ── respondents ─────────────────────────────────────────────────────────────────


def _fill_from_rows(con: duckdb.DuckDBPyConnection, folder: SurveyFolder) -> None:
    """The registry as Python holds it."""
    registry, facts = folder.registry, folder.facts
    kinds = registry.column("kind")
    counted = folder.survey.respondents.counted_kinds
    columns = {name: registry.column(name) for name in _COLUMNS["input.respondents"]}
    columns["counted"] = [counted is None or kind in counted for kind in kinds]
    _insert_columns(con, "input.respondents", columns)
    insert(con, "input.aliases", list(_aliases(folder)))
    names = _COLUMNS["input.attributes"]
    _insert_columns(con, "input.attributes", {name: facts.column(name) for name in names})


def _successions(folder: SurveyFolder) -> Iterator[Row]:
    for each in folder.successions:
        row = each.model_dump(exclude={"into"})
        successors: Sequence[str | None] = each.into or [None]
        yield from ({**row, "successor_id": successor} for successor in successors)


def _aliases(folder: SurveyFolder) -> Iterator[Row]:
    """Each folded spelling once, as written where it comes first: id, name, aliases."""
    for respondent in folder.respondents:
        spellings = [respondent.respondent_id, respondent.name, *respondent.aliases]
        first: dict[str, str] = {}
        for alias, folded in zip(spellings, fold_all(spellings), strict=True):
            first.setdefault(folded, alias)
        for folded, alias in first.items():
            yield {"respondent_id": respondent.respondent_id, "alias": alias, "folded": folded}


_TABLES: dict[str, Callable[[SurveyFolder], Iterator[Row]]] = {
    "input.survey": _survey,
    "input.membership_bands": _membership_bands,
    "input.sections": _sections,
    "input.questions": _questions,
    "input.routes": _routes,
    "input.options": _options,
    "input.option_labels": _option_labels,
    "input.question_waves": _question_waves,
    "input.crosswalks": crosswalks.crosswalks,
    "input.same_answers": crosswalks.same_answers,
    "input.successions": _successions,
    "input.readings": _readings,
    "input.indicators": _indicators,
    "input.indicator_options": _indicator_options,
    "input.indicator_states": _indicator_states,
    "input.scores": scores.scores,
    "input.score_options": scores.score_options,
    "input.nets": nets.nets,
    "input.quantity_words": _quantity_words,
    "input.nouns": _nouns,
    "input.translations": translations.rows,
    "input.corrections": _corrections,
    "input.columns": _columns,
    "input.claims": claim_tables.claims,
    "input.claim_sets": claim_tables.claim_sets,
    "input.claim_among": claim_tables.claim_among,
    "input.claim_respondents": claim_tables.claim_respondents,
    "input.claim_relations": claim_tables.claim_relations,
}
