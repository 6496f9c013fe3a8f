"""A whole server on SQLite, as `copydesk serve` runs it, with objects to try rights on."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from copydesk.bootstrap import Copydesk
from copydesk.settings import load_settings
from tests.integration.api.world import World


@pytest.fixture
async def desk(sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Copydesk]:
    monkeypatch.chdir(tmp_path)  # Where no settings file of the developer is.
    async with Copydesk(load_settings(database=sqlite_url)) as opened:
        yield opened


@pytest.fixture
async def world(desk: Copydesk) -> World:
    made = World(desk)
    await made.prepare()
    return made
