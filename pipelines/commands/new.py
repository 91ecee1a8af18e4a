"""`waves new`: the folder of a new survey."""

from __future__ import annotations

import json
import re
from pathlib import Path
from string import Template

from pipelines.commands.console import out, shown
from pipelines.errors import BuildError, ConfigurationError, Problem

TEMPLATE = Path(__file__).parent.parent / "template"

_LONGEST_ID = 40


def new(project: Path, title: str | None = None) -> None:
    """Write the template of a survey's project into a folder that is empty or not there.

    Raises:
        ConfigurationError: something is in the folder already.
        BuildError: the folder can't be written.
    """
    try:
        if project.exists() and (not project.is_dir() or any(project.iterdir())):
            problem = Problem(str(project), "something there already", "a new or empty folder")
            raise ConfigurationError(problem)
        name = project.resolve().name
        title = " ".join((title or f"Survey {name}").split())
        quoted = json.dumps(title, ensure_ascii=False)  # which YAML reads the same
        values = {"id": survey_id(name), "title": title, "quoted_title": quoted}
        for file in sorted(path for path in TEMPLATE.rglob("*") if path.is_file()):
            target = project / file.relative_to(TEMPLATE)
            target.parent.mkdir(parents=True, exist_ok=True)
            text = Template(file.read_text(encoding="utf-8")).safe_substitute(values)
            target.write_text(text, encoding="utf-8")
            out().print(f"written: {shown(target)}", markup=False)
    except OSError as error:
        found = f"a folder that can't be written ({error.strerror})"
        raise BuildError(Problem(str(project), found, "write access")) from error
    out().print(f"\nNext: {shown(project / 'README.md')}", markup=False)


def survey_id(name: str) -> str:
    """An id for the survey from the folder's name."""
    words = re.sub(r"[^a-z0-9]+", "_", name.lower()).strip("_")
    return (words if words[:1].isalpha() else f"survey_{words}".rstrip("_"))[:_LONGEST_ID]
