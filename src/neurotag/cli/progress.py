"""Progress on stderr: a bar on a terminal, one line about compiling elsewhere, nothing when switched off."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from rich.console import Console
from rich.progress import BarColumn, TaskProgressColumn, TextColumn, TimeElapsedColumn, TimeRemainingColumn
from rich.progress import Progress as Bar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from rich.progress import TaskID

COMPILING = "compiling"


@dataclass
class Progress:
    """Tells the user how far one or more runs have come.

    ``bar`` is none where there is no terminal; ``lines`` is none where nothing shall be said at all.
    """

    n_runs: int
    bar: Bar | None = None
    lines: Console | None = None
    task: TaskID | None = None
    n_begun: int = 0
    said: set[str] = field(default_factory=set)

    def begin(self, name: str) -> Callable[[str, float], None]:
        """Begin the next run, and return what ``simulate`` calls."""
        self.n_begun += 1
        before = self.n_begun - 1
        label = f"{name}: " if self.n_runs > 1 else ""

        def progress(phase: str, share: float) -> None:
            self._show(f"{label}{phase}", (before + min(share, 1.0)) / self.n_runs)
            if self.bar is None and phase.startswith(COMPILING):
                self._say_once(phase)

        return progress

    def say(self, phase: str) -> None:
        """Name what goes on after a simulation."""
        self._show(phase, self.n_begun / self.n_runs)

    def _show(self, text: str, share: float) -> None:
        if self.bar is not None and self.task is not None:
            self.bar.update(self.task, description=text, completed=share)

    def _say_once(self, text: str) -> None:
        if self.lines is not None and text not in self.said:
            self.said.add(text)
            self.lines.print(f"neurotag: {text}", highlight=False, markup=False, soft_wrap=True)


@contextmanager
def show_progress(*, bar: bool, n_runs: int) -> Iterator[Progress]:
    """Show the progress of runs, and clear it away at the end."""
    console = Console(stderr=True)
    if not bar:
        yield Progress(n_runs)
    elif not console.is_terminal:
        yield Progress(n_runs, lines=console)
    else:
        columns = (
            TextColumn("{task.description}", markup=False), BarColumn(), TaskProgressColumn(),
            TimeElapsedColumn(), TextColumn("left"), TimeRemainingColumn(),
        )  # fmt: skip
        with Bar(*columns, console=console, transient=True) as rich_bar:
            yield Progress(n_runs, bar=rich_bar, task=rich_bar.add_task("starting", total=1.0))
