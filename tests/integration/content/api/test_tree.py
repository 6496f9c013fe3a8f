"""The tree and the recycle bin over HTTP, as callers with different rights see them."""

import httpx
import pytest

from copydesk.identity.permissions import Verb
from tests.integration.content.api.conftest import EVERYTHING, Api
from tests.integration.content.rig import Rig


def names(answer: httpx.Response) -> list[str]:
    assert answer.status_code == 200, answer.text
    return [item["name"] for item in answer.json()["items"]]


@pytest.mark.rule("MA1")
async def test_the_tree_shows_names_states_and_places(editor: httpx.AsyncClient, rig: Rig) -> None:
    top = await rig.published_page("Home")
    await rig.page("Below", top)
    news = await rig.published_article(top, en_US="News", de_DE="Neues")
    news.set_name("Neueres", "de-DE")
    news.set_name("Nouvelles", "fr-FR")
    await rig.content.save(news)
    root = (await editor.get("/tree/document/root")).json()
    assert root["total"] == 1
    assert root["items"][0] == {
        "key": str(top.key),
        "id": top.id,
        "parentKey": None,
        "typeAlias": "page",
        "typeName": "page",
        "icon": "",
        "name": "Home",
        "variants": [{"culture": None, "name": "Home", "state": "published"}],
        "path": top.path,
        "level": 1,
        "sortOrder": 0,
        "published": True,
        "edited": False,
        "trashed": False,
        "hasChildren": True,
        "access": "full",
    }
    children = (await editor.get("/tree/document/children", params={"parentKey": str(top.key)})).json()
    assert [(one["name"], one["parentKey"], one["hasChildren"]) for one in children["items"]] == [
        ("Below", str(top.key), False),
        ("News", str(top.key), False),
    ]
    assert children["items"][0]["variants"] == [{"culture": None, "name": "Below", "state": "draft"}]
    assert {one["culture"]: (one["name"], one["state"]) for one in children["items"][1]["variants"]} == {
        "en-US": ("News", "published"),
        "de-DE": ("Neueres", "publishedPendingChanges"),
        "fr-FR": ("Nouvelles", "draft"),
    }


@pytest.mark.rule("MA2")
async def test_lists_come_in_pages_with_their_total(editor: httpx.AsyncClient, rig: Rig) -> None:
    for name in ("Ant", "Bee", "Cat", "Bear"):
        await rig.page(name)
    answer = await editor.get("/tree/document/root", params={"skip": 1, "take": 2})
    assert (names(answer), answer.json()["total"]) == (["Bee", "Cat"], 4)
    answer = await editor.get("/tree/document/root", params={"take": 0})
    assert (names(answer), answer.json()["total"]) == ([], 4)
    answer = await editor.get("/tree/document/root", params={"nameContains": "BE"})
    assert (names(answer), answer.json()["total"]) == (["Bee", "Bear"], 2)


@pytest.mark.rule("MA2")
@pytest.mark.parametrize("wrong", [{"skip": -1}, {"take": 501}, {"take": "x"}, {"skip": 2**40}])
async def test_a_page_that_cannot_be_is_refused(editor: httpx.AsyncClient, wrong: dict[str, str]) -> None:
    answer = await editor.get("/tree/document/root", params=wrong)
    assert answer.status_code == 400
    assert [error["field"] for error in answer.json()["errors"]] == list(wrong)


@pytest.mark.rule("MA3")
async def test_start_nodes_show_only_the_way_to_them(api: Api, rig: Rig) -> None:
    home = await rig.page("Home")
    await rig.page("Elsewhere")
    news = await rig.page("News", home)
    await rig.page("Secret", home)
    await rig.page("Today", news)
    confined = api.caller(start=[news.id])
    root = await confined.get("/tree/document/root")
    assert (names(root), root.json()["total"]) == (["Home"], 1)
    assert root.json()["items"][0]["access"] == "visible"
    below = await confined.get("/tree/document/children", params={"parentKey": str(home.key)})
    assert (names(below), below.json()["total"]) == (["News"], 1)
    assert below.json()["items"][0]["access"] == "full"
    assert names(await confined.get("/tree/document/children", params={"parentKey": str(news.key)})) == ["Today"]
    above = (await confined.get("/tree/document/ancestors", params={"key": str(news.key)})).json()
    assert [(one["name"], one["access"]) for one in above] == [("Home", "visible")]


@pytest.mark.rule("MA3", "MA6")
async def test_what_is_hidden_is_not_counted_and_does_not_exist(api: Api, rig: Rig) -> None:
    home = await rig.page("Home")
    hidden = await rig.page("Hidden", home)
    only = await rig.page("Only", await rig.page("Parent", home))
    reader = api.caller(at_nodes={hidden.id: EVERYTHING - {Verb.BROWSE}, only.id: []})
    answer = await reader.get("/tree/document/children", params={"parentKey": str(home.key)})
    assert (names(answer), answer.json()["total"]) == (["Parent"], 1)
    assert not answer.json()["items"][0]["hasChildren"]
    for path in ("children?parentKey=", "ancestors?key="):
        assert (await reader.get(f"/tree/document/{path}{hidden.key}")).status_code == 404
    blind = api.caller([], at_nodes={home.id: [Verb.BROWSE]})
    assert names(await blind.get("/tree/document/root")) == ["Home"]


@pytest.mark.rule("MA8")
async def test_a_document_is_listed_among_its_siblings(editor: httpx.AsyncClient, rig: Rig) -> None:
    home = await rig.page("Home")
    pages = [await rig.page(name, home) for name in ("Ant", "Bee", "Cat", "Dog", "Elk")]

    async def around(place: int, **sides: int) -> tuple[list[str], int, int]:
        answer = await editor.get("/tree/document/siblings", params={"target": str(pages[place].key), **sides})
        body = answer.json()
        assert {one["parentKey"] for one in body["items"]} == {str(home.key)}
        return names(answer), body["totalBefore"], body["totalAfter"]

    assert await around(3) == (["Dog"], 3, 1)
    assert await around(2, before=1, after=1) == (["Bee", "Cat", "Dog"], 1, 1)
    assert await around(0, before=5, after=1) == (["Ant", "Bee"], 0, 3)
    assert await around(4, before=1, after=9) == (["Dog", "Elk"], 3, 0)
    root = (await editor.get("/tree/document/siblings", params={"target": str(home.key)})).json()
    assert (root["items"][0]["parentKey"], root["totalBefore"], root["totalAfter"]) == (None, 0, 0)
    refused = await editor.get("/tree/document/siblings", params={"target": str(home.key), "before": 251})
    assert [error["field"] for error in refused.json()["errors"]] == ["before"]


@pytest.mark.rule("MA8", "MA6")
async def test_siblings_are_those_that_the_caller_may_see(api: Api, rig: Rig) -> None:
    home = await rig.page("Home")
    pages = [await rig.page(name, home) for name in ("Ant", "Bee", "Cat", "Dog")]
    ant, bee, cat, dog = pages
    reader = api.caller(at_nodes={ant.id: EVERYTHING - {Verb.BROWSE}, dog.id: EVERYTHING - {Verb.BROWSE}})
    seen = (await reader.get("/tree/document/siblings", params={"target": str(cat.key)})).json()
    assert (seen["totalBefore"], seen["totalAfter"]) == (1, 0)
    assert (await reader.get("/tree/document/siblings", params={"target": str(ant.key)})).status_code == 404
    confined = api.caller(start=[cat.id])
    seen = (await confined.get("/tree/document/siblings", params={"target": str(cat.key), "before": 2})).json()
    assert ([one["name"] for one in seen["items"]], seen["totalBefore"], seen["totalAfter"]) == (["Cat"], 0, 0)
    assert (await confined.get("/tree/document/siblings", params={"target": str(bee.key)})).status_code == 404


@pytest.mark.rule("MA4")
async def test_the_recycle_bin_is_open_to_those_with_the_root(api: Api, rig: Rig, editor: httpx.AsyncClient) -> None:
    home = await rig.page("Home")
    gone = await rig.page("Gone")
    await rig.page("Below", gone)
    await rig.content.move_to_recycle_bin(await rig.again(gone))
    assert names(await editor.get("/tree/document/root")) == ["Home"]
    assert names(await editor.get("/recycle-bin/document/root")) == ["Gone"]
    assert names(await editor.get("/recycle-bin/document/children", params={"parentKey": str(gone.key)})) == ["Below"]
    answer = await editor.get("/recycle-bin/document/children", params={"parentKey": str(home.key)})
    assert answer.status_code == 409
    confined = api.caller(start=[home.id, gone.id])
    assert (await confined.get("/recycle-bin/document/root")).status_code == 403
    assert (await confined.get(f"/recycle-bin/document/children?parentKey={gone.key}")).status_code == 404
