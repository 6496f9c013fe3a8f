"""The two worlds in which the official JavaScript client runs, each playing scenarios of `js/` on demand."""

import asyncio
import itertools
import json
import os
from abc import ABC, abstractmethod
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from playwright.async_api import Page

from tests.browser import chromium
from tests.interop.fixture.stage import SCRIPTS, Stage
from tests.servers import installed, missing

__all__ = ["BrowserPlayer", "NodePlayer", "Player", "ScenarioError"]

_DEADLINE = 150


class ScenarioError(AssertionError):
    """A scenario failed; the message has the client's log."""


class Player(ABC):
    """Plays scenarios with the official client."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage

    async def play(self, name: str, **params: Any) -> Any:
        """Play a scenario and return what it saw."""
        request = {"name": name, "params": self._stage.params | params}
        answer = await asyncio.wait_for(self._ask(request), _DEADLINE)
        if "error" in answer:
            raise ScenarioError(answer["error"])
        return answer["result"]

    @abstractmethod
    async def _ask(self, request: dict[str, Any]) -> dict[str, Any]: ...


class NodePlayer(Player):
    """A Node process that reads requests from its standard input."""

    def __init__(self, stage: Stage, process: asyncio.subprocess.Process) -> None:
        super().__init__(stage)
        self._process = process
        self._ids = itertools.count()

    @classmethod
    @asynccontextmanager
    async def open(cls, stage: Stage) -> AsyncIterator["NodePlayer"]:
        _require_packages()
        process = await asyncio.create_subprocess_exec(
            str(installed("node")),
            str(SCRIPTS / "node.js"),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            env={**os.environ, "NODE_TLS_REJECT_UNAUTHORIZED": "0", "NODE_NO_WARNINGS": "1"},
            limit=16 * 1024 * 1024,
        )
        try:
            yield cls(stage, process)
        finally:
            if process.returncode is None:
                process.kill()
            await process.wait()

    async def _ask(self, request: dict[str, Any]) -> dict[str, Any]:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        number = next(self._ids)
        self._process.stdin.write(json.dumps(request | {"id": number}).encode() + b"\n")
        await self._process.stdin.drain()
        while line := await self._process.stdout.readline():
            answer: dict[str, Any] = json.loads(line)
            if answer["id"] == number:  # An earlier scenario that ran out of time may still answer.
                return answer
        raise ScenarioError("Node ended; its own words are above.")


class BrowserPlayer(Player):
    """A page in Chromium."""

    def __init__(self, stage: Stage, page: Page) -> None:
        super().__init__(stage)
        self._page = page

    @classmethod
    @asynccontextmanager
    async def open(cls, stage: Stage) -> AsyncIterator["BrowserPlayer"]:
        _require_packages()
        async with chromium() as browser:
            context = await browser.new_context(ignore_https_errors=True)
            page = await context.new_page()
            page.set_default_timeout(_DEADLINE * 1000)
            await page.goto(f"{stage.addresses.http}/js/browser.html")
            await page.wait_for_function("window.play")
            yield cls(stage, page)

    async def _ask(self, request: dict[str, Any]) -> dict[str, Any]:
        answer: dict[str, Any] = await self._page.evaluate("request => window.play(request)", request)
        return answer


def _require_packages() -> None:
    if not (SCRIPTS / "node_modules").is_dir():
        missing("the Node packages of tests/interop/js (run `make setup`)")
