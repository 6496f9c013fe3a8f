"""What a write needs is asked when it is its turn: while it waits for the tree, colleagues change the world."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import httpx
import pytest
from sqlalchemy import insert

from copydesk.content.model import Document, Schedule, ScheduleAction
from copydesk.content.model.schedule import INVARIANT_CULTURE
from copydesk.content.store.relations import RelationAlias
from copydesk.content.tables import relations
from copydesk.db import TreeLock
from copydesk.identity.permissions import Tree, Verb
from tests.integration.content.api.conftest import EVERYTHING, Api, errors_of
from tests.integration.content.rig import Rig
from tests.integration.waiting import waiting_for

TREE = TreeLock.CONTENT_TREE


async def trashed_branch(rig: Rig) -> tuple[Document, Document]:
    """Return a branch that is in the recycle bin, and what is below its top."""
    top = await rig.page("Top")
    page = await rig.page("Page", top)
    assert (await rig.content.move_to_recycle_bin(top)).success
    return top, page


async def trashed_from(rig: Rig, parent: Document) -> Document:
    """Return a page that is in the recycle bin and was below a parent before."""
    page = await rig.page("Page", parent)
    assert (await rig.content.move_to_recycle_bin(page)).success
    if await rig.content.original_parent(page) is None:
        row = {"alias": RelationAlias.TRASH, "parent_id": parent.id, "child_id": page.id, "comment": ""}
        async with rig.database.write() as scope:
            await scope.execute(insert(relations).values(row | {"created": rig.clock.now()}))
            scope.complete()
    return page


@pytest.mark.rule("MA15", "MA110")
async def test_what_is_restored_meanwhile_is_not_deleted(api: Api, rig: Rig, editor: httpx.AsyncClient) -> None:
    top, page = await trashed_branch(rig)
    version = (await rig.again(page)).version
    deletion = editor.delete(f"/document/{page.key}", headers={"If-Match": f'"{version}"'})
    async with waiting_for(TREE, rig.database, deletion) as [answer]:
        assert (await rig.content.restore(await rig.again(top), -1)).success
    assert (await answer).status_code == 409
    assert not (await rig.again(page)).trashed


@pytest.mark.rule("MA6", "MA110")
async def test_nothing_is_done_to_what_goes_elsewhere_meanwhile(api: Api, rig: Rig) -> None:
    sport, elsewhere = await rig.published_page("Sport"), await rig.page("Elsewhere")
    page = await rig.published_page("Page", sport)
    below, beside = await rig.page("Below", page), await rig.page("Beside", sport)
    moved = await rig.again(page)
    writer, url = api.caller(start=[sport.id]), f"/document/{page.key}"
    to_beside = {"targetParentKey": str(beside.key)}
    requests = (
        writer.put(url, json={"values": [{"alias": "title", "value": "mine"}]}),
        writer.post("/document", json={"typeAlias": "page", "parentKey": str(page.key), "variants": [{"name": "New"}]}),
        writer.put(f"{url}/publish", json={}),
        writer.put(f"{url}/save-and-publish", json={}),
        writer.put(f"{url}/unpublish", json={}),
        writer.put(f"{url}/publish-with-descendants", json={}),
        writer.put(f"{url}/send-to-publication"),
        writer.put(f"{url}/schedule", json={"schedule": []}),
        writer.put(f"{url}/move", json=to_beside),
        writer.put(f"/document/{beside.key}/move", json={"targetParentKey": str(page.key)}),
        writer.post(f"{url}/copy", json=to_beside),
        writer.put("/document/sort", json={"parentKey": str(page.key), "order": [str(below.key)]}),
        writer.put(f"{url}/move-to-recycle-bin"),
        writer.post(f"{url}/rollback", json={"versionId": page.version_id}),
        writer.delete(f"{url}/versions", params={"before": "2040-01-01T00:00:00Z"}),
        writer.put(f"/document/version/{page.version_id}/prevent-cleanup", json={}),
        writer.post("/document-blueprint", json={"documentKey": str(page.key), "name": "Blueprint"}),
    )
    async with waiting_for(TREE, rig.database, *requests) as answers:
        assert (await rig.content.move(moved, elsewhere.id)).success
        rig.recorder.forget()
    assert {(await answer).status_code for answer in answers} == {404}
    assert rig.recorder.names() == ["TreeChange", "Moved"]
    stored = await rig.again(page)
    assert (stored.version, stored.get_value("title"), stored.published) == (moved.version, None, True)


@pytest.mark.rule("MA5", "MA110")
async def test_a_right_that_is_withdrawn_meanwhile_does_not_count(api: Api, rig: Rig) -> None:
    page = await rig.page("Page")
    body = {"values": [{"alias": "title", "value": "mine"}]}
    demoted, outside, gone = (api.caller() for _ in range(3))
    requests = (writer.put(f"/document/{page.key}", json=body) for writer in (demoted, outside, gone))
    async with waiting_for(TREE, rig.database, *requests) as answers:
        api.changes(demoted, verbs=EVERYTHING - {Verb.UPDATE})
        api.changes(outside, trees=frozenset(Tree) - {Tree.DOCUMENTS})
        api.leaves(gone)
    assert [(await answer).status_code for answer in answers] == [403, 403, 401]
    assert (await rig.again(page)).get_value("title") is None


@pytest.mark.rule("MA110")
async def test_a_right_that_is_given_meanwhile_counts(api: Api, rig: Rig) -> None:
    page = await rig.page("Page")
    writer = api.caller([Verb.BROWSE])
    change = writer.put(f"/document/{page.key}", json={"variants": [{"name": "Mine"}]})
    async with waiting_for(TREE, rig.database, change) as [answer]:
        api.changes(writer, verbs=EVERYTHING)
    shown = (await answer).json()
    assert (shown["name"], Verb.PUBLISH in shown["allowedActions"]) == ("Mine", True)


@pytest.mark.rule("MA13", "MA110")
async def test_a_write_without_a_condition_changes_what_is_stored_by_then(rig: Rig, editor: httpx.AsyncClient) -> None:
    page = await rig.page("Page", title="old")
    tag = (await editor.get(f"/document/{page.key}")).headers["etag"]
    body = {"variants": [{"name": "Mine"}]}
    requests = [editor.put(f"/document/{page.key}", json=body, headers=one) for one in ({"If-Match": tag}, {})]
    async with waiting_for(TREE, rig.database, *requests) as answers:
        page.set_value("title", "theirs")
        assert (await rig.content.save(page)).success
    assert [(await answer).status_code for answer in answers] == [412, 200]
    stored = await rig.again(page)
    assert (stored.name, stored.get_value("title")) == ("Mine", "theirs")


@pytest.mark.rule("MA33", "MA111")
async def test_what_loses_its_former_place_meanwhile_stays_in_the_bin(rig: Rig, editor: httpx.AsyncClient) -> None:
    home = await rig.page("Home")
    page = await trashed_from(rig, home)
    url = f"/recycle-bin/document/{page.key}/restore"
    requests = editor.put(url, json={}), editor.put(url, json={"targetParentKey": str(home.key)})
    async with waiting_for(TREE, rig.database, *requests) as answers:
        assert (await rig.content.delete(await rig.again(home))).success
    refused, unknown = [await answer for answer in answers]
    assert refused.status_code == 409
    assert (unknown.status_code, errors_of(unknown)) == (404, ["targetParentKey"])
    assert (await rig.again(page)).trashed


def before_each(service: Any, name: str, meanwhile: Callable[[], Awaitable[object]]) -> Callable[[], None]:
    """Let a colleague do something before each call of a method; what is returned ends that."""
    asked = getattr(service, name)

    async def late(*args: Any) -> Any:
        await asyncio.create_task(_in_a_task_of_its_own(meanwhile))
        return await asked(*args)

    setattr(service, name, late)
    return lambda: delattr(service, name)


async def _in_a_task_of_its_own(meanwhile: Callable[[], Awaitable[object]]) -> None:
    await meanwhile()


@pytest.mark.rule("MA33", "MA113")
async def test_where_something_was_is_told_though_that_is_deleted_meanwhile(
    rig: Rig, editor: httpx.AsyncClient
) -> None:
    home = await rig.page("Home")
    page = await trashed_from(rig, home)

    async def delete() -> None:
        assert (await rig.content.delete(await rig.again(home))).success

    end = before_each(rig.content, "summaries", delete)
    told = await editor.get(f"/recycle-bin/document/{page.key}/original-parent")
    end()
    assert (told.status_code, told.json()["parent"]["name"]) == (200, "Home")


@pytest.mark.rule("MA113")
async def test_a_document_is_shown_as_it_was_at_one_moment(rig: Rig, editor: httpx.AsyncClient) -> None:
    page = await rig.page("Page")

    async def schedule() -> None:
        dates = Schedule()
        dates.set(ScheduleAction.RELEASE, rig.clock.now_is.replace(year=2040), INVARIANT_CULTURE)
        assert (await rig.content.save(await rig.again(page), schedule=dates)).success

    end = before_each(rig.content, "schedule_of", schedule)
    shown = (await editor.get(f"/document/{page.key}")).json()
    end()
    assert (shown["version"], shown["schedule"]) == (page.version, [])
    shown = (await editor.get(f"/document/{page.key}")).json()
    assert (shown["version"], len(shown["schedule"])) == (page.version + 1, 1)


@pytest.mark.rule("MA70", "MA112")
async def test_of_two_who_add_one_language_one_is_refused(rig: Rig, editor: httpx.AsyncClient) -> None:
    requests = [editor.post("/language", json={"code": "fr-CA", "name": name}) for name in ("First", "Second")]
    async with waiting_for(TREE, rig.database, *requests) as answers:
        pass
    first, second = [await answer for answer in answers]
    assert first.status_code == 201
    assert (second.status_code, errors_of(second)) == (409, ["code"])
    assert (await editor.get("/language/fr-CA")).json()["name"] == "First"


@pytest.mark.rule("MA70", "MA112")
async def test_a_language_that_is_deleted_meanwhile_is_not_made_again(
    api: Api, rig: Rig, editor: httpx.AsyncClient
) -> None:
    outside = api.caller()
    change = editor.put("/language/fr-FR", json={"name": "Mine"})
    addition = outside.post("/language", json={"code": "fr-CA"})
    async with waiting_for(TREE, rig.database, change, addition) as answers:
        assert (await rig.languages.delete("fr-FR")).success
        api.changes(outside, trees=frozenset(Tree) - {Tree.LANGUAGES})
    assert [(await answer).status_code for answer in answers] == [404, 403]
    assert [one.code for one in await rig.languages.all() or ()] == ["en-US", "de-DE"]


@pytest.mark.rule("MA63", "MA110")
async def test_types_are_changed_by_the_rights_of_then(api: Api, rig: Rig) -> None:
    [note] = [one for one in await rig.types.all() if one.alias == "note"]
    outside = api.caller()
    deletion = outside.delete(f"/document-type/{note.key}")
    async with waiting_for(TREE, rig.database, deletion) as [answer]:
        api.changes(outside, trees=frozenset(Tree) - {Tree.DOCUMENT_TYPES})
    assert (await answer).status_code == 403
    assert note.alias in {one.alias for one in await rig.types.all()}
