"""The truth beside the survey: what was drawn, whether an export can tell it or not."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from pipelines.demo.draw import FIELDWORKS, Programme
from pipelines.demo.members import members_in, write_rows


def write_truth(folder: Path, programme: Programme) -> None:
    """Write `waves.csv`, `members.csv`, `responses.csv` and `answers.csv`.

    The states and answers of `answers.csv` are true; `told` is the state that the wave's
    export can tell. Of published waves, too, every answer is there.
    """
    folder.mkdir()
    write_rows(folder / "waves.csv", ["wave", "kind", "tool", "members"], _waves(programme))
    write_rows(
        folder / "members.csv",
        ["wave", "respondent_id", "name", "country", "joined", "region", "size"],
        _members(programme),
    )
    write_rows(
        folder / "responses.csv",
        ["wave", "respondent_id", "submission", "name_written", "counted", "weight"],
        _responses(programme),
    )
    write_rows(
        folder / "answers.csv",
        ["wave", "respondent_id", "submission", "question_id", "state", "told", "options",
         "number"],
        _answers(programme),
    )  # fmt: skip


def _waves(programme: Programme) -> Iterator[list[object]]:
    for each in FIELDWORKS:
        kind = "responses" if each.tool else "published"
        yield [each.wave, kind, each.tool, len(members_in(programme.members, each.year))]


def _members(programme: Programme) -> Iterator[list[object]]:
    for each in FIELDWORKS:
        for member in members_in(programme.members, each.year):
            facts = [member.country, member.joined, member.region, member.size_in(each.year)]
            yield [each.wave, member.id, member.name, *facts]


def _responses(programme: Programme) -> Iterator[list[object]]:
    for fieldwork in FIELDWORKS:
        for each in programme.submissions[fieldwork.year]:
            name = each.member.written(fieldwork.year)
            counted = "yes" if each.counted else "no"
            weight = each.weight(fieldwork)
            yield [fieldwork.wave, each.member.id, each.number, name, counted, weight]


def _answers(programme: Programme) -> Iterator[list[object]]:
    for fieldwork in FIELDWORKS:
        for each in programme.submissions[fieldwork.year]:
            for question, item in each.items.items():
                number = "" if item.number is None else item.number
                options = "|".join(item.options)
                key = [fieldwork.wave, each.member.id, each.number, question]
                yield [*key, item.state, item.told, options, number]
