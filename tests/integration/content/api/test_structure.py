"""Moving, copying, sorting, and the recycle bin over HTTP."""

from collections.abc import Sequence

import httpx
import pytest

from copydesk.content import Document
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


@pytest.mark.rule("MA65", "MA67", "MA69")
async def test_some_children_are_placed_among_any_number(api: Api, editor: httpx.AsyncClient, rig: Rig) -> None:
    top, stranger = await rig.page("Top"), await rig.page("Stranger")
    a, b, c, d = [await rig.page(name, top) for name in "ABCD"]

    async def place(*moves: dict[str, str | None], by: httpx.AsyncClient = editor) -> httpx.Response:
        return await by.put("/document/sort", json={"parentKey": str(top.key), "moves": moves})

    assert (await place({"key": str(d.key), "before": str(b.key)})).json() == {"messages": []}
    assert await children(editor, top) == ["A", "D", "B", "C"]
    await place({"key": str(a.key), "after": str(c.key)}, {"key": str(b.key)})
    assert await children(editor, top) == ["B", "D", "C", "A"]
    await rig.content.move(await rig.again(d), stranger.id)
    hidden = api.caller(at_nodes={c.id: EVERYTHING - {Verb.BROWSE}})
    for key, by in ((d.key, editor), (stranger.key, editor), (UNKNOWN, editor), (c.key, hidden)):
        named = await place({"key": str(a.key)}, {"key": str(key), "before": str(b.key)}, by=by)
        beside = await place({"key": str(a.key)}, {"key": str(b.key), "after": str(key)}, by=by)
        assert [(one.status_code, errors_of(one)) for one in (named, beside)] == [
            (409, ["moves[1].key"]),
            (409, ["moves[1].after"]),
        ]
    assert await children(editor, top) == ["B", "C", "A"]  # Not even the first move was made.
    wrong: dict[str, Sequence[dict[str, str | None]]] = {
        "moves[1].key": ({"key": str(a.key)}, {"key": str(a.key)}),
        "moves[0].after": ({"key": str(a.key), "before": str(b.key), "after": str(c.key)},),
        "moves[0].before": ({"key": str(a.key), "before": str(a.key)},),
        "moves": [{"key": str(a.key)}] * 1_001,
    }
    for field, moves in wrong.items():
        refused = await place(*moves)
        assert (refused.status_code, errors_of(refused)) == (400, [field])
    assert (await place({"key": str(a.key)}, by=api.caller(EVERYTHING - {Verb.SORT}))).status_code == 403


@pytest.mark.rule("MA66", "MA69")
async def test_children_are_sorted_by_a_rule(api: Api, editor: httpx.AsyncClient, rig: Rig) -> None:
    top = await rig.page("Top")
    for name in ("Item 10", "item 9", "Ähre"):
        rig.clock.move(hours=1)
        await rig.page(name, top)
    body = {"parentKey": str(top.key)}

    async def sort(who: httpx.AsyncClient = editor, **how: object) -> list[str]:
        answer = await who.put("/document/sort", json={**body, **how})
        return (
            await children(editor, top) if answer.status_code == 200 else [str(answer.status_code), *errors_of(answer)]
        )

    assert await sort(by="name") == ["Ähre", "item 9", "Item 10"]
    assert await sort(by="name", culture="de-de", descending=True) == ["Item 10", "item 9", "Ähre"]
    assert await sort(by="created") == ["Item 10", "item 9", "Ähre"]
    assert await sort(by="created", descending=True) == ["Ähre", "item 9", "Item 10"]
    assert await sort(api.caller(EVERYTHING - {Verb.SORT}), by="name") == ["403", "parentKey"]
    assert await sort(by="size") == ["400", "by"]
    assert await sort(by="name", culture="xx-XX") == ["400", "culture"]
    assert await sort() == ["400", "order"]
    assert await sort(by="name", order=[str(top.key)]) == ["400", "order", "by"]
    assert await sort(order=[str(top.key)], descending=True) == ["400", "descending"]
    assert await sort(moves=[{"key": str(top.key)}], culture="de-DE") == ["400", "culture"]
    assert await children(editor, top) == ["Ähre", "item 9", "Item 10"]


@pytest.mark.rule("MA67", "MA68")
async def test_a_document_is_moved_to_its_place(api: Api, editor: httpx.AsyncClient, rig: Rig) -> None:
    one, two = await rig.page("One"), await rig.page("Two")
    a, b, c = await rig.page("A", one), await rig.page("B", two), await rig.page("C", two)
    url, body = f"/document/{a.key}/move", {"targetParentKey": str(two.key)}
    only_moving = api.caller(EVERYTHING, at_nodes={two.id: EVERYTHING - {Verb.SORT}})
    assert (await only_moving.put(url, json={**body, "before": str(c.key)})).status_code == 403
    gone = await editor.put(url, json={**body, "before": str(one.key)})
    assert (gone.status_code, errors_of(gone)) == (409, ["before"])
    assert await children(editor, one) == ["A"]
    placed = await editor.put(url, json={**body, "before": str(c.key)})
    assert (placed.json()["parentKey"], placed.json()["sortOrder"]) == (str(two.key), 1)
    assert await children(editor, two) == ["B", "A", "C"]
    assert (await editor.put(url, json={**body, "after": str(c.key)})).status_code == 200
    assert await children(editor, two) == ["B", "C", "A"]
    stale = await editor.put(url, json={**body, "before": str(b.key)}, headers={"If-Match": '"1"'})
    assert stale.status_code == 412


@pytest.mark.rule("MA33")
async def test_into_the_bin_and_back(editor: httpx.AsyncClient, rig: Rig) -> None:
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
