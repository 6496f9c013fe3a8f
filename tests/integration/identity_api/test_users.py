"""Users over HTTP: who may do what to whom."""

import uuid
from typing import Any

import httpx
import pytest

from copydesk.identity import Section
from copydesk.identity.model import User
from copydesk.identity.notifications import UserDeletingNotification, UserSavedNotification, UserSavingNotification
from copydesk.identity.paths import ROOT
from copydesk.notifications import EventMessage, EventMessageType
from tests.integration.identity_api.conftest import Api
from tests.integration.server_events.node import PASSWORD

NEW = {"email": "new@example.org", "name": "New"}


async def user_keeper(api: Api, *groups: Any, **fields: Any) -> tuple[User, httpx.AsyncClient]:
    """Somebody who may see the section of users and is no administrator."""
    keepers = await api.node.group("keepers", sections=frozenset({Section.USERS}), trees=frozenset())
    user = await api.node.user("keeper", keepers, *groups, **fields)
    return user, await api.as_user(user)


@pytest.mark.rule("MA230")
async def test_a_user_is_made_with_a_password_that_is_shown_once(api: Api) -> None:
    client = await api.as_user(await api.administrator())
    page = await api.node.page("News")
    group = await api.node.group("editor")
    body = {
        **NEW,
        "groups": [str(group.key)],
        "documentStartNodes": [{"key": str(page.key)}],
        "hasMediaRootAccess": True,
    }
    answer = await client.post("user", json=body)
    assert answer.status_code == 201, answer.text
    made = answer.json()
    assert made["groups"] == [{"key": str(group.key), "alias": "editor", "name": "editor"}]
    assert made["documentStartNodes"] == [{"id": page.id, "key": str(page.key)}]
    assert (made["hasDocumentRootAccess"], made["hasMediaRootAccess"]) == (False, True)
    assert answer.headers["cache-control"] == "no-store"
    sign_in = {"email": NEW["email"], "password": made["initialPassword"]}
    assert (await api.client().post("security/sign-in", json=sign_in)).status_code == 200
    again = await client.get(f"http://copydesk.test{answer.headers['location']}")
    assert again.json() | {"lastSignIn": None} == made | {"initialPassword": None}


@pytest.mark.rule("MA230")
async def test_a_given_password_is_not_shown(api: Api) -> None:
    client = await api.as_user(await api.administrator())
    made = (await client.post("user", json={**NEW, "password": PASSWORD})).json()
    assert made["initialPassword"] is None
    assert (await api.client().post("security/sign-in", json={"email": NEW["email"], "password": PASSWORD})).is_success


@pytest.mark.rule("MA231")
@pytest.mark.parametrize(
    ("change", "status", "field"),
    [
        ({"email": "nothing"}, 422, "email"),
        ({"email": "ROOT@example.org"}, 409, "email"),
        ({"name": ""}, 422, "name"),
        ({"language": "?"}, 422, "language"),
        ({"password": "short"}, 422, "password"),
        ({"groups": [str(uuid.UUID(int=7))]}, 422, "groups"),
        ({"documentStartNodes": [{"id": 1}, {"key": str(uuid.UUID(int=7))}]}, 422, "documentStartNodes[1].key"),
        ({"mediaStartNodes": [{}]}, 422, "mediaStartNodes[0]"),
    ],
)
async def test_what_cannot_be_saved_is_named_and_nothing_is_left(
    api: Api, change: dict[str, Any], status: int, field: str
) -> None:
    client = await api.as_user(await api.administrator())
    answer = await client.post("user", json={**NEW, **change})
    assert answer.status_code == status
    assert [error["field"] for error in answer.json()["errors"]] == [field]
    assert (await client.get("user")).json()["total"] == 1


@pytest.mark.rule("MA232")
async def test_users_are_listed_in_pages_by_name_state_and_group(api: Api) -> None:
    client = await api.as_user(await api.administrator())
    group = await api.node.group("editor")
    ada, bob = await api.node.user("ada", group), await api.node.user("bob")
    await api.node.identity.users.disable(bob.key)

    async def listed(**query: Any) -> tuple[list[str], int]:
        page = (await client.get("user", params=query)).json()
        return [item["name"] for item in page["items"]], page["total"]

    assert await listed() == (["ada", "bob", "root"], 3)
    assert await listed(skip=1, take=1) == (["bob"], 3)
    assert await listed(take=0) == ([], 3)
    assert await listed(filter="ADA@") == (["ada"], 1)
    assert await listed(state=["disabled", "lockedOut"]) == (["bob"], 1)
    assert await listed(group=str(group.key)) == (["ada"], 1)
    assert (await client.get("user", params={"group": str(ada.key)})).json()["total"] == 0


@pytest.mark.rule("MA232")
@pytest.mark.parametrize(
    "query", ["skip=-1", "take=501", "take=x", "state=asleep", "group=x", "skip=99999999999999999999"]
)
async def test_a_page_that_cannot_be_is_refused(api: Api, query: str) -> None:
    client = await api.as_user(await api.administrator())
    assert (await client.get(f"user?{query}")).status_code == 400


@pytest.mark.rule("MA233")
async def test_a_change_sets_what_it_names(api: Api) -> None:
    client = await api.as_user(await api.administrator())
    page = await api.node.page("News")
    user = await api.node.user("ada", document_start_nodes=frozenset({ROOT, page.id, 999_999}))
    before = (await client.get(f"user/{user.key}")).json()
    changed = (await client.put(f"user/{user.key}", json={"name": "Ada L."})).json()
    assert changed == before | {"name": "Ada L.", "updated": changed["updated"]}
    same_nodes = {"documentStartNodes": before["documentStartNodes"], "hasDocumentRootAccess": False}
    assert before["documentStartNodes"] == [{"id": page.id, "key": str(page.key)}, {"id": 999_999, "key": None}]
    changed = (await client.put(f"user/{user.key}", json=same_nodes)).json()
    assert changed["documentStartNodes"] == before["documentStartNodes"]
    assert (before["hasDocumentRootAccess"], changed["hasDocumentRootAccess"]) == (True, False)


@pytest.mark.rule("MA234", "HT7")
async def test_a_change_may_be_based_on_a_version(api: Api) -> None:
    client = await api.as_user(await api.administrator())
    user = await api.node.user("ada")
    tag = (await client.get(f"user/{user.key}")).headers["etag"]
    api.node.clock.pass_(seconds=1)
    changed = await client.put(f"user/{user.key}", json={"name": "First"}, headers={"If-Match": tag})
    assert changed.status_code == 200
    stale = await client.put(f"user/{user.key}", json={"name": "Second"}, headers={"If-Match": tag})
    assert stale.status_code == 412
    problem = stale.json()
    assert (f'"{problem["expectedVersion"]}"', f'"{problem["actualVersion"]}"') == (tag, changed.headers["etag"])
    assert problem["changedAt"] == changed.json()["updated"]
    assert (await client.get(f"user/{user.key}")).json()["name"] == "First"
    wrong = await client.put(f"user/{user.key}", json={}, headers={"If-Match": "x"})
    assert (wrong.status_code, wrong.json()["errors"][0]["field"]) == (400, "If-Match")


@pytest.mark.rule("MA235")
async def test_who_is_no_administrator_touches_no_administrator(api: Api) -> None:
    root = await api.administrator()
    _, client = await user_keeper(api)
    answers = [
        await client.put(f"user/{root.key}", json={"name": "x"}),
        await client.delete(f"user/{root.key}"),
        *[await client.post(f"user/{root.key}/{action}") for action in ("disable", "enable", "unlock", "sign-out")],
        await client.post(f"user/{root.key}/reset-password", json={}),
    ]
    assert [answer.status_code for answer in answers] == [403] * 7
    assert "administrator" in answers[0].json()["detail"]
    assert (await api.node.identity.users.get(root.key)) == root


@pytest.mark.rule("MA235")
async def test_nobody_gives_rights_that_they_do_not_have(api: Api) -> None:
    await api.administrator()
    page, other = await api.node.page("News"), await api.node.page("Other")
    own = await api.node.group("own", document_start_nodes=frozenset({page.id}))
    foreign = await api.node.group("foreign")
    _, client = await user_keeper(api, own)

    async def makes(**fields: Any) -> int:
        return (await client.post("user", json={**NEW, **fields})).status_code

    assert await makes(groups=[str(foreign.key)]) == 403
    assert await makes(groups=[str(own.key)], hasDocumentRootAccess=True) == 403
    assert await makes(groups=[str(own.key)], documentStartNodes=[{"key": str(other.key)}]) == 403
    assert await makes(groups=[str(own.key)], documentStartNodes=[{"id": page.id}]) == 201


@pytest.mark.rule("MA236")
async def test_nobody_gets_at_rights_by_a_password_or_an_address(api: Api) -> None:
    await api.administrator()
    foreign = await api.node.group("foreign")
    keeper, client = await user_keeper(api)
    stronger, weaker = await api.node.user("stronger", foreign), await api.node.user("weaker")
    assert (await client.post(f"user/{stronger.key}/reset-password", json={})).status_code == 403
    assert (await client.put(f"user/{stronger.key}", json={"email": "keeper2@example.org"})).status_code == 403
    assert (await client.put(f"user/{stronger.key}", json={"name": "Stronger"})).status_code == 200
    assert (await client.post(f"user/{weaker.key}/reset-password", json={})).status_code == 200
    assert (await client.put(f"user/{weaker.key}", json={"email": "weak@example.org"})).status_code == 200
    assert (await client.put(f"user/{keeper.key}", json={"email": "keeper2@example.org"})).status_code == 200


@pytest.mark.rule("MA237")
async def test_a_reset_password_ends_all_sign_ins(api: Api) -> None:
    client = await api.as_user(await api.administrator())
    user = await api.node.user("ada")
    inside = await api.as_user(user)
    answer = await client.post(f"user/{user.key}/reset-password", json={})
    assert answer.headers["cache-control"] == "no-store"
    assert (await inside.get("user/current")).status_code == 401
    sign_in = {"email": user.email, "password": answer.json()["password"]}
    assert (await api.client().post("security/sign-in", json=sign_in)).status_code == 200
    given = await client.post(f"user/{user.key}/reset-password", json={"password": PASSWORD})
    assert given.json() == {"password": None}
    short = await client.post(f"user/{user.key}/reset-password", json={"password": "short"})
    assert (short.status_code, short.json()["errors"][0]["field"]) == (422, "password")


@pytest.mark.rule("MA238")
async def test_users_are_cut_off_and_let_in_again(api: Api) -> None:
    client = await api.as_user(await api.administrator())
    user = await api.node.user("ada")
    inside = await api.as_user(user)
    assert (await client.post(f"user/{user.key}/disable")).json()["state"] == "disabled"
    assert (await inside.get("user/current")).status_code == 401
    assert (await client.post(f"user/{user.key}/unlock")).json()["state"] == "disabled"
    assert (await client.post(f"user/{user.key}/enable")).json()["state"] == "active"
    inside = await api.as_user(user)
    api.node.clock.pass_(seconds=1)
    assert (await client.post(f"user/{user.key}/sign-out")).status_code == 204
    assert (await inside.get("user/current")).status_code == 401
    assert (await api.as_user(user)) is not None


@pytest.mark.rule("MA238")
async def test_a_lockout_is_ended(api: Api) -> None:
    client = await api.as_user(await api.administrator())
    user = await api.node.user("ada")
    for _ in range(5):
        await api.node.identity.sign_in.sign_in(user.email, "wrong horse battery")
    assert (await client.get(f"user/{user.key}")).json()["state"] == "lockedOut"
    assert (await client.post(f"user/{user.key}/unlock")).json()["state"] == "active"


@pytest.mark.rule("MA239")
async def test_a_user_is_deleted_but_not_the_last_administrator_nor_oneself(api: Api) -> None:
    root, second = await api.administrator(), await api.administrator("second")
    user = await api.node.user("ada")
    client = await api.as_user(root)
    assert (await client.delete(f"user/{user.key}")).status_code == 204
    assert (await client.get(f"user/{user.key}")).status_code == 404
    assert (await client.delete(f"user/{root.key}")).status_code == 403
    assert (await client.post(f"user/{root.key}/disable")).status_code == 403
    assert (await client.post(f"user/{root.key}/reset-password", json={})).status_code == 403
    assert (await client.post(f"user/{second.key}/disable")).status_code == 200
    created = await api.node.identity.api_keys.create("robot", root.groups)
    robot = api.client(str(created.shown))
    for answer in (
        await robot.delete(f"user/{root.key}"),
        await robot.post(f"user/{root.key}/disable"),
        await robot.put(f"user/{root.key}", json={"groups": []}),
    ):
        assert answer.status_code == 409
        assert "administrator" in answer.json()["detail"]


@pytest.mark.rule("MA240")
@pytest.mark.parametrize("action", ["", "/disable", "/enable", "/unlock", "/reset-password", "/sign-out"])
async def test_nobody_is_404(api: Api, action: str) -> None:
    client = await api.as_user(await api.administrator())
    key = uuid.UUID(int=77)
    answer = await (client.post(f"user/{key}{action}", json={}) if action else client.get(f"user/{key}"))
    assert answer.status_code == 404
    if not action:
        assert (await client.put(f"user/{key}", json={})).status_code == 404
        assert (await client.delete(f"user/{key}")).status_code == 404


@pytest.mark.rule("MA241")
async def test_a_handler_vetoes_and_its_message_arrives(api: Api) -> None:
    client = await api.as_user(await api.administrator())
    user = await api.node.user("ada")

    def veto(notification: UserSavingNotification | UserDeletingNotification) -> None:
        notification.cancel_operation(EventMessage("Staff", "Ask the chief.", EventMessageType.ERROR))

    api.steps[UserSavingNotification] = veto
    api.steps[UserDeletingNotification] = veto
    for answer in (
        await client.post("user", json=NEW),
        await client.put(f"user/{user.key}", json={"name": "x"}),
        await client.delete(f"user/{user.key}"),
        await client.post(f"user/{user.key}/disable"),
    ):
        assert answer.status_code == 422
        assert answer.json()["messages"] == [{"category": "Staff", "message": "Ask the chief.", "type": "Error"}]
    assert (await client.get("user")).json()["total"] == 2


@pytest.mark.rule("MA241")
@pytest.mark.logs_errors
async def test_what_handlers_say_and_fail_at_after_a_success_arrives(api: Api) -> None:
    client = await api.as_user(await api.administrator())

    def remark(notification: UserSavingNotification) -> None:
        notification.messages.add(EventMessage("Staff", "Welcome!", EventMessageType.SUCCESS))

    def fail(_: UserSavedNotification) -> None:
        raise ZeroDivisionError("secret")

    api.steps[UserSavingNotification] = remark
    api.steps[UserSavedNotification] = fail
    answer = await client.post("user", json=NEW)
    assert answer.status_code == 201
    said, failed = answer.json()["messages"]
    assert said == {"category": "Staff", "message": "Welcome!", "type": "Success"}
    assert (failed["type"], "secret" in failed["message"]) == ("Warning", False)


@pytest.mark.rule("MA242")
async def test_users_are_for_those_with_the_section(api: Api) -> None:
    group = await api.node.group("editor", sections=frozenset({Section.CONTENT}))
    user = await api.node.user("ada", group)
    client = await api.as_user(user)
    assert (await client.get("user")).status_code == 403
    assert (await client.get(f"user/{user.key}")).status_code == 403
    assert (await client.get("user-group")).status_code == 403
    assert (await client.get("user/current")).status_code == 200


@pytest.mark.rule("MA243")
async def test_everybody_let_in_may_know_the_names_of_others(api: Api) -> None:
    writer = await api.node.user("writer", await api.node.group("writers", trees=frozenset()))
    other = await api.node.user("other")
    client = await api.as_user(writer)
    keys = [str(writer.key), str(other.key), str(uuid.UUID(int=5))]
    names = (await client.get("item/user", params={"key": keys})).json()
    assert sorted(names, key=lambda one: str(one["name"])) == [
        {"key": str(other.key), "name": other.name},
        {"key": str(writer.key), "name": writer.name},
    ]
    assert (await client.get("item/user")).status_code == 400
    assert (await api.client().get("item/user", params={"key": keys})).status_code == 401
