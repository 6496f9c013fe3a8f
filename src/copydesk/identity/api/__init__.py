"""The routes of the management API about sign-ins, users and their rights.

Give `identity_routes` to the application along with `IDENTITY_STATUSES` and a dependency `identity`, the room.
"""

from litestar import Router

from copydesk.identity.api.current_user import current_user_routes
from copydesk.identity.api.groups import group_routes
from copydesk.identity.api.keys import api_key_routes
from copydesk.identity.api.names import name_routes
from copydesk.identity.api.reference_data import reference_routes
from copydesk.identity.api.refusals import IDENTITY_STATUSES
from copydesk.identity.api.security import security_routes
from copydesk.identity.api.user_actions import user_action_routes
from copydesk.identity.api.users import user_routes
from copydesk.identity.http_access import MANAGEMENT_API

__all__ = ["IDENTITY_STATUSES", "identity_routes"]

identity_routes = (
    Router(
        MANAGEMENT_API,
        route_handlers=[
            *security_routes,
            *current_user_routes,
            *name_routes,
            *user_routes,
            *user_action_routes,
            *group_routes,
            *api_key_routes,
            *reference_routes,
        ],
    ),
)
"""All of them."""
