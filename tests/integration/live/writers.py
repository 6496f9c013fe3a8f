"""Editors who write over HTTP as sensible clients do: what was not answered is asked about before it is done again."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import aiohttp

from tests.integration.live.processes import ServerProcess

__all__ = ["Writer", "made", "writing"]

API = "/umbraco/management/api/v1"
LOST = (aiohttp.ClientError, ConnectionError, TimeoutError)


@dataclass
class Writer:
    """Makes documents, and changes each twice.

    Attributes:
        number: tells it from others; its documents' keys follow from it.
        server: where it writes.
        token: what it shows.
        acknowledged: the key of each document that the server has confirmed → how many changes of it.
        answered: released with each write that was answered.
    """

    number: int
    server: ServerProcess
    token: str
    acknowledged: dict[UUID, int] = field(default_factory=dict)
    answered: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(0))

    async def run(self) -> None:
        """Write until cancelled."""
        headers = {"Authorization": f"Bearer {self.token}", "Copydesk-Origin": f"writer-{self.number}"}
        async with aiohttp.ClientSession(self.server.address, headers=headers) as http:
            while True:
                key = UUID(int=(self.number << 64) + len(self.acknowledged) + 1)
                body = {"typeAlias": "note", "key": str(key), "variants": [{"name": f"{key} 0"}]}
                await self._until_done(http, "POST", "/document", key, 0, body)
                for version in (1, 2):
                    body = {"variants": [{"name": f"{key} {version}"}]}
                    await self._until_done(http, "PUT", f"/document/{key}", key, version, body)

    async def _until_done(
        self, http: aiohttp.ClientSession, method: str, path: str, key: UUID, version: int, body: dict[str, Any]
    ) -> None:
        while True:
            try:
                if await self._stored(http, key) != version:
                    async with http.request(method, f"{API}{path}", json=body) as answer:
                        assert answer.ok, await answer.text()
            except LOST:
                await self.server.up.wait()
            else:
                self.acknowledged[key] = version
                self.answered.release()
                return

    async def _stored(self, http: aiohttp.ClientSession, key: UUID) -> int | None:
        """Return which version the server has; None for none."""
        async with http.get(f"{API}/document/{key}") as answer:
            if answer.status == 404:
                return None
            name: str = (await answer.json())["variants"][0]["name"]
            return int(name.rpartition(" ")[2])


async def made(server: ServerProcess, token: str) -> UUID:
    """Make a document, and return its key."""
    body = {"typeAlias": "note", "variants": [{"name": "Note"}]}
    headers = {"Authorization": f"Bearer {token}"}
    async with aiohttp.request("POST", f"{server.address}{API}/document", json=body, headers=headers) as answer:
        assert answer.ok, await answer.text()
        return UUID(answer.headers["Location"].rpartition("/")[2])


@asynccontextmanager
async def writing(writers: Sequence[Writer]) -> AsyncIterator[None]:
    """Let writers write while the block runs; one that fails ends it."""
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(writer.run()) for writer in writers]
        yield
        for task in tasks:
            task.cancel()
