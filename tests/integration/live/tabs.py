"""Tabs of a back office: a Node process with the official client, told what to do, and what it hears."""

import asyncio
import json
from collections import defaultdict
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from tests.servers import installed, missing

__all__ = ["Tab", "Tabs"]

SCRIPTS = Path(__file__).parents[2] / "interop/js"
HUB = "/umbraco/serverEventHub"


class Tab:
    """One connection of the official client.

    Attributes:
        heard: the arguments of every `notify`, in order.
        said: everything else: `live`, `asked`, `reset`, `reconnecting`, `reconnected`, `closed`, `failed`.
    """

    def __init__(self, tabs: "Tabs", name: str) -> None:
        self._tabs = tabs
        self._name = name
        self._changed = asyncio.Event()
        self.heard: list[dict[str, Any]] = []
        self.said: list[tuple[str, Any]] = []

    def put(self, what: str, value: Any) -> None:
        if what == "notify":
            self.heard.append(value)
        else:
            self.said.append((what, value))
        self._changed.set()

    async def until(self, what: str, times: int = 1) -> Any:
        """Wait until it said something for the given time, and return what it added then."""
        while len(values := [value for said, value in self.said if said == what]) < times:
            assert what == "failed" or "failed" not in [said for said, _ in self.said], self.said
            await self._change()
        return values[times - 1]

    async def hears(self, event_type: str) -> dict[str, Any]:
        """Wait for an event of this type, and return it."""
        while (found := next((one for one in self.heard if one["eventType"] == event_type), None)) is None:
            await self._change()
        return found

    async def has_heard(self, events: int) -> None:
        """Wait until it has heard so many events."""
        while len(self.heard) < events:
            await self._change()

    async def order(self, order: str, **more: Any) -> None:
        await self._tabs.order(self._name, order, **more)

    async def _change(self) -> None:
        self._changed.clear()
        await self._changed.wait()


class Tabs:
    """The Node process."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process
        self._tabs: defaultdict[str, Tab] = defaultdict()

    @classmethod
    @asynccontextmanager
    async def open(cls) -> AsyncIterator["Tabs"]:
        if not (SCRIPTS / "node_modules").is_dir():
            missing("the Node packages of tests/interop/js (run `make setup`)")
        pipe = asyncio.subprocess.PIPE
        process = await asyncio.create_subprocess_exec(
            str(installed("node")), str(SCRIPTS / "tabs.js"), stdin=pipe, stdout=pipe, limit=1 << 20
        )
        tabs = cls(process)
        reading = asyncio.create_task(tabs._read())
        try:
            yield tabs
        finally:
            process.kill()
            await process.wait()
            await reading

    async def tab(self, name: str, address: str, token: str, *, query: str = "", live: bool = True, **how: Any) -> Tab:
        """Open a tab, and wait until it hears live.

        Args:
            how: `raw` for a token in the query and no negotiation, `transport`, `delays` of automatic reconnect
                (`stock` for the client's own), `cursor` to go on from.
        """
        tab = self._tabs[name] = Tab(self, name)
        await self.order(name, "open", url=f"{address}{HUB}{query}", token=token, **how)
        if live:
            await tab.until("live")
        return tab

    async def order(self, tab: str, order: str, **more: Any) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps({"tab": tab, "order": order, **more}).encode() + b"\n")
        await self._process.stdin.drain()

    async def _read(self) -> None:
        assert self._process.stdout is not None
        async for line in self._process.stdout:
            said = json.loads(line)
            self._tabs[said["tab"]].put(said["what"], said["value"])


def positions(events: Sequence[dict[str, Any]]) -> list[str]:
    return [event["position"] for event in events]
