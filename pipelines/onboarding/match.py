"""Names of respondents that the registry does not have: who they are is decided by people.

Similar names are listed with a score and never taken: Melton is not Melitopol. What was
decided becomes an alias or a new row of the registry, or a text in the wave's file that
names no respondent.
"""

from __future__ import annotations

import csv
import io
import re
import tempfile
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, get_args

import duckdb

from pipelines.errors import ConfigurationError, Problem, WavesError, place
from pipelines.extract import extract_source, raw_file
from pipelines.extract.delimited import read_csv_sql, respool
from pipelines.extract.source import Extracted
from pipelines.onboarding.likeness import text_likeness
from pipelines.onboarding.registry_file import RegistryFile
from pipelines.onboarding.yaml_text import Editor
from pipelines.survey.folder import RESPONDENTS, SurveyFolder
from pipelines.survey.load import load_survey
from pipelines.survey.models import Source
from pipelines.survey.names import fold
from pipelines.survey.positions import read_text
from pipelines.survey.shape import nearest_name

Action = Literal["alias", "new", "none", "later"]
ACTIONS: tuple[str, ...] = get_args(Action)

COLUMNS = ("name", "decision", "respondent_id", "kind", "country_code", "reason")
"""Of a file of decisions; others are passed over."""

_BLANKS = " \t\r\n\v\f\u00a0"
_NO_ID = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True)
class Near:
    """A respondent with a similar name: the spelling that is most like it, and a score of 100."""

    respondent_id: str
    name: str
    score: int
    spelling: str


@dataclass(frozen=True)
class Stranger:
    """A text of a key column that names nobody.

    Attributes:
        text: as written.
        source: position of the source in the wave, from 0.
        where: file and first row.
        rows: rows that hold it.
        near: similar respondents, best first.
    """

    text: str
    source: int
    where: str
    rows: int
    near: tuple[Near, ...] = ()


@dataclass(frozen=True)
class Decision:
    """What a person decided of a text; `where` is said in errors."""

    text: str
    action: Action
    respondent_id: str = ""
    kind: str = ""
    country_code: str = ""
    reason: str = ""
    where: str = ""


@dataclass
class _Edits:
    """What is to be written."""

    aliases: dict[str, list[str]] = field(default_factory=dict)
    rows: list[dict[str, str]] = field(default_factory=list)
    none: dict[int, dict[str, str]] = field(default_factory=dict)
    told: list[str] = field(default_factory=list)


def strangers(folder: SurveyFolder, wave: str, limit: int = 5) -> list[Stranger]:
    """The texts of a wave's key columns that name nobody, in the order of the files.

    Args:
        folder: the survey.
        wave: the wave.
        limit: how many similar respondents are listed at most.

    Raises:
        ConfigurationError: the wave's respondents are not tied to a registry.
        DataError: a raw file can't be read.
    """
    _needs_registry(folder, wave)
    found: list[Stranger] = []
    for position, source in enumerate(folder.waves[wave].sources):
        raw = raw_file(folder, wave, source)
        with tempfile.TemporaryDirectory() as work:
            extracted = extract_source(raw, source, Path(work))
            names = _keys(extracted, source, Path(work))
        found += [
            Stranger(
                text,
                position,
                f"{raw.shown}, row {first + extracted.first_row}",
                rows,
                nearest(folder, text, limit),
            )
            for text, first, rows in names
            if folder.resolve(text, wave) is None and text not in source.not_respondents
        ]
    return found


def _needs_registry(folder: SurveyFolder, wave: str) -> None:
    if wave not in folder.waves:
        expected = f"one of {', '.join(folder.waves)}"
        raise ConfigurationError(Problem("survey/waves", f"no wave {wave!r}", expected))
    if folder.survey.respondents.identified_by != "registry":
        where = folder.where("survey.yml", "respondents", "identified_by")
        found = f"identified_by: {folder.survey.respondents.identified_by}"
        raise ConfigurationError(
            Problem(where, found, "identified_by: registry", "There are no names to match")
        )


def _keys(extracted: Extracted, source: Source, work: Path) -> list[tuple[str, int, int]]:
    """The texts of the key column: text, first row from 0, number of rows."""
    keys = {" ".join(n.split()) for n, column in source.columns.items() if column.role == "key"}
    position = next((at for at, name in enumerate(extracted.header) if name in keys), None)
    if position is None:
        return []
    try:
        return _distinct(extracted, position)
    except duckdb.Error:
        return _distinct(respool(extracted, work), position)


def _distinct(extracted: Extracted, position: int) -> list[tuple[str, int, int]]:
    data = read_csv_sql(extracted.data, len(extracted.header), extracted.delimiter)
    with duckdb.connect() as con:
        # Rows keep the order of the file, as the typed stage counts on, too.
        con.execute(
            f"CREATE TABLE keys AS SELECT trim(c{position}, '{_BLANKS}') AS key FROM {data}"
        )
        return con.execute(
            "SELECT key, min(rowid), count(*) FROM keys WHERE key <> '' GROUP BY key ORDER BY 2"
        ).fetchall()


def nearest(folder: SurveyFolder, text: str, limit: int = 5) -> tuple[Near, ...]:
    """Respondents with similar spellings, best first."""
    spellings: dict[str, list[str]] = {}
    suggested = folder.names.suggest(text, limit)
    wanted = {respondent for respondent, _, _ in suggested}
    for spelling, respondent in folder.names.folded.items():
        if respondent in wanted:
            spellings.setdefault(respondent, []).append(spelling)
    return tuple(
        Near(
            respondent,
            name,
            round(score),
            max(spellings[respondent], key=lambda spelling: text_likeness(text, spelling)),
        )
        for respondent, name, score in suggested
    )


def made_up_id(folder: SurveyFolder, text: str, others: Collection[str] = ()) -> str:
    """An id for a new respondent of this name, that neither the registry nor others have."""
    name = _NO_ID.sub("_", fold(text)).strip("_")[:60] or "respondent"
    taken, number = {*folder.names.names, *others}, 2
    if name not in taken:
        return name
    while f"{name}_{number}" in taken:
        number += 1
    return f"{name}_{number}"


# ── decisions in a file ─────────────────────────────────────────────────────────


def write_list(file: Path, found: Sequence[Stranger]) -> None:
    """Write a file of decisions to be made: a row a text, with the respondents like it."""
    # With a mark, without which spreadsheets don't read the letters of UTF-8.
    with file.open("w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow([*COLUMNS, "where", "nearest"])
        for each in found:
            near = "; ".join(f"{n.respondent_id} ({n.name}, {n.score})" for n in each.near)
            writer.writerow([each.text, *[""] * (len(COLUMNS) - 1), each.where, near])


def read_decisions(file: Path, folder: SurveyFolder) -> list[Decision]:
    """Read a file of decisions; rows without one are left for later.

    Raises:
        ConfigurationError: with every row that can't be carried out.
    """
    text = read_text(file, folder.project)
    start = text.partition("\n")[0]
    delimiter = max(",;\t", key=start.count)  # as spreadsheets of some languages save it
    rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    header = [name.strip() for name in rows[0]] if rows else []
    if not {"name", "decision"} <= set(header):
        expected = "the columns " + ", ".join(COLUMNS)
        raise ConfigurationError(Problem(place(file, 1), ", ".join(header) or "nothing", expected))
    decisions: list[Decision] = []
    problems: list[Problem] = []
    for line, row in enumerate(rows[1:], 2):
        cells = dict(zip(header, (cell.strip() for cell in row), strict=False))
        action = cells.get("decision", "")
        if not action:
            continue
        if action not in ACTIONS:
            expected, hint = f"one of {', '.join(ACTIONS)}", nearest_name(action, ACTIONS)
            found = f"decision: {action!r}"
            problems.append(Problem(f"{place(file, line)}, column decision", found, expected, hint))
            continue
        fields = {name: cells.get(name, "") for name in COLUMNS[2:]}
        if action == "new":
            _fill_in(fields, cells["name"], folder, {d.respondent_id for d in decisions})
        decisions.append(
            Decision(cells["name"], action, **fields, where=place(file, line))  # type: ignore[arg-type]
        )
    if problems:
        raise ConfigurationError(problems)
    return decisions


def _fill_in(
    fields: dict[str, str], name: str, folder: SurveyFolder, taken: Collection[str]
) -> None:
    """What a new respondent needs and the row leaves empty: an id, and a kind if there is one."""
    kinds = folder.survey.respondents.kinds
    fields["respondent_id"] = fields["respondent_id"] or made_up_id(folder, name, taken)
    fields["kind"] = fields["kind"] or (kinds[0] if len(kinds) == 1 else "")


# ── carrying out ────────────────────────────────────────────────────────────────


def problem_of(folder: SurveyFolder, decision: Decision) -> Problem | None:
    """Why a decision can't be carried out, or None."""
    where, known = decision.where, folder.names.names
    given = decision.respondent_id
    if decision.action == "alias" and given not in known:
        return Problem(
            where,
            f"the unknown respondent {given!r} for {decision.text!r}",
            f"an id of {RESPONDENTS}",
            nearest_name(given, known) if given else "",
        )
    if decision.action == "alias" and "|" in decision.text:
        found = f"the name {decision.text!r} with a |, which separates aliases"
        return Problem(
            where, found, "another spelling", f"Give it a row of its own in {RESPONDENTS}"
        )
    if decision.action == "new" and (given in known or given != given.strip() or not given):
        return Problem(where, f"the id {given!r} for {decision.text!r}", "an id that is not taken")
    if decision.action == "none" and not decision.reason:
        return Problem(where, f"no reason for {decision.text!r}", "why it names no respondent")
    return None


def carry_out(
    folder: SurveyFolder, wave: str, found: Sequence[Stranger], decisions: Iterable[Decision]
) -> list[str]:
    """Write decisions into the registry and the wave's file, all of them or none.

    Returns:
        What was written, a sentence each.

    Raises:
        ConfigurationError: a decision can't be carried out, or the survey would be wrong with it.
    """
    edits = _edits(folder, found, list(decisions))
    registry = folder.project / "survey" / RESPONDENTS
    wave_file = folder.project / "survey" / "waves" / f"{wave}.yml"
    before = {file: file.read_bytes() for file in (registry, wave_file)}
    try:
        if edits.aliases or edits.rows:
            _write_registry(registry, edits, folder.project)
        if edits.none:
            _write_wave(wave_file, edits.none)
        load_survey(folder.project)
    except WavesError:
        for file, content in before.items():
            if file.read_bytes() != content:
                _replace(file, content)
        raise
    return edits.told


def _edits(
    folder: SurveyFolder, found: Sequence[Stranger], decisions: Sequence[Decision]
) -> _Edits:
    by_text: dict[str, list[Stranger]] = {}
    for stranger in found:
        by_text.setdefault(stranger.text, []).append(stranger)
    problems = [
        problem
        for decision in decisions
        if decision.action != "later" and (problem := _unfit(folder, by_text, decision))
    ]
    twice = Counter(decision.text for decision in decisions)
    problems += [
        Problem(decision.where, f"{decision.text!r} a second time", "each name once")
        for place_, decision in enumerate(decisions)
        if twice[decision.text] > 1 and decision.text in {d.text for d in decisions[:place_]}
    ]
    if problems:
        raise ConfigurationError(problems)
    edits = _Edits()
    for decision in decisions:
        _take(edits, by_text.get(decision.text, []), decision)
    return edits


def _unfit(
    folder: SurveyFolder, by_text: Mapping[str, Sequence[Stranger]], decision: Decision
) -> Problem | None:
    if decision.text not in by_text:
        return Problem(
            decision.where,
            f"{decision.text!r}, which is not among the unknown names of the wave",
            "a name that nobody in the registry has, as the raw file writes it",
        )
    return problem_of(folder, decision)


def _take(edits: _Edits, places: Sequence[Stranger], decision: Decision) -> None:
    text, respondent = decision.text, decision.respondent_id
    if decision.action == "alias":
        edits.aliases.setdefault(respondent, []).append(text)
        edits.told.append(f"{text!r} is an alias of {respondent} ({RESPONDENTS})")
    elif decision.action == "new":
        edits.rows.append(
            {
                "respondent_id": respondent,
                "name": text,
                "kind": decision.kind,
                "country_code": decision.country_code,
            }
        )
        edits.told.append(f"{text!r} is the new respondent {respondent} ({RESPONDENTS})")
    elif decision.action == "none":
        for stranger in places:
            edits.none.setdefault(stranger.source, {})[text] = decision.reason
        edits.told.append(f"{text!r} is no respondent ({decision.reason})")


def _write_registry(file: Path, edits: _Edits, project: Path) -> None:
    registry = RegistryFile(file, project)
    for respondent, aliases in edits.aliases.items():
        registry.add_aliases(respondent, aliases)
    for row in edits.rows:
        registry.add_row(row)
    _replace(file, registry.text.encode("utf-8"))


def _write_wave(file: Path, none: Mapping[int, Mapping[str, str]]) -> None:
    editor = Editor(file)
    for position, texts in none.items():
        source: Any = editor.data["sources"][position]
        path = ("sources", position)
        if source.get("not_respondents"):
            editor.put((*path, "not_respondents"), texts)
        else:
            editor.put(path, {"not_respondents": dict(texts)})
    editor.write()


def _replace(file: Path, content: bytes) -> None:
    draft = file.with_name(f".{file.name}.draft")
    try:
        draft.write_bytes(content)
        draft.replace(file)
    finally:
        draft.unlink(missing_ok=True)
