"""`copydesk serve` as a process of its own, which can be killed at any moment and started again."""

import asyncio
import os
import re
import sys
from collections.abc import Mapping
from pathlib import Path

from tests.servers import free_port

__all__ = ["ServerProcess"]

READY = re.compile(r"ready at (http://\S+)")


class ServerProcess:
    """A server process that keeps its port over restarts.

    Args:
        database: URL of its database.
        folder: where it runs.
        environment: further settings, such as `COPYDESK_COMPOSERS`.

    Attributes:
        address: where it listens, once it was started.
        up: set while it is ready.
    """

    def __init__(self, database: str, folder: Path, environment: Mapping[str, str] | None = None) -> None:
        self.address = ""
        self.up = asyncio.Event()
        self._port = str(free_port())
        self._folder = folder
        self._environment = {**os.environ, "COPYDESK_DATABASE": database, **(environment or {})}
        self._process: asyncio.subprocess.Process | None = None

    async def start(self) -> None:
        """Start it, and return when it is ready."""
        self._process = await asyncio.create_subprocess_exec(
            sys.executable,
            *("-m", "copydesk", "serve", "--port", self._port),
            cwd=self._folder,
            env=self._environment,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
        )
        assert self._process.stdout is not None
        async for line in self._process.stdout:
            if found := READY.search(line.decode()):
                self.address = found[1]
                self.up.set()
                return
        _, errors = await self._process.communicate()
        raise AssertionError(f"the server did not start:\n{errors.decode()}")

    async def kill(self) -> None:
        """End it at once, in the middle of whatever it does."""
        self.up.clear()
        if self._process is not None and self._process.returncode is None:
            self._process.kill()
            await self._process.communicate()
