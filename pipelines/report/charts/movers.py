"""The chart of who moved between two waves: two by two cells, with names where they are few."""

from __future__ import annotations

from dataclasses import dataclass

from pipelines.report.charts import waves
from pipelines.report.charts.canvas import (
    FOOT,
    LINE,
    NARROW,
    WIDE,
    Canvas,
    Label,
    Text,
    plain,
    wrapped,
)
from pipelines.report.charts.chart import Chart
from pipelines.report.charts.values import Values
from pipelines.report.content import Page, Question, Row

NAMED_UP_TO = 12
"""Respondents up to whom a cell names them."""

CELLS = (("kept", "lost"), ("gained", "neither"))
"""Rows: yes and no in the earlier wave. Columns: yes and no in the later one."""

SMALL = 12
INSIDE = 8


@dataclass(frozen=True)
class Cell:
    """How many answered so in both waves, and who, where they are few."""

    number: Text
    names: tuple[str, ...]
    moved: bool


def chart(page: Page, question: Question, values: Values) -> Chart | None:
    """The moves between this wave and the one before; None where nobody moved."""
    changes = page.changes.get(question.row["question_id"], [])
    drawn = [row for row in changes if row["n_gained"] + row["n_lost"]]
    if not drawn:
        return None
    sheets = []
    for width in (WIDE, NARROW):
        canvas = Canvas(f"{question.row['wave']}-{question.row['question_id']}-movers", width)
        for row in drawn:
            _draw(canvas, row, _cells(page, row, values), values)
        sheets.append(canvas.svg())
    return Chart(
        svg=sheets[0],
        narrow=sheets[1],
        title=values.phrases.movers,
        alt=" ".join(_told(row, _cells(page, row, values), values) for row in drawn),
        figures=values.taken,
        quoted=tuple(
            text
            for row in drawn
            for text in (
                row["title"],
                row["wave"],
                row["wave_from"],
                *(
                    name
                    for line in _cells(page, row, values)
                    for cell in line
                    for name in cell.names
                ),
            )
        ),
    )


def _ident(row: Row) -> str:
    return f"{row['wave']}.change.{row['indicator_id']}.{row['wave_from']}"


def _cells(page: Page, row: Row, values: Values) -> list[list[Cell]]:
    return [[_cell(page, row, values, name) for name in line] for line in CELLS]


def _cell(page: Page, row: Row, values: Values, name: str) -> Cell:
    number = values.figure(_ident(row), f"n_{name}")
    names = page.movers.get((row["indicator_id"], name), [])
    whole = len(names) == number.value and len(names) <= NAMED_UP_TO
    return Cell((number,), tuple(names) if whole else (), name in ("gained", "lost"))


def _draw(canvas: Canvas, row: Row, cells: list[list[Cell]], values: Values) -> None:
    say, beside = values.phrases, canvas.width >= WIDE
    waves.heading(canvas, row["title"], "strong")
    waves.heading(canvas, say.both, "soft", values.figure(_ident(row), "panel_base"))
    left = 90.0 if beside else 0.0
    width = (canvas.width - left - 2) / 2
    for column, word in enumerate((say.yes, say.no)):
        text: Text = (Label(row["wave"]), f": {word}")
        canvas.text(left + column * width + INSIDE, canvas.y + FOOT, text, "soft")
    canvas.y += LINE + 2
    for word, line in zip((say.yes, say.no), cells, strict=True):
        text = (Label(row["wave_from"]), f": {word}")
        canvas.text(0, canvas.y + FOOT + (6 if beside else 0), text, "soft")
        canvas.y += 0 if beside else LINE + 2
        high = max(_height(cell, width) for cell in line)
        for column, cell in enumerate(line):
            _draw_cell(canvas, cell, left + 1 + column * width, width - 3, high)
        canvas.y += high + 3
    canvas.y += 16


def _lines(cell: Cell, width: float) -> list[str]:
    return wrapped(", ".join(cell.names), width - 2 * INSIDE, SMALL) if cell.names else []


def _height(cell: Cell, width: float) -> float:
    return LINE + 12 + len(_lines(cell, width - 3)) * LINE * SMALL / 14


def _draw_cell(canvas: Canvas, cell: Cell, x: float, width: float, high: float) -> None:
    """The cells of those who moved have a heavy edge."""
    inset = 1.5 if cell.moved else 0.5
    style = "moved" if cell.moved else "cell"
    canvas.rect(style, x + inset, canvas.y + inset, width - 2 * inset, high - 2 * inset)
    canvas.text(x + INSIDE, canvas.y + FOOT + 6, cell.number, "strong")
    canvas.lines(x + INSIDE, canvas.y + LINE + FOOT + 6, _lines(cell, width), "soft", size=SMALL)


def _told(row: Row, cells: list[list[Cell]], values: Values) -> str:
    say = values.phrases
    base = values.figure(_ident(row), "panel_base").text
    parts = [
        f"{row['wave_from']} {before}, {row['wave']} {after}: {plain(cell.number)}"
        + (f" ({', '.join(cell.names)})" if cell.names else "")
        for before, line in zip((say.yes, say.no), cells, strict=True)
        for after, cell in zip((say.yes, say.no), line, strict=True)
    ]
    return f"{row['title']}. {say.both}: {base}. {'; '.join(parts)}."
