"""What a survey folder says of time: options by wave, and renames, mergers and splits."""

from __future__ import annotations

from collections.abc import Iterator

from pipelines.errors import Problem
from pipelines.survey import references
from pipelines.survey.check import Check, unknown
from pipelines.survey.folder import QUESTIONS, RESPONDENTS, SUCCESSIONS, SurveyFolder
from pipelines.survey.models import Succession
from pipelines.survey.names import fold


def _options_in_order(folder: SurveyFolder) -> Iterator[Problem]:
    order = list(folder.waves)
    for index, question in enumerate(folder.bank.questions):
        for place, option in enumerate(question.options):
            first, last = option.since, option.until
            if first in order and last in order and order.index(last) < order.index(first):
                yield Problem(
                    folder.where(QUESTIONS, "questions", index, "options", place, "until"),
                    f"the option {option.id}, offered until {last} and since {first}",
                    "a first wave that is not after the last one",
                )


def _named_options_were_offered(folder: SurveyFolder) -> Iterator[Problem]:
    """Columns and texts of a wave that speak of an option that it didn't offer."""
    for file, path, wave, question_id, option_id in references.options_of_waves(folder):
        question = folder.questions.get(question_id)
        option = (
            next((o for o in question.options if o.id == option_id), None) if question else None
        )
        if option and not option.offered_in(wave, list(folder.waves)):
            period = [
                f"{name} {w}" for name, w in (("since", option.since), ("until", option.until)) if w
            ]
            yield Problem(
                folder.where(file, *path),
                f"the option {option_id} of {question_id}, which is offered {' and '.join(period)}",
                f"an option that wave {wave} offered",
                f"Correct it here, or since and until of the option in survey/{QUESTIONS}",
            )


def _texts_of_one_wave(folder: SurveyFolder) -> Iterator[Problem]:
    """Labels of a wave that another option has there."""
    for wave, said in folder.waves.items():
        for question_id, labels in said.labels.items():
            if question_id not in folder.questions:
                continue
            texts = {
                option.id: {text.strip().casefold() for text in (option.label, *option.also)}
                for option in folder.question_in(question_id, wave).options
            }
            for option_id, label in labels.items():
                taken = [
                    other
                    for other, some in texts.items()
                    if other != option_id and label.strip().casefold() in some
                ]
                if taken:
                    yield Problem(
                        folder.where(f"waves/{wave}.yml", "labels", question_id, option_id),
                        f"the text {label!r} for option {option_id} and for option {taken[0]}",
                        "each text for one option of a question",
                    )


def _decided_once(folder: SurveyFolder) -> Iterator[Problem]:
    for wave, said in folder.waves.items():
        for question in said.comparable:
            if question in said.breaks:
                yield Problem(
                    folder.where(f"waves/{wave}.yml", "comparable", question),
                    f"{question} both in comparable and in breaks",
                    "one of the two",
                )


def _no_respondent_is_one(folder: SurveyFolder) -> Iterator[Problem]:
    for wave, said in folder.waves.items():
        for index, source in enumerate(said.sources):
            for text in source.not_respondents:
                if (who := folder.resolve(text, wave)) is not None:
                    yield Problem(
                        folder.where(
                            f"waves/{wave}.yml", "sources", index, "not_respondents", text
                        ),
                        f"{text!r} as no respondent, which names {who}",
                        f"a text that names nobody in {RESPONDENTS}",
                    )


def _picks_name_sources(folder: SurveyFolder) -> Iterator[Problem]:
    for wave, said in folder.waves.items():
        paths = [said.source_name(source) for source in said.sources]
        for respondent, pick in said.submissions.items():
            if pick.file not in paths:
                where = folder.where(f"waves/{wave}.yml", "submissions", respondent, "file")
                yield unknown(where, "source", pick.file, paths)


# ── successions ─────────────────────────────────────────────────────────────────


def _successions_complete(folder: SurveyFolder) -> Iterator[Problem]:
    for row, each in enumerate(folder.successions):
        for column, found, expected in _faults(each):
            yield Problem(folder.where(SUCCESSIONS, row, column), found, expected)


def _faults(each: Succession) -> Iterator[tuple[str, str, str]]:
    """Column, what was found and what was expected of a row that isn't whole."""
    listed = " | ".join(each.into) or "nothing"
    if each.kind == "renamed":
        if not fold(each.old_name or ""):
            yield "old_name", "a rename without a name before", "the name before"
        if each.into:
            yield "into", listed, "nothing: a respondent that was renamed keeps its id"
        return
    if each.old_name:
        yield "old_name", f"a name before in a row of kind {each.kind}", "nothing"
    if each.kind == "merged" and (len(each.into) != 1 or each.into[0] == each.respondent_id):
        yield "into", listed, "the one respondent that it became part of"
    if each.kind == "split" and len(set(each.into)) < 2:
        yield "into", listed, "two parts or more, separated by |"


def _left_when_merged(folder: SurveyFolder) -> Iterator[Problem]:
    """A respondent that is part of another can't stay a member by itself."""
    merged = [(row, each) for row, each in enumerate(folder.successions) if each.kind == "merged"]
    left = {each.respondent_id: each.left_on for each in folder.respondents} if merged else {}
    for row, each in merged:
        gone = left.get(each.respondent_id)
        if gone and gone > each.date:
            yield Problem(
                folder.where(SUCCESSIONS, row, "date"),
                f"{each.respondent_id} merged on {each.date}, and left_on {gone} in {RESPONDENTS}",
                "a member until the merger at the latest",
            )


def _former_names_of_one(folder: SurveyFolder) -> Iterator[Problem]:
    """Two respondents can't have had one name until the same day."""
    first: dict[tuple[str, object], tuple[int, str]] = {}
    for row, each in enumerate(folder.successions):
        if each.kind != "renamed" or not each.old_name:
            continue
        at, owner = first.setdefault((fold(each.old_name), each.date), (row, each.respondent_id))
        if at != row:
            yield Problem(
                folder.where(SUCCESSIONS, row, "old_name"),
                f"the name {each.old_name!r} until {each.date} for {each.respondent_id} and for "
                f"{owner} (line {folder.successions.line(at)})",
                "each name once until a day",
            )


def _waves_are_dated(folder: SurveyFolder) -> Iterator[Problem]:
    """A name that holds until a day says nothing in a wave of which no day is known."""
    if not folder.former_names:
        return
    for wave, said in folder.waves.items():
        to_decide = any(each.about == "fieldwork" for each in said.decide)
        if said.sources and said.fieldwork_start is None and not to_decide:
            yield Problem(
                folder.where(f"waves/{wave}.yml"),
                f"no fieldwork_start, with renames in {SUCCESSIONS}",
                "the first day of fieldwork, which says what names hold in the wave",
                "Write it into the file, such as `fieldwork_start: 2032-02-01`",
            )


CHECKS: tuple[Check, ...] = (
    (_options_in_order, ("waves/",)),
    (_named_options_were_offered, ("waves/", QUESTIONS)),
    (_texts_of_one_wave, (QUESTIONS,)),
    (_decided_once, ()),
    (_no_respondent_is_one, (RESPONDENTS, SUCCESSIONS)),
    (_picks_name_sources, ()),
    (_successions_complete, (SUCCESSIONS,)),
    (_left_when_merged, (SUCCESSIONS, RESPONDENTS)),
    (_former_names_of_one, (SUCCESSIONS,)),
    (_waves_are_dated, (SUCCESSIONS,)),
)
