"""The command `waves`: how its parts are called; what they do is in `pipelines.commands`.

Everything heavy is imported by the command that needs it.
"""

from __future__ import annotations

import sys

# Each adds its commands to the app, in this order.
from pipelines.cli import building, changing, generating, reading  # noqa: F401
from pipelines.cli.frame import app

__all__ = ["app", "main"]


def main() -> None:
    """Entry point of `waves`."""
    sys.exit(app())
