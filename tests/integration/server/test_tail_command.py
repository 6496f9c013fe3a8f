"""`copydesk events tail` in a process of its own, against a whole server."""

import asyncio
import json
import os
import sys
from pathlib import Path
from typing import Any

import pytest

from copydesk.settings import load_settings
from tests.integration.server.test_client import desk_on, note, token_of


class Tail:
    """The command, with its state in a file."""

    def __init__(self, address: str, token: str, state: Path) -> None:
        self._options = ["--url", address, "--json", "--source", "Document", "--state-file", str(state)]
        self._environment = {**os.environ, "COPYDESK_TOKEN": token}

    async def start(self) -> asyncio.subprocess.Process:
        command = [sys.executable, "-m", "copydesk", "events", "tail", *self._options]
        pipe = asyncio.subprocess.PIPE
        return await asyncio.create_subprocess_exec(*command, env=self._environment, stdout=pipe, stderr=pipe)


async def line(stream: asyncio.StreamReader | None) -> Any:
    assert stream is not None
    return json.loads(await stream.readline())


@pytest.mark.rule("SE73")
@pytest.mark.timeout(400)
async def test_it_prints_events_and_goes_on_where_it_stopped(
    sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    async with desk_on(load_settings(database=sqlite_url)) as (desk, address):
        tail = Tail(address, await token_of(desk), tmp_path / "state")
        (tmp_path / "state").write_text(f"c{desk.rooms.events.live.position:x}\n")
        running = await tail.start()
        keys = [str((await note(desk, name)).key) for name in ("One", "Two")]
        assert [(await line(running.stdout))["key"] for _ in keys] == keys
        running.kill()
        await running.communicate()
        (tmp_path / "state").write_text("c-1\n")
        running = await tail.start()
        reset = (await line(running.stdout))["reset"]
        running.kill()
        await running.communicate()
        assert reset["reason"] == "invalidCursor"


@pytest.mark.rule("SE73")
@pytest.mark.timeout(400)
async def test_a_token_that_is_refused_is_an_error(
    sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    async with desk_on(load_settings(database=sqlite_url)) as (_, address):
        running = await Tail(address, "nonsense", tmp_path / "state").start()
        out, err = await running.communicate()
    assert (running.returncode, out) == (1, b"")
    assert b"401" in err
