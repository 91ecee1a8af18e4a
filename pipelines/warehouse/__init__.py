"""The warehouse: SQL model graph, DuckDB, publication and the data dictionary."""
