"""translations/<language>.yml: the survey's own texts in another language."""

from __future__ import annotations

from pydantic import Field

from pipelines.survey.models.base import Id, Model, Text, WaveId


class TranslatedSection(Model):
    """A section's texts."""

    title: Text | None = Field(None, description="its title")
    intro: Text | None = Field(None, description="the sentence under the title")


class TranslatedQuestion(Model):
    """A question's texts."""

    wording: Text | None = Field(None, description="its wording in questions.yml")
    short: Text | None = Field(None, description="its short form")
    note: Text | None = Field(None, description="its note")
    options: dict[Id, Text] = Field(
        {}, description='labels by the id of the option, such as `{"yes": Oui, "no": Non}`'
    )


class TranslatedWave(Model):
    """The texts of a wave's file."""

    title: Text | None = Field(None, description="its title")
    note: Text | None = Field(None, description="its note")
    wordings: dict[Id, Text] = Field(
        {}, description="by the id of the question: the wording that this wave had"
    )
    labels: dict[Id, dict[Id, Text]] = Field(
        {}, description="by the ids of question and option: the label that this wave had"
    )
    breaks: dict[Id, Text] = Field(
        {}, description="by the id of the question: why answers don't compare with earlier waves"
    )
    comparable: dict[Id, Text] = Field(
        {}, description="by the id of the question: why answers compare although it changed"
    )


class TranslatedAttribute(Model):
    """The name of an attribute and of its values, by which the explorer groups."""

    name: Text | None = Field(None, description="its name")
    values: dict[Text, Text] = Field({}, description="its values, as in attributes.csv")


class Translation(Model):
    """translations/<language>.yml: the survey's own texts in another language."""

    title: Text | None = Field(None, description="title of the survey")
    publisher: Text | None = Field(None, description="who publishes it")
    note: Text | None = Field(
        None,
        description="printed once on the pages in this language, such as who translated, and that "
        "the questions were asked in another language",
    )
    kinds: dict[Id, Text] = Field({}, description="kinds of respondents, such as `{city: ville}`")
    sections: dict[Id, TranslatedSection] = Field({}, description="sections by id, see below")
    questions: dict[Id, TranslatedQuestion] = Field({}, description="questions by id, see below")
    indicators: dict[Id, Text] = Field({}, description="titles of indicators by id")
    waves: dict[WaveId, TranslatedWave] = Field({}, description="waves by id, see below")
    attributes: dict[Id, TranslatedAttribute] = Field(
        {}, description="attributes of respondents by id, see below"
    )
    published: dict[WaveId, dict[Id, Text]] = Field(
        {},
        description="notes on claims of published reports, by wave and by the id of the claim; "
        "only those of claims that exclude another, which findings print. What they quote of the "
        "report in “ ” stays as it is there",
    )
    readings: dict[Id, dict[Text, Text]] = Field(
        {},
        description="reasons of readings, by the attribute and by the vague value, such as "
        "`recently`; what they quote as in `published`",
    )
