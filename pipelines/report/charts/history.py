"""The chart of a question's indicators in several waves."""

from __future__ import annotations

from pipelines.report.charts import waves
from pipelines.report.charts.canvas import FOOT, LINE, NARROW, WIDE, Canvas, Label, Text, plain
from pipelines.report.charts.chart import Chart
from pipelines.report.charts.values import Values
from pipelines.report.content import Page, Question, Row


def chart(page: Page, question: Question, values: Values) -> Chart | None:
    """Each indicator on a question through the waves; None where nothing can be drawn."""
    drawn = [series for series in question.series if _drawable(series)]
    if not drawn:
        return None
    sheets = []
    for width in (WIDE, NARROW):
        canvas = Canvas(f"{question.row['wave']}-{question.row['question_id']}-waves", width)
        for series in drawn:
            _draw(canvas, page, series, values)
        sheets.append(canvas.svg())
    return Chart(
        svg=sheets[0],
        narrow=sheets[1],
        title=question.row["short"],
        alt=" ".join(_told(series, values) for series in drawn),
        figures=values.taken,
        note=values.phrases.unknown_open if "hatch-" in sheets[0] else "",
        quoted=tuple(text for one in drawn for row in one for text in (row["title"], row["wave"])),
    )


def _drawable(series: list[Row]) -> bool:
    """Whether there are two waves or more, each with a base that carries a chart."""
    return len(series) > 1 and all(row["bar"] for row in series)


def _draw(canvas: Canvas, page: Page, series: list[Row], values: Values) -> None:
    say, long = values.phrases, len(series) > 2
    waves.heading(canvas, series[-1]["title"], "strong")
    points = [_point(row, values, short=long) for row in series]
    if long:
        waves.line(canvas, points)
    else:
        waves.heading(canvas, say.everyone, "soft")
        waves.dumbbell(canvas, points[0], points[1])
    panel = _panel(series)
    canvas.y += 8
    if values.has(panel, "panel_base"):
        _draw_panel(canvas, page, series, panel, values)
    elif values.has(panel, "base_low"):
        _draw_bounds(canvas, page, series, panel, values)
    canvas.y += 10


def _point(row: Row, values: Values, short: bool) -> waves.Point:
    """The value of a wave; on a line only its percentage, where there is one."""
    ident = f"{row['wave']}.indicator.{row['indicator_id']}"
    value: Text = values.indicator(row)
    if short and row["phrase"] == "exact" and row["source"] == "responses":
        value = (values.figure(ident, "share"),) if row["shows"] == "percent" else value[:1]
    elif short and row["source"] == "published":
        value = value[:1]
    elif short:
        value = values.amount(ident, row)
    return waves.Point(
        row["wave"],
        row["wave_position"],
        row["share_low"],
        row["share_high"],
        value,
        joined=row["comparable"] is not False,
    )


def _panel(series: list[Row]) -> str:
    """Where the figures of those stand who answered this wave and the one before, if any."""
    before, row = series[-2], series[-1]
    return f"{row['wave']}.change.{row['indicator_id']}.{before['wave']}"


def _bounds(ident: str, values: Values) -> list[Text]:
    return [values.range(ident, measure) for measure in ("n_from", "n_to")]


def _in_words(canvas: Canvas, series: list[Row], texts: list[Text]) -> None:
    """The last two waves in a line of text."""
    before, after = (
        (Label(row["wave"]), ": ", *value) for row, value in zip(series[-2:], texts, strict=True)
    )
    canvas.text(0, canvas.y + FOOT, (*before, " · ", *after))
    canvas.y += LINE


def _draw_panel(canvas: Canvas, page: Page, series: list[Row], ident: str, values: Values) -> None:
    """The same two waves of the panel: in words where its base is so small that counts suffice.

    Below the base for percentages its scale has a stroke for each respondent.
    """
    base = values.figure(ident, "panel_base")
    ends = [values.figure(ident, measure) for measure in ("panel_n_from", "panel_n_to")]
    waves.heading(canvas, values.phrases.both, "soft", base)
    texts: list[Text] = [(end, f" {values.phrases.of} ", base) for end in ends]
    size = base.value or 0
    if size < page.wave["counts_only_below"]:
        _in_words(canvas, series, texts)
        return
    points = [
        waves.Point(row["wave"], place, share, share, value)
        for place, (row, end, value) in enumerate(zip(series[-2:], ends, texts, strict=True))
        for share in ((end.value or 0) / size,)
    ]
    waves.dumbbell(canvas, points[0], points[1], int(size) if size < page.wave["bars_from"] else 1)


def _draw_bounds(canvas: Canvas, page: Page, series: list[Row], ident: str, values: Values) -> None:
    """What is known of the panel: on its scale where it is settled who is in it, else in words."""
    base, texts = values.range(ident, "base"), _bounds(ident, values)
    waves.heading(canvas, values.phrases.both_known, "soft", *base)
    size = values.figure(ident, "base_high").value or 0
    if len(base) > 1 or size < page.wave["counts_only_below"]:
        _in_words(canvas, series, texts)
        return
    first, last = (
        waves.Point(row["wave"], place, low / size, high / size, text)
        for place, (row, name, text) in enumerate(
            zip(series[-2:], ("n_from", "n_to"), texts, strict=True)
        )
        for low, high in (
            [values.figure(ident, f"{name}_{bound}").value or 0 for bound in ("low", "high")],
        )
    )
    waves.dumbbell(canvas, first, last, int(size) if size < page.wave["bars_from"] else 1)


def _told(series: list[Row], values: Values) -> str:
    """A series in words."""
    say = values.phrases
    points = "; ".join(f"{row['wave']}: {plain(values.indicator(row))}" for row in series)
    notes = [f" {say.broken}: {row['wave']}." for row in series if row["comparable"] is False]
    panel = _panel(series)
    both = ""
    if values.has(panel, "panel_base"):
        base, first, last = (
            values.figure(panel, measure).text
            for measure in ("panel_base", "panel_n_from", "panel_n_to")
        )
        both = (
            f" {say.both}: {base}; {series[-2]['wave']}: {first} {say.of} {base}; "
            f"{series[-1]['wave']}: {last} {say.of} {base}."
        )
    elif values.has(panel, "base_low"):
        before, after = (plain(text) for text in _bounds(panel, values))
        base = plain(values.range(panel, "base"))
        both = (
            f" {say.both_known}: {base}; {series[-2]['wave']}: {before}; "
            f"{series[-1]['wave']}: {after}."
        )
    return f"{series[-1]['title']}. {points}.{''.join(notes)}{both}"
