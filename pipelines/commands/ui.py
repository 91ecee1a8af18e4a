"""`waves ui`: Dagster's pages and its daemon, on this machine only."""

from __future__ import annotations

import os
import socket
import sys
from pathlib import Path

from pipelines.commands.console import err
from pipelines.errors import ConfigurationError, Problem
from pipelines.project import VARIABLE

HOST = "127.0.0.1"


def ui(project: Path, port: int) -> None:
    """Become `dagster dev`; it ends with Ctrl+C.

    Raises:
        ConfigurationError: the port is taken.
    """
    from pipelines.assets.instance import home_of

    _require_free(port)
    environment = {
        **os.environ,
        "DAGSTER_HOME": str(home_of(project)),
        VARIABLE: str(project),
        "PYTHONWARNINGS": "ignore",
    }
    err().print(f"http://{HOST}:{port}   (stop with Ctrl+C)")
    command = ["-m", "dagster", "dev", "-m", "pipelines.definitions", "-h", HOST, "-p", str(port)]
    os.chdir(project)  # paths in dagster.yaml are relative to it
    os.execve(sys.executable, [sys.executable, *command], environment)  # noqa: S606


def _require_free(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except (OSError, OverflowError) as error:
            action = f"Stop what listens there, or choose another: waves ui -p {port % 60000 + 1}"
            raise ConfigurationError(
                Problem(f"port {port}", f"not free ({error})", "a free port", action)
            ) from error
