"""The survey's own texts, and the few that the warehouse has in English, in a page's language.

Rows of `report.*` are translated as they are read, so that pages, sentences, charts, documents and
the explorer all say the same. What has no translation stays as it is; which texts are in the
page's language is taken down, so that the others can be marked with theirs.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Mapping
from functools import cached_property
from html import unescape

import duckdb

from pipelines.report.language import Language, language
from pipelines.warehouse.rows import Row, group_rows, read_rows

Key = tuple[str, str, str]

_TEXTS = {
    "survey_title": ("survey", None),
    "publisher": ("survey", None),
    "section_title": ("section", "section"),
    "section_intro": ("section", "section"),
    "short": ("question", "question_id"),
    "wording": ("question", "question_id"),
    "label": ("option", "question_id"),
}
"""Columns with a text of the survey: what it is a text of, and the column with the id of that."""

_TOLD = ("rate_note", "why_no_groups", "before_note", "why_not_counted")
"""Columns that SQL fills in English."""

_CHANGED = ("break_note", "comparable_note")
"""Columns with what changed in questions: notes of waves, and what SQL tells of options, joined."""

_ANSWER = re.compile("“([^”]*)”")
_ANSWERS = re.compile("“[^”]*”(?: and “[^”]*”)*")
_SINCE = re.compile(r"(?<=since |until )\S+$")


class Translator:
    """Puts rows of `report.*` into a language.

    Attributes:
        words: the language.
        spoken: texts in the language that it has given so far.
        foreign: those that it had to leave as they are, with their languages.
        note: what is to be said of the translation; None where there is none.
    """

    def __init__(
        self,
        words: Language,
        of_survey: str,
        texts: Mapping[Key, str],
        routes: Mapping[str, list[Row]],
    ) -> None:
        self.words = words
        self.spoken: set[str] = set()
        self.foreign: dict[str, str] = {}
        self._of_survey = of_survey
        self._texts = texts
        self._routes = routes
        self.note = texts.get(("language", "", "note"))

    def text(self, subject: str, subject_id: str, text: str) -> str:
        """A text of the survey; as it is, where there is no translation."""
        found = self._texts.get((subject, subject_id, text))
        return self._leave(text, self._of_survey) if found is None else self._say(found)

    def told(self, text: str) -> str:
        """A text that the warehouse has in English, and that may end with a kind of respondent."""
        head, colon, kind = text.partition(": ")
        found, named = self.words.told(head), self._texts.get(("kind", "", kind))
        if colon and found and named:
            return self._say(found + self.words.page(colon) + named)
        found = self.words.told(text)
        return self._leave(text, "en") if found is None else self._say(found)

    def _leave(self, text: str, code: str) -> str:
        if code != self.words.code:
            self.foreign[text] = code
        return text

    def quoted(self, text: str) -> tuple[str, bool]:
        """What a finding quotes, a question or attribute with an answer; and whether it is told.

        Only words that are the same in every translation: a quotation doesn't say of what it is.
        """
        for colon in re.finditer(": ", text):
            subject = self._by_text.get(text[: colon.start()])
            answer = self._by_text.get(text[colon.end() :])
            if subject and answer:
                return subject + self.words.page(": ") + answer, True
        found = self._by_text.get(text)
        return (text, False) if found is None else (found, True)

    @cached_property
    def _by_text(self) -> dict[str, str]:
        """Translations of questions, answers, attributes and indicators by their text alone."""
        found: dict[str, set[str]] = defaultdict(set)
        for (subject, of, text), translation in self._texts.items():
            if subject in ("question", "option", "indicator", "attribute"):
                attribute = subject == "attribute" and text == of
                found[text.replace("_", " ") if attribute else text].add(translation)
        return {text: min(each) for text, each in found.items() if len(each) == 1}

    def _say(self, text: str) -> str:
        self.spoken.add(text)
        return text

    def row(self, row: Row) -> Row:
        """A row with its texts in the language."""
        changed = {name: self._column(name, row) for name in _COLUMNS if row.get(name)}
        return row | changed

    def _column(self, name: str, row: Row) -> str:
        text: str = row[name]
        if name in _TOLD:
            return self.told(text)
        if name in _CHANGED:
            said = self._changed(text, row)
            return self._leave(text, self._of_survey) if said is None else self._say(said)
        if name == "asked_if":
            return self._routing(row["question_id"], text)
        if name in _TEXTS:
            subject, column = _TEXTS[name]
            return self.text(subject, row[column] if column else "", text)
        of = next(each for each in ("indicator", "question", "wave") if row.get(_ID[each]))
        return self.text(of, row[_ID[of]], text)

    def _changed(self, text: str, row: Row) -> str | None:
        """What changed in questions since the wave before: one note, or several joined."""
        said = self._change(text, row)
        if said is not None:
            return said
        for joint in re.finditer("; ", text):
            first = self._change(text[: joint.start()], row)
            rest = None if first is None else self._changed(text[joint.end() :], row)
            if rest is not None:
                return f"{first}{self.words.page(joint[0])}{rest}"
        return None

    def _change(self, text: str, row: Row) -> str | None:
        """A note of this wave, or of one since the wave before; or what became of options."""
        said = self._texts.get(("wave", row["wave"], text)) or self._of_waves.get(text)
        if said:
            return said
        answers = [self._answers(one, row) for one in _ANSWERS.findall(text)]
        waves = _SINCE.findall(text)
        forms: Mapping[str, str] = self.words.rules.get("options") or {}
        form = forms.get(_SINCE.sub("{}", _ANSWERS.sub("{}", text)))
        if form is None or None in answers:
            return None
        return form.format(*answers, *waves)

    def _answers(self, text: str, row: Row) -> str | None:
        """Answers that a text quotes, in the language's own words; only where it has them all."""
        said = [
            self._texts.get(("option", row["question_id"], one)) or self._by_text.get(one)
            for one in _ANSWER.findall(text)
        ]
        if None in said:
            return None
        quoted = [self.words.quoted(str(one)) for one in said]
        joints = ["", *self.words.joints(len(quoted))]
        return "".join(part for pair in zip(joints, quoted, strict=True) for part in pair)

    @cached_property
    def _of_waves(self) -> dict[str, str]:
        """Translations of the notes of waves, by their text alone."""
        return {text: said for (what, _, text), said in self._texts.items() if what == "wave"}

    @cached_property
    def notes(self) -> dict[str, str]:
        """Translations of the notes that findings print, by their text."""
        kinds = ("claim", "reading")
        return {text: said for (what, _, text), said in self._texts.items() if what in kinds}

    def _routing(self, question: str, text: str) -> str:
        """Who is asked, in the language's own words; only where all that it quotes is in it."""
        phrases = self.words.rules.get("routing")
        conditions: dict[int, list[Row]] = defaultdict(list)
        for route in self._routes.get(question, ()):
            conditions[route["position"]].append(route)
        if not phrases or not conditions:
            return self._leave(text, "en")
        said = [self._condition(phrases, routes) for routes in conditions.values()]
        if None in said:
            return self._leave(text, "en")
        return self._say(phrases["and"].join(map(str, said)))

    def _condition(self, phrases: Mapping[str, str], routes: list[Row]) -> str | None:
        first = routes[0]
        if first["attribute"]:
            key, subject, subject_id = "attribute", "attribute", first["attribute"]
            of = self._texts.get(("attribute", subject_id, subject_id))
        else:
            key, subject, subject_id = "answer", "option", first["asked_question_id"]
            of = self._texts.get(("question", subject_id, first["asked_short"]))
        answers = [self._texts.get((subject, subject_id, each["answer"])) for each in routes]
        if of is None or None in answers:
            return None
        quoted = (self.words.quoted(str(answer)) for answer in answers)
        return phrases[key].format(of=of, answers=phrases["or"].join(quoted))


_ID = {"indicator": "indicator_id", "question": "question_id", "wave": "wave"}
_COLUMNS = (*_TEXTS, *_TOLD, *_CHANGED, "asked_if", "title", "note")


def translator(con: duckdb.DuckDBPyConnection, code: str) -> Translator:
    """What translates into a language with the survey's texts in it."""
    rows = con.execute(
        "SELECT subject, subject_id, text, translation FROM report.translations WHERE language = ?",
        [code],
    ).fetchall()
    words = language(code)
    texts = {(subject, of, text): words.typeset(found) for subject, of, text, found in rows}
    routes = read_rows(con, "SELECT * FROM report.routes ORDER BY position, answer_position")
    survey = con.execute("SELECT DISTINCT language FROM report.waves").fetchone()
    language_of_survey = survey[0] if survey else "en"
    return Translator(words, language_of_survey, texts, group_rows(routes, "question_id"))


_ELEMENT = re.compile(r'(<(?!tspan\b)\w[^<>]*?)data-verbatim="(\w+)"([^>]*)>([^<]*)')


def mark_languages(
    page: str, languages: Mapping[str, str], code: str, spoken: Collection[str]
) -> str:
    """A page in which all that is quoted in another language says in which, for screen readers.

    They don't read what stands in charts, which have alternative texts.

    Args:
        page: HTML.
        languages: the language of what is quoted, by kind.
        code: language of the page.
        spoken: texts that are in the page's language all the same.
    """

    def marked(found: re.Match[str]) -> str:
        start, kind, more, text = found.groups()
        lang = languages.get(kind, code)
        if lang == code or unescape(text).strip() in spoken:
            return found[0]
        return f'{start}data-verbatim="{kind}" lang="{lang}"{more}>{text}'

    return _ELEMENT.sub(marked, page)
