"""What is drawn: who answers which wave, and what is true of them.

Every member has an opinion and a state of affairs that changes slowly, whether it answers or
not; those who answered last time are likelier to answer again. What an export then tells of
it is decided here, too (`Item.told`), by what the tool can write.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

from pipelines.demo.chance import Chance
from pipelines.demo.members import FORMER, GREW, OTHERWISE, Member, draw_members, members_in

SEED = 20300219

Tool = Literal["", "eusurvey", "limesurvey", "qualtrics", "google_forms"]


@dataclass(frozen=True)
class Fieldwork:
    """A wave: its tool, none where only totals are left; and what it asked, in order."""

    year: int
    tool: Tool
    asked: tuple[str, ...]
    blank_tells: bool = True
    weighted: bool = False

    @property
    def wave(self) -> str:
        """Its id."""
        return str(self.year)


_OLD = ("strategy", "public", "office", "budget", "topics", "cooperation", "events", "staff")
_NEW = ("strategy", "public", "office", "budget", "topics", "cooperation", "digital", "staff")

FIELDWORKS = (
    Fieldwork(2030, "", ("strategy", "office")),
    Fieldwork(2031, "", ("strategy", "office")),
    Fieldwork(2032, "eusurvey", _OLD),
    Fieldwork(2033, "limesurvey", _OLD, blank_tells=False),
    Fieldwork(2035, "qualtrics", _OLD),
    Fieldwork(2036, "google_forms", _NEW),
    Fieldwork(2037, "eusurvey", tuple(question for question in _NEW if question != "office")),
    Fieldwork(2038, "limesurvey", _NEW, blank_tells=False, weighted=True),
)

WEIGHTS = {"small": "1.5", "medium": "1", "large": "0.6"}
SPLIT = 2036
"""The year from which "work and training" are two options."""

LOST = {2033: {"strategy": 4, "office": 3, "budget": 2, "cooperation": 3, "staff": 2}}
"""Answers that were given, and are not in the export: how many by year and question."""
UNREADABLE = (2037, "staff")
"""A number that one respondent wrote as words."""
TWICE = {2033: ("changed", "begun"), 2036: ("changed",)}
"""Second submissions. changed: whole, with other answers; begun: never sent."""

_MANDATORY = {(2038, question) for question in ("strategy", "office", "budget", "topics")}
_SKIPPED, _DONT_KNOW = 0.03, 0.06
_MINUTES = 26 * 24 * 60
"""Of fieldwork, from 1 February at eight."""
_AGAIN, _ANEW = 0.62, 0.17
"""How likely a member answers that did, or didn't, answer the wave before."""
REGULARS = {GREW, *FORMER, *OTHERWISE}
"""They answer every wave, so that what is particular to them is seen."""
_BEFORE = 0.3
"""Who had answered the wave before the first."""


@dataclass(frozen=True)
class Item:
    """What one submission says to one question.

    Attributes:
        state: what happened: answered, no_answer, dont_know or routed_out.
        options: what was chosen, also where that is "don't know".
        number: the number given.
        told: the state that the export can tell: unknown where its cell is blank for no
            known reason, rejected where it can't be read; else the state itself.
    """

    state: str
    options: tuple[str, ...] = ()
    number: int | None = None
    told: str = ""

    @property
    def written(self) -> bool:
        """Whether the cell holds the answer."""
        return self.told in ("answered", "dont_know")


@dataclass(frozen=True)
class Submission:
    """One submission; of several by one member in one wave one counts."""

    member: Member
    number: int
    counted: bool
    sent: bool
    minute: int
    items: Mapping[str, Item]

    def weight(self, fieldwork: Fieldwork) -> str:
        """Its weight, as the export writes it."""
        return WEIGHTS[self.member.size_in(fieldwork.year)] if fieldwork.weighted else "1"


@dataclass
class Programme:
    """All that was drawn.

    Attributes:
        members: all members.
        submissions: by year, in the order of the export.
    """

    members: list[Member]
    submissions: dict[int, list[Submission]] = field(default_factory=dict)

    def counted(self, year: int) -> dict[str, Submission]:
        """The submissions that count, by member."""
        return {each.member.id: each for each in self.submissions[year] if each.counted}


class _Life:
    """What is true of one member, year by year."""

    def __init__(self, chance: Chance, member: Member) -> None:
        self._chance = chance
        starts = {"strategy": 0.5, "public": 0.6, "office": 0.5, "budget": 0.4, "digital": 0.3}
        starts |= {"housing": 0.6, "schools": 0.5, "sports": 0.35, "work": 0.4, "training": 0.3}
        self.has = {name: chance.happens(share) for name, share in starts.items()}
        self.cooperation = 1 + chance.below(5)
        self.events = chance.below(3)
        least, spread = {"small": (0, 4), "medium": (3, 10), "large": (8, 33)}[member.size]
        self.staff = least + chance.below(spread)

    def goes_on(self) -> None:
        """A year passes."""
        chance = self._chance
        for name, held in self.has.items():
            self.has[name] = chance.happens(0.94) if held else chance.happens(0.12)
        self.cooperation = min(5, max(1, self.cooperation + chance.one_of((-1, 0, 0, 0, 1, 1))))
        self.events = min(2, max(0, self.events + chance.one_of((-1, 0, 0, 1))))
        self.staff = max(0, self.staff + chance.one_of((-2, -1, 0, 0, 1, 2, 3)))

    def answer(self, question: str, year: int) -> Item:
        """What it would say."""
        if question == "staff":
            return Item("answered", number=self.staff)
        if question == "topics":
            return Item("answered", self._topics(year))
        if question == "cooperation":
            return Item("answered", (f"s{self.cooperation}",))
        if question == "events":
            return Item("answered", (("never", "once", "several")[self.events],))
        if question == "strategy" and self._chance.happens(_DONT_KNOW):
            return Item("dont_know", ("dont_know",))
        return Item("answered", ("yes" if self.has[question] else "no",))

    def _topics(self, year: int) -> tuple[str, ...]:
        has = self.has
        chosen = [name for name in ("housing", "schools", "sports") if has[name]]
        if year >= SPLIT:
            chosen += [name for name in ("work", "training") if has[name]]
        elif has["work"] or has["training"]:
            chosen.append("work_training")
        return tuple(chosen or ["sports"])  # nobody chooses nothing


def draw(seed: int = SEED) -> Programme:
    """Draw everything; the same seed always gives the same."""
    chance = Chance(seed)
    programme = Programme(draw_members(chance))
    lives = {member.id: _Life(chance, member) for member in programme.members}
    answered = {member.id for member in programme.members if chance.happens(_BEFORE)}
    fieldworks = {each.year: each for each in FIELDWORKS}
    for year in range(min(fieldworks), max(fieldworks) + 1):
        for life in lives.values():
            life.goes_on()
        if year not in fieldworks:
            continue
        here = [
            member
            for member in members_in(programme.members, year)
            if chance.happens(_AGAIN if member.id in answered else _ANEW) or member.id in REGULARS
        ]
        answered = {member.id for member in here}
        sent = [_submission(chance, fieldworks[year], each, lives[each.id]) for each in here]
        programme.submissions[year] = list(_as_exported(chance, fieldworks[year], sent))
    return programme


def _submission(chance: Chance, fieldwork: Fieldwork, member: Member, life: _Life) -> Submission:
    items: dict[str, Item] = {}
    for question in fieldwork.asked:
        answer = life.answer(question, fieldwork.year)
        skipped = chance.happens(_SKIPPED) and (fieldwork.year, question) not in _MANDATORY
        if question == "public" and items["strategy"].options != ("yes",):
            answer = Item("routed_out")
        elif skipped:
            answer = Item("no_answer")
        items[question] = answer
    return Submission(
        member, 1, counted=True, sent=True, minute=chance.below(_MINUTES), items=items
    )


def _as_exported(
    chance: Chance, fieldwork: Fieldwork, sent: list[Submission]
) -> Iterator[Submission]:
    """What happened on the way: answers lost, a number in words, submissions made twice."""
    lost = {
        (question, chance.below(len(sent)))
        for question, number in LOST.get(fieldwork.year, {}).items()
        for _ in range(number)
    }
    twice = {chance.below(len(sent)): how for how in TWICE.get(fieldwork.year, ())}
    worded = chance.below(len(sent))
    for place, each in enumerate(sent):
        items = dict(each.items)
        gone = {question for question, where in lost if where == place}
        for question, item in items.items():
            told = _told(fieldwork, items, question, question in gone)
            if (fieldwork.year, question) == UNREADABLE and (place, told) == (worded, "answered"):
                told = "rejected"
            items[question] = replace(item, told=told)
        yield from _submitted(chance, fieldwork, replace(each, items=items), twice.get(place))


def _told(fieldwork: Fieldwork, items: Mapping[str, Item], question: str, lost: bool) -> str:
    """The state that the export can tell; items before this one have theirs."""
    item = items[question]
    if lost and item.state in ("answered", "dont_know"):
        return "unknown"
    if item.state == "routed_out":
        return "unknown" if items["strategy"].told == "unknown" else "routed_out"
    if item.state == "no_answer" and not fieldwork.blank_tells:
        return "unknown"
    return item.state


def _submitted(
    chance: Chance, fieldwork: Fieldwork, each: Submission, twice: str | None
) -> Iterator[Submission]:
    """Once, or twice: the tool's wave counts the last that was sent, or the first."""
    if twice is None:
        yield each
        return
    other = {
        question: _other(item) if question in ("office", "staff") else item
        for question, item in each.items.items()
    }
    if twice == "begun":
        yield each
        yield replace(each, number=2, counted=False, sent=False, minute=each.minute + 60,
                      items=other)  # fmt: skip
    elif fieldwork.tool == "google_forms":
        yield each
        yield replace(each, number=2, counted=False, minute=each.minute + 90, items=other)
    else:
        early = chance.below(each.minute + 1) - 60
        yield replace(each, counted=False, minute=early, items=other)
        yield replace(each, number=2)


def _other(item: Item) -> Item:
    """Another answer to the same question, told as the first one was."""
    if item.number is not None:
        return replace(item, number=item.number + 5)
    swapped: dict[tuple[str, ...], tuple[str, ...]] = {("yes",): ("no",), ("no",): ("yes",)}
    return replace(item, options=swapped.get(item.options, item.options))
