"""What is to be decided about a wave as a whole, as its cells and the wave before show it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pipelines.mapping.meaning import read_date
from pipelines.onboarding.known import columns_of
from pipelines.onboarding.seen import MOST, Seen, shortened
from pipelines.onboarding.twice import picks
from pipelines.survey.folder import SurveyFolder
from pipelines.survey.models import Candidate, Decision, Wave

_NO_DAYS = (
    "no time of submission that can be read; the days may be typed, such as "
    "2032-02-01 to 2032-02-28"
)


def of_wave(
    folder: SurveyFolder, wave: Wave, before: Wave | None, seen: Sequence[Sequence[Seen]]
) -> Iterator[Decision]:
    """The days of fieldwork, which of several submissions counts, and questions that are gone."""
    if wave.fieldwork_start is None:
        yield _fieldwork(wave, seen)
    yield from duplicates(folder, wave, seen)
    yield from _gone(folder, wave, before)


def duplicates(
    folder: SurveyFolder, wave: Wave, seen: Sequence[Sequence[Seen]]
) -> Iterator[Decision]:
    """Which of several submissions counts: a rule for all respondents, or a row of each.

    Raises:
        DataError: a file can't be read.
    """
    if wave.duplicates == "stop" and (twice := _twice(folder, wave, seen)):
        listed = ", ".join(shortened(name) for name in list(twice.values())[:5])
        yield Decision(
            about="duplicates",
            found=f"{len(twice)} respondent{'s' if len(twice) > 1 else ''} with several "
            f"submissions: {listed}{', …' if len(twice) > 5 else ''}",
            candidates=[
                Candidate(choice="last", why="the last complete submission of each"),
                Candidate(choice="first", why="the first complete submission of each"),
            ],
        )
        yield from picks(folder, wave, list(twice))


def _fieldwork(wave: Wave, seen: Sequence[Sequence[Seen]]) -> Decision:
    days = sorted(
        day
        for source, columns in zip(wave.sources, seen, strict=True)
        for each in columns
        if (column := source.columns.get(each.column.header)) and column.role == "submitted_at"
        for text in ([each.first, each.last] if each.distinct > MOST else each.texts)
        if text not in each.column.missing and (day := read_date(text)) is not None
    )
    candidates = [Candidate(choice="unknown")]
    if not days:
        return Decision(about="fieldwork", found=_NO_DAYS, candidates=candidates)
    span = f"{days[0]} to {days[-1]}"
    return Decision(
        about="fieldwork",
        found=f"submissions from {span}",
        candidates=[Candidate(choice=span, why="first and last submission"), *candidates],
    )


def _twice(folder: SurveyFolder, wave: Wave, seen: Sequence[Sequence[Seen]]) -> dict[str, str]:
    """Respondents that the key columns name more than once, as written first, by their id."""
    counts: dict[str, int] = {}
    shown: dict[str, str] = {}
    for source, columns in zip(wave.sources, seen, strict=True):
        for each in columns:
            column = source.columns.get(each.column.header)
            if column is None or column.role != "key":
                continue
            for text, n in each.texts.items():
                if text in source.not_respondents:
                    continue
                who = folder.resolve(text) or text
                counts[who] = counts.get(who, 0) + n
                shown.setdefault(who, text)
    return {who: shown[who] for who, n in counts.items() if n > 1 and who not in wave.submissions}


def _gone(folder: SurveyFolder, wave: Wave, before: Wave | None) -> Iterator[Decision]:
    """Questions of the wave before that no column answers, nor may answer yet."""
    asked = [column.question for _, column in columns_of(before) if column.role == "answer"]
    here = {column.question for _, column in columns_of(wave)}
    for _, column in columns_of(wave):
        words = (c.choice.split(" ") for d in column.decide for c in d.candidates)
        here |= {each[1] for each in words if each[0] == "question"}
    for question_id in dict.fromkeys(asked):
        if question_id and question_id not in here and before:
            wording = shortened(folder.question(question_id).wording)
            yield Decision(
                about="gone",
                subject=question_id,
                found=f"asked in {before.wave} (“{wording}”), no column here",
                candidates=[Candidate(choice="gone", why="it was not asked this time")],
            )
