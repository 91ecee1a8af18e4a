"""The order of a wave's page: the parts of the survey's outline with the questions that it has."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pipelines.report.blocks import Block, Texts
from pipelines.report.content import Section
from pipelines.survey.models import ReportPart


@dataclass(frozen=True)
class Part:
    """A part of a page.

    Attributes:
        id: what its heading and links to it are called by.
        title: its title.
        language: of the title; None where it is that of a section, which the survey words.
        sections: its sections that have questions in the wave.
        grouped: whether it may have several, so that each has a heading of its own.
        before: text before the questions.
        after: text after them.
    """

    id: str
    title: str
    language: str | None
    sections: tuple[Section, ...]
    grouped: bool = False
    before: Block | None = None
    after: Block | None = None


def parts_of(sections: Sequence[Section], texts: Texts, wave: str, code: str) -> list[Part]:
    """The sections of a page in the order of the outline, those that it doesn't name last.

    Args:
        sections: the page's sections in the order of the question bank.
        texts: outline and text blocks.
        wave: the wave of the page.
        code: language of the page.
    """
    by_id = {section.id: section for section in sections}
    parts = []
    for part in texts.outline.outline:
        found = tuple(by_id.pop(each) for each in part.sections if each in by_id)
        if found:
            parts.append(_part(part, found, texts, wave, code))
    return parts + [Part(one.id, one.title, None, (one,)) for one in by_id.values()]


def _part(
    part: ReportPart, sections: tuple[Section, ...], texts: Texts, wave: str, code: str
) -> Part:
    grouped = len(part.sections) > 1
    choice = (code, texts.language, *(part.title if grouped else ()))
    spoken = next((each for each in choice if each in part.title), "")
    return Part(
        id=f"part-{part.sections[0]}" if grouped else sections[0].id,
        title=part.title[spoken] if spoken else sections[0].title,
        language=spoken or None,
        sections=sections,
        grouped=grouped,
        before=texts.block(part.before, wave, code),
        after=texts.block(part.after, wave, code),
    )
