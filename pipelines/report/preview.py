"""The report's main figures as a small table in Markdown, for a look in the Dagster UI."""

from __future__ import annotations

import duckdb

_ROWS = """
    SELECT i.title, i.wave, i.source, i.phrase, i.shows, f.measure, f.text
    FROM report.indicators AS i
    INNER JOIN report.figures AS f
        ON starts_with(f.figure_id, i.wave || '.indicator.' || i.indicator_id || '.')
        AND f.measure = split_part(f.figure_id, '.', -1)
        AND f.indicator_id = i.indicator_id
    WHERE i.preferred
    ORDER BY i.position, i.wave
"""
UNKNOWN = "not known"
MOST = 30
"""Indicators that are shown; the report has them all."""


def main_figures(con: duckdb.DuckDBPyConnection) -> str:
    """Indicators by wave, each number as report.figures prints it."""
    cells: dict[str, dict[str, str]] = {}
    texts: dict[tuple[str, ...], dict[str, str]] = {}
    for *key, measure, text in con.execute(_ROWS).fetchall():
        texts.setdefault(tuple(key), {})[measure] = text
    for (title, wave, source, phrase, shows), found in texts.items():
        cells.setdefault(title, {})[wave] = _cell(source, phrase, shows, found)
    known = {title: row for title, row in cells.items() if set(row.values()) != {UNKNOWN}}
    if not known:
        return "No indicator has a figure yet."
    waves = sorted({wave for row in known.values() for wave in row})
    shown = list(known.items())[:MOST]
    lines = ["| Indicator | " + " | ".join(waves) + " |", "| --- |" + " --- |" * len(waves)]
    for title, row in shown:
        name = title.replace("|", r"\|")
        lines.append(f"| {name} | " + " | ".join(row.get(wave, "") for wave in waves) + " |")
    more = [f"\n{len(known) - MOST} more in the report."] if len(known) > MOST else []
    if len(cells) > len(known):
        more.append(f"\nOf {len(cells) - len(known)} more nothing is known.")
    other = "\nOther respondents answer each wave: numbers side by side are no change."
    return "\n".join([*lines, *more, *([other] if len(waves) > 1 else [])])


def _cell(source: str, phrase: str, shows: str, text: dict[str, str]) -> str:
    if source == "published":
        return f"{text.get('published', '—')} of {text.get('published_base', '—')}, as published"
    if phrase == "unknown":
        return UNKNOWN
    number = {
        "exact": "{n}",
        "between": "{n} to {n_high}",
        "at_least": "at least {n}",
        "at_most": "at most {n_high}",
    }[phrase].format_map({"n": "—", "n_high": "—"} | text)
    share = f" ({text['share']})" if phrase == "exact" and shows == "percent" else ""
    return f"{number} of {text.get('base', '—')}{share}"
