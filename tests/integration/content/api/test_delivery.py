"""What readers get over the delivery API, and what they never get."""

import random
from typing import Any
from uuid import UUID

import httpx
import pytest

from copydesk.content import Document, DocumentType
from copydesk.content.model import ROOT_ID, Language
from copydesk.content.model.property_types import PropertyType
from copydesk.system import random_key
from tests.integration.content.api.conftest import errors_of
from tests.integration.content.rig import BY_CULTURE, Rig, statements_of

CULTURES = ("en-US", "de-DE", "fr-FR")


async def listed(reader: httpx.AsyncClient, **asked: Any) -> list[str]:
    answer = await reader.get("/content", params=asked)
    assert answer.status_code == 200, answer.text
    assert answer.json()["total"] >= len(answer.json()["items"])
    return [one["path"] for one in answer.json()["items"]]


@pytest.mark.rule("DA1")
async def test_readers_get_what_was_published(reader: httpx.AsyncClient, rig: Rig) -> None:
    home = await rig.published_page("Home", title="Published")
    home.set_value("title", "Draft")
    home.name = "Draft"
    await rig.content.save(home)
    answer = await reader.get(f"/content/item/{home.key}")
    assert answer.json() == {
        "key": str(home.key),
        "parentKey": None,
        "type": "page",
        "name": "Home",
        "path": "/home",
        "culture": None,
        "cultures": [],
        "created": answer.json()["created"],
        "updated": answer.json()["updated"],
        "properties": {"title": "Published", "sku": None, "blocks": None},
        "hasChildren": False,
    }
    assert "Draft" not in answer.text
    assert (await reader.get("/content/item/by-path/home")).json() == answer.json()


@pytest.mark.rule("DA1")
async def test_drafts_and_what_they_hide_are_not_there(reader: httpx.AsyncClient, rig: Rig) -> None:
    top = await rig.published_page("Top")
    middle = await rig.published_page("Middle", top)
    low = await rig.published_page("Low", middle)
    draft = await rig.page("Draft", top)
    assert await listed(reader, descendants="true") == ["/top", "/top/middle", "/top/middle/low"]
    await rig.content.unpublish(await rig.again(middle))
    for key in (middle.key, low.key, draft.key, UUID(int=404)):
        assert (await reader.get(f"/content/item/{key}")).status_code == 404
    assert (await reader.get("/content/item/by-path/top/middle/low")).status_code == 404
    assert (await reader.get("/content", params={"parentKey": str(middle.key)})).status_code == 404
    assert await listed(reader, descendants="true") == ["/top"]
    assert not (await reader.get(f"/content/item/{top.key}")).json()["hasChildren"]
    await rig.content.publish(await rig.again(middle))
    assert (await reader.get("/content/item/by-path/top/middle/low")).status_code == 200
    await rig.content.move_to_recycle_bin(await rig.again(top))
    assert await listed(reader, descendants="true") == []
    assert (await reader.get(f"/content/item/{low.key}")).status_code == 404
    blueprint = await rig.content.create_blueprint(await rig.again(low), "Blueprint")
    await rig.content.save_blueprint(blueprint)
    assert (await reader.get(f"/content/item/{blueprint.key}")).status_code == 404


@pytest.mark.rule("DA2")
async def test_each_culture_has_its_names_addresses_and_values(reader: httpx.AsyncClient, rig: Rig) -> None:
    home = await rig.published_page("Home")
    news = await rig.article(home, en_US="News", de_DE="Größe & Maß")
    news.set_value("section", "sports")
    news.set_value("teaser", "Only English", "en-US")
    await rig.content.save(news)
    await rig.content.publish(news, ["en-US"])
    assert (await reader.get(f"/content/item/{news.key}?culture=de-DE")).status_code == 404
    await rig.content.publish(await rig.again(news), ["de-DE"])
    german = (await reader.get("/content/item/by-path/home/groesse-mass?culture=de-de")).json()
    assert (german["name"], german["path"], german["culture"]) == ("Größe & Maß", "/home/groesse-mass", "de-DE")
    assert german["cultures"] == ["de-DE", "en-US"]
    assert german["properties"] == {"heading": "Größe & Maß!", "teaser": "Only English", "section": "sports"}
    english = await reader.get(f"/content/item/{news.key}", headers={"Accept-Language": "en;q=0.5, xx, fr;q=0"})
    assert (english.json()["path"], english.headers["content-language"]) == ("/home/news", "en-US")
    assert (await reader.get(f"/content/item/{news.key}?culture=fr-FR")).status_code == 404
    assert (await reader.get("/content/item/by-path/home/news?culture=de-DE")).status_code == 404


@pytest.mark.rule("DA2")
@pytest.mark.parametrize(
    ("accepted", "expected"),
    [
        ("de", "de-DE"),
        ("de-AT, fr-FR;q=0.3", "de-DE"),
        ("fr;q=0.2, de-DE;q=0.9", "de-DE"),
        ("*", "en-US"),
        (";;q=x,,", "en-US"),
        ("de;q=2", "en-US"),
    ],
)
async def test_the_language_that_a_reader_likes_best_is_chosen(
    reader: httpx.AsyncClient, rig: Rig, accepted: str, expected: str
) -> None:
    answer = await reader.get("/content", headers={"Accept-Language": accepted})
    assert answer.headers["content-language"] == expected
    wrong = await reader.get("/content?culture=xx-XX")
    assert (wrong.status_code, errors_of(wrong)) == (400, ["culture"])


@pytest.mark.rule("DA3")
async def test_addresses_are_unique_among_siblings(reader: httpx.AsyncClient, rig: Rig) -> None:
    first, second = await rig.published_page("Hello, World!"), await rig.published_page("hello world")
    await rig.published_page("???")
    third = await rig.published_page(f"Hello World~{second.id}")
    found = await listed(reader)
    expected = ["/hello-world", f"/hello-world~{second.id}", "/document", f"/hello-world-{second.id}"]
    assert found == expected
    for document, path in zip((first, second, third), (found[0], found[1], found[3]), strict=True):
        answer = await reader.get(f"/content/item/by-path{path}")
        assert answer.json()["key"] == str(document.key)
    for path in (f"hello-world~{first.id}", f"hello-world~{third.id}", "hello-world~x", f"hello-world~{'9' * 30}"):
        assert (await reader.get(f"/content/item/by-path/{path}")).status_code == 404
    await rig.content.move(await rig.again(second), first.id)
    assert (await reader.get("/content/item/by-path/hello-world/hello-world")).json()["key"] == str(second.key)
    await rig.content.unpublish(await rig.again(third))
    assert await listed(reader) == ["/hello-world", "/document"]


@pytest.mark.rule("DA4")
async def test_lists_are_narrowed_by_parent_and_type(reader: httpx.AsyncClient, rig: Rig) -> None:
    home = await rig.published_page("Home")
    for name in ("One", "Two"):
        await rig.published_page(name, home)
    await rig.published_article(home, en_US="News")
    assert await listed(reader, path="/home") == ["/home/one", "/home/two", "/home/news"]
    assert await listed(reader, parentKey=str(home.key), type="article") == ["/home/news"]
    assert await listed(reader, descendants="true", type="page") == ["/home", "/home/one", "/home/two"]
    assert await listed(reader, path="/home", skip=1, take=1) == ["/home/two"]
    assert (await reader.get("/content?take=0")).json() == {"items": [], "total": 1}
    assert await listed(reader, type="nothing") == []
    both = await reader.get("/content", params={"path": "/home", "parentKey": str(home.key)})
    assert (both.status_code, errors_of(both)) == (400, ["path"])
    assert (await reader.get("/content?path=/nowhere")).status_code == 404
    for wrong in ("take=101", "type=%00", "path=%00", "skip=-1"):
        assert (await reader.get(f"/content?{wrong}")).status_code == 400
    assert (await reader.get("/content/item/by-path/home%00")).status_code == 404


@pytest.mark.rule("DA4")
async def test_what_is_further_below_comes_in_the_order_of_the_tree(reader: httpx.AsyncClient, rig: Rig) -> None:
    tops = [await rig.published_page(name) for name in ("A", "B", "C")]
    for top in tops:
        for name in ("1", "2"):
            await rig.published_page(name, top)
    [first, _] = (await rig.content.children(tops[0].id)).items
    await rig.published_page("x", first)
    await rig.content.sort([tops[2].id, tops[0].id, tops[1].id])
    in_order = ["/c", "/c/1", "/c/2", "/a", "/a/1", "/a/1/x", "/a/2", "/b", "/b/1", "/b/2"]
    assert await listed(reader, descendants="true") == in_order
    page = (await reader.get("/content", params={"descendants": "true", "skip": 4, "take": 3})).json()
    assert ([one["path"] for one in page["items"]], page["total"]) == (in_order[4:7], 10)
    for skip, take in ((10, 5), (0, 0), (3, 0)):
        page = (await reader.get("/content", params={"descendants": "true", "skip": skip, "take": take})).json()
        assert page == {"items": [], "total": 10}
    nothing = "/content?descendants=true&type=note&skip=5"
    assert (await reader.get(nothing)).json() == {"items": [], "total": 0}


@pytest.mark.rule("DA4")
async def test_what_is_further_below_is_looked_for_once(reader: httpx.AsyncClient, rig: Rig) -> None:
    await rig.published_page("Below", await rig.published_page("Top"))
    async with rig.database.write():
        ran = await statements_of(rig, lambda: reader.get("/content?descendants=true"))
    assert len([statement for statement, _ in ran if "RECURSIVE" in statement]) == 1


@pytest.mark.rule("DA6")
async def test_links_in_rich_text_lead_to_where_the_documents_are(reader: httpx.AsyncClient, rig: Rig) -> None:
    text = PropertyType("text", editor="richText", variation=BY_CULTURE)
    story_type = DocumentType("story", random_key(), variation=BY_CULTURE, own_properties=(text, PropertyType("plain")))
    await rig.types.save(story_type)
    home = await rig.published_page("Home")
    news = await rig.article(home, en_US="News", de_DE="Neues")
    await rig.content.publish(news, ["en-US"])
    draft = await rig.page("Draft")
    kept = [f'<a href="/{{localLink:{goal.key}}}">' for goal in (home, news, draft)]
    story = await rig.content.create("story", "Story en-US", culture="en-US")
    for culture in ("en-US", "de-DE"):
        story.set_name(f"Story {culture}", culture)
        story.set_value("text", "".join(kept), culture)
    story.set_value("plain", kept[0])
    assert (await rig.content.save(story)).success
    assert (await rig.content.publish(story)).success
    url = f"/content/item/{story.key}"

    async def texts(culture: str) -> tuple[str, str]:
        one = await reader.get(url, params={"culture": culture})
        listed_ = (await reader.get("/content", params={"culture": culture, "type": "story"})).json()["items"]
        assert listed_ == [one.json()]
        assert one.json()["properties"]["plain"] == kept[0]
        return one.json()["properties"]["text"], one.headers["etag"]

    english, tag = await texts("en-US")
    assert english == '<a href="/home"><a href="/home/news"><a>'
    assert (await texts("de-DE"))[0] == '<a href="/home"><a><a>'
    assert (await rig.content.move(await rig.again(news), ROOT_ID)).success
    await rig.content.publish(await rig.again(draft))
    english, moved_tag = await texts("en-US")
    assert english == '<a href="/home"><a href="/news"><a href="/draft">'
    assert moved_tag != tag
    await rig.content.move_to_recycle_bin(await rig.again(home))
    assert (await texts("en-US"))[0] == '<a><a href="/news"><a href="/draft">'


@pytest.mark.rule("DA5")
async def test_answers_can_be_kept(reader: httpx.AsyncClient, rig: Rig) -> None:
    home = await rig.published_page("Home")
    url = f"/content/item/{home.key}"
    answer = await reader.get(url)
    assert "max-age" in answer.headers["cache-control"]
    assert "public" in answer.headers["cache-control"]
    assert (answer.headers["vary"], answer.headers["last-modified"]) == (
        "Accept-Language",
        "Fri, 17 May 2030 12:00:00 GMT",
    )
    same = await reader.get(url, headers={"If-None-Match": answer.headers["etag"]})
    assert (same.status_code, same.content) == (304, b"")
    home.set_value("title", "Draft")
    await rig.content.save(home)
    assert (await reader.get(url, headers={"If-None-Match": answer.headers["etag"]})).status_code == 304
    await rig.content.publish(home)
    assert (await reader.get(url, headers={"If-None-Match": answer.headers["etag"]})).status_code == 200


@pytest.mark.rule("DA1")
@pytest.mark.parametrize("seed", range(4))
async def test_whatever_happens_readers_see_exactly_what_is_published(
    reader: httpx.AsyncClient, rig: Rig, seed: int
) -> None:
    chance = random.Random(seed)
    made: list[Document] = []
    for step in range(40):
        await one_change(chance, rig, made, step)
    for culture in CULTURES:
        items = (await reader.get("/content", params={"descendants": "true", "take": 100, "culture": culture})).json()
        expected = {str(one.key): one async for one in visible(rig, culture)}
        assert {one["key"] for one in items["items"]} == set(expected)
        for one in items["items"]:
            document = expected[one["key"]]
            varies = document.type.varies_by_culture
            assert one["name"] == document.get_publish_name(culture if varies else None)
            found = await reader.get(f"/content/item/by-path{one['path']}", params={"culture": culture})
            assert found.json()["key"] == one["key"]


async def one_change(chance: random.Random, rig: Rig, made: list[Document], step: int) -> None:
    """Do something to a document, or make one; what is refused is refused."""
    content = rig.content
    document = await content.get(chance.choice(made).id) if made else None
    match chance.choice(["page", "article", "publish", "publish", "unpublish", "edit", "move", "bin", "restore"]):
        case "page" | "article" as kind:
            parent = document if document is not None and not document.trashed else None
            name = f"Name {chance.randrange(3)}"
            make = rig.page(name, parent) if kind == "page" else rig.article(parent, en_US=name, de_DE=f"{name} de")
            made.append(await make)
        case "publish" if document is not None:
            cultures = [chance.choice(["*", "en-US", "de-DE"])] if document.type.varies_by_culture else ["*"]
            await content.publish(document, cultures)
        case "unpublish" if document is not None:
            cultures = [chance.choice(["*", "en-US", "de-DE"])] if document.type.varies_by_culture else ["*"]
            await content.unpublish(document, cultures)
        case "edit" if document is not None:
            document.set_name(f"Draft {step}", "en-US" if document.type.varies_by_culture else None)
            await content.save(document)
        case "move" if document is not None and not document.trashed:
            target = await content.get(chance.choice(made).id)
            if target is not None and not target.trashed and not f"{target.path},".startswith(f"{document.path},"):
                await content.move(document, target.id)
        case "bin" if document is not None and not document.trashed:
            await content.move_to_recycle_bin(document)
        case "restore" if document is not None and document.trashed:
            await content.restore(document, ROOT_ID)


async def visible(rig: Rig, culture: str) -> Any:
    """Iterate over what readers should see in a culture, by walking the documents themselves."""
    seen = {ROOT_ID}
    for document in (await rig.content.descendants(take=500)).items:
        varies = document.type.varies_by_culture
        shown = document.published and (document.is_culture_published(culture) if varies else True)
        if shown and document.parent_id in seen:
            seen.add(document.id)
            yield document


@pytest.mark.rule("DA2")
async def test_without_languages_only_what_does_not_vary_is_there(reader: httpx.AsyncClient, rig: Rig) -> None:
    await rig.published_page("Home")
    for code in ("de-DE", "fr-FR"):
        await rig.languages.delete(code)
    assert await listed(reader) == ["/home"]
    await rig.languages.save(Language("it-IT", is_default=True))
    assert await listed(reader, culture="it-IT") == ["/home"]


async def teasers(reader: httpx.AsyncClient, document: Document, **asked: str) -> tuple[str | None, str | None]:
    """Return what one reader gets of a document and of the list it is in, which must be the same."""
    one = await reader.get(f"/content/item/{document.key}", params=asked)
    [in_list] = (await reader.get("/content", params=asked)).json()["items"]
    by_path = await reader.get(f"/content/item/by-path{one.json()['path']}", params=asked)
    assert one.json() == in_list == by_path.json()
    return one.json()["properties"]["teaser"], one.headers["etag"]


@pytest.mark.rule("DA20", "DA21", "DA22")
async def test_readers_of_a_segment_get_its_values_and_else_those_for_everybody(
    reader: httpx.AsyncClient, rig: Rig
) -> None:
    story = await rig.article(en_US="Story", de_DE="Geschichte")
    story.set_value("teaser", "For all", "en-US")
    story.set_value("teaser", "For subscribers", "en-US", "subscribers")
    story.set_value("teaser", "Für alle", "de-DE")
    assert (await rig.content.save_and_publish(story, ["en-US", "de-DE"])).success
    everybody, tag = await teasers(reader, story, culture="en-US")
    subscribers, other_tag = await teasers(reader, story, culture="en-US", segment="subscribers")
    assert (everybody, subscribers) == ("For all", "For subscribers")
    assert tag != other_tag
    assert await teasers(reader, story, culture="en-US", segment="nobody-knows") == (everybody, tag)
    assert await teasers(reader, story, culture="en-US", segment="") == (everybody, tag)
    assert (await teasers(reader, story, culture="de-DE", segment="subscribers"))[0] == "Für alle"
    held = {"If-None-Match": str(other_tag)}
    asked = {"culture": "en-US", "segment": "subscribers"}
    assert (await reader.get(f"/content/item/{story.key}", params=asked, headers=held)).status_code == 304
    story = await rig.again(story)
    story.set_value("teaser", "Draft", "en-US", "subscribers")
    assert (await rig.content.save(story)).success
    assert await teasers(reader, story, culture="en-US", segment="subscribers") == (subscribers, other_tag)
    story.set_value("teaser", None, "en-US", "subscribers")
    assert (await rig.content.save_and_publish(story, ["en-US"])).success
    assert (await teasers(reader, story, culture="en-US", segment="subscribers"))[0] == "For all"
    assert (await reader.get(f"/content/item/{story.key}", params=asked, headers=held)).status_code == 200
    refused = await reader.get(f"/content/item/{story.key}", params={"segment": "x" * 256})
    assert refused.status_code == 400


@pytest.mark.rule("DA21")
async def test_a_segment_is_looked_for_in_the_nearest_language_first(reader: httpx.AsyncClient, rig: Rig) -> None:
    await rig.languages.save(Language("de-AT", "Austrian", fallback="de-DE"))
    story = await rig.article(de_DE="Geschichte", de_AT="Gschicht")
    story.set_value("teaser", "Für alle", "de-DE")
    story.set_value("teaser", "Für Abonnenten", "de-DE", "subscribers")
    assert (await rig.content.save_and_publish(story, ["de-DE", "de-AT"])).success
    assert (await teasers(reader, story, culture="de-AT", segment="subscribers"))[0] == "Für Abonnenten"
    story = await rig.again(story)
    story.set_value("teaser", "Für alle in Wien", "de-AT")
    assert (await rig.content.save_and_publish(story, ["de-AT"])).success
    assert (await teasers(reader, story, culture="de-AT", segment="subscribers"))[0] == "Für alle in Wien"
