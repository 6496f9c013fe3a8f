"""From operations to what each user hears."""

from uuid import UUID

import pytest

from copydesk.content import DocumentTypeService, LanguageService
from copydesk.content.model import DocumentType, Language
from copydesk.identity import PermissionProfile, Section, Tree, Verb
from copydesk.journal import Attribution, attributed_to
from copydesk.server_events import NO_KEY, EventSource, RoutingContext, ServerEvent
from copydesk.system import random_key
from tests.integration.server_events.node import Node

DOCUMENTS = {"sections": frozenset({Section.CONTENT}), "trees": frozenset({Tree.DOCUMENTS})}
EVERYWHERE = {**DOCUMENTS, "document_start_nodes": frozenset({-1})}


@pytest.mark.rule("SE23", "SE41")
async def test_each_operation_is_told(node: Node) -> None:
    editor = await node.user("ada", await node.group("editors", **EVERYWHERE))
    async with node.client(editor) as client:
        home, shop = await node.page("Home"), await node.page("Shop")
        page = await node.page("Page", home)
        assert await client.hears() == [("Created", "Document")] * 3
        page.name = "Changed"
        await node.content.save(page)
        assert await client.hears() == [("Updated", "Document")]
        await node.content.publish(home)
        assert ("Published", "Document") in await client.hears()
        await node.content.unpublish(home)
        assert ("Unpublished", "Document") in await client.hears()
        await node.content.move(page, shop.id)
        assert ("Moved", "Document") in await client.hears()
        await node.content.copy(page, home.id)
        assert ("Copied", "Document") in await client.hears()
        await node.content.move_to_recycle_bin(page)
        assert ("Trashed", "Document") in await client.hears()
        await node.content.restore(page, shop.id)
        assert ("Restored", "Document") in await client.hears()
        await node.content.sort([shop, home])
        assert ("Sorted", "Document") in await client.hears()
        await node.content.move_to_recycle_bin(page)
        _ = await client.hears()
        await node.content.empty_recycle_bin()
        assert await client.hears() == [("Deleted", "Document"), ("EmptiedRecycleBin", "Document")]
        await node.content.delete(shop)
        assert await client.hears() == [("Deleted", "Document")]


@pytest.mark.rule("SE23", "SE27")
async def test_operations_on_versions_are_told(node: Node) -> None:
    editor = await node.user("ada", await node.group("editors", **EVERYWHERE))
    home = await node.page("Home")
    page = await node.page("Page", home)
    await node.content.publish(home)
    assert (await node.content.publish(page)).success
    page.name = "Changed"
    assert (await node.content.save(page)).success
    assert (await node.content.publish(page)).success
    versions = await node.content.versions(page.id)
    oldest = next(each for each in versions if not each.is_current and not each.is_published)
    async with node.client(editor) as client:
        assert (await node.content.rollback(page.id, oldest.id)).success
        assert ("RolledBack", "Document") in await client.hears()
        assert (await node.content.delete_version(page.id, oldest.id)).success
        (event,) = await client.events()
        assert (event["eventType"], event["key"]) == ("VersionsDeleted", str(page.key))
        assert event["parentKey"] == str(home.key)
        document = await node.content.get(page.id)
        assert (await node.content.send_to_publication(document)).success
        assert ("SentToPublish", "Document") in await client.hears()


@pytest.mark.rule("SE27", "SE12")
async def test_an_event_says_what_is_known(node: Node) -> None:
    editor = await node.user("ada", await node.group("editors", **EVERYWHERE))
    home = await node.page("Home")
    async with node.client(editor) as client:
        with attributed_to(Attribution(origin="tab 1")):
            document = await node.content.create("page", "Page", home.id)
            await node.content.save(document, actor=editor.key)
        (event,) = await client.events()
    assert event == {
        "eventType": "Created",
        "eventSource": "Umbraco:CMS:Document",
        "key": str(document.key),
        "position": event["position"],
        "parentKey": str(home.key),
        "actorKey": str(editor.key),
        "origin": "tab 1",
        "at": "2030-05-17T12:00:00Z",
    }


@pytest.mark.rule("SE21")
async def test_what_is_rolled_back_is_never_told(node: Node) -> None:
    editor = await node.user("ada", await node.group("editors", **EVERYWHERE))
    async with node.client(editor) as client:
        async with node.database.write():
            await node.page("Never")
        await node.page("Home")
        assert await client.hears() == [("Created", "Document")]


@pytest.mark.rule("SE41", "SE24")
async def test_start_nodes_decide_who_hears(node: Node) -> None:
    north, south = await node.page("North"), await node.page("South")
    page = await node.page("Page", north)
    everywhere = await node.user("ada", await node.group("editors", **EVERYWHERE))
    there = await node.user(
        "bob", await node.group("southern", **DOCUMENTS), document_start_nodes=frozenset({south.id})
    )
    media = await node.user(
        "cleo", await node.group("media", sections=frozenset({Section.MEDIA}), trees=frozenset({Tree.MEDIA}))
    )
    async with node.client(everywhere) as all_, node.client(there) as southern, node.client(media) as nothing:
        page.name = "Changed"
        await node.content.save(page)
        await node.content.move(page, south.id)
        await node.content.move_to_recycle_bin(page)
        await node.content.delete(page)
        told = await all_.hears()
        assert [type_ for type_, _ in told if type_ != "Updated"] == ["Moved", "Trashed", "Deleted"]
        heard = [type_ for type_, _ in await southern.hears()]
        assert [type_ for type_ in heard if type_ != "Updated"] == ["Moved", "Trashed"]
        assert await nothing.hears() == []


@pytest.mark.rule("SE7", "SE24")
async def test_who_may_not_browse_a_document_does_not_hear_of_it(node: Node) -> None:
    closed, open_ = await node.page("Closed"), await node.page("Open")
    group = await node.group("editors", **EVERYWHERE, node_verbs={closed.id: frozenset({Verb.UPDATE})})
    editor = await node.user("ada", group)
    async with node.client(editor) as client:
        page = await node.page("Page", closed)
        await node.content.move(page, open_.id)
        closed.name = "Changed"
        await node.content.save(closed)
        await node.content.move(page, closed.id)
        page.name = "Changed"
        await node.content.save(page)
        await node.content.move_to_recycle_bin(page)
        assert await client.hears() == [("Moved", "Document")] * 2
    async with node.client(editor, "c0") as back:
        documents = [event for event in await back.events() if event["eventSource"] == EventSource.DOCUMENT]
        assert [(event["eventType"], event["key"]) for event in documents] == [
            ("Created", str(open_.key)),
            ("Moved", str(page.key)),
            ("Moved", str(page.key)),
        ]


@pytest.mark.rule("SE26")
async def test_a_large_branch_is_told_in_few_events(node: Node) -> None:
    top = await node.page("Top")
    inner = await node.page("Inner", top)
    for number in range(30):
        await node.page(f"Page {number}", inner)
    everywhere = await node.user("ada", await node.group("editors", **EVERYWHERE))
    below = await node.user("bob", await node.group("inner", **DOCUMENTS), document_start_nodes=frozenset({inner.id}))
    async with node.client(everywhere) as all_, node.client(below) as inside:
        await node.content.move_to_recycle_bin(top)
        (event,) = [event for event in await all_.events() if event["eventType"] == "Trashed"]
        assert (event["key"], event["wholeBranch"]) == (str(top.key), True)
        assert [type_ for type_, _ in await inside.hears() if type_ == "Trashed"] == ["Trashed"] * 31


@pytest.mark.rule("SE26", "SE24")
async def test_a_large_branch_that_moves_out_of_sight_is_told_in_one_event(node: Node) -> None:
    north, south = await node.page("North"), await node.page("South")
    top = await node.page("Top", north)
    for number in range(30):
        await node.page(f"Page {number}", top)
    old = await node.user("bob", await node.group("northern", **DOCUMENTS), document_start_nodes=frozenset({north.id}))
    new = await node.user("cleo", await node.group("southern", **DOCUMENTS), document_start_nodes=frozenset({south.id}))
    async with node.client(old) as northern, node.client(new) as southern:
        await node.content.move(top, south.id)
        for client in (northern, southern):
            (event,) = [event for event in await client.events() if event["eventType"] == "Moved"]
            assert (event["key"], event["wholeBranch"]) == (str(top.key), True)


@pytest.mark.rule("SE25")
async def test_a_saved_user_is_told_to_those_concerned(node: Node) -> None:
    editors = await node.group("editors", **EVERYWHERE)
    editor = await node.user("ada", editors)
    other = await node.user("bob", editors)
    manager = await node.user("eve", await node.group("managers"))
    async with node.client(editor) as theirs, node.client(other) as others, node.client(manager) as managers:
        node.clock.pass_(seconds=1)
        editor.name = "Ada Lovelace"
        await node.identity.users.save(editor)
        assert await theirs.hears() == [("Updated", "CurrentUser")]
        assert await others.hears() == []
        assert await managers.hears() == [("Updated", "User")]


@pytest.mark.rule("SE25")
async def test_a_changed_group_is_told_to_its_members(node: Node) -> None:
    editors, others = await node.group("editors", **EVERYWHERE), await node.group("others", **EVERYWHERE)
    member, outside = await node.user("ada", editors), await node.user("bob", others)
    async with node.client(member) as theirs, node.client(outside) as not_theirs:
        editors.verbs = frozenset({Verb.BROWSE})
        await node.identity.groups.save(editors)
        assert [event["key"] for event in await theirs.events()] == [str(member.key)]
        await node.identity.groups.delete(editors.key)
        assert await theirs.hears() == [("Updated", "CurrentUser")]
        assert await not_theirs.hears() == []


@pytest.mark.rule("SE28")
async def test_a_new_language_is_told_as_created(node: Node) -> None:
    editor = await node.user("ada", await node.group("editors", **EVERYWHERE))
    languages = LanguageService(node.database)
    async with node.client(editor) as client:
        await languages.save(Language("da-DK", "Danish"))
        assert await client.hears() == [("Created", "Language")]
        await languages.save(Language("da-DK", "Dansk"), Language("de-DE", "German"))
        assert await client.hears() == [("Updated", "Language"), ("Created", "Language")]
        await languages.delete("de-DE")
        assert await client.hears() == [("Deleted", "Language")]


@pytest.mark.rule("SE5")
async def test_document_types_are_told_to_who_may_read_them(node: Node) -> None:
    editor = await node.user("ada", await node.group("editors", **EVERYWHERE))
    settings, media = (
        {"sections": frozenset({one}), "trees": frozenset()} for one in (Section.SETTINGS, Section.MEDIA)
    )
    designer = await node.user("bob", await node.group("designers", **settings))
    outside = await node.user("cleo", await node.group("photographers", **media))
    types = DocumentTypeService(node.database, keys=random_key)
    created, updated = ("Created", "DocumentType"), ("Updated", "DocumentType")
    async with node.client(editor) as first, node.client(designer) as second, node.client(outside) as third:
        _, article = await types.save(DocumentType("article", random_key()))
        _, article = await types.save(article)
        for client in (first, second):
            assert set(await client.hears()) == {created, updated}
        assert await third.hears() == []
    await types.save(article)
    async with node.client(editor, first.cursor) as back:
        assert set(await back.hears()) == {updated}
    async with node.client(outside, first.cursor) as back:
        assert await back.hears() == []


@pytest.mark.rule("SE30")
async def test_code_tells_events_of_its_own(node: Node) -> None:
    node.authorizers.map("Umbraco:Custom:Product", "SectionAccessContent")
    home = await node.page("Home")
    editor = await node.user("ada", await node.group("editors", **EVERYWHERE))
    other = await node.user("bob", await node.group("media", sections=frozenset({Section.MEDIA}), trees=frozenset()))
    product = ServerEvent(event_type="Priced", event_source="Umbraco:Custom:Product", key=UUID(int=5))
    document = ServerEvent(event_type="Seen", event_source="Umbraco:CMS:Document", key=home.key)
    rebuilt = ServerEvent(event_type="IndexRebuildCompleted", event_source="ExternalIndex", key=NO_KEY)
    async with node.client(editor) as editing, node.client(other) as outside:
        router = node.events.router
        await router.route_event(product)
        await router.route_event(document)  # Without a path nobody passes the filter.
        await router.route_event(document, RoutingContext(home.path))
        await router.notify_user(product, other.key)
        await router.broadcast_event(rebuilt)
        heard = await editing.hears()
        assert heard == [("Priced", "Product"), ("Seen", "Document"), ("IndexRebuildCompleted", "ExternalIndex")]
        assert await outside.hears() == [("Priced", "Product"), ("IndexRebuildCompleted", "ExternalIndex")]
        async with node.database.write():
            await router.route_event(product)
        async with node.database.write() as scope:
            await router.broadcast_event(rebuilt)
            scope.complete()
        assert await editing.hears() == [("IndexRebuildCompleted", "ExternalIndex")]


class FailingFilter:
    """Fails for one document."""

    filtered_event_sources = (EventSource.DOCUMENT,)

    def __init__(self, path: str) -> None:
        self.path = path

    def allows(self, profile: PermissionProfile, context: RoutingContext) -> bool:
        del profile
        if context.entity_path == self.path:
            raise ZeroDivisionError
        return True


@pytest.mark.rule("SE13")
@pytest.mark.logs_errors
async def test_a_filter_that_fails_stops_nothing_else(node: Node) -> None:
    home = await node.page("Home")
    node.filters.append(FailingFilter(home.path))
    editor = await node.user("ada", await node.group("editors", **EVERYWHERE))
    async with node.client(editor) as client:
        home.name = "Changed"
        await node.content.save(home)
        page = await node.page("Page")
        assert [event["key"] for event in await client.events()] == [str(page.key)]


@pytest.mark.rule("SE13")
@pytest.mark.logs_errors
async def test_a_change_that_cannot_be_told_stops_nothing_else(node: Node, monkeypatch: pytest.MonkeyPatch) -> None:
    editor = await node.user("ada", await node.group("editors", **EVERYWHERE))
    tell = node.events.live.listeners.tell_everybody

    async def tell_once(event: ServerEvent) -> None:
        if event.event_source == "Bad":
            raise ZeroDivisionError
        await tell(event)

    monkeypatch.setattr(node.events.live.listeners, "tell_everybody", tell_once)
    async with node.client(editor) as client:
        for source in ("Bad", "Good"):
            await node.events.router.broadcast_event(ServerEvent(event_type="News", event_source=source, key=NO_KEY))
        assert await client.hears() == [("News", "Good")]
