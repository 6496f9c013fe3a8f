"""Who is at the door: tokens, API keys and the cache behind them, on a real database."""

import asyncio
import base64
from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest

from copydesk.db import ReadScope
from copydesk.identity import ANONYMOUS, PrincipalKind, Section
from copydesk.identity.errors import InvalidTokenError
from copydesk.identity.model import ADMINISTRATORS, User
from copydesk.identity.notifications import RightsChangedNotification
from copydesk.identity.outcome import Status
from copydesk.identity.paths import ROOT
from copydesk.identity.ports import NoPaths
from copydesk.identity.principal_cache import PrincipalCache
from copydesk.identity.principals import Principals
from copydesk.identity.tokens import AccessTokens
from tests.integration.identity.conftest import PASSWORD, Desk


@pytest.mark.rule("ID70")
@pytest.mark.parametrize("shown", [None, ""])
async def test_who_shows_nothing_is_anonymous(desk: Desk, shown: str | None) -> None:
    assert await desk.identity.authenticator.authenticate(shown) is ANONYMOUS


@pytest.mark.rule("ID70")
@pytest.mark.parametrize("shown", ["rubbish", "a.b.c", "copydesk_", f"copydesk_{'0' * 32}_{'x' * 43}", "é.é.é"])
async def test_who_shows_something_bad_is_not_anonymous(desk: Desk, shown: str) -> None:
    with pytest.raises(InvalidTokenError):
        await desk.identity.authenticator.authenticate(shown)


@pytest.mark.rule("ID71")
async def test_the_principal_has_the_rights_of_today(desk: Desk) -> None:
    group = await desk.group("editor", sections=frozenset({Section.CONTENT}))
    user = await desk.user("ada", group, password=PASSWORD)
    signed_in = await desk.signed_in()
    principal = await desk.identity.authenticator.authenticate(signed_in.access_token)
    assert (principal.kind, principal.key, principal.session) == (PrincipalKind.USER, user.key, signed_in.session)
    assert (principal.issued_at, principal.expires_at) == (desk.clock.time, desk.clock.time + timedelta(minutes=10))
    assert principal.profile.sections == {"content"}
    assert (await desk.identity.groups.save(replace(group, sections=frozenset({Section.MEDIA})))).success
    principal = await desk.identity.authenticator.authenticate(signed_in.access_token)
    assert principal.profile.sections == {"media"}
    assert (await desk.identity.users.save(replace(user, groups=frozenset()))).success
    principal = await desk.identity.authenticator.authenticate(signed_in.access_token)
    assert principal.profile.sections == frozenset()


@pytest.mark.rule("ID71")
async def test_users_with_the_same_rights_share_a_profile(desk: Desk) -> None:
    group = await desk.group("editor", sections=frozenset({Section.CONTENT}), node_verbs={5: frozenset({"x"})})
    profiles = set()
    for name in ("ada", "grace"):
        await desk.user(name, group, password=PASSWORD)
        token = (await desk.signed_in(name)).access_token
        profiles.add((await desk.identity.authenticator.authenticate(token)).profile)
    assert len(profiles) == 1


@pytest.mark.rule("ID72")
async def test_a_known_principal_costs_no_query(desk: Desk) -> None:
    await desk.user(password=PASSWORD)
    token = (await desk.signed_in()).access_token
    first = await desk.identity.authenticator.authenticate(token)
    await desk.database.close()
    assert await desk.identity.authenticator.authenticate(token) == first


@pytest.mark.rule("ID72")
async def test_what_was_loaded_before_a_change_is_not_kept(desk: Desk) -> None:
    user = await desk.user(password=PASSWORD)
    signed_in = await desk.signed_in()
    reached, go_on = asyncio.Event(), asyncio.Event()

    class SlowPaths(NoPaths):
        async def paths_of(self, scope: ReadScope, nodes: Collection[int]) -> Mapping[int, str]:
            reached.set()
            await go_on.wait()
            return {}

    user.document_start_nodes = frozenset({5})
    assert (await desk.identity.users.save(user)).success
    principals = Principals(desk.database, desk.cache, desk.clock, SlowPaths())
    async with asyncio.TaskGroup() as group:
        loading = group.create_task(principals.of_session(signed_in.session))
        await reached.wait()
        await desk.identity.sessions.end(signed_in.session)
        go_on.set()
    assert loading.result() is not None
    assert await principals.of_session(signed_in.session) is None


@pytest.mark.rule("ID72")
async def test_what_is_not_committed_is_not_kept(desk: Desk) -> None:
    await desk.user(password=PASSWORD)
    signed_in = await desk.signed_in()
    async with desk.database.write():
        await desk.identity.users.save(replace(await _ada(desk), name="Never"))
        uncommitted = await desk.identity.principals.of_session(signed_in.session)
        assert uncommitted is not None
        assert uncommitted.name == "Never"
    principal = await desk.identity.principals.of_session(signed_in.session)
    assert principal is not None
    assert principal.name == "Ada"


@pytest.mark.rule("ID73")
async def test_another_node_hears_of_a_change_or_finds_it_within_30_seconds(desk: Desk, other_node: Desk) -> None:
    await desk.user(password=PASSWORD)
    first, second = await desk.signed_in(), await desk.signed_in()
    for signed_in in (first, second):
        await other_node.identity.authenticator.authenticate(signed_in.access_token)
        await desk.identity.sessions.end(signed_in.session)
    other_node.cache.rights_changed(RightsChangedNotification(frozenset({UUID(int=999)})))
    await other_node.identity.authenticator.authenticate(first.access_token)
    other_node.cache.rights_changed(RightsChangedNotification(frozenset({first.user_key}), first.session))
    with pytest.raises(InvalidTokenError, match="ended"):
        await other_node.identity.authenticator.authenticate(first.access_token)
    third = await desk.signed_in()
    await other_node.identity.authenticator.authenticate(third.access_token)
    await desk.identity.sessions.end(third.session)
    desk.clock.pass_(seconds=30)
    with pytest.raises(InvalidTokenError, match="ended"):
        await other_node.identity.authenticator.authenticate(third.access_token)


@pytest.mark.rule("ID33")
async def test_another_node_learns_of_a_new_signing_key(desk: Desk, other_node: Desk) -> None:
    await desk.user(password=PASSWORD)
    old = await desk.signed_in()
    await other_node.identity.authenticator.authenticate(old.access_token)
    desk.clock.pass_(seconds=6)
    await desk.identity.signing_keys.rotate()
    new = await desk.signed_in()
    for signed_in in (old, new):
        await other_node.identity.authenticator.authenticate(signed_in.access_token)
    desk.clock.pass_(hours=1, seconds=1)
    await desk.identity.signing_keys.rotate()
    assert len((await desk.identity.signing_keys.for_signing()).keys) == 2


@pytest.mark.rule("ID33")
async def test_two_nodes_that_start_at_once_make_one_first_key(desk: Desk, other_node: Desk) -> None:
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(node.identity.signing_keys.for_signing()) for node in (desk, other_node)]
    first, second = (task.result() for task in tasks)
    assert first == second
    assert len(first.keys) == 1


@pytest.mark.rule("ID31")
async def test_invented_key_names_do_not_make_for_many_queries(desk: Desk) -> None:
    await desk.identity.signing_keys.for_signing()
    desk.clock.pass_(seconds=6)
    await desk.identity.signing_keys.for_verifying("invented")
    await desk.database.close()
    ring = await desk.identity.signing_keys.for_verifying("invented too")
    assert ring.find("invented too") is None


@pytest.mark.rule("ID31")
async def test_a_token_of_another_tenant_opens_nothing(desk: Desk) -> None:
    await desk.user(password=PASSWORD)
    signed_in = await desk.signed_in()
    ring = await desk.identity.signing_keys.for_signing()
    theirs = AccessTokens(audience="another").issue(
        ring, user=signed_in.user_key, session=signed_in.session, token=UUID(int=1), now=desk.clock.time
    )
    with pytest.raises(InvalidTokenError):
        await desk.identity.authenticator.authenticate(theirs)


@pytest.mark.rule("ID31")
async def test_a_token_whose_user_is_not_that_of_the_sign_in_is_refused(desk: Desk) -> None:
    await desk.user(password=PASSWORD)
    grace = await desk.user("grace")
    signed_in = await desk.signed_in()
    ring = await desk.identity.signing_keys.for_signing()
    mixed = AccessTokens().issue(
        ring, user=grace.key, session=signed_in.session, token=UUID(int=1), now=desk.clock.time
    )
    with pytest.raises(InvalidTokenError, match="ended"):
        await desk.identity.authenticator.authenticate(mixed)


@pytest.mark.rule("ID74")
async def test_who_stays_connected_is_looked_up_again(desk: Desk) -> None:
    group = await desk.group("editor", sections=frozenset({Section.CONTENT}))
    user = await desk.user("ada", group, password=PASSWORD)
    signed_in = await desk.signed_in()
    connected = await desk.identity.authenticator.authenticate(signed_in.access_token)
    assert (await desk.identity.principals.again([connected]))[0] == connected
    assert (await desk.identity.users.save(replace(user, groups=frozenset()))).success
    later = (await desk.identity.principals.again([connected]))[0]
    assert later is not None
    assert later.profile != connected.profile
    assert later.expires_at == connected.expires_at
    desk.clock.pass_(minutes=10)
    assert (await desk.identity.principals.again([connected]))[0] is None
    assert (await desk.identity.principals.again([replace(connected, expires_at=None)]))[0] is not None
    await desk.identity.sessions.end(signed_in.session)
    assert (await desk.identity.principals.again([replace(connected, expires_at=None)]))[0] is None
    assert (await desk.identity.principals.again([ANONYMOUS]))[0] is None


@pytest.mark.rule("ID74")
async def test_all_who_stay_connected_can_be_looked_up_at_once(desk: Desk) -> None:
    group = await desk.group("editor", sections=frozenset({Section.CONTENT}))
    created = await desk.identity.api_keys.create("Importer", [group.key])
    assert created.shown is not None
    service = await desk.identity.authenticator.authenticate(str(created.shown))
    connected = [ANONYMOUS, service]
    for name in ("ada", "grace"):
        await desk.user(name, group, password=PASSWORD)
        for _ in range(2):
            token = (await desk.signed_in(name)).access_token
            connected.append(await desk.identity.authenticator.authenticate(token))
    assert await desk.identity.principals.again(connected) == [None, *connected[1:]]
    assert connected[2].session is not None
    await desk.identity.sessions.end(connected[2].session)
    assert (await desk.identity.groups.save(replace(group, sections=frozenset({Section.MEDIA})))).success
    many = connected * 100
    answers = await desk.identity.principals.again(many)
    assert [each is None for each in answers] == [True, False, True, False, False, False] * 100
    assert {each.profile.sections for each in answers if each is not None} == {frozenset({"media"})}
    for answer, asked in zip(answers, many, strict=True):
        assert answer is None or (answer.key, answer.session) == (asked.key, asked.session)


@pytest.mark.rule("ID5")
async def test_own_start_nodes_confine_by_their_paths(desk: Desk) -> None:
    class Paths(NoPaths):
        async def paths_of(self, scope: ReadScope, nodes: Collection[int]) -> Mapping[int, str]:
            return {node: f"-1,10,{node}" for node in nodes}

    group = await desk.group("editor", document_start_nodes=frozenset({10, 20}), media_start_nodes=frozenset({ROOT}))
    user = await desk.user("ada", group, password=PASSWORD)
    assert (await desk.identity.users.save(replace(user, document_start_nodes=frozenset({11})))).success
    signed_in = await desk.signed_in()
    principal = await Principals(desk.database, PrincipalCache(), desk.clock, Paths()).of_session(signed_in.session)
    assert principal is not None
    assert principal.profile.document_start_nodes == {11, 20}
    assert principal.profile.media_start_nodes == {ROOT}


@pytest.mark.rule("ID80")
async def test_an_api_key_is_shown_once_and_opens_with_the_rights_of_its_groups(desk: Desk) -> None:
    group = await desk.group("importer", sections=frozenset({Section.CONTENT}))
    created = await desk.identity.api_keys.create(" Importer ", [group.key])
    assert created.shown is not None
    assert created.api_key is not None
    principal = await desk.identity.authenticator.authenticate(str(created.shown))
    assert (principal.kind, principal.key, principal.name) == (PrincipalKind.SERVICE, created.api_key.key, "Importer")
    assert principal.profile.sections == {"content"}
    assert await desk.identity.api_keys.all() == [created.api_key]
    assert created.shown.secret not in repr(created)
    if desk.database.url.engine.value == "sqlite":
        octets = b"".join(file.read_bytes() for file in desk.database.url.path.parent.glob("copydesk.db*"))
        assert created.shown.secret.encode() not in octets


@pytest.mark.rule("ID80")
async def test_another_secret_is_refused(desk: Desk) -> None:
    created = await desk.identity.api_keys.create("Importer", [])
    assert created.shown is not None
    wrong = replace(created.shown, secret=base64.urlsafe_b64encode(b"x" * 32).decode().rstrip("="))
    for _ in range(2):
        with pytest.raises(InvalidTokenError, match="API key"):
            await desk.identity.authenticator.authenticate(str(wrong))
        await desk.identity.authenticator.authenticate(str(created.shown))


@pytest.mark.rule("ID81")
async def test_an_api_key_ends_when_it_expires_or_is_deleted(desk: Desk) -> None:
    api_keys = desk.identity.api_keys
    brief = await api_keys.create("Brief", [], desk.clock.time + timedelta(seconds=20))
    lasting = await api_keys.create("Lasting", [])
    assert brief.shown is not None
    assert lasting.shown is not None
    assert lasting.api_key is not None
    connected = await desk.identity.authenticator.authenticate(str(lasting.shown))
    assert (await desk.identity.authenticator.authenticate(str(brief.shown))).expires_at is not None
    desk.clock.pass_(seconds=20)
    with pytest.raises(InvalidTokenError):
        await desk.identity.authenticator.authenticate(str(brief.shown))
    assert (await desk.identity.principals.again([connected]))[0] == connected
    assert (await api_keys.delete(lasting.api_key.key)).success
    assert desk.told[-1] == RightsChangedNotification(frozenset({lasting.api_key.key}))
    with pytest.raises(InvalidTokenError):
        await desk.identity.authenticator.authenticate(str(lasting.shown))
    assert (await desk.identity.principals.again([connected]))[0] is None
    assert (await api_keys.delete(lasting.api_key.key)).status is Status.NOT_FOUND


@pytest.mark.rule("ID80")
async def test_an_api_key_that_cannot_be_made_is_told_why(desk: Desk) -> None:
    api_keys = desk.identity.api_keys
    for created, status in (
        (await api_keys.create(" ", []), Status.INVALID),
        (await api_keys.create("Old", [], desk.clock.time), Status.INVALID),
        (await api_keys.create("Lost", [UUID(int=999)]), Status.UNKNOWN_GROUP),
    ):
        assert created.outcome.status is status
        assert created.outcome.problems
        assert created.shown is None
    assert await api_keys.all() == []


async def test_an_administrator_is_one(desk: Desk) -> None:
    root = await desk.administrator()
    assert (await desk.identity.users.set_password(root.key, PASSWORD)).success
    token = (await desk.signed_in("root")).access_token
    assert (await desk.identity.authenticator.authenticate(token)).profile.administrator
    assert (await desk.identity.groups.find(ADMINISTRATORS))[0].key in root.groups


async def _ada(desk: Desk) -> User:
    found = await desk.identity.users.find("ada@example.org")
    assert found is not None
    return found
