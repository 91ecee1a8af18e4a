"""What readers see: validation pages, report, and the one link that is moved."""

from collections.abc import Iterator
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import dagster as dg
import duckdb

from pipelines import stages
from pipelines.assets.build import Build
from pipelines.assets.tables import key_of
from pipelines.assets.waves import problems_as_data
from pipelines.errors import BuildError, Problem
from pipelines.exports import write_exports
from pipelines.exports.public import CLAIMS, INDICATORS, QUESTIONS, rows_in_build
from pipelines.report.blocks import read_texts
from pipelines.report.editions import open_due, standings_of
from pipelines.report.own_audit import audit_sentences
from pipelines.report.pages import Sentences, write_entrance, write_waves
from pipelines.report.preview import main_figures
from pipelines.report.validation_page import read_validation, write_validation_pages
from pipelines.survey.folder import SurveyFolder
from pipelines.warehouse.core_tables import LOADED
from pipelines.warehouse.input_tables import INPUT
from pipelines.warehouse.models import ModelGraph
from pipelines.warehouse.tables import mark_synthetic

REPORT = dg.AssetKey(["publication", "report"])
VALIDATION = dg.AssetKey(["publication", "validation"])
EXPORTS = dg.AssetKey(["publication", "exports"])
CURRENT = dg.AssetKey(["publication", "current"])
EVERY_WAVE = "every_wave"
SENTENCES = "sentences_hold"


def publication_assets(graph: ModelGraph, owners: list[str]) -> list[dg.AssetsDefinition]:
    """Pages and publication."""
    return [
        _validation(owners),
        _pages(graph, owners),
        _current(graph, owners),
    ]


def _validation(owners: list[str]) -> dg.AssetsDefinition:
    @dg.asset(
        key=VALIDATION,
        deps=[key_of(f"core.{name}") for name in ("source_files", "cell_fates", "rejected_cells")],
        group_name="publication",
        description="Pages about the raw files: what was checked, what was quarantined and why.",
        kinds={"python"},
        owners=owners,
    )
    def validation(build: Build) -> dg.MaterializeResult:  # type: ignore[type-arg]
        results = [
            read_validation(
                build.con,
                found.wave,
                found.checks,
                found.problems,
                len(build.survey.waves[found.wave].sources),
            )
            for found in stages.validations(build.survey)
        ]
        title, to = build.survey.survey.title, build.folder
        pages = write_validation_pages(results, to.validation, title, to.id)
        return dg.MaterializeResult(metadata={"pages": len(pages)})

    return validation


def _pages(graph: ModelGraph, owners: list[str]) -> dg.AssetsDefinition:
    """Report and open data: one step, because the second is written beside the first."""
    figures = [model.name for model in graph.ordered if model.schema == "report"]
    read = [model.name for model in graph.ordered if model.schema != "report"]
    read += ["core.answers", "core.responses", "core.texts", QUESTIONS, INDICATORS, CLAIMS]

    @dg.multi_asset(
        name="publication__pages",
        specs=[
            dg.AssetSpec(
                REPORT,
                deps=[key_of(name) for name in figures],
                group_name="publication",
                description="The report: a page for each wave, every number from report.figures.",
                kinds={"python"},
                owners=owners,
            ),
            dg.AssetSpec(
                EXPORTS,
                deps=[key_of(name) for name in read],
                group_name="publication",
                description="The open data: a package of CSV files, of public questions only.",
                kinds={"duckdb"},
                owners=owners,
            ),
        ],
        check_specs=[
            dg.AssetCheckSpec(
                SENTENCES,
                asset=REPORT,
                blocking=True,
                description="The audit of published reports finds nothing in our own sentences.",
            )
        ],
        can_subset=True,
    )
    def pages(context: dg.AssetExecutionContext, build: Build) -> Iterator[Any]:
        if EXPORTS in context.selected_asset_keys:
            build.ahead.begin({"exports": partial(_exported, build)})
        if REPORT in context.selected_asset_keys:
            yield from _reported(build, graph)
        if EXPORTS in context.selected_asset_keys:
            yield build.ahead.result("exports")

    return pages


def _reported(build: Build, graph: ModelGraph) -> Iterator[Any]:
    """The report; its sentences are audited while its pages are written."""
    said: dict[tuple[str, str], Sentences] = {}

    def hear(sentences: dict[tuple[str, str], Sentences]) -> None:
        said.update(sentences)
        build.ahead.begin({"audit": lambda con: audit_sentences(con, graph, said)})

    to, number = build.folder.report, build.folder.id
    written = write_waves(
        build.con,
        to,
        build_id=number,
        standings=standings_of(Path(build.project)),
        texts=read_texts(build.survey),
        hear=hear,
    )
    written += write_entrance(build.con, to, number)
    preview = dg.MetadataValue.md(main_figures(build.con))
    facts: dict[str, Any] = {"pages": len(written), "main figures": preview}
    yield dg.MaterializeResult(asset_key=REPORT, metadata=facts)
    faults = build.ahead.result("audit")
    yield dg.AssetCheckResult(
        asset_key=REPORT,
        check_name=SENTENCES,
        passed=not faults,
        description="\n".join(map(str, faults)) or None,
        metadata={"sentences": sum(len(each) for of in said.values() for each in of.values())},
    )


def _exported(build: Build, con: duckdb.DuckDBPyConnection) -> dg.MaterializeResult:  # type: ignore[type-arg]
    rows = rows_in_build(con, build.survey.survey.store_answers_up_to)
    files = write_exports(con, build.folder.exports, build.folder.id, ("csv",), rows=rows)
    return dg.MaterializeResult(
        asset_key=EXPORTS, metadata={"files": len(files), "responses": rows}
    )


def _current(graph: ModelGraph, owners: list[str]) -> dg.AssetsDefinition:
    tables = [model.name for model in graph.ordered] + [table.name for table in INPUT + LOADED]
    versions = {model.name: model.code_version for model in graph.ordered}

    @dg.asset(
        key=CURRENT,
        deps=[*(key_of(name) for name in tables), VALIDATION, REPORT, EXPORTS],
        group_name="publication",
        description="The published build: warehouse, report and pages change at once.",
        kinds={"duckdb", "python"},
        owners=owners,
        check_specs=[
            dg.AssetCheckSpec(
                EVERY_WAVE,
                asset=CURRENT,
                blocking=True,
                description="No wave was stopped; those that were keep their last content.",
            )
        ],
    )
    def current(build: Build) -> Iterator[Any]:
        _require_whole(build, tables)
        if build.survey.survey.synthetic:
            mark_synthetic(build.con)
        build.publish(versions)
        opened = open_due(Path(build.project), date.today())
        metadata = {
            "build": build.folder.id,
            "folder": str(build.folder.folder),
            "editions made public": ", ".join(f"{e.wave} edition {e.number}" for e in opened),
        }
        yield dg.MaterializeResult(metadata=metadata)
        problems = stopped(build.survey)
        yield dg.AssetCheckResult(
            check_name=EVERY_WAVE,
            passed=not problems,
            description="\n".join(map(str, problems)) or None,
            metadata={"problems": dg.MetadataValue.json(problems_as_data(problems))},
        )

    return current


def stopped(folder: SurveyFolder) -> list[Problem]:
    """Why waves wait for a person."""
    good = stages.finished(folder)
    found = {item.wave: item.problems for item in stages.validations(folder)}
    waiting = [wave for wave in stages.waves_with_sources(folder) if wave not in good]
    return [problem for wave in waiting for problem in found.get(wave, ())]


def _require_whole(build: Build, tables: list[str]) -> None:
    made = build.con.execute(
        "SELECT schema_name || '.' || table_name FROM duckdb_tables() "
        "UNION ALL SELECT schema_name || '.' || view_name FROM duckdb_views()"
    ).fetchall()
    if missing := sorted(set(tables) - {name for (name,) in made}):
        found = f"a build without {', '.join(missing[:5])}"
        raise BuildError(
            Problem(str(build.folder.folder), found, "all tables", "Run the whole build.")
        )
