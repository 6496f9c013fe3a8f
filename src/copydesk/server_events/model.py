"""What a live event says.

Types and sources are open strings: the constants are the reference's, and packages add their own, such as
`Umbraco:Custom:Product`.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

import msgspec

__all__ = ["IMPORT", "NO_KEY", "RIGHTS", "EventSource", "EventType", "RoutingContext", "ServerEvent"]

NO_KEY: Final = UUID(int=0)
"""The key of an event that concerns no single entity, such as an index rebuild."""

RIGHTS: Final = "Copydesk:Rights"
"""The source of records that tell nodes, and nobody else, whose rights may have changed; without a key, anybody's."""

IMPORT: Final = "Copydesk:Import"
"""The source of events about an import, which only its owner hears of."""


class EventType:
    """The types of event. The first four and the index's are the reference's."""

    CREATED: Final = "Created"
    UPDATED: Final = "Updated"
    DELETED: Final = "Deleted"
    TRASHED: Final = "Trashed"
    RESTORED: Final = "Restored"
    MOVED: Final = "Moved"
    COPIED: Final = "Copied"
    SORTED: Final = "Sorted"
    PUBLISHED: Final = "Published"
    UNPUBLISHED: Final = "Unpublished"
    ROLLED_BACK: Final = "RolledBack"
    SENT_TO_PUBLISH: Final = "SentToPublish"
    EMPTIED_RECYCLE_BIN: Final = "EmptiedRecycleBin"
    VERSIONS_DELETED: Final = "VersionsDeleted"
    INDEX_REBUILD_STARTING: Final = "IndexRebuildStarting"
    INDEX_REBUILD_COMPLETED: Final = "IndexRebuildCompleted"


class EventSource:
    """The sources of events, as the reference names them."""

    DOCUMENT: Final = "Umbraco:CMS:Document"
    DOCUMENT_BLUEPRINT: Final = "Umbraco:CMS:DocumentBlueprint"
    DOCUMENT_TYPE: Final = "Umbraco:CMS:DocumentType"
    MEDIA: Final = "Umbraco:CMS:Media"
    MEDIA_TYPE: Final = "Umbraco:CMS:MediaType"
    MEMBER: Final = "Umbraco:CMS:Member"
    MEMBER_TYPE: Final = "Umbraco:CMS:MemberType"
    MEMBER_GROUP: Final = "Umbraco:CMS:MemberGroup"
    DATA_TYPE: Final = "Umbraco:CMS:DataType"
    LANGUAGE: Final = "Umbraco:CMS:Language"
    SCRIPT: Final = "Umbraco:CMS:Script"
    STYLESHEET: Final = "Umbraco:CMS:Stylesheet"
    TEMPLATE: Final = "Umbraco:CMS:Template"
    DICTIONARY_ITEM: Final = "Umbraco:CMS:DictionaryItem"
    DOMAIN: Final = "Umbraco:CMS:Domain"
    PARTIAL_VIEW: Final = "Umbraco:CMS:PartialView"
    PUBLIC_ACCESS_ENTRY: Final = "Umbraco:CMS:PublicAccessEntry"
    RELATION: Final = "Umbraco:CMS:Relation"
    RELATION_TYPE: Final = "Umbraco:CMS:RelationType"
    USER_GROUP: Final = "Umbraco:CMS:UserGroup"
    USER: Final = "Umbraco:CMS:User"
    CURRENT_USER: Final = "Umbraco:CMS:CurrentUser"
    WEBHOOK: Final = "Umbraco:CMS:Webhook"
    ELEMENT: Final = "Umbraco:CMS:Element"
    ELEMENT_FOLDER: Final = "Umbraco:CMS:ElementFolder"


class ServerEvent(msgspec.Struct, frozen=True, rename="camel", kw_only=True, omit_defaults=True):
    """One event as a client gets it, the argument of `notify`.

    The first three fields are the reference's; the others are additions that its clients ignore.

    Attributes:
        event_type: what happened, such as `Updated`.
        event_source: to which kind of entity.
        key: to which entity.
        position: an opaque cursor; whoever hands it in gets what came after it.
        parent_key: the entity's parent, where it has one.
        actor_key: the user or service that did it.
        origin: the tab that did it, in the words it gave itself.
        cultures: the cultures concerned, where the entity varies.
        whole_branch: whether everything below the entity is concerned too, and is not told of one by one.
        at: when it was recorded, UTC.
    """

    event_type: str
    event_source: str
    key: UUID
    position: str | None = None
    parent_key: UUID | None = None
    actor_key: UUID | None = None
    origin: str | None = None
    cultures: tuple[str, ...] | None = None
    whole_branch: bool = False
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class RoutingContext:
    """What decides who may see an event. It stays on the server.

    Attributes:
        entity_path: comma-separated ids from the root, such as `-1,555,999`; missing, nobody passes an access filter.
    """

    entity_path: str | None = None
