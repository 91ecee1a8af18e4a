from __future__ import annotations

from pathlib import Path

import pytest

from tests.onboarding.towns import Towns
from tests.survey.folder import write_survey


@pytest.fixture
def towns(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Towns:
    """The small survey with its two waves."""
    monkeypatch.setenv("COLUMNS", "300")
    return Towns(write_survey(tmp_path / "towns"), tmp_path / "decisions.xlsx")
