"""What stands on the page of a wave: rows of `report.*`, in the order of reading.

`reading.py` puts it together. Rows stay rows: nothing is counted, rounded or rephrased.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from pipelines.warehouse.rows import Row

Names = list[str]


@dataclass(frozen=True)
class NameList:
    """A number of respondents and, where they are known, who they are."""

    label: str
    figure: str
    names: Names
    quoted: str | None = None


@dataclass(frozen=True)
class RuledOut:
    """Those known not to have chosen an option, the rest of their answer being unknown."""

    label: str
    figure: str
    names: Names
    alone: bool


@dataclass(frozen=True)
class Option:
    """A row of a question's table, with what a published report says of it."""

    row: Row
    names: Names
    published: list[Row]

    @property
    def printed(self) -> list[Row]:
        """Published numbers, where the answers are not known in full."""
        if self.row["phrase"] == "exact":
            return []
        return [claim for claim in self.published if claim["value"] is not None]


@dataclass(frozen=True)
class Question:
    """A question with all that is printed of it."""

    row: Row
    options: list[Option]
    outside: list[NameList]
    ruled_out: list[RuledOut]
    beside: list[Row]
    series: list[list[Row]]
    number: Row | None
    findings: list[Row]
    indicators: list[Row] = field(default_factory=list)

    @property
    def has_shares(self) -> bool:
        """Whether any row of the table has a percentage."""
        exact = any(option.row["phrase"] == "exact" for option in self.options)
        return exact and self.row["shows"] == "percent"

    @property
    def answered_otherwise(self) -> bool:
        """Whether all whose answer is unknown are known to have answered something else."""
        return any(one.alone for one in self.ruled_out)

    @property
    def routing_unknown(self) -> bool:
        """Whether those counted as unknown may be respondents who were not asked at all."""
        open_ended = any(option.row["phrase"] != "exact" for option in self.options)
        return open_ended and self.row["known"] == "some" and self.row["asked_if"] is not None


@dataclass(frozen=True)
class Section:
    """A part of the questionnaire."""

    id: str
    title: str
    intro: str | None
    overview: list[Row]
    questions: list[Question] = field(default_factory=list)


@dataclass(frozen=True)
class Claim:
    """A phrase of the published report and what was found about it."""

    row: Row
    findings: list[Row]


@dataclass(frozen=True)
class Page:
    """The page of a wave."""

    wave: Row
    who: Row
    countries: list[tuple[Row, str, Names]]
    not_counted: list[Row]
    joined: list[Row]
    returned: Names
    newcomers: Names
    panels: dict[str, Row]
    sections: list[Section]
    findings: list[tuple[str, list[Claim]]]
    sources: list[Row]
    changes: dict[str, list[Row]] = field(default_factory=dict)
    bounded: dict[str, list[Row]] = field(default_factory=dict)
    movers: dict[tuple[str, str], Names] = field(default_factory=dict)
    quantity_words: list[Row] = field(default_factory=list)
    nouns: dict[str, Row] = field(default_factory=dict)
    spoken: set[str] = field(default_factory=set)
    about_translation: str | None = None
