"""The page on proxies, walked with a real nginx; then everything that a proxy can spoil goes through it."""

import shutil
import ssl
from collections.abc import AsyncIterator
from http import HTTPStatus
from pathlib import Path

import httpx
import pytest

from tests.docs.session import Session, walked
from tests.docs.test_pages import PROXY

API = "/umbraco/management/api/v1"
TEXT = "A long read. " * 300_000


@pytest.fixture
async def session(tmp_path: Path, request: pytest.FixtureRequest) -> AsyncIterator[Session]:
    """A reader at the end of the page."""
    async with walked(PROXY, tmp_path, request) as session:
        yield session


@pytest.fixture
async def browser(session: Session) -> AsyncIterator[httpx.AsyncClient]:
    """Somebody outside, signed in as the first administrator."""
    address = session.here("https://desk.example.org")
    context = ssl.create_default_context(cafile=session.place.folder / "certificate.pem")
    async with httpx.AsyncClient(base_url=f"{address}{API}", verify=context, timeout=120) as client:
        signed_in = await client.post(
            "/security/sign-in",
            json={"email": "admin@localhost", "password": await first_password(session), "cookie": True},
            headers={"Origin": address},
        )
        assert signed_in.status_code == HTTPStatus.OK, signed_in.text
        assert "Secure" in signed_in.headers["set-cookie"], "the server does not know that it is reached over TLS"
        client.headers["Authorization"] = f"Bearer {signed_in.json()['accessToken']}"
        yield client


async def first_password(session: Session) -> str:
    server = await session.terminal("server")
    await server.shows("First start: …")
    return next(line for line in server.text.splitlines() if "First start" in line).rsplit(maxsplit=1)[-1]


@pytest.mark.timeout(900)
async def test_the_live_hub_an_upload_and_the_stream_come_through(session: Session, browser: httpx.AsyncClient) -> None:
    shutil.copy(Path(__file__).parent / "transports.mjs", session.folder)
    await session.type(
        session.here(
            "export COPYDESK_TOKEN=$(copydesk api-key create hub); npm install @microsoft/signalr;"
            " node transports.mjs https://desk.example.org"
        ),
        "node",
    )
    node, tail = await session.terminal("node"), await session.terminal("listener")
    await node.shows("all listen")
    await browser.post("/document-type", json={"alias": "page", "properties": [{"alias": "text"}]})
    values = [{"alias": "text", "value": TEXT}]
    made = await browser.post("/document", json={"typeAlias": "page", "variants": [{"name": "Long"}], "values": values})
    assert made.status_code == HTTPStatus.CREATED, made.text
    await tail.shows("…Created       Document …")
    for transport in ("WebSockets", "ServerSentEvents", "LongPolling"):
        await node.shows_anywhere(f"{transport} Created Umbraco:CMS:Document")
    read = await browser.get(made.headers["location"].removeprefix(API))
    assert read.json()["values"][0]["value"] == TEXT
    await what_is_too_large_is_refused_as_such(browser)


async def what_is_too_large_is_refused_as_such(browser: httpx.AsyncClient) -> None:
    refused = await browser.post("/document", json={"typeAlias": "page", "values": [{"value": "x" * 10_000_000}]})
    assert refused.status_code == HTTPStatus.REQUEST_ENTITY_TOO_LARGE
