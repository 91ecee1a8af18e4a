"""The audit of published reports, run over the report's own sentences.

The models of schema audit are run once more, the same files, in a database in memory that holds
our sentences as claims. All else that they read is a view of the build. Of waves whose answers
were reconstructed from a published report these answers are what our sentences stand on, so that
here they count as responses; and how many answered is counted, not what a report states.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace

import duckdb

from pipelines.report.assertions import (
    KNOWN_IN_BOTH,
    Slots,
    UnreadableError,
    add_claims,
    read_sentence,
)
from pipelines.report.language import language
from pipelines.report.own_claims import Claims, Place, read_names
from pipelines.report.sentence import Sentence
from pipelines.survey.tables import insert
from pipelines.warehouse.input_tables import INPUT
from pipelines.warehouse.models import Model, ModelGraph

Said = Mapping[tuple[str, str], Mapping[str, Sequence[Sentence]]]
"""Sentences by wave and language, and then by what they are about."""

FINDINGS = "audit.findings"
_OWN = "own_sentences"
_CLAIMS = [table.name for table in INPUT if table.name.startswith("input.claim")]
_ADDED = ("input.attributes", "input.quantity_words")
"""Tables of the survey that claims of ours add rows to."""

_AS_RESPONSES = """
    SELECT * REPLACE (CASE WHEN kind = 'reconstructed' THEN 'responses' ELSE kind END AS kind)
    FROM {build}.{table}
"""
_RELATIONS = {
    "input.waves": _AS_RESPONSES,
    "core.waves": (
        f"SELECT * REPLACE (CAST(NULL AS BIGINT) AS n_responses_stated) FROM ({_AS_RESPONSES})"
    ),
}
_PANELS = f"""
    INSERT INTO input.attributes BY NAME
    SELECT a.respondent_id, '{KNOWN_IN_BOTH}' AS attribute, $value AS value
    FROM indicators.by_response AS a
    INNER JOIN indicators.by_response AS b
        ON a.respondent_id = b.respondent_id AND a.indicator_id = b.indicator_id
    WHERE
        a.indicator_id = $indicator AND a.wave = $before AND b.wave = $wave
        AND a.answer <> 'unknown' AND b.answer <> 'unknown'
"""
_FAULTS = """
    SELECT f.claim_id, f.related_claim_id, f.check_id, f.verdict, f.arithmetic, f.explanation
    FROM audit.findings AS f
    INNER JOIN audit.claims AS c ON f.claim_id = c.claim_id
    LEFT JOIN audit.claim_sets AS s ON c.claim_id = s.claim_id AND s.role = 'about'
    LEFT JOIN audit.set_sizes AS z ON s.set_id = z.set_id AND s.within_id = z.within_id
    WHERE
        f.verdict NOT IN ('holds', 'not_checkable')
        -- the numbers are our own: what they leave open is not for us to say
        OR (f.verdict = 'not_checkable' AND c.kind IN ('quantity', 'rank') AND z.n_low IS NOT NULL)
    ORDER BY f.finding_id
"""


@dataclass(frozen=True)
class Fault:
    """Something that a sentence of our own says and that doesn't hold.

    Attributes:
        wave: wave on whose page it stands.
        subject: question under which it stands, or `who`.
        sentence: the sentence.
        verdict: as in audit.findings; unreadable, or translated otherwise.
        check: check that found it.
        arithmetic: the sum, in words.
        explanation: what it means.
        against: the other sentence, if there is one.
    """

    wave: str
    subject: str
    sentence: str
    verdict: str
    check: str
    arithmetic: str
    explanation: str
    against: str = ""

    def __str__(self) -> str:
        """For people: where, what, why."""
        against = f", against “{self.against}”" if self.against else ""
        return (
            f"page of {self.wave}, {self.subject}: “{self.sentence}”{against}: {self.verdict}"
            f" ({self.check}): {self.arithmetic}. {self.explanation}"
        )


def audit_sentences(con: duckdb.DuckDBPyConnection, graph: ModelGraph, said: Said) -> list[Fault]:
    """Hold the sentences of all pages against the answers and against each other.

    Args:
        con: the build, whose current database it is; that can attach a database in memory.
        graph: the SQL models.
        said: the sentences; those in English are audited, those in other languages must have the
            same numbers, names and words for quantities.

    Returns:
        What doesn't hold; nothing where all is well.
    """
    names, claims, faults = read_names(con), Claims(), []
    english = dict(_each(said, "en"))
    for place, sentence in english.items():
        before = english.get(replace(place, nth=place.nth - 1))
        try:
            add_claims(claims, names, place, sentence, before)
        except UnreadableError as error:
            faults.append(_unreadable(place, sentence.text, error))
    faults += [fault for code in _others(said) for fault in _translated(said, code)]
    return faults + (_found(con, graph, claims) if claims.sentences else [])


def _each(said: Said, code: str) -> Iterator[tuple[Place, Sentence]]:
    for (wave, spoken), subjects in said.items():
        if spoken == code:
            for subject, sentences in subjects.items():
                for nth, sentence in enumerate(sentences, 1):
                    yield Place(wave, subject, nth), sentence


def _others(said: Said) -> list[str]:
    return sorted({code for _, code in said} - {"en"})


def _unreadable(place: Place, text: str, error: UnreadableError) -> Fault:
    return Fault(
        place.wave, place.subject, text, "unreadable", "reading", str(error),
        "The audit can't tell what is claimed.",
    )  # fmt: skip


# ── other languages ─────────────────────────────────────────────────────────────


def _translated(said: Said, code: str) -> Iterator[Fault]:
    """Sentences that say something else than in English, whatever their words."""
    english = dict(_each(said, "en"))
    other = dict(_each(said, code))
    for place in dict.fromkeys([*english, *other]):
        first, second = english.get(place), other.get(place)
        try:
            same = first and second and _says(second, code, first)
        except UnreadableError as error:
            yield _unreadable(place, second.text if second else "", error)
            continue
        if not same:
            texts = [one.text if one else "no sentence" for one in (second, first)]
            yield Fault(
                place.wave, place.subject, texts[0], "contradicted", f"the same in {code}",
                f"in English “{texts[1]}”", "The two languages don't say the same.",
            )  # fmt: skip


_WORDED = ("label", "labels", "title")
"""Places of what may be translated."""


def _says(sentence: Sentence, code: str, english: Sentence) -> bool:
    """Whether a sentence says all that the one in English does; a phrase may repeat a number."""
    found = _content(sentence, code)
    same = all(found.get(slot) == values for slot, values in _content(english, "en").items())
    return same and sentence.phrase == english.phrase


def _content(sentence: Sentence, code: str) -> Slots:
    slots = read_sentence(sentence, language(code))
    return {slot: [len(values)] if slot in _WORDED else values for slot, values in slots.items()}


# ── the audit itself ────────────────────────────────────────────────────────────


def _found(con: duckdb.DuckDBPyConnection, graph: ModelGraph, claims: Claims) -> list[Fault]:
    with _beside(con, _outside(graph)) as own:
        for table in _CLAIMS:
            insert(own, table, claims.rows.get(table, []))
        insert(own, "input.quantity_words", list(claims.words.values()))
        for panel in claims.panels:
            own.execute(_PANELS, vars(panel) | {"value": panel.value})
        for model in _models(graph):
            own.execute(f"CREATE TABLE {model.name} AS {model.sql}")
        return [_fault(claims, *row) for row in own.execute(_FAULTS).fetchall()]


def _fault(claims: Claims, claim: str, related: str | None, check: str, *told: str) -> Fault:
    place, text = claims.sentences[claim]
    verdict, arithmetic, explanation = told
    against = claims.sentences[related][1] if related else ""
    return Fault(
        place.wave, place.subject, text, verdict, check, arithmetic, explanation,
        "" if against == text else against,
    )  # fmt: skip


def _models(graph: ModelGraph) -> list[Model]:
    audit = [model for model in graph.upstream(FINDINGS) if model.schema == "audit"]
    return [*audit, graph.models[FINDINGS]]


def _outside(graph: ModelGraph) -> list[str]:
    """What the models of the audit read besides each other."""
    models = _models(graph)
    read = {name for model in models for name in (*model.sources, *model.depends_on)}
    return sorted(read - {model.name for model in models})


@contextmanager
def _beside(
    con: duckdb.DuckDBPyConnection, outside: Sequence[str]
) -> Iterator[duckdb.DuckDBPyConnection]:
    """A database in memory beside the build, with its tables as the audit is to see them."""
    [build] = con.execute("SELECT current_database()").fetchone() or [""]
    own = con.cursor()
    own.execute(f"ATTACH ':memory:' AS {_OWN}")
    try:
        own.execute(f"USE {_OWN}")
        for schema in dict.fromkeys(name.split(".")[0] for name in [*outside, FINDINGS]):
            own.execute(f"CREATE SCHEMA {schema}")
        for name in outside:
            own.execute(_relation(name, f'"{build}"'))
        yield own
    finally:
        own.execute(f'USE "{build}"')
        own.execute(f"DETACH {_OWN}")
        own.close()


def _relation(name: str, build: str) -> str:
    if name in _CLAIMS:
        return f"CREATE TABLE {name} AS SELECT * FROM {build}.{name} LIMIT 0"
    if name in _ADDED:
        return f"CREATE TABLE {name} AS SELECT * FROM {build}.{name}"
    select = _RELATIONS.get(name, "SELECT * FROM {build}.{table}")
    return f"CREATE VIEW {name} AS {select.format(build=build, table=name)}"
