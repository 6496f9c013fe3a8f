"""The shapes of ASGI, and the few answers that this layer gives."""

from collections.abc import Awaitable, Callable, Iterable, MutableMapping
from typing import Any

__all__ = ["ASGIApp", "Message", "Receive", "Scope", "Send", "answer", "deny_upgrade", "refuse"]

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
ASGIApp = Callable[[Scope, Receive, Send], Awaitable[None]]
HeaderPairs = Iterable[tuple[bytes, bytes]]


async def answer(
    send: Send, status: int, body: bytes = b"", content_type: str = "text/plain", headers: HeaderPairs = ()
) -> None:
    """Answer an HTTP request with a whole body and its length."""
    await _respond("http.response", send, status, body, content_type, headers)


async def deny_upgrade(scope: Scope, send: Send, status: int, body: bytes, headers: HeaderPairs = ()) -> None:
    """Answer a WebSocket upgrade with an HTTP status.

    A server without the `websocket.http.response` extension can only close before the accept, which clients see as 403.
    """
    if "websocket.http.response" in (scope.get("extensions") or {}):
        await _respond("websocket.http.response", send, status, body, "text/plain", headers)
    else:
        await send({"type": "websocket.close", "code": 1008, "reason": body.decode()})


async def refuse(scope: Scope, send: Send, status: int, text: str, headers: HeaderPairs = ()) -> None:
    """Answer a request of either kind with a status and a plain text."""
    if scope["type"] == "websocket":
        await deny_upgrade(scope, send, status, text.encode(), headers)
    else:
        await answer(send, status, text.encode(), headers=headers)


async def _respond(prefix: str, send: Send, status: int, body: bytes, content_type: str, headers: HeaderPairs) -> None:
    head = [(b"content-type", content_type.encode()), (b"content-length", str(len(body)).encode()), *headers]
    if status == 204:  # noqa: PLR2004 - No Content has neither
        head = list(headers)
    await send({"type": f"{prefix}.start", "status": status, "headers": head})
    await send({"type": f"{prefix}.body", "body": body, "more_body": False})
