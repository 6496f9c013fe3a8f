"""A whole server on a real socket, and tabs with the official client."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from copydesk.bootstrap import Copydesk
from copydesk.composition import Builder, Composer
from copydesk.notifications import Notification
from copydesk.serving import served
from copydesk.settings import Settings, load_settings
from tests.integration.live.people import People
from tests.integration.live.tabs import Tabs


@pytest.fixture
def settings(database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    monkeypatch.chdir(tmp_path)
    return load_settings(database=database_url)


@pytest.fixture
def raised() -> set[type[Notification]]:
    """The classes of the notifications of the change table that were raised."""
    return set()


@pytest.fixture
def composer(raised: set[type[Notification]]) -> Composer:
    def note(notification: Notification) -> None:
        raised.add(type(notification))

    def compose(builder: Builder) -> None:
        for notification in builder.changes.notifications:
            builder.handlers.add(notification, note)

    return compose


@pytest.fixture
async def desk(settings: Settings, composer: Composer) -> AsyncIterator[Copydesk]:
    async with Copydesk(settings, composer) as opened:
        yield opened


@pytest.fixture
async def address(desk: Copydesk) -> AsyncIterator[str]:
    async with served(desk) as found:
        yield found


@pytest.fixture
async def tabs() -> AsyncIterator[Tabs]:
    async with Tabs.open() as opened:
        yield opened


@pytest.fixture
def people(desk: Copydesk) -> People:
    return People(desk)
