"""What the caller may ask and change about themselves."""

import uuid

import pytest

from copydesk.identity import Section, Verb
from copydesk.identity.paths import ROOT
from tests.integration.identity_api.conftest import Api
from tests.integration.server_events.node import PASSWORD

NEW = "another horse battery"


@pytest.mark.rule("MA210")
async def test_users_learn_what_they_may_see_and_do(api: Api) -> None:
    page = await api.node.page("News")
    group = await api.node.group(
        "editor",
        sections=frozenset({Section.CONTENT}),
        trees=frozenset({"languages"}),
        verbs=frozenset({Verb.BROWSE}),
        media_start_nodes=frozenset({ROOT}),
    )
    user = await api.node.user("ada", group, document_start_nodes=frozenset({page.id, 999_999}))
    body = (await (await api.as_user(user)).get("user/current")).json()
    assert body == {
        "key": str(user.key),
        "kind": "user",
        "name": "ada",
        "email": "ada@example.org",
        "language": "en-US",
        "groups": [{"key": str(group.key), "alias": "editor", "name": "editor"}],
        "isAdministrator": False,
        "sections": ["content"],
        "trees": ["documents", "languages"],
        "verbs": ["Umb.Document.Read"],
        "hasDocumentRootAccess": False,
        "documentStartNodes": [{"id": page.id, "key": str(page.key)}, {"id": 999_999, "key": None}],
        "hasMediaRootAccess": True,
        "mediaStartNodes": [],
    }


@pytest.mark.rule("MA210")
async def test_administrators_and_services_are_told_apart(api: Api) -> None:
    user = await api.administrator()
    body = (await (await api.as_user(user)).get("user/current")).json()
    assert (body["isAdministrator"], body["hasDocumentRootAccess"]) == (True, True)
    created = await api.node.identity.api_keys.create("robot", user.groups)
    service = (await api.client(str(created.shown)).get("user/current")).json()
    assert (service["kind"], service["name"], service["isAdministrator"]) == ("service", "robot", True)


@pytest.mark.rule("MA211")
async def test_everybody_may_change_their_name_and_language(api: Api) -> None:
    client = await api.as_user(await api.node.user("ada"))
    changed = (await client.put("user/current", json={"name": "Ada L."})).json()
    assert (changed["name"], changed["language"]) == ("Ada L.", "en-US")
    changed = (await client.put("user/current", json={"language": "de-DE"})).json()
    assert (changed["name"], changed["language"]) == ("Ada L.", "de-DE")
    assert (await client.get("user/current")).json() == changed


@pytest.mark.rule("MA211")
async def test_a_wrong_field_is_named(api: Api) -> None:
    client = await api.as_user(await api.node.user("ada"))
    answer = await client.put("user/current", json={"name": "", "language": "x"})
    assert answer.status_code == 422
    assert [error["field"] for error in answer.json()["errors"]] == ["name", "language"]
    assert (await client.put("user/current", json={"email": "x@y"})).status_code == 400
    assert (await client.get("user/current")).json()["name"] == "ada"


@pytest.mark.rule("MA212", "ID67")
async def test_a_new_password_ends_the_other_sign_ins(api: Api) -> None:
    user = await api.node.user("ada")
    client, other = await api.as_user(user), await api.as_user(user)
    body = {"currentPassword": PASSWORD, "newPassword": NEW}
    assert (await client.post("user/current/change-password", json=body)).status_code == 204
    assert (await client.get("user/current")).status_code == 200
    assert (await other.get("user/current")).status_code == 401
    sign_in = {"email": user.email, "password": NEW}
    assert (await api.client().post("security/sign-in", json=sign_in)).status_code == 200


@pytest.mark.rule("MA212")
async def test_the_present_password_is_asked_for_and_not_to_be_guessed(api: Api) -> None:
    client = await api.as_user(await api.node.user("ada"))
    wrong = {"currentPassword": "wrong horse battery", "newPassword": NEW}
    answers = [await client.post("user/current/change-password", json=wrong) for _ in range(11)]
    assert [answer.status_code for answer in answers] == [422] * 10 + [429]
    assert answers[0].json()["errors"][0]["field"] == "currentPassword"


@pytest.mark.rule("MA212")
async def test_a_short_password_is_refused(api: Api) -> None:
    client = await api.as_user(await api.node.user("ada"))
    answer = await client.post(
        "user/current/change-password", json={"currentPassword": PASSWORD, "newPassword": "short"}
    )
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["field"] == "newPassword"


@pytest.mark.rule("MA213")
async def test_the_verbs_on_documents_follow_start_nodes_and_the_deepest_document(api: Api) -> None:
    open_page, closed = await api.node.page("Open"), await api.node.page("Closed")
    below, hidden = await api.node.page("Below", open_page), await api.node.page("Hidden", open_page)
    group = await api.node.group(
        "editor",
        verbs=frozenset({Verb.BROWSE, Verb.UPDATE}),
        node_verbs={below.id: frozenset({Verb.BROWSE}), hidden.id: frozenset({Verb.UPDATE})},
        document_start_nodes=frozenset({open_page.id}),
    )
    client = await api.as_user(await api.node.user("ada", group))
    unknown = uuid.UUID(int=5)
    keys = [below.key, closed.key, open_page.key, unknown, hidden.key]
    answer = await client.get("user/current/permissions/document", params={"key": [str(key) for key in keys]})
    assert answer.json() == [
        {"key": str(below.key), "verbs": [Verb.BROWSE]},
        {"key": str(closed.key), "verbs": []},
        {"key": str(open_page.key), "verbs": [Verb.BROWSE, Verb.UPDATE]},
        {"key": str(unknown), "verbs": []},
        {"key": str(hidden.key), "verbs": []},
    ]


@pytest.mark.rule("MA213")
@pytest.mark.parametrize("query", ["", "key=x", "&".join(["key=00000000-0000-0000-0000-000000000001"] * 201)])
async def test_a_malformed_question_is_refused(api: Api, query: str) -> None:
    client = await api.as_user(await api.node.user("ada"))
    assert (await client.get(f"user/current/permissions/document?{query}")).status_code == 400


@pytest.mark.rule("MA214")
async def test_an_api_key_changes_nothing_about_itself(api: Api) -> None:
    created = await api.node.identity.api_keys.create("robot", [])
    client = api.client(str(created.shown))
    assert (await client.put("user/current", json={"name": "x"})).status_code == 403
    body = {"currentPassword": PASSWORD, "newPassword": NEW}
    assert (await client.post("user/current/change-password", json=body)).status_code == 403
