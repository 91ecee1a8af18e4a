"""Progress of a run on standard error: a bar for people, a line for each part elsewhere."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from types import TracebackType

from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn

from pipelines.commands.console import err
from pipelines.extract.progress import told_to


class Watch:
    """Follows a run; to be used as a context manager.

    Args:
        begins: what is said at once; elsewhere than on a terminal nothing, where it is empty.
    """

    def __init__(self, begins: str = "starting") -> None:
        self._begins = begins
        self._console = err()
        self._begun = time.monotonic()
        self._told: set[str] = set()
        self._made: set[str] = set()
        self._bar = Progress(
            SpinnerColumn(),
            TextColumn("{task.description}"),
            BarColumn(bar_width=30),
            MofNCompleteColumn(),
            console=self._console,
            transient=True,
            disable=not self._console.is_terminal,
        )
        self._task = self._bar.add_task(begins, total=None)

    def __enter__(self) -> Watch:
        self._bar.start()
        if self._begins and not self._console.is_terminal:
            self._line(self._begins)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._bar.stop()

    def __call__(self, happens: str, what: str) -> None:
        """What happens, see `pipelines.assets.run.Listener`."""
        if happens == "steps":
            self._bar.update(self._task, total=int(what))
        elif happens == "made":
            self._made.add(what)
            self._bar.update(self._task, description=what, completed=len(self._made))
        else:
            self._bar.update(self._task, description=what)
            if not self._console.is_terminal and what not in self._told:
                self._told.add(what)
                self._line(what)

    def _line(self, text: str) -> None:
        self._console.print(f"{time.monotonic() - self._begun:6.1f} s  {text}", markup=False)


@contextmanager
def reading() -> Iterator[None]:
    """Shows how far the reading of large files is."""
    with Watch(begins="") as watch, told_to(lambda text: watch("tell", text)):
        yield
