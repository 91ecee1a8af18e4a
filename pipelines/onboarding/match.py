"""Who unknown names are, as a person decided: written into the survey's files.

What was decided becomes an alias or a new row of the registry, or a text in the wave's file
that names no respondent.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, get_args

from pipelines.errors import ConfigurationError, Problem, WavesError
from pipelines.onboarding.registry_file import RegistryFile
from pipelines.onboarding.strangers import Stranger
from pipelines.onboarding.wave_file import add_not_respondents
from pipelines.onboarding.yaml_text import Editor
from pipelines.survey.folder import RESPONDENTS, SurveyFolder
from pipelines.survey.load import load_survey
from pipelines.survey.shape import nearest_name

Action = Literal["alias", "new", "none", "later"]
_COUNTRY = re.compile("[A-Z]{2}")
ACTIONS: tuple[str, ...] = get_args(Action)


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
    if decision.action == "new":
        return _wrong_row(folder, decision)
    if decision.action == "none" and not decision.reason:
        return Problem(where, f"no reason for {decision.text!r}", "why it names no respondent")
    return None


def _wrong_row(folder: SurveyFolder, decision: Decision) -> Problem | None:
    """Why a decision makes no row of the registry, or None."""
    given, kinds = decision.respondent_id, folder.survey.respondents.kinds
    about = f"for {decision.text!r}"
    if given in folder.names.names or given != given.strip() or not given:
        return Problem(decision.where, f"the id {given!r} {about}", "an id that is not taken")
    if decision.kind not in kinds:
        found = f"the unknown kind {decision.kind} {about}" if decision.kind else f"no kind {about}"
        hint = nearest_name(decision.kind, kinds)
        return Problem(decision.where, found, f"one of {', '.join(kinds)}", hint)
    if decision.country_code and not _COUNTRY.fullmatch(decision.country_code):
        found = f"the country code {decision.country_code!r} {about}"
        return Problem(decision.where, found, "two capital letters, such as GB")
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
            editor = Editor(wave_file)
            add_not_respondents(editor, edits.none)
            editor.write()
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


def _replace(file: Path, content: bytes) -> None:
    draft = file.with_name(f".{file.name}.draft")
    try:
        draft.write_bytes(content)
        draft.replace(file)
    finally:
        draft.unlink(missing_ok=True)
