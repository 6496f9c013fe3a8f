"""Who may call which method, and who may connect."""

from typing import Any

import pytest

from copydesk.signalr import AuthorizationContext, Hub, HubApp, Principal, authorize, has_claim
from copydesk.signalr.hubs.authorization import policies_of
from copydesk.signalr.testing import client_request
from tests.unit.signalr.hubs.conftest import Connect

REFUSED = "Failed to invoke '{}' because user is unauthorized"
ADA = Principal("ada", claims={"role": ["editor", "admin"], "team": "x"})


async def owns_it(context: AuthorizationContext) -> bool:
    assert context.invocation is not None
    assert context.user is not None
    return bool(context.invocation.arguments[0] == context.user.identifier)


def local(context: AuthorizationContext) -> bool:
    return context.request.query_value("local") is not None


class Guarded(Hub):
    async def open(self) -> str:
        return "open"

    @authorize()
    async def known(self) -> str:
        return "known"

    @authorize(has_claim("role", "admin"))
    async def admins(self) -> str:
        return "admins"

    @authorize(has_claim("role", "admin"))
    @authorize(has_claim("team"))
    async def both(self) -> str:
        return "both"

    @authorize(owns_it)
    async def owned(self, owner: str) -> str:
        return "owned"

    @authorize(local)
    async def stream_local(self) -> str:
        return "local"


@pytest.mark.rule("SH95")
@pytest.mark.parametrize(
    ("user", "query", "allowed"),
    [
        (None, "", {"open"}),
        (None, "local", {"open"}),
        (Principal("bob"), "", {"open", "known"}),
        (Principal("bob", claims={"role": "admin"}), "local", {"open", "known", "admins", "stream_local"}),
        (Principal("bob", claims={"team": "x"}), "", {"open", "known"}),
        (ADA, "", {"open", "known", "admins", "both", "owned"}),
    ],
)
async def test_a_guarded_method_refuses_who_may_not(
    connect: Connect, user: Principal | None, query: str, allowed: set[str]
) -> None:
    client = await connect(Guarded, user=user, request=client_request(query=query and f"{query}=1"))
    calls: dict[str, list[Any]] = {
        "open": [],
        "known": [],
        "admins": [],
        "both": [],
        "owned": ["ada"],
        "stream_local": [],
    }
    for name, arguments in calls.items():
        answer = client.call(name, *arguments)
        if name in allowed:
            assert await answer.result() == name.removeprefix("stream_")
        else:
            assert await answer.error() == REFUSED.format(name)


@pytest.mark.rule("SH95")
async def test_a_policy_sees_the_arguments_of_the_call(connect: Connect) -> None:
    client = await connect(Guarded, user=ADA)
    assert await client.call("owned", "bob").error() == REFUSED.format("owned")


@authorize(has_claim("role"))
class Inner(Hub): ...


@authorize(local)
class Derived(Inner): ...


@pytest.mark.rule("SH96")
def test_the_policies_of_base_classes_count() -> None:
    assert len(policies_of(Derived)) == 4
    assert len(policies_of(Inner)) == 2
    assert policies_of(Guarded) == ()


@pytest.mark.rule("SH96")
@pytest.mark.parametrize(
    ("user", "query", "status"),
    [(None, "local=1", 401), (Principal("bob"), "local=1", 403), (ADA, "", 403), (ADA, "local=1", 200)],
)
async def test_a_guarded_hub_is_guarded_on_every_request(user: Principal | None, query: str, status: int) -> None:
    async def who(_: object) -> Principal | None:
        return user

    app = HubApp(Derived, authenticate=who)
    for method, path in [("POST", "/negotiate"), ("GET", "/"), ("POST", "/")]:
        answered = await _request(app, method, path, query)
        assert answered == status if path == "/negotiate" or status != 200 else answered in {200, 400}


@pytest.mark.rule("SH96")
async def test_the_authorize_hook_counts_besides_the_marks() -> None:
    async def who(_: object) -> Principal:
        return ADA

    async def nobody(*_: object) -> bool:
        return False

    assert await _request(HubApp(Derived, authenticate=who, authorize=nobody), "POST", "/negotiate", "local=1") == 403
    assert await _request(HubApp(Guarded, authenticate=who, authorize=nobody), "POST", "/negotiate", "") == 403


async def _request(app: HubApp[Any], method: str, path: str, query: str) -> int:
    sent: list[Any] = []
    scope = {
        "type": "http",
        "method": method,
        "path": path,
        "query_string": query.encode(),
        "headers": [],
        "root_path": "",
    }

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Any) -> None:
        sent.append(message)

    await app(scope, receive, send)
    return int(sent[0]["status"])
