"""The asset graph as text, one line for each asset: a change of it shows in review.

After a change that is meant: python -m tests.assets.graph
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import dagster as dg

from pipelines.assets.project import definitions_for
from pipelines.project import SQL
from pipelines.warehouse.models import ModelGraph, load_models
from tests.survey.folder import write_survey

SNAPSHOT = Path(__file__).with_name("graph.txt")


@cache
def sql_models() -> ModelGraph:
    """The models of sql/, read once."""
    return load_models(SQL)


def graph_text() -> str:
    """Keys with group, kinds, partitions, dependencies and checks, sorted."""
    with tempfile.TemporaryDirectory() as folder:
        definitions = definitions_for(write_survey(Path(folder)), graph=sql_models())
    graph = definitions.resolve_asset_graph()
    return "".join(f"{line}\n" for line in _lines(graph))


def _lines(graph: dg.AssetGraph) -> Iterator[str]:
    for key in sorted(graph.get_all_asset_keys()):
        node = graph.get(key)
        kinds = ", ".join(sorted(node.kinds))
        each = " for each wave" if node.partitions_def else ""
        yield f"{key.to_user_string()}  ({node.group_name}; {kinds}){each}"
        for parent in sorted(node.parent_keys):
            yield f"    from {parent.to_user_string()}"
        for check in sorted(node.check_keys, key=lambda check: check.name):
            blocks = ", blocking" if graph.get_check_spec(check).blocking else ""
            yield f"    check {check.name}{blocks}"


if __name__ == "__main__":
    SNAPSHOT.write_text(graph_text(), encoding="utf-8")
