"""What a client may ask about the server itself."""

import pytest

from tests.integration.identity_api.conftest import Api


@pytest.mark.rule("MA220")
async def test_anybody_may_ask_whether_and_how_the_server_runs(api: Api) -> None:
    assert (await api.client().get("server/status")).json() == {"serverStatus": "Run"}
    configuration = (await api.client().get("server/configuration")).json()
    assert configuration["allowPasswordReset"] is False
    assert configuration["minimumPasswordLength"] == 10
    assert configuration["serverEventHub"] == "/umbraco/serverEventHub"
    assert configuration["signalR"]["skipNegotiation"] is False
    assert "version" not in configuration


@pytest.mark.rule("MA221")
async def test_versions_are_for_those_let_in(api: Api) -> None:
    assert (await api.client().get("server/information")).status_code == 401
    client = await api.as_user(await api.node.user("ada"))
    information = (await client.get("server/information")).json()
    assert information.keys() == {"version", "python", "database"}
