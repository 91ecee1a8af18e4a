"""The asset graph: one asset for each table, with all that the UI shows of it."""

from __future__ import annotations

from pathlib import Path

import dagster as dg
import pytest

from pipelines.assets.project import JOB, definitions_for
from pipelines.errors import ConfigurationError
from pipelines.project import SQL
from tests.assets.graph import SNAPSHOT, graph_text, sql_models
from tests.survey.folder import SURVEY, edit, write_survey

OWNED = SURVEY + "owner: towns-team\n"


@pytest.fixture(scope="module")
def definitions(tmp_path_factory: pytest.TempPathFactory) -> dg.Definitions:
    project = write_survey(tmp_path_factory.mktemp("owned"), **{"survey/survey.yml": OWNED})
    return definitions_for(project, graph=sql_models())


@pytest.fixture(scope="module")
def graph(definitions: dg.Definitions) -> dg.AssetGraph:
    return definitions.resolve_asset_graph()


def test_the_graph_is_the_one_that_was_reviewed() -> None:
    assert graph_text() == SNAPSHOT.read_text(encoding="utf-8"), (
        "The asset graph changed. If that is meant: python -m tests.assets.graph"
    )


def test_definitions_are_loadable(definitions: dg.Definitions) -> None:
    dg.Definitions.validate_loadable(definitions)


def test_each_sql_file_is_the_asset_of_its_name(graph: dg.AssetGraph) -> None:
    files = {path.relative_to(SQL).with_suffix("") for path in SQL.glob("*/*.sql")}
    tables = {file.as_posix() for file in files if file.parent.name != "checks"}
    keys = {key.to_user_string() for key in graph.get_all_asset_keys()}
    assert tables <= keys


def test_dependencies_are_those_of_the_sql(graph: dg.AssetGraph) -> None:
    for model in sql_models().ordered:
        node = graph.get(dg.AssetKey(model.name.split(".")))
        read = {".".join(parent.path) for parent in node.parent_keys}
        assert read == {*model.sources, *model.depends_on}


def test_nothing_hangs_in_the_air(graph: dg.AssetGraph) -> None:
    assert graph.external_asset_keys == set()
    roots = {key.to_user_string() for key in graph.root_materializable_asset_keys}
    assert roots == {"waves/extract"}


def test_every_asset_says_what_it_is_and_whose(graph: dg.AssetGraph) -> None:
    for key in graph.get_all_asset_keys():
        node = graph.get(key)
        assert node.description
        assert node.owners == ["team:towns-team"]
        assert node.kinds
        assert node.group_name == ("core" if key.path[0] == "core" else key.path[0])


def test_code_versions_are_those_of_the_files(graph: dg.AssetGraph) -> None:
    model = sql_models().models["indicators.option_shares"]
    node = graph.get(dg.AssetKey(["indicators", "option_shares"]))
    assert node.code_version
    assert model.code_version.startswith(node.code_version)


def test_every_file_of_checks_is_a_blocking_check(graph: dg.AssetGraph) -> None:
    blocking = {key.name for key in graph.asset_check_keys if graph.get_check_spec(key).blocking}
    assert {path.stem for path in SQL.glob("checks/*.sql")} <= blocking


def test_the_job_makes_everything(definitions: dg.Definitions, graph: dg.AssetGraph) -> None:
    job = definitions.resolve_job_def(JOB)
    assert job.asset_layer.executable_asset_keys == graph.get_all_asset_keys()


def test_a_broken_survey_is_told_at_load_time(tmp_path: Path) -> None:
    project = write_survey(tmp_path)
    edit(project, "survey/survey.yml", "publisher:", "pubisher:")
    with pytest.raises(ConfigurationError, match=r"survey/survey\.yml"):
        definitions_for(project, graph=sql_models())
