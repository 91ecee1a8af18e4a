"""What the columns of an export are: matched by their texts, or proposed to a person.

A column is matched where its text is, after folding, a header of the wave before or a
wording of the question bank, and its cells hold known answers. Everything else is an open
decision. Codes are never matched: tools use them again for other questions.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from pipelines.mapping.meaning import read_number
from pipelines.onboarding.candidates import open_columns
from pipelines.onboarding.known import Known, columns_of, is_code, option_of
from pipelines.onboarding.seen import Seen, share
from pipelines.onboarding.vocabulary import vocabulary_of
from pipelines.survey.folder import SurveyFolder
from pipelines.survey.models import Column, Question, Source, Wave
from pipelines.survey.names import fold

_BLANK = "blank, as the tool lays it out"


@dataclass(frozen=True)
class Matched:
    """What a column is, or what is to be decided about it.

    Attributes:
        column: as it goes into the wave's file.
        why: in words, for the person who looks on.
    """

    column: Column
    why: str


def match_columns(
    folder: SurveyFolder, before: Wave | None, source: Source, seen: Sequence[Seen]
) -> dict[str, Matched]:
    """What each column of a source is, by header.

    Args:
        folder: the survey.
        before: the wave before, if any.
        source: the source, as far as the reader proposes it; its columns are not looked at.
        seen: its columns.
    """
    known = Known.of(folder, before, source)
    found: dict[str, Matched] = {}
    for each in seen:
        matched = _by_tool(each) or _exactly(known, each.as_told) or _exactly(known, each)
        if matched and not _marks(matched.column) & known.taken:
            known.taken |= _marks(matched.column)
            found[each.column.header] = matched
    is_open = [each.column.header not in found for each in seen]
    for name, decision in open_columns(known, is_open, seen).items():
        found[name] = Matched(Column(decide=[decision]), "to be decided")
    return {each.column.header: found[each.column.header] for each in seen}


def _marks(column: Column) -> set[tuple[str, str]]:
    """What no second column may be."""
    if column.question:
        return {(column.question, column.option or "")}
    return {(column.role, "")} if column.role in ("key", "submitted_at", "language") else set()


def _by_tool(each: Seen) -> Matched | None:
    """What the tool's own layout says."""
    use = each.column.use
    if use is None or use == "key":
        return None
    told = "metadata of the survey tool" if each.answers else _BLANK
    reason = told if use == "ignored" else None
    return Matched(Column(use=use, reason=reason), "as the tool lays it out")


def _exactly(known: Known, each: Seen) -> Matched | None:
    for target, why in _targets(known, each):
        question = known.folder.questions.get(target.question or "")
        if question is None or target.role != "answer":
            return Matched(target, why)
        values, missing = _codes(known.values.get(question.id, {}), question, each)
        column = target.model_copy(update={"values": values, "missing": missing})
        if column.option or _fits(question, column, known.source, each):
            return Matched(column, why)
    return None


def _ignored_blank(column: Column) -> bool:
    return column.role == "ignored" and column.reason == _BLANK


def _targets(known: Known, each: Seen) -> Iterator[tuple[Column, str]]:
    """What a column's text stands for, if that is one thing."""
    header = each.column.header
    columns = [] if is_code(header) else known.columns.get(fold(header), [])
    found = columns[0] if len(columns) == 1 else None
    named = known.wordings.get(fold(each.wording), []) if fold(each.wording) else []
    if found and _ignored_blank(found[1]) and each.answers:
        found = None  # another export of the same survey may hold answers there
    if found and not found[1].is_open and known.says_so(found[1], each):
        wave, column = found
        # Codes and states of cells move from year to year: they are matched by their texts.
        kept = column.model_copy(update={"values": {}, "missing": {}, "decide": []})
        yield kept, f"header as in {wave}"
    if len(named) != 1:
        return
    question = known.folder.question(named[0])
    if each.column.option is None:
        yield Column(question=question.id), "wording as in the question bank"
    elif option := option_of(question, each.column.option):
        yield Column(question=question.id, option=option), "wording and option as in the bank"


def codes_of(
    folder: SurveyFolder, before: Wave | None, question_id: str, each: Seen
) -> tuple[dict[str, str], dict[str, str]]:
    """Codes of the file's codebook as options, and what the tool declares missing as states."""
    known: dict[str, str] = {}
    for _, column in columns_of(before):
        if column.question == question_id:
            known |= column.values
    return _codes(known, folder.question(question_id), each)


def _codes(
    before: Mapping[str, str], question: Question, each: Seen
) -> tuple[dict[str, str], dict[str, str]]:
    """The same; a code that stood for another option in the wave before is left to a person."""
    values = {
        code: option
        for code, text in each.column.values.items()
        if (option := option_of(question, text)) and before.get(code, option) == option
    }
    missing = {text: state for text, state in told_missing(each).items() if text not in values}
    return values, missing


def told_missing(each: Seen) -> dict[str, str]:
    """What the tool declares missing, but for texts that it can't read: a person can."""
    labels = {*each.column.values.values()} - {*each.column.values}
    return {
        text: state
        for text, state in each.column.missing.items()
        if state != "unknown"
        or each.column.option
        or (each.label(text) == text and text not in labels)
    }


def _fits(question: Question, column: Column, source: Source, each: Seen) -> bool:
    """Whether the cells hold answers to the question, at least some of them."""
    if question.type in ("text", "number", "date") or not each.texts:
        return True
    if _are_codes(each):
        return True  # each code is decided by itself
    n_known, _ = share(each.texts, vocabulary_of(question, column, source).read)
    return n_known > 0 or _has_known_part(question, each)


def _has_known_part(question: Question, each: Seen) -> bool:
    labels = [fold(text) for option in question.options for text in (option.label, *option.also)]
    return any(label and label in fold(text) for label in labels for text in each.texts)


def _are_codes(each: Seen) -> bool:
    return all(read_number(text) is not None for text in each.texts)
