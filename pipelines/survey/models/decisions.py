"""Decisions in a wave's file: those that are open, and the record of those that were made."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from pipelines.survey.models.base import Day, Model, Text

About = Literal[
    "column",
    "text",
    "type",
    "gone",
    "fieldwork",
    "duplicates",
    "comparable",
    "times",
    "respondent",
]


class Candidate(Model):
    """One way to decide."""

    choice: Text = Field(
        description="what is decided, such as `question plan`, `new single`, `option housing`, "
        "`dont_know`, `ignored`, `leave`"
    )
    score: int | None = Field(None, ge=0, le=100, description="how likely, of 100")
    why: Text | None = Field(None, description="what the score comes from, or what it would mean")


class Decision(Model):
    """Something that a person must decide before the wave is built."""

    about: About = Field(
        description="`column`: what a column is. `text`: what a cell's text means. `type`: a "
        "question for one answer got several. `gone`: a question of the wave before. "
        "`fieldwork`: its days. `duplicates`: several submissions of one respondent. `comparable`: "
        "whether answers to a question that changed compare with earlier waves. `times`: the scale "
        "of numbers. `respondent`: whether a text of the key column, such as a total, names one"
    )
    subject: Text | None = Field(None, description="the text, or the id of the question")
    found: Text = Field(description="what was found")
    candidates: list[Candidate] = Field([], description="ways to decide, the likeliest first")


class Decided(Model):
    """A decision that was made."""

    about: About = Field(description="as it stood in `decide`")
    file: Text | None = Field(None, description="`path` of the source")
    column: Text | None = Field(None, description="the column")
    subject: Text | None = Field(None, description="the text, or the id of the question")
    chosen: Text = Field(description="the choice")
    reason: Text | None = Field(None, description="why")
    decided_by: Text = Field(description="who decided")
    decided_on: Day = Field(description="when")
