"""`waves demo`: a made-up programme whose truth is known."""

from __future__ import annotations

from pathlib import Path

from pipelines.commands.console import out, shown
from pipelines.errors import BuildError, ConfigurationError, Problem


def demo(project: Path) -> None:
    """Write the made-up programme into a folder that is empty or not there.

    Raises:
        ConfigurationError: something is in the folder already.
        BuildError: the folder can't be written.
    """
    from pipelines.demo import write_demo

    try:
        if project.exists() and (not project.is_dir() or any(project.iterdir())):
            problem = Problem(str(project), "something there already", "a new or empty folder")
            raise ConfigurationError(problem)
        programme = write_demo(project)
    except OSError as error:
        found = f"a folder that can't be written ({error.strerror})"
        raise BuildError(Problem(str(project), found, "write access")) from error
    console = out()
    waves = len(programme.submissions)
    told = f"{len(programme.members)} towns that do not exist, {waves} waves, every answer made up"
    console.print(f"written: {told}", markup=False)
    for part, what in (("survey", "the survey folder"), ("data/raw", "exports of four tools"),
                       ("truth", "what was drawn, for comparison")):  # fmt: skip
        console.print(f"  {shown(project / part)}/: {what}", markup=False)
    console.print(f"\nNext: waves build --project {shown(project)}", markup=False)
