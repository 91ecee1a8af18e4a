"""Writes the raw file of a wave of which only the published report remains.

The ledger of claims is all that goes in. A cell is stated by a claim, or implied by one
of the rules below, or empty; the column beside it says which and by which claims. No
other inference is made: a total whose respondents are not named leaves them unknown.

stated
    A list gives everyone it names the answers in its `about` and `within`, unless its
    wording is too vague to be anyone's answer.
routing
    Who is named in the list of a follow-up was asked it, so gave the answer that it
    follows up, where exactly one answer does. A contradicted cell implies nothing.
complement
    A complete list of those who chose an option, of all who were asked, rules the option
    out for the others: `not: <option>`. Where the question offers just one other option,
    and the only count that its published share allows (or its published count) and the
    list add up to the base, the others chose that one. Of a follow-up, only those known
    to have been asked are the others.
attribute
    Who lacks the attribute that a question is asked for was not asked: an empty cell.

Claims that exclude each other leave the cell empty and `contradicted`: two options of
one choice, an option both chosen and ruled out, an answer to a question not asked, and
different answers in two lists that the ledger declares to exclude each other, a vague
one included.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from pipelines.survey.folder import SurveyFolder
from pipelines.survey.models import AskIf, Claim, Question, Says
from pipelines.survey.published_report import Item, PublishedReport, number_of, source_of

STATED, ROUTING, COMPLEMENT, ATTRIBUTE = "stated", "routing", "complement", "attribute"


@dataclass(frozen=True)
class Evidence:
    """What claims say of one item: an option chosen, or ruled out.

    Attributes:
        origin: the item from which it was implied, if from one.
    """

    option: str
    chosen: bool
    rule: str
    claims: tuple[str, ...]
    origin: Item | None = None


Book = dict[Item, list[Evidence]]


def reconstruct(folder: SurveyFolder, wave: str) -> list[Path]:
    """Write the raw file of a reconstructed wave from the claims of its report.

    Args:
        folder: the survey.
        wave: id of a wave of kind reconstructed.

    Returns:
        The files written, below data/raw/<wave>/.
    """
    report = PublishedReport.of(folder, wave)
    book = _all_evidence(report)
    path = folder.raw_file(wave, report.source)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(report.source.columns)
        writer.writerows(_row(report, book, respondent) for respondent in report.members)
    return [path]


# ── the rules ───────────────────────────────────────────────────────────────────


def _all_evidence(report: PublishedReport) -> Book:
    """The evidence that every rule gives, without what rests on contradicted items."""
    book: Book = defaultdict(list)
    _stated(report, book)
    _routing(report, book)
    for item, evidence in list(_complement(report, book)):
        book[item].append(evidence)
    doubtful = {item for item in book if _contradicting(report, item, book[item])}
    for evidences in book.values():
        evidences[:] = [each for each in evidences if each.origin not in doubtful]
    for item, evidences in book.items():
        if item not in doubtful and not _was_asked(report, book, item):
            evidences[:] = [each for each in evidences if each.rule != COMPLEMENT]
    return book


def _stated(report: PublishedReport, book: Book) -> None:
    for claim, named in report.lists:
        if claim.vague:
            continue
        for respondent in named:
            for question, option in report.answers(claim):
                book[respondent, question].append(Evidence(option, True, STATED, (claim.id,)))


def _routing(report: PublishedReport, book: Book) -> None:
    waiting = list(book)
    while waiting:
        item = waiting.pop()
        for condition in report.folder.question(item[1]).ask_if:
            if condition.question is None or len(condition.options) != 1:
                continue
            target = (item[0], condition.question)
            if target not in book:
                waiting.append(target)
            book[target] += [
                Evidence(condition.options[0], True, ROUTING, each.claims, origin=item)
                for each in book[item]
            ]


def _complement(report: PublishedReport, book: Book) -> Iterator[tuple[Item, Evidence]]:
    for claim, named in report.lists:
        answers = report.answers(claim, with_base=False)
        if not claim.complete or claim.vague or len(claim.about) != 1 or len(answers) != 1:
            continue
        question, option = report.question(answers[0][0]), answers[0][1]
        if not _only_routed(report, claim, question):
            continue
        implied = _other_option(report, question, option, len(set(named)))
        for respondent in report.members:
            item = (respondent, question.id)
            if respondent in named or not _was_asked(report, book, item):
                continue
            yield item, Evidence(option, False, COMPLEMENT, (claim.id,))
            if implied:
                other, published = implied
                yield item, Evidence(other, True, COMPLEMENT, (claim.id, published))


def _only_routed(report: PublishedReport, claim: Claim, question: Question) -> bool:
    """True where a list is taken from all who were asked, not from a part of them."""
    return all(
        report.is_of_wave(each.wave)
        and any(_same(each, condition) for condition in question.ask_if)
        for each in claim.within
    )


def _same(each: Says, condition: AskIf) -> bool:
    """True where a claim's condition is that of the routing."""
    if condition.question:
        return each.question == condition.question and [each.option] == condition.options
    return each.attribute == condition.attribute and [each.value] == condition.values


def _was_asked(report: PublishedReport, book: Book, item: Item) -> bool:
    """True where it is known that a respondent was asked a question."""
    conditions = report.folder.question(item[1]).ask_if
    return all(_meets(report, book, item[0], condition) for condition in conditions)


def _meets(report: PublishedReport, book: Book, respondent: str, condition: AskIf) -> bool:
    if condition.question:
        evidences = book.get((respondent, condition.question), [])
        return any(each.chosen and each.option in condition.options for each in evidences)
    fact = report.attributes.get((respondent, condition.attribute or ""))
    return fact is not None and fact.value in condition.values


def _other_option(
    report: PublishedReport, question: Question, option: str, named: int
) -> tuple[str, str] | None:
    """The other of two options and the claim by which all who are not named chose it."""
    others = [each.id for each in question.options if each.id != option]
    a_choice_of_two = question.type == "single" and question.options_known and len(others) == 1
    if not a_choice_of_two or question.ask_if:
        return None
    for claim in report.ledger.claims:
        of_all = not claim.within and claim.base in (None, report.base)
        if not of_all or len(claim.about) != 1 or not report.is_of_wave(claim.wave):
            continue
        is_the_other = report.answers(claim) == [(question.id, others[0])]
        if is_the_other and _counts(claim, report.base) == [report.base - named]:
            return others[0], claim.id
    return None


def _counts(claim: Claim, base: int) -> list[int]:
    """The counts of a base that a published count or whole percentage can mean."""
    value = number_of(claim)
    if claim.kind == "count":
        return [int(value)]
    if claim.kind != "share" or value != int(value):
        return []
    return [k for k in range(base + 1) if (200 * k + base) // (2 * base) == value]


# ── contradictions ──────────────────────────────────────────────────────────────


def _contradicting(report: PublishedReport, item: Item, evidences: Sequence[Evidence]) -> set[str]:
    """The claims on an item that exclude each other."""
    chosen = {each.option for each in evidences if each.chosen}
    ruled_out = {each.option for each in evidences if not each.chosen}
    one_answer = report.folder.question(item[1]).type not in ("multiple", "coded_text")
    clash = chosen if one_answer and len(chosen) > 1 else chosen & ruled_out
    found = {claim for each in evidences if each.option in clash for claim in each.claims}
    fact = report.not_asked(item)
    if fact and chosen:
        found |= {claim for each in evidences for claim in each.claims} | {source_of(fact)}
    return found | report.excluded.get(item, set())


# ── the file ────────────────────────────────────────────────────────────────────


def _row(report: PublishedReport, book: Book, respondent: str) -> list[str]:
    row = []
    for column in report.source.columns.values():
        if column.question is None:
            row.append(report.members[respondent] if column.role == "key" else "")
            continue
        text, basis = _cell(report, (respondent, column.question), book)
        row.append(basis if column.role == "basis" else text)
    return row


def _cell(report: PublishedReport, item: Item, book: Book) -> tuple[str, str]:
    """Text and basis of a cell."""
    evidences = book.get(item, [])
    if contradicting := _contradicting(report, item, evidences):
        return "", f"contradicted: {report.cite(contradicting)}"
    if fact := report.not_asked(item):
        return "", f"implied by {ATTRIBUTE}: {report.cite([source_of(fact)])}"
    question = report.question(item[1])
    chosen = {each.option for each in evidences if each.chosen}
    if chosen and question.type not in ("multiple", "coded_text"):
        evidences = [each for each in evidences if each.chosen]
    ruled_out = {each.option for each in evidences if not each.chosen}
    prefix = report.source.not_prefix or ""
    texts = [each.label for each in question.options if each.id in chosen]
    texts += [prefix + each.label for each in question.options if each.id in ruled_out]
    return (report.source.separator or "").join(texts), _basis(report, evidences)


def _basis(report: PublishedReport, evidences: Sequence[Evidence]) -> str:
    """For each option the first rule that tells it, with its claims."""
    rules = (STATED, ROUTING, COMPLEMENT)
    by_rule = sorted(evidences, key=lambda each: rules.index(each.rule))
    first: dict[tuple[str, bool], str] = {}
    claims: dict[str, list[str]] = defaultdict(list)
    for each in by_rule:
        if first.setdefault((each.option, each.chosen), each.rule) == each.rule:
            claims[each.rule] += each.claims
    return "; ".join(
        f"{rule if rule == STATED else f'implied by {rule}'}: {report.cite(cited)}"
        for rule, cited in claims.items()
    )
