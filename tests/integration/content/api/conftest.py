"""The management API over the content service on both databases, with callers known by heart."""

from collections.abc import AsyncIterator, Iterable, Mapping
from dataclasses import dataclass, field, replace
from uuid import UUID

import httpx
import pytest_asyncio
from litestar.types import ASGIApp

from copydesk.content.api import CONTENT_STATUSES, content_routes
from copydesk.content.delivery import DeliveryReader, delivery_routes
from copydesk.content.delivery.api import DELIVERY_API
from copydesk.content.importing.imports import Import, Imports, ImportState
from copydesk.content.importing.staging import ImportLimits
from copydesk.content.model.segments import Segment
from copydesk.http import Parts, create_application
from copydesk.identity import ANONYMOUS, PermissionProfile, Policies, Principal, PrincipalKind
from copydesk.identity.authenticator import Authenticator
from copydesk.identity.errors import InvalidTokenError
from copydesk.identity.http_access import MANAGEMENT_API, HttpAccess
from copydesk.identity.permissions import Section, Tree, Verb
from copydesk.identity.principal_cache import PrincipalCache
from copydesk.identity.profile import VerbGrant
from copydesk.identity.room import Identity, create_identity
from tests.integration.content.rig import Rig

EVERYTHING = frozenset(Verb)
ADA = UUID(int=8001)
UNKNOWN = UUID(int=404)


def errors_of(answer: httpx.Response) -> list[str]:
    """Return the fields that a refusal names."""
    return [error["field"] for error in answer.json().get("errors", ())]


class Callers(Authenticator):
    """Knows callers by their token."""

    def __init__(self) -> None:
        self.known: dict[str, Principal] = {}

    async def authenticate(self, shown: str | None) -> Principal:
        if not shown:
            return ANONYMOUS
        if shown not in self.known:
            raise InvalidTokenError("unknown")
        return self.known[shown]


@dataclass
class Api:
    """The API, and what stands behind it."""

    rig: Rig
    app: ASGIApp
    callers: Callers
    identity: Identity
    clients: list[httpx.AsyncClient] = field(default_factory=list)

    def caller(
        self,
        verbs: Iterable[str] = EVERYTHING,
        *,
        start: Iterable[int] = (-1,),
        at_nodes: Mapping[int, Iterable[str]] | None = None,
        trees: Iterable[str] = tuple(Tree),
        key: UUID = ADA,
    ) -> httpx.AsyncClient:
        """Return a client with these rights."""
        special = frozenset((node, frozenset(there)) for node, there in (at_nodes or {}).items())
        profile = PermissionProfile(
            back_office=True,
            sections=frozenset(Section),
            trees=frozenset(trees),
            grants=frozenset({VerbGrant(frozenset(verbs), special)}),
            document_start_nodes=frozenset(start),
        )
        token = f"caller-{len(self.callers.known)}"
        self.callers.known[token] = Principal(PrincipalKind.USER, profile, key)
        transport = httpx.ASGITransport(self.app)  # type: ignore[arg-type] # two libraries' names for one interface
        headers = {"Authorization": f"Bearer {token}"}
        client = httpx.AsyncClient(transport=transport, base_url=f"http://copydesk{MANAGEMENT_API}", headers=headers)
        self.clients.append(client)
        return client

    def changes(
        self, client: httpx.AsyncClient, verbs: Iterable[str] = EVERYTHING, trees: Iterable[str] = tuple(Tree)
    ) -> None:
        """Give a caller other rights from now on."""
        known = self.callers.known[_token(client)]
        grants = frozenset({VerbGrant(frozenset(verbs), frozenset())})
        profile = replace(known.profile, grants=grants, trees=frozenset(trees))
        self.callers.known[_token(client)] = replace(known, profile=profile)

    def leaves(self, client: httpx.AsyncClient) -> None:
        """Let the token of a caller be good for nothing from now on."""
        del self.callers.known[_token(client)]


def _token(client: httpx.AsyncClient) -> str:
    return client.headers["Authorization"].removeprefix("Bearer ")


async def nobody_imports(*_: object) -> ImportState:
    """Stand for the work of imports, which has tests of its own."""
    raise NotImplementedError


async def nobody_hears(_: Import) -> None:
    """Stand for those who are told of imports."""


@pytest_asyncio.fixture(loop_scope="session")
async def api(rig: Rig) -> AsyncIterator[Api]:
    callers = Callers()
    identity = create_identity(rig.database, PrincipalCache(), rig.clock.now, rig.keys)
    parts = Parts(
        routes=[*content_routes, *delivery_routes],
        access=HttpAccess(callers, Policies()),
        dependencies={
            "content": rig.content,
            "document_types": rig.types,
            "languages": rig.languages,
            "identity": identity,
            "segments": (Segment("subscribers", "Subscribers"), Segment("press", "Press")),
            "imports": Imports(nobody_imports, nobody_hears, ImportLimits(), now=rig.clock.now, new_key=rig.keys),
            "delivery": DeliveryReader(rig.database),
        },
        statuses=CONTENT_STATUSES,
    )
    opened = Api(rig, create_application(parts), callers, identity)
    yield opened
    for client in opened.clients:
        await client.aclose()


@pytest_asyncio.fixture(loop_scope="session")
async def reader(api: Api) -> httpx.AsyncClient:
    """Somebody without a token, who reads what is published."""
    transport = httpx.ASGITransport(api.app)  # type: ignore[arg-type] # two libraries' names for one interface
    client = httpx.AsyncClient(transport=transport, base_url=f"http://copydesk{DELIVERY_API}")
    api.clients.append(client)
    return client


@pytest_asyncio.fixture(loop_scope="session")
async def editor(api: Api) -> httpx.AsyncClient:
    """An editor who may do everything everywhere."""
    return api.caller()
