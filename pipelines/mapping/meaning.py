"""What a cell's text means: options chosen or ruled out, or a state.

Texts are compared exactly first and after folding second, never by similarity.
Several options in one cell are read greedily against the known options, longest
first, because a label may contain the separator.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from pipelines.survey.models import Column, Option, Question, Source
from pipelines.survey.names import fold

ANSWERED, UNKNOWN, REJECTED = "answered", "unknown", "rejected"
_EDGES = " \t\n;,|"
_SEPARATORS = re.compile(r"[\s;,|]*[;,|\n][\s;,|]*")


@dataclass(frozen=True)
class Meaning:
    """A cell's meaning.

    Attributes:
        state: of the item.
        options: the options chosen, in order.
        ruled_out: options of which the text says that they were not chosen.
        free: what was written for an option that takes any text ("other, please say").
    """

    state: str
    options: tuple[str, ...] = ()
    ruled_out: tuple[str, ...] = ()
    free: str | None = None


@dataclass(frozen=True)
class Vocabulary:
    """The texts that a choice column may hold, each with its meaning."""

    known: Mapping[str, Meaning]
    separator: str | None = None
    not_prefix: str | None = None
    several: bool = False
    unnamed_unknown: bool = False
    other: str | None = None

    @cached_property
    def _folded(self) -> dict[str, Meaning]:
        """Meanings by folded text; a text that folds to two meanings decides nothing."""
        found: dict[str, Meaning | None] = {}
        for text, meaning in self.known.items():
            key = fold(text)
            found[key] = meaning if found.get(key, meaning) == meaning else None
        return {key: meaning for key, meaning in found.items() if meaning and key}

    @cached_property
    def _longest_first(self) -> list[tuple[str, Meaning]]:
        """Every text with which a part of a cell can begin."""
        texts = dict(self.known)
        if self.not_prefix:
            texts |= {
                self.not_prefix + text: Meaning(UNKNOWN, ruled_out=meaning.options)
                for text, meaning in self.known.items()
                if meaning.state == ANSWERED
            }
        return sorted(texts.items(), key=lambda item: -len(item[0]))

    def read(self, text: str) -> Meaning | None:
        """The meaning of a text, None where it has none."""
        one = self._exactly(text)
        if one is None and (self.several or self.not_prefix):
            # Before folding, which leaves nothing of a label such as "-".
            one = self._joined(self._parts(text) or self._split(text))
        one = one or self._folded.get(fold(text)) or self._other(text)
        if one and self.several and self.unnamed_unknown and one.state == ANSWERED:
            return replace(one, state=UNKNOWN)
        return one

    def _exactly(self, text: str) -> Meaning | None:
        """The meaning of the text as it stands."""
        prefix = self.not_prefix
        if prefix and text.strip().startswith(prefix):
            option = self._one(text.strip().removeprefix(prefix))
            answered = option is not None and option.state == ANSWERED
            return Meaning(UNKNOWN, ruled_out=option.options) if option and answered else None
        return self.known.get(text) or self.known.get(text.strip())

    def _other(self, text: str) -> Meaning | None:
        """Any text, where an option takes it."""
        stripped = text.strip()
        return Meaning(ANSWERED, (self.other,), free=stripped) if self.other and stripped else None

    def _one(self, text: str) -> Meaning | None:
        return self._exactly(text) or self._folded.get(fold(text))

    def _joined(self, parts: list[Meaning]) -> Meaning | None:
        """Several options in one cell; a state stands alone, and so does one single choice."""
        chosen = tuple(dict.fromkeys(o for part in parts for o in part.options))
        ruled_out = tuple(dict.fromkeys(o for part in parts for o in part.ruled_out))
        free = "; ".join(part.free for part in parts if part.free) or None
        states = {part.state for part in parts}
        if not parts or (states - {ANSWERED, UNKNOWN} and len(parts) > 1):
            return None
        if (not self.several and len(chosen) > 1) or set(chosen) & set(ruled_out):
            return None
        if not self.several and chosen:  # one answer, so no other one
            states, ruled_out = states - {UNKNOWN}, ()
        return Meaning(states.pop() if len(states) == 1 else UNKNOWN, chosen, ruled_out, free)

    def _parts(self, text: str) -> list[Meaning] | None:
        """The known texts that make up a text, None where something else is in it."""
        rest = text.strip()
        if self.separator and (lead := self.separator.strip()):
            rest = rest.removeprefix(lead).lstrip()  # some tools begin with it
        parts: list[Meaning] = []
        while rest:
            match = next(
                (item for item in self._longest_first if self._begins(rest, item[0])), None
            )
            if match:
                parts.append(match[1])
                rest = self._after(rest[len(match[0]) :])
                continue
            written, rest = self._free(rest)
            other = self._other(written)
            if other is None:
                return None
            parts.append(other)
        return parts

    def _free(self, text: str) -> tuple[str, str]:
        """What was written freely, and the rest, which begins with a known text."""
        separator = re.escape(self.separator.strip()) if self.separator else "[;,|\n]"
        for match in re.finditer(rf"\s*{separator or chr(32)}\s*", text):
            rest = text[match.end() :]
            if any(self._begins(rest, known) for known, _ in self._longest_first):
                return text[: match.start()], rest
        return text.strip(_EDGES), ""

    def _split(self, text: str) -> list[Meaning]:
        """The parts between separators, each folded; none where one of them is unknown."""
        separator = (self.separator or ";").strip() or None
        parts = [self._one(part) for part in text.split(separator) if part.strip(_EDGES)]
        return [] if None in parts else [part for part in parts if part]

    def _begins(self, text: str, label: str) -> bool:
        if not text.startswith(label):
            return False
        rest = text[len(label) :]
        return not rest.strip() or self._after(rest) != rest

    def _after(self, rest: str) -> str:
        """What follows the separator, the text itself where there is no separator."""
        if not rest.strip(_EDGES):
            return ""
        if self.separator and rest.startswith(self.separator.rstrip()):
            return rest[len(self.separator.rstrip()) :].lstrip()
        if self.separator and not rest.startswith("\n"):
            return rest
        match = _SEPARATORS.match(rest)
        return rest[match.end() :] if match else rest


def option_texts(options: Iterable[Option]) -> dict[str, Meaning]:
    """Every accepted spelling of the options."""
    return {
        text: Meaning(option.state or ANSWERED, (option.id,))
        for option in options
        for text in (option.label, *option.also)
    }


def _missing(column: Column, source: Source) -> dict[str, Meaning]:
    """Texts that stand for a state; what the column says goes before what its source says."""
    return {text: Meaning(state) for text, state in {**source.missing, **column.missing}.items()}


def choice_vocabulary(
    question: Question,
    column: Column,
    source: Source,
    offered: Sequence[Option],
    labels: Mapping[str, str],
) -> Vocabulary:
    """For a column that holds the option's text or code, one or several.

    Args:
        question: that the column answers.
        column: as the wave's file describes it; its codes go before everything else.
        source: of the column.
        offered: the options that the wave offered.
        labels: texts of options that were other ones in this wave, by option id.
    """
    states = {option.id: option.state or ANSWERED for option in question.options}
    own = {text: option for option, text in labels.items()} | column.values
    return Vocabulary(
        known={
            **_missing(column, source),
            **option_texts(offered),
            **{text: Meaning(states[option], (option,)) for text, option in own.items()},
        },
        other=next((option.id for option in offered if option.free_text), None),
        separator=source.separator,
        not_prefix=source.not_prefix,
        several=question.type in ("multiple", "coded_text"),
        unnamed_unknown=source.unnamed == UNKNOWN,
    )


def tick_vocabulary(question: Question, column: Column, source: Source) -> Vocabulary:
    """For one column per option: ticked, not ticked, or the option's own text."""
    option = next(option for option in question.options if option.id == column.option)
    ticked = Meaning(option.state or ANSWERED, (option.id,))
    known = {text: Meaning(ANSWERED) for text in source.unticked}
    known |= dict.fromkeys((*source.ticked, option.label, *option.also), ticked)
    return Vocabulary(
        known | _missing(column, source), other=option.id if option.free_text else None
    )


_NUMBER = re.compile(r"[+-]?(\d{1,3}(?:[ \u00a0\u202f']\d{3})+|\d+)([.,]\d+)?\s*%?")


_GROUPED = re.compile(
    r"(?P<sign>[+-]?)"
    r"(?:(?P<point>\d{1,3}(?:\.\d{3})+(?=,\d+\s*%?$)|\d{1,3}(?:\.\d{3}){2,}(?=\s*%?$))"
    r"|(?P<comma>\d{1,3}(?:,\d{3})+(?=\.\d+\s*%?$)|\d{1,3}(?:,\d{3}){2,}(?=\s*%?$)))"
    r"(?P<rest>.*)"
)


def read_number(text: str, decimal: str | None = None) -> float | None:
    """A number as people write it: "1 234,5", "1.234,50", "58 %"; None for words and "1,234".

    Args:
        text: as it stands in a cell.
        decimal: the sign before fractions, where that is known: the other one stands between
            thousands then, or the text is no number.
    """
    stripped = text.strip()
    if decimal:
        return _read_with(stripped, decimal)
    stripped = _without_groups(stripped)
    if not _NUMBER.fullmatch(stripped) or re.fullmatch(r"[+-]?\d{1,3},\d{3}", stripped):
        return None  # "1,234" is a thousand in one country and a fraction in another
    return float(re.sub(r"[ \u00a0\u202f'%]", "", stripped).replace(",", "."))


def _read_with(text: str, decimal: str) -> float | None:
    plain = text.translate(_SWAPPED) if decimal == "," else text
    if not _POINTED.fullmatch(plain):
        return None
    return float(re.sub(r"[ \u00a0\u202f',%]", "", plain))


_POINTED = re.compile(r"[+-]?(\d{1,3}(?:[ \u00a0\u202f',]\d{3})+|\d+)(\.\d+)?\s*%?")
_SWAPPED = str.maketrans(".,", ",.")


def decimal_of(columns: Iterable[Collection[str]]) -> str | None:
    """The sign before fractions that columns of numbers show; None where they show none or both.

    A column shows it that can be read with it and not with the other one: "1,5" beside "1.234".
    """
    shown = {
        sign
        for texts in columns
        for sign, other in ((".", ","), (",", "."))
        if all(read_number(text, sign) is not None for text in texts)
        and any(read_number(text, other) is None for text in texts)
    }
    return shown.pop() if len(shown) == 1 else None


def _without_groups(text: str) -> str:
    """The text without points or commas between thousands, where they can be nothing else."""
    found = _GROUPED.fullmatch(text)
    if not found:
        return text
    groups = found["point"] or found["comma"] or ""
    whole = groups.replace(".", "").replace(",", "")
    return f"{found['sign']}{whole}{found['rest']}"


def read_date(text: str) -> date | None:
    """A date with the year first, or whose day can't be a month ("31/12/2020"); else None."""
    stripped = re.sub(r"^(\d{4})/(\d\d)/(\d\d)(?!\d)", r"\1-\2-\3", text.strip())
    try:
        return date.fromisoformat(stripped[:10])
    except ValueError:
        pass
    match = re.fullmatch(r"(\d{1,2})[./-](\d{1,2})[./-](\d{4})(?:[ T].*)?", stripped)
    if not match:
        return None
    first, second, year = (int(part) for part in match.groups())
    day, month = (first, second) if first > 12 or "." in stripped else (second, first)
    if first <= 12 and second <= 12 and first != second and "." not in stripped:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None


READ: Mapping[str, Callable[[str], float | date | None]] = {
    "number": read_number,
    "date": read_date,
}
"""How answers are read that are values, by type of question."""
