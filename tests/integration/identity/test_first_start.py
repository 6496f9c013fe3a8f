"""The first start, on a real database."""

import asyncio

import pytest

from copydesk.identity import Section
from copydesk.identity.errors import IdentityError
from copydesk.identity.first_start import DEFAULT_GROUPS, prepare_first_start
from copydesk.identity.notifications import UserGroupSavingNotification
from copydesk.identity.sessions import SignedIn
from copydesk.notifications import EventMessage, Notification
from tests.integration.identity.conftest import Desk


@pytest.mark.rule("ID90")
async def test_the_first_administrator_can_come_in(desk: Desk) -> None:
    first = await prepare_first_start(desk.database, desk.identity, "root@example.org")
    assert first is not None
    assert first.password not in repr(first)
    answer = await desk.identity.sign_in.sign_in("root@example.org", first.password)
    assert isinstance(answer, SignedIn)
    profile = (await desk.identity.authenticator.authenticate(answer.access_token)).profile
    assert profile.administrator
    assert profile.sections == set(Section)
    assert profile.opens_document("-1,-20,5")
    assert profile.opens_media("-1,-21,5")


@pytest.mark.rule("ID90")
async def test_the_usual_groups_are_there(desk: Desk) -> None:
    await prepare_first_start(desk.database, desk.identity)
    groups = {group.alias: group for group in await desk.identity.groups.all()}
    assert groups.keys() == {default.alias for default in DEFAULT_GROUPS}
    assert groups["writer"].sections == {"content"}
    assert "Umb.Document.Publish" not in groups["writer"].verbs
    assert groups["writer"].verbs < groups["editor"].verbs < groups["admin"].verbs
    assert groups["translator"].sections == {"translation"}
    assert groups["sensitiveData"].document_start_nodes == frozenset()


@pytest.mark.rule("ID91")
async def test_a_later_start_changes_nothing(desk: Desk) -> None:
    assert await prepare_first_start(desk.database, desk.identity) is not None
    (writers,) = await desk.identity.groups.find("writer")
    await desk.identity.groups.delete(writers.key)
    desk.told.clear()
    assert await prepare_first_start(desk.database, desk.identity) is None
    assert desk.names_told() == []
    assert await desk.identity.groups.find("writer") == []


@pytest.mark.rule("ID90", "ID91")
async def test_of_several_nodes_one_makes_the_administrator(desk: Desk, other_node: Desk) -> None:
    async with asyncio.TaskGroup() as group:
        tasks = [
            group.create_task(prepare_first_start(node.database, node.identity)) for node in (desk, other_node, desk)
        ]
    made = [task.result() for task in tasks]
    assert sum(each is not None for each in made) == 1
    assert (await desk.identity.users.page())[1] == 1
    assert len(await desk.identity.groups.all()) == len(DEFAULT_GROUPS)


@pytest.mark.rule("ID90")
async def test_a_user_made_before_does_not_stand_for_the_administrator(desk: Desk) -> None:
    await desk.user("ada")
    assert await prepare_first_start(desk.database, desk.identity) is not None


@pytest.mark.rule("ID52")
async def test_a_handler_that_refuses_is_heard(desk: Desk) -> None:
    def refuse(saving: Notification) -> None:
        assert isinstance(saving, UserGroupSavingNotification)
        saving.cancel_operation(EventMessage("Groups", "Not here."))

    desk.handlers[UserGroupSavingNotification] = refuse
    with pytest.raises(IdentityError, match="Not here"):
        await prepare_first_start(desk.database, desk.identity)
    assert (await desk.identity.users.page())[1] == 0
