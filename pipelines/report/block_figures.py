"""Text blocks held against the figures: references that lead nowhere, numbers typed by hand."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import cache

import duckdb

from pipelines.errors import ConfigurationError, Problem
from pipelines.report.blocks import WAVE, Block, Texts, lines_of
from pipelines.report.figures import Figure
from pipelines.report.language import Language, language, languages
from pipelines.survey.outline import FOLDER
from pipelines.survey.shape import nearest_name
from pipelines.warehouse.rows import Row


def check_texts(
    con: duckdb.DuckDBPyConnection,
    texts: Texts,
    waves: Sequence[Row],
    chosen: Sequence[Row],
    figures: Mapping[str, Figure],
) -> None:
    """Hold the text blocks of pages against the figures, in all languages.

    Args:
        con: an open warehouse; only `report.questions` is read.
        texts: outline and blocks.
        waves: rows of report.waves.
        chosen: those of them whose pages are made.
        figures: all figures by id.

    Raises:
        ConfigurationError: for each reference to a figure that doesn't exist or has no value, and
            each number typed by hand that a figure says: one of the wave, or an indicator of an
            earlier wave, which may be set beside it.
    """
    if not texts.blocks:
        return
    asked = con.execute("SELECT DISTINCT wave, section FROM report.questions").fetchall()
    problems: list[Problem] = []
    for row in chosen:
        sections = {section for wave, section in asked if wave == row["wave"]}
        blocks = texts.shown(row["wave"], sections, languages())
        told = {problem.where for problem in problems}  # by a later wave, of the same line
        found = _problems(blocks, row, waves, figures)
        problems += [problem for problem in found if problem.where not in told]
    if problems:
        raise ConfigurationError(problems)


def _problems(
    blocks: Sequence[Block], row: Row, waves: Sequence[Row], figures: Mapping[str, Figure]
) -> Iterator[Problem]:
    wave = row["wave"]
    earlier = {other["wave"] for other in waves if other["position"] < row["position"]}
    near = [
        (figure, number)
        for key, figure in figures.items()
        if figure.value is not None
        and (key.startswith(f"{wave}.") or _beside(key, earlier))
        and (number := _told(figure))
    ]
    for block in blocks:
        yield from _bad_references(block, wave, figures)
        yield from _typed_numbers(block, wave, [other["wave"] for other in waves], near)


def _beside(figure_id: str, earlier: set[str]) -> bool:
    wave, _, rest = figure_id.partition(".")
    return wave in earlier and rest.startswith("indicator.")


def _bad_references(block: Block, wave: str, figures: Mapping[str, Figure]) -> Iterator[Problem]:
    for line, token in lines_of(block):
        name = token.content
        if token.type != "reference" or name == WAVE:
            continue
        figure = figures.get(f"{wave}.{name}") or figures.get(name)
        where = f"{block.where}:{line}"
        if figure is None:
            own = [key.removeprefix(f"{wave}.") for key in figures if key.startswith(f"{wave}.")]
            yield Problem(
                where,
                f"{{{{ {name} }}}}, and wave {wave} has no such figure",
                "the id of a figure, with its wave or without",
                nearest_name(name, own),
            )
        elif figure.value is None:
            yield Problem(
                where,
                f"{{{{ {name} }}}}, and in wave {wave} this figure has no value",
                "a figure that has one in every wave whose page has this text",
                f"Write a text for this wave in survey/{FOLDER}/{wave}/",
            )


@dataclass(frozen=True)
class _Typed:
    """A number as it was typed.

    Attributes:
        text: as it stands.
        value: what it says; of a percentage the number before the sign.
        percent: whether it is one.
        at: its place in the text.
    """

    text: str
    value: Decimal
    percent: bool
    at: int

    @property
    def decimals(self) -> int:
        """Digits after the decimal sign."""
        return max(0, -int(self.value.as_tuple().exponent))


@cache
def _digits(decimal: str) -> re.Pattern[str]:
    """A number, in a language with this decimal sign; none within a word, such as an ordinal."""
    between = "[\u00a0\u202f ’'" + ("," if decimal == "." else ".") + "]"
    return re.compile(
        r"(?<!\w)(?<!\d[.,])(?<![^\W\d_]-)"
        rf"(?P<whole>\d{{1,3}}(?:{between}\d{{3}})+(?!\d)|\d+)(?P<part>{re.escape(decimal)}\d+)?"
        r"(?!\w)(?P<percent>\s*(?:%|per\s?cent\b|pour\s?cent\b))?"
    )


def _typed_numbers(
    block: Block, wave: str, waves: Sequence[str], told: Sequence[tuple[Figure, _Typed]]
) -> Iterator[Problem]:
    """Numbers in running text that a figure says."""
    words = language(block.language)
    for line, text in _running(block):
        for typed in _numbers(_without_dates(text, waves), words):
            same = [figure.figure_id for figure, number in told if _says(figure, number, typed)]
            if same:
                line_of = line + text.count("\n", 0, typed.at)
                yield Problem(
                    f"{block.where}:{line_of}",
                    f"the number {typed.text} typed by hand, which in wave {wave} is "
                    f"{_choice(same, wave)}",
                    "the figure that is meant, in braces",
                    "Where none of them is meant, write the number in words",
                )


def _choice(ids: Sequence[str], wave: str) -> str:
    """Up to three figures as they can be written: the wave's own first, claims later."""
    best = sorted(ids, key=lambda key: (not key.startswith(f"{wave}."), ".claim." in key, key))
    more = f" (and {len(ids) - 3} more)" if len(ids) > 3 else ""
    return ", ".join(f"{{{{ {key.removeprefix(f'{wave}.')} }}}}" for key in best[:3]) + more


def _running(block: Block) -> Iterator[tuple[int, str]]:
    """Text with its first line, without what links and references say; lines stay lines."""
    for token in block.tokens:
        if token.type != "inline":
            continue
        text, linked = "", False
        for child in token.children or ():
            linked = child.type == "link_open" or (linked and child.type != "link_close")
            if child.type in ("softbreak", "hardbreak"):
                text += "\n"
            elif child.type == "reference":
                text += "\N{OBJECT REPLACEMENT CHARACTER}"
            elif child.type == "text" and not linked:
                text += child.content
        yield (token.map or [0])[0] + 1, text


def _without_dates(text: str, waves: Sequence[str]) -> str:
    """Text in which dates, years, waves and ordinals are blanked out."""
    named = "|".join(map(re.escape, sorted(waves, key=len, reverse=True)))
    pattern = rf"{_time().pattern}|(?<![\w.,])(?:{named})(?![\w%])"
    return re.sub(pattern, lambda found: "_" * len(found[0]), text, flags=re.IGNORECASE)


@cache
def _time() -> re.Pattern[str]:
    from calendar import month_name

    english = list(month_name)[1:]
    other = [language(code).date(month) for code in languages() for month in english]
    months = "|".join(dict.fromkeys(re.escape(month) for month in (*english, *other)))
    year = r"(?:19|20)\d\d"
    return re.compile(
        rf"\b\d{{4}}-\d\d-\d\d\b"
        rf"|\b\d{{1,2}}(?:er|st|nd|rd|th)?(?:\s*[-–]\s*\d{{1,2}})?\s+(?:of\s+)?(?:{months})\b"
        rf"|\b(?:{months})\s+\d{{1,2}}(?:st|nd|rd|th)?\b"
        rf"|(?<![\w.,]){year}(?:\s*[-–/]\s*(?:{year}|\d\d))?(?![\w%]|[.,]\d|\s*%)"
    )


def _numbers(text: str, words: Language) -> Iterator[_Typed]:
    decimal = words.rules["numbers"]["decimal"]
    for found in _digits(decimal).finditer(text):
        number = re.sub(r"\D", "", found["whole"]) + (found["part"] or "").replace(decimal, ".")
        yield _Typed(found[0].strip(), Decimal(number), bool(found["percent"]), found.start())


def _told(figure: Figure) -> _Typed | None:
    """What a figure's text says, which is in English."""
    return next(_numbers(figure.text, language("en")), None)


def _says(figure: Figure, told: _Typed, typed: _Typed) -> bool:
    """Whether a figure says a number, as it is printed or with more digits."""
    if told.percent != typed.percent:
        return False
    if told.value == typed.value:
        return True
    exact = Decimal(repr(figure.value or 0.0)) * (100 if typed.percent else 1)
    unit = Decimal(1).scaleb(-typed.decimals)
    return typed.decimals > told.decimals and exact.quantize(unit, ROUND_HALF_UP) == typed.value
