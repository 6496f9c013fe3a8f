"""Addresses of published documents: `/news/summer-party`, made from published names.

A document's part of the address is the slug of its published name. When siblings have the same one, the oldest keeps
it, and the others add their number: `/news/summer-party~1042`. No slug has a tilde, so no two addresses are the same.
"""

from collections.abc import Mapping, Sequence

from sqlalchemy import ColumnElement, exists, or_, select

from copydesk.content.model import ROOT_ID
from copydesk.content.model.paths import ancestor_ids
from copydesk.content.tables import published_names
from copydesk.db import ReadScope

__all__ = ["addresses_of", "find_by_address"]

_LONGEST_NUMBER = len(str(2**63))
_other = published_names.alias("other")
_SHARED = exists().where(
    _other.c.parent_id == published_names.c.parent_id,
    _other.c.slug == published_names.c.slug,
    _other.c.document_id < published_names.c.document_id,
)


def _segment(slug: str, document_id: int, *, shared: bool) -> str:
    return f"{slug}~{document_id}" if shared else slug


def _in(culture: str) -> ColumnElement[bool]:
    return published_names.c.culture.in_(("", culture))


async def addresses_of(scope: ReadScope, paths: Mapping[int, str], culture: str) -> dict[int, str]:
    """Return the addresses in a culture of those documents that readers may see there.

    Args:
        scope: where they are.
        paths: the documents' paths by id.
        culture: the culture; empty when there are no languages.
    """
    wanted = {one for document_id, path in paths.items() for one in (*ancestor_ids(path), document_id)}
    shared = _SHARED.where(_other.c.culture.in_(("", culture))).label("shared")
    query = select(published_names.c.document_id, published_names.c.slug, shared)
    rows = await scope.execute(query.where(_in(culture), published_names.c.document_id.in_(wanted)))
    segments = {row.document_id: _segment(row.slug, row.document_id, shared=row.shared) for row in rows}
    found = {}
    for document_id, path in paths.items():
        parts = [segments.get(one) for one in (*ancestor_ids(path), document_id)]
        named = [part for part in parts if part is not None]
        if len(named) == len(parts):
            found[document_id] = "/" + "/".join(named)
    return found


async def find_by_address(scope: ReadScope, segments: Sequence[str], culture: str) -> int | None:
    """Return the id of the document at an address; whether readers may see it is not asked."""
    if any("\0" in segment for segment in segments):  # No slug has it, and databases refuse it.
        return None
    found = ROOT_ID
    for segment in segments:
        child = await _child(scope, found, segment, culture)
        if child is None:
            return None
        found = child
    return found if segments else None


async def _child(scope: ReadScope, parent_id: int, segment: str, culture: str) -> int | None:
    slug, _, number = segment.rpartition("~")
    same = published_names.c.slug == segment
    if slug and number.isascii() and number.isdigit() and len(number) < _LONGEST_NUMBER:
        same = or_(same, (published_names.c.slug == slug) & (published_names.c.document_id == int(number)))
    shared = _SHARED.where(_other.c.culture.in_(("", culture))).label("shared")
    query = select(published_names.c.document_id, published_names.c.slug, shared).where(
        published_names.c.parent_id == parent_id, _in(culture), same
    )
    rows = await scope.execute(query.order_by(published_names.c.document_id))
    return next(
        (row.document_id for row in rows if _segment(row.slug, row.document_id, shared=row.shared) == segment), None
    )
