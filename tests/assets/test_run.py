"""Runs of the whole job: what the UI shows of them, and what readers see when they fail."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import dagster as dg
import duckdb
import pytest
from dagster._core.errors import DagsterExecutionInterruptedError

from pipelines import stages
from pipelines.assets import project as assets_project
from pipelines.assets.instance import WAVES, home_of, open_instance
from pipelines.assets.project import JOB, definitions_for
from pipelines.assets.publication import CURRENT, REPORT
from pipelines.assets.run import WavesStoppedError, run_job
from pipelines.assets.waves import RULES
from pipelines.errors import BuildError, ConfigurationError, Problem, WavesError
from pipelines.extract.progress import tell
from pipelines.project import SQL, warehouse_of
from pipelines.warehouse.models import load_models
from pipelines.warehouse.publish import build_lock, current
from tests.survey.folder import edit, write_survey

READ_ONCE = cache(load_models)
RAW = "data/raw/2031/export.csv"
SHARES = dg.AssetKey(["indicators", "option_shares"])
EXTRACT, VALIDATE = dg.AssetKey(["waves", "extract"]), dg.AssetKey(["waves", "validate"])


def quiet(*_: str) -> None:
    """A listener that doesn't listen."""


def query(project: Path, sql: str) -> list[tuple[object, ...]]:
    folder = current(warehouse_of(project))
    assert folder
    with duckdb.connect(folder / "towns.duckdb", read_only=True) as con:
        return con.execute(sql).fetchall()


@pytest.fixture(autouse=True)
def _read_sql_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """The models are checked by other tests; here they are read once for each folder."""
    monkeypatch.setattr(assets_project, "load_models", READ_ONCE)


@pytest.fixture(scope="module")
def instance(built: Path) -> Iterator[dg.DagsterInstance]:
    """The instance as Dagster itself opens it, for the UI."""
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(built)
        patch.setenv("DAGSTER_HOME", str(home_of(built)))
        with dg.DagsterInstance.get() as instance:
            yield instance


# ── what the UI shows ───────────────────────────────────────────────────────────


def test_the_run_is_in_the_history(instance: dg.DagsterInstance) -> None:
    (run,) = instance.get_runs()
    assert (run.job_name, run.status) == ("build", dg.DagsterRunStatus.SUCCESS)


def test_every_asset_was_made(instance: dg.DagsterInstance) -> None:
    made = {
        key for key in instance.all_asset_keys() if instance.get_latest_materialization_event(key)
    }
    models = {dg.AssetKey(model.name.split(".")) for model in load_models(SQL).ordered}
    assert models <= made
    assert {EXTRACT, VALIDATE, REPORT, CURRENT, dg.AssetKey(["input", "claims"])} <= made


def test_waves_are_partitions(instance: dg.DagsterInstance) -> None:
    assert list(instance.get_dynamic_partitions(WAVES)) == ["2030", "2031"]
    assert instance.get_materialized_partitions(VALIDATE) == {"2030", "2031"}


def test_a_run_tells_rows_and_types(instance: dg.DagsterInstance) -> None:
    event = instance.get_latest_materialization_event(SHARES)
    assert event
    assert event.asset_materialization
    metadata = event.asset_materialization.metadata
    assert metadata["dagster/row_count"].value
    schema = metadata["dagster/column_schema"].value
    assert isinstance(schema, dg.TableSchema)
    assert {column.name: column.type for column in schema.columns}["share"] == "DOUBLE"


def test_definitions_tell_meaning_and_origin_of_columns(built: Path) -> None:
    specs = {spec.key: spec for spec in definitions_for(built).resolve_all_asset_specs()}
    for key in (SHARES, dg.AssetKey(["core", "answers"]), dg.AssetKey(["input", "claims"])):
        schema = specs[key].metadata["dagster/column_schema"]
        assert all(column.description for column in schema.columns), key
    metadata = specs[SHARES].metadata
    [share] = [each for each in metadata["dagster/column_schema"].columns if each.name == "n"]
    assert "From indicators.answer_counts (n_rows, selected)" in share.description
    assert metadata["dagster/column_lineage"].deps_by_column["wave"]


def test_every_rule_is_a_check_of_each_wave(instance: dg.DagsterInstance) -> None:
    assert statuses(instance, VALIDATE, "gate") == {"2030": True, "2031": True}
    for rule in RULES:
        found = statuses(instance, VALIDATE, rule.replace(".", "_"))
        assert found == {"2030": True, "2031": True}, rule


def statuses(instance: dg.DagsterInstance, asset: dg.AssetKey, check: str) -> dict[str, bool]:
    """Whether a check passed when it ran last, by wave."""
    key = dg.AssetCheckKey(asset, check)
    history = instance.event_log_storage.get_asset_check_execution_history(key, limit=100)
    found: dict[str, bool] = {}
    for record in history:
        evaluation = record.event and record.event.asset_check_evaluation
        if evaluation and evaluation.partition:
            found.setdefault(evaluation.partition, evaluation.passed)
    return found


# ── what readers see ────────────────────────────────────────────────────────────


def test_a_stopped_wave_keeps_its_content_and_the_others_are_published(
    copy_of_built: Callable[[], Path],
) -> None:
    project = copy_of_built()
    edit(project, RAW, "Ashford;Yes", "Ashford;No")
    edit(project, "survey/waves/2030.yml", "First survey of towns", "Renamed")
    with pytest.raises(WavesStoppedError, match="waves accept 2031") as error:
        run_job(project, quiet)
    assert [problem.where for problem in error.value.problems] == [RAW]
    assert query(project, "SELECT wave, status FROM core.waves ORDER BY wave") == [
        ("2030", "current"),
        ("2031", "stale"),
    ]
    assert query(project, "SELECT count(*) FROM core.responses WHERE wave = '2031'") == [(6,)]
    with open_instance(project) as instance:
        assert statuses(instance, EXTRACT, "gate") == {"2030": True, "2031": False}
        run, _ = instance.get_runs(limit=2)
        assert run.status == dg.DagsterRunStatus.FAILURE


def test_a_wave_that_was_never_published_is_absent(tmp_path: Path) -> None:
    project = write_survey(tmp_path)
    edit(project, RAW, "Ashford;Yes", "Ashford;No")
    with pytest.raises(WavesStoppedError):
        run_job(project, quiet)
    assert query(project, "SELECT DISTINCT wave FROM core.responses") == [("2030",)]


def test_a_broken_promise_keeps_the_build_from_readers(
    copy_of_built: Callable[[], Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sql = shutil.copytree(SQL, tmp_path / "sql")
    text = "-- Grain: wave.\n-- No wave is called 2031.\n--\n-- wave: wave id\n-- Severity: error\n"
    text += "SELECT wave FROM core.waves WHERE wave = '2031'\n"
    (sql / "checks" / "no_2031.sql").write_text(text, encoding="utf-8")
    monkeypatch.setattr(assets_project, "SQL", sql)
    project = copy_of_built()
    before = current(warehouse_of(project))
    with pytest.raises(BuildError, match=r"no_2031(.|\n)*1 rows break the promise.*wave 2031"):
        run_job(project, quiet)
    assert current(warehouse_of(project)) == before


def checked(tmp_path: Path, **severities: str) -> Path:
    """A copy of the SQL with checks more, of these names, that find the wave 2031."""
    sql = shutil.copytree(SQL, tmp_path / "sql")
    for name, severity in severities.items():
        text = "-- Grain: wave.\n-- No wave is called 2031. Told is one that is.\n--\n"
        text += f"-- wave: wave id\n-- Severity: {severity}\n"
        text += "SELECT wave FROM core.waves WHERE wave = '2031'\n"
        (sql / "checks" / f"{name}.sql").write_text(text, encoding="utf-8")
    return sql


def test_what_a_check_warns_of_is_handed_back_and_stops_nothing(
    copy_of_built: Callable[[], Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(assets_project, "SQL", checked(tmp_path, hint="warning"))
    project = copy_of_built()
    (warning,) = run_job(project, quiet)
    assert warning.where == "check hint of core/waves"
    assert warning.found.endswith("1 rows break the promise, the first: wave 2031")
    assert warning.expected == "No wave is called 2031"
    edit(project, RAW, "Ashford;Yes", "Ashford;No")
    with pytest.raises(WavesStoppedError) as error:
        run_job(project, quiet)
    assert error.value.warnings == [warning]


def test_a_warning_is_not_taken_for_the_promise_that_was_broken(
    copy_of_built: Callable[[], Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sql = checked(tmp_path, a_promise="error", z_hint="warning")
    monkeypatch.setattr(assets_project, "SQL", sql)
    with pytest.raises(BuildError, match="a_promise"):
        run_job(copy_of_built(), quiet)


def test_sql_that_fails_keeps_the_build_from_readers(
    copy_of_built: Callable[[], Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sql = shutil.copytree(SQL, tmp_path / "sql")
    text = "-- Grain: wave.\n-- Not a number.\n--\n-- n: a number\n"
    text += "SELECT\n    CAST(kind AS BIGINT) AS n,\nFROM core.waves\n"
    (sql / "trends" / "broken.sql").write_text(text, encoding="utf-8")
    monkeypatch.setattr(assets_project, "SQL", sql)
    project = copy_of_built()
    before = current(warehouse_of(project))
    with pytest.raises(BuildError, match=r"trends/broken\.sql.*Conversion Error"):
        run_job(project, quiet)
    assert current(warehouse_of(project)) == before
    assert query(project, "SELECT count(*) FROM core.waves") == [(2,)]


def test_the_second_of_two_builds_says_who_is_at_work(built: Path) -> None:
    with (
        build_lock(warehouse_of(built)),
        pytest.raises(BuildError, match="a build under way: process"),
    ):
        run_job(built, quiet)


def test_a_warehouse_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    project = write_survey(tmp_path)
    (project / "data" / "warehouse").write_text("a file where a folder must be", encoding="utf-8")
    with pytest.raises(BuildError, match="data/warehouse"):
        run_job(project, quiet)


def test_a_part_of_the_job_starts_from_what_is_published(
    copy_of_built: Callable[[], Path],
) -> None:
    project = copy_of_built()
    before = current(warehouse_of(project))
    assert before
    (before / "report" / "index.html").write_text("lost", encoding="utf-8")
    run_job(project, quiet, [REPORT, CURRENT])
    after = current(warehouse_of(project))
    assert after
    assert after != before
    assert "lost" not in (after / "report" / "index.html").read_text(encoding="utf-8")
    assert query(project, "SELECT count(*) FROM core.waves") == [(2,)]
    assert (after / "validation" / "index.html").is_file()


def test_a_part_without_its_tables_is_not_published(tmp_path: Path) -> None:
    project = write_survey(tmp_path)
    with pytest.raises(WavesError):
        run_job(project, quiet, [CURRENT])
    assert current(warehouse_of(project)) is None


def test_a_survey_without_waves_is_told(tmp_path: Path) -> None:
    files = {f"survey/waves/{wave}.yml": None for wave in ("2030", "2031")}
    files |= {"survey/published/2030.yml": None, "survey/corrections.yml": None}
    project = write_survey(tmp_path, **files)
    with pytest.raises(ConfigurationError, match="no wave"):
        run_job(project, quiet)


def test_how_far_reading_is_can_be_followed(
    copy_of_built: Callable[[], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    def reads(*_: object) -> None:
        tell("reading a.xlsx: 3 rows")
        raise BuildError(Problem("a.xlsx", "enough", "no more"))

    monkeypatch.setattr(stages, "extract", reads)
    heard: list[tuple[str, ...]] = []
    with pytest.raises(BuildError):
        run_job(copy_of_built(), lambda *told: heard.append(told))
    assert ("tell", "reading a.xlsx: 3 rows") in heard


def test_one_wave_can_be_taken_through_a_stage_alone(copy_of_built: Callable[[], Path]) -> None:
    project = copy_of_built()
    job = definitions_for(project).resolve_job_def(JOB)
    published = current(warehouse_of(project))
    with open_instance(project) as instance:
        result = job.execute_in_process(
            instance=instance, asset_selection=[EXTRACT, VALIDATE], partition_key="2031"
        )
    (made,) = result.asset_materializations_for_node("waves__validate")
    assert made.partition == "2031"
    assert made.metadata["rows"].value == 6
    assert current(warehouse_of(project)) == published
    assert len(list((warehouse_of(project) / "builds").iterdir())) == 1


def test_ctrl_c_leaves_the_run_failed_and_the_warehouse_free(
    copy_of_built: Callable[[], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(*_: object) -> None:
        raise DagsterExecutionInterruptedError

    monkeypatch.setattr("pipelines.assets.load.fill_statistics", interrupted)
    project = copy_of_built()
    before = current(warehouse_of(project))
    with pytest.raises(KeyboardInterrupt):
        run_job(project, quiet)
    assert current(warehouse_of(project)) == before
    with build_lock(warehouse_of(project)), open_instance(project) as instance:
        assert instance.get_runs(limit=1)[0].status == dg.DagsterRunStatus.FAILURE
