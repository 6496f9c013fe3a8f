"""Blueprints, search, and what may be created where, over HTTP."""

import httpx
import pytest

from copydesk.identity.permissions import Verb
from tests.integration.content.api.conftest import EVERYTHING, UNKNOWN, Api, errors_of
from tests.integration.content.rig import Rig


@pytest.mark.rule("MA50")
async def test_documents_are_made_from_blueprints(api: Api, editor: httpx.AsyncClient, rig: Rig) -> None:
    page = await rig.page("Page", title="Fill me in")
    made = await editor.post("/document-blueprint", json={"documentKey": str(page.key), "name": "Standard"})
    assert made.status_code == 201, made.text
    url = f"/document-blueprint/{made.json()['key']}"
    assert made.headers["location"].endswith(url)
    assert (await editor.get(url)).json() == made.json()
    [listed] = (await editor.get("/document-blueprint?typeAlias=page")).json()
    assert (listed["name"], listed["typeAlias"], listed["folderKey"]) == ("Standard", "page", None)
    wrong = await editor.get("/document-blueprint?typeAlias=nothing")
    assert (wrong.status_code, errors_of(wrong)) == (400, ["typeAlias"])
    new = await editor.post(f"{url}/create-document", json={"name": "New", "parentKey": str(page.key)})
    assert (new.status_code, new.json()["parentKey"]) == (201, str(page.key))
    assert [(one["alias"], one["value"]) for one in new.json()["values"]] == [("title", "Fill me in")]
    writer = api.caller(EVERYTHING - {Verb.CREATE})
    assert (await writer.post(f"{url}/create-document", json={"name": "New"})).status_code == 403
    assert (await editor.get(f"/document/{made.json()['key']}")).status_code == 404


@pytest.mark.rule("MA51")
async def test_blueprints_are_changed_moved_and_deleted(editor: httpx.AsyncClient, rig: Rig) -> None:
    page = await rig.page("Page")
    made = await editor.post("/document-blueprint", json={"documentKey": str(page.key), "name": "Standard"})
    url = f"/document-blueprint/{made.json()['key']}"
    folder = (await editor.post("/document-blueprint/folder", json={"name": "Folder"})).json()
    assert (await editor.get("/document-blueprint/folder")).json() == [folder]
    changed = await editor.put(url, json={"variants": [{"name": "Other"}]}, headers={"If-Match": made.headers["etag"]})
    assert changed.json()["name"] == "Other"
    assert (await editor.put(url, json={}, headers={"If-Match": made.headers["etag"]})).status_code == 412
    moved = await editor.put(f"{url}/move", json={"folderKey": folder["key"]})
    assert moved.status_code == 200
    assert [one["folderKey"] for one in (await editor.get("/document-blueprint")).json()] == [folder["key"]]
    assert (await editor.delete(f"/document-blueprint/folder/{folder['key']}")).status_code == 409
    nowhere = await editor.put(f"{url}/move", json={"folderKey": str(UNKNOWN)})
    assert (nowhere.status_code, errors_of(nowhere)) == (404, ["folderKey"])
    assert (await editor.delete(url)).status_code == 200
    assert (await editor.delete(f"/document-blueprint/folder/{folder['key']}")).status_code == 200
    endless = await editor.post("/document-blueprint/folder", json={"name": "x" * 256})
    assert (endless.status_code, errors_of(endless)) == (400, ["name"])
    nameless = await editor.post("/document-blueprint/folder", json={"name": " "})
    assert (nameless.status_code, errors_of(nameless)) == (400, ["name"])


@pytest.mark.rule("MA51")
async def test_a_folder_of_blueprints_is_renamed(editor: httpx.AsyncClient) -> None:
    outer = (await editor.post("/document-blueprint/folder", json={"name": "Outer"})).json()
    body = {"name": "Folder", "parentKey": outer["key"]}
    url = f"/document-blueprint/folder/{(await editor.post('/document-blueprint/folder', json=body)).json()['key']}"
    assert (await editor.put(url, json={"name": "Other"})).status_code == 200
    inner = {"key": url.rsplit("/", 1)[1], "name": "Other", "parentKey": outer["key"]}
    assert (await editor.get("/document-blueprint/folder")).json() == [outer, inner]
    for name in (" ", "x" * 256):
        refused = await editor.put(url, json={"name": name})
        assert (refused.status_code, errors_of(refused)) == (400, ["name"])
    second = (await editor.post("/document-blueprint/folder", json={**body, "name": "Second"})).json()
    for taken in (
        await editor.post("/document-blueprint/folder", json={**body, "name": "other"}),
        await editor.put(f"/document-blueprint/folder/{second['key']}", json={"name": "Other"}),
    ):
        assert (taken.status_code, errors_of(taken)) == (409, ["name"])
        assert taken.json()["errors"][0]["code"] == "DuplicateFolderName"
    missing = await editor.put(f"/document-blueprint/folder/{UNKNOWN}", json={"name": "Other"})
    assert missing.status_code == 404


@pytest.mark.rule("MA51")
async def test_making_and_changing_blueprints_needs_the_permission(
    api: Api, editor: httpx.AsyncClient, rig: Rig
) -> None:
    page = await rig.page("Page")
    body = {"documentKey": str(page.key), "name": "Standard"}
    made = await editor.post("/document-blueprint", json=body)
    url = f"/document-blueprint/{made.json()['key']}"
    writer = api.caller(EVERYTHING - {Verb.CREATE_BLUEPRINT})
    assert (await writer.get(url)).status_code == 200
    refused = [
        await writer.post("/document-blueprint", json=body),
        await writer.put(url, json={}),
        await writer.put(f"{url}/move", json={"folderKey": None}),
        await writer.delete(url),
        await writer.post("/document-blueprint/folder", json={"name": "Folder"}),
        await writer.put(f"/document-blueprint/folder/{UNKNOWN}", json={"name": "Other"}),
        await writer.delete(f"/document-blueprint/folder/{UNKNOWN}"),
    ]
    assert [answer.status_code for answer in refused] == [403] * len(refused)


@pytest.mark.rule("MA90")
async def test_an_empty_blueprint_is_made_of_a_type(api: Api, editor: httpx.AsyncClient, rig: Rig) -> None:
    folder = (await editor.post("/document-blueprint/folder", json={"name": "Folder"})).json()["key"]
    body = {"typeAlias": "article", "name": "Report", "folderKey": folder}
    made = await editor.post("/document-blueprint", json=body)
    assert (made.status_code, made.json()["values"], made.json()["blueprint"]) == (201, [], True)
    named = {one["culture"]: one["name"] for one in made.json()["variants"] if one["name"]}
    assert named == {"en-US": "Report"}
    [listed] = (await editor.get("/document-blueprint?typeAlias=article")).json()
    assert (listed["key"], listed["folderKey"]) == (made.json()["key"], folder)
    german = await editor.post("/document-blueprint", json={**body, "culture": "de-DE"})
    assert [one["culture"] for one in german.json()["variants"] if one["name"]] == ["de-DE"]
    unknown = await editor.post("/document-blueprint", json={"typeAlias": "nothing", "name": "Report"})
    assert (unknown.status_code, errors_of(unknown)) == (400, ["typeAlias"])
    page = await rig.page("Page")
    for wrong in ({}, {"typeAlias": "page", "documentKey": str(page.key)}):
        answer = await editor.post("/document-blueprint", json={"name": "Report", **wrong})
        assert (answer.status_code, errors_of(answer)) == (400, ["documentKey"])
    for name in ("", "  "):
        nameless = await editor.post("/document-blueprint", json={**body, "name": name})
        assert 400 <= nameless.status_code < 500
    writer = api.caller(EVERYTHING - {Verb.CREATE_BLUEPRINT})
    assert (await writer.post("/document-blueprint", json=body)).status_code == 403
    foreign = await editor.post("/document-blueprint", json={**body, "culture": "xx-XX"})
    assert 400 <= foreign.status_code < 500
    assert len((await editor.get("/document-blueprint")).json()) == 2


@pytest.mark.rule("MA80")
async def test_documents_are_found_by_name_where_the_caller_may_look(api: Api, rig: Rig) -> None:
    home = await rig.page("Home")
    news = await rig.article(home, en_US="News", de_DE="Neuigkeiten")
    inside = await rig.page("News inside", news)
    await rig.page("Old news", await rig.page("Archive"))
    await rig.content.move_to_recycle_bin(await rig.page("Newsless"))

    async def found(caller: httpx.AsyncClient, query: str = "NEWS") -> list[str]:
        answer = (await caller.get("/document/search", params={"query": query})).json()
        assert answer["total"] == len(answer["items"])
        return [one["name"] for one in answer["items"]]

    assert await found(api.caller()) == ["News", "News inside", "Old news"]
    assert await found(api.caller(), "neuigk") == ["News"]
    assert await found(api.caller(), "100%") == []
    assert await found(api.caller(start=[home.id])) == ["News", "News inside"]
    hidden = {news.id: EVERYTHING - {Verb.BROWSE}}
    assert await found(api.caller(start=[home.id], at_nodes=hidden)) == []
    assert await found(api.caller(at_nodes={**hidden, inside.id: EVERYTHING})) == ["News inside", "Old news"]
    assert await found(api.caller([], at_nodes={news.id: EVERYTHING})) == ["News", "News inside"]
    assert (await api.caller().get("/document/search?query=")).status_code == 400


@pytest.mark.rule("MA96", "MA97")
async def test_what_was_written_last_is_listed_first_where_the_caller_may_look(api: Api, rig: Rig) -> None:
    home = await rig.page("Home")
    news = await rig.page("News", home)
    await rig.page("Storm", news)
    await rig.page("Ferry", await rig.page("Archive"))
    await rig.content.move_to_recycle_bin(await rig.page("Gone"))
    ada = api.caller()
    rig.clock.move(minutes=1)
    assert (await ada.put(f"/document/{news.key}", json={"variants": [{"culture": None, "name": "Papers"}]})).is_success

    async def recent(caller: httpx.AsyncClient, query: str = "") -> list[tuple[str, list[str]]]:
        answer = (await caller.get(f"/document/recent?{query}")).json()
        assert answer["total"] >= len(answer["items"])
        return [(one["name"], one["above"]) for one in answer["items"]]

    storm = ("Storm", ["Home", "Papers"])
    assert await recent(ada, "take=3") == [("Papers", ["Home"]), ("Ferry", ["Archive"]), ("Archive", [])]
    assert await recent(ada, "mine=true") == [("Papers", ["Home"])]
    assert await recent(api.caller(start=[home.id])) == [("Papers", ["Home"]), storm, ("Home", [])]
    assert await recent(api.caller(start=[news.id])) == [("Papers", ["Home"]), storm]
    hidden = {news.id: EVERYTHING - {Verb.BROWSE}}
    assert await recent(api.caller(start=[home.id], at_nodes=hidden)) == [("Home", [])]
    [one] = (await ada.get("/document/recent?mine=true")).json()["items"]
    read = (await ada.get(f"/document/{news.key}")).json()
    assert (one["updated"], one["writerKey"]) == (read["updated"], read["writerKey"])
    [found] = (await ada.get("/document/search?query=storm")).json()["items"]
    assert found["above"] == ["Home", "Papers"]


@pytest.mark.rule("MA81")
async def test_what_may_be_created_is_told(api: Api, rig: Rig) -> None:
    home = await rig.page("Home")

    async def allowed(caller: httpx.AsyncClient, path: str) -> list[str]:
        return [one["alias"] for one in (await caller.get(path)).json()]

    editor, confined = api.caller(), api.caller(start=[home.id])
    assert await allowed(editor, "/document/allowed-types") == ["article", "page"]
    assert await allowed(editor, f"/document/{home.key}/allowed-types") == ["article", "note", "page"]
    assert await allowed(confined, "/document/allowed-types") == []
    assert await allowed(api.caller([Verb.BROWSE]), f"/document/{home.key}/allowed-types") == []
    await rig.content.move_to_recycle_bin(home)
    assert await allowed(editor, f"/document/{home.key}/allowed-types") == []
