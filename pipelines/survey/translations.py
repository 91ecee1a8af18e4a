"""The survey's own texts in other languages: what can be translated, what is, and what is missing.

`translations/<language>.yml` names texts by the ids that they have in the other files. A
translation is kept with the text that it translates, so that it stands only where that text would
have stood: a wave with another wording needs a translation of its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from pipelines.errors import Problem
from pipelines.survey.check import Check, unknown
from pipelines.survey.folder import ATTRIBUTES, INDICATORS, QUESTIONS, SURVEY, SurveyFolder
from pipelines.survey.models import (
    Question,
    TranslatedAttribute,
    TranslatedQuestion,
    TranslatedSection,
    TranslatedWave,
    Translation,
    Wave,
)
from pipelines.survey.positions import Path_

FOLDER = "translations"
_NAMED = 3
"""Missing texts that a warning names."""


@dataclass(frozen=True)
class Translated:
    """A text of the survey, and its translation if there is one.

    Attributes:
        path: where its translation stands in the file.
        subject: what it is a text of: survey, kind, section, question, option, indicator, wave,
            attribute, claim or reading.
        subject_id: its id; of an option, that of its question; of a reading, that of its
            attribute; else empty.
        text: as it is.
        translation: in the other language, None where it is missing.
    """

    path: Path_
    subject: str
    subject_id: str
    text: str
    translation: str | None


def texts(folder: SurveyFolder, said: Translation) -> Iterator[Translated]:
    """Every text of the survey that can be translated, in the order of the reports."""
    survey = folder.survey
    yield Translated(("title",), "survey", "", survey.title, said.title)
    yield Translated(("publisher",), "survey", "", survey.publisher, said.publisher)
    for kind in survey.respondents.kinds:
        yield Translated(("kinds", kind), "kind", "", kind, said.kinds.get(kind))
    for section in folder.bank.sections:
        texts_of = said.sections.get(section.id) or TranslatedSection()
        for part in ("title", "intro"):
            yield from _part(("sections", section.id), "section", section, texts_of, part)
    for question in folder.bank.questions:
        yield from _of_question(question, said.questions.get(question.id) or TranslatedQuestion())
    for indicator in folder.indicators:
        at, title = ("indicators", indicator.id), said.indicators.get(indicator.id)
        yield Translated(at, "indicator", indicator.id, indicator.title, title)
    for wave in folder.waves.values():
        yield from _of_wave(wave, said.waves.get(wave.wave) or TranslatedWave())
    yield from _of_attributes(folder, said)
    yield from _of_findings(folder, said)


def _of_findings(folder: SurveyFolder, said: Translation) -> Iterator[Translated]:
    """What findings print of the survey's own: notes on claims, reasons of readings."""
    for wave, notes in _notes(folder).items():
        for claim, note in notes.items():
            path: Path_ = ("published", wave, claim)
            found = said.published.get(wave, {}).get(claim)
            yield Translated(path, "claim", f"{wave}/{claim}", note, found)
    for reading in folder.survey.readings:
        path = ("readings", reading.attribute, reading.value)
        found = said.readings.get(reading.attribute, {}).get(reading.value)
        yield Translated(path, "reading", reading.attribute, reading.reason, found)


def _notes(folder: SurveyFolder) -> dict[str, dict[str, str]]:
    """Notes on claims that findings print, by wave and claim: why a list excludes another."""
    return {
        wave: {claim.id: claim.note for claim in ledger.claims if claim.excludes and claim.note}
        for wave, ledger in folder.ledgers.items()
    }


def _part(
    at: tuple[str, str], subject: str, item: Any, texts_of: Any, part: str
) -> Iterator[Translated]:
    """A text that an item may have."""
    text = getattr(item, part)
    if text:
        yield Translated((*at, part), subject, at[1], text, getattr(texts_of, part))


def _of_question(question: Question, said: TranslatedQuestion) -> Iterator[Translated]:
    at = ("questions", question.id)
    for part in ("short", "wording", "note"):
        yield from _part(at, "question", question, said, part)
    for option in question.options:
        path = (*at, "options", option.id)
        yield Translated(path, "option", question.id, option.label, said.options.get(option.id))


def _of_wave(wave: Wave, said: TranslatedWave) -> Iterator[Translated]:
    at = ("waves", wave.wave)
    for part in ("title", "note"):
        yield from _part(at, "wave", wave, said, part)
    for question, wording in wave.wordings.items():
        path: Path_ = (*at, "wordings", question)
        yield Translated(path, "question", question, wording, said.wordings.get(question))
    for question, labels in wave.labels.items():
        known = said.labels.get(question, {})
        for option, label in labels.items():
            path = (*at, "labels", question, option)
            yield Translated(path, "option", question, label, known.get(option))
    for part in ("breaks", "comparable"):
        for question, note in getattr(wave, part).items():
            path = (*at, part, question)
            yield Translated(path, "wave", wave.wave, note, getattr(said, part).get(question))


def _of_attributes(folder: SurveyFolder, said: Translation) -> Iterator[Translated]:
    """Names and values of attributes; of a registry that is too large to look at, those named."""
    for attribute, values in _attributes(folder, said).items():
        texts_of = said.attributes.get(attribute) or TranslatedAttribute()
        at: Path_ = ("attributes", attribute)
        yield Translated((*at, "name"), "attribute", attribute, attribute, texts_of.name)
        for value in values:
            path = (*at, "values", value)
            yield Translated(path, "attribute", attribute, value, texts_of.values.get(value))


def _attributes(folder: SurveyFolder, said: Translation) -> dict[str, list[str]]:
    found: dict[str, dict[str, None]] = {}
    if folder.facts.confirmed:
        return {name: list(each.values) for name, each in said.attributes.items()}
    pairs = zip(folder.facts.column("attribute"), folder.facts.column("value"), strict=True)
    for attribute, value in pairs:
        found.setdefault(attribute, {})[value] = None
    return {attribute: list(values) for attribute, values in found.items()}


def rows(folder: SurveyFolder) -> Iterator[dict[str, Any]]:
    """The translations that there are, as rows of input.translations."""
    for language, said in folder.translations.items():
        found = [each for each in texts(folder, said) if each.translation]
        if said.note:
            found.append(Translated(("note",), "language", "", "note", said.note))
        keys = {(each.subject, each.subject_id, each.text): each.translation for each in found}
        for (subject, subject_id, text), translation in (keys | _states(folder, keys)).items():
            yield {
                "language": language,
                "subject": subject,
                "subject_id": subject_id,
                "text": text,
                "translation": translation,
            }


def _states(
    folder: SurveyFolder, keys: Mapping[tuple[str, str, str], str | None]
) -> dict[tuple[str, str, str], str | None]:
    """Options of one question that mean the same state, joined as report.states joins them."""
    joined: dict[tuple[str, str, str], str | None] = {}
    for question in folder.bank.questions:
        for state in dict.fromkeys(option.state for option in question.options if option.state):
            labels = [option.label for option in question.options if option.state == state]
            said = [keys.get(("option", question.id, label)) for label in labels]
            if len(labels) > 1 and all(said):
                key = ("option", question.id, " / ".join(labels))
                joined[key] = " / ".join(str(text) for text in said)
    return joined


def missing_texts(folder: SurveyFolder) -> Iterator[Problem]:
    """A warning for each language in which some of the survey's texts are missing."""
    for language, said in folder.translations.items():
        found = list(texts(folder, said))
        missing = [".".join(map(str, each.path)) for each in found if each.translation is None]
        if missing:
            named = ", ".join(missing[:_NAMED]) + (", …" if len(missing) > _NAMED else "")
            yield Problem(
                folder.where(_file(language)),
                f"{len(missing)} of {len(found)} texts without a translation: {named}",
                "all of them; a page in this language prints these as they are",
                "Add them",
            )


def _file(language: str) -> str:
    return f"{FOLDER}/{language}.yml"


# ── checks ──────────────────────────────────────────────────────────────────────


def _languages(folder: SurveyFolder) -> Iterator[Problem]:
    from pipelines.report.language import languages  # which the survey does without

    for language in folder.translations:
        where = folder.where(_file(language))
        if language == folder.survey.language:
            expected = "a file for another language than that of the survey"
            yield Problem(where, f"texts in {language}, the language of the survey", expected)
        elif language not in languages():
            yield unknown(where, "language", language, languages())


def _known_ids(folder: SurveyFolder) -> Iterator[Problem]:
    for language, said in folder.translations.items():
        for path, what, name, known in _ids(folder, said):
            if name not in known:
                yield unknown(folder.where(_file(language), *path), what, name, known)


_Named = Iterator[tuple[Path_, str, str, Iterable[str]]]


def _ids(folder: SurveyFolder, said: Translation) -> _Named:
    """Every id that a translation names: its path, of what, the id, and those that there are."""
    known: dict[str, list[str]] = {
        "kind": folder.survey.respondents.kinds,
        "section": [section.id for section in folder.bank.sections],
        "question": list(folder.questions),
        "indicator": [indicator.id for indicator in folder.indicators],
        "wave": list(folder.waves),
        "attribute": folder.facts.distinct("attribute"),
    }
    for what, allowed in known.items():
        for name in getattr(said, f"{what}s"):
            yield (f"{what}s", name), what, name, allowed
    for name, texts_of in said.questions.items():
        if name in folder.questions:
            options = [option.id for option in folder.questions[name].options]
            for option in texts_of.options:
                path = ("questions", name, "options", option)
                yield path, f"option of {name}", option, options
    for name, of_wave in said.waves.items():
        if name in folder.waves:
            yield from _ids_of_wave(folder.waves[name], of_wave)
    yield from _values(folder, said)
    yield from _ids_of_findings(folder, said)


def _ids_of_findings(folder: SurveyFolder, said: Translation) -> _Named:
    notes = _notes(folder)
    for wave, claims in said.published.items():
        yield ("published", wave), "published report", wave, notes
        for claim in claims if wave in notes else ():
            what = f"claim of {wave} that excludes another and has a note"
            yield ("published", wave, claim), what, claim, notes[wave]
    read: dict[str, list[str]] = {}
    for reading in folder.survey.readings:
        read.setdefault(reading.attribute, []).append(reading.value)
    for attribute, values in said.readings.items():
        yield ("readings", attribute), "attribute of a reading", attribute, read
        for value in values if attribute in read else ():
            yield ("readings", attribute, value), f"reading of {attribute}", value, read[attribute]


def _ids_of_wave(wave: Wave, said: TranslatedWave) -> _Named:
    for part in ("wordings", "labels", "breaks", "comparable"):
        there = getattr(wave, part)
        for question in getattr(said, part):
            path: Path_ = ("waves", wave.wave, part, question)
            yield path, f"question under {part} of wave {wave.wave}", question, there
    for question, labels in said.labels.items():
        for option in labels:
            path = ("waves", wave.wave, "labels", question, option)
            allowed = wave.labels.get(question, {})
            yield path, f"option of {question} under labels of wave {wave.wave}", option, allowed


def _values(folder: SurveyFolder, said: Translation) -> _Named:
    if not folder.facts.confirmed:
        there = _attributes(folder, said)
        for name, of_attribute in said.attributes.items():
            for value in of_attribute.values:
                path = ("attributes", name, "values", value)
                yield path, f"value of {name}", value, there.get(name, ())


def _of_something(folder: SurveyFolder) -> Iterator[Problem]:
    """Translations of texts that the survey doesn't have."""
    items = {
        **{("sections", one.id): one for one in folder.bank.sections},
        **{("questions", one.id): one for one in folder.bank.questions},
        **{("waves", one.wave): one for one in folder.waves.values()},
    }
    for language, said in folder.translations.items():
        for (group, name), item in items.items():
            of_item = getattr(said, group).get(name)
            for part in ("intro", "short", "note", "title"):
                if getattr(of_item, part, None) and not getattr(item, part):
                    yield Problem(
                        folder.where(_file(language), group, name, part),
                        f"the {part} of {name}, which has none to translate",
                        f"translations of texts that stand in {SURVEY}, {QUESTIONS}, … themselves",
                        "Write it there first, or delete the line",
                    )


CHECKS: tuple[Check, ...] = (
    (_languages, (SURVEY,)),
    (_known_ids, (SURVEY, QUESTIONS, INDICATORS, "waves/", "published/", ATTRIBUTES)),
    (_of_something, (QUESTIONS, "waves/")),
)
