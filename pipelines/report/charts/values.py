"""The numbers of a chart as text, each of them a figure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from pipelines.report.charts.phrases import PHRASES, Phrases
from pipelines.report.charts.text import Text
from pipelines.report.figures import Figure, find_figure
from pipelines.report.language import language
from pipelines.report.words import alphabetical
from pipelines.warehouse.rows import Row


class Values:
    """Writes values of one chart and knows which figures it has taken."""

    def __init__(self, figures: Mapping[str, Figure], code: str) -> None:
        self.phrases: Phrases = PHRASES[code]
        self._words = language(code)
        self._figures = figures
        self._taken: dict[str, None] = {}

    @property
    def taken(self) -> tuple[str, ...]:
        """Ids of the figures written so far, each once."""
        return tuple(self._taken)

    def figure(self, *parts: str) -> Figure:
        """The figure whose id is these parts joined with dots, as its language writes it.

        Raises:
            BuildError: where there is no such figure.
        """
        figure = find_figure(self._figures, ".".join(parts))
        self._taken[figure.figure_id] = None
        return replace(figure, text=self._words.number(figure.text))

    def in_order(self, countries: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
        """Countries, by code and English name, with their names here and in their order."""
        named = [(code, self._words.country(code, name)) for code, name in countries]
        return sorted(named, key=lambda one: alphabetical(one[1]))

    def state(self, label: str) -> str:
        """A state of an item in words."""
        return self._words.page(label)

    def has(self, *parts: str) -> bool:
        """Whether there is such a figure, with something to print."""
        figure = self._figures.get(".".join(parts))
        return figure is not None and figure.value is not None

    def bounds(self, ident: str, measure: str) -> tuple[Figure, Figure]:
        """The least and the most that a number can be."""
        return self.figure(ident, f"{measure}_low"), self.figure(ident, f"{measure}_high")

    def range(self, ident: str, measure: str) -> Text:
        """A number between two bounds, or the number where they are one."""
        low, high = self.bounds(ident, measure)
        return (low,) if low.value == high.value else (low, f" {self.phrases.to} ", high)

    def amount(self, ident: str, row: Row) -> Text:
        """A count by what is known of it, with its percentage where a chart may show one."""
        say = self.phrases
        if row["phrase"] == "exact":
            return (self.figure(ident, "n"), *self._share(ident, row))
        if row["phrase"] == "at_least":
            return (f"{say.at_least} ", self.figure(ident, "n"))
        if row["phrase"] == "at_most":
            return (f"{say.at_most} ", self.figure(ident, "n_high"))
        if row["phrase"] == "between":
            return (self.figure(ident, "n"), f" {say.to} ", self.figure(ident, "n_high"))
        return (say.unknown,)

    def of_base(self, ident: str, row: Row) -> Text:
        """The same with its base: n of base (share)."""
        amount = self.amount(ident, row)
        if row["phrase"] == "unknown":
            return amount
        base: Text = (f" {self.phrases.of} ", self.figure(ident, "base"))
        place = 1 if row["phrase"] == "exact" else len(amount)
        return (*amount[:place], *base, *amount[place:])

    def indicator(self, row: Row) -> Text:
        """The value of an indicator in a wave, from the answers or as published."""
        ident = f"{row['wave']}.indicator.{row['indicator_id']}"
        if row["source"] != "published":
            return self.of_base(ident, row)
        say = self.phrases
        printed = self.figure(ident, "published")
        base = self.figure(ident, "published_base")
        return (printed, f" {say.of} ", base, f", {say.as_published}")

    def _share(self, ident: str, row: Row) -> Text:
        if not (row["bar"] and row["shows"] == "percent"):
            return ()
        return (" (", self.figure(ident, "share"), ")")
