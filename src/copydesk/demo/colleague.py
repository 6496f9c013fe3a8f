"""A simulated colleague: signs in at a running server and works there, as the back office would for a person."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from types import TracebackType
from typing import Any, Final, Self

import aiohttp

from copydesk.demo.people import PASSWORD, Person
from copydesk.identity.http_access import MANAGEMENT_API

__all__ = ["Colleague", "DeskAnswer", "DeskUnavailableError"]

_NO_LONGER_GOOD: Final = HTTPStatus.UNAUTHORIZED


class DeskUnavailableError(Exception):
    """The server cannot be reached, or does not let the demo's people in."""


@dataclass(frozen=True, slots=True)
class DeskAnswer:
    """What the server answered.

    Attributes:
        status: the HTTP status.
        body: the body, from JSON.
        tag: the entity tag, if there is one.
    """

    status: int
    body: Any = field(default_factory=dict)
    tag: str | None = None

    @property
    def success(self) -> bool:
        """Whether it did what was asked."""
        return self.status < HTTPStatus.MULTIPLE_CHOICES

    @property
    def reason(self) -> str:
        """Why not: what handlers said, else what the server says."""
        said = [message["message"] for message in self.body.get("messages", ())]
        return " ".join(said) or self.body.get("detail") or self.body.get("title") or str(self.status)


class Colleague:
    """Somebody of the demo newsroom at work; an asynchronous context manager, which owns the connection.

    Args:
        person: who it is.
        url: where the server is, such as `http://127.0.0.1:8000`.
    """

    def __init__(self, person: Person, url: str) -> None:
        self.person = person
        self._url = url.rstrip("/")
        self._token = ""
        self._session: aiohttp.ClientSession

    async def __aenter__(self) -> Self:
        self._session = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=30))
        try:
            await self._sign_in()
        except BaseException:
            await self._session.close()
            raise
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._session.close()

    async def asks(self, path: str, **query: str | int) -> DeskAnswer:
        """Read something of the management API.

        Args:
            path: below the API's own path, such as `/tree/document/root`.
            query: of the address.

        Raises:
            DeskUnavailableError: the server cannot be reached.
        """
        return await self._send("GET", path, params=query)

    async def does(self, method: str, path: str, body: object = None, tag: str | None = None) -> DeskAnswer:
        """Change something through the management API.

        Args:
            method: such as `PUT`.
            path: as for `asks`.
            body: goes as JSON.
            tag: the entity tag on which the change is based.

        Raises:
            DeskUnavailableError: the server cannot be reached.
        """
        headers = {"Copydesk-Origin": f"demo-{self.person.email.partition('@')[0]}"}
        if tag is not None:
            headers["If-Match"] = tag
        return await self._send(method, path, json=body, headers=headers)

    async def _sign_in(self) -> None:
        secret = {"email": self.person.email, "password": PASSWORD}
        answer = await self._once("POST", "/security/sign-in", json=secret)
        if not answer.success:
            raise DeskUnavailableError(
                f"{self._url} does not let {self.person.email} in ({answer.reason}); "
                "start it with `copydesk serve --demo`"
            )
        self._token = answer.body["accessToken"]

    async def _send(self, method: str, path: str, **request: Any) -> DeskAnswer:
        answer = await self._once(method, path, **request)
        if answer.status == _NO_LONGER_GOOD:
            await self._sign_in()
            answer = await self._once(method, path, **request)
        return answer

    async def _once(
        self, method: str, path: str, headers: Mapping[str, str] | None = None, **request: Any
    ) -> DeskAnswer:
        shown = {"Authorization": f"Bearer {self._token}"} if self._token else {}
        address = f"{self._url}{MANAGEMENT_API}{path}"
        try:
            async with self._session.request(method, address, headers={**shown, **(headers or {})}, **request) as got:
                is_json = "json" in got.content_type
                return DeskAnswer(got.status, await got.json() if is_json else {}, got.headers.get("ETag"))
        except (aiohttp.ClientError, TimeoutError) as error:
            raise DeskUnavailableError(f"{self._url} cannot be reached: {str(error) or 'it took too long'}") from error
