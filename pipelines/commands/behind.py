"""What a figure of the report was made from, by its kind: one query on the warehouse for each."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

Figure = dict[str, Any]

# What the figure is about: options of one question or several. A question's own figures are
# about all of its options. Of those who answered two waves, those whose answer changed come first.
_ANSWERS = """
    WITH about AS (
        SELECT question_id, option_id FROM input.indicator_options WHERE indicator_id = $indicator
        UNION
        SELECT CAST($question AS VARCHAR), CAST($option AS VARCHAR) WHERE $question IS NOT NULL
    ),
    answers AS (
        SELECT
            response_id, wave, respondent_id, question_id, state,
            max(basis) AS basis,
            string_agg(
                CASE WHEN selected THEN '' ELSE 'not: ' END || option_id, ', ' ORDER BY option_id
            ) AS answer,
            regexp_replace(
                coalesce(any_value(CAST(value_number AS VARCHAR)), ''), '[.]0$', ''
            ) AS number,
            count(*) FILTER (WHERE selected AND EXISTS (
                SELECT 1 FROM about
                WHERE about.question_id = a.question_id AND about.option_id = a.option_id
            )) AS n_chosen
        FROM core.answers AS a
        WHERE wave IN ($wave, $other_wave) AND question_id IN (SELECT question_id FROM about)
            AND ($state IS NULL OR state = $state)
            AND ($group_by IS NULL OR EXISTS (
                SELECT 1 FROM indicators.respondent_groups AS g
                WHERE g.wave = a.wave AND g.respondent_id = a.respondent_id
                    AND g.group_by = $group_by AND g.group_value = $group_value
            ))
        GROUP BY response_id, wave, respondent_id, question_id, state
    ),
    counted AS (
        SELECT
            a.*, s.source_file, s.source_row,
            count(DISTINCT a.wave) OVER same AS n_waves,
            count(DISTINCT a.wave) FILTER (WHERE a.n_chosen > 0) OVER same AS n_yes
        FROM answers AS a
        INNER JOIN core.responses AS s ON a.response_id = s.response_id
        WHERE s.counted
        WINDOW same AS (PARTITION BY a.respondent_id)
    )
    SELECT
        coalesce(r.name, a.respondent_id) AS respondent,
        CASE WHEN $other_wave IS NOT NULL THEN a.wave END AS wave,
        a.question_id AS question,
        coalesce(a.answer, a.number) AS answer,
        a.state,
        a.basis,
        'data/raw/' || a.wave || '/' || a.source_file || ', row ' || a.source_row AS "where",
        (
            SELECT string_agg(c.source_column, ', ' ORDER BY c.position)
            FROM core.columns AS c
            WHERE c.wave = a.wave AND c.source_file = a.source_file
                AND c.question_id = a.question_id AND c.use = 'answer'
        ) AS "column"
    FROM counted AS a
    LEFT JOIN core.respondents AS r ON a.respondent_id = r.respondent_id
    WHERE $other_wave IS NULL OR a.n_waves = 2
    ORDER BY
        $other_wave IS NOT NULL AND a.n_yes <> 1,
        CASE WHEN $other_wave IS NULL THEN -a.n_chosen END,
        CASE WHEN $other_wave IS NULL THEN a.state END,
        CASE WHEN $other_wave IS NULL THEN coalesce(a.answer, a.number) END,
        respondent, question, a.wave
"""

_RESPONSES = """
    SELECT
        coalesce(r.name, s.respondent_id) AS respondent,
        r.country_code AS country,
        s.why_not_counted AS "not counted because",
        'data/raw/' || s.wave || '/' || s.source_file || ', row ' || s.source_row AS "where"
    FROM core.responses AS s
    LEFT JOIN core.respondents AS r ON s.respondent_id = r.respondent_id
    WHERE s.wave = $wave AND s.counted = $counted
        AND ($country IS NULL OR r.country_code = $country)
    ORDER BY respondent
"""

_BOTH = """
    SELECT
        coalesce(r.name, s.respondent_id) AS respondent,
        'data/raw/' || s.wave || '/' || s.source_file || ', row ' || s.source_row AS "where",
        'data/raw/' || t.wave || '/' || t.source_file || ', row ' || t.source_row AS "and"
    FROM core.responses AS s
    LEFT JOIN core.responses AS t
        ON s.respondent_id = t.respondent_id AND t.wave = $other_wave AND t.counted
    LEFT JOIN core.respondents AS r ON s.respondent_id = r.respondent_id
    WHERE s.wave = $wave AND s.counted AND (t.wave IS NOT NULL) = $both
    ORDER BY respondent
"""

_STANDING = """
    SELECT r.name AS respondent, r.country_code AS country, p.answered_last AS "answered last"
    FROM indicators.participation AS p
    INNER JOIN core.respondents AS r ON p.respondent_id = r.respondent_id
    WHERE p.wave = $wave AND p.standing = $standing AND NOT ($gone AND p.member)
    ORDER BY respondent
"""

_QUESTIONS = """
    SELECT
        question_id AS question,
        CAST(n_asked AS BIGINT) AS asked,
        CAST(n_unknown AS BIGINT) AS unknown,
        known
    FROM report.questions
    WHERE wave = $wave AND $known IN (known, 'any')
    ORDER BY position
"""

_CLAIMS = """
    SELECT claim_id AS claim, section, kind, value, unit, base, quote
    FROM audit.claims
    WHERE claim_id = $claim OR ($base_of IS NOT NULL AND wave = $base_of AND kind = 'base')
        OR ($ledger IS NOT NULL AND split_part(claim_id, '/', 1) = $ledger)
    ORDER BY claim_id
"""

_FINDINGS = """
    SELECT verdict, claim_id AS claim, arithmetic
    FROM report.findings
    WHERE wave = $wave AND (verdict = $verdict OR $verdict = 'broken'
        AND verdict IN ('contradicted', 'impossible', 'unsupported'))
    ORDER BY verdict, claim_id
"""

_SOURCE = """
    SELECT 'data/raw/' || wave || '/' || path AS "where", rows, columns, bytes, sha256
    FROM core.source_files
    WHERE wave = $wave AND path = $path
"""

STANDINGS = {"new": "new", "returning": "returning", "returned": "returned", "stopped": "stopped",
             "left": "stopped"}  # fmt: skip
QUESTIONS = {"questions": "any", "questions_in_part": "some", "questions_unknown": "none",
             "items": "any", "items_unknown": "any"}  # fmt: skip
OF_ONE_WAVE = ("n_from", "base_from", "n_to", "base_to")
"""Figures of a change that count everyone of one wave."""
RULES = ("percent_from", "bars_from")
"""Figures of a wave that survey.yml sets and no row makes."""


@dataclass(frozen=True)
class Behind:
    """Rows that a figure was made from: a title, a query, its values, and what to say of none."""

    title: str
    sql: str
    values: dict[str, Any]
    none: str = "none"


def behind(figure: Figure) -> Behind | None:
    """What the figure was made from; nothing where a rule of survey.yml sets it."""
    if figure["claim_id"]:
        return _claims(claim=figure["claim_id"])
    if figure["question_id"] or figure["indicator_id"]:
        return _answers(figure)
    return _BY_KIND[figure["kind"]](figure)


def _claims(
    claim: str | None = None, base_of: str | None = None, ledger: str | None = None
) -> Behind:
    values = {"claim": claim, "base_of": base_of, "ledger": ledger}
    return Behind("Printed in the report", _CLAIMS, values)


def _answers(figure: Figure) -> Behind:
    wave, other_wave = figure["wave"], figure["other_wave"]
    if figure["kind"] == "change" and figure["measure"] in OF_ONE_WAVE:
        wave = other_wave if figure["measure"].endswith("_from") else wave
        other_wave = None
    values = {
        "wave": wave,
        "other_wave": other_wave,
        "indicator": figure["indicator_id"],
        "question": None if figure["indicator_id"] else figure["question_id"],
        "option": figure["option_id"],
        "state": figure["label"] if figure["kind"] == "state" else None,
        "group_by": figure["group_by"],
        "group_value": figure["group_value"],
    }
    none = "none: no answer of a single respondent is known"
    return Behind("Answers behind it", _ANSWERS, values, none)


def _of_wave(figure: Figure) -> Behind | None:
    wave, measure = figure["wave"], figure["measure"]
    if measure in RULES:
        return None
    if measure == "published_responses":
        return _claims(base_of=wave)
    if measure in STANDINGS:
        values = {"wave": wave, "standing": STANDINGS[measure], "gone": measure == "left"}
        return Behind("Respondents behind it", _STANDING, values)
    if measure in QUESTIONS:
        return Behind(
            "Questions behind it", _QUESTIONS, {"wave": wave, "known": QUESTIONS[measure]}
        )
    values = {"wave": wave, "counted": measure != "not_counted", "country": None}
    return Behind("Responses behind it", _RESPONSES, values)


def _country(figure: Figure) -> Behind:
    values = {"wave": figure["wave"], "counted": True, "country": figure["label"]}
    return Behind("Responses behind it", _RESPONSES, values)


def _panel(figure: Figure) -> Behind:
    values = {
        "wave": figure["wave"],
        "other_wave": figure["other_wave"],
        "both": figure["measure"] == "n",
    }
    return Behind("Responses behind it", _BOTH, values)


def _findings(figure: Figure) -> Behind:
    wave, verdict = figure["wave"], figure["label"]
    if verdict == "any":
        return _claims(ledger=wave)
    return Behind("Findings behind it", _FINDINGS, {"wave": wave, "verdict": verdict})


def _source(figure: Figure) -> Behind:
    return Behind("The file", _SOURCE, {"wave": figure["wave"], "path": figure["label"]})


_BY_KIND: dict[str, Callable[[Figure], Behind | None]] = {
    "wave": _of_wave,
    "country": _country,
    "panel": _panel,
    "finding": _findings,
    "source": _source,
}
