"""The management API of content: HTTP routes over `ContentService`, with the caller's rights asked at every document.

Every route reaches documents through `door`; `rights` decides, `settling` turns outcomes into answers.
"""

from litestar import Router
from litestar.di import Provide

from copydesk.content.api.documents import document_routes
from copydesk.content.api.door import open_door
from copydesk.content.api.errors import CONTENT_STATUSES
from copydesk.content.api.publishing import publishing_routes
from copydesk.content.api.tree import tree_routes
from copydesk.identity.http_access import MANAGEMENT_API

__all__ = ["CONTENT_STATUSES", "content_routes"]


def content_routes() -> list[Router]:
    """Return the routes. They need the dependencies `content`, `document_types`, `languages`."""
    door = {"door": Provide(open_door)}
    return [
        Router(MANAGEMENT_API, route_handlers=tree_routes, dependencies=door, tags=["Document tree"]),
        Router(MANAGEMENT_API, route_handlers=document_routes, dependencies=door, tags=["Documents"]),
        Router(MANAGEMENT_API, route_handlers=publishing_routes, dependencies=door, tags=["Publishing"]),
    ]
