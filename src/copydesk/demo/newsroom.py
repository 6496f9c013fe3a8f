"""The demo newsroom: languages, document types and some forty documents, made once in an empty database."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from importlib.resources import files
from typing import Any, Final
from uuid import UUID

import yaml

from copydesk.composition import Builder, ComposerError
from copydesk.content import ContentService, Document, DocumentTypeService, Language, LanguageService
from copydesk.content.outcomes import OperationOutcome, PublishOutcome
from copydesk.db import Database, TreeLock
from copydesk.demo.house_style import house_style
from copydesk.demo.people import ADA, SUBSCRIBERS, Person, demo_sign_ins, hire, signing_in
from copydesk.demo.types import newsroom_types
from copydesk.identity.ports import IDENTITY_LOCK
from copydesk.identity.room import Identity
from copydesk.system import utc_now

__all__ = ["Newsroom", "newsroom"]

_CULTURES: Final = ("en-US", "de-DE")
_ENGLISH_ONLY: Final = "english"
_ROOT: Final = -1


def newsroom(builder: Builder) -> None:
    """Let a server begin with the newsroom, if its database holds no document type yet."""
    Newsroom()(builder)


class Newsroom:
    """The composer `newsroom`, which can tell after the start what came of it."""

    def __init__(self) -> None:
        self._stands = False
        self._people: tuple[Person, ...] = ()

    def __call__(self, builder: Builder) -> None:
        """Compose."""
        house_style(builder)
        builder.on_start.append(self._begin)

    def announcements(self) -> list[str]:
        """Return lines that tell whether the newsroom is there, and who can sign in."""
        what = "The demo newsroom." if self._stands else "This database was in use, so no demo newsroom was made in it."
        return demo_sign_ins(self._people, what)

    async def _begin(
        self,
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
                english, german = Language("en-US", "English", is_default=True), Language("de-DE", "German")
                _insist(await languages.save(english, german), "languages")
                for kind in newsroom_types():
                    outcome, _ = await document_types.save(kind)
                    _insist(outcome, kind.alias)
                await hire(identity, await _Press(content, ada.key).print_everything())
            self._stands = await _stands(document_types)
            self._people = await signing_in(scope)
            scope.complete()


async def _stands(document_types: DocumentTypeService) -> bool:
    return {kind.alias for kind in newsroom_types()} <= {kind.alias for kind in await document_types.all()}


def _insist(outcome: OperationOutcome | PublishOutcome, what: str) -> None:
    if not outcome.success:
        why = "; ".join(message.message for message in outcome.messages) or outcome.result.name
        raise ComposerError(f"the demo newsroom could not be made, because of its {what}: {why}")


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
            await self._save(article)
            return
        await self._publish(article, cultures)
        if state == "changed":
            article.set_value("teaser", f"{texts[2]} More to follow.", _CULTURES[0])
            await self._save(article)
        elif state == "trashed":
            _insist(await self.content.move_to_recycle_bin(article, actor=self.actor), article.name)

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
        _insist(await self.content.save_and_publish(document, cultures, actor=self.actor), document.name)

    async def _save(self, document: Document) -> None:
        _insist(await self.content.save(document, actor=self.actor), document.name)
