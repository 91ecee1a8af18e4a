"""A survey of five towns with a wave whose export is lost, and what is reconstructed of it."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import yaml

from pipelines.survey.load import load_survey
from pipelines.survey.reconstruct import reconstruct

TOWNS = ["Northtown", "Southport", "Eastham", "Westley", "Midburgh"]

Claim = dict[str, Any]
Cells = dict[str, dict[str, str]]


def _choice(question: str, kind: str, *options: str, **more: Any) -> dict[str, Any]:
    listed = [{"id": option, "label": option.capitalize()} for option in options]
    base = {"id": question, "section": "all", "type": kind, "wording": question}
    return {**base, "options": listed, **more}


QUESTIONS = [
    _choice("plan", "single", "yes", "no"),
    _choice("when", "single", "soon", "later", ask_if=[{"question": "plan", "options": ["no"]}]),
    _choice(
        "cost", "single", "low", "fair", "high", ask_if=[{"question": "plan", "options": ["no"]}]
    ),
    _choice("colour", "single", "red", "green", "blue"),
    _choice(
        "shade", "single", "dark", "light",
        ask_if=[{"question": "colour", "options": ["red", "blue"]}],
    ),
    _choice("open", "single", "this", "that", options_known=False),
    _choice("topics", "coded_text", "roads", "parks", "schools"),
    _choice("interest", "rating", "highest", options_known=False),
    _choice(
        "meeting", "rating", "high", options_known=False,
        ask_if=[{"attribute": "in_league", "values": ["in"]}],
    ),
]  # fmt: skip


def says(*conditions: str) -> list[dict[str, str]]:
    """Conditions written `question=option` or `question=option@wave`."""
    found = []
    for condition in conditions:
        answer, _, wave = condition.partition("@")
        question, option = answer.split("=")
        found.append({"question": question, "option": option} | ({"wave": wave} if wave else {}))
    return found


def names(claim: str, *about: str, of: str, complete: bool = False, **more: Any) -> Claim:
    """A list of the towns whose first letters are in `of`."""
    named = [town for town in TOWNS if town[0] in of]
    return {"id": claim, "kind": "list", "about": says(*about), "respondents": named,
            "complete": complete, **more}  # fmt: skip


def project(path: Path, claims: list[Claim], attributes: str = "") -> Path:
    """A survey folder with a wave of five towns and the claims."""
    base: list[Claim] = [
        {"id": "base", "kind": "base", "value": len(TOWNS)},
        names("who", of="NSEWM", complete=True, illustrates="base"),
    ]
    ledger = [{"section": "all", "quote": "as printed", **claim} for claim in [*base, *claims]]
    files: dict[str, Any] = {
        "survey.yml": {"id": "towns", "title": "Towns", "publisher": "League"},
        "questions.yml": {"sections": [{"id": "all", "title": "All"}], "questions": QUESTIONS},
        "published/w2.yml": {
            "wave": "w2",
            "title": "Report",
            "source": "Archive",
            "claims": ledger,
        },
        "waves/w1.yml": {"wave": "w1", "kind": "published"},
    }
    survey = path / "survey"
    for file, content in files.items():
        (survey / file).parent.mkdir(parents=True, exist_ok=True)
        (survey / file).write_text(yaml.safe_dump(content, sort_keys=False), encoding="utf-8")
    _write_wave(survey)
    registry = [f"{town.lower()},{town},organisation,,,,the town of {town}\n" for town in TOWNS]
    header = "respondent_id,name,kind,country_code,joined_on,left_on,aliases\n"
    (survey / "respondents.csv").write_text(header + "".join(registry), encoding="utf-8")
    header = "respondent_id,attribute,value,valid_from,valid_to,source\n"
    attributes = attributes or "northtown,in_league,in,,,\n"
    (survey / "attributes.csv").write_text(header + attributes, encoding="utf-8")
    return path


def columns_of(questions: Iterable[str]) -> dict[str, Any]:
    """The `columns` of a wave's file for a reconstructed source: an answer and its basis each."""
    columns: dict[str, Any] = {"respondent": {"use": "key"}}
    for question in questions:
        columns[question] = {"question": question}
        columns[f"{question}: basis"] = {"use": "basis", "question": question}
    return columns


def _write_wave(survey: Path) -> None:
    columns = columns_of(each["id"] for each in QUESTIONS)
    wave = {
        "wave": "w2", "kind": "reconstructed",
        "fieldwork_start": "2020-01-01", "fieldwork_end": "2020-02-29",
        "sources": [{
            "path": "cells.csv", "blank": "unknown", "unnamed": "unknown",
            "separator": " | ", "not_prefix": "not: ", "columns": columns,
        }],
    }  # fmt: skip
    (survey / "waves/w2.yml").write_text(yaml.safe_dump(wave, sort_keys=False), encoding="utf-8")


def cells(path: Path, *claims: Claim, attributes: str = "") -> Cells:
    """What is written for the claims, by name as written and column."""
    (file,) = reconstruct(load_survey(project(path, list(claims), attributes)), "w2")
    with file.open(encoding="utf-8", newline="") as lines:
        return {row["respondent"]: row for row in csv.DictReader(lines)}


def column(found: Cells, question: str) -> list[str]:
    """The answers to a question, town by town."""
    return [found[town][question] for town in TOWNS]
