"""The chart of who answered: bars by country, against the members there where they are known."""

from __future__ import annotations

from functools import partial

from pipelines.report.charts.bars import Bar, bars
from pipelines.report.charts.chart import Chart
from pipelines.report.charts.render import drawn
from pipelines.report.charts.text import Text, plain
from pipelines.report.charts.values import Values
from pipelines.report.content import Page


def chart(page: Page, key: str, values: Values) -> Chart | None:
    """The countries of those who answered; None where there is one or none."""
    if len(page.countries) < 2 or not page.joined:
        return None
    rows = {row["country_code"]: row for row, _, _ in page.countries}
    longest = max(max(row["n"], row["n_members"] or 0) for row in rows.values())
    shown = []
    for code, name in values.in_order(
        (row["country_code"], name) for row, name, _ in page.countries
    ):
        row = rows[code]
        part = (row["n_members_answered"] if row["n_members"] else row["n"]) / longest
        value = _value(f"{page.wave['wave']}.country.{code}", values)
        ground = (row["n_members"] or 0) / longest
        shown.append(Bar(name, value, part, part, ground=ground))
    say = values.phrases
    told = "; ".join(f"{bar.label}: {plain(bar.value)}" for bar in shown)
    untold = not any(row["n_members"] for row in rows.values())
    note = say.countries_untold if untold else say.countries_members
    svg, narrow = drawn(key, partial(bars, shown))
    return Chart(
        svg=svg,
        narrow=narrow,
        title=say.countries,
        alt=f"{say.countries}. {note} {told}.",
        figures=values.taken,
        note=note,
        quoted=tuple(bar.label for bar in shown),
    )


def _value(ident: str, values: Values) -> Text:
    if not values.has(ident, "members"):
        return (values.figure(ident),)
    answered, members = (values.figure(ident, part) for part in ("members_answered", "members"))
    return (answered, f" {values.phrases.of} ", members)
