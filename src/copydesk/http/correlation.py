"""The correlation id: one id per request, taken from the caller or made here, in every answer and every log line."""

import re
from contextvars import ContextVar

from litestar.datastructures import MutableScopeHeaders
from litestar.middleware import ASGIMiddleware
from litestar.types import ASGIApp, Message, Receive, Scope, Send

from copydesk.http.ids import IdFactory

__all__ = ["HEADER", "CorrelationMiddleware", "correlation_id"]

HEADER = "X-Correlation-Id"
_ACCEPTED = re.compile(r"[A-Za-z0-9._:-]{1,128}")

_current: ContextVar[str | None] = ContextVar("copydesk_correlation_id", default=None)


def correlation_id() -> str | None:
    """Return the id of the request that this task works for, or `None` outside a request."""
    return _current.get()


class CorrelationMiddleware(ASGIMiddleware):
    """Gives every request its correlation id and every answer the header that names it.

    A caller's own id is kept when it has 1 to 128 letters, digits, dots, colons, hyphens or underscores.

    Args:
        new_id: makes the id of a request that brought none.
    """

    def __init__(self, new_id: IdFactory) -> None:
        self._new_id = new_id

    async def handle(self, scope: Scope, receive: Receive, send: Send, next_app: ASGIApp) -> None:
        """Serve the request under its id."""
        brought = dict(scope["headers"]).get(HEADER.lower().encode(), b"").decode("latin-1")
        chosen = brought if _ACCEPTED.fullmatch(brought) else self._new_id()

        async def send_with_id(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableScopeHeaders.from_message(message)[HEADER] = chosen
            await send(message)

        token = _current.set(chosen)
        try:
            await next_app(scope, receive, send_with_id)
        finally:
            _current.reset(token)
