"""Finding documents, what they are related to, and whether the tree is sound."""

from collections.abc import Awaitable, Callable
from functools import partial
from uuid import UUID

import pytest
from sqlalchemy import insert, select, text, update

from copydesk.content import Order
from copydesk.content.model import Document
from copydesk.content.store.audit import AuditAction
from copydesk.content.store.relations import RelationAlias
from copydesk.content.tables import counters, documents
from copydesk.db import Engine
from tests.integration.content.rig import COLLEAGUE, EDITOR, Rig, names_of, statements_of


async def family(rig: Rig) -> list[Document]:
    top = await rig.published_page("Top")
    one = await rig.published_page("One", top)
    two = await rig.page("Two", top)
    deep = await rig.article(one, en_US="Deep", de_DE="Tief")
    return [top, one, two, deep]


@pytest.mark.rule("CS87")
async def test_children_come_in_pages_and_orders(rig: Rig) -> None:
    parent = await rig.page("Parent")
    for name in ("banana", "Apple", "cherry"):
        await rig.page(name, parent)
        rig.clock.move(hours=1)
    page = await rig.content.children(parent.id, skip=1, take=1)
    assert (names_of(page.items), page.total, page.skip) == (["Apple"], 3, 1)
    orders = {
        order: names_of((await rig.content.children(parent.id, order=order)).items)
        for order in (Order.SORT_ORDER, Order.NAME, Order.CREATED)
    }
    assert orders[Order.SORT_ORDER] == orders[Order.CREATED] == ["banana", "Apple", "cherry"]
    assert orders[Order.NAME] == ["Apple", "banana", "cherry"]
    newest = await rig.content.children(parent.id, order=Order.UPDATED, descending=True, take=1)
    assert names_of(newest.items) == ["cherry"]
    beyond = await rig.content.children(parent.id, skip=10)
    assert (beyond.items, beyond.total) == ((), 3)


@pytest.mark.rule("CS87")
async def test_children_are_found_by_a_part_of_their_name(rig: Rig) -> None:
    for name in ("100% News", "1000 News", "Old"):
        await rig.page(name)
    assert names_of((await rig.content.children(name_contains="NEWS")).items) == ["100% News", "1000 News"]
    assert names_of((await rig.content.children(name_contains="0%")).items) == ["100% News"]


@pytest.mark.rule("CS88")
async def test_descendants_and_ancestors(rig: Rig) -> None:
    top, one, two, deep = await family(rig)
    assert names_of((await rig.content.descendants(top.id)).items) == ["One", "Deep", "Two"]
    assert names_of((await rig.content.descendants(top.id, skip=1, take=1)).items) == ["Deep"]
    assert names_of(await rig.content.ancestors(deep)) == ["Top", "One"]
    parent = await rig.content.parent(deep)
    assert parent is not None
    assert parent.id == one.id
    assert await rig.content.parent(top) is None
    await rig.content.move_to_recycle_bin(one)
    assert names_of((await rig.content.descendants()).items) == ["Top", "Two"]
    assert names_of((await rig.content.descendants(-20)).items) == ["One", "Deep"]
    assert names_of((await rig.content.recycle_bin()).items) == ["One"]
    assert (await rig.content.descendants(4711)).total == 0
    assert names_of(await rig.content.ancestors(await rig.again(deep))) == ["One"]
    assert names_of(await rig.content.get_many([deep.id, 4711, top.id, deep.id])) == ["Deep", "Top"]
    assert not await rig.gone(two)


@pytest.mark.rule("CS88")
async def test_a_number_that_begins_alike_is_no_descendant(rig: Rig) -> None:
    first = await rig.page("First")
    async with rig.database.write() as scope:
        await scope.execute(update(counters).values(document=first.id * 10))
        scope.complete()
    assert (await rig.page("Alike")).path.startswith(first.path)
    assert (await rig.content.descendants(first.id)).total == 0


@pytest.mark.rule("CS89")
async def test_counts(rig: Rig) -> None:
    top, one, two, _ = await family(rig)
    assert await rig.content.count() == 4
    assert await rig.content.count("page") == 3
    assert await rig.content.count(published_only=True) == 2
    assert await rig.content.count_children(top.id) == 2
    assert await rig.content.count_descendants(top.id) == 3
    assert await rig.content.count_descendants(4711) == 0
    assert (await rig.content.has_children(one.id), await rig.content.has_children(two.id)) == (True, False)
    assert names_of((await rig.content.of_types(["article"])).items) == ["Deep"]
    await rig.content.move_to_recycle_bin(one)
    assert (await rig.content.count(), await rig.content.count_descendants()) == (2, 2)


@pytest.mark.rule("CS89")
async def test_trees_get_summaries(rig: Rig) -> None:
    top, *_ = await family(rig)
    page = await rig.content.child_summaries(top.id)
    assert page.total == 2
    assert [(one.name, one.type_alias, one.published, one.has_children) for one in page.items] == [
        ("One", "page", True, True),
        ("Two", "page", False, False),
    ]
    [deep] = (await rig.content.child_summaries(page.items[0].id)).items
    assert ({one.culture: one.name for one in deep.variants}, deep.level) == ({"en-US": "Deep", "de-DE": "Tief"}, 3)


@pytest.mark.rule("CS90")
async def test_a_document_is_seen_when_all_above_is_published(rig: Rig) -> None:
    top, one, two, deep = await family(rig)
    assert await rig.content.is_path_published(one)
    assert not await rig.content.is_path_published(two)
    assert await rig.content.is_path_publishable(two)
    assert await rig.content.is_path_publishable(deep)
    await rig.content.unpublish(top)
    assert not await rig.content.is_path_published(await rig.again(one))
    assert not await rig.content.is_path_publishable(deep)
    assert await rig.content.is_path_publishable(top)


@pytest.mark.rule("CS91")
async def test_handlers_read_what_is_under_way(rig: Rig) -> None:
    async with rig.database.write():
        document = await rig.content.create("page", "Home")
        await rig.content.save(document)
        assert await rig.content.count() == 1
    assert await rig.content.count() == 0


async def plans_of(rig: Rig, work: Callable[[], Awaitable[object]]) -> str:
    """Run something and return the plans of its statements."""
    engine = rig.database.backend.engine.sync_engine
    async with rig.database.write() as scope:
        connection = await scope.connection()
        if engine.dialect.name == "postgresql":
            await connection.execute(text("ANALYZE"))
        ran = await statements_of(rig, work)
        explain = "EXPLAIN " if engine.dialect.name == "postgresql" else "EXPLAIN QUERY PLAN "
        plans = [await connection.exec_driver_sql(explain + statement, parameters) for statement, parameters in ran]
        return "\n".join(str(row[-1]) for plan in plans for row in plan)


async def crowd(rig: Rig) -> Document:
    """Fill the tree with thirty branches of forty pages, written as plain rows, and return the top of one."""
    model = await rig.page("Model")
    async with rig.database.write() as scope:
        row = dict((await scope.execute(select(documents).where(documents.c.id == model.id))).one()._mapping)
        rows = []
        for top in range(2000, 2030):
            rows.append(row | {"id": top, "key": rig.keys(), "path": f"-1,{top}", "name_key": str(top)})
            for number in range(40):
                own = top * 100 + number
                place = {"parent_id": top, "path": f"-1,{top},{own}", "level": 2, "sort_order": number}
                rows.append(row | {"id": own, "key": rig.keys(), "name_key": str(own)} | place)
        await scope.execute(insert(documents), rows)
        scope.complete()
    found = await rig.content.get(2020)
    assert found is not None
    return found


@pytest.mark.rule("CS92")
async def test_listing_looks_at_nothing_but_the_branch(rig: Rig) -> None:
    top = await crowd(rig)
    children = await plans_of(rig, lambda: rig.content.children(top.id, take=10))
    assert "ix_content_documents_order" in children
    below = await plans_of(rig, lambda: rig.content.descendants(top.id, take=10))
    assert "content_documents_path" in below or "autoindex_content_documents" in below
    for plan in (children, below):
        assert "Seq Scan on content_documents" not in plan
        assert "SCAN content_documents" not in plan
        assert "TEMP B-TREE" not in plan


@pytest.mark.rule("CS92")
@pytest.mark.parametrize(("writer", "index"), [(None, "recent"), (EDITOR, "writer")])
async def test_the_newest_documents_are_found_without_looking_at_all(rig: Rig, writer: UUID | None, index: str) -> None:
    await crowd(rig)
    plan = await plans_of(rig, lambda: rig.content.recent(writer=writer, take=10))
    if rig.database.url.engine is Engine.SQLITE:
        assert f"SEARCH content_documents USING INDEX ix_content_documents_{index}" in plan
        assert f"SEARCH content_documents USING COVERING INDEX ix_content_documents_{index}" in plan  # The count.
        assert "TEMP B-TREE" not in plan
    else:  # It reads the newest backwards, whoever wrote them: here one user wrote all.
        assert "Index Scan Backward using ix_content_documents_recent" in plan
        assert "Sort" not in plan


@pytest.mark.rule("CS92")
async def test_what_an_author_wrote_last_is_found_without_looking_at_the_rest(rig: Rig) -> None:
    await crowd(rig)
    plan = await plans_of(rig, lambda: rig.content.recent(writer=COLLEAGUE))
    assert "ix_content_documents_writer" in plan


@pytest.mark.rule("CS92")
async def test_looking_for_what_is_due_reads_nothing_else(rig: Rig) -> None:
    plan = await plans_of(rig, rig.content.perform_scheduled_publish)
    if rig.database.url.engine is Engine.SQLITE:
        assert plan.count("SEARCH content_schedules USING INDEX ix_content_schedules_due (action=? AND due<?)") == 2
        assert "SCAN content_schedules" not in plan


async def relations(rig: Rig, document: Document) -> list[tuple[str, int]]:
    return [(one.alias, one.parent_id) for one in await rig.content.relations(document.id)]


@pytest.mark.rule("CS93")
@pytest.mark.parametrize("relate", [True, False])
async def test_copies_know_their_originals_when_asked(rig: Rig, relate: bool) -> None:
    top = await rig.page("Top")
    below = await rig.page("Below", top)
    copy = (await rig.content.copy(top, -1, relate_to_original=relate)).document
    assert copy is not None
    [copy_below] = (await rig.content.children(copy.id)).items
    expected = [[(RelationAlias.COPY, top.id)], [(RelationAlias.COPY, below.id)]] if relate else [[], []]
    assert [await relations(rig, one) for one in (copy, copy_below)] == expected


@pytest.mark.rule("CS94")
async def test_the_bin_remembers_where_everything_was(rig: Rig) -> None:
    parent = await rig.page("Parent")
    top = await rig.page("Top", parent)
    below = await rig.page("Below", top)
    await rig.content.move_to_recycle_bin(top)
    assert await relations(rig, top) == [(RelationAlias.TRASH, parent.id)]
    assert await relations(rig, below) == [(RelationAlias.TRASH, top.id)]
    assert (await rig.content.audit(top.id))[0].action is AuditAction.DELETE
    assert (await rig.content.restore(top)).success
    assert (await rig.again(top)).parent_id == parent.id
    assert [await relations(rig, one) for one in (top, below)] == [[], []]


@pytest.mark.rule("CS94")
async def test_where_everything_was_is_remembered_with_the_move_itself(rig: Rig) -> None:
    parent = await rig.page("Parent")
    top = await rig.page("Top", parent)
    below = await rig.page("Below", top)
    async with rig.database.write() as scope:
        await rig.content.move_to_recycle_bin(top, actor=COLLEAGUE)
        assert await relations(rig, below) == [(RelationAlias.TRASH, top.id)]
        assert (await rig.content.restore(top)).success
        assert [await relations(rig, one) for one in (top, below)] == [[], []]
        await rig.content.move_to_recycle_bin(top, actor=COLLEAGUE)
        scope.complete()
    for one, former in ((top, parent), (below, top)):
        assert await relations(rig, one) == [(RelationAlias.TRASH, former.id)]
        line = (await rig.content.audit(one.id))[0]
        comment = f"Moved to the recycle bin from {former.id}"
        assert (line.action, line.actor, line.comment) == (AuditAction.DELETE, COLLEAGUE, comment)
    async with rig.database.write():
        await rig.content.restore(top)
    assert await relations(rig, below) == [(RelationAlias.TRASH, top.id)]


@pytest.mark.rule("CS94")
async def test_a_whole_branch_is_remembered_at_once(rig: Rig) -> None:
    branches = [await rig.page("Few"), await crowd(rig)]
    ran = [await statements_of(rig, partial(rig.content.move_to_recycle_bin, top)) for top in branches]
    assert len(ran[0]) == len(ran[1])


@pytest.mark.rule("CS94")
async def test_what_came_from_the_root_goes_back_there(rig: Rig) -> None:
    page = await rig.page()
    await rig.content.move_to_recycle_bin(page)
    assert (await rig.content.restore(page)).success
    assert (await rig.again(page)).path == f"-1,{page.id}"


@pytest.mark.rule("CS94")
async def test_a_parent_that_is_gone_is_not_remembered(rig: Rig) -> None:
    parent = await rig.page("Parent")
    page = await rig.page("Page", parent)
    async with rig.database.write() as scope:
        await rig.content.move_to_recycle_bin(page)
        await rig.content.delete(parent)
        scope.complete()
    assert await relations(rig, page) == []
    assert not (await rig.content.restore(page)).success


@pytest.mark.rule("CS95")
async def test_damage_to_the_tree_is_found_and_mended(rig: Rig) -> None:
    top, one, two, deep = await family(rig)
    assert await rig.content.check_data_integrity() == ()
    async with rig.database.write() as scope:
        damages: list[tuple[Document, dict[str, object]]] = [
            (one, {"path": "-1,9,9"}),
            (two, {"level": 7}),
            (deep, {"trashed": True}),
        ]
        for document, damage in damages:
            await scope.execute(update(documents).where(documents.c.id == document.id).values(**damage))
        scope.complete()
    faults = await rig.content.check_data_integrity()
    assert sorted((fault.document_id, fault.expected) for fault in faults) == [
        (one.id, f"-1,{top.id},{one.id}"),
        (two.id, f"-1,{top.id},{two.id}"),
        (deep.id, f"-1,{top.id},{one.id},{deep.id}"),
    ]
    assert rig.recorder.told == []
    assert await rig.content.check_data_integrity(mend=True, actor=COLLEAGUE) == faults
    [line] = await rig.content.audit(-1)
    assert (line.action, line.actor, line.comment) == (AuditAction.MOVE, COLLEAGUE, "Mended where 3 documents stand")
    assert [(told[0], told[1][0][1]) for told in rig.recorder.trace()] == [("TreeChange", "REFRESH_ALL")]
    assert await rig.content.check_data_integrity(mend=True) == ()
    assert len(rig.recorder.told) == 1


@pytest.mark.rule("CS95")
async def test_a_document_without_a_way_to_the_root_is_reported_and_left(rig: Rig) -> None:
    top, one, *_ = await family(rig)
    async with rig.database.write() as scope:
        await scope.execute(update(documents).where(documents.c.id == top.id).values(parent_id=one.id))
        scope.complete()
    faults = await rig.content.check_data_integrity(mend=True)
    assert {fault.expected for fault in faults} == {None}
    assert await rig.content.audit(-1) == []
    assert len(faults) == 4
