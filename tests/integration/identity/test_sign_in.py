"""Signing in, going on, signing out, on a real database."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

import pytest
from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher

from copydesk.identity.credentials import credentials_by_key
from copydesk.identity.errors import InvalidTokenError
from copydesk.identity.model import UserState
from copydesk.identity.notifications import (
    RightsChangedNotification,
    UserLoginFailedNotification,
    UserLoginSuccessNotification,
    UserLogoutSuccessNotification,
)
from copydesk.identity.outcome import Status
from copydesk.identity.sessions import Refusal, SignedIn, SignInRefused
from copydesk.notifications import Notification
from tests.integration.identity.conftest import PASSWORD, Desk

WRONG = "wrong horse battery"


async def refusal(desk: Desk, password: str = WRONG, name: str = "ada", address: str | None = None) -> Refusal:
    answer = await desk.identity.sign_in.sign_in(f"{name}@example.org", password, address)
    assert isinstance(answer, SignInRefused)
    return answer.reason


async def password_hash(desk: Desk, key: UUID) -> str:
    async with desk.database.read() as scope:
        proof = await credentials_by_key(scope, key)
    assert proof is not None
    assert proof.password_hash is not None
    return proof.password_hash


async def is_in(desk: Desk, signed_in: SignedIn) -> bool:
    try:
        principal = await desk.identity.authenticator.authenticate(signed_in.access_token)
    except InvalidTokenError:
        return False
    return principal.key == signed_in.user_key


@pytest.mark.rule("ID60")
async def test_the_right_password_opens_a_sign_in(desk: Desk) -> None:
    user = await desk.user(password=PASSWORD)
    answer = await desk.identity.sign_in.sign_in(" ADA@example.org", PASSWORD, "203.0.113.1")
    assert isinstance(answer, SignedIn)
    assert await is_in(desk, answer)
    (told,) = desk.told
    assert told == UserLoginSuccessNotification(user.key, desk.clock.time, "203.0.113.1")
    found = await desk.identity.users.get(user.key)
    assert found is not None
    assert found.last_sign_in == desk.clock.time
    assert answer.access_token not in repr(answer)
    assert answer.refresh_token not in repr(answer)


@pytest.mark.rule("ID61")
async def test_a_wrong_password_or_nobody_is_refused_alike(desk: Desk) -> None:
    user = await desk.user(password=PASSWORD)
    await desk.user("grace")
    assert await refusal(desk) is Refusal.WRONG
    assert await refusal(desk, name="nobody") is Refusal.WRONG
    assert await refusal(desk, name="grace") is Refusal.WRONG
    kinds = [each.user_key for each in desk.told if isinstance(each, UserLoginFailedNotification)]
    assert kinds[:2] == [user.key, None]
    assert len(kinds) == len(desk.told) == 3


@pytest.mark.rule("ID61")
async def test_who_is_disabled_is_refused_even_with_the_right_password(desk: Desk) -> None:
    user = await desk.user(password=PASSWORD)
    await desk.identity.users.disable(user.key)
    assert await refusal(desk, PASSWORD) is Refusal.DISABLED


@pytest.mark.rule("ID61")
async def test_every_refusal_takes_the_same_work(desk: Desk) -> None:
    await desk.user("ada", password=PASSWORD)
    await desk.user("grace")
    await desk.identity.users.disable((await desk.user("joan", password=PASSWORD)).key)
    worked: list[bool] = []
    written: list[str] = []

    async def count(_: object, told: Sequence[Notification]) -> None:
        written.extend(type(each).__name__ for each in told)

    hashes = desk.identity.sign_in._hashes
    verify = hashes._verify

    def counted(password: str, stored: str | None) -> tuple[bool, str | None]:
        worked.append(stored is not None)
        return verify(password, stored)

    hashes._verify = counted  # type: ignore[method-assign] # Counts the work.
    desk.database.before_commit(count)
    for name in ("ada", "grace", "joan", "nobody"):
        await refusal(desk, name=name)
    assert worked == [True, False, False, False]
    assert written == ["UserLoginFailedNotification"] * 4


@pytest.mark.rule("ID61")
@pytest.mark.parametrize(
    "email", ["", "nobody", "a\0b@example.org", "\ud800@example.org", "x" * 1000 + "@y", "ß" * 200 + "@y"]
)
async def test_whatever_is_typed_is_only_ever_wrong(desk: Desk, email: str) -> None:
    assert await desk.identity.sign_in.sign_in(email, PASSWORD + "\0\ud800") == SignInRefused(Refusal.WRONG)
    assert await desk.identity.users.find(email) is None
    if email:
        outcome = await desk.identity.users.save(desk.identity.users.new_user(email, "Somebody"))
        assert outcome.status is Status.INVALID


@pytest.mark.rule("ID22")
async def test_a_hash_of_other_parameters_is_replaced_at_sign_in(desk: Desk) -> None:
    user = await desk.user(password=PASSWORD)
    before = await password_hash(desk, user.key)
    desk.identity.sign_in._hashes._hash = PasswordHash((Argon2Hasher(time_cost=2, memory_cost=8, parallelism=1),))
    await desk.signed_in()
    after = await password_hash(desk, user.key)
    assert ("t=1" in before, "t=2" in after) == (True, True)
    await desk.signed_in()
    assert await password_hash(desk, user.key) == after


@pytest.mark.rule("ID62")
async def test_too_many_failures_lock_out_and_cut_off(desk: Desk) -> None:
    user = await desk.user(password=PASSWORD)
    signed_in = await desk.signed_in()
    assert await is_in(desk, signed_in)
    for _ in range(4):
        await refusal(desk)
    assert await is_in(desk, signed_in)
    desk.told.clear()
    assert await refusal(desk) is Refusal.WRONG
    assert desk.names_told() == ["UserLoginFailed", "UserSaved", "RightsChanged", "UserLocked"]
    assert not await is_in(desk, signed_in)
    assert await refusal(desk, PASSWORD) is Refusal.LOCKED_OUT
    found = await desk.identity.users.get(user.key)
    assert found is not None
    assert found.state is UserState.LOCKED_OUT


@pytest.mark.rule("ID62")
async def test_coming_in_clears_the_count(desk: Desk) -> None:
    await desk.user(password=PASSWORD)
    for _ in range(3):
        for _ in range(4):
            await refusal(desk)
        await desk.signed_in()


async def locked_out(desk: Desk) -> None:
    for _ in range(5):
        await refusal(desk)
    desk.told.clear()


@pytest.mark.rule("ID63")
async def test_a_lockout_passes_by_itself(desk: Desk) -> None:
    user = await desk.user(password=PASSWORD)
    await locked_out(desk)
    desk.clock.pass_(minutes=29)
    assert await refusal(desk, PASSWORD) is Refusal.LOCKED_OUT
    desk.clock.pass_(minutes=1)
    desk.told.clear()
    assert await is_in(desk, await desk.signed_in())
    assert desk.names_told() == ["UserSaved", "RightsChanged", "UserUnlocked", "UserLoginSuccess"]
    found = await desk.identity.users.get(user.key)
    assert found is not None
    assert found.state is UserState.ACTIVE


@pytest.mark.rule("ID63")
async def test_after_a_lockout_the_count_begins_anew(desk: Desk) -> None:
    await desk.user(password=PASSWORD)
    await locked_out(desk)
    desk.clock.pass_(minutes=31)
    for _ in range(4):
        assert await refusal(desk) is Refusal.WRONG
    assert isinstance(await desk.identity.sign_in.sign_in("ada@example.org", PASSWORD), SignedIn)


@pytest.mark.rule("ID63")
@pytest.mark.parametrize("way", ["enable", "set_password"])
async def test_somebody_else_can_end_a_lockout(desk: Desk, way: str) -> None:
    user = await desk.user(password=PASSWORD)
    await locked_out(desk)
    if way == "enable":
        assert (await desk.identity.users.enable(user.key)).success
    else:
        assert (await desk.identity.users.set_password(user.key, PASSWORD)).success
    assert "UserUnlocked" in desk.names_told()
    assert await is_in(desk, await desk.signed_in())


@pytest.mark.rule("ID62")
async def test_a_lockout_does_not_replace_a_disabling_that_came_first(desk: Desk) -> None:
    user = await desk.user(password=PASSWORD)
    for _ in range(4):
        await refusal(desk)
    verified = desk.identity.sign_in._hashes.verify
    reached, go_on = asyncio.Event(), asyncio.Event()

    async def held(password: str, stored: str | None) -> tuple[bool, str | None]:
        reached.set()
        await go_on.wait()
        return await verified(password, stored)

    desk.identity.sign_in._hashes.verify = held  # type: ignore[method-assign] # A sync point in the middle.
    async with asyncio.TaskGroup() as group:
        attempt = group.create_task(refusal(desk))
        await reached.wait()
        assert (await desk.identity.users.disable(user.key)).success
        go_on.set()
    assert attempt.result() is Refusal.WRONG
    found = await desk.identity.users.get(user.key)
    assert found is not None
    assert found.state is UserState.DISABLED


@pytest.mark.rule("ID61")
async def test_a_password_changed_while_it_is_worked_out_opens_nothing(desk: Desk) -> None:
    user = await desk.user(password=PASSWORD)
    verified = desk.identity.sign_in._hashes.verify
    reached, go_on = asyncio.Event(), asyncio.Event()

    async def held(password: str, stored: str | None) -> tuple[bool, str | None]:
        reached.set()
        await go_on.wait()
        return await verified(password, stored)

    desk.identity.sign_in._hashes.verify = held  # type: ignore[method-assign] # A sync point in the middle.
    async with asyncio.TaskGroup() as group:
        attempt = group.create_task(refusal(desk, PASSWORD))
        await reached.wait()
        assert (await desk.identity.users.set_password(user.key, "another horse")).success
        go_on.set()
    assert attempt.result() is Refusal.WRONG


@pytest.mark.rule("ID23")
async def test_attempts_are_limited_and_say_when_to_come_back(desk: Desk) -> None:
    await desk.user(password=PASSWORD)
    for _ in range(10):
        await refusal(desk, name="nobody", address="203.0.113.1")
    answer = await desk.identity.sign_in.sign_in("nobody@example.org", PASSWORD, "203.0.113.2")
    assert isinstance(answer, SignInRefused)
    assert answer.reason is Refusal.RATE_LIMITED
    assert answer.retry_after == pytest.approx(30)
    assert isinstance(await desk.identity.sign_in.sign_in("ada@example.org", PASSWORD, "203.0.113.1"), SignedIn)
    desk.clock.pass_(seconds=30)
    assert await refusal(desk, name="nobody") is Refusal.WRONG


@pytest.mark.rule("ID64")
async def test_a_refresh_token_is_good_for_one_use(desk: Desk) -> None:
    await desk.user(password=PASSWORD)
    first = await desk.signed_in()
    desk.clock.pass_(minutes=11)
    assert not await is_in(desk, first)
    second = await desk.identity.sessions.refresh(first.refresh_token)
    assert isinstance(second, SignedIn)
    assert second.session == first.session
    assert second.refresh_token != first.refresh_token
    assert await is_in(desk, second)


@pytest.mark.rule("ID64")
async def test_a_refresh_token_that_comes_twice_ends_the_whole_sign_in(desk: Desk) -> None:
    user = await desk.user(password=PASSWORD)
    first, other = await desk.signed_in(), await desk.signed_in()
    second = await desk.identity.sessions.refresh(first.refresh_token)
    assert isinstance(second, SignedIn)
    desk.told.clear()
    again = await desk.identity.sessions.refresh(first.refresh_token, "203.0.113.9")
    assert again == SignInRefused(Refusal.REUSED_TOKEN)
    assert desk.told == [
        UserLogoutSuccessNotification(user.key, desk.clock.time, "203.0.113.9", first.session),
        RightsChangedNotification(frozenset({user.key}), first.session),
    ]
    assert not await is_in(desk, second)
    assert await desk.identity.sessions.refresh(second.refresh_token) == SignInRefused(Refusal.BAD_TOKEN)
    assert await is_in(desk, other)


@pytest.mark.rule("ID64")
async def test_of_two_refreshes_at_once_one_is_the_second(desk: Desk) -> None:
    await desk.user(password=PASSWORD)
    first = await desk.signed_in()
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(desk.identity.sessions.refresh(first.refresh_token)) for _ in range(2)]
    answers = [task.result() for task in tasks]
    assert sorted(type(answer).__name__ for answer in answers) == ["SignInRefused", "SignedIn"]
    assert SignInRefused(Refusal.REUSED_TOKEN) in answers


@pytest.mark.rule("ID64")
@pytest.mark.parametrize("token", ["", "rubbish", "\ud800", "x" * 10_000])
async def test_an_unknown_refresh_token_is_refused(desk: Desk, token: str) -> None:
    assert await desk.identity.sessions.refresh(token) == SignInRefused(Refusal.BAD_TOKEN)


@pytest.mark.rule("ID65")
async def test_a_sign_in_ends_whatever_is_refreshed(desk: Desk) -> None:
    await desk.user(password=PASSWORD)
    latest = await desk.signed_in()
    desk.clock.pass_(days=13)
    refreshed = await desk.identity.sessions.refresh(latest.refresh_token)
    assert isinstance(refreshed, SignedIn)
    assert refreshed.session_expires_at == latest.session_expires_at
    desk.clock.pass_(days=1)
    assert await desk.identity.sessions.refresh(refreshed.refresh_token) == SignInRefused(Refusal.BAD_TOKEN)


@pytest.mark.rule("ID66")
async def test_signing_out_ends_one_sign_in_at_once(desk: Desk) -> None:
    user = await desk.user(password=PASSWORD)
    first, second = await desk.signed_in(), await desk.signed_in()
    assert await is_in(desk, first)
    desk.told.clear()
    assert await desk.identity.sessions.end(first.session)
    assert desk.told == [
        UserLogoutSuccessNotification(user.key, desk.clock.time, None, first.session),
        RightsChangedNotification(frozenset({user.key}), first.session),
    ]
    assert not await is_in(desk, first)
    assert await desk.identity.sessions.refresh(first.refresh_token) == SignInRefused(Refusal.BAD_TOKEN)
    assert await is_in(desk, second)
    assert not await desk.identity.sessions.end(first.session)


@pytest.mark.rule("ID66")
async def test_signing_out_everywhere_ends_all(desk: Desk) -> None:
    await desk.user(password=PASSWORD)
    first, second = await desk.signed_in(), await desk.signed_in()
    await desk.identity.sessions.end_all(first.user_key)
    assert not await is_in(desk, first)
    assert not await is_in(desk, second)
    assert await is_in(desk, await desk.signed_in())


@pytest.mark.rule("ID67")
@pytest.mark.parametrize("way", ["disable", "set_password", "delete"])
async def test_what_ends_all_sign_ins_at_once(desk: Desk, way: str) -> None:
    user = await desk.user(password=PASSWORD)
    signed_in = await desk.signed_in()
    assert await is_in(desk, signed_in)
    if way == "set_password":
        assert (await desk.identity.users.set_password(user.key, "another horse")).success
    else:
        assert (await getattr(desk.identity.users, way)(user.key)).success
    assert not await is_in(desk, signed_in)
    assert await desk.identity.sessions.refresh(signed_in.refresh_token) == SignInRefused(Refusal.BAD_TOKEN)


@pytest.mark.rule("ID67")
async def test_a_sign_in_from_before_a_disabling_stays_ended_after_enabling(desk: Desk) -> None:
    user = await desk.user(password=PASSWORD)
    signed_in = await desk.signed_in()
    await desk.identity.users.disable(user.key)
    await desk.identity.users.enable(user.key)
    assert not await is_in(desk, signed_in)


async def test_ended_sign_ins_are_pruned_after_a_day(desk: Desk) -> None:
    await desk.user(password=PASSWORD)
    kept, ended = await desk.signed_in(), await desk.signed_in()
    await desk.identity.sessions.end(ended.session)
    assert await desk.identity.sessions.prune() == 0
    desk.clock.pass_(days=1, seconds=1)
    assert await desk.identity.sessions.prune() == 1
    assert isinstance(await desk.identity.sessions.refresh(kept.refresh_token), SignedIn)
    desk.clock.pass_(days=15)
    assert await desk.identity.sessions.prune() == 1


async def test_a_change_of_other_things_keeps_the_sign_in(desk: Desk) -> None:
    user = await desk.user(password=PASSWORD)
    signed_in = await desk.signed_in()
    assert (await desk.identity.users.save(replace(user, name="Countess"))).success
    principal = await desk.identity.authenticator.authenticate(signed_in.access_token)
    assert principal.name == "Countess"
