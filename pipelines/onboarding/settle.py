"""Writes what was decided into the survey's files, with who, when and why.

First every choice is checked against the survey; nothing is written while one is wrong.
Then the wave's file and questions.yml are edited, the survey is read again, and what the
columns that are known now bring up is added as open. If the survey would not be right
afterwards, the files are put back.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from pipelines.errors import DataError, Problem
from pipelines.onboarding.arising import arising
from pipelines.onboarding.choices import Choice, WrongChoiceError, parse, without_gloss
from pipelines.onboarding.decisions import Open, made_decisions, open_decisions
from pipelines.onboarding.edits import Edits, Made
from pipelines.onboarding.propose import wave_before
from pipelines.onboarding.reading import read_wave
from pipelines.onboarding.seen import Seen
from pipelines.onboarding.sheet import Row
from pipelines.onboarding.wave_file import as_data
from pipelines.onboarding.whole_wave import duplicates
from pipelines.onboarding.yaml_text import Editor
from pipelines.survey.folder import QUESTIONS, SurveyFolder
from pipelines.survey.load import load_survey
from pipelines.survey.models import Decided
from pipelines.survey.positions import Path_


@dataclass(frozen=True)
class Settled:
    """What became of a wave's decisions.

    Attributes:
        wave: wave id.
        made: how many were written.
        known: how many had been decided so before.
        left: those that are open now.
        arisen: how many of them the choices brought up: they stand in no sheet yet.
    """

    wave: str
    made: int
    known: int
    left: tuple[Open, ...]
    arisen: int


def settle(folder: SurveyFolder, rows: Sequence[Row], by: str, on: date) -> list[Settled]:
    """Write the choices of a sheet.

    Raises:
        DataError: choices are wrong, each with its cell; nothing is written then.
        ConfigurationError: the survey would not be right, or can't be edited.
    """
    problems: list[Problem] = []
    made: dict[str, list[Made]] = {}
    known: Counter[str] = Counter()
    for row in rows:
        if not row.choice:
            continue
        try:
            found = _checked(folder, row)
        except DataError as error:
            problems += error.problems
            continue
        if found is None:
            known[row.wave] += 1
        else:
            made.setdefault(row.wave, []).append(found)
    for each in made.values():
        problems += [*_conflicts(folder, each), *_keyless(folder, each)]
    if problems:
        raise DataError(problems)
    results = []
    for wave in dict.fromkeys(row.wave for row in rows if row.wave in folder.waves):
        before = {each.key for each in open_decisions(folder, wave)}
        if wave in made:
            folder = _write(folder, wave, made[wave], by, on)
        left = tuple(open_decisions(folder, wave))
        arisen = sum(each.key not in before for each in left)
        results.append(Settled(wave, len(made.get(wave, ())), known[wave], left, arisen))
    return results


# ── checked ─────────────────────────────────────────────────────────────────────


def _checked(folder: SurveyFolder, row: Row) -> Made | None:
    """The choice of a row; None where it was decided so before."""
    if row.wave not in folder.waves:
        known = ", ".join(folder.waves)
        raise DataError(Problem(row.where, f"the wave {row.wave!r}", f"one of {known}"))
    place = next((p for p in open_decisions(folder, row.wave) if p.key == row.key), None)
    if place is None:
        before = made_decisions(folder, row.wave).get(row.key)
        if before and before.chosen == without_gloss(row.choice):
            return None
        raise DataError(_not_open(row, before))
    try:
        choice = parse(folder, place, row.choice)
    except WrongChoiceError as error:
        raise DataError(
            Problem(row.where, f"the choice {row.choice!r}", error.expected, error.action)
        ) from None
    if not row.reason and (lacking := _needs_reason(place, choice)):
        found = f"{lacking}, without a reason"
        raise DataError(Problem(row.where, found, "the reason, in the cell to the right"))
    return Made(place, choice, row)


def _needs_reason(place: Open, choice: Choice) -> str:
    """What a choice does that takes a reason, if it does."""
    if choice.kind == "use" and choice.name == "ignored":
        return "a column that is ignored"
    if place.decision.about == "comparable":
        said = "a break" if choice.name == "break" else "answers that compare"
        return f"{said} of the question {place.decision.subject}"
    if choice.kind == "row":
        return f"a pick among the submissions of {place.decision.subject}"
    return ""


def _not_open(row: Row, before: Decided | None) -> Problem:
    if before is None:
        action = f"Write the sheet anew: waves add {row.wave} --sheet decisions.xlsx"
        return Problem(row.where, "a decision that is not open", "a row as it was written", action)
    return Problem(
        row.where,
        f"the choice {row.choice!r} for what was decided already",
        f"`{before.chosen}`, as decided by {before.decided_by} on {before.decided_on}",
        f"To decide anew edit survey/waves/{row.wave}.yml",
    )


def _conflicts(folder: SurveyFolder, made: Sequence[Made]) -> Iterator[Problem]:
    """Two rows for one decision, or two columns of a file for one thing."""
    keys = Counter(each.row.key for each in made)
    for each in made:
        if keys[each.row.key] > 1:
            yield Problem(each.row.where, "a decision that comes twice", "one row for each")
    owners: dict[tuple[Any, ...], str] = {}
    wave = folder.waves[made[0].place.wave]
    for position, source in enumerate(wave.sources):
        for name, column in source.columns.items():
            if column.question and column.role == "answer":
                owners[position, "question", column.question, column.option] = name
            elif column.role in ("key", "submitted_at", "language"):
                owners[position, "use", column.role, None] = name
    for each in made:
        choice = each.choice
        once = choice.kind == "question" or choice.name in ("key", "submitted_at", "language")
        if each.place.decision.about != "column" or not once:
            continue
        mark = (each.place.source, choice.kind, choice.name, choice.option)
        owner = owners.setdefault(mark, each.place.column or "")
        if owner != each.place.column:
            yield Problem(
                each.row.where,
                f"`{choice.text}` for the column {each.place.column!r}, and for {owner!r} too",
                "one column for each",
            )


def _keyless(folder: SurveyFolder, made: Sequence[Made]) -> Iterator[Problem]:
    """Files of which every column is decided, and none names the respondent."""
    if folder.survey.respondents.identified_by == "row":
        return
    for position, source in enumerate(folder.waves[made[0].place.wave].sources):
        columns = [m for m in made if m.place.source == position]
        chosen = {m.place.column: m for m in columns if m.place.decision.about == "column"}
        is_open = {name for name, column in source.columns.items() if column.is_open}
        has_key = any(column.role == "key" for column in source.columns.values())
        has_key = has_key or any(m.choice.name == "key" for m in chosen.values())
        if chosen and not has_key and not is_open - set(chosen):
            yield Problem(
                next(iter(chosen.values())).row.where.partition(",")[0],
                f"no column of {source.path} that names the respondent",
                "the choice `key` for one of its columns",
            )


# ── written ─────────────────────────────────────────────────────────────────────


def _write(
    folder: SurveyFolder, wave: str, made: Sequence[Made], by: str, on: date
) -> SurveyFolder:
    """Write the choices of a wave; the survey as it is then."""
    survey = folder.project / "survey"
    file = survey / "waves" / f"{wave}.yml"
    seen = read_wave(folder, wave)
    with _put_back([file, survey / QUESTIONS]):
        edits = Edits(folder, wave, seen)
        edits.take(made, by, on)
        edits.write(file)
        folder = load_survey(folder.project)
        decided = {(m.place.source, m.place.column) for m in made if m.place.column}
        if _add_arising(folder, wave, seen, decided, file):
            folder = load_survey(folder.project)
    return folder


def bring_up_duplicates(project: Path, wave: str) -> int:
    """Ask about respondents who turned out to have several submissions, as their names are known.

    Returns:
        How many decisions that are.

    Raises:
        DataError: a file can't be read.
    """
    folder = load_survey(project)
    said = folder.waves[wave]
    there = {(each.about, each.subject) for each in said.decide}
    seen = [list(each.values()) for each in read_wave(folder, wave)]
    found = duplicates(folder, said, seen)
    new = [as_data(each) for each in found if (each.about, each.subject) not in there]
    editor = Editor(project / "survey" / "waves" / f"{wave}.yml")
    if new and "decide" in editor.data:
        editor.append(("decide",), new)
    elif new:
        editor.put((), {"decide": new}, before="sources")
    if new:
        editor.write()
    return len(new)


@contextmanager
def _put_back(files: Sequence[Path]) -> Iterator[None]:
    """Leave files as they were where something goes wrong."""
    before = {file: file.read_bytes() for file in files}
    try:
        yield
    except BaseException:
        for file, content in before.items():
            if file.read_bytes() != content:
                file.write_bytes(content)
        raise


def _add_arising(
    folder: SurveyFolder,
    wave: str,
    seen: Sequence[Mapping[str, Seen]],
    decided: Collection[tuple[int | None, str | None]],
    file: Path,
) -> bool:
    """Add the decisions that columns bring up which are known now; whether there are any."""
    said = folder.waves[wave]
    columns = [list(each.values()) for each in seen]
    found = arising(folder, said, wave_before(folder, wave), columns)
    editor = Editor(file)
    for (source, name), decisions in found.columns.items():
        there = {(d.about, d.subject) for d in said.sources[source].columns[name].decide}
        new = [as_data(d) for d in decisions if (d.about, d.subject) not in there]
        if new and (source, name) in decided:
            _open(editor, ("sources", source, "columns", name), new)
    there = {(d.about, d.subject) for d in said.decide}
    new = [as_data(d) for d in found.wave if (d.about, d.subject) not in there]
    if new and "decide" in editor.data:
        editor.append(("decide",), new)
    elif new:
        editor.put((), {"decide": new}, before="sources")
    if editor.changed:
        editor.write()
    return editor.changed


def _open(editor: Editor, path: Path_, decisions: list[Any]) -> None:
    if "decide" in editor.at(path):
        editor.append((*path, "decide"), decisions)
    else:
        editor.put(path, {"decide": decisions})
