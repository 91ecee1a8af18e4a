"""A language of the report: its numbers, lists and phrases, read from wording/<language>.yml."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from markupsafe import Markup, escape

FOLDER = Path(__file__).parent / "wording"

_NUMBERS = re.compile(r"\d(?:[\d, -]*\d)?")


@dataclass(frozen=True)
class Noun:
    """What a respondent is called; `gender` where the language has one."""

    one: str
    many: str
    gender: str = "none"


@dataclass(frozen=True)
class Language:
    """The rules of one language.

    Attributes:
        code: two letters, as in `lang` of a page.
        rules: wording/<code>.yml as it stands.
    """

    code: str
    rules: Mapping[str, Any]

    def number(self, text: str) -> str:
        """A figure's text, which report.figures has in English, as this language writes it."""
        signs = self.rules["numbers"]
        marks = {",": signs["thousands"], ".": signs["decimal"], "%": signs["percent"]}
        return "".join(marks.get(sign, sign) for sign in text)

    def in_words(self, text: str, gender: str) -> str:
        """A count as it stands in a sentence: in words as far as the language file has one."""
        words: list[str] = self.rules["counts"].get(gender) or self.rules["counts"]["none"]
        return words[int(text)] if text.isdigit() and int(text) < len(words) else self.number(text)

    def forms(self, text: str) -> set[str]:
        """Every way in which a figure with this text may stand in a sentence."""
        return {self.number(text)} | {self.in_words(text, g) for g in self.rules["counts"]}

    def value(self, text: str) -> float:
        """The number that stands for a text of a page, the other way about.

        Raises:
            ValueError: where it is none.
        """
        lower = text.casefold()
        for words in self.rules["counts"].values():
            if lower in words:
                return float(words.index(lower))
        signs = self.rules["numbers"]
        plain = lower.replace(signs["percent"], "").replace(signs["thousands"], "")
        plain = plain.replace("−", "-")
        return float(plain.replace(signs["decimal"], "."))

    def quantity(self, text: str) -> str:
        """The word of survey.yml for a quantity that a text of a page stands for."""
        found: Mapping[str, str] = self.rules["quantities"]
        return next((word for word, said in found.items() if said == text), text)

    def is_one(self, value: float | None) -> bool:
        """Whether a number takes the singular."""
        return value is not None and 1 <= value < self.rules["plural_from"]

    def phrase(self, key: str, value: float | None = None) -> str:
        """A phrase, in the form that goes with a number where it has several."""
        found = self.rules["phrases"][key]
        if isinstance(found, str):
            return found
        if value == 0 and "none" in found:
            none: str = found["none"]
            return none
        form: str = found["one" if self.is_one(value) else "many"]
        return form

    def joints(self, length: int) -> Sequence[str]:
        """What stands between the entries of a list of this length."""
        comma, last = self.rules["list"]["comma"], self.rules["list"]["last"]
        return [comma] * (length - 2) + [last] * (length > 1)

    def page(self, text: str) -> str:
        """Words of a page, which templates have in English."""
        words: Mapping[str, str] = self.rules.get("page") or {}
        return words.get(text, text)

    def typeset(self, text: str) -> str:
        """A text that people typed, with the spaces at its punctuation as the language has them."""
        for typed, printed in (self.rules.get("spaces") or {}).items():
            text = text.replace(typed, printed)
        return text

    def quoted(self, text: str) -> str:
        """A text in the quotation marks of the language."""
        quotation: str = self.rules["quotation"]
        return quotation.format(text=text)

    def told(self, text: str) -> str | None:
        """A text that the warehouse has in English, with numbers of its own in it; None if unknown.

        The language file has it with braces in the place of each number, date, or list of these.
        """
        texts: Mapping[str, str] = self.rules.get("told") or {}
        found = texts.get(_NUMBERS.sub("{}", text))
        return None if found is None else found.format(*_NUMBERS.findall(text))

    def date(self, text: str) -> str:
        """A date or period, which words.period gives in English."""
        dates: Mapping[str, str] = self.rules.get("dates") or {}
        if not dates:
            return text
        longest_first = sorted(dates, key=len, reverse=True)
        pattern = r"\b(" + "|".join(re.escape(each) for each in longest_first) + r")\b"
        return re.sub(pattern, lambda found: dates[found[0]], text)

    def country(self, code: str, english: str) -> str:
        """The name of a country; the English one where there is no other."""
        names: Mapping[str, str] = self.rules.get("countries") or {}
        return names.get(code, english)

    @property
    def noun(self) -> Noun:
        """What a respondent is called where survey.yml has no word of this language."""
        return Noun(**self.rules["noun"])


@cache
def language(code: str) -> Language:
    """One of the languages."""
    return Language(code, read_rules(FOLDER / f"{code}.yml"))


def read_rules(path: Path) -> Any:
    """A file of wording, by the fastest reader at hand."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    return yaml.load(path.read_text(encoding="utf-8"), Loader=loader)  # noqa: S506  a safe loader


def noun_of(
    wave: Mapping[str, Any], nouns: Mapping[str, Mapping[str, Any]], words: Language
) -> Noun:
    """What a respondent is called: as survey.yml says, else as the language says."""
    if words.code == "en":
        return Noun(wave["noun_one"], wave["noun_many"])
    found = nouns.get(words.code)
    return Noun(found["one"], found["many"], found["gender"]) if found else words.noun


def page_name(name: str, code: str) -> str:
    """The file of a page in a language: English ones have no mark."""
    return f"{name}.html" if code == "en" else f"{name}.{code}.html"


def pages_in(name: str) -> list[tuple[Language, str]]:
    """A page in each language, with the name of its file."""
    return [(language(code), page_name(name, code)) for code in languages()]


def translated(words: Language, text: str, **values: Any) -> Markup:
    """A text of a template in the page's language, with what belongs into its braces."""
    found = escape(words.page(text))
    return found.format(**values) if values else found


@cache
def languages() -> tuple[str, ...]:
    """The languages that there are, English first."""
    codes = sorted(path.stem for path in FOLDER.glob("*.yml"))
    return tuple(sorted(codes, key=lambda code: code != "en"))
