"""What a column may be: the questions that are most like it, a use, or something new."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from rapidfuzz import fuzz, process

from pipelines.mapping.meaning import READ, read_date, read_number
from pipelines.onboarding.known import Known, is_code, is_name, option_of
from pipelines.onboarding.likeness import (
    nearest_texts,
    place_likeness,
    shared_options,
    text_likeness,
    weighed,
)
from pipelines.onboarding.new import type_of
from pipelines.onboarding.seen import Seen, share
from pipelines.onboarding.vocabulary import vocabulary_of
from pipelines.survey.folder import SurveyFolder
from pipelines.survey.models import Candidate, Column, Decision, Option, Question, Source
from pipelines.survey.names import fold

LEAST = 50
"""Score, of the wording and of all, below which a question is no candidate."""

SHOWN = 3
"""Questions that are proposed for a column."""

_LOOKED_AT = 12


def open_columns(
    known: Known, is_open: Sequence[bool], seen: Sequence[Seen]
) -> dict[str, Decision]:
    """What is to be decided about columns that nothing matched, by header."""
    last = max(len(seen) - 1, 1)
    questions = {
        each.column.header: list(_as_question(known, each, position / last))
        for position, each in enumerate(seen)
        if is_open[position]
    }
    best: dict[str, int] = {}
    for candidates in questions.values():
        for candidate in candidates:
            best[candidate.choice] = max(best.get(candidate.choice, 0), candidate.score or 0)
    return {
        each.column.header: Decision(
            about="column",
            found=each.told(known.labels),
            candidates=_candidates(known, each, questions[each.column.header], best),
        )
        for each in seen
        if each.column.header in questions
    }


def _candidates(
    known: Known, each: Seen, questions: Sequence[Candidate], best: Mapping[str, int]
) -> list[Candidate]:
    """Questions, uses and what is new; a question that another column is more like comes last."""
    has_key = ("key", "") in known.taken
    found = [] if has_key else list(_as_key(known.folder, each))
    found += [like for like in questions if like.score == best[like.choice]]
    others = [like for like in questions if like.score != best[like.choice]][:SHOWN]
    if _are_days(each) and ("submitted_at", "") not in known.taken:
        found.append(Candidate(choice="submitted_at", score=LEAST, why="a day in every cell"))
    found.sort(key=lambda candidate: -(candidate.score or 0))
    same, found = list(_same_name(known, each)), found[:SHOWN]
    if is_code(each.wording) or _is_option_before(known, each):
        found = [*same, *found]
    personal = Candidate(choice="personal", why="a person's; stored nowhere")
    if each.looks_personal or each.column.use == "personal":
        return [personal, *found, Candidate(choice="ignored")]
    found += _as_new(known, each)
    found += same
    if not has_key and known.folder.survey.respondents.identified_by != "row":
        others.append(Candidate(choice="key", why="names the respondent"))
    unique: dict[str, Candidate] = {}
    for candidate in (*found, *others, Candidate(choice="ignored"), personal):
        unique.setdefault(candidate.choice, candidate)
    return list(unique.values())


def _as_new(known: Known, each: Seen) -> Iterator[Candidate]:
    """A new question, of the types that it may have; also where it is one with its neighbours."""
    if each.alone:
        yield Candidate(choice="new multiple", why="an option of a new question, as its neighbours")
    for kind in dict.fromkeys((type_of(each.as_told, known.labels), "text")):
        yield Candidate(choice=f"new {kind}", why="a new question")


def _as_key(folder: SurveyFolder, each: Seen) -> Iterator[Candidate]:
    """Whether the column names the respondents."""
    rule = folder.survey.respondents.identified_by
    if not each.texts or rule == "row":
        return
    if rule == "key" or not folder.names.names:
        words = rule == "key" or not any(map(read_number, each.texts))
        measured = any((read_number(text) or 0) % 1 for text in each.texts)  # an id is whole
        if each.distinct == each.answers > 1 and words and not measured:
            yield Candidate(choice="key", score=LEAST, why="no text comes twice")
        return
    n_known, n = share(each.texts, folder.resolve)
    if n_known:
        why = f"{n_known} of {n} texts name a respondent of the registry"
        yield Candidate(choice="key", score=round(100 * n_known / n), why=why)


def _same_name(known: Known, each: Seen) -> Iterator[Candidate]:
    """The column of an earlier wave with the same name: told, as names are used again."""
    column = known.same_name(each)
    if column and column.question and (column.question, column.option or "") not in known.taken:
        option = f" option {column.option}" if column.option else ""
        yield Candidate(choice=f"question {column.question}{option}", why=_why_same(known, each))


def _why_same(known: Known, each: Seen) -> str:
    if _is_option_before(known, each):
        return "the same code and the option's text as before"
    why = "only the code is the same as before, and codes are used again"
    if is_name(each) and not is_code(each.wording):
        why += "; here the text is another one"
    return why


def _is_option_before(known: Known, each: Seen) -> bool:
    """Whether the column's text is that of the option for which its code stood before."""
    column = known.same_name(each)
    if column is None or not column.question or not column.option:
        return False
    return option_of(known.folder.question(column.question), each.wording) == column.option


def _as_question(known: Known, each: Seen, place: float) -> Iterator[Candidate]:
    """The questions that are most like the column."""
    if is_code(each.wording):
        return
    near = process.extract(
        fold(each.wording), known.names, scorer=fuzz.token_sort_ratio, limit=_LOOKED_AT
    )
    best: dict[str, Candidate] = {}
    for text, _, (question_id, _) in near:
        question = known.folder.question(question_id)
        option = _tick(question, each)
        if (question_id, option or "") in known.taken:
            continue
        wording = text_likeness(each.wording, text)
        if wording < LEAST:
            continue  # many questions have the same answers
        like = weighed(
            wording,
            None if option else _known_answers(question, known.source, each),
            place_likeness(place, known.places[question_id]),
        )
        found = best.get(question_id)
        if like.score >= LEAST and (found is None or like.score > (found.score or 0)):
            choice = f"question {question_id}" + (f" option {option}" if option else "")
            best[question_id] = Candidate(choice=choice, score=like.score, why=like.why)
    yield from best.values()


def _tick(question: Question, each: Seen) -> str | None:
    """The option for which a column of ticks seems to stand."""
    if question.type != "multiple":
        return None
    if named := _named_last(question, each.wording):
        own = {fold(text) for text in (named.label, *named.also)}
        if named.free_text or (each.texts and {fold(text) for text in each.texts} <= own):
            return named.id
    labels = {option.label: option.id for option in question.options}
    ticks = {"1", "0", "yes", "no", "y", "n", "true", "false", "x", "checked", "unchecked"}
    ticked = bool(each.texts) and {text.casefold() for text in each.texts} <= ticks
    if each.column.option is None and not ticked:
        return None
    near = nearest_texts(each.column.option or each.column.header, labels, limit=1)
    return labels[near[0][0]] if near else None


def _named_last(question: Question, wording: str) -> Option | None:
    """The option with whose text a header ends, as in “Which topics? [Housing]”."""
    ends = (
        option
        for option in question.options
        for text in (option.label, *option.also)
        if fold(wording).endswith(f" {fold(text)}")
    )
    return max(ends, key=lambda option: len(option.label), default=None)


def _known_answers(question: Question, source: Source, each: Seen) -> tuple[int, int] | None:
    """How many of the column's texts the question knows."""
    if not each.labels or question.type == "text":
        return None
    if read := READ.get(question.type):
        return share(each.labels, read)
    column = Column(question=question.id)
    n_known, n = share(each.labels, vocabulary_of(question, column, source).read)
    if n_known or not each.column.options:
        return n_known, n
    return shared_options(each.column.options, (option.label for option in question.options))


def _are_days(each: Seen) -> bool:
    return bool(each.texts) and all(read_date(text) is not None for text in each.texts)
