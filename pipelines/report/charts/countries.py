"""The chart of who answered: bars by country, against the members there where they are known."""

from __future__ import annotations

from pipelines.report.charts import bars
from pipelines.report.charts.canvas import NARROW, WIDE, Canvas, Text, plain
from pipelines.report.charts.chart import Chart
from pipelines.report.charts.values import Values
from pipelines.report.content import Page


def chart(page: Page, values: Values) -> Chart | None:
    """The countries of those who answered; None where there is one or none."""
    if len(page.countries) < 2 or not page.joined:
        return None
    rows = [row for row, _, _ in page.countries]
    longest = max(max(row["n"], row["n_members"] or 0) for row in rows)
    named = values.in_order((row["country_code"], name) for row, name, _ in page.countries)
    by_code = {row["country_code"]: row for row in rows}
    drawn = []
    for code, name in named:
        row, ident = by_code[code], f"{page.wave['wave']}.country.{code}"
        n = row["n_members_answered"] if row["n_members"] else row["n"]
        drawn.append(
            bars.Bar(
                label=name,
                value=_value(ident, values),
                known=n / longest,
                possible=n / longest,
                ground=(row["n_members"] or 0) / longest,
            )
        )
    sheets = []
    for width in (WIDE, NARROW):
        canvas = Canvas(f"{page.wave['wave']}-who", width)
        bars.bars(drawn)(canvas)
        sheets.append(canvas.svg())
    say = values.phrases
    told = "; ".join(f"{bar.label}: {plain(bar.value)}" for bar in drawn)
    untold = not any(row["n_members"] for row in rows)
    note = say.countries_untold if untold else say.countries_members
    return Chart(
        svg=sheets[0],
        narrow=sheets[1],
        title=say.countries,
        alt=f"{say.countries}. {note} {told}.",
        figures=values.taken,
        note=note,
        quoted=tuple(bar.label for bar in drawn),
    )


def _value(ident: str, values: Values) -> Text:
    if not values.has(ident, "members"):
        return (values.figure(ident),)
    answered, members = (values.figure(ident, part) for part in ("members_answered", "members"))
    return (answered, f" {values.phrases.of} ", members)
