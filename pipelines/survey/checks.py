"""What the files of a survey folder say of each other.

Each check is one small function over a folder whose files have their right shape. A
check that looks names up in a file that could not be read is left out: its complaints
would only repeat that file's.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice

from pipelines.errors import Problem
from pipelines.survey import (
    crosswalks,
    dated,
    nets,
    outline,
    references,
    scores,
    sources,
    translations,
)
from pipelines.survey.check import Check, unknown
from pipelines.survey.folder import (
    ATTRIBUTES,
    INDICATORS,
    QUESTIONS,
    RESPONDENTS,
    SURVEY,
    SurveyFolder,
)
from pipelines.survey.models import Claim
from pipelines.survey.order import in_time_order
from pipelines.survey.positions import Path_

_LONGEST_QUOTE = 12
_SHOWN = 20
_PARTS = (sources, references, dated, scores, nets, crosswalks, outline, translations)
"""Parts of the folder that have checks of their own."""


def folder_problems(folder: SurveyFolder, broken: frozenset[str] = frozenset()) -> list[Problem]:
    """The problems between the files of a folder.

    Args:
        folder: what could be read.
        broken: files below `survey/` that could not be read.
    """
    checks = [*_CHECKS, *(check for part in _PARTS for check in part.CHECKS)]
    checks += [] if folder.registry.confirmed else _ROW_CHECKS
    return [
        problem
        for check, reads in checks
        if not any(file.startswith(reads) for file in broken)
        for problem in check(folder)
    ]


# ── ids ─────────────────────────────────────────────────────────────────────────


def _repeated_ids(folder: SurveyFolder) -> Iterator[Problem]:
    bank = folder.bank
    yield from _twice(folder, QUESTIONS, ("sections",), [item.id for item in bank.sections])
    yield from _twice(folder, QUESTIONS, ("questions",), [item.id for item in bank.questions])
    for index, question in enumerate(bank.questions):
        path = ("questions", index, "options")
        yield from _twice(folder, QUESTIONS, path, [option.id for option in question.options])
    yield from _twice(folder, INDICATORS, ("indicators",), [item.id for item in folder.indicators])
    for wave, ledger in folder.ledgers.items():
        ids = [claim.id for claim in ledger.claims]
        yield from _twice(folder, f"published/{wave}.yml", ("claims",), ids)


def _twice(folder: SurveyFolder, file: str, path: Path_, ids: list[str]) -> Iterator[Problem]:
    for first, again in _repeats(ids):
        before = folder.where(file, *path, first, "id")
        yield Problem(
            folder.where(file, *path, again, "id"),
            f"the id {ids[again]} a second time (first at {before})",
            "each id once",
        )


def _repeated_words(folder: SurveyFolder) -> Iterator[Problem]:
    words = [word.word.casefold() for word in folder.survey.quantity_words]
    for _, again in _repeats(words):
        where = folder.where(SURVEY, "quantity_words", again)
        yield Problem(where, f"the word {words[again]!r} a second time", "each word once")


def _repeated_respondents(folder: SurveyFolder) -> Iterator[Problem]:
    ids = folder.registry.column("respondent_id")
    for first, again in islice(_repeats(ids), _SHOWN):
        yield Problem(
            folder.where(RESPONDENTS, again, "respondent_id"),
            f"the id {ids[again]} a second time (first in line {folder.registry.line(first)})",
            "each respondent once",
            "Give other spellings of one respondent as aliases, separated by |",
        )


def _ambiguous_labels(folder: SurveyFolder) -> Iterator[Problem]:
    for index, question in enumerate(folder.bank.questions):
        owners: dict[str, str] = {}
        for position, option in enumerate(question.options):
            for text in (option.label, *option.also):
                owner = owners.setdefault(text.strip().casefold(), option.id)
                if owner != option.id:
                    yield Problem(
                        folder.where(QUESTIONS, "questions", index, "options", position),
                        f"the text {text!r} for option {option.id} and for option {owner}",
                        "each text for one option of a question",
                    )


# ── questions ───────────────────────────────────────────────────────────────────


def _routing_looks_back(folder: SurveyFolder) -> Iterator[Problem]:
    position = {question.id: index for index, question in enumerate(folder.bank.questions)}
    for index, question in enumerate(folder.bank.questions):
        for place, condition in enumerate(question.ask_if):
            asked = condition.question
            if asked is not None and position.get(asked, -1) >= index:
                yield Problem(
                    folder.where(QUESTIONS, "questions", index, "ask_if", place, "question"),
                    f"{question.id} asked by the answer to {asked}, which does not come before it",
                    "an earlier question",
                    "Move one of the two",
                )


def _limits_in_order(folder: SurveyFolder) -> Iterator[Problem]:
    for index, question in enumerate(folder.bank.questions):
        low, high = question.minimum, question.maximum
        if low is not None and high is not None and (type(low) is not type(high) or low > high):  # type: ignore[operator]
            yield Problem(
                folder.where(QUESTIONS, "questions", index, "minimum"),
                f"minimum {low} and maximum {high}",
                "a minimum that is not above the maximum",
            )


# ── respondents ─────────────────────────────────────────────────────────────────


def _counted_kinds(folder: SurveyFolder) -> Iterator[Problem]:
    rules = folder.survey.respondents
    for index, kind in enumerate(rules.counted_kinds or []):
        if kind not in rules.kinds:
            where = folder.where(SURVEY, "respondents", "counted_kinds", index)
            yield unknown(where, "kind", kind, rules.kinds)


def _known_kinds(folder: SurveyFolder) -> Iterator[Problem]:
    known = folder.survey.respondents.kinds
    kinds = folder.registry.column("kind")
    if set(kinds) <= set(known):
        return
    wrong = (row for row, kind in enumerate(kinds) if kind not in known)
    for row in islice(wrong, _SHOWN):
        yield unknown(folder.where(RESPONDENTS, row, "kind"), "kind", kinds[row], known)


def _disputed_spellings(folder: SurveyFolder) -> Iterator[Problem]:
    if not folder.names.disputed:
        return
    rows = {key: row for row, key in enumerate(folder.registry.column("respondent_id"))}
    for text, owner, other in folder.names.disputed[:_SHOWN]:
        yield Problem(
            folder.where(RESPONDENTS, rows[other]),
            f"the spelling {text!r} of {other}, which is also one of {owner} "
            f"(line {folder.registry.line(rows[owner])})",
            "spellings that differ by more than case, accents and punctuation",
        )


def _names_with_letters(folder: SurveyFolder) -> Iterator[Problem]:
    unnamed = (row for row, key in enumerate(folder.registry.column("name")) if not _wordlike(key))
    for row in islice(unnamed, _SHOWN):
        where = folder.where(RESPONDENTS, row, "name")
        yield Problem(where, "a name without a letter or digit", "a name")


def _periods_of_rows(folder: SurveyFolder) -> Iterator[Problem]:
    for file, rows, first, last in (
        (RESPONDENTS, folder.registry, "joined_on", "left_on"),
        (ATTRIBUTES, folder.facts, "valid_from", "valid_to"),
    ):
        pairs = zip(rows.column(first), rows.column(last), strict=True)
        wrong = ((row, a, b) for row, (a, b) in enumerate(pairs) if a and b and b < a)
        for row, a, b in islice(wrong, _SHOWN):
            where = folder.where(file, row, last)
            yield Problem(where, f"{last} {b} before {first} {a}", "dates in order")


# ── waves ───────────────────────────────────────────────────────────────────────


def _fieldwork_in_order(folder: SurveyFolder) -> Iterator[Problem]:
    for wave in folder.waves.values():
        start, end = wave.fieldwork_start, wave.fieldwork_end
        if start and end and end < start:
            where = folder.where(f"waves/{wave.wave}.yml", "fieldwork_end")
            yield Problem(where, f"fieldwork that ends {end} before it starts {start}", "an order")


def _order_of_waves(folder: SurveyFolder) -> Iterator[Problem]:
    dated = [wave for wave in folder.waves.values() if wave.fieldwork_start]
    for right, stands in zip(in_time_order(dated), dated, strict=True):
        if right is not stands:
            yield Problem(
                folder.where(f"waves/{stands.wave}.yml", "fieldwork_start"),
                "waves whose ids are in another order than their fieldwork, and some without dates",
                "a fieldwork_start in every wave",
            )
            return


# ── claims ──────────────────────────────────────────────────────────────────────


def _short_quotes(folder: SurveyFolder) -> Iterator[Problem]:
    for file, path, claim in references.claims(folder):
        words = [word for word in claim.quote.split() if _wordlike(word)]
        if len(words) > _LONGEST_QUOTE:
            yield Problem(
                folder.where(file, *path, "quote"),
                f"a quote of {len(words)} words in claim {claim.id}",
                f"the shortest phrase that carries the claim, {_LONGEST_QUOTE} words at the most",
            )


def _values_fit_kind(folder: SurveyFolder) -> Iterator[Problem]:
    for file, path, claim in references.claims(folder):
        is_number = isinstance(claim.value, float)
        if claim.value is not None and is_number == (claim.kind == "date"):
            expected = "a date such as 2020-01-31" if claim.kind == "date" else "a number"
            yield Problem(folder.where(file, *path, "value"), f"value: {claim.value}", expected)


def _ranked_is_among(folder: SurveyFolder) -> Iterator[Problem]:
    for file, path, claim in references.claims(folder):
        if claim.kind == "rank" and not _ranks_itself(claim):
            yield Problem(
                folder.where(file, *path, "among"),
                f"the ranked question missing among those ranked in claim {claim.id}",
                "about with one question and option, and among with that question",
            )


def _ranks_itself(claim: Claim) -> bool:
    return len(claim.about) == 1 and claim.about[0].question in claim.among


def _repeats(values: Iterable[str]) -> Iterator[tuple[int, int]]:
    """(first, later) index of each value that comes again."""
    first: dict[str, int] = {}
    for index, value in enumerate(values):
        if first.setdefault(value, index) != index:
            yield first[value], index


def _wordlike(text: str) -> bool:
    return any(character.isalnum() for character in text)


# Each check, with the files and folders that it looks names up in.
_CHECKS: tuple[Check, ...] = (
    (_repeated_ids, ()),
    (_repeated_words, ()),
    (_ambiguous_labels, ()),
    (_routing_looks_back, ()),
    (_limits_in_order, ()),
    (_counted_kinds, ()),
    (_order_of_waves, ("waves/",)),
    (_short_quotes, ()),
    (_values_fit_kind, ()),
    (_ranked_is_among, (QUESTIONS,)),
    (_fieldwork_in_order, ()),
)

# The same over the rows of large files, which `large.py` may have confirmed already.
_ROW_CHECKS: tuple[Check, ...] = (
    (_repeated_respondents, ()),
    (_known_kinds, (SURVEY,)),
    (_disputed_spellings, ()),
    (_names_with_letters, ()),
    (_periods_of_rows, ()),
)
