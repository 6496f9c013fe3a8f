"""The management API of content: HTTP routes over `ContentService`, with the caller's rights asked at every document.

Every route reaches documents through `door`; `rights` decides, `settling` turns outcomes into answers.
"""

from litestar import Router
from litestar.di import Provide

from copydesk.content.api.blueprints import blueprint_routes
from copydesk.content.api.document_types import document_type_routes
from copydesk.content.api.documents import document_routes
from copydesk.content.api.door import open_door
from copydesk.content.api.errors import CONTENT_STATUSES
from copydesk.content.api.finding import finding_routes
from copydesk.content.api.history import history_routes
from copydesk.content.api.imports import import_routes
from copydesk.content.api.languages import language_routes
from copydesk.content.api.publishing import publishing_routes
from copydesk.content.api.recycle_bin import recycle_bin_routes
from copydesk.content.api.segments import segment_routes
from copydesk.content.api.structure import structure_routes
from copydesk.content.api.tree import tree_routes
from copydesk.identity.http_access import MANAGEMENT_API

__all__ = ["CONTENT_STATUSES", "content_routes"]


content_routes = (
    Router(
        MANAGEMENT_API,
        route_handlers=[
            *tree_routes,
            *document_routes,
            *publishing_routes,
            *structure_routes,
            *recycle_bin_routes,
            *history_routes,
            *blueprint_routes,
            *finding_routes,
            *import_routes,
            *document_type_routes,
            *language_routes,
            *segment_routes,
        ],
        dependencies={"door": Provide(open_door)},
    ),
)
"""All of them.

They need the dependencies `content`, `document_types`, `languages`, `segments`, `identity` and `imports`.
"""
