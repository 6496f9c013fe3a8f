"""Versions, the audit log and relations over HTTP."""

from datetime import timedelta
from typing import Any

import httpx
import pytest

from copydesk.identity.permissions import Verb
from tests.integration.content.api.conftest import EVERYTHING, Api, errors_of
from tests.integration.content.rig import EDITOR, Rig


async def written(rig: Rig, *titles: str) -> Any:
    """A page that was published with each of these titles."""
    page = await rig.page("Page")
    for title in titles:
        page.set_value("title", title)
        assert (await rig.content.save_and_publish(page, actor=EDITOR)).success
        rig.clock.move(days=1)
    return page


@pytest.mark.rule("MA40")
async def test_versions_are_listed_read_and_gone_back_to(editor: httpx.AsyncClient, rig: Rig) -> None:
    page = await written(rig, "One", "Two", "Three")
    found = (await editor.get(f"/document/{page.key}/versions")).json()
    assert found["total"] == len(found["items"])
    assert [one["isCurrent"] for one in found["items"]] == [True] + [False] * (found["total"] - 1)
    assert {one["writerKey"] for one in found["items"]} == {str(EDITOR)}
    second = (await editor.get(f"/document/{page.key}/versions?skip=1&take=1")).json()
    assert (second["items"], second["total"]) == ([found["items"][1]], found["total"])
    seen: dict[str, int] = {}
    for one in found["items"]:
        version = (await editor.get(f"/document/version/{one['id']}")).json()
        assert (version["documentKey"], version["version"]) == (str(page.key), one)
        assert version["variants"] == [{"culture": None, "name": "Page"}]
        seen |= {value["value"]: one["id"] for value in version["values"] if value["alias"] == "title"}
    back = await editor.post(f"/document/{page.key}/rollback", json={"versionId": seen["Two"]})
    assert back.status_code == 200
    assert [(one["value"], one["publishedValue"]) for one in back.json()["values"]] == [("Two", "Three")]
    line = (await editor.get(f"/document/{page.key}/audit-log")).json()["items"][0]
    assert (line["code"], line["parameters"]) == ("BackToVersion", {"version": str(seen["Two"])})


@pytest.mark.rule("MA40")
async def test_going_back_asks_for_the_version_and_the_culture(api: Api, editor: httpx.AsyncClient, rig: Rig) -> None:
    page, other = await written(rig, "One"), await rig.page("Other")
    url = f"/document/{page.key}/rollback"
    assert (await editor.post(url, json={"versionId": other.version_id})).status_code == 409
    wrong = await editor.post(url, json={"versionId": page.version_id, "culture": "de-DE"})
    assert (wrong.status_code, errors_of(wrong)) == (400, ["culture"])
    stale = await editor.post(url, json={"versionId": page.version_id}, headers={"If-Match": '"1"'})
    assert stale.status_code == 412
    news = await rig.published_article()
    answer = await editor.post(f"/document/{news.key}/rollback", json={"versionId": news.version_id, "culture": "xx"})
    assert (answer.status_code, errors_of(answer)) == (400, ["culture"])
    writer = api.caller(EVERYTHING - {Verb.ROLLBACK})
    assert (await writer.post(url, json={"versionId": page.version_id})).status_code == 403


@pytest.mark.rule("MA41")
async def test_old_versions_are_deleted_but_for_those_that_are_kept(
    api: Api, editor: httpx.AsyncClient, rig: Rig
) -> None:
    page = await written(rig, "One", "Two", "Three")
    items = (await editor.get(f"/document/{page.key}/versions")).json()["items"]
    kept = items[-1]["id"]
    assert (await editor.put(f"/document/version/{kept}/prevent-cleanup", json={})).status_code == 200
    url = f"/document/{page.key}/versions"
    later = (rig.clock.now() + timedelta(days=1)).isoformat()
    writer = api.caller(EVERYTHING - {Verb.DELETE})
    assert (await writer.delete(url, params={"before": later})).status_code == 403
    naive = await editor.delete(url, params={"before": "2030-01-01T00:00:00"})
    assert (naive.status_code, errors_of(naive)) == (400, ["before"])
    assert (await editor.delete(url, params={"before": later})).status_code == 200
    left = [one["id"] for one in (await editor.get(url)).json()["items"]]
    assert kept in left
    assert len(left) < len(items)


@pytest.mark.rule("MA6", "MA40")
async def test_versions_of_hidden_documents_do_not_exist(api: Api, rig: Rig) -> None:
    page, home = await rig.page("Secret"), await rig.page("Home")
    confined = api.caller(start=[home.id])
    hidden = await confined.get(f"/document/version/{page.version_id}")
    missing = await confined.get("/document/version/4711")
    assert hidden.status_code == missing.status_code == 404
    assert (await confined.get(f"/document/version/{2**70}")).status_code in {400, 404}
    for path in ("versions", "audit-log", "relations"):
        assert (await confined.get(f"/document/{page.key}/{path}")).status_code == 404


@pytest.mark.rule("MA42")
async def test_what_was_done_is_listed_with_names(editor: httpx.AsyncClient, rig: Rig, api: Api) -> None:
    ada = api.identity.users.new_user("ada@example.org", "Ada")
    assert (await api.identity.users.save(ada)).success
    page = await rig.page("Page")
    await rig.content.publish(page, actor=ada.key)
    answer = (await editor.get(f"/document/{page.key}/audit-log")).json()
    assert answer["total"] == 2
    assert [(one["action"], one["actorKey"], one["actorName"]) for one in answer["items"]] == [
        ("Publish", str(ada.key), "Ada"),
        ("Save", str(EDITOR), None),
    ]
    shown = (await editor.get(f"/document/{page.key}")).json()
    assert (shown["writerName"], shown["creatorName"]) == ("Ada", None)


@pytest.mark.rule("MA42")
async def test_a_copy_tells_its_original(editor: httpx.AsyncClient, rig: Rig, api: Api) -> None:
    page = await rig.page("Page")
    body = {"targetParentKey": None, "relateToOriginal": True}
    copy = (await editor.post(f"/document/{page.key}/copy", json=body)).json()
    [relation] = (await editor.get(f"/document/{copy['key']}/relations")).json()
    assert (relation["alias"], relation["parentKey"]) == ("relateDocumentOnCopy", str(page.key))
    confined = api.caller(start=[copy["id"]])
    assert (await confined.get(f"/document/{copy['key']}/relations")).json() == []
