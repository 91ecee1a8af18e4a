"""Dagster: thin assets over the stages, a file a stage, and what makes them run.

No logic about surveys lives here; an asset calls a stage and reports what it did. Only
`project.definitions_for` puts the parts together.
"""
