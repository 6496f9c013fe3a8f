"""A change through one door of a server is seen at the others before the change is answered."""

import asyncio

import httpx
import pytest
from litestar import post
from litestar.di import NamedDependency

from copydesk.bootstrap import Copydesk
from copydesk.composition import Builder, Composer
from copydesk.content import ContentService, DocumentType
from copydesk.identity.http_access import allow
from copydesk.identity.hub_access import hub_user
from copydesk.identity.principal import Principal
from copydesk.identity.sessions import SignedIn
from copydesk.signalr.testing import HubTestClient
from copydesk.system import random_key

NOTE = DocumentType("note", random_key())


@post("/notes", opt=allow("TreeAccessDocuments"))
async def write_note(content: NamedDependency[ContentService], principal: NamedDependency[Principal]) -> str:
    note = await content.create("note", "Note")
    assert principal.key is not None
    await content.save(note, actor=principal.key)
    return str(note.key)


def compose(builder: Builder) -> None:
    builder.routes.append(write_note)


@pytest.fixture
def composers() -> tuple[Composer, ...]:
    return (compose,)


@pytest.fixture
async def token(desk: Copydesk) -> str:
    await desk.rooms.document_types.save(NOTE)
    assert desk.first_administrator is not None
    password = desk.first_administrator.password
    signed_in = await desk.rooms.identity.sign_in.sign_in("admin@localhost", password)
    assert isinstance(signed_in, SignedIn)
    return signed_in.access_token


@pytest.mark.rule("BO8")
async def test_the_hub_hears_of_a_write_before_its_answer(
    desk: Copydesk, visitor: httpx.AsyncClient, token: str
) -> None:
    principal = await desk.rooms.identity.authenticator.authenticate(token)
    assert await desk.rooms.events.live.caught_up()
    async with HubTestClient.connect(desk.rooms.events.hub, user=hub_user(principal)) as tab:
        listeners = desk.rooms.events.live.listeners
        while not any(each.group for each in listeners.of(None)):
            await asyncio.wait([tab.running], timeout=0.005)
        headers = {"Authorization": f"Bearer {token}", "Copydesk-Origin": "tab-1"}
        answer = await visitor.post("/notes", headers=headers)
        heard = tab.peer.invocations.get_nowait()
    assert heard.target == "notify"
    assert heard.arguments[0]["key"] == answer.text
    assert heard.arguments[0]["origin"] == "tab-1"
    assert heard.arguments[0]["actorKey"] == str(principal.key)


async def test_hubs_and_routes_ask_for_a_token(visitor: httpx.AsyncClient) -> None:
    assert (await visitor.post("/notes")).status_code == 401
    assert (await visitor.get("/events")).status_code == 401
    assert (await visitor.post("/umbraco/serverEventHub/negotiate")).status_code == 401
    assert (await visitor.get("/health/ready")).json() == {"status": "ok", "problems": {}}
