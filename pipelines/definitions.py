"""What Dagster loads: the definitions of one project.

The project is that of the environment variable WAVES_PROJECT, else the one that comes
with the package. Loading brings the wave partitions in step with survey/waves, so that a
fresh checkout shows its waves.
"""

from __future__ import annotations

from dagster import Definitions

from pipelines.assets.instance import open_instance, synchronise
from pipelines.assets.project import definitions_for
from pipelines.project import find_project
from pipelines.survey.load import load_survey


def _load() -> Definitions:
    project = find_project()
    folder = load_survey(project)
    with open_instance(project) as instance:
        synchronise(instance, folder.waves)
    return definitions_for(project, folder=folder)


defs = _load()
