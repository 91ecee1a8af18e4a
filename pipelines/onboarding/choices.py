"""What can be decided, as short texts that are the same in the wave's file and in the sheet.

    column       question plan | question topics option housing | new single [ID] | key |
                 submitted_at | language | metadata | weight | ignored | personal
    text         option housing | new option [ID] | free text [other] | dont_know | … | leave
    type         multiple | new multiple [ID] | leave
    gone         gone
    fieldwork    2032-02-01 to 2032-02-28 | unknown
    duplicates   last | first; of one respondent: row 7 | row 7 of answers.csv
    comparable   comparable | break
    times        times 100 | times 1
    respondent   not_respondent | respondent

A sheet may show a choice with an explanation after a dash, which is left out when it is
read back.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal, get_args

from pipelines.mapping.meaning import read_number
from pipelines.onboarding.decisions import Open
from pipelines.survey.folder import SurveyFolder
from pipelines.survey.models import Decision, Question, QuestionType
from pipelines.survey.models.waves import CellState, Use
from pipelines.survey.shape import nearest_name

GLOSS = " — "
"""Between a choice and its explanation."""

TYPES: tuple[str, ...] = get_args(QuestionType)
STATES: tuple[str, ...] = tuple(
    state for part in get_args(CellState) for state in (get_args(part) or (part,))
)
USES: tuple[str, ...] = tuple(use for use in get_args(Use) if use not in ("answer", "basis"))
_ID = re.compile(r"[a-z0-9][a-z0-9_.-]{0,79}")
_DAYS = re.compile(r"(\d{4}-\d{2}-\d{2}) to (\d{4}-\d{2}-\d{2})")

Kind = Literal[
    "question", "new", "use", "option", "new option", "free text", "state", "days", "word",
    "times", "row",
]  # fmt: skip


@dataclass(frozen=True)
class Choice:
    """A choice that can be carried out.

    Attributes:
        text: the choice without its explanation.
        kind: what it does.
        name: question, option, use, state, word, or the id of what is new (empty: made up).
        option: of the question, for one column per option.
        type: of a new question.
        days: first and last day of fieldwork.
    """

    text: str
    kind: Kind
    name: str = ""
    option: str | None = None
    type: str = ""
    days: tuple[date, date] | None = None


class WrongChoiceError(Exception):
    """The text is no choice: what would be right, and what to do."""

    def __init__(self, expected: str, action: str = "") -> None:
        super().__init__(expected)
        self.expected, self.action = expected, action


def without_gloss(text: str) -> str:
    """The choice alone, spaces folded."""
    return " ".join(text.split(GLOSS, maxsplit=1)[0].split())


def parse(folder: SurveyFolder, place: Open, text: str) -> Choice:
    """Read a choice and check it against the survey.

    Raises:
        WrongChoiceError: it is none, or names what the survey does not have.
    """
    chosen, decision = without_gloss(text), place.decision
    words = chosen.split(" ")
    choice = _read(folder, place, words)
    if choice is None:
        raise WrongChoiceError(_allowed(decision), nearest_name(chosen, _choices(decision)))
    return replace(choice, text=chosen)


def _read(folder: SurveyFolder, place: Open, words: list[str]) -> Choice | None:
    about = place.decision.about
    if about == "column":
        return _column(folder, words)
    if about == "text":
        return _text(question_of(folder, place), words)
    if about == "type":
        return _type(folder, words)
    if about == "fieldwork":
        return _fieldwork(words)
    return _times(words) if about == "times" else _word(place.decision, words)


def _word(decision: Decision, words: list[str]) -> Choice | None:
    if decision.about == "duplicates" and decision.subject:
        return _pick(decision, words)
    allowed = [[word] for word in _WORDS[decision.about]]
    return Choice("", "word", words[0]) if words in allowed else None


def _choices(decision: Decision) -> list[str]:
    return [candidate.choice for candidate in decision.candidates]


_WORDS = {
    "gone": ("gone",),
    "duplicates": ("last", "first"),
    "comparable": ("comparable", "break"),
    "respondent": ("not_respondent", "respondent"),
}

_FORMS = {
    "column": "`question ID`, `new single` (or another type), or a use such as `ignored`",
    "text": "`option ID`, `new option`, `free text`, a state such as `dont_know`, or `leave`",
    "type": "`multiple`, `new multiple` or `leave`",
    "gone": "`gone`",
    "fieldwork": "`YYYY-MM-DD to YYYY-MM-DD`, or `unknown`",
    "duplicates": "`last` or `first`; of one respondent the row that counts",
    "comparable": "`comparable` or `break`",
    "respondent": "`not_respondent` or `respondent`",
    "times": "`times 100`, or another number above 0; `times 1` reads the numbers as they stand",
}


def _allowed(decision: Decision) -> str:
    listed = ", ".join(f"`{choice}`" for choice in _choices(decision))
    form = _FORMS[decision.about]
    said_all = all(f"`{choice}`" in form for choice in _choices(decision))
    return form if said_all else f"one of {listed}; or {form}"


def _column(folder: SurveyFolder, words: list[str]) -> Choice | None:
    if words[0] == "question":
        return _question(folder, words)
    if words[0] == "new":
        return _new(folder, words)
    if len(words) == 1 and words[0] in USES:
        return Choice("", "use", words[0])
    return None


def _question(folder: SurveyFolder, words: list[str]) -> Choice | None:
    if len(words) not in (2, 4) or (len(words) == 4 and words[2] != "option"):
        return None
    question = folder.questions.get(words[1])
    if question is None:
        raise _unknown("questions", words[1], folder.questions)
    if len(words) == 2:
        return Choice("", "question", words[1])
    _known_option(question, words[3])
    return Choice("", "question", words[1], option=words[3])


def _known_option(question: Question, name: str) -> None:
    known = [option.id for option in question.options]
    if name not in known:
        raise _unknown(f"options of {question.id}", name, known)


def _unknown(what: str, name: str, known: Iterable[str]) -> WrongChoiceError:
    listed = list(known)
    return WrongChoiceError(f"one of the {what} {', '.join(listed)}", nearest_name(name, listed))


def _new(folder: SurveyFolder, words: list[str]) -> Choice | None:
    if len(words) not in (2, 3) or words[1] not in TYPES:
        return None
    name = _new_id(words[2:], folder.questions)
    return Choice("", "new", name, type=words[1])


def _new_id(words: list[str], taken: Iterable[str]) -> str:
    """The id that was typed for something new, if any."""
    if not words:
        return ""
    if not _ID.fullmatch(words[0]):
        raise WrongChoiceError("an id of small letters, digits and _ . -")
    if words[0] in set(taken):
        raise WrongChoiceError(f"an id that is not taken; {words[0]} is")
    return words[0]


def _text(question: Question, words: list[str]) -> Choice | None:
    if words[0] == "option" and len(words) == 2:
        _known_option(question, words[1])
        return Choice("", "option", words[1])
    if words[:2] == ["new", "option"] and len(words) in (2, 3):
        name = _new_id(words[2:], [option.id for option in question.options])
        return Choice("", "new option", name)
    if words[:2] == ["free", "text"] and len(words) in (2, 3):
        for name in words[2:]:
            _known_option(question, name)
        return Choice("", "free text", "".join(words[2:]))
    if len(words) == 1 and words[0] in STATES:
        return Choice("", "state", words[0])
    return Choice("", "word", "leave") if words == ["leave"] else None


def question_of(folder: SurveyFolder, place: Open) -> Question:
    """The question of the column at which a decision stands."""
    source = folder.waves[place.wave].sources[place.source or 0]
    column = source.columns[place.column or ""]
    return folder.question(column.question or "")


def _type(folder: SurveyFolder, words: list[str]) -> Choice | None:
    if words[:2] == ["new", "multiple"]:
        return _new(folder, words)
    return Choice("", "word", words[0]) if words in (["multiple"], ["leave"]) else None


def _times(words: list[str]) -> Choice | None:
    number = read_number(words[1]) if len(words) == 2 and words[0] == "times" else None
    return Choice("", "times", f"{number:g}") if number and number > 0 else None


def _pick(decision: Decision, words: list[str]) -> Choice | None:
    """One of the rows in which the respondent answered."""
    text = " ".join(words)
    known = {" ".join(choice.split()): choice for choice in _choices(decision)}
    return Choice("", "row", known[text]) if text in known else None


def _fieldwork(words: list[str]) -> Choice | None:
    if words == ["unknown"]:
        return Choice("", "word", "unknown")
    match = _DAYS.fullmatch(" ".join(words))
    if not match:
        return None
    try:
        first, last = date.fromisoformat(match[1]), date.fromisoformat(match[2])
    except ValueError:
        raise WrongChoiceError("days that exist, as YYYY-MM-DD to YYYY-MM-DD") from None
    if last < first:
        raise WrongChoiceError("the first day before the last")
    return Choice("", "days", days=(first, last))
