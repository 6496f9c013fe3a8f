"""Rights that change while connections are open."""

import pytest
from sqlalchemy.exc import OperationalError

from copydesk.identity.hub_access import hub_user
from copydesk.identity.principal import ANONYMOUS
from copydesk.server_events import NO_KEY, ServerEvent
from copydesk.signalr.testing import HubTestClient
from tests.integration.server_events.node import Client, Node
from tests.integration.server_events.test_events import DOCUMENTS, EVERYWHERE

NEWS = ServerEvent(event_type="News", event_source="News", key=NO_KEY)


async def gone(client: Client) -> bool:
    """Tell whether the server has ended a connection, once everything was handed out."""
    assert await client.node.events.live.caught_up()
    await client.connection.ended()
    return client.connection.connection.closed


@pytest.mark.rule("SE40")
async def test_a_connection_without_a_user_is_aborted(node: Node) -> None:
    assert hub_user(ANONYMOUS) is None
    async with HubTestClient.connect(node.events.hub) as client:
        await client.ended()
    assert len(node.events.live.listeners) == 0


@pytest.mark.rule("SE42")
async def test_withdrawn_rights_hold_from_their_place_in_the_order_on(node: Node) -> None:
    group = await node.group("editors", **EVERYWHERE)
    ada = await node.user("ada", group)
    bob = await node.user("bob", await node.group("others", **EVERYWHERE))
    async with node.client(ada) as client, node.client(bob) as undisturbed:
        await node.page("Before")
        group.document_start_nodes = frozenset()
        await node.identity.groups.save(group)
        await node.page("After")
        assert await client.hears() == [("Created", "Document"), ("Updated", "CurrentUser")]
        assert await undisturbed.hears() == [("Created", "Document")] * 2
        ada.document_start_nodes = frozenset({-1})
        await node.identity.users.save(ada)
        await node.page("Again")
        assert await client.hears() == [("Updated", "CurrentUser"), ("Created", "Document")]


@pytest.mark.rule("SE42")
async def test_rights_that_another_node_withdraws_hold_here(node: Node, other_node: Node) -> None:
    group = await node.group("editors", **EVERYWHERE)
    ada = await node.user("ada", group)
    async with node.client(ada) as client:
        await other_node.page("Before")
        group.document_start_nodes = frozenset()
        assert (await other_node.identity.groups.save(group)).success
        await other_node.page("After")
        await node.events.router.broadcast_event(NEWS)
        assert await client.hears() == [("Created", "Document"), ("Updated", "CurrentUser"), ("News", "News")]


@pytest.mark.rule("SE47")
@pytest.mark.parametrize("with_the_branch", [False, True])
async def test_a_moved_start_node_changes_rights(node: Node, other_node: Node, with_the_branch: bool) -> None:
    shared, elsewhere = await node.page("Shared"), await node.page("Elsewhere")
    branch = await node.page("Branch", shared)
    own = await node.page("Own", branch)
    group = await node.group("editors", **{**EVERYWHERE, "document_start_nodes": frozenset({shared.id})})
    ada = await node.user("ada", group, document_start_nodes=frozenset({own.id}))
    signed_in = await node.sign_in(ada)

    async def may_see_shared(here: Node) -> bool:
        assert await here.events.live.caught_up()
        principal = await here.identity.authenticator.authenticate(signed_in.access_token)
        return principal.profile.opens_document(shared.path)

    async with node.client(ada) as client:
        assert not await may_see_shared(node)
        assert not await may_see_shared(other_node)
        await node.content.move(branch if with_the_branch else own, elsewhere.id)
        assert await may_see_shared(node)
        assert await may_see_shared(other_node)
        shared.name = "Changed"
        await node.content.save(shared)
        assert ("Updated", "Document") in await client.hears()


@pytest.mark.rule("SE43")
@pytest.mark.parametrize("how", ["disabled", "deleted", "signed out", "everywhere"])
async def test_who_may_not_be_here_any_more_is_cut_off(node: Node, how: str) -> None:
    group = await node.group("editors", **EVERYWHERE)
    ada, bob = await node.user("ada", group), await node.user("bob", group)
    await node.user("root", await node.group("admin"))
    principal = await node.principal(ada)
    assert principal.session is not None
    async with node.client(principal) as client, node.client(ada) as elsewhere, node.client(bob) as undisturbed:
        match how:
            case "disabled":
                await node.identity.users.disable(ada.key)
            case "deleted":
                await node.identity.users.delete(ada.key)
            case "signed out":
                await node.identity.sessions.end(principal.session)
            case _:
                await node.identity.sessions.end_all(ada.key)
        assert await gone(client)
        assert elsewhere.connection.connection.closed is (how != "signed out")
        await node.page("Home")
        assert await undisturbed.hears() == [("Created", "Document")]
        assert "Umbraco:CMS:Document" not in [event.get("eventSource") for _, event in client.calls()]


@pytest.mark.rule("SE44", "SE41")
async def test_a_writer_waits_until_its_own_event_was_handed_out(node: Node, other_node: Node) -> None:
    editor = await node.user("ada", await node.group("editors", **EVERYWHERE))
    async with node.client(editor) as client:
        for number in range(10):
            writer = (node, other_node)[number % 2]
            await writer.page(f"Page {number}")
            assert await node.events.live.caught_up()
            assert [name for name, _ in client.calls()] == ["notify"]


@pytest.mark.rule("SE41")
async def test_each_node_tells_its_own_connections_once(node: Node, other_node: Node) -> None:
    group = await node.group("editors", **DOCUMENTS, document_start_nodes=frozenset({-1}))
    ada, bob = await node.user("ada", group), await node.user("bob", group)
    async with node.client(ada) as here, other_node.client(bob) as there:
        for number in range(6):
            await (node, other_node)[number % 2].page(f"Page {number}")
        first, second = await here.events(), await there.events()
        assert [event["key"] for event in first] == [event["key"] for event in second]
        assert len(first) == 6


@pytest.mark.rule("SE45")
@pytest.mark.parametrize("failure", [OperationalError("select", {}, OSError("lost")), ZeroDivisionError()])
@pytest.mark.logs_errors
async def test_who_is_let_go_because_rights_cannot_be_read_may_come_back(
    node: Node, monkeypatch: pytest.MonkeyPatch, failure: Exception
) -> None:
    async def fail(_: object) -> None:
        raise failure

    group = await node.group("editors", **EVERYWHERE)
    ada = await node.user("ada", group)
    principal = await node.principal(ada)
    async with node.client(principal) as client:
        monkeypatch.setattr(node.identity.principals, "again", fail)
        await node.identity.groups.save(group)
        farewell = await client.connection.peer.closed
        assert (farewell.allow_reconnect, "Rights cannot be read now" in str(farewell.error)) == (True, True)
        async with node.client(principal, live=False) as another:
            assert (await another.connection.peer.closed).allow_reconnect
    monkeypatch.undo()
    async with node.client(principal) as client:
        await node.identity.users.disable(ada.key)
        assert not (await client.connection.peer.closed).allow_reconnect
