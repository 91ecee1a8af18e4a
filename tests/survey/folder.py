"""A small synthetic survey, written to disk: for tests of everything that reads a project.

    project = write_survey(tmp_path)
    edit(project, "survey/waves/2031.yml", "kind: responses", "kind: response")

Two waves of kind `responses` with a registry. All of it is right, so that a test changes
the one thing that it is about: by `edit`, or by whole files given to `write_survey`.

2030 (raw: answers.csv, commas, UTF-8): ashford beckton carden dunmore elmsley fenwick answer,
and the network of northern towns, which does not count.

    strategy yes yes yes yes no  don't know    so 4 of 5
    campaign yes yes no  no  no  (blank)       no of the network
    plan     (carden: yes, dunmore: no, elmsley: yes; asked where campaign is no)
    topics   housing;schools  housing  sports  schools;sports  housing  (blank)
    staff    12 5 0 7.5 30 (blank)

2031 (raw: export.csv, semicolons, Latin-1, one column for each topic): ashford beckton carden
dunmore gillham hartley answer; strategy yes yes no yes yes no, so 4 of 6; the question plan
has another wording, and strategy breaks.

published/2030.yml claims a base of 6, a share of 80% of 5, the list of those without a
strategy, and more: all of it true, except that "almost all" is said of a share of 80%.
"""

from __future__ import annotations

import csv
import hashlib
from pathlib import Path

import pytest

from pipelines.errors import ConfigurationError, Problem
from pipelines.survey.accept import write_manifests
from pipelines.survey.load import load_survey
from pipelines.survey.models import Manifest, Source

SURVEY = """\
id: towns
title: Survey of towns
publisher: Office of Made-up Towns
synthetic: true
respondents:
  kinds: [town, network]
  counted_kinds: [town]
  noun: {one: town, many: towns}
quantity_words:
  - {word: all, at_least: 1}
  - {word: almost all, at_least: 0.9}
  - {word: most, more_than: 1/2}
  - {word: a minority, less_than: 0.45}
readings:
  - attribute: member_of_union
    value: probably
    read_as: "yes"
    reason: The list was drawn up later.
"""

QUESTIONS = """\
sections:
  - {id: work, title: Your work, intro: What towns do.}
  - {id: wishes, title: Your wishes}
questions:
  - id: strategy
    section: work
    type: single
    wording: Does your town have a strategy?
    short: Strategy
    options:
      - {id: "yes", label: "Yes", also: [We do]}
      - {id: "no", label: "No"}
      - {id: dont_know, label: Don't know, state: dont_know}
  - id: campaign
    section: work
    type: single
    wording: Have you run a campaign?
    short: Campaign run
    options:
      - {id: "yes", label: "Yes"}
      - {id: "no", label: "No"}
  - id: plan
    section: work
    type: single
    wording: Are you planning a campaign?
    ask_if:
      - {question: campaign, options: ["no"]}
    options:
      - {id: "yes", label: "Yes"}
      - {id: "no", label: "No"}
  - id: topics
    section: wishes
    type: multiple
    wording: Which topics should we take up?
    options:
      - {id: housing, label: Housing}
      - {id: schools, label: Schools}
      - {id: sports, label: Sports and clubs}
  - id: staff
    section: work
    type: number
    wording: How many people work on this?
    minimum: 0
    maximum: 1000
  - id: remarks
    section: wishes
    type: text
    wording: Anything else?
    keep_text: true
"""

INDICATORS = """\
indicators:
  - {id: strategy, title: Have a strategy, question: strategy, options: ["yes"]}
  - {id: housing, title: Want housing, question: topics, options: [housing]}
  - id: campaigning
    title: Have run or plan a campaign
    any_of:
      - {question: campaign, options: ["yes"]}
      - {question: plan, options: ["yes"]}
    count_in_base: [dont_know]
  - id: effort
    title: Effort
    score:
      - {questions: [strategy, campaign], values: {"yes": 1}, weight: 2}
      - {questions: [topics], values: {housing: 0.5, schools: 0.5}}
"""

CORRECTIONS = """\
corrections:
  - wave: "2030"
    respondent: dunmore
    question: staff
    expected: "7.5"
    corrected: "7"
    reason: The town counted a half-time post as a half.
    decided_by: programme team
    decided_on: 2030-04-01
"""

RESPONDENTS = """\
respondent_id,name,kind,country_code,joined_on,left_on,aliases
ashford,Ashford,town,GB,2020-01-01,,Ashford upon Lea|Town of Ashford
beckton,Béckton,town,GB,2020-01-01,,
carden,Carden,town,IE,2021-05-01,,
dunmore,Dunmore,town,IE,2021-05-01,,
elmsley,Elmsley,town,GB,2022-01-01,2030-12-31,
fenwick,Fenwick,town,GB,,,
gillham,Gillham,town,GB,2031-01-01,,
hartley,Hartley,town,,,,
north,Network of Northern Towns,network,GB,,,
"""

ATTRIBUTES = """\
respondent_id,attribute,value,valid_from,valid_to,source
ashford,member_of_union,yes,2020-01-01,,letter
beckton,member_of_union,probably,2020-01-01,2030-12-31,letter
carden,member_of_union,no,,,letter
"""

WAVE_2030 = """\
wave: "2030"
kind: responses
title: First survey of towns
fieldwork_start: 2030-02-01
fieldwork_end: 2030-02-28
population: {n: 8, basis: registry}
sources:
  - path: answers.csv
    separator: ";"
    columns:
      Time: {use: submitted_at}
      Town: {use: key}
      E-mail: {use: personal}
      Does your town have a strategy?: {question: strategy}
      Have you run a campaign?: {question: campaign}
      Are you planning a campaign?: {question: plan}
      Which topics?: {question: topics}
      Staff: {question: staff}
      Anything else?: {question: remarks}
      Score: {use: ignored, reason: made by the survey tool}
"""

ANSWERS_2030 = """\
Time,Town,E-mail,Does your town have a strategy?,Have you run a campaign?,\
Are you planning a campaign?,Which topics?,Staff,Anything else?,Score
2030-02-01 10:00,Ashford,a@example.org,Yes,Yes,,Housing;Schools,12,Thank you,1
2030-02-02 10:00,BECKTON,b@example.org,Yes,Yes,,Housing,5,,2
2030-02-03 10:00,Carden,c@example.org,We do,No,Yes,Sports and clubs,0,,3
2030-02-04 10:00,Dunmore,d@example.org,Yes,No,No,Schools;Sports and clubs,7.5,"More, please",4
2030-02-05 10:00,elmsley,e@example.org,No,No,Yes,Housing,30,,5
2030-02-06 10:00,Fenwick,f@example.org,Don't know,,,,,,6
2030-02-07 10:00,Network of Northern Towns,n@example.org,Yes,No,No,Housing,3,,7
"""

WAVE_2031 = """\
wave: "2031"
kind: responses
title: Second survey of towns
fieldwork_start: 2031-02-01
fieldwork_end: 2031-02-28
population: {n: 9, basis: stated}
duplicates: last
breaks: {strategy: Until then drafts counted too.}
wordings: {plan: "Will you run a campaign?"}
sources:
  - path: export.csv
    encoding: latin-1
    delimiter: ";"
    columns:
      town: {use: key}
      strategy: {question: strategy}
      campaign: {question: campaign}
      plan: {question: plan}
      "topics [housing]": {question: topics, option: housing}
      "topics [schools]": {question: topics, option: schools}
      "topics [sports]": {question: topics, option: sports}
      staff: {question: staff}
"""

EXPORT_2031 = """\
town;strategy;campaign;plan;topics [housing];topics [schools];topics [sports];staff
Ashford;Yes;Yes;;1;0;0;14
Béckton;Yes;Yes;;1;1;0;6
Carden;No;No;No;0;0;1;0
Dunmore;Yes;No;Yes;0;1;1;8
Gillham;Yes;Yes;;1;0;0;2
Hartley;No;No;Yes;0;0;0;1
"""

PUBLISHED_2030 = """\
wave: "2030"
title: First survey of towns, report
source: https://example.org/towns-2030
published_on: 2030-06-01
claims:
  - id: responses
    section: work
    kind: base
    quote: answers of six towns
    value: 6
  - id: strategy_share
    section: work
    kind: share
    quote: 80% have a strategy
    about: [{question: strategy, option: "yes"}]
    indicator: strategy
    value: 80
    base: 5
  - id: strategy_almost_all
    section: work
    kind: quantity
    quote: almost all towns have a strategy
    about: [{question: strategy, option: "yes"}]
    word: Almost all
  - id: without_strategy
    section: work
    kind: list
    quote: "one has none: Elmsley"
    about: [{question: strategy, option: "no"}]
    respondents: [Elmsley]
    complete: true
    excludes: [campaigned]
  - id: campaigned
    section: work
    kind: list
    quote: such as Ashford upon Lea and Beckton
    about: [{question: campaign, option: "yes"}]
    respondents: [Ashford upon Lea, beckton]
    complete: false
    illustrates: campaign_count
  - id: campaign_count
    section: work
    kind: count
    quote: two towns have run a campaign
    about: [{question: campaign, option: "yes"}]
    value: 2
  - id: planning
    section: work
    kind: count
    quote: of the others, two plan one
    about: [{question: plan, option: "yes"}]
    within: [{question: campaign, option: "no"}]
    value: 2
  - id: housing_first
    section: wishes
    kind: rank
    quote: Housing comes first
    about: [{question: topics, option: housing}]
    among: [topics]
    value: 1
  - id: launched
    section: work
    kind: date
    quote: launched on 1 February
    word: fieldwork_start
    value: 2030-02-01
"""

FILES: dict[str, str] = {
    "survey/survey.yml": SURVEY,
    "survey/questions.yml": QUESTIONS,
    "survey/indicators.yml": INDICATORS,
    "survey/corrections.yml": CORRECTIONS,
    "survey/respondents.csv": RESPONDENTS,
    "survey/attributes.csv": ATTRIBUTES,
    "survey/waves/2030.yml": WAVE_2030,
    "survey/waves/2031.yml": WAVE_2031,
    "survey/published/2030.yml": PUBLISHED_2030,
    "data/raw/2030/answers.csv": ANSWERS_2030,
    "data/raw/2031/export.csv": EXPORT_2031,
}

_ENCODINGS = {"data/raw/2031/export.csv": "latin-1"}


def write_survey(project: Path, **overrides: str | bytes | bool | None) -> Path:
    """Write the survey into a folder.

    Args:
        project: the folder, made where missing.
        overrides: other content by file: `**{"survey/survey.yml": "id: other …"}`;
            None leaves the file out. `accepted=False` writes no manifests of the raw files
            into the waves; else that is done (as by `waves accept`) where the survey is right.

    Returns:
        The folder.
    """
    accepted = overrides.pop("accepted", True)
    for name, content in {**FILES, **overrides}.items():
        path = project / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if isinstance(content, str):
            path.write_bytes(content.encode(_ENCODINGS.get(name, "utf-8")))
        elif isinstance(content, bytes):
            path.write_bytes(content)
    if accepted:
        accept(project)
    return project


def edit(project: Path, file: str, old: str, new: str) -> Path:
    """Replace a text that stands exactly once in a file; the file is returned."""
    path = project / file
    encoding = _ENCODINGS.get(file, "utf-8")
    text = path.read_bytes().decode(encoding)
    assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {file}"
    path.write_bytes(text.replace(old, new).encode(encoding))
    return path


def problems(project: Path) -> tuple[Problem, ...]:
    """What loading a project complains of."""
    with pytest.raises(ConfigurationError) as raised:
        load_survey(project)
    return raised.value.problems


def accept(project: Path) -> None:
    """Write the manifests of all raw files, where the survey can be read."""
    try:
        folder = load_survey(project)
    except ConfigurationError:
        return
    for wave in folder.waves.values():
        manifests = {
            index: _manifest(folder.raw_file(wave.wave, source), source)
            for index, source in enumerate(wave.sources)
            if folder.raw_file(wave.wave, source).exists()
        }
        if manifests:
            write_manifests(project / "survey" / "waves" / f"{wave.wave}.yml", manifests)


def _manifest(file: Path, source: Source) -> Manifest:
    content = file.read_bytes()
    text = content.decode(_ENCODINGS.get(f"data/raw/2031/{file.name}", "utf-8"), errors="replace")
    rows = list(csv.reader(text.splitlines(), delimiter=source.delimiter or ","))
    return Manifest(
        sha256=hashlib.sha256(content).hexdigest(),
        bytes=len(content),
        rows=max(len(rows) - 1, 0),
        columns=len(rows[0]) if rows else 0,
    )
