"""Additions to the question bank, written into questions.yml with the wave that brought them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pipelines.extract.tools.state_words import state_of
from pipelines.onboarding.choices import Choice
from pipelines.onboarding.new import new_id, options_of, says_other
from pipelines.onboarding.seen import Seen
from pipelines.onboarding.ticks import TICKS
from pipelines.onboarding.yaml_text import Editor
from pipelines.survey.folder import QUESTIONS, SurveyFolder
from pipelines.survey.names import fold
from pipelines.survey.positions import Path_

_SECTION = {"id": "questions", "title": "Questions"}


class Bank:
    """Collects what a wave adds to the question bank."""

    def __init__(self, folder: SurveyFolder, wave: str) -> None:
        self.folder, self.wave = folder, wave
        self.editor = Editor(folder.project / "survey" / QUESTIONS)
        self._new: dict[str, dict[str, Any]] = {}
        self._options: dict[str, list[dict[str, Any]]] = {}
        self._also: dict[tuple[str, str], list[str]] = {}
        self._types: dict[str, str] = {}
        self._free: set[tuple[str, str]] = set()

    def new_question(
        self, choice: Choice, each: Seen, near: str | None
    ) -> tuple[str, dict[str, str]]:
        """Add a question for a column, or an option to one that was added for another column.

        Args:
            choice: its type, and id if one was typed.
            each: the column.
            near: question after whose section it goes.

        Returns:
            Its id, and the ids of its options by the texts of the column.
        """
        name = choice.name or self._same(each) or new_id(each.wording, self._taken(), "question")
        if name not in self._new:
            self._new[name] = {
                "id": name,
                "section": self._section(near),
                "type": choice.type,
                "wording": each.wording,
            }
        if choice.type in ("number", "date", "text"):
            return name, {}
        options = self._new[name].setdefault("options", [])
        ids = {
            label: self._option(label, options, known)
            for label, known in self._known_order(options_of(each, choice.type))
        }
        if _holds_what_was_written(each):
            options[-1]["free_text"] = True
        return name, ids

    def _known_order(self, labels: Sequence[str]) -> list[tuple[str, str]]:
        """The labels with ids, as another question has them all; else as they are, without."""
        folded = {fold(label): label for label in labels}
        for question in self.folder.bank.questions:
            known = {fold(option.label): option.id for option in question.options}
            if set(folded) <= set(known):
                return [(folded[key], name) for key, name in known.items() if key in folded]
        return [(label, "") for label in labels]

    def _same(self, each: Seen) -> str | None:
        """The new question of which a column is another option."""
        if each.column.option is None:
            return None
        return next(
            (n for n, q in self._new.items() if fold(q["wording"]) == fold(each.wording)), None
        )

    def _taken(self) -> set[str]:
        return set(self.folder.questions) | set(self._new)

    def _section(self, near: str | None) -> str:
        if near in self.folder.questions:
            return self.folder.question(near or "").section
        sections = self.folder.bank.sections
        return sections[-1].id if sections else _SECTION["id"]

    def _option(self, label: str, options: list[dict[str, Any]], name: str = "") -> str:
        known = next((o["id"] for o in options if fold(o["label"]) == fold(label)), None)
        if known:
            return str(known)
        name = name or new_id(label, [option["id"] for option in options], "option")
        option = {"id": name, "label": label, "since": self.wave}
        if state := state_of(label):
            option["state"] = state
        options.append(option)
        return name

    def new_option(self, question: str, label: str, name: str) -> str:
        """Add an option to a question that is there; its id."""
        added = self._options.setdefault(question, [])
        there = [
            {"id": option.id, "label": option.label}
            for option in self.folder.question(question).options
        ]
        found = self._option(label, [*there, *added], name)
        if found not in {option["id"] for option in [*there, *added]}:
            self._option(label, added, found)
        return found

    def also(self, question: str, option: str, text: str) -> None:
        """Let an option be written in another way."""
        known = next(o for o in self.folder.question(question).options if o.id == option)
        texts = self._also.setdefault((question, option), [])
        if text not in (known.label, *known.also, *texts):
            texts.append(text)

    def free_text(self, question: str, option: str = "") -> None:
        """Let an option take any text: the one named, else a new one, "Other"."""
        name = option or self.new_option(question, "Other", "")
        for added in self._options.get(question, ()):
            if added["id"] == name:
                added["free_text"] = True
                return
        known = next(o for o in self.folder.question(question).options if o.id == name)
        if not known.free_text:
            self._free.add((question, name))

    def set_type(self, question: str, kind: str) -> None:
        """Change the type of a question."""
        self._types[question] = kind

    def edit(self) -> Editor:
        """The editor of questions.yml with all of it."""
        if self._new and not self.folder.bank.sections:
            self.editor.append(("sections",), [_SECTION])
        positions = {each.id: index for index, each in enumerate(self.folder.bank.questions)}
        # What stands deepest first: at the end of a block all of it goes to the same line.
        for (question, option), texts in self._also.items():
            self._append_also(self._path(positions[question], question, option), texts)
        for question, option in sorted(self._free):
            path = self._path(positions[question], question, option)
            self.editor.put(path, {"free_text": True})
        for question, options in self._options.items():
            self._append_options(positions[question], question, options)
        for question, kind in self._types.items():
            self.editor.replace(("questions", positions[question], "type"), kind)
        self.editor.append(("questions",), list(self._new.values()))
        return self.editor

    def _path(self, position: int, question: str, option: str) -> Path_:
        known = [each.id for each in self.folder.question(question).options]
        return ("questions", position, "options", known.index(option))

    def _append_options(
        self, position: int, question: str, options: Sequence[dict[str, Any]]
    ) -> None:
        if self.folder.question(question).options:
            self.editor.append(("questions", position, "options"), options)
        elif options:
            self.editor.put(("questions", position), {"options": list(options)})

    def _append_also(self, path: Path_, texts: list[str]) -> None:
        data = self.editor.data
        for step in path:
            data = data[step]
        if not texts:
            return
        if "also" in data:
            self.editor.append((*path, "also"), texts)
        else:
            self.editor.put(path, {"also": texts})


def _holds_what_was_written(each: Seen) -> bool:
    """Whether the column of the option "other" holds texts besides ticks."""
    own = fold(each.column.option or "")
    texts = {fold(text) for text in each.labels if text not in each.column.missing}
    return says_other(own) and any(len(text) > 1 and text != own for text in texts - TICKS)
