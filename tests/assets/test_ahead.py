"""Validation in a second process gives what it gives in the first."""

from __future__ import annotations

import pickle
from pathlib import Path

import pytest

from pipelines import stages
from pipelines.assets import ahead
from pipelines.assets.ahead import validating_ahead
from pipelines.errors import DataError, Problem, WavesError
from pipelines.survey.load import load_survey
from tests.survey.folder import edit, write_survey


def test_a_wave_is_validated_and_a_bad_one_is_stopped(tmp_path: Path) -> None:
    project = write_survey(tmp_path, accepted=False)
    edit(project, "data/raw/2031/export.csv", "Hartley", "Nobody")
    for wave in ("2030", "2031"):
        _accept(project, wave)
    folder = load_survey(project)
    with validating_ahead(project) as validate:
        assert validate
        for wave in folder.waves:
            stages.extract(folder, wave)
        stage, validation = validate(folder, "2030")
        assert (stage.wave, stage.reused) == ("2030", False)
        assert validation.checks
        with pytest.raises(DataError, match="Nobody") as error:
            validate(folder, "2031")
    assert all(isinstance(problem, Problem) for problem in error.value.problems)
    assert not stages.is_open(folder, "2031")


def _accept(project: Path, wave: str) -> None:
    from pipelines.commands.raw import accept

    accept(project, wave)


def test_a_process_that_dies_is_done_without(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    project = write_survey(tmp_path)
    folder = load_survey(project)
    stages.extract(folder, "2030")
    monkeypatch.setattr(ahead.sys, "executable", "/bin/false")
    with validating_ahead(project) as validate:
        assert validate
        stage, _ = validate(folder, "2030")
    assert stage.wave == "2030"


def test_later_builds_need_no_second_process(built: Path) -> None:
    with validating_ahead(built) as validate:
        assert validate is None


def test_errors_keep_their_problems_between_processes() -> None:
    for kind in (WavesError, DataError):
        error = kind([Problem("here", "this", "that", "mend it")])
        copy = pickle.loads(pickle.dumps(error))  # noqa: S301
        assert type(copy) is kind
        assert copy.problems == error.problems
