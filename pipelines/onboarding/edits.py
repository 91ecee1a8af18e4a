"""The edits that choices make in one wave's file and in the question bank."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from pipelines.onboarding.bank import Bank
from pipelines.onboarding.choices import Choice
from pipelines.onboarding.compare import codes_of, told_missing
from pipelines.onboarding.decisions import Open
from pipelines.onboarding.known import is_code, is_name, option_of
from pipelines.onboarding.propose import wave_before
from pipelines.onboarding.seen import Seen
from pipelines.onboarding.sheet import Row
from pipelines.onboarding.twice import MOST, row_of
from pipelines.onboarding.wave_file import add_not_respondents, as_data, overwrite
from pipelines.onboarding.yaml_text import Editor
from pipelines.survey.folder import SurveyFolder
from pipelines.survey.models import Decided
from pipelines.survey.names import fold
from pipelines.survey.positions import Path_


@dataclass(frozen=True)
class Made:
    """A choice for an open decision, checked."""

    place: Open
    choice: Choice
    row: Row


@dataclass
class _Column:
    """What becomes of a column: decisions that are made, and the fields that they give."""

    dropped: list[int] = field(default_factory=list)
    fields: dict[str, Any] = field(default_factory=dict)
    values: dict[str, str] = field(default_factory=dict)
    missing: dict[str, str] = field(default_factory=dict)
    question: str | None = None


class Edits:
    """The edits of one wave's file and of the question bank."""

    def __init__(self, folder: SurveyFolder, wave: str, seen: Sequence[Mapping[str, Seen]]) -> None:
        self.folder, self.wave, self.seen = folder, wave, seen
        self.said = folder.waves[wave]
        self.bank = Bank(folder, wave)
        self.columns: dict[tuple[int, str], _Column] = {}
        self.dropped: list[int] = []
        self.root: dict[str, Any] = {}
        self.notes: dict[str, dict[str, str]] = {
            name: {} for name in ("wordings", "breaks", "comparable")
        }
        self.not_respondents: dict[int, dict[str, str]] = {}
        self.picks: dict[str, dict[str, Any]] = {}
        self.records: list[Decided] = []

    def take(self, made: Sequence[Made], by: str, on: date) -> None:
        """Carry out the choices, and keep a record of them."""
        for each in made:
            place = each.place
            if place.column is None:
                self.dropped.append(int(place.path[-1]))
                self._of_wave(each)
            else:
                column = self.columns.setdefault((place.source or 0, place.column), _Column())
                column.dropped.append(int(place.path[-1]))
                self._of_column(each, column)
            self.records.append(
                Decided(
                    about=place.decision.about,
                    file=place.file,
                    column=place.column,
                    subject=place.decision.subject,
                    chosen=each.choice.text,
                    reason=each.row.reason or None,
                    decided_by=by,
                    decided_on=on,
                )
            )
        self._no_longer_gone()
        self._no_longer_twice()

    def _of_wave(self, each: Made) -> None:
        choice = each.choice
        if choice.days:
            self.root |= {"fieldwork_start": choice.days[0], "fieldwork_end": choice.days[1]}
        elif choice.kind == "row":
            row, file = row_of(choice.name) or (0, "")
            pick = {"file": file or self.said.source_name(self.said.sources[0]), "row": row}
            self.picks[each.place.decision.subject or ""] = pick | {"reason": each.row.reason}
        elif each.place.decision.about == "duplicates":
            self.root["duplicates"] = choice.name
        elif each.place.decision.about == "comparable":
            notes = self.notes["breaks" if choice.name == "break" else "comparable"]
            notes[each.place.decision.subject or ""] = each.row.reason

    def _no_longer_gone(self) -> None:
        """A question that a column answers after all is not asked about again."""
        named = {column.fields.get("question") for column in self.columns.values()}
        for index, decision in enumerate(self.said.decide):
            if decision.about == "gone" and decision.subject in named:
                self.dropped = sorted({*self.dropped, index})

    def _no_longer_twice(self) -> None:
        """A rule decides on all that were not picked; where all were, none is needed."""
        about = [(i, d) for i, d in enumerate(self.said.decide) if d.about == "duplicates"]
        subjects = {d.subject for _, d in about if d.subject}
        shown_all = len(subjects) < MOST
        if "duplicates" in self.root or (shown_all and subjects and subjects <= set(self.picks)):
            self.dropped = sorted({*self.dropped, *(index for index, _ in about)})

    def _of_column(self, each: Made, column: _Column) -> None:
        about, choice = each.place.decision.about, each.choice
        if about == "column" and choice.kind == "use":
            column.fields["use"] = choice.name
            if choice.name == "ignored":
                column.fields["reason"] = each.row.reason
        elif about == "column":
            self._is_question(each, column)
        elif about == "type":
            self._several(each, column)
        elif choice.name == "not_respondent":
            reason = each.row.reason or "no respondent: a total or a test"
            texts = self.not_respondents.setdefault(each.place.source or 0, {})
            texts[each.place.decision.subject or ""] = reason
        elif about == "times":
            self._scaled(choice, column)
        elif choice.kind == "free text":
            self._takes_any_text(each, column)
        elif choice.kind in ("option", "new option", "state"):
            self._means(each, column)

    def _seen(self, place: Open) -> Seen:
        return self.seen[place.source or 0][place.column or ""]

    def _is_question(self, each: Made, column: _Column) -> None:
        choice, seen = each.choice, self._seen(each.place)
        if not choice.option and choice.type != "multiple":
            seen = seen.as_told
        if choice.kind == "new":
            name, options = self.bank.new_question(choice, seen, self._neighbour(each.place))
            option = options.get(seen.column.option or "")
            values = {code: options[t] for code, t in seen.column.values.items() if t in options}
            missing = {t: state for t, state in told_missing(seen).items() if t not in values}
            column.values, column.missing = values, missing
        else:
            name, option = choice.name, choice.option
            self._reworded(name, option, seen)
            self._also_written(name, option, seen)
            column.values, column.missing = codes_of(
                self.folder, wave_before(self.folder, self.wave), name, seen
            )
        column.fields["question"] = name
        if option:
            column.fields["option"] = option

    def _neighbour(self, place: Open) -> str | None:
        """The question of the nearest column before one."""
        near = None
        for name, column in self.said.sources[place.source or 0].columns.items():
            if name == place.column:
                return near
            near = column.question or near
        return near

    def _reworded(self, question: str, option: str | None, seen: Seen) -> None:
        """The wording of this wave, where the header tells one that is another."""
        told = (" " in seen.wording or is_name(seen)) and not is_code(seen.wording)
        named = seen.wording == seen.column.header and seen.column.code == seen.wording
        whole = not option or seen.wording != ": ".join(seen.column.path)
        known = [self.folder.question(question).wording, self.said.wordings.get(question, "")]
        if told and whole and not named and fold(seen.wording) not in map(fold, known):
            self.notes["wordings"][question] = seen.wording

    def _also_written(self, question: str, option: str | None, seen: Seen) -> None:
        """The text of an option's own column, which another year may have too."""
        text = seen.column.option if is_name(seen) else None
        if option and text and not option_of(self.folder.question(question), text):
            self.bank.also(question, option, text)

    def _several(self, each: Made, column: _Column) -> None:
        question = each.place.decision.subject or ""
        if each.choice.kind == "new":
            name, _ = self.bank.new_question(each.choice, self._seen(each.place), question)
            column.question = name
        elif each.choice.name == "multiple":
            self.bank.set_type(question, "multiple")
            reason = each.row.reason or f"Several answers could be given from {self.wave} on."
            self.notes["breaks"][question] = reason

    def _means(self, each: Made, column: _Column) -> None:
        place, choice = each.place, each.choice
        text = place.decision.subject or ""
        if choice.kind == "state":
            column.missing[text] = choice.name
            return
        said = self.said.sources[place.source or 0].columns[place.column or ""]
        question, label = said.question or "", self._seen(place).label(text)
        if choice.kind == "new option":
            option = self.bank.new_option(question, label, choice.name)
        else:
            option = choice.name
            if label != text or not text.isdigit():
                self.bank.also(question, option, label)
        if label != text or text.isdigit():
            column.values[text] = option

    @staticmethod
    def _scaled(choice: Choice, column: _Column) -> None:
        number = float(choice.name)
        if number != 1:
            column.fields["times"] = int(number) if number.is_integer() else number

    def _takes_any_text(self, each: Made, column: _Column) -> None:
        """Let an option hold any text; the column's other open texts are decided by that too."""
        said = self.said.sources[each.place.source or 0].columns[each.place.column or ""]
        self.bank.free_text(said.question or "", each.choice.name)
        column.dropped += [i for i, other in enumerate(said.decide) if other.about == "text"]

    def write(self, file: Path) -> None:
        """Write the wave's file and questions.yml."""
        editor = Editor(file)
        for (source, name), column in self.columns.items():
            self._edit_column(editor, ("sources", source, "columns", name), column)
        fields = dict(self.root)
        if "duplicates" in fields and "duplicates" in editor.data:
            editor.replace(("duplicates",), fields.pop("duplicates"))
        told: dict[str, dict[str, Any]] = {**self.notes, "submissions": self.picks}
        for name, new in told.items():
            if name in editor.data:
                overwrite(editor, (name,), new)
            elif new:
                fields[name] = new
        records = [as_data(each) for each in self.records]
        if "decisions" in editor.data:
            editor.append(("decisions",), records)
        else:
            fields["decisions"] = records
        add_not_respondents(editor, self.not_respondents)
        if self.dropped:
            _take_out(editor, ("decide",), self.dropped, {})
        editor.put((), fields, before="sources")
        bank = self.bank.edit()
        if bank.changed:
            bank.write()
        editor.write()

    def _edit_column(self, editor: Editor, path: Path_, column: _Column) -> None:
        fields = dict(column.fields)
        data = editor.at(path)
        if column.question:
            editor.replace((*path, "question"), column.question)
        for name, texts in (("values", column.values), ("missing", column.missing)):
            if name in data:
                overwrite(editor, (*path, name), texts)
            elif texts:
                fields[name] = texts
        _take_out(editor, (*path, "decide"), sorted(set(column.dropped)), fields)


def _take_out(
    editor: Editor, path: Path_, positions: Sequence[int], fields: Mapping[str, Any]
) -> None:
    """Take decisions out of a `decide`, and put what they gave into its place."""
    if len(positions) == len(editor.at(path)):
        editor.swap(path, fields)
    else:
        editor.drop(path, positions)
        editor.put(path[:-1], fields)
