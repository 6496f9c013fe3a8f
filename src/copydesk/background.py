"""What runs beside the requests, as long as the server does: kept going, and ended with it."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from types import TracebackType
from typing import Final, Self

__all__ = ["Background", "Job"]

Job = Callable[[], Awaitable[object]]
"""Work that is done once, again and again, or until it is cancelled."""

_log = logging.getLogger("copydesk.background")
_RESTART_AFTER: Final = 1.0
"""How long a job that failed rests at most before it is begun again, seconds."""
_WELL_AFTER: Final = 10.0
"""How long a job that failed must run again until it counts as working, seconds."""


class Background:
    """Owns the tasks. Leaving it ends them all.

    A job that fails is logged and begun again, and until that works, `problem` names it.

    Args:
        restart_after: how long a job rests at most that failed, seconds.
        well_after: how long it must run again until it counts as working, seconds, unless it ends well before.
    """

    def __init__(self, restart_after: float = _RESTART_AFTER, well_after: float = _WELL_AFTER) -> None:
        self._restart_after = restart_after
        self._well_after = well_after
        self._tasks: dict[str, asyncio.Task[None]] = {}
        self._failing: dict[str, str] = {}
        self._leaving = asyncio.Event()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._leaving.set()
        for task in self._tasks.values():
            task.cancel()
        if self._tasks:
            await asyncio.wait(self._tasks.values())

    def keep(self, name: str, job: Job) -> None:
        """Run a job that ends by itself only when it fails."""
        self._start(name, lambda: self._again(name, job, self._restart_after))

    def every(self, name: str, seconds: float, job: Job) -> None:
        """Do a job now, and again so many seconds after each end of it; after a failure, sooner."""
        self._start(name, lambda: self._again(name, job, seconds))

    async def problem(self) -> str | None:
        """Return which jobs are failing, for a health check; None when all is well."""
        return "; ".join(f"{name}: {text}" for name, text in self._failing.items()) or None

    def _start(self, name: str, run: Callable[[], Awaitable[None]]) -> None:
        if name in self._tasks:
            raise ValueError(f"a job called {name!r} runs already")

        async def task() -> None:
            await run()

        self._tasks[name] = asyncio.get_running_loop().create_task(task(), name=name)

    async def _again(self, name: str, job: Job, rest: float) -> None:
        while not self._leaving.is_set():
            works = await self._works(name, job)
            try:
                async with asyncio.timeout(rest if works else min(rest, self._restart_after)):
                    await self._leaving.wait()
            except TimeoutError:
                continue

    async def _works(self, name: str, job: Job) -> bool:
        """Do a job once, and tell whether it ended without failing."""
        well = asyncio.get_running_loop().call_later(self._well_after, self._failing.pop, name, None)
        try:
            await job()
        except Exception as error:  # noqa: BLE001 - whatever it was, the server goes on and says so
            self._failing[name] = type(error).__name__
            _log.exception("the job %s failed; it is begun again", name)
            return False
        else:
            self._failing.pop(name, None)
            return True
        finally:
            well.cancel()
