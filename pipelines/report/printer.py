"""Prints figures and sentences into a page.

`Printer` is the only way in which a template prints a number. It knows which figures were
printed, so that each part of a page can end with where its numbers come from.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from markupsafe import Markup

from pipelines.report.figures import Figure, find_figure
from pipelines.report.language import Language, language
from pipelines.report.sentence import Part, Quoted, Sentence, Word


class Printer:
    """Prints figures into one page.

    The first time that a figure is printed it becomes the target of links to its id.

    Args:
        figures: all figures by id.
        words: language of the page.
        sentences: sentences of the page by what they are about.
    """

    def __init__(
        self,
        figures: Mapping[str, Figure],
        words: Language | None = None,
        sentences: Mapping[str, Sequence[Sentence]] | None = None,
    ) -> None:
        self._figures = figures
        self._words = words or language("en")
        self._sentences = sentences or {}
        self._anchored: set[str] = set()
        self._since: dict[str, Figure] = {}

    def __call__(self, *parts: str) -> Markup:
        """The figure whose id is these parts joined with dots."""
        figure = find_figure(self._figures, ".".join(parts))
        self._since[figure.figure_id] = figure
        return self.again(figure)

    def drawn(self, figure_ids: Iterable[str]) -> str:
        """Take note of the figures of a chart, which prints them itself; nothing to print."""
        for figure_id in figure_ids:
            self._since[figure_id] = find_figure(self._figures, figure_id)
        return ""

    def again(self, figure: Figure) -> Markup:
        """A figure in a list of figures: a place of its own only where it has none yet."""
        if figure.figure_id in self._anchored:
            return self._element(figure, Markup(""))
        self._anchored.add(figure.figure_id)
        return self._element(figure, Markup(' id="{}"').format(figure.figure_id))

    def say(self, subject: str) -> list[Markup]:
        """The sentences on a question, or on who answered."""
        return [self._sentence(one) for one in self._sentences.get(subject, ())]

    def _sentence(self, sentence: Sentence) -> Markup:
        return Markup("").join(self._part(part) for part in sentence.parts)

    def _part(self, part: Part) -> Markup | str:
        if isinstance(part, str | Word):
            return part if isinstance(part, str) else part.text
        if isinstance(part, Quoted):
            return Markup('<span data-verbatim="{}">{}</span>').format(part.kind, part.text)
        figure = find_figure(self._figures, part.figure)
        self._since[figure.figure_id] = figure
        return self._element(figure, Markup(""), part.text)

    def has(self, *parts: str) -> bool:
        """Whether there is such a figure, with something to print."""
        figure = self._figures.get(".".join(parts))
        return figure is not None and figure.value is not None

    def taken(self) -> list[Figure]:
        """The figures printed since this was asked last, each once, in order."""
        taken = list(self._since.values())
        self._since.clear()
        return taken

    def _element(self, figure: Figure, anchor: Markup, text: str | None = None) -> Markup:
        value = "" if figure.value is None else f"{figure.value:.12g}"
        return Markup('<data{} value="{}" data-figure="{}" title="{}">{}</data>').format(
            anchor,
            value,
            figure.figure_id,
            figure.figure_id,
            self._words.number(figure.text) if text is None else text,
        )
