"""Every operation that tells of something, done once on a real database, with what was told, in order."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta
from itertools import groupby
from pathlib import Path
from uuid import UUID

from copydesk.bootstrap import Copydesk
from copydesk.composition import Builder
from copydesk.content import Document, DocumentType, Language, PropertyType
from copydesk.content.model import ContentVariation
from copydesk.content.service.branch import BranchFilter
from copydesk.identity.sessions import SignedIn
from copydesk.journal import Change
from copydesk.notifications import Notification
from copydesk.server_events import NodeChange
from copydesk.server_events.rows import reference_table
from copydesk.settings import load_settings
from copydesk.system import random_key, utc_now

__all__ = ["Deeds", "done_on"]

PASSWORD = "the quick brown fox"


class Deeds:
    """Does everything, and writes down what is told.

    Attributes:
        told: operation → names of notifications in order, a run of the same one once.
        live: name of a notification → `source: type` of the live events that it became.
    """

    def __init__(self) -> None:
        self.told: dict[str, list[str]] = {}
        self.live: dict[str, set[str]] = {}
        self._heard: list[type[Notification]] = []
        self._table = reference_table()

    def compose(self, builder: Builder, notifications: set[type[Notification]]) -> None:
        """Hear all of these."""
        for notification in notifications:
            builder.handlers.add(notification, self._hear)

    def _hear(self, notification: Notification) -> None:
        self._heard.append(type(notification))
        for change in self._table.changes([notification]):
            self.live.setdefault(type(notification).__name__, set()).add(shown(change))

    @asynccontextmanager
    async def doing(self, operation: str) -> AsyncIterator[None]:
        """Write down what is told meanwhile."""
        self._heard.clear()
        yield
        self.told[operation] = [told.__name__ for told, _ in groupby(self._heard)]

    async def documents(self, desk: Copydesk) -> None:
        content = desk.rooms.content
        page, below = await saved(desk, "page", "Page"), await saved(desk, "page", "Below")
        async with self.doing("save"):
            page.set_value("text", "one")
            await content.save(page)
        async with self.doing("save_and_publish"):
            await content.save_and_publish(page)
        async with self.doing("publish"):
            await content.publish(below)
        async with self.doing("unpublish"):
            await content.unpublish(below)
        async with self.doing("move"):
            await content.move(below, page.id)
        async with self.doing("publish_branch"):
            await content.publish_branch(page, BranchFilter.ALL)
        async with self.doing("send_to_publication"):
            await content.send_to_publication(page)
        async with self.doing("copy"):
            copied = await content.copy(page, -1)
        assert isinstance(copied.document, Document)
        async with self.doing("sort"):
            await content.sort([copied.document.id, page.id])
        await self._history(desk, page)
        await self._bin(desk, page)

    async def _history(self, desk: Copydesk, page: Document) -> None:
        content = desk.rooms.content
        first = (await content.versions(page.id))[-1]
        async with self.doing("rollback"):
            await content.rollback(page.id, first.id)
        async with self.doing("delete_versions"):
            await content.delete_versions(page.id, utc_now() + timedelta(days=1))

    async def _bin(self, desk: Copydesk, page: Document) -> None:
        content = desk.rooms.content
        page = await again(desk, page.key)
        async with self.doing("move_to_recycle_bin"):
            await content.move_to_recycle_bin(page)
        async with self.doing("restore"):
            await content.restore(page)
        await content.move_to_recycle_bin(page)
        async with self.doing("empty_recycle_bin"):
            await content.empty_recycle_bin()
        doomed = await saved(desk, "page", "Doomed")
        await content.save_and_publish(doomed)
        async with self.doing("delete"):
            await content.delete(doomed)
        await saved(desk, "page", "Of a type")
        async with self.doing("delete_of_type"):
            await content.delete_of_type("page")

    async def cultures(self, desk: Copydesk) -> None:
        content, languages = desk.rooms.content, desk.rooms.languages
        async with self.doing("languages.save"):
            await languages.save(Language("en-US", is_default=True), Language("de-DE"), Language("fr-FR"))
        await languages.save(Language("de-DE", "German"))
        async with self.doing("languages.delete"):
            await languages.delete("fr-FR")
        both = await content.create("article", "Both", culture="en-US")
        both.set_name("Beide", "de-DE")
        await content.save_and_publish(both, ["en-US", "de-DE"])
        async with self.doing("unpublish, one culture of several"):
            await content.unpublish(both, "de-DE")

    async def blueprints(self, desk: Copydesk) -> None:
        content = desk.rooms.content
        made = await content.create_blueprint(await saved(desk, "page", "Model"), "Blueprint")
        async with self.doing("save_blueprint"):
            await content.save_blueprint(made)
        await content.save_blueprint(made)
        async with self.doing("create_blueprint_folder"):
            folder = await content.create_blueprint_folder("Folder")
        async with self.doing("move_blueprint"):
            await content.move_blueprint(made, folder.id)
        async with self.doing("scaffold"):
            await content.scaffold(made, "New", -1)
        async with self.doing("delete_blueprint"):
            await content.delete_blueprint(made)
        async with self.doing("rename_blueprint_folder"):
            await content.rename_blueprint_folder(folder.id, "Other")
        async with self.doing("delete_blueprint_folder"):
            await content.delete_blueprint_folder(folder.id)

    async def types(self, desk: Copydesk) -> None:
        types = desk.rooms.document_types
        text = PropertyType("text")
        async with self.doing("document_types.save"):
            new = DocumentType("page", random_key(), own_properties=(text,), allowed_children=frozenset({"page"}))
            _, page = await types.save(new)
        await types.save(replace(page, name="Page"))
        await types.save(DocumentType("article", random_key(), variation=ContentVariation.CULTURE))
        await types.save(DocumentType("unused", random_key()))
        async with self.doing("document_types.delete"):
            await types.delete("unused")

    async def people(self, desk: Copydesk) -> None:
        identity = desk.rooms.identity
        group = identity.groups.new_group("desk", "Desk")
        async with self.doing("groups.save"):
            await identity.groups.save(group)
        await identity.groups.save(group)
        user = identity.users.new_user("ada@example.org", "Ada", [group.key])
        async with self.doing("users.save"):
            await identity.users.save(user)
        await identity.groups.save(group)
        async with self.doing("users.set_password"):
            await identity.users.set_password(user.key, PASSWORD)
        await self._sign_ins(desk, user.key)
        async with self.doing("users.disable"):
            await identity.users.disable(user.key)
        async with self.doing("groups.delete"):
            await identity.groups.delete(group.key)
        async with self.doing("users.delete"):
            await identity.users.delete(user.key)
        async with self.doing("api_keys.create"):
            made = await identity.api_keys.create("program", [])
        assert made.api_key is not None
        async with self.doing("api_keys.delete"):
            await identity.api_keys.delete(made.api_key.key)

    async def _sign_ins(self, desk: Copydesk, user: UUID) -> None:
        identity = desk.rooms.identity
        async with self.doing("sign_in"):
            signed_in = await identity.sign_in.sign_in("ada@example.org", PASSWORD)
        assert isinstance(signed_in, SignedIn)
        async with self.doing("sessions.end_all"):
            await identity.sessions.end_all(user)
        async with self.doing("sign_in, refused"):
            await identity.sign_in.sign_in("ada@example.org", "wrong")
        async with self.doing("sign_in, refused once too often"):
            await identity.sign_in.sign_in("ada@example.org", "wrong")
        async with self.doing("users.enable, of somebody locked out"):
            await identity.users.enable(user)


def shown(change: Change | NodeChange) -> str:
    return f"{change.source.rpartition(':')[2]}: {change.type}"


async def saved(desk: Copydesk, alias: str, name: str) -> Document:
    document = await desk.rooms.content.create(alias, name)
    assert (await desk.rooms.content.save(document)).success
    return document


async def again(desk: Copydesk, key: UUID) -> Document:
    found = await desk.rooms.content.get_by_key(key)
    assert found is not None
    return found


async def done_on(folder: Path, notifications: set[type[Notification]]) -> Deeds:
    """Do everything on a fresh database and return what was told."""
    deeds = Deeds()
    lockout = {"lockout_attempts": 2}
    settings = load_settings(database=f"sqlite:///{folder}/desk.db", sign_in=lockout, composers=())
    async with Copydesk(settings, lambda builder: deeds.compose(builder, notifications)) as desk:
        for part in (deeds.types, deeds.documents, deeds.cultures, deeds.blueprints, deeds.people):
            await part(desk)
    return deeds
