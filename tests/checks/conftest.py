"""A sound survey to be damaged, for tests of the checks."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.small_survey import SmallSurvey


@pytest.fixture
def survey(sound: SmallSurvey) -> Iterator[SmallSurvey]:
    """The sound survey of the module, to be damaged; what a test does is undone."""
    sound.con.execute("BEGIN")
    yield sound
    sound.con.execute("ROLLBACK")
