"""The outline of the report, in survey.yml."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, model_validator

from pipelines.survey.models.base import Id, Model, Text

BLOCK = r"^[a-z0-9][a-z0-9_-]*$"
"""Name of a text block: that of its file, without the endings."""

BlockName = Annotated[str, Field(pattern=BLOCK, max_length=80)]
TitleLanguage = Annotated[str, Field(pattern=r"^[a-z]{2}$")]


class ReportPart(Model):
    """A part of the report: one section of the question bank, or several under a title."""

    sections: list[Id] = Field(
        min_length=1,
        description="the sections of questions.yml whose questions stand here, in this order; a "
        "part without a question in a wave is left out of that wave's page",
    )
    title: dict[TitleLanguage, Text] = Field(
        {},
        description="title by language, such as `{en: Future areas, fr: Perspectives}`, needed "
        "where a part has several sections; default: the section's title",
    )
    before: BlockName | None = Field(
        None, description="text block below the title, before the questions"
    )
    after: BlockName | None = Field(None, description="text block after the questions")

    @model_validator(mode="after")
    def _named(self) -> ReportPart:
        if len(self.sections) > 1 and not self.title:
            raise ValueError("needs a title, as it has several sections")
        return self


class Report(Model):
    """What the team adds to the report: its order and its own texts."""

    introduction: BlockName | None = Field(
        None, description="text block at the beginning, before who answered"
    )
    outline: list[ReportPart] = Field(
        [],
        description="the parts of the report, in their order. Sections that no part names come "
        "after them in the order of questions.yml, so that no question is lost; without an "
        "outline these are all",
    )
