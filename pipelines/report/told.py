"""What the audit found, in other languages than English.

The audit is SQL and tells its arithmetic in English. The file wording/findings/<language>.yml has
its texts with braces in the place of numbers, names and quotations, each with the same in the
language: a text is matched against them, piece by piece, and put together anew. What no piece
fits stays in English, as a whole; quotations stay as they are.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any

from markupsafe import Markup, escape

from pipelines.report.language import FOLDER, Language, Noun, language, read_rules

_QUOTE = re.compile("“([^”]*)”")
_SLOT = re.compile(r"\{((names|note|nouns|[npclwdqt])\d*)\}")
_NUMBER = r"\d+(?:\.\d+)?"
_KINDS = {
    "n": _NUMBER,
    "p": rf"{_NUMBER}%",
    "c": r"[−+]?\d+(?: to [−+]?\d+)?",
    "l": r"\d[\d(), to]*?",
    "w": r"[^\s,;:.]+",
    "d": r"\d{4}-\d\d-\d\d",
    "q": "⟦\\d+⟧",
    "t": ".+?",
    "names": ".+",
    "note": ".+",
    "nouns": r"[^,;:.]+?",
}
"""What stands in each kind of braces; what was quoted is a number in brackets by then."""

Quoted = Callable[[str], tuple[str, bool]]


@dataclass(frozen=True)
class _Piece:
    """A text in English with braces, and what it is in the language: by number, if need be."""

    text: str
    said: str | Mapping[str, str]
    end: str

    def match(self, text: str) -> re.Match[str] | None:
        """Whether a text is this piece; most are none, as their first words tell."""
        return self._pattern.match(text) if text.startswith(self._head) else None

    @cached_property
    def _head(self) -> str:
        return self.text.partition("{")[0]

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        pattern, at = "", 0
        for slot in _SLOT.finditer(self.text):
            pattern += re.escape(self.text[at : slot.start()]) + f"(?P<{slot[1]}>{_KINDS[slot[2]]})"
            at = slot.end()
        return re.compile(pattern + re.escape(self.text[at:]) + self.end)


@dataclass(frozen=True)
class _Pieces:
    sentences: tuple[_Piece, ...]
    sums: tuple[_Piece, ...]
    joints: Mapping[str, str]
    to: str


@cache
def _pieces(code: str) -> _Pieces | None:
    """The texts of a language; None where it has none."""
    path = FOLDER / "findings" / f"{code}.yml"
    if not path.is_file():
        return None
    rules = read_rules(path)
    return _Pieces(
        _read(rules["sentences"], code, r"(?: |$)"),
        _read(rules["sums"], code, "$"),
        {joint: language(code).typeset(said) for joint, said in rules["joints"].items()},
        rules["to"],
    )


def _read(texts: Mapping[str, Any], code: str, end: str) -> tuple[_Piece, ...]:
    typeset = language(code).typeset
    return tuple(
        _Piece(
            text,
            typeset(said)
            if isinstance(said, str)
            else {form: typeset(each) for form, each in said.items()},
            end,
        )
        for text, said in texts.items()
    )


class Findings:
    """Tells findings in a language.

    Args:
        words: the language.
        noun: what respondents are called in it.
        quoted: what is quoted, in the language; and whether it is.
        notes: the ledger's own notes in the language, by what they are.
    """

    def __init__(
        self,
        words: Language,
        noun: Noun,
        quoted: Quoted,
        notes: Mapping[str, str] | None = None,
    ) -> None:
        self._words = words
        self._noun = noun
        self._quoted = quoted
        self._notes = notes or {}

    def told(self, text: str) -> Markup | None:
        """A text of the audit in the language; None where it has no words for it."""
        pieces = _pieces(self._words.code)
        return _Telling(self, pieces, text).all() if pieces else None

    def quotation(self, text: str) -> Markup:
        """What the audit quotes, a question with an answer or a phrase of the report."""
        found, translated = self._quoted(text)
        return self._in_quotes("said" if translated else "quote", found)

    def note(self, text: str) -> Markup:
        """A note of the ledger; what it quotes of the report stays as it is there."""
        found = self._notes.get(text)
        if found is None:
            return Markup('<span data-verbatim="note">{}</span>').format(text)
        said = Markup("").join(
            self._in_quotes("quote", part) if at % 2 else escape(part)
            for at, part in enumerate(_QUOTE.split(found))
        )
        return Markup('<span data-verbatim="said">{}</span>').format(said)

    def _in_quotes(self, kind: str, text: str) -> Markup:
        shown = Markup('<span data-verbatim="{}">{}</span>').format(kind, text)
        return escape(self._words.rules["quotation"]).format(text=shown)

    def form(self, piece: str | Mapping[str, str], slots: Mapping[str, str]) -> str:
        """A piece's text, in the form that goes with its first number."""
        if isinstance(piece, str):
            return piece
        return piece["one" if self._words.is_one(float(slots["n"])) else "many"]

    def slot(self, kind: str, text: str) -> Markup | None:
        """What stands in braces of a kind that needs no matching; None for one that does."""
        if kind in ("n", "p", "c", "l"):
            # a comma in a list of numbers is none of a number's signs
            return escape(re.sub(r"[\d.%]+", lambda one: self._words.number(one[0]), text))
        if kind == "nouns":
            return escape(self._noun.many)
        return escape(text) if kind in ("w", "d") else None


class _Telling:
    """One text, while it is told."""

    def __init__(self, findings: Findings, pieces: _Pieces, text: str) -> None:
        self._findings = findings
        self._pieces = pieces
        self._quotes = _QUOTE.findall(text)
        numbers = iter(range(len(self._quotes)))
        self._text = _QUOTE.sub(lambda _: f"⟦{next(numbers)}⟧", text)
        self._sums: dict[str, Markup | None] = {}

    def all(self) -> Markup | None:
        """The whole text: sentences one after the other, or one sum."""
        found = self._sentences(self._text)
        return self._sum(self._text) if found is None else found

    def _sentences(self, text: str) -> Markup | None:
        if not text:
            return Markup("")
        for piece in self._pieces.sentences:
            found = piece.match(text)
            said = found and self._filled(piece, found)
            rest = None if not found or said is None else self._sentences(text[found.end() :])
            if said is not None and rest is not None:
                return said + Markup(" ") + rest if rest else said
        return None

    def _sum(self, text: str) -> Markup | None:
        """A sum, or a part of one; looked at once, however many ways lead to it."""
        if text not in self._sums:
            self._sums[text] = next(self._said(text), None)
        return self._sums[text]

    def _said(self, text: str) -> Iterator[Markup]:
        for piece in self._pieces.sums:
            found = piece.match(text)
            said = found and self._filled(piece, found)
            if said is not None:
                yield said
        yield from self._joined(text)

    def _joined(self, text: str) -> Iterator[Markup]:
        """A text of two sums, told apart at any of the joints."""
        for joint, said in self._pieces.joints.items():
            for at in (found.start() for found in re.finditer(re.escape(joint), text)):
                first, rest = self._sum(text[:at]), self._sum(text[at + len(joint) :])
                if first is not None and rest is not None:
                    yield first + escape(said) + rest

    def _filled(self, piece: _Piece, found: re.Match[str]) -> Markup | None:
        slots = found.groupdict()
        filled: dict[str, Any] = {}
        for name, text in slots.items():
            said = self._slot(name, text)
            if said is None:
                return None
            filled[name] = said
        return escape(self._findings.form(piece.said, slots)).format(**filled)

    def _slot(self, name: str, text: str) -> Markup | None:
        kind = name.rstrip("0123456789")
        if kind == "t":
            return self._sum(text)
        if kind == "q":
            return self._findings.quotation(self._quotes[int(text[1:-1])])
        if kind in ("names", "note"):
            shown = re.sub(r"⟦(\d+)⟧", lambda one: f"“{self._quotes[int(one[1])]}”", text)
            if kind == "note":
                return self._findings.note(shown)
            return Markup('<span data-verbatim="names">{}</span>').format(shown)
        return self._findings.slot(kind, text.replace(" to ", self._pieces.to))
