"""The exports, each laid out as its tool does: what the readers of `pipelines.extract` expect.

Headers, labels and codes are written here a second time, and not taken from the survey folder
or its maps: an export knows nothing of them.
"""

from __future__ import annotations

import csv
import datetime as dt
import json
import re
import zipfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import openpyxl
from openpyxl.styles import Font

from pipelines.demo.draw import Fieldwork, Item, Submission

TOWN = "Name of your town"
_WORDINGS = {
    "strategy": "Does your town have a strategy for newcomers?",
    "public": "Is this strategy public?",
    "office": "Is there an office to which newcomers can turn?",
    "budget": "Is there money for newcomers in the town's budget?",
    "topics": "Which topics do you work on?",
    "cooperation": "How good is the cooperation between departments?",
    "events": "How often did newcomers and residents come together in town last year?",
    "digital": "Can newcomers register online?",
    "staff": "How many people in the town hall work on this?",
}
_BEFORE = {
    "office": (2035, "Is there an office for newcomers?"),
    "budget": (2036, "Does the town's budget have a line of its own for newcomers?"),
}
"""Wordings before a year."""
_SCALE = " (1 very good, 5 very poor)"

_LABELS = {
    "yes": "Yes", "no": "No", "dont_know": "Don't know",
    "housing": "Housing", "schools": "Schools", "sports": "Sports and clubs",
    "work_training": "Work and training", "work": "Work", "training": "Training",
    "s1": "Very poor", "s2": "Poor", "s3": "Fair", "s4": "Good", "s5": "Very good",
    "never": "Never", "once": "Once", "several": "Several times",
}  # fmt: skip
_CODES = {
    "strategy": {"yes": "A1", "no": "A2", "dont_know": "A3"},
    "cooperation": {"s1": "1", "s2": "2", "s3": "3", "s4": "4", "s5": "5"},
    "events": {"never": "A1", "once": "A2", "several": "A3"},
}
_YES_NO = {"yes": "Y", "no": "N"}
_IN_WORDS = "about a dozen"

Column = tuple[tuple[str, ...], Callable[[Submission], str]]
"""The cells of a column's header, and its cell of a submission."""
Table = list[list[str]]


@dataclass(frozen=True)
class Export:
    """A file that was written, and its number of columns."""

    file: Path
    columns: int


_FIXED = (2030, 1, 1, 0, 0, 0)
"""The time of every file inside a workbook: the same drawing gives the same bytes."""


def write_export(folder: Path, fieldwork: Fieldwork, submissions: Sequence[Submission]) -> Export:
    """Write the export of a wave into a folder."""
    write = {
        "eusurvey": _eusurvey,
        "limesurvey": _limesurvey,
        "qualtrics": _qualtrics,
        "google_forms": _google_forms,
    }[fieldwork.tool]
    return write(folder, fieldwork, submissions)


def _eusurvey(folder: Path, fieldwork: Fieldwork, submissions: Sequence[Submission]) -> Export:
    """XLSX: two rows about the export, a blank one, the header; metadata stand last."""
    columns: list[Column] = [
        ((TOWN,), _town(fieldwork)),
        *(((_wording(fieldwork, q),), _in_one_cell(q, "; ")) for q in fieldwork.asked),
        (("Invitation number",), lambda _: ""),
        (("Contribution ID",), lambda s: f"demo-{fieldwork.year}-{s.member.id}"),
        (("User name",), _mail),
        (("Creation date",), lambda s: str(_time(fieldwork, s))),
        (("Last update",), lambda s: str(_time(fieldwork, s))),
        (("Languages",), lambda _: "EN"),
    ]
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.title = "Content"
    sheet.append(["Alias", f"Demo_{fieldwork.year}_synthetic"])
    sheet.append(["Export Date", f"{fieldwork.year}-03-01 09:00:00"])
    sheet.append([])
    for row in _table(columns, submissions):
        sheet.append([cell or None for cell in row])
    for cell in sheet[4]:
        cell.font = Font(bold=True)
    file = folder / "answers.xlsx"
    book.save(file)
    _without_time(file)
    return Export(file, len(columns))


def _without_time(file: Path) -> None:
    """Pack a workbook anew without the time at which it was written."""
    with zipfile.ZipFile(file) as archive:
        members = {name: archive.read(name) for name in sorted(archive.namelist())}
    times = rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*"
    core = "docProps/core.xml"
    members[core] = re.sub(times, rb"\g<1>2030-01-01T00:00:00Z", members[core])
    with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as archive:
        for name, content in members.items():
            archive.writestr(zipfile.ZipInfo(name, _FIXED), content)


def _limesurvey(folder: Path, fieldwork: Fieldwork, submissions: Sequence[Submission]) -> Export:
    """CSV with semicolons: codes in the header and in the cells, `Y` for an option chosen."""
    columns: list[Column] = [
        (("id",), lambda s: str(submissions.index(s) + 1)),
        (("submitdate",), lambda s: str(_time(fieldwork, s)) if s.sent else ""),
        (("lastpage",), lambda s: "3" if s.sent else "1"),
        (("startlanguage",), lambda _: "en"),
        (("seed",), lambda s: str(1000 + submissions.index(s))),
        (("town",), _town(fieldwork)),
        (("email",), _mail),
    ]
    for question in fieldwork.asked:
        if question == "topics":
            columns += [
                ((f"topics[{option.replace('_', '')}]",), _tick("topics", option, "Y"))
                for option in _topics(fieldwork)
            ]
        else:
            columns.append(((question,), _code(question)))
    if fieldwork.weighted:
        columns.append((("weight",), lambda s: s.weight(fieldwork)))
    return _csv(folder / "results-survey.csv", _table(columns, submissions), ";")


def _qualtrics(folder: Path, fieldwork: Fieldwork, submissions: Sequence[Submission]) -> Export:
    """CSV with three header rows: tags, texts, import ids; -99 for what was left unanswered."""
    columns: list[Column] = [
        (_tags("StartDate", "Start Date", "startDate"), lambda s: str(_time(fieldwork, s))),
        (_tags("EndDate", "End Date", "endDate"), lambda s: str(_time(fieldwork, s))),
        (_tags("IPAddress", "IP Address", "ipAddress"), lambda _: "192.0.2.1"),
        (_tags("ResponseId", "Response ID", "_recordId"), lambda s: f"R_{s.member.id}"),
        (_tags("RecipientEmail", "Recipient Email", "recipientEmail"), _mail),
        (_tags("UserLanguage", "User Language", "userLanguage"), lambda _: "EN"),
        (_tags("Q1", TOWN, "QID1_TEXT"), _town(fieldwork)),
    ]
    for number, question in enumerate(fieldwork.asked, start=2):
        wording = _wording(fieldwork, question)
        if question == "topics":
            columns += [
                (
                    _tags(f"Q{number}_{place}", f"{wording} - {_LABELS[option]}",
                          f"QID{number}", choiceId=str(place)),
                    _seen(question, _tick(question, option, _LABELS[option])),
                )
                for place, option in enumerate(_topics(fieldwork), start=1)
            ]  # fmt: skip
        else:
            cell = _seen(question, _in_one_cell(question, ","))
            columns.append((_tags(f"Q{number}", wording, f"QID{number}"), cell))
    return _csv(folder / f"demo_towns_{fieldwork.year}.csv", _table(columns, submissions), ",")


def _google_forms(folder: Path, fieldwork: Fieldwork, submissions: Sequence[Submission]) -> Export:
    """CSV: a time stamp, the address, then texts; the scale runs from 1 for the best."""
    turned = {f"s{6 - number}": str(number) for number in range(1, 6)}
    columns: list[Column] = [
        (("Timestamp",), lambda s: str(_time(fieldwork, s))),
        (("Email Address",), _mail),
        ((TOWN,), _town(fieldwork)),
    ]
    for question in fieldwork.asked:
        wording = _wording(fieldwork, question)
        if question == "cooperation":
            columns.append(((wording + _SCALE,), _chosen(question, lambda o: turned[o])))
        else:
            columns.append(((wording,), _in_one_cell(question, ";")))
    name = f"Survey of demo towns {fieldwork.year} (Responses).csv"
    return _csv(folder / name, _table(columns, submissions), ",")


# ── cells ───────────────────────────────────────────────────────────────────────


def _in_one_cell(question: str, separator: str) -> Callable[[Submission], str]:
    """Labels, several of them with a separator between; or the number."""
    return _chosen(question, lambda option: _LABELS[option], separator)


def _code(question: str) -> Callable[[Submission], str]:
    codes = _CODES.get(question, _YES_NO)
    return _chosen(question, lambda option: codes[option])


def _chosen(
    question: str, text: Callable[[str], str], separator: str = ""
) -> Callable[[Submission], str]:
    def cell(submission: Submission) -> str:
        item = submission.items[question]
        if item.told == "rejected":
            return _IN_WORDS
        if not item.written:
            return ""
        if item.number is not None:
            return str(item.number)
        return separator.join(map(text, item.options))

    return cell


def _tick(question: str, option: str, text: str) -> Callable[[Submission], str]:
    def cell(submission: Submission) -> str:
        item: Item = submission.items[question]
        return text if item.written and option in item.options else ""

    return cell


def _seen(question: str, cell: Callable[[Submission], str]) -> Callable[[Submission], str]:
    """The cell, or the mark for a question that was seen and left unanswered."""
    return lambda s: "-99" if s.items[question].state == "no_answer" else cell(s)


def _town(fieldwork: Fieldwork) -> Callable[[Submission], str]:
    return lambda submission: submission.member.written(fieldwork.year)


def _mail(submission: Submission) -> str:
    return f"townhall@{submission.member.id}.example"


def _time(fieldwork: Fieldwork, submission: Submission) -> dt.datetime:
    return dt.datetime(fieldwork.year, 2, 1, 8) + dt.timedelta(minutes=submission.minute)


def _topics(fieldwork: Fieldwork) -> Sequence[str]:
    halves = ["work_training"] if fieldwork.year <= 2035 else ["work", "training"]
    return ["housing", "schools", "sports", *halves]


def _wording(fieldwork: Fieldwork, question: str) -> str:
    until, former = _BEFORE.get(question, (0, ""))
    return former if fieldwork.year < until else _WORDINGS[question]


def _tags(tag: str, text: str, import_id: str, **more: str) -> tuple[str, ...]:
    return (tag, text, json.dumps({"ImportId": import_id, **more}, separators=(",", ":")))


def _table(columns: Sequence[Column], submissions: Iterable[Submission]) -> Table:
    heading = zip(*(cells for cells, _ in columns), strict=True)
    rows = [[cell(submission) for _, cell in columns] for submission in submissions]
    return [*map(list, heading), *rows]


def _csv(file: Path, table: Table, delimiter: str) -> Export:
    with file.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream, delimiter=delimiter, lineterminator="\r\n").writerows(table)
    return Export(file, len(table[0]))
