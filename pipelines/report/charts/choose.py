"""Which chart a question gets, and what stands on it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from pipelines.report.charts import countries, history, movers, ratings
from pipelines.report.charts.bars import Bar, bars, parts
from pipelines.report.charts.chart import Chart
from pipelines.report.charts.marks import marks
from pipelines.report.charts.render import Draw, drawn
from pipelines.report.charts.split import fits, split
from pipelines.report.charts.text import Text, plain
from pipelines.report.charts.values import Values
from pipelines.report.content import Option, Page, Question
from pipelines.report.figures import Figure
from pipelines.warehouse.rows import Row

WHO = ":who"
"""Key of the chart of who answered; ids of questions have no colon."""

NAMED_UP_TO = 12
"""Base up to which a chart names those who stand for its marks."""


def charts_of(page: Page, figures: Mapping[str, Figure], language: str = "en") -> dict[str, Chart]:
    """The charts of a wave's page.

    Args:
        page: what stands on it.
        figures: all figures by id.
        language: of the numbers and of the few words that a chart has of its own.

    Returns:
        The chart of a question's answers under its id, that of its indicators in several waves
        under `<id>:waves`, that of who moved under `<id>:movers`; that of a section's ratings on
        one scale under `<section>:ratings` and a number; that of who answered under `:who`. What
        can't be drawn has none.

    Raises:
        BuildError: if a chart needs a number that is not in report.figures.
    """
    found: dict[str, Chart | None] = {}

    def draw(key: str, make: Callable[[str, Values], Chart | None]) -> None:
        found[key] = make(f"{page.wave['wave']}:{key}", Values(figures, language))

    draw(WHO, partial(countries.chart, page))
    for section in page.sections:
        for place, group in enumerate(ratings.scales(section), 1):
            draw(f"{section.id}:ratings:{place}", partial(ratings.chart, group))
        for question in section.questions:
            key = question.row["question_id"]
            draw(key, partial(_answers, page, question))
            draw(f"{key}:waves", partial(history.chart, page, question))
            draw(f"{key}:movers", partial(movers.chart, page, question))
    return {key: chart for key, chart in found.items() if chart}


def _answers(page: Page, question: Question, key: str, values: Values) -> Chart | None:
    """The chart of the answers to a question."""
    row, shown = question.row, _drawable(question)
    if row["known"] == "none" or not shown:
        return None
    draw = _kind(page, question, shown, values)
    if draw is None:
        return None
    ident = f"{row['wave']}.question.{row['question_id']}"
    say, noun = values.phrases, page.wave["noun_many"]
    base = f"{say.base}: {values.figure(ident, 'base').text} {noun}."
    told = "; ".join(
        f"{option.row['label']}: {plain(values.of_base(_ident(option.row), option.row))}"
        for option in shown
    )
    svg, narrow = drawn(key, draw)
    return Chart(
        svg=svg,
        narrow=narrow,
        title=row["short"],
        alt=" ".join((*_once(row["short"], row["wording"]), base, f"{told}.")),
        figures=values.taken,
        note=say.unknown_open if "<pattern" in svg else "",
        names=any(option.names for option in shown if _named(option)),
        quoted=(row["short"], row["wording"], *(option.row["label"] for option in shown)),
    )


def _once(*texts: str) -> list[str]:
    """Texts as sentences, each once."""
    kept = {text.casefold(): text for text in reversed(texts)}
    return [text if text[-1:] in ".?!" else f"{text}." for text in reversed(list(kept.values()))]


def _ident(row: Row) -> str:
    return f"{row['wave']}.option.{row['question_id']}.{row['option_id']}"


def _drawable(question: Question) -> list[Option]:
    """Options with something known that can be drawn: bars from their base on, else marks.

    Of coded themes that only some are known to have named nothing is drawn: every bar would reach
    from a few names to everyone.
    """
    coded = question.row["type"] == "coded_text"
    return [
        option
        for option in question.options
        if option.row["phrase"] != "unknown" and not (coded and option.row["phrase"] != "exact")
    ]


def _kind(page: Page, question: Question, options: list[Option], values: Values) -> Draw | None:
    small = not all(option.row["bar"] for option in options)
    rows = [_bar(option, values, small) for option in options]
    if small:
        few = all(option.row["base_printed"] < page.wave["bars_from"] for option in options)
        return partial(marks, rows) if few else None
    exact = all(option.row["phrase"] == "exact" for option in options)
    whole = exact and _adds_up(question, options)
    if question.row["type"] == "single" and len(rows) == 2:
        two = _split(question, options, rows, values)
        if two:
            return two
    if question.row["type"] == "rating" and whole and len(rows) > 1:
        return partial(parts, rows)
    if question.row["type"] != "rating" and exact:
        rows = sorted(rows, key=lambda row: -row.known)
    return partial(bars, rows)


def _bar(option: Option, values: Values, small: bool) -> Bar:
    row = option.row
    return Bar(
        label=row["label"],
        value=values.amount(_ident(row), row),
        known=row["share_low"],
        possible=row["share_high"],
        marks=(row["n"], row["n_unknown"]) if small else (0, 0),
        names=tuple(option.names) if _named(option) else (),
    )


def _named(option: Option) -> bool:
    """Whether so few answered that a chart names them."""
    return not option.row["bar"] and option.row["base_printed"] <= NAMED_UP_TO


def _adds_up(question: Question, options: list[Option]) -> bool:
    """Whether the options are parts of one whole, all of it known."""
    base = {option.row["base_printed"] for option in options}
    return base == {question.row["base"]} == {sum(option.row["n"] for option in options)}


def _split(
    question: Question, options: list[Option], rows: list[Bar], values: Values
) -> Draw | None:
    """One bar of two answers and what is unknown, where the three make up the base."""
    row = question.row
    known = sum(option.row["n"] for option in options)
    unknown = {option.row["n_unknown"] for option in options}
    base = {option.row["base_printed"] for option in options}
    whole = unknown == {row["n_unknown"]} and base == {known + row["n_unknown"]}
    if not (whole and fits(rows[0], rows[1])):
        return None
    between: Text = ()
    if row["n_unknown"]:
        number = values.figure(f"{row['wave']}.question.{row['question_id']}", "unknown")
        between = (values.phrases.unknown, values.phrases.colon, number)
    return partial(split, rows[0], rows[1], between)
