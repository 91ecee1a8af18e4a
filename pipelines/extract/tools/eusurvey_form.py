"""The questions, options and columns of an EUSurvey XML export.

The form stands in the file once for each language, the survey's own first. Its elements
are told by ids that stay; answers name them, whatever the respondent's language was.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from pipelines.extract.column import SourceColumn, Use
from pipelines.extract.source import MAX_COLUMNS, clean_header
from pipelines.extract.tools.xml_events import Event

Key = tuple[str, str, str]
"""What a cell is of: the kind, the id of the question, the id of a table's column."""

MAX_TEXTS = 20 * MAX_COLUMNS
"""Questions and options of a form, in one language."""

_NO_ANSWERS = {"Line", "File Download", "Rating", "StaticText", "Empty"}
"""Types of questions and cells that are only printed, or answered through others."""

_OPTIONS = {"Answer", "TargetDataset", "RankingItem", "MatrixAnswer"}
_KINDS = {
    "TargetDataset": "Answer",
    "ExplanationText": "Explanation",
    "ExplanationFile": "Explanation",
    "ExplanationLike": "Likes",
}
_ATTRIBUTES: dict[str, tuple[str, Use]] = {
    "invitation": ("Invitation number", "personal"),
    "id": ("Contribution ID", "personal"),
    "user": ("User name", "personal"),
    "userlogin": ("User login", "personal"),
    "create": ("Creation date", "submitted_at"),
    "last": ("Last update", "metadata"),
    "lang": ("Languages", "language"),
    "totalscore": ("Total Score", "metadata"),
    "list": ("list", "ignored"),
}
"""Attributes of a contribution, in the order and by the names of the tables."""

_BLOCK = re.compile(r"<\s*/?\s*(?:br|p|div|li|tr|h\d)\b[^<>]*>", re.IGNORECASE)
_TAG = re.compile(r"</?[A-Za-z][^<>]*>")


def plain(text: str) -> str:
    """A title without its HTML."""
    return " ".join(html.unescape(_TAG.sub("", _BLOCK.sub(" ", text))).split())


@dataclass
class Question:
    """What a column is of."""

    path: tuple[str, ...]
    options: list[str] = field(default_factory=list)
    ids: tuple[str, ...] = ()


@dataclass
class Form:
    """The form, filled event by event."""

    questions: dict[Key, Question] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)
    other_texts: dict[str, list[str]] = field(default_factory=dict)
    attributes: dict[str, None] = field(default_factory=dict)
    language: str | None = None
    deleted_options: set[str] = field(default_factory=set)
    tables: set[str] = field(default_factory=set)
    _group: tuple[str, str] = ("", "")
    _options: list[str] = field(default_factory=list)
    _rows: list[str] = field(default_factory=list)
    _cell_title: str = ""
    _first: bool = False
    _about: str = ""

    def too_large(self) -> bool:
        """Whether there is more of it than any survey has."""
        columns = len(self.questions) + len(self.attributes)
        return columns > MAX_COLUMNS or len(self.texts) + len(self.deleted_options) > MAX_TEXTS

    def take(self, event: Event) -> None:
        """The next event of the file."""
        if event.path[:3] == ("Results", "Survey", "Elements"):
            self._take_element(event)
        elif event.path[:3] == ("Results", "Answers", "AnswerSet"):
            self._take_answer(event)

    def _take_element(self, event: Event) -> None:
        if len(event.path) == 3:
            if event.start and self.language is None:
                self.language = event.attributes.get("lang", "")
            self._first = event.attributes.get("lang", "") == self.language
            return
        tag, uid = event.path[-1], event.attributes.get("id", "")
        if event.start:
            if tag == "Cell":
                self._options, self._cell_title = [], ""
            return
        text = plain(event.text)
        if tag == "ResultText" or (tag == "CellTitle" and not self._cell_title):
            self._cell_title = text
        if tag == "Cell":
            text = self._cell_title
        if not self._first:
            self.other_texts.setdefault(uid, []).append(text)
            return
        if uid:
            self.texts[uid] = text
            self._describe(tag, uid, text, event.attributes.get("type", ""))

    def _describe(self, tag: str, uid: str, text: str, kind: str) -> None:
        if tag.endswith("Title"):
            self._group, self._options, self._rows = (uid, text), [], []
        elif tag in ("Question", "Cell"):
            if tag == "Question":
                self._group, self._options = (uid, text), []
            if kind not in _NO_ANSWERS:
                self._add(uid, (text,), (uid,))
        elif tag == "MatrixQuestion":
            self._add(uid, (self._group[1], text), (self._group[0], uid))
        elif tag == "RatingQuestion":
            title, row = self._group[1], text.removeprefix(f"{self._group[1]}: ")
            self._options = []
            self._add(uid, (title, row), (uid,))
        elif tag == "TableQuestion":
            self._rows.append(uid)
            self.tables.add(uid)
        elif tag == "TableAnswer":
            self._add_table_column(uid, text)
        elif tag in _OPTIONS:
            self._options.append(uid)

    def _add(self, uid: str, path: tuple[str, ...], ids: tuple[str, ...]) -> None:
        self.questions["Answer", uid, ""] = Question(path, self._options, ids)

    def _add_table_column(self, uid: str, text: str) -> None:
        for row in self._rows:
            path = (self._group[1], self.texts[row], text)
            self.questions["Answer", row, uid] = Question(path, ids=(self._group[0], row, uid))

    def _take_answer(self, event: Event) -> None:
        if event.start and len(event.path) == 3:
            self.attributes |= dict.fromkeys(event.attributes)
        elif found := self.answer(event):
            key, text = found
            if key not in self.questions:
                self.questions[key] = Question(self._path(key), ids=(key[1],))
            aid = event.attributes.get("aid", "")
            if text == aid and aid not in self.texts:
                self.deleted_options.add(aid)

    def _path(self, key: Key) -> tuple[str, ...]:
        """Of what is not in the form as a question: remarks on one, scores, deleted ones."""
        kind, uid, column = key
        title = self.texts.get(uid, uid)
        parts = (title, self.texts.get(column, column)) if column else (title,)
        return parts if kind == "Answer" else (*parts, kind)

    def answer(self, event: Event) -> tuple[Key, str] | None:
        """The cell that an element of a contribution stands for at its end, and its text."""
        tag, attributes = event.path[-1], event.attributes
        uid = attributes.get("qid") or attributes.get("id", "")
        if event.start:
            if len(event.path) == 4:
                self._about = uid  # what is inside of a remark does not say of which question
            return None
        if len(event.path) == 3:
            return None
        kind = "Score" if "Scores" in event.path else _KINDS.get(tag, tag)
        if kind != "Answer":
            key = (kind, uid or self._about, "")
            return (key, event.text) if event.text.strip() else None
        option = attributes.get("id" if tag == "TargetDataset" else "aid")
        if option is None:
            return (("Answer", uid, ""), self._ranked(event.text)) if event.text.strip() else None
        if uid in self.tables or event.text.strip():
            return (("Answer", uid, option), event.text) if event.text.strip() else None
        return ("Answer", uid, ""), self.texts.get(option, option) or "(an option without an id)"

    def _ranked(self, text: str) -> str:
        """The items of a ranking by their texts, a line each; any other text as it is."""
        ids = [part.strip() for part in text.split(";") if part.strip()]
        if ids and all(part in self.texts for part in ids):
            return "\n".join(self.texts[part] for part in ids)
        return text

    def columns(self) -> tuple[SourceColumn, ...]:
        """The questions, and after them what each contribution tells of itself."""
        questions = list(self.questions.items())
        titles = [_title(question.path) for _, question in questions]
        attributes = self.order()
        names = [_ATTRIBUTES.get(name, (name, "metadata"))[0] for name in attributes]
        headers = clean_header([*titles, *names], "the form")
        asked = [
            SourceColumn(
                header=header,
                path=question.path,
                code=":".join(filter(None, key[1:])),
                use="metadata" if key[0] in ("Likes", "Score") else None,
                options=tuple(dict.fromkeys(self.texts[uid] for uid in question.options)),
                translations=dict(self._translations(question)),
            )
            for header, (key, question) in zip(headers, questions, strict=False)
        ]
        about = [
            SourceColumn(header, (header,), name, _ATTRIBUTES.get(name, (name, "metadata"))[1])
            for header, name in zip(headers[len(asked) :], attributes, strict=True)
        ]
        return (*asked, *about)

    def order(self) -> list[str]:
        """The attributes that contributions have, those known first."""
        known = [name for name in _ATTRIBUTES if name in self.attributes]
        return known + [name for name in self.attributes if name not in _ATTRIBUTES]

    def _translations(self, question: Question) -> Iterator[tuple[str, str]]:
        own = {self.texts[uid] for uid in (*question.ids, *question.options) if uid in self.texts}
        for uid in (*question.ids, *question.options):
            for text in self.other_texts.get(uid, ()):
                if text and text not in own:
                    yield text, self.texts[uid]


def _title(path: tuple[str, ...]) -> str:
    """A header as the tables have it."""
    if len(path) == 3:
        return f"{path[0]} {path[1]}:{path[2]}"
    return ": ".join(path)


def cells(form: Form, attributes: Mapping[str, str], answers: Mapping[Key, list[str]]) -> list[str]:
    """The row of one contribution; several options of a question stand a line each."""
    about = [_moment(attributes.get(name, "")) for name in form.order()]
    return ["\n".join(answers.get(key, ())) for key in form.questions] + about


def _moment(text: str) -> str:
    """The tool's `2020-02-03_09-15-00` as tables have it; other texts as they are."""
    match = re.fullmatch(r"(\d{4}-\d\d-\d\d)_(\d\d)-(\d\d)-(\d\d)", text)
    return f"{match[1]} {match[2]}:{match[3]}:{match[4]}" if match else text
