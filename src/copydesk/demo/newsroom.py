"""The demo newsroom: languages, document types and some forty documents, made once in an empty database."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from importlib.resources import files
from typing import Any, Final
from uuid import UUID

import yaml

from copydesk.composition import Builder
from copydesk.content import ContentService, Document, DocumentTypeService, Language, LanguageService
from copydesk.db import Database, TreeLock
from copydesk.demo.house_style import house_style
from copydesk.demo.people import ADA, SUBSCRIBERS, hire
from copydesk.demo.types import newsroom_types
from copydesk.identity.ports import IDENTITY_LOCK
from copydesk.identity.room import Identity
from copydesk.system import utc_now

__all__ = ["newsroom"]

_CULTURES: Final = ("en-US", "de-DE")
_ENGLISH_ONLY: Final = "english"
_ROOT: Final = -1


def newsroom(builder: Builder) -> None:
    """Let a server begin with the newsroom, if its database holds no document type yet."""
    house_style(builder)
    builder.on_start.append(_begin)


async def _begin(
    database: Database,
    content: ContentService,
    document_types: DocumentTypeService,
    languages: LanguageService,
    identity: Identity,
) -> None:
    async with database.write("demo newsroom") as scope:
        await scope.write_lock(TreeLock.CONTENT_TREE, TreeLock.CONTENT_TYPES, TreeLock.LANGUAGES, IDENTITY_LOCK)
        ada = await identity.users.find(ADA.email)
        if ada is not None and not await document_types.all():
            await languages.save(Language("en-US", "English", is_default=True), Language("de-DE", "German"))
            for kind in newsroom_types():
                await document_types.save(kind)
            await hire(identity, await _Press(content, ada.key).print_everything())
        scope.complete()


@dataclass(frozen=True, slots=True)
class _Press:
    """Makes the documents, all in the name of one user."""

    content: ContentService
    actor: UUID

    async def print_everything(self) -> list[Document]:
        """Make everything that the plan names, and return the sections."""
        plan = yaml.safe_load(files("copydesk.demo").joinpath("newsroom.yaml").read_text("utf-8"))
        front = await self._make("front", plan["front"]["name"], _ROOT, {"welcome": plan["front"]["welcome"]})
        await self._publish(front)
        sections = [await self._section(front, section) for section in plan["sections"]]
        for page in plan["pages"]:
            await self._publish(await self._make("page", page["name"], front.id, {"text": page["text"]}))
        return sections

    async def _section(self, front: Document, plan: Mapping[str, Any]) -> Document:
        section = await self._make("section", plan["name"], front.id, {})
        await self._publish(section)
        for number, (*texts, tags, state) in enumerate(plan["articles"]):
            await self._article(section, number, texts, tags, state)
        return section

    async def _article(self, section: Document, number: int, texts: Sequence[str], tags: list[str], state: str) -> None:
        cultures = _CULTURES[:1] if state == _ENGLISH_ONLY else _CULTURES
        values = {"teaser": texts[2:4], "body": [f"<p>{teaser}</p>" for teaser in texts[2:4]]}
        article = await self._make("article", texts[:2], section.id, values, cultures)
        for culture, teaser in zip(cultures, texts[4:], strict=False):
            article.set_value("teaser", teaser, culture, SUBSCRIBERS)
        article.set_value("tags", tags)
        article.set_value("priority", "high" if number == 0 else "normal")
        article.set_value("date", (utc_now() - timedelta(days=number)).isoformat(timespec="seconds"))
        article.set_value("readingMinutes", 2 + number % 3)
        if state == "draft":
            await self.content.save(article, actor=self.actor)
            return
        await self._publish(article, cultures)
        if state == "changed":
            article.set_value("teaser", f"{texts[2]} More to follow.", _CULTURES[0])
            await self.content.save(article, actor=self.actor)
        elif state == "trashed":
            await self.content.move_to_recycle_bin(article, actor=self.actor)

    async def _make(
        self,
        kind: str,
        names: Sequence[str],
        parent_id: int,
        values: Mapping[str, Sequence[str]],
        cultures: Sequence[str] = _CULTURES,
    ) -> Document:
        document = await self.content.create(kind, parent_id=parent_id)
        for index, culture in enumerate(cultures):
            document.set_name(names[index], culture)
            for alias, texts in values.items():
                document.set_value(alias, texts[index], culture)
        return document

    async def _publish(self, document: Document, cultures: Sequence[str] = _CULTURES) -> None:
        outcome = await self.content.save_and_publish(document, cultures, actor=self.actor)
        if not outcome.success:
            raise RuntimeError(f"the demo's {document.name!r} could not be published: {outcome.result.name}")
