"""The ASGI application that `copydesk serve` runs: one page, until the management API and the back office move in."""

from collections.abc import Awaitable, Callable, MutableMapping
from http import HTTPStatus
from typing import Any

__all__ = ["create_application"]

Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
Application = Callable[[MutableMapping[str, Any], Receive, Send], Awaitable[None]]

_PAGE = b"""<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark">
<title>Copydesk</title>
<style>body { font: 1.1rem/1.6 system-ui, sans-serif; max-width: 40rem; margin: 20vh auto; padding: 0 1.5rem }</style>
<h1>Copydesk is running</h1>
<p>A content server whose every change is an event.</p>
</html>
"""


def create_application() -> Application:
    """Build the application. It answers `GET /` and `HEAD /` with the start page and everything else with 404."""
    return _start_page


async def _start_page(scope: MutableMapping[str, Any], receive: Receive, send: Send) -> None:
    if scope["type"] == "lifespan":
        await _lifespan(receive, send)
    elif scope["type"] == "http":
        found = scope["path"] == "/" and scope["method"] in {"GET", "HEAD"}
        await _answer(scope, send, HTTPStatus.OK if found else HTTPStatus.NOT_FOUND)
    else:
        await send({"type": "websocket.close", "code": 1000})


async def _lifespan(receive: Receive, send: Send) -> None:
    while (message := await receive())["type"] != "lifespan.shutdown":
        await send({"type": f"{message['type']}.complete"})
    await send({"type": "lifespan.shutdown.complete"})


async def _answer(scope: MutableMapping[str, Any], send: Send, status: HTTPStatus) -> None:
    ok = status == HTTPStatus.OK
    body = _PAGE if ok else b"Not found"
    headers = [
        (b"content-type", b"text/html; charset=utf-8" if ok else b"text/plain; charset=utf-8"),
        (b"content-length", str(len(body)).encode()),
        (b"content-security-policy", b"default-src 'none'; style-src 'unsafe-inline'"),
    ]
    await send({"type": "http.response.start", "status": status.value, "headers": headers})
    await send({"type": "http.response.body", "body": b"" if scope["method"] == "HEAD" else body})
