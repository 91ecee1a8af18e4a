"""Puts sentences together from figures, quotations and the phrases of a language.

Which phrase tells what is for `wording.py` to say.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from string import Formatter

from pipelines.report.figures import Figure, find_figure
from pipelines.report.language import Language, Noun
from pipelines.report.sentence import Listed, Number, Part, Quoted, Sentence, Word

SHORT_LIST = 5
"""Names up to which a sentence lists them: those that are counted in words."""

Values = Mapping[str, Sequence[Part]]
"""What stands in each place of a phrase."""


class Phrases:
    """The phrases of one language, filled with figures.

    Args:
        figures: all figures by id.
        words: the language.
        noun: what a respondent is called.
    """

    def __init__(self, figures: Mapping[str, Figure], words: Language, noun: Noun) -> None:
        self._figures = figures
        self._words = words
        self._noun = noun

    def say(self, key: str, values: Values, names: Listed = (), **words: str | None) -> Sentence:
        """A phrase with its placeholders filled; the first letter is a capital.

        Args:
            key: the phrase in wording/<language>.yml.
            values: what stands in its places.
            names: who is listed, by the figure that counts them.
            words: words for quantities in its places, where there are any.
        """
        value = self._governing(key, values)
        listed = [Quoted("names", name) for _, each in names for name in each]
        filled: dict[str, Sequence[Part]] = {
            "noun": [self._noun.one],
            "nouns": [self._noun.many],
            **values,
            **{name: [Word(word)] for name, word in words.items() if word},
            "names": self.joined([[name] for name in listed]),
        }
        if "type" in filled:
            filled["answered"] = [self._answered(filled["type"][0], key, value)]
        parts = self._alike(self._filled(self._words.phrase(key, value), filled))
        return Sentence(_capital(parts), names, key)

    def part(self, key: str, values: Values, value: float | None = None) -> list[Part]:
        """A phrase that stands in a place of another one; `value` is what it agrees with."""
        return self._filled(self._words.phrase(key, value), values)

    def count(self, *parts: str, gender: str | None = None) -> Number:
        """The figure whose id is these parts joined with dots, in words where it is small.

        The words agree with the noun for respondents, or with the gender that is given.
        """
        figure = find_figure(self._figures, ".".join(parts))
        gender = self._noun.gender if gender is None else gender
        return Number(figure.figure_id, self._words.in_words(figure.text, gender))

    def plain(self, *parts: str, slot: str = "") -> Number:
        """The same in digits."""
        figure = find_figure(self._figures, ".".join(parts))
        return Number(figure.figure_id, self._words.number(figure.text), slot)

    def span(self, phrase: str, start: str) -> list[Part]:
        """A number between two bounds, or the number where they are one."""
        low, high = self.plain(f"{start}_low"), self.plain(f"{start}_high")
        if self._figures[low.figure].value == self._figures[high.figure].value:
            return [self.count(f"{start}_low")]
        return self.part(phrase, {"n": [low], "high": [high]})

    def points(self, *parts: str) -> list[Part]:
        """A difference in percentage points, after what it is the difference of.

        Nothing where none is printed, nor where it is none.
        """
        points = self.plain(*parts)
        size = self._figures[points.figure].text.lstrip("+−")
        if not size.isdigit() or size == "0":
            return []
        return self.part("points", {"points": [points]}, float(size))

    def label(self, text: str) -> list[Part]:
        """A label of the survey in quotation marks."""
        before, after = self._words.rules["quotation"].split("{text}")
        return [before, Quoted("label", text, True), after]

    def joined(self, entries: Sequence[Sequence[Part]]) -> list[Part]:
        """Entries as a list in running text, such as: a, b and c."""
        joints = ["", *self._words.joints(len(entries))]
        return [
            part
            for joint, entry in zip(joints, entries, strict=False)
            for part in ([joint, *entry] if joint else entry)
        ]

    def short_list(self, figure: str, names: Sequence[str]) -> Listed:
        """Names to list with their number: only where they are few and all of them are known."""
        if not 0 < len(names) <= SHORT_LIST or self._figures[figure].value != len(names):
            return ()
        return ((figure, tuple(names)),)

    def _alike(self, parts: list[Part]) -> list[Part]:
        """All counts in digits where one number of a sentence is; only none stays a word."""
        numbers = [part for part in parts if isinstance(part, Number)]
        if not any(any(sign.isdigit() for sign in part.text) for part in numbers):
            return parts
        return [
            self.plain(part.figure, slot=part.slot)
            if isinstance(part, Number) and self._figures[part.figure].value != 0
            else part
            for part in parts
        ]

    def _filled(self, phrase: str, values: Values) -> list[Part]:
        """A phrase with its placeholders filled."""
        parts: list[Part] = []
        for text, name, _, _ in Formatter().parse(phrase):
            if text:
                parts.append(text)
            if name:
                parts.extend(_placed(part, name) for part in values[name])
        return parts

    def _governing(self, key: str, values: Values) -> float | None:
        """The number that the words of a phrase agree with."""
        first = next(iter(values.get(_GOVERNS.get(key, "n"), ())), None)
        return self._figures[first.figure].value if isinstance(first, Number) else None

    def _answered(self, kind: Part, key: str, value: float | None) -> str:
        forms = self._words.rules["answered"][kind]
        if isinstance(forms, str):
            return forms
        form = "none" if key == "none" else "one" if key == "all" else "many"
        if form == "many" and key != "between" and self._words.is_one(value):
            form = "one"
        found: str = forms[form]
        return found


_GOVERNS = {
    "at_most": "high",
    "indicator_at_most": "high",
    "returning": "returning",
    "returning_published": "returning",
    "new": "new",
    "new_named": "new",
}
"""Places of the number that the words agree with, by phrase; `n` in the others."""


def _placed(part: Part, slot: str) -> Part:
    return part if isinstance(part, str) else replace(part, slot=slot)


def _capital(parts: Sequence[Part]) -> tuple[Part, ...]:
    first, *rest = parts
    if isinstance(first, str):
        return (first[:1].upper() + first[1:], *rest)
    if isinstance(first, Number):
        return (replace(first, text=first.text[:1].upper() + first.text[1:]), *rest)
    return (first, *rest)
