"""Fetches an external issuer's keys over HTTPS."""

from types import TracebackType
from typing import Final, Self
from urllib.parse import urlsplit

import aiohttp

from copydesk.identity.errors import KeysUnavailableError

__all__ = ["HttpKeyFetcher"]

_LARGEST: Final = 256 * 1024
_LOOPBACK: Final = frozenset({"127.0.0.1", "::1", "localhost"})


class HttpKeyFetcher:
    """A `KeyFetcher` over aiohttp: HTTPS only (except to this machine), no redirects, bounded in size and time.

    Used as an asynchronous context manager, which owns the connections.

    Args:
        timeout: Seconds that one fetch may take.
    """

    def __init__(self, *, timeout: float = 5.0) -> None:
        self._timeout = aiohttp.ClientTimeout(total=timeout)
        self._session: aiohttp.ClientSession | None = None

    async def __aenter__(self) -> Self:
        self._session = aiohttp.ClientSession(timeout=self._timeout)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        session, self._session = self._session, None
        if session is not None:
            await session.close()

    async def fetch(self, url: str) -> bytes:
        """Return the body at `url`.

        Raises:
            KeysUnavailableError: It is not HTTPS, cannot be reached in time, answers with anything but 200, or is too
                large.
        """
        if self._session is None:
            raise KeysUnavailableError("the fetcher is not open; use it as an asynchronous context manager")
        parts = urlsplit(url)
        if parts.scheme != "https" and not (parts.scheme == "http" and parts.hostname in _LOOPBACK):
            raise KeysUnavailableError(f"{url} is not an https address")
        try:
            return await _body(self._session, url)
        except (aiohttp.ClientError, TimeoutError) as error:
            raise KeysUnavailableError(f"{url} could not be fetched: {str(error) or 'it took too long'}") from error


async def _body(session: aiohttp.ClientSession, url: str) -> bytes:
    async with session.get(url, allow_redirects=False) as answer:
        if answer.status != 200:  # noqa: PLR2004 - the one status with a body worth reading
            raise KeysUnavailableError(f"{url} answered with {answer.status}")
        body = await answer.content.read(_LARGEST + 1)
        while len(body) <= _LARGEST and (more := await answer.content.read(_LARGEST + 1 - len(body))):
            body += more
    if len(body) > _LARGEST:
        raise KeysUnavailableError(f"{url} answered with more than {_LARGEST} bytes")
    return body
