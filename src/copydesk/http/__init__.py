"""The HTTP application: routes gathered, problem details, correlation ids, health and figures, OpenAPI.

`application` puts the parts together. `problems` is how every error looks. `operations` is for those who run the
server; `back_office` is for their editors.
"""

from copydesk.http.application import Application, Asgi, Parts, create_application
from copydesk.http.back_office import back_office_routes
from copydesk.http.correlation import correlation_id
from copydesk.http.problems import Problems
from copydesk.http.server import ServerConfiguration, ServerInformation, server_routes

__all__ = [
    "Application",
    "Asgi",
    "Parts",
    "Problems",
    "ServerConfiguration",
    "ServerInformation",
    "back_office_routes",
    "correlation_id",
    "create_application",
    "server_routes",
]
