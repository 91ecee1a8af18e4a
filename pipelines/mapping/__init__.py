"""The map from a wave's source columns and cell texts to questions, options and states.

Python works it out over headers and distinct texts; DuckDB applies it to rows.
Validation and harmonising both read it, neither changes it.
"""
