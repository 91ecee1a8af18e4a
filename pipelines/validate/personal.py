"""Looks for personal data in the text that is kept: e-mail addresses, telephone and IP numbers.

The search runs in DuckDB over whole columns, with expressions that RE2 reads in linear time.
It is made to be right where it speaks: dates, years, postcodes, prices, version and section
numbers are no telephone numbers. It finds no names; nothing that is found is removed, or
shown but masked.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import duckdb

from pipelines.mapping.plan import ColumnPlan, SourcePlan
from pipelines.validate.rules import Rule
from pipelines.warehouse.tables import literal

RULE = "text.personal"
EXPECTED = "no e-mail address, telephone number or IP address in text that is kept"

MOST = 1000
"""Findings of a source that are told; more of them say no more."""

KEYS_LOOKED_AT = 20_000
"""Rows in which a key column is looked at: keys are all of one kind."""

_EMAIL, _PHONE, _ADDRESS = "e-mail address", "telephone number", "IP address"

# No look-around in RE2: what may stand beside is part of a match, what is meant is its group.
_BEFORE, _AFTER = r"(?:^|[^\w.,+-])", r"(?:$|[^\w])"
_OCTET = r"(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)"
_HEX = r"[0-9a-fA-F]{1,4}"
_NETWORK = r"(?:[23][0-9a-fA-F]{3}|[fF][cdCD][0-9a-fA-F]{2}|[fF][eE][89abAB][0-9a-fA-F])"
_REST = rf"(?:{_HEX}(?::{_HEX}){{0,5}})?"
_DOMAIN = r"[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)*\.\p{L}{2,24}"
_CALL = r"(?:tel|telephone|téléphone|telefon|teléfono|phone|fax|mobile|mobil|handy|cell)"

# Kind, least and most digits, expression.
_PATTERNS: tuple[tuple[str, int, int, str], ...] = (
    # letters of any script, because domains and names have them
    (_EMAIL, 0, 999, rf"([\p{{L}}\p{{N}}._%+-]*[\p{{L}}\p{{N}}]@{_DOMAIN})"),
    # with the country: +49 (0)30 123456, 0044 20 7946 0958
    (_PHONE, 9, 15, rf"(?:^|[^\w.,-])((?:\+|00)[1-9][\d ().\/-]{{6,20}}\d){_AFTER}"),
    # 030 1234567, (020) 7946 0958, 0171/1234567
    (_PHONE, 9, 12, rf"{_BEFORE}(\(?0[1-9]\d{{0,3}}\)?[ \/-]{{1,3}}\d[\d -]{{4,10}}\d){_AFTER}"),
    # 01.23.45.67.89 and, written in one, 0612345678
    (_PHONE, 10, 11, rf"{_BEFORE}(0[1-9](?:\.\d\d){{4}}|0[1-9]\d{{8,9}}){_AFTER}"),
    # (202) 555-0143, 202.555.0143
    (_PHONE, 10, 10, rf"{_BEFORE}(\(?[2-9]\d\d\)?[ .-]{{1,2}}[2-9]\d\d[ .-]\d{{4}}){_AFTER}"),
    # after a word that says so, any number of six digits and more
    (_PHONE, 6, 15, rf"(?i)\b{_CALL}\b[^\w+(]{{0,4}}((?:\+|\()?\d[\d ().\/-]{{4,20}}\d){_AFTER}"),
    (_ADDRESS, 0, 999, rf"(?:^|[^\w.])({_OCTET}(?:\.{_OCTET}){{3}})(?:$|[^\w.]|\.(?:$|\D))"),
    (_ADDRESS, 0, 999, rf"(?:^|[^\w:])({_NETWORK}(?::{_HEX}){{7}})(?:$|[^\w:])"),
    (_ADDRESS, 0, 999, rf"(?:^|[^\w:])({_NETWORK}(?::{_HEX}){{0,6}}::{_REST})(?:$|[^\w:])"),
)  # fmt: skip

_DAY, _MONTH, _YEAR = r"(?:0?[1-9]|[12]\d|3[01])", r"(?:0?[1-9]|1[0-2])", r"(?:19|20)\d\d"
_NUMBERED = r"(?:v|version|release|section|chapter|article|paragraph|annex|no|nr|isbn|issn)"

# Numbers that are something else, taken out beforehand.
_OTHERS = (
    rf"\b(?:{_DAY}[-.\/ ]{_MONTH}|{_MONTH}[-.\/ ]{_DAY})[-.\/ ]{_YEAR}\b",
    rf"\b{_YEAR}[-.\/ ]{_MONTH}[-.\/ ]{_DAY}(?:[T ]\d\d:\d\d(?::\d\d)?)?\b",
    rf"\b{_YEAR}\s*[-–\/]\s*{_YEAR}\b",
    r"\b\d{5}-\d{4}\b",
    rf"(?i)(?:\b{_NUMBERED}|§)[.:]?\s*\d+(?:[.-]\d+)+",
)
# What any match has in it: most texts are passed over by this one look.
_WORTH_A_LOOK = (
    r"@\w|::|:[0-9a-fA-F]{1,4}:|\d\.\d{1,3}\.\d{1,3}\.\d|\d(?:[ ().\/-]{0,3}\d){8}"
    r"|(?i:tel|tél|phone|fax|mobil|handy|cell)[^0-9]{0,20}\d"
)


@dataclass(frozen=True)
class Finding:
    """A place where text looks like personal data.

    Attributes:
        row: of the source.
        kind: what it looks like, in words.
        masked: the match, enough of it to be found again and no more.
    """

    column: ColumnPlan
    row: int
    kind: str
    masked: str

    def __str__(self) -> str:
        return f"row {self.row}: {self.kind} {self.masked}"


def personal_rules(con: duckdb.DuckDBPyConnection, plan: SourcePlan) -> Iterator[Rule]:
    """A rule, of severity warning, for each column whose text is kept."""
    kept = [column for column in plan.columns if keeps_text(column)]
    written = _worth_a_look(con, plan)
    looked_at = [c for c in plan.columns if c in kept or c.position in written]
    if not looked_at:
        return
    findings = find_personal(con, plan)
    counts = ", ".join(f"count({column.name})" for column in looked_at)
    cells = con.execute(f"SELECT {counts} FROM {plan.staged}").fetchone() or ()
    for column, n in zip(looked_at, cells, strict=True):
        told = [str(finding) for finding in findings if finding.column == column]
        yield Rule(
            RULE, column, "warning", "ExpectColumnValuesToBeNull", EXPECTED, told, max(n, len(told))
        )


def keeps_text(column: ColumnPlan) -> bool:
    """Whether the cells of a column are kept as they were written."""
    if column.pseudonymise:
        return False
    return column.kind in ("text", "key") or column.use == "metadata"


def find_personal(con: duckdb.DuckDBPyConnection, plan: SourcePlan) -> list[Finding]:
    """What looks like personal data in kept text and in cells that go to quarantine.

    Args:
        con: holds the typed stage of the plan (`staged`) and what did not fit (`leftover`).
        plan: the source.

    Returns:
        At most `MOST` findings, by row.
    """
    written = _worth_a_look(con, plan)
    texts = [
        f"SELECT source_row, {column.position} AS position, {column.name} AS text "
        f"FROM {_rows(plan, column)} WHERE {_looks_worth(column.name)}"
        for column in plan.columns
        if keeps_text(column)
    ]
    texts.append(
        f"SELECT source_row, position, raw FROM {plan.leftover} WHERE {_looks_worth('raw')}"
    )
    texts += [
        f"SELECT source_row, {column.position}, CAST({column.name} AS VARCHAR) FROM {plan.staged} "
        f"WHERE CAST({column.name} AS VARCHAR) IN (SELECT raw FROM {plan.inventory} "
        f"WHERE position = {column.position} AND {_looks_worth('raw')})"
        for column in plan.choices
        if column.position in written
    ]
    return _found(con, plan, texts)


def find_in_cells(
    con: duckdb.DuckDBPyConnection, plan: SourcePlan, settled: Mapping[str, Sequence[str]]
) -> list[Finding]:
    """What looks like personal data in text that will be kept, before a wave is built.

    Args:
        con: holds the cells as they were read: a table `cells` of (source_row, c0, c1, …).
        plan: the source.
        settled: texts that are corrected, by the name of their column; they are passed over.

    Returns:
        At most `MOST` findings, by row.
    """
    texts = [
        f"SELECT source_row, {column.position} AS position, {column.name} AS text "
        f"FROM {_first_keys(column)} WHERE {_looks_worth(column.name)}"
        + "".join(
            f" AND {literal(text)} NOT IN ({column.name}, {checksum_sql(column.name)})"
            for text in settled.get(column.name, ())
        )
        for column in plan.columns
        if keeps_text(column)
    ]
    return _found(con, plan, texts) if texts else []


def checksum_sql(name: str) -> str:
    """SQL: the checksum by which a correction may name the text of a cell."""
    return f"'sha256:' || sha256({name})"


def _first_keys(column: ColumnPlan) -> str:
    return f"(FROM cells LIMIT {KEYS_LOOKED_AT})" if column.kind == "key" else "cells"


def _found(con: duckdb.DuckDBPyConnection, plan: SourcePlan, texts: Sequence[str]) -> list[Finding]:
    found = con.execute(_search(" UNION ALL ".join(texts))).fetchall()
    columns = {column.position: column for column in plan.columns}
    return [
        Finding(columns[position], row, kind, mask(kind, text))
        for row, position, kind, text in found
        if position in columns
    ]


def mask(kind: str, text: str) -> str:
    """The beginning of a match."""
    if kind == _EMAIL:
        return f"{text[0]}…@…"
    return f"{text.strip()[:2]}…"


def _rows(plan: SourcePlan, column: ColumnPlan) -> str:
    """Where to look; a column of addresses shows in its first rows that it is one."""
    if column.kind == "key":
        return f"(FROM {plan.staged} LIMIT {KEYS_LOOKED_AT})"
    return plan.staged


def _worth_a_look(con: duckdb.DuckDBPyConnection, plan: SourcePlan) -> set[int]:
    """Columns with a list of texts whose cells hold other text, with something like a number."""
    rows = con.execute(
        f"SELECT DISTINCT position FROM {plan.inventory} WHERE {_looks_worth('raw')}"
    ).fetchall()
    return {row[0] for row in rows}


def _looks_worth(name: str) -> str:
    return f"regexp_matches({name}, {literal(_WORTH_A_LOOK)})"


def _search(texts: str) -> str:
    """SQL: (source_row, position, kind, match), one match of a kind in each cell."""
    cleaned = "text"
    for other in _OTHERS:
        cleaned = f"regexp_replace({cleaned}, {literal(other)}, ' # ', 'g')"
    matches = " UNION ALL ".join(
        f"SELECT source_row, position, {literal(kind)} AS kind, {least} AS least, {most} AS most, "
        f"unnest(regexp_extract_all(text, {literal(pattern)}, 1)) AS found FROM cleaned"
        for kind, least, most, pattern in _PATTERNS
    )
    return (
        f"WITH texts AS ({texts}), "
        f"cleaned AS (SELECT source_row, position, {cleaned} AS text FROM texts), "
        f"matches AS ({matches}) "
        "SELECT source_row, position, kind, min(found) FROM matches "
        "WHERE length(regexp_replace(found, '\\D', '', 'g')) BETWEEN least AND most "
        f"GROUP BY source_row, position, kind ORDER BY source_row, position, kind LIMIT {MOST}"
    )
