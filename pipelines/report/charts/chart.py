"""A chart as those who print it need it."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

NAMESPACE = ' xmlns="http://www.w3.org/2000/svg"'


@dataclass(frozen=True)
class Chart:
    """A drawn chart, whole: nothing outside of it is needed to show it.

    Attributes:
        svg: the chart for a page of usual width, a document of its own.
        narrow: the same chart for a phone.
        title: what it is a chart of.
        alt: the alternative text: title, question, base and every value in words.
        figures: ids of the figures whose numbers are on it.
        note: how to read what is not known or does not compare; empty where nothing is.
        names: whether it names the respondents, so that no list beside it has to.
        quoted: words of the survey in the alternative text, which may have numbers in them.
    """

    svg: str
    narrow: str
    title: str
    alt: str
    figures: tuple[str, ...]
    note: str = ""
    names: bool = False
    quoted: tuple[str, ...] = ()

    @property
    def inline(self) -> Markup:
        """The chart as a part of an HTML page."""
        return self._inline(self.svg, "wide")

    @property
    def inline_narrow(self) -> Markup:
        """The same for a phone."""
        return self._inline(self.narrow, "narrow")

    def _inline(self, svg: str, form: str) -> Markup:
        """Without a namespace, which HTML implies, and with the alternative text."""
        attributes = Markup(' class="{}" role="img" aria-label="{}"').format(form, self.alt)
        return Markup(svg.replace(NAMESPACE, attributes, 1))  # noqa: S704  escaped when drawn
