"""Moving, copying, sorting, and the recycle bin over HTTP."""

import httpx
import pytest

from copydesk.content import Document, RelationKeeper
from copydesk.content.notifications import ContentMovedToRecycleBinNotification
from copydesk.identity.permissions import Verb
from tests.integration.content.api.conftest import EVERYTHING, UNKNOWN, Api, errors_of
from tests.integration.content.rig import Rig


async def children(editor: httpx.AsyncClient, parent: Document | None) -> list[str]:
    path = f"/tree/document/children?parentKey={parent.key}" if parent else "/tree/document/root"
    return [one["name"] for one in (await editor.get(path)).json()["items"]]


@pytest.mark.rule("MA30")
async def test_a_document_is_moved_with_what_is_below(editor: httpx.AsyncClient, rig: Rig) -> None:
    one, two = await rig.page("One"), await rig.page("Two")
    await rig.page("Deep", one)
    answer = await editor.put(f"/document/{one.key}/move", json={"targetParentKey": str(two.key)})
    assert (answer.json()["parentKey"], answer.json()["level"]) == (str(two.key), 2)
    assert await children(editor, two) == ["One"]
    back = await editor.put(f"/document/{one.key}/move", json={"targetParentKey": None})
    assert back.json()["parentKey"] is None
    circle = await editor.put(f"/document/{two.key}/move", json={"targetParentKey": str(two.key)})
    assert (circle.status_code, errors_of(circle)) == (400, ["targetParentKey"])


@pytest.mark.rule("MA30", "MA31")
@pytest.mark.parametrize(("action", "verb"), [("move", Verb.MOVE), ("copy", Verb.COPY)])
async def test_moving_and_copying_need_rights_at_both_ends(api: Api, rig: Rig, action: str, verb: Verb) -> None:
    one, two, bin_ = await rig.page("One"), await rig.page("Two"), await rig.page("Bin")
    await rig.content.move_to_recycle_bin(bin_)
    method = "PUT" if action == "move" else "POST"

    async def attempt(caller: httpx.AsyncClient, target: object) -> tuple[int, list[str]]:
        answer = await caller.request(method, f"/document/{one.key}/{action}", json={"targetParentKey": target})
        return answer.status_code, errors_of(answer) if answer.is_client_error else []

    assert await attempt(api.caller([Verb.BROWSE]), None) == (403, [])
    confined = api.caller(start=[one.id, two.id], at_nodes={two.id: EVERYTHING - {verb}})
    assert await attempt(confined, None) == (403, ["targetParentKey"])
    assert await attempt(confined, str(two.key)) == (403, ["targetParentKey"])
    assert await attempt(confined, str(bin_.key)) == (404, ["targetParentKey"])
    assert await attempt(api.caller(), str(bin_.key)) == (409, ["targetParentKey"])
    assert await attempt(api.caller(), str(UNKNOWN)) == (404, ["targetParentKey"])
    assert (await attempt(api.caller(), str(two.key)))[0] in {200, 201}


@pytest.mark.rule("MA31")
async def test_a_copy_takes_along_only_what_the_caller_may_see(api: Api, editor: httpx.AsyncClient, rig: Rig) -> None:
    one, target = await rig.page("One"), await rig.page("Target")
    secret = await rig.page("Secret", one)
    body = {"targetParentKey": str(target.key), "includeDescendants": True}
    reader = api.caller(at_nodes={secret.id: []})
    assert (await reader.post(f"/document/{one.key}/copy", json=body)).status_code == 403
    copied = await editor.post(f"/document/{one.key}/copy", json=body)
    assert copied.status_code == 201
    assert copied.headers["location"].endswith(copied.json()["key"])
    assert copied.json()["key"] != str(one.key)
    assert await rig.content.count_descendants(copied.json()["id"]) == 1
    alone = await editor.post(f"/document/{one.key}/copy", json={"targetParentKey": str(target.key)})
    assert alone.json()["name"] == "One (1)"
    assert await rig.content.count_descendants(alone.json()["id"]) == 0


@pytest.mark.rule("MA32")
async def test_children_are_sorted(api: Api, editor: httpx.AsyncClient, rig: Rig) -> None:
    top, stranger = await rig.page("Top"), await rig.page("Stranger")
    one, two, three = [await rig.page(name, top) for name in ("One", "Two", "Three")]
    body = {"parentKey": str(top.key), "order": [str(three.key), str(one.key)]}
    assert (await editor.put("/document/sort", json=body)).json() == {"messages": []}
    assert await children(editor, top) == ["Three", "One", "Two"]
    writer = api.caller(EVERYTHING - {Verb.SORT})
    assert (await writer.put("/document/sort", json=body)).status_code == 403
    confined = api.caller(start=[top.id])
    for key in (stranger.key, UNKNOWN):  # Nobody learns here which keys exist.
        answer = await confined.put("/document/sort", json={**body, "order": [str(two.key), str(key)]})
        assert (answer.status_code, errors_of(answer)) == (400, ["order[1]"])
    endless = await editor.put("/document/sort", json={**body, "order": [str(two.key)] * 10_001})
    assert (endless.status_code, errors_of(endless)) == (400, ["order"])
    twice = await editor.put("/document/sort", json={**body, "order": [str(two.key), str(two.key)]})
    assert (twice.status_code, errors_of(twice)) == (400, ["order"])
    assert (await editor.put("/document/sort", json={**body, "order": []})).status_code == 400


async def keep_relations(rig: Rig) -> None:
    keeper = RelationKeeper(lambda: rig.database, rig.clock.now)
    rig.recorder.inside[ContentMovedToRecycleBinNotification] = keeper.remember_parents


@pytest.mark.rule("MA33")
async def test_into_the_bin_and_back(editor: httpx.AsyncClient, rig: Rig) -> None:
    await keep_relations(rig)
    top = await rig.page("Top")
    page = await rig.page("Page", top)
    trashed = await editor.put(f"/document/{page.key}/move-to-recycle-bin")
    assert (trashed.json()["trashed"], trashed.json()["parentKey"]) == (True, None)
    url = f"/recycle-bin/document/{page.key}"
    original = (await editor.get(f"{url}/original-parent")).json()
    assert (original["isRoot"], original["parent"]["name"]) == (False, "Top")
    stale = await editor.put(f"{url}/restore", json={}, headers={"If-Match": '"1"'})
    assert stale.status_code == 412
    restored = await editor.put(f"{url}/restore", json={})
    assert (restored.json()["trashed"], restored.json()["parentKey"]) == (False, str(top.key))
    assert (await editor.put(f"{url}/restore", json={})).status_code == 409
    await rig.content.move_to_recycle_bin(await rig.again(top))
    assert (await editor.get(f"/recycle-bin/document/{top.key}/original-parent")).json() == {
        "isRoot": True,
        "parent": None,
    }
    elsewhere = await rig.page("Elsewhere")
    body = {"targetParentKey": str(elsewhere.key)}
    answer = await editor.put(f"/recycle-bin/document/{page.key}/restore", json=body)
    assert answer.json()["parentKey"] == str(elsewhere.key)


@pytest.mark.rule("MA33")
async def test_what_cannot_go_back_is_refused_until_a_place_is_named(editor: httpx.AsyncClient, rig: Rig) -> None:
    await keep_relations(rig)
    top = await rig.page("Top")
    page = await rig.page("Page", top)
    await rig.content.move_to_recycle_bin(page)
    await rig.content.move_to_recycle_bin(await rig.again(top))
    url = f"/recycle-bin/document/{page.key}"
    assert (await editor.get(f"{url}/original-parent")).json() == {"isRoot": False, "parent": None}
    assert (await editor.put(f"{url}/restore", json={})).status_code == 409
    assert (await editor.put(f"{url}/restore", json={"targetParentKey": None})).status_code == 200


@pytest.mark.rule("MA34")
async def test_binning_and_deleting_need_the_right_to_all_below(api: Api, rig: Rig) -> None:
    top = await rig.page("Top")
    kept = await rig.page("Kept", top)
    caller = api.caller(at_nodes={kept.id: EVERYTHING - {Verb.DELETE}})
    assert (await caller.put(f"/document/{top.key}/move-to-recycle-bin")).status_code == 403
    await rig.content.move_to_recycle_bin(top)
    assert (await caller.delete(f"/recycle-bin/document/{top.key}")).status_code == 403
    assert (await caller.delete("/recycle-bin/document")).status_code == 403
    assert (await api.caller(start=[top.id]).delete("/recycle-bin/document")).status_code == 403
    assert await rig.content.count_descendants(-20) == 2


@pytest.mark.rule("MA34")
async def test_the_bin_is_emptied(editor: httpx.AsyncClient, rig: Rig) -> None:
    for name in ("One", "Two"):
        await rig.content.move_to_recycle_bin(await rig.page(name))
    rig.recorder.cancel_on("EmptyingRecycleBin")
    assert (await editor.delete("/recycle-bin/document")).status_code == 422
    rig.recorder.cancel_nothing()
    assert (await editor.delete("/recycle-bin/document")).status_code == 200
    assert await rig.content.count_descendants(-20) == 0
