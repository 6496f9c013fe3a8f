"""The HTTP application: routes gathered, problem details, correlation ids, health and figures, OpenAPI.

`application` puts the parts together. `problems` is how every error looks. `operations` is for those who run the
server.
"""

from copydesk.http.application import Parts, create_application
from copydesk.http.correlation import correlation_id
from copydesk.http.problems import Problems
from copydesk.http.start_page import start_page

__all__ = [
    "Parts",
    "Problems",
    "correlation_id",
    "create_application",
    "start_page",
]
