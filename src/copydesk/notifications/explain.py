"""Explain: the tree of what was published, who handled it, how long that took, and who changed or cancelled what."""

import sys
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from enum import Enum

from copydesk.notifications.chain import current_frame, under_way
from copydesk.notifications.contracts import Notification
from copydesk.notifications.snapshot import Snapshot

__all__ = ["Explain", "ExplainedScope", "Step", "StepKind"]


class StepKind(Enum):
    """What a step of the tree is."""

    SCOPE = "scope"
    PUBLICATION = "publication"
    HANDLER = "handler"


class Step:
    """One node of the tree: a scope, a publication (of one or several notifications), or a handler.

    `duration` is in seconds, and None until the step has ended. `remarks` say what a handler changed, cancelled or
    raised, and how a scope ended. `str(step)` is the tree as text.
    """

    __slots__ = ("duration", "kind", "name", "remarks", "root", "size", "started", "steps")

    def __init__(self, kind: StepKind, name: str, started: float, root: "Step | None" = None) -> None:
        self.kind = kind
        self.name = name
        self.started = started
        self.duration: float | None = None
        self.remarks: list[str] = []
        self.steps: list[Step] = []
        self.root = root or self
        self.size = 1

    def __str__(self) -> str:
        return "\n".join(_lines(self, "", ""))


def _lines(step: Step, branch: str, below: str) -> Iterator[str]:
    took = "unfinished" if step.duration is None else f"{step.duration * 1e3:.3f} ms"
    yield "; ".join([f"{branch}{step.name}  {took}", *step.remarks])
    for inner in step.steps:
        last = inner is step.steps[-1]
        yield from _lines(inner, below + ("└─ " if last else "├─ "), below + ("   " if last else "│  "))


_SKIP = 63
_current: ContextVar[Step | None] = ContextVar("copydesk_explained_step", default=None)


class Explain:
    """Records operations as trees. Give it to the event aggregator, and read the trees from it.

    An operation is an outermost scope, or a publication outside of any scope, with everything that happens inside it.
    It is recorded whole or not at all. At most about `rate` steps are recorded per second, so that the cost is bounded:
    a quiet process is recorded completely, a busy one in samples; None records every operation. The last `keep` trees
    are kept, each with at most `steps` steps. `clock` counts seconds.
    """

    def __init__(
        self,
        *,
        rate: float | None = 250,
        keep: int = 100,
        steps: int = 1000,
        clock: Callable[[], float] = time.perf_counter,
    ) -> None:
        self.clock = clock
        self.skip = 0
        self._step_costs = 1 / rate if rate else 0.0
        self._due = 0.0
        self._active = 0
        self._size = steps
        self._trees: deque[Step] = deque(maxlen=keep)

    @property
    def trees(self) -> Sequence[Step]:
        """The recorded operations that have ended, oldest first."""
        return tuple(self._trees)

    def wants(self) -> bool:
        """Tell whether a publication here and now is to be recorded.

        When it is too early for that, `skip` says how many publications need not even ask: looking at the clock takes a
        quarter of the time that a publication takes. So a few may be missed after a burst, when it is quiet again.
        """
        outer = _current.get()
        if outer is not None and outer.duration is None:
            return outer.root.size <= self._size
        if self.clock() >= self._due:
            return under_way(current_frame()) is None
        if not self._active:
            self.skip = _SKIP
        return False

    def begin(self, kind: StepKind, name: str) -> Step | None:
        """Begin a step inside the current one, or else a new operation; None when it is not to be recorded."""
        if not self.wants():
            return None
        outer, now = _current.get(), self.clock()
        if outer is not None and outer.duration is None:
            return self.begin_inside(outer, kind, name)
        self._due = max(self._due, now) + self._step_costs
        self._active += 1
        self.skip = 0
        return Step(kind, name, now)

    def begin_inside(self, outer: Step, kind: StepKind, name: str) -> Step | None:
        """Begin a step inside `outer`; None when its tree is full."""
        root = outer.root
        if root.size >= self._size:
            if root.size == self._size:
                root.remarks.append(f"only the first {self._size} steps are recorded")
                root.size += 1
            return None
        root.size += 1
        step = Step(kind, name, self.clock(), root)
        outer.steps.append(step)
        return step

    def end(self, step: Step, *remarks: str) -> None:
        """End a step. The tree is kept when this was its outermost one."""
        step.duration = self.clock() - step.started
        step.remarks.extend(remarks)
        if step.root is step:
            self._trees.append(step)
            self._active -= 1
            self._due = max(self._due, self.clock()) + self._step_costs * (step.size - 1)

    def enter_scope(self) -> "ExplainedScope":
        """Begin a scope. Inside one that is not recorded, nothing is."""
        return ExplainedScope(self, self.begin(StepKind.SCOPE, "scope"))

    @contextmanager
    def handler(self, publication: Step, name: str, notifications: Sequence[Notification]) -> Iterator[None]:
        """Record one call of a handler, and what it did to the notifications."""
        step = self.begin_inside(publication, StepKind.HANDLER, name)
        if step is None:
            yield
            return
        before = [Snapshot(notification) for notification in notifications]
        token = _current.set(step)
        step.started = self.clock()
        try:
            yield
        except BaseException as error:
            step.remarks.append(f"raised {error!r}")
            raise
        finally:
            self.end(step)
            _current.reset(token)
            for snapshot in before:
                step.remarks.extend(snapshot.remarks())


class ExplainedScope:
    """A scope's place among the steps, from when it is entered until it is left."""

    __slots__ = ("_explain", "_outer", "_recorded", "_step")

    def __init__(self, explain: Explain, step: Step | None) -> None:
        self._explain = explain
        self._outer = _current.get()
        self._recorded = step is not None
        self._step = step or _unrecorded()
        _current.set(self._step)

    def leave(self, remark: str) -> None:
        """End the step, with what became of the scope."""
        _current.set(self._outer)
        if self._recorded:
            self._explain.end(self._step, remark)
        else:
            self._step.duration = 0


def _unrecorded() -> Step:
    step = Step(StepKind.SCOPE, "not recorded", 0)
    step.size = sys.maxsize
    return step
