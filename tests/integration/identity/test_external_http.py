"""The fetcher of keys against a real HTTP server on this machine."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from aiohttp import web

from copydesk.identity.errors import KeysUnavailableError
from copydesk.identity.external_http import HttpKeyFetcher


@asynccontextmanager
async def serving(application: web.Application) -> AsyncIterator[str]:
    runner = web.AppRunner(application, shutdown_timeout=0.1)
    await runner.setup()
    try:
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        yield f"http://127.0.0.1:{runner.addresses[0][1]}"
    finally:
        await runner.cleanup()


async def keys(request: web.Request) -> web.Response:
    return web.Response(body=b'{"keys": []}')


async def elsewhere(request: web.Request) -> web.Response:
    return web.Response(status=302, headers={"location": "/keys"})


async def large(request: web.Request) -> web.StreamResponse:
    answer = web.StreamResponse()
    await answer.prepare(request)
    for _ in range(257):
        await answer.write(b" " * 1024)
    return answer


async def never(request: web.Request) -> web.Response:
    await asyncio.Event().wait()
    raise AssertionError


@pytest.fixture
async def address() -> AsyncIterator[str]:
    application = web.Application()
    application.add_routes(
        [web.get("/keys", keys), web.get("/elsewhere", elsewhere), web.get("/large", large), web.get("/never", never)]
    )
    async with serving(application) as url:
        yield url


@pytest.mark.rule("ID44")
async def test_keys_are_fetched(address: str) -> None:
    async with HttpKeyFetcher() as fetcher:
        assert await fetcher.fetch(f"{address}/keys") == b'{"keys": []}'


@pytest.mark.rule("ID44")
@pytest.mark.parametrize(
    ("path", "why"), [("/elsewhere", "302"), ("/nowhere", "404"), ("/large", "more than"), ("/never", "too long")]
)
async def test_anything_else_is_an_error_that_says_why(address: str, path: str, why: str) -> None:
    async with HttpKeyFetcher(timeout=0.2 if path == "/never" else 60) as fetcher:
        with pytest.raises(KeysUnavailableError, match=why):
            await fetcher.fetch(address + path)


@pytest.mark.rule("ID44")
@pytest.mark.parametrize("url", ["http://login.example.org/keys", "file:///etc/passwd", "ftp://127.0.0.1/", "keys"])
async def test_only_https_leaves_this_machine(url: str) -> None:
    async with HttpKeyFetcher() as fetcher:
        with pytest.raises(KeysUnavailableError, match="not an https address"):
            await fetcher.fetch(url)


async def test_it_must_be_open() -> None:
    with pytest.raises(KeysUnavailableError, match="not open"):
        await HttpKeyFetcher().fetch("https://127.0.0.1/")
