"""Tokens of the official JavaScript client: sent in the right place, refused, asked for again, expired."""

import pytest

from tests.interop.clients import Player
from tests.interop.wires import each_transport

pytestmark = [pytest.mark.asyncio(loop_scope="session"), each_transport]

Wire = dict[str, str]
UNAUTHORIZED = "Failed to complete negotiation with the server: Error: Unauthorized: Status code '401'"


@pytest.mark.parametrize("asynchronous", [False, True], ids=["ready", "fetched"])
async def test_a_token_opens_the_hub(player: Player, wire: Wire, *, asynchronous: bool) -> None:
    seen = await player.play("withToken", **wire, asynchronous=asynchronous)
    assert seen == {"echo": "你好 wörld 🦊", "ended": None}


async def test_no_token_is_unauthorized(player: Player, wire: Wire) -> None:
    assert await player.play("withoutToken", **wire) == UNAUTHORIZED


async def test_a_bad_token_is_unauthorized(player: Player, wire: Wire) -> None:
    assert await player.play("withBadToken", **wire) == UNAUTHORIZED


async def test_requests_with_an_ended_token_are_refused_but_an_open_socket_goes_on(player: Player, wire: Wire) -> None:
    seen = await player.play("useAfterTheTokenEnded", **wire)
    refused = "Unauthorized: Status code '401'"
    assert seen.startswith("ada-") if wire["transport"] == "WebSockets" else seen == refused


async def test_a_method_can_want_more_than_the_hub(player: Player, wire: Wire) -> None:
    assert await player.play("whoAmI", **wire, user="ada") == {
        "me": "ada",
        "isAdmin": "Failed to invoke 'OnlyAdmins' because user is unauthorized",
    }


async def test_the_connection_ends_with_its_token_and_comes_back_with_a_new_one(player: Player, wire: Wire) -> None:
    seen = await player.play("tokenExpires", **wire, seconds=1.2)
    assert seen == {"history": ["reconnecting", "reconnected"], "me": "ada"}


async def test_users_are_literal(player: Player, wire: Wire) -> None:
    assert await player.play("messageToAUser", **wire) == ["both of you", "both of you", "only me"]
