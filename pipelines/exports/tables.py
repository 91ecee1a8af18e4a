"""The tables of the open data: a SELECT each over the warehouse, of public questions only."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from pipelines.exports.codebook import Variable, codebook, states
from pipelines.exports.public import CLAIMS, INDICATORS, QUESTIONS
from pipelines.exports.table import INDICATOR, OPTION, QUESTION, WAVE, OpenTable
from pipelines.exports.wide import Wide


def _whole(source: str, condition: str) -> str:
    return f"SELECT * FROM {source} WHERE {condition}"


def _shown(source: str, condition: str, *ratios: str, of_panel: tuple[str, ...] = ()) -> str:
    """All rows, the ratios only where the size of the base allows a percentage.

    Args:
        source: table of the warehouse.
        condition: which rows are open.
        ratios: columns that `shows` rules.
        of_panel: columns that `panel_shows` rules.
    """
    ruled = [*((name, "shows") for name in ratios), *((name, "panel_shows") for name in of_panel)]
    columns = (f"CASE WHEN {rule} = 'percent' THEN {name} END AS {name}" for name, rule in ruled)
    return f"SELECT * REPLACE ({', '.join(columns)}) FROM {source} WHERE {condition}"


_OPEN_QUESTION = f"question_id IN (SELECT question_id FROM {QUESTIONS})"
_OPEN_INDICATOR = f"indicator_id IN (SELECT indicator_id FROM {INDICATORS})"
_OPEN_MEASURE = (
    f"CASE kind WHEN 'score' THEN measure_id IN (SELECT indicator_id FROM {INDICATORS}) "
    "WHEN 'net' THEN measure_id IN (SELECT indicator_id FROM input.nets "
    f"WHERE top_id IN (SELECT indicator_id FROM {INDICATORS}) "
    f"AND bottom_id IN (SELECT indicator_id FROM {INDICATORS})) "
    f"ELSE measure_id IN (SELECT question_id FROM {QUESTIONS}) END"
)
"""Of what has a mean: a score, the two sides of a net, or a question."""
_BOUNDED = ("share", "share_low", "share_high")
_INTERVALS = (
    *("standard_error", "standard_error_members", "wilson_low", "wilson_high"),
    *("members_low", "members_high", "manski_low", "manski_high"),
)
_OF_NUMBERS = tuple(
    f"{name}{end}" for name in ("mean", "p25", "median", "p75") for end in ("", "_low", "_high")
)
_CHANGE = (
    *("share_from", "share_to", "change", "change_low", "change_high"),
    *("change_ci_low", "change_ci_high", "change_of_counts"),
)
_OF_PANEL = (
    *("panel_change", "panel_change_low", "panel_change_high", "panel_ci_low", "panel_ci_high"),
    *("entrants_weight", "entrants_effect", "entrants_effect_low", "entrants_effect_high"),
    *("leavers_weight", "leavers_effect", "leavers_effect_low", "leavers_effect_high"),
)
_CHANGE_OF_MEANS = (
    "mean_from", "mean_to", "change", "change_low", "change_high", "change_of_values",
)  # fmt: skip
_MEANS_OF_PANEL = (
    *("panel_mean_from", "panel_mean_to", "panel_change", "panel_change_low", "panel_change_high"),
    *("entrants_mean", "entrants_effect", "leavers_mean", "leavers_effect"),
)

_ANSWERS = OpenTable(
    "answers",
    "Every item of every response that counts: one row for each option chosen or ruled out, one "
    "without an option where there is none",
    "SELECT a.wave, a.response_id, a.respondent_id, a.question_id, a.option_id, a.selected, "
    "a.state, a.first_of_item, a.value_number, a.value_date, t.text, a.basis "
    "FROM core.answers AS a "
    "JOIN core.responses AS r ON a.response_id = r.response_id AND r.counted "
    f"JOIN {QUESTIONS} AS q ON a.question_id = q.question_id "
    "LEFT JOIN core.texts AS t ON q.open_text AND a.first_of_item "
    "AND a.response_id = t.response_id AND a.question_id = t.question_id "
    "ORDER BY a.response_id, q.position, a.first_of_item DESC, a.option_id",
    ("response_id", "question_id", "option_id"),
    ("core.answers",),
    {"text": "free text, only of questions of which it may be published"},
    (WAVE, QUESTION),
    per_response=True,
)

_FIXED = (
    OpenTable(
        "questions",
        "The questions that are public",
        "SELECT q.question_id, q.section, s.title AS section_title, q.position, q.type, "
        "q.wording, q.short, q.asked_if, q.options_known, q.publish_text, q.note "
        f"FROM input.questions AS q JOIN {QUESTIONS} AS o ON q.question_id = o.question_id "
        "LEFT JOIN input.sections AS s ON q.section = s.section ORDER BY q.position",
        ("question_id",),
        ("input.questions",),
        {"section_title": "title of the section"},
    ),
    OpenTable(
        "question_waves",
        "Which question was asked in which wave, in which words, and where its series breaks",
        _whole("core.question_waves", _OPEN_QUESTION),
        ("question_id", "wave"),
        ("core.question_waves",),
        refers=(QUESTION, WAVE),
    ),
    OpenTable(
        "options",
        "The answers that the questions offer",
        _whole("core.options", _OPEN_QUESTION),
        ("question_id", "option_id"),
        ("core.options",),
        {"position": "order in the question, from 1; the value of the option in SPSS files"},
        (QUESTION,),
    ),
    OpenTable(
        "option_waves",
        "The answers that each wave offered, in its words",
        _whole("core.option_waves", _OPEN_QUESTION),
        ("question_id", "option_id", "wave"),
        ("core.option_waves",),
        refers=(OPTION, WAVE),
    ),
    OpenTable(
        "waves",
        "The waves: what is known of each, and what kind of data it is",
        "SELECT * FROM core.waves",
        ("wave",),
        ("core.waves",),
    ),
    OpenTable(
        "respondents",
        "The registry: who can answer, whether they did or not",
        "SELECT * FROM core.respondents",
        ("respondent_id",),
        ("core.respondents",),
    ),
    OpenTable(
        "indicators",
        "The indicators: named shares and scores of public questions",
        "SELECT indicator_id, title, kind FROM ("
        "SELECT indicator_id, position, title, 'share' AS kind FROM input.indicators UNION ALL "
        "SELECT indicator_id, position, title, 'score' AS kind FROM input.scores) "
        f"WHERE {_OPEN_INDICATOR} ORDER BY position",
        ("indicator_id",),
        ("input.indicators",),
        {"kind": "share or score"},
    ),
    OpenTable(
        "indicator_options",
        "What indicators are made of: the options that count as yes, or what they are worth",
        "SELECT indicator_id, question_id, option_id, points FROM ("
        "SELECT *, CAST(NULL AS DOUBLE) AS points FROM input.indicator_options UNION ALL "
        "SELECT indicator_id, question_id, option_id, CAST(points AS DOUBLE) "
        f"FROM input.score_options) WHERE {_OPEN_INDICATOR} ORDER BY ALL",
        ("indicator_id", "question_id", "option_id"),
        ("input.indicator_options",),
        {"points": "of a score: what choosing the option gains"},
        (INDICATOR, OPTION),
    ),
    OpenTable(
        "results",
        "Every share in every wave, from the responses and as published",
        _shown("indicators.results", _OPEN_INDICATOR, *_BOUNDED, *_INTERVALS),
        ("wave", "indicator_id", "source"),
        ("indicators.results",),
        refers=(WAVE, INDICATOR),
    ),
    OpenTable(
        "scores",
        "Every score in every wave: the mean of those who have one",
        _shown("indicators.score_means", _OPEN_INDICATOR, *_OF_NUMBERS[:3], "standard_error"),
        ("wave", "indicator_id"),
        ("indicators.score_means",),
        refers=(WAVE, INDICATOR),
    ),
    OpenTable(
        "option_shares",
        "Each option in each wave: how many chose it, of those of whom it is known",
        _shown(
            "indicators.option_shares",
            _OPEN_QUESTION,
            *_BOUNDED,
            "share_of_selections",
            "share_of_selections_low",
            "share_of_selections_high",
            "standard_error",
        ),
        ("wave", "question_id", "option_id"),
        ("indicators.option_shares",),
        refers=(WAVE, OPTION),
    ),
    OpenTable(
        "numbers",
        "Mean and quartiles of the questions for a number",
        _shown("indicators.numbers", _OPEN_QUESTION, *_OF_NUMBERS, "standard_error"),
        ("wave", "question_id"),
        ("indicators.numbers",),
        refers=(WAVE, QUESTION),
    ),
    OpenTable(
        "series",
        "Each share through the waves, and where its series breaks",
        _shown("trends.series", _OPEN_INDICATOR, *_BOUNDED),
        ("indicator_id", "wave"),
        ("trends.series",),
        refers=(INDICATOR, WAVE),
    ),
    OpenTable(
        "changes",
        "Two waves side by side: everyone, the panel of those who answered both, and the rest",
        _shown("trends.changes", _OPEN_INDICATOR, *_CHANGE, of_panel=_OF_PANEL),
        ("indicator_id", "wave_from", "wave_to"),
        ("trends.changes",),
        refers=(INDICATOR,),
    ),
    OpenTable(
        "mean_changes",
        "Scores, nets, ratings and numbers: two waves side by side, as for shares",
        _shown("trends.mean_changes", _OPEN_MEASURE, *_CHANGE_OF_MEANS, of_panel=_MEANS_OF_PANEL),
        ("kind", "measure_id", "wave_from", "wave_to"),
        ("trends.mean_changes",),
    ),
    OpenTable(
        "findings",
        "What the checks of published reports found, with the phrase that was checked",
        "SELECT f.finding_id, f.claim_id, f.related_claim_id, f.check_id, f.verdict, "
        "c.ledger_wave, c.wave, c.section, c.kind, c.quote, f.arithmetic, f.explanation "
        "FROM audit.findings AS f JOIN audit.claims AS c ON f.claim_id = c.claim_id "
        f"WHERE f.claim_id IN (FROM {CLAIMS}) AND (f.related_claim_id IS NULL "
        f"OR f.related_claim_id IN (FROM {CLAIMS})) ORDER BY c.place, f.finding_id",
        ("finding_id",),
        ("audit.findings", "audit.claims"),
        refers=(WAVE,),
    ),
)


def open_tables(
    wide: Iterable[Wide], variables: Mapping[str, Mapping[str, Variable]], *, rows: bool
) -> list[OpenTable]:
    """All tables of the package.

    Args:
        wide: the responses of each wave.
        variables: the SPSS variable of each column, by wave.
        rows: also the tables with a row for each respondent's answers.
    """
    if not rows:
        return [*_FIXED, states()]
    waves = list(wide)
    responses = map(_responses, waves)
    return [*responses, _ANSWERS, *_FIXED, states(), codebook(waves, variables)]


def _responses(wide: Wide) -> OpenTable:
    return OpenTable(
        wide.name,
        f"The responses of wave {wide.wave} that count, a column for each item",
        f"SELECT * FROM {wide.table}",
        ("response_id",),
        ("core.responses", "core.respondents"),
        {item.name: item.label for item in wide.items}
        | {item.state: f"state of the item: {item.label}" for item in wide.items},
        per_response=True,
    )
