"""What callers do to users, user groups and API keys is decided by the rights that they have when it is their turn."""

from dataclasses import replace

import pytest

from copydesk.identity import Section
from copydesk.identity.model import UserState
from copydesk.identity.ports import IDENTITY_LOCK
from tests.integration.identity_api.conftest import Api
from tests.integration.waiting import waiting_for


@pytest.mark.rule("MA235", "MA244")
async def test_nobody_gives_a_group_that_they_are_taken_out_of_meanwhile(api: Api) -> None:
    await api.administrator()
    desk, news = await api.node.group("desk"), await api.node.group("news")
    editor, other = await api.node.user("editor", desk, news), await api.node.user("other", desk)
    client = await api.as_user(editor)
    change = client.put(f"user/{other.key}", json={"groups": [str(desk.key), str(news.key)]})
    async with waiting_for(IDENTITY_LOCK, api.node.database, change) as [answer]:
        assert (await api.node.identity.users.save(replace(editor, groups=frozenset({desk.key})))).success
    assert answer.result().status_code == 403
    found = await api.node.identity.users.get(other.key)
    assert found is not None
    assert found.groups == {desk.key}


@pytest.mark.rule("MA242", "MA244")
async def test_who_loses_the_section_of_users_meanwhile_does_nothing_there(api: Api) -> None:
    await api.administrator()
    desk = await api.node.group("desk")
    editor, other = await api.node.user("editor", desk), await api.node.user("other", desk)
    gone = await api.node.user("gone", desk)
    client, cut_off = await api.as_user(editor), await api.as_user(gone)
    made = {"email": "new@example.org", "name": "New", "groups": []}
    requests = (
        client.post("user", json=made),
        client.post(f"user/{other.key}/disable"),
        client.post(f"user/{other.key}/reset-password", json={}),
        client.post(f"user/{other.key}/sign-out"),
        client.delete(f"user/{other.key}"),
        cut_off.delete(f"user/{other.key}"),
    )
    async with waiting_for(IDENTITY_LOCK, api.node.database, *requests) as answers:
        without = replace(desk, sections=frozenset({Section.CONTENT}))
        assert (await api.node.identity.groups.save(without)).success
        assert (await api.node.identity.users.disable(gone.key)).success
    assert [answer.result().status_code for answer in answers] == [403, 403, 403, 403, 403, 401]
    found = await api.node.identity.users.get(other.key)
    assert found is not None
    assert found.state is UserState.ACTIVE
    assert await api.node.identity.users.find("new@example.org") is None


@pytest.mark.rule("MA253", "MA244")
async def test_who_is_no_administrator_any_more_makes_neither_groups_nor_keys(api: Api) -> None:
    await api.administrator()
    former, desk = await api.administrator("former"), await api.node.group("desk")
    client = await api.as_user(former)
    key = (await client.post("api-key", json={"name": "kept", "groups": []})).json()["key"]
    requests = (
        client.post("user-group", json={"alias": "own", "name": "Own"}),
        client.put(f"user-group/{desk.key}", json={"name": "Mine"}),
        client.delete(f"user-group/{desk.key}"),
        client.post("api-key", json={"name": "mine", "groups": []}),
        client.delete(f"api-key/{key}"),
    )
    async with waiting_for(IDENTITY_LOCK, api.node.database, *requests) as answers:
        assert (await api.node.identity.users.save(replace(former, groups=frozenset({desk.key})))).success
    assert [answer.result().status_code for answer in answers] == [403] * len(requests)
    assert [one.name for one in await api.node.identity.api_keys.all()] == ["kept"]
    assert "own" not in {one.alias for one in await api.node.identity.groups.all()}
    assert desk.name in {one.name for one in await api.node.identity.groups.all()}
