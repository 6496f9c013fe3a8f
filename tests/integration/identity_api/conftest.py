"""The identity half of the management API on a real database: one client per caller, a clock that the test moves."""

from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from typing import Any

import httpx
import pytest
from litestar.types import ASGIApp

from copydesk.http import Parts, create_application
from copydesk.http.server import ServerConfiguration, ServerInformation, server_routes
from copydesk.identity import notifications
from copydesk.identity.api import IDENTITY_STATUSES, identity_routes
from copydesk.identity.http_access import MANAGEMENT_API, HttpAccess
from copydesk.identity.model import ADMINISTRATORS, User
from copydesk.identity.paths import ROOT
from copydesk.identity.permissions import Verb
from copydesk.notifications import HandlerRegistry, Notification
from tests.integration.server_events.node import PASSWORD, Clock, Node, declare_types, open_node

BASE = f"http://copydesk.test{MANAGEMENT_API}/"


@dataclass
class Api:
    """The API of one node. Use it as whoever signs in."""

    node: Node
    app: ASGIApp
    steps: dict[type[Notification], Callable[[Any], None]]
    """What handlers do; a test puts it here."""

    def client(self, token: str | None = None, address: str = "203.0.113.1") -> httpx.AsyncClient:
        transport = httpx.ASGITransport(self.app, client=(address, 4321))  # type: ignore[arg-type] # one interface, two names
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        return httpx.AsyncClient(transport=transport, base_url=BASE, headers=headers)

    async def signed_in(self, user: User, **fields: Any) -> dict[str, Any]:
        body = {"email": user.email, "password": PASSWORD, **fields}
        answer = await self.client().post("security/sign-in", json=body)
        assert answer.status_code == 200, answer.text
        found: dict[str, Any] = answer.json()
        return found

    async def as_user(self, user: User) -> httpx.AsyncClient:
        return self.client((await self.signed_in(user))["accessToken"])

    async def administrator(self, name: str = "root") -> User:
        groups = await self.node.identity.groups.find(ADMINISTRATORS) or [
            await self.node.group(
                ADMINISTRATORS,
                verbs=frozenset(Verb),
                document_start_nodes=frozenset({ROOT}),
                media_start_nodes=frozenset({ROOT}),
            )
        ]
        return await self.node.user(name, *groups)


def application(node: Node) -> ASGIApp:
    return create_application(
        Parts(
            routes=[*identity_routes, *server_routes(ServerConfiguration(), ServerInformation("sqlite"))],
            access=HttpAccess(node.identity.authenticator, node.policies),
            dependencies={"identity": node.identity},
            statuses=IDENTITY_STATUSES,
            told=node.events.live.caught_up,
        )
    )


@pytest.fixture
async def api(database_url: str) -> AsyncIterator[Api]:
    """A node with types and a language, on each engine in turn."""
    handlers, steps = HandlerRegistry(), dict[type[Notification], Callable[[Any], None]]()

    def hear(notification: Notification) -> None:
        if type(notification) in steps:
            steps[type(notification)](notification)

    for name in notifications.__all__:
        handlers.add(getattr(notifications, name), hear)
    async with open_node(database_url, Clock(), handlers=handlers) as node:
        await declare_types(node)
        yield Api(node, application(node), steps)
