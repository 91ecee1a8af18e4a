"""Names of respondents: one spelling for many, and suggestions that decide nothing.

A text names a respondent when it is the id, or when it equals the name or an alias
after folding. Similarity is only ever used to suggest.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

# Letters that Unicode does not decompose, as people without the key type them.
_LETTERS = {
    "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ß": "ss", "æ": "ae", "œ": "oe",
    "ı": "i", "ħ": "h", "ŧ": "t", "ŋ": "n", "ĸ": "k", "ɫ": "l", "ƶ": "z", "ə": "e",
}  # fmt: skip

# Combining classes of marks that belong to their letter: Indic vowel signs, kana voicing.
# The others are accents and vowel points, which people leave out.
_KEPT_MARKS = (0, 7, 8, 9)


class _Plain(dict[int, str]):
    """What is left of each character, found out when it is first met."""

    def __missing__(self, code: int) -> str:
        self[code] = kept = _plain(chr(code))
        return kept


def _plain(character: str) -> str:
    """The character, what it is typed as, a space (punctuation), or nothing (accents)."""
    category = unicodedata.category(character)
    if category[0] in "LN":
        # Spacing modifier letters such as U+02BC are typed as apostrophes.
        is_letter = not "\u02b0" <= character <= "\u02ff"
        return _LETTERS.get(character, character) if is_letter else " "
    if category in ("Mn", "Mc"):
        is_selector = "\ufe00" <= character <= "\ufe0f"
        kept = unicodedata.combining(character) in _KEPT_MARKS and not is_selector
        return character if kept else ""
    return "\n" if character == "\n" else "" if category in ("Cf", "Me") else " "


_PLAIN = _Plain()


def fold(text: str) -> str:
    """The text without case, accents and punctuation: spellings that fold alike are one."""
    return " ".join(_folded(text).split())


def fold_all(texts: Sequence[str]) -> list[str]:
    """`fold` of each text; a million names take about a second."""
    joined = "\n".join(texts)
    if joined.count("\n") != len(texts) - 1:
        return [fold(text) for text in texts]
    return [" ".join(line.split()) for line in _folded(joined).split("\n")]


def _folded(text: str) -> str:
    """Letter by letter, until nothing changes: folding may bring out what is to be folded."""
    while True:
        plain = unicodedata.normalize("NFKD", text).casefold()
        plain = unicodedata.normalize("NFKD", plain).translate(_PLAIN)
        if plain == text:
            return plain
        text = plain


@dataclass(frozen=True)
class NameIndex:
    """Every accepted spelling of every respondent.

    Attributes:
        names: name by respondent id.
        folded: respondent id by folded id, name or alias.
        disputed: spellings of two respondents that fold alike, as (spelling, id of the
            respondent who has it, id of the other).
    """

    names: Mapping[str, str] = field(default_factory=dict)
    folded: Mapping[str, str] = field(default_factory=dict)
    disputed: tuple[tuple[str, str, str], ...] = ()

    @classmethod
    def of(
        cls, ids: Sequence[str], names: Sequence[str], aliases: Sequence[Sequence[str]]
    ) -> NameIndex:
        """An index of the columns of a registry."""
        texts = [*ids, *names, *(alias for some in aliases for alias in some)]
        owners = [*ids, *ids]
        owners += [owner for owner, some in zip(ids, aliases, strict=True) for _ in some]
        keys = fold_all(texts)
        # Read backwards, so that the first to have a spelling keeps it.
        folded = dict(zip(reversed(keys), reversed(owners), strict=True))
        disputed = tuple(
            (text, folded[key], owner)
            for text, key, owner in zip(texts, keys, owners, strict=True)
            if folded[key] != owner
        )
        folded.pop("", None)
        return cls(dict(zip(ids, names, strict=True)), folded, disputed)

    def resolve(self, text: str) -> str | None:
        """The respondent that the text names, or None: similarity decides nothing."""
        return text if text in self.names else self.folded.get(fold(text))

    def suggest(self, text: str, limit: int = 3) -> list[tuple[str, str, float]]:
        """Respondents with similar spellings as (id, name, score of 100), best first."""
        from rapidfuzz import fuzz, process

        found = process.extract(
            fold(text), self.folded.keys(), scorer=fuzz.WRatio, limit=limit * 4, score_cutoff=60
        )
        best: dict[str, float] = {}
        for spelling, score, _ in found:
            best.setdefault(self.folded[spelling], score)
        return [(key, self.names[key], score) for key, score in best.items()][:limit]
