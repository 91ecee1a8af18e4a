"""The chart of who moved between two waves: two by two cells, with names where they are few."""

from __future__ import annotations

from pipelines.report.charts.block import FOOT, Block
from pipelines.report.charts.cells import INSIDE, Cell, draw, height, layers
from pipelines.report.charts.chart import Chart
from pipelines.report.charts.render import drawn
from pipelines.report.charts.text import Label, Text, plain
from pipelines.report.charts.theme import LINE, WIDE
from pipelines.report.charts.values import Values
from pipelines.report.content import Page, Question
from pipelines.warehouse.rows import Row

NAMED_UP_TO = 12
"""Respondents up to whom a cell names them."""

CELLS = (("kept", "lost"), ("gained", "neither"))
"""Rows: yes and no in the earlier wave. Columns: yes and no in the later one."""


def chart(page: Page, question: Question, key: str, values: Values) -> Chart | None:
    """The moves between this wave and the one before; None where nobody moved."""
    changes = page.changes.get(question.row["question_id"], [])
    moves = [(row, _cells(page, row, values)) for row in changes if row["n_gained"] + row["n_lost"]]
    if not moves:
        return None
    svg, narrow = drawn(
        key, lambda width: [_block(width, row, cells, values) for row, cells in moves]
    )
    return Chart(
        svg=svg,
        narrow=narrow,
        title=values.phrases.movers,
        alt=" ".join(_told(row, cells, values) for row, cells in moves),
        figures=values.taken,
        quoted=tuple(text for row, cells in moves for text in _quoted(row, cells)),
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


def _quoted(row: Row, cells: list[list[Cell]]) -> list[str]:
    names = [name for line in cells for cell in line for name in cell.names]
    return [row["title"], row["wave"], row["wave_from"], *names]


def _block(width: int, row: Row, cells: list[list[Cell]], values: Values) -> Block:
    say, beside = values.phrases, width >= WIDE
    block = Block(width, layers)
    block.heading(row["title"], "strong")
    block.heading(say.both + say.colon, "soft", values.figure(_ident(row), "panel_base"))
    left = 90.0 if beside else 0.0
    wide = (width - left - 2) / 2
    for column, word in enumerate((say.yes, say.no)):
        text: Text = (Label(row["wave"]), f"{say.colon}{word}")
        block.text(left + column * wide + INSIDE, block.y + FOOT, text, style="soft")
    block.y += LINE + 2
    for word, line in zip((say.yes, say.no), cells, strict=True):
        text = (Label(row["wave_from"]), f"{say.colon}{word}")
        block.text(0, block.y + FOOT + (6 if beside else 0), text, style="soft")
        block.y += 0 if beside else LINE + 2
        high = max(height(cell, wide) for cell in line)
        for column, cell in enumerate(line):
            draw(block, cell, left + 1 + column * wide, wide - 3, high)
        block.y += high + 3
    block.y += 16
    return block


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
