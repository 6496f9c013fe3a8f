"""What the management API shows of one document, and how it answers a write."""

from datetime import datetime
from typing import Any, cast
from uuid import UUID

import msgspec
from litestar import Response

from copydesk.content.api.door import DocumentDoor
from copydesk.content.api.settling import told_by
from copydesk.content.api.versions import entity_tag, tagged
from copydesk.content.model import Document, Languages, Schedule, ScheduleAction
from copydesk.content.outcomes import OperationOutcome, PublishOutcome
from copydesk.content.service import VariantState
from copydesk.content.service.summaries import state_of
from copydesk.identity.http_access import MANAGEMENT_API
from copydesk.problems import ProblemMessage

__all__ = [
    "DocumentAnswer",
    "DocumentValue",
    "DocumentVariant",
    "Done",
    "ScheduleLine",
    "answer",
    "changed",
    "created",
    "document_answer",
    "schedule_lines",
    "values_of",
    "variants_of",
]


class DocumentVariant(msgspec.Struct, frozen=True, rename="camel"):
    """A document in one culture; without culture when it does not vary.

    `name` is the draft's, `publishName` the one that readers see, `updated` and `published` say when each was written.
    """

    culture: str | None
    name: str | None
    state: VariantState
    publish_name: str | None
    updated: datetime | None
    published: datetime | None


class DocumentValue(msgspec.Struct, frozen=True, rename="camel"):
    """A property's value in one culture and segment: the draft's, and the one that readers see."""

    alias: str
    culture: str | None
    segment: str | None
    value: Any
    published_value: Any


class ScheduleLine(msgspec.Struct, frozen=True, rename="camel", forbid_unknown_fields=True):
    """A date at which a culture, or a document that does not vary, is published or taken down."""

    action: ScheduleAction
    due: datetime
    culture: str | None = None


class DocumentAnswer(msgspec.Struct, frozen=True, rename="camel", kw_only=True):
    """A document as an editor sees it.

    `allowedActions` are the permission verbs that the caller has here; `messages` is what handlers said to a write.
    """

    id: int
    key: UUID
    type_alias: str
    type_name: str
    icon: str
    parent_key: UUID | None
    name: str
    path: str
    level: int
    sort_order: int
    version: int
    version_id: int
    trashed: bool
    blueprint: bool
    published: bool
    edited: bool
    creator_key: UUID | None
    creator_name: str | None
    writer_key: UUID | None
    writer_name: str | None
    created: datetime | None
    updated: datetime | None
    variants: tuple[DocumentVariant, ...]
    values: tuple[DocumentValue, ...]
    schedule: tuple[ScheduleLine, ...]
    allowed_actions: tuple[str, ...]
    messages: tuple[ProblemMessage, ...] = ()


class Done(msgspec.Struct, frozen=True, rename="camel"):
    """A write was done; what handlers had to say to it."""

    messages: tuple[ProblemMessage, ...] = ()


async def answer(
    door: DocumentDoor,
    document: Document,
    outcome: OperationOutcome | PublishOutcome | None = None,
    *,
    if_none_match: str | None = None,
) -> Response[DocumentAnswer]:
    """Answer with a document, its entity tag, and what handlers said; with 304 when the caller has it already."""
    shown = await document_answer(door, document)
    messages = told_by(outcome) if outcome is not None else ()
    told = msgspec.structs.replace(shown, messages=messages)
    return tagged(told, entity_tag(document.version, shown), if_none_match)


async def changed(door: DocumentDoor, outcome: OperationOutcome | PublishOutcome) -> Response[DocumentAnswer]:
    """Answer with the document that an operation has changed, and what handlers said."""
    return await answer(door, cast("Document", outcome.document), outcome)


async def created(
    door: DocumentDoor, outcome: OperationOutcome, *, at: str = f"{MANAGEMENT_API}/document"
) -> Response[DocumentAnswer]:
    """Answer with the document that an operation has made, and where it is: below `at`."""
    shown = await changed(door, outcome)
    shown.headers["Location"] = f"{at}/{shown.content.key}"
    return shown


async def document_answer(door: DocumentDoor, document: Document) -> DocumentAnswer:
    """Show a document."""
    async with door.content.snapshot("document_answer"):
        return await _shown(door, document)


async def _shown(door: DocumentDoor, document: Document) -> DocumentAnswer:
    names = await door.names((document.creator, document.writer))
    return DocumentAnswer(
        id=document.id,
        key=document.key,
        type_alias=document.type.alias,
        type_name=document.type.name,
        icon=document.type.icon,
        parent_key=await door.key_of(document.parent_id),
        name=document.name,
        path=document.path,
        level=document.level,
        sort_order=document.sort_order,
        version=document.version,
        version_id=document.version_id,
        trashed=document.trashed,
        blueprint=document.blueprint,
        published=document.published,
        edited=document.edited,
        creator_key=document.creator,
        creator_name=names.get(document.creator) if document.creator else None,
        writer_key=document.writer,
        writer_name=names.get(document.writer) if document.writer else None,
        created=document.create_date,
        updated=document.update_date,
        variants=variants_of(document, await door.content.languages()),
        values=values_of(document),
        schedule=schedule_lines(await door.content.schedule_of(document.id)),
        allowed_actions=door.rights.verbs(document.path),
    )


def variants_of(document: Document, languages: Languages | None) -> tuple[DocumentVariant, ...]:
    """Show a document in every language of the tenant, and in those it is written in besides."""
    if not document.type.varies_by_culture:
        state = state_of(named=True, published=document.published, edited=document.edited)
        name = document.get_publish_name()
        return (DocumentVariant(None, document.name, state, name, document.update_date, None),)
    known = [language.code for language in languages or ()]
    cultures = dict.fromkeys([*known, *document.culture_infos, *document.publish_infos])
    return tuple(_variant(document, culture) for culture in cultures)


def _variant(document: Document, culture: str) -> DocumentVariant:
    draft, live = document.culture_infos.get(culture), document.publish_infos.get(culture)
    published = document.published and live is not None
    edited = draft is None or document.is_culture_edited(culture)
    return DocumentVariant(
        culture,
        draft.name if draft else None,
        state_of(named=draft is not None, published=published, edited=edited),
        live.name if live else None,
        draft.date if draft else None,
        live.date if live else None,
    )


def values_of(document: Document) -> tuple[DocumentValue, ...]:
    """Show every value that the draft or what is published has, in the order of the type's properties."""
    held = (document.properties[alias] for alias in document.type.properties if alias in document.properties)
    return tuple(
        DocumentValue(
            one.alias, variant.culture, variant.segment, one.value(*variant), one.value(*variant, published=True)
        )
        for one in held
        for variant in one.variants()
        if one.type.variation.takes(*variant)
    )


def schedule_lines(schedule: Schedule) -> tuple[ScheduleLine, ...]:
    """Show pending dates."""
    return tuple(ScheduleLine(action, due, culture or None) for culture, action, due in schedule)
