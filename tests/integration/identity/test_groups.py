"""User groups on a real database."""

from dataclasses import replace
from uuid import UUID

import pytest

from copydesk.identity import Section, Tree, Verb
from copydesk.identity.model import ADMINISTRATORS
from copydesk.identity.notifications import (
    RightsChangedNotification,
    UserGroupDeletedNotification,
    UserGroupDeletingNotification,
    UserGroupSavedNotification,
    UserGroupSavingNotification,
)
from copydesk.identity.outcome import Status
from copydesk.notifications import Notification
from tests.integration.identity.conftest import Desk


@pytest.mark.rule("ID50")
async def test_a_group_comes_back_as_saved(desk: Desk) -> None:
    group = await desk.group(
        "editor",
        sections=frozenset({Section.CONTENT}),
        trees=frozenset({Tree.MEDIA_TYPES, "packages.own"}),
        verbs=frozenset({Verb.BROWSE, "ContentLock.Unlocker"}),
        node_verbs={10: frozenset({Verb.BROWSE}), 11: frozenset[str]()},
        document_start_nodes=frozenset({-1}),
        media_start_nodes=frozenset({5, 6}),
    )
    assert await desk.identity.groups.find("editor") == [group]
    assert await desk.identity.groups.get_many([group.key]) == [group]
    desk.clock.pass_(hours=1)
    assert (await desk.identity.groups.save(replace(group, name="Editors"))).success
    (found,) = await desk.identity.groups.all()
    assert (found.name, found.created, found.updated) == ("Editors", group.created, desk.clock.time)


@pytest.mark.rule("ID51")
async def test_saving_tells_before_and_after(desk: Desk) -> None:
    def widen(saving: Notification) -> None:
        assert isinstance(saving, UserGroupSavingNotification)
        saving.saved_entities[0].sections = frozenset({Section.MEDIA})

    desk.handlers[UserGroupSavingNotification] = widen
    group = await desk.group()
    saving, saved, changed = desk.told
    assert isinstance(saving, UserGroupSavingNotification)
    assert isinstance(saved, UserGroupSavedNotification)
    assert saved.state is saving.state
    assert changed == RightsChangedNotification(None)
    assert (await desk.identity.groups.find("editor"))[0].sections == {Section.MEDIA}
    assert group.sections == {Section.MEDIA}


@pytest.mark.rule("ID51", "ID54")
async def test_deleting_tells_before_and_after_and_keeps_the_members(desk: Desk) -> None:
    group = await desk.group()
    user = await desk.user("ada", group)
    assert (await desk.identity.groups.delete(group.key)).success
    assert [type(each) for each in desk.told] == [
        UserGroupDeletingNotification,
        UserGroupDeletedNotification,
        RightsChangedNotification,
    ]
    found = await desk.identity.users.get(user.key)
    assert found is not None
    assert found.groups == frozenset()
    assert (await desk.identity.groups.delete(group.key)).status is Status.NOT_FOUND


@pytest.mark.rule("ID51")
@pytest.mark.parametrize("kind", [UserGroupSavingNotification, UserGroupDeletingNotification])
async def test_handlers_can_cancel(desk: Desk, kind: type[Notification]) -> None:
    group = await desk.group()

    def refuse(notification: Notification) -> None:
        assert isinstance(notification, UserGroupSavingNotification | UserGroupDeletingNotification)
        notification.cancel = True

    desk.handlers[kind] = refuse
    saved = await desk.identity.groups.save(replace(group, name="Other"))
    deleted = await desk.identity.groups.delete(group.key)
    assert (saved if kind is UserGroupSavingNotification else deleted).status is Status.CANCELLED


@pytest.mark.rule("ID53")
async def test_two_groups_cannot_share_an_alias(desk: Desk) -> None:
    await desk.group("editor")
    groups = desk.identity.groups
    assert (await groups.save(groups.new_group("editor", "Others"))).status is Status.DUPLICATE_ALIAS
    twins = [groups.new_group("twin", "One"), groups.new_group("twin", "Two")]
    assert (await groups.save(*twins)).status is Status.DUPLICATE_ALIAS
    assert (await groups.save(groups.new_group("1 2", "Odd"))).status is Status.INVALID


@pytest.mark.rule("ID57")
async def test_the_administrators_group_stays_what_it_is(desk: Desk) -> None:
    group = await desk.group(ADMINISTRATORS)
    assert (await desk.identity.groups.delete(group.key)).status is Status.PROTECTED_GROUP
    renamed = await desk.identity.groups.save(replace(group, alias="chiefs"))
    assert renamed.status is Status.PROTECTED_GROUP
    assert (await desk.identity.groups.save(replace(group, name="Chiefs"))).success


async def test_nothing_is_found_for_no_keys(desk: Desk) -> None:
    assert await desk.identity.groups.find() == []
    assert await desk.identity.groups.get_many([UUID(int=9)]) == []
