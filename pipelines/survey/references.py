"""Names in a survey folder that must be defined elsewhere in it.

First the places that name something, one function for each kind of thing: they yield the
file below `survey/`, the path into it, and the name. Then the checks of these names.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from pipelines.errors import Problem
from pipelines.survey.asked import asked_in
from pipelines.survey.check import Check, unknown
from pipelines.survey.folder import (
    ATTRIBUTES,
    CORRECTIONS,
    INDICATORS,
    QUESTIONS,
    RESPONDENTS,
    SUCCESSIONS,
    SURVEY,
    SurveyFolder,
)
from pipelines.survey.models import AskIf, Claim, Column, Says
from pipelines.survey.positions import Path_

_SHOWN = 100

Named = Iterator[tuple[str, Path_, str]]


def claims(folder: SurveyFolder) -> Iterator[tuple[str, Path_, Claim]]:
    """Every claim."""
    for wave, ledger in folder.ledgers.items():
        for index, claim in enumerate(ledger.claims):
            yield f"published/{wave}.yml", ("claims", index), claim


def _says(folder: SurveyFolder) -> Iterator[tuple[str, Path_, Says]]:
    """Every condition of the sets that claims speak of."""
    for file, path, claim in claims(folder):
        for role in ("about", "within", "compared_with"):
            for index, each in enumerate(getattr(claim, role)):
                yield file, (*path, role, index), each


def _conditions(folder: SurveyFolder) -> Iterator[tuple[str, Path_, AskIf]]:
    """Every condition of the routing."""
    for index, question in enumerate(folder.bank.questions):
        for place, condition in enumerate(question.ask_if):
            yield QUESTIONS, ("questions", index, "ask_if", place), condition


def _questions(folder: SurveyFolder) -> Named:
    """Every question that is named."""
    for file, path, question, _ in _answers(folder):
        yield file, (*path, "question"), question
    for wave in folder.waves:
        for field in ("breaks", "comparable", "crosswalks", "wordings", "labels"):
            for question in getattr(folder.waves[wave], field):
                yield f"waves/{wave}.yml", (field, question), question
    for index, correction in enumerate(folder.corrections):
        yield CORRECTIONS, ("corrections", index, "question"), correction.question
    for file, path, claim in claims(folder):
        for index, question in enumerate(claim.among):
            yield file, (*path, "among", index), question


def _options(folder: SurveyFolder) -> Iterator[tuple[str, Path_, str, str]]:
    """Every option that is named, after its question."""
    for file, path, question, named in _answers(folder):
        for option_path, option in named:
            yield file, (*path, *option_path), question, option
    for file, path, _, question, option in options_of_waves(folder):
        if path[-1] != "option":  # those of columns are among the answers
            yield file, path, question, option


def options_of_waves(folder: SurveyFolder) -> Iterator[tuple[str, Path_, str, str, str]]:
    """Every option that a wave's file names: file, path, wave, question, option."""
    for wave, said in folder.waves.items():
        file = f"waves/{wave}.yml"
        for question, labels in said.labels.items():
            for option in labels:
                yield file, ("labels", question, option), wave, question, option
        yield from _options_of_crosswalks(folder, wave)
        for index, source in enumerate(said.sources):
            for name, column in source.columns.items():
                path: Path_ = ("sources", index, "columns", name)
                if column.question is None:
                    continue
                for text, option in column.values.items():
                    yield file, (*path, "values", text), wave, column.question, option
                if column.option is not None:
                    yield file, (*path, "option"), wave, column.question, column.option


def _options_of_crosswalks(
    folder: SurveyFolder, wave: str
) -> Iterator[tuple[str, Path_, str, str, str]]:
    """The same of a wave's crosswalks, which name options of two waves."""
    for question, parts in folder.waves[wave].crosswalks.items():
        offered = {"before": asked_before(folder, wave, question), "now": wave}
        for number, part in enumerate(parts):
            for side, by in offered.items():
                for place, option in enumerate(getattr(part, side) if by else ()):
                    path = ("crosswalks", question, number, side, place)
                    yield f"waves/{wave}.yml", path, by or wave, question, option


def asked_before(folder: SurveyFolder, wave: str, question: str) -> str | None:
    """The last wave before one that asked a question."""
    order = list(folder.waves)
    earlier = reversed(order[: order.index(wave)])
    return next((w for w in earlier if question in asked_in(folder, folder.waves[w])), None)


def _sections(folder: SurveyFolder) -> Named:
    """Every section that is named."""
    for index, question in enumerate(folder.bank.questions):
        yield QUESTIONS, ("questions", index, "section"), question.section
    for file, path, claim in claims(folder):
        yield file, (*path, "section"), claim.section


def _waves(folder: SurveyFolder) -> Named:
    """Every wave that is named."""
    for wave in folder.ledgers:
        yield f"published/{wave}.yml", ("wave",), wave
    yield from _waves_of_options(folder)
    for index, correction in enumerate(folder.corrections):
        yield CORRECTIONS, ("corrections", index, "wave"), correction.wave
    for file, path, claim in claims(folder):
        for field in ("wave", "wave_compared"):
            if (wave := getattr(claim, field)) is not None:
                yield file, (*path, field), wave
    for file, path, each in _says(folder):
        if each.wave is not None:
            yield file, (*path, "wave"), each.wave


def _waves_of_options(folder: SurveyFolder) -> Named:
    """The first and last waves of options."""
    for index, question in enumerate(folder.bank.questions):
        for place, option in enumerate(question.options):
            for field in ("since", "until"):
                if (wave := getattr(option, field)) is not None:
                    yield QUESTIONS, ("questions", index, "options", place, field), wave


def _attributes(folder: SurveyFolder) -> Named:
    """Every attribute that is named."""
    for file, path, condition in _conditions(folder):
        if condition.attribute is not None:
            yield file, (*path, "attribute"), condition.attribute
    for file, path, each in _says(folder):
        if each.attribute is not None:
            yield file, (*path, "attribute"), each.attribute
    for index, reading in enumerate(folder.survey.readings):
        yield SURVEY, ("readings", index, "attribute"), reading.attribute


def _respondents(folder: SurveyFolder) -> Iterator[tuple[str, Path_, str, bool]]:
    """Every respondent that is named, and whether by id only."""
    ids = [] if folder.facts.confirmed else folder.facts.column("respondent_id")
    for row, respondent in enumerate(ids):
        yield ATTRIBUTES, (row, "respondent_id"), respondent, True
    for row, each in enumerate(folder.successions):
        for column, named in (("respondent_id", [each.respondent_id]), ("into", each.into)):
            for respondent in named:
                yield SUCCESSIONS, (row, column), respondent, True
    for wave, said in folder.waves.items():
        for respondent in said.submissions:
            yield f"waves/{wave}.yml", ("submissions", respondent), respondent, True
    for index, correction in enumerate(folder.corrections):
        yield CORRECTIONS, ("corrections", index, "respondent"), correction.respondent, True
    for file, path, claim in claims(folder):
        for index, name in enumerate(claim.respondents):
            yield file, (*path, "respondents", index), name, False


def _answers(
    folder: SurveyFolder,
) -> Iterator[tuple[str, Path_, str, list[tuple[Path_, str]]]]:
    """Every question that is named with options: file, path, question, options with paths."""
    for file, path, condition in _conditions(folder):
        if condition.question is not None:
            yield file, path, condition.question, _listed(condition.options)
    yield from _indicators(folder)
    for file, path, column in _columns(folder):
        if column.question is not None:
            yield file, path, column.question, _named("option", column.option)
    for file, path, each in _says(folder):
        if each.question is not None:
            yield file, path, each.question, _named("option", each.option)


def _indicators(
    folder: SurveyFolder,
) -> Iterator[tuple[str, Path_, str, list[tuple[Path_, str]]]]:
    """The same of the indicators."""
    for index, indicator in enumerate(folder.indicators):
        at: Path_ = ("indicators", index)
        for place, part in enumerate(indicator.parts):
            inside = at if indicator.question else (*at, "any_of", place)
            yield INDICATORS, inside, part.question, _listed(part.options)
        for place, scored in enumerate(indicator.score):
            worth: list[tuple[Path_, str]] = [(("values", each), each) for each in scored.values]
            for question in scored.questions:
                yield INDICATORS, (*at, "score", place), question, worth


def _columns(folder: SurveyFolder) -> Iterator[tuple[str, Path_, Column]]:
    """Every column of every source."""
    for wave in folder.waves.values():
        for index, source in enumerate(wave.sources):
            for name, column in source.columns.items():
                yield f"waves/{wave.wave}.yml", ("sources", index, "columns", name), column


def _named(field: str, name: str | None) -> list[tuple[Path_, str]]:
    return [] if name is None else [((field,), name)]


def _listed(named: list[str]) -> list[tuple[Path_, str]]:
    return [(("options", index), option) for index, option in enumerate(named)]


# ── checks ──────────────────────────────────────────────────────────────────────


def _unknown_questions(folder: SurveyFolder) -> Iterator[Problem]:
    for file, path, question in _questions(folder):
        if question not in folder.questions:
            yield unknown(folder.where(file, *path), "question", question, folder.questions)


def _unknown_options(folder: SurveyFolder) -> Iterator[Problem]:
    for file, path, question, option in _options(folder):
        if question not in folder.questions:
            continue
        known = [each.id for each in folder.questions[question].options]
        if option not in known:
            yield unknown(folder.where(file, *path), f"option of {question}", option, known)


def _unknown_sections(folder: SurveyFolder) -> Iterator[Problem]:
    known = [section.id for section in folder.bank.sections]
    for file, path, section in _sections(folder):
        if section not in known:
            yield unknown(folder.where(file, *path), "section", section, known)


def _unknown_waves(folder: SurveyFolder) -> Iterator[Problem]:
    for file, path, wave in _waves(folder):
        if wave not in folder.waves:
            yield unknown(folder.where(file, *path), "wave", wave, folder.waves)


def _unknown_indicators(folder: SurveyFolder) -> Iterator[Problem]:
    known = [indicator.id for indicator in folder.indicators]
    for file, path, claim in claims(folder):
        if claim.indicator is not None and claim.indicator not in known:
            yield unknown(
                folder.where(file, *path, "indicator"), "indicator", claim.indicator, known
            )


def _unknown_attributes(folder: SurveyFolder) -> Iterator[Problem]:
    known = folder.facts.distinct("attribute")
    for file, path, attribute in _attributes(folder):
        if attribute not in known:
            yield unknown(
                folder.where(file, *path), f"attribute (of {ATTRIBUTES})", attribute, known
            )


def _unknown_respondents(folder: SurveyFolder) -> Iterator[Problem]:
    if folder.survey.respondents.identified_by != "registry" and not len(folder.registry):
        return
    unknown = (
        _unknown_respondent(folder, file, path, name)
        for file, path, name, by_id in _respondents(folder)
        if (name not in folder.names.names if by_id else folder.resolve(name) is None)
    )
    yield from islice(unknown, _SHOWN)


def _unknown_respondent(folder: SurveyFolder, file: str, path: Path_, name: str) -> Problem:
    similar = ", ".join(f"{text} ({key})" for key, text, _ in folder.names.suggest(name))
    action = f"Did you mean {similar}? " if similar else ""
    return Problem(
        folder.where(file, *path),
        f"the unknown respondent {name!r}",
        f"the id of a respondent of {RESPONDENTS}, or a name or alias where names are written",
        f"{action}Add the spelling as an alias, or the respondent to {RESPONDENTS}",
    )


def _unknown_claims(folder: SurveyFolder) -> Iterator[Problem]:
    for wave, ledger in folder.ledgers.items():
        file, known = f"published/{wave}.yml", [claim.id for claim in ledger.claims]
        for index, claim in enumerate(ledger.claims):
            named = _named("illustrates", claim.illustrates)
            named += [(("excludes", place), other) for place, other in enumerate(claim.excludes)]
            for path, other in named:
                if other not in known or other == claim.id:
                    others = [key for key in known if key != claim.id]
                    yield unknown(
                        folder.where(file, "claims", index, *path), "claim", other, others
                    )


def _told_by_routing(folder: SurveyFolder) -> Iterator[Problem]:
    """Who was asked a public question would tell what was answered to one that is not."""
    for file, path, condition in _conditions(folder):
        question = folder.bank.questions[int(path[1])]
        asked_by = folder.questions.get(condition.question or "")
        if question.public and asked_by and not asked_by.public:
            yield Problem(
                folder.where(file, *path),
                f"{question.id}, which is public, asked by the answer to {asked_by.id}, "
                "which is not: who was asked tells that answer",
                f"public: false for {question.id} too, or {asked_by.id} public",
            )


def _unknown_formats(folder: SurveyFolder) -> Iterator[Problem]:
    from pipelines.extract import PLAIN, READERS  # takes its time

    known = list(dict.fromkeys(reader.name for reader in (*PLAIN, *READERS)))
    for wave in folder.waves.values():
        for index, source in enumerate(wave.sources):
            if source.format is not None and source.format not in known:
                where = folder.where(f"waves/{wave.wave}.yml", "sources", index, "format")
                yield unknown(where, "format", source.format, known)


CHECKS: tuple[Check, ...] = (
    (_unknown_questions, (QUESTIONS,)),
    (_unknown_options, (QUESTIONS,)),
    (_unknown_sections, (QUESTIONS,)),
    (_unknown_waves, ("waves/",)),
    (_unknown_indicators, (INDICATORS,)),
    (_unknown_attributes, (ATTRIBUTES,)),
    (_unknown_respondents, (SURVEY, RESPONDENTS)),
    (_unknown_claims, ()),
    (_unknown_formats, ()),
    (_told_by_routing, (QUESTIONS,)),
)
