"""The members of the made-up programme: towns that do not exist."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from pipelines.demo.chance import Chance

MARK = "(demo)"
"""Stands behind every name, wherever it is printed."""

FIRST = (
    *("North", "South", "East", "West", "Upper", "Lower", "Inner"),
    *("Outer", "Far", "Near", "Old", "New", "High", "Long"),
)
LAST = ("town", "ford", "field", "bridge", "mill", "gate", "wick", "port", "marsh", "well")
COUNTRIES = ("XA", "XB", "XC", "XD")
"""Codes that ISO 3166 leaves to its users: no country has them."""
REGIONS = ("coast", "hills", "plain")
SIZES = ("small", "medium", "large")

LATECOMERS = 10
"""Members that joined in 2034; the others were there before the first wave."""
GREW, GREW_ON = "northford", "2035-06-01"
"""A town that was small, and large from this day on."""
FORMER = {"outermarsh": ("Middlemarsh", 2034), "highgate": ("Midgate", 2035)}
"""Former names, and the last year in which a wave may hold them: as in successions.csv."""
OTHERWISE = {"northtown": "Town of Northtown", "eastwell": "EASTWELL"}
"""How some write their names: the first is an alias, the second differs in case."""


@dataclass(frozen=True)
class Member:
    """A member of the programme."""

    id: str
    name: str
    country: str
    region: str
    size: str
    joined: int

    def size_in(self, year: int) -> str:
        """Its size in the fieldwork of a year, which is in February."""
        return "large" if self.id == GREW and year >= 2036 else self.size

    def written(self, year: int) -> str:
        """Its name as it writes it in a year."""
        former, until = FORMER.get(self.id, ("", 0))
        name = former if year <= until else OTHERWISE.get(self.id, self.name)
        return f"{name} {MARK}"


def draw_members(chance: Chance) -> list[Member]:
    """All 140 members."""
    names = [first + last for first in FIRST for last in LAST]
    late = {chance.below(len(names)) for _ in range(LATECOMERS)}
    while len(late) < LATECOMERS:
        late.add(chance.below(len(names)))
    return [
        Member(
            id=name.lower(),
            name=name,
            country=chance.one_of(COUNTRIES),
            region=chance.one_of(REGIONS),
            size="small" if name.lower() == GREW else chance.one_of(SIZES),
            joined=2034 if number in late else 2020 + chance.below(10),
        )
        for number, name in enumerate(names)
    ]


def members_in(members: Iterable[Member], year: int) -> list[Member]:
    """Those who were members in the fieldwork of a year; all joined on a first of January."""
    return [member for member in members if member.joined <= year]


def write_registry(folder: Path, members: Sequence[Member]) -> None:
    """Write respondents.csv and attributes.csv."""
    write_rows(
        folder / "respondents.csv",
        ["respondent_id", "name", "kind", "country_code", "joined_on", "left_on", "aliases"],
        [
            [m.id, f"{m.name} {MARK}", "town", m.country, f"{m.joined}-01-01", "", _aliases(m)]
            for m in members
        ],
    )
    write_rows(
        folder / "attributes.csv",
        ["respondent_id", "attribute", "value", "valid_from", "valid_to", "source"],
        [row for member in members for row in _attributes(member)],
    )


def _aliases(member: Member) -> str:
    other = OTHERWISE.get(member.id, "")
    return f"{other} {MARK}" if " " in other else ""


def _attributes(member: Member) -> list[list[str]]:
    region = [member.id, "region", member.region, "", "", "made up"]
    if member.id != GREW:
        return [region, [member.id, "size", member.size, "", "", "made up"]]
    return [
        region,
        [member.id, "size", member.size, "", "2035-05-31", "made up"],
        [member.id, "size", "large", GREW_ON, "", "made up"],
    ]


def write_rows(file: Path, header: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Write a table as CSV."""
    with file.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)
