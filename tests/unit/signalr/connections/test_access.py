from datetime import UTC, datetime

import pytest

from copydesk.signalr.connections import (
    AuthenticationFailed,
    CloseReason,
    CloseRequested,
    Connection,
    ConnectionLost,
    ConnectionRequest,
    Principal,
    require_user,
)
from tests.unit.signalr.connections.conftest import Serve
from tests.unit.signalr.connections.driver import Client, Denied, ManualClock, settle
from tests.unit.signalr.connections.handlers import Held, Recorder

ANN = [("authorization", "Bearer ann")]
BOB = [("authorization", "Bearer bob")]


async def authenticate(request: ConnectionRequest) -> Principal | None:
    """Names ending in a number last until that second of the first hour of 2026."""
    token = request.bearer_token
    if token is None:
        return None
    if token == "forged":
        raise AuthenticationFailed
    name, _, seconds = token.partition(".")
    expires_at = datetime(2026, 1, 1, 0, int(seconds) // 60, int(seconds) % 60, tzinfo=UTC) if seconds else None
    return Principal(name, expires_at=expires_at)


async def only_ann(request: ConnectionRequest, user: Principal | None) -> bool:
    return user is not None and user.identifier == "ann"


@pytest.mark.rule("ST70")
@pytest.mark.parametrize(
    ("headers", "status", "text"),
    [([], 401, "Unauthorized"), ([("authorization", "Bearer forged")], 401, "Unauthorized"), (BOB, 403, "Forbidden")],
)
async def test_every_request_is_checked(serve: Serve, headers: list[tuple[str, str]], status: int, text: str) -> None:
    client = serve(hooks={"authenticate": authenticate, "authorize": only_ann})
    token = await client.polling(ANN)
    target = client.target(token)
    answers = [
        await client.ask("POST", "/negotiate", headers),
        await client.ask("GET", target, headers),
        await client.ask("GET", target, [*headers, ("accept", "text/event-stream")]),
        await client.ask("POST", target, headers, b"x"),
        await client.ask("DELETE", target, headers),
    ]
    assert [(answer.status, answer.text) for answer in answers] == [(status, text)] * 5
    assert ("www-authenticate" in answers[0].headers) == (status == 401)
    with pytest.raises(Denied) as denial:
        await client.web_socket(headers=headers)
    assert (denial.value.status, denial.value.text) == (status, text)
    assert (await client.post(token, b"x", ANN)).status == 200


@pytest.mark.rule("ST70")
async def test_require_user_lets_in_who_is_known(serve: Serve, held: Held) -> None:
    client = serve(held, hooks={"authenticate": authenticate, "authorize": require_user})
    assert (await client.ask("POST", "/negotiate")).status == 401
    await client.web_socket(headers=BOB)
    assert (await held.arrived.get()).user == Principal("bob")


@pytest.mark.rule("ST71")
@pytest.mark.parametrize(
    ("query", "headers", "token"),
    [
        ("", [("authorization", "Bearer abc")], "abc"),
        ("", [("authorization", "bearer  abc ")], "abc"),
        ("", [("authorization", "Basic abc")], None),
        ("access_token=a.b%2Bc", [], "a.b+c"),
        ("ACCESS_TOKEN=abc", [], "abc"),
        ("access_token=", [], None),
        ("access_token=query", [("authorization", "Bearer header")], "header"),
    ],
)
async def test_where_the_bearer_token_is_read(
    serve: Serve, held: Held, query: str, headers: list[tuple[str, str]], token: str | None
) -> None:
    client = serve(held)
    await client.knock(f"/?{query}", headers).accepted()
    assert (await held.arrived.get()).request.bearer_token == token


async def expiring(serve: Serve, held: Held, **options: object) -> tuple[Client, Connection]:
    client = serve(held, hooks={"authenticate": authenticate}, close_timeout=5, **options)
    await client.web_socket(headers=[("authorization", "Bearer ann.10")])
    return client, await held.arrived.get()


@pytest.mark.rule("ST73")
async def test_expired_credentials_ask_the_handler_to_close(serve: Serve, held: Held, clock: ManualClock) -> None:
    _, connection = await expiring(serve, held, close_on_authentication_expiration=True)
    connection.listener = recorder = Recorder()
    await clock.advance(9)
    assert recorder.told == []
    await clock.advance(2)
    assert recorder.told == ["close requested: authentication expired"]
    with pytest.raises(CloseRequested) as request:
        await connection.receive()
    assert request.value.reason is CloseReason.AUTHENTICATION_EXPIRED
    assert connection.write(b"goodbye")


@pytest.mark.rule("ST73")
async def test_a_handler_that_does_not_close_is_cut_off(serve: Serve, held: Held, clock: ManualClock) -> None:
    _, connection = await expiring(serve, held, close_on_authentication_expiration=True)
    with pytest.raises(CloseRequested):
        await _receive_while(connection, clock, 11)
    await clock.advance(6)
    assert connection.closed
    with pytest.raises(ConnectionLost, match="authentication expired"):
        await connection.receive()


async def _receive_while(connection: Connection, clock: ManualClock, seconds: float) -> None:
    await clock.advance(seconds)
    await connection.receive()


@pytest.mark.rule("ST73")
async def test_by_default_expired_credentials_do_not_matter(serve: Serve, held: Held, clock: ManualClock) -> None:
    _, connection = await expiring(serve, held)
    await clock.advance(60)
    assert not connection.closed


@pytest.mark.rule("ST74")
async def test_refreshing_gives_the_connection_the_new_principal(serve: Serve, held: Held, clock: ManualClock) -> None:
    client = serve(
        held,
        hooks={"authenticate": authenticate},
        enable_authentication_refresh=True,
        close_on_authentication_expiration=True,
    )
    answer = await client.negotiate(headers=[("authorization", "Bearer ann.10")])
    assert answer["tokenLifetimeSeconds"] == 10
    token = answer["connectionToken"]
    await client.web_socket(token, [("authorization", "Bearer ann.10")])
    connection = await held.arrived.get()
    connection.listener = recorder = Recorder()
    await clock.advance(5)
    refresh = f"/refresh?id={token}"
    response = await client.ask("POST", refresh, [("authorization", "Bearer ann.60")])
    assert (response.status, response.json()) == (200, {"tokenLifetimeSeconds": 55})
    assert [user.expires_at for user in recorder.users if user] == [datetime(2026, 1, 1, 0, 1, 0, tzinfo=UTC)]
    await clock.advance(50)
    assert recorder.told == []
    response = await client.ask("POST", refresh, ANN)
    assert (response.status, response.json()) == (200, {})
    await clock.advance(50)
    assert recorder.told == []


@pytest.mark.rule("ST74")
async def test_where_refreshing_does_not_apply(serve: Serve) -> None:
    off = serve()
    assert (await off.ask("POST", f"/refresh?id={await off.token()}")).status == 404
    assert "tokenLifetimeSeconds" not in await off.negotiate()
    client = serve(enable_authentication_refresh=True, hooks={"authenticate": authenticate})
    token = await client.token("")
    await client.web_socket(token)
    assert (await client.ask("GET", f"/refresh?id={token}")).status == 405
    assert (await client.ask("POST", "/refresh")).status == 400
    assert (await client.ask("POST", "/refresh?id=unknown")).status == 404
    assert (await client.ask("POST", f"/refresh?id={token}")).text == "Refreshing needs negotiate version 1."
    unused = await client.token()
    assert (await client.ask("POST", f"/refresh?id={unused}")).status == 400
    assert "tokenLifetimeSeconds" not in await client.negotiate("", headers=[("authorization", "Bearer ann.10")])
    with pytest.raises(Denied, match="405"):
        await client.knock("/refresh").accepted()


@pytest.mark.rule("ST75")
async def test_refused_refreshes_change_nothing(serve: Serve, held: Held) -> None:
    async def accept(connection: Connection, user: Principal | None) -> bool:
        return user is not None and "banned" not in user.claims

    async def with_claims(request: ConnectionRequest) -> Principal | None:
        name, _, claim = (request.bearer_token or "").partition("+")
        return Principal(name, claims={claim: True} if claim else {})

    client = serve(
        held, hooks={"authenticate": with_claims, "accept_refresh": accept}, enable_authentication_refresh=True
    )
    token = await client.token(headers=ANN)
    await client.web_socket(token, ANN)
    connection = await held.arrived.get()
    refresh = f"/refresh?id={token}"
    other = await client.ask("POST", refresh, BOB)
    assert other.json() == {"error": "The refreshed credentials belong to a different user."}
    banned = await client.ask("POST", refresh, [("authorization", "Bearer ann+banned")])
    assert banned.json() == {"error": "The refreshed credentials were rejected."}
    assert connection.user == Principal("ann")
    assert (await client.ask("POST", refresh, [("authorization", "Bearer ann+editor")])).json() == {}
    assert connection.user == Principal("ann", claims={"editor": True})


@pytest.mark.rule("ST75")
async def test_with_refresh_on_a_poll_of_another_user_is_refused(serve: Serve, held: Held) -> None:
    client = serve(held, hooks={"authenticate": authenticate}, enable_authentication_refresh=True)
    token = await client.polling(ANN)
    assert (await client.poll(token, BOB).response()).status == 403
    poll = client.poll(token, ANN)
    await settle()
    (await held.arrived.get()).write(b"mine")
    assert (await poll.response()).body == b"mine"
