"""Who answered: the key column of a typed stage to respondent ids."""

from __future__ import annotations

import duckdb

from pipelines.mapping.plan import SourcePlan
from pipelines.survey.folder import SurveyFolder
from pipelines.warehouse.tables import literal


def write_respondents(
    con: duckdb.DuckDBPyConnection, folder: SurveyFolder, plan: SourcePlan
) -> list[str]:
    """Fill `respondent_id` of the stage, which holds the key as written.

    Returns:
        The names that the registry does not have, in the file's order.
    """
    table, key = plan.staged, plan.key
    if folder.survey.respondents.identified_by == "row" or key is None:
        con.execute(
            f"UPDATE {table} SET respondent_id = "
            f"{literal(f'{plan.wave}-{plan.number}-')} || source_row"
        )
        return []
    if folder.survey.respondents.identified_by == "key":
        return []
    names = [
        row[0]
        for row in con.execute(
            f"SELECT {key.name} FROM {table} WHERE {key.name} IS NOT NULL "
            f"GROUP BY 1 ORDER BY min(source_row)"
        ).fetchall()
    ]
    from pandas import DataFrame  # slow: not before it is needed

    found = DataFrame(
        {"raw": names, "respondent_id": [folder.resolve(name, plan.wave) for name in names]},
        dtype=object,
    )
    con.register("found", found)
    con.execute(
        f"UPDATE {table} AS s SET respondent_id = found.respondent_id FROM found "
        f"WHERE s.{key.name} = found.raw"
    )
    con.unregister("found")
    return [name for name, who in zip(names, found["respondent_id"], strict=True) if who is None]
