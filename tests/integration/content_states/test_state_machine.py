"""Random operations on a small tree in three languages, checked after every step against a plain model.

The model knows nothing of the service: each operation has its few lines here. What is compared is read from the tables,
not through the service.
"""

import asyncio
import shutil
import tempfile
from collections.abc import Coroutine, Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, TypeVar

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, consumes, initialize, invariant, multiple, rule
from sqlalchemy import select

from copydesk.content import Document
from copydesk.content.model import RECYCLE_BIN_ID, ROOT_ID
from copydesk.content.tables import StoredCulture, documents, versions
from copydesk.notifications import CancelableNotification
from tests.integration.content.rig import EDITOR, Rig, open_rig

T = TypeVar("T")
CULTURES = ("en-US", "de-DE", "fr-FR")
DEFAULT, SHARED = "en-US", ""
cultures = st.sets(st.sampled_from(CULTURES), min_size=1)
texts = st.sets(st.sampled_from((*CULTURES, SHARED)), min_size=1)


@dataclass(frozen=True)
class Node:
    """What the model knows of a document: its texts by culture, and under `SHARED` the one that has none.

    `renamed` are the cultures whose draft got another name than the published one, as a move makes it.
    """

    parent: int
    drafts: dict[str, str] = field(default_factory=dict)
    published: dict[str, str] = field(default_factory=dict)
    is_published: bool = False
    edited: bool = True
    renamed: frozenset[str] = frozenset()

    def save(self, drafts: dict[str, str]) -> "Node":
        after = replace(self, drafts={**self.drafts, **drafts})
        return replace(after, edited=self.edited or not self.is_published or after._differs())

    def publish(self, chosen: set[str]) -> "Node":
        coming = {*chosen, SHARED} & self.drafts.keys() if DEFAULT in chosen else chosen
        out = {**self.published, **{culture: self.drafts[culture] for culture in coming}}
        after = replace(self, published=out, is_published=True, renamed=self.renamed - chosen)
        return replace(after, edited=after._differs())

    def move(self, parent: int, renamed: set[str]) -> "Node":
        after = replace(self, parent=parent, renamed=frozenset(renamed))
        return replace(after, edited=self.edited or after._differs())

    def unpublish(self, culture: str) -> "Node":
        out = {one: text for one, text in self.published.items() if one != culture}
        if not named(out):
            return self.take_down()
        after = replace(self, published=out)
        return replace(after, edited=after._differs())

    def take_down(self) -> "Node":
        return replace(self, published={}, is_published=False, edited=True, renamed=frozenset())

    def _differs(self) -> bool:
        return self.drafts != self.published or bool(self.renamed)


def named(by_culture: Iterable[str]) -> set[str]:
    return {culture for culture in by_culture if culture != SHARED}


class Tree(RuleBasedStateMachine):
    """Operations on the service and, side by side, on the model."""

    known = Bundle("known")
    url = ""

    def __init__(self) -> None:
        super().__init__()
        self.loop = asyncio.Runner()
        self.rig: Rig
        self.nodes: dict[int, Node] = {}
        self.count = 0

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        return self.loop.run(work)

    @initialize()
    def begin(self) -> None:
        self.rig = self.run(self._open())

    async def _open(self) -> Rig:
        rig = await open_rig(type(self).url)
        await rig.clear()
        return rig

    def teardown(self) -> None:
        if hasattr(self, "rig"):
            self.run(self.rig.database.close())
        self.loop.close()

    # ------------------------------------------------------------ operations

    @rule(target=known, parent=st.none() | known, chosen=cultures, shared=st.booleans())
    def create(self, parent: int | None, chosen: set[str], shared: bool) -> Any:
        if parent is not None and (parent not in self.nodes or self.trashed(parent)):
            return multiple()
        place = ROOT_ID if parent is None else parent
        document = self.run(self.rig.content.create("article", parent_id=place))
        drafts = self._write(document, {*chosen, SHARED} if shared else chosen)
        assert self.run(self.rig.content.save(document, actor=EDITOR)).success
        self.nodes[document.id] = Node(place, drafts)
        return document.id

    @rule(one=known, chosen=texts)
    def edit(self, one: int, chosen: set[str]) -> None:
        if one not in self.nodes or self.trashed(one):
            return
        document = self.load(one)
        drafts = self._write(document, chosen)
        assert self.run(self.rig.content.save(document, actor=EDITOR)).success
        self.nodes[one] = self.nodes[one].save(drafts)

    @rule(one=known, chosen=cultures)
    def publish(self, one: int, chosen: set[str]) -> None:
        if one not in self.nodes:
            return
        outcome = self.run(self.rig.content.publish(self.load(one), sorted(chosen), actor=EDITOR))
        allowed = chosen <= self.nodes[one].drafts.keys() and self.readers_get_to(self.nodes[one].parent)
        assert outcome.success is allowed
        if allowed:
            self.nodes[one] = self.nodes[one].publish(chosen)

    @rule(one=known)
    def publish_all_cultures(self, one: int) -> None:
        if one in self.nodes:
            self.publish(one, named(self.nodes[one].drafts))

    @rule(one=known, culture=st.sampled_from((*CULTURES, "*")))
    def unpublish(self, one: int, culture: str) -> None:
        if one not in self.nodes or self.trashed(one):
            return
        assert self.run(self.rig.content.unpublish(self.load(one), culture, actor=EDITOR)).success
        node = self.nodes[one]
        if not node.is_published or (culture != "*" and culture not in node.published):
            return
        self.nodes[one] = node.take_down() if culture == "*" else node.unpublish(culture)

    @rule(one=known, parent=st.none() | known)
    def move(self, one: int, parent: int | None) -> None:
        place = ROOT_ID if parent is None else parent
        if one not in self.nodes or self.trashed(one) or (parent is not None and parent not in self.nodes):
            return
        if parent is not None and (self.trashed(parent) or one in self.line(parent)):
            return
        assert self.run(self.rig.content.move(self.load(one), place, actor=EDITOR)).success
        cultures_of = next(row.cultures for row in self.rows() if row.id == one)
        renamed = {
            culture for culture in self.nodes[one].published if culture != SHARED and _is_renamed(cultures_of[culture])
        }
        self.nodes[one] = self.nodes[one].move(place, renamed)

    @rule(one=known)
    def trash(self, one: int) -> None:
        if one not in self.nodes or self.nodes[one].parent == RECYCLE_BIN_ID:
            return
        assert self.run(self.rig.content.move_to_recycle_bin(self.load(one), actor=EDITOR)).success
        self.nodes[one] = replace(self.nodes[one], parent=RECYCLE_BIN_ID)

    @rule(one=known)
    def restore_to_the_root(self, one: int) -> None:
        if one not in self.nodes or not self.trashed(one):
            return
        assert self.run(self.rig.content.restore(self.load(one), ROOT_ID, actor=EDITOR)).success
        back = self.nodes[one]
        self.nodes[one] = replace(back.take_down() if back.is_published else back, parent=ROOT_ID)

    @rule(target=known, one=known)
    def copy(self, one: int) -> Any:
        if one not in self.nodes or self.trashed(one):
            return multiple()
        outcome = self.run(self.rig.content.copy(self.load(one), ROOT_ID, recursive=False, actor=EDITOR))
        assert outcome.success
        assert outcome.document is not None
        copied = outcome.document.id
        self.nodes[copied] = Node(ROOT_ID, dict(self.nodes[one].drafts))
        return copied

    @rule(one=consumes(known))
    def delete(self, one: int) -> None:
        if one not in self.nodes:
            return
        assert self.run(self.rig.content.delete(self.load(one), actor=EDITOR)).success
        self.nodes = {other: node for other, node in self.nodes.items() if one not in self.line(other)}

    @rule()
    def empty_the_bin(self) -> None:
        self.run(self.rig.content.empty_recycle_bin(actor=EDITOR))
        self.nodes = {other: node for other, node in self.nodes.items() if not self.trashed(other)}

    @rule(seed=st.randoms(use_true_random=False))
    def sort(self, seed: Any) -> None:
        top = [one for one, node in self.nodes.items() if node.parent == ROOT_ID]
        if not top:
            return
        seed.shuffle(top)
        assert self.run(self.rig.content.sort(top, actor=EDITOR)).success
        rows = sorted((row for row in self.rows() if row.id in top), key=lambda row: row.sort_order)
        assert [row.id for row in rows] == top

    @rule(one=known, chosen=cultures)
    def give_up_halfway(self, one: int, chosen: set[str]) -> None:
        """An outer scope that is not completed takes back whatever was done inside, and nobody hears of it."""
        if one not in self.nodes or self.trashed(one):
            return
        self.rig.recorder.forget()
        self.run(self._give_up(self.load(one), chosen))
        assert [told for told in self.rig.recorder.told if not isinstance(told, CancelableNotification)] == []

    async def _give_up(self, document: Document, chosen: set[str]) -> None:
        async with self.rig.database.write("test"):
            self._write(document, chosen)
            await self.rig.content.save_and_publish(document, sorted(chosen), actor=EDITOR)
            await self.rig.content.move_to_recycle_bin(document, actor=EDITOR)

    # ------------------------------------------------------------ what holds after every step

    @invariant()
    def tree_is_whole(self) -> None:
        rows = {row.id: row for row in self.rows()}
        assert rows.keys() == self.nodes.keys()
        for row in rows.values():
            above = rows[row.parent_id].path if row.parent_id in rows else self.top(row.parent_id)
            assert row.parent_id == self.nodes[row.id].parent
            assert row.path == f"{above},{row.id}"
            assert row.level == (rows[row.parent_id].level + 1 if row.parent_id in rows else 1)
            assert row.trashed is self.trashed(row.id)
        places = [(row.parent_id, row.sort_order) for row in rows.values()]
        assert len(places) == len(set(places))

    @invariant()
    def flags_are_those_of_the_model(self) -> None:
        for row in self.rows():
            node = self.nodes[row.id]
            out = {culture for culture, stored in row.cultures.items() if stored.publish_date is not None}
            assert (row.id, row.published, row.edited) == (row.id, node.is_published, node.edited)
            assert set(row.cultures) == named(node.drafts)
            assert out == named(node.published)

    @invariant()
    def one_current_and_at_most_one_published_version_with_their_texts(self) -> None:
        found = self.run(self._all(select(versions)))
        for one, node in self.nodes.items():
            mine = [row for row in found if row.document_id == one]
            assert sum(row.is_current for row in mine) == 1
            assert sum(row.is_published for row in mine) <= 1
            if node.is_published:
                assert sum(row.is_published for row in mine) == 1
        assert {row.document_id for row in found} == self.nodes.keys()
        for row in found:
            node = self.nodes[row.document_id]
            if row.is_current:
                assert (row.document_id, texts_of(row)) == (row.document_id, node.drafts)
            if row.is_published and node.is_published:
                assert (row.document_id, texts_of(row)) == (row.document_id, node.published)

    @invariant()
    def siblings_have_names_of_their_own(self) -> None:
        names = [
            (row.parent_id, culture, stored.name.casefold())
            for row in self.rows()
            for culture, stored in row.cultures.items()
            if stored.name is not None and row.parent_id != RECYCLE_BIN_ID  # In the bin nothing is numbered.
        ]
        assert len(names) == len(set(names))

    # ------------------------------------------------------------ the model's own questions

    def line(self, one: int) -> list[int]:
        """Return the node and everything above it, nearest first."""
        found = []
        while one in self.nodes:
            found.append(one)
            one = self.nodes[one].parent
        return found

    def trashed(self, one: int) -> bool:
        return self.nodes[self.line(one)[-1]].parent == RECYCLE_BIN_ID

    def readers_get_to(self, one: int) -> bool:
        if one in {ROOT_ID, RECYCLE_BIN_ID}:
            return one == ROOT_ID
        return self.nodes[one].is_published and self.readers_get_to(self.nodes[one].parent)

    def top(self, parent: int) -> str:
        return "-1" if parent == ROOT_ID else f"-1,{RECYCLE_BIN_ID}"

    # ------------------------------------------------------------ ways in

    def _write(self, document: Document, chosen: set[str]) -> dict[str, str]:
        drafts = {}
        for culture in sorted(chosen):
            self.count += 1
            drafts[culture] = f"text {self.count}"
            if culture == SHARED:
                document.set_value("section", drafts[culture])
                continue
            if not document.is_culture_available(culture):
                document.set_name("Same name", culture)
            document.set_value("heading", drafts[culture], culture)
        return drafts

    def load(self, one: int) -> Document:
        found = self.run(self.rig.content.get(one))
        assert found is not None
        return found

    def rows(self) -> list[Any]:
        return self.run(self._all(select(documents).order_by(documents.c.id)))

    async def _all(self, query: Any) -> list[Any]:
        async with self.rig.database.read() as scope:
            return list(await scope.execute(query))


def _is_renamed(stored: StoredCulture) -> bool:
    return stored.name != stored.publish_name


def texts_of(version: Any) -> dict[str, str]:
    """Return what a stored version says, by culture."""
    stored = version.properties
    return {**stored.get("heading", {}), **stored.get("section", {})}


def check(url: str, examples: int) -> None:
    machine = type("TreeOf", (Tree,), {"url": url})
    machine.TestCase.settings = settings(  # type: ignore[attr-defined]
        max_examples=examples,
        stateful_step_count=20,
        deadline=None,
        phases=[Phase.generate],  # A step takes a database; the unshortened run is short enough to read.
        suppress_health_check=list(HealthCheck),
        database=None,
    )
    machine.TestCase().runTest()  # type: ignore[attr-defined]


@pytest.mark.rule("CS150")
@pytest.mark.timeout(600)
def test_random_operations_on_sqlite(sqlite_template: Path) -> None:
    with tempfile.TemporaryDirectory() as folder:
        shutil.copy(sqlite_template, f"{folder}/tree.db")
        check(f"sqlite:///{folder}/tree.db", examples=12)


@pytest.mark.rule("CS150")
@pytest.mark.timeout(600)
def test_random_operations_on_postgresql(postgres_url: str) -> None:
    check(postgres_url, examples=5)
