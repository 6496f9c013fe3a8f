"""Who should have heard what: worked out from the journal, by rules written here once more on purpose."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from copydesk.journal import Audience, ChangeRecord, Journal

__all__ = ["Rights", "expected", "whole_journal"]

DOCUMENT = "Umbraco:CMS:Document"
OF_CONTENT = {
    DOCUMENT,
    *(
        f"Umbraco:CMS:{name}"
        for name in ("DocumentBlueprint", "DocumentType", "Domain", "PublicAccessEntry", "Relation")
    ),
}
OF_SETTINGS = {f"Umbraco:CMS:{name}" for name in ("DocumentType", "DocumentBlueprint", "Relation")}
OF_USERS = {"Umbraco:CMS:User", "Umbraco:CMS:UserGroup"}
MEDIA, LANGUAGE = "Umbraco:CMS:Media", "Umbraco:CMS:Language"


@dataclass(frozen=True)
class Rights:
    """What somebody may hear of.

    Attributes:
        user: their key.
        sources: whole kinds of entities.
        documents: ids of their start nodes.
        media: the same of media.
    """

    user: UUID
    sources: frozenset[str]
    documents: frozenset[int] = frozenset()
    media: frozenset[int] = frozenset()

    def hears(self, record: ChangeRecord) -> bool:
        match record.audience:
            case Audience.BROADCAST:
                return True
            case Audience.USER:
                return record.user == self.user
            case Audience.NODES:
                return False
        if record.source not in self.sources | {LANGUAGE}:
            return False
        if record.source not in (DOCUMENT, MEDIA):
            return True
        spared = any(self._sees(record.source, top) for top in _tops(record))
        return not spared and any(self._sees(record.source, path) for path in (record.path, record.original_path))

    def _sees(self, source: str, path: str | None) -> bool:
        if not path:
            return False
        ids = [int(part) for part in path.split(",")]
        starts, bin_id = (self.documents, -20) if source == DOCUMENT else (self.media, -21)
        return -1 in starts or (bin_id not in ids and any(start in ids for start in starts))


def _tops(record: ChangeRecord) -> list[str]:
    """Return where the top of a large branch is, and where it was before it moved."""
    if record.branch_path is None or record.path is None:
        return []
    ids = (record.original_path or "").split(",")
    above = len(ids) - (record.path.count(",") - record.branch_path.count(","))
    return [record.branch_path, ",".join(ids[: max(above, 0)])]


def expected(records: Iterable[ChangeRecord], *rights: tuple[int, Rights | None]) -> list[dict[str, Any]]:
    """Return what somebody hears whose rights change on the way.

    Args:
        records: the journal.
        rights: each with the position after which they hold; None when the connection is cut off there.
    """
    told = []
    for record in records:
        now = next((each for after, each in reversed(rights) if record.position > after), None)
        if now is not None and now.hears(record):
            told.append(shown(record))
    return told


def shown(record: ChangeRecord) -> dict[str, Any]:
    every = {
        "eventType": record.type,
        "eventSource": record.source,
        "key": str(record.key),
        "position": f"c{record.position:x}",
        "parentKey": record.parent_key and str(record.parent_key),
        "actorKey": record.actor and str(record.actor),
        "origin": record.origin,
        "cultures": list(record.cultures) if record.cultures else None,
        "wholeBranch": record.whole_branch or None,
    }
    return {name: value for name, value in every.items() if value is not None}


async def whole_journal(journal: Journal, after: int = 0) -> list[ChangeRecord]:
    """Return every record after a position, once all have theirs."""
    end, found = await journal.settled(), list[ChangeRecord]()
    while (last := found[-1].position if found else after) < end:
        found += await journal.read(last)
    return found


def without_time(events: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Leave out when each was recorded, which nobody can work out."""
    return [{name: value for name, value in event.items() if name != "at"} for event in events]
