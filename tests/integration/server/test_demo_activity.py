"""Simulated colleagues at a real server."""

from collections.abc import AsyncIterator
from random import Random

import pytest

from copydesk.bootstrap import Copydesk
from copydesk.composition import Composer
from copydesk.demo import PEOPLE, Person, demo_settings, newsroom
from copydesk.demo.activity import Activity
from copydesk.demo.colleague import Colleague, DeskUnavailableError
from copydesk.identity.model import User
from copydesk.serving import served
from copydesk.settings import Settings, load_settings

BEN, CLARA, DARIO = PEOPLE[1:4]


async def user(desk: Copydesk, person: Person) -> User:
    found = await desk.rooms.identity.users.find(person.email)
    assert found is not None
    return found


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """The demo is for one machine: on an embedded database."""
    return sqlite_url


@pytest.fixture
def settings(settings: Settings) -> Settings:
    return load_settings(database=settings.database_url, **demo_settings("127.0.0.1"))


@pytest.fixture
def composers() -> tuple[Composer, ...]:
    return (newsroom,)


@pytest.fixture
async def url(desk: Copydesk) -> AsyncIterator[str]:
    async with served(desk) as address:
        yield address


@pytest.mark.rule("BO12")
async def test_colleagues_work_within_their_rights(desk: Copydesk, url: str) -> None:
    before = await desk.rooms.journal.settled()
    activity = Activity(Random(11))
    for person in (BEN, CLARA, DARIO):
        async with Colleague(person, url) as colleague:
            assert [await activity.step(colleague) for _ in range(6)]
    _ = await desk.rooms.journal.settled()
    records = await desk.rooms.journal.read(before)
    users = {person: await user(desk, person) for person in (BEN, CLARA, DARIO)}
    assert {record.actor for record in records} == {one.key for one in users.values()}
    assert {record.origin for record in records} == {"demo-ben", "demo-clara", "demo-dario"}
    [start] = users[CLARA].document_start_nodes
    assert all(f",{start}" in (record.path or "") for record in records if record.actor == users[CLARA].key)
    assert "Published" not in {record.type for record in records if record.actor == users[DARIO].key}


@pytest.mark.rule("BO12")
async def test_a_server_without_the_demo_does_not_let_them_in(desk: Copydesk, url: str) -> None:
    await desk.rooms.identity.users.disable((await user(desk, BEN)).key)
    with pytest.raises(DeskUnavailableError, match="copydesk serve --demo"):
        async with Colleague(BEN, url):
            pass


@pytest.mark.rule("BO12")
async def test_a_server_that_is_not_there_is_named() -> None:
    with pytest.raises(DeskUnavailableError, match=r"http://127\.0\.0\.1:9 cannot be reached"):
        async with Colleague(BEN, "http://127.0.0.1:9"):
            pass
