"""The part of an explain tree that one publication writes."""

from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass

from copydesk.notifications.contracts import Notification
from copydesk.notifications.explain import Explain, Step, StepKind

__all__ = ["Recording", "RunWatch"]

Run = Sequence[Notification]


@dataclass(frozen=True, slots=True)
class RunWatch:
    """Records the handlers of one run of notifications."""

    explain: Explain
    step: Step

    def handler(self, name: str, notifications: Run, /) -> AbstractContextManager[None]:
        """Surround one call of a handler."""
        return self.explain.handler(self.step, name, notifications)


class Recording:
    """A publication's step, with a step inside it for each run when there are several.

    A run's step lasts as long as its two passes do, without the time between them.
    """

    def __init__(self, explain: Explain, whole: Step, runs: Sequence[Run]) -> None:
        self._explain = explain
        self._whole = whole
        self._runs: list[Step | None] = [whole]
        if len(runs) > 1:
            self._runs = [explain.begin_inside(whole, StepKind.PUBLICATION, _title(run)) for run in runs]
        for step in self._runs[len(runs) == 1 :]:
            if step is not None:
                step.duration = 0

    @classmethod
    def begin(cls, explain: Explain | None, runs: Sequence[Run]) -> "Recording | None":
        """Begin to record; None when this publication is not to be recorded."""
        if explain is None or not runs:
            return None
        step = explain.begin(StepKind.PUBLICATION, ", ".join(map(_title, runs)))
        return None if step is None else cls(explain, step, runs)

    @contextmanager
    def run(self, index: int) -> Iterator[RunWatch | None]:
        """Record one pass over one run."""
        step = self._runs[index]
        if step is None:
            yield None
            return
        began = self._explain.clock()
        try:
            yield RunWatch(self._explain, step)
        finally:
            if step.duration is not None:
                step.duration += self._explain.clock() - began

    def end(self) -> None:
        """End the publication's step."""
        self._explain.end(self._whole)


def _title(run: Run) -> str:
    name = type(run[0]).__name__
    return name if len(run) == 1 else f"{name} x{len(run)}"
