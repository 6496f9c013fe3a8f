"""Reading, creating, changing and deleting single documents over HTTP."""

from typing import Any
from uuid import UUID

import httpx
import pytest

from copydesk.content.notifications import ContentSavedNotification
from copydesk.identity.permissions import Verb
from tests.integration.content.api.conftest import ADA, EVERYTHING, UNKNOWN, Api, errors_of
from tests.integration.content.rig import Rig


def values_of(shown: dict[str, Any]) -> dict[tuple[str, str | None], tuple[Any, Any]]:
    return {(one["alias"], one["culture"]): (one["value"], one["publishedValue"]) for one in shown["values"]}


@pytest.mark.rule("MA10")
async def test_a_document_is_created_where_it_is_wanted(editor: httpx.AsyncClient, rig: Rig) -> None:
    home = await rig.page("Home")
    body = {
        "typeAlias": "article",
        "parentKey": str(home.key),
        "key": str(UUID(int=77)),
        "variants": [{"culture": "en-US", "name": "News"}, {"culture": "de-de", "name": "Neues"}],
        "values": [
            {"alias": "heading", "culture": "de-DE", "value": "Hallo"},
            {"alias": "teaser", "culture": "de-DE", "segment": "vip", "value": "Psst"},
            {"alias": "section", "value": "sports"},
        ],
    }
    answer = await editor.post("/document", json=body)
    assert answer.status_code == 201, answer.text
    shown = answer.json()
    assert answer.headers["location"].endswith(f"/document/{UUID(int=77)}")
    assert (shown["key"], shown["parentKey"], shown["level"]) == (str(UUID(int=77)), str(home.key), 2)
    assert (shown["creatorKey"], shown["writerKey"]) == (str(ADA), str(ADA))
    assert {one["culture"]: (one["name"], one["state"]) for one in shown["variants"]} == {
        "en-US": ("News", "draft"),
        "de-DE": ("Neues", "draft"),
        "fr-FR": (None, "notCreated"),
    }
    assert values_of(shown)["heading", "de-DE"] == ("Hallo", None)
    assert shown["allowedActions"] == sorted(EVERYTHING)
    again = await editor.get(f"/document/{UUID(int=77)}")
    assert again.json() == shown
    twice = await editor.post("/document", json=body)
    assert (twice.status_code, errors_of(twice)) == (409, ["key"])


@pytest.mark.rule("MA11")
@pytest.mark.parametrize(
    ("wrong", "status", "fields"),
    [
        ({"typeAlias": "nothing"}, 400, ["typeAlias"]),
        ({"typeAlias": "note"}, 422, ["parentKey"]),
        ({"parentKey": str(UNKNOWN)}, 404, ["parentKey"]),
        ({"parentKey": "x"}, 400, ["parentKey"]),
        ({"key": str(UUID(int=0))}, 400, ["key"]),
        ({"variants": []}, 400, ["name"]),
        ({"variants": [{"name": "x" * 256}]}, 400, ["name"]),
        ({"variants": [{"name": "a\u0000b"}]}, 400, ["name"]),
        ({"variants": [{"name": "A"}, {"name": "B"}]}, 400, ["name"]),
        ({"variants": [{"culture": "en-US", "name": "A"}]}, 400, ["name[en-US]"]),
        ({"values": [{"alias": "nothing", "value": 1}]}, 400, ["values.nothing"]),
        ({"values": [{"alias": "title", "value": 1}]}, 400, ["values.title"]),
        ({"values": [{"alias": "title", "value": "a", "culture": "de-DE"}]}, 400, ["values.title[de-DE]"]),
        ({"values": [{"alias": "title", "value": "a", "culture": "xx-XX"}]}, 400, ["values.title[xx-XX]"]),
        (
            {"variants": [{"name": "a\u0000b"}], "values": [{"alias": "title", "value": 1}]},
            400,
            ["name", "values.title"],
        ),
        ({"valeus": []}, 400, ["valeus"]),
    ],
)
async def test_a_wrong_body_is_refused_at_its_field(
    editor: httpx.AsyncClient, rig: Rig, wrong: dict[str, Any], status: int, fields: list[str]
) -> None:
    answer = await editor.post("/document", json={"typeAlias": "page", "variants": [{"name": "A"}], **wrong})
    assert (answer.status_code, errors_of(answer)) == (status, fields), answer.text
    assert await rig.content.count() == 0


@pytest.mark.rule("MA12")
async def test_a_change_touches_only_what_it_names(editor: httpx.AsyncClient, rig: Rig) -> None:
    news = await rig.published_article(en_US="News", de_DE="Neues")
    body = {
        "variants": [{"culture": "de-DE", "name": None}, {"culture": "fr-FR", "name": "Nouvelles"}],
        "values": [{"alias": "heading", "culture": "en-US", "value": None}],
    }
    answer = await editor.put(f"/document/{news.key}", json=body)
    shown = answer.json()
    assert {one["culture"]: (one["name"], one["state"], one["publishName"]) for one in shown["variants"]} == {
        "en-US": ("News", "publishedPendingChanges", "News"),
        "de-DE": (None, "publishedPendingChanges", "Neues"),
        "fr-FR": ("Nouvelles", "draft", None),
    }
    assert values_of(shown) == {("heading", "en-US"): (None, "News!"), ("heading", "de-DE"): ("Neues!", "Neues!")}


@pytest.mark.rule("MA13")
async def test_a_stale_write_is_refused_with_both_versions(editor: httpx.AsyncClient, rig: Rig) -> None:
    page = await rig.page("Home")
    tag = (await editor.get(f"/document/{page.key}")).headers["etag"]
    body = {"values": [{"alias": "title", "value": "mine"}]}
    first = await editor.put(f"/document/{page.key}", json=body, headers={"If-Match": tag})
    assert first.status_code == 200
    second = await editor.put(f"/document/{page.key}", json={"values": []}, headers={"If-Match": tag})
    assert second.status_code == 412
    problem = second.json()
    assert (problem["expectedVersion"], problem["actualVersion"]) == (page.version, first.json()["version"])
    assert (problem["changedBy"], problem["changedAt"]) == (str(ADA), first.json()["updated"])
    assert (await rig.again(page)).get_value("title") == "mine"
    for number, condition in enumerate(("*", f'"{first.json()["version"] + 1}"')):
        answer = await editor.put(
            f"/document/{page.key}",
            json={"values": [{"alias": "title", "value": f"mine {number}"}]},
            headers={"If-Match": condition},
        )
        assert answer.status_code == 200
    wrong = await editor.put(f"/document/{page.key}", json=body, headers={"If-Match": "seven"})
    assert (wrong.status_code, errors_of(wrong)) == (400, ["If-Match"])


@pytest.mark.rule("MA14")
async def test_what_the_caller_has_already_is_not_sent_again(api: Api, rig: Rig) -> None:
    home = await rig.page("Home")
    page = await rig.page("Page", home)
    editor, reader = api.caller(), api.caller([Verb.BROWSE])
    url = f"/document/{page.key}"
    tag = (await editor.get(url)).headers["etag"]
    fresh = await editor.get(url, headers={"If-None-Match": f'"old", W/{tag}'})
    assert (fresh.status_code, fresh.content, fresh.headers["etag"]) == (304, b"", tag)
    assert (await reader.get(url, headers={"If-None-Match": tag})).status_code == 200
    await rig.content.move(await rig.again(home), (await rig.page("Elsewhere")).id)
    assert (await editor.get(url, headers={"If-None-Match": tag})).status_code == 200


@pytest.mark.rule("MA5", "MA6")
async def test_rights_are_asked_at_the_document_itself(api: Api, rig: Rig) -> None:
    home = await rig.page("Home")
    other = await rig.page("Other")
    page = await rig.page("Page", home)
    writer = api.caller([Verb.BROWSE], start=[page.id], at_nodes={page.id: [Verb.BROWSE, Verb.UPDATE]})
    assert (await writer.put(f"/document/{page.key}", json={})).status_code == 200
    assert (await writer.get(f"/document/{page.key}")).json()["allowedActions"] == [Verb.BROWSE, Verb.UPDATE]
    refused = await writer.put(f"/document/{page.key}/publish", json={})
    assert refused.status_code == 403
    assert Verb.PUBLISH in refused.json()["detail"]
    above = await writer.get(f"/document/{home.key}")
    assert above.status_code == 403
    hidden, missing = await writer.get(f"/document/{other.key}"), await writer.get(f"/document/{UNKNOWN}")
    assert hidden.status_code == missing.status_code == 404
    assert hidden.json()["detail"].replace(str(other.key), "") == missing.json()["detail"].replace(str(UNKNOWN), "")
    creation = {"typeAlias": "page", "variants": [{"name": "New"}]}
    assert (await writer.post("/document", json=creation)).status_code == 403
    for parent, status in ((other.key, 404), (home.key, 403), (page.key, 403)):
        answer = await writer.post("/document", json={**creation, "parentKey": str(parent)})
        assert (answer.status_code, errors_of(answer)) == (status, ["parentKey"])


@pytest.mark.rule("MA7")
async def test_a_handlers_veto_and_remarks_reach_the_caller(editor: httpx.AsyncClient, rig: Rig) -> None:
    rig.recorder.cancel_on("Saving")
    answer = await editor.post("/document", json={"typeAlias": "page", "variants": [{"name": "A"}]})
    assert answer.status_code == 422
    assert answer.json()["messages"] == [{"category": "rule", "message": "no Saving", "type": "Default"}]


@pytest.mark.rule("MA7")
@pytest.mark.logs_errors
async def test_a_handler_that_fails_afterwards_is_told_as_a_warning(editor: httpx.AsyncClient, rig: Rig) -> None:
    async def fail(_: object) -> None:
        raise ZeroDivisionError("secret")

    rig.recorder.inside[ContentSavedNotification] = fail
    answer = await editor.post("/document", json={"typeAlias": "page", "variants": [{"name": "A"}]})
    assert answer.status_code == 201
    [message] = answer.json()["messages"]
    assert message["type"] == "Warning"
    assert "secret" not in answer.text


@pytest.mark.rule("MA15")
async def test_only_the_recycle_bin_is_deleted_from(api: Api, editor: httpx.AsyncClient, rig: Rig) -> None:
    page = await rig.page("Page")
    assert (await editor.delete(f"/document/{page.key}")).status_code == 409
    await rig.content.move_to_recycle_bin(page)
    assert (await api.caller(EVERYTHING - {Verb.DELETE}).delete(f"/document/{page.key}")).status_code == 403
    answer = await editor.delete(f"/document/{page.key}")
    assert (answer.status_code, answer.json()) == (200, {"messages": []})
    assert (await editor.get(f"/document/{page.key}")).status_code == 404
