"""The survey folder as the tables of schema `input`, which the SQL models read."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from typing import Any

import duckdb

from pipelines.survey import (
    bank_tables,
    claim_tables,
    crosswalks,
    large,
    nets,
    references,
    registry_tables,
    scores,
    translations,
    wave_tables,
)
from pipelines.survey.folder import SurveyFolder
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
        insert(con, "input.waves", list(wave_tables.waves(folder, stale, absent)))
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


def _fill_from_rows(con: duckdb.DuckDBPyConnection, folder: SurveyFolder) -> None:
    """The registry as Python holds it."""
    registry, facts = folder.registry, folder.facts
    kinds = registry.column("kind")
    counted = folder.survey.respondents.counted_kinds
    columns = {name: registry.column(name) for name in _COLUMNS["input.respondents"]}
    columns["counted"] = [counted is None or kind in counted for kind in kinds]
    _insert_columns(con, "input.respondents", columns)
    insert(con, "input.aliases", list(registry_tables.aliases(folder)))
    names = _COLUMNS["input.attributes"]
    _insert_columns(con, "input.attributes", {name: facts.column(name) for name in names})


_TABLES: dict[str, Callable[[SurveyFolder], Iterator[Row]]] = {
    "input.survey": bank_tables.survey,
    "input.membership_bands": bank_tables.membership_bands,
    "input.sections": bank_tables.sections,
    "input.questions": bank_tables.questions,
    "input.routes": bank_tables.routes,
    "input.options": bank_tables.options,
    "input.option_labels": wave_tables.option_labels,
    "input.question_waves": wave_tables.question_waves,
    "input.crosswalks": crosswalks.crosswalks,
    "input.same_answers": crosswalks.same_answers,
    "input.successions": registry_tables.successions,
    "input.readings": bank_tables.readings,
    "input.indicators": bank_tables.indicators,
    "input.indicator_options": bank_tables.indicator_options,
    "input.indicator_states": bank_tables.indicator_states,
    "input.scores": scores.scores,
    "input.score_options": scores.score_options,
    "input.nets": nets.nets,
    "input.quantity_words": bank_tables.quantity_words,
    "input.nouns": bank_tables.nouns,
    "input.translations": translations.rows,
    "input.corrections": wave_tables.corrections,
    "input.columns": wave_tables.columns,
    "input.claims": claim_tables.claims,
    "input.claim_sets": claim_tables.claim_sets,
    "input.claim_among": claim_tables.claim_among,
    "input.claim_respondents": claim_tables.claim_respondents,
    "input.claim_relations": claim_tables.claim_relations,
}
