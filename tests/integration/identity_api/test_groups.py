"""User groups, API keys and what rights are made of, over HTTP."""

import uuid
from datetime import timedelta
from typing import Any

import pytest

from copydesk.identity import Section, Tree, Verb
from copydesk.identity.notifications import UserGroupSavingNotification
from copydesk.identity.paths import ROOT
from copydesk.notifications import EventMessage, EventMessageType
from tests.integration.identity_api.conftest import Api

NEW = {"alias": "news", "name": "News desk"}


@pytest.mark.rule("MA250")
async def test_a_group_comes_back_as_it_was_made(api: Api) -> None:
    client = await api.as_user(await api.administrator())
    page, below = await api.node.page("News"), await api.node.page("Below")
    verbs = [Verb.BROWSE, Verb.UPDATE, "My.Package.Approve"]
    body: dict[str, Any] = {
        **NEW,
        "sections": ["content", "translation"],
        "trees": ["languages"],
        "verbs": verbs,
        "documentVerbs": [{"document": {"key": str(below.key)}, "verbs": [Verb.BROWSE]}],
        "documentStartNodes": [{"key": str(page.key)}],
        "hasMediaRootAccess": True,
    }
    answer = await client.post("user-group", json=body)
    assert answer.status_code == 201, answer.text
    made = answer.json()
    assert made["isProtected"] is False
    assert made["verbs"] == sorted(verbs)
    assert made["documentVerbs"] == [{"document": {"id": below.id, "key": str(below.key)}, "verbs": [Verb.BROWSE]}]
    assert (await client.get(f"http://copydesk.test{answer.headers['location']}")).json() == made
    (group,) = await api.node.identity.groups.find("news")
    assert group.node_verbs == {below.id: frozenset({Verb.BROWSE})}
    assert group.document_start_nodes == {page.id}
    assert group.media_start_nodes == {ROOT}
    sent_back = {name: made[name] for name in body}
    assert (await client.put(f"user-group/{group.key}", json=sent_back)).json() == made


@pytest.mark.rule("MA250")
async def test_groups_are_listed_in_pages(api: Api) -> None:
    client = await api.as_user(await api.administrator())
    await api.node.group("b")
    await api.node.group("c")
    page = (await client.get("user-group", params={"skip": 1, "take": 1})).json()
    assert ([item["alias"] for item in page["items"]], page["total"]) == (["b"], 3)
    assert [item["isProtected"] for item in (await client.get("user-group")).json()["items"]] == [True, False, False]


@pytest.mark.rule("MA251")
@pytest.mark.parametrize(
    ("change", "status", "field"),
    [
        ({"alias": "1st"}, 422, "alias"),
        ({"alias": "admin"}, 409, "alias"),
        ({"name": ""}, 422, "name"),
        (
            {"documentVerbs": [{"document": {"key": str(uuid.UUID(int=7))}, "verbs": []}]},
            422,
            "documentVerbs[0].document.key",
        ),
        ({"verbs": ["a b"]}, 400, "verbs[0]"),
        ({"documentStartNodes": [{"id": 0}]}, 400, "documentStartNodes[0].id"),
    ],
)
async def test_what_cannot_be_saved_is_named(api: Api, change: dict[str, Any], status: int, field: str) -> None:
    client = await api.as_user(await api.administrator())
    answer = await client.post("user-group", json={**NEW, **change})
    assert answer.status_code == status
    assert [error["field"] for error in answer.json()["errors"]] == [field]
    assert (await client.get("user-group")).json()["total"] == 1


@pytest.mark.rule("MA252")
async def test_a_change_counts_for_the_members_at_once(api: Api) -> None:
    client = await api.as_user(await api.administrator())
    group = await api.node.group("editor", sections=frozenset())
    member = await api.as_user(await api.node.user("ada", group))
    tag = (await client.get(f"user-group/{group.key}")).headers["etag"]
    api.node.clock.pass_(seconds=1)
    body, headers = {"sections": ["content"]}, {"If-Match": tag}
    assert (await client.put(f"user-group/{group.key}", json=body, headers=headers)).status_code == 200
    assert (await member.get("user/current")).json()["sections"] == ["content"]
    assert (await client.put(f"user-group/{group.key}", json={}, headers=headers)).status_code == 412
    assert (await client.delete(f"user-group/{group.key}")).status_code == 204
    assert (await member.get("user/current")).json()["groups"] == []
    assert (await client.get(f"user-group/{group.key}")).status_code == 404
    assert (await client.put(f"user-group/{group.key}", json={})).status_code == 404
    assert (await client.delete(f"user-group/{group.key}")).status_code == 404


@pytest.mark.rule("MA252")
async def test_the_administrators_are_protected(api: Api) -> None:
    root = await api.administrator()
    client, (key,) = await api.as_user(root), root.groups
    assert (await client.delete(f"user-group/{key}")).status_code == 409
    assert (await client.put(f"user-group/{key}", json={"alias": "other"})).status_code == 409
    assert (await client.put(f"user-group/{key}", json={"name": "Chiefs"})).status_code == 200


@pytest.mark.rule("MA253")
async def test_only_administrators_change_groups_and_see_api_keys(api: Api) -> None:
    await api.administrator()
    group = await api.node.group("keepers", sections=frozenset({Section.USERS}))
    client = await api.as_user(await api.node.user("keeper", group))
    assert (await client.get("user-group")).status_code == 200
    assert (await client.get(f"user-group/{group.key}")).status_code == 200
    for answer in (
        await client.post("user-group", json=NEW),
        await client.put(f"user-group/{group.key}", json={"sections": ["settings"]}),
        await client.delete(f"user-group/{group.key}"),
        await client.get("api-key"),
        await client.post("api-key", json={"name": "robot", "groups": []}),
        await client.delete(f"api-key/{group.key}"),
    ):
        assert answer.status_code == 403
        assert "RequireAdminAccess" in answer.json()["detail"]


@pytest.mark.rule("MA254")
async def test_a_handler_vetoes_a_group(api: Api) -> None:
    client = await api.as_user(await api.administrator())

    def veto(notification: UserGroupSavingNotification) -> None:
        notification.cancel_operation(EventMessage("Staff", "No more groups.", EventMessageType.ERROR))

    api.steps[UserGroupSavingNotification] = veto
    answer = await client.post("user-group", json=NEW)
    assert answer.status_code == 422
    assert answer.json()["messages"][0]["message"] == "No more groups."


@pytest.mark.rule("MA260")
async def test_the_secret_of_an_api_key_is_shown_once(api: Api) -> None:
    client = await api.as_user(await api.administrator())
    group = await api.node.group("editor", sections=frozenset({Section.CONTENT}))
    expires = (api.node.clock.time + timedelta(days=1)).isoformat()
    answer = await client.post("api-key", json={"name": "robot", "groups": [str(group.key)], "expiresAt": expires})
    assert answer.status_code == 201, answer.text
    assert answer.headers["cache-control"] == "no-store"
    made = answer.json()
    service = api.client(made.pop("secret"))
    assert (await service.get("user/current")).json()["sections"] == ["content"]
    assert (await client.get("api-key")).json() == {"items": [made], "total": 1}
    assert (await client.get("api-key?skip=1")).json() == {"items": [], "total": 1}
    assert (await client.delete(f"api-key/{made['key']}")).status_code == 204
    assert (await service.get("user/current")).status_code == 401
    assert (await client.delete(f"api-key/{made['key']}")).status_code == 404


@pytest.mark.rule("MA260")
@pytest.mark.parametrize(
    ("change", "status", "field"),
    [
        ({"name": ""}, 422, "name"),
        ({"groups": [str(uuid.UUID(int=7))]}, 422, "groups"),
        ({"expiresAt": "2020-01-01T00:00:00Z"}, 422, "expiresAt"),
        ({"expiresAt": "2040-01-01T00:00:00"}, 400, "expiresAt"),
    ],
)
async def test_an_api_key_that_cannot_be_is_refused(api: Api, change: dict[str, Any], status: int, field: str) -> None:
    client = await api.as_user(await api.administrator())
    answer = await client.post("api-key", json={"name": "robot", "groups": [], **change})
    assert answer.status_code == status
    assert answer.json()["errors"][0]["field"] == field


@pytest.mark.rule("MA270")
async def test_what_rights_are_made_of_can_be_asked(api: Api) -> None:
    client = await api.as_user(await api.node.user("ada"))
    assert (await client.get("section")).json() == [{"alias": section} for section in Section]
    trees = (await client.get("tree")).json()
    assert {tree["alias"] for tree in trees} == set(Tree)
    assert {"alias": "documents", "section": "content"} in trees
    assert (await client.get("permission/verbs")).json() == [{"alias": verb} for verb in Verb]
