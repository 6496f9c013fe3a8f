"""A whole server on a fresh database of each engine, spoken to over ASGI."""

from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest

from copydesk.bootstrap import Copydesk
from copydesk.composition import Composer
from copydesk.settings import Settings, load_settings


@pytest.fixture
def settings(database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """The settings of a server that no settings file of the developer reaches."""
    monkeypatch.chdir(tmp_path)
    return load_settings(database=database_url)


@pytest.fixture
def composers() -> tuple[Composer, ...]:
    """What adds to the server; a test module has its own."""
    return ()


@pytest.fixture
async def desk(settings: Settings, composers: tuple[Composer, ...]) -> AsyncIterator[Copydesk]:
    async with Copydesk(settings, *composers) as opened:
        yield opened


@pytest.fixture
async def visitor(desk: Copydesk) -> AsyncIterator[httpx.AsyncClient]:
    """Somebody without a token."""
    async with httpx.AsyncClient(transport=httpx.ASGITransport(desk), base_url="http://copydesk") as client:
        yield client
