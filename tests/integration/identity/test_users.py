"""Users on a real database."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest

from copydesk.identity.model import User, UserState
from copydesk.identity.notifications import (
    RightsChangedNotification,
    UserDeletedNotification,
    UserDeletingNotification,
    UserSavedNotification,
    UserSavingNotification,
)
from copydesk.identity.outcome import Status
from copydesk.notifications import EventMessage, Notification
from tests.integration.identity.conftest import PASSWORD, Desk


@pytest.mark.rule("ID50")
async def test_a_user_comes_back_as_saved(desk: Desk) -> None:
    group = await desk.group()
    user = desk.identity.users.new_user(" Ada@Example.org ", "Ada", [group.key])
    user.language, user.document_start_nodes, user.media_start_nodes = "de", frozenset({7, 8}), frozenset({9})
    assert (await desk.identity.users.save(user)).success
    assert await desk.identity.users.get(user.key) == user
    assert await desk.identity.users.find("ADA@example.org") == user
    assert user.created == user.updated == desk.clock.time


@pytest.mark.rule("ID50")
async def test_a_change_keeps_when_the_user_was_created(desk: Desk) -> None:
    user = await desk.user()
    desk.clock.pass_(hours=1)
    changed = replace(user, name="Countess", created=desk.clock.time)
    assert (await desk.identity.users.save(changed)).success
    found = await desk.identity.users.get(user.key)
    assert found is not None
    assert (found.name, found.created, found.updated) == ("Countess", user.created, user.created + timedelta(hours=1))


async def test_pages_are_in_the_order_of_names_and_can_be_searched(desk: Desk) -> None:
    for name in ("grace", "ada", "joan"):
        await desk.user(name)
    page, total = await desk.identity.users.page(1, 1)
    assert ([user.name for user in page], total) == (["Grace"], 3)
    page, total = await desk.identity.users.page(search="JOAN@")
    assert ([user.name for user in page], total) == (["Joan"], 1)
    assert (await desk.identity.users.page(search="%"))[1] == 0


@pytest.mark.rule("ID51", "ID58")
async def test_saving_tells_before_and_after(desk: Desk) -> None:
    user = desk.identity.users.new_user("ada@example.org", "Ada")

    def rename(saving: Notification) -> None:
        assert isinstance(saving, UserSavingNotification)
        saving.saved_entities[0].name = "Lady Ada"
        saving.state["seen"] = "before"

    desk.handlers[UserSavingNotification] = rename
    assert (await desk.identity.users.save(user)).success
    _, saved, changed = desk.told
    assert isinstance(saved, UserSavedNotification)
    assert saved.state == {"seen": "before"}
    assert saved.saved_entities == (user,)
    assert changed == RightsChangedNotification(frozenset({user.key}))
    assert await desk.identity.users.get(user.key) == replace(user, name="Lady Ada")


@pytest.mark.rule("ID51")
async def test_a_handler_can_cancel_with_a_message(desk: Desk) -> None:
    def refuse(saving: Notification) -> None:
        assert isinstance(saving, UserSavingNotification)
        saving.cancel_operation(EventMessage("Users", "No more than we have."))

    desk.handlers[UserSavingNotification] = refuse
    user = desk.identity.users.new_user("ada@example.org", "Ada")
    outcome = await desk.identity.users.save(user)
    assert outcome.status is Status.CANCELLED
    assert [message.message for message in outcome.messages] == ["No more than we have."]
    assert await desk.identity.users.get(user.key) is None
    assert desk.names_told() == ["UserSaving"]


@pytest.mark.rule("ID51")
async def test_what_a_handler_makes_of_a_user_is_checked_too(desk: Desk) -> None:
    def spoil(saving: Notification) -> None:
        assert isinstance(saving, UserSavingNotification)
        saving.saved_entities[0].email = "nobody"

    desk.handlers[UserSavingNotification] = spoil
    outcome = await desk.identity.users.save(desk.identity.users.new_user("ada@example.org", "Ada"))
    assert outcome.status is Status.INVALID


@pytest.mark.rule("ID52")
async def test_a_refused_operation_leaves_nothing_and_spares_the_scope_around_it(desk: Desk) -> None:
    ada, grace = desk.identity.users.new_user("ada@example.org", "Ada"), desk.identity.users.new_user("x", "Grace")
    async with desk.database.write() as scope:
        assert (await desk.identity.users.save(desk.identity.users.new_user("joan@example.org", "Joan"))).success
        outcome = await desk.identity.users.save(ada, grace)
        scope.complete()
    assert outcome.status is Status.INVALID
    assert "e-mail" in outcome.problems[0]
    assert [user.name for user in (await desk.identity.users.page())[0]] == ["Joan"]


@pytest.mark.rule("ID53")
async def test_two_users_cannot_share_an_address(desk: Desk) -> None:
    await desk.user("ada")
    users = desk.identity.users
    assert (await users.save(users.new_user("ADA@example.org", "Other"))).status is Status.DUPLICATE_EMAIL
    twins = [users.new_user("twin@example.org", "One"), users.new_user("Twin@example.org", "Two")]
    assert (await users.save(*twins)).status is Status.DUPLICATE_EMAIL
    assert (await users.save(users.new_user("g@example.org", "G", [UUID(int=999)]))).status is Status.UNKNOWN_GROUP


@pytest.mark.rule("ID54")
async def test_deleting_tells_before_and_after(desk: Desk) -> None:
    await desk.administrator()
    user = await desk.user(password=PASSWORD)
    await desk.signed_in()
    desk.told.clear()
    assert (await desk.identity.users.delete(user.key)).success
    deleting, deleted, changed = desk.told
    assert isinstance(deleting, UserDeletingNotification)
    assert isinstance(deleted, UserDeletedNotification)
    assert [each.key for each in deleted.deleted_entities] == [user.key]
    assert deleted.state is deleting.state
    assert isinstance(changed, RightsChangedNotification)
    assert await desk.identity.users.get(user.key) is None
    assert (await desk.identity.users.delete(user.key)).status is Status.NOT_FOUND


async def without_rights(desk: Desk, root: User) -> Status:
    return (await desk.identity.users.save(replace(root, groups=frozenset()))).status


async def disabled(desk: Desk, root: User) -> Status:
    return (await desk.identity.users.disable(root.key)).status


async def deleted(desk: Desk, root: User) -> Status:
    return (await desk.identity.users.delete(root.key)).status


@pytest.mark.rule("ID55")
@pytest.mark.parametrize("way", [without_rights, disabled, deleted])
async def test_the_last_administrator_stays(desk: Desk, way: Callable[[Desk, User], Awaitable[Status]]) -> None:
    root = await desk.administrator()
    assert await way(desk, root) is Status.LAST_ADMINISTRATOR
    found = await desk.identity.users.get(root.key)
    assert found == root
    second = await desk.administrator("second")
    assert await way(desk, root) is Status.SUCCESS
    assert await way(desk, second) is Status.LAST_ADMINISTRATOR


@pytest.mark.rule("ID55")
async def test_two_administrators_cannot_go_at_once(desk: Desk) -> None:
    first, second = await desk.administrator("first"), await desk.administrator("second")
    assert (await desk.identity.users.delete(first.key, second.key)).status is Status.LAST_ADMINISTRATOR
    assert (await desk.identity.users.disable(first.key, second.key)).status is Status.LAST_ADMINISTRATOR


@pytest.mark.rule("ID56")
async def test_disabling_and_enabling(desk: Desk) -> None:
    user = await desk.user()
    assert (await desk.identity.users.disable(user.key)).success
    assert desk.names_told() == ["UserSaving", "UserSaved", "RightsChanged"]
    found = await desk.identity.users.get(user.key)
    assert found is not None
    assert found.state is UserState.DISABLED
    assert (await desk.identity.users.enable(user.key)).success
    assert await desk.identity.users.get(user.key) == replace(found, state=UserState.ACTIVE)
    desk.told.clear()
    assert (await desk.identity.users.enable(user.key)).success
    assert desk.names_told() == []


@pytest.mark.rule("ID20")
async def test_a_bad_password_is_refused_with_the_reason(desk: Desk) -> None:
    user = await desk.user()
    outcome = await desk.identity.users.set_password(user.key, "short")
    assert outcome.status is Status.INVALID_PASSWORD
    assert "10 characters" in outcome.problems[0]
    assert (await desk.identity.users.set_password(UUID(int=999), PASSWORD)).status is Status.NOT_FOUND
