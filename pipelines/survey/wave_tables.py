"""The waves as rows of schema `input`: what was asked when, and how it was exported."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from pipelines.survey.asked import asked_in
from pipelines.survey.folder import SurveyFolder
from pipelines.survey.order import places
from pipelines.warehouse.rows import Row


def waves(folder: SurveyFolder, stale: Collection[str], absent: Collection[str]) -> Iterator[Row]:
    """The waves, with those that were stopped."""
    position = places(list(folder.waves), folder.survey.waves_apart)
    for wave in folder.waves.values():
        yield {
            "wave": wave.wave,
            "position": position[wave.wave],
            "kind": wave.kind,
            "title": wave.title,
            "status": (
                "stale" if wave.wave in stale else "absent" if wave.wave in absent else "current"
            ),
            "fieldwork_start": wave.fieldwork_start,
            "fieldwork_end": wave.fieldwork_end,
            "fieldwork_precision": wave.fieldwork_precision,
            "population_n": wave.population.n if wave.population else None,
            "population_basis": wave.population.basis if wave.population else None,
            "note": wave.note,
        }


def question_waves(folder: SurveyFolder) -> Iterator[Row]:
    """Which question was asked when."""
    for wave in folder.waves.values():
        asked = asked_in(folder, wave)
        for question in folder.bank.questions:
            if question.id in asked:
                yield {
                    "question_id": question.id,
                    "wave": wave.wave,
                    "wording": wave.wordings.get(question.id, question.wording),
                    "breaks": question.id in wave.breaks,
                    "break_note": wave.breaks.get(question.id),
                    "comparable_note": wave.comparable.get(question.id),
                }


def option_labels(folder: SurveyFolder) -> Iterator[Row]:
    """Texts of options in waves that offered others."""
    for wave in folder.waves.values():
        for question, labels in wave.labels.items():
            for option, label in labels.items():
                yield {
                    "wave": wave.wave,
                    "question_id": question,
                    "option_id": option,
                    "label": label,
                }


def corrections(folder: SurveyFolder) -> Iterator[Row]:
    """Corrections of single cells."""
    for correction in folder.corrections:
        row = correction.model_dump(exclude={"respondent", "question"})
        yield row | {
            "respondent_id": correction.respondent,
            "question_id": correction.question,
        }


def columns(folder: SurveyFolder) -> Iterator[Row]:
    """What each column of each source is."""
    for wave in folder.waves.values():
        for source in wave.sources:
            for position, (name, column) in enumerate(source.columns.items(), 1):
                yield {
                    "wave": wave.wave,
                    "source_file": wave.source_name(source),
                    "source_column": name,
                    "position": position,
                    "question_id": column.question,
                    "option_id": column.option,
                    "use": column.role,
                    "reason": column.reason,
                }
