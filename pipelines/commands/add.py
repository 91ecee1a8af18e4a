"""`waves add`: the files of a new wave, compared with what is known, and what is open."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from pipelines.commands.console import out, show_table, shown
from pipelines.commands.progress import reading
from pipelines.errors import ConfigurationError, DataError, Problem, place
from pipelines.onboarding.codebook import Codebook, read_codebook
from pipelines.onboarding.decisions import Open, open_decisions
from pipelines.onboarding.propose import Draft, propose
from pipelines.onboarding.receive import discard, receive, same_content
from pipelines.onboarding.sheet import write_sheet
from pipelines.onboarding.wave_file import text_of
from pipelines.survey.folder import SurveyFolder
from pipelines.survey.load import load_survey
from pipelines.survey.models import Column
from pipelines.survey.models.waves import Population

_WAVE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,39}")


def add(
    project: Path,
    wave: str,
    files: Sequence[Path],
    *,
    sheet: Path | None,
    codebook: Path | None,
    header_rows: Sequence[int],
    sheet_names: Sequence[str] = (),
    title: str | None = None,
    population: int | None = None,
) -> None:
    """Add a wave, or say what is there of one that was added.

    Raises:
        ConfigurationError: the survey is wrong, or the command was.
        DataError: a file can't be read, or would overwrite another one.
    """
    folder = load_survey(project)
    read_as = {"header_rows": header_rows, "sheets": sheet_names}
    told = _told(title, population)
    if wave in folder.waves:
        _there_already(folder, wave, files)
        _as_it_was(folder, wave, codebook, read_as, told)
    else:
        folder = _new(folder, wave, files, codebook, read_as, told=told)
    _tell_open(folder, wave, open_decisions(folder, wave), sheet)


def _new(
    folder: SurveyFolder,
    wave: str,
    files: Sequence[Path],
    codebook: Path | None,
    read_as: Mapping[str, Sequence[Any]],
    *,
    told: Mapping[str, object],
) -> SurveyFolder:
    if not _WAVE.fullmatch(wave):
        expected = "letters, digits and _ -, such as 2032"
        raise ConfigurationError(Problem("WAVE", f"the wave {wave!r}", expected))
    if not files:
        raise ConfigurationError(
            Problem(f"survey/waves/{wave}.yml", "no such wave, and no file", "the wave's export")
        )
    project = folder.project
    known = read_codebook(codebook) if codebook else Codebook()
    copies = receive(project, wave, [*files, *([codebook] if codebook else [])])
    file = project / "survey" / "waves" / f"{wave}.yml"
    try:
        names = [each.name for each in files]
        path = codebook.name if codebook else None
        with reading():
            draft = propose(folder, wave, names, known, **read_as, codebook_path=path)
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text_of(draft.wave.model_copy(update=told)), encoding="utf-8")
        folder = load_survey(project)
    except BaseException:
        file.unlink(missing_ok=True)
        discard(copies)
        raise
    for copy in copies:
        out().print(f"copied: {place(copy, project=project)}", markup=False)
    _tell(draft)
    out().print(f"written: {place(file, project=project)}", markup=False)
    return folder


def _told(title: str | None, population: int | None) -> dict[str, object]:
    """Fields of the wave that no export tells.

    Raises:
        ConfigurationError: nobody could have answered.
    """
    fields: dict[str, object] = {"title": title} if title else {}
    if population is not None:
        if population < 1:
            raise ConfigurationError(Problem("--population", str(population), "1 or more"))
        fields["population"] = Population(n=population, basis="stated")
    return fields


def _there_already(folder: SurveyFolder, wave: str, files: Sequence[Path]) -> None:
    """A wave is never written anew: what was decided about it stays."""
    said = folder.waves[wave]
    names = [source.path for source in said.sources]
    where = f"survey/waves/{wave}.yml"
    for file in files:
        there = folder.project / "data" / "raw" / wave / file.name
        if file.name in names and file.is_file() and there.is_file() and same_content(file, there):
            continue
        raise DataError(
            Problem(
                where,
                f"{file}, which is none of the wave's files as they are ({', '.join(names)})",
                "the same files; what was decided about a wave is not overwritten",
                f"To begin anew remove {where} and data/raw/{wave} first",
            )
        )


def _as_it_was(
    folder: SurveyFolder,
    wave: str,
    codebook: Path | None,
    read_as: Mapping[str, Sequence[Any]],
    told: Mapping[str, object],
) -> None:
    """Options change nothing about a wave that is there: say so where they would.

    Raises:
        DataError: the wave was read otherwise, or is told otherwise.
    """
    said = folder.waves[wave]
    where = f"survey/waves/{wave}.yml"
    rows, sheets = list(read_as["header_rows"]), set(read_as["sheets"])
    otherwise = {
        "--header-row": rows and any(source.header_rows != rows for source in said.sources),
        "--sheet-name": sheets - {source.sheet for source in said.sources},
        "--codebook": codebook and codebook.name != said.codebook,
        "--title": told.get("title", said.title) != said.title,
        "--population": told.get("population", said.population) != said.population,
    }
    if names := [name for name, differs in otherwise.items() if differs]:
        raise DataError(
            Problem(
                where,
                f"a wave that was added with another {' and another '.join(names)}",
                "the options that it was added with; what was decided is not overwritten",
                f"To begin anew remove {where}, then give the same command again",
            )
        )
    counts = Counter(decision.about for decision in said.decisions)
    made = f"{sum(counts.values())} decisions made" if counts else "no decision made yet"
    out().print(f"{where} is there already, {made}; nothing was changed.", markup=False)


def _tell(draft: Draft) -> None:
    rows = [
        (name, _becomes(matched.column), matched.why)
        for found in draft.matched
        for name, matched in found.items()
    ]
    show_table(("column", "is", "because"), rows)
    for warning in [*draft.warnings, *(told for read in draft.reads for told in read.warnings)]:
        out().print(f"warning: {warning}", markup=False)


def _becomes(column: Column) -> str:
    if column.is_open:
        candidates = column.decide[0].candidates
        return f"{candidates[0].choice}?" if candidates else "?"
    if column.question:
        return f"question {column.question}" + (f", {column.option}" if column.option else "")
    return column.role


def _tell_open(
    folder: SurveyFolder, wave: str, decisions: Sequence[Open], sheet: Path | None
) -> None:
    if not decisions:
        out().print("Nothing is to be decided: waves build", markup=False)
    else:
        show_table(
            ("to be decided", "found", "likeliest"),
            [(each.shown, each.decision.found, _likeliest(each)) for each in decisions],
        )
    if sheet:
        write_sheet(sheet, folder, decisions)
        out().print(f"written: {shown(sheet)}", markup=False)
    elif decisions:
        out().print(f"As a sheet: waves add {wave} --sheet decisions.xlsx", markup=False)


def _likeliest(each: Open) -> str:
    first = each.decision.candidates[:1]
    return "".join(
        candidate.choice + (f" ({candidate.score})" if candidate.score is not None else "")
        for candidate in first
    )
