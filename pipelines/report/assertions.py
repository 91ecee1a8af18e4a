"""What a sentence of the report asserts, read back from what is printed.

Its numbers, names, labels and words for quantities are taken each by its place in the phrase.
Nothing is taken from the rows that it was written from, so that the audit of these claims finds
what the writing of them got wrong.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from pipelines.report.language import Language, language
from pipelines.report.own_claims import Claims, Ids, Names, Panel, Place
from pipelines.report.sentence import Number, Quoted, Sentence, Word
from pipelines.warehouse.rows import Row

Slots = dict[str, list[Any]]

KNOWN_IN_BOTH = "answer known in"
"""Attribute of those whose answers of two waves are known: the panel that a change is told of."""

MEMBERS, ANSWERED, NEW = "member", "answered", "answered before"
"""Attributes that sentences on who answered speak of."""


class UnreadableError(ValueError):
    """A sentence that says something which nobody can look up."""


def read_sentence(sentence: Sentence, words: Language) -> Slots:
    """What stands in each place of a sentence's phrase.

    Raises:
        UnreadableError: where a number is none in this language.
    """
    slots: Slots = defaultdict(list)
    for part in sentence.parts:
        if isinstance(part, Number):
            try:
                slots[part.slot].append(words.value(part.text))
            except ValueError as error:
                raise UnreadableError(f"“{part.text}” is no number") from error
        elif isinstance(part, Word):
            slots[part.slot].append(words.quantity(part.text))
        elif isinstance(part, Quoted):
            slots[part.slot].append(part.text)
    return dict(slots)


def add_claims(
    claims: Claims, names: Names, place: Place, sentence: Sentence, before: Sentence | None
) -> None:
    """Add what a sentence in English claims.

    Args:
        claims: added to.
        names: what stands for what.
        place: where the sentence stands.
        sentence: the sentence.
        before: the one before it there, which may name what both are about.

    Raises:
        UnreadableError: where it says what nobody can look up; nothing of it is added.
    """
    slots = read_sentence(sentence, language("en"))
    if before and sentence.phrase in _GO_ON:
        slots = {"title": read_sentence(before, language("en"))["title"]} | slots
    reader = _Reader(names, place, sentence.text, slots)
    for assertion in ASSERTIONS[sentence.phrase]:
        assertion(reader)
    for table, rows in reader.claims.rows.items():
        claims.rows[table] += rows
    claims.words |= reader.claims.words
    claims.panels |= reader.claims.panels
    claims.sentences |= reader.claims.sentences


class _Reader:
    """Writes down the claims of one sentence."""

    def __init__(self, names: Names, place: Place, text: str, slots: Slots) -> None:
        self.claims = Claims()
        self._names = names
        self._place = place
        self._text = text
        self._slots = slots

    # ── one option, one indicator ───────────────────────────────────────────────

    def count(self) -> None:
        """How many gave each answer that is named."""
        self._counted("n" if "n" in self._slots else "none")

    def everyone(self) -> None:
        """That the whole base gave an answer."""
        self._counted("base")

    def _counted(self, slot: str) -> None:
        for about in self._subjects():
            self._claim("count", about, value=self._one(slot), base=self._base())

    def share(self) -> None:
        """The percentage of each answer that is named."""
        for about in self._subjects():
            self._claim("share", about, value=self._one("share"), base=self._base())

    def word(self) -> None:
        """The word for a quantity."""
        for about in self._subjects():
            self._claim("quantity", about, word=self._one("quantity"))

    def listed(self) -> None:
        """The names of all who gave the answer, which is told with their number."""
        for about in self._subjects():
            count = self._id("count", about)
            self._list(self._claim("list", about, list_complete=True), count)

    def examples(self) -> None:
        """The names of all who are known to have given the answer."""
        for about in self._subjects():
            self._list(self._claim("list", about, list_complete=False))

    def at_least(self) -> None:
        """The least that there can be, as a word for a quantity with this bound."""
        self._bounded("at_least", "n")

    def at_most(self) -> None:
        """The most that there can be."""
        self._bounded("at_most", "high")

    def _bounded(self, bound: str, slot: str) -> None:
        number, base = int(self._one(slot)), self._base()
        word = f"{bound.replace('_', ' ')} {number} of {base}"
        self.claims.words[word] = {"word": word, f"{bound}_num": number, f"{bound}_den": base}
        for about in self._subjects():
            self._claim("quantity", about, key=bound, word=word)

    def first(self) -> None:
        """That no answer was given by more."""
        for about in self._subjects():
            self._claim("rank", about, value=1)

    # ── two waves ───────────────────────────────────────────────────────────────

    def change(self) -> None:
        """The way in which the panel changed; only the registry says who is in it."""
        if not self._names.follows:
            return
        was, now = self._one("n_from"), self._one("n_to")
        direction = "up" if now > was else "down" if now < was else "same"
        for about in self._subjects():
            panel = Panel(about["indicator_id"], self._one("before"), self._one("wave"))
            self.claims.panels.add(panel)
            within = {"attribute": KNOWN_IN_BOTH, "value": panel.value}
            self._claim(
                "comparison", about, [within], direction=direction, wave_compared=panel.before
            )

    def totals(self) -> None:
        """Everyone's numbers of two waves side by side."""
        for about in self._subjects():
            for wave, n, base in (("before", "n_before", "base_before"), ("wave", "n", "base")):
                self._claim(
                    "count",
                    about,
                    key=wave,
                    wave=self._one(wave),
                    value=self._one(n),
                    base=int(self._one(base)),
                )

    # ── who answered ────────────────────────────────────────────────────────────

    def responses(self) -> None:
        """How many answered the wave."""
        self._claim("base", {}, value=self._one("n"))

    def members(self) -> None:
        """How many members there are, and how many of them answered."""
        about, inside = _is(MEMBERS), _is("registry")
        self._claim("count", about, [inside], key="members", value=self._one("members"))
        about, inside = _is(ANSWERED), _is(MEMBERS)
        self._claim("count", about, [inside, _is("registry")], value=self._one("n"))

    def rate(self) -> None:
        """The share of members that answered."""
        inside = [_is(MEMBERS), _is("registry")]
        self._claim("share", _is(ANSWERED), inside, value=self._one("rate"))

    def overlap(self) -> None:
        """How many answered an earlier wave as well."""
        value, before = self._one("returning"), self._one("before")
        self._claim("overlap", {}, value=value, wave_compared=before)

    def newcomers(self) -> None:
        """How many answered for the first time."""
        self._claim("count", _is(NEW, "no"), value=self._one("new"))

    def newcomers_listed(self) -> None:
        """Who they are."""
        about = _is(NEW, "no")
        self._list(self._claim("list", about, list_complete=True), self._id("count", about))

    # ── parts ───────────────────────────────────────────────────────────────────

    def _subjects(self) -> Iterator[Row]:
        """The sets of which the sentence tells: by the labels of answers, else by a title."""
        wave, question = self._place.wave, self._place.subject
        if "title" in self._slots:
            for one in self._found(self._names.indicators, (question,), "title"):
                yield {"indicator_id": one}
            return
        slot = "labels" if "labels" in self._slots else "label"
        for one in self._found(self._names.options, (wave, question), slot):
            yield {"question_id": question, "option_id": one}

    def _found(self, known: Ids, of: tuple[str, ...], slot: str) -> Iterator[str]:
        for text in dict.fromkeys(self._slots[slot]):
            ids = known.get((*of, text), [])
            if not ids:
                raise UnreadableError(f"“{text}” is nothing that {self._place.subject} has")
            # of two with the same words, a reader can't tell which is meant
            if len(ids) == 1:
                yield ids[0]

    def _one(self, slot: str) -> Any:
        return self._slots[slot][0]

    def _base(self) -> int:
        return int(self._one("base"))

    def _id(self, key: str, about: Mapping[str, Any]) -> str:
        place = self._place
        subject = about.get("option_id") or about.get("indicator_id") or about.get("attribute", "")
        return f"{place.wave}/{place.subject}.{place.nth}.{key}.{subject}"

    def _claim(
        self,
        kind: str,
        about: Row,
        within: Iterable[Row] = (),
        *,
        key: str | None = None,
        **columns: Any,
    ) -> str:
        claim, wave = self._id(key or kind, about), columns.get("wave", self._place.wave)
        row = {
            "claim_id": claim,
            "ledger_wave": self._place.wave,
            "wave": wave,
            "section": self._place.subject,
            "kind": kind,
            "indicator_id": about.get("indicator_id"),
            "vague": False,
            "quote": self._text,
            # the order is that of the sentences; the audit breaks ties by id
            "position": self._place.nth,
        }
        self.claims.rows["input.claims"].append(row | columns)
        sets = {"about": [] if "indicator_id" in about or not about else [about], "within": within}
        for role, conditions in sets.items():
            for position, condition in enumerate(conditions, 1):
                place = {"claim_id": claim, "role": role, "position": position, "wave": wave}
                self.claims.rows["input.claim_sets"].append(place | condition)
        self.claims.sentences[claim] = (self._place, self._text)
        return claim

    def _list(self, claim: str, illustrates: str | None = None) -> None:
        for position, name in enumerate(self._slots["names"], 1):
            known = self._names.respondents.get((self._place.wave, name), [name])
            row = {"claim_id": claim, "position": position, "as_written": name}
            self.claims.rows["input.claim_respondents"].append(row | {"respondent_id": known[0]})
        if illustrates:
            row = {"claim_id": claim, "relation": "illustrates", "related_claim_id": illustrates}
            self.claims.rows["input.claim_relations"].append(row)


def _is(attribute: str, value: str = "yes") -> Row:
    return {"attribute": attribute, "value": value}


_COUNT, _SHARE = (_Reader.count,), (_Reader.count, _Reader.share)
_BETWEEN = (_Reader.at_least, _Reader.at_most)

ASSERTIONS: Mapping[str, tuple[Callable[[_Reader], None], ...]] = {
    "none": _COUNT,
    "all": (_Reader.everyone,),
    "count": _COUNT,
    "count_named": (*_COUNT, _Reader.listed),
    "share": _SHARE,
    "share_quantity": (*_SHARE, _Reader.word),
    "share_named": (*_SHARE, _Reader.listed),
    # no whole number of the base gives a weighted percentage
    "share_weighted": _COUNT,
    "between": _BETWEEN,
    "at_least": (_Reader.at_least,),
    "at_least_named": (_Reader.at_least, _Reader.examples),
    "at_most": (_Reader.at_most,),
    "unknown": (),
    "top": (*_COUNT, _Reader.first),
    "top_share": (*_SHARE, _Reader.first),
    "top_ties": (*_COUNT, _Reader.first),
    "top_ties_share": (*_SHARE, _Reader.first),
    "no_top": (),
    "indicator": _COUNT,
    "indicator_share": _SHARE,
    "indicator_between": _BETWEEN,
    "indicator_at_least": (_Reader.at_least,),
    "indicator_at_most": (_Reader.at_most,),
    "number": (),
    "change": (_Reader.change,),
    "change_all": (_Reader.totals,),
    "change_bounds": (),
    # parts of other phrases
    "points": (),
    "range": (),
    "range_of": (),
    "gained": (),
    "lost": (),
    "who": (_Reader.responses,),
    "who_countries": (_Reader.responses,),
    "rate": (_Reader.members, _Reader.rate),
    "rate_assumed": (_Reader.members, _Reader.rate),
    "rate_counts": (_Reader.members,),
    "rate_counts_assumed": (_Reader.members,),
    "no_rate": (),
    "no_rate_too_few_members": (),
    "returning": (_Reader.overlap,),
    "returning_published": (_Reader.overlap,),
    "new": (_Reader.newcomers,),
    "new_named": (_Reader.newcomers, _Reader.newcomers_listed),
}
"""What a sentence claims, by its phrase; empty where no check of the audit could take it."""

_GO_ON = ("change_all",)
"""Phrases about what the sentence before was about."""
