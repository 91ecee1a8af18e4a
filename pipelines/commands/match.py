"""`waves match`: who the respondents are that the registry does not know."""

from __future__ import annotations

from pathlib import Path

import typer

from pipelines.commands.console import err, out, show_table, shown
from pipelines.commands.progress import reading
from pipelines.errors import DataError, Problem
from pipelines.onboarding.match import Decision, carry_out, problem_of
from pipelines.onboarding.match_list import read_decisions, write_list
from pipelines.onboarding.settle import bring_up_duplicates
from pipelines.onboarding.strangers import Stranger, made_up_id, strangers
from pipelines.survey.folder import SurveyFolder
from pipelines.survey.load import load_survey

FILL_IN = (
    "Fill in `decision`: alias (with `respondent_id`: another spelling of that one), new, "
    "none (with `reason`: no respondent) or later"
)
HELP = "number or id: that respondent · n: new respondent · x: no respondent · l: later · q: stop"


def match(project: Path, wave: str, apply: Path | None, write: Path | None) -> None:
    """Ask, or read, who the unknown names are, and write it into the survey's files.

    Args:
        project: the project.
        wave: the wave.
        apply: a file of decisions; nothing is asked then.
        write: where to write such a file to fill in; nothing is asked then.

    Raises:
        ConfigurationError: a decision can't be carried out.
        DataError: names are left that nobody decided.
    """
    folder = load_survey(project)
    with reading():
        found = strangers(folder, wave)
    if write is not None:
        write_list(write, found)
        out().print(f"written: {shown(write)}, {len(found)} names", markup=False)
        if found:
            out().print(f"{FILL_IN}, then: waves match {wave} --apply {shown(write)}", markup=False)
        return
    decisions = read_decisions(apply, folder) if apply is not None else ask(folder, found)
    for line in carry_out(folder, wave, found, decisions):
        out().print(line, markup=False)
    decided = {decision.text for decision in decisions if decision.action != "later"}
    left = [each for each in found if each.text not in decided]
    if left:
        raise DataError([_undecided(each, wave) for each in left])
    out().print(f"All respondents of {wave} are known.", markup=False)
    if decisions and bring_up_duplicates(project, wave):
        out().print(
            "Some answered more than once, which is to be decided: "
            f"waves add {wave} --sheet decisions.xlsx",
            markup=False,
        )


def ask(folder: SurveyFolder, found: list[Stranger]) -> list[Decision]:
    """Walk through the names; what is not decided is left for later."""
    decisions: dict[str, Decision] = {}
    for number, stranger in enumerate(found, 1):
        if stranger.text in decisions:
            continue
        _show(stranger, f"{number} of {len(found)}")
        decision = _ask_until_right(folder, stranger)
        if decision is None:
            break
        decisions[stranger.text] = decision
    return list(decisions.values())


def _show(stranger: Stranger, place: str) -> None:
    rows = f", {stranger.rows} rows" if stranger.rows > 1 else ""
    out().print(f"\n{place}: {stranger.text!r} ({stranger.where}{rows})", markup=False)
    if stranger.near:
        show_table(
            ("", "id", "name", "score", "spelling compared"),
            [
                (str(number), near.respondent_id, near.name, near.score, near.spelling)
                for number, near in enumerate(stranger.near, 1)
            ],
        )
    else:
        out().print("Nobody in the registry has a similar name.", markup=False)


def _ask_until_right(folder: SurveyFolder, stranger: Stranger) -> Decision | None:
    """A decision that can be carried out; None to stop."""
    while True:
        answer = typer.prompt(f"Who is it? ({HELP})").strip()
        if answer == "q":
            return None
        decision = _decision(folder, stranger, answer)
        problem = problem_of(folder, decision)
        if problem is None:
            return decision
        err().print(f"found {problem.found}; expected {problem.expected}", markup=False)


def _decision(folder: SurveyFolder, stranger: Stranger, answer: str) -> Decision:
    if answer == "l":
        return Decision(stranger.text, "later")
    if answer == "x":
        return Decision(stranger.text, "none", reason=typer.prompt("Why is it no respondent?"))
    if answer == "n":
        kinds = folder.survey.respondents.kinds
        return Decision(
            stranger.text,
            "new",
            typer.prompt("Id", default=made_up_id(folder, stranger.text)),
            kinds[0] if len(kinds) == 1 else typer.prompt(f"Kind ({', '.join(kinds)})"),
            typer.prompt("Country code", default="", show_default=False),
        )
    if answer.isdecimal() and 0 < int(answer) <= len(stranger.near):
        answer = stranger.near[int(answer) - 1].respondent_id
    return Decision(stranger.text, "alias", answer)


def _undecided(stranger: Stranger, wave: str) -> Problem:
    near = "; ".join(f"{each.name} ({each.respondent_id}, {each.score})" for each in stranger.near)
    return Problem(
        stranger.where,
        f"the respondent {stranger.text!r}",
        "an id, name or alias in survey/respondents.csv",
        f"{f'Nearest: {near}. ' if near else ''}Decide with waves match {wave}; similarity "
        "decides nothing",
    )
