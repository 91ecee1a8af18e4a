"""SQL files made for one test."""

from __future__ import annotations

from pathlib import Path

HEADER = """\
-- Grain: wave.
-- A table made for a test.
--
"""


def write(sql_dir: Path, name: str, select: str, *columns: str, severity: str = "") -> Path:
    """Write `name` (schema/table) with a proper header for the columns, 'wave' by default."""
    path = sql_dir / f"{name}.sql"
    path.parent.mkdir(parents=True, exist_ok=True)
    lines = "".join(f"-- {column}: what {column} is\n" for column in columns or ("wave",))
    said = f"-- Severity: {severity}\n" if severity else ""
    path.write_text(f"{HEADER}{lines}{said}{select}\n", encoding="utf-8")
    return path
