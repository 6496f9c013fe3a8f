"""The example follows a real server that is killed and started again, and is itself stopped and started again."""

import asyncio
import sys
from pathlib import Path
from uuid import UUID

import pytest

from copydesk.bootstrap import Copydesk
from copydesk.content import DocumentType
from copydesk.identity.permissions import Section
from copydesk.settings import load_settings
from tests.integration.live.people import People
from tests.integration.live.processes import ServerProcess
from tests.integration.live.writers import made

EXAMPLE = Path(__file__).parents[2] / "examples/watch_changes.py"


class Watcher:
    """The example as a process of its own."""

    def __init__(self, server: ServerProcess, token: str, place: Path) -> None:
        self._command = [sys.executable, str(EXAMPLE), server.address, "--place", str(place)]
        self._environment = {"COPYDESK_TOKEN": token}

    async def start(self) -> None:
        pipe = asyncio.subprocess.PIPE
        self._process = await asyncio.create_subprocess_exec(
            *self._command, env=self._environment, stdout=pipe, stderr=pipe
        )
        assert self._process.stderr is not None
        assert await self._process.stderr.readline() == b"listening\n"

    async def says(self) -> str:
        assert self._process.stdout is not None
        return (await self._process.stdout.readline()).decode().strip()

    async def stop(self) -> None:
        self._process.kill()
        await self._process.communicate()


@pytest.mark.timeout(400)
async def test_it_goes_on_after_its_own_end_and_the_servers(
    sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    async with Copydesk(load_settings(database=sqlite_url)) as desk:
        assert (await desk.rooms.document_types.save(DocumentType("note", UUID(int=9101))))[0].success
        token, _ = await People(desk).service("watcher", {Section.CONTENT}, {-1})
    server = ServerProcess(sqlite_url, tmp_path)
    await server.start()
    watcher = Watcher(server, token, tmp_path / "place")
    await watcher.start()
    try:
        first = await made(server, token)
        assert await watcher.says() == f"Created Umbraco:CMS:Document {first}"
        await server.kill()
        await server.start()
        second = await made(server, token)
        assert await watcher.says() == f"Created Umbraco:CMS:Document {second}"
        await watcher.stop()
        third = await made(server, token)
        await watcher.start()
        heard = await watcher.says()
        if heard.endswith(str(second)):  # It was killed between dealing with this one and noting the place.
            heard = await watcher.says()
        assert heard == f"Created Umbraco:CMS:Document {third}"
    finally:
        await watcher.stop()
        await server.kill()
